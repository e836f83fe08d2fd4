"""The forms of expressions, and what they find in three languages."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_linter.match.expressions import ExpressionError, expand, parse
from report_linter.match.search import Found, Searcher, Sentences, Tokenizer, compiled


def found(concepts: Mapping[str, Sequence[str]], text: str, language: str = "nb") -> list[tuple[str, str]]:
    stemmer = "english" if language == "en" else "norwegian"
    tokenizer = Tokenizer(stemmer)
    searcher = Searcher(compiled(concepts, tokenizer.stem))
    (hits,), _ = searcher.search(Sentences(language, tokenizer, [tokenizer.cut(text)]))
    return [(hit.concept, text[hit.start : hit.end]) for hit in hits]


@pytest.mark.parametrize(
    ("expression", "language", "text", "words"),
    [
        ("negativ konsekvens", "nb", "Vi fant negative konsekvenser.", ["negative konsekvenser"]),
        ("negativ konsekvens", "nb", "Konsekvensen var negativ.", []),
        (
            "leverandør",
            "nn",
            "Leverandørane og leverandørar vart kontrollerte.",
            ["Leverandørane", "leverandørar"],
        ),
        ("retningslinje", "nb", "RETNINGSLINJENE gjelder.", ["RETNINGSLINJENE"]),
        ("*risiko*", "nb", "Leverandørrisikoen og landrisiko er høy.", ["Leverandørrisikoen", "landrisiko"]),
        ("*risiko", "nb", "Risikoen er en landrisiko.", ["landrisiko"]),
        ("=funnet", "nb", "Funnet ble funne og funnet.", ["Funnet", "funnet"]),
        ("supplier", "en", "The suppliers' workers met one supplier.", ["suppliers", "supplier"]),
        ("§ 5", "nb", "Se § 5 og §5.", ["§ 5", "§5"]),
        (r"/\d+ %/", "nb", "Det er 12 % av dem.", ["12 %"]),
        ("e-post*", "nb", "Send e-posten.", ["e-posten"]),
        ("HMS*", "nb", "HMS-kurs holdes.", ["HMS-kurs"]),
    ],
)
def test_forms(expression: str, language: str, text: str, words: list[str]) -> None:
    assert found({"x": [expression]}, text, language) == [("x", word) for word in words]


def test_one_expression_may_serve_two_concepts() -> None:
    assert found({"a": ["tiltak"], "b": ["tiltak", "nye tiltak"]}, "nye tiltak") == [
        ("b", "nye tiltak"),
        ("a", "tiltak"),
        ("b", "tiltak"),
    ]


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ("", "the expression is empty"),
        ("*", "a star needs letters beside it"),
        ("a*", "at least two letters"),
        (r"/(\w+\s?)+x/", "may take very long"),
        (r"/a.*b/", "may take very long"),
        ("/(/", "is no regular expression"),
    ],
)
def test_bad_expressions(expression: str, error: str) -> None:
    with pytest.raises(ExpressionError, match=error.replace("(", r"\(")):
        parse(expression)


def test_references_are_followed_and_circles_refused() -> None:
    assert list(expand("a", {"a": ["x", "@b"], "b": ["y"]})) == ["x", "y"]
    with pytest.raises(ExpressionError, match="a → b → a refer to each other"):
        list(expand("a", {"a": ["@b"], "b": ["@a"]}))
    with pytest.raises(ExpressionError, match="no concept 'c'"):
        list(expand("a", {"a": ["@c"]}))


TOKENIZER = Tokenizer("norwegian")
SEARCHER = Searcher(compiled({"a": ["tiltak", "*risiko*", "=ikke", r"/\d+/"]}, TOKENIZER.stem))


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_search_never_fails_and_stays_inside(text: str) -> None:
    (hits,), _ = SEARCHER.search(Sentences("nb", TOKENIZER, [TOKENIZER.cut(text)]))
    assert hits == sorted(set(hits))
    assert all(isinstance(hit, Found) and 0 <= hit.start < hit.end <= len(text) for hit in hits)
