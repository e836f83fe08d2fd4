"""Can what a section is about stand in a picture only? Little text under a heading, in a file with pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Kind, Layer
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["heading", "least"],
    "properties": {"heading": CONCEPTS, "least": {"type": "integer", "minimum": 5, "maximum": 100}},
}


@dataclass(frozen=True, slots=True)
class Pictured:
    """Sections whose heading holds words of `heading` and that have fewer than `least` words of their own."""

    heading: tuple[str, ...]
    least: int

    def __call__(self, text: Text) -> Verdict:
        if "pictures" not in dict(text.document.reading.facts):
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        sections = text.document.sections
        parents = {section.parent for section in sections}
        cases = []
        for number, section in enumerate(sections):
            named = text.heading_of.get(section.heading) if section.heading is not None else None
            if named is None or number in parents or not text.facts[named].has(*self.heading):
                continue
            shown = [
                text.document.quote(block.span)
                for block in text.document.reading.blocks[slice(*section.blocks)][1:]
                if block.layer is Layer.BODY and block.kind is not Kind.CAPTION
            ]
            if sum(len(part.split()) for part in shown) < self.least:
                place = Evidence(text.document.sentences[named].span)
                cases.append(Case((place,), (("words", section.title),)))
        return flagged(cases, Outcome.REVIEW)


def build(options: Mapping[str, Any]) -> Pictured:
    return Pictured(tuple(options["heading"]), options["least"])
