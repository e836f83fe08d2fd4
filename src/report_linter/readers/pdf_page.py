"""What stands on one PDF page: words with their fonts and places, ruled lines, pictures.

This is the only module that calls PDFium. It copies what it needs into plain objects, so that a page can be
closed before the next is opened. Every length is in points, measured from the top left corner of the page as
displayed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ctypes import byref, c_double, c_float, c_int, c_uint, c_ulong, c_ushort, create_string_buffer
from dataclasses import dataclass, field
from math import hypot
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Matrix = tuple[float, float, float, float, float, float]
Move = Callable[[float, float], tuple[float, float]]

# Author and beginning of the name of the annotations in a marked copy.
OWN_AUTHOR, OWN_NAME = "report-linter", "report-linter-"
# PDFium puts one of these where a line-end hyphen was, and swallows the line break.
HYPHEN_MARKS = "\ufffe\x02"
# A run of characters without white space, and the hyphen mark that ends it, if any.
_WORD = re.compile(rf"[^\s{HYPHEN_MARKS}\x00]+[{HYPHEN_MARKS}]?|[{HYPHEN_MARKS}]")
_BOLD_NAME = re.compile(r"bold|black|heavy|fett|[-,](?:bd|bdit|b|bi)$", re.IGNORECASE)
_MARKUP = (
    "TEXT", "FREETEXT", "HIGHLIGHT", "UNDERLINE", "SQUIGGLY", "STRIKEOUT",
    "CARET", "INK", "STAMP", "LINE", "SQUARE", "CIRCLE",
)  # fmt: skip
_PATH_LIMIT = 60  # segments: a path with more of them is a drawing, not the rules of a table
_EDGE_LIMIT = 4000  # edges: a page with more of them is a chart or a map
_STRAIGHT = 0.8  # points by which a rule may lean
_SLANT = 0.07  # the tangent (4 degrees) from which text stands at a slant; pages are scanned less askew
_SEARCHES = 20_000_000  # objects by characters of a page: beyond, signs without a meaning are not looked for
_MOST_DOTS = 300  # on a page: with more of them they are a drawing
_MOST_FIELDS = 2000  # annotations of a page that are looked at
_FIELD_LIMIT = 20_000  # characters of one field of a form
_DOTS = 40_000_000  # of a picture of a page: an A3 page at 300 dpi has 17 million
_DOT = 8.0  # points: the largest sign that may be a drawn bullet


@dataclass(slots=True)
class Word:
    """Characters without white space between them. `y` is the baseline, `size` the displayed font size.

    `glued` says that nothing separates the word from the one before it in the file; `hyphen` that it ends in
    a hyphen PDFium took for the end of a line (the text holds it as "-"); `upright` is False for text that
    runs up or down the page, `tilted` tells text at a slant, as watermarks have; `spaced` that the file has a
    space after the word; `raised` is set later, for superscripts.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    glued: bool = False
    hyphen: bool = False
    upright: bool = True
    artifact: bool = False
    raised: bool = False
    spaced: bool = False
    tilted: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line: horizontal when `top` equals `bottom`, else vertical."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.top == self.bottom


@dataclass(slots=True)
class PageContent:
    """One page, closed. `characters` counts those of the text layer, `unmapped` those without a meaning.

    `dots` are small drawn signs as wide as high. `picture` is the largest picture's share of the page, 0 to 1;
    `objects` counts what is drawn.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    picture: float = 0.0
    objects: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True)
class _Style:
    size_factor: float  # displayed size over the size in the file
    bold: bool
    upright: bool
    artifact: bool
    tilted: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looks: a grey picture in the format PGM (netpbm), `dpi` dots an inch."""

    pgm: bytes
    dpi: int


def picture_of(document: Any, index: int, dpi: int = 300) -> Picture:
    """The page with this index from 0, with fewer dots where it is very large; raises `pdfium.PdfiumError`."""
    page = document[index]
    try:
        inches = max(page.get_width() * page.get_height() / 72**2, 0.01)
        dpi = max(1, min(dpi, int((_DOTS / inches) ** 0.5)))
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        try:
            width, height, stride, data = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
        finally:
            bitmap.close()
    finally:
        page.close()
    rows = b"".join(data[row * stride : row * stride + width] for row in range(height))
    return Picture(b"P5\n%d %d\n255\n" % (width, height) + rows, dpi)


def read_page(document: Any, index: int) -> PageContent:
    """The content of the page with this index from 0; raises `pdfium.PdfiumError` if it cannot be loaded."""
    page = document[index]
    try:
        return _content(page, index + 1)
    finally:
        page.close()


def _content(page: Any, number: int) -> PageContent:
    frame = frame_of(page)
    move, (width, height) = frame.to_display(), frame.size
    content = PageContent(number, width, height)
    text_page = page.get_textpage()
    try:
        _read_words(text_page.raw, content, move, frame.rotation in (90, 270))
        _read_objects(page.raw, text_page.raw, content, move)
    finally:
        text_page.close()
    _put_bullets(content)
    _read_fields(page, content, move)
    content.comments = _comments(page.raw)
    return content


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that is shown, in the file's coordinates, and its rotation clockwise: 0, 90, 180 or 270."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.rotation in (0, 180) else (height, width)

    def to_display(self) -> Move:
        """From the file's coordinates to those of the page as displayed."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        moves: dict[int, Move] = {
            0: lambda x, y: (x - left, top - y),
            90: lambda x, y: (y - bottom, x - left),
            180: lambda x, y: (right - x, y - bottom),
            270: lambda x, y: (top - y, right - x),
        }
        return moves[self.rotation]

    def to_file(self) -> Move:
        """From the page as displayed to the file's coordinates."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        moves: dict[int, Move] = {
            0: lambda x, y: (left + x, top - y),
            90: lambda x, y: (left + y, bottom + x),
            180: lambda x, y: (right - x, bottom + y),
            270: lambda x, y: (right - y, top - x),
        }
        return moves[self.rotation]


def frame_of(page: Any) -> Frame:
    """What is shown of an open page: inside its crop box, where it has one."""
    rect = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, byref(rect)):
        rect.left, rect.bottom, rect.right, rect.top = 0.0, 0.0, page.get_width(), page.get_height()
    return Frame(rect.left, rect.bottom, rect.right, rect.top, page.get_rotation())


# ---- words


def _page_text(text_page: Any, count: int) -> str:
    """The page's text as UTF-16 units, one Python character each, so that positions stay PDFium's."""
    buffer = (c_ushort * (count + 1))()
    length = raw.FPDFText_GetText(text_page, 0, count, buffer)
    return "".join(map(chr, buffer[: max(length - 1, 0)]))


def _read_words(text_page: Any, content: PageContent, move: Move, turned: bool) -> None:
    count = raw.FPDFText_CountChars(text_page)
    if count <= 0:
        return
    units = _page_text(text_page, count)
    probe = _Probe(text_page, move, turned, mapped=len(units) != count)
    content.characters = len(units.replace(" ", "").replace("\r", "").replace("\n", ""))
    content.unmapped = max(count - len(units), 0)
    end = -1
    for match in _WORD.finditer(units):
        start, glued = match.start(), match.start() == end
        end = match.end()
        content.unmapped += _unmapped(match.group())
        spaced = units[end : end + 1] == " "
        for word in probe.words(match.group(), start, glued):
            word.spaced = spaced
            middle = (word.x0 + word.x1) / 2
            if -1 <= middle <= content.width + 1 and 0 <= word.y <= content.height + word.size:
                content.words.append(word)


def _unmapped(text: str) -> int:
    """How many characters of `text` have no meaning; one alone may be a bullet from a symbol font."""
    if text.isascii() and text.isprintable():
        return 0
    found = sum(
        1 for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (c < " " and c not in HYPHEN_MARKS)
    )
    return found if found > 1 or len(text) > 1 else 0


class _Probe:
    """Asks PDFium for the font and place of characters, remembering the fonts of the page's text objects."""

    def __init__(self, text_page: Any, move: Move, turned: bool, mapped: bool) -> None:
        self.text_page = text_page
        self.move = move
        self.turned = turned
        self.mapped = mapped  # whether positions in the text differ from positions in the list of characters
        self.styles: dict[int, _Style] = {}
        self.rect, self.x, self.y = raw.FS_RECTF(), c_double(), c_double()
        # Six calls a word are most of the time a page takes: arguments are made once.
        self.to_rect, self.to_x, self.to_y = byref(self.rect), byref(self.x), byref(self.y)

    def words(self, text: str, start: int, glued: bool) -> Iterator[Word]:
        """The word of `text`, or several where its characters stand on different baselines (superscripts)."""
        hyphen = text[-1] in HYPHEN_MARKS
        first, last = self._origin(start), self._origin(start + len(text) - 1 - (hyphen and len(text) > 1))
        style, size = self._style(start)
        slip = abs(first[1] - last[1]) if style.upright else 0.0
        if len(text) > 1 and slip > 0.12 * size:
            yield from self._split(text, start, glued)
        else:
            yield self._word(text, start, glued, first, style, size)

    def _split(self, text: str, start: int, glued: bool) -> Iterator[Word]:
        """`text` cut where the baseline changes."""
        begin, origin = 0, self._origin(start)
        for at in range(1, len(text) + 1):
            here = self._origin(start + at) if at < len(text) and text[at] not in HYPHEN_MARKS else origin
            if at == len(text) or abs(here[1] - origin[1]) > 0.1 * max(self._style(start + at)[1], 1.0):
                style, size = self._style(start + begin)
                yield self._word(text[begin:at], start + begin, glued or begin > 0, origin, style, size)
                begin, origin = at, here

    def _word(
        self, text: str, start: int, glued: bool, origin: tuple[float, float], style: _Style, size: float
    ) -> Word:
        hyphen = text[-1] in HYPHEN_MARKS
        box = self._box(start)
        if len(text) > 1:
            final = self._box(start + len(text) - 1)
            # The hyphen's own box is sometimes empty: the character before it will do.
            final = self._box(start + len(text) - 2) if hyphen and final[0] == final[2] else final
            box = (min(box[0], final[0]), min(box[1], final[1]), max(box[2], final[2]), max(box[3], final[3]))
        shown = _readable(text[:-1] + "-" if hyphen else text)
        baseline = origin[1] if style.upright else box[3]
        return Word(
            shown, box[0], box[2], baseline, size, style.bold, glued, hyphen, style.upright, style.artifact,
            tilted=style.tilted,
        )  # fmt: skip

    def _index(self, at: int) -> int:
        if not self.mapped:
            return at
        return max(int(raw.FPDFText_GetCharIndexFromTextIndex(self.text_page, at)), 0)

    def _origin(self, at: int) -> tuple[float, float]:
        raw.FPDFText_GetCharOrigin(self.text_page, self._index(at), self.to_x, self.to_y)
        return self.move(self.x.value, self.y.value)

    def _box(self, at: int) -> Box:
        rect = self.rect
        raw.FPDFText_GetLooseCharBox(self.text_page, self._index(at), self.to_rect)
        xa, ya = self.move(rect.left, rect.top)
        xb, yb = self.move(rect.right, rect.bottom)
        return (
            (xa, ya, xb, yb)
            if xa <= xb and ya <= yb
            else (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        )

    def _style(self, at: int) -> tuple[_Style, float]:
        """The style of a character and its displayed size in points."""
        index = self._index(at)
        item = raw.FPDFText_GetTextObject(self.text_page, index)
        key = hash(raw.cast(item, raw.c_void_p).value) if item else 0
        style = self.styles.get(key)
        if style is None:
            style = self.styles[key] = self._new_style(index, item)
        return style, raw.FPDFText_GetFontSize(self.text_page, index) * style.size_factor

    def _new_style(self, index: int, item: Any) -> _Style:
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(self.text_page, index, byref(matrix)):
            matrix.a = matrix.d = 1.0
        factor = hypot(matrix.c, matrix.d) or 1.0
        along_x = abs(matrix.a) >= abs(matrix.b)
        bold = _bold(item) if item else False
        tilted = min(abs(matrix.a), abs(matrix.b)) > _SLANT * max(abs(matrix.a), abs(matrix.b))
        return _Style(factor, bold, along_x != self.turned, _artifact(item), tilted)


def _readable(units: str) -> str:
    """UTF-16 units as a proper string, halves of pairs put together."""
    if not units.isascii() and any("\ud800" <= c <= "\udfff" for c in units):
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return units


def _bold(item: Any) -> bool:
    """Whether the font of a text object is bold, from its name; by its weight where the name says nothing."""
    font = raw.FPDFTextObj_GetFont(item)
    if not font:
        return False
    buffer = create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1")
    if _BOLD_NAME.search(name):
        return True
    return raw.FPDFFont_GetWeight(font) >= 650 and "-" not in name and "regular" not in name.lower()


def _artifact(item: Any) -> bool:
    """Whether a tagged PDF marks the text object as decoration: a running header, a footer, a page number."""
    if not item:
        return False
    buffer, length = (c_ushort * 16)(), c_ulong()
    for index in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        named = mark and raw.FPDFPageObjMark_GetName(mark, buffer, 32, byref(length))
        if named and bytes(buffer).decode("utf-16-le", "replace").split("\0")[0] == "Artifact":
            return True
    return False


# ---- drawings and pictures


def _read_objects(page: Any, text_page: Any, content: PageContent, move: Move) -> None:
    """Collects ruled lines, filled boxes, small signs and the largest picture, also those inside form objects."""
    area = max(content.width * content.height, 1.0)
    for item, kind, matrix in _objects(page):
        content.objects += 1
        if kind == raw.FPDF_PAGEOBJ_PATH and len(content.edges) <= _EDGE_LIMIT:
            _read_path(item, content, matrix, move)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            # A sign of a symbol font of which the file does not say what it means, as old TeX fonts have bullets.
            box = _bounds(item, matrix, move)
            small = 0 < max(box[2] - box[0], box[3] - box[1]) <= _DOT
            # PDFium looks through the whole page for each object's text.
            if (
                small
                and content.objects * content.characters < _SEARCHES
                and raw.FPDFTextObj_GetText(item, text_page, None, 0) <= 2
            ):
                content.dots.append(box)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = _bounds(item, matrix, move)
            wide = min(x1, content.width) - max(x0, 0.0)
            high = min(bottom, content.height) - max(top, 0.0)
            content.picture = max(content.picture, max(wide, 0.0) * max(high, 0.0) / area)
    if len(content.edges) > _EDGE_LIMIT:
        content.edges.clear()


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Every object of the page with its type and the matrix of the form it stands in."""
    stack = [
        (raw.FPDFPage_GetObject(page, index), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
        for index in reversed(range(raw.FPDFPage_CountObjects(page)))
    ]
    while stack:
        item, matrix, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield item, kind, matrix
        elif depth < 8:
            inner = _product(_matrix(item), matrix)
            stack += [
                (raw.FPDFFormObj_GetObject(item, c_ulong(index)), inner, depth + 1)
                for index in reversed(range(max(raw.FPDFFormObj_CountObjects(item), 0)))
            ]


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, byref(matrix)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i, a * h + b * j,
        c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: Matrix, move: Move) -> Box:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return (0.0, 0.0, 0.0, 0.0)
    xa, ya = move(*_apply(matrix, left.value, bottom.value))
    xb, yb = move(*_apply(matrix, right.value, top.value))
    return (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _read_path(item: Any, content: PageContent, matrix: Matrix, move: Move) -> None:
    fill, stroke = c_int(), c_int()
    if not raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke)) or not (fill.value or stroke.value):
        return
    if raw.FPDFPath_CountSegments(item) > _PATH_LIMIT:
        return
    if fill.value and not stroke.value and _white(item):
        return
    box = _bounds(item, matrix, move)
    if max(box[2] - box[0], box[3] - box[1]) <= _DOT:
        if abs((box[2] - box[0]) - (box[3] - box[1])) < 0.6:
            content.dots.append(box)
        return
    edges = list(_edges(item, _product(_matrix(item), matrix), move))
    content.edges += edges
    if fill.value and len(edges) >= 4:
        xs, ys = (
            [e.x0 for e in edges] + [e.x1 for e in edges],
            [e.top for e in edges] + [e.bottom for e in edges],
        )
        content.fills.append((min(xs), min(ys), max(xs), max(ys)))


def _put_bullets(content: PageContent) -> None:
    """Puts a word "•" where a sign is drawn left of a line: browsers draw the bullets of lists."""
    if len(content.dots) > _MOST_DOTS:
        return
    for x0, top, x1, bottom in content.dots:
        middle = (top + bottom) / 2
        line = [
            (index, word)
            for index, word in enumerate(content.words)
            if word.upright and word.y - 0.75 * word.size < middle < word.y and x1 - x0 < 0.7 * word.size
        ]
        right = [(word.x0, index) for index, word in line if 0 < word.x0 - x1 < 2 * word.size]
        if not right or any(0 <= x0 - word.x1 < 2 * word.size for _, word in line):
            continue
        index = min(right)[1]
        first = content.words[index]
        content.words.insert(
            index, Word("•", x0, x1, first.y, first.size, first.bold, artifact=first.artifact)
        )


def _white(item: Any) -> bool:
    """Whether a fill is white or transparent: such boxes clear the ground behind text and rule nothing."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFPageObj_GetFillColor(item, byref(red), byref(green), byref(blue), byref(alpha)):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= 254


def _edges(item: Any, matrix: Matrix, move: Move) -> Iterator[Edge]:
    """The straight level and upright lines of a path."""
    x, y = c_float(), c_float()
    start = here = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = move(*_apply(matrix, x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _edge(here, point)
        here = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _edge(here, start)
            here = start


def _edge(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Edge]:
    wide, high = abs(start[0] - end[0]), abs(start[1] - end[1])
    if high <= _STRAIGHT and wide > 2 * _STRAIGHT:
        level = (start[1] + end[1]) / 2
        yield Edge(min(start[0], end[0]), level, max(start[0], end[0]), level)
    elif wide <= _STRAIGHT and high > 2 * _STRAIGHT:
        across = (start[0] + end[0]) / 2
        yield Edge(across, min(start[1], end[1]), across, max(start[1], end[1]))


# ---- forms


def _read_fields(page: Any, content: PageContent, move: Move) -> None:
    """Puts what was filled into a form's fields behind what stands left of them: it is no text of the page."""
    if page.formenv is None:
        return
    for index in range(min(max(raw.FPDFPage_GetAnnotCount(page.raw), 0), _MOST_FIELDS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        value, rect = _field_value(page.formenv.raw, annotation), raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, byref(rect))
        raw.FPDFPage_CloseAnnot(annotation)
        (xa, ya), (xb, yb) = move(rect.left, rect.top), move(rect.right, rect.bottom)
        _write_field(content, value, (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))


def _field_value(form: Any, annotation: Any) -> str:
    """What a person wrote or chose; empty for buttons and ticks."""
    kinds = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
    if raw.FPDFAnnot_GetFormFieldType(form, annotation) not in kinds:
        return ""
    length = min(raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0), 2 * _FIELD_LIMIT)
    if length <= 2:
        return ""
    buffer = (c_ushort * (length // 2 + 1))()
    raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0]


def _write_field(content: PageContent, value: str, box: Box) -> None:
    """The lines of a field as words: spread over its box, since only its drawing has their true places."""
    lines = [line.split() for line in value.splitlines() if line.strip()]
    if not lines:
        return
    step = min((box[3] - box[1]) / len(lines), 14.0)
    left = [i for i, w in enumerate(content.words) if w.x1 <= box[0] + 1 and box[1] < w.y < box[3] + 2]
    at = max(left, key=lambda i: content.words[i].x1) + 1 if left else len(content.words)
    for number, words in enumerate(lines, start=1):
        letter = min((box[2] - box[0]) / (len(" ".join(words)) or 1), 0.5 * step)
        x = box[0] + 1
        for text in words:
            word = Word(
                text, x, x + len(text) * letter, box[1] + number * step - 0.25 * step, 0.8 * step, False
            )
            content.words.insert(at, word)
            x, at = x + (len(text) + 1) * letter, at + 1
    content.characters += len(value)


# ---- comments


def _comments(page: Any) -> int:
    """How many remarks of reviewers (notes, highlights, struck text ...) lie on the page, this program's own aside."""
    kinds = {getattr(raw, f"FPDF_ANNOT_{name}") for name in _MARKUP}
    found = 0
    for index in range(max(raw.FPDFPage_GetAnnotCount(page), 0)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            found += raw.FPDFAnnot_GetSubtype(annotation) in kinds and not _own(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _own(annotation: Any) -> bool:
    """Whether this program made the annotation, in a marked copy."""
    return is_own_mark(_annotation_text(annotation, b"T"), _annotation_text(annotation, b"NM"))


def _annotation_text(annotation: Any, key: bytes) -> str:
    size = 128  # bytes; of a longer text only its beginning is of interest, and PDFium then gives nothing
    buffer = create_string_buffer(size)
    length = raw.FPDFAnnot_GetStringValue(
        annotation, key, raw.cast(buffer, raw.POINTER(raw.FPDF_WCHAR)), size
    )
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace") if length <= size else ""


def is_own_mark(author: str, name: str) -> bool:
    """Whether an annotation with this author (`T`) and name (`NM`) is one of this program's marks."""
    return author == OWN_AUTHOR and name.startswith(OWN_NAME)


def title_of(document: Any) -> str:
    """The document's title property, on one line."""
    return " ".join(str(document.get_metadata_value("Title")).replace("\0", "").split())


def page_count(document: Any) -> int:
    return len(document)


def open_document(data: bytes) -> Any:
    """The document; raises `pdfium.PdfiumError`, whose `err_code` says why."""
    document = pdfium.PdfDocument(data)
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    return document
