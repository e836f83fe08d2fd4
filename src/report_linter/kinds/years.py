"""Do years fit the period? Old years in sentences about this year, plans for a time that is past, two periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_linter.document import Span, Unit
from report_linter.finding import Case, Outcome, Verdict
from report_linter.kinds.covered import Period, beside_period, most, periods
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import CONCEPT
from report_linter.match import Facts, Text
from report_linter.match.dates import DateFound

SCHEMA = {
    "required": ["term", "title", "claim", "now", "plan", "fixed"],
    "properties": {
        "term": CONCEPT,
        "title": CONCEPTS,
        "not-of": CONCEPT,
        "claim": CONCEPT,
        "own-claim": CONCEPT,
        "named": CONCEPT,
        "now": CONCEPT,
        "plan": CONCEPT,
        "time": CONCEPT,
        "fixed": CONCEPTS,
        "told": CONCEPT,
        "relative": CONCEPT,
        "ahead": CONCEPT,
        "done": CONCEPT,
    },
}

_REACH = 90  # characters from a plan to its date
_STEM = 5  # letters
_YEAR = 4  # characters of a bare year
_GAP = 5  # characters between a law and its year: "(2021)", "of 2021"


@dataclass(frozen=True, slots=True)
class Years:
    """`claim`: words with which the document says what it covers; two such statements must agree. `own-claim`: words
    with which it names itself with its year ("this account for"); `named`: words for the document in its title. `now`:
    words for the period itself ("this year"); `plan`: for what is to come; `time`: words before the date of a plan
    ("in", "by the end of"); `ahead`: what stands over a list or table of plans,
    `done`: that one of them is done; `fixed`: dates of laws, policies and standards, which may be old;
    `told`: words that tell of the past; `relative`: words that open a clause about a thing.
    """

    term: str
    title: tuple[str, ...]
    not_of: str
    claim: str
    now: str
    plan: str
    time: str
    fixed: tuple[str, ...]
    told: str
    relative: str
    own_claim: str
    named: str
    ahead: str
    done: str

    def __call__(self, text: Text) -> Verdict:
        stated = list(periods(text, self.term, self.title, self.not_of))
        if not stated:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, reason="no period")
        own = most([one for one in stated if not self._of_a_thing(text, one)] or stated)
        cases = {case.evidence[0].span: case for case in self._cases(text, own, stated)}
        if not cases:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        found = tuple(cases[span] for span in sorted(cases))
        places = tuple(case.evidence[0] for case in found)
        return Verdict(outcome=Outcome.FAIL, evidence=places, cases=found)

    def _cases(self, text: Text, own: Period, stated: Sequence[Period]) -> Iterator[Case]:
        for other in stated:
            if other.first > own.last and text.facts[other.index].has(self.plan):
                continue  # what is planned for a later period
            if _differ(own, other, self._claimed(text, other)) and not self._of_a_thing(text, other):
                yield beside_period(text, other.index, other.span, own)
        for index, _, facts in text.sentences():
            if not text.readable(index) or facts.quoted or not facts.dates:
                continue
            start = text.document.sentences[index].span.start
            for found in self._stale(text, index, facts, own):
                yield beside_period(text, index, Span(start + found.start, start + found.end), own)

    def _claimed(self, text: Text, other: Period) -> bool:
        """The document says outright that it covers this: in its name with a bare year, or in a sentence."""
        facts = text.facts[other.index]
        if facts.has(self.claim, self.own_claim):
            return True
        bare = other.span.end - other.span.start == _YEAR
        return bool(self.named) and other.titled and bare and facts.has(self.named)

    def _of_a_thing(self, text: Text, other: Period) -> bool:
        """The year is that of a law, a policy or another text; in a title only where more than a space parts them."""
        facts = text.facts[other.index]
        if facts.has(self.own_claim):
            return False
        if not (other.titled and not other.by_term):
            return facts.has(*self.fixed)
        gaps = [other.span.start - hit.span.end for name in self.fixed for hit in facts.of(name)]
        return any(1 < gap <= _GAP for gap in gaps)

    def _stale(self, text: Text, index: int, facts: Facts, own: Period) -> Iterator[DateFound]:
        dated = [d for d in facts.dates if d.year]
        old = [d for d in dated if (last := d.last_day) and last < own.first and d.year < own.first.year]
        if (
            old
            and len(old) == len(dated)
            and not facts.has(*self.fixed)
            and self._about_now(text, index, old[0])
        ):
            yield old[0]
            return
        if old and len(old) == len(dated) and self._overdue(text, index, own):
            yield old[0]
            return
        past = [d for d in dated if (d.last_day or own.last) < own.last]
        yield from (found for found in past if self._planned(text, index, found))

    def _about_now(self, text: Text, index: int, old: DateFound) -> bool:
        """The sentence speaks of the period, not of a thing that happened earlier ("the case that ..."); or the one
        before it does, of the same thing.
        """
        facts, start = text.facts[index], text.document.sentences[index].span.start
        now = list(facts.of(self.now))
        if now:
            told = [hit.span.start for hit in facts.of(self.relative)]
            return not any(
                hit.span.end <= at < start + old.start for hit in now for at in told if not hit.inherited
            )
        before = index - 1
        if before < 0 or text.document.sentences[before].block != text.document.sentences[index].block:
            return False
        facts = text.facts[before]
        return facts.has(self.now) and not facts.dates and bool(stems(text, index) & stems(text, before))

    def _overdue(self, text: Text, index: int, own: Period) -> bool:
        """One of a list or table of plans, some of which are still to come."""
        sentence, facts = text.document.sentences[index], text.facts[index]
        if not self.ahead or facts.has(self.done) or sentence.unit not in (Unit.ITEM, Unit.ROW):
            return False
        led = any(hit.inherited for hit in facts.of(self.ahead))
        heading = next(text.headings(index), None)
        if not led and not (heading is not None and text.facts[heading].has(self.ahead)):
            return False
        return any(
            (last := date.last_day) and last > own.last
            for other, one in enumerate(text.document.sentences)
            if one.unit is sentence.unit and one.section == sentence.section
            for date in text.facts[other].dates
        )

    def _planned(self, text: Text, index: int, found: DateFound) -> bool:
        """Words of a plan stand before the date with nothing between that ties it to the past, or right behind a date
        that opens the sentence.
        """
        facts, start = text.facts[index], text.document.sentences[index].span.start
        at, end = start + found.start, start + found.end
        time = [
            h.span
            for h in facts.of(self.time)
            if 0 <= at - h.span.end <= 1 or h.span.start <= at < h.span.end
        ]
        if not time:
            return False
        opens = min(span.start for span in time) <= start + 1
        past = [h.span for h in facts.hits if h.concept in (*self.fixed, self.told) and not h.inherited]
        for hit in facts.of(self.plan):
            if hit.inherited:
                continue
            if opens and 0 <= hit.span.start - end <= 1:
                return True
            if 0 <= at - hit.span.end <= _REACH and not any(hit.span.end <= p.start < at for p in past):
                return True
        return False


def _differ(own: Period, other: Period, claimed: bool) -> bool:
    """Two statements of the period that cannot both be right: a title may bear the year of its publication."""
    apart = min(abs(a - b) for a in other.years for b in own.years)
    return apart > (0 if claimed and own.by_term else 1)


def stems(text: Text, index: int) -> frozenset[str]:
    """The first letters of the longer words of a sentence."""
    return frozenset(
        word[:_STEM] for word, _, _ in text.tokens[index].words if len(word) > _STEM and word.isalpha()
    )


def build(options: Mapping[str, Any]) -> Years:
    return Years(
        options["term"],
        tuple(options["title"]),
        options.get("not-of", ""),
        options["claim"],
        options["now"],
        options["plan"],
        options.get("time", ""),
        tuple(options["fixed"]),
        options.get("told", ""),
        options.get("relative", ""),
        options.get("own-claim", ""),
        options.get("named", ""),
        options.get("ahead", ""),
        options.get("done", ""),
    )
