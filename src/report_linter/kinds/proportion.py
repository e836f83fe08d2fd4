"""Which sections speak mostly of something else than their heading says? One finding for each such section.

A sentence is beside the point if it holds one of `words` and none of `topic`. A section under a heading with one of
`headings`, or a table whose header holds one, is found where at least `least` of its sentences, and more than `share`
per cent, are; not where the heading, or one above it, holds one of `spared`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Unit
from report_linter.finding import Outcome, Standing, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import CONCEPTS, Held
from report_linter.match import Text

SCHEMA = {
    "required": ["words", "headings", "share", "least"],
    "properties": {
        "words": CONCEPTS,
        "topic": CONCEPTS,
        "headings": CONCEPTS,
        "spared": CONCEPTS,
        "share": {"type": "integer", "minimum": 1, "maximum": 99, "description": "per cent"},
        "least": {"type": "integer", "minimum": 1, "maximum": 99},
        "finds": {"enum": ["fail", "review"]},
    },
}


@dataclass(frozen=True, slots=True)
class Proportion:
    words: tuple[str, ...]
    topic: tuple[str, ...]
    headings: tuple[str, ...]
    spared: tuple[str, ...]
    share: int
    least: int
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        return flags.verdict(text, list(self._found(text)), self.finds)

    def _found(self, text: Text) -> Iterator[Held]:
        sections: dict[int, list[int]] = {}
        for index, sentence, _ in text.sentences():
            if text.readable(index) and not self._header(text, index):
                sections.setdefault(sentence.section, []).append(index)
        for indexes in sections.values():
            if not self._under(text, indexes[0]):
                continue
            beside = [index for index in indexes if self._beside(text, index)]
            if len(beside) >= self.least and len(beside) * 100 > self.share * len(indexes):
                hits = tuple(hit for i in beside for hit in text.bare[i].hits if hit.concept in self.words)
                yield Held(tuple(beside), hits, Standing.STATED)

    def _header(self, text: Text, index: int) -> bool:
        sentence = text.document.sentences[index]
        cell = text.document.reading.blocks[sentence.block].cell
        return sentence.unit is Unit.ROW and cell is not None and (cell.header or cell.row == 0)

    def _under(self, text: Text, index: int) -> bool:
        above = list(text.headings(index))
        if any(text.bare[heading].has(*self.spared) for heading in above):
            return False
        context = text.document.sentences[index].context
        return any(text.bare[one].has(*self.headings) for one in (*above[:1], *context))

    def _beside(self, text: Text, index: int) -> bool:
        facts = text.bare[index]
        return facts.has(*self.words) and not facts.has(*self.topic)


def build(options: Mapping[str, Any]) -> Proportion:
    return Proportion(
        words=tuple(options["words"]),
        topic=tuple(options.get("topic", ())),
        headings=tuple(options["headings"]),
        spared=tuple(options.get("spared", ())),
        share=options["share"],
        least=options["least"],
        finds=Outcome(options.get("finds", "fail")),
    )
