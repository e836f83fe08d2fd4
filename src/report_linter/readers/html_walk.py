"""The walk over a web page: its elements to blocks, in the order of the source."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from report_linter.document import Cell, Kind, Layer, Unread
from report_linter.readers import html_tables
from report_linter.readers.archive import Element
from report_linter.readers.build import Draft, Piece, clean
from report_linter.readers.docx_numbering import BULLET
from report_linter.readers.docx_symbols import plain
from report_linter.readers.html_lists import Label, List, opened
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
    tags,
)
from report_linter.readers.html_text import Run, numbered, parts, pieces, words
from report_linter.readers.office import guess_header
from report_linter.readers.style_names import is_caption, is_contents, is_title
from report_linter.readers.wording import is_clause, looks_like_heading, may_number_heading

_BLOCKS: Final = tags(
    "html body address article aside blockquote caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li "
    "main menu nav ol optgroup option p pre search section select summary table tbody td tfoot th "
    "thead tr ul"
)
_STRUCK: Final = frozenset({"del", "s", "strike"})
_EMBEDDED: Final = frozenset({"iframe", "embed", "object", "frame"})
_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_LIGHT_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
_WORD_LABEL: Final = re.compile(r"mso-list\s*:\s*ignore", re.I)  # the label of an item, as Word writes it out
_WORD_LEVEL: Final = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.I)
_WORD_BULLETS: Final = frozenset("·o§Øüv-–")
_COMMENT: Final = re.compile(r"mso-element\s*:\s*comment\s*(?:;|$)", re.I)
_COMMENTS: Final = re.compile(r"mso-element\s*:\s*comment-list", re.I)
# Comments that switch markup off, and marks of programs.
_NO_TEXT: Final = re.compile(r"[<{\[]|^\s*/?wp:|^\W*$")


@dataclass(frozen=True, slots=True)
class Where:
    """What surrounds a text. `preformatted`: its line breaks are shown."""

    layer: Layer
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    cell: Cell | None = None
    label: Label | None = None
    listed: List | None = None
    bold: bool = False
    preformatted: bool = False


# A method that has elements inside of its own walked gives their steps to `_walk`: pages may be nested more deeply
# than Python calls.
Steps = Generator["Steps", None, None]


class Walk:
    """Takes the elements of a page and keeps what it finds: `drafts`, `links`, `unread`, and the numbers of facts."""

    def __init__(self, page: Page, root: Element) -> None:
        self._page = page
        self._notes: Notes = find_notes(root, page)
        self._line = 1
        self._runs: list[Run] = []  # of the open block
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
            return Where(Layer.NOTES, Kind.NOTE, label=Label(note))
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
            yield self._children(element, replace(where, listed=opened(element, where.listed)))
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
            self._runs.append(Run(None, self._line, where.bold))
        elif tag == "img":
            self.pictures += where.layer is Layer.BODY
        elif tag == "svg":
            for drawn in element.iter("text"):
                yield self._children(drawn, where)
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
            self._runs.append(Run(None, self._line, where.bold))
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
        listed = where.listed or List(0, 1, BULLET)
        label = listed.label(element)
        if where.kind in (Kind.CELL, Kind.NOTE):
            return where
        return replace(where, kind=Kind.ITEM, level=listed.depth, label=Label(label))

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
                    self._runs.append(Run(None, self._line + index, where.bold))
                self._runs.append(Run(line, self._line + index, where.bold))
        else:
            self._runs.append(Run(text, self._line, where.bold))
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
            lines = list(parts(runs)) if divides else [runs]
            for part in lines:
                draft = self._draft(part, where, label, alone=len(lines) == 1)
                if draft is not None:
                    self.drafts.append(draft)
        elif label is not None:
            self._word_label = label  # the label came before its block's text
        self.drafts.extend(self._after)
        self._after = []

    def _draft(self, runs: Sequence[Run], where: Where, word_label: str | None, alone: bool) -> Draft | None:
        """Decide what a block is."""
        said = list(words(runs))
        if not said:
            return None
        text = " ".join(word for word, _ in said)
        bold = all(run.bold for run in runs if run.text and run.text.strip())
        kind, level, cell = where.kind, where.level, where.cell
        label = where.label.take() if where.label else ""
        if where.layer not in (Layer.BODY, Layer.NOTES):
            return Draft(pieces(said), layer=where.layer)
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
                label, said = numbered(said)
        if kind is Kind.PARAGRAPH:
            label, level = "", 0
        return Draft(pieces(said), kind, where.layer, level, label, cell=cell, bold=bold)


def _walk(steps: Steps) -> None:
    open_ = [steps]
    while open_:
        inner = next(open_[-1], None)
        if inner is None:
            open_.pop()
        else:
            open_.append(inner)


def _bold(element: Element, bold: bool) -> bool:
    if _LIGHT_STYLE.search(style_of(element)):
        return False
    return bold or element.tag in ("b", "strong") or bool(_BOLD_STYLE.search(style_of(element)))
