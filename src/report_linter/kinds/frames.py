"""Frames: which words must meet in one small unit of text to count as evidence of a level.

Shared by the kinds that grade text. A frame in a pack:

    - all: [measure, done]        # each of these concepts
      any: [supplier, employee]   # at least `count` of these (default 1)
      none: [sales-talk]          # none of these
      standing: [stated, past]    # what the clause does with its words (default: stated, past)
      subject: [own, none]        # whom the sentence is about (default: anybody but the law and other people)
      section: [measures]         # a heading above holds one of these
      within: paragraph           # default: sentence

`like: described` repeats the frames of a lower level and adds to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Standing, Subject
from report_linter.match import Facts, Hit, Text

CONCEPTS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}

FRAME = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "like": {"enum": ["mentioned", "described"]},
        "all": CONCEPTS,
        "any": CONCEPTS,
        "count": {"type": "integer", "minimum": 2, "maximum": 9},
        "none": CONCEPTS,
        "standing": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": [standing.value for standing in Standing]},
        },
        "subject": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": [subject.value for subject in Subject]},
        },
        "section": CONCEPTS,
        "within": {"enum": ["sentence", "paragraph", "section"]},
    },
}
FRAMES = {"type": "array", "items": FRAME, "minItems": 1}

DEFAULT_STANDING = frozenset({Standing.STATED, Standing.PAST})
ANY_STANDING = frozenset(Standing)
DEFAULT_SUBJECT = frozenset({Subject.OWN, Subject.GROUP, Subject.SUPPLIER, Subject.NONE})
NOT_LAW = frozenset(Subject) - {Subject.LAW}


@dataclass(frozen=True, slots=True)
class Frame:
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    count: int = 1
    none: tuple[str, ...] = ()
    standing: frozenset[Standing] = DEFAULT_STANDING
    subject: frozenset[Subject] = DEFAULT_SUBJECT
    section: tuple[str, ...] = ()
    within: str = "sentence"

    @property
    def concepts(self) -> frozenset[str]:
        return frozenset((*self.all, *self.any, *self.none, *self.section))


ASSERTED = Frame()  # what a frame that says nothing of standing and subject asks for
SAID = Frame(standing=ANY_STANDING, subject=NOT_LAW)  # ... where a thing need only be mentioned
ANYTHING = Frame(standing=ANY_STANDING, subject=frozenset(Subject))  # ... where words alone matter


@dataclass(frozen=True, slots=True)
class Held:
    """A frame held in these sentences, by these words; `standing` is that of the first word asked for."""

    sentences: tuple[int, ...]
    hits: tuple[Hit, ...]
    standing: Standing


def build(written: Mapping[str, Any], lower: Sequence[Frame], default: Frame = ASSERTED) -> Iterator[Frame]:
    """The frame as written in a pack, on `default`; with `like`, one for each of the `lower` level's frames."""
    for base in lower if "like" in written else (default,):
        yield Frame(
            all=(*base.all, *(name for name in written.get("all", ()) if name not in base.all)),
            any=tuple(written.get("any", base.any)),
            count=written.get("count", 1 if "any" in written else base.count),
            none=(*base.none, *written.get("none", ())),
            standing=frozenset(map(Standing, written["standing"]))
            if "standing" in written
            else base.standing,
            subject=frozenset(map(Subject, written["subject"])) if "subject" in written else base.subject,
            section=tuple(written.get("section", base.section)),
            within=written.get("within", base.within),
        )
        if "any" in written and base.any:
            raise ValueError("'any' beside 'like' of a frame that has 'any' too; write the frame out")


def held(frame: Frame, text: Text, among: Callable[[int], bool] | None = None) -> Iterator[Held]:
    """Where the frame holds, in order of the document, in sentences `among` those asked for (running text)."""
    among = among or text.readable
    leading = frame.all[:1] or frame.any
    starts = sorted({index for concept in leading for index in text.index.get(concept, ())})
    done: set[int] = set()
    for start in starts:
        if not among(start):
            continue
        number, unit = _unit(frame, text, start)
        if number in done:
            continue
        done.add(number)
        if found := _holds(frame, text, [i for i in unit if among(i)]):
            yield found


def _unit(frame: Frame, text: Text, index: int) -> tuple[int, Sequence[int]]:
    """The number of the sentence, paragraph or section that a frame must hold in, and its sentences."""
    sentence = text.document.sentences[index]
    if frame.within == "sentence":
        return index, (index,)
    if frame.within == "paragraph":
        return sentence.block, text.paragraphs[sentence.block]
    return sentence.section, text.sections[sentence.section]


def _holds(frame: Frame, text: Text, unit: Sequence[int]) -> Held | None:
    allowed = [i for i in unit if _speaks(frame, text.facts[i])]
    if frame.none and any(text.facts[i].has(*frame.none) for i in allowed):
        return None
    if frame.section and not any(_under(frame, text, i) for i in unit):
        return None
    words: list[tuple[int, Hit]] = []
    for concept in frame.all:
        found = [
            (i, hit) for i in allowed for hit in text.facts[i].of(concept) if hit.standing in frame.standing
        ]
        if not found:
            return None
        words += found
    kinds: set[str] = set()
    for concept in frame.any:
        found = [
            (i, hit) for i in allowed for hit in text.facts[i].of(concept) if hit.standing in frame.standing
        ]
        kinds.update(hit.concept for _, hit in found)
        words += found
    if frame.any and len(kinds) < frame.count:
        return None
    own = [(i, hit) for i, hit in words if not hit.inherited]
    if not own:
        return None
    return Held(tuple(sorted({i for i, _ in own})), tuple(hit for _, hit in own), words[0][1].standing)


def _speaks(frame: Frame, facts: Facts) -> bool:
    return not facts.quoted and facts.subject in frame.subject


def _under(frame: Frame, text: Text, index: int) -> bool:
    return any(text.facts[heading].has(*frame.section) for heading in text.headings(index))
