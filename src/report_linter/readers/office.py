"""Blocks of office documents, DOCX and ODT, on their way from a walk over the file to a `Reading`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from report_linter.document import Block, Cell, DocxPlace, Kind, Layer, Line, Span
from report_linter.readers import build
from report_linter.readers.archive import Element
from report_linter.readers.build import clean
from report_linter.readers.wording import (
    is_clause,
    looks_like_heading,
    may_number_heading,
    short_label,
    typed_number,
)

OWN_AUTHOR: Final = "report-linter"  # of the comments in marked copies, which are no text of the draft


@dataclass(frozen=True, slots=True)
class Look:
    """Character formatting that matters here; None where it is not said."""

    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None

    def under(self, base: Look) -> Look:
        """This look, with what it does not say taken from `base`."""
        return Look(
            base.bold if self.bold is None else self.bold,
            base.hidden if self.hidden is None else self.hidden,
            base.size if self.size is None else self.size,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """What one element of the file gives to the text of a block, before it is cleaned."""

    text: str
    element: Element


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before its place in the text is known. `origins` are what its text was made from, in order; a number
    in front of a heading is among them.
    """

    text: str
    place: DocxPlace
    kind: Kind
    layer: Layer
    level: int = 0
    number: str = ""
    size: float | None = None
    bold: bool = False
    cell: Cell | None = None
    title: bool = False  # of the document, by style: the sections stand below it
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Where:
    """What surrounds a paragraph. `alone`: its cell fills a whole row; `aside`: it stands in a text box."""

    layer: Layer
    cell: Cell | None = None
    alone: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the file: its shown text with tabs, and what its style says of it.

    `looks` are those of its printed pieces, at least one; `level` is the heading level from 1, 0 for none.
    """

    raw: str
    looks: tuple[Look, ...]
    level: int = 0
    caption: bool = False
    title: bool = False


def block(paragraph: Paragraph, where: Where, place: DocxPlace, label: str, depth: int | None) -> Draft:
    """What a paragraph is. `label` is its computed number, `depth` that in its list, None outside of lists."""
    text = clean(paragraph.raw)
    bold = all(look.bold for look in paragraph.looks)
    kind, level = _kind(paragraph, text, where, bold, label)
    if kind is Kind.PARAGRAPH and depth is not None and where.layer is Layer.BODY:
        kind, level = Kind.ITEM, depth
    if kind is Kind.HEADING and not label:
        typed, rest = typed_number(paragraph.raw)
        if typed and clean(rest):
            label, text = clean(typed), clean(rest)
    return Draft(
        text=text,
        place=place,
        kind=kind,
        layer=where.layer,
        level=level,
        number="" if kind is Kind.PARAGRAPH else label,
        size=paragraph.looks[0].size,
        bold=bold,
        cell=where.cell if kind is Kind.CELL else None,
        title=kind is Kind.HEADING and paragraph.title,
    )


D = TypeVar("D", Draft, build.Draft)


def _kind(paragraph: Paragraph, text: str, where: Where, bold: bool, label: str) -> tuple[Kind, int]:
    """The kind by place first, then by style, last by look."""
    level = 0 if is_clause(text) else paragraph.level
    if where.cell is not None and not (where.alone and level):
        return Kind.CELL, 0
    if where.layer is Layer.NOTES:
        return Kind.NOTE, 0
    if where.layer not in (Layer.BODY, Layer.CONTENTS):
        return Kind.PARAGRAPH, 0
    if level:
        return Kind.HEADING, level
    if paragraph.caption:
        return Kind.CAPTION, 0
    plain_flow = where.layer is Layer.BODY and not where.aside
    if bold and plain_flow and may_number_heading(label) and looks_like_heading(text):
        return Kind.HEADING, 0
    return Kind.PARAGRAPH, 0


def below_title(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The blocks with every section one level below the document's title, where a style says which that is."""
    titled = any(draft.title for draft in drafts)
    for draft in drafts:
        section = draft.kind is Kind.HEADING and draft.level and not draft.title
        yield replace(draft, level=draft.level + 1) if titled and section else draft


def assemble(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...], tuple[Line, ...]]:
    """One text of all blocks: a tab between the paragraphs of one table row, a newline between all else."""
    parts: list[str] = []
    blocks: list[Block] = []
    lines: list[Line] = []
    at = 0
    row: tuple[int, int] | None = None
    for draft in drafts:
        this_row = (draft.cell.table, draft.cell.row) if draft.cell else None
        if parts:
            parts.append("\t" if row is not None and row == this_row else "\n")
            at += 1
        row = this_row
        span = Span(at, at + len(draft.text))
        parts.append(draft.text)
        at = span.end
        lines.append(Line(span, draft.place))
        blocks.append(
            Block(
                span=span,
                kind=draft.kind,
                layer=draft.layer,
                level=draft.level,
                number=draft.number,
                size=draft.size,
                bold=draft.bold,
                cell=draft.cell,
            )
        )
    return "".join(parts), tuple(blocks), tuple(lines)


def guess_header(drafts: list[D], first: int, table: int) -> None:
    """Take the first row of a table without marked header rows for one when it looks like one.

    Its cells are in `drafts` from `first` on.
    """
    row = [at for at in range(first, len(drafts)) if _in_row(drafts[at].cell, table, 0)]
    columns = {cell.column for at in row if (cell := drafts[at].cell)}
    if len(columns) < 2:
        return
    bold = sum(drafts[at].bold for at in row)  # some bold, some not: a name in front of its figures
    if bold == len(row) or (not bold and all(short_label(drafts[at].text) for at in row)):
        for at in row:
            cell = drafts[at].cell
            drafts[at] = replace(drafts[at], cell=replace(cell, header=True) if cell else None)


def _in_row(cell: Cell | None, table: int, row: int) -> bool:
    return cell is not None and (cell.table, cell.row) == (table, row)
