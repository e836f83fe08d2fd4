"""Which reader a file gets: by its content first, then by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from report_linter.errors import ReadError
from report_linter.readers import READERS, SUFFIXES, docx, html, markdown, odt, pdf, read, text

FIXTURES = Path(__file__).parents[2] / "fixtures" / "lavfoss"
DOCX, ODT, PDF = ((FIXTURES / f"account.nb.{suffix}").read_bytes() for suffix in ("docx", "odt", "pdf"))
PAGE = b"<!-- saved -->\n<!DOCTYPE html>\n<html><body><p>Vi har vurdert risiko.</p></body></html>"


def packed_anew(data: bytes) -> bytes:
    """The same parts in another order, all compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(name, old.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (PDF, "utkast", pdf.MEDIA_TYPE),
        (DOCX, "utkast.odt.docx", docx.MEDIA_TYPE),
        (DOCX, "utkast", docx.MEDIA_TYPE),
        (ODT, "utkast.odt", odt.MEDIA_TYPE),
        (ODT, "utkast.docx", odt.MEDIA_TYPE),
        (ODT, "utkast", odt.MEDIA_TYPE),
        (packed_anew(ODT), "utkast", odt.MEDIA_TYPE),
        (DOCX, "utkast.odt", docx.MEDIA_TYPE),
        (PAGE, "side.HTM", html.MEDIA_TYPE),
        (PAGE, "side", html.MEDIA_TYPE),
        (PAGE, "side.txt", html.MEDIA_TYPE),
        (b'<?xml version="1.0"?><html><body>Tekst.</body></html>', "-", html.MEDIA_TYPE),
        (b"<p>Bare en bit.</p>", "bit.html", html.MEDIA_TYPE),
        (b"<p>Bare en bit.</p>", "bit.md", markdown.MEDIA_TYPE),
        (b"Tekst om <html>.", "bit.txt", text.MEDIA_TYPE),
        (b"Tekst.", "bit", text.MEDIA_TYPE),
    ],
)
def test_the_format_by_content_and_name(data: bytes, name: str, media_type: str) -> None:
    assert read(data, name).media_type == media_type


def test_the_format_as_told() -> None:
    assert read(b"Tekst.", "x.md", "html").media_type == html.MEDIA_TYPE
    assert list(READERS) == ["pdf", "docx", "odt", "html", "markdown", "text"]
    assert SUFFIXES == (".pdf", ".docx", ".odt", ".html", ".htm", ".md", ".markdown", ".txt")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (PAGE, "utkast.pdf", "damaged"),
        (PAGE, "utkast.docx", "damaged"),
        (b"Tekst.", "utkast.odt", "damaged"),
        (ODT[:-100], "utkast.odt", "damaged"),
        (b"", "side.html", "empty"),
    ],
)
def test_files_that_are_not_what_they_are_called(data: bytes, name: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, name)
    assert caught.value.code == code
