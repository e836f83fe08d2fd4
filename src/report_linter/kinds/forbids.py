"""Is something here that should not be, or that a person should look at? One verdict for all its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Evidence, Level, Outcome, Role, Verdict
from report_linter.kinds.frames import FRAMES, Frame, held
from report_linter.kinds.frames import build as build_frame
from report_linter.match import Text

SCHEMA = {
    "required": ["frames"],
    "properties": {"frames": FRAMES, "finds": {"enum": ["fail", "review"]}},
}


@dataclass(frozen=True, slots=True)
class Forbids:
    frames: tuple[Frame, ...]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        found = {i: hit for frame in self.frames for hit in held(frame, text) for i in hit.sentences}
        if not found:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, reason="nothing of the kind")
        evidence = tuple(
            Evidence(
                text.document.sentences[i].span,
                Role.PRIMARY,
                Level.SPECIFIC,
                found[i].standing,
                text.facts[i].subject,
                tuple(hit.span for hit in found[i].hits),
            )
            for i in sorted(found)
        )
        return Verdict(level=Level.SPECIFIC, outcome=self.finds, evidence=evidence, reason="found")


def build(options: Mapping[str, Any]) -> Forbids:
    frames = tuple(frame for written in options["frames"] for frame in build_frame(written, ()))
    return Forbids(frames, Outcome(options.get("finds", "fail")))
