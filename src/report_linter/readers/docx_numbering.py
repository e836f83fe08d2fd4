"""Labels of numbered paragraphs, computed as Word does (ECMA-376-1, 17.9).

A paragraph names a `w:num`; that refers to a `w:abstractNum`, whose nine levels say how to count and print,
and may override some of them. All `w:num` of one `w:abstractNum` share its counters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from report_linter.readers.archive import Element
from report_linter.readers.docx_package import W, child, number, switch, value
from report_linter.readers.docx_styles import Style, StyleSheet

BULLET: Final = "•"
_LEVELS: Final = 9
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROMAN_LIMIT: Final = 4999
_LETTERS_LIMIT: Final = 780  # 30 repeated letters, as far as Word goes


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` holds `%1` to `%9` for the numbers of the levels."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None  # `w:lvlRestart`: 0 never, n after a paragraph of level n (from 1) or above
    legal: bool = False  # `w:isLgl`: all numbers of the label as plain digits
    style: str = ""  # `w:pStyle`: the paragraph style tied to this level


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A `w:num` with its overrides applied. `overrides` are the levels with a `w:startOverride`."""

    counters: str
    levels: tuple[Level, ...]
    overrides: frozenset[int] = frozenset()


class Numbering:
    """The lists of one document."""

    def __init__(self, root: Element | None, styles: StyleSheet) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, ListDefinition | None] = {}
        if root is None:
            return
        for element in root.iterfind(W + "abstractNum"):
            self._abstract[value(element, "abstractNumId") or ""] = element
        for element in root.iterfind(W + "num"):
            self._nums[value(element, "numId") or ""] = element

    def place(self, properties: Element | None, style: Style) -> tuple[str, int] | None:
        """The list and level of a paragraph, or None.

        Direct `w:numPr` wins over the style's, `numId` 0 takes the numbering away (17.9.18). In a style the
        level is the one tied to it by `w:pStyle`, and the style's own `w:ilvl` is only a fallback (17.9.23).
        """
        direct = child(properties, W + "numPr")
        num = value(child(direct, W + "numId")) or style.num
        if num is None or self.list(num) is None:
            return None
        ilvl = number(child(direct, W + "ilvl"))
        if ilvl is None:
            ilvl = self._tied_level(num, style)
        if ilvl is None:
            ilvl = style.ilvl if num == style.num and style.ilvl is not None else 0
        return num, min(max(ilvl, 0), _LEVELS - 1)

    def list(self, num: str) -> ListDefinition | None:
        if num not in self._lists:
            self._lists[num] = self._build(num)
        return self._lists[num]

    def _tied_level(self, num: str, style: Style) -> int | None:
        found = self.list(num)
        levels = found.levels if found else ()
        for identity in style.chain:
            for index, level in enumerate(levels):
                if level.style == identity:
                    return index
        return None

    def _build(self, num: str) -> ListDefinition | None:
        element = self._nums.get(num)
        if element is None or num == "0":
            return None
        identity = self._follow_links(value(child(element, W + "abstractNumId")) or "")
        abstract = self._abstract.get(identity)
        if abstract is None:
            return None
        levels = [Level()] * _LEVELS
        _read_levels(abstract, levels)
        overrides: set[int] = set()
        for override in element.iterfind(W + "lvlOverride"):
            ilvl = number(override, "ilvl")
            if ilvl is None or not 0 <= ilvl < _LEVELS:
                continue
            _read_levels(override, levels)
            start = number(child(override, W + "startOverride"))
            if start is not None:
                levels[ilvl] = replace(levels[ilvl], start=start)
                overrides.add(ilvl)
        return ListDefinition(identity, tuple(levels), frozenset(overrides))

    def _follow_links(self, identity: str) -> str:
        """An abstract list may only point to a numbering style, whose list it then is (17.9.21)."""
        for _ in range(_LEVELS):
            link = value(child(self._abstract.get(identity), W + "numStyleLink"))
            if not link:
                return identity
            num = self._nums.get(self._styles.numbering(link) or "")
            target = value(child(num, W + "abstractNumId"))
            if target is None or target == identity:
                target = self._styled(link)
            if target is None or target == identity:
                return identity
            identity = target
        return identity

    def _styled(self, link: str) -> str | None:
        """The abstract list that says it is the one of a numbering style (`w:styleLink`, 17.9.27)."""
        for identity, element in self._abstract.items():
            if value(child(element, W + "styleLink")) == link:
                return identity
        return None


class Counter:
    """Counts the paragraphs of one story (body, footnotes, ...) and prints their labels."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._values: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, num: str, ilvl: int) -> tuple[str, bool]:
        """Count one paragraph; its label as printed, and whether it is a list item in print.

        A level of format `none` without text prints nothing: such a paragraph looks like any other.
        """
        found = self._numbering.list(num)
        if found is None:
            return "", False
        values = self._values.setdefault(found.counters, [None] * _LEVELS)
        self._count(num, ilvl, found, values)
        level = found.levels[ilvl]
        if level.form == "bullet":
            return BULLET, True
        text = _print(found.levels, values, ilvl)
        return text, bool(text) or level.form != "none"

    def _count(self, num: str, ilvl: int, found: ListDefinition, values: list[int | None]) -> None:
        for index in range(ilvl):  # a level that was skipped counts as begun
            if values[index] is None:
                values[index] = found.levels[index].start
        last = values[ilvl]
        fresh = ilvl in found.overrides and (num, ilvl) not in self._begun
        self._begun.add((num, ilvl))
        values[ilvl] = found.levels[ilvl].start if last is None or fresh else last + 1
        for index in range(ilvl + 1, _LEVELS):
            restart = found.levels[index].restart
            if restart is None or restart > index or ilvl < restart:
                values[index] = None


def _read_levels(parent: Element, levels: list[Level]) -> None:
    for element in parent.iterfind(W + "lvl"):
        ilvl = number(element, "ilvl")
        if ilvl is not None and 0 <= ilvl < _LEVELS:
            start = number(child(element, W + "start"))
            levels[ilvl] = Level(
                start=0 if start is None else start,  # 17.9.25: a missing start is 0
                form=value(child(element, W + "numFmt")) or "decimal",
                text=value(child(element, W + "lvlText")) or "",
                restart=number(child(element, W + "lvlRestart")),
                legal=switch(child(element, W + "isLgl")) or False,
                style=value(child(element, W + "pStyle")) or "",
            )


def _print(levels: tuple[Level, ...], values: list[int | None], ilvl: int) -> str:
    legal = levels[ilvl].legal

    def number_of(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        count = values[index]
        if index > ilvl or count is None:
            return ""
        return format_number(count, "decimal" if legal else levels[index].form)

    return " ".join(_PLACEHOLDER.sub(number_of, levels[ilvl].text).split())


def format_number(count: int, form: str) -> str:
    """A number in one of the formats of ST_NumberFormat (17.18.59); digits for those not known here."""
    if form in ("none", "bullet"):
        return ""
    if form in ("lowerRoman", "upperRoman") and 0 < count <= _ROMAN_LIMIT:
        return _case(_roman(count), form)
    if form in ("lowerLetter", "upperLetter") and 0 < count <= _LETTERS_LIMIT:
        return _case(chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1), form)  # z, aa, bb
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _case(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(count: int) -> str:
    parts: list[str] = []
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth)
        parts.append(sign * times)
    return "".join(parts)
