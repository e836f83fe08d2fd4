"""Source lines of a plain text, and what only their neighbours tell: page furniture, contents lists, list
markers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report_linter.document import Layer
from report_linter.readers import shapes
from report_linter.readers.build import clean


@dataclass(frozen=True, slots=True)
class Row:
    """A line that holds text. `gap`: an empty line or page break stands before it.

    `marker` is its bullet or number, already cut off `text`; `trailing` a section number that stood after it.
    """

    text: str
    line: int
    page: int
    indent: int = 0
    gap: bool = False
    cells: tuple[str, ...] = ()
    layer: Layer = Layer.BODY
    marker: shapes.Marker | None = None
    trailing: str = ""


# Line ends other than "\n" break a line, but only "\n" counts lines, as interface.md has it.
_BREAKS = re.compile("[\r\x0b\x85\u2028\u2029]")
# PDF tools break the first letter off lines that open with a left-to-right override (U+202D), as Google Docs
# writes them: "N" lands on the next line, or before the override and a space.
_SPLIT_OFF = re.compile(r"(?<![^\W_])([^\W_])\u202d (?=\S)")
_BEHEADED = re.compile(r"\u202d (?=\S)")
_LOST_SPACE = re.compile(
    r"(?<=\w)\u202c\u202d(?=\w)"
)  # the same tools drop the space where two such runs meet
_INVISIBLE = "\u202a\u202b\u202c\u202d\u202e \t\r"


def rows(text: str) -> tuple[list[Row], int | None]:
    """The lines of `text` that are not empty, and the number of pages if there are page breaks."""
    result: list[Row] = []
    page, gap = 1, False
    for number, raw in enumerate(_mend(text.split("\n")), 1):
        for index, sheet in enumerate(raw.split("\f")):
            if index:
                page, gap = page + 1, True
            for part in _BREAKS.split(sheet.rstrip("\r")):
                shown = clean(part)
                if not shown:
                    gap = True
                    continue
                indent = len(part.expandtabs(4)) - len(part.expandtabs(4).lstrip())
                result.append(Row(shown, number, page, indent, gap, tuple(map(clean, shapes.cells(part)))))
                gap = False
    has_pages = "\f" in text
    last = result[-1].page if result else 1
    return result, (
        max(last, page - 1 if text.rstrip(" \n\r").endswith("\f") else page) if has_pages else None
    )


def _mend(lines: list[str]) -> list[str]:
    """Put letters that a PDF tool broke off lines back where they belong."""
    mended = list(lines)
    for index, line in enumerate(mended):
        if "\u202d" not in line:
            continue
        below = mended[index + 1].strip(_INVISIBLE) if index + 1 < len(mended) else ""
        if _BEHEADED.match(line) and len(below) == 1 and below.isalnum():
            mended[index], mended[index + 1] = below + line[2:], ""
        mended[index] = _SPLIT_OFF.sub(r"\1", _LOST_SPACE.sub(" ", mended[index]))
    return mended


# --- page furniture ---

_TOP, _BOTTOM = 10, 16  # lines at the edges of a page where running headers and footers stand
_MOST_WORDS = 14


def mark_furniture(lines: Sequence[Row], pages: int | None) -> list[Row]:
    """Running headers, footers and page numbers in their own layer."""
    found = _repeated_at_edges(lines) if pages and pages > 1 else _repeated(lines)
    return [
        replace(row, layer=Layer.FURNITURE, cells=()) if i in found else row for i, row in enumerate(lines)
    ]


def _repeated_at_edges(lines: Sequence[Row]) -> set[int]:
    """Lines found again at the edges of other pages. Two pages must agree without a gap, many may be a little
    torn.
    """
    pages: dict[int, list[int]] = {}
    for index, row in enumerate(lines):
        pages.setdefault(row.page, []).append(index)
    if len(pages) < 2:
        return set()
    masks = [shapes.mask(row.text) for row in lines]
    counts: Counter[str] = Counter()
    for members in pages.values():
        counts.update({masks[i] for i in {*members[:_TOP], *members[-_BOTTOM:]}})
    often = 2 if len(pages) == 2 else max(3, round(0.4 * len(pages)))
    nearly_all = max(3, round(0.6 * len(pages)))
    found: set[int] = set()
    for members in pages.values():
        for edge in (members[:_TOP], members[::-1][:_BOTTOM]):
            unbroken = True
            for index in edge:
                # Lines that count pages need not stand on the first.
                enough = 2 if "#" in masks[index] else often
                unbroken = unbroken and counts[masks[index]] >= enough
                alone = shapes.marker(lines[index].text)
                if unbroken or (counts[masks[index]] >= nearly_all and alone is None):
                    found.add(index)
    return found


def _repeated(lines: Sequence[Row]) -> set[int]:
    """Without page breaks: lines that count pages, and lines that always stand beside those or repeat the
    title.
    """
    places: dict[str, list[int]] = {}
    for index, row in enumerate(lines):
        opener = shapes.marker(row.text)
        short = len(row.text.split()) <= _MOST_WORDS and not shapes.ended(row.text)
        if short and opener is None and not row.cells and len(row.text) > 3:
            places.setdefault(shapes.mask(row.text), []).append(index)
    often = {key: where for key, where in places.items() if len(where) >= 3}
    counting = {i for where in often.values() if _counts_up([lines[i].text for i in where]) for i in where}
    found = set(counting)
    for where in often.values():
        beside = all(any(abs(i - j) <= _BOTTOM // 2 for j in counting) for i in where)
        title = where[0] < 3 and all(b - a >= _TOP for a, b in pairwise(where))
        if (counting and beside) or title:
            found.update(where)
    return found | _repeated_runs(lines)


_LETTERHEAD = 6  # so many short lines in the same order are no coincidence


def _repeated_runs(lines: Sequence[Row]) -> set[int]:
    """Letterheads: several short lines that stand twice in the same order."""
    masks = [shapes.mask(row.text) for row in lines]
    places: dict[tuple[str, ...], list[int]] = {}
    for index in range(len(lines) - _LETTERHEAD + 1):
        run = lines[index : index + _LETTERHEAD]
        if all(
            len(row.text) < 45 and not row.cells and not (shapes.ended(row.text) and " " in row.text)
            for row in run
        ):
            places.setdefault(tuple(masks[index : index + _LETTERHEAD]), []).append(index)
    return {
        index + offset
        for run, where in places.items()
        if where[-1] - where[0] >= _LETTERHEAD and len(set(run)) >= _LETTERHEAD // 2
        for index in where
        for offset in range(_LETTERHEAD)
    }


def _counts_up(texts: list[str]) -> bool:
    """Whether one number in these lines grows by one from line to line, as page numbers do."""
    columns = list(zip(*(map(int, re.findall(r"\d{1,4}(?!\d)", text)) for text in texts), strict=False))
    return any(all(b - a == 1 for a, b in pairwise(c)) for c in columns)


# --- contents lists ---


def mark_contents(lines: Sequence[Row]) -> list[Row]:
    """Lines with dotted leaders, and the lines they were wrapped from."""
    found: set[int] = set()
    for index, row in enumerate(lines):
        if row.layer is Layer.BODY and shapes.has_leaders(row.text):
            found.add(index)
            above = index - 1
            if above >= 0 and above not in found and not row.gap and _wraps(lines[above], row):
                found.add(above)
    return [
        replace(row, layer=Layer.CONTENTS, cells=()) if i in found else row for i, row in enumerate(lines)
    ]


def _wraps(above: Row, below: Row) -> bool:
    if above.layer is not Layer.BODY or below.marker or shapes.ended(above.text):
        return False
    capitals = shapes.is_capitals(above.text) and not shapes.starts_lower(below.text)
    return above.marker is not None or shapes.starts_lower(below.text) or capitals


# --- list markers ---


def mark_items(lines: Sequence[Row]) -> list[Row]:
    """Cut bullets and numbers off lines; a marker alone on its line goes to the line it belongs to."""
    markers = _Markers(
        lines,
        [shapes.marker(row.text) if row.layer is Layer.BODY and not row.cells else None for row in lines],
    )
    cut = [
        replace(row, marker=found, text=found.rest) if found and _is_marker(lines, markers, i) else row
        for i, (row, found) in enumerate(zip(lines, markers.of, strict=True))
    ]
    return _attach(cut)


_FAR = 40  # lines: the next item of a list is nearer


class _Markers:
    """What could be the markers of all lines, and which numbers stand anywhere, so that no line asks all others."""

    def __init__(self, lines: Sequence[Row], of: Sequence[shapes.Marker | None]) -> None:
        self.of = of
        self.ordinals = [marker.ordinal if marker else 0 for marker in of]
        self.bare = {
            marker.ordinal
            for row, marker in zip(lines, of, strict=True)
            if marker and marker.family == "bare" and row.gap
        }
        self.decimals = {_section(marker.label) for marker in of if marker and marker.family == "decimal"}


def _section(label: str) -> tuple[tuple[str, ...], int]:
    *above, last = label.strip(".").split(".")
    return tuple(above), int(last)


def _is_marker(lines: Sequence[Row], markers: _Markers, index: int) -> bool:
    """Whether a line opens a list item or heading, and does not just go on with a number or dash."""
    here = markers.of[index]
    assert here is not None
    if here.family == "bullet":
        return True
    above = lines[index - 1] if index else None
    fresh = (
        above is None
        or lines[index].gap
        or above.layer is not Layer.BODY
        or above.text.endswith((":", ";", ","))
        or shapes.ended(above.text)
        or len(above.text) < 45
        or not here.rest
    )
    if here.family == "bare":
        return lines[index].gap and not shapes.ended(here.rest) and _in_sequence(markers, here)
    if here.family == "dash":
        return fresh or any(m and m.label == here.label for m in markers.of[max(index - 6, 0) : index])
    if here.family == "decimal":
        return fresh or _has_sibling(markers, here)
    steps = {
        markers.ordinals[near] - markers.ordinals[index]
        for near in range(max(index - _FAR, 0), min(index + _FAR, len(lines)))
        if (m := markers.of[near]) and m.family == here.family and m.label[-1] == here.label[-1]
        if (markers.ordinals[near] > markers.ordinals[index]) is (near > index)
    }
    if here.family == "letter":
        return -1 in steps or (fresh and (1 in steps or here.label.strip("().") in ("a", "i")))
    return -1 in steps or 1 in steps or (fresh and not shapes.starts_lower(here.rest))


def _in_sequence(markers: _Markers, here: shapes.Marker) -> bool:
    """Whether another line after a gap opens with the number before or after: "1 Om oss", "2 Tiltak"."""
    return not markers.bare.isdisjoint((here.ordinal - 1, here.ordinal + 1))


def _has_sibling(markers: _Markers, here: shapes.Marker) -> bool:
    """Whether another section number stands before or after this one: "3.1" and "3.2"."""
    above, last = _section(here.label)
    return not markers.decimals.isdisjoint(((above, last - 1), (above, last + 1)))


def _attach(lines: list[Row]) -> list[Row]:
    """Give markers that stand alone to the next line, or a section number printed late to the heading above
    it.
    """
    result: list[Row] = []
    waiting: list[Row] = []
    for index, row in enumerate(lines):
        if row.layer is not Layer.BODY or row.cells:
            result.append(row)
        elif row.marker and not row.text:
            if _is_late_number(result, row, lines, index + 1):
                assert row.marker is not None
                result[-1] = replace(result[-1], trailing=row.marker.label)
            else:
                waiting.append(row)
        elif waiting and row.marker is None:
            result.append(replace(row, marker=waiting[0].marker, gap=True))
            # One bullet per line only where as many short lines follow as bullets stood before them.
            several = len(waiting) > 1 and _short_run(lines[index : index + min(len(waiting), _FAR)])
            waiting = waiting[1:] if several else []
        else:
            waiting = []
            result.append(row)
    return result


def _short_run(lines: Sequence[Row]) -> bool:
    return all(len(row.text) < 45 and not row.marker and not shapes.starts_lower(row.text) for row in lines)


def _is_late_number(above: list[Row], row: Row, lines: list[Row], below: int) -> bool:
    """Whether a lone "2.3" names the heading above it: a list or lead-in follows, where a heading's text
    should be.
    """
    if row.marker is None or row.marker.family != "decimal" or not above or below == len(lines):
        return False
    last = above[-1]
    if last.layer is not Layer.BODY or last.cells or last.text.endswith(":") or shapes.ended(last.text):
        return False
    for row_above in reversed(above):
        if shapes.ended(row_above.text):
            break
        if row_above.marker is not None:
            return False
        if row_above.gap:
            break
    if lines[below].marker is not None:
        return True
    for index in range(below, len(lines)):
        if index + 1 == len(lines) or lines[index + 1].gap or lines[index + 1].marker:
            return lines[index].text.endswith(":")
    return False
