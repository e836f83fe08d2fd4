"""Which enterprise is it about? A legal name with its legal form, and its registration number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Level, Verdict
from report_linter.kinds.units import CONCEPT, graded, visible
from report_linter.match import Text

SCHEMA = {
    "required": ["number"],
    "properties": {"number": CONCEPT, "covers": CONCEPT},
}


@dataclass(frozen=True, slots=True)
class Named:
    number: str  # concept of a registration number
    covers: str  # "this account covers"

    def __call__(self, text: Text) -> Verdict:
        sentences = text.document.sentences
        found: dict[int, Level] = {}
        for item in text.names:
            if visible(sentences[item.sentence]) and item.name in text.own:
                found[item.sentence] = Level.DESCRIBED
        for index, sentence, facts in text.sentences():
            if not visible(sentence):
                continue
            if facts.has(self.number):
                found[index] = Level.SPECIFIC if text.own else Level.MENTIONED
            elif self.covers and facts.has(self.covers) and found.get(index):
                found[index] = Level.SPECIFIC
        top, evidence = graded(text, found)
        return Verdict(level=top, evidence=evidence, rests_on_absence=top < Level.DESCRIBED)


def build(options: Mapping[str, Any]) -> Named:
    return Named(options["number"], options.get("covers", ""))
