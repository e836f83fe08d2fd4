"""Where does a sentence of the text itself repeat the law's own words, without saying that it quotes them?

Sentences are compared with the pack's `quotations` when the document is read. `told` names words with which a text says
that the law is speaking; such sentences are let pass, and so are headings. `also` are frames for shorter pieces of the
law, which are found in sentences that say little else: the piece fills a good part of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Outcome, Standing, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import ANYTHING, CONCEPTS, FRAMES, Frame, Held, held
from report_linter.kinds.frames import build as build_frame
from report_linter.match import Hit, Text

SCHEMA = {
    "required": [],
    "properties": {"told": CONCEPTS, "also": FRAMES, "finds": {"enum": ["fail", "review"]}},
}

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
        return flags.verdict(text, plain, self.finds)

    def _found(self, text: Text) -> Iterator[Held]:
        for index, sentence, facts in text.sentences():
            if facts.quoted and text.readable(index):
                standing = Standing.STATED
                yield Held((index,), (Hit("quoted", sentence.span, standing),), standing)


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
