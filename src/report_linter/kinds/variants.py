"""Is one written standard kept, or do spellings of another slip in?

Each of the `standards` holds for documents in its `language`. With `usual` and `other`, the rarer of the two is told
(`other`, where both are as common); with `other` alone, whatever stands of it. Quotations, names and addresses are left
alone; so is a document in which more than a quarter of the sentences are in the other standard: it has two versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Layer, Span
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["standards", "names"],
    "properties": {
        "standards": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["language", "other"],
                "additionalProperties": False,
                "properties": {"language": {"type": "string"}, "usual": CONCEPT, "other": CONCEPT},
            },
        },
        "names": CONCEPTS,
        "finds": {"enum": ["fail", "review"]},
    },
}

_QUOTED = re.compile(r"«[^«»]{1,400}»|\"[^\"]{1,400}\"|“[^“”]{1,400}”")
_ADDRESS = re.compile(r"[^\s]{0,200}(?:/|@|www\.)[^\s]{0,200}")
_TWO_VERSIONS = 4  # one sentence in so many
_FEW = 2  # sentences that are never another version

_Found = dict[int, list[Span]]


@dataclass(frozen=True, slots=True)
class _Standard:
    language: str
    usual: str  # empty: the language itself
    other: str


@dataclass(frozen=True, slots=True)
class Variants:
    standards: tuple[_Standard, ...]
    names: tuple[str, ...]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        cases = []
        for standard in self.standards:
            if standard.language == text.document.language:
                for index, spans in sorted(self._strange(text, standard).items()):
                    words = dict.fromkeys(text.document.quote(span) for span in spans)
                    evidence = Evidence(text.document.sentences[index].span, words=tuple(spans))
                    cases.append(Case((evidence,), (("words", ", ".join(words)),)))
        return flagged(cases, self.finds)

    def _strange(self, text: Text, standard: _Standard) -> _Found:
        other = self._found(text, standard.other)
        if standard.usual:
            usual = self._found(text, standard.usual)
            if not usual or not other:
                return {}
            return other if _size(other) <= _size(usual) else usual
        written = sum(1 for sentence in text.document.sentences if sentence.layer is Layer.BODY)
        return {} if len(other) > max(_FEW, written // _TWO_VERSIONS) else other

    def _found(self, text: Text, concept: str) -> _Found:
        found: _Found = {}
        for index in text.index.get(concept, ()):
            sentence, facts = text.document.sentences[index], text.facts[index]
            if sentence.layer not in (Layer.BODY, Layer.NOTES) or facts.quoted:
                continue
            start, said = sentence.span.start, text.document.text[sentence.span.start : sentence.span.end]
            aside = [
                Span(start + m.start(), start + m.end())
                for m in (*_QUOTED.finditer(said), *_ADDRESS.finditer(said))
            ]
            aside += [hit.span for name in self.names for hit in facts.of(name) if not hit.inherited]
            spans = [
                hit.span
                for hit in facts.of(concept)
                if not hit.inherited
                and not any(hit.span.overlaps(one) for one in aside)
                and not _named(said, hit.span.start - start, hit.span.end - start)
            ]
            if spans:
                found[index] = spans
        return found


def _named(said: str, start: int, end: int) -> bool:
    """A word with a capital is part of a name, but for the first of a sentence that goes on in small letters."""
    if not said[start].isupper():
        return False
    opens = start == 0 or said[start - 1] == "\t"
    return not opens or said[end:].lstrip()[:1].isupper()


def _size(found: _Found) -> int:
    return sum(map(len, found.values()))


def build(options: Mapping[str, Any]) -> Variants:
    return Variants(
        standards=tuple(
            _Standard(one["language"], one.get("usual", ""), one["other"]) for one in options["standards"]
        ),
        names=tuple(options["names"]),
        finds=Outcome(options.get("finds", "fail")),
    )
