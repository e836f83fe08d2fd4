"""Where a comment stands in a DOCX: from spans of the text to marks around the runs that say it (ECMA-376-1, 17.13.4).

Word ignores marks in text boxes, notes, headers and footers (MS-OI29500 2.1.315), so what stands there is commented on
at the place in the body that shows it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from report_linter.document import Layer, Span
from report_linter.readers import build
from report_linter.readers.archive import Element
from report_linter.readers.docx import Traced
from report_linter.readers.docx_package import W, value
from report_linter.readers.docx_tree import text_of
from report_linter.reporters.docx_comments import Kept
from report_linter.reporters.docx_fields import Fields

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_NOTES: Final = ("footnote", "endnote")
# What may stand between a paragraph and its runs, and may hold the marks of a comment (EG_RangeMarkupElements).
_INLINE: Final = frozenset(
    ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
)
_NO_CONTENT: Final = frozenset(
    ("rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "lastRenderedPageBreak")
)
_END: Final = 2**62  # behind every character of an element


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the file: before the character `offset` of the text of `element`; 0 and `_END` are its ends."""

    element: Element
    offset: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """From where to where a comment stands. `exact`: on the words themselves, not where the body shows them."""

    start: Point
    end: Point
    exact: bool


class Body:
    """The main part of a file with the elements of its text, in which comments are marked.

    `main` is its root as the reader has it, `root` the same as it is to be written.
    """

    def __init__(self, traced: Traced, main: Element, root: Element) -> None:
        self._traced = traced
        self._blocks = traced.reading.blocks
        self._main = main
        self._root = root
        self._names = f"{{{etree.QName(root).namespace}}}"
        self._nsmap = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        self._same: dict[Element, Element] = {}
        self._cut: dict[tuple[Element, int], Element] = {}  # runs by where they were cut off

    # From spans to anchors

    def anchors(self, spans: Sequence[Span | None]) -> list[Anchor | None]:
        """Where each span is commented on; None stands for the document as a whole, and an anchor is None only in a
        file without a paragraph.
        """
        whole = next((b.span for n, b in enumerate(self._blocks) if self._is_body(n)), None)
        found = [list(self._ends(span)) if span else [] for span in (span or whole for span in spans)]
        self._pair(point.element for ends in found for pair in ends for point in pair)
        placed = [self._anchor(ends) for ends in found]
        top = None if all(placed) else self._top(whole)
        return [anchor or top for anchor in placed]

    def _is_body(self, number: int) -> bool:
        return self._blocks[number].layer is Layer.BODY and bool(self._traced.origins[number])

    def _ends(self, span: Span) -> Iterator[tuple[Point, Point]]:
        """The first and the last point of the span in each block that it touches, in the reader's tree."""
        first = max(bisect_right(self._blocks, span.start, key=lambda block: block.span.start) - 1, 0)
        for number in range(first, len(self._blocks)):
            block = self._blocks[number].span
            if block.start >= span.end:
                return
            start, end = max(span.start, block.start) - block.start, min(span.end, block.end) - block.start
            if start < end and self._traced.origins[number]:
                yield self._in_block(number, start, end)

    def _in_block(self, number: int, start: int, end: int) -> tuple[Point, Point]:
        origins = self._traced.origins[number]
        places = build.sources("".join(origin.text for origin in origins))
        block = self._blocks[number].span
        # A typed number in front of a heading is no text of it.
        before = len(places) - (block.end - block.start)
        first, last = places[before + start][0], places[before + end - 1][1]
        at = 0
        points: list[Point] = []
        for origin in origins:
            for place in (first, last - 1)[len(points) :]:
                if at <= place < at + len(origin.text):
                    points.append(Point(origin.element, place - at))
            at += len(origin.text)
        return points[0], Point(points[1].element, points[1].offset + 1)

    def _pair(self, found: Iterable[Element]) -> None:
        """Find the elements of the reader's tree in the tree to be written: both have them in the same order."""
        wanted = {element for element in found if element.getroottree().getroot() is self._main}
        if not wanted:
            return
        theirs = zip(self._main.iter(etree.Element), self._root.iter(etree.Element), strict=True)
        self._same.update((ours, other) for ours, other in theirs if ours in wanted)

    def _anchor(self, ends: Sequence[tuple[Point, Point]]) -> Anchor | None:
        """On the words, as far as they stand in the body; else at what shows the first of them in the body."""
        placed = [(start, end) for start, end in ends if self._exact(start) and self._exact(end)]
        if placed:
            start, end = self._around_fields(self._to_write(placed[0][0]), self._to_write(placed[-1][1]))
            return Anchor(start, end, len(placed) == len(ends))
        for start, _ in ends:
            shown = self._same.get(start.element)
            shown = self._reference(start.element) if shown is None else shown
            if shown is not None and self._paragraph(shown) is not None:
                return Anchor(Point(shown, 0), Point(shown, _END), exact=False)
        return None

    def _to_write(self, point: Point) -> Point:
        return Point(self._same[point.element], point.offset)

    def _around_fields(self, start: Point, end: Point) -> tuple[Point, Point]:
        """The points moved out of fields whose whole words they hold."""
        paragraphs = self._paragraph(start.element), self._paragraph(end.element)
        if paragraphs[0] is None or paragraphs[0] is not paragraphs[1]:
            return start, end
        fields = Fields(paragraphs[0], self._names)
        begins = start.offset == 0
        ends = end.offset >= (len(text_of(end.element)) if end.element.tag == self._names + "t" else 1)
        first, last = fields.around((start.element, begins), (end.element, ends))
        return (
            start if first is start.element else Point(first, 0),
            end if last is end.element else Point(last, _END),
        )

    def _exact(self, point: Point) -> bool:
        element = self._same.get(point.element)
        if element is None:
            return False
        paragraphs = [e for e in element.iterancestors() if e.tag == self._names + "p"]
        return len(paragraphs) == 1 and not self._bound(self._path(element)[0])

    def _reference(self, element: Element) -> Element | None:
        """The mark in the body of the note that holds an element of the reader's tree."""
        note = next(element.iterancestors(*(W + name for name in _NOTES)), None)
        if note is None:
            return None
        marks = self._root.iter(f"{self._names}{etree.QName(note).localname}Reference")
        return next((mark for mark in marks if mark.get(self._names + "id") == value(note, "id")), None)

    def _top(self, whole: Span | None) -> Anchor | None:
        """The first words of the body, or its first paragraph."""
        if whole:
            ends = list(self._ends(whole))
            self._pair(point.element for pair in ends for point in pair)
            anchor = self._anchor(ends)
            if anchor:
                return Anchor(anchor.start, anchor.end, exact=False)
        paragraph = next(self._root.iter(self._names + "p"), None)
        return None if paragraph is None else Anchor(Point(paragraph, 0), Point(paragraph, _END), False)

    def _paragraph(self, element: Element) -> Element | None:
        """The paragraph of the body that an element stands in, through text boxes: the outermost."""
        found = None
        for ancestor in element.iterancestors():
            if ancestor.tag == self._names + "p":
                found = ancestor
        return found

    def shared(self, anchors: Sequence[Anchor], kept: Sequence[Kept]) -> list[list[Kept]]:
        """For each anchor those comments in the file that stand on some of the same words."""
        marked = [(comment, comment.start, comment.end) for comment in kept]
        ends = [
            (comment, start, end) for comment, start, end in marked if start is not None and end is not None
        ]
        asked = [element for anchor in anchors for element in (anchor.start.element, anchor.end.element)]
        order = self._numbers([*asked, *(mark for _, *marks in ends for mark in marks)]) if ends else {}
        return [
            [
                comment
                for comment, start, end in ends
                if order[anchor.start.element] < order[end] and order[start] < order[anchor.end.element]
            ]
            for anchor in anchors
        ]

    # Marks

    def mark(self, anchors: Sequence[tuple[str, Anchor]], style: str | None) -> None:
        """Put the marks of comments around their words, by their ids; `style` is that of the reference marks.

        From the end of the text to its start, so that what is cut off a run is never asked for again.
        """
        order = self._numbers(point.element for _, anchor in anchors for point in (anchor.start, anchor.end))
        marks = []
        for number, (identity, anchor) in enumerate(anchors):
            start = anchor.start
            end = max(
                anchor.end, Point(start.element, start.offset + 1), key=lambda point: _key(order, point)
            )
            marks.append((_key(order, start), True, -number, identity, start))
            marks.append((_key(order, end), False, number, identity, end))
        for _, begins, _, identity, point in sorted(marks, key=lambda mark: mark[:3], reverse=True):
            if begins:
                self._open(identity, point)
            else:
                self._close(identity, point, style)

    def _numbers(self, wanted: Iterable[Element]) -> dict[Element, int]:
        asked = set(wanted)
        return {element: n for n, element in enumerate(self._root.iter(etree.Element)) if element in asked}

    def _open(self, identity: str, point: Point) -> None:
        mark = self._make("commentRangeStart", id=identity)
        if point.element.tag == self._names + "p":
            properties = point.element.find(self._names + "pPr")
            point.element.insert(0 if properties is None else point.element.index(properties) + 1, mark)
            return
        self._lifted(self._cut_before(point), before=True).addprevious(mark)

    def _close(self, identity: str, point: Point, style: str | None) -> None:
        mark = self._make("commentRangeEnd", id=identity)
        run = self._make("r")
        properties = etree.SubElement(run, self._names + "rPr")
        if style is None:
            etree.SubElement(properties, self._names + "sz", {self._names + "val": "16"})
        else:
            etree.SubElement(properties, self._names + "rStyle", {self._names + "val": style})
        etree.SubElement(run, self._names + "commentReference", {self._names + "id": identity})
        if point.element.tag == self._names + "p":
            point.element.extend([mark, run])
            return
        node = self._lifted(self._cut_after(point), before=False)
        node.addnext(run)
        node.addnext(mark)

    def _make(self, name: str, **attributes: str) -> Element:
        names = {self._names + key: said for key, said in attributes.items()}
        return self._root.makeelement(self._names + name, names, self._nsmap)

    def _path(self, element: Element) -> tuple[Element, Element | None]:
        """The run that holds an element, and its child that does; or what stands in a run's stead, as a formula."""
        paragraph = self._paragraph(element)
        down = [element]
        while (parent := down[-1].getparent()) is not None and parent is not paragraph:
            down.append(parent)
        while self._inline(down[-1]) and len(down) > 1:
            down.pop()
        run = down[-1].tag == self._names + "r" and len(down) > 1
        return down[-1], down[-2] if run else None

    def _inline(self, element: Element | None) -> bool:
        """Whether marks may stand in an element between paragraph and runs. Word fills a control that is bound to data
        anew, and they would be lost.
        """
        if element is None or not str(element.tag).startswith(self._names):
            return False
        return etree.QName(element).localname in _INLINE and not self._bound(element)

    def _bound(self, element: Element) -> bool:
        return element.find(f"{self._names}sdtPr/{self._names}dataBinding") is not None

    def _lifted(self, node: Element, before: bool) -> Element:
        """The outermost element that begins, or ends, where `node` does."""
        while (parent := node.getparent()) is not None and self._inline(parent):
            if any(_counts(sibling) for sibling in node.itersiblings(preceding=before)):
                break
            node = parent
        return node

    def _cut_before(self, point: Point) -> Element:
        """The run that begins with the character at a point, cut off what stands before it."""
        key = (point.element, point.offset)
        if key in self._cut:
            return self._cut[key]
        node, child = self._path(point.element)
        if child is None:
            return node
        if self._divides(point, child):
            child = _cut_text(child, point.offset)
        if any(_counts(sibling) for sibling in child.itersiblings(preceding=True)):
            node = self._cut[key] = _cut_run(node, child, self._names)
        return node

    def _cut_after(self, point: Point) -> Element:
        """The run that ends with the character before a point, what stands behind it cut off."""
        node, child = self._path(point.element)
        if child is None:
            return node
        if self._divides(point, child):
            _cut_text(child, point.offset)
        rest = next((sibling for sibling in child.itersiblings() if _counts(sibling)), None)
        if rest is not None:
            _cut_run(node, rest, self._names)
        return node

    def _divides(self, point: Point, child: Element) -> bool:
        """Whether a point stands inside the text of a `w:t`."""
        is_text = child is point.element and child.tag == self._names + "t"
        return is_text and 0 < point.offset < len(text_of(child))


def _counts(element: Element) -> bool:
    """Whether something would come to stand between two parts of a run, or between a mark and its words."""
    return isinstance(element.tag, str) and etree.QName(element).localname not in _NO_CONTENT


def _cut_text(text: Element, offset: int) -> Element:
    """Cut a `w:t` in two; the second. Spaces at the ends must then be said to count (17.3.3.31)."""
    whole = text_of(text)
    rest = _like(text)
    for part, said in ((text, whole[:offset]), (rest, whole[offset:])):
        part.text = said
        if said != said.strip():
            part.set(_SPACE, "preserve")
    text.addnext(rest)
    return rest


def _cut_run(run: Element, child: Element, names: str) -> Element:
    """Move a child of a run, and all behind it, to a new run of the same look behind it; the new run."""
    new = _like(run)
    properties = run.find(names + "rPr")
    moved = [child, *child.itersiblings()]
    if properties is not None:
        new.append(deepcopy(properties))
    new.extend(moved)
    run.addnext(new)
    return new


def _like(element: Element) -> Element:
    """An element of the same name and attributes, with nothing in it."""
    new = deepcopy(element)
    for child in list(new):
        new.remove(child)
    new.text = new.tail = None
    return new


def _key(order: dict[Element, int], point: Point) -> tuple[int, int]:
    return order[point.element], point.offset
