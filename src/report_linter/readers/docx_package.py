"""The container of a DOCX: a zip of XML parts, joined by relationships (ECMA-376 part 2, "OPC").

Parts are found by relationship, never by a usual path, and their names are compared without case (OPC 9.1.1).
Strict files (ISO/IEC 29500) get the transitional namespaces while they are parsed, so that the rest knows one
set of names.
"""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Final, NoReturn
from urllib.parse import unquote

from lxml import etree

from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, Limits, refuse

Element = etree._Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

ZIP_SIGNATURE: Final = b"PK\x03\x04"
OLE_SIGNATURE: Final = bytes.fromhex("D0CF11E0")

XML_DEPTH: Final = 256  # elements in one another: libxml2's own limit (XML_PARSE_HUGE lifts it)
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"  # before every part in the zip's directory (APPNOTE 4.3.12)
_CHUNK: Final = 1024 * 1024

_STRICT: Final = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/"
# ISO/IEC 29500-4 annex A: the strict names lack the year that the transitional ones carry.
_YEAR_AFTER: Final = ("wordprocessingml", "officeDocument", "drawingml", "presentationml", "spreadsheetml")

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

_DAMAGED: Final = (
    "the file is damaged ({detail}): open it in Word, save it under a new name, and try that file"
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another. `kind` is the last word of its type: `styles`, `footnotes`, ..."""

    identity: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of a DOCX, decompressed when they are asked for, within limits."""

    def __init__(self, data: bytes, limits: Limits = DEFAULT) -> None:
        _refuse_ole(data)
        if data.count(_DIRECTORY_ENTRY) > limits.parts:
            refuse("parts", limits.parts)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except _BROKEN_ZIP:
            damaged("its zip container is broken or cut off")
        self._infos = {_key(info.filename): info for info in infos if not info.is_dir()}
        self._limits = limits
        self._left = limits.unpacked_bytes
        self._roots: dict[str, Element] = {}
        self._links: dict[str, Mapping[str, Relationship]] = {}
        self.main = self._find_main()

    def has(self, name: str) -> bool:
        return _key(name) in self._infos

    def root(self, name: str) -> Element:
        """The root element of an XML part, parsed once. Raises ReadError."""
        key = _key(name)
        if key not in self._roots:
            self._roots[key] = _parse(self._bytes(name), name)
        return self._roots[key]

    def relationships(self, name: str) -> Mapping[str, Relationship]:
        """The links that leave a part ("" is the package itself), by their id, in the order of the file."""
        if name not in self._links:
            folder, base = posixpath.split(name)
            path = posixpath.join(folder, "_rels", base + ".rels")
            links = _links(self.root(path), folder) if self.has(path) else {}
            self._links[name] = MappingProxyType(links)
        return self._links[name]

    def related(self, name: str, kind: str) -> tuple[str, ...]:
        """Names of the existing parts that `name` links to by relationships of a kind, each once."""
        found = (
            link.target
            for link in self.relationships(name).values()
            if link.kind == kind and not link.external
        )
        return tuple(dict.fromkeys(target for target in found if self.has(target)))

    def _bytes(self, name: str) -> bytes:
        """A part, decompressed piece by piece, so that a zip bomb is stopped before it fills the memory."""
        chunks: list[bytes] = []
        room = min(self._limits.part_bytes, self._left)
        try:
            with self._zip.open(self._infos[_key(name)]) as stream:
                while chunk := stream.read(_CHUNK):
                    room -= len(chunk)
                    if room < 0:
                        self._too_large()
                    chunks.append(chunk)
        except KeyError:
            damaged(f"its part {name} is missing")
        except RuntimeError as error:
            if isinstance(error, NotImplementedError):
                damaged(f"its part {name} is packed in an unknown way")
            raise ReadError(
                "encrypted",
                "the file is protected by a password: save a copy without one, and try that file",
            ) from None
        except _BROKEN_ZIP:
            damaged(f"its part {name} cannot be unpacked")
        part = b"".join(chunks)
        self._left -= len(part)
        return part

    def _too_large(self) -> NoReturn:
        if self._left > self._limits.part_bytes:
            refuse("part_bytes", self._limits.part_bytes)
        refuse("unpacked_bytes", self._limits.unpacked_bytes)

    def _find_main(self) -> str:
        """The part with the text: target of the package's `officeDocument` link (ECMA-376-1, 11.3.10)."""
        self._refuse_others()
        found = self.related("", "officeDocument")
        if not found and self.has("word/document.xml"):
            found = ("word/document.xml",)  # a file repaired by hand; nothing else it could be
        if not found:
            damaged("it has no main text part")
        if found[0].lower().endswith(".bin"):
            _unsupported("an Excel workbook (.xlsb)", "save the report as a Word file (.docx) or PDF")
        _check_main(found[0], self.root(found[0]))
        return found[0]

    def _refuse_others(self) -> None:
        """Say what a zip is that carries no office document."""
        if self.has("mimetype"):
            _refuse_mimetype(self._bytes("mimetype")[:200].decode("ascii", "replace").strip())
        if self.has("Index/Document.iwa") or self.has("Index.zip"):
            _unsupported(
                "an Apple iWork file (Pages, Numbers or Keynote)", "export it as a Word file (.docx) or PDF"
            )
        if not self.has("[Content_Types].xml") and not self.has("_rels/.rels"):
            _unsupported("a ZIP archive, not a Word file", "unpack it and try the documents inside")


def part_name(name: str) -> str:
    """The name of a part without folder and suffix: `footnotes` of `word/footnotes.xml`."""
    return posixpath.splitext(posixpath.basename(name))[0]


def damaged(detail: str) -> NoReturn:
    raise ReadError("damaged", _DAMAGED.format(detail=detail))


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that qualified name, also of no element at all."""
    return None if element is None else element.find(name)


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute in the WordprocessingML namespace, `w:val` unless told."""
    return None if element is None else element.get(W + name)


def number(element: Element | None, name: str = "val") -> int | None:
    """As `value`, as a whole number; None where it is missing or none."""
    text = value(element, name)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(element: Element | None) -> bool | None:
    """An on/off property (ECMA-376-1, 17.17.4): on when present without value; None when absent."""
    if element is None:
        return None
    return value(element) not in ("0", "false", "off")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _links(root: Element, folder: str) -> dict[str, Relationship]:
    links: dict[str, Relationship] = {}
    for element in root:
        if not isinstance(element.tag, str) or not element.tag.endswith("}Relationship"):
            continue
        identity, target = element.get("Id", ""), element.get("Target", "")
        external = element.get("TargetMode", "").lower() == "external"
        if not external:
            target = posixpath.normpath(
                posixpath.join("/", folder, unquote(target).replace("\\", "/"))
            ).lstrip("/")
        links[identity] = Relationship(identity, element.get("Type", "").rpartition("/")[2], target, external)
    return links


def _parse(data: bytes, name: str) -> Element:
    """Parse a part without entities, network or limits lifted; OPC forbids a DTD, and Word refuses one."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):
            refuse("xml_depth", XML_DEPTH)
        damaged(f"its part {name} is not valid XML")
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs allow None for docinfo
        damaged(f"its part {name} declares a document type, which no Word file does")
    if any(uri.startswith(_STRICT) for uri in root.nsmap.values() if uri):
        _make_transitional(root)
    return root


def _make_transitional(root: Element) -> None:
    """Rename the strict namespaces of elements and attributes to the transitional ones."""
    for element in root.iter(etree.Element):
        if element.tag.startswith("{" + _STRICT):
            element.tag = _transitional(element.tag)
        for name, content in list(element.attrib.items()):
            if str(name).startswith("{" + _STRICT):
                del element.attrib[name]
                element.set(_transitional(str(name)), content)


def _transitional(name: str) -> str:
    """`{http://purl.oclc.org/ooxml/wordprocessingml/main}p` with the transitional namespace."""
    uri, _, local = name[1:].partition("}")
    family, _, rest = uri[len(_STRICT) :].partition("/")
    middle = f"{family}/2006/{rest}" if family in _YEAR_AFTER else f"{family}/{rest}"
    return f"{{{_TRANSITIONAL}{middle}}}{local}"


def _refuse_ole(data: bytes) -> None:
    """OLE compound files: a DOCX with a password is one (MS-OFFCRYPTO 2.3), an old .doc too (MS-DOC 2.1)."""
    if not data.startswith(OLE_SIGNATURE):
        return
    if any(word.encode("utf-16-le") in data for word in ("EncryptedPackage", "DRMContent")):
        raise ReadError(
            "encrypted",
            "the file is protected by a password or by rights management: "
            "save a copy without protection in Word (File, Info, Protect Document), and try that file",
        )
    if "WordDocument".encode("utf-16-le") in data:
        _unsupported("a Word file of the old kind (.doc)", "open it in Word and save it as .docx")
    for word, what in (
        ("Workbook", "an old Excel workbook (.xls)"),
        ("PowerPoint Document", "old slides (.ppt)"),
    ):
        if word.encode("utf-16-le") in data:
            _unsupported(what, "save the report as a Word file (.docx) or PDF")
    _unsupported("an old Office file of unknown kind", "open it and save it as .docx")


def _unsupported(what: str, remedy: str) -> NoReturn:
    raise ReadError("unsupported", f"the file is {what}: {remedy}")


def _refuse_mimetype(mimetype: str) -> NoReturn:
    """OpenDocument and EPUB files start with a part `mimetype`."""
    kinds = {
        "text": "text (.odt)",
        "spreadsheet": "spreadsheet (.ods)",
        "presentation": "presentation (.odp)",
    }
    prefix = "application/vnd.oasis.opendocument."
    if mimetype.startswith(prefix):
        kind = kinds.get(mimetype[len(prefix) :].partition("-")[0], "document")
        _unsupported(f"an OpenDocument {kind}", "open it in Word or LibreOffice and save it as .docx")
    if mimetype == "application/epub+zip":
        _unsupported("an electronic book (.epub)", "ask for the report as a Word file (.docx) or PDF")
    _unsupported(
        "a ZIP file of another kind, not a Word file", "save the report as a Word file (.docx) or PDF"
    )


def _check_main(name: str, root: Element) -> None:
    """The main part of a Word file is a `w:document`; other Office files are named by theirs."""
    if root.tag == W + "document":
        return
    tag = str(root.tag)
    for family, what in (
        ("spreadsheetml", "an Excel workbook (.xlsx)"),
        ("presentationml", "a PowerPoint presentation (.pptx)"),
        ("visio", "a Visio drawing (.vsdx)"),
    ):
        if family in tag:
            _unsupported(what, "save the report as a Word file (.docx) or PDF")
    damaged(f"its main part {name} is no Word document")
