"""Looking for letters first finds the same as trying every expression on every sentence."""

from pathlib import Path

import pytest

from report_linter.lexicons import load_all
from report_linter.match.expressions import Pattern, parse
from report_linter.match.needles import Haystack, needles
from report_linter.outline import outline
from report_linter.pack import load, shipped
from report_linter.readers import read

FIXTURES = Path(__file__).parents[2] / "fixtures"


def regexes() -> list[Pattern]:
    loaded: dict[Path, object] = {}
    found = {}
    for path in shipped():
        for by_language in load(path, loaded).concepts.values():  # type: ignore[arg-type]
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
        everywhere = {index for index, text in enumerate(texts) if pattern.regex.search(text)}
        looked_at = haystack.holding(needles(pattern.regex))
        tried += len(looked_at)
        assert everywhere <= set(looked_at), pattern.source
    assert tried < len(texts) * len(regexes()) / 5


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"/\bvarsl(?:er|ing)\b/", {"varsl"}),
        (r"/\b(?:audit|visit)(?:s|ed)?\b/", {"audit", "visit"}),
        (r"/\d+ ?%/", set()),
        (r"/(?:abc)?de/", {"de"}),
        (r"/(?:x|abc)/", set()),
        (r"/[ab]cde{2}/", {"cd"}),
    ],
)
def test_needles(expression: str, expected: set[str]) -> None:
    pattern = parse(expression)
    assert isinstance(pattern, Pattern)
    assert needles(pattern.regex) == expected
