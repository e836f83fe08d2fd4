"""The container of a DOCX: a zip of XML parts, joined by relationships (ECMA-376 part 2, "OPC").

Parts are found by relationship, never by a usual path, and their names are compared without case (OPC 9.1.1).
Strict files (ISO/IEC 29500) get the transitional namespaces while they are parsed, so that the rest knows one
set of names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NoReturn
from urllib.parse import unquote

from lxml import etree

from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, Limits
from report_linter.readers import archive
from report_linter.readers.archive import Archive, Element, unsupported

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_PROGRAM: Final = "Word"
OLE_SIGNATURE: Final = bytes.fromhex("D0CF11E0")

_STRICT: Final = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/"
# ISO/IEC 29500-4 annex A: the strict names lack the year that the transitional ones carry.
_YEAR_AFTER: Final = ("wordprocessingml", "officeDocument", "drawingml", "presentationml", "spreadsheetml")


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
        self._archive = Archive(data, _PROGRAM, limits)
        self._roots: dict[str, Element] = {}
        self._links: dict[str, Mapping[str, Relationship]] = {}
        self.main = self._find_main()

    def has(self, name: str) -> bool:
        return self._archive.has(name)

    def root(self, name: str) -> Element:
        """The root element of an XML part with transitional names, parsed once. Raises ReadError."""
        if name not in self._roots:
            root = self._archive.root(name)
            if any(uri.startswith(_STRICT) for uri in root.nsmap.values() if uri):
                _make_transitional(root)
            self._roots[name] = root
        return self._roots[name]

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

    def _find_main(self) -> str:
        """The part with the text: target of the package's `officeDocument` link (ECMA-376-1, 11.3.10)."""
        self._refuse_others()
        found = self.related("", "officeDocument")
        if not found and self.has("word/document.xml"):
            found = ("word/document.xml",)  # a file repaired by hand; nothing else it could be
        if not found:
            damaged("it has no main text part")
        if found[0].lower().endswith(".bin"):
            unsupported("an Excel workbook (.xlsb)", "save the report as a Word file (.docx) or PDF")
        _check_main(found[0], self.root(found[0]))
        return found[0]

    def _refuse_others(self) -> None:
        """Say what a zip is that carries no office document."""
        if self.has("mimetype"):
            _refuse_mimetype(self._archive.read("mimetype")[:200].decode("ascii", "replace").strip())
        if self.has("Index/Document.iwa") or self.has("Index.zip"):
            unsupported(
                "an Apple iWork file (Pages, Numbers or Keynote)", "export it as a Word file (.docx) or PDF"
            )
        if not self.has("[Content_Types].xml") and not self.has("_rels/.rels"):
            unsupported("a ZIP archive, not a Word file", "unpack it and try the documents inside")


def damaged(detail: str) -> NoReturn:
    archive.damaged(detail, _PROGRAM)


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
        unsupported("a Word file of the old kind (.doc)", "open it in Word and save it as .docx")
    for word, what in (
        ("Workbook", "an old Excel workbook (.xls)"),
        ("PowerPoint Document", "old slides (.ppt)"),
    ):
        if word.encode("utf-16-le") in data:
            unsupported(what, "save the report as a Word file (.docx) or PDF")
    unsupported("an old Office file of unknown kind", "open it and save it as .docx")


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
        unsupported(
            f"an OpenDocument {kind}", "name it so, or open it in Word or LibreOffice and save it as .docx"
        )
    if mimetype == "application/epub+zip":
        unsupported("an electronic book (.epub)", "ask for the report as a Word file (.docx) or PDF")
    unsupported(
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
            unsupported(what, "save the report as a Word file (.docx) or PDF")
    damaged(f"its main part {name} is no Word document")
