"""Which places name a company other than the reporting enterprise, beside words to be careful with?

Like `flags`; a place counts only if one of the words for `outsider` in it is no name of the enterprise itself. A name
is the enterprise's own where it stands in at least two sentences or titles: a company that is named once is somebody
else, and so is one that has a heading of its own. Careful words that the sentence denies do not count ("no breaches
were seen"), unless they deny something themselves ("did not pay").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from report_linter.document import Span, Unit
from report_linter.finding import Outcome, Standing, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import ANYTHING, FRAMES, Frame, Held, held
from report_linter.kinds.frames import build as build_frame
from report_linter.kinds.units import CONCEPT
from report_linter.match import Hit, Text

SCHEMA = {
    "required": ["frames", "outsider"],
    "properties": {
        "frames": FRAMES,
        "outsider": CONCEPT,
        "denies": CONCEPT,
        "finds": {"enum": ["fail", "review"]},
    },
}

_OFTEN = 2  # sentences with the name


@dataclass(frozen=True, slots=True)
class Outsiders:
    frames: tuple[Frame, ...]
    outsider: str
    denies: str  # words with which a careful word denies something: "not" in "did not pay"
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        often = sum(not _case_heading(text, index) for index in text.index.get("own-name", ())) >= _OFTEN
        own = tuple(name.lower() for name in text.own) if often else ()
        found: dict[tuple[int, ...], Held] = {}
        for frame in self.frames:
            for one in held(frame, text):
                if other := self._of_others(text, one, own):
                    found.setdefault(one.sentences, other)
        return flags.verdict(text, [found[sentences] for sentences in sorted(found)], self.finds)

    def _of_others(self, text: Text, found: Held, own: tuple[str, ...]) -> Held | None:
        """What is left of it without the enterprise's own names and without words that are denied."""
        names = [hit for hit in found.hits if hit.concept == self.outsider]
        careful = [hit for hit in found.hits if hit.concept != self.outsider]
        kept = [
            hit
            for hit in careful
            if not any(name.span.overlaps(hit.span) for name in names)
            and not self._denied(text, hit, found.sentences)
        ]
        others = []
        for hit in names:
            span = _capitals(text, hit.span)
            said = text.document.quote(span).lower()
            if not any(name in said or said in name for name in own):
                others.append(replace(hit, span=span))
        if not others or (careful and not kept):  # without careful words: they stand in a table's header
            return None
        longest = [
            hit
            for hit in others
            if not any(other.span != hit.span and other.span.covers(hit.span) for other in others)
        ]
        return replace(found, hits=(*longest, *kept))

    def _denied(self, text: Text, hit: Hit, sentences: tuple[int, ...]) -> bool:
        """The sentence denies the words, and they do not deny anything themselves."""
        if hit.standing is not Standing.DENIED:
            return False
        return not any(
            hit.span.covers(word.span) for i in sentences for word in text.facts[i].of(self.denies)
        )


def _capitals(text: Text, span: Span) -> Span:
    """The span from its first capital on: "hos Blank Gulv" holds the name "Blank Gulv"."""
    said = text.document.text[span.start : span.end]
    before = next((at for at, letter in enumerate(said) if letter.isupper()), 0)
    return Span(span.start + before, span.end)


def _case_heading(text: Text, index: int) -> bool:
    """A heading below the title's level: it names what the section is about."""
    sentence = text.document.sentences[index]
    return sentence.unit is Unit.HEADING and text.document.sections[sentence.section].level > 1


def build(options: Mapping[str, Any]) -> Outsiders:
    return Outsiders(
        frames=tuple(f for written in options["frames"] for f in build_frame(written, (), ANYTHING)),
        outsider=options["outsider"],
        denies=options.get("denies", ""),
        finds=Outcome(options.get("finds", "fail")),
    )
