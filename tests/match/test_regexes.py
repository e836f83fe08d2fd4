"""Small letters change nothing of what is found."""

import re

import pytest

from report_linter.match.expressions import Pattern, parse
from report_linter.match.regexes import in_small_letters

from .test_needles import regexes, sentences


def found(regex: re.Pattern[str], texts: list[str]) -> list[list[tuple[int, int]]]:
    return [[match.span() for match in regex.finditer(text)] for text in texts]


def test_shipped_expressions_find_the_same_in_small_letters() -> None:
    texts = sentences()[::20]
    small = [in_small_letters(text) for text in texts]
    patterns = regexes()
    assert sum(pattern.small for pattern in patterns) > len(patterns) / 2
    for pattern in patterns:
        if not pattern.small:
            continue
        assert found(pattern.compile(), small) == found(re.compile(pattern.source, re.IGNORECASE), texts), (
            pattern.source
        )


@pytest.mark.parametrize(
    ("source", "small"),
    [
        (r"\bvi har\b[^.]*funnet", True),
        (r"[a-zæøå]+ \W\S", True),
        (r"[^a-z]x", True),
        (r"Vi har", False),
        (r"[A-Z]x", False),
        (r"[^AB]", False),
        (r"(?-i:as|asa)", False),
        (r"a(?!B)", False),
        ("[\u0061-\u00ff]", False),
    ],
)
def test_which_expressions_are_searched_for_in_small_letters(source: str, small: bool) -> None:
    pattern = parse(f"/{source}/")
    assert isinstance(pattern, Pattern)
    assert pattern.small is small


@pytest.mark.parametrize("text", ["VI FANT ÅTTE", "İSTANBUL Ærlig", "ΟΔΟΣ", "ẞ og ß"])
def test_positions_are_the_same_in_small_letters(text: str) -> None:
    assert len(in_small_letters(text)) == len(text)
    assert re.search("ærlig", in_small_letters(text)) is None or text.index("Ærlig") == in_small_letters(
        text
    ).index("ærlig")
