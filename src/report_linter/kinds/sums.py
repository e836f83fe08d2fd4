"""Do numbers that belong together add up?

Tables: a total row or total column must be the sum of the others, a column of shares at most a hundred. Sentences: the
concepts say how the numbers in their words belong together:

    whole-first   the first number is the whole, each other one a part of it ("24 audits, of which 9")
    part-first    the first number is a part of the second ("9 of these 24")
    list          the first number is the sum of the others ("60 visits: 18 in spring, 42 in autumn")
    split         all numbers are parts of the last number before them in the paragraph ("12 men and 30 women")
    shares        all numbers are shares of the same whole ("62 % low, 29 % medium and 9 % high risk")
    ratio         two numbers and their ratio in per cent ("9 of 30 (30 %)")
    too-much      a share of things that is more than all of them
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Layer, Span
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.units import CONCEPT
from report_linter.match import Text

_WAYS = ("whole-first", "part-first", "list", "split", "shares", "ratio", "too-much")

SCHEMA = {
    "required": ["total", "of-which", "share", "numbers"],
    "properties": {
        "total": CONCEPT,
        "of-which": CONCEPT,
        "share": CONCEPT,
        **dict.fromkeys(_WAYS, CONCEPT),
        "numbers": {
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 1},
            "description": "numbers in words",
        },
        "finds": {"enum": ["fail", "review"]},
    },
}

_CELL = re.compile(r"(?:[^\W\d]{2,4} |[€$£] ?)?(\d{1,3}(?:[ .,]\d{3}){0,3}|\d{1,12})(?:([.,])(\d{1,2}))? ?%?")
_HUNDRED = 101.0  # per cent, with one for rounding
_NEAR = 1.5  # of a ratio, for rounding


@dataclass(frozen=True, slots=True)
class _Row:
    sentence: int
    cells: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    total: str
    of_which: str
    share: str
    ways: Mapping[str, str]
    numbers: Mapping[str, int]
    regex: re.Pattern[str]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        found = {
            (index, span.start): span for index, span in (*self._in_tables(text), *self._in_sentences(text))
        }
        if not found:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        cases = tuple(
            Case(
                (Evidence(text.document.sentences[index].span, words=(span,)),),
                (("words", text.document.quote(span)),),
            )
            for (index, _), span in sorted(found.items(), key=lambda item: item[0])
        )
        return Verdict(outcome=self.finds, evidence=tuple(case.evidence[0] for case in cases), cases=cases)

    def _in_sentences(self, text: Text) -> Iterator[tuple[int, Span]]:
        for way, concept in self.ways.items():
            for index in text.index.get(concept, ()):
                if not text.printed(index) or text.facts[index].quoted:
                    continue
                for hit in text.facts[index].of(concept):
                    numbers = self._numbers(text, hit.span)
                    before = self._before(text, index, hit.span) if way == "split" else None
                    if not hit.inherited and _WRONG[way](numbers, before):
                        yield index, hit.span

    def _numbers(self, text: Text, span: Span) -> list[float]:
        said = text.document.text[span.start : span.end]
        return [self._number(match[0]) for match in self.regex.finditer(said)]

    def _number(self, said: str) -> float:
        if said.lower() in self.numbers:
            return self.numbers[said.lower()]
        grouped = re.sub(r"[ .,](?=\d{3}(?!\d))", "", said)
        return float(grouped.replace(",", "."))

    def _before(self, text: Text, index: int, span: Span) -> float | None:
        """The last number before `span` in its paragraph that can be the whole of what follows."""
        start = text.document.reading.blocks[text.document.sentences[index].block].span.start
        largest = max(self._numbers(text, span), default=0)
        fit = [n for n in self._numbers(text, Span(start, span.start)) if n > largest and not 1990 < n < 2100]
        return fit[-1] if fit else None

    def _in_tables(self, text: Text) -> Iterator[tuple[int, Span]]:
        for rows in _tables(text):
            head, body = rows[0], rows[1:]
            if any(len(row.cells) != len(head.cells) for row in body) or len(body) < 2:
                continue
            yield from self._columns(text, head, body)
            yield from self._total_column(text, head, body)

    def _columns(self, text: Text, head: _Row, body: list[_Row]) -> Iterator[tuple[int, Span]]:
        last = body[-1]
        totalled = self._labelled(text, last, 0, self.total)
        parts = [
            row
            for row in (body[:-1] if totalled else body)
            if not self._labelled(text, row, 0, self.of_which)
        ]
        for column in range(1, len(head.cells)):
            values = [_cell(row.cells[column]) for row in parts]
            known = [value for value in values if value is not None]
            if len(known) < max(2, len(values)):
                continue
            if totalled:
                told = _cell(last.cells[column])
                if told is not None and abs(sum(known) - told) > 1:
                    yield last.sentence, last.spans[column]
            elif (
                len(known) > 2
                and any(self._labelled(text, head, i, self.share) for i in {0, column})
                and sum(known) > _HUNDRED
                and all(value <= 100 for value in known)
                and ("%" in head.cells[column] or all("%" in row.cells[column] for row in parts))
            ):
                yield last.sentence, last.spans[column]

    def _total_column(self, text: Text, head: _Row, body: list[_Row]) -> Iterator[tuple[int, Span]]:
        last = len(head.cells) - 1
        if last < 3 or not self._labelled(text, head, last, self.total):
            return
        for row in body:
            parts = [_cell(cell) for cell in row.cells[1:last]]
            told = _cell(row.cells[last])
            known = [part for part in parts if part is not None]
            if told is not None and len(known) == len(parts) and abs(sum(known) - told) > 1:
                yield row.sentence, row.spans[last]

    def _labelled(self, text: Text, row: _Row, column: int, concept: str) -> bool:
        return any(
            hit.span.overlaps(row.spans[column])
            for hit in text.facts[row.sentence].of(concept)
            if not hit.inherited
        )


def _exceeds(numbers: list[float], _: float | None) -> bool:
    return len(numbers) > 1 and any(part > numbers[0] for part in numbers[1:])


def _reversed(numbers: list[float], _: float | None) -> bool:
    return len(numbers) == 2 and numbers[0] > numbers[1]


def _unequal(numbers: list[float], _: float | None) -> bool:
    return len(numbers) > 2 and sum(numbers[1:]) != numbers[0]


def _beyond(numbers: list[float], whole: float | None) -> bool:
    return len(numbers) > 1 and whole is not None and sum(numbers) > whole


def _over(numbers: list[float], _: float | None) -> bool:
    return len(numbers) > 2 and sum(numbers) > _HUNDRED


def _askew(numbers: list[float], _: float | None) -> bool:
    if len(numbers) != 3 or not max(numbers[:2]):
        return False
    return abs(100 * min(numbers[:2]) / max(numbers[:2]) - numbers[2]) > _NEAR


def _always(numbers: list[float], _: float | None) -> bool:
    return any(number > 100 for number in numbers)


_WRONG: Mapping[str, Callable[[list[float], float | None], bool]] = dict(
    zip(_WAYS, (_exceeds, _reversed, _unequal, _beyond, _over, _askew, _always), strict=True)
)


def _tables(text: Text) -> Iterator[list[_Row]]:
    """The rows of each table of short cells."""
    rows: dict[int, list[_Row]] = {}
    blocks = text.document.reading.blocks
    for index, sentence, _ in text.sentences():
        cell = blocks[sentence.block].cell
        said = text.document.text[sentence.span.start : sentence.span.end]
        if cell is None or sentence.layer is not Layer.BODY or "\t" not in said:
            continue
        cells = tuple(said.split("\t"))
        spans, start = [], sentence.span.start
        for one in cells:
            spans.append(Span(start, start + len(one)))
            start += len(one) + 1
        rows.setdefault(cell.table, []).append(_Row(index, cells, tuple(spans)))
    yield from rows.values()


def _cell(said: str) -> float | None:
    match = _CELL.fullmatch(said.strip())
    if not match:
        return None
    whole = re.sub(r"\D", "", match[1])
    return float(f"{whole}.{match[3] or 0}")


def build(options: Mapping[str, Any]) -> Sums:
    numbers = {word.lower(): number for word, number in options["numbers"].items()}
    in_words = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    figures = r"\d{1,3}(?:[ .,]\d{3}(?!\d)){1,3}|\d{1,9}(?:[.,]\d{1,2})?"
    return Sums(
        total=options["total"],
        of_which=options["of-which"],
        share=options["share"],
        ways={way: options[way] for way in _WAYS if way in options},
        numbers=numbers,
        regex=re.compile(rf"(?<![\w.,])(?:{figures}|{in_words})(?!\w)", re.IGNORECASE),
        finds=Outcome(options.get("finds", "fail")),
    )
