"""Does the file hold what only its writers should see? Reviewers' comments, tracked changes: counted by its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Kind, Layer
from report_linter.finding import Evidence, Outcome, Role, Verdict
from report_linter.match import Text

SCHEMA = {
    "required": ["fact"],
    "properties": {"fact": {"enum": ["comments", "tracked changes"]}},
}


@dataclass(frozen=True, slots=True)
class Leftover:
    """`fact` is a name in `Reading.facts`. Hidden text is shown as the place, where the reader has kept it."""

    fact: str

    def __call__(self, text: Text) -> Verdict:
        number = dict(text.document.reading.facts).get(self.fact, 0)
        if not number:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        blocks = text.document.reading.blocks
        hidden = [b.span for b in blocks if b.layer is Layer.HIDDEN and b.kind is not Kind.NOTE]
        shown = hidden if self.fact == "comments" else []
        return Verdict(
            outcome=Outcome.FAIL,
            evidence=tuple(Evidence(span, Role.PRIMARY) for span in shown),
            values=(("count", str(number)),),
        )


def build(options: Mapping[str, Any]) -> Leftover:
    return Leftover(options["fact"])
