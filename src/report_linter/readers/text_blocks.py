"""Lines of a plain text joined to paragraphs, list items and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from report_linter.document import Cell, Layer
from report_linter.readers import shapes
from report_linter.readers.build import Piece, join
from report_linter.readers.text_lines import Row


@dataclass(slots=True)
class Group:
    """Lines that form one block, while it is being put together. `gap`: an empty line stands before it."""

    rows: list[Row]
    gap: bool
    layer: Layer = Layer.BODY
    marker: shapes.Marker | None = None
    cell: Cell | None = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(part for part, _ in join(self.pieces))

    @property
    def number(self) -> str:
        return self.rows[-1].trailing or (self.marker.label if self.marker else "")


def groups(lines: Sequence[Row]) -> list[Group]:
    """The blocks of the text in reading order. A block that goes on after page furniture stands before it."""
    widths = _widths(lines)
    result: list[Group] = []
    open_group: Group | None = None
    apart = False  # furniture stands between the open group and this line
    tables = _tables(lines)
    for index, row in enumerate(lines):
        if index in tables:
            result.extend(_cells(row, *tables[index]))
            open_group = None
        elif row.layer is not Layer.BODY:
            last = result[-1] if result else None
            if (
                row.layer is Layer.CONTENTS
                and last
                and last.layer is row.layer
                and _goes_on_in_contents(last, row)
            ):
                _add(last, row)
            else:
                result.append(_group(row))
            apart = open_group is not None
        elif (
            open_group and not row.marker and continues(open_group, row, row.gap or apart, widths[index - 1])
        ):
            _add(open_group, row)
            apart = False
        else:
            open_group = _group(row)
            result.append(open_group)
            apart = False
    return result


def _group(row: Row) -> Group:
    group = Group([row], row.gap, row.layer, row.marker)
    group.pieces.append(Piece(row.text, row.line))
    return group


def _add(group: Group, row: Row) -> None:
    group.rows.append(row)
    group.pieces.append(Piece(row.text, row.line))


def _goes_on_in_contents(last: Group, row: Row) -> bool:
    return not shapes.has_leaders(last.text) and not row.marker and not row.gap


# --- wrapped lines ---


_FURTHEST = 9  # lines between the parts of a sentence that a page break cuts: margins and running lines
_LONG = 55  # no heading or label, when it closes no sentence


def continues(group: Group, row: Row, gap: bool, width: float | None) -> bool:
    """Whether `row` goes on with the block that `group` holds so far.

    `width` is the length at which lines were wrapped here, None where they were not: then a line that starts
    with a capital is a block of its own.
    """
    last, text = group.rows[-1], row.text
    above = last.text
    if last.trailing or shapes.is_contact(text):
        return False
    if above.endswith(":"):
        filled = width is not None and _room(last, row) >= _FULL * width
        # In the middle of a wrapped paragraph a colon is just a colon.
        return filled and not gap and (shapes.starts_lower(text) or len(group.rows) > 1)
    if not gap and above[-1] in "-‐" and above[-2:-1].isalpha():
        return True
    lower, ended = shapes.starts_lower(text) or shapes.goes_on_with_number(text), shapes.ended(above)
    if gap:
        return (
            lower
            and row.line - last.line <= _FURTHEST
            and not ended
            and not above.endswith(";")
            and sum(len(piece.text) for piece in group.pieces[-2:]) >= 40
        )
    if lower and not ended:
        return not (len(group.rows) == 1 and shapes.is_name(above) and len(text.split()) <= 5)
    if shapes.is_label(text) and (shapes.is_label(above) or ended):
        return False
    if not ended and len(above) >= _LONG and shapes.ended(text) and len(text.split()) <= 3:
        return True
    if shapes.is_capitals(above) and text.isupper():
        return True
    if width is None:
        return text[0] == "(" and not ended
    if ended:  # a paragraph may end near the margin, and the next begin with a long word
        return _room(last, row) >= _FULL * width and len(above) >= 0.8 * width
    if shapes.names_section(group.pieces[0].text) and len(above) < 0.9 * width:
        return False
    return _room(last, row) >= _NEARLY_FULL * width or text[0] == "("


def _widths(lines: Sequence[Row]) -> list[float | None]:
    """The length at which lines were wrapped, at every line: from lines whose sentence goes on in the next.

    A run of lines without a gap has its own width when it shows one (a table column, an indented list),
    otherwise that of the whole text.
    """
    runs: list[list[int]] = []
    for index, row in enumerate(lines):
        if row.gap or index == 0:
            runs.append([])
        runs[-1].append(index)
    wrapped = [[i for i in run[:-1] if _surely_wrapped(lines[i], lines[i + 1])] for run in runs]
    whole = _width([len(lines[i].text) for run in wrapped for i in run])
    result: list[float | None] = []
    for run, sure in zip(runs, wrapped, strict=True):
        own = max((len(lines[i].text) for i in sure), default=0)
        longest = max(len(lines[i].text) for i in run)
        if any(_room(lines[i], lines[i + 1]) >= _FULL * longest for i in sure):
            own = longest
        result += [own if own and (own == longest or len(sure) >= 2) else whole] * len(run)
    return result


def _room(above: Row, below: Row) -> int:
    """The length `above` would have had with the first word of `below`."""
    return len(above.text) + 1 + len(shapes.first_word(below.text))


_FULL = 0.93  # share of the width from which on a line counts as filled: letters are not equally wide
_NEARLY_FULL = 0.91  # and where the sentence is open
_WIDEST = 160  # longer lines are paragraphs, not wrapped lines


def _width(lengths: Sequence[int]) -> float | None:
    if len(lengths) < 2:
        return None
    width = quantiles(lengths, n=10)[7]
    return width if width <= _WIDEST else None


def _surely_wrapped(above: Row, below: Row) -> bool:
    return (
        above.layer is Layer.BODY
        and below.layer is Layer.BODY
        and below.marker is None
        and not above.cells
        and 30 <= len(above.text) <= _WIDEST
        and not shapes.ended(above.text)
        and not above.text.endswith(":")
        and shapes.starts_lower(below.text)
    )


# --- tables ---


def _tables(lines: Sequence[Row]) -> dict[int, tuple[int, int, bool]]:
    """Table, row and whether it is a header, for every line that is a table row, rulers included."""
    result: dict[int, tuple[int, int, bool]] = {}
    table = 0
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _in_table(lines[start], lines[end]):
            end += 1
        members = [i for i in range(start, end) if not shapes.is_ruler(lines[i].text)]
        if len(members) >= 2:
            contents = [lines[i].cells for i in members]
            ruled = any(shapes.is_ruler(lines[i].text) for i in range(members[0], members[1]))
            header = ruled or shapes.header_like(contents[0], contents[1:])
            for number, index in enumerate(members):
                result[index] = (table, number, header and number == 0)
            result.update(dict.fromkeys(set(range(start, end)).difference(members), (table, -1, False)))
            table += 1
        start = max(end, start + 1)
    return result


def _in_table(first: Row, row: Row) -> bool:
    """Whether `row` belongs to the table that `first` opens."""
    if row.layer is not Layer.BODY or not first.cells or (row.gap and row is not first):
        return False
    return len(row.cells) == len(first.cells) or shapes.is_ruler(row.text)


def _cells(row: Row, table: int, number: int, header: bool) -> Iterator[Group]:
    if number < 0:  # a ruler
        return
    for column, text in enumerate(row.cells):
        if text:
            cell = Cell(table, number, column, header)
            yield Group([row], row.gap, cell=cell, pieces=[Piece(text, row.line)])
