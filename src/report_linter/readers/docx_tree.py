"""The accepted view of an OOXML tree: what counts of it, and what single elements say (ECMA-376-1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from report_linter.readers.archive import Element
from report_linter.readers.docx_package import MC, A, M, W, child, number, switch, value

P: Final = W + "p"
RUN: Final = W + "r"
TABLE: Final = W + "tbl"
ROW: Final = W + "tr"
CELL: Final = W + "tc"
TEXT: Final = W + "t"
_SDT: Final = W + "sdt"


def _names(words: str) -> frozenset[str]:
    return frozenset(W + word for word in words.split())


# Wrappers that say something about their content and are no content themselves.
TRANSPARENT: Final = _names("ins moveTo sdt sdtContent smartTag customXml hyperlink dir bdo ruby rubyBase")
# Deleted and moved-away text (17.13.5), settings, and ruby's reading aid, which repeats its base.
_DROPPED: Final = _names(
    "del moveFrom delText delInstrText fldData pPr rPr tblPr tblPrEx tblGrid trPr tcPr sectPr "
    "sdtPr sdtEndPr customXmlPr smartTagPr rubyPr rt"
) | {MC + "Fallback"}
REVISIONS: Final = tuple(
    sorted(
        _names(
            "ins del moveFrom moveTo cellIns cellDel cellMerge numberingChange rPrChange pPrChange "
            "sectPrChange tblPrChange tblPrExChange tblGridChange trPrChange tcPrChange"
        )
    )
)
PICTURES: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_WRAPPED_BLOCKS: Final = _names("ins moveTo customXml smartTag")
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def flat(parent: Element) -> Iterator[Element]:
    """The children that count in the accepted view, wrappers replaced by what they hold.

    Of `mc:AlternateContent` the first choice; its fallback says the same for older programs, and is taken
    only where there is no choice (ECMA-376-3, 7.6).
    """
    for element in parent:
        tag = element.tag
        if tag in _DROPPED or not isinstance(tag, str):
            continue
        if tag == MC + "AlternateContent":
            yield from _chosen(element)
        elif tag in TRANSPARENT:
            yield from flat(element)
        else:
            yield element


def block_children(parent: Element, contents: bool) -> Iterator[tuple[Element, bool]]:
    """As `flat`, and whether each child stands in a table of contents: a content control of that gallery."""
    for element in parent:
        if element.tag == _SDT:
            content = element.find(W + "sdtContent")
            if content is not None:
                yield from block_children(content, contents or _is_contents(element))
        elif element.tag in _WRAPPED_BLOCKS:
            yield from block_children(element, contents)
        elif element.tag == MC + "AlternateContent":
            yield from ((inner, contents) for inner in _chosen(element))
        elif isinstance(element.tag, str) and element.tag not in _DROPPED:
            yield element, contents


def _chosen(element: Element) -> Iterator[Element]:
    choice = element.find(MC + "Choice")
    choice = element.find(MC + "Fallback") if choice is None else choice
    return iter(()) if choice is None else flat(choice)


def _is_contents(control: Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return value(gallery) == "Table of Contents"


def endless_fields(root: Element) -> frozenset[Element]:
    """Field marks without their partner: one that never ends would swallow the rest of the text."""
    open_: list[Element] = []
    lost: list[Element] = []
    for mark in root.iter(W + "fldChar"):
        kind = value(mark, "fldCharType")
        if kind not in ("begin", "end") or _deleted(mark):
            continue
        if kind == "begin":
            open_.append(mark)
        elif open_:
            open_.pop()
        else:
            lost.append(mark)
    return frozenset(open_ + lost)


def _deleted(element: Element) -> bool:
    return next(element.iterancestors(W + "del", W + "moveFrom"), None) is not None


def is_note(note: Element) -> bool:
    return value(note, "type") in (None, "normal")


def mark_deleted(paragraph: Element) -> bool:
    """Whether a paragraph's end is deleted or moved away (`w:pPr/w:rPr/w:del`)."""
    mark = child(paragraph.find(W + "pPr"), W + "rPr")
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def row_deleted(row: Element) -> bool:
    return child(row.find(W + "trPr"), W + "del") is not None


def cell_deleted(cell: Element) -> bool:
    return child(cell.find(W + "tcPr"), W + "cellDel") is not None


def merged_away(rows: list[Element], cells: list[list[Element]]) -> frozenset[Element]:
    """The cells of a table that continue the one above (`w:vMerge`) or before (`w:hMerge`; 17.4.22, 17.4.84).

    A cell that claims to continue where nothing was begun stands for itself.
    """
    away: list[Element] = []
    above: set[int] = set()
    for row, row_cells in zip(rows, cells, strict=True):
        column, merging, before = grid_before(row), set[int](), False
        for cell in row_cells:
            down, along = _merge(cell, "vMerge"), _merge(cell, "hMerge")
            if (down == "continue" and column in above) or (along == "continue" and before):
                away.append(cell)
            if down:
                merging.add(column)
            before = bool(along)
            column += grid_span(cell)
        above = merging
    return frozenset(away)


def _merge(cell: Element, name: str) -> str:
    """`restart`, `continue`, which is also what the mark says without value, or nothing."""
    mark = child(cell.find(W + "tcPr"), W + name)
    return "" if mark is None else value(mark) or "continue"


def grid_before(row: Element) -> int:
    """The columns of the grid that a row leaves out at its start (17.4.14)."""
    return max(number(child(row.find(W + "trPr"), W + "gridBefore")) or 0, 0)


def grid_span(cell: Element) -> int:
    return max(number(child(cell.find(W + "tcPr"), W + "gridSpan")) or 1, 1)


def marked_headers(rows: list[Element]) -> int:
    """How many rows from the top are header rows; the mark counts only there (17.4.49)."""
    for index, row in enumerate(rows):
        if not switch(child(row.find(W + "trPr"), W + "tblHeader")):
            return index
    return 0  # all rows marked: none heads another


def has_text(element: Element) -> bool:
    return any((text.text or "").strip() for text in element.iter(TEXT, M + "t"))


def text_of(element: Element) -> str:
    """The text of a `w:t`; without `xml:space="preserve"` spaces at its ends do not count (17.3.3.31)."""
    text = element.text or ""
    if not text or not (text[0].isspace() or text[-1].isspace()) or _preserves_space(element):
        return text
    return text.strip(" \t\r\n")


def _preserves_space(element: Element) -> bool:
    said = element.get(_XML_SPACE)
    if said is None:
        said = next((s for e in element.iterancestors() if (s := e.get(_XML_SPACE)) is not None), None)
    return said == "preserve"


def formula(element: Element) -> str:
    """The characters of a formula in one line."""
    return "".join(text.text or "" for text in element.iter(M + "t", TEXT) if not _deleted(text))


def drawn_text(paragraph: Element) -> str:
    return "".join(" " if e.tag == A + "br" else e.text or "" for e in paragraph.iter(A + "t", A + "br"))


def form_field(mark: Element) -> str:
    """What an old form field shows without having a result: a box to tick, a choice (17.16.7, 17.16.9)."""
    data = mark.find(W + "ffData")
    box, choices = child(data, W + "checkBox"), child(data, W + "ddList")
    if box is not None:
        ticked = switch(box.find(W + "checked"))
        ticked = switch(box.find(W + "default")) if ticked is None else ticked
        return "☒" if ticked else "☐"
    if choices is not None:
        entries = [value(entry) or "" for entry in choices.iterfind(W + "listEntry")]
        chosen = number(choices.find(W + "result")) or number(choices.find(W + "default")) or 0
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return ""
