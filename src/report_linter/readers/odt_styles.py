"""Styles of an ODT, each resolved along its `style:parent-style-name` chain (OpenDocument 1.3 part 3, 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from report_linter.readers import style_names
from report_linter.readers.archive import Element
from report_linter.readers.odt_package import FO, OFFICE, STYLE, TEXT
from report_linter.readers.office import Look

_ENCODED: Final = re.compile(r"_([0-9a-f]{2,4})_")  # characters that no name of a style may hold: "_20_"
_LENGTH: Final = re.compile(r"(\d+(?:\.\d+)?)(pt|in|cm|mm|pc|%)")
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0}
_UNSAID: Final = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with what it inherits.

    `lists` is the name of the list style it carries: "" takes the numbering of headings away, None says nothing.
    """

    look: Look = _UNSAID
    lists: str | None = None
    caption: bool = False
    contents: bool = False
    title: bool = False


class StyleSheet:
    """The styles that one part sees: the common ones, and the automatic ones of its own."""

    def __init__(self, common: Element | None, part: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        self._paragraphs: dict[str, Style] = {}
        self._texts: dict[tuple[str, Look], Look] = {}
        self.outline: Element | None = None
        for root, name in ((common, "styles"), (part, "automatic-styles")):
            holder = None if root is None else root.find(OFFICE + name)
            if holder is not None:
                self._collect(holder)
        self.default = _under(self._defaults.get("paragraph"), _UNSAID)

    def paragraph(self, name: str) -> Style:
        if name not in self._paragraphs:
            self._paragraphs[name] = self._resolve(name)
        return self._paragraphs[name]

    def text(self, name: str, base: Look) -> Look:
        """The look of a span of a style, over the look of what it stands in."""
        if (name, base) not in self._texts:
            look = base
            for element in reversed(list(self._chain("text", name))):
                look = _under(element, look)
            self._texts[name, base] = look
        return self._texts[name, base]

    def lists(self, name: str) -> Element | None:
        return self._lists.get(name)

    def _collect(self, holder: Element) -> None:
        for element in holder:
            if element.tag == STYLE + "style":
                key = (element.get(STYLE + "family", ""), element.get(STYLE + "name", ""))
                self._elements[key] = element
            elif element.tag == STYLE + "default-style":
                self._defaults[element.get(STYLE + "family", "")] = element
            elif element.tag == TEXT + "list-style":
                self._lists[element.get(STYLE + "name", "")] = element
            elif element.tag == TEXT + "outline-style":
                self.outline = element

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        """A style and those it is based on; a circle ends where it closes."""
        seen: set[str] = set()
        while name not in seen and (family, name) in self._elements:
            seen.add(name)
            element = self._elements[family, name]
            yield element
            name = element.get(STYLE + "parent-style-name", "")

    def _resolve(self, name: str) -> Style:
        chain = list(self._chain("paragraph", name))
        found = self.default
        for element in reversed(chain):
            found = _under(element, found)
        lists = (element.get(STYLE + "list-style-name") for element in chain)
        names = {style_names.plain(told) for told in (_decoded(name), *_names(chain))}
        return Style(
            look=found,
            lists=next((told for told in lists if told is not None), None),
            caption=style_names.is_caption(names),
            contents=style_names.is_contents(names),
            title=style_names.is_title(names),
        )


def _names(chain: Sequence[Element]) -> Iterator[str]:
    """The names of styles as people see them and as the file has them, those it names without defining them too."""
    for element in chain:
        yield element.get(STYLE + "display-name", "")
        yield _decoded(element.get(STYLE + "name", ""))
        yield _decoded(element.get(STYLE + "parent-style-name", ""))


def _decoded(name: str) -> str:
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), name)


def _under(element: Element | None, base: Look) -> Look:
    """The look that a style says itself, with what it does not say taken from `base`."""
    properties = None if element is None else element.find(STYLE + "text-properties")
    if properties is None:
        return base
    weight, display = properties.get(FO + "font-weight"), properties.get(TEXT + "display")
    return Look(
        base.bold if weight is None else _is_bold(weight),
        base.hidden if display is None else display == "none",
        _size(properties.get(FO + "font-size", ""), base.size),
    )


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "600", "700", "800", "900")


def _size(text: str, base: float | None) -> float | None:
    """A font size in points: a length, or a share of the size around it (20.190)."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return base
    if found[2] == "%":
        return None if base is None else base * float(found[1]) / 100
    return round(float(found[1]) * _POINTS[found[2]], 2)
