"""DOCX: an own walk over the OOXML (ECMA-376-1), in its accepted view.

python-docx and others lose tracked insertions, content controls, text boxes and notes, or give them twice.
Here every element that can carry text is either walked, left out for a reason written beside it, or
reported as unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from report_linter.document import Layer, Reading
from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, AtPage, Limits, no_pages, refuse
from report_linter.readers.archive import XML_DEPTH, ZIP_SIGNATURE, Element, part_name
from report_linter.readers.build import clean, gaps, place_gaps, place_links
from report_linter.readers.docx_numbering import Numbering
from report_linter.readers.docx_package import (
    OLE_SIGNATURE,
    Package,
    R,
    W,
    value,
)
from report_linter.readers.docx_story import Source, Story
from report_linter.readers.docx_styles import StyleSheet
from report_linter.readers.docx_tree import PICTURES, REVISIONS, RUN, TEXT, P, is_note, text_of
from report_linter.readers.office import OWN_AUTHOR, Origin, Where, assemble, below_title

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sniff(head: bytes) -> bool:
    """Whether a file may be a DOCX: a zip, or an OLE file, which a DOCX with a password is."""
    return head.startswith((ZIP_SIGNATURE, OLE_SIGNATURE))


def read(data: bytes, limits: Limits = DEFAULT, at_page: AtPage = no_pages) -> Reading:
    """Read a DOCX in its accepted view. Raises ReadError."""
    return trace(Package(data, limits)).reading


@dataclass(frozen=True, slots=True)
class Traced:
    """A reading, and what the text of each of its blocks was made from."""

    reading: Reading
    origins: tuple[tuple[Origin, ...], ...]


def trace(package: Package) -> Traced:
    """As `read`, with the elements of `package` that the text comes from. Raises ReadError."""
    try:
        return _File(package).traced()
    except RecursionError:
        refuse("xml_depth", XML_DEPTH)


def _paragraphs(main: Element) -> Iterator[str]:
    """The text of each paragraph with its spaces; other elements than text divide it."""
    for paragraph in main.iter(P):
        yield "".join(
            text_of(e) if e.tag == TEXT else "\t" if e.tag == W + "tab" else "" for e in paragraph.iter()
        )


class _File:
    """The parts of one DOCX that hold text, in reading order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        styles = StyleSheet(self._root_of("styles"))
        self._source = Source(package, styles, Numbering(self._root_of("numbering"), styles))
        self._changes = 0

    def traced(self) -> Traced:
        main = self._package.root(self._package.main)
        body = main.find(W + "body")
        if body is not None:
            self._changes += _count(main, REVISIONS)
            Story(self._source, self._package.main, "", body).blocks(body, Where(Layer.BODY))
        self._notes("footnotes", "footnote", self._source.footnotes)
        self._notes("endnotes", "endnote", self._source.endnotes)
        self._furniture(main)
        comments = self._comments()
        drafts = tuple(below_title(self._source.drafts))
        text, blocks, lines = assemble(drafts)
        unread = tuple(dict.fromkeys(self._source.unread))
        if not unread and not any(block.layer in (Layer.BODY, Layer.NOTES) for block in blocks):
            raise ReadError(
                "empty", "the file holds no text; if it shows scanned pages, ask for the file with text"
            )
        facts = (
            ("tracked changes", self._changes),
            ("comments", comments),
            ("pictures", _count(main, PICTURES)),
        )
        reading = Reading(
            media_type=MEDIA_TYPE,
            text=text,
            blocks=blocks,
            lines=lines,
            unread=unread,
            title=self._title(),
            facts=tuple(fact for fact in facts if fact[1]),
            links=place_links(text, self._links(main)),
            gaps=place_gaps(text, gaps(_paragraphs(main))),
        )
        return Traced(reading, tuple(draft.origins for draft in drafts))

    def _links(self, main: Element) -> Iterator[tuple[str, str]]:
        """The words of each hyperlink of the body that leads out of the file, and its target (17.16.22)."""
        related = self._package.relationships(self._package.main)
        for element in main.iter(W + "hyperlink"):
            link = related.get(element.get(R + "id", ""))
            if link is not None and link.external:
                yield "".join(text_of(inner) for inner in element.iter(TEXT)), link.target

    def _root_of(self, kind: str) -> Element | None:
        names = self._package.related(self._package.main, kind)
        return self._package.root(names[0]) if names else None

    def _notes(self, kind: str, name: str, references: list[str]) -> None:
        """Foot- or endnotes in the order of their references (17.11).

        Separators (`w:type`) are no notes. A note without a reference in the accepted text is not printed.
        """
        for part in self._package.related(self._package.main, kind):
            root = self._package.root(part)
            self._changes += _count(root, REVISIONS)
            notes = {value(note, "id") or "": note for note in root.iterfind(W + name) if is_note(note)}
            story = Story(self._source, part, part_name(part), root)
            for identity in dict.fromkeys(references):
                if identity in notes:
                    story.blocks(notes.pop(identity), Where(Layer.NOTES))
            for note in notes.values():
                story.blocks(note, Where(Layer.HIDDEN))

    def _furniture(self, main: Element) -> None:
        """Running headers and footers in the order of the sections that use them, each distinct text once."""
        links = self._package.relationships(self._package.main)
        used = [
            links.get(e.get(R + "id", "")) for e in main.iter(W + "headerReference", W + "footerReference")
        ]
        parts = [link.target for link in used if link is not None and not link.external]
        seen: set[str] = set()
        for part in dict.fromkeys(parts):
            if not self._package.has(part):
                continue
            root = self._package.root(part)
            self._changes += _count(root, REVISIONS)
            first = len(self._source.drafts)
            Story(self._source, part, part_name(part), root).blocks(root, Where(Layer.FURNITURE))
            fresh = [draft for draft in self._source.drafts[first:] if draft.text not in seen]
            self._source.drafts[first:] = fresh
            seen.update(draft.text for draft in fresh)

    def _comments(self) -> int:
        """Read the comments left in the file, other than those of a marked copy; their number."""
        total = 0
        for part in self._package.related(self._package.main, "comments"):
            root = self._package.root(part)
            story = Story(self._source, part, part_name(part), root)
            for comment in root.iterfind(W + "comment"):
                if value(comment, "author") == OWN_AUTHOR:
                    continue
                total += 1
                story.blocks(comment, Where(Layer.HIDDEN))
        return total

    def _title(self) -> str:
        """The title property. Nothing rests on it, so a broken part is no reason to refuse the file."""
        try:
            for part in self._package.related("", "core-properties"):
                found = self._package.root(part).findtext("{http://purl.org/dc/elements/1.1/}title")
                return clean(found or "")
        except ReadError:
            pass
        return ""


def _count(root: Element, tags: tuple[str, ...]) -> int:
    return sum(1 for element in root.iter(*tags) if not _same_as_before(element))


def _same_as_before(element: Element) -> bool:
    """Whether a change of format only repeats that of the run before: one run that was cut in two, as it is at the ends
    of a comment.
    """
    if element.tag != W + "rPrChange":
        return False
    run = next(element.iterancestors(RUN), None)
    before = None if run is None else next(_runs_before(run), None)
    earlier = None if before is None else before.find(f"{W}rPr/{W}rPrChange")
    return earlier is not None and earlier.items() == element.items()


def _runs_before(run: Element) -> Iterator[Element]:
    """The runs in front of one, nearest first, other than marks of comments."""
    runs = run.itersiblings(RUN, preceding=True)
    return (other for other in runs if other.find(W + "commentReference") is None)
