"""PDF drafts made for tests, reports about their words, and marks seen through other libraries than the program's."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pikepdf
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTFigure, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from report_linter.document import Document, Section, Sentence, Span
from report_linter.finding import (
    Citation,
    Confidence,
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Role,
    Severity,
)
from report_linter.readers import pdf
from report_linter.reporters import REPORTERS, View

WIDTH, HEIGHT = A4
VIEW = View(today=date(2026, 6, 30))


def drawn(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def page(
    canvas: Canvas,
    lines: Iterable[str],
    rotation: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    x: float = 60,
    top: float = 80,
    size: float = 11,
) -> None:
    """Lines from `top` downwards, upright on the page as displayed; `crop` is left, bottom, right, top in the file."""
    whole = (
        (0, 0, WIDTH, HEIGHT) if rotation in (0, 180) else (0, 0, HEIGHT, WIDTH)
    )  # as reportlab turns pages
    left, bottom, right, upper = crop or whole
    places = {
        0: lambda a, b: (left + a, upper - b),
        90: lambda a, b: (left + b, bottom + a),
        180: lambda a, b: (right - a, bottom + b),
        270: lambda a, b: (right - b, upper - a),
    }
    if crop:
        canvas.setCropBox(crop)
    canvas.setPageRotation(rotation)
    canvas.setFont("Helvetica", size)
    for line in lines:
        canvas.saveState()
        canvas.translate(*places[rotation](x, top))
        canvas.rotate(rotation)
        canvas.drawString(0, 0, line)
        canvas.restoreState()
        top += 1.3 * size


def lines_draft(*lines: str, **options: Any) -> bytes:
    return drawn(lambda canvas: page(canvas, lines, **options))


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    """A PDF rewritten by qpdf, with a change."""
    with pikepdf.open(io.BytesIO(data)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


# ---- reports


def said(text: str) -> tuple[tuple[str, str], ...]:
    return (("en", text), ("nb", f"{text} (nb)"), ("nn", f"{text} (nn)"))


@dataclass(frozen=True)
class About:
    """A finding about words of the draft."""

    words: Sequence[str] = ()
    rule: str = "TA-1"
    severity: Severity = Severity.WARNING
    outcome: Outcome = Outcome.FAIL
    role: Role = Role.PRIMARY
    related: Sequence[str] = ()
    more: dict[str, Any] = field(default_factory=dict)


def report(data: bytes, *about: About, language: str = "en", **more: Any) -> DocumentReport:
    """A report on a PDF with findings about these words: one evidence for each, words of a line end joined."""
    reading = pdf.read(data)
    sentences = tuple(
        Sentence(block.span, index, 0, language, layer=block.layer)
        for index, block in enumerate(reading.blocks)
    )
    sections = (Section(None, (0, len(reading.blocks))),)
    document = Document(reading, sections, sentences, language, (language,) * len(reading.blocks))
    findings = tuple(_finding(document, one, number) for number, one in enumerate(about))
    values = {"document": document, "findings": findings, "kind": "account", **more}
    return DocumentReport("draft.pdf", "application/pdf", "0" * 64, **values)


def _finding(document: Document, about: About, number: int) -> Finding:
    evidence = [_evidence(document, words, about.role) for words in about.words]
    evidence += [_evidence(document, words, Role.RELATED) for words in about.related]
    values: dict[str, Any] = {
        "rule": about.rule,
        "requirement": about.rule.partition(".")[0],
        "pack": "pack",
        "outcome": about.outcome,
        "severity": about.severity,
        "confidence": Confidence.HIGH,
        "citation": Citation(said("section 5")),
        "message": said(f"Message {number}."),
        "why": said("Because."),
        "advice": said("Do this."),
        "example": said("We do this."),
        "evidence": tuple(evidence),
        "fingerprint": f"{about.rule}-{number}",
    }
    return Finding(**(values | about.more))


def _evidence(document: Document, words: str, role: Role) -> Evidence:
    start = document.text.index(words)
    span = Span(start, start + len(words))
    index = document.sentence_at(start)
    assert index is not None
    whole = document.sentences[index].span
    return Evidence(whole, role, words=() if role is Role.EXPECTED or span == whole else (span,))


def marked(data: bytes, *about: About, view: View = VIEW, **more: Any) -> bytes:
    """The marked copy, through the table of reporters."""
    return REPORTERS["pdf"].mark(data, report(data, *about, **more), view)


def norwegian(language: str) -> View:
    return replace(VIEW, language=language)


# ---- marks, through pikepdf and pdfminer


@dataclass(frozen=True)
class Seen:
    page: int
    kind: str
    contents: str
    author: str
    name: str
    colour: tuple[float, ...]
    rect: tuple[float, ...]
    quads: tuple[tuple[float, ...], ...]
    raw: dict[str, Any]


def seen(data: bytes, password: str = "") -> list[Seen]:
    """The annotations of a PDF in their order."""
    with pikepdf.open(io.BytesIO(data), password=password) as file:
        return [_seen(number, item) for number, one in enumerate(file.pages, 1) for item in _annotations(one)]


def _annotations(one: pikepdf.Page) -> Iterator[Any]:
    yield from one.get("/Annots", [])


def _seen(number: int, item: Any) -> Seen:
    points = [float(value) for value in item.get("/QuadPoints", [])]
    appearance = item.get("/AP")
    return Seen(
        number,
        str(item.Subtype),
        str(item.get("/Contents", "")),
        str(item.get("/T", "")),
        str(item.get("/NM", "")),
        tuple(float(value) for value in item.get("/C", [])),
        tuple(float(value) for value in item.get("/Rect", [])),
        tuple(tuple(points[at : at + 8]) for at in range(0, len(points), 8)),
        {
            "flags": int(item.get("/F", 0)),
            "dates": (str(item.get("/M", "")), str(item.get("/CreationDate", ""))),
            "subject": str(item.get("/Subj", "")),
            "drawn": appearance.N.read_bytes().decode("latin-1") if appearance is not None else "",
            "blend": _blend(appearance) if appearance is not None else "",
            "box": tuple(float(value) for value in appearance.N.BBox) if appearance is not None else (),
        },
    )


def _blend(appearance: Any) -> str:
    states = appearance.N.get("/Resources", {}).get("/ExtGState", {})
    return str(states.Multiplied.BM) if "/Multiplied" in states else ""


def own(data: bytes, password: str = "") -> list[Seen]:
    return [one for one in seen(data, password) if one.author == "report-linter"]


def highlights(data: bytes, password: str = "") -> list[Seen]:
    return [one for one in own(data, password) if one.kind == "/Highlight"]


class _Characters(PDFLayoutAnalyzer):
    """The characters of each page, where pdfminer sees them: the whole media box, turned as displayed."""

    def __init__(self) -> None:
        super().__init__(PDFResourceManager(), laparams=None)
        self.pages: list[list[LTChar]] = []

    def receive_layout(self, ltpage: LTPage) -> None:
        found: list[LTChar] = []
        stack: list[Any] = [ltpage]
        while stack:
            for item in stack.pop():
                if isinstance(item, LTChar):
                    found.append(item)
                elif isinstance(item, LTFigure):
                    stack.append(item)
        self.pages.append(found)


def words_under(data: bytes) -> list[tuple[int, str]]:
    """The page of each highlight, and the text whose middle lies in its quads, lines parted by `/`."""
    device = _Characters()
    interpreter = PDFPageInterpreter(device.rsrcmgr, device)
    turns = []
    for one in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(one)
        x0, y0, x1, y1 = one.mediabox
        turns.append(
            {
                0: (1, 0, 0, 1, -x0, -y0),
                90: (0, -1, 1, 0, -y0, x1),
                180: (-1, 0, 0, -1, x1, y1),
                270: (0, 1, -1, 0, y1, -x0),
            }[one.rotate % 360]
        )
    found = []
    for mark in highlights(data):
        parts = []
        for quad in mark.quads:
            corners = [_turned(quad[at : at + 2], turns[mark.page - 1]) for at in range(0, 8, 2)]
            _in_order(corners)
            parts.append("".join(_inside(device.pages[mark.page - 1], corners)))
        found.append((mark.page, "/".join(parts)))
    return found


def _turned(point: Sequence[float], matrix: Sequence[float]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _in_order(corners: Sequence[tuple[float, float]]) -> None:
    """Upper left, upper right, lower left, lower right, as displayed: what viewers expect."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    assert ax == cx < bx == dx
    assert cy == dy < ay == by


def _inside(characters: Sequence[LTChar], corners: Sequence[tuple[float, float]]) -> Iterator[str]:
    (x0, top), _, _, (x1, bottom) = corners
    for one in characters:
        x, y = (one.x0 + one.x1) / 2, (one.y0 + one.y1) / 2
        if x0 <= x <= x1 and bottom <= y <= top:
            yield one.get_text()
