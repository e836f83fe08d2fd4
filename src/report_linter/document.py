"""The document as read: one text, and spans of it.

`Reading` is what a reader returns; `Document` is the reading with sections, sentences and languages.
Every position in the program is a half-open span of `Reading.text`, in code points; pages, boxes, paragraphs and
lines appear only in readers, which make them, and in reporters, which show them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end` of the document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A line of the source file, counted from 1, split at newlines."""

    line: int


@dataclass(frozen=True, slots=True)
class PdfPlace:
    """A page, counted from 1, and a box on it: x0, top, x1, bottom in points from the page's top left corner."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DocxPlace:
    """A paragraph of a DOCX or ODT.

    `paragraph` counts all paragraphs from 1 in reading order, after revisions are accepted; `part` is empty for the
    body, otherwise names what they stand in: of a DOCX the part without folder and suffix (`footnotes`, `header1`,
    ...), of an ODT `footnotes`, `endnotes`, `headers`, `footers` or `comments`.
    """

    paragraph: int
    part: str = ""


Place = TextPlace | PdfPlace | DocxPlace


@dataclass(frozen=True, slots=True)
class Line:
    """The smallest unit with a place. Lines are in order of span and do not overlap."""

    span: Span
    place: Place


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    CELL = "cell"  # of a table
    CAPTION = "caption"
    NOTE = "note"  # foot- or endnote


class Layer(Enum):
    """Where a block belongs. Only `BODY` and `NOTES` can hold evidence."""

    BODY = "body"
    NOTES = "notes"
    FURNITURE = "furniture"  # running headers and footers, page numbers
    CONTENTS = "contents"  # table of contents
    HIDDEN = "hidden"  # hidden text, and comments left in the file


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a table cell stands. Tables count from 0 in the document, rows and columns from 0 in the table."""

    table: int
    row: int
    column: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table cell, caption or note.

    `span` covers the block's text without surrounding white space; it holds no newline (wrapped lines are joined by
    one space, end-of-line hyphens mended). `level` is the heading level from 1 (0 where the reader cannot tell:
    `outline` then works it out) or the list depth from 0. `number` is the printed or computed label of a heading or
    item ("2.1", "a)", "•"), which is not part of the span's text. `size` is the font size in points and `bold` the
    weight, where the reader knows them. `page` is the page the block starts on, from 1, or None.
    """

    span: Span
    kind: Kind
    layer: Layer = Layer.BODY
    level: int = 0
    number: str = ""
    size: float | None = None
    bold: bool = False
    page: int | None = None
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the file that was not read, and why. `page` counts from 1; `part` names a part of the file."""

    reason: str  # a code that reporters translate: "no text layer", "unreadable font", "damaged page", ...
    page: int | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to `target`, an address as it is written in the file. Addresses in plain text are no links."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns: the text and where it came from.

    `text` is NFC-normalised while it is built (ligatures expanded, soft hyphens and invisible format characters
    dropped, one space between words); blocks stand in reading order, separated by newlines (cells of one table row
    by a tab), and their spans increase and never overlap. `lines` tile the blocks. `title` is the title property of
    the file, if any. `facts` names findings of the reader that rules may ask for, such as `tracked changes`,
    `comments`, with their number. `links` and `gaps` (words with more than one space between
    them in the file) are in order of span; not every reader gives them. `recognised` are pages, from 1, that are
    pictures and whose text a program guessed (OCR): what stands on them may be misread.
    """

    media_type: str
    text: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    unread: tuple[Unread, ...] = ()
    pages: int | None = None
    title: str = ""
    facts: tuple[tuple[str, int], ...] = ()
    links: tuple[Link, ...] = ()
    gaps: tuple[Span, ...] = ()
    recognised: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, down to the next heading.

    `heading` is the index of the heading's block, None for text before the first heading. `blocks` is the half-open
    range of block indexes that belong to the section itself, heading included, sub-sections excluded. `parent` is an
    index into `Document.sections`.
    """

    heading: int | None
    blocks: tuple[int, int]
    title: str = ""
    number: str = ""
    level: int = 0
    parent: int | None = None


class Unit(Enum):
    """What a sentence is: evidence is quoted by it."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"  # of a table with short cells
    HEADING = "heading"
    LINE = "line"  # furniture, contents, short unfinished lines


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or table row: the unit in which words must meet to count as evidence.

    `block` is the index of its (first) block, `section` of its section, `language` a code of a lexicon. `context`
    holds indexes of sentences whose words also hold for this one: the lead-in of a list, the header of a column, the
    first cell of a row.
    """

    span: Span
    block: int
    section: int
    language: str
    unit: Unit = Unit.SENTENCE
    layer: Layer = Layer.BODY
    context: tuple[int, ...] = ()


class Chosen(Enum):
    """How the account inside a larger report was told from the rest."""

    HEADINGS = "headings"  # headings name it
    PAGES = "pages"  # a person named its pages
    SECTION = "section"  # ... or its headings


@dataclass(frozen=True, slots=True)
class Account:
    """The parts of a larger report that are the account, in order; they do not overlap."""

    parts: tuple[Span, ...]
    chosen: Chosen

    def holds(self, span: Span) -> bool:
        """Whether `span` begins in the account."""
        return any(part.start <= span.start < part.end for part in self.parts)


@dataclass(frozen=True, slots=True)
class Document:
    """A reading with its outline. `language` is the document's main language, a code of a lexicon."""

    reading: Reading
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    language: str
    languages: tuple[str, ...] = ()  # of each block

    @property
    def text(self) -> str:
        return self.reading.text

    def quote(self, span: Span) -> str:
        """The text of `span` on one line, cells of a table row separated by ` | `."""
        return " ".join(self.text[span.start : span.end].replace("\t", " | ").split())

    def places(self, span: Span) -> Iterator[Place]:
        """Places that `span` touches, in reading order."""
        lines = self.reading.lines
        first = max(bisect_right(lines, span.start, key=lambda line: line.span.start) - 1, 0)
        for line in lines[first:]:
            if line.span.start >= span.end:
                return
            if line.span.end > span.start:
                yield line.place

    def sentence_at(self, offset: int) -> int | None:
        """Index of the sentence that holds the character at `offset`."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.span.start) - 1
        return index if index >= 0 and offset < self.sentences[index].span.end else None
