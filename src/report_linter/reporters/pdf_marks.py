"""A copy of a PDF draft with highlights on the words of each finding, and the finding as their note.

The draft's bytes stay as they are; the marks are appended (`pdf_update`). Marks of an earlier run are replaced, what
others have written is kept. PDFium is not thread-safe, and a hostile file may break it: nothing here may run in a
thread, and callers do well to run it in a process of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject

from report_linter.document import Document, Layer, Span
from report_linter.errors import UsageError
from report_linter.finding import DocumentReport, Evidence, Finding, Outcome, Role
from report_linter.readers.pdf_characters import PageCharacters, page_characters
from report_linter.readers.pdf_page import OWN_NAME, Box, is_own_mark, open_document, page_count
from report_linter.reporters import View
from report_linter.reporters.facts import language_of
from report_linter.reporters.order import rank, with_role
from report_linter.reporters.pdf_mark_places import Patch, patches
from report_linter.reporters.pdf_mark_shapes import NOTE_SIZE, Mark, annotation, apart
from report_linter.reporters.pdf_mark_texts import SUBJECT, Teller, teller, together
from report_linter.reporters.pdf_update import Update

PASSAGES, OTHER_SIDES = 2, 2  # of a finding that are marked: its own, and what contradicts them
_QUOTED = (Role.PRIMARY, Role.SUPPORTING, Role.SET_ASIDE)
_EDGE = 6.0  # points between the note and the page's edges
_Words = tuple[Span, ...]


def mark(data: bytes, result: DocumentReport, view: View) -> bytes:
    """A marked copy of the PDF `data`, whose findings are `result`. Raises UsageError.

    The same input, with the same day in `view`, gives the same bytes, unless the draft is encrypted with AES.
    """
    document = result.document
    assert document is not None
    try:
        update = Update(data)
        with closing(_opened(data)) as file:
            if update.pages != page_count(file):
                raise _damaged()
            _Copy(update, _Pages(file), teller(result, document, language_of(result, view)), view).mark()
        copy = update.complete()
    except (PyPdfError, pdfium.PdfiumError, RecursionError) as error:
        raise _damaged() from error
    _prove(copy, update)
    return copy


def _opened(data: bytes) -> Any:
    return open_document(data)


def _damaged() -> UsageError:
    return UsageError("the draft is damaged, so that it cannot be marked; export it again and check that")


def _prove(copy: bytes, update: Update) -> None:
    """Whether the copy opens, with the marks in their places. Raises UsageError."""
    try:
        with closing(_opened(copy)) as file:
            sound = page_count(file) == update.pages and all(
                _annotations_of(file, index) >= expected for index, expected in update.annotated.items()
            )
    except pdfium.PdfiumError:
        sound = False
    if not sound:
        raise _damaged()


def _annotations_of(file: Any, index: int) -> int:
    page = file[index]
    try:
        return int(pdfium.raw.FPDFPage_GetAnnotCount(page.raw))
    finally:
        page.close()


class _Pages:
    """The characters of pages, counted from 1, each read once; None for one that cannot be read."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._read: dict[int, PageCharacters | None] = {}
        self.count = page_count(file)

    def __call__(self, number: int) -> PageCharacters | None:
        if number not in self._read:
            try:
                self._read[number] = page_characters(self._file, number - 1)
            except pdfium.PdfiumError:
                self._read[number] = None
        return self._read[number]


@dataclass(slots=True)
class _Passage:
    """Words of the text, where they stand, and the findings about them: those told here in full, and others."""

    words: _Words
    patches: list[Patch]
    told: list[Finding] = field(default_factory=list)
    named: list[Finding] = field(default_factory=list)

    @property
    def page(self) -> int:
        return self.patches[0].page

    @property
    def findings(self) -> list[Finding]:
        return sorted([*self.told, *self.named], key=rank)

    @property
    def area(self) -> float:
        return sum((box[2] - box[0]) * (box[3] - box[1]) for box in (patch.box for patch in self.patches))


class _Copy:
    """The marks of one draft on their way into the file."""

    def __init__(self, update: Update, pages: _Pages, tell: Teller, view: View) -> None:
        self._update, self._pages, self._tell, self._view = update, pages, tell, view
        self._passages: dict[_Words, _Passage] = {}
        self._unplaced: list[Finding] = []
        self._left_out: dict[int, list[Evidence]] = {}  # by the finding's place in the report
        self._main: dict[int, int] = {}  # ... the page on which it is told in full

    @property
    def _document(self) -> Document:
        return self._tell.document

    def mark(self) -> None:
        order = {item.id: at for at, item in enumerate(self._tell.result.requirements)}
        findings = sorted(
            self._tell.result.findings, key=lambda one: (rank(one), order.get(one.requirement, len(order)))
        )
        for finding in findings:
            self._place(finding)
        marks = [mark for passage in self._sorted() for mark in self._highlights(passage)]
        by_page: dict[int, list[Mark]] = {}
        for one in marks:
            by_page.setdefault(one.page, []).append(one)
        by_page = {page: apart(found) for page, found in by_page.items()}
        summary = self._summary()
        by_page.setdefault(summary.page, []).append(summary)
        for number in range(1, self._pages.count + 1):
            self._write(number, by_page.get(number, []))

    # Where a finding stands

    def _place(self, finding: Finding) -> None:
        evidence = self._shown(finding)
        shown = [passage for one in evidence if (passage := self._passage(one))]
        if not shown:
            self._unplaced.append(finding)
            return
        shown[0].told.append(finding)
        self._main[id(finding)] = shown[0].page
        for other in {one.words: one for one in shown[1:] if one is not shown[0]}.values():
            other.named.append(finding)
        kept = {id(one) for one in evidence}
        quoted = with_role(finding.evidence, *_QUOTED, Role.RELATED)
        self._left_out[id(finding)] = [one for one in quoted if id(one) not in kept]

    def _shown(self, finding: Finding) -> list[Evidence]:
        """What is marked of a finding: words that are there, else the heading that something is missing under."""
        quoted = with_role(finding.evidence, *_QUOTED)[:PASSAGES]
        quoted += with_role(finding.evidence, Role.RELATED)[:OTHER_SIDES]
        if quoted:
            return quoted
        return [
            one for one in with_role(finding.evidence, Role.EXPECTED)[:1] if one.span not in self._starts()
        ]

    def _starts(self) -> set[Span]:
        """What stands first in the document: there, for want of a heading, is what is missing from the whole."""
        sentences = self._document.sentences
        body = (sentence.span for sentence in sentences if sentence.layer is Layer.BODY)
        return {span for span in (sentences[0].span if sentences else None, next(body, None)) if span}

    def _passage(self, evidence: Evidence) -> _Passage | None:
        words = _merged([_whole(self._document.text, span) for span in evidence.words or (evidence.span,)])
        if words not in self._passages:
            found = patches(self._document, words, self._pages)
            if not found and evidence.words:
                found = patches(self._document, (evidence.span,), self._pages)
            if not found:
                return None
            self._passages[words] = _Passage(words, found)
        return self._passages[words]

    def _sorted(self) -> list[_Passage]:
        """In the order of the text, larger before smaller: what is drawn later lies above, and can be pointed at."""
        return sorted(
            (passage for passage in self._passages.values() if passage.findings),
            key=lambda passage: (passage.words[0].start, -round(passage.area), passage.words),
        )

    # What the marks are

    def _highlights(self, passage: _Passage) -> Iterator[Mark]:
        """One highlight, or one on each page that the words stand on."""
        pages = list(dict.fromkeys(patch.page for patch in passage.patches))
        subject = self._tell.label(passage.findings[0])
        for page in pages:
            boxes = tuple(patch.box for patch in passage.patches if patch.page == page)
            contents = (
                together(self._said(one, passage) for one in passage.findings)
                if page == pages[0]
                else self._tell.continued(passage.findings, pages[0])
            )
            name = self._name(page, passage.words)
            yield Mark(page, boxes, subject, contents, _tone(passage.findings), name)

    def _said(self, finding: Finding, passage: _Passage) -> str:
        if any(finding is one for one in passage.told):
            return self._tell.full(finding, self._left_out[id(finding)])
        return self._tell.short(finding, self._main[id(finding)])

    def _name(self, page: int, words: _Words) -> str:
        """The same for the same words at the same place, so that answers to a mark keep to it."""
        said = "\0".join([str(page), *(f"{one.start} {self._document.quote(one)}" for one in words)])
        return OWN_NAME + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]

    def _summary(self) -> Mark:
        """The note about the whole, in the upper left corner of the first page that can be opened."""
        number = next(n for n in (*range(1, self._pages.count + 1), 0) if n == 0 or self._pages(n))
        content = self._pages(number) if number else None
        if content is None:
            raise _damaged()
        tone = _tone(self._unplaced) if self._unplaced else "info"
        contents = self._tell.summary(self._unplaced, bool(self._main), self._view.today)
        box = self._corner(number, content)
        return Mark(number, (box,), SUBJECT, contents, tone, f"{OWN_NAME}summary", note=True)

    def _corner(self, number: int, content: PageCharacters) -> Box:
        """A free place at the left edge, below the notes of others."""
        move, (width, height) = content.frame.to_display(), content.frame.size
        taken = []
        for item in self._update.annotations(number - 1):
            found = self._update.resolved(item)
            if isinstance(found, DictionaryObject) and not self._own(found):
                taken += _displayed(self._update.resolved(found.get("/Rect")), move)
        size = min(NOTE_SIZE, width, height)
        x, top = min(_EDGE, width - size), min(_EDGE, height - size)
        at = top
        while at + size <= height:
            box = (x, at, x + size, at + size)
            if not any(_overlap(box, other) for other in taken):
                return box
            at += size + 2
        return (x, top, x + size, top + size)

    # Into the file

    def _write(self, number: int, marks: Sequence[Mark]) -> None:
        """The page's annotations: those of others in their order, then the marks."""
        update = self._update
        kept, old = self._others(number)
        if not marks and not old:
            return
        content = self._pages(number)
        page = update.page(number - 1)
        written: list[PdfObject] = []
        for one in marks:
            assert content is not None
            made = annotation(one, content.frame, update, page, self._view.today)
            before = old.pop(one.name, None)
            if before is None:
                before = update.add(made)
            else:
                update.put(before, made)
            written.append(before)
        dropped = self._answered(kept, old)
        kept = [item for item in kept if not self._popup_of(item, dropped)]
        update.annotate(number - 1, [*kept, *written])

    def _others(self, number: int) -> tuple[list[PdfObject], dict[str, IndirectObject]]:
        """The annotations to keep, and our own earlier ones by name."""
        kept: list[PdfObject] = []
        old: dict[str, IndirectObject] = {}
        for item in self._update.annotations(number - 1):
            found = self._update.resolved(item)
            if not isinstance(found, DictionaryObject) or not self._own(found):
                kept.append(item)
            elif isinstance(item, IndirectObject):
                old[str(found.get("/NM"))] = item
        return kept, old

    def _own(self, found: DictionaryObject) -> bool:
        author, name = (self._update.resolved(found.get(key)) for key in ("/T", "/NM"))
        return is_own_mark(str(author), str(name))

    def _answered(self, kept: list[PdfObject], old: dict[str, IndirectObject]) -> list[IndirectObject]:
        """Earlier marks that go; one that somebody has answered stays, before the answers."""
        answered = {self._target(item, "/IRT") for item in kept}
        gone = []
        for reference in old.values():
            if reference.idnum in answered:
                kept.insert(0, reference)
            else:
                gone.append(reference)
        return gone

    def _popup_of(self, item: PdfObject, dropped: Iterable[IndirectObject]) -> bool:
        return self._target(item, "/Parent") in {reference.idnum for reference in dropped}

    def _target(self, item: PdfObject, key: str) -> int | None:
        """The number of the object that an annotation belongs to."""
        found = self._update.resolved(item)
        if not isinstance(found, DictionaryObject) or key not in found:
            return None
        target = found.raw_get(key)
        return target.idnum if isinstance(target, IndirectObject) else None


def _whole(text: str, span: Span) -> Span:
    """The span with the rest of a word that it begins or ends in."""
    start, end = span.start, span.end
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def _merged(spans: Sequence[Span]) -> _Words:
    """The spans in order, those that overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _tone(findings: Sequence[Finding]) -> str:
    worst = min(findings, key=rank)
    if not worst.open:
        return "decided"
    return "review" if worst.outcome is Outcome.REVIEW else worst.severity.word


def _displayed(rect: object, move: Any) -> list[Box]:
    """A rectangle of the file as displayed; none where it is not one."""
    try:
        a, b, c, d = (float(value) for value in rect)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return []
    (x0, y0), (x1, y1) = move(a, b), move(c, d)
    return [(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
