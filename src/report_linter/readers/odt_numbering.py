"""Labels of list items and headings, computed as LibreOffice does (OpenDocument 1.3 part 3, 5.3 and 16.30 to 16.35)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from report_linter.readers.archive import Element
from report_linter.readers.docx_numbering import BULLET, format_number
from report_linter.readers.odt_package import LOEXT, STYLE, TEXT, XML_ID, whole
from report_linter.readers.odt_styles import StyleSheet

_LEVELS: Final = 10
_FORMS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PLACEHOLDER: Final = re.compile(r"%(\d{1,2})%")
_NUMBERS: Final = (TEXT + "list-level-style-number", TEXT + "outline-level-style")
_BULLETS: Final = (TEXT + "list-level-style-bullet", TEXT + "list-level-style-image")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` holds `%1%` to `%10%` for the numbers of the levels."""

    form: str = "none"
    text: str = ""
    start: int = 1


Counts = list[int | None]  # the last number of each level, None before the first


def fresh() -> Counts:
    return [None] * _LEVELS


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list that is being read: the name of its style ("" takes the paragraph's), its numbers, its depth from 0."""

    style: str
    counts: Counts
    depth: int = 0


@dataclass(slots=True)
class Lists:
    """The lists of one story, which may go on with one another's numbers."""

    sheet: StyleSheet
    _by_id: dict[str, Counts] = field(default_factory=dict)
    _by_style: dict[str, Counts] = field(default_factory=dict)
    _levels: dict[str, tuple[Level, ...]] = field(default_factory=dict)
    _outline: Counts = field(default_factory=fresh)

    def open(self, element: Element, around: OpenList | None) -> OpenList:
        """The list that a `text:list` begins, goes on with, or nests in the one around it (19.880, 19.881)."""
        style = element.get(TEXT + "style-name", around.style if around else "")
        if around:
            return OpenList(style, around.counts, min(around.depth + 1, _LEVELS - 1))
        goes_on = self._by_id.get(element.get(TEXT + "continue-list", ""))
        if goes_on is None and element.get(TEXT + "continue-numbering") == "true":
            goes_on = self._by_style.get(style)
        counts = fresh() if goes_on is None else goes_on
        self._by_style[style] = counts
        for name in (XML_ID, TEXT + "id"):
            if element.get(name):
                self._by_id[element.get(name, "")] = counts
        return OpenList(style, counts)

    def numbered(self, element: Element) -> OpenList:
        """The list of a `text:numbered-paragraph`, which stands in none (5.3.6)."""
        counts = self._by_id.setdefault(element.get(TEXT + "list-id", ""), fresh())
        depth = min(max((whole(element, TEXT + "level") or 1) - 1, 0), _LEVELS - 1)
        return OpenList(element.get(TEXT + "style-name", ""), counts, depth)

    def label(self, opened: OpenList, style: str | None, start: int | None) -> tuple[str, bool]:
        """Count one item; its label as printed, and whether it is a list item in print.

        `style` is the list style of its paragraph's style, `start` the number it starts anew with.
        """
        name = opened.style or style or ""
        if name not in self._levels:
            self._levels[name] = _levels(self.sheet.lists(name))
        levels = self._levels[name]
        _count(opened.counts, levels, opened.depth, start)
        if levels[opened.depth].form == "bullet":
            return BULLET, True
        label = _print(levels, opened.counts, opened.depth)
        return label, bool(label) or levels[opened.depth].form != "none"

    def outline(self, level: int, start: int | None) -> str:
        """Count one heading of a level from 1; its number."""
        levels = _levels(self.sheet.outline)
        depth = min(level, _LEVELS) - 1
        _count(self._outline, levels, depth, start)
        return _print(levels, self._outline, depth)


def _levels(style: Element | None) -> tuple[Level, ...]:
    levels = [Level()] * _LEVELS
    for element in () if style is None else style:
        depth = (whole(element, TEXT + "level") or 0) - 1
        if not 0 <= depth < _LEVELS:
            continue
        if element.tag in _BULLETS:
            levels[depth] = Level("bullet")
        elif element.tag in _NUMBERS:
            form = _FORMS.get(element.get(STYLE + "num-format", ""), "none")
            start = whole(element, TEXT + "start-value")
            levels[depth] = Level(form, _text(element, form, depth), 1 if start is None else start)
    return tuple(levels)


def _text(element: Element, form: str, depth: int) -> str:
    """The pattern of a label: LibreOffice writes it out, the standard makes it of prefix, levels and suffix."""
    told = element.get(LOEXT + "num-list-format")
    if told is not None:
        return told
    if form == "none":
        return ""
    shown = min(max(whole(element, TEXT + "display-levels") or 1, 1), depth + 1)
    numbers = ".".join(f"%{index + 1}%" for index in range(depth + 1 - shown, depth + 1))
    return element.get(STYLE + "num-prefix", "") + numbers + element.get(STYLE + "num-suffix", "")


def _count(counts: Counts, levels: tuple[Level, ...], depth: int, start: int | None) -> None:
    for index in range(depth):  # a level that was skipped counts as begun
        if counts[index] is None:
            counts[index] = levels[index].start
    last = counts[depth]
    if start is not None:
        counts[depth] = start
    else:
        counts[depth] = levels[depth].start if last is None else last + 1
    for index in range(depth + 1, _LEVELS):
        counts[index] = None


def _print(levels: tuple[Level, ...], counts: Counts, depth: int) -> str:
    def number_of(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        count = counts[index] if 0 <= index <= depth else None
        return "" if count is None else format_number(count, levels[index].form)

    label = " ".join(_PLACEHOLDER.sub(number_of, levels[depth].text).split())
    return label if any(map(str.isalnum, label)) or levels[depth].form != "none" else ""
