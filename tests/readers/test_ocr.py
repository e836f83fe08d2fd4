"""Pages that are pictures, read on request: what tesseract says becomes words with places, and is never certain."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from report_linter.cli import main
from report_linter.document import Document, PdfPlace, Reading, Unread
from report_linter.errors import ReadError, UsageError
from report_linter.finding import DocumentReport
from report_linter.readers import ocr, pdf
from report_linter.readers.pdf_page import Picture, Word
from report_linter.reporters.problems import problems

from .test_pdf import HEIGHT, LEFT, PROSE, made, read, shown, write

HOCR = """<?xml version="1.0"?><html><body><div class='ocr_page' title='image "stdin"; bbox 0 0 2480 3508; ppageno 0'>
<p class='ocr_par'><span class='ocr_header' title="bbox 300 300 900 350; baseline 0 -10; x_size 60; x_descenders 10">
<span class='ocrx_word' title='bbox 300 300 500 350; x_wconf 96'>Lønn</span></span>
<span class='ocr_line' title="bbox 300 400 900 450; baseline 0.001 -10; x_size 40; x_descenders 9">
<span class='ocrx_word' title='bbox 300 400 500 450; x_wconf 96'>Vi</span>
<span class='ocrx_word' title='bbox 520 400 900 450; x_wconf 90'><strong>lager</strong></span></span>
<span class='ocr_line' title="bbox 300 450 900 500; baseline 0 -10; x_size 42; x_descenders 9">
<span class='ocrx_word' title='bbox 300 450 500 500; x_wconf 40'>dører &amp;</span>
<span class='ocrx_word' title='bbox 520 450 600 500; x_wconf 0'> </span></span></p></div></body></html>"""


def picture_page(canvas: Canvas) -> None:
    """A page that is a drawing: nothing on it is text."""
    canvas.rect(LEFT, 100, 400, 600, stroke=1, fill=0)
    canvas.showPage()


def two_pages(canvas: Canvas) -> None:
    write(canvas, LEFT, 100, ["We make doors."])
    canvas.showPage()
    picture_page(canvas)


def says(text: str) -> pdf.Recognise:
    """What recognises this text in every picture, a line on each page."""

    def recognise(picture: Picture) -> list[Word]:
        assert picture.pgm.startswith(b"P5\n2481 3508\n255\n")
        assert len(picture.pgm) == 17 + 2481 * 3508
        assert picture.dpi == 300
        x, words = 72.0, []
        for word in text.split():
            words.append(Word(word, x, x + 6.0 * len(word), 100.0, 11.0, False))
            x += 6.0 * len(word) + 4
        return words

    return recognise


def fake(
    folder: Path, monkeypatch: pytest.MonkeyPatch, languages: str = "eng nor osd", ends: int = 0
) -> Path:
    """A program `tesseract` that keeps what it is given, and alone on the search path."""
    program = folder / "tesseract"
    (folder / "page.hocr").write_text(HOCR, encoding="utf-8")
    program.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\nfolder = pathlib.Path({str(folder)!r})\n"
        f"if sys.argv[1:] == ['--list-langs']:\n    print('List of languages\\n' + '\\n'.join({languages.split()!r}))\n"
        "else:\n    (folder / 'asked').write_text(' '.join(sys.argv[1:]))\n"
        "    (folder / 'page.pgm').write_bytes(sys.stdin.buffer.read())\n"
        f"    sys.stdout.write((folder / 'page.hocr').read_text(encoding='utf-8'))\n    sys.exit({ends})\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PYTHONUTF8", "1")
    return program


needs_programs = pytest.mark.skipif(sys.platform == "win32", reason="the programs made here are scripts")


def test_a_picture_is_named_as_unread_unless_somebody_recognises_it() -> None:
    data = made(two_pages)
    without = read(data)
    assert (without.unread, without.recognised) == ((Unread("no text layer", page=2),), ())
    reading = pdf.read(data, recognise=says("And windows, too."))
    assert shown(reading) == [("paragraph", "We make doors."), ("paragraph", "And windows, too.")]
    assert (reading.unread, reading.recognised) == ((), (2,))
    assert reading.lines[-1].place == PdfPlace(2, (72.0, 91.2, 170.0, 102.42))
    assert pdf.read(data, recognise=says("")) == without


def test_a_file_of_pictures_alone() -> None:
    data = made(picture_page)
    with pytest.raises(ReadError, match="recognise its text"):
        pdf.read(data)
    assert pdf.read(data, recognise=says("We make doors.")).recognised == (1,)
    with pytest.raises(ReadError, match="recognise its text"):
        pdf.read(data, recognise=says(""))


@needs_programs
def test_words_come_with_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fake(tmp_path, monkeypatch)
    found = ocr.find()
    assert found == ocr.Tesseract(str(path))
    assert found(Picture(b"P5\n1 1\n255\n\0", 300)) == [
        Word("Lønn", 72.0, 120.0, pytest.approx(81.6), pytest.approx(14.4), False),
        Word("Vi", 72.0, 120.0, pytest.approx(105.6), pytest.approx(9.6), False),
        Word("lager", 124.8, 216.0, pytest.approx(105.6), pytest.approx(9.6), False),
        Word("dører &", 72.0, 120.0, pytest.approx(117.6), pytest.approx(9.6), False),
    ]
    assert (tmp_path / "asked").read_text() == "stdin stdout -l nor+eng --dpi 300 hocr"
    assert (tmp_path / "page.pgm").read_bytes() == b"P5\n1 1\n255\n\0"


@needs_programs
@pytest.mark.parametrize(
    ("languages", "said"),
    [("eng osd", "cannot read nor; --ocr needs"), ("osd", "cannot read nor and eng; --ocr needs")],
)
def test_a_language_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: str, said: str
) -> None:
    fake(tmp_path, monkeypatch, languages)
    with pytest.raises(UsageError, match=said):
        ocr.find()


@needs_programs
def test_a_program_that_fails_or_takes_too_long_leaves_the_page_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Picture(b"P5\n1 1\n255\n\0", 300)
    path = fake(tmp_path, monkeypatch, ends=1)
    assert ocr.Tesseract(str(path))(picture) == []
    path.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    assert ocr.Tesseract(str(path), seconds=0.01)(picture) == []
    path.write_text("#!/bin/sh\necho '<'\n")
    assert ocr.Tesseract(str(path))(picture) == []
    assert ocr.Tesseract(str(tmp_path / "gone"))(picture) == []


def test_without_the_program_nothing_is_checked_and_what_to_install_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.pdf").write_bytes(made(two_pages))
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    for command in ("check", "show"):
        result = CliRunner().invoke(main, [command, str(tmp_path / "x.pdf"), "--ocr"])
        assert result.exit_code == 2
        assert "apt install tesseract-ocr tesseract-ocr-nor" in result.output
        assert "leave --ocr out" in result.output


@needs_programs
def test_recognised_pages_stand_first_in_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch)
    (tmp_path / "x.pdf").write_bytes(made(two_pages))
    command = ["show", str(tmp_path / "x.pdf"), "--ocr", "--document-lang", "en", "--lang", "en"]
    result = CliRunner().invoke(main, command)
    assert result.output.startswith(
        "RECOGNISED  page 2: a picture of text, read by character recognition (OCR)."
    )
    result = CliRunner().invoke(main, [*command, "--format", "json"])
    assert json.loads(result.output)["recognised"] == [2]


@pytest.mark.parametrize(
    ("language", "label", "pages"),
    [
        ("en", "RECOGNISED", "pages 2, 4–5: a "),
        ("nb", "TOLKET", "side 2, 4–5: b"),
        ("nn", "TOLKA", "side 2, 4–5: b"),
    ],
)
def test_reports_say_first_which_pages_were_recognised(language: str, label: str, pages: str) -> None:
    reading = Reading("application/pdf", "", (), (), recognised=(2, 4, 5))
    report = DocumentReport("x.pdf", kind="account", document=Document(reading, (), (), "en"))
    [(said, text)] = problems(report, language)
    assert said == label
    assert text.startswith(pages)
    assert "OCR" in text


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_real_page(tmp_path: Path) -> None:
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    if not set(ocr.LANGUAGES) <= set(listed.stdout.split()):
        pytest.skip("tesseract has no Norwegian or English")

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 100, ["Lønn og arbeidstid"], 20, "Helvetica-Bold")
        write(
            canvas,
            LEFT,
            150,
            ["Vi fant for lav lønn hos et renholdsfirma i Tønsberg,", "og avviket er lukket."],
            14,
        )

    document = pdf.open_document(made(draw))
    picture = pdf.picture_of(document, 0)
    document.close()
    image = tmp_path / "page.pgm"
    image.write_bytes(picture.pgm)

    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(str(image), 0, 0, canvas._pagesize[0], HEIGHT)

    reading = pdf.read(made(scanned), recognise=replace(ocr.find(), seconds=600))
    said = "Vi fant for lav lønn hos et renholdsfirma i Tønsberg, og avviket er lukket."
    assert shown(reading) == [("heading1", "Lønn og arbeidstid"), ("paragraph", said)]
    assert reading.recognised == (1,)


def test_nothing_recognises_in_other_formats() -> None:
    from report_linter import readers

    def never(_picture: Picture) -> list[Word]:
        raise AssertionError

    reading: Reading = readers.read(PROSE.encode(), "x.txt", recognise=never)
    assert reading.recognised == ()
