"""Is it here, and how well? The highest level of which a frame holds wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_linter.document import Span
from report_linter.finding import Evidence, Level, Role, Standing, Subject, Verdict
from report_linter.kinds.frames import ASSERTED, FRAMES, SAID, Frame, Held, held
from report_linter.kinds.frames import build as build_frame
from report_linter.match import Text

LEVELS = ("mentioned", "described", "specific")

SCHEMA = {
    "required": ["levels"],
    "properties": {
        "levels": {
            "type": "object",
            "required": ["mentioned", "described"],
            "additionalProperties": False,
            "properties": dict.fromkeys(LEVELS, FRAMES),
        }
    },
}


@dataclass(frozen=True, slots=True)
class Requires:
    levels: Mapping[Level, tuple[Frame, ...]]

    def __call__(self, text: Text) -> Verdict:
        best: dict[int, tuple[Level, Held]] = {}
        for level in sorted(self.levels):
            for frame in self.levels[level]:
                for found in held(frame, text):
                    for index in found.sentences:
                        best[index] = (level, found)
        level = max((level for level, _ in best.values()), default=Level.ABSENT)
        counted = {i: pair for i, pair in best.items() if pair[0] >= min(level, Level.DESCRIBED)}
        evidence = tuple(_evidence(text, i, *counted[i], level) for i in sorted(counted))
        aside = tuple(self._set_aside(text, frozenset(counted)))
        return Verdict(
            level=level, evidence=evidence, set_aside=aside, rests_on_absence=level < Level.DESCRIBED
        )

    def _set_aside(self, text: Text, counted: frozenset[int]) -> Iterator[Evidence]:
        """Sentences with the words of the topic that do not count, and why."""
        topics = {c for frame in self.levels[Level.MENTIONED] for c in (frame.all[:1] or frame.any)}
        indexes = sorted({i for concept in topics for i in text.index.get(concept, ())} - counted)
        for index in indexes:
            hits = tuple(h for c in sorted(topics) for h in text.facts[index].of(c) if not h.inherited)
            if hits:
                yield aside(text, index, hits[0].standing, tuple(h.span for h in hits))


def aside(text: Text, index: int, standing: Standing, words: Sequence[Span]) -> Evidence:
    """A match that was not counted, with the reason as a code."""
    sentence, facts = text.document.sentences[index], text.facts[index]
    reason: str
    if sentence.layer.value in ("furniture", "contents", "hidden"):
        reason = sentence.layer.value
    elif not text.readable(index):
        reason = "heading"
    elif facts.quoted:
        reason = "quoted law"
    elif facts.subject in (Subject.LAW, Subject.OTHER):
        reason = f"about {facts.subject.value}"
    elif standing not in (Standing.STATED, Standing.PAST):
        reason = standing.value
    else:
        reason = "too little said"
    return Evidence(sentence.span, Role.SET_ASIDE, None, standing, facts.subject, tuple(words), reason)


def _evidence(text: Text, index: int, level: Level, found: Held, top: Level) -> Evidence:
    sentence = text.document.sentences[index]
    words = tuple(hit.span for hit in found.hits if sentence.span.covers(hit.span))
    role = Role.PRIMARY if level == top else Role.SUPPORTING
    return Evidence(sentence.span, role, level, found.standing, text.facts[index].subject, words)


def numbered(options: Mapping[str, Any]) -> Iterator[tuple[Level, int, Frame]]:
    """Every frame with its level and its number among those written for the level, from 1, lowest level first.

    One that is `like` those of a lower level gives several.
    """
    levels: dict[Level, list[Frame]] = {}
    for name in LEVELS:
        level = Level[name.upper()]
        for number, written in enumerate(options["levels"].get(name, ()), 1):
            lower = levels.get(Level[written["like"].upper()], ()) if "like" in written else ()
            frames = list(build_frame(written, lower, SAID if name == "mentioned" else ASSERTED))
            levels.setdefault(level, []).extend(frames)
            yield from ((level, number, frame) for frame in frames)


def build(options: Mapping[str, Any]) -> Requires:
    levels: dict[Level, tuple[Frame, ...]] = {}
    for level, _, frame in numbered(options):
        levels[level] = (*levels.get(level, ()), frame)
    return Requires(levels)


def concepts(options: Mapping[str, Any]) -> frozenset[str]:
    """The concepts that the options name."""
    return frozenset(
        name
        for frames in options["levels"].values()
        for frame in frames
        for key in ("all", "any", "none", "section")
        for name in frame.get(key, ())
    )
