"""The container of an office document: a zip of XML parts, unpacked within limits.

Shared by DOCX and ODT; what the parts are called and mean is their readers' business.
"""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Final, NoReturn

from lxml import etree

from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, Limits, refuse

Element = etree._Element

ZIP_SIGNATURE: Final = b"PK\x03\x04"

XML_DEPTH: Final = 256  # elements in one another: libxml2's own limit (XML_PARSE_HUGE lifts it)
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"  # before every part in the zip's directory (APPNOTE 4.3.12)
_CHUNK: Final = 1024 * 1024

_BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    IndexError,
)


class Archive:
    """The parts of an office document, unpacked when they are asked for. Names are compared without case.

    `program` is one that people can mend the file with. All methods raise ReadError.
    """

    def __init__(self, data: bytes, program: str, limits: Limits = DEFAULT) -> None:
        self._program = program
        self._limits = limits
        self._left = limits.unpacked_bytes
        if data.count(_DIRECTORY_ENTRY) > limits.parts:
            refuse("parts", limits.parts)
        self._roots: dict[str, Element] = {}
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except _BROKEN_ZIP:
            self.damaged("its zip container is broken or cut off")
        self._infos = {part_key(info.filename): info for info in infos if not info.is_dir()}

    def has(self, name: str) -> bool:
        return part_key(name) in self._infos

    def root(self, name: str) -> Element:
        """The root element of an XML part, parsed once."""
        key = part_key(name)
        if key not in self._roots:
            self._roots[key] = self._parse(self.read(name), name)
        return self._roots[key]

    def read(self, name: str) -> bytes:
        """A part, decompressed piece by piece, so that a zip bomb is stopped before it fills the memory."""
        chunks: list[bytes] = []
        room = min(self._limits.part_bytes, self._left)
        try:
            with self._zip.open(self._infos[part_key(name)]) as stream:
                while chunk := stream.read(_CHUNK):
                    room -= len(chunk)
                    if room < 0:
                        self._too_large()
                    chunks.append(chunk)
        except KeyError:
            self.damaged(f"its part {name} is missing")
        except RuntimeError as error:
            if isinstance(error, NotImplementedError):
                self.damaged(f"its part {name} is packed in an unknown way")
            raise ReadError(
                "encrypted",
                "the file is protected by a password: save a copy without one, and try that file",
            ) from None
        except _BROKEN_ZIP:
            self.damaged(f"its part {name} cannot be unpacked")
        part = b"".join(chunks)
        self._left -= len(part)
        return part

    def damaged(self, detail: str) -> NoReturn:
        damaged(detail, self._program)

    def _too_large(self) -> NoReturn:
        if self._left > self._limits.part_bytes:
            refuse("part_bytes", self._limits.part_bytes)
        refuse("unpacked_bytes", self._limits.unpacked_bytes)

    def _parse(self, data: bytes, name: str) -> Element:
        """Parse a part without entities, network or limits lifted; a DTD has no place in it, and Word refuses one."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "Excessive depth" in str(error):
                refuse("xml_depth", XML_DEPTH)
            self.damaged(f"its part {name} is not valid XML")
        if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs allow None for docinfo
            self.damaged(f"its part {name} declares a document type, which no {self._program} file does")
        return root


def part_name(name: str) -> str:
    """The name of a part without folder and suffix: `footnotes` of `word/footnotes.xml`."""
    return posixpath.splitext(posixpath.basename(name))[0]


def damaged(detail: str, program: str) -> NoReturn:
    raise ReadError(
        "damaged",
        f"the file is damaged ({detail}): open it in {program}, save it under a new name, and try that file",
    )


def unsupported(what: str, remedy: str) -> NoReturn:
    raise ReadError("unsupported", f"the file is {what}: {remedy}")


def part_key(name: str) -> str:
    """What two names of one part have in common: they are compared without case."""
    return name.replace("\\", "/").lstrip("/").lower()
