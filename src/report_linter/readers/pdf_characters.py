"""Where every character of a PDF page stands: for marks on exact words, which lines with boxes are too coarse for."""

from __future__ import annotations

from ctypes import byref
from dataclasses import dataclass
from math import pi
from typing import Any

from pypdfium2 import raw

from report_linter.readers.pdf_page import HYPHEN_MARKS, Box, Frame, frame_of

_LEVEL = 0.1  # radians by which a line of text may lean and still be level


@dataclass(frozen=True, slots=True)
class Character:
    """A character that is not white space, with its box on the page as displayed; `upright` if it stands level."""

    text: str
    box: Box
    upright: bool

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class PageCharacters:
    """The characters of a page in the order of the file, and how the page is shown."""

    frame: Frame
    characters: tuple[Character, ...]


def page_characters(document: Any, index: int) -> PageCharacters:
    """The characters of the page with this index from 0; raises `pdfium.PdfiumError` if it cannot be loaded."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            frame = frame_of(page)
            return PageCharacters(frame, tuple(_characters(text_page.raw, frame)))
        finally:
            text_page.close()
    finally:
        page.close()


def _characters(text_page: Any, frame: Frame) -> list[Character]:
    move, turned = frame.to_display(), frame.rotation * pi / 180
    rect = raw.FS_RECTF()
    found = []
    for at in range(max(raw.FPDFText_CountChars(text_page), 0)):
        code = raw.FPDFText_GetUnicode(text_page, at)
        text = chr(code) if 0 < code < 0x110000 else ""
        if not text or (text.isspace() and text not in HYPHEN_MARKS):
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page, at, byref(rect)):
            continue
        xa, ya = move(rect.left, rect.top)
        xb, yb = move(rect.right, rect.bottom)
        # Angles are counter-clockwise in the file, rotations of pages clockwise.
        lean = (raw.FPDFText_GetCharAngle(text_page, at) - turned + pi) % (2 * pi) - pi
        box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        found.append(Character("-" if text in HYPHEN_MARKS else text, box, abs(lean) < _LEVEL))
    return found
