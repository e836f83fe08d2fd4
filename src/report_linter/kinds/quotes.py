"""Where does a sentence of the text itself repeat the law's own words, without saying that it quotes them?

Sentences are compared with the pack's `quotations` when the document is read. `told` names words with which a text says
that the law is speaking; such sentences are let pass, and so are headings. `also` are frames for shorter pieces of the
law, which are found in sentences that say little else: the piece fills a good part of them. Sentences that follow one
another are one quotation, told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Case, Outcome, Standing, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import ANYTHING, CONCEPTS, FRAMES, Frame, Held, held
from report_linter.kinds.frames import build as build_frame
from report_linter.kinds.units import flagged
from report_linter.match import Hit, Text

SCHEMA = {
    "required": [],
    "properties": {"told": CONCEPTS, "also": FRAMES, "finds": {"enum": ["fail", "review"]}},
}

_APART = 2  # sentences
_PART = 0.25  # of a sentence's characters


@dataclass(frozen=True, slots=True)
class Quotes:
    told: tuple[str, ...]
    also: tuple[Frame, ...]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        found = {one.sentences: one for frame in self.also for one in held(frame, text) if _fills(text, one)}
        found |= {one.sentences: one for one in self._found(text)}
        plain = [found[at] for at in sorted(found) if not text.facts[at[0]].has(*self.told)]
        return flagged(tuple(_case(text, run) for run in _runs(plain)), self.finds)

    def _found(self, text: Text) -> Iterator[Held]:
        for index, sentence, facts in text.sentences():
            if facts.quoted and text.readable(index):
                standing = Standing.STATED
                yield Held((index,), (Hit("quoted", sentence.span, standing),), standing)


def _runs(found: Sequence[Held]) -> Iterator[list[Held]]:
    """What stands together, but for a line that leads on to the next."""
    run: list[Held] = []
    for one in found:
        if run and one.sentences[0] - run[-1].sentences[-1] > _APART:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _case(text: Text, run: Sequence[Held]) -> Case:
    """All sentences of the quotation, with the words of the first."""
    cases = [flags.case(text, one) for one in run]
    words = dict(cases[0].values)["words"] + (" …" if len(run) > 1 else "")
    return Case(tuple(place for case in cases for place in case.evidence), (("words", words),))


def _fills(text: Text, found: Held) -> bool:
    """The longest piece is a good part of its sentence, which hardly says anything else."""
    whole = text.document.sentences[found.sentences[0]].span
    longest = max(hit.span.end - hit.span.start for hit in found.hits)
    return longest >= _PART * (whole.end - whole.start)


def build(options: Mapping[str, Any]) -> Quotes:
    return Quotes(
        told=tuple(options.get("told", ())),
        also=tuple(f for written in options.get("also", ()) for f in build_frame(written, (), ANYTHING)),
        finds=Outcome(options.get("finds", "fail")),
    )
