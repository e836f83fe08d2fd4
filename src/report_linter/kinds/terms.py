"""Do defined terms keep their meaning? Places of `frames`, as in `flags`, and terms that are defined twice.

A hit of `defined` holds a term: in quotation marks, or as its last words ("together referred to as the Company"). A
term is defined twice where a later definition names others than the first. `table` is the header of a list of terms,
whose first column holds them. `narrow` are frames that count only in a document that defines a term. A hit of `owner`
names the company above the enterprise: where that name stands beside a word of `acts`, the owner is the subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Span, Unit
from report_linter.finding import Case, Evidence, Role, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import FRAMES
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["frames", "defined"],
    "properties": {
        **flags.SCHEMA["properties"],  # type: ignore[dict-item]
        "defined": CONCEPT,
        "table": CONCEPT,
        "narrow": FRAMES,
        "owner": CONCEPT,
        "acts": CONCEPT,
    },
}

_QUOTED = re.compile(r"[«“”\"„]\s?(?P<term>[^«»“”\"„]{2,40}?)\s?[»”\"“]")
_LAST = re.compile(r"(?P<term>[^\W\d_]+)\W*$")
_OWNER = re.compile(r"[A-ZÆØÅ][\w&-]+")
_NAME = re.compile(r"(?<![\w-])[A-ZÆØÅ][\w&-]+")
_BESIDE = 15  # characters between the owner's name and what it did
_SHORT = 4  # letters: articles and the like before a term


@dataclass(frozen=True, slots=True)
class _Definition:
    term: str
    sentence: int
    span: Span
    names: frozenset[str]  # what the sentence names beside the term


@dataclass(frozen=True, slots=True)
class Terms:
    places: flags.Flags
    defined: str
    table: str
    narrow: flags.Flags | None
    owner: str
    acts: str

    def __call__(self, text: Text) -> Verdict:
        cases = [*self.places(text).cases, *self._shifted(text)]
        if self.narrow and text.index.get(self.defined):
            told = {case.evidence[0].span for case in cases}
            more = [*self.narrow(text).cases, *self._of_owner(text)]
            cases += [case for case in more if case.evidence[0].span not in told]
        return flagged(sorted(cases, key=lambda case: case.evidence[0].span), self.places.finds)

    def _shifted(self, text: Text) -> Iterator[Case]:
        first: dict[str, _Definition] = {}
        for found in sorted(self._definitions(text), key=lambda one: one.span):
            known = first.setdefault(found.term, found)
            if found.sentence != known.sentence and found.names != known.names:
                yield _case(text, known, found)

    def _of_owner(self, text: Text) -> Iterator[Case]:
        """The owner, by the first word of its name, does what the enterprise should account for."""
        for index in text.index.get(self.owner, ()):
            for hit in text.facts[index].of(self.owner):
                name = _OWNER.search(text.document.text, hit.span.start, hit.span.end)
                if name is None or any(name[0] in own for own in text.own):
                    continue
                for other in text.index.get(self.acts, ()):
                    span = text.document.sentences[other].span
                    places = [
                        Span(span.start + m.start(), span.start + m.end())
                        for m in re.finditer(rf"\b{name[0]}\b", text.document.text[span.start : span.end])
                    ]
                    if other > index and text.readable(other) and self._beside(text, other, places):
                        words = (("words", text.document.quote(places[0])),)
                        yield Case((Evidence(span, words=(places[0],)),), words)

    def _beside(self, text: Text, index: int, places: list[Span]) -> bool:
        acts = [h.span for h in text.facts[index].of(self.acts) if not h.inherited]
        return any(
            -_BESIDE <= place.start - act.end <= 1 or 0 <= act.start - place.end <= _BESIDE
            for place in places
            for act in acts
        )

    def _definitions(self, text: Text) -> Iterator[_Definition]:
        for index in text.index.get(self.defined, ()):
            for hit in text.facts[index].of(self.defined):
                said = text.document.text[hit.span.start : hit.span.end]
                terms = [m["term"] for m in _QUOTED.finditer(said)] or [
                    m["term"] for m in _LAST.finditer(said)
                ]
                if not hit.inherited:
                    yield from (_made(text, index, term, hit.span) for term in terms if _key(term))
        for index in text.index.get(self.table, ()):
            sentence = text.document.sentences[index]
            cell = text.document.reading.blocks[sentence.block].cell
            cells = text.document.text[sentence.span.start : sentence.span.end].split("\t")
            if sentence.unit is Unit.ROW and cell and cell.row and len(cells) > 1 and _key(cells[0]):
                span = Span(sentence.span.start, sentence.span.start + len(cells[0]))
                yield _made(text, index, cells[0], span)


def _key(term: str) -> str:
    """The term without an article before it, in lower case; terms begin with a capital."""
    words = [word for word in re.findall(r"\w+", term) if len(word) >= _SHORT or word[:1].isupper()]
    return " ".join(words).lower() if words and words[-1][:1].isupper() else ""


def _made(text: Text, index: int, term: str, span: Span) -> _Definition:
    sentence = text.document.sentences[index].span
    said = text.document.text[sentence.start : sentence.end]
    names = frozenset(_NAME.findall(said[1:])) | {said.split(maxsplit=1)[0]}
    own = {word for word in names if word.lower() in _key(term).split()}
    return _Definition(_key(term), index, span, names - own)


def _case(text: Text, first: _Definition, later: _Definition) -> Case:
    evidence = tuple(
        Evidence(text.document.sentences[one.sentence].span, role, words=(one.span,))
        for one, role in ((later, Role.PRIMARY), (first, Role.RELATED))
    )
    return Case(evidence, (("words", text.document.quote(later.span)),))


def build(options: Mapping[str, Any]) -> Terms:
    own = ("defined", "table", "narrow", "owner", "acts")
    rest = {key: value for key, value in options.items() if key not in own}
    narrow = flags.build({**rest, "frames": options["narrow"]}) if "narrow" in options else None
    return Terms(
        places=flags.build(rest),
        defined=options["defined"],
        table=options.get("table", ""),
        narrow=narrow,
        owner=options.get("owner", ""),
        acts=options.get("acts", ""),
    )
