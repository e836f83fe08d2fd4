"""The PDF reader, on PDFs made here: what it reads, in which order, and what it says it could not read.

All companies and texts are invented.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from report_linter.document import Block, Cell, Kind, Layer, Line, PdfPlace, Reading, Span, Unread
from report_linter.errors import ReadError
from report_linter.readers import pdf

EVAL = Path(__file__).parents[3] / "shared" / "eval"
WIDTH, HEIGHT = A4
LEFT, RIGHT = 72.0, WIDTH - 72.0


# ---- making PDFs


def made(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    """The bytes of a PDF drawn by `draw`."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def write(
    canvas: Canvas, x: float, top: float, lines: list[str], size: float = 11, font: str = "Helvetica"
) -> float:
    """Writes lines downwards from `top`, points from the page's top; returns where the next would stand."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, HEIGHT - top, line)
        top += 1.25 * size
    return top


def wrapped(canvas: Canvas, text: str, width: float, size: float = 11) -> list[str]:
    """`text` broken into lines no wider than `width` points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if canvas.stringWidth(longer, "Helvetica", size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


PROSE = (
    "Fjordbris Eksempel AS maps its suppliers every year and ranks them by country and by trade. "
    "The board reads the result in May and decides which of them are visited during the autumn. "
    "Two visits were made in the period, and both led to written plans with dates and owners."
)
MORE = (
    "Wages below the agreed level were found at one cleaning firm, which paid back the difference. "
    "The firm has since shown three months of pay slips, and the case is closed for the time being."
)


# ---- looking at readings


def shown(reading: Reading) -> list[tuple[str, str]]:
    """Each block as its kind, layer and number, and its text."""
    return [(label(block), reading.text[block.span.start : block.span.end]) for block in reading.blocks]


def label(block: Block) -> str:
    parts = [block.kind.value + (str(block.level) if block.level else "")]
    if block.layer is not Layer.BODY:
        parts.append(block.layer.value)
    if block.cell:
        parts.append(
            f"{block.cell.table}.{block.cell.row}.{block.cell.column}" + ("h" if block.cell.header else "")
        )
    if block.number:
        parts.append(block.number)
    return " ".join(parts)


def read(data: bytes) -> Reading:
    reading = pdf.read(data)
    check(reading)
    return reading


def check(reading: Reading) -> None:
    """What holds for every reading."""
    text = reading.text
    assert reading.media_type == "application/pdf"
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\u00ad\u200b\u202a\u202c\ufb01\ufffe\r\0")
    end = 0
    for block in reading.blocks:
        part = text[block.span.start : block.span.end]
        assert end <= block.span.start < block.span.end
        assert part == part.strip()
        assert not set(part) & set("\n\t")
        assert set(text[end : block.span.start]) <= set("\n\t")
        end = block.span.end
    assert end == len(text)
    covered = bytearray(len(text))
    blocks = iter(reading.blocks)
    block, end = next(blocks, None), 0
    for line in reading.lines:
        assert end <= line.span.start < line.span.end
        end = line.span.end
        while block and line.span.start >= block.span.end:
            block = next(blocks, None)
        assert block
        assert block.span.covers(line.span)
        covered[line.span.start : line.span.end] = b"\1" * (line.span.end - line.span.start)
        assert isinstance(line.place, PdfPlace)
        x0, top, x1, bottom = line.place.box
        assert x0 <= x1
        assert top <= bottom
        assert 1 <= line.place.page <= (reading.pages or 0)
    assert all(mark or character.isspace() for mark, character in zip(covered, text, strict=True))


# ---- tests


def test_sniff() -> None:
    assert pdf.sniff(b"%PDF-1.7\n")
    assert pdf.sniff(b"\n" * 900 + b"%PDF-1.4")
    assert not pdf.sniff(b"<html>%PDF")
    assert not pdf.sniff(b"")


def test_whole_reading() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Statement 2024")
        write(canvas, LEFT, 100, ["1 About us"], 16, "Helvetica-Bold")
        write(canvas, LEFT, 140, ["We make doors."], 10)

    assert read(made(draw)) == Reading(
        media_type="application/pdf",
        text="About us\nWe make doors.",
        blocks=(
            Block(Span(0, 8), Kind.HEADING, level=1, number="1", size=16.0, bold=True, page=1),
            Block(Span(9, 23), Kind.PARAGRAPH, size=10.0, page=1),
        ),
        lines=(
            Line(Span(0, 8), PdfPlace(1, (85.34, 87.2, 154.67, 103.52))),
            Line(Span(9, 23), PdfPlace(1, (72.0, 132.0, 144.8, 142.2))),
        ),
        pages=1,
        title="Statement 2024",
    )


def test_headings_paragraphs_and_hyphens() -> None:
    def draw(canvas: Canvas) -> None:
        top = write(canvas, LEFT, 90, ["Due diligence in", "Fjordbris Eksempel AS"], 22, "Helvetica-Bold")
        top = write(canvas, LEFT, top + 20, ["1 Our work"], 16, "Helvetica-Bold")
        top = write(canvas, LEFT, top + 6, wrapped(canvas, PROSE, RIGHT - LEFT))
        top = write(canvas, LEFT, top + 20, ["1.1 Findings"], 13, "Helvetica-Bold")
        lines = [
            "Vi har ansvar for helse- og",
            "miljøarbeid, og for helse-",
            "og sosialtjenester i hele virk-",
            "somheten. ESG-",
            "arbeidet i Øst-",
            "Norge følges opp.",
        ]
        write(canvas, LEFT, top + 6, lines)

    assert shown(read(made(draw))) == [
        ("heading1", "Due diligence in Fjordbris Eksempel AS"),
        ("heading2 1", "Our work"),
        ("paragraph", PROSE),
        ("heading3 1.1", "Findings"),
        (
            "paragraph",
            "Vi har ansvar for helse- og miljøarbeid, og for helse- og sosialtjenester i hele virksomheten. "
            "ESG-arbeidet i Øst-Norge følges opp.",
        ),
    ]


def test_paragraphs_without_space_between() -> None:
    def draw(canvas: Canvas) -> None:
        top = write(canvas, LEFT, 90, wrapped(canvas, PROSE, RIGHT - LEFT))
        first, *rest = wrapped(canvas, MORE, RIGHT - LEFT - 20)
        write(canvas, LEFT + 20, top, [first])
        write(canvas, LEFT, top + 13.75, rest)

    assert shown(read(made(draw))) == [("paragraph", PROSE), ("paragraph", MORE)]


@pytest.mark.parametrize("by_line", [False, True], ids=["column by column", "line by line"])
def test_two_columns(by_line: bool) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 80, ["Two columns"], 18, "Helvetica-Bold")
        left, right = (
            wrapped(canvas, PROSE + " It is", 210),
            wrapped(canvas, "the same every year. " + MORE, 210),
        )
        if not by_line:
            write(canvas, LEFT, 120, left)
            write(canvas, LEFT + 240, 120, right)
            return
        for row in range(max(len(left), len(right))):
            write(canvas, LEFT, 120 + 13.75 * row, left[row : row + 1])
            write(canvas, LEFT + 240, 120 + 13.75 * row, right[row : row + 1])

    assert shown(read(made(draw))) == [
        ("heading1", "Two columns"),
        ("paragraph", f"{PROSE} It is the same every year. {MORE}"),
    ]


def test_ruled_table_over_two_pages() -> None:
    rows = [
        ["Risk", "Country", "Measure taken"],
        ["Forced labour", "Farland", "Visited twice\nin the spring"],
    ]
    later = [["Risk", "Country", "Measure taken"], ["Low pay", "", "Paid back"]]

    def table(canvas: Canvas, data: list[list[str]], bottom: float) -> None:
        grid = Table(data, colWidths=[120, 90, 180])
        grid.setStyle(
            TableStyle(
                [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")]
            )
        )
        grid.wrapOn(canvas, 400, 400)
        grid.drawOn(canvas, LEFT, bottom)

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, ["Before the table."])
        table(canvas, rows, 200)
        canvas.showPage()
        table(canvas, later, 650)
        write(canvas, LEFT, 400, ["After the table."])

    reading = read(made(draw))
    assert shown(reading) == [
        ("paragraph", "Before the table."),
        ("cell 0.0.0h", "Risk"),
        ("cell 0.0.1h", "Country"),
        ("cell 0.0.2h", "Measure taken"),
        ("cell 0.1.0", "Forced labour"),
        ("cell 0.1.1", "Farland"),
        ("cell 0.1.2", "Visited twice in the spring"),
        ("cell furniture 0.0.0h", "Risk"),
        ("cell furniture 0.0.1h", "Country"),
        ("cell furniture 0.0.2h", "Measure taken"),
        ("cell 0.2.0", "Low pay"),
        ("cell 0.2.2", "Paid back"),
        ("paragraph", "After the table."),
    ]
    assert "Forced labour\tFarland\tVisited twice in the spring\nRisk\tCountry" in reading.text
    assert reading.blocks[1].cell == Cell(0, 0, 0, header=True)


def test_a_frame_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(LEFT - 10, HEIGHT - 200, 400, 130)
        write(canvas, LEFT, 90, wrapped(canvas, PROSE, 380))

    assert shown(read(made(draw))) == [("paragraph", PROSE)]


def test_running_lines_and_paragraph_over_a_page_break() -> None:
    text = wrapped(Canvas(io.BytesIO()), f"{PROSE} {MORE}", RIGHT - LEFT)

    def draw(canvas: Canvas) -> None:
        for page, lines in enumerate((text[:3], text[3:], ["3. Third visit was made in June."]), 1):
            write(canvas, LEFT, 40, ["Fjordbris Eksempel AS 2024"], 8)
            write(canvas, LEFT, 90, lines)
            write(canvas, 280, HEIGHT - 40, [f"Page {page} of 3"], 8)
            canvas.showPage()

    reading = read(made(draw))
    assert shown(reading) == [
        ("paragraph furniture", "Fjordbris Eksempel AS 2024"),
        ("paragraph", f"{PROSE} {MORE}"),
        ("paragraph furniture", "Page 1 of 3"),
        ("paragraph furniture", "Fjordbris Eksempel AS 2024"),
        ("paragraph furniture", "Page 2 of 3"),
        ("paragraph furniture", "Fjordbris Eksempel AS 2024"),
        ("item 3.", "Third visit was made in June."),
        ("paragraph furniture", "Page 3 of 3"),
    ]
    pages = [line.place.page for line in reading.lines[1 : 1 + len(text)] if isinstance(line.place, PdfPlace)]
    assert pages == [1] * 3 + [2] * (len(text) - 3)


def test_numbered_headings_at_the_top_of_pages_are_not_running_lines() -> None:
    def draw(canvas: Canvas) -> None:
        for number, text in ((1, PROSE), (3, MORE)):
            write(canvas, LEFT, 60, [f"{number} Measures"], 15, "Helvetica-Bold")
            write(canvas, LEFT, 100, wrapped(canvas, text, RIGHT - LEFT))
            canvas.showPage()

    assert shown(read(made(draw))) == [
        ("heading1 1", "Measures"),
        ("paragraph", PROSE),
        ("heading1 3", "Measures"),
        ("paragraph", MORE),
    ]


def test_footnote() -> None:
    def draw(canvas: Canvas) -> None:
        top = write(canvas, LEFT, 90, wrapped(canvas, PROSE, RIGHT - LEFT))
        text = canvas.beginText(LEFT, HEIGHT - top - 20)
        text.setFont("Helvetica", 11)
        text.textOut("We ranked our suppliers")
        text.setFont("Helvetica", 6.5)
        text.setRise(4)
        text.textOut("1")
        text.setRise(0)
        text.setFont("Helvetica", 11)
        text.textOut(" by risk.")
        canvas.drawText(text)
        write(canvas, LEFT, 700, ["1 With the index of the Example Institute, edition of", "May 2024."], 8)

    assert shown(read(made(draw))) == [
        ("paragraph", PROSE),
        ("paragraph", "We ranked our suppliers by risk."),
        ("note notes 1", "With the index of the Example Institute, edition of May 2024."),
    ]


def test_list() -> None:
    def draw(canvas: Canvas) -> None:
        top = write(canvas, LEFT, 90, ["We have done this:"])
        for bullet, lines in (
            ("\u2022", ["mapped the suppliers, of which there are many in several", "countries"]),
            ("\u2022", ["asked them for a statement"]),
        ):
            write(canvas, LEFT + 10, top, [bullet])
            top = write(canvas, LEFT + 25, top, lines)
        write(canvas, LEFT + 28, top, ["\u2013 in writing"])
        write(canvas, LEFT + 10, top + 14, ["a) first point", "b) second point"])
        write(canvas, LEFT, top + 50, ["That was all we did."])

    reading = read(made(draw))
    assert shown(reading) == [
        ("paragraph", "We have done this:"),
        ("item \u2022", "mapped the suppliers, of which there are many in several countries"),
        ("item \u2022", "asked them for a statement"),
        ("item1 \u2013", "in writing"),
        ("item a)", "first point"),
        ("item b)", "second point"),
        ("paragraph", "That was all we did."),
    ]


def test_contents() -> None:
    def draw(canvas: Canvas) -> None:
        top = write(canvas, LEFT, 90, ["Contents"], 16, "Helvetica-Bold")
        write(canvas, LEFT, top, [f"{n} Chapter {'.' * 60} {n + 2}" for n in range(1, 4)])
        canvas.showPage()
        write(canvas, LEFT, 90, ["1 Chapter"], 16, "Helvetica-Bold")
        write(canvas, LEFT, 130, wrapped(canvas, PROSE, RIGHT - LEFT))

    blocks = shown(read(made(draw)))
    assert [kind for kind, _ in blocks] == [*["paragraph contents"] * 4, "heading1 1", "paragraph"]
    assert blocks[0][1] == "Contents"


def test_letter_spaced_heading_and_invisible_characters() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(LEFT, HEIGHT - 90, "I N T R O D U C T I O N")
        write(
            canvas,
            LEFT,
            130,
            ["A con\ufb01dent com\u00adpany of mod\u00adest size."],
            font="Vera",
        )

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    assert shown(read(made(draw))) == [
        ("heading1", "INTRODUCTION"),
        ("paragraph", "A confident company of modest size."),
    ]


def test_rotated_page_and_crop_box() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(100, WIDTH - 50, "Seen the right way up.")
        canvas.showPage()
        canvas.setCropBox((50, 50, 500, 750))
        canvas.setPageRotation(0)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 700, "Inside.")
        canvas.drawString(60, 20, "Outside.")

    reading = read(made(draw))
    assert shown(reading) == [("paragraph", "Seen the right way up."), ("paragraph", "Inside.")]
    places = [line.place.box[:2] for line in reading.lines if isinstance(line.place, PdfPlace)]
    assert places == [pytest.approx((100, 50 - 8.8), abs=0.1), pytest.approx((10, 50 - 8.8), abs=0.1)]


def picture() -> ImageReader:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("L", (40, 60), 128).save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def test_scanned_page_beside_text_and_a_blank_page() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, ["A page of text."])
        canvas.showPage()
        canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
        canvas.showPage()

    reading = read(made(draw))
    assert reading.text == "A page of text."
    assert reading.pages == 3
    assert reading.unread == (Unread("no text layer", page=2),)


def failure(data: bytes) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        pdf.read(data)
    assert "\n" not in caught.value.message
    return caught.value.code, caught.value.message


def test_nothing_to_read() -> None:
    code, message = failure(made(lambda canvas: canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)))
    assert code == "no_text_layer"
    assert "OCR" in message
    assert failure(b"")[0] == "empty"


def test_encrypted() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, ["Secret."])

    locked = pdfencrypt.StandardEncryption("user", "owner", strength=128)
    code, message = failure(made(draw, encrypt=locked))
    assert code == "encrypted"
    assert "save an unprotected copy" in message
    open_to_read = pdfencrypt.StandardEncryption("", "owner", canPrint=0, strength=128)
    assert read(made(draw, encrypt=open_to_read)).text == "Secret."


def test_damaged() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, wrapped(canvas, PROSE, RIGHT - LEFT))

    data = made(draw)
    assert failure(data[: len(data) // 2])[0] == "damaged"
    assert failure(b"<html>not a PDF</html>")[0] == "damaged"


@pytest.mark.skipif(not EVAL.is_dir(), reason="the evaluation files are not here")
@pytest.mark.parametrize("path", sorted(EVAL.glob("*/*.pdf")), ids=lambda path: path.name)
def test_real_files_keep_the_rules(path: Path) -> None:
    with suppress(ReadError):
        check(pdf.read(path.read_bytes()))
