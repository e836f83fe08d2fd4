"""The exact words of a finding on the page: from a span of the text to the boxes of its characters.

The reader keeps a box per printed line. The characters in it, asked of PDFium again, are laid beside the line's text;
what the text does not hold, such as a bullet or a hyphen at the line's end, is passed over. Where words cannot be told
apart within their line, the line is marked; where even that is uncertain, nothing is.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from report_linter.document import Document, Line, PdfPlace, Span
from report_linter.readers.pdf_characters import Character, PageCharacters
from report_linter.readers.pdf_page import Box

Pages = Callable[
    [int], PageCharacters | None
]  # the characters of a page, counted from 1; None: it cannot be read

_ROOM = 0.35  # of a line's height, above and below it: for superscripts and accents
_ALIKE = 0.8  # how alike a line's text and its characters must be, where they differ
_TELLING = 12  # characters that a line needs to be looked for on the whole page
_LONGEST = 2000  # characters: beyond, differing lines are not laid side by side


@dataclass(frozen=True, slots=True)
class Patch:
    """A box on a page, counted from 1, that holds words of one printed line."""

    page: int
    box: Box


def patches(document: Document, spans: Sequence[Span], pages: Pages) -> list[Patch]:
    """Where the words of `spans` stand, in reading order; empty where that is not certain."""
    found = []
    for span in spans:
        for line in _lines(document, span):
            assert isinstance(line.place, PdfPlace)
            content = pages(line.place.page)
            box = content and _box(document.text, line, span, content)
            if box:
                found.append(Patch(line.place.page, box))
    return found


def _lines(document: Document, span: Span) -> Iterator[Line]:
    """The lines that `span` touches."""
    lines = document.reading.lines
    first = max(bisect_right(lines, span.start, key=lambda line: line.span.start) - 1, 0)
    for line in lines[first:]:
        if line.span.start >= span.end:
            return
        if line.span.overlaps(span) and isinstance(line.place, PdfPlace):
            yield line


def _box(text: str, line: Line, span: Span, content: PageCharacters) -> Box | None:
    """The box of those characters of `line` that `span` holds."""
    assert isinstance(line.place, PdfPlace)
    start, end = max(span.start, line.span.start), min(span.end, line.span.end)
    if not text[start:end].strip():
        return None
    area = line.place.box
    near = [character for character in content.characters if _within(character, area)]
    whole, before = text[line.span.start : line.span.end], text[line.span.start : start]
    for characters in (near, content.characters):
        if characters is not near and len(_folded(whole)) < _TELLING:
            break
        hit = _hit(whole, before, text[start:end], characters, once=characters is not near)
        if hit:
            return _around(hit, area)
    # The line's own box is measured for level text only.
    return area if near and all(character.upright for character in near) else None


def _within(character: Character, area: Box) -> bool:
    x, y = character.middle
    room = _ROOM * (area[3] - area[1])
    return area[0] - 0.5 <= x <= area[2] + 0.5 and area[1] - room <= y <= area[3] + room


def _around(characters: Sequence[Character], area: Box) -> Box:
    """The box of `characters`; the height of level text is that of its line, as fonts differ in what they claim."""
    x0, x1 = min(one.box[0] for one in characters), max(one.box[2] for one in characters)
    top, bottom = min(one.box[1] for one in characters), max(one.box[3] for one in characters)
    level = all(character.upright for character in characters)
    in_line = area[1] < (top + bottom) / 2 < area[3]
    return (x0, area[1], x1, area[3]) if level and in_line else (x0, top, x1, bottom)


def _hit(
    whole: str, before: str, wanted: str, characters: Sequence[Character], once: bool
) -> list[Character]:
    """Those of `characters` that show `wanted`, which stands after `before` in the line `whole`.

    `once`: only where the line occurs once among them.
    """
    for drop in ("", "-"):
        line, skipped, sought = (_folded(part, drop) for part in (whole, before, wanted))
        owners = [index for index, one in enumerate(characters) for _ in _folded(one.text, drop)]
        shown = "".join(_folded(one.text, drop) for one in characters)
        at = shown.find(line)
        if not sought or at < 0 or (once and shown.find(line, at + 1) >= 0):
            continue
        first = at + len(skipped)
        return [characters[index] for index in dict.fromkeys(owners[first : first + len(sought)])]
    return [] if once else _nearly(whole, before, wanted, characters)


def _nearly(whole: str, before: str, wanted: str, characters: Sequence[Character]) -> list[Character]:
    """As `_hit`, where line and characters differ in places, but not within what is wanted."""
    line, skipped, sought = _folded(whole, "-"), _folded(before, "-"), _folded(wanted, "-")
    owners = [index for index, one in enumerate(characters) for _ in _folded(one.text, "-")]
    shown = "".join(_folded(one.text, "-") for one in characters)
    if not sought or max(len(line), len(shown)) > _LONGEST:
        return []
    matcher = SequenceMatcher(None, line, shown, autojunk=False)
    if 2 * sum(block.size for block in matcher.get_matching_blocks()) < _ALIKE * 2 * len(line):
        return []
    places = {block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}
    asked = range(len(skipped), len(skipped) + len(sought))
    if not all(position in places for position in asked):
        return []
    first, last = places[asked[0]], places[asked[-1]]
    if last - first > 1.2 * len(sought) + 3:  # torn apart: other words stand between
        return []
    return [characters[index] for index in dict.fromkeys(owners[first : last + 1])]


def _folded(text: str, drop: str = "") -> str:
    """`text` without white space, accents, ligatures and invisible characters, which files write in many ways."""
    text = "".join(text.split()) if text.isascii() else "".join(map(_fold, text))
    return text.replace("-", "") if drop else text


@cache
def _fold(character: str) -> str:
    if character in "\u2010\u2011":
        return "-"
    if character == "\u0131":
        return "i"
    parts = unicodedata.normalize("NFKD", character)
    kept = (part for part in parts if not part.isspace() and unicodedata.category(part)[0] not in "MC")
    return "".join(kept)
