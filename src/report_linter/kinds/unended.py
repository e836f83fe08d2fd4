"""Which paragraphs break off without a full stop?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Kind, Layer, Span, Unit
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["words", "none"],
    "properties": {
        "words": {"type": "integer", "minimum": 4, "maximum": 40},
        "none": CONCEPTS,
        "finds": {"enum": ["fail", "review"]},
    },
}

_LAST = 3  # words to show
_HEADED = re.compile(r"(?:[^\W\d_]+,? ){0,4}?(?:§§? ?\d|(?:section|paragraf|bokstav|ledd) \d)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z])[.)]|\d{1,2}(?:\.\d{1,2}){1,3}) ", re.IGNORECASE)
_LISTED = 2  # semicolons: the row of a table that has lost its lines


@dataclass(frozen=True, slots=True)
class Unended:
    """Paragraphs of at least `words` words that end in a word or a number."""

    words: int
    none: tuple[str, ...]  # signature lines and the like
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        sentences, blocks = text.document.sentences, text.document.reading.blocks
        cases = []
        for index, sentence in enumerate(sentences):
            said = text.document.text[sentence.span.start : sentence.span.end]
            if (
                sentence.unit in (Unit.SENTENCE, Unit.LINE)
                and sentence.layer is Layer.BODY
                and blocks[sentence.block].kind is Kind.PARAGRAPH
                and sentence.span.end == blocks[sentence.block].span.end
                and said[-1:].isalnum()
                and said[:1].isupper()
                and said.count(";") < _LISTED
                and not text.facts[index].has(*self.none)
                and not _headed(said)
                and not _leads_on(text, sentence.block)
                and len(_paragraph(text, sentence.block).split()) >= self.words
            ):
                tail = " ".join(said.split()[-_LAST:])
                span = Span(sentence.span.end - len(tail), sentence.span.end)
                cases.append(Case((Evidence(sentence.span, words=(span,)),), (("words", tail),)))
        return flagged(cases, self.finds)


def _headed(said: str) -> bool:
    """A heading in all but its style: it begins with the section of the law that it answers, or with a number."""
    return bool(_HEADED.match(said) or _NUMBERED.match(said))


def _leads_on(text: Text, block: int) -> bool:
    """A list follows."""
    following = text.document.reading.blocks[block + 1 : block + 2]
    return any(one.kind is Kind.ITEM for one in following)


def _paragraph(text: Text, block: int) -> str:
    span = text.document.reading.blocks[block].span
    return text.document.text[span.start : span.end]


def build(options: Mapping[str, Any]) -> Unended:
    return Unended(options["words"], tuple(options["none"]), Outcome(options.get("finds", "fail")))
