"""Where does a sentence of the text itself repeat the law's own words, without saying that it quotes them?

Sentences are compared with the pack's `quotations` when the document is read. `told` names words with which a text says
that the law is speaking; such sentences are let pass, and so are headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Outcome, Standing, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import CONCEPTS, Held
from report_linter.match import Hit, Text

SCHEMA = {
    "required": [],
    "properties": {"told": CONCEPTS, "finds": {"enum": ["fail", "review"]}},
}


@dataclass(frozen=True, slots=True)
class Quotes:
    told: tuple[str, ...]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        return flags.verdict(text, list(self._found(text)), self.finds)

    def _found(self, text: Text) -> Iterator[Held]:
        for index, sentence, facts in text.sentences():
            if facts.quoted and text.readable(index) and not text.bare[index].has(*self.told):
                standing = Standing.STATED
                yield Held((index,), (Hit("quoted", sentence.span, standing),), standing)


def build(options: Mapping[str, Any]) -> Quotes:
    return Quotes(tuple(options.get("told", ())), Outcome(options.get("finds", "fail")))
