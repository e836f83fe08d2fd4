"""What printed lines are for, over the whole document: running headers, contents, notes, the body's style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from report_linter.readers.pdf_lines import FINAL, Row
from report_linter.readers.pdf_tables import Table

_ZONE = 0.16  # the share of the page's height, at top and bottom, in which running text stands
_NUMBER_ZONE = 0.2  # the same for lines that are nothing but a page number
_LEVEL = 4.0  # points by which the place of a running line may differ from page to page
_LONG = 10  # words: a longer line must come back on many pages to be a running one
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:side|page|s\.|p\.|seite|sida|sivu)\s*)?(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:av|of|/|\||von|–|-)\s*\d{1,4})?[-–—|\s.]*$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\.{4,}|(?:\s?\. ){3,}\.?|(?:\. ?){5,}|…{2,}|_{5,})\s*(\d{1,3}|[ivxl]{1,6})?$")
_ENDS_IN_PAGE = re.compile(r"\D\s*(\d{1,3})$")
_CONTENTS_TITLE = re.compile(
    r"(?:\d\.?\s*)?(?:innhold(?:sfortegnelse|soversikt)?|innhald(?:sliste)?|(?:table of )?contents?"
    r"|indhold(?:sfortegnelse)?|innehåll(?:sförteckning)?|inhalts?(?:verzeichnis|übersicht)?)$",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"(\d{1,3}|\*{1,3}|[a-z])[.)]?$")


@dataclass(slots=True)
class PageLayout:
    """One page in reading order; `furniture`, `contents` and `notes` hold ids of its lines."""

    number: int
    width: float
    height: float
    items: list[Row | Table] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)
    contents: set[int] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        return (item for item in self.items if isinstance(item, Row))


@dataclass(frozen=True, slots=True)
class Body:
    """The style of running text: font size, whether it is bold, and the usual line step by font size."""

    size: float
    bold: bool
    steps: dict[float, float]

    def step(self, size: float) -> float:
        """From one baseline to the next in text of this size, in points."""
        return self.steps.get(size, 1.22 * size)


# ---- furniture


def mark_furniture(pages: Sequence[PageLayout]) -> None:
    """Finds running headers and footers: the same line, digits aside, at the same place on several pages."""
    places: dict[str, list[tuple[int, float, Row]]] = {}
    for page in pages:
        for row in _edge_rows(page):
            places.setdefault(_mask(row.text), []).append((page.number, row.y, row))
    running: set[int] = set()
    for found in places.values():
        needed = max(2, 0.4 * len(pages)) if len(found[0][2].words) > _LONG else 2
        for number, y, row in found:
            same = {
                n for n, level, other in found if abs(level - y) <= _LEVEL and _repeats(row, number, other, n)
            }
            if len(same) >= needed:
                running.add(id(row))
    for page in pages:
        _dissolve(page, running)
        _mark_page(page, running)


def _repeats(row: Row, page: int, other: Row, other_page: int) -> bool:
    """Whether numbers in two like lines are equal or grow with the page: else they number two headings."""
    pairs = zip(_DIGITS.findall(row.text), _DIGITS.findall(other.text), strict=False)
    return all(a == b or int(a) - int(b) == page - other_page for a, b in pairs)


def _dissolve(page: PageLayout, running: set[int]) -> None:
    """Turns tables whose every line runs from page to page (ruled headers and footers) into lines."""
    items: list[Row | Table] = []
    for item in page.items:
        rows = list(_all_rows([item]))
        if isinstance(item, Table) and sum(id(row) in running for row in rows) >= 0.7 * len(rows):
            running.update(map(id, rows))
            items += rows
        else:
            items.append(item)
    page.items = items


def _mask(text: str) -> str:
    return "".join(_DIGITS.sub("#", text).casefold().split())


def _edge_rows(page: PageLayout, zone: float = _ZONE) -> list[Row]:
    """The lines nearest the top and bottom edges of the page, a few each."""
    rows = sorted(_all_rows(page.items), key=lambda row: row.y)
    top = [row for row in rows if row.y < zone * page.height]
    bottom = [row for row in rows if row.y > (1 - zone) * page.height]
    return top[:9] + bottom[-9:]


def _mark_page(page: PageLayout, running: set[int]) -> None:
    """Marks running lines, page numbers, and what the file itself calls decoration."""
    rows = {id(row) for row in page.rows()}
    page.furniture.update(
        id(row) for row in page.rows() if row.words[0].tilted
    )  # watermarks, labels of drawings
    for row in _edge_rows(page):
        if id(row) not in rows:
            continue
        if id(row) in running or all(word.artifact for word in row.words):
            page.furniture.add(id(row))
    for row in _edge_rows(page, _NUMBER_ZONE):
        if id(row) in rows and _PAGE_NUMBER.match(row.text) and _alone(page, row):
            page.furniture.add(id(row))


def _alone(page: PageLayout, row: Row) -> bool:
    """Whether nothing of the body stands on the line or beyond it, towards the page's edge."""
    outside = [
        other
        for other in page.rows()
        if other is not row
        and id(other) not in page.furniture
        and (other.y >= row.y - 2 if row.y > page.height / 2 else other.y <= row.y + 2)
    ]
    return not outside or all(_PAGE_NUMBER.match(other.text) for other in outside)


# ---- contents


def mark_contents(pages: Sequence[PageLayout]) -> None:
    """Finds the lines of a table of contents: dotted leaders, or a run that ends in rising page numbers."""
    for page in pages:
        rows = [row for row in page.rows() if id(row) not in page.furniture]
        entries = {id(row) for row in rows if _LEADER.search(row.text)}
        entries = entries if len(entries) >= 2 else set()
        for run in _page_number_runs(rows, len(pages)):
            entries.update(map(id, run))
        if entries:
            page.contents |= entries | _wrapped(rows, entries) | _titles(rows, entries)


def _page_number_runs(rows: Sequence[Row], pages: int) -> Iterator[list[Row]]:
    run: list[Row] = []
    last = 0
    for row in rows:
        match = _ENDS_IN_PAGE.search(row.text)
        number = int(match.group(1)) if match else 0
        if (
            number
            and number <= pages + 40
            and number >= last
            and row.words[-1].text.isdigit()
            and len(row.words) > 1
        ):
            run.append(row)
            last = number
            continue
        if _is_contents(run):
            yield run
        run, last = [], 0
    if _is_contents(run):
        yield run


def _is_contents(run: Sequence[Row]) -> bool:
    """Whether a run of lines that end in numbers lists pages, and not amounts."""
    if len(run) < 4:
        return False
    numbers = [int(row.words[-1].text) for row in run]
    apart = sum(row.words[-1].x0 - row.words[-2].x1 > 0.8 * row.size for row in run)
    return len(set(numbers)) >= 0.6 * len(numbers) and apart >= 0.7 * len(run)


def _wrapped(rows: Sequence[Row], entries: set[int]) -> set[int]:
    """Lines between two entries, which are the first halves of wrapped ones."""
    found: set[int] = set()
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        if id(before) in entries and id(after) in entries and id(row) not in entries:
            found.add(id(row))
    return found


def _titles(rows: Sequence[Row], entries: set[int]) -> set[int]:
    """The heading of the list, and number labels beside its entries."""
    first = next(index for index, row in enumerate(rows) if id(row) in entries)
    return {id(row) for row in rows[max(first - 3, 0) : first] if _CONTENTS_TITLE.match(row.text)}


# ---- notes


def mark_notes(pages: Sequence[PageLayout], body: Body) -> None:
    """Finds footnotes: small lines at the foot of a column that begin with a number."""
    for page in pages:
        rows = [row for row in page.rows() if id(row) not in page.furniture | page.contents]
        for run in _small_runs(rows, body.size):
            starts = (
                i for i, row in enumerate(run) if _starts_note(row) and not (i and _wraps(run[i - 1], row))
            )
            start = next(starts, None)
            if start is not None and not _text_below(run[start:], rows, body.size):
                page.notes.update(map(id, run[start:]))


def _small_runs(rows: Sequence[Row], size: float) -> Iterator[list[Row]]:
    run: list[Row] = []
    for row in rows:
        if row.size <= 0.93 * size:
            run.append(row)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _starts_note(row: Row) -> bool:
    first = row.words[0]
    return (
        len(row.words) > 1
        and bool(_NOTE_MARK.match(first.text))
        and (first.raised or not first.text.isalpha())
    )


def _wraps(above: Row, row: Row) -> bool:
    """Whether a line that begins with a figure only goes on with the sentence of the line above it."""
    near = 0 < row.y - above.y < 1.6 * row.size and abs(row.x0 - above.x0) < 3
    return near and not row.words[0].raised and not above.text.endswith(FINAL)


def _text_below(run: Sequence[Row], rows: Sequence[Row], size: float) -> bool:
    top, x0, x1 = run[0].y, min(row.x0 for row in run), max(row.x1 for row in run)
    return any(
        row.y > top and row.size > 0.93 * size and min(row.x1, x1) - max(row.x0, x0) > 3 and row not in run
        for row in rows
    )


# ---- style


def body_of(pages: Sequence[PageLayout]) -> Body:
    """The style with most characters among the lines that are not furniture or contents."""
    rows = [r for page in pages for r in page.rows() if id(r) not in page.furniture | page.contents]
    rows = rows or [row for page in pages for row in _all_rows(page.items)]
    sizes: Counter[float] = Counter()
    bold: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
        bold[row.size] += round(len(row.text) * row.bold)
    if not sizes:
        return Body(11.0, False, {})
    size = sizes.most_common(1)[0][0]
    return Body(size, bold[size] > 0.5 * sizes[size], _steps(rows))


def _all_rows(items: Iterable[Row | Table]) -> Iterator[Row]:
    for item in items:
        if isinstance(item, Row):
            yield item
        else:
            for cell in item.cells:
                yield from cell.rows


def _steps(rows: Sequence[Row]) -> dict[float, float]:
    """The commonest line step after full lines, for each font size; where too few are seen, no entry."""
    seen: dict[float, Counter[float]] = {}
    for row, after in pairwise(rows):
        step = after.y - row.y
        full = row.x1 > row.column - 0.12 * (row.column - row.x0) and after.text[:1].islower()
        if (
            row.page == after.page
            and row.size == after.size
            and full
            and 0.9 * row.size < step < 2.6 * row.size
        ):
            seen.setdefault(row.size, Counter())[round(2 * step) / 2] += 1
    found: dict[float, float] = {}
    for size, steps in seen.items():
        step, times = steps.most_common(1)[0]
        if times >= 3 or step < 1.5 * size:
            found[size] = step
    return found
