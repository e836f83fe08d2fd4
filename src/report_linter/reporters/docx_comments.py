"""The comments of a DOCX: those of earlier marked copies taken out, new ones put in, other people's left as they are.

A comment is a `w:comment` in a part of its own (ECMA-376-1, 17.13.4.2). Which of them are replies, and which are
resolved, stands in a further part (MS-DOCX 2.5.3, `commentsExtended`), by the id of a comment's last paragraph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from typing import Final

from lxml import etree

from report_linter.errors import UsageError
from report_linter.readers.archive import Element
from report_linter.readers.office import OWN_AUTHOR
from report_linter.reporters.docx_parts import Parts, remove

INITIALS: Final = "RL"
_MOST: Final = 32_767  # Word opens no file with more ranges of comments (MS-OI29500 2.1.315)
_NO_CHARACTERS: Final = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}  # what XML cannot hold (1.0, 2.2)
_DIGITS: Final = 10  # of the greatest number that an id can be
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_CID: Final = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
_CEX: Final = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_LINK: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_EXTENDED_LINK: Final = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look; `language` is a code such as `nb-NO`."""

    text: str
    language: str
    bold: bool = False


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A comment of ours that somebody has replied to, with its marks in the body, if they are still there."""

    text: str
    start: Element | None
    end: Element | None


@dataclass(frozen=True, slots=True)
class Styles:
    """Ids of Word's styles for comments, None where the document does not define them."""

    text: str | None
    reference: str | None


class Comments:
    """The comments of one file. `main` is the name of the part they stand on."""

    def __init__(self, parts: Parts, main: str) -> None:
        self._parts = parts
        self._main = main
        self._names = f"{{{etree.QName(parts.root(main)).namespace}}}"
        self._part = parts.related(main, "comments")
        self._extended = parts.related(main, "commentsExtended")

    # What is there

    def _all(self) -> Iterator[Element]:
        if self._part is not None:
            yield from self._parts.root(self._part).iterfind(self._names + "comment")

    def clear(self) -> list[Kept]:
        """Take out our comments that nobody has replied to, with their marks; the others, as they are."""
        ours = [comment for comment in self._all() if comment.get(self._names + "author") == OWN_AUTHOR]
        answered = {entry.get(_W15 + "paraIdParent") for entry in self._entries()}
        kept = [comment for comment in ours if _paragraph_ids(comment) & answered]
        gone = [comment for comment in ours if comment not in kept]
        if gone:
            self._take_out(gone)
        return [self._kept(comment) for comment in kept]

    def _take_out(self, gone: Sequence[Element]) -> None:
        assert self._part is not None
        self._parts.change(self._part)
        shared = {comment.get(self._names + "id") for comment in self._all() if comment not in gone}
        identities = {comment.get(self._names + "id") for comment in gone} - shared
        paragraphs = {found for comment in gone for found in _paragraph_ids(comment)}
        for comment in gone:
            remove(comment)
        self._unmark(identities)
        durable = self._forget("commentsIds", _CID + "paraId", paragraphs, _CID + "durableId")
        self._forget("commentsExtended", _W15 + "paraId", paragraphs)
        self._forget("commentsExtensible", _CEX + "durableId", durable)

    def _forget(self, kind: str, key: str, gone: set[str | None], other: str = "") -> set[str | None]:
        """Take out the entries about comments that are gone; what they say of `other`."""
        part = self._parts.related(self._main, kind)
        if part is None:
            return set()
        found = [entry for entry in self._parts.root(part) if entry.get(key) in gone]
        if found:
            self._parts.change(part)
        for entry in found:
            remove(entry)
        return {entry.get(other) for entry in found} if other else set()

    def _unmark(self, identities: set[str | None]) -> None:
        root = self._parts.change(self._main)
        tags = [self._names + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference")]
        for mark in list(root.iter(*tags)):
            if mark.get(self._names + "id") not in identities:
                continue
            run = mark.getparent()
            remove(mark)
            while run is not None and self._empty(run):
                above = run.getparent()
                remove(run)
                run = above

    def _empty(self, element: Element) -> bool:
        """Whether nothing is left of a run or of a tracked change that held only a mark."""
        if element.tag == self._names + "r":
            return all(child.tag == self._names + "rPr" for child in element)
        return element.tag in (self._names + "ins", self._names + "moveTo") and not len(element)

    def _entries(self) -> Iterator[Element]:
        if self._extended is not None:
            yield from self._parts.root(self._extended).iterfind(_W15 + "commentEx")

    def _kept(self, comment: Element) -> Kept:
        root, identity = self._parts.root(self._main), comment.get(self._names + "id")
        marks = [
            next(
                (mark for mark in root.iter(self._names + tag) if mark.get(self._names + "id") == identity),
                None,
            )
            for tag in ("commentRangeStart", "commentRangeEnd")
        ]
        return Kept("".join(text.text or "" for text in comment.iter(self._names + "t")), *marks)

    # What is put in

    def add(self, said: Sequence[tuple[Sequence[Paragraph], bool]], styles: Styles, day: date) -> list[str]:
        """New comments behind the others: their paragraphs, and whether each is settled. Their ids, in that order.

        Raises UsageError where they would be more than Word can open.
        """
        root = self._changed_part()
        there = [comment.get(self._names + "id", "") for comment in self._all()]
        if len(there) + len(said) > _MOST:
            raise UsageError(f"the draft would have more than {_MOST} comments, and Word would not open it")
        numbers = _unused(there, len(said))
        taken = {
            found
            for part in (root, self._parts.root(self._main))
            for element in part.iter(self._names + "p")
            if (found := element.get(_W14 + "paraId"))
        }
        entries = []
        for number, (paragraphs, settled) in zip(numbers, said, strict=True):
            comment = self._comment(str(number), paragraphs, styles, day)
            mark = _fresh(f"{number} {etree.tostring(comment, encoding='unicode', method='text')}", taken)
            comment[-1].set(_W14 + "paraId", mark)
            root.append(comment)
            entries.append((mark, settled))
        self._extend(entries)
        return [str(number) for number in numbers]

    def _changed_part(self) -> Element:
        """The part with the comments, made where there is none."""
        if self._part is not None:
            root = self._parts.change(self._part)
            _make_ignorable(root)
            return root
        names = self._names[1:-1]
        root = etree.Element(self._names + "comments", nsmap={"w": names, "w14": _W14[1:-1], "mc": _MC[1:-1]})
        root.set(_MC + "Ignorable", "w14")
        link = _STRICT_LINK if names.startswith(_STRICT) else _LINK
        self._part = self._parts.add(self._main, "comments", root, link, _CONTENT.format("comments"))
        return root

    def _comment(self, identity: str, said: Sequence[Paragraph], styles: Styles, day: date) -> Element:
        names = self._names
        comment = etree.Element(names + "comment", nsmap={"w": names[1:-1], "w14": _W14[1:-1]})
        comment.set(names + "id", identity)
        comment.set(names + "author", OWN_AUTHOR)
        if day != date.min:
            comment.set(names + "date", f"{day.isoformat()}T00:00:00Z")
        comment.set(names + "initials", INITIALS)
        for number, pieces in enumerate(said):
            paragraph = etree.SubElement(comment, names + "p")
            if styles.text is not None:
                properties = etree.SubElement(paragraph, names + "pPr")
                etree.SubElement(properties, names + "pStyle", {names + "val": styles.text})
            if number == 0:
                self._reference(paragraph, styles)
            for piece in pieces:
                self._run(paragraph, piece, styles)
        return comment

    def _reference(self, paragraph: Element, styles: Styles) -> None:
        run = etree.SubElement(paragraph, self._names + "r")
        if styles.reference is not None:
            properties = etree.SubElement(run, self._names + "rPr")
            etree.SubElement(properties, self._names + "rStyle", {self._names + "val": styles.reference})
        etree.SubElement(run, self._names + "annotationRef")

    def _run(self, paragraph: Element, piece: Piece, styles: Styles) -> None:
        names = self._names
        run = etree.SubElement(paragraph, names + "r")
        properties = etree.SubElement(run, names + "rPr")
        if piece.bold:
            etree.SubElement(properties, names + "b")
        if styles.text is None:
            etree.SubElement(properties, names + "sz", {names + "val": "20"})
        etree.SubElement(properties, names + "lang", {names + "val": piece.language})
        text = etree.SubElement(run, names + "t")
        text.text = piece.text.translate(_NO_CHARACTERS)
        if piece.text != piece.text.strip():
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _extend(self, entries: Sequence[tuple[str, bool]]) -> None:
        """Say which comments are settled; a file without that part needs none where no comment is."""
        if self._extended is None and not any(settled for _, settled in entries):
            return
        if self._extended is None:
            root = etree.Element(_W15 + "commentsEx", nsmap={"w15": _W15[1:-1]})
            content = _CONTENT.format("commentsExtended")
            self._extended = self._parts.add(self._main, "commentsExtended", root, _EXTENDED_LINK, content)
        root = self._parts.change(self._extended)
        for mark, settled in entries:
            entry = etree.SubElement(root, _W15 + "commentEx", nsmap={"w15": _W15[1:-1]})
            entry.set(_W15 + "paraId", mark)
            entry.set(_W15 + "done", str(int(settled)))


def _make_ignorable(root: Element) -> None:
    """Let programs older than Word 2010 pass over the ids of paragraphs, where the part declares their namespace."""
    said = str(root.get(_MC + "Ignorable", "")).split()
    if root.nsmap.get("w14") == _W14[1:-1] and _MC[1:-1] in root.nsmap.values() and "w14" not in said:
        root.set(_MC + "Ignorable", " ".join([*said, "w14"]))


def _paragraph_ids(comment: Element) -> set[str | None]:
    return {said for element in comment.iter() if (said := element.get(_W14 + "paraId"))}


def _unused(there: Sequence[str], wanted: int) -> list[int]:
    """Numbers of new comments: behind those that are there, or where these leave room (17.13.4.2: 32 bits)."""
    taken = {int(one) for one in there if one.isascii() and one.isdigit() and len(one) <= _DIGITS}
    first = max(taken, default=-1) + 1
    if first + wanted >= 2**31:
        first = 0
    return list(islice((number for number in count(first) if number not in taken), wanted))


def _fresh(said: str, taken: set[str]) -> str:
    """An id for a paragraph (MS-DOCX 2.5.3.2: eight hexadecimal digits below 80000000) that is always the same."""
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:4], "big")
    while True:
        number = number % 0x7FFF_FFFF
        mark = f"{number:08X}"
        if number and mark not in taken:
            taken.add(mark)
            return mark
        number += 1
