"""Which places name a company other than the reporting enterprise, beside words to be careful with?

Like `flags`; a place counts only if one of the words for `outsider` in it is no name of the enterprise itself. A name
is the enterprise's own where it stands in at least two sentences or titles: a company that is named once is somebody
else, and so is one that has a heading of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Unit
from report_linter.finding import Outcome, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import ANYTHING, FRAMES, Frame, Held, held
from report_linter.kinds.frames import build as build_frame
from report_linter.kinds.units import CONCEPT
from report_linter.match import Text

SCHEMA = {
    "required": ["frames", "outsider"],
    "properties": {"frames": FRAMES, "outsider": CONCEPT, "finds": {"enum": ["fail", "review"]}},
}

_OFTEN = 2  # sentences with the name


@dataclass(frozen=True, slots=True)
class Outsiders:
    frames: tuple[Frame, ...]
    outsider: str
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        often = sum(not _case_heading(text, index) for index in text.index.get("own-name", ())) >= _OFTEN
        own = tuple(name.lower() for name in text.own) if often else ()
        found: dict[tuple[int, ...], Held] = {}
        for frame in self.frames:
            for one in held(frame, text):
                if self._names_other(text, one, own):
                    found.setdefault(one.sentences, one)
        return flags.verdict(text, [found[sentences] for sentences in sorted(found)], self.finds)

    def _names_other(self, text: Text, found: Held, own: tuple[str, ...]) -> bool:
        names = [hit.span for hit in found.hits if hit.concept == self.outsider]
        others = [hit.span for hit in found.hits if hit.concept != self.outsider]
        if others and not any(not any(name.overlaps(span) for name in names) for span in others):
            return False  # the careful word is part of the name; the others may stand in a table's header
        said = [text.document.quote(span).lower() for span in names]
        return any(not any(name in words or words in name for name in own) for words in said)


def _case_heading(text: Text, index: int) -> bool:
    """A heading below the title's level: it names what the section is about."""
    sentence = text.document.sentences[index]
    return sentence.unit is Unit.HEADING and text.document.sections[sentence.section].level > 1


def build(options: Mapping[str, Any]) -> Outsiders:
    return Outsiders(
        frames=tuple(f for written in options["frames"] for f in build_frame(written, (), ANYTHING)),
        outsider=options["outsider"],
        finds=Outcome(options.get("finds", "fail")),
    )
