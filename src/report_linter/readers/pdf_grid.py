"""Tables without rules: cells are told by where their text stands and by the order in which it was written.

Producers write a table row by row and a cell to its end before the next. So a line that stands level with the first
line of the text before it, and to its right, begins the next cell of a row; prose in columns is not written so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from report_linter.readers.pdf_lines import runs_of
from report_linter.readers.pdf_page import Box, PageContent, Word
from report_linter.readers.pdf_tables import Table, TableCell, finish

_NEAR = 2.5  # points within which two lines begin at the same place
_MOST_RUNS = 3000  # on a page: with more pieces of lines it is a drawing, or means harm
_LOOK_BACK = 20  # rows above, which tell where the columns of the next are
_MOST_LINES = 10  # in a cell, where one row is all that tells of a table
_WRAPPED = 1 / 3  # the share of rows that hold a wrapped cell; rows of single words are read as lines


@dataclass(slots=True)
class _Text:
    """Lines under each other that begin (or are centred) at the same place."""

    lines: list[list[Word]]

    @property
    def y(self) -> float:
        return self.lines[0][0].y

    @property
    def size(self) -> float:
        return self.lines[0][0].size

    @property
    def box(self) -> Box:
        words = [word for line in self.lines for word in line]
        return (
            min(word.x0 for word in words), min(word.y - 0.8 * word.size for word in words),
            max(word.x1 for word in words), max(word.y + 0.22 * word.size for word in words),
        )  # fmt: skip


_Band = list[_Text]  # the cells of one row of a table, from left to right


def unruled_of(content: PageContent, words: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """The tables that stand among `words` without rules, and the words that stand in none."""
    runs = [run for run in runs_of(words) if run[0].upright and not run[0].tilted]
    groups = list(_groups(_bands(_texts(runs)))) if len(runs) <= _MOST_RUNS else []
    if not groups:
        return [], list(words)
    for group in groups:  # a short cell may touch its neighbour: then only the other rows tell the columns
        starts = sorted({text.box[0] for band in group for text in band[1:]})
        runs = [part for run in runs for part in _cut(run, starts, group)]
    place = {id(word): index for index, word in enumerate(content.words)}
    tables = [_table(content, group, place) for group in _groups(_bands(_texts(runs))) if _is_table(group)]
    used = {id(word) for table in tables for cell in table.cells for row in cell.rows for word in row.words}
    return tables, [word for word in words if id(word) not in used]


def _texts(runs: Sequence[list[Word]]) -> list[_Text]:
    texts: list[_Text] = []
    for run in runs:
        if texts and _below(texts[-1].lines[-1], run):
            texts[-1].lines.append(run)
        else:
            texts.append(_Text([run]))
    return texts


def _below(above: Sequence[Word], run: Sequence[Word]) -> bool:
    """Whether a line goes on with the text of the line above it."""
    first, last = above[0], run[0]
    if not 0.5 * last.size < last.y - first.y <= 1.7 * last.size or abs(first.size - last.size) > 0.6:
        return False
    centred = abs(first.x0 + above[-1].x1 - last.x0 - run[-1].x1) < _NEAR
    return abs(first.x0 - last.x0) < _NEAR or centred


def _bands(texts: Sequence[_Text]) -> Iterator[_Band]:
    band: _Band = []
    for text in texts:
        if band and not _beside(band[-1], text):
            yield band
            band = []
        band.append(text)
    if band:
        yield band


def _beside(one: _Text, other: _Text) -> bool:
    """Whether two texts stand in one row: level at the top, or about the middle."""
    a, b = one.box, other.box
    level = min(abs(one.y - other.y), abs(a[1] + a[3] - b[1] - b[3]) / 2) < 0.3 * other.size
    return level and b[0] > a[2] + 0.3 * other.size


def _groups(bands: Iterator[_Band]) -> Iterator[list[_Band]]:
    """Rows that stand under each other with their cells in the same columns."""
    group: list[_Band] = []
    for band in bands:
        if len(band) < 2:
            if group:
                yield group
            group = []
            continue
        if group and not _same_columns(group, band):
            yield group
            group = []
        group.append(band)
    if group:
        yield group


def _same_columns(group: Sequence[_Band], band: _Band) -> bool:
    bottom = max(text.box[3] for text in group[-1])
    size = band[0].size
    if not bottom - 0.3 * size < band[0].box[1] < bottom + 4 * size:
        return False
    columns = _columns(group[-_LOOK_BACK:])
    return all(sum(text.box[0] < x1 and text.box[2] > x0 for x0, x1 in columns) < 2 for text in band)


def _columns(group: Sequence[_Band]) -> list[tuple[float, float]]:
    """From where to where the columns reach."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((text.box[0], text.box[2]) for band in group for text in band):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _cut(run: list[Word], starts: Sequence[float], group: Sequence[_Band]) -> Iterator[list[Word]]:
    """A line among the rows of a table cut where a word begins at a column and more than a space is before it."""
    size = run[0].size
    top, bottom = group[0][0].y - 9 * size, group[-1][0].y + 9 * size
    begin = 0
    if top < run[0].y < bottom:
        usual = median([b.x0 - a.x1 for a, b in pairwise(run)]) if len(run) > 2 else 0.3 * size
        for index, (before, word) in enumerate(pairwise(run), start=1):
            gap = word.x0 - before.x1
            if gap > 1.2 * usual and gap > 0.3 * size and any(abs(word.x0 - x) < 1 for x in starts):
                yield run[begin:index]
                begin = index
    yield run[begin:]


def _is_table(group: Sequence[_Band]) -> bool:
    columns = max(map(len, group))
    if len(group) == 1:  # the end of a table on another page
        lines = [len(text.lines) for text in group[0]]
        return columns > 3 and sum(count > 1 for count in lines) > 1 and max(lines) <= _MOST_LINES
    wrapped = sum(any(len(text.lines) > 1 for text in band) for band in group)
    return len(group) >= (3 if columns == 2 else 2) and wrapped >= _WRAPPED * len(group)


def _table(content: PageContent, group: Sequence[_Band], place: dict[int, int]) -> Table:
    columns = _columns(group)
    cells = [
        TableCell(
            row, next(at for at, (x0, x1) in enumerate(columns) if x0 <= text.box[0] < x1), text.box,
            [word for line in text.lines for word in line],
        )
        for row, band in enumerate(group)
        for text in band
    ]  # fmt: skip
    boxes = [cell.box for cell in cells]
    whole = (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    )  # fmt: skip
    first = min(place[id(word)] for cell in cells for word in cell.words)
    table = Table(content.number, whole, [x0 for x0, _ in columns], cells, first)
    finish(table, content)
    return table
