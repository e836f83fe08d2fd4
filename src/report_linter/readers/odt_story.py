"""The walk over one story of an ODT, the body, the notes or the headers, block by block (OpenDocument 1.3, 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from report_linter.document import Cell, DocxPlace, Kind, Layer, Unread
from report_linter.readers.archive import Element, part_name
from report_linter.readers.build import clean
from report_linter.readers.docx_symbols import plain
from report_linter.readers.odt_numbering import Lists, OpenList
from report_linter.readers.odt_package import DRAW, TEXT, XLINK, Package, whole
from report_linter.readers.odt_styles import Style, StyleSheet
from report_linter.readers.odt_tree import (
    ANNOTATION,
    BLOCKS,
    CELL,
    CONTENTS,
    DROPPED,
    LIST,
    NOTE,
    NUMBERED,
    SECTION,
    TABLE_,
    H,
    P,
    control,
    drawn,
    formula,
    has_text,
    is_hidden,
    rows,
    spaces,
    text_of,
)
from report_linter.readers.office import Draft, Look, Paragraph, Where, block, guess_header

_WHITE: Final = re.compile(r"[ \t\r\n]+")  # one space, however it is written (6.1.2)
_ITEMS: Final = (TEXT + "list-item", TEXT + "list-header")
_HIDING: Final = (TEXT + "hidden-text", TEXT + "hidden-paragraph")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of one look."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Aside:
    """A note or a comment, which stands outside of the text that names it. `hidden`: so is its mark."""

    element: Element
    label: str = ""
    hidden: bool = False


@dataclass(slots=True)
class _Gathered:
    """What a paragraph holds, before it is a block."""

    style: Style
    pieces: list[_Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hidden: bool = False

    def text(self, hidden: bool = False) -> str:
        """The text as it stands, with tabs; or what is hidden of it."""
        return "".join(p.text for p in self.pieces if (self.hidden or bool(p.look.hidden)) is hidden)

    def ends_in_space(self) -> bool:
        return not self.pieces or self.pieces[-1].text.endswith((" ", "\t"))

    def looks(self) -> tuple[Look, ...]:
        return tuple(piece.look for piece in self.pieces if not piece.look.hidden and piece.text.strip())


@dataclass(frozen=True, slots=True)
class _Item:
    """The list item that a paragraph opens or goes on with. `counts`: it has the item's label."""

    opened: OpenList
    counts: bool
    start: int | None = None


@dataclass(slots=True)
class Source:
    """One file: what all its stories add to."""

    package: Package
    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    tables: int = 0
    notes: dict[str, list[Aside]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    comments: list[Aside] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # words and target, in order
    raw: list[str] = field(default_factory=list)  # the text of each paragraph with its spaces


class Story:
    """A walk over one story. Counts its paragraphs and list items."""

    def __init__(self, source: Source, part: str, sheet: StyleSheet) -> None:
        self._source = source
        self._part = part
        self._sheet = sheet
        self._count = 0
        self._lists = Lists(sheet)

    # Blocks

    def blocks(self, parent: Element, where: Where) -> None:
        for element in parent:
            self._block(element, where, None)

    def note(self, note: Aside) -> None:
        """A foot- or endnote; its first paragraph carries its label."""
        first = len(self._source.drafts)
        self.blocks(note.element, Where(Layer.HIDDEN if note.hidden else Layer.NOTES))
        if len(self._source.drafts) > first and not note.hidden:
            self._source.drafts[first] = replace(self._source.drafts[first], number=note.label)

    def _block(self, element: Element, where: Where, item: _Item | None) -> None:
        tag = element.tag
        if tag in DROPPED or not isinstance(tag, str):
            return
        if tag in (P, H):
            self._paragraph(element, where, item)
        elif tag == LIST:
            self._list(element, where, item.opened if item else None)
        elif tag == NUMBERED:
            start = whole(element, TEXT + "start-value")
            numbered = _Item(self._lists.numbered(element), True, start)
            for inner in element:
                self._block(inner, where, numbered)
        elif tag == TABLE_:
            self._table(element, where)
        elif tag == SECTION:
            self._section(element, where)
        elif tag in CONTENTS:
            layer = Layer.CONTENTS if where.layer is Layer.BODY else where.layer
            self._inside(element.find(TEXT + "index-body"), replace(where, layer=layer))
        elif tag.startswith(DRAW):
            self._drawing(element, where)
        elif any(inner.tag in BLOCKS for inner in element):
            self.blocks(element, where)
        elif len(element) and has_text(element):
            self._walk_or_report(element, where)

    def _inside(self, element: Element | None, where: Where) -> None:
        if element is not None:
            self.blocks(element, where)

    def _walk_or_report(self, element: Element, where: Where) -> None:
        if any(True for _ in element.iter(*BLOCKS)):
            self.blocks(element, where)
        else:
            self._unknown(element)

    def _section(self, section: Element, where: Where) -> None:
        """A section (5.4); one that another file fills holds that file's text as it last was, or nothing."""
        if is_hidden(section):
            where = replace(where, layer=Layer.HIDDEN, cell=None)
        if section.find(TEXT + "section-source") is not None and not has_text(section):
            self._source.unread.append(Unread("embedded file", part=section.get(TEXT + "name", "")))
        self.blocks(section, where)

    def _list(self, element: Element, where: Where, around: OpenList | None) -> None:
        opened = self._lists.open(element, around)
        for entry in element:
            if entry.tag not in _ITEMS:
                continue
            counts = entry.tag == _ITEMS[0]
            start = whole(entry, TEXT + "start-value")
            for inner in entry:
                self._block(inner, where, _Item(opened, counts, start))
                counts = counts and inner.tag not in (P, H)

    def _paragraph(self, element: Element, where: Where, item: _Item | None) -> None:
        self._count += 1
        style = self._sheet.paragraph(element.get(TEXT + "style-name", ""))
        gathered = _Gathered(style)
        self._inline(element, style.look, gathered, where)
        if style.contents and where.layer is Layer.BODY:
            where = replace(where, layer=Layer.CONTENTS)
        raw = gathered.text()
        label, depth = self._label(element, style, where, item, bool(gathered.hidden or not raw.strip()))
        if clean(raw):
            paragraph = Paragraph(raw, gathered.looks(), _level(element, style), style.caption, style.title)
            self._source.drafts.append(block(paragraph, where, self._place(), label, depth))
        if not self._part:
            self._source.raw.append(raw)
        hidden = clean(gathered.text(hidden=True))
        if hidden:
            self._add(hidden, Kind.PARAGRAPH, replace(where, layer=Layer.HIDDEN, cell=None))
        for box in gathered.boxes:
            self._drawing(box, where)

    def _label(
        self, element: Element, style: Style, where: Where, item: _Item | None, empty: bool
    ) -> tuple[str, int | None]:
        """The label of a paragraph and its depth in a list. A hidden one does not count, an empty item does."""
        if where.layer is Layer.HIDDEN:
            return "", None
        if item is not None:
            if not item.counts:
                return "", item.opened.depth
            label, listed = self._lists.label(item.opened, style.lists, item.start)
            return clean(plain(label)), item.opened.depth if listed else None
        numbered = element.tag == H and style.lists != "" and element.get(TEXT + "is-list-header") != "true"
        if not numbered or (empty and not style.look.hidden):
            return "", None
        start = whole(element, TEXT + "start-value")
        return clean(plain(self._lists.outline(max(_level(element, style), 1), start))), None

    def _add(self, text: str, kind: Kind, where: Where) -> None:
        cell = where.cell if kind is Kind.CELL else None
        self._source.drafts.append(Draft(text, self._place(), kind, where.layer, cell=cell))

    def _add_drawn(self, text: str, where: Where) -> None:
        """A block of text that is no paragraph of its own in the file: a formula, a chart's title, a control."""
        text = clean(text)
        if text:
            kind = Kind.CELL if where.cell else Kind.NOTE if where.layer is Layer.NOTES else Kind.PARAGRAPH
            self._add(text, kind, where)

    def _place(self) -> DocxPlace:
        return DocxPlace(max(self._count, 1), self._part)

    # Tables

    def _table(self, table: Element, where: Where) -> None:
        """A table (9), row by row; a table of one cell is only a frame around ordinary paragraphs."""
        found = list(rows(table))
        if sum(row.shown for row in found) == 1:
            for _, element in (cell for row in found for cell in row.cells):
                self.blocks(element, where if element.tag == CELL else Where(Layer.HIDDEN))
            return
        number = self._source.tables
        self._source.tables += 1
        first = len(self._source.drafts)
        headed = any(row.header for row in found) and not all(row.header for row in found)
        for index, row in enumerate(found):
            for column, element in row.cells:
                cell = Cell(number, index, column, headed and row.header)
                here = replace(where, cell=cell, alone=row.shown == 1)
                self.blocks(element, here if element.tag == CELL else Where(Layer.HIDDEN))
        if not headed and len(found) > 1:
            guess_header(self._source.drafts, first, number)
        if where.cell is None:  # hidden text goes behind the table, so that the cells of a row stay together
            self._source.drafts[first:] = sorted(
                self._source.drafts[first:], key=lambda draft: draft.layer is Layer.HIDDEN
            )

    # Inline content

    def _inline(self, parent: Element, look: Look, gathered: _Gathered, where: Where) -> None:
        """Text and its elements; fields show what they hold, and unknown elements are only wrappers (3.17)."""
        self._say(parent.text, look, gathered)
        for element in parent:
            if isinstance(element.tag, str):
                self._element(element, look, gathered, where)
            self._say(element.tail, look, gathered)

    def _element(self, element: Element, look: Look, gathered: _Gathered, where: Where) -> None:
        tag = element.tag
        space = spaces(element)
        if tag in DROPPED:
            return
        if space is not None:
            gathered.pieces.append(_Piece(space, look))
        elif tag == TEXT + "span":
            self._inline(
                element, self._sheet.text(element.get(TEXT + "style-name", ""), look), gathered, where
            )
        elif tag == TEXT + "a":
            self._link(element, look, gathered, where)
        elif tag == NOTE:
            self._note(element, look, where)
        elif tag == ANNOTATION:
            self._source.comments.append(Aside(element))
        elif tag in _HIDING:
            hides = is_hidden(element)
            gathered.hidden = gathered.hidden or (hides and tag == _HIDING[1])
            said = element.get(TEXT + "string-value", "") if hides else text_of(element)
            self._say(said, replace(look, hidden=hides or look.hidden), gathered)
        elif tag.startswith(DRAW) or tag in BLOCKS:
            gathered.boxes.append(element)
        else:
            self._inline(element, look, gathered, where)

    def _say(self, text: str | None, look: Look, gathered: _Gathered) -> None:
        """Add text, its white space as one space, and none after another space."""
        shown = _WHITE.sub(" ", plain(text or ""))
        if gathered.ends_in_space():
            shown = shown.removeprefix(" ")
        if shown:
            gathered.pieces.append(_Piece(shown, look))

    def _link(self, element: Element, look: Look, gathered: _Gathered, where: Where) -> None:
        first = len(gathered.pieces)
        self._inline(element, look, gathered, where)
        target = element.get(XLINK + "href", "")
        if target and not target.startswith("#") and not self._part and where.layer is not Layer.HIDDEN:
            said = "".join(piece.text for piece in gathered.pieces[first:] if not piece.look.hidden)
            self._source.links.append((said, target))

    def _note(self, note: Element, look: Look, where: Where) -> None:
        body = note.find(TEXT + "note-body")
        if body is not None:
            hidden = bool(look.hidden) or where.layer is Layer.HIDDEN
            label = clean("".join(citation.text or "" for citation in note.iterfind(TEXT + "note-citation")))
            kind = "endnote" if note.get(TEXT + "note-class") == "endnote" else "footnote"
            self._source.notes[kind].append(Aside(body, label, hidden))

    # Drawings and embedded files

    def _drawing(self, element: Element, where: Where) -> None:
        """Text boxes, shapes with text, charts, formulas and embedded files (10). Alternative text is no text."""
        where = replace(where, aside=True)
        if element.tag in BLOCKS:
            self._block(element, where, None)
        elif element.tag == DRAW + "control":
            self._add_drawn(control(element, self._source.package.content), where)
        elif element.tag == DRAW + "object":
            self._object(element, where)
        elif element.tag == DRAW + "object-ole":
            self._embedded(element)
        elif element.tag == DRAW + "frame" and element.find(DRAW + "text-box") is not None:
            for box in element.iterfind(DRAW + "text-box"):
                self.blocks(box, where)
        elif element.tag not in DROPPED and element.tag != DRAW + "image":
            self.blocks(element, where)

    def _object(self, element: Element, where: Where) -> None:
        """A chart or formula says its words; another document is not read."""
        if len(element):
            self._add_drawn(formula(element), where)
            return
        root = self._source.package.object(element.get(XLINK + "href", ""))
        words = None if root is None else drawn(root)
        if words is None:
            self._embedded(element)
        for text in words or ():
            self._add_drawn(text, where)

    def _embedded(self, element: Element) -> None:
        self._source.unread.append(Unread("embedded file", part=part_name(element.get(XLINK + "href", ""))))

    def _unknown(self, element: Element) -> None:
        name = etree.QName(element).localname
        self._source.unread.append(Unread(f"unknown element {name}", part=self._part))


def _level(element: Element, style: Style) -> int:
    """The heading level of a paragraph from 1; 0 for none (5.1.2)."""
    if element.tag == H:
        return max(whole(element, TEXT + "outline-level") or 1, 1)
    return 1 if style.title else 0
