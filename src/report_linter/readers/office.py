"""Blocks of office documents, DOCX and ODT, on their way from a walk over the file to a `Reading`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from report_linter.document import Block, Cell, DocxPlace, Kind, Layer, Line, Span
from report_linter.readers.wording import short_label


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
class Draft:
    """A block before its place in the text is known."""

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


@dataclass(frozen=True, slots=True)
class Where:
    """What surrounds a paragraph. `alone`: its cell fills a whole row; `aside`: it stands in a text box."""

    layer: Layer
    cell: Cell | None = None
    alone: bool = False
    aside: bool = False


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


def guess_header(drafts: list[Draft], first: int, table: int) -> None:
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
