"""Tables of a web page: which of them hold data, and where their cells stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from report_linter.readers.archive import Element

_MOST: Final = 100  # rows or columns that one cell may span
_WIDEST: Final = 1000  # columns
_LONG_CELL: Final = 4  # paragraphs


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its row and column of the grid, from 0."""

    element: Element
    row: int
    column: int
    header: bool


def holds_data(table: Element) -> bool:
    """Whether a table is more than a layout: older pages and mails place whole texts by tables."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    cells = list(table.iter("td", "th"))
    if len(cells) <= 1 or any(True for _ in table.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        return False
    return bool(any(cell.tag == "th" for cell in cells)) or all(
        sum(1 for _ in cell.iter("p")) <= _LONG_CELL for cell in cells
    )


def cells(table: Element) -> Iterator[Placed]:
    """The cells in order; a cell that spans rows or columns stands at its first."""
    rows = list(table.iter("tr"))
    headers = _headers(rows)
    taken: dict[int, int] = {}  # columns that a cell from above fills, and for how many rows more
    for number, row in enumerate(rows):
        column = 0
        below: dict[int, int] = {}
        for element in row.iter("td", "th"):
            while taken.get(column, 0) > 0:
                column += 1
            yield Placed(element, number, column, number < headers)
            for covered in range(column, min(column + _span(element, "colspan"), _WIDEST)):
                below[covered] = _span(element, "rowspan")
            column += _span(element, "colspan")
        taken = {at: left - 1 for at, left in (taken | below).items() if left > 1}


def _headers(rows: list[Element]) -> int:
    """How many rows from the top head the columns: those of a `thead`, and those of `th` alone."""
    for number, row in enumerate(rows):
        parent = row.getparent()
        marked = parent is not None and parent.tag == "thead"
        if not marked and any(True for _ in row.iter("td")):
            return number
    return 0  # all rows marked: none heads another


def _span(element: Element, name: str) -> int:
    text = element.get(name, "").strip()
    return min(max(int(text), 1), _MOST) if text.isascii() and text.isdigit() and len(text) < 6 else 1
