"""Is the same said twice in the same words? A run of so many words that stands in two places.

Headings, quotations and the law's own words may repeat; so may names of standards (`names`), which count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Kind, Layer, Span
from report_linter.finding import Case, Evidence, Outcome, Role, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["words", "names"],
    "properties": {
        "words": {"type": "integer", "minimum": 6, "maximum": 40},
        "names": CONCEPTS,
        "finds": {"enum": ["fail", "review"]},
    },
}

_WORD = re.compile(r"[\w%]+")
_QUOTED = re.compile(r"«[^«»]{1,400}»|\"[^\"]{1,400}\"|“[^“”]{1,400}”")
_SHOWN = 12  # words of the repeated text in the message


@dataclass(frozen=True, slots=True)
class Repeated:
    words: int
    names: tuple[str, ...]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        cases = tuple(self._cases(text))
        return flagged(cases, self.finds)

    def _cases(self, text: Text) -> Iterator[Case]:
        seen: dict[tuple[str, ...], Span] = {}
        for words in _runs(text, self.names):
            until = 0  # of a run found repeated: it is told once
            for at in range(len(words) - self.words + 1):
                run = words[at : at + self.words]
                key = tuple(word for word, _ in run)
                span = Span(run[0][1].start, run[-1][1].end)
                first = seen.setdefault(key, span)
                if first is not span and not first.overlaps(span) and at >= until:
                    until = at + self.words
                    while (
                        until < len(words)
                        and tuple(w for w, _ in words[until - self.words + 1 : until + 1]) in seen
                    ):
                        until += 1
                    yield _case(text, span, first)


def _case(text: Text, span: Span, first: Span) -> Case:
    places = []
    for one, role in ((span, Role.PRIMARY), (first, Role.RELATED)):
        index = text.document.sentence_at(one.start)
        if index is not None:
            sentence = text.document.sentences[index].span
            places.append(Evidence(sentence, role, words=(Span(one.start, min(one.end, sentence.end)),)))
    return Case(tuple(places), (("words", " ".join(text.document.quote(span).split()[:_SHOWN]) + " …"),))


def _runs(text: Text, names: tuple[str, ...]) -> Iterator[list[tuple[str, Span]]]:
    """The words of each paragraph, item and cell, in lower case, without quotations and names."""
    aside: dict[int, list[Span]] = {}
    for index, sentence, facts in text.sentences():
        spans = aside.setdefault(sentence.block, [])
        if facts.quoted or not text.printed(index):
            spans.append(sentence.span)
        spans += [hit.span for name in names for hit in facts.of(name) if not hit.inherited]
    for number, block in enumerate(text.document.reading.blocks):
        if block.layer not in (Layer.BODY, Layer.NOTES) or block.kind in (Kind.HEADING, Kind.CAPTION):
            continue
        start, said = block.span.start, text.document.text[block.span.start : block.span.end]
        left_out = aside.get(number, []) + [
            Span(start + m.start(), start + m.end()) for m in _QUOTED.finditer(said)
        ]
        words = (
            (match[0].lower(), Span(start + match.start(), start + match.end()))
            for match in _WORD.finditer(said)
        )
        yield [(word, span) for word, span in words if not any(span.overlaps(one) for one in left_out)]


def build(options: Mapping[str, Any]) -> Repeated:
    return Repeated(options["words"], tuple(options["names"]), Outcome(options.get("finds", "fail")))
