"""What counts of an ODT's tree, and what single elements say (OpenDocument 1.3 part 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from report_linter.readers.archive import Element
from report_linter.readers.odt_package import CHART, DRAW, FORM, MATH, OFFICE, TABLE, TEXT, XML_ID, whole

P: Final = TEXT + "p"
H: Final = TEXT + "h"
LIST: Final = TEXT + "list"
NUMBERED: Final = TEXT + "numbered-paragraph"
SECTION: Final = TEXT + "section"
TABLE_: Final = TABLE + "table"
CELL: Final = TABLE + "table-cell"
COVERED: Final = TABLE + "covered-table-cell"
NOTE: Final = TEXT + "note"
ANNOTATION: Final = OFFICE + "annotation"
BLOCKS: Final = frozenset({P, H, LIST, NUMBERED, SECTION, TABLE_})


def _names(prefix: str, words: str) -> frozenset[str]:
    return frozenset(prefix + word for word in words.split())


# Lists made by the program (7.8). A bibliography (7.8.9) says what nothing else does.
CONTENTS: Final = _names(
    TEXT, "table-of-content illustration-index table-index object-index user-index alphabetical-index"
)
# Deleted text, settings and data of the program; labels that are computed here; alternative text is no text.
DROPPED: Final = (
    _names(TEXT, "tracked-changes number script note-citation toc-mark ruby-text")
    | _names(TEXT, "variable-decls sequence-decls user-field-decls dde-connection-decls")
    | _names(OFFICE, "forms change-info event-listeners dde-source scripts")
    | _names("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}", "title desc")
    | _names(TABLE, "title desc")
)
_SPACES: Final = {TEXT + "tab": "\t", TEXT + "line-break": " "}
_ROWS: Final = frozenset(TABLE + name for name in ("table-rows", "table-row-group"))
_MOST_REPEATED: Final = 1000  # columns; a sheet's last cell is repeated to the sheet's end


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `cells` stand at their column of the grid, those covered by a merged one too."""

    cells: tuple[tuple[int, Element], ...]
    header: bool

    @property
    def shown(self) -> int:
        return sum(element.tag == CELL for _, element in self.cells)


def rows(table: Element, header: bool = False) -> Iterator[Row]:
    """The rows of a table from top to bottom (9.1.1)."""
    for element in table:
        if element.tag == TABLE + "table-row":
            yield Row(tuple(_cells(element)), header)
        elif element.tag == TABLE + "table-header-rows":
            yield from rows(element, True)
        elif element.tag in _ROWS:
            yield from rows(element, header)


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for element in row:
        if element.tag in (CELL, COVERED):
            yield column, element
            repeated = whole(element, TABLE + "number-columns-repeated") or 1
            column += min(repeated, _MOST_REPEATED)


def spaces(element: Element) -> str | None:
    """White space that an element stands for; None where it is none (6.1.3 to 6.1.5)."""
    if element.tag == TEXT + "s":
        return " " * min(whole(element, TEXT + "c") or 1, 8)
    return _SPACES.get(str(element.tag))


def is_hidden(element: Element) -> bool:
    """Whether a section, or a field that hides text, is hidden (19.823, 19.841)."""
    if element.get(TEXT + "is-hidden") is not None:
        return element.get(TEXT + "is-hidden") == "true"
    return element.get(TEXT + "display") == "none"


def text_of(element: Element) -> str:
    return "".join(str(text) for text in element.itertext())


def has_text(element: Element) -> bool:
    return bool(text_of(element).strip())


def drawn(root: Element) -> tuple[str, ...] | None:
    """The words of an embedded chart or formula; None where it is a document of its own."""
    if root.tag.startswith(MATH):
        return (formula(root),)
    if root.find(f"{OFFICE}body/{OFFICE}chart") is None:
        return None
    titles = root.iter(CHART + "title", CHART + "subtitle", CHART + "footer")
    return tuple(text_of(p) for title in titles for p in title.iter(P))


def formula(root: Element) -> str:
    """The characters of a formula in one line, without its source in another notation."""
    tokens = (MATH + name for name in ("mi", "mn", "mo", "ms", "mtext"))
    return "".join(text_of(token) for token in root.iter(*tokens))


def control(drawing: Element, body: Element) -> str:
    """What a form control shows: its mark, its label, its value or the choice made (13.5)."""
    identity = drawing.get(DRAW + "control", "")
    for form in body.iter(OFFICE + "forms"):
        for found in form.iter():
            if isinstance(found.tag, str) and identity in (found.get(FORM + "id"), found.get(XML_ID)):
                return " ".join(part for part in _control(found) if part)
    return ""


def _control(found: Element) -> Iterator[str]:
    if found.tag in (FORM + "checkbox", FORM + "radio"):
        state = found.get(FORM + "current-state") or found.get(FORM + "state", "")
        chosen = state == "checked" or found.get(FORM + "current-selected") == "true"
        yield "☒" if chosen else "☐"
        yield found.get(FORM + "label", "")
    elif found.tag == FORM + "listbox":
        for option in found.iter(FORM + "option"):
            if "true" in (option.get(FORM + "current-selected"), option.get(FORM + "selected")):
                yield option.get(FORM + "label", "")
    elif found.tag != FORM + "hidden" and found.tag != FORM + "password":
        yield found.get(FORM + "label", "")
        yield found.get(FORM + "current-value", found.get(FORM + "value", ""))


def pictures(body: Element) -> int:
    """The frames that show a picture or a chart."""
    return sum(frame.find(DRAW + "image") is not None for frame in body.iter(DRAW + "frame"))
