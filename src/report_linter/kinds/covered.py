"""Which days does the document say it covers? Periods with their first and last day, where they are stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from report_linter.document import Span
from report_linter.finding import Case, Evidence, Role, Standing
from report_linter.kinds.units import title_lines, visible
from report_linter.match import Facts, Text
from report_linter.match.dates import DateFound

_REACH = 60  # characters from the words for a period to its dates
_LONG = 150  # days: no visit or project is given in a title with such a period
_BETWEEN = 12  # characters between the two dates of a period


@dataclass(frozen=True, slots=True)
class Period:
    """A period as stated in sentence `index`, at `span`, in a title line or not, after a word for periods or not."""

    index: int
    first: date
    last: date
    span: Span
    titled: bool
    by_term: bool

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)


def periods(text: Text, term: str, title: Sequence[str] = (), not_of: str = "") -> Iterator[Period]:
    """Periods after a word of `term`, and years in title lines with a word of `title` (sentences of `not_of` aside)."""
    titles = frozenset(title_lines(text)) if title else frozenset()
    for index, sentence, facts in text.sentences():
        if not visible(sentence) or facts.quoted or not facts.dates:
            continue
        start = sentence.span.start
        found = _after_term(facts, start, term)
        titled, by_term = index in titles, bool(found)
        if not found and titled and facts.has(*title) and not (not_of and facts.has(not_of)):
            found = _year_long(facts) or [d for d in facts.dates if d.year and not d.day][:1]
        if found:
            yield from _made(index, start, found, titled, by_term)


def _after_term(facts: Facts, start: int, term: str) -> list[DateFound]:
    """The date or the two dates that follow the first word of `term` that has any."""
    for hit in facts.of(term):
        if hit.inherited or hit.standing is Standing.HYPOTHETICAL:
            continue
        near = [
            d
            for d in facts.dates
            if d.end > hit.span.start - start and d.start - (hit.span.end - start) <= _REACH
        ]
        if near:
            pair = near[:2]
            return pair if len(pair) == 2 and _range(*pair) else pair[:1]
    return []


def _year_long(facts: Facts) -> list[DateFound]:
    """Two days in a title that are the ends of a long period: "Account, 1 January 2025 – 31 December 2025"."""
    days = [d for d in facts.dates if d.day]
    for one, other in pairwise(days):
        if _range(one, other):
            first, last = first_of(one, other.year), other.last_day
            if first and last and (last - first).days >= _LONG:
                return [one, other]
    return []


def _range(one: DateFound, other: DateFound) -> bool:
    """The two dates can be the ends of a period."""
    first, last = first_of(one, other.year), other.last_day
    alike = bool(one.month) == bool(other.month)
    return (
        alike and other.start - one.end <= _BETWEEN and bool(first and last and other.year and first <= last)
    )


def most(stated: Sequence[Period]) -> Period:
    """The period that most statements share; words for periods tell more than titles, the first more than others."""
    return max(stated, key=lambda p: (sum(p.years == other.years for other in stated), p.by_term, -p.index))


def _made(
    index: int, start: int, found: Sequence[DateFound], titled: bool, by_term: bool
) -> Iterator[Period]:
    last = found[-1]
    if not last.year:
        return
    first_day = first_of(found[0], last.year)
    last_day = last.last_day
    if first_day and last_day and first_day <= last_day:
        yield Period(
            index, first_day, last_day, Span(start + found[0].start, start + last.end), titled, by_term
        )


def first_of(found: DateFound, year: int = 0) -> date | None:
    """The date itself, or the first day of its month or year; `year` where none is given."""
    if not (found.year or year):
        return None
    return date(found.year or year, found.month or 1, found.day or 1)


def beside_period(text: Text, index: int, span: Span, own: Period) -> Case:
    """The case of `span` in sentence `index`, with the account's own period beside it."""
    evidence = [Evidence(text.document.sentences[index].span, words=(span,))]
    if own.index != index:
        evidence.append(Evidence(text.document.sentences[own.index].span, Role.RELATED, words=(own.span,)))
    values = (("words", text.document.quote(span)), ("period", text.document.quote(own.span)))
    return Case(tuple(evidence), values)
