"""Additions to a PDF behind its own bytes, which stay as they are (an incremental update, ISO 32000-1, 7.5.6).

pypdf reads the file and writes the objects. Its own incremental writer is not used: whatever the file has, it appends a
cross-reference stream, leaves out where the file's properties are, and refuses every encrypted file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.constants import UserAccessPermissions
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from report_linter.errors import UsageError

_END = 2048  # bytes at the end of the file in which readers look for `startxref`
_HEAD = 1024  # ... and at its beginning for the header
_TABLE, _STREAM = re.compile(rb"\s*xref\s"), re.compile(rb"\s*\d+\s+\d+\s+obj")
_KEPT = ("/Root", "/Info", "/Encrypt")  # of the trailer
# What pypdf raises over damaged files.
_BROKEN = (
    PyPdfError, RecursionError, NotImplementedError,
    ValueError, TypeError, LookupError, AttributeError, AssertionError,
)  # fmt: skip
_NO_COMMENTS = (1, 2)  # DocMDP: no changes at all; only forms and signatures


class Update:
    """A PDF and what is to be added to it. Pages count from 0. Raises UsageError where it must not be changed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._written: dict[tuple[int, int], PdfObject] = {}
        self.annotated: dict[int, int] = {}  # by index of a page, how many annotations it has been given
        try:
            self._reader = _opened(data)
            self._next = max(_numbers(self._reader), default=0) + 1
            _allow(self._reader)
            self._pages = [page.indirect_reference for page in self._reader.pages]
        except _BROKEN as error:
            raise _damaged() from error

    @property
    def pages(self) -> int:
        return len(self._pages)

    def page(self, index: int) -> IndirectObject:
        """The reference of a page. Raises UsageError where the page has none."""
        found = self._pages[index]
        if found is None:
            raise _damaged()
        return found

    def annotations(self, index: int) -> list[PdfObject]:
        """The annotations of a page as they stand in the file: references, or dictionaries."""
        page = self.resolved(self.page(index))
        found = self.resolved(page.get("/Annots")) if isinstance(page, DictionaryObject) else None
        return list(found) if isinstance(found, ArrayObject) else []

    def annotate(self, index: int, annotations: list[PdfObject]) -> None:
        """Give a page other annotations."""
        page = self.resolved(self.page(index))
        if not isinstance(page, DictionaryObject):
            raise _damaged()
        changed = DictionaryObject({key: page.raw_get(key) for key in page})
        changed[NameObject("/Annots")] = ArrayObject(annotations)
        self.put(self.page(index), changed)
        self.annotated[index] = len(annotations)

    def resolved(self, item: object) -> object:
        """What a reference leads to; anything else as it is."""
        return self._reader.get_object(item) if isinstance(item, IndirectObject) else item

    def add(self, item: PdfObject) -> IndirectObject:
        """A new object."""
        reference = IndirectObject(self._next, 0, self._reader)
        self._next += 1
        self.put(reference, item)
        return reference

    def put(self, reference: IndirectObject, item: PdfObject) -> None:
        """An object in the place of another, or of a reserved one."""
        self._written[reference.idnum, reference.generation] = item

    def complete(self) -> bytes:
        """The file with the additions."""
        if not self._written:
            return self._data
        base, start = _cross_reference(self._data)
        out = bytearray(self._data)
        if not out.endswith((b"\n", b"\r")):
            out += b"\n"
        places = {}
        for (number, generation), item in sorted(self._written.items()):
            places[number, generation] = len(out) - base
            out += b"%d %d obj\n%b\nendobj\n" % (
                number,
                generation,
                self._serialised(item, number, generation),
            )
        trailer = self._trailer(out)
        if start is None:
            self._end_whole(out, base, places, trailer)
        else:
            trailer[NameObject("/Prev")] = NumberObject(start)
            if _TABLE.match(self._data, base + start):
                _end_table(out, base, places, trailer)
            else:
                _end_stream(out, base, {key: (1, at, key[1]) for key, at in places.items()}, trailer)
        return bytes(out)

    def _serialised(self, item: PdfObject, number: int, generation: int) -> bytes:
        encryption = self._reader._encryption
        if encryption is not None:
            item = encryption.encrypt_object(item, number, generation)
        return _written(item)

    def _trailer(self, out: bytearray) -> DictionaryObject:
        """The file's own trailer, with a new second identifier; that of the first version stays."""
        old = self._reader.trailer
        trailer = DictionaryObject({NameObject(key): old.raw_get(key) for key in _KEPT if key in old})
        trailer[NameObject("/Size")] = NumberObject(self._next)
        identifiers = self.resolved(old.get("/ID"))
        now = hashlib.sha256(out).digest()[:16]
        first = hashlib.sha256(self._data).digest()[:16]
        if isinstance(identifiers, ArrayObject) and identifiers:
            first = getattr(identifiers[0], "original_bytes", first)
        trailer[NameObject("/ID")] = ArrayObject([ByteStringObject(first), ByteStringObject(now)])
        return trailer

    def _end_whole(
        self, out: bytearray, base: int, places: Mapping[tuple[int, int], int], trailer: DictionaryObject
    ) -> None:
        """A cross-reference of all objects, for a file whose own leads nowhere: pypdf has searched for them.

        Raises UsageError where some are packed in object streams, whose order pypdf does not keep then.
        """
        reader = self._reader
        if reader.xref_objStm:
            raise _damaged()
        entries: dict[tuple[int, int], tuple[int, int, int]] = {}
        for generation, found in reader.xref.items():
            for number, at in found.items():
                if at and generation < 65535:
                    entries[number, generation] = (1, at - base, generation)
        written = {number for number, _ in places}
        entries = {key: entry for key, entry in entries.items() if key[0] not in written}
        entries |= {key: (1, at, key[1]) for key, at in places.items()}
        newest = {key[0]: key for key in sorted(entries)}
        _end_stream(out, base, {key: entries[key] for key in newest.values()}, trailer)


def _opened(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(data))
        encryption = reader._encryption
        if encryption is not None and encryption.verify("") is PasswordType.NOT_DECRYPTED:
            raise UsageError("the draft is protected with a password; save a copy without one and check that")
    except DependencyError as error:
        raise UsageError(
            "the draft is encrypted, and the library for that is not installed; save an unprotected copy and "
            "check that"
        ) from error
    except NotImplementedError as error:
        raise UsageError(
            "the draft is protected in a way that is not known; save an unprotected copy and check that"
        ) from error
    return reader


def _damaged() -> UsageError:
    return UsageError(
        "the draft is damaged, so that nothing can be added to it; export it again and check that"
    )


def _numbers(reader: PdfReader) -> Iterator[int]:
    """The numbers of all objects, and one less than the size the file gives."""
    for found in reader.xref.values():
        yield from found
    yield from reader.xref_objStm
    size = reader.trailer.get("/Size")
    if isinstance(size, int) and size < 10_000_000:
        yield size - 1


def _allow(reader: PdfReader) -> None:
    """Raises UsageError where the file forbids comments: by its protection, or by the signature that certifies it."""
    encryption = reader._encryption
    if encryption is not None and encryption.verify("") is not PasswordType.OWNER_PASSWORD:
        granted = reader.user_access_permissions
        if granted is not None and not granted & UserAccessPermissions.ADD_OR_MODIFY:
            raise UsageError(
                "the draft's protection forbids comments; save a copy that allows them and check that"
            )
    if _certified(reader) in _NO_COMMENTS:
        raise UsageError(
            "the draft is certified with a signature that forbids comments, and a marked copy would break it; "
            "check the draft as it was before it was certified"
        )


def _certified(reader: PdfReader) -> int:
    """What the certifying signature allows: 1 nothing, 2 forms and signatures, 3 comments too; 0 without one."""
    permissions = _dictionary(reader.root_object.get("/Perms"))
    signature = _dictionary(permissions.get("/DocMDP"))
    if not signature:
        return 0
    references = signature.get("/Reference")
    for item in references if isinstance(references, ArrayObject) else ():
        reference = _dictionary(item)
        if reference.get("/TransformMethod") == "/DocMDP":
            allowed = _dictionary(reference.get("/TransformParams")).get("/P", 2)
            return int(allowed) if isinstance(allowed, int) else 2
    return 2


def _dictionary(item: object) -> DictionaryObject:
    found = item.get_object() if isinstance(item, PdfObject) else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


# ---- the end of the file


def _cross_reference(data: bytes) -> tuple[int, int | None]:
    """From where the file counts its bytes, and where its newest cross-reference is; None if it is not there."""
    header = max(data.find(b"%PDF-", 0, _HEAD), 0)
    tail = list(re.finditer(rb"startxref\s+(\d{1,12})", data[-_END:]))
    start = int(tail[-1].group(1)) if tail else -1
    for base in dict.fromkeys((header, 0)):
        if start > 0 and (_TABLE.match(data, base + start) or _STREAM.match(data, base + start)):
            return base, start
    return header, None


def _end_table(
    out: bytearray, base: int, places: Mapping[tuple[int, int], int], trailer: DictionaryObject
) -> None:
    start = len(out) - base
    out += b"xref\n"
    for run in _runs(sorted(places)):
        out += b"%d %d\n" % (run[0][0], len(run))
        for key in run:
            out += b"%010d %05d n \n" % (places[key], key[1])
    out += b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (_written(trailer), start)


def _end_stream(
    out: bytearray,
    base: int,
    entries: Mapping[tuple[int, int], tuple[int, int, int]],
    trailer: DictionaryObject,
) -> None:
    """Entries: 1, place, generation; or 2, number of the object stream, index in it."""
    start = len(out) - base
    own = int(trailer["/Size"])  # type: ignore[call-overload]
    all_entries = {**entries, (own, 0): (1, start, 0)}
    runs = _runs(sorted(all_entries))
    wide = max((start.bit_length() + 7) // 8, 4)
    table = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(wide, "big") + last.to_bytes(3, "big")
        for kind, at, last in (all_entries[key] for run in runs for key in run)
    )
    head = DictionaryObject({key: trailer.raw_get(key) for key in trailer})
    head[NameObject("/Type")] = NameObject("/XRef")
    head[NameObject("/Size")] = NumberObject(own + 1)
    head[NameObject("/W")] = ArrayObject(map(NumberObject, (1, wide, 3)))
    head[NameObject("/Index")] = ArrayObject(
        NumberObject(number) for run in runs for number in (run[0][0], len(run))
    )
    head[NameObject("/Length")] = NumberObject(len(table))
    out += b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (own, _written(head), table)
    out += b"startxref\n%d\n%%%%EOF\n" % start


def _runs(keys: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Objects with numbers that follow each other."""
    runs: list[list[tuple[int, int]]] = []
    for key in keys:
        if runs and runs[-1][-1][0] + 1 == key[0]:
            runs[-1].append(key)
        else:
            runs.append([key])
    return runs


def _written(item: PdfObject) -> bytes:
    stream = BytesIO()
    item.write_to_stream(stream)
    return stream.getvalue()
