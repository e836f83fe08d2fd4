"""ODT: an own walk over the text of an OpenDocument file (OpenDocument 1.3), in its accepted view.

Deleted text stands apart from the text in an ODT, so the accepted view is the text as it stands. Here every element
that can carry text is either walked, left out for a reason written beside it, or reported as unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from report_linter.document import Layer, Reading
from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, AtPage, Limits, no_pages, refuse
from report_linter.readers.archive import XML_DEPTH, ZIP_SIGNATURE, Element
from report_linter.readers.build import clean, gaps, place_gaps, place_links
from report_linter.readers.odt_package import OFFICE, STYLE, TEXT, Package
from report_linter.readers.odt_story import Source, Story
from report_linter.readers.odt_styles import StyleSheet
from report_linter.readers.odt_tree import P, pictures
from report_linter.readers.office import OWN_AUTHOR, Where, assemble, below_title

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"

_HEADERS: Final = ("header-first", "header", "header-left")
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_FOOTERS: Final = ("footer-first", "footer", "footer-left")


def sniff(head: bytes) -> bool:
    """Whether a file may be an ODT: a zip."""
    return head.startswith(ZIP_SIGNATURE)


def read(data: bytes, limits: Limits = DEFAULT, at_page: AtPage = no_pages) -> Reading:
    """Read an ODT in its accepted view. Raises ReadError."""
    try:
        return _File(Package(data, limits)).reading()
    except RecursionError:
        refuse("xml_depth", XML_DEPTH)


class _File:
    """The parts of one ODT that hold text, in reading order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._sheet = StyleSheet(package.styles, package.content)
        self._source = Source(package)

    def reading(self) -> Reading:
        body = self._package.content.find(f"{OFFICE}body/{OFFICE}text")
        assert body is not None  # the package has looked
        Story(self._source, "", self._sheet).blocks(body, Where(Layer.BODY))
        for kind, notes in self._source.notes.items():
            story = Story(self._source, kind + "s", self._sheet)
            for note in notes:  # a note in a note would lengthen the list
                story.note(note)
        self._furniture()
        comments = self._comments(body)
        text, blocks, lines = assemble(below_title(self._source.drafts))
        unread = tuple(dict.fromkeys(self._source.unread))
        if not unread and not any(block.layer in (Layer.BODY, Layer.NOTES) for block in blocks):
            raise ReadError(
                "empty", "the file holds no text; if it shows scanned pages, ask for the file with text"
            )
        changes = sum(1 for _ in body.iter(TEXT + "changed-region"))
        facts = (("tracked changes", changes), ("comments", comments), ("pictures", pictures(body)))
        return Reading(
            media_type=MEDIA_TYPE,
            text=text,
            blocks=blocks,
            lines=lines,
            unread=unread,
            title=clean(self._package.title()),
            facts=tuple(fact for fact in facts if fact[1]),
            links=place_links(text, self._source.links),
            gaps=place_gaps(text, gaps(self._source.raw)),
        )

    def _comments(self, body: Element) -> int:
        """Read the comments left in the file, other than those of a marked copy saved as ODT, and those on its changes;
        their number.
        """
        story = Story(self._source, "comments", self._sheet)
        on_changes = [info for info in body.iter(OFFICE + "change-info") if info.find(P) is not None]
        theirs = [
            comment.element
            for comment in self._source.comments
            if comment.element.findtext(_CREATOR) != OWN_AUTHOR
        ]
        found = [*theirs, *on_changes]
        for element in found:
            story.blocks(element, Where(Layer.HIDDEN))
        return len(found)

    def _furniture(self) -> None:
        """Running headers and footers in the order of the page styles that use them, each distinct text once."""
        if self._package.styles is None:
            return
        sheet = StyleSheet(self._package.styles, self._package.styles)
        stories = {part: Story(self._source, part, sheet) for part in ("headers", "footers")}
        seen: set[str] = set()
        for page in self._pages(self._package.styles):
            for part, names in (("headers", _HEADERS), ("footers", _FOOTERS)):
                for element in _shown(page, names):
                    first = len(self._source.drafts)
                    stories[part].blocks(element, Where(Layer.FURNITURE))
                    fresh = [draft for draft in self._source.drafts[first:] if draft.text not in seen]
                    self._source.drafts[first:] = fresh
                    seen.update(draft.text for draft in fresh)

    def _pages(self, styles: Element) -> Iterator[Element]:
        """The page styles that the text uses: those its paragraphs ask for, those that follow, and the first."""
        pages = {
            page.get(STYLE + "name", ""): page
            for page in styles.iterfind(f"{OFFICE}master-styles/{STYLE}master-page")
        }
        holders = (root.find(OFFICE + name) for root, name in (
            (self._package.content, "automatic-styles"), (styles, "styles")
        ))  # fmt: skip
        wanted = [
            style.get(STYLE + "master-page-name", "")
            for holder in holders
            if holder is not None
            for style in holder
        ]
        waiting = [*(name for name in wanted if name), *list(pages)[:1]]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop(0)
            if name in pages and name not in seen:
                seen.add(name)
                yield pages[name]
                waiting.insert(0, pages[name].get(STYLE + "next-style-name", ""))


def _shown(page: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """The headers or footers of a page style that are switched on; newer LibreOffice has one for the first page."""
    for name in names:
        for element in page.iterfind("{*}" + name):
            if element.get(STYLE + "display") != "false":
                yield element
