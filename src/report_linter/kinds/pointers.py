"""Does "as noted above" point at something that is there, and say no more than was said?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_linter.document import Kind, Layer, Span
from report_linter.finding import Case, Evidence, Outcome, Role, Standing, Verdict
from report_linter.kinds.units import CONCEPT
from report_linter.match import Hit, Text

SCHEMA = {
    "required": ["back", "ahead", "empty"],
    "properties": {
        "back": CONCEPT,
        "ahead": CONCEPT,
        "empty": CONCEPT,
        "table": CONCEPT,
        "picture": CONCEPT,
        "list": CONCEPT,
        "or": CONCEPT,
        "whole": CONCEPT,
        "part": CONCEPT,
        "apart": CONCEPT,
    },
}

_SHORT = 4  # letters: shorter words are grammar
_STEM = 5  # letters that compounds and endings share at least
_FEW = 3  # content words: of more, two must be found
_NEAR = 12  # blocks within which a table or list follows the words that point at it
_WORD = re.compile(r"\s*(\w+)")
_CLAUSE = re.compile(r"[^\t,;]+")
_CELL = re.compile(r"[^\t]+")


@dataclass(frozen=True, slots=True)
class Pointers:
    """`back` and `ahead` are the words that point; `empty` words say nothing about what is pointed at. A pointer at a
    `table`, `list` or `picture` needs one. Wider than what was said: a denial with a thing after `or` that the earlier
    denial does not name, and the `whole` where earlier there was a `part`; not so with words that set `apart` what is
    pointed at ("other than what is described above").
    """

    back: str
    ahead: str
    empty: str
    table: str
    picture: str
    list: str
    or_: str
    whole: str
    part: str
    apart: str

    def __call__(self, text: Text) -> Verdict:
        cases = list(self._cases(text))
        if not cases:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        places = tuple(case.evidence[0] for case in cases)
        return Verdict(outcome=Outcome.FAIL, evidence=places, cases=tuple(cases))

    def _cases(self, text: Text) -> Iterator[Case]:
        places = {i for name in (self.back, self.ahead) for i in text.index.get(name, ())}
        if not places:
            return
        stems = [_stems(text, i, self.empty) for i in range(len(text.facts))]
        for index in sorted(places):
            if not text.readable(index):
                continue
            hits = [
                h for h in text.facts[index].hits if h.concept in (self.back, self.ahead) and not h.inherited
            ]
            if hits:
                hit = hits[0]
                wrong, related = self._wrong(text, index, hit, stems)
                if wrong:
                    yield _case(text, index, hit, related)

    def _wrong(
        self, text: Text, index: int, hit: Hit, stems: Sequence[frozenset[str]]
    ) -> tuple[bool, int | None]:
        """Whether the pointer misses, and the sentence it goes beyond, if that is what is wrong."""
        thing = self._thing(text, index, hit)
        if thing:
            return thing == "missing", None
        back = hit.concept == self.back
        rest = range(index) if back else range(index + 1, len(stems))
        there = [i for i in rest if text.document.sentences[i].layer in (Layer.BODY, Layer.NOTES)]
        own = _in_cell(text, index, hit, _without(text, index, hit, stems[index]))
        if not own:
            return not there, None
        said = frozenset().union(*(stems[i] for i in there))
        kin = {stem: frozenset(other for other in said if _alike(stem, other)) for stem in own}
        few = sum(map(bool, kin.values())) < (1 if len(own) <= _FEW else 2)
        if few and not (back and _just_said(text, index, own, stems)):
            return True, None
        if not back or text.facts[index].has(self.apart):
            return False, None
        return self._wider(text, index, kin, there, stems)

    def _thing(self, text: Text, index: int, hit: Hit) -> str:
        """ "there" or "missing" for a pointer at a table, list or picture, "" for others."""
        start, end = hit.span.start - 40, hit.span.end + 15
        here = text.document.sentences[index].block
        blocks = text.document.reading.blocks
        around = (
            blocks[max(here - _NEAR, 0) : here] if hit.concept == self.back else blocks[here + 1 :][:_NEAR]
        )
        for name, kinds in (
            (self.table, (Kind.CELL,)),
            (self.list, (Kind.ITEM, Kind.CELL)),
            (self.picture, (Kind.CAPTION,)),
        ):
            if any(start <= h.span.start and h.span.end <= end for h in text.facts[index].of(name)):
                pictures = "pictures" in dict(text.document.reading.facts)
                shown = pictures or any(block.kind in kinds for block in around)
                return "there" if shown else "missing"
        return ""

    def _wider(
        self,
        text: Text,
        index: int,
        kin: Mapping[str, frozenset[str]],
        there: Sequence[int],
        stems: Sequence[frozenset[str]],
    ) -> tuple[bool, int | None]:
        """`kin` are the words of the document that are like each of the sentence's own."""
        shared = {i: sum(not stems[i].isdisjoint(alike) for alike in kin.values()) for i in there}
        facts = text.facts[index]
        enough = min(2, len(kin))
        denied = _denies(text, index)
        if denied:
            denials = [i for i in there if shared[i] >= enough and _denies(text, i)]
            added = [word for hit in facts.of(self.or_) if (word := _after(text, hit)) and len(word) > _SHORT]
            if denials and added:
                said = {word for i in denials for word, _, _ in text.tokens[i].words}
                if any(not any(_alike(word, other) for other in said) for word in added):
                    return True, denials[-1]
        if facts.has(self.whole):
            best = max(there, key=lambda i: (shared[i], i), default=None)
            if best is not None and shared[best] >= (1 if denied and _denies(text, best) else enough):
                earlier = text.facts[best]
                if earlier.has(self.part) and not earlier.has(self.whole) and not facts.has(self.part):
                    return True, best
        return False, None


def _denies(text: Text, index: int) -> bool:
    return any(scope.standing is Standing.DENIED for scope in text.facts[index].scopes)


def _after(text: Text, hit: Hit) -> str:
    found = _WORD.match(text.document.text, hit.span.end)
    return found[1].lower() if found else ""


def _stems(text: Text, index: int, empty: str) -> frozenset[str]:
    """The words of a sentence that can be looked for elsewhere."""
    start = text.document.sentences[index].span.start
    said = [hit.span for hit in text.facts[index].of(empty) if not hit.inherited]
    return frozenset(
        word
        for word, a, b in text.tokens[index].words
        if len(word) >= _SHORT
        and word.isalpha()
        and not any(s.overlaps(Span(start + a, start + b)) for s in said)
    )


def _without(text: Text, index: int, hit: Hit, words: frozenset[str]) -> frozenset[str]:
    """The words of a sentence outside the pointer itself."""
    inside = re.findall(r"\w+", text.document.text[hit.span.start : hit.span.end].lower())
    return words - frozenset(inside)


def _just_said(text: Text, index: int, own: frozenset[str], stems: Sequence[frozenset[str]]) -> bool:
    """A long word of it, or one of the same root ("mangle", "mangelen"), stands before it in the paragraph."""
    sentences = text.document.sentences
    return any(
        len(word) > _STEM and any(_alike(word, other) or _one_root(word, other) for other in stems[i])
        for i in range(index)
        if sentences[i].block == sentences[index].block
        for word in own
    )


def _one_root(one: str, other: str) -> bool:
    """The same beginning, and the same consonants in it."""
    first, second = (re.sub(r"[aeiouyæøå]", "", word)[:_SHORT] for word in (one, other))
    return len(first) == _SHORT and first == second and one[:_SHORT] == other[:_SHORT]


def _in_cell(text: Text, index: int, hit: Hit, words: frozenset[str]) -> frozenset[str]:
    """In a table row the words of the cell, and there of the clause, that points."""
    span = text.document.sentences[index].span
    said = text.document.text[span.start : span.end]
    if "\t" not in said:
        return words
    for parts in (_CLAUSE, _CELL):
        for match in parts.finditer(said):
            if match.start() <= hit.span.start - span.start < match.end():
                inside = words & frozenset(re.findall(r"\w+", match[0].lower()))
                if inside:
                    return inside
    return words


def _alike(one: str, other: str) -> bool:
    """The same word in another form, or part of a compound."""
    short, long = sorted((one, other), key=len)
    if len(short) <= _STEM:
        return long.startswith(short[: max(len(short) - 1, _SHORT)]) and len(long) - len(short) <= 4
    return long.startswith(short[: max(_STEM, len(short) - 3)]) or short in long


def _case(text: Text, index: int, hit: Hit, related: int | None) -> Case:
    evidence = [Evidence(text.document.sentences[index].span, words=(hit.span,))]
    if related is not None:
        evidence.append(Evidence(text.document.sentences[related].span, Role.RELATED))
    return Case(tuple(evidence), (("words", text.document.quote(hit.span)),))


def build(options: Mapping[str, Any]) -> Pointers:
    keys = ("back", "ahead", "empty", "table", "picture", "list", "or", "whole", "part", "apart")
    return Pointers(*(options.get(key, "") for key in keys))
