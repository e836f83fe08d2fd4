"""Lists of a web page, and the labels of their items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from report_linter.readers.archive import Element
from report_linter.readers.docx_numbering import BULLET, format_number
from report_linter.readers.html_roles import style_of

_LIST_STYLE: Final = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|(?:lower|upper)-(?:alpha|latin|roman)|decimal)", re.I
)
_FORMS: Final = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "lower-roman": "lowerRoman",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "upper-roman": "upperRoman",
}  # fmt: skip


@dataclass(slots=True)
class Label:
    """The label of an item or note, which its first block takes."""

    text: str

    def take(self) -> str:
        text, self.text = self.text, ""
        return text


@dataclass(slots=True)
class List:
    """A list that is being read: its depth from 0, the number of its next item, how it is printed ("" not at all)."""

    depth: int
    next: int
    form: str
    step: int = 1

    def label(self, item: Element) -> str:
        """Count one item; its label as printed."""
        value = item.get("value", "")
        if is_number(value):
            self.next = int(value)
        if self.form in ("", BULLET):
            return self.form
        label = format_number(self.next, self.form) + "."
        self.next += self.step
        return label


def opened(element: Element, around: List | None) -> List:
    """The list that an element begins, inside of the one around it."""
    depth = around.depth + 1 if around else 0
    told = _LIST_STYLE.search(style_of(element))
    name = told[1].lower() if told else element.get("type", "")
    if element.tag != "ol":
        return List(depth, 1, "" if name == "none" else BULLET)
    start = element.get("start", "")
    reverse = element.get("reversed") is not None
    first = sum(child.tag == "li" for child in element) if reverse else 1
    if is_number(start):
        first = int(start)
    form = "" if name == "none" else _FORMS.get(name, "decimal")
    return List(depth, first, form, -1 if reverse else 1)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
