"""Why a rule says what it says of a document: which frames came close, where, and what they lacked.

For rule authors, and for who disagrees with a result. It asks of each frame what `kinds.frames.held` asks, and keeps
every condition that did not hold instead of leaving at the first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from report_linter.document import Layer, Span, Unit
from report_linter.finding import Level, Verdict
from report_linter.kinds import flags
from report_linter.kinds.bare import Bare
from report_linter.kinds.flags import Flags
from report_linter.kinds.forbids import Forbids
from report_linter.kinds.frames import Frame
from report_linter.kinds.requires import numbered
from report_linter.match import Hit, Text
from report_linter.match.features import FEATURES
from report_linter.pack.model import Rule


class What(Enum):
    """What a frame lacked in a place."""

    WORD = "word"  # none of the words of a concept
    SOME = "some"  # too few of several concepts
    STANDING = "standing"  # the words, but as a plan, a denial, ...
    SUBJECT = "subject"  # the words, but about somebody else
    QUOTED = "quoted"  # the words, but they are the law's own
    LEAD_IN = "lead_in"  # the words, but only in what leads in to the place
    EXCLUDED = "excluded"  # words beside which it does not count
    SECTION = "section"  # no heading above with the words
    PLACE = "place"  # a heading, contents list, ..., not running text
    LET_PASS = "let_pass"


_COST = {
    What.WORD: 1.0,
    What.SOME: 1.0,
    What.QUOTED: 0.8,
    What.LEAD_IN: 0.7,
    What.SECTION: 0.7,
    What.PLACE: 0.7,
    What.STANDING: 0.5,
    What.SUBJECT: 0.5,
    What.EXCLUDED: 0.5,
    What.LET_PASS: 0.2,
}
_CLOSE = 1.5  # what more is lacking is not close
_COMMON = 0.25  # share of the sentences; a concept in more of them says nothing by itself
_Rank = tuple[bool, float, float]
_FEW = 12  # sentences; in a shorter text every word may be told


@dataclass(frozen=True, slots=True)
class Way:
    """A frame of a rule: the `number`th of `of` written for its level (None: of a rule without levels), from 1."""

    level: Level | None
    number: int
    of: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Lack:
    """A condition that did not hold. `words` are what stands there instead, `codes` the standings, subjects or parts
    of the document found, `number` how many of `concepts` were asked for.
    """

    what: What
    concepts: tuple[str, ...] = ()
    words: tuple[Span, ...] = ()
    codes: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """A place that held part of a way: its sentences with words that were found, these words, and what it lacked."""

    sentences: tuple[int, ...]
    way: Way
    found: tuple[Hit, ...]
    lacks: tuple[Lack, ...]

    @property
    def cost(self) -> float:
        return sum(_COST[lack.what] for lack in self.lacks)

    @property
    def thin(self) -> bool:
        """Whether one word was found, and another is lacking."""
        wordless = any(lack.what in (What.WORD, What.SOME) for lack in self.lacks)
        return wordless and len({hit.concept for hit in self.found}) < 2


def ways(rule: Rule) -> tuple[Way, ...]:
    """The frames of a rule; none where its kind has no frames, or uses them in a way of its own."""
    if rule.kind == "requires":
        written = list(numbered(rule.options))
        most = {level: max(n for other, n, _ in written if other is level) for level, _, _ in written}
        return tuple(Way(level, number, most[level], frame) for level, number, frame in written)
    if isinstance(rule.judge, Flags | Forbids | Bare):
        frames = rule.judge.frames
        return tuple(Way(None, number, len(frames), frame) for number, frame in enumerate(frames, 1))
    return ()


def next_level(verdict: Verdict) -> Level | None:
    """The level that was not reached; None where the highest was, or the rule has no levels."""
    if verdict.level is None or verdict.outcome is not None or verdict.level is Level.SPECIFIC:
        return None
    return Level.SPECIFIC if verdict.level is Level.DESCRIBED else Level.DESCRIBED


def nearest(rule: Rule, text: Text, verdict: Verdict, most: int) -> list[Near]:
    """At most `most` places, the closest first, each once: those that came near the level that was not reached, or near
    a finding of a rule without levels.
    """
    wanted = next_level(verdict)
    counted = {item.span for item in verdict.evidence if wanted is None or (item.level or 0) >= wanted}
    among = flags.part(text, rule.judge.where) if isinstance(rule.judge, Flags) else text.readable
    best: dict[tuple[int, ...], tuple[_Rank, Near]] = {}
    for way in ways(rule):
        if way.level is not wanted:
            continue
        for near in places(way, text, among):
            if counted & {text.document.sentences[index].span for index in near.sentences}:
                continue
            told = _telling(near, text)
            rank = (near.thin, near.cost, -told)
            if (
                told
                and near.cost <= _CLOSE
                and (near.sentences not in best or rank < best[near.sentences][0])
            ):
                best[near.sentences] = (rank, near)
    ranked = sorted(best.values(), key=lambda pair: (pair[0], pair[1].sentences))
    full = [near for _, near in ranked if not near.thin]
    return (full or [near for _, near in ranked])[:most]


def _telling(near: Near, text: Text) -> float:
    """How much the words found tell: rare ones more; figures, names and words that stand everywhere nothing."""
    count = len(text.facts)
    told = 0.0
    for concept in {hit.concept for hit in near.found}:
        stands = len(text.index.get(concept, ()))
        if concept not in FEATURES and (count < _FEW or stands <= _COMMON * count):
            told += math.log(1 + count / max(stands, 1))
    return told


def places(way: Way, text: Text, among: Callable[[int], bool]) -> Iterator[Near]:
    """Every place with a word that the way asks for; it lacks nothing but `LET_PASS` where the way holds."""
    frame = way.frame
    asked = (*frame.all, *frame.any)
    starts = sorted({index for concept in asked for index in text.index.get(concept, ())})
    done: set[tuple[int, ...]] = set()
    for start in starts:
        unit = _unit(frame, text, start, among)
        if unit in done:
            continue
        done.add(unit)
        lacks = tuple(_merged(_lacks(frame, text, unit)))
        if not among(start):
            lacks = (*lacks, Lack(What.PLACE, codes=(_part(text, start),)))
        found = tuple(
            hit for concept in dict.fromkeys(asked) for index in unit for hit in text.facts[index].of(concept)
        )
        own = tuple(index for index in unit if any(text.facts[index].of(concept) for concept in asked))
        yield Near(own, way, found, lacks or (Lack(What.LET_PASS),))


def _unit(frame: Frame, text: Text, start: int, among: Callable[[int], bool]) -> tuple[int, ...]:
    """The sentences that may hold the frame together; one that may hold none stands by itself."""
    if frame.within == "sentence" or not among(start):
        return (start,)
    sentence = text.document.sentences[start]
    whole = (
        text.paragraphs[sentence.block] if frame.within == "paragraph" else text.sections[sentence.section]
    )
    return tuple(index for index in whole if among(index))


def _lacks(frame: Frame, text: Text, unit: Sequence[int]) -> Iterator[Lack]:
    speaking = [i for i in unit if not text.facts[i].quoted and text.facts[i].subject in frame.subject]
    own = False
    for concept in frame.all:
        hits = _hits(text, speaking, concept)
        good = [hit for hit in hits if hit.standing in frame.standing]
        own = own or any(not hit.inherited for hit in good)
        if not good:
            yield _instead(frame, text, unit, speaking, (concept,)) or Lack(What.WORD, (concept,))
    if frame.any:
        good = [hit for c in frame.any for hit in _hits(text, speaking, c) if hit.standing in frame.standing]
        own = own or any(not hit.inherited for hit in good)
        number = frame.count - len({hit.concept for hit in good})
        if number > 0:
            left = tuple(c for c in frame.any if c not in {hit.concept for hit in good})
            other = _instead(frame, text, unit, speaking, left) if number == 1 else None
            yield other or Lack(What.SOME, left, number=number)
    if not own:
        leading = [hit for c in (*frame.all, *frame.any) for hit in _hits(text, unit, c) if hit.inherited]
        if leading:
            yield Lack(What.LEAD_IN, words=tuple(hit.span for hit in leading[:1]))
    for concept in frame.none:
        if hits := _hits(text, speaking, concept):
            yield Lack(What.EXCLUDED, (concept,), tuple(hit.span for hit in hits))
    if frame.section and not any(
        text.facts[heading].has(*frame.section) for index in unit for heading in text.headings(index)
    ):
        yield Lack(What.SECTION, frame.section)


def _instead(
    frame: Frame, text: Text, unit: Iterable[int], speaking: Sequence[int], concepts: Iterable[str]
) -> Lack | None:
    """Why words of the concepts that do stand there are not taken; None where there are no such words."""
    concepts = tuple(concepts)
    hits = [hit for concept in concepts for hit in _hits(text, speaking, concept)]
    if hits:
        words, codes = tuple(hit.span for hit in hits), tuple(hit.standing.value for hit in hits)
        return Lack(What.STANDING, words=words, codes=tuple(dict.fromkeys(codes)))
    for index in unit:
        hits = [hit for concept in concepts for hit in text.facts[index].of(concept)]
        if hits:
            facts = text.facts[index]
            what = What.QUOTED if facts.quoted else What.SUBJECT
            codes = () if facts.quoted else (facts.subject.value,)
            return Lack(what, words=tuple(hit.span for hit in hits), codes=codes)
    return None


def _hits(text: Text, unit: Iterable[int], concept: str) -> list[Hit]:
    return [hit for index in unit for hit in text.facts[index].of(concept)]


def _merged(lacks: Iterable[Lack]) -> Iterator[Lack]:
    """Lacks of several words for one reason, such as that the sentence is about the law, made one."""
    merged: dict[object, Lack] = {}
    for lack in lacks:
        key: object = (lack.what, lack.codes) if lack.codes or lack.what is What.QUOTED else len(merged)
        if key in merged:
            words = tuple(sorted({*merged[key].words, *lack.words}))
            lack = Lack(lack.what, words=words, codes=lack.codes)
        merged[key] = lack
    yield from merged.values()


def _part(text: Text, index: int) -> str:
    """The part of the document that a sentence stands in, which is no running text: a code."""
    sentence = text.document.sentences[index]
    if sentence.layer is not Layer.BODY:
        return str(sentence.layer.value)
    return "heading" if sentence.unit is Unit.HEADING else "line"
