"""Do dates stand in an order that can be? Periods that end before they begin, accounts signed before they end, weeks
of a year that nobody can tell. Dates of the text only: headers, footers and lines that come again are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import Any

from report_linter.document import Layer, Span, Unit
from report_linter.finding import Case, Evidence, Outcome, Role, Standing, Verdict
from report_linter.kinds.covered import first_of, most, periods
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import CONCEPT, last_part, title_lines, words
from report_linter.match import Facts, Text
from report_linter.match.dates import DateFound

SCHEMA = {
    "required": ["range", "week", "term", "signed", "other-text", "order"],
    "properties": {
        "range": CONCEPT,
        "between": CONCEPT,
        "and": CONCEPT,
        "account": CONCEPT,
        "goes-on": CONCEPT,
        "week": CONCEPT,
        "term": CONCEPT,
        "title": CONCEPTS,
        "not-of": CONCEPT,
        "signed": CONCEPT,
        "other-text": CONCEPT,
        "opens": CONCEPT,
        "closes": CONCEPT,
        "order": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["first", "then"],
                "additionalProperties": False,
                "properties": {"first": CONCEPT, "then": CONCEPT},
            },
        },
    },
}

_Place = tuple[int, Span]  # a sentence, and words of it

_BLANKS = 3  # characters beside the words between two dates
_WEEKS = re.compile(r"\s(?P<from>\d{1,2})(?P<gap>\D{1,5})(?P<to>\d{1,2})(?!\d|[.,:/]\d)")
_TWO_YEARS = 380  # days: more than a year
_BETWEEN = 14  # characters between two weeks
_OPENING = 12  # characters before the label of a line: "Form completed: 5 June 2024"
_LABEL = 3  # characters from such a label to its date
_AFTER = 45  # characters from a verb to its date
_PLACE_AND_DATE = 9  # words of a line with place and date of signing
_BARE = 5  # words of such a line with a full stop
_WEEK = re.compile(r"\s(?P<week>\d{1,2})(?!\d)(?P<year>\s\S{1,3}\s(?:19|20)\d\d)?")
_TEXT = (Layer.BODY, Layer.NOTES)
_MONTHS = (9 * 30, 350)  # days: a range without a first year that would take nearly a year to be right


@dataclass(frozen=True, slots=True)
class DateOrder:
    """`range`: words between two dates ("to"), and `and` where one of `between` stands before them; `week`; `account`:
    words for the document itself, and `goes-on` of a sentence that goes on about it; `term` and `title` as of the
    period; `signed`: words before the document's own date; `other-text`: that date is another text's; `order`: what
    happens first, and then; `opens` and `closes`: labels of lines or rows with the first and the last day of a period.
    """

    range: str
    between: str
    and_: str
    account: str
    goes_on: str
    week: str
    term: str
    title: tuple[str, ...]
    not_of: str
    signed: str
    other_text: str
    opens: str
    closes: str
    order: tuple[tuple[str, str], ...]

    def __call__(self, text: Text) -> Verdict:
        again = _again(text)
        found = [
            *self._ranges(text),
            *self._weeks(text),
            *self._yearless_weeks(text),
            *self._early(text),
            *self._events(text),
            *self._rows(text),
            *self._labels(text),
        ]
        cases = {case.evidence[0].words: case for case in found if case.evidence[0].span not in again}
        if not cases:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        ordered = sorted(cases.values(), key=lambda case: case.evidence[0].words)
        places = tuple(case.evidence[0] for case in ordered)
        return Verdict(outcome=Outcome.FAIL, evidence=places, cases=tuple(ordered))

    def _ranges(self, text: Text) -> Iterator[Case]:
        for index, sentence, facts in text.sentences():
            if sentence.layer not in _TEXT or facts.quoted:
                continue
            base = sentence.span.start
            for one, other in pairwise(facts.dates):
                if self._joined(facts, base, one, other) and _backwards(one, other):
                    yield _case(text, index, Span(base + one.start, base + other.end))

    def _joined(self, facts: Facts, base: int, one: DateFound, other: DateFound) -> bool:
        """Words of a range, and no others, stand between the dates: "A to B", "between A and B"."""
        gap = Span(base + one.end, base + other.start)
        opened = any(0 <= base + one.start - hit.span.end <= 1 for hit in facts.of(self.between))
        names = (self.range, self.and_) if opened else (self.range,)
        inside = [h.span for h in facts.hits if h.concept in names and gap.covers(h.span)]
        filled = sum(span.end - span.start for span in set(inside))
        return bool(inside) and gap.end - gap.start - filled <= _BLANKS

    def _weeks(self, text: Text) -> Iterator[Case]:
        for index in text.index.get(self.week, ()):
            weeks = []
            for hit in text.facts[index].of(self.week):
                found = _WEEK.match(text.document.text, hit.span.end)
                if found and not hit.inherited:
                    weeks.append((hit.span, found))
            for (span, one), (_, other) in pairwise(weeks):
                near = other.start("week") - one.end() <= _BETWEEN
                if near and not one["year"] and int(one["week"]) > int(other["week"]) <= 53:
                    yield _case(text, index, Span(span.start, other.end("week")))

    def _yearless_weeks(self, text: Text) -> Iterator[Case]:
        """A range of weeks without a year, in a document on more than one year: the same week comes twice in it."""
        period = self._spans_years(text)
        if not period:
            return
        titles = frozenset(title_lines(text))
        for index in text.index.get(self.week, ()):
            sentence = text.document.sentences[index]
            beside = (i for i in text.paragraphs[sentence.block] if not text.facts[i].has(self.term))
            above = text.headings(index)
            if text.facts[index].quoted or any(
                d.year for i in (*beside, *_under_title(text, above, titles)) for d in text.facts[i].dates
            ):
                continue
            for hit in text.facts[index].of(self.week):
                found = _WEEKS.match(text.document.text, hit.span.end)
                if (
                    not found
                    or hit.inherited
                    or not self._between(text.facts[index], Span(*found.span("gap")))
                ):
                    continue
                if int(found["from"]) < int(found["to"]) <= 53:
                    yield _case(text, index, Span(hit.span.start, found.end()), period)

    def _between(self, facts: Facts, gap: Span) -> bool:
        return any(gap.covers(hit.span) for hit in facts.hits if hit.concept in (self.range, self.and_))

    def _spans_years(self, text: Text) -> _Place | None:
        """Where a period of more than a year is stated, if all that are stated are longer."""
        stated = [p for p in periods(text, self.term, self.title, self.not_of) if p.by_term and not p.titled]
        alone = [p for p in stated if not self._two_years(text, p.index)]
        if alone:
            long = all((p.last - p.first).days >= _TWO_YEARS for p in alone)
            return (alone[0].index, alone[0].span) if long else None
        for index in sorted({*title_lines(text), *(p.index for p in stated)}):
            if text.facts[index].has(*self.title, self.term) and (years := self._two_years(text, index)):
                return index, years
        return None

    def _two_years(self, text: Text, index: int) -> Span | None:
        """ "2024 and 2025", "2024–2025"."""
        facts, base = text.facts[index], text.document.sentences[index].span.start
        for one, other in pairwise(facts.dates):
            years = one.year < other.year and not (one.month or other.month)
            if years and (self._joined(facts, base, one, other) or self._listed(facts, base, one, other)):
                return Span(base + one.start, base + other.end)
        return None

    def _listed(self, facts: Facts, base: int, one: DateFound, other: DateFound) -> bool:
        """ "2024 and 2025": the word between two years, and no others."""
        gap = Span(base + one.end, base + other.start)
        inside = [h.span for h in facts.of(self.and_) if gap.covers(h.span)]
        return bool(inside) and gap.end - gap.start - sum(s.end - s.start for s in set(inside)) <= _BLANKS

    def _early(self, text: Text) -> Iterator[Case]:
        """The document's own date lies before the end of the period it covers."""
        stated = list(periods(text, self.term, self.title, self.not_of))
        if not stated:
            return
        end = last_part(text, 0.25, 8)
        titles = frozenset(title_lines(text))
        for index, sentence, facts in text.sentences():
            if sentence.layer not in _TEXT or facts.quoted or self._of_other(text, index, titles):
                continue
            others = [h.span.start for h in facts.of(self.other_text) if not h.inherited]
            own = [p for p in stated if p.index == index]
            period = own[0] if own else most(stated)
            for found in self._own_dates(text, index, facts, index >= end):
                span = Span(sentence.span.start + found.start, sentence.span.start + found.end)
                day = found.last_day
                apart = day and day < period.last and not any(p.span.overlaps(span) for p in own)
                if apart and not any(start < span.start for start in others):
                    yield _case(text, index, span, (period.index, period.span))

    def _of_other(self, text: Text, index: int, titles: frozenset[int]) -> bool:
        """The line before the sentence or the heading above it is about another text: "Code of conduct / Approved: 3
        May 2021".
        """
        before = [index - 1] if index and text.document.sentences[index - 1].unit is Unit.LINE else []
        beside = _under_title(text, (*before, *islice(text.headings(index), 1)), titles)
        return any(text.facts[one].has(self.other_text) for one in beside)

    def _own_dates(self, text: Text, index: int, facts: Facts, at_end: bool) -> Iterator[DateFound]:
        start = text.document.sentences[index].span.start
        days = [d for d in facts.dates if d.day and d.year]
        labels = [h for h in facts.of(self.signed) if h.standing in (Standing.STATED, Standing.PAST)]
        short = words(text, index) <= _PLACE_AND_DATE
        opened = short and any(h.span.start <= start + _OPENING for h in labels)
        own = facts.has(self.account) or (self._goes_on(text, index) if facts.has(self.goes_on) else opened)
        for number, found in enumerate(days):
            at = start + found.start
            since = start + days[number - 1].end if number else start
            named = len(days) == 1 or any(since <= h.span.start < at for h in facts.of(self.account))
            labelled = any(
                h.span.start <= at and at - h.span.end <= 2 * _AFTER for h in labels if not h.inherited
            )
            line = at_end and short and not facts.has(self.term) and _is_line(text, index, start + found.end)
            label = any(
                h.span.start <= start + _OPENING and 0 <= at - h.span.end <= _LABEL for h in labels
            ) and text.document.text[:at].rstrip().endswith(":")
            if (labelled and own and named) or line or label:
                yield found

    def _goes_on(self, text: Text, index: int) -> bool:
        """The sentence is about the document that the one before it names: "It was signed by the whole board"."""
        sentences = text.document.sentences
        return (
            index > 0
            and sentences[index - 1].block == sentences[index].block
            and text.facts[index - 1].has(self.account)
            and not text.facts[index - 1].has(self.other_text)
        )

    def _events(self, text: Text) -> Iterator[Case]:
        """What comes first is dated after what comes then, in one sentence or the next."""
        for first, then in self.order:
            firsts, thens = _dated(text, first), _dated(text, then)
            for i, one, span in firsts:
                for j, other, other_span in thens:
                    beside = i == j or (abs(i - j) == 1 and _same_block(text, i, j))
                    if beside and one > other:
                        yield _case(text, i, span, (j, other_span))

    def _rows(self, text: Text) -> Iterator[Case]:
        """A table row whose date under "started" lies after the one under "finished"."""
        for index, sentence, facts in text.sentences():
            days = [d for d in facts.dates if d.day and d.year]
            if sentence.unit is not Unit.ROW or len(days) != 2:
                continue
            for first, then in self.order:
                heads = [[h.span for h in facts.of(name) if h.inherited] for name in (first, then)]
                if all(heads) and min(heads[0]) < min(heads[1]) and _backwards(*days):
                    base = sentence.span.start
                    yield _case(text, index, Span(base + days[0].start, base + days[1].end))
                    break

    def _labels(self, text: Text) -> Iterator[Case]:
        """A line or row "From" with a later date than the line or row "To" that follows it."""
        for index in text.index.get(self.opens, ()):
            days = [
                self._labelled(text, one, name)
                for one, name in ((index, self.opens), (index + 1, self.closes))
            ]
            if days[0] and days[1] and _backwards(days[0], days[1]):
                start, after = (text.document.sentences[i].span.start for i in (index, index + 1))
                other = Span(after + days[1].start, after + days[1].end)
                yield _case(text, index, Span(start + days[0].start, start + days[0].end), (index + 1, other))

    def _labelled(self, text: Text, index: int, concept: str) -> DateFound | None:
        """The date of a short line that opens with a word of `concept`, where it has one date."""
        if index >= len(text.facts) or words(text, index) > _PLACE_AND_DATE:
            return None
        dates, start = text.facts[index].dates, text.document.sentences[index].span.start
        opened = any(
            not h.inherited and h.span.start <= start + _OPENING for h in text.facts[index].of(concept)
        )
        return dates[0] if opened and len(dates) == 1 else None


def _backwards(one: DateFound, other: DateFound) -> bool:
    if not other.year or not (one.month and other.month):
        return False
    end = other.last_day
    if not one.year:
        begin = first_of(one, other.year)
        if begin is None or end is None or not one.day or begin <= end:
            return False
        days = (end - begin.replace(year=begin.year - 1)).days if (begin.month, begin.day) != (2, 29) else 0
        return _MONTHS[0] <= days < _MONTHS[1]
    begin = first_of(one)
    return bool(begin and end and begin > end)


def _dated(text: Text, concept: str) -> list[tuple[int, date, Span]]:
    """Days that stand behind words of `concept`, each with its sentence and place."""
    found = []
    for index in text.index.get(concept, ()):
        facts, start = text.facts[index], text.document.sentences[index].span.start
        for hit in facts.of(concept):
            later = [
                d for d in facts.dates if d.day and d.year and 0 <= start + d.start - hit.span.end <= _AFTER
            ]
            if later and not hit.inherited and (day := later[0].last_day):
                found.append((index, day, Span(start + later[0].start, start + later[0].end)))
    return found


def _under_title(text: Text, above: Iterable[int], titles: frozenset[int]) -> Iterator[int]:
    """Of the headings and lines `above` a sentence those that do not name the document."""
    sentences, sections = text.document.sentences, text.document.sections
    for index in above:
        lower = sentences[index].unit is Unit.HEADING and sections[sentences[index].section].level > 1
        if lower or index not in titles:
            yield index


def _same_block(text: Text, one: int, other: int) -> bool:
    return text.document.sentences[one].block == text.document.sentences[other].block


def _is_line(text: Text, index: int, end: int) -> bool:
    """The date closes a line of its own: "Halden, 3 June 2025"."""
    sentence = text.document.sentences[index]
    alone = sentence.unit is Unit.LINE or words(text, index) <= _BARE
    return alone and not text.document.text[end : sentence.span.end].strip(" .")


def _again(text: Text) -> frozenset[Span]:
    """Lines that stand more than once, as a date at the foot of pages does where a reader took it for text."""
    lines: dict[str, list[Span]] = {}
    for sentence in text.document.sentences:
        if sentence.unit in (Unit.LINE, Unit.ROW):
            lines.setdefault(text.document.quote(sentence.span), []).append(sentence.span)
    return frozenset(span for spans in lines.values() if len(spans) > 1 for span in spans)


def _case(text: Text, index: int, span: Span, other: _Place | None = None) -> Case:
    """The case of the date or dates at `span`; `other`: the one that they do not go with, if it stands apart."""
    evidence = [Evidence(text.document.sentences[index].span, words=(span,))]
    if other and other[0] != index:
        evidence.append(Evidence(text.document.sentences[other[0]].span, Role.RELATED, words=(other[1],)))
    both = [span, other[1]] if other and not other[1].overlaps(span) else [span]
    return Case(tuple(evidence), (("words", " / ".join(text.document.quote(one) for one in both)),))


def build(options: Mapping[str, Any]) -> DateOrder:
    pairs = options["order"]
    return DateOrder(
        range=options["range"],
        between=options.get("between", ""),
        and_=options.get("and", ""),
        account=options.get("account", ""),
        goes_on=options.get("goes-on", ""),
        week=options["week"],
        term=options["term"],
        title=tuple(options.get("title", ())),
        not_of=options.get("not-of", ""),
        signed=options["signed"],
        other_text=options["other-text"],
        opens=options.get("opens", ""),
        closes=options.get("closes", ""),
        order=tuple((pair["first"], pair["then"]) for pair in pairs),
    )
