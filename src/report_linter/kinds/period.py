"""Which period does it cover? A year or two dates tied to the account, in its text, title or running lines.

A year by itself is nobody's period: turnover, agreements and other texts have years too. It counts beside a word that
only accounts use ("reporting period"), or beside a year of any kind ("financial year") or two dates where the account,
its work or a title is spoken of. The years of accounts that stand elsewhere ("Account 2023 (pdf)") are only mentioned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from report_linter.document import Unit
from report_linter.finding import Level, Standing, Subject, Verdict
from report_linter.kinds.units import CONCEPT, graded, title_lines, visible, words
from report_linter.match import Facts, Text
from report_linter.match.dates import DateFound

SCHEMA = {
    "required": ["term", "account", "relative"],
    "properties": {
        "term": CONCEPT,
        "own-term": CONCEPT,
        "account": CONCEPT,
        "relative": CONCEPT,
        "work": CONCEPT,
        "act": CONCEPT,
        "law": CONCEPT,
        "not-of": CONCEPT,
        "elsewhere": CONCEPT,
    },
}

_LAST_DAYS = 28  # of a month
_LINE = 8  # words: "Financial year ended 31 December 2024"
_ALONE = 3  # words: "Calendar year 2024."
_BESIDE = 2  # sentences between the lines of a list of accounts
_SAYS = 40  # characters from the account to its period: "the account covers the past year"
_OWN = frozenset({Subject.OWN, Subject.GROUP})
_AFTER = 25  # characters from a term to its year: "reporting period: the calendar year 2025"
_BEFORE = 12  # ... and back: "2025 is the reporting period"


@dataclass(frozen=True, slots=True)
class Period:
    term: str  # "reporting period", "financial year"
    own_term: str  # those that only accounts use: "reporting period"; without it, every `term`
    account: str  # what the document calls itself
    relative: str  # "the previous year"
    work: str  # the work that was done in the period: "due diligence"
    act: str  # what was done of it: "visited", "mapped"
    law: str  # the law by name: with a year in a title it names the account
    not_of: str  # dates of the law and of other texts
    elsewhere: str  # another text is pointed to: "download", "has published"

    def __call__(self, text: Text) -> Verdict:
        titles = frozenset(title_lines(text))
        found: dict[int, Level] = {}
        for index, sentence, facts in text.sentences():
            if visible(sentence) and not facts.quoted:
                level = self._level(text, index, facts, index in titles)
                if level > Level.MENTIONED and self._of_other_text(text, index):
                    level = Level.MENTIONED
                if level:
                    found[index] = level
        top, evidence = graded(text, found)
        return Verdict(level=top, evidence=evidence, rests_on_absence=top < Level.DESCRIBED)

    def _level(self, text: Text, index: int, facts: Facts, title: bool) -> Level:
        years = any(date.year for date in facts.dates)
        ruled_out = bool(self.not_of) and facts.has(self.not_of)
        named = facts.has(self.account, self.work, self.law)
        most = _ALONE if text.document.sentences[index].unit is Unit.SENTENCE else _LINE
        line = words(text, index) <= most
        tied = named or facts.has(self.act) or title or line
        if self._dated(text, index, self.own_term or self.term):
            return Level.SPECIFIC
        if tied and (self._dated(text, index, self.term) or (_a_year(facts) and not ruled_out)):
            return Level.SPECIFIC
        if facts.has(self.account) and _range(text, index):
            return Level.SPECIFIC
        if title and named and years and not ruled_out and not any(date.day for date in facts.dates):
            return Level.SPECIFIC
        if self._relative(text, index):
            return Level.DESCRIBED
        if self._term(facts) or (facts.has(self.work) and years and not ruled_out):
            return Level.MENTIONED
        return Level.ABSENT

    def _term(self, facts: Facts) -> bool:
        return any(hit.standing is not Standing.HYPOTHETICAL for hit in facts.of(self.term))

    def _relative(self, text: Text, index: int) -> bool:
        """ "The account covers the past year", "last year we mapped ...", "In the past year we have:" over a list."""
        facts = text.facts[index]
        accounts = [hit.span.end for hit in facts.of(self.account)]
        for hit in facts.of(self.relative):
            if hit.inherited and text.document.sentences[index].unit is Unit.ITEM and facts.subject in _OWN:
                return True
            if facts.has(self.work, self.act, self.own_term):
                return True
            if any(0 <= hit.span.start - end <= _SAYS for end in accounts):
                return True
        return False

    def _dated(self, text: Text, index: int, term: str) -> bool:
        """A year, the end of one, or two dates stand beside the term; in a table, under it."""
        facts = text.facts[index]
        if not any(date.year for date in facts.dates):
            return False
        start = text.document.sentences[index].span.start
        dates = [date for date in facts.dates if _bounds(date) or len(facts.dates) > 1]
        for hit in facts.of(term):
            if hit.standing is Standing.HYPOTHETICAL:
                continue
            if hit.inherited and words(text, index) <= _LINE:
                return bool(dates)
            begin, end = hit.span.start - start, hit.span.end - start
            if any(date.start <= end + _AFTER and begin <= date.end + _BEFORE for date in dates):
                return True
        return False

    def _of_other_text(self, text: Text, index: int) -> bool:
        """The account of this period stands elsewhere: it is linked to, listed with others, or told of as news."""
        sentence, facts = text.document.sentences[index], text.facts[index]
        if not self.elsewhere:
            return False
        if facts.has(self.elsewhere):
            return True
        goes_on = bool(index) and text.document.sentences[index - 1].block == sentence.block
        if goes_on and text.facts[index - 1].has(self.elsewhere) and facts.has(self.account):
            return True  # "Lampe AS has published its account. The report covers 2024."
        if words(text, index) > _LINE:
            return False
        if any(text.facts[heading].has(self.elsewhere) for heading in text.headings(index)):
            return True
        near = range(max(0, index - _BESIDE), min(len(text.facts), index + _BESIDE + 1))
        return any(self._listed(text, other) and _years(text.facts[other]) != _years(facts) for other in near)

    def _listed(self, text: Text, index: int) -> bool:
        facts = text.facts[index]
        return words(text, index) <= _LINE and facts.has(self.account) and bool(_years(facts))


def _years(facts: Facts) -> frozenset[int]:
    return frozenset(date.year for date in facts.dates if date.year and not date.month)


def _bounds(date: DateFound) -> bool:
    """A year, or the first or last day of a month: what a period can be told by."""
    return bool(date.year) and (not date.month or date.day == 1 or date.day >= _LAST_DAYS)


def _range(text: Text, index: int) -> bool:
    """From a month to another: "between July 2024 and June 2025"."""
    start = text.document.sentences[index].span.start
    return any(
        bool(first.month and last.month and last.year)
        and not first.day
        and not last.day
        and len(text.document.text[start + first.end : start + last.start].split()) == 1
        for first, last in pairwise(text.facts[index].dates)
    )


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
    keys = ("term", "own-term", "account", "relative", "work", "act", "law", "not-of", "elsewhere")
    return Period(*(options.get(key, "") for key in keys))
