"""Annotations as PDF objects: highlights and notes, each with its own appearance so that every viewer shows it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
    encode_pdfdocencoding,
)

from report_linter.readers.pdf_page import OWN_AUTHOR, Box, Frame
from report_linter.reporters.page import clean
from report_linter.reporters.pdf_update import Update

# Light, since text shows through: what is multiplied with black stays black.
TONES = {
    "error": (1.0, 0.63, 0.6),
    "warning": (1.0, 0.84, 0.42),
    "review": (0.84, 0.73, 1.0),
    "info": (0.66, 0.87, 1.0),
    "decided": (0.85, 0.85, 0.85),
}
NOTE_SIZE = 20.0  # points
_PRINT = 4
_INSET = 0.4  # points
_Corners = tuple[tuple[float, float], ...]  # top left, top right, bottom left, bottom right, as displayed


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation: boxes on a page as displayed, what it says, its colour's name, and a name of its own.

    `page` counts from 1. A `note` is a sign in its only box, anything else is a highlight, of which `coloured` is what
    it colours: its boxes without what lies above them.
    """

    page: int
    boxes: tuple[Box, ...]
    subject: str
    contents: str
    tone: str
    name: str
    note: bool = False
    coloured: tuple[Box, ...] = ()


def annotation(
    mark: Mark, frame: Frame, update: Update, page: IndirectObject, today: date
) -> DictionaryObject:
    """The annotation's object; its appearance becomes an object of `update`."""
    quads = [_corners(box, frame) for box in mark.boxes]
    rect = _rect(quads, 0.0 if mark.note else 1.0)
    when = TextStringObject(f"D:{today.year:04}{today.month:02}{today.day:02}")
    entries: dict[str, PdfObject] = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Text" if mark.note else "/Highlight"),
        "/Rect": _array(rect),
        "/P": page,
        "/F": NumberObject(_PRINT),
        "/C": _array(TONES[mark.tone]),
        "/T": TextStringObject(OWN_AUTHOR),
        "/NM": TextStringObject(mark.name),
        "/Subj": _text(mark.subject),
        "/Contents": _text(mark.contents),
        "/CreationDate": when,
        "/M": when,
    }
    if mark.note:
        entries |= {"/Name": NameObject("/Note"), "/Open": BooleanObject(False)}
        drawn = _sign(TONES[mark.tone])
    else:
        entries["/QuadPoints"] = _array([value for quad in quads for point in quad for value in point])
        coloured = [_corners(box, frame) for box in mark.coloured]
        drawn = _highlight(coloured, rect, TONES[mark.tone])
    entries["/AP"] = _dictionary({"/N": update.add(drawn)})
    return _dictionary(entries)


def _corners(box: Box, frame: Frame) -> _Corners:
    """In the order that viewers expect of QuadPoints, whatever the specification's figure shows."""
    x0, top, x1, bottom = box
    back = frame.to_file()
    return tuple(back(x, y) for x, y in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)))


def apart(marks: Sequence[Mark]) -> list[Mark]:
    """The highlights of one page, none coloured where a later one is: colours upon each other hide the text."""
    done: list[Mark] = []
    above: list[Box] = []
    for mark in reversed(marks):
        left = [part for box in mark.boxes for part in _without(box, above)]
        done.append(replace(mark, coloured=tuple(_inset(box) for box in left)))
        above += mark.boxes
    return done[::-1]


def _without(box: Box, above: Sequence[Box]) -> list[Box]:
    """What is left of `box` beside the boxes that lie on most of its height."""
    x0, top, x1, bottom = box
    parts = [(x0, x1)]
    for left, high, right, low in above:
        if min(low, bottom) - max(high, top) < 0.5 * (bottom - top):
            continue
        parts = [
            part
            for start, end in parts
            for part in ((start, min(end, left)), (max(start, right), end))
            if part[1] - part[0] > 2 * _INSET
        ]
    return [(start, top, end, bottom) for start, end in parts]


def _inset(box: Box) -> Box:
    """A hairline narrower, so that neighbours of one colour can be told apart."""
    return (box[0] + _INSET, box[1], box[2] - _INSET, box[3]) if box[2] - box[0] > 4 * _INSET else box


def _rect(quads: Sequence[_Corners], room: float) -> tuple[float, float, float, float]:
    xs, ys = [x for quad in quads for x, _ in quad], [y for quad in quads for _, y in quad]
    return min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room


def _highlight(quads: Sequence[_Corners], rect: Sequence[float], tone: Sequence[float]) -> PdfObject:
    lines = ["/Multiplied gs", f"{_numbers(tone)} rg"]
    for first, second, third, fourth in quads:
        around = (first, second, fourth, third)
        lines += [f"{_numbers(point)} {'l' if at else 'm'}" for at, point in enumerate(around)]
        lines.append("h f")
    state = _dictionary({"/Type": NameObject("/ExtGState"), "/BM": NameObject("/Multiply")})
    resources = _dictionary({"/ExtGState": _dictionary({"/Multiplied": state})})
    return _form(lines, _array(rect), {"/Resources": resources})


def _sign(tone: Sequence[float]) -> PdfObject:
    """A star in a box, the same from all sides: some viewers turn notes with the page, others do not."""
    lines = [f"{_numbers(tone)} rg 0.2 0.2 0.2 RG 1 w", "2 2 16 16 re B", "1.6 w"]
    ends = ((5, 10, 15, 10), (10, 5, 10, 15), (6.5, 6.5, 13.5, 13.5), (6.5, 13.5, 13.5, 6.5))
    lines += [f"{_numbers(end[:2])} m {_numbers(end[2:])} l S" for end in ends]
    return _form(lines, _array((0.0, 0.0, NOTE_SIZE, NOTE_SIZE)), {"/Resources": DictionaryObject()})


def _form(lines: Sequence[str], box: ArrayObject, more: dict[str, PdfObject]) -> PdfObject:
    form = DecodedStreamObject()
    form.set_data("\n".join(lines).encode("ascii"))
    head = {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form"), "/BBox": box, **more}
    for key, value in head.items():
        form[NameObject(key)] = value
    return form


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


def _array(values: Sequence[float]) -> ArrayObject:
    return ArrayObject([FloatObject(f"{value:.2f}") for value in values])


def _dictionary(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def _text(text: str) -> PdfObject:
    """A text string, paragraphs parted by carriage returns; without characters that steer whoever shows it."""
    said = "\r".join(map(clean, text.split("\n")))
    with suppress(UnicodeEncodeError):
        return ByteStringObject(encode_pdfdocencoding(said))  # in half the bytes
    return ByteStringObject(b"\xfe\xff" + said.encode("utf-16-be", "replace"))
