"""Are the right people among those who sign: the board, and the general manager?

Asked only where names with roles stand in a signature block; whether the whole board signs cannot be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Level, Outcome, Verdict
from report_linter.kinds import signed
from report_linter.kinds.units import CONCEPT, evidence
from report_linter.match import Text

SCHEMA = {
    "required": [*signed.SCHEMA["required"], "manager-role"],
    "properties": {**signed.PROPERTIES, "manager-role": CONCEPT},
}


@dataclass(frozen=True, slots=True)
class Signatories:
    signed: signed.Signed
    manager_role: str

    def __call__(self, text: Text) -> Verdict:
        lines = self.signed.role_lines(text)
        if not lines:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, reason="no signatories")
        board = any(text.facts[line].has(self.signed.board_role) for line in lines)
        manager = any(text.facts[line].has(self.manager_role) for line in lines)
        return Verdict(
            level=Level.SPECIFIC,
            outcome=Outcome.PASS if board and manager else Outcome.FAIL,
            evidence=tuple(evidence(text, line, Level.SPECIFIC, Level.SPECIFIC) for line in lines),
        )


def build(options: Mapping[str, Any]) -> Signatories:
    return Signatories(signed.build(options), options["manager-role"])
