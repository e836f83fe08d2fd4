"""Which period an account covers, and which years are not its own."""

from typing import Any

import pytest

from report_linter.finding import Level
from report_linter.kinds import period
from report_linter.lexicons import load_all
from report_linter.match import Text, Words
from report_linter.outline import outline
from report_linter.readers import read

LEXICONS = load_all()
CONCEPTS = {
    "term": {"en": ["reporting period", "financial year"]},
    "own": {"en": ["reporting period"]},
    "account": {"en": ["account"]},
    "year-before": {"en": ["last year"]},
    "work": {"en": ["due diligence"]},
    "act": {"en": ["visited"]},
    "elsewhere": {"en": ["download", "=documents", "has published"]},
}
WORDS = Words(CONCEPTS, (), LEXICONS)
OPTIONS: dict[str, Any] = {
    "term": "term",
    "own-term": "own",
    "account": "account",
    "relative": "year-before",
    "work": "work",
    "act": "act",
    "elsewhere": "elsewhere",
}
BODY = "\n\nWe sell lamps in four shops and on the web, and we have done so for many years."


def text(written: str) -> Text:
    return WORDS.read(outline(read(written.encode(), "x.md"), LEXICONS, "en"))


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("The reporting period is 2025.", Level.SPECIFIC),
        ("The reporting period runs from July 2024 to June 2025.", Level.SPECIFIC),
        ("In the reporting period our shops in the four towns sold lamps.", Level.MENTIONED),
        ("In the reporting period a new shop was opened in May 2025.", Level.MENTIONED),
        ("In the financial year 2025 we visited nine suppliers.", Level.SPECIFIC),
        ("In the financial year 2025 our shops sold lamps for a lot of money.", Level.MENTIONED),
        ("Financial year ended 31 March 2025", Level.SPECIFIC),
        ("The account tells of July 2024 to June 2025.", Level.SPECIFIC),
        ("The lease of the shop runs from 1 January 2025 to 31 December 2025.", Level.ABSENT),
        ("We visited suppliers from 1 January to 31 December 2025.", Level.SPECIFIC),
        ("Last year we visited nine suppliers.", Level.DESCRIBED),
        ("Last year we moved to a new shop.", Level.ABSENT),
        ("The account covers last year.", Level.DESCRIBED),
        ("Last year we grew, and so we have to write this account.", Level.ABSENT),
    ],
)
def test_a_year_counts_where_it_is_tied_to_the_account(written: str, level: Level) -> None:
    assert period.build(OPTIONS)(text(BODY + "\n\n" + written)).level is level


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("# Account 2025" + BODY, Level.SPECIFIC),
        (BODY + "\n\n# Documents\n\nAccount 2025", Level.MENTIONED),
        ("# Lamps" + BODY + "\n\nAccount 2024\n\nAccount 2025", Level.MENTIONED),
        ("# Lamps" + BODY + "\n\nDownload the account for the financial year 2025.", Level.MENTIONED),
        (
            "# Lamps" + BODY + "\n\nThe firm has published it. The account is for the financial year 2025.",
            Level.MENTIONED,
        ),
    ],
)
def test_an_account_that_stands_elsewhere_is_mentioned(written: str, level: Level) -> None:
    assert period.build(OPTIONS)(text(written)).level is level


def test_without_terms_of_its_own_every_term_counts() -> None:
    options = {key: OPTIONS[key] for key in ("term", "account", "relative")}
    assert (
        period.build(options)(text("In the financial year 2025 our shops sold lamps.")).level
        is Level.SPECIFIC
    )
