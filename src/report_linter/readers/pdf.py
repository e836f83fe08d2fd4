"""Reads a PDF: its text in reading order, as headings, paragraphs, items, cells and notes, with places.

PDFium gives words with fonts and places (`pdf_page`); they become lines in reading order (`pdf_lines`),
tables (`pdf_tables`), parts with a role (`pdf_roles`) and blocks (`pdf_blocks`); here the text is made.
PDFium is not thread-safe: nothing here may run in a thread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium

from report_linter.document import Block, Line, PdfPlace, Reading, Span, Unread
from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, AtPage, Limits, no_pages, refuse
from report_linter.readers.pdf_blocks import Draft, blocks_of
from report_linter.readers.pdf_grid import unruled_of
from report_linter.readers.pdf_lines import (
    Chunk,
    Row,
    chunks_of,
    in_order,
    join_labels,
    measure_columns,
    rows_of,
)
from report_linter.readers.pdf_page import (
    PageContent,
    Picture,
    Word,
    open_document,
    page_count,
    picture_of,
    read_page,
    title_of,
)
from report_linter.readers.pdf_roles import PageLayout, body_of, mark_contents, mark_furniture, mark_notes
from report_linter.readers.pdf_tables import Table, tables_of

MEDIA_TYPE = "application/pdf"

_HEAD = 1024  # bytes before the header that readers put up with
_PASSWORD, _SECURITY = 4, 5  # PDFium's codes for a missing password and an unknown kind of protection
_COMPOUND = re.compile(r"\w+(?:-\w+)*")
_OPENING = "«“\"'(["
_HYPHENS = "-\u2010\u00ad"
_COORDINATION = frozenset(["og", "eller", "and", "or", "und", "oder", "och", "samt", "bzw"])
_RANGE = frozenset(["til", "to", "men"])  # after a figure; else the ends of words: "kon-to", "sam-men"
_UNMAPPED = 0.25  # share of characters without meaning above which a page's text is noise
_SHOWN = 0.08  # share of a page that the largest picture covers at least to show something; logos are smaller
_RUNNING_WORDS = 40  # a scanned page with no more words may hold nothing but a header and footer as text
_PICTURE = 0.5  # share of a page a picture covers to make it a scan, where only running text stands on it


def sniff(head: bytes) -> bool:
    """Whether a file that begins with these bytes claims to be a PDF."""
    return b"%PDF-" in head[:_HEAD]


Recognise = Callable[[Picture], list[Word]]  # the words of a picture of a page, none where it cannot tell


def read(
    data: bytes,
    limits: Limits = DEFAULT,
    at_page: AtPage = no_pages,
    recognise: Recognise | None = None,
) -> Reading:
    """The reading of a PDF; raises `ReadError` if there is nothing to read.

    Pages without a text layer are given to `recognise`, and left unread without it.
    """
    if not data:
        raise ReadError("empty", "the file is empty; export the document again and check that")
    document = _open(data)
    try:
        count, title = page_count(document), title_of(document)
        if not count:
            raise ReadError("damaged", "the PDF has no pages; export the document again and check that")
        if count > limits.pages:
            refuse("pages", limits.pages)
        return _reading(*_pages(document, count, at_page, recognise), title)
    finally:
        document.close()


def _open(data: bytes) -> Any:
    try:
        return open_document(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise ReadError(
                "encrypted", "the PDF is protected with a password; save an unprotected copy and check that"
            ) from None
        raise ReadError(
            "damaged", "the PDF is damaged and cannot be opened; export the document again and check that"
        ) from None


Facts = tuple[tuple[str, int], ...]


def _pages(
    document: Any, count: int, at_page: AtPage, recognise: Recognise | None
) -> tuple[list[PageLayout], list[Unread], Facts, int, list[int]]:
    """The pages' layouts, the parts not read, what rules may ask for, the number of pages, and recognised ones."""
    layouts: list[PageLayout] = []
    unread: list[Unread] = []
    scans: list[int] = []
    recognised: list[int] = []
    comments = pictures = 0
    for index in range(count):
        at_page(index + 1)
        try:
            content = read_page(document, index)
        except pdfium.PdfiumError:
            unread.append(Unread("damaged page", index + 1))
            continue
        comments += content.comments
        pictures += content.picture >= _SHOWN
        reason = _not_readable(content)
        if recognise and (reason == "no text layer" or (content.picture >= _PICTURE and _few(content))):
            words = _recognised(document, index, recognise)
            if words:
                content.words, content.edges, reason = words, [], ""
                recognised.append(index + 1)
        if reason:
            unread.append(Unread(reason, index + 1))
        elif content.words:
            layouts.append(_layout(content))
            if content.picture >= _PICTURE and content.number not in recognised:
                scans.append(content.number)
    if not layouts:
        raise _nothing(unread, count)
    mark_furniture(layouts)
    for page in layouts:
        measure_columns([row for row in page.rows() if id(row) not in page.furniture])
    unread += [
        Unread("no text layer", page.number) for page in layouts if page.number in scans and _bare(page)
    ]
    facts = tuple(fact for fact in (("comments", comments), ("pictures", pictures)) if fact[1])
    return layouts, sorted(unread, key=lambda part: part.page or 0), facts, count, recognised


def _few(content: PageContent) -> bool:
    """Whether a page holds so few words that they may be its running header and footer alone."""
    return len(content.words) <= _RUNNING_WORDS


def _recognised(document: Any, index: int, recognise: Recognise) -> list[Word]:
    try:
        return recognise(picture_of(document, index))
    except pdfium.PdfiumError:
        return []


def _not_readable(content: PageContent) -> str:
    """Why the page's text cannot be read, empty if it can (or if the page is blank)."""
    total = content.characters + content.unmapped
    if content.unmapped and content.unmapped > _UNMAPPED * total:
        return "unreadable font"
    if not content.words and content.objects:
        return "no text layer"
    return ""


def _bare(page: PageLayout) -> bool:
    """Whether nothing but running headers and footers stands on the page."""
    return all(isinstance(item, Row) and id(item) in page.furniture for item in page.items)


def _nothing(unread: Sequence[Unread], count: int) -> ReadError:
    reasons = {part.reason for part in unread}
    if count == 0 or (reasons == {"damaged page"} and len(unread) == count):
        return ReadError(
            "damaged", "no page of the PDF can be opened; export the document again and check that"
        )
    if reasons == {"unreadable font"}:
        return ReadError(
            "no_text_layer",
            "the PDF's fonts do not say which letters they show; recognise its text (OCR) or export it again",
        )
    return ReadError(
        "no_text_layer",
        "the PDF holds pictures of pages and no text; recognise its text (OCR) or check the original",
    )


def _layout(content: PageContent) -> PageLayout:
    """The page's lines and tables in reading order."""
    tables, words = tables_of(content)
    more, words = unruled_of(content, words)
    tables += more
    chunks = _with_tables(words, content, tables)
    items: list[Row | Table] = []
    for chunk in in_order(chunks):
        items += [tables[chunk.table]] if chunk.table >= 0 else chunk.rows
    return PageLayout(content.number, content.width, content.height, items)


def _with_tables(words: Sequence[Word], content: PageContent, tables: Sequence[Table]) -> list[Chunk]:
    """Chunks of lines in the order of the file, tables among them where their first word stands."""
    place = {id(word): index for index, word in enumerate(content.words)} if tables else {}
    starts = sorted((table.first, index) for index, table in enumerate(tables))
    parts: list[list[Word]] = [[]]
    for word in words:
        while len(parts) <= len(starts) and starts[len(parts) - 1][0] < place[id(word)]:
            parts.append([])
        parts[-1].append(word)
    parts += [[] for _ in range(len(starts) + 1 - len(parts))]
    lines = [rows_of(content.number, part) for part in parts]
    used = join_labels([row for part in lines for row in part])
    chunks: list[Chunk] = []
    for index, part in enumerate(lines):
        chunks += chunks_of(row for row in part if id(row) not in used)
        if index < len(starts):
            chunks.append(_table_chunk(tables, starts[index][1]))
    return chunks


def _table_chunk(tables: Sequence[Table], index: int) -> Chunk:
    x0, top, x1, bottom = tables[index].box
    return Chunk(x0, top, x1, bottom, table=index)


# ---- text


def _reading(
    pages: list[PageLayout],
    unread: Sequence[Unread],
    facts: Facts,
    count: int,
    recognised: Sequence[int],
    title: str,
) -> Reading:
    mark_contents(pages)
    body = body_of(pages)
    mark_notes(pages, body)
    text = _Text(_compounds(pages))
    for draft in blocks_of(pages, body):
        text.add(draft)
    return Reading(
        media_type=MEDIA_TYPE,
        text="".join(text.parts),
        blocks=tuple(text.blocks),
        lines=tuple(text.lines),
        unread=tuple(unread),
        pages=count,
        title=title,
        facts=facts,
        recognised=tuple(recognised),
    )


class _Text:
    """The text of the document as it grows, with its blocks and lines."""

    def __init__(self, compounds: frozenset[str]) -> None:
        self.compounds = compounds
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self.length = 0

    def add(self, draft: Draft) -> None:
        """Adds a block after a newline, or a tab within a row of a table."""
        pieces = [(row, text) for row, text in mended(draft.rows, self.compounds) if text.strip()]
        if not pieces:
            return
        if self.blocks:
            self._put("\t" if self._same_table_row(draft) else "\n")
        start = self.length
        for row, text in pieces:
            shown = text.rstrip(" ")
            self.lines.append(Line(Span(self.length, self.length + len(shown)), PdfPlace(row.page, row.box)))
            self._put(text)
        self.blocks.append(
            Block(
                span=Span(start, self.length),
                kind=draft.kind,
                layer=draft.layer,
                level=draft.level,
                number=draft.number,
                size=round(draft.size, 1),
                bold=draft.bold,
                page=draft.rows[0].page,
                cell=draft.cell,
            )
        )

    def _same_table_row(self, draft: Draft) -> bool:
        before = self.blocks[-1].cell
        return bool(
            before and draft.cell and (before.table, before.row) == (draft.cell.table, draft.cell.row)
        )

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _compounds(pages: Sequence[PageLayout]) -> frozenset[str]:
    """Words with a hyphen that stand whole on a line and nowhere without it: at a line's end they keep it, too."""
    words = Counter(
        word.casefold() for page in pages for row in page.rows() for word in _COMPOUND.findall(row.text)
    )
    return frozenset(word for word in words if "-" in word and word.replace("-", "") not in words)


def mended(rows: Sequence[Row], compounds: frozenset[str] = frozenset()) -> Iterator[tuple[Row, str]]:
    """Each line with its text, ending in the space, or without the hyphen, that joins it to the next."""
    kept = [row for row in rows if row.text]
    for row, after in zip(kept, [*kept[1:], None], strict=False):
        if after is None:
            yield row, row.text
        else:
            yield row, row.text if row.cut else _before(row, after.text, compounds)


def _before(row: Row, after: str, compounds: frozenset[str]) -> str:
    """The line's text as it stands before a line that begins with `after`."""
    text = row.text
    if text[-1] not in _HYPHENS or len(text) < 2 or not text[-2].isalnum():
        return text + " "
    stem = re.split(r"\s", text[:-1])[-1]
    first = re.match(r"\w*", after)
    word = first.group().lower() if first else ""
    if word in _COORDINATION or (word in _RANGE and stem[-1].isdigit()):
        return text + " "
    if not after[:1].islower():
        return text if after[:1].isalnum() else text + " "
    if f"{stem.lstrip(_OPENING)}-{word}".casefold() in compounds:
        return text
    # After an abbreviation or a figure the hyphen belongs to the word ("ESG-arbeid", "CO2-utslipp").
    keeps = stem[-1].isdigit() or (len(stem) > 1 and stem[-2:].isupper())
    return text if keeps else text[:-1]
