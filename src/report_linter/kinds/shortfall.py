"""Is it said that all of them are audited each year, and are fewer audits counted than there are?

The things ("factories") are those that the sentence with the `claim` names. Their number and that of the `acts` are
read from sentences, and from tables whose row or column heads name them. Several counts of acts are parts of one sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Span, Unit
from report_linter.finding import Case, Evidence, Outcome, Role, Verdict
from report_linter.kinds.numbers import NUMBERS, Numbers, numbers
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["claim", "things", "acts", "numbers"],
    "properties": {
        "claim": CONCEPT,
        "things": CONCEPT,
        "acts": CONCEPT,
        "numbers": NUMBERS,
        "finds": {"enum": ["fail", "review"]},
    },
}

_SAME = 6  # first letters of a noun that tell it from others, whatever its ending
_BETWEEN = r"(?: [^\W\d_][\w-]*){0,1} $"  # words between a number and its noun


@dataclass(frozen=True, slots=True)
class _Count:
    number: int
    sentence: int
    span: Span


@dataclass(frozen=True, slots=True)
class Shortfall:
    claim: str
    things: str
    acts: str
    numbers: Numbers
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        cases = tuple(self._cases(text))
        return flagged(cases, self.finds)

    def _cases(self, text: Text) -> Iterator[Case]:
        for index in text.index.get(self.claim, ()):
            hit = next((hit for hit in text.facts[index].of(self.claim) if not hit.inherited), None)
            if hit is None or not text.readable(index) or text.facts[index].quoted:
                continue
            named = {
                _stem(text, one.span)
                for one in text.facts[index].of(self.things)
                if one.span.overlaps(hit.span)
            }
            there = list(self._counts(text, self.things, named))
            acts = [
                count for count in self._counts(text, self.acts, frozenset()) if self._of_things(text, count)
            ]
            told = {count.sentence for count in acts}
            if not there or not acts or sum(count.number for count in acts) >= min(c.number for c in there):
                continue
            if len(told) > 1 or any(c.sentence in told and c.number == acts[0].number for c in there):
                continue
            evidence = (
                Evidence(text.document.sentences[index].span, words=(hit.span,)),
                Evidence(text.document.sentences[acts[0].sentence].span, Role.RELATED, words=(acts[0].span,)),
            )
            words = " / ".join(text.document.quote(span) for span in (hit.span, acts[0].span))
            yield Case(evidence, (("words", words),))

    def _of_things(self, text: Text, count: _Count) -> bool:
        """The sentence says whom the acts were done to; a table need not."""
        row = text.document.sentences[count.sentence].unit is Unit.ROW
        return row or text.facts[count.sentence].has(self.things)

    def _counts(self, text: Text, nouns: str, named: frozenset[str] | set[str]) -> Iterator[_Count]:
        """The numbers of these nouns (of the stems `named`, if any)."""
        for index, sentence, facts in text.sentences():
            if not text.readable(index) or facts.quoted:
                continue
            said = text.document.text[sentence.span.start : sentence.span.end]
            spans = [
                hit.span
                for hit in facts.of(nouns)
                if not hit.inherited and (not named or _stem(text, hit.span) in named)
            ]
            if sentence.unit is Unit.ROW:
                yield from self._in_row(text, index, nouns, named)
                continue
            for span in spans:
                before = said[: span.start - sentence.span.start]
                numbers = list(self.numbers.regex.finditer(before))
                if numbers and re.match(_BETWEEN, before[numbers[-1].end() :]):
                    begin = sentence.span.start + numbers[-1].start()
                    yield _Count(self.numbers.value(numbers[-1][0]), index, Span(begin, span.end))

    def _in_row(
        self, text: Text, index: int, nouns: str, named: frozenset[str] | set[str]
    ) -> Iterator[_Count]:
        """The number beside a head of the row, or under one of a column."""
        sentence = text.document.sentences[index]
        blocks = text.document.reading.blocks
        cells = [block for block in blocks if block.cell and sentence.span.covers(block.span)]
        if not cells or cells[0].cell is None:
            return
        table = cells[0].cell.table
        heads = {
            block.cell.column: block
            for block in blocks
            if block.cell and block.cell.table == table and block.cell.row == 0
        }
        first = cells[0]
        for block in cells[1:]:
            assert block.cell is not None
            value = text.document.quote(block.span)
            if not self.numbers.regex.fullmatch(value) or block.cell.row == 0:
                continue
            for head in (first, heads.get(block.cell.column)):
                if head is not None and self._names(text, head.span, nouns, named):
                    yield _Count(self.numbers.value(value), index, block.span)
                    return

    def _names(self, text: Text, span: Span, nouns: str, named: frozenset[str] | set[str]) -> bool:
        at = text.document.sentence_at(span.start)
        if at is None:
            return False
        return any(
            span.covers(hit.span) and (not named or _stem(text, hit.span) in named)
            for hit in text.bare[at].of(nouns)
        )


def _stem(text: Text, span: Span) -> str:
    return text.document.quote(span)[:_SAME].lower()


def build(options: Mapping[str, Any]) -> Shortfall:
    return Shortfall(
        claim=options["claim"],
        things=options["things"],
        acts=options["acts"],
        numbers=numbers(options["numbers"], r"(?!(?:19|20)\d\d\b)\d{1,4}"),
        finds=Outcome(options.get("finds", "fail")),
    )
