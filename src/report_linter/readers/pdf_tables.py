"""Ruled tables: which boxes of a page are cells, and which words stand in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from report_linter.readers.pdf_lines import Row, rows_of
from report_linter.readers.pdf_page import Box, Edge, PageContent, Word

_SNAP = 3.0  # points within which two rules are one
_FIGURE = re.compile(r"[\d\s.,%+/–-]+$")


@dataclass(slots=True)
class TableCell:
    row: int
    column: int
    box: Box
    words: list[Word] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True)
class Table:
    """A table on one page: `columns` holds the columns' left edges, `first` the index of its first word."""

    page: int
    box: Box
    columns: list[float]
    cells: list[TableCell]
    first: int = 0

    def row_texts(self, row: int) -> list[str]:
        return [
            " ".join(line.text for line in cell.rows) for cell in self.cells if cell.row == row and cell.rows
        ]


def tables_of(content: PageContent) -> tuple[list[Table], list[Word]]:
    """The page's ruled tables with their words, and the words that stand in none."""
    level = [edge for edge in content.edges if edge.horizontal]
    if len(level) < 2 or len(content.edges) - len(level) < 2:
        return [], content.words
    tables = [_table(content.number, cells) for cells in _cell_groups(content.edges)]
    tables = [table for table in tables if len(table.columns) > 1 and max(c.row for c in table.cells) > 0]
    rest = _place_words(content.words, tables)
    kept = [table for table in tables if _is_table(table)]
    if len(kept) < len(tables):
        for table in kept:
            for cell in table.cells:
                cell.words = []
        rest = _place_words(content.words, kept)
    for table in kept:
        finish(table, content)
    return kept, rest


def _cell_groups(edges: Sequence[Edge]) -> list[list[Box]]:
    """Boxes between crossing rules, one list for each group of touching boxes."""
    from pdfplumber import table as ruled  # 0.1 s to import: only for pages with rules

    plain: list[dict[str, Any]] = [
        {
            "x0": e.x0, "x1": e.x1, "top": e.top, "bottom": e.bottom,
            "width": e.x1 - e.x0, "height": e.bottom - e.top,
            "orientation": "h" if e.horizontal else "v", "object_type": "line",
        }
        for e in edges
    ]  # fmt: skip
    merged = ruled.merge_edges(plain, _SNAP, _SNAP, _SNAP, _SNAP)
    merged += list(_open_ends(merged))
    long = [e for e in merged if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) > _SNAP]
    cells = ruled.intersections_to_cells(ruled.edges_to_intersections(long, _SNAP, _SNAP))
    return [[tuple(map(float, cell)) for cell in group] for group in ruled.cells_to_tables(cells)]  # type: ignore[misc]


def _open_ends(edges: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rules that close rows which a page break cuts: there the upright rules end, and none crosses them."""
    level = [edge for edge in edges if edge["orientation"] == "h"]
    for end in ("top", "bottom"):
        upright = sorted((e for e in edges if e["orientation"] == "v"), key=lambda e: float(e[end]))
        while upright:
            y = upright[0][end]
            group = [edge for edge in upright if edge[end] - y <= _SNAP]
            upright = upright[len(group) :]
            x0, x1 = min(e["x0"] for e in group), max(e["x0"] for e in group)
            crossed = any(abs(e["top"] - y) <= _SNAP and e["x0"] < x1 and e["x1"] > x0 for e in level)
            if len(group) > 2 and not crossed:
                yield {
                    "x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0,
                    "orientation": "h", "object_type": "line",
                }  # fmt: skip


def _table(page: int, boxes: list[Box]) -> Table:
    columns, tops = _distinct([b[0] for b in boxes]), _distinct([b[1] for b in boxes])
    cells = [TableCell(_nearest(tops, b[1]), _nearest(columns, b[0]), b) for b in boxes]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    whole = (min(columns), min(tops), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Table(page, whole, columns, cells)


def _distinct(values: list[float]) -> list[float]:
    """Values in order, those closer than the snap distance counted once."""
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > _SNAP:
            result.append(value)
    return result


def _nearest(values: list[float], value: float) -> int:
    at = bisect_left(values, value)
    near = [i for i in (at - 1, at) if 0 <= i < len(values)]
    return min(near, key=lambda i: abs(values[i] - value))


def _place_words(words: Sequence[Word], tables: list[Table]) -> list[Word]:
    """Puts each word into the cell it stands in; returns the words that stand in none."""
    rest: list[Word] = []
    for table in tables:
        table.first = len(words)
    for index, word in enumerate(words):
        x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.size
        for table in tables:
            cell = _cell_at(table, x, y)
            if cell:
                cell.words.append(word)
                table.first = min(table.first, index)
                break
        else:
            rest.append(word)
    return rest


def _cell_at(table: Table, x: float, y: float) -> TableCell | None:
    x0, top, x1, bottom = table.box
    if not (x0 <= x <= x1 and top <= y <= bottom):
        return None
    for cell in table.cells:
        if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]:
            return cell
    return None


def _is_table(table: Table) -> bool:
    """Whether text stands in two rows and columns at least; else it is a frame, a chart or a layout."""
    filled = [cell for cell in table.cells if cell.words]
    if len({c.row for c in filled}) < 2 or len({c.column for c in filled}) < 2:
        return False
    words = sum(len(cell.words) for cell in filled)
    return max(len(cell.words) for cell in filled) < 0.85 * words or words < 40


def finish(table: Table, content: PageContent) -> None:
    """Sets each cell's lines, closes up empty rows and columns, and marks the header row."""
    for cell in table.cells:
        lines = rows_of(content.number, cell.words)
        cell.rows = sorted(lines, key=lambda row: (round(row.y), row.x0)) if lines else []
    _mark_cut_words(table)
    filled = [cell for cell in table.cells if cell.rows]
    row_of = {row: i for i, row in enumerate(sorted({cell.row for cell in filled}))}
    column_of = {column: i for i, column in enumerate(sorted({cell.column for cell in filled}))}
    table.columns = [table.columns[column] for column in column_of]
    for cell in filled:
        cell.row, cell.column = row_of[cell.row], column_of[cell.column]
    table.cells = filled
    _mark_header(table, content.fills)


def _mark_cut_words(table: Table) -> None:
    """Finds words that were cut at the edge of a narrow cell without a hyphen, as Word and LibreOffice do it.

    Such a word fills a line alone. Where a line ends between two words, these programs write the space, too.
    """
    ends = [row for cell in table.cells for row in cell.rows[:-1]]
    if 2 * sum(row.words[-1].spaced for row in ends) < len(ends):
        return
    for cell in table.cells:
        edge = cell.box[2] - max(min((row.x0 for row in cell.rows), default=0.0) - cell.box[0], 0.0)
        for row, after in pairwise(cell.rows):
            first = after.words[0]
            letter = (first.x1 - first.x0) / len(first.text)
            row.cut = (
                len(row.words) == 1
                and not row.words[0].spaced
                and row.text[-1].isalpha()
                and first.text[0].islower()
                and row.x1 + 1.5 * letter > edge
            )


def _mark_header(table: Table, fills: list[Box]) -> None:
    # A title across the table is a header too, and the row under it is the one to look at.
    top = int(len(table.row_texts(0)) == 1 and len(table.row_texts(1)) == len(table.columns))
    first = [cell for cell in table.cells if cell.row == top]
    later = [cell for cell in table.cells if cell.row == top + 1]
    if len(first) < 2 or not later:
        return
    bold = all(row.bold > 0.5 for cell in first for row in cell.rows)
    plain_below = any(row.bold < 0.5 for cell in later for row in cell.rows)
    filled = all(_on_fill(cell.box, fills) for cell in first) and not all(
        _on_fill(c.box, fills) for c in later
    )
    texts = table.row_texts(top)
    short = all(len(t.split()) <= 6 and not _FIGURE.match(t) and (len(t) < 5 or t[-1] != ".") for t in texts)
    figures_below = any(_FIGURE.match(text) or len(text.split()) > 6 for text in table.row_texts(top + 1))
    if (bold and plain_below) or filled or (short and figures_below and len(first) == len(table.columns)):
        for cell in table.cells:
            cell.header = cell.row <= top


def _on_fill(box: Box, fills: list[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(
        f[0] <= x <= f[2] and f[1] <= y <= f[3] and f[3] - f[1] < 2 * (box[3] - box[1]) + 6 for f in fills
    )


def same_columns(one: Table, other: Table) -> bool:
    """Whether two tables have their columns at the same places: the second then continues the first."""
    return len(one.columns) == len(other.columns) and all(
        abs(a - b) <= _SNAP for a, b in zip(one.columns, other.columns, strict=True)
    )
