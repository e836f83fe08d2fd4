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
    of-list       the first number is the whole, the others parts that shut each other out ("of the 64 suppliers, 38 are
                  low, 19 medium and 12 high risk"): words of `exclusive` say so, or the names of places
    list-last     the last number is the sum of the others ("three critical, seven major and nine minor, in all 17")
    fraction      a fraction in words, the whole and the part ("half of our 36 suppliers, that is 22")

Two sentences: of `parts` ("52 employees in Norway and 41 in Poland") and `sum` ("87 employees in Norway and Poland")
with the same names; of `once` ("we carried out 18 audits in 2025") and `again` ("the 14 audits in 2025") with the same
noun and year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from report_linter.document import Layer, Span
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.units import CONCEPT
from report_linter.match import Text

_WAYS = (
    "whole-first", "part-first", "list", "split", "shares", "ratio", "too-much", "of-list", "list-last", "fraction"
)  # fmt: skip
_PAIRS = ("parts", "sum", "once", "again")

SCHEMA = {
    "required": ["total", "of-which", "share", "numbers"],
    "properties": {
        "total": CONCEPT,
        "of-which": CONCEPT,
        "share": CONCEPT,
        **dict.fromkeys((*_WAYS, *_PAIRS, "exclusive"), CONCEPT),
        "numbers": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "integer", "minimum": 1},
            },
            "description": "numbers in words, by language",
        },
        "fractions": {
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": "^[1-9]/[2-9]$"},
            "description": "fractions in words: half: 1/2",
        },
        "finds": {"enum": ["fail", "review"]},
    },
}

_CELL = re.compile(r"(?:[^\W\d]{2,4} |[€$£] ?)?(\d{1,3}(?:[ .,]\d{3}){0,3}|\d{1,12})(?:([.,])(\d{1,2}))? ?%?")
_HUNDRED = 101.0  # per cent, with one for rounding
_NEAR = 1.5  # of a ratio, for rounding
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"(?<![.!?] )(?<!^)(?<![\w-])[^\W\d_a-zæøå][^\W\d_]+", re.MULTILINE)
_SAME = 5  # first letters of a noun that tell it from others, whatever its ending
_ENDING = 4  # letters of an ending, at most


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
    pairs: Mapping[str, str]
    exclusive: str
    fractions: Mapping[str, float]
    numbers: Mapping[str, Mapping[str, int]]
    regexes: Mapping[str, re.Pattern[str]]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        found = {
            (index, span.start): span
            for index, span in (
                *self._in_tables(text),
                *self._in_sentences(text),
                *self._of_parts(text),
                *self._told_again(text),
            )
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
                    numbers = self._numbers(text, index, hit.span)
                    beside = self._beside(text, index, hit.span, way)
                    if not hit.inherited and _WRONG[way](numbers, beside):
                        yield index, hit.span

    def _beside(self, text: Text, index: int, span: Span, way: str) -> float | None:
        """What the numbers in `span` are held against, where that is not one of them."""
        if way == "split":
            return self._before(text, index, span)
        if way == "of-list":
            return 1 if self._shut_out(text, index, span) else None
        if way == "fraction":
            said = text.document.text[span.start : span.end].lower()
            return next((share for word, share in self.fractions.items() if said.startswith(word)), None)
        return None

    def _shut_out(self, text: Text, index: int, span: Span) -> bool:
        """The parts in `span` cannot overlap: two words for such parts, or each at a place of its own."""
        said = text.document.text[span.start : span.end]
        hits = [h.span for h in text.facts[index].of(self.exclusive) if span.covers(h.span)]
        words = {text.document.text[h.start : h.end].lower() for h in hits}
        return "%" not in said and (len(words) > 1 or len(set(_NAME.findall(said))) > 1)

    def _of_parts(self, text: Text) -> Iterator[tuple[int, Span]]:
        """Parts by place in one sentence, and their sum in another with the same places."""
        sums = list(self._named(text, self.pairs.get("sum", "")))
        for index, span, names in self._named(text, self.pairs.get("parts", "")):
            parts = self._numbers(text, index, span)
            for other, whole, same in sums:
                told = self._numbers(text, other, whole)
                years = _years(text, index), _years(text, other)
                alike = names == same and (years[0] == years[1] or not all(years))
                alike = alike and bool(_nouns(text, span) & _nouns(text, whole))
                if other != index and alike and len(parts) > 1 and len(told) == 1 and sum(parts) != told[0]:
                    yield index, span
                    break

    def _named(self, text: Text, concept: str) -> Iterator[tuple[int, Span, frozenset[str]]]:
        for index in text.index.get(concept, ()):
            for hit in text.facts[index].of(concept):
                said = text.document.text[hit.span.start : hit.span.end]
                names = frozenset(_NAME.findall(" " + said))
                if not hit.inherited and len(names) > 1 and text.printed(index):
                    yield index, hit.span, names

    def _told_again(self, text: Text) -> Iterator[tuple[int, Span]]:
        """A total that is told once, and again with another number."""
        once = list(self._totals(text, self.pairs.get("once", "")))
        for index, span, number, noun in self._totals(text, self.pairs.get("again", "")):
            earlier = [
                one
                for one in once
                if one[0] < index
                and noun[: max(_SAME, len(noun) - _ENDING)] in one[3]
                and _years(text, one[0]) == _years(text, index)
            ]
            if earlier and all(one[2] != number for one in earlier):
                yield index, span

    def _totals(self, text: Text, concept: str) -> Iterator[tuple[int, Span, float, str]]:
        for index in text.index.get(concept, ()):
            for hit in text.facts[index].of(concept):
                words = re.findall(r"[^\W\d_]+", text.document.text[hit.span.start : hit.span.end])
                numbers = self._numbers(text, index, hit.span)
                if not hit.inherited and words and len(numbers) == 1 and text.printed(index):
                    yield index, hit.span, numbers[0], words[-1].lower()

    def _numbers(self, text: Text, index: int, span: Span) -> list[float]:
        """The numbers in `span` of sentence `index`, without years."""
        language = text.document.sentences[index].language
        regex = self.regexes.get(language) or next(iter(self.regexes.values()))
        said = text.document.text[span.start : span.end]
        found = (match[0] for match in regex.finditer(said))
        return [self._number(one, language) for one in found if not _YEAR.fullmatch(one)]

    def _number(self, said: str, language: str) -> float:
        if said.lower() in self.numbers.get(language, {}):
            return self.numbers[language][said.lower()]
        grouped = re.sub(r"[ .,](?=\d{3}(?!\d))", "", said)
        return float(grouped.replace(",", "."))

    def _before(self, text: Text, index: int, span: Span) -> float | None:
        """The last number before `span` in its paragraph that can be the whole of what follows."""
        start = text.document.reading.blocks[text.document.sentences[index].block].span.start
        largest = max(self._numbers(text, index, span), default=0)
        fit = [n for n in self._numbers(text, index, Span(start, span.start)) if n > largest]
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


def _too_many(numbers: list[float], apart: float | None) -> bool:
    return bool(apart) and len(numbers) > 2 and sum(numbers[1:]) > numbers[0]


def _unequal_last(numbers: list[float], _: float | None) -> bool:
    return len(numbers) == 4 and sum(numbers[:-1]) != numbers[-1]


def _misjudged(numbers: list[float], share: float | None) -> bool:
    return share is not None and len(numbers) > 1 and abs(share * numbers[-2] - numbers[-1]) >= 1


_WRONG: Mapping[str, Callable[[list[float], float | None], bool]] = dict(
    zip(
        _WAYS,
        (
            _exceeds,
            _reversed,
            _unequal,
            _beyond,
            _over,
            _askew,
            _always,
            _too_many,
            _unequal_last,
            _misjudged,
        ),
        strict=True,
    )
)


def _nouns(text: Text, span: Span) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", text.document.text[span.start : span.end])
    return frozenset(word[:_SAME] for word in words if word.islower() and len(word) >= _SAME)


def _years(text: Text, index: int) -> frozenset[str]:
    span = text.document.sentences[index].span
    return frozenset(_YEAR.findall(text.document.text[span.start : span.end]))


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
    numbers = {
        language: {word.lower(): number for word, number in words.items()}
        for language, words in options["numbers"].items()
    }
    return Sums(
        total=options["total"],
        of_which=options["of-which"],
        share=options["share"],
        ways={way: options[way] for way in _WAYS if way in options},
        pairs={name: options[name] for name in _PAIRS if name in options},
        exclusive=options.get("exclusive", ""),
        fractions={
            word.lower(): float(Fraction(share)) for word, share in options.get("fractions", {}).items()
        },
        numbers=numbers,
        regexes={language: _regex(words) for language, words in numbers.items()},
        finds=Outcome(options.get("finds", "fail")),
    )


def _regex(words: Mapping[str, int]) -> re.Pattern[str]:
    in_words = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    figures = r"\d{1,3}(?:[ .,]\d{3}(?!\d)){1,3}|\d{1,9}(?:[.,]\d{1,2})?"
    return re.compile(rf"(?<![\w.,])(?:{figures}|{in_words})(?!\w)", re.IGNORECASE)
