"""Do references within the document lead anywhere? "See section 6", "Table 3", "Appendix B", and their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Block, Kind, Layer, Sentence, Span, Unit
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import CONCEPT
from report_linter.match import Hit, Text

SCHEMA = {
    "required": ["labelled", "elsewhere", "own"],
    "properties": {
        "labelled": CONCEPTS,
        "numbered": CONCEPTS,
        "pictured": CONCEPTS,
        "elsewhere": CONCEPTS,
        "own": CONCEPTS,
        "of": CONCEPT,
    },
}

_LABEL = re.compile(r"[.:]?\s?(?P<label>\d{1,3}(?:\.\d{1,2}){0,3}|(?-i:[A-H]|[IVX]{1,4}))\b(?!\s?%|\.?\d)")
_ROMAN = re.compile(r"[IVX]{2,4}")
_TITLE_ENDS = re.compile(r"\s*(?:[.:–—|-]|$)")
_NUMBERED = re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=[^\W\d_])")
_INLINE = re.compile(r"(?<![\w.])\(?(?P<label>\d{1,2})\) (?=[^\W\d_])")
_NEAR = 45  # characters between a reference and what it is part of
_OWN = 12  # ... and between "of" and the document's own name


@dataclass(frozen=True, slots=True)
class References:
    """`labelled` things carry their word in a heading or caption ("Table 1: ..."); `numbered` ones ("section 2") are
    found by the numbers of headings and lists, and judged only where the document has such numbers. What is `pictured`
    may have its caption in a picture. A reference is left alone where words of `elsewhere` (a law, another document)
    stand beside it, or where it goes on with `of` ("section 3 of ...") unless words of `own` follow.
    """

    labelled: tuple[str, ...]
    numbered: tuple[str, ...]
    pictured: tuple[str, ...]
    elsewhere: tuple[str, ...]
    own: tuple[str, ...]
    of: str

    def __call__(self, text: Text) -> Verdict:
        references = [found for index in self._readable(text) for found in self._in(text, index)]
        if not references:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        targets = self._targets(text)
        pictures = "pictures" in dict(text.document.reading.facts)
        cases = []
        for index, hit, label, span in references:
            known = targets.get(hit.concept, frozenset())
            if (
                label in known
                or (not known and _ROMAN.fullmatch(label))
                or (pictures and hit.concept in self.pictured and not known)
            ):
                continue
            if hit.concept in self.numbered and not known:
                continue
            evidence = Evidence(text.document.sentences[index].span, words=(span,))
            cases.append(Case((evidence,), (("words", text.document.quote(span)),)))
        if not cases:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        places = tuple(case.evidence[0] for case in cases)
        return Verdict(outcome=Outcome.FAIL, evidence=places, cases=tuple(cases))

    def _readable(self, text: Text) -> Iterator[int]:
        wanted = {i for name in (*self.labelled, *self.numbered) for i in text.index.get(name, ())}
        return (i for i in sorted(wanted) if text.printed(i) and not text.facts[i].quoted)

    def _in(self, text: Text, index: int) -> Iterator[tuple[int, Hit, str, Span]]:
        """References in a sentence: the hit of the word, the label and the span of both."""
        sentence = text.document.sentences[index]
        done: set[int] = set()
        for hit in text.facts[index].hits:
            if hit.inherited or hit.concept not in (*self.labelled, *self.numbered) or hit.span.start in done:
                continue
            found = _label(text, hit, sentence)
            if not found or self._is_title(text, sentence, hit, found):
                continue
            span = Span(hit.span.start, found.end("label"))
            if not self._leads_away(text, index, span):
                done.add(hit.span.start)
                yield index, hit, _bare(found["label"]), span

    def _is_title(self, text: Text, sentence: Sentence, hit: Hit, found: re.Match[str]) -> bool:
        """The word and label open a heading, a caption or a short line: they are the target, not a reference."""
        block = text.document.reading.blocks[sentence.block]
        if hit.span.start > block.span.start + 1:
            return False
        if block.kind in (Kind.HEADING, Kind.CAPTION):
            return True
        ends = _TITLE_ENDS.match(text.document.text, found.end("label"), block.span.end)
        return bool(ends) or (sentence.unit is Unit.LINE and "\t" not in text.document.quote(block.span))

    def _leads_away(self, text: Text, index: int, span: Span) -> bool:
        """Words for another document stand beside the reference, or it goes on with "of" something else."""
        hits = [hit for hit in text.facts[index].hits if not hit.inherited]
        if any(hit.concept in self.elsewhere and _apart(hit.span, span) <= _NEAR for hit in hits):
            return True
        owned = [hit.span.start for hit in hits if hit.concept in self.own]
        return any(
            not any(0 <= start - hit.span.end <= _OWN for start in owned)
            for hit in hits
            if hit.concept == self.of and 0 <= hit.span.start - span.end <= 1
        )

    def _targets(self, text: Text) -> Mapping[str, frozenset[str]]:
        """The labels that stand in the document, for each concept."""
        found: dict[str, set[str]] = {name: set() for name in (*self.labelled, *self.numbered)}
        for index, sentence in enumerate(text.document.sentences):
            for hit in text.facts[index].hits:
                if hit.concept in found and not hit.inherited and sentence.layer is not Layer.CONTENTS:
                    label = _label(text, hit, sentence)
                    if label and self._is_title(text, sentence, hit, label):
                        found[hit.concept].add(_bare(label["label"]))
        numbers = frozenset(_numbers(text))
        return {
            name: frozenset(labels) | (numbers if name in self.numbered else frozenset())
            for name, labels in found.items()
        }


def _apart(one: Span, other: Span) -> int:
    """Characters between two stretches."""
    return max(one.start - other.end, other.start - one.end, 0)


def _label(text: Text, hit: Hit, sentence: Sentence) -> re.Match[str] | None:
    return _LABEL.match(text.document.text, hit.span.end, sentence.span.end)


def _numbers(text: Text) -> Iterator[str]:
    """Numbers of headings, list items, lines that begin with a number, and lists within a sentence."""
    for section in text.document.sections:
        if section.number:
            yield _bare(section.number)
    for block in text.document.reading.blocks:
        if block.layer is not Layer.BODY:
            continue
        if block.number:
            yield _bare(block.number)
        yield from _opening(text, block)
    yield from (found["label"] for found in _INLINE.finditer(text.document.text))


def _opening(text: Text, block: Block) -> Iterator[str]:
    found = _NUMBERED.match(text.document.text, block.span.start, block.span.end)
    if found:
        yield found["label"]


def _bare(label: str) -> str:
    return label.strip("().").upper()


def build(options: Mapping[str, Any]) -> References:
    labelled, numbered, pictured, elsewhere, own = (
        tuple(options.get(key, ())) for key in ("labelled", "numbered", "pictured", "elsewhere", "own")
    )
    return References(labelled, numbered, pictured, elsewhere, own, options.get("of", ""))
