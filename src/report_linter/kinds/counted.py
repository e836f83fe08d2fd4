"""Is the same thing counted twice, with different numbers?

A count with a definite word before it ("all our 64 suppliers of goods", "the three laundries we visited") is compared
with earlier counts of the same noun: it must be the same thing, so the first word of substance behind it ("goods",
"visited") must stand beside the other count too, and scopes must not differ. Things of `once` ("reports
received") have one number a year: two of them differ where neither sentence tells of a `part`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Span
from report_linter.finding import Case, Evidence, Outcome, Role, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.numbers import NUMBERS, Numbers, numbers
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["definite", "total", "ends", "scope", "light", "numbers"],
    "properties": {
        "definite": CONCEPT,
        "total": CONCEPT,
        "ends": CONCEPT,
        "scope": CONCEPTS,
        "light": CONCEPT,
        "once": CONCEPTS,
        "part": CONCEPT,
        "numbers": NUMBERS,
        "finds": {"enum": ["fail", "review"]},
    },
}

_WORD = re.compile(r"[\w-]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAME = 4  # first letters of a word that tell it from others, whatever its ending
_NOUN = 6
_NEAR = 2  # words that may stand between the number and the noun


@dataclass(frozen=True, slots=True)
class _Count:
    number: int
    noun: tuple[str, ...]  # its first letters, and before them those of the words between it and the number
    sentence: int
    span: Span  # number and noun
    definite: bool
    total: bool  # of all there are


@dataclass(frozen=True, slots=True)
class Counted:
    definite: str
    total: str
    ends: str  # words that end a noun and what belongs to it
    scope: tuple[str, ...]
    light: str
    once: tuple[str, ...]
    part: str
    numbers: Numbers
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        counts: dict[tuple[str, ...], list[_Count]] = {}
        for count in self._counts(text):
            counts.setdefault(count.noun, []).append(count)
        by_place = {
            (later.sentence, later.span.start): _case(text, earlier, later)
            for same in counts.values()
            for earlier, later in self._differing(text, same)
        }
        for name in self.once:
            for earlier, later in self._totals(text, name):
                by_place.setdefault((later.sentence, later.span.start), _case(text, earlier, later))
        cases = tuple(by_place[place] for place in sorted(by_place))
        return flagged(cases, self.finds)

    def _totals(self, text: Text, name: str) -> Iterator[tuple[_Count, _Count]]:
        """The first two totals of one year that differ."""
        first: dict[frozenset[str], _Count] = {}
        for index in text.index.get(name, ()):
            facts = text.facts[index]
            hit = next((hit for hit in facts.of(name) if not hit.inherited), None)
            if hit is None or not text.readable(index) or facts.quoted or self._spans(text, index, self.part):
                continue
            found = [
                m
                for m in self.numbers.regex.finditer(text.document.quote(hit.span))
                if not _YEAR.fullmatch(m[0])
            ]
            if len(found) != 1:
                continue
            scope = self._scopes(text, index)
            count = _Count(self.numbers.value(found[0][0]), (), index, hit.span, True, True)
            for there, earlier in first.items():
                if (there <= scope or scope <= there) and earlier.number != count.number:
                    yield earlier, count
                    return
            first.setdefault(scope, count)

    def _differing(self, text: Text, counts: list[_Count]) -> Iterator[tuple[_Count, _Count]]:
        said: dict[int, int] = {}
        for count in counts:
            said[count.number] = said.get(count.number, 0) + 1
        for later in counts:
            if not later.definite or said[later.number] > 1:
                continue
            for earlier in counts:
                if earlier.sentence >= later.sentence:
                    break
                if earlier.number != later.number and self._same(text, earlier, later):
                    yield earlier, later
                    break

    def _same(self, text: Text, earlier: _Count, later: _Count) -> bool:
        here, there = self._scopes(text, earlier.sentence), self._scopes(text, later.sentence)
        if here != there and not (here < there or there < here):
            return False
        span = text.document.sentences[earlier.sentence].span
        said = text.document.text[span.start : span.end]
        if any(self.numbers.value(m[0]) == later.number for m in self.numbers.regex.finditer(said)):
            return False
        end = text.document.sentences[later.sentence].span.end
        behind = re.split(r"[,.;:(]", text.document.text[later.span.end : end], maxsplit=1)[0]
        ends = self._spans(text, later.sentence, self.ends)
        light = self._spans(text, later.sentence, self.light)
        words = {word[:_SAME].lower() for word in _WORD.findall(said)}
        for match in _WORD.finditer(behind):
            here_span = Span(later.span.end + match.start(), later.span.end + match.end())
            if any(one.overlaps(here_span) for one in ends):
                break
            if len(match[0]) >= _SAME and not any(one.overlaps(here_span) for one in light):
                return match[0][:_SAME].lower() in words
        return later.total

    def _spans(self, text: Text, index: int, concept: str) -> list[Span]:
        return [hit.span for hit in text.facts[index].of(concept) if not hit.inherited]

    def _scopes(self, text: Text, index: int) -> frozenset[str]:
        span = text.document.sentences[index].span
        named = {name for name in self.scope if text.facts[index].has(name)}
        return frozenset(named | set(_YEAR.findall(text.document.text[span.start : span.end])))

    def _counts(self, text: Text) -> Iterator[_Count]:
        for index, sentence, facts in text.sentences():
            if not text.readable(index) or facts.quoted:
                continue
            start = sentence.span.start
            said = text.document.text[start : sentence.span.end]
            if "\t" in said:
                continue
            total = {span.end - start for span in self._spans(text, index, self.total)}
            definite = total | {span.end - start for span in self._spans(text, index, self.definite)}
            for match in self.numbers.regex.finditer(said):
                if _YEAR.fullmatch(match[0]):
                    continue
                begun = match.start()
                marked = any(0 <= begun - end <= 1 for end in definite)
                whole = any(0 <= begun - end <= 1 for end in total)
                words: list[re.Match[str]] = []
                for word in _WORD.finditer(said, match.end()):
                    between = said[words[-1].end() if words else match.end() : word.start()]
                    if between != " " or len(words) > _NEAR:
                        break
                    words.append(word)
                for at, word in enumerate(words):
                    if len(word[0]) >= _SAME and word[0].isalpha():
                        noun = tuple(
                            one[0][: _NOUN if one is word else _SAME].lower() for one in words[: at + 1]
                        )
                        span = Span(start + begun, start + word.end())
                        yield _Count(self.numbers.value(match[0]), noun, index, span, marked, whole)


def _case(text: Text, earlier: _Count, later: _Count) -> Case:
    evidence = tuple(
        Evidence(text.document.sentences[one.sentence].span, role, words=(one.span,))
        for one, role in ((later, Role.PRIMARY), (earlier, Role.RELATED))
    )
    words = f"{text.document.quote(earlier.span)} / {text.document.quote(later.span)}"
    return Case(evidence, (("words", words),))


def build(options: Mapping[str, Any]) -> Counted:
    return Counted(
        definite=options["definite"],
        total=options["total"],
        ends=options["ends"],
        scope=tuple(options["scope"]),
        light=options["light"],
        once=tuple(options.get("once", ())),
        part=options.get("part", ""),
        numbers=numbers(options["numbers"], r"\d{1,3}(?:[ ,.]\d{3}(?!\d)){0,2}"),
        finds=Outcome(options.get("finds", "fail")),
    )
