from __future__ import annotations

import pytest

from report_linter.document import Span
from report_linter.finding import Evidence, Level, Role, Subject
from report_linter.reporters.order import best
from report_linter.reporters.page import excerpt
from report_linter.reporters.wording import quoted

from .made import RISK, document


def said(at: int, *words: tuple[int, int], **more: object) -> Evidence:
    values: dict[str, object] = {"level": Level.DESCRIBED, "words": tuple(Span(*word) for word in words)}
    return Evidence(Span(at, at + 50), **(values | more))  # type: ignore[arg-type]


def test_the_quote_is_that_with_most_of_the_words_asked_for():
    poor, rich = said(0, (1, 5)), said(100, (101, 105), (110, 115))
    assert best([poor, rich]) is rich


def test_words_that_overlap_are_told_once():
    first, twice = said(0, (1, 5)), said(100, (101, 105), (101, 110))
    assert best([first, twice]) is first


def test_level_and_role_come_before_the_number_of_words():
    high = said(100, level=Level.SPECIFIC)
    supporting = said(0, (1, 5), (7, 9), level=Level.SPECIFIC, role=Role.SUPPORTING)
    assert best([said(0, (1, 5), (7, 9)), supporting, high]) is high


def test_of_equal_ones_what_is_said_of_the_enterprise_itself_and_then_the_first():
    first, own, later = said(0), said(100, subject=Subject.OWN), said(200, subject=Subject.OWN)
    assert best([first, own, later]) is own


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("alpha", "alpha beta gamma delta …"),
        ("gamma", "alpha beta gamma delta …"),
        ("zeta", "… epsilon zeta eta theta"),
        ("theta", "… epsilon zeta eta theta"),
    ],
)
def test_a_long_quote_is_cut_round_the_words_that_count(words, shown):
    text = "alpha beta gamma delta epsilon zeta eta theta"
    start = text.index(words) if words != "eta" else 0
    cut = excerpt(text, start, start + len(words), 26)
    assert cut == shown
    assert len(cut) <= 28


def test_words_that_are_longer_than_the_room_are_cut_at_their_end():
    text = "one two three four five six seven eight nine ten"
    assert excerpt(text, 8, 40, 20).startswith("… three four")


def test_a_quote_of_a_document_is_cut_round_its_words():
    made = document("en")
    span = made.sentences[RISK].span
    start = span.start + made.text[span.start : span.end].index("Drammen")
    shown = quoted(made, Evidence(span, words=(Span(start, start + 7),)), 60)
    assert shown.startswith("… ")
    assert "Drammen" in shown
    assert quoted(made, Evidence(span), 60).endswith(" …")
