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
    ratio-last    a ratio in per cent, and the two numbers ("30 % (9 of 30)")
    change        a change in per cent, the number before and after ("rose by 50 %, from 4 to 6")
    change-last   the same, in the other order ("from 4 to 6, an increase of 50 %")

Lists of items with a number each: an item or a sentence beside the list with a word of `total` holds their sum. Shares
in a sentence or under a lead-in with a word of `divided`, and none of `several`, are shares of the same whole.

Two sentences: of `parts` ("52 employees in Norway and 41 in Poland") and `sum` ("87 employees in Norway and Poland")
with the same names; of `once` ("we carried out 18 audits in 2025") and `again` ("the 14 audits in 2025") with the same
noun and year; of `added` ("three more") and `reached` ("the total is now 66"): the sum of that and the number before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from report_linter.document import Layer, Span, Unit
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.units import CONCEPT
from report_linter.match import Text

_WAYS = (
    "whole-first", "part-first", "list", "split", "shares", "ratio", "too-much", "of-list", "list-last", "fraction",
    "ratio-last", "change", "change-last"
)  # fmt: skip
_COUNTS = ("list", "list-last", "split")  # of numbers of things, not shares
_PAIRS = ("parts", "sum", "once", "again", "added", "reached")

SCHEMA = {
    "required": ["total", "of-which", "share", "numbers"],
    "properties": {
        "total": CONCEPT,
        "of-which": CONCEPT,
        "share": CONCEPT,
        **dict.fromkeys((*_WAYS, *_PAIRS, "exclusive", "divided", "several"), CONCEPT),
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
_FAR = 0.25  # of a total: what is farther from the sum of a list is the number of something else
_SHARE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|prosent\b|per ?cent\b)")
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
    divided: str
    several: str
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
                *self._added(text),
                *self._in_lists(text),
                *self._divided(text),
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
                    counts = way in _COUNTS and "%" in text.document.text[hit.span.start : hit.span.end]
                    if not hit.inherited and not counts and _WRONG[way](numbers, beside):
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
        latest = max((year for one in once for year in _years(text, one[0])), default="")
        for index, span, number, noun in once:
            years = _years(text, index) or {latest}
            for other, _, told, same in once:
                apart = other < index and _section(text, other) != _section(text, index)
                if apart and noun == same and told != number and years == (_years(text, other) or {latest}):
                    yield index, span
                    break

    def _added(self, text: Text) -> Iterator[tuple[int, Span]]:
        """ "To date 64 ... three further ... the total is 66": a number, what is added to it, and what it comes to."""
        reached = list(self._single(text, self.pairs.get("reached", "")))
        for index, span, more in self._single(text, self.pairs.get("added", "")):
            block = text.document.sentences[index].block
            start = text.document.reading.blocks[block].span.start
            before = self._numbers(text, index, Span(start, span.start))
            later = [
                (other, place, told)
                for other, place, told in reached
                if text.document.sentences[other].block == block and place.start >= span.end
            ]
            if before and later and 0 < abs(before[-1] + more - later[0][2]) <= _FAR * later[0][2]:
                yield later[0][:2]

    def _single(self, text: Text, concept: str) -> Iterator[tuple[int, Span, float]]:
        """Hits of `concept` that hold one number."""
        for index in text.index.get(concept, ()):
            for hit in text.facts[index].of(concept):
                numbers = self._numbers(text, index, hit.span)
                if not hit.inherited and len(numbers) == 1 and text.printed(index):
                    yield index, hit.span, numbers[0]

    def _in_lists(self, text: Text) -> Iterator[tuple[int, Span]]:
        """A total among the items of a list, or in the sentence before or after it."""
        for items in _lists(text):
            inside = [self._all_numbers(text, index) for index in items]
            beside = [
                index
                for index in (items[0] - 1, items[-1] + 1)
                if 0 <= index < len(text.facts) and text.printed(index)
            ]
            if any(len(numbers) != 1 for numbers in inside) or text.facts[items[0]].has(self.of_which):
                continue
            totals = [index for index in items if self._is_total(text, index)]
            totals = totals or [index for index in beside if self._is_total(text, index)]
            parts = [n[0] for index, n in zip(items, inside, strict=True) if index not in totals]
            told = self._all_numbers(text, totals[0]) if len(totals) == 1 else []
            alike = totals and (totals[0] in items or self._alike(text, totals[0], items))
            near = len(told) == 1 and abs(sum(parts) - told[0]) <= _FAR * told[0]
            if alike and len(parts) > 1 and near and sum(parts) != told[0]:
                yield totals[0], text.document.sentences[totals[0]].span

    def _is_total(self, text: Text, index: int) -> bool:
        return any(not hit.inherited for hit in text.facts[index].of(self.total))

    def _alike(self, text: Text, total: int, items: list[int]) -> bool:
        """The total counts what the items count."""
        sentences = text.document.sentences
        nouns = _nouns(text, sentences[total].span)
        return all(nouns & _nouns(text, sentences[index].span) for index in items)

    def _all_numbers(self, text: Text, index: int) -> list[float]:
        return self._numbers(text, index, text.document.sentences[index].span)

    def _divided(self, text: Text) -> Iterator[tuple[int, Span]]:
        """Shares of a whole, in a sentence or in the items of a list, that are more than all of it."""
        for index in text.index.get(self.divided, ()):
            if text.printed(index) and not text.facts[index].has(self.several):
                span = text.document.sentences[index].span
                if _too_much(_SHARE.findall(text.document.text[span.start : span.end])):
                    yield index, span
        for items in _lists(text):
            spans = [text.document.sentences[index].span for index in items]
            shares = [_SHARE.findall(text.document.text[span.start : span.end]) for span in spans]
            led = any(text.facts[index].has(self.divided) for index in items)
            spared = any(text.facts[index].has(self.several) for index in items)
            alone = led and not spared and all(len(one) == 1 for one in shares)
            if alone and _too_much([one[0] for one in shares]):
                yield items[-1], spans[-1]

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


def _apart(numbers: list[float], _: float | None) -> bool:
    return len(numbers) == 3 and _askew([*numbers[1:], numbers[0]], None)


def _changed(numbers: list[float], _: float | None) -> bool:
    if len(numbers) != 3 or not numbers[1]:
        return False
    return abs(100 * abs(numbers[2] - numbers[1]) / numbers[1] - numbers[0]) > _NEAR


def _changed_last(numbers: list[float], _: float | None) -> bool:
    return len(numbers) == 3 and _changed([numbers[2], *numbers[:2]], None)


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
            _apart,
            _changed,
            _changed_last,
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


def _too_much(shares: list[str]) -> bool:
    values = [float(share.replace(",", ".")) for share in shares]
    return len(values) > 2 and max(values) <= 100 and sum(values) > _HUNDRED


def _lists(text: Text) -> Iterator[list[int]]:
    """The items of each list of at least two."""
    items: list[int] = []
    for index, sentence, _ in text.sentences():
        if sentence.unit is Unit.ITEM and sentence.layer is Layer.BODY:
            if items and (items[-1] != index - 1 or _section(text, items[-1]) != sentence.section):
                yield from [items] if len(items) > 1 else []
                items = []
            items.append(index)
    yield from [items] if len(items) > 1 else []


def _section(text: Text, index: int) -> int:
    return text.document.sentences[index].section


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
        divided=options.get("divided", ""),
        several=options.get("several", ""),
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
