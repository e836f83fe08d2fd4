"""Plain text, typed, copied from a web page or made by `pdftotext`.

Such text has lost its layout: lines are wrapped at some width, bullets and numbers stand on lines of their
own, and headers and footers run through it. The reader puts blocks together again from the shapes of lines;
it knows no language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_linter.document import Kind, Layer, Reading
from report_linter.limits import DEFAULT, AtPage, Limits, no_pages
from report_linter.readers import text_lines
from report_linter.readers.build import Draft, assemble, decode, sniff_text
from report_linter.readers.text_blocks import Group, groups
from report_linter.readers.text_headings import kinds

MEDIA_TYPE = "text/plain"


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are text."""
    return sniff_text(head)


def read(data: bytes, limits: Limits = DEFAULT, at_page: AtPage = no_pages) -> Reading:
    """Read a text file. Raises ReadError."""
    lines, pages = text_lines.rows(decode(data, limits))
    lines = text_lines.mark_furniture(lines, pages)
    lines = text_lines.mark_items(lines)
    lines = text_lines.mark_contents(lines)
    blocks = groups(lines)
    return assemble(MEDIA_TYPE, _drafts(blocks, kinds(blocks), pages is not None), pages)


def _drafts(blocks: Sequence[Group], found: Sequence[Kind], paged: bool) -> Iterator[Draft]:
    depths = _depths(blocks, found)
    for block, kind, depth in zip(blocks, found, depths, strict=True):
        yield Draft(
            tuple(block.pieces),
            kind,
            block.layer,
            depth,
            block.number,
            block.rows[0].page if paged else None,
            block.cell,
        )


def _depths(blocks: Sequence[Group], found: Sequence[Kind]) -> list[int]:
    """List depths: an item is below the one before it if it is indented further, or has another kind of
    marker.
    """
    result: list[int] = []
    open_items: list[tuple[int, str]] = []
    for block, kind in zip(blocks, found, strict=True):
        if kind is not Kind.ITEM or block.marker is None:
            if block.layer is Layer.BODY:
                open_items = []
            result.append(0)
            continue
        indent, family = block.rows[0].indent, block.marker.family
        while open_items and indent < open_items[-1][0]:
            open_items.pop()
        if any(family == other for at, other in open_items if at == indent):
            while open_items[-1] != (indent, family):
                open_items.pop()
        else:
            open_items.append((indent, family))
        result.append(len(open_items) - 1)
    return result
