"""Kinds that look at what stands beside a finding: names, the law's words, other topics, what a denial rests on."""

from typing import Any

import pytest

from report_linter.finding import Outcome, Verdict
from report_linter.kinds import bare, outsiders, proportion, quotes
from report_linter.lexicons import load_all
from report_linter.match import Text, Words
from report_linter.outline import outline
from report_linter.readers import read

LEXICONS = load_all()
CONCEPTS = {
    "firm": {"en": ["/(?-i:[A-Z]\\w+ AS\\b)/"]},
    "wrong": {"en": ["underpaid", "=Skade", "/did not pay/"]},
    "denies": {"en": ["=not"]},
    "off": {"en": ["van", "food waste"]},
    "people": {"en": ["union"]},
    "rights": {"en": ["human rights"]},
    "none": {"en": ["no lamps broke"]},
    "method": {"en": ["visited"]},
    "place": {"en": ["workshop"]},
    "broken": {"en": ["two lamps broke"]},
    "told": {"en": ["the act says"]},
    "piece": {"en": ["light the lamps"]},
}
LAW = ("every lamp shall be lit at dusk and put out at dawn by its owner",)
WORDS = Words(CONCEPTS, LAW, LEXICONS)


def text(written: str) -> Text:
    return WORDS.read(outline(read(written.encode(), "x.md"), LEXICONS, "en"))


def found(verdict: Verdict) -> list[str]:
    """The words of each place."""
    return [dict(case.values)["words"] for case in verdict.cases]


OUTSIDERS: dict[str, Any] = {"outsider": "firm", "frames": [{"all": ["firm", "wrong"]}]}


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("The firm Blank AS underpaid nine people.", 1),
        ("The firm Blank AS sells lamps.", 0),
        ("We buy from the firm Skade AS.", 0),  # the word is part of the name
        ("Blank AS sells lamps. In May Blank AS underpaid nine people.", 0),  # the enterprise itself
        ("# Lamps\n\n## Blank AS\n\nBlank AS underpaid nine people.", 1),  # a heading of its own
        ("| Firm | Underpaid |\n|---|---|\n| Blank AS | Nine people |", 1),  # the word stands in the header
    ],
)
def test_another_company_is_named(written: str, places: int) -> None:
    verdict = outsiders.build(OUTSIDERS)(text(written))
    assert len(verdict.cases) == places
    assert verdict.outcome is (Outcome.FAIL if places else Outcome.PASS)


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("Every lamp shall be lit at dusk and put out at dawn.", 1),
        ("The Act says: every lamp shall be lit at dusk and put out at dawn by its owner.", 0),
        ("# Every lamp shall be lit at dusk and put out at dawn\n\nWe have clocks.", 0),
        ("At night the keepers light the lamps.", 1),
        (
            "At night the keepers of Oslo, who are well paid for it and like to work late, light the lamps by hand.",
            0,
        ),
        ("We have clocks.", 0),
    ],
)
def test_the_law_is_repeated(written: str, places: int) -> None:
    judge = quotes.build({"told": ["told"], "also": [{"all": ["piece"]}]})
    assert len(judge(text(written)).cases) == places


def test_sentences_of_the_law_that_stand_together_are_one_quotation() -> None:
    line = "every lamp shall be lit at dusk and put out at dawn by its owner"
    judge = quotes.build({})
    verdict = judge(text(f"The owners:\n\n- {line}\n- {line}\n\nWe have clocks.\n\nWe sleep.\n\n{line}."))
    assert found(verdict) == [f"{line} …", f"{line}."]
    assert [len(case.evidence) for case in verdict.cases] == [2, 1]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Blank AS was not underpaid.", []),
        ("Blank AS did not pay.", ["Blank AS, did not pay"]),  # the words deny something themselves
        ("Lys AS sells. Lys AS buys. Lys AS saw that Blank AS underpaid.", ["Blank AS, underpaid"]),
    ],
)
def test_what_is_denied_of_a_company_and_own_names_are_left_out(written: str, words: list[str]) -> None:
    assert found(outsiders.build({**OUTSIDERS, "denies": "denies"})(text(written))) == words


PROPORTION: dict[str, Any] = {
    "words": ["off"],
    "topic": ["people"],
    "headings": ["rights"],
    "share": 50,
    "least": 2,
}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("# Human rights\n\nWe bought a van. Food waste fell.", ["van, Food waste"]),
        ("# Our history\n\nWe bought a van. Food waste fell.", []),
        ("# Human rights\n\nWe bought a van.", []),  # one sentence is too little
        ("# Human rights\n\nWe bought a van. Food waste fell. We met. We spoke.", []),  # half is not most
        ("# Human rights\n\nWe bought the union a van. Food waste fell.", []),
        ("We bought a van. Food waste fell.", []),
        (
            "| Human rights | Done |\n|---|---|\n| A van | Yes |\n| Less food waste | No |\n",
            ["van, food waste"],
        ),
    ],
)
def test_a_section_speaks_of_something_else(written: str, words: list[str]) -> None:
    assert found(proportion.build(PROPORTION)(text(written))) == words


def test_a_heading_that_names_both_is_spared() -> None:
    judge = proportion.build({**PROPORTION, "spared": ["off"]})
    assert not judge(text("# Human rights and food waste\n\nWe bought a van. Food waste fell.")).cases


BARE: dict[str, Any] = {
    "frames": [{"all": ["none"], "standing": ["stated", "denied"]}],
    "shown": [{"all": ["method"]}, {"all": ["place"]}],
    "least": 2,
    "answered": [{"all": ["broken"]}],
}


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("No lamps broke.", 1),
        ("We visited. No lamps broke.", 1),
        ("We visited the workshop. No lamps broke.", 0),
        ("# Method\n\nWe visited the workshop.\n\n# Findings\n\nNo lamps broke.", 1),  # another section
        ("No lamps broke in May. In June two lamps broke.", 0),
    ],
)
def test_a_denial_rests_on_something(written: str, places: int) -> None:
    assert len(bare.build(BARE)(text(written)).cases) == places
