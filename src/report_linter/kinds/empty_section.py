"""Which headings have nothing under them, or only words that say nothing?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Kind, Layer, Section, Unit
from report_linter.finding import Case, Evidence, Outcome, Standing, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["least", "title", "small", "filler", "content"],
    "properties": {
        "least": {"type": "integer", "minimum": 2, "maximum": 60},
        "most": {"type": "integer", "minimum": 2, "maximum": 60},
        "title": CONCEPTS,
        "small": CONCEPTS,
        "filler": CONCEPT,
        "content": CONCEPTS,
    },
}

_WORD = re.compile(r"\w*[^\W\d_]\w*")
_TITLE = re.compile(r"[^\W\d_][^\d.,;:|<>\[\]]*")  # begins with a letter; no figures, no full stops
_LONGEST = 8  # words
_FRONT = 3  # sections: the lines of a title page may all be headings


@dataclass(frozen=True, slots=True)
class EmptySection:
    """A section is empty with fewer than `least` words, or with up to `most` words of `filler`.

    Not empty: one that holds `content`, a denial or a table, one whose heading is a `title`, a question, or names a
    `small` thing (contact, signatures), and one that is divided into sections of its own or
    whose title comes back below, as in a list of contents.
    """

    least: int
    most: int
    title: tuple[str, ...]
    small: tuple[str, ...]
    filler: str
    content: tuple[str, ...]

    def __call__(self, text: Text) -> Verdict:
        cases = tuple(
            Case((Evidence(text.document.reading.blocks[heading].span),), (("words", section.title),))
            for number, section in enumerate(text.document.sections)
            if (heading := section.heading) is not None
            and not self._excused(text, number, heading)
            and self._is_empty(text, number, section)
        )
        return flagged(cases, Outcome.FAIL)

    def _excused(self, text: Text, number: int, heading: int) -> bool:
        sections = text.document.sections
        named = text.heading_of.get(heading)
        if named is None:
            return True
        block = text.document.reading.blocks[heading]
        facts = text.facts[named]
        return (
            any(other.parent == number for other in sections)
            or (
                not block.level and not sections[number].number and not self._is_heading(text, heading, named)
            )
            or any(
                other.title.casefold() == sections[number].title.casefold()
                for other in sections[number + 1 :]
            )
            or facts.has(*self.small)
            or (number <= _FRONT and facts.has(*self.title))
            or text.document.text[block.span.end - 1] == "?"
        )

    def _is_heading(self, text: Text, heading: int, named: int) -> bool:
        """Whether a line that the reader only took for a heading looks like one, and not like a name or a label."""
        block = text.document.reading.blocks[heading]
        title = text.document.quote(block.span)
        words = not text.facts[named].has(*self.content) and len(title.split()) <= _LONGEST
        return words and bool(_TITLE.fullmatch(title))

    def _is_empty(self, text: Text, number: int, section: Section) -> bool:
        blocks = text.document.reading.blocks[slice(*section.blocks)]
        shown = [b for b in blocks[1:] if b.layer is Layer.BODY]
        if any(b.cell is not None or b.kind is Kind.CAPTION for b in shown):
            return False
        inside = list(self._sentences(text, number))
        count = sum(len(_WORD.findall(text.document.quote(b.span))) for b in shown)
        if not count:
            return True
        if count <= self.most and all(self._fills(text, i) for i in inside):
            return True
        return count < self.least and not any(self._says(text, i) for i in inside)

    def _sentences(self, text: Text, number: int) -> Iterator[int]:
        for index, sentence in enumerate(text.document.sentences):
            inside = sentence.section == number and sentence.layer is Layer.BODY
            if inside and sentence.unit is not Unit.HEADING:
                yield index

    def _fills(self, text: Text, index: int) -> bool:
        return text.facts[index].has(self.filler) and not text.facts[index].has(*self.content)

    def _says(self, text: Text, index: int) -> bool:
        facts = text.facts[index]
        denies = any(scope.standing is Standing.DENIED for scope in facts.scopes)
        return (denies and not facts.has(self.filler)) or facts.has(*self.content)


def build(options: Mapping[str, Any]) -> EmptySection:
    return EmptySection(
        least=options["least"],
        most=options.get("most", options["least"]),
        title=tuple(options["title"]),
        small=tuple(options["small"]),
        filler=options["filler"],
        content=tuple(options["content"]),
    )
