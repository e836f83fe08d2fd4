"""Which things are told as recent and bear an old date? Text of an earlier account, taken over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Span, Unit
from report_linter.finding import Case, Outcome, Verdict
from report_linter.kinds.covered import Period, beside_period, most, periods
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text
from report_linter.match.dates import DateFound

SCHEMA = {
    "required": ["term", "title", "recent", "spared", "sections"],
    "properties": {
        "term": CONCEPT,
        "title": CONCEPTS,
        "not-of": CONCEPT,
        "recent": CONCEPT,
        "spared": CONCEPTS,
        "openly": CONCEPT,
        "relative": CONCEPT,
        "sections": CONCEPTS,
    },
}

_REACH = 75  # characters from the word for what is recent to its date
_OPENLY = 20  # characters from such words to the date: a season, a month
_OLD = 2  # years before the period: what lies closer can still be the latest


@dataclass(frozen=True, slots=True)
class Stale:
    """`recent`: words that call a thing recent, in the sentence, the one before it or the heading; `spared`: words
    that compare or tell of rules and of history; `openly`: words before a date that is itself what is told ("the last
    audit was in"); `relative`: words that open a clause about a thing; `sections`: headings under which old dates may
    stand.
    """

    term: str
    title: tuple[str, ...]
    not_of: str
    recent: str
    spared: tuple[str, ...]
    openly: str
    relative: str
    sections: tuple[str, ...]

    def __call__(self, text: Text) -> Verdict:
        stated = list(periods(text, self.term, self.title, self.not_of))
        if not stated:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, reason="no period")
        cases = tuple(self._cases(text, most(stated)))
        return flagged(cases, Outcome.FAIL)

    def _cases(self, text: Text, own: Period) -> Iterator[Case]:
        for index, sentence, facts in text.sentences():
            dated = [found for found in facts.dates if found.year]
            if not text.readable(index) or facts.quoted or not dated or facts.has(*self.spared):
                continue
            if any(found.year > own.first.year - _OLD for found in dated):
                continue
            if any(text.facts[heading].has(*self.sections) for heading in text.headings(index)):
                continue
            if self._recent(text, index, dated[0]):
                start = sentence.span.start
                yield beside_period(text, index, Span(start + dated[0].start, start + dated[0].end), own)

    def _recent(self, text: Text, index: int, found: DateFound) -> bool:
        at, facts = text.document.sentences[index].span.start + found.start, text.facts[index]
        here = [hit.span.end for hit in facts.of(self.recent) if not hit.inherited]
        if here:
            away = [hit.span for hit in facts.of(self.relative)]
            away += [hit.span for hit in facts.of(self.openly) if at - hit.span.end <= _OPENLY]
            return any(
                0 <= at - end <= _REACH and not any(end <= span.start < at for span in away) for end in here
            )
        heading = next(text.headings(index), None)
        if heading is not None and text.facts[heading].has(self.recent):
            return True
        before = index - 1
        if before < 0 or text.document.sentences[index].unit is not Unit.SENTENCE:
            return False
        same = text.document.sentences[before].block == text.document.sentences[index].block
        return same and text.bare[before].has(self.recent) and not text.facts[before].dates


def build(options: Mapping[str, Any]) -> Stale:
    return Stale(
        term=options["term"],
        title=tuple(options["title"]),
        not_of=options.get("not-of", ""),
        recent=options["recent"],
        spared=tuple(options["spared"]),
        openly=options.get("openly", ""),
        relative=options.get("relative", ""),
        sections=tuple(options["sections"]),
    )
