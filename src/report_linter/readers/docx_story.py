"""The walk over one story of a DOCX, the body, the notes or a header, block by block (ECMA-376-1, 17)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from report_linter.document import Cell, DocxPlace, Kind, Layer, Unread
from report_linter.readers.archive import Element, part_name
from report_linter.readers.build import clean
from report_linter.readers.docx_numbering import Counter, Numbering
from report_linter.readers.docx_package import A, M, Package, R, W, child, value
from report_linter.readers.docx_styles import Style, StyleSheet, look, outline_level
from report_linter.readers.docx_symbols import plain, symbol
from report_linter.readers.docx_tree import (
    CELL,
    ROW,
    RUN,
    TABLE,
    TEXT,
    TRANSPARENT,
    P,
    block_children,
    cell_deleted,
    drawn_text,
    endless_fields,
    flat,
    form_field,
    formula,
    grid_before,
    grid_span,
    has_text,
    mark_deleted,
    marked_headers,
    merged_away,
    row_deleted,
    text_of,
)
from report_linter.readers.office import Draft, Look, Origin, Paragraph, Where, block, guess_header

_SDT: Final = W + "sdt"
_SPACES: Final = frozenset(W + name for name in ("tab", "ptab", "br", "cr"))
_GRAPHICS: Final = frozenset(W + name for name in ("drawing", "pict", "object"))
_TEXT_BOX: Final = W + "txbxContent"
_WORD_ART: Final = "{urn:schemas-microsoft-com:vml}textpath"
_OLE_OBJECT: Final = "{urn:schemas-microsoft-com:office:office}OLEObject"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"


@dataclass(slots=True)
class _Field:
    """An open complex field (17.16.18): its instruction comes first, what it shows after the separator."""

    shows: bool = False
    instruction: str = ""

    @property
    def contents(self) -> bool:
        return self.instruction.split()[:1] == ["TOC"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of one look, and the element that says it."""

    text: str
    look: Look
    element: Element


@dataclass(slots=True)
class _Gathered:
    """What a paragraph holds, before it is a block."""

    element: Element
    style: Style
    pieces: list[_Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    drawn: list[Origin] = field(default_factory=list)  # text of word art, diagrams, charts
    contents: bool = False

    def text(self, hidden: bool = False) -> str:
        """The text as it stands, with tabs; or what is hidden of it."""
        return "".join(origin.text for origin in self.origins(hidden))

    def origins(self, hidden: bool = False) -> tuple[Origin, ...]:
        """What `text` is made from."""
        return tuple(
            Origin(piece.text, piece.element) for piece in self.pieces if bool(piece.look.hidden) is hidden
        )

    def printed(self) -> list[_Piece]:
        return [piece for piece in self.pieces if not piece.look.hidden and piece.text.strip()]

    def paragraph(self) -> Paragraph:
        looks = tuple(piece.look for piece in self.printed())
        return Paragraph(self.text(), looks, _heading_level(self), self.style.caption, self.style.title)


@dataclass(slots=True)
class Source:
    """One file: what all its stories read from, and what they add to."""

    package: Package
    styles: StyleSheet
    numbering: Numbering
    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    tables: int = 0
    footnotes: list[str] = field(default_factory=list)  # ids in order of their references
    endnotes: list[str] = field(default_factory=list)


class Story:
    """A walk over one part: the body, the notes, a header. Counts paragraphs, keeps open fields."""

    def __init__(self, source: Source, name: str, part: str, root: Element) -> None:
        self._source = source
        self._name = name
        self._part = part
        self._count = 0
        self._fields: list[_Field] = []
        self._endless = endless_fields(root)
        self._counter = Counter(source.numbering)
        self._boxes = Counter(source.numbering)  # text boxes are a story of their own

    # Blocks

    def blocks(self, parent: Element, where: Where) -> None:
        """Walk paragraphs and tables. A paragraph whose mark is deleted runs on in the next (17.13.5.15)."""
        run_on: list[Element] = []
        for element, contents in block_children(parent, where.layer is Layer.CONTENTS):
            here = replace(where, layer=Layer.CONTENTS) if contents and where.layer is Layer.BODY else where
            if element.tag == P:
                run_on.append(element)
                if not mark_deleted(element):
                    self._paragraph(run_on, here)
                    run_on = []
                continue
            if run_on and element.tag == TABLE:
                self._paragraph(run_on, here)
                run_on = []
            self._other_block(element, here)
        if run_on:
            self._paragraph(run_on, where)

    def _other_block(self, element: Element, where: Where) -> None:
        if element.tag == TABLE:
            self._table(element, where)
        elif element.tag == W + "altChunk":
            self._embedded(element)
        elif element.tag in (M + "oMathPara", M + "oMath"):
            self._draft_plain(Origin(formula(element), element), where)
        elif has_text(element):
            if any(inner.tag in (P, TABLE, _SDT) for inner in element):
                self.blocks(element, where)
            else:
                self._unknown(element)

    def _paragraph(self, elements: list[Element], where: Where) -> None:
        self._count += 1
        gathered = [self._gather(element) for element in elements]
        # The last paragraph's mark survives, and with it its properties; but not those of an empty line.
        owner = next((g for g in reversed(gathered) if g.text().strip()), gathered[-1])
        whole = replace(owner, pieces=[piece for g in gathered for piece in g.pieces])
        contents = whole.style.contents or any(g.contents for g in gathered)
        if contents and where.layer is Layer.BODY:
            where = replace(where, layer=Layer.CONTENTS)
        text = clean(whole.text())
        label, listed = self._label(whole, where)
        if text:
            depth = self._level(whole) if listed else None
            draft = block(whole.paragraph(), where, self._place(), label, depth)
            self._source.drafts.append(replace(draft, origins=whole.origins()))
        hidden = clean(whole.text(hidden=True))
        if hidden:
            aside = replace(where, layer=Layer.HIDDEN, cell=None)
            self._add(hidden, Kind.PARAGRAPH, aside, whole.origins(hidden=True))
        for drawn in (origin for g in gathered for origin in g.drawn):
            self._draft_plain(drawn, where)
        for box in (box for g in gathered for box in g.boxes):
            self._text_box(box, where)

    def _text_box(self, box: Element, where: Where) -> None:
        fields, self._fields = self._fields, []
        self.blocks(box, replace(where, aside=True))
        self._fields = fields

    def _level(self, whole: _Gathered) -> int:
        place = self._source.numbering.place(whole.element.find(W + "pPr"), whole.style)
        return place[1] if place else 0

    def _label(self, whole: _Gathered, where: Where) -> tuple[str, bool]:
        """Count a numbered paragraph, empty ones too; those that are not printed do not count."""
        properties = whole.element.find(W + "pPr")
        place = self._source.numbering.place(properties, whole.style)
        mark = look(child(properties, W + "rPr")).hidden
        if place is None or where.layer is Layer.HIDDEN or (mark and not whole.printed()):
            return "", False
        label, listed = (self._boxes if where.aside else self._counter).label(*place)
        return clean(plain(label)), listed

    def _draft_plain(self, origin: Origin, where: Where) -> None:
        """A block of text that is no paragraph of its own in the file: a formula, word art, a diagram."""
        text = clean(origin.text)
        if text:
            kind = Kind.CELL if where.cell else Kind.NOTE if where.layer is Layer.NOTES else Kind.PARAGRAPH
            self._add(text, kind, where, (origin,))

    def _add(self, text: str, kind: Kind, where: Where, origins: tuple[Origin, ...]) -> None:
        cell = where.cell if kind is Kind.CELL else None
        self._source.drafts.append(Draft(text, self._place(), kind, where.layer, cell=cell, origins=origins))

    def _place(self) -> DocxPlace:
        return DocxPlace(max(self._count, 1), self._part)

    # Tables

    def _table(self, table: Element, where: Where) -> None:
        """A table (17.4), row by row; a table of one cell is only a frame around ordinary paragraphs."""
        rows = [row for row in flat(table) if row.tag == ROW and not row_deleted(row)]
        cells = [[cell for cell in flat(row) if cell.tag == CELL] for row in rows]
        self._unknown_parts(table, rows, cells)
        if sum(len(row) for row in cells) == 1:
            self.blocks(next(row[0] for row in cells if row), where)
            return
        table_number = self._source.tables
        self._source.tables += 1
        first = len(self._source.drafts)
        headers = marked_headers(rows)
        hidden = merged_away(rows, cells)
        for index, (row, row_cells) in enumerate(zip(rows, cells, strict=True)):
            column = grid_before(row)
            for cell in row_cells:
                place = Cell(table_number, index, column, index < headers)
                here = replace(where, cell=place, alone=len(row_cells) == 1)
                if cell in hidden:
                    here = Where(Layer.HIDDEN)  # its text, if any, is not shown
                if not cell_deleted(cell):
                    self.blocks(cell, here)
                column += grid_span(cell)
        if not headers and len(rows) > 1:
            guess_header(self._source.drafts, first, table_number)
        if where.cell is None:  # hidden text goes behind the table, so that the cells of a row stay together
            self._source.drafts[first:] = sorted(
                self._source.drafts[first:], key=lambda draft: draft.layer is Layer.HIDDEN
            )

    def _unknown_parts(self, table: Element, rows: list[Element], cells: list[list[Element]]) -> None:
        """Report what stands in a table and is neither row nor cell, though it holds text."""
        strays = [e for e in flat(table) if e.tag != ROW]
        strays += [e for row in rows for e in flat(row) if e.tag != CELL]
        for stray in strays:
            if has_text(stray):
                self._unknown(stray)

    # Inline content

    def _gather(self, paragraph: Element) -> _Gathered:
        style = self._source.styles.paragraph(value(child(paragraph.find(W + "pPr"), W + "pStyle")))
        gathered = _Gathered(paragraph, style)
        self._inline(paragraph, gathered)
        return gathered

    def _inline(self, parent: Element, gathered: _Gathered) -> None:
        for element in flat(parent):
            if element.tag == RUN:
                self._run(element, gathered)
            elif element.tag == W + "fldSimple":
                self._fields.append(_Field(True, value(element, "instr") or ""))
                self._inline(element, gathered)
                self._fields.pop()
            elif element.tag in (M + "oMath", M + "oMathPara"):
                self._add_text(formula(element), self._look(None, gathered.style), gathered, element)
            elif element.tag == W + "subDoc":
                self._embedded(element)
            elif len(element) and has_text(element):
                self._unknown_inline(element, gathered)

    def _unknown_inline(self, element: Element, gathered: _Gathered) -> None:
        """An element of a later version or another program: walk a plain container, report anything else."""
        if any(inner.tag in (P, TABLE) for inner in element):
            gathered.boxes.append(element)
        elif any(inner.tag == RUN or inner.tag in TRANSPARENT for inner in element):
            self._inline(element, gathered)
        else:
            self._unknown(element)

    def _run(self, run: Element, gathered: _Gathered) -> None:
        self._run_content(run, self._look(run.find(W + "rPr"), gathered.style), gathered)

    def _run_content(self, parent: Element, seen: Look, gathered: _Gathered) -> None:
        for element in flat(parent):
            tag = element.tag
            text = _said(element)
            if text is not None:
                self._add_text(text, seen, gathered, element)
            elif tag == W + "fldChar":
                self._field_mark(element, seen, gathered)
            elif tag == W + "instrText":
                self._instruct(element.text or "")
            elif tag == W + "footnoteReference":
                self._reference(element, self._source.footnotes, seen)
            elif tag == W + "endnoteReference":
                self._reference(element, self._source.endnotes, seen)
            elif tag in _GRAPHICS:
                self._graphics(element, gathered)
            elif len(element):
                self._unknown_in_run(element, seen, gathered)

    def _unknown_in_run(self, element: Element, seen: Look, gathered: _Gathered) -> None:
        if element.tag == RUN:
            self._run(element, gathered)  # a run in a run: from a wrapper such as w:ruby
        elif has_text(element) and any(inner.tag in (TEXT, RUN) for inner in element):
            self._run_content(element, seen, gathered)
        elif has_text(element):
            self._unknown_inline(element, gathered)

    def _add_text(self, text: str, seen: Look, gathered: _Gathered, element: Element) -> None:
        """Add text, unless it belongs to the instruction of a field."""
        if text and all(open_.shows for open_ in self._fields):
            gathered.pieces.append(_Piece(text, seen, element))
            gathered.contents = gathered.contents or any(open_.contents for open_ in self._fields)

    def _reference(self, element: Element, references: list[str], seen: Look) -> None:
        if not seen.hidden and not self._part:
            references.append(value(element, "id") or "")

    def _field_mark(self, mark: Element, seen: Look, gathered: _Gathered) -> None:
        """Begin, separator or end of a complex field. One that never ends hides nothing."""
        if mark in self._endless:
            return
        kind = value(mark, "fldCharType")
        if kind == "begin":
            self._add_text(form_field(mark), seen, gathered, mark)
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruct(self, text: str) -> None:
        if self._fields and not self._fields[-1].shows:
            self._fields[-1].instruction += text

    def _look(self, properties: Element | None, style: Style) -> Look:
        """The look of a run. Bold and hidden are toggles: set in two kinds of style they cancel (17.7.3)."""
        identity = value(child(properties, W + "rStyle"))
        own = look(properties)
        inherited, defaults = style.look, self._source.styles.defaults
        if identity is not None:
            ours = self._source.styles.character(identity).look
            inherited = Look(
                bool(ours.bold) != bool(inherited.bold),
                bool(ours.hidden) != bool(inherited.hidden),
                inherited.size if ours.size is None else ours.size,
            )
        merged = own.under(inherited)
        return Look(
            merged.bold or (own.bold is None and bool(defaults.bold)),
            merged.hidden or (own.hidden is None and bool(defaults.hidden)),
            defaults.size if merged.size is None else merged.size,
        )

    # Drawings and embedded files

    def _graphics(self, parent: Element, gathered: _Gathered) -> None:
        """Text boxes, word art, diagrams and embedded files of a drawing. Alternative text is no text."""
        for element in flat(parent):
            tag = element.tag
            if tag == _TEXT_BOX:
                gathered.boxes.append(element)
            elif tag == _WORD_ART:
                gathered.drawn.append(Origin(element.get("string", ""), element))
            elif tag == _OLE_OBJECT:
                self._embedded(element)
            elif tag == _DIAGRAM:
                self._linked_text(element, "dm", gathered)
            elif tag == _CHART:
                self._linked_text(element, "id", gathered)
            elif tag == A + "p":
                gathered.drawn.append(Origin(drawn_text(element), element))
            elif tag == TEXT and (element.text or "").strip():
                self._unknown(parent)
            else:
                self._graphics(element, gathered)

    def _linked_text(self, element: Element, name: str, gathered: _Gathered) -> None:
        """The words of a diagram or chart, which stand in a part of their own."""
        link = self._source.package.relationships(self._name).get(element.get(R + name, ""))
        if link is None or link.external or not self._source.package.has(link.target):
            return
        root = self._source.package.root(link.target)
        gathered.drawn.extend(Origin(drawn_text(paragraph), element) for paragraph in root.iter(A + "p"))

    def _embedded(self, element: Element) -> None:
        link = self._source.package.relationships(self._name).get(element.get(R + "id", ""))
        self._source.unread.append(Unread("embedded file", part=part_name(link.target) if link else ""))

    def _unknown(self, element: Element) -> None:
        name = etree.QName(element).localname
        self._source.unread.append(Unread(f"unknown element {name}", part=self._part))


def _heading_level(whole: _Gathered) -> int:
    """The heading level of a paragraph from 1, its own before its style's; 0 for none (17.3.1.20)."""
    level = outline_level(whole.element.find(W + "pPr"))
    return (whole.style.level or 0) if level is None else level


def _said(element: Element) -> str | None:
    """The text that a single element of a run stands for; None where it is none of those (17.3.3)."""
    tag = element.tag
    if tag == TEXT:
        return plain(text_of(element))
    if tag in _SPACES:
        return "\t" if tag.endswith("tab") else " "
    if tag == W + "noBreakHyphen":
        return "-"
    if tag == W + "sym":
        return symbol(value(element, "font") or "", value(element, "char") or "")
    return None
