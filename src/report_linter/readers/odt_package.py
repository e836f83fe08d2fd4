"""The container of an ODT: a zip with fixed names of parts (OpenDocument 1.3 part 2)."""

from __future__ import annotations

import posixpath
from typing import Final

from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, Limits
from report_linter.readers.archive import Archive, Element, unsupported

_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = _URN + "office:1.0}"
TEXT: Final = _URN + "text:1.0}"
TABLE: Final = _URN + "table:1.0}"
STYLE: Final = _URN + "style:1.0}"
DRAW: Final = _URN + "drawing:1.0}"
CHART: Final = _URN + "chart:1.0}"
FORM: Final = _URN + "form:1.0}"
FO: Final = _URN + "xsl-fo-compatible:1.0}"
LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XLINK: Final = "{http://www.w3.org/1999/xlink}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
MATH: Final = "{http://www.w3.org/1998/Math/MathML}"
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"

_PROGRAM: Final = "LibreOffice"
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_TEXTS: Final = ("text", "text-template", "text-master", "text-web")
_OTHERS: Final = {
    "spreadsheet": "an OpenDocument spreadsheet (.ods)",
    "presentation": "an OpenDocument presentation (.odp)",
    "graphics": "an OpenDocument drawing (.odg)",
}
_REMEDY: Final = "save the report as text (.odt or .docx) or PDF"


class Package:
    """The parts of an ODT. `content` is the one with the text; the others may be missing. Raises ReadError."""

    def __init__(self, data: bytes, limits: Limits = DEFAULT) -> None:
        self._archive = Archive(data, _PROGRAM, limits)
        self._refuse_others()
        self._refuse_encrypted()
        self.content = self._archive.root("content.xml")
        if self.content.find(f"{OFFICE}body/{OFFICE}text") is None:
            self._archive.damaged("its part content.xml holds no text document")
        self.styles = self._archive.root("styles.xml") if self._archive.has("styles.xml") else None

    def title(self) -> str:
        """The title property. Nothing rests on it, so a broken part is no reason to refuse the file."""
        try:
            found = self._archive.root("meta.xml").findtext(f"{OFFICE}meta/{DC}title")
        except ReadError:
            return ""
        return found or ""

    def object(self, target: str) -> Element | None:
        """The root of an embedded object, such as a chart or a formula, by its `xlink:href`."""
        name = posixpath.normpath(posixpath.join(target, "content.xml"))
        return self._archive.root(name) if self._archive.has(name) else None

    def _refuse_others(self) -> None:
        """Say what the file is, if it is no text document. A part `mimetype` is asked for, but may be missing."""
        if not self._archive.has("mimetype"):
            return
        mimetype = self._archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        kind = mimetype.removeprefix(_OPEN_DOCUMENT)
        if kind == mimetype:
            if mimetype == "application/epub+zip":
                unsupported("an electronic book (.epub)", "ask for the report as a Word file (.docx) or PDF")
            unsupported("a ZIP file of another kind, not an OpenDocument text (.odt)", _REMEDY)
        if kind not in _TEXTS:
            unsupported(_OTHERS.get(kind.partition("-")[0], "an OpenDocument file of another kind"), _REMEDY)

    def _refuse_encrypted(self) -> None:
        """Encryption is told in the manifest (part 2, 3.4); newer LibreOffice hides the whole package in one part."""
        manifest = "META-INF/manifest.xml"
        told = self._archive.has(manifest) and b"encryption-data" in self._archive.read(manifest)
        if told or self._archive.has("encrypted-package"):
            raise ReadError(
                "encrypted",
                "the file is protected by a password: save a copy without one in LibreOffice "
                "(Save As, without 'Save with password'), and try that file",
            )


def whole(element: Element, name: str) -> int | None:
    """An attribute as a whole number from 0; None where it is missing or none."""
    text = element.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
