"""From lines to blocks: paragraphs, headings, list items, notes, cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from report_linter.document import Cell, Kind, Layer
from report_linter.readers.pdf_lines import FINAL, LABEL, SECTION, Row, text_of
from report_linter.readers.pdf_page import Word
from report_linter.readers.pdf_roles import Body, PageLayout
from report_linter.readers.pdf_tables import Table, same_columns

_HEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[A-Z]\.|[IVX]{1,5}\.)$")
_DASHES = "-–—―‐"
_CAPTION = re.compile(
    r"(?:Figur|Tabell|Figure|Table|Fig\.|Bilde|Diagram|Chart)\s+[A-Z]?\d+(?:\.\d+)*\s*[.:–-]?\s"
)
_HEADING_WORDS = 15


@dataclass(slots=True)
class Draft:
    """A block in the making. `rows` are its lines; `label` how many words at its start are the number's."""

    rows: list[Row]
    kind: Kind = Kind.PARAGRAPH
    layer: Layer = Layer.BODY
    level: int = 0
    number: str = ""
    label: int = 0
    cell: Cell | None = None
    page: int = 0
    indent: float = 0.0  # where its first line begins, label included

    @property
    def text(self) -> str:
        return " ".join(row.text for row in self.rows)

    @property
    def size(self) -> float:
        return max(self.rows, key=lambda row: len(row.text)).size

    @property
    def bold(self) -> bool:
        letters = sum(len(row.text) for row in self.rows) or 1
        return sum(row.bold * len(row.text) for row in self.rows) > 0.5 * letters


@dataclass(slots=True)
class _Tables:
    """Counts tables over the document and remembers the last, which the next page may continue."""

    count: int = 0
    last: Table | None = None
    rows: int = 0
    number: int = 0
    header: list[str] = field(default_factory=list)


def blocks_of(pages: Sequence[PageLayout], body: Body) -> list[Draft]:
    """All blocks of the document in reading order; furniture never parts a paragraph."""
    ordered: list[Draft] = []
    tables = _Tables()
    styles: list[Draft] = []
    for page in pages:
        drafts = _page_blocks(page, body, tables)
        styles += drafts
        _place(ordered, drafts, page)
    _set_levels(styles)
    return [draft for draft in ordered if draft.rows]


def _place(ordered: list[Draft], drafts: list[Draft], page: PageLayout) -> None:
    """Adds a page's blocks: header, body, notes, footer; a paragraph from the page before goes on there."""
    middle = page.height / 2
    furniture = [d for d in drafts if d.layer is Layer.FURNITURE and d.cell is None]
    heads = [d for d in furniture if d.rows[0].y < middle]
    feet = [d for d in furniture if d.rows[0].y >= middle]
    notes = [d for d in drafts if d.layer is Layer.NOTES]
    body = [d for d in drafts if d.layer is not Layer.NOTES and (d.layer is not Layer.FURNITURE or d.cell)]
    before = next((d for d in reversed(ordered) if d.layer in (Layer.BODY, Layer.CONTENTS) or d.cell), None)
    if before and body and carries_over(before, body[0]):
        before.rows += body.pop(0).rows
    ordered += [*heads, *body, *notes, *feet]


def carries_over(before: Draft, after: Draft) -> bool:
    """Whether `after`, first on a page or in a column, goes on with the sentence `before` ended in."""
    if after.kind is not Kind.PARAGRAPH or before.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return False
    if before.layer is not Layer.BODY or after.layer is not Layer.BODY or after.number:
        return False
    last, first = before.rows[-1], after.rows[0]
    if abs(last.size - first.size) > 0.6 or last.text.endswith(FINAL):
        return False
    start = first.text.lstrip('«"“(')[:1]
    if start.islower():
        return True
    if len(last.words) <= 3:
        return False
    if len(before.rows) > 1 and start.isupper():
        return _fits_not(last, first)  # a name in the middle of a sentence
    full = last.x1 > last.column - 0.1 * (last.column - last.x0)
    return full and (last.text.endswith(",") or start.isdigit())


# ---- one page


def _page_blocks(page: PageLayout, body: Body, tables: _Tables) -> list[Draft]:
    drafts: list[Draft] = []
    numbers = _note_numbers(page)
    for item in page.items:
        if isinstance(item, Table):
            drafts += _cells(item, tables)
            continue
        layer = _layer(page, item)
        if layer is Layer.BODY:
            tables.last = None if tables.last is None or tables.last.page != page.number - 1 else tables.last
            _drop_marks(item, numbers)
        _add_row(drafts, item, layer, body)
    for draft in drafts:
        _finish(draft, body)
    drafts = _with_lone_bullets(drafts)
    _set_depths(drafts)
    return _joined_columns(drafts)


def _layer(page: PageLayout, row: Row) -> Layer:
    key = id(row)
    if key in page.furniture:
        return Layer.FURNITURE
    if key in page.contents:
        return Layer.CONTENTS
    return Layer.NOTES if key in page.notes else Layer.BODY


def _note_numbers(page: PageLayout) -> set[str]:
    return {row.words[0].text.rstrip(".)") for row in page.rows() if id(row) in page.notes}


def _drop_marks(row: Row, numbers: set[str]) -> None:
    """Takes out superscripts that point to a note of the page and would end the word before ("risk1")."""
    kept = [
        word
        for index, word in enumerate(row.words)
        if not (
            index and word.raised and word.text.strip(",") in numbers and len(row.words[index - 1].text) > 2
        )
    ]
    if len(kept) < len(row.words):
        row.words = kept
        row.x1 = max(word.x1 for word in kept)
        row.text = text_of(kept)


def _add_row(drafts: list[Draft], row: Row, layer: Layer, body: Body) -> None:
    """Adds a line to the block before it, or begins a new one."""
    last = drafts[-1] if drafts else None
    if last and last.cell is None and last.layer is layer and _goes_on(last, row, body):
        last.rows.append(row)
        return
    drafts.append(Draft([row], layer=layer, label=_label(row, last, layer), page=row.page, indent=row.x0))
    if layer is Layer.NOTES:
        drafts[-1].kind = Kind.NOTE
    elif drafts[-1].label:
        drafts[-1].kind = Kind.ITEM


def _label(row: Row, before: Draft | None, layer: Layer) -> int:
    """How many words at the start of the line are the label of an item, section or note: 0 or 1."""
    word = row.words[0]
    if layer is Layer.NOTES:
        return int(
            len(row.words) > 1 and (word.raised or word.text[:1].isdigit() or word.text.startswith("*"))
        )
    if layer is not Layer.BODY:
        return 0
    if len(row.words) == 1:
        return int(bool(LABEL.match(word.text)) and not word.text.isalpha())
    follows = row.words[1]
    if word.text == "§" or (word.text == "o" and follows.x0 - word.x1 < 0.5 * row.size):
        return int(word.text == "§" and not follows.text[:1].isdigit())
    if _touches(word, follows) and not word.text[0] >= "\uf000":
        return 0
    if SECTION.match(word.text):
        return int(follows.text[:1].isalpha())
    if not LABEL.match(word.text):
        return 0
    if word.text[0] in _DASHES or word.text[-1] in ".)":
        return int(before is None or not _mid_sentence(before.rows[-1], row))
    return 1


def _touches(word: Word, follows: Word) -> bool:
    return follows.glued and follows.x0 - word.x1 < 0.15 * word.size


def _mid_sentence(above: Row, row: Row) -> bool:
    """Whether `row` only wraps the sentence of the line above, so that what looks like a label is none."""
    if above.text.endswith(FINAL) or above.y >= row.y or abs(above.size - row.size) > 0.5:
        return False
    return (
        _fits_not(above, row)
        and row.y - above.y < 1.7 * row.size
        and row.x0 >= above.x0 - 2
        and _plain(row, above)
    )


def _plain(row: Row, above: Row) -> bool:
    return abs(row.x0 - above.x0) < 2 or above.words[0].text == row.words[0].text


def _fits_not(above: Row, row: Row, slack: float = 0.0) -> bool:
    """Whether the line's first word would not have fitted at the end of the line above."""
    word = row.words[0]
    return above.x1 + 0.25 * row.size + (word.x1 - word.x0) > above.column - slack


def _goes_on(block: Draft, row: Row, body: Body) -> bool:
    """Whether the line belongs to the same paragraph as the block's last line."""
    above = block.rows[-1]
    if not row.words[0].upright or not above.words[0].upright:
        return row.words[0].upright == above.words[0].upright
    if block.layer is Layer.CONTENTS or (block.layer is Layer.FURNITURE):
        return False
    step = row.y - above.y
    small, large = sorted((row.size, above.size))
    if step <= 0.2 * large or large > 1.07 * small + 0.3:
        return False
    if _label(row, block, block.layer) or _overlap(block, row) <= 0:
        return False
    usual = max(body.step(row.size), block.rows[-1].y - block.rows[-2].y if len(block.rows) > 1 else 0.0)
    unfinished = not above.text.endswith(FINAL) or above.hyphen
    wraps = unfinished and (row.text[:1].islower() or _hyphenated(above, row))
    sure = wraps and _fits_not(above, row, 0.1 * (above.column - above.x0)) and step < 2.4 * row.size
    if step > 1.17 * usual + 0.8 and not sure:
        return False
    if abs(row.bold - above.bold) > 0.8:
        return wraps and above.bold < 0.9
    if above.gap > 3 * above.size or row.gap > 3 * row.size:
        return wraps and row.gap <= 3 * row.size and _fits_not(above, row)
    return wraps or (_aligned(block, row) and _unbroken(above, row, unfinished, body))


def _hyphenated(above: Row, row: Row) -> bool:
    return above.text[-1] in _DASHES and above.text[-2:-1].isalnum() and row.text[:1].isalnum()


def _overlap(block: Draft, row: Row) -> float:
    return min(block.rows[-1].x1, row.x1) - max(block.rows[-1].x0, row.x0)


def _aligned(block: Draft, row: Row) -> bool:
    """Whether the line begins where the paragraph's lines begin, a first-line or hanging indent aside."""
    above = block.rows[-1]
    if abs((above.x0 + above.x1) - (row.x0 + row.x1)) < 4:
        return True  # centred
    if block.kind in (Kind.ITEM, Kind.NOTE) and len(block.rows) == 1:
        return row.x0 > above.x0 - 2
    shift = row.x0 - above.x0
    if len(block.rows) == 1:
        return -3.5 * row.size < shift < 0.7 * row.size
    return abs(shift) < 0.7 * row.size


def _unbroken(above: Row, row: Row, unfinished: bool, body: Body) -> bool:
    """Whether the line above ended because it was full, and not because its paragraph was over."""
    heading = unfinished and (above.size > 1.08 * body.size or above.bold > 0.9)
    if heading or _fits_not(above, row):
        return True
    room = above.column - above.x1 - (row.words[0].x1 - row.words[0].x0)
    return room < (3 if unfinished else 1) * row.size


# ---- kinds


def _finish(draft: Draft, body: Body) -> None:
    """Decides what the block is, and takes its label out of its text."""
    if draft.cell is not None or draft.layer in (Layer.FURNITURE, Layer.CONTENTS):
        return
    if draft.layer is Layer.BODY:
        label = _heading_label(draft, body)
        if label is not None:
            draft.kind, draft.label = Kind.HEADING, label
        elif (
            SECTION.match(draft.rows[0].words[0].text)
            and draft.label
            and len(draft.text.split()) <= _HEADING_WORDS
        ):
            ends = draft.text.endswith(FINAL) and not (draft.bold and draft.text.endswith(":"))
            draft.kind = Kind.ITEM if ends else Kind.HEADING
        elif _CAPTION.match(draft.text) and len(draft.rows) <= 4:
            draft.kind = Kind.CAPTION
    if draft.label:
        _take_label(draft)


def _take_label(draft: Draft) -> None:
    first = draft.rows[0]
    draft.number = label_text(first.words[: draft.label])
    rest = first.words[draft.label :]
    if not rest:
        draft.rows = draft.rows[1:] or draft.rows
        return
    first.words, first.x0, first.text = rest, rest[0].x0, text_of(rest)
    first.bold = sum(len(w.text) for w in rest if w.bold) / (sum(len(w.text) for w in rest) or 1)


def label_text(words: Sequence[Word]) -> str:
    """A label as printed; bullets of symbol fonts, which have no meaning of their own, as a plain bullet."""
    text = text_of(words)
    return "•" if len(text) == 1 and "\ue000" <= text <= "\uf8ff" else text


def _heading_label(draft: Draft, body: Body) -> int | None:
    """How many words of a heading are its number; None if the block is no heading."""
    text, words = draft.text, draft.rows[0].words
    if len(text.split()) > _HEADING_WORDS or len(draft.rows) > 4 or not words[0].upright:
        return None
    if text.endswith((".", ";", ",", "-")) or sum(c.isalpha() for c in text) < 3:
        return None
    if any(row.gap > 4 * row.size for row in draft.rows):
        return None
    size, bold = draft.size, all(row.bold > 0.9 for row in draft.rows)
    larger = size >= 1.1 * body.size and size >= body.size + 0.8
    capitals = text.isupper() and sum(c.isalpha() for c in text) > 5 and len(draft.rows) < 3
    if not larger and not (size >= 0.95 * body.size and (capitals or (bold and not body.bold))):
        return None
    if not larger and (text.endswith(":") or ": " in text or text[0].islower()):
        return None  # "Date: 1 May": a line of a form
    if (
        LABEL.match(words[0].text)
        and draft.label
        and not words[0].text[:1].isalnum()
        and words[0].text[0] != "("
    ):
        return None  # a bullet: large or bold text in a list
    number = _HEADING_NUMBER.match(words[0].text) and len(words) > 1
    if number and (
        words[0].text.isdigit() and not (int(words[0].text) <= 30 and words[1].text[:1].isupper())
    ):
        return 0
    return int(bool(number)) or draft.label


def _with_lone_bullets(drafts: list[Draft]) -> list[Draft]:
    """Joins a bullet that stands alone with the text beside or below it."""
    result: list[Draft] = []
    for draft in drafts:
        last = result[-1] if result else None
        if last and _lone(last) and draft.layer is Layer.BODY and draft.cell is None and not draft.number:
            draft.number, draft.kind = (
                last.number,
                Kind.ITEM if draft.kind is not Kind.HEADING else draft.kind,
            )
            draft.rows[0].column = max(draft.rows[0].column, draft.rows[0].x1)
            result[-1] = draft
        else:
            result.append(draft)
    for draft in result:
        if _lone(draft):
            draft.number, draft.kind = "", Kind.PARAGRAPH  # a figure or sign of its own
    # Rows of dots, dashes and stray bullets say nothing; in a cell a tick or a dash does.
    return [d for d in result if d.cell or len(d.rows) > 1 or any(c.isalnum() for c in d.rows[0].text)]


def _lone(draft: Draft) -> bool:
    """Whether the block is a label without text."""
    return (
        draft.layer is Layer.BODY
        and draft.cell is None
        and len(draft.rows) == 1
        and len(draft.rows[0].words) == 1
        and bool(draft.number)
        and draft.number == label_text(draft.rows[0].words)
    )


def _set_depths(drafts: Sequence[Draft]) -> None:
    """Sets the list depth of items from how far in they stand within their list."""
    stops: list[float] = []
    for draft in drafts:
        if draft.kind is not Kind.ITEM:
            stops = [] if draft.layer is Layer.BODY else stops
            continue
        x = draft.indent
        while stops and x < stops[-1] - 4:
            stops.pop()
        if not stops or x > stops[-1] + 4:
            stops.append(x)
        draft.level = len(stops) - 1


def _joined_columns(drafts: list[Draft]) -> list[Draft]:
    """Joins a paragraph that goes on at the top of the next column."""
    result: list[Draft] = []
    for draft in drafts:
        before = next((d for d in reversed(result) if d.layer is Layer.BODY or d.cell), None)
        if (
            before
            and draft.layer is Layer.BODY
            and _next_column(before, draft)
            and carries_over(before, draft)
        ):
            before.rows += draft.rows
        else:
            result.append(draft)
    return result


def _next_column(before: Draft, after: Draft) -> bool:
    last, first = before.rows[-1], after.rows[0]
    return first.y < last.y - 3 * first.size and first.x0 > last.x0 + 20


def _set_levels(drafts: Sequence[Draft]) -> None:
    """Sets heading levels: the rank of the style, then the depth of the number among numbered headings."""
    headings = [draft for draft in drafts if draft.kind is Kind.HEADING]
    styles = sorted({_style(draft) for draft in headings}, reverse=True)
    depths = {id(d): d.number.rstrip(".").count(".") for d in headings if d.number[:1].isdigit()}
    tops = [styles.index(_style(d)) for d in headings if depths.get(id(d)) == 0]
    base = min(tops, default=None)
    for draft in headings:
        depth = depths.get(id(draft))
        rank = styles.index(_style(draft))
        draft.level = 1 + (rank if depth is None or base is None else base + depth)


def _style(draft: Draft) -> tuple[float, bool]:
    return (round(draft.size), draft.bold)


# ---- tables


def _cells(table: Table, tables: _Tables) -> Iterator[Draft]:
    """A block for each cell with text; a table that goes on from the page before keeps its number."""
    continues = (
        tables.last is not None and table.page == tables.last.page + 1 and same_columns(tables.last, table)
    )
    first_row = table.row_texts(0)
    repeats = continues and first_row == tables.header and bool(first_row)
    if not continues:
        tables.number, tables.rows, tables.header = tables.count, 0, first_row
        tables.count += 1
    # A repeated header row is row 0 again; the rows under it are counted on.
    start = tables.rows - repeats
    for cell in table.cells:
        header = (cell.header and not continues) or (repeats and cell.row == 0)
        row = 0 if repeats and cell.row == 0 else start + cell.row
        place = Cell(tables.number, row, cell.column, header)
        layer = Layer.FURNITURE if repeats and cell.row == 0 else Layer.BODY
        yield Draft(cell.rows, Kind.CELL, layer, cell=place, page=table.page)
    tables.rows = start + 1 + max(cell.row for cell in table.cells)
    tables.last = table
