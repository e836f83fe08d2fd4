"""Looking for letters first finds the same as trying every expression on every sentence."""

import os
import re
from pathlib import Path

import pytest

from report_linter.lexicons import load_all
from report_linter.match.expressions import Pattern, parse
from report_linter.match.needles import Haystack
from report_linter.outline import outline
from report_linter.pack import load_together, shipped
from report_linter.readers import read
from report_linter.store import Store

FIXTURES = Path(__file__).parents[2] / "fixtures"


def regexes() -> list[Pattern]:
    found = {}
    for pack in load_together(shipped(), Store(Path(os.environ["REPORT_LINTER_CACHE"]))):
        for by_language in pack.concepts.values():
            for sources in by_language.values():
                for source in sources:
                    if source.startswith("/"):
                        found[source] = parse(source)
    return [pattern for pattern in found.values() if isinstance(pattern, Pattern)]


def sentences() -> list[str]:
    lexicons = load_all()
    texts = []
    for path in sorted(FIXTURES.glob("*/*.??.md")):
        document = outline(read(path.read_bytes(), path.name), lexicons)
        texts += [document.text[s.span.start : s.span.end] for s in document.sentences]
    return texts


def test_the_same_as_a_full_search() -> None:
    texts = sentences()
    haystack = Haystack(texts)
    tried = 0
    for pattern in regexes():
        regex = re.compile(pattern.source, re.IGNORECASE)
        everywhere = {index for index, text in enumerate(texts) if regex.search(text)}
        looked_at = haystack.holding(pattern.needles)
        tried += len(looked_at)
        assert everywhere <= set(looked_at), pattern.source
    assert tried < len(texts) * len(regexes()) / 5


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"/\bvarsl(?:er|ing)\b/", [{"varsler", "varsling"}]),
        (r"/\b(?:audit|visit)(?:s|ed)?\b/", [{"audit", "visit"}]),
        (r"/\d+ ?%/", [{"0"}, {"%"}]),
        (r"/\bin 20\d\d\b/", [{"in 00"}, {"0"}]),
        (r"/[“”]\w/", [{"“", "”"}]),
        (r"/(?:abc)?de/", [{"de"}]),
        (r"/(?:x|abc)/", []),
        (r"/[ab]cde{2}/", [{"cd"}]),
        (r"/found [^.]{0,60}(?:nothing|none)/", [{"found "}, {"nothing", "none"}]),
    ],
)
def test_needles(expression: str, expected: list[set[str]]) -> None:
    pattern = parse(expression)
    assert isinstance(pattern, Pattern)
    assert list(pattern.needles) == expected


def test_digits_of_any_script_are_found() -> None:
    pattern = parse(r"/\d/")
    assert isinstance(pattern, Pattern)
    texts = ["none", "7 of them", "٣ of them"]
    assert pattern.compile().search(texts[2])
    assert Haystack(texts).holding(pattern.needles) == [1, 2]
