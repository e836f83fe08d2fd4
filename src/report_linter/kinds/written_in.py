"""Is the document in one of the languages asked for? Otherwise a person must look: exemptions exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Level, Outcome, Verdict
from report_linter.match import Text

SCHEMA = {
    "required": ["languages"],
    "properties": {"languages": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
}


@dataclass(frozen=True, slots=True)
class WrittenIn:
    languages: frozenset[str]

    def __call__(self, text: Text) -> Verdict:
        if text.document.language in self.languages:
            return Verdict(level=Level.SPECIFIC)
        return Verdict(level=Level.SPECIFIC, outcome=Outcome.REVIEW, reason="language")


def build(options: Mapping[str, Any]) -> WrittenIn:
    return WrittenIn(frozenset(options["languages"]))
