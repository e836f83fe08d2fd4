"""The draft's own text with marks: which words count or are noted, anchors to come to, and the way back."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from report_linter.document import Document, Span
from report_linter.reporters.html.model import Piece, Reference, Run

COUNTS, FINDING = "counts", "finding"


@dataclass(frozen=True, slots=True)
class Claim:
    """That `span` counts for a requirement or is noted by a finding. Without a reference only to be found again."""

    span: Span
    words: tuple[Span, ...] = ()
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class _Stay:
    """The part of a claim that stands in one block; `first` and `last` where the claim begins or ends in it."""

    start: int
    end: int
    claim: Claim
    first: bool
    last: bool


class Marks:
    """All claims about a document, by block."""

    def __init__(self, document: Document, claims: Iterable[Claim], prefix: str) -> None:
        self._document = document
        self._prefix = prefix
        self._blocks = document.reading.blocks
        self._starts = [block.span.start for block in self._blocks]
        self._stays: dict[int, list[_Stay]] = defaultdict(list)
        self._anchors: dict[Span, str] = {}
        for claim in claims:
            self._place(claim)

    def _place(self, claim: Claim) -> None:
        blocks = list(self._touched(claim.span))
        for index in blocks:
            block = self._blocks[index].span
            start, end = max(block.start, claim.span.start), min(block.end, claim.span.end)
            self._stays[index].append(_Stay(start, end, claim, index == blocks[0], index == blocks[-1]))
            self._anchors.setdefault(claim.span, f"{self._prefix}-t{start}")

    def _touched(self, span: Span) -> Iterator[int]:
        """Indexes of the blocks that hold a character of `span`."""
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        while index < len(self._blocks) and self._starts[index] < span.end:
            if self._blocks[index].span.overlaps(span):
                yield index
            index += 1

    def anchor(self, span: Span) -> str:
        """Where the text of a claim begins on the page; empty for what is no claim."""
        return self._anchors.get(span, "")

    def block_at(self, span: Span) -> int | None:
        """Index of the block in which `span` begins."""
        return next(self._touched(span), None)

    def has(self, block: int) -> bool:
        return block in self._stays

    def runs(self, block: int) -> tuple[Run, ...]:
        """The text of a block, cut where claims begin and end; claims that overlap are one run."""
        span, text = self._blocks[block].span, self._document.text
        runs, at = [], span.start
        for stays in _unions(self._stays.get(block, ())):
            start, end = stays[0].start, max(stay.end for stay in stays)
            if start > at:
                runs.append(Run((Piece(text[at:start]),)))
            pieces = tuple(self._pieces(start, end, stays))
            runs.append(Run(pieces, _references(_heard(stays)), claimed=True))
            at = end
        if at < span.end:
            runs.append(Run((Piece(text[at : span.end]),)))
        return tuple(runs)

    def _pieces(self, start: int, end: int, stays: Sequence[_Stay]) -> Iterator[Piece]:
        marks = {
            kind: [word for stay in _heard(stays) if _kind(stay.claim) == kind for word in stay.claim.words]
            for kind in (FINDING, COUNTS)
        }
        anchors = {stay.start for stay in stays if stay.first}
        edges = {edge for words in marks.values() for word in words for edge in (word.start, word.end)}
        cuts = sorted({start, end} | anchors | {edge for edge in edges if start < edge < end})
        for left, right in itertools.pairwise(cuts):
            mark = next((kind for kind, words in marks.items() if _inside(left, words)), "")
            anchor = f"{self._prefix}-t{left}" if left in anchors else ""
            yield Piece(self._document.text[left:right], mark, anchor)


def _unions(stays: Iterable[_Stay]) -> Iterator[list[_Stay]]:
    """Groups of those that overlap, in order."""
    group: list[_Stay] = []
    end = -1
    for stay in sorted(stays, key=lambda stay: (stay.start, stay.end)):
        if group and stay.start >= end:
            yield group
            group = []
        group.append(stay)
        end = max(end, stay.end) if len(group) > 1 else stay.end
    if group:
        yield group


def _heard(stays: Sequence[_Stay]) -> list[_Stay]:
    """Those to be shown: guidance beyond the law only where nothing else is to say about the words."""
    shown = [(stay.claim.reference, stay) for stay in stays if stay.claim.reference]
    return [stay for reference, stay in shown if not reference.beyond] or [stay for _, stay in shown]


def _kind(claim: Claim) -> str:
    if claim.reference is None:
        return ""
    return FINDING if claim.reference.finding else COUNTS


def _inside(offset: int, words: Iterable[Span]) -> bool:
    return any(word.start <= offset < word.end for word in words)


def _references(stays: Iterable[_Stay]) -> tuple[Reference, ...]:
    """Of the claims that end here, each requirement once; as a finding where it is one."""
    found: dict[str, Reference] = {}
    for stay in stays:
        reference = stay.claim.reference
        if reference and stay.last and (reference.link not in found or reference.finding):
            found[reference.link] = reference
    return tuple(sorted(found.values(), key=lambda reference: not reference.finding))


def quoted(
    document: Document, span: Span, words: Iterable[Span], mark: str, length: int
) -> tuple[Piece, ...]:
    """The text of `span` on one line with its words marked, at most about `length` characters."""
    cut = _cut(document.text, span, length)
    edges = {edge for word in words for edge in (word.start, word.end) if span.start < edge < cut}
    cuts = sorted({span.start, cut} | edges)
    pieces = [
        Piece(_flat(document.text[left:right]), mark if _inside(left, words) else "")
        for left, right in itertools.pairwise(cuts)
    ]
    return (*pieces, Piece(" …")) if cut < span.end else tuple(pieces)


def _cut(text: str, span: Span, length: int) -> int:
    """The end of what is shown of `span`: after a word."""
    if span.end - span.start <= length:
        return span.end
    end = span.start + length
    space = text.rfind(" ", span.start + length // 2, end)
    return space if space > 0 else end


def _flat(text: str) -> str:
    return text.replace("\t", " | ").replace("\n", " ")
