"""Which places say something without telling what it rests on? A finding for each place, as in `flags`.

A place is let pass where at least `least` of the frames `shown` hold in its section (method, coverage, period), or
where one of the frames `answered` does: then the section says more than the bare statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Outcome, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import ANYTHING, ASSERTED, FRAMES, Frame, Held, held
from report_linter.kinds.frames import build as build_frame
from report_linter.match import Text

SCHEMA = {
    "required": ["frames", "shown", "least"],
    "properties": {
        "frames": FRAMES,
        "shown": FRAMES,
        "least": {"type": "integer", "minimum": 1, "maximum": 9},
        "answered": FRAMES,
        "finds": {"enum": ["fail", "review"]},
    },
}


@dataclass(frozen=True, slots=True)
class Bare:
    frames: tuple[Frame, ...]
    shown: tuple[Frame, ...]
    least: int
    answered: tuple[Frame, ...]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        shown = [_sections(text, frame) for frame in self.shown]
        answered = frozenset[int]().union(*(_sections(text, frame) for frame in self.answered))
        found: dict[tuple[int, ...], Held] = {}
        for frame in self.frames:
            for one in held(frame, text):
                section = text.document.sentences[one.sentences[0]].section
                if section not in answered and sum(section in each for each in shown) < self.least:
                    found.setdefault(one.sentences, one)
        return flags.verdict(text, [found[sentences] for sentences in sorted(found)], self.finds)


def _sections(text: Text, frame: Frame) -> frozenset[int]:
    """The sections in which the frame holds."""
    return frozenset(text.document.sentences[one.sentences[0]].section for one in held(frame, text))


def _frames(written: object, default: Frame) -> tuple[Frame, ...]:
    assert isinstance(written, (list, tuple))
    return tuple(frame for one in written for frame in build_frame(one, (), default))


def build(options: Mapping[str, Any]) -> Bare:
    return Bare(
        frames=_frames(options["frames"], ASSERTED),
        shown=_frames(options["shown"], ANYTHING),
        least=options["least"],
        answered=_frames(options.get("answered", ()), ASSERTED),
        finds=Outcome(options.get("finds", "fail")),
    )
