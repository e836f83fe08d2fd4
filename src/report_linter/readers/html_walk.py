"""The walk over a web page: its elements to blocks, in the order of the source."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from report_linter.document import Cell, Kind, Layer, Unread
from report_linter.readers import html_tables, shapes
from report_linter.readers.archive import Element
from report_linter.readers.build import Draft, Piece, clean
from report_linter.readers.docx_numbering import BULLET, format_number
from report_linter.readers.docx_symbols import plain
from report_linter.readers.html_notes import Notes, find_notes, text_of
from report_linter.readers.html_roles import (
    CONTROLS,
    DROPPED,
    Page,
    fragment,
    heading_level,
    line_of,
    names,
    style_of,
    words,
)
from report_linter.readers.office import guess_header
from report_linter.readers.style_names import is_caption, is_contents, is_title
from report_linter.readers.wording import is_clause, looks_like_heading, may_number_heading, typed_number

_BLOCKS: Final = words(
    "html body address article aside blockquote caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li "
    "main menu nav ol optgroup option p pre search section select summary table tbody td tfoot th "
    "thead tr ul"
)
_STRUCK: Final = frozenset({"del", "s", "strike"})
_EMBEDDED: Final = frozenset({"iframe", "embed", "object", "frame"})
_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_LIGHT_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
_LIST_STYLE: Final = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|(?:lower|upper)-(?:alpha|latin|roman)|decimal)", re.I
)
_FORMS: Final = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "lower-roman": "lowerRoman",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "upper-roman": "upperRoman",
}  # fmt: skip
_WORD_LABEL: Final = re.compile(r"mso-list\s*:\s*ignore", re.I)  # the label of an item, as Word writes it out
_WORD_LEVEL: Final = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.I)
_WORD_BULLETS: Final = frozenset("·o§Øüv-–")
_COMMENT: Final = re.compile(r"mso-element\s*:\s*comment\s*(?:;|$)", re.I)
_COMMENTS: Final = re.compile(r"mso-element\s*:\s*comment-list", re.I)
_GLUED_NUMBER: Final = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){0,3})([A-ZÆØÅ][a-zæøå].*)"
)  # "1Innledning", by LibreOffice
_NO_TEXT: Final = re.compile(
    r"[<{\[]|^\s*/?wp:|^\W*$"
)  # comments that switch markup off, and marks of programs


@dataclass(slots=True)
class _Label:
    """The label of an item or note, which its first block takes."""

    text: str

    def take(self) -> str:
        text, self.text = self.text, ""
        return text


@dataclass(slots=True)
class _List:
    """A list that is being read: its depth from 0, the number of its next item, how it is printed ("" not at all)."""

    depth: int
    next: int
    form: str
    step: int = 1


@dataclass(frozen=True, slots=True)
class Where:
    """What surrounds a text. `preformatted`: its line breaks are shown."""

    layer: Layer
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    cell: Cell | None = None
    label: _Label | None = None
    listed: _List | None = None
    bold: bool = False
    preformatted: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Text of one weight from one place in the source; None for a line break."""

    text: str | None
    line: int
    bold: bool


_Word = tuple[str, int]  # and the line that it begins on
# A method that has elements inside of its own walked gives their steps to `_walk`: pages may be nested more deeply
# than Python calls.
Steps = Generator["Steps", None, None]


class Walk:
    """Takes the elements of a page and keeps what it finds: `drafts`, `links`, `unread`, and the numbers of facts."""

    def __init__(self, page: Page, root: Element) -> None:
        self._page = page
        self._notes: Notes = find_notes(root, page)
        self._line = 1
        self._runs: list[_Run] = []  # of the open block
        self._where = Where(Layer.BODY)  # of the open block
        self._said = False  # whether it has more than white space
        self._after: list[Draft] = []  # hidden or set aside inside the open block
        self._flushed = 0
        self._word_label: str | None = None
        self._tables = 0
        self._title: int | None = None  # index of its draft, where its style says which it is
        self.drafts: list[Draft] = []
        self.links: list[tuple[str, str]] = []
        self.unread: list[Unread] = []
        self.changes = 0
        self.comments = 0
        self.pictures = 0

    def read(self, root: Element) -> None:
        layer = Layer.FURNITURE if self._page.main else Layer.BODY
        _walk(self._element(root, Where(layer)))
        self._flush()
        self._put_below_title()

    def _put_below_title(self) -> None:
        """Every section one level below the title, where the title shares its level with other headings."""
        tops = [at for at, draft in enumerate(self.drafts) if draft.kind is Kind.HEADING and draft.level == 1]
        if self._title in tops and len(tops) > 1:
            for at, draft in enumerate(self.drafts):
                if draft.kind is Kind.HEADING and draft.level and at != self._title:
                    self.drafts[at] = replace(draft, level=draft.level + 1)

    # Elements

    def _element(self, element: Element, where: Where) -> Steps:
        self._line = max(self._line, line_of(element))
        tag = element.tag
        if not isinstance(tag, str):
            self._comment(element, where)
        elif tag in DROPPED or element in self._notes.dropped:
            self._skip(element)
        elif tag in _STRUCK:
            self.changes += 1
            self._skip(element)
        elif _WORD_LABEL.search(style_of(element)):
            self._word_label = clean(plain(text_of(element)))
            self._skip(element)
        else:
            yield self._placed(element, self._layer(element, where), where.layer)

    def _placed(self, element: Element, where: Where, around: Layer) -> Steps:
        """An element of the layer that `where` says, inside of another one: a block, or text inside the open block."""
        if element.tag in _EMBEDDED:  # what it holds is for browsers that cannot show it
            if where.layer is Layer.BODY:
                self.unread.append(Unread("embedded object", part=clean(element.get("title", ""))))
            self._skip(element)
        elif element.tag in _BLOCKS:
            self._flush()
            yield self._block(element, where)
            self._flush()
        elif where.layer is not around:
            yield self._set_aside(element, where)
        else:
            yield self._inline(element, where)

    def _layer(self, element: Element, where: Where) -> Where:
        if where.layer is Layer.HIDDEN:
            return where
        note = self._notes.notes.get(element)
        if self._page.hidden(element):
            return Where(Layer.HIDDEN)
        if _COMMENTS.search(style_of(element)):
            self.comments += sum(bool(_COMMENT.search(style_of(inner))) for inner in element.iter("div"))
            return Where(Layer.HIDDEN)
        if element in self._page.main:
            return Where(Layer.BODY)
        if where.layer is Layer.BODY and note is not None:
            return Where(Layer.NOTES, Kind.NOTE, label=_Label(note))
        if where.layer is Layer.BODY and self._page.contents(element):
            return Where(Layer.CONTENTS)
        if where.layer is Layer.BODY and self._page.around(element):
            return Where(Layer.FURNITURE)
        return where

    def _block(self, element: Element, where: Where) -> Steps:
        tag = element.tag
        if tag == "table" and where.layer is Layer.BODY and html_tables.holds_data(element):
            yield self._table(element, where)
        elif tag in ("ul", "ol", "menu", "dir"):
            yield self._children(element, replace(where, listed=_opened(element, where.listed)))
        elif tag == "li":
            yield self._children(element, self._item(element, where))
        else:
            yield self._children(element, self._block_where(element, where))

    def _block_where(self, element: Element, where: Where) -> Where:
        named = names(element) if element.tag in ("p", "h1") else set[str]()
        level = heading_level(element)
        if where.kind in (Kind.CELL, Kind.NOTE):
            level = 0
        if element.tag == "th":
            return replace(where, bold=True)
        if element.tag == "pre":
            return replace(where, preformatted=True)
        if is_contents(named) and where.layer is Layer.BODY:
            return replace(where, layer=Layer.CONTENTS)
        if is_title(named) and where.kind is Kind.PARAGRAPH and self._title is None:
            self._title = len(self.drafts)
            level = 1
        if level:
            return replace(where, kind=Kind.HEADING, level=level)
        if where.kind is Kind.PARAGRAPH and (depth := _WORD_LEVEL.search(style_of(element))):
            return replace(where, level=int(depth[1]) - 1)
        if where.kind is Kind.PARAGRAPH and (element.tag in ("caption", "figcaption") or is_caption(named)):
            return replace(where, kind=Kind.CAPTION)
        if element.tag == "summary" and where.kind is Kind.PARAGRAPH:
            return replace(where, bold=True)
        return replace(where, bold=_bold(element, where.bold))

    def _inline(self, element: Element, where: Where) -> Steps:
        tag = element.tag
        if tag == "br":
            self._runs.append(_Run(None, self._line, where.bold))
        elif tag == "img":
            self.pictures += where.layer is Layer.BODY
        elif tag == "svg":
            for words in element.iter("text"):
                yield self._children(words, where)
        elif tag == "math":
            self._say(
                "".join(text_of(e) for e in element.iter("mi", "mn", "mo", "ms", "mtext")),
                where,
                counts=False,
            )
            self._skip(element)
        elif tag == "a":
            yield self._link(element, where)
        elif tag in CONTROLS and where.layer is not Layer.BODY:
            yield self._children(element, where)
            self._runs.append(_Run(None, self._line, where.bold))
        else:
            self.changes += tag == "ins"
            yield self._children(element, replace(where, bold=_bold(element, where.bold)))

    def _children(self, element: Element, where: Where) -> Steps:
        self._say(element.text, where)
        for child in element:
            yield self._element(child, where)
            self._say(child.tail, where)

    def _set_aside(self, element: Element, where: Where) -> Steps:
        """Text of another layer inside a block stands after it, so that it does not divide the block's text."""
        runs, said, around, drafts, after = self._runs, self._said, self._where, self.drafts, self._after
        self._runs, self._said, self.drafts, self._after = [], False, [], []
        yield self._inline(element, where)
        self._flush()
        self._after = after + self.drafts
        self._runs, self._said, self._where, self.drafts = runs, said, around, drafts

    def _skip(self, element: Element) -> None:
        """Leave an element out, but count its lines."""
        for inner in element.iter():
            self._line = max(self._line, line_of(inner)) + (inner.text or "").count("\n")
            if inner is not element:
                self._line += (inner.tail or "").count("\n")

    def _comment(self, element: Element, where: Where) -> None:
        text = element.text or ""
        if where.layer in (Layer.BODY, Layer.NOTES) and not _NO_TEXT.search(text):
            said = Draft((Piece(clean(text), self._line),), layer=Layer.HIDDEN)
            (self._after if self._runs else self.drafts).append(said)
        self._line += text.count("\n")

    def _link(self, element: Element, where: Where) -> Steps:
        first, flushed = len(self._runs), self._flushed
        yield self._children(element, where)
        target = element.get("href", "").strip()
        if (
            not target
            or target.lower().startswith(("#", "javascript:"))
            or fragment(element) in self._page.ids
        ):
            return
        if where.layer is not Layer.HIDDEN:
            whole = "".join(run.text or " " for run in self._runs[first:])
            self.links.append((whole if flushed == self._flushed else text_of(element), target))

    # Lists and tables

    def _item(self, element: Element, where: Where) -> Where:
        listed = where.listed or _List(0, 1, BULLET)
        value = element.get("value", "")
        if value.isascii() and value.isdigit() and len(value) < 6:
            listed.next = int(value)
        label = listed.form
        if listed.form not in ("", BULLET):
            label = format_number(listed.next, listed.form) + "."
            listed.next += listed.step
        if where.kind in (Kind.CELL, Kind.NOTE):
            return where
        return replace(where, kind=Kind.ITEM, level=listed.depth, label=_Label(label))

    def _table(self, table: Element, where: Where) -> Steps:
        number = self._tables
        self._tables += 1
        for caption in table.iterfind("caption"):
            yield self._element(caption, replace(where, kind=Kind.PARAGRAPH, cell=None))
        first = len(self.drafts)
        headed, rows = False, 0
        for placed in html_tables.cells(table):
            headed, rows = headed or placed.header, placed.row + 1
            cell = Cell(number, placed.row, placed.column, placed.header)
            yield self._element(placed.element, Where(where.layer, Kind.CELL, cell=cell))
        if not headed and rows > 1:
            guess_header(self.drafts, first, number)
        # what is not shown goes behind the table, so that the cells of a row stay together
        self.drafts[first:] = sorted(self.drafts[first:], key=lambda draft: draft.cell is None)

    # Text

    def _say(self, text: str | None, where: Where, counts: bool = True) -> None:
        if not text:
            return
        if not self._said:
            self._where = where
            self._said = not text.isspace()
        if where.preformatted:
            for index, line in enumerate(text.split("\n")):
                if index:
                    self._runs.append(_Run(None, self._line + index, where.bold))
                self._runs.append(_Run(line, self._line + index, where.bold))
        else:
            self._runs.append(_Run(text, self._line, where.bold))
        if counts:
            self._line += text.count("\n")

    def _flush(self) -> None:
        """Close the open block."""
        self._flushed += 1
        runs, self._runs = self._runs, []
        said, self._said = self._said, False
        label, self._word_label = self._word_label, None
        where = self._where
        if said:
            divides = where.kind in (Kind.PARAGRAPH, Kind.NOTE)
            parts = list(_parts(runs)) if divides else [runs]
            for part in parts:
                draft = self._draft(part, where, label, alone=len(parts) == 1)
                if draft is not None:
                    self.drafts.append(draft)
        elif label is not None:
            self._word_label = label  # the label came before its block's text
        self.drafts.extend(self._after)
        self._after = []

    def _draft(self, runs: Sequence[_Run], where: Where, word_label: str | None, alone: bool) -> Draft | None:
        """Decide what a block is."""
        words = list(_words(runs))
        if not words:
            return None
        text = " ".join(word for word, _ in words)
        bold = all(run.bold for run in runs if run.text and run.text.strip())
        kind, level, cell = where.kind, where.level, where.cell
        label = where.label.take() if where.label else ""
        if where.layer not in (Layer.BODY, Layer.NOTES):
            return Draft(_pieces(words), layer=where.layer)
        if kind is Kind.PARAGRAPH and word_label is not None:
            kind, label = Kind.ITEM, BULLET if word_label in _WORD_BULLETS else word_label
        elif kind is Kind.HEADING and word_label is not None:
            label = word_label
        if kind is Kind.HEADING and is_clause(text):
            kind, level = Kind.PARAGRAPH, 0
        elif kind is Kind.PARAGRAPH and bold and alone and looks_like_heading(text):
            kind, level = Kind.HEADING, 0
        if kind is Kind.HEADING:
            label = label if may_number_heading(label) else ""
            if not label:
                label, words = _numbered(words)
        if kind is Kind.PARAGRAPH:
            label, level = "", 0
        return Draft(_pieces(words), kind, where.layer, level, label, cell=cell, bold=bold)


def _walk(steps: Steps) -> None:
    open_ = [steps]
    while open_:
        inner = next(open_[-1], None)
        if inner is None:
            open_.pop()
        else:
            open_.append(inner)


def _opened(element: Element, around: _List | None) -> _List:
    depth = around.depth + 1 if around else 0
    told = _LIST_STYLE.search(style_of(element))
    name = told[1].lower() if told else element.get("type", "")
    if element.tag != "ol":
        return _List(depth, 1, "" if name == "none" else BULLET)
    start = element.get("start", "")
    reverse = element.get("reversed") is not None
    first = sum(child.tag == "li" for child in element) if reverse else 1
    if start.isascii() and start.isdigit() and len(start) < 6:
        first = int(start)
    form = "" if name == "none" else _FORMS.get(name, "decimal")
    return _List(depth, first, form, -1 if reverse else 1)


def _bold(element: Element, bold: bool) -> bool:
    if _LIGHT_STYLE.search(style_of(element)):
        return False
    return bold or element.tag in ("b", "strong") or bool(_BOLD_STYLE.search(style_of(element)))


def _parts(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """The runs of a paragraph, divided where a line was broken on purpose and not inside of a sentence."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        if run.text is None:
            lines.append([])
        else:
            lines[-1].append(run)
    part: list[_Run] = []
    before = ""  # the line above
    for line in lines:
        said = _text(line)
        if not said:
            before = ""
            continue
        if before and not shapes.ended(before) and shapes.starts_lower(said):
            part += [_Run(" ", line[0].line, line[0].bold), *line]
        else:
            if part:
                yield part
            part = line
        before = said
    if part:
        yield part


def _text(runs: Sequence[_Run]) -> str:
    return clean("".join(run.text or " " for run in runs))


def _words(runs: Sequence[_Run]) -> Iterator[_Word]:
    """The words of runs, each with the line it begins on; a word may go on in the next run."""
    word, line = "", 0
    for run in runs:
        at = run.line
        for part in re.split(r"(\s+)", " " if run.text is None else plain(run.text)):
            if part and not part.isspace():
                word, line = word + part, line if word else at
                continue
            if part and word:
                yield from _cleaned(word, line)
                word = ""
            at += part.count("\n")
    if word:
        yield from _cleaned(word, line)


def _cleaned(word: str, line: int) -> Iterator[_Word]:
    yield from ((part, line) for part in clean(word).split())


def _pieces(words: Sequence[_Word]) -> tuple[Piece, ...]:
    """The words of each line of the source."""
    pieces: list[Piece] = []
    for word, line in words:
        if pieces and pieces[-1].line == line:
            pieces[-1] = Piece(f"{pieces[-1].text} {word}", line)
        else:
            pieces.append(Piece(word, line))
    return tuple(pieces)


def _numbered(words: list[_Word]) -> tuple[str, list[_Word]]:
    """The number typed in front of a heading, and the words without it."""
    first, line = words[0]
    if glued := _GLUED_NUMBER.fullmatch(first):
        return glued[1], [(glued[2], line), *words[1:]]
    label = clean(typed_number(" ".join(word for word, _ in words))[0])
    taken = len(label.split())
    return (label, words[taken:]) if 0 < taken < len(words) else ("", words)
