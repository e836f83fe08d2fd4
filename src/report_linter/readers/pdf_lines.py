"""From words to printed lines in reading order, and from lines to their text.

PDFium's own order is kept, since producers nearly always write a column to its end before the next; it is
mended where the places on the page contradict it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from report_linter.readers.pdf_page import Box, Word

LABEL = re.compile(
    r"(?:[•◦▪▫■□●○‣⁃∙·–—‐*➢➤►▶✓✔❖✦-]|[\uf000-\uf0ff]|o|§)$"
    r"|\(?(?:\d{1,3}|[a-zæøå]|[ivx]{1,5}|[A-Z])[.)]$|\(\d{1,2}\)$"
)
SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?$")
FINAL = (".", "!", "?", ":", ";", ".”", '."', ".)", ".»", "!»", "?»", "…")  # ends of sentences and lead-ins
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_STAND_INS = {0x226A: "«", 0x226B: "»"}  # TeX sets guillemets with these where a font has none
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x2060, 0xFEFF, 0xFFFC, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2061, 0x206A)]
)
_CLEAN = {
    **_LIGATURES,
    **_STAND_INS,
    **_INVISIBLE,
    **dict.fromkeys(range(32)),
    **dict.fromkeys(range(0x7F, 0xA0)),
}
_MANY = 250  # chunks: beyond, their order is not looked into


@dataclass(slots=True)
class Row:
    """One printed line, or one line within a table cell.

    `gap` is the widest space between two of its words after any item label, in points. `column` is the x at
    which the column of text it stands in ends on the right. `cut`: its last word goes on in the next line.
    """

    page: int
    words: list[Word]
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    bold: float = 0.0  # the share of its characters that are bold
    gap: float = 0.0
    column: float = 0.0
    cut: bool = False
    text: str = ""

    @property
    def top(self) -> float:
        return self.y - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.y + 0.22 * self.size

    @property
    def hyphen(self) -> bool:
        return self.words[-1].hyphen

    @property
    def box(self) -> Box:
        return (round(self.x0, 2), round(self.top, 2), round(self.x1, 2), round(self.bottom, 2))


# TeX sets some accents as signs of their own before the letter.
_ACCENTS = {"\u00a8": "\u0308", "\u02da": "\u030a", "\u00b4": "\u0301"}
_ACCENTED = re.compile("([\u00a8\u02da\u00b4])([A-Za-z\u0131])")


def clean(text: str) -> str:
    """`text` in NFC, without ligatures and invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    text = _ACCENTED.sub(lambda m: m[2].replace("\u0131", "i") + _ACCENTS[m[1]], text.translate(_CLEAN))
    return unicodedata.normalize("NFC", text)


def make_row(page: int, words: list[Word]) -> Row:
    """The line that `words` form, measured."""
    words = _closed_up(words) or words
    row = Row(page, words)
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    letters = sum(sizes.values())
    row.size = sizes.most_common(1)[0][0]
    row.x0, row.x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    row.y = next(w.y for w in words if round(w.size, 1) == row.size)
    row.bold = sum(len(w.text) for w in words if w.bold) / letters
    for word in words:
        # A note mark, or the exponent of a unit: smaller and higher than the line.
        word.raised = word.size <= 0.82 * row.size and word.y < row.y - 0.12 * row.size
    start = 2 if len(words) > 1 and is_label(words[0]) else 1
    row.gap = max((b.x0 - a.x1 for a, b in pairwise(words[start - 1 :])), default=0.0)
    row.text = text_of(words)
    return row


def is_label(word: Word) -> bool:
    """Whether the word can be the label of a list item or a section."""
    return word.raised or bool(LABEL.match(word.text) or SECTION.match(word.text))


def text_of(words: Sequence[Word]) -> str:
    """The words' text, separated by spaces where the file separates them."""
    parts: list[str] = []
    for index, word in enumerate(words):
        if index and not _touching(words[index - 1], word):
            parts.append(" ")
        # A hyphen mark within a line was a soft hyphen.
        soft = word.hyphen and index + 1 < len(words) and _touching(word, words[index + 1])
        parts.append(word.text[:-1] if soft else word.text)
    return " ".join(clean("".join(parts)).split())


def _touching(before: Word, word: Word) -> bool:
    return word.glued and word.x0 - before.x1 < 0.15 * word.size


def _closed_up(words: Sequence[Word]) -> list[Word]:
    """The words of a line whose letters are set apart ("I n n"), or none if they are not."""
    if len(words) < 4 or sum(len(word.text) <= 1 for word in words) < 0.8 * len(words):
        return []
    if not all(word.text.isalpha() or len(word.text) <= 2 for word in words):
        return []
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    typical = median(gaps)
    letters = sum(word.text.isalpha() for word in words)
    if letters < 4 or typical > 1.2 * words[0].size:
        return []
    joined = [replace(words[0])]
    for word, gap in zip(words[1:], gaps, strict=True):
        if gap > 1.6 * typical + 0.05 * word.size:
            joined.append(replace(word, glued=False))
        else:
            last = joined[-1]
            last.text, last.x1, last.hyphen = last.text + word.text, word.x1, word.hyphen
    return joined


# ---- words to lines


def rows_of(page: int, words: Iterable[Word]) -> list[Row]:
    """Lines of `words`, in the order of the file. Wide gaps part lines only where a column begins."""
    return [make_row(page, run) for run in _rejoined(runs_of(words))]


def runs_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand on one line without a wide gap, in the order of the file."""
    runs: list[list[Word]] = []
    for word in _with_accents(words):
        if not word.text.isascii() and not clean(word.text).strip():
            continue
        if runs and _continues(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _with_accents(words: Iterable[Word]) -> Iterator[Word]:
    """Words with the accents put before them that TeX sets higher, as over a capital letter."""
    accent: Word | None = None
    for word in words:
        if accent is not None and accent.x0 - 1 <= word.x0 < accent.x1 and word.text[0].isalpha():
            word = replace(word, text=accent.text + word.text, glued=accent.glued)
        elif accent is not None:
            yield accent
        accent = word if word.text in _ACCENTS else None
        if accent is None:
            yield word
    if accent is not None:
        yield accent


def _continues(run: list[Word], word: Word) -> bool:
    last = run[-1]
    if word.upright != last.upright or word.tilted != last.tilted:
        return False
    if word.tilted:  # one after the other, whatever the angle
        return abs(word.x0 - last.x1) + abs(word.y - last.y) < 3 * word.size
    if not word.upright:
        return abs(word.x0 - last.x0) < 0.6 * word.size
    return _same_line(last, word) and -0.4 * word.size <= word.x0 - last.x1 <= 1.6 * max(word.size, last.size)


def _same_line(one: Word, other: Word) -> bool:
    """Whether two words share a baseline, a superscript or subscript counting as on it."""
    slip, small, large = abs(one.y - other.y), min(one.size, other.size), max(one.size, other.size)
    return slip <= 0.15 * large or (small < 0.85 * large and slip <= 0.5 * large)


def _rejoined(runs: list[list[Word]]) -> list[list[Word]]:
    """Runs on one line put together again: label and text, a form's label and value, the cells of a row.

    Lines drawn across two columns of prose are cut again, since more such lines stand below them.
    """
    joined: list[list[Word]] = []
    for run in runs:
        before = joined[-1] if joined else None
        level = before and all(w.upright and not w.tilted for w in (before[-1], run[0]))
        if before and level and _same_line(before[-1], run[0]):
            gap = run[0].x0 - before[-1].x1
            if -0.4 * run[0].size <= gap:
                joined[-1] = before + run
                continue
            if run[-1].x1 <= before[0].x0 + 0.4 * run[0].size and len(run) <= 3 and is_label(run[0]):
                joined[-1] = run + before  # the label was drawn after its text
                continue
        joined.append(run)
    return _split_columns(joined)


def join_labels(rows: Sequence[Row]) -> set[int]:
    """Puts labels that were drawn apart before the text on their line; returns the ids of lines used up."""
    labels = [row for row in rows if len(row.words) == 1 and is_label(row.words[0])]
    taken: set[int] = set()
    for label in labels:
        right = [
            row
            for row in rows
            if abs(row.y - label.y) < 0.3 * row.size
            and 0 < row.x0 - label.x0 < 5 * row.size
            and row is not label
        ]
        row = min(right, key=lambda row: row.x0, default=None)
        if row and not is_label(row.words[0]) and row.x0 >= label.x1 - 1:
            whole = make_row(row.page, label.words + row.words)
            row.words, row.x0, row.y, row.size = whole.words, whole.x0, whole.y, whole.size
            row.bold, row.gap, row.text = whole.bold, whole.gap, whole.text
            taken.add(id(label))
    return taken


def _split_columns(runs: list[list[Word]]) -> list[list[Word]]:
    """Cuts lines drawn across two columns of prose, and puts the left column first."""
    result: list[list[Word]] = []
    start = 0
    while start < len(runs):
        end, gutter = _across(runs, start)
        if end - start < 5:
            result.append(runs[start])
            start += 1
            continue
        for left in (True, False):
            for run in runs[start:end]:
                side = [w for w in run if (w.x1 <= gutter) == left]
                if side:
                    result.append(side)
        start = end
    return result


def _across(runs: list[list[Word]], start: int) -> tuple[int, float]:
    """Up to which index lines from `start` on have prose on both sides of one gutter, and where that is."""
    low, high = 0.0, 1e9
    end = start
    while end < len(runs):
        run = runs[end]
        gaps = [
            (a.x1, b.x0)
            for a, b in pairwise(run)
            if b.x0 - a.x1 > 0.9 * a.size and min(b.x0, high) - max(a.x1, low) > 6
        ]
        if not gaps or not run[0].upright:
            break
        gap = max(gaps, key=lambda g: g[1] - g[0])
        low, high = max(low, gap[0]), min(high, gap[1])
        end += 1
    gutter, lines = (low + high) / 2, runs[start:end]
    left = sum(word.x1 <= gutter for run in lines for word in run)
    if min(left, sum(map(len, lines)) - left) < 3 * len(lines):
        return start, gutter  # a table of labels and figures
    while end < len(runs) and end > start and (runs[end][-1].x1 <= gutter or runs[end][0].x0 >= gutter):
        if not 0 < runs[end][0].y - runs[end - 1][0].y < 2 * runs[end][0].size:
            break
        end += 1  # the end of the longer column
    return end, gutter


# ---- order


@dataclass(slots=True)
class Chunk:
    """Lines that follow each other downwards in one column, or a table (`rows` empty, `table` its index)."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[Row] = field(default_factory=list)
    table: int = -1


def chunks_of(rows: Iterable[Row]) -> list[Chunk]:
    """Runs of lines each of which stands below the one before it and under it."""
    chunks: list[Chunk] = []
    for row in rows:
        last = chunks[-1] if chunks else None
        above = last.rows[-1] if last else None
        if (
            last
            and above
            and above.y < row.y <= above.y + 3.2 * max(row.size, above.size)
            and min(last.x1, row.x1) > max(last.x0, row.x0)
        ):
            last.rows.append(row)
            last.x0, last.x1 = min(last.x0, row.x0), max(last.x1, row.x1)
            last.bottom = max(last.bottom, row.bottom)
        else:
            chunks.append(Chunk(row.x0, row.top, row.x1, row.bottom, [row]))
    return chunks


def in_order(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks as they are read: in the order of the file, but each after what stands above it."""
    if len(chunks) > _MANY:
        return chunks
    above = [
        [i for i, one in enumerate(chunks) if one is not other and _above(one, other)] for other in chunks
    ]
    ordered: list[Chunk] = []
    met: set[int] = set()
    for index in range(len(chunks)):
        waiting = [index]
        while waiting:
            first = next((i for i in above[waiting[-1]] if i not in met), None)
            if first is not None and first not in waiting:
                waiting.append(first)
                continue
            at = waiting.pop()
            if at not in met:
                met.add(at)
                ordered.append(chunks[at])
    return ordered


def _above(one: Chunk, other: Chunk) -> bool:
    """Whether `one` ends above the start of `other` in the same columns; 2 points of overlap are forgiven."""
    return (
        one.bottom <= other.top + 2
        and one.top < other.top
        and one.bottom < other.bottom
        and min(one.x1, other.x1) - max(one.x0, other.x0) > 3
    )


def measure_columns(rows: Sequence[Row]) -> None:
    """Sets each line's `column`: where lines that begin about where it begins end on the right.

    Lines with a wide gap, as of a form or a running footer, may reach beyond the column of the text.
    """
    groups: dict[tuple[int, float], list[Row]] = {}
    for row in rows:
        row.column = row.x1
        if row.gap <= 3 * row.size:
            groups.setdefault((round(row.x0 / 4), row.size), []).append(row)
    ends = {key: max(row.x1 for row in group) for key, group in groups.items()}
    for (x, size), group in groups.items():
        near = [
            end for (at, other), end in ends.items() if abs(at - x) < 10 and abs(other - size) <= 0.16 * size
        ]
        for row in group:
            row.column = max(near)
