"""Which places hold words that a person should look at? A finding for each place, none for a clean document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_linter.document import Layer, Unit
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.frames import ANYTHING, FRAMES, Frame, Held, held
from report_linter.kinds.frames import build as build_frame
from report_linter.kinds.units import title_lines
from report_linter.match import Text

WHERE = {
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": {"enum": ["text", "lines", "headings", "titles", "furniture", "notes", "hidden"]},
}

SCHEMA = {
    "required": ["frames"],
    "properties": {
        "frames": FRAMES,
        "where": WHERE,
        "unless": FRAMES,
        "unless-count": {"type": "integer", "minimum": 2, "maximum": 9},
        "unless-within": {"enum": ["paragraph", "section", "document"]},
        "finds": {"enum": ["fail", "review"]},
    },
}


@dataclass(frozen=True, slots=True)
class Flags:
    """Frames that are looked for in the parts `where` of a document.

    A place is let pass where `count` of the frames `unless` hold in the same paragraph, section or document.
    """

    frames: tuple[Frame, ...]
    where: frozenset[str]
    unless: tuple[Frame, ...]
    count: int
    within: str
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        among = part(text, self.where)
        excused = [list(held(frame, text)) for frame in self.unless]
        found: dict[tuple[int, ...], Held] = {}
        for frame in self.frames:
            for one in held(frame, text, among):
                if not self._let_pass(text, one, excused):
                    found.setdefault(one.sentences, one)
        return verdict(text, [found[sentences] for sentences in sorted(found)], self.finds)

    def _let_pass(self, text: Text, found: Held, excused: Sequence[Sequence[Held]]) -> bool:
        if not self.unless:
            return False
        here = _unit(text, found.sentences[0], self.within)
        holding = sum(
            any(_unit(text, one.sentences[0], self.within) == here for one in each) for each in excused
        )
        return holding >= self.count


def _unit(text: Text, index: int, within: str) -> int:
    sentence = text.document.sentences[index]
    return {"paragraph": sentence.block, "section": sentence.section}.get(within, 0)


def part(text: Text, where: frozenset[str]) -> Callable[[int], bool]:
    """Whether a sentence stands in one of the named parts of the document."""
    titles = frozenset(title_lines(text)) if "titles" in where else frozenset()

    def among(index: int) -> bool:
        sentence = text.document.sentences[index]
        if index in titles:
            return True
        if sentence.layer is Layer.BODY:
            if sentence.unit is Unit.HEADING:
                return "headings" in where
            return "lines" in where or ("text" in where and text.readable(index))
        return sentence.layer.value in where

    return among


def verdict(text: Text, found: Sequence[Held], finds: Outcome) -> Verdict:
    """One case for each of `found`, with the words that were found as the value `words`."""
    if not found:
        return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
    cases = tuple(case(text, one) for one in found)
    return Verdict(outcome=finds, evidence=tuple(case.evidence[0] for case in cases), cases=cases)


def case(text: Text, found: Held) -> Case:
    evidence = []
    for index in found.sentences:
        span = text.document.sentences[index].span
        spans = tuple(hit.span for hit in found.hits if span.covers(hit.span))
        evidence.append(
            Evidence(span, standing=found.standing, subject=text.facts[index].subject, words=spans)
        )
    words = dict.fromkeys(text.document.quote(hit.span) for hit in found.hits)
    return Case(tuple(evidence), (("words", ", ".join(words)),))


def build(options: Mapping[str, Any]) -> Flags:
    return Flags(
        frames=tuple(f for written in options["frames"] for f in build_frame(written, (), ANYTHING)),
        where=frozenset(options.get("where", ("text", "notes"))),
        unless=tuple(f for written in options.get("unless", ()) for f in build_frame(written, (), ANYTHING)),
        count=options.get("unless-count", 1),
        within=options.get("unless-within", "section"),
        finds=Outcome(options.get("finds", "fail")),
    )
