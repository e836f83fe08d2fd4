"""Files to `Reading`s. The format is chosen by content; the file's name only tells Markdown and fragments of HTML
from plain text.

A new format is one module with `MEDIA_TYPE`, `sniff(head)` and `read(data, limits, at_page)`, and one line in
`READERS`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from report_linter.document import Reading
from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, AtPage, Limits, no_pages, refuse

if TYPE_CHECKING:
    from report_linter.readers.pdf import Recognise

_HEAD = 2048  # bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name. Its module is imported when a file needs it: PDFium and lxml take time to load."""

    module: str
    suffixes: tuple[str, ...]
    pictures: bool = False  # whether pages may be pictures, which can be recognised

    def sniff(self, head: bytes) -> bool:
        found: bool = import_module(self.module).sniff(head)
        return found

    def read(
        self,
        data: bytes,
        limits: Limits = DEFAULT,
        at_page: AtPage = no_pages,
        recognise: Recognise | None = None,
    ) -> Reading:
        """Raises ReadError, also where the text is longer than the limit."""
        reader: Callable[..., Reading] = import_module(self.module).read
        more = (recognise,) if recognise and self.pictures else ()
        reading = reader(data, limits, at_page, *more)
        at_page(0)
        if len(reading.text) > limits.characters:
            refuse("characters", limits.characters)
        return reading


# In the order in which content is compared: text is last, because it takes anything that decodes.
READERS: Mapping[str, Format] = {
    "pdf": Format("report_linter.readers.pdf", (".pdf",), pictures=True),
    "docx": Format("report_linter.readers.docx", (".docx",)),
    "odt": Format("report_linter.readers.odt", (".odt",)),
    "html": Format("report_linter.readers.html", (".html", ".htm")),
    "markdown": Format("report_linter.readers.markdown", (".md", ".markdown")),
    "text": Format("report_linter.readers.text", (".txt",)),
}

SUFFIXES = tuple(suffix for reader in READERS.values() for suffix in reader.suffixes)

_LFS = b"version https://git-lfs.github.com/spec/"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # a DOCX with a password, or an old .doc, which its reader names
_BINARY = ("pdf", "docx", "odt")
# An OpenDocument file starts with the part `mimetype`, not compressed (OpenDocument 1.3 part 2, 3.3).
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html)\b", re.I | re.S
)


def read(
    data: bytes,
    name: str,
    input_format: str | None = None,
    limits: Limits = DEFAULT,
    at_page: AtPage = no_pages,
    recognise: Recognise | None = None,
) -> Reading:
    """The text of a file. `name` is its name, for the suffix; `input_format` a key of `READERS`, overriding both.
    `at_page` is told of every page before it is read; `recognise` reads the text of pages that are pictures.

    Raises ReadError.
    """
    if input_format is not None:
        return READERS[input_format].read(data, limits, at_page, recognise)
    suffix = PurePath(name).suffix.lower()
    if not data:
        raise ReadError("empty", "the file is empty (0 bytes); save the draft again")
    head = data[:_HEAD]
    if head.startswith(_LFS):
        raise ReadError(
            "lfs_pointer",
            "this is a Git LFS pointer, not the document itself; fetch it first with 'git lfs pull'",
        )
    expected = next((key for key, reader in READERS.items() if suffix in reader.suffixes), None)
    by_content = _by_content(data, expected)
    if by_content:
        return READERS[by_content].read(data, limits, at_page, recognise)
    if expected in _BINARY:
        raise ReadError(
            "damaged",
            f"the file is named {suffix} but holds something else or is damaged; export the draft again",
        )
    key = expected or "text"
    if not READERS[key].sniff(head):
        known = ", ".join(SUFFIXES)
        raise ReadError("unsupported", f"this kind of file cannot be read; supported are {known}")
    return READERS[key].read(data, limits, at_page, recognise)


def _by_content(data: bytes, expected: str | None) -> str | None:
    """The format that a file's content tells; `expected` is that of its name."""
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    if _OLE in head:
        return "docx"
    if _ZIP in head:
        return "odt" if _is_open_document(data) else "docx"
    return "html" if expected not in _BINARY and _PAGE.match(head) else None


def _is_open_document(data: bytes) -> bool:
    """Whether a zip holds an OpenDocument file and not an OOXML one, in whatever order it was packed."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
        return _OPEN_DOCUMENT in data[:_HEAD]
    return "content.xml" in names and "[Content_Types].xml" not in names
