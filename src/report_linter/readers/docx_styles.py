"""Styles of a DOCX, each resolved along its `basedOn` chain (ECMA-376-1, 17.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from report_linter.readers import style_names
from report_linter.readers.archive import Element
from report_linter.readers.docx_package import W, child, number, switch, value
from report_linter.readers.office import Look

_NO_LEVEL: Final = 9  # 17.3.1.20: outline level 9 is body text
_UNSAID: Final = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `chain` holds its id and those it is based on, nearest first.

    `level` is the heading level from 1, None for body text. `num` and `ilvl` are the numbering it carries.
    """

    chain: tuple[str, ...] = ()
    look: Look = _UNSAID
    level: int | None = None
    num: str | None = None
    ilvl: int | None = None
    caption: bool = False
    contents: bool = False
    title: bool = False


class StyleSheet:
    """The styles of one document. Unknown and missing ids mean the default style, as in Word."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._styles: dict[tuple[str, str], Style] = {}
        self._default: dict[str, str] = {}
        self.defaults = Look()
        if root is None:
            return
        self.defaults = look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for element in root.iterfind(W + "style"):
            kind, identity = value(element, "type") or "paragraph", value(element, "styleId") or ""
            self._elements[kind, identity] = element
            if value(element, "default") in ("1", "true", "on"):
                self._default[kind] = identity

    def paragraph(self, identity: str | None) -> Style:
        if identity is None or ("paragraph", identity) not in self._elements:
            identity = self._default.get("paragraph", "")
        return self._style("paragraph", identity)

    def character(self, identity: str) -> Style:
        return self._style("character", identity)

    def numbering(self, identity: str) -> str | None:
        """The `numId` of a numbering style (17.7.2)."""
        return self._style("numbering", identity).num

    def _style(self, kind: str, identity: str) -> Style:
        key = (kind, identity)
        if key not in self._styles:
            self._styles[key] = _resolve(list(self._chain(kind, identity)))
        return self._styles[key]

    def _chain(self, kind: str, identity: str) -> Iterator[tuple[str, Element]]:
        """A style and those it is based on; a circle ends where it closes."""
        seen: set[str] = set()
        while identity not in seen and (kind, identity) in self._elements:
            seen.add(identity)
            element = self._elements[kind, identity]
            yield identity, element
            identity = value(child(element, W + "basedOn")) or ""


def look(properties: Element | None) -> Look:
    """The look that a `w:rPr` says."""
    if properties is None:
        return Look()
    return Look(
        switch(properties.find(W + "b")),
        switch(properties.find(W + "vanish")),
        _points(properties.find(W + "sz")),
    )


def outline_level(properties: Element | None) -> int | None:
    """The `w:outlineLvl` of a `w:pPr`, counted from 1; 0 for body text; None when absent."""
    level = number(child(properties, W + "outlineLvl"))
    if level is None:
        return None
    return level + 1 if 0 <= level < _NO_LEVEL else 0


def _points(size: Element | None) -> float | None:
    """A font size: half points (17.3.2.38), or a number with its unit in strict files."""
    text = value(size) or ""
    try:
        return float(text[:-2]) if text.endswith("pt") else float(text) / 2
    except ValueError:
        return None


def _resolve(chain: list[tuple[str, Element]]) -> Style:
    result = Look()
    level: int | None = None
    num: str | None = None
    ilvl: int | None = None
    names: list[str] = []
    for identity, element in chain:
        own = {style_names.plain(identity), style_names.plain(value(child(element, W + "name")) or "")}
        names.extend(own)
        properties = element.find(W + "pPr")
        result = result.under(look(element.find(W + "rPr")))
        level = _level(properties, own) if level is None else level
        numbering = child(properties, W + "numPr")
        num = value(child(numbering, W + "numId")) if num is None else num
        ilvl = number(child(numbering, W + "ilvl")) if ilvl is None else ilvl
    return Style(
        chain=tuple(identity for identity, _ in chain),
        look=result,
        level=level or None,
        num=num,
        ilvl=ilvl,
        caption=style_names.is_caption(names),
        title=style_names.is_title(names),
        contents=style_names.is_contents(names),
    )


def _level(properties: Element | None, names: set[str]) -> int | None:
    """The heading level a style says itself: by outline level, else by its name. 0 means: no heading."""
    level = outline_level(properties)
    if level is not None:
        return level
    return style_names.heading_level(names)
