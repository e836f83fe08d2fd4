"""Which period does it cover? A year or two dates tied to the account, in its text, title or running lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from report_linter.finding import Level, Standing, Subject, Verdict
from report_linter.kinds.units import CONCEPT, graded, title_lines, visible
from report_linter.match import Facts, Text

SCHEMA = {
    "required": ["term", "account", "relative"],
    "properties": {
        "term": CONCEPT,
        "account": CONCEPT,
        "relative": CONCEPT,
        "work": CONCEPT,
        "law": CONCEPT,
        "not-of": CONCEPT,
    },
}


_LAST_DAYS = 28  # of a month


@dataclass(frozen=True, slots=True)
class Period:
    term: str  # "reporting period", "financial year"
    account: str  # what the document calls itself
    relative: str  # "the previous year"
    work: str  # the work that was done in the period: "due diligence"
    law: str  # the law by name: with a year in a title it names the account
    not_of: str  # dates of the law and of other texts

    def __call__(self, text: Text) -> Verdict:
        titles = frozenset(title_lines(text))
        found: dict[int, Level] = {}
        for index, sentence, facts in text.sentences():
            if visible(sentence) and not facts.quoted:
                level = self._level(facts, index in titles)
                if level:
                    found[index] = level
        top, evidence = graded(text, found)
        return Verdict(level=top, evidence=evidence, rests_on_absence=top < Level.DESCRIBED)

    def _level(self, facts: Facts, title: bool) -> Level:
        years = any(date.year for date in facts.dates)
        ruled_out = bool(self.not_of) and facts.has(self.not_of)
        if _a_year(facts) and not ruled_out:
            return Level.SPECIFIC
        if self._term(facts):
            undated = Level.DESCRIBED if facts.has(self.relative) else Level.MENTIONED
            return Level.SPECIFIC if years else undated
        named = title and facts.has(self.account, self.work, self.law)
        if named and years and not ruled_out and not any(date.day for date in facts.dates):
            return Level.SPECIFIC
        own = facts.subject in (Subject.OWN, Subject.GROUP)
        if facts.has(self.relative) and (own or facts.has(self.account) or facts.has(self.work)):
            return Level.DESCRIBED
        if facts.has(self.work) and years and not ruled_out:
            return Level.MENTIONED
        return Level.ABSENT

    def _term(self, facts: Facts) -> bool:
        return any(hit.standing is not Standing.HYPOTHETICAL for hit in facts.of(self.term))


def _a_year(facts: Facts) -> bool:
    """From the first day of a month to the day before it a year later: "1 January to 31 December 2024"."""
    days = [date for date in facts.dates if date.day]
    return any(
        first.day == 1
        and bool(last.year)
        and first.year in (0, last.year, last.year - 1)
        and (last.month % 12) + 1 == first.month
        and last.day >= _LAST_DAYS
        for first, last in pairwise(days)
    )


def build(options: Mapping[str, Any]) -> Period:
    return Period(*(options.get(key, "") for key in ("term", "account", "relative", "work", "law", "not-of")))
