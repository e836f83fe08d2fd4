"""Bytes to text, text to a `Reading`: what the readers of text formats share.

A reader makes `Draft`s, one per block, of `Piece`s, one per source line; `assemble` joins them into one text
and keeps where every piece came from.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from report_linter import strict
from report_linter.document import Block, Cell, Kind, Layer, Line, Link, Reading, Span, TextPlace
from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, Limits, refuse

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# White space that no text file uses as such, only files that are none.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNSUPPORTED = "not a text file in UTF-8, UTF-16 or Windows-1252; save it as plain text in UTF-8"
_EMPTY = "the file holds no text"


@dataclass(frozen=True, slots=True)
class Piece:
    """What one source line, counted from 1, gives to a block: clean text without surrounding spaces."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before its place in the text is known."""

    pieces: tuple[Piece, ...]
    kind: Kind = Kind.PARAGRAPH
    layer: Layer = Layer.BODY
    level: int = 0
    number: str = ""
    page: int | None = None
    cell: Cell | None = None
    bold: bool = False

    @property
    def text(self) -> str:
        return "".join(part for part, _ in join(self.pieces))


def sniff_text(head: bytes) -> bool:
    """Whether the first bytes of a file look like text. The last character may be cut."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _decodes(head[len(bom) :], encoding)
    if b"\0" in head:
        return False
    return _decodes(head, "utf-8") or _plausible_cp1252(head) is not None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data, final=False)
    except UnicodeDecodeError:
        return False
    return not _CONTROLS.search(text)


def decode(data: bytes, limits: Limits = DEFAULT) -> str:
    """The text of a file. Raises ReadError where it holds none, or more than the limit."""
    if len(data) > 4 * limits.characters:  # no encoding has longer characters
        refuse("characters", limits.characters)
    if not data.strip():
        raise ReadError("empty", _EMPTY)
    text = decode_bom(data) or _decode_utf8(data) or _plausible_cp1252(data)
    if text is None or _CONTROLS.search(text):
        raise ReadError("unsupported", _UNSUPPORTED)
    if len(text) > limits.characters:
        refuse("characters", limits.characters)
    return text


def decode_bom(data: bytes) -> str | None:
    """The text of a file that begins with a byte order mark."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    return None


def _decode_utf8(data: bytes) -> str | None:
    """UTF-8, with up to one damaged character in twenty that are not ASCII: better one � than every å as
    Ã¥.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad == 0 or bad * 20 <= sum(1 for character in text if ord(character) > 127):
        return text
    return None


def _plausible_cp1252(data: bytes) -> str | None:
    """Windows-1252 takes nearly any bytes, so the result must also look like words."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    special = [character for character in text if ord(character) > 127]
    wordlike = sum(1 for character in special if character.isalpha() or character in _TYPOGRAPHIC)
    plain = len(text) - len(special)
    return text if wordlike >= 0.9 * len(special) and plain >= 4 * len(special) else None


_TYPOGRAPHIC = "«»“”‘’„‚–—…•·§©®€£°½²³\u00a0\u00ad´"
# Characters that are one glyph in a font and several letters in a word.
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


def clean(text: str) -> str:
    """One line of text: NFC, ligatures as letters, no invisible characters, one space between words."""
    if text.isascii():
        return " ".join(text.split())
    shown = (
        c for c in text.translate(_LIGATURES) if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace()
    )
    return " ".join(unicodedata.normalize("NFC", "".join(shown)).split())


def sources(text: str) -> list[tuple[int, int]]:
    """For each character of `clean(text)` from where to where in `text` it comes."""
    shown = [
        (letter, at)
        for at, c in enumerate(text)
        if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace()
        for letter in c.translate(_LIGATURES)
    ]
    found: list[tuple[int, int]] = []
    space: tuple[int, int] | None = None
    for letters, start, end in _clusters(shown):
        if letters.isspace():
            space = (space[0] if space else start, end)
            continue
        if space and found:
            found.append(space)
        space = None
        found.extend([(start, end)] * len(letters))
    return found


def _clusters(shown: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """The smallest pieces that NFC treats by themselves, normalised, each with from where to where it comes."""
    letters, start, end = "", 0, 0
    for letter, at in shown:
        if letters and _apart(letters, letter):
            yield unicodedata.normalize("NFC", letters), start, end
            letters = ""
        if not letters:
            start = at
        letters += letter
        end = at + 1
    if letters:
        yield unicodedata.normalize("NFC", letters), start, end


def _apart(before: str, letter: str) -> bool:
    """Whether `letter` neither joins nor changes place with what stands before it."""
    if letter.isascii() or before.isspace():
        return True
    both = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", letter)
    return not unicodedata.combining(letter) and unicodedata.normalize("NFC", before + letter) == both


def join(pieces: Sequence[Piece], mend: bool = True) -> list[tuple[str, int]]:
    """The pieces as they stand in a block: each but the first brings its space along, or takes the hyphen's
    place. `mend`: a hyphen at a line's end may divide a word.
    """
    parts: list[tuple[str, int]] = []
    for piece in pieces:
        text = piece.text
        if not text:
            continue
        if parts:
            before = parts[-1][0]
            if mend and _broken_word(before, text):
                parts[-1] = (before[:-1], parts[-1][1])
            elif not (mend and _compound(before, text)):
                text = " " + text
        parts.append((text, piece.line))
    return parts


_HYPHENS = "-\u2010"


@cache
def _conjunctions() -> frozenset[str]:
    with as_file(files("report_linter.readers") / "conjunctions.yaml") as path:
        words = strict.load(path).data["words"]
    assert isinstance(words, list)
    return frozenset(map(str, words))


def _broken_word(before: str, after: str) -> bool:
    """Whether a word was divided at the line's end only for want of room."""
    if len(before) < 3 or before[-1] not in _HYPHENS or not before[-2].islower():
        return False
    half = re.match(r"[^\W\d_]+", after)
    return half is not None and half[0].islower() and half[0] not in _conjunctions()


def _compound(before: str, after: str) -> bool:
    """Whether a compound was divided at its own hyphen: "HMS-\\narbeid", "CO2-\\nutslipp", "nord-\\Norge"."""
    if len(before) < 2 or before[-1] not in _HYPHENS or not before[-2].isalnum():
        return False
    half = re.match(r"[^\W_]+", after)
    return half is not None and half[0] not in _conjunctions()


def assemble(
    media_type: str,
    drafts: Iterable[Draft],
    pages: int | None = None,
    title: str = "",
    mend: bool = True,
) -> Reading:
    """The reading made of `drafts` in their order; `mend` as in `join`. Raises ReadError when they hold no text."""
    parts: list[str] = []
    blocks: list[Block] = []
    lines: list[Line] = []
    at = 0
    row: tuple[int, int] | None = None
    for draft in drafts:
        joined = join(draft.pieces, mend)
        if not joined:
            continue
        this_row = (draft.cell.table, draft.cell.row) if draft.cell else None
        if blocks:
            parts.append("\t" if row is not None and row == this_row else "\n")
            at += 1
        row = this_row
        start = at
        for text, line in joined:
            lead = len(text) - len(text.lstrip(" "))
            lines.append(Line(Span(at + lead, at + len(text)), TextPlace(line)))
            parts.append(text)
            at += len(text)
        blocks.append(
            Block(
                Span(start, at),
                draft.kind,
                draft.layer,
                draft.level,
                draft.number,
                bold=draft.bold,
                page=draft.page,
                cell=draft.cell,
            )
        )
    if not blocks:
        raise ReadError("empty", _EMPTY)
    return Reading(media_type, "".join(parts), tuple(blocks), tuple(lines), pages=pages, title=title)


def place_links(text: str, found: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    """The links with their places in `text`: `found` are their words and targets, in the order of the text."""
    links, at = [], 0
    for said, target in found:
        shown = clean(said)
        start = text.find(shown, at) if shown else -1
        if start >= 0:
            at = start + len(shown)
            links.append(Link(Span(start, at), target))
    return tuple(links)


_GAP = re.compile(r"(?<!\S)(?:\S+ ){0,2}\S+ {2}(?=\S)\S+")


def gaps(lines: Iterable[str]) -> Iterator[str]:
    """Words on both sides of two spaces, as they stand in the text; lines with wider gaps are columns."""
    for line in lines:
        inside = line.strip()
        if "   " not in inside and "\t" not in inside:
            yield from (found[0] for found in _GAP.finditer(inside))


def place_gaps(text: str, found: Iterable[str]) -> tuple[Span, ...]:
    """The places in `text` of words with a gap between them."""
    return tuple(link.span for link in place_links(text, ((words, "") for words in found)))
