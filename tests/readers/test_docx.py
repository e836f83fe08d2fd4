"""The DOCX reader, on files made here; on real ones, where they are at hand, only the invariants."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_linter.document import Block, Cell, DocxPlace, Kind, Layer, Line, Reading, Span, Unread
from report_linter.errors import ReadError
from report_linter.limits import Limits
from report_linter.readers import docx
from report_linter.readers.docx_numbering import format_number
from report_linter.readers.docx_package import Package
from report_linter.readers.wording import typed_number

from .invariants import levelled as shown

DOCUMENTS = Path(__file__).parents[3] / "shared" / "eval" / "documents"

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W_URI}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:x="urn:example:later"'
)
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>
  <w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift2"><w:name w:val="heading 2"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kapittel"><w:name w:val="Kapittel"/><w:basedOn w:val="Overskrift1"/>
  <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Tittel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="INNH1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Bildetekst"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Skjult"><w:name w:val="Skjult"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Usynlig"><w:name w:val="Usynlig"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Overskrift1"/>
    <w:lvlText w:val="%1"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Overskrift2"/>
    <w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""


def relationships(links: Mapping[str, tuple[str, str]]) -> str:
    rows = (
        f'<Relationship Id="{i}" Type="{RELATIONSHIP}{kind}" Target="{t}"/>' for i, (kind, t) in links.items()
    )
    return RELATIONSHIPS + "".join(rows) + "</Relationships>"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def document(
    body: str,
    *,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    parts: Mapping[str, tuple[str, str]] | None = None,
    core: str = "",
) -> bytes:
    """A DOCX with unusual part names. `parts` are more parts by name: kind of relationship, and content."""
    more = {"stil.xml": ("styles", f"<w:styles {NAMESPACES}>{styles}</w:styles>")}
    more["tall.xml"] = ("numbering", f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>")
    more |= parts or {}
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(
            {
                "rId1": ("officeDocument", "/innhold/hoved.xml"),
                "rId2": ("metadata/core-properties", "core.xml"),
            }
        ),
        "innhold/hoved.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "innhold/_rels/hoved.xml.rels": relationships({f"r_{n}": (kind, n) for n, (kind, _) in more.items()}),
    }
    files |= {f"innhold/{name}": content for name, (_, content) in more.items()}
    if core:
        files["core.xml"] = core
    return zipped(files)


def root(name: str, content: str) -> str:
    return f"<w:{name} {NAMESPACES}>{content}</w:{name}>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(text: str = "", properties: str = "", *, style: str = "") -> str:
    """A paragraph; text that starts with `<` is taken as elements."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    content = text if text.startswith("<") else run(text) if text else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{content}</w:p>"


def item(text: str, num: int, ilvl: int = 0) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(content: str) -> str:
    """A text box as Word writes it: for new programs, and once more for old ones."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def layer_at(reading: Reading, span: Span) -> Layer:
    return next(block.layer for block in reading.blocks if block.span.covers(span))


def check(reading: Reading) -> Reading:
    """What holds of every reading."""
    at = 0
    for block in reading.blocks:
        text = reading.text[block.span.start : block.span.end]
        assert at <= block.span.start < block.span.end
        assert text == text.strip()
        assert not set(text) & set("\n\t")
        assert not reading.text[at : block.span.start].strip()
        at = block.span.end
    assert at == len(reading.text)
    assert unicodedata.is_normalized("NFC", reading.text)
    covered = [False] * len(reading.text)
    at = 0
    for line in reading.lines:
        assert at <= line.span.start < line.span.end
        assert any(block.span.covers(line.span) for block in reading.blocks)
        covered[line.span.start : line.span.end] = [True] * (line.span.end - line.span.start)
        at = line.span.end
    assert all(c or t.isspace() for c, t in zip(covered, reading.text, strict=True))
    seen = [line for line in reading.lines if layer_at(reading, line.span) is not Layer.HIDDEN]
    places = [(p.part, p.paragraph) for p in (line.place for line in seen) if isinstance(p, DocxPlace)]
    assert len(places) == len(seen)
    for part in {part for part, _ in places}:
        numbers = [number for p, number in places if p == part]
        assert numbers == sorted(numbers)
    return reading


def read(data: bytes) -> Reading:
    return check(docx.read(data))


def body(content: str) -> list[str]:
    return shown(read(document(content)))


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        docx.read(data)
    assert "\n" not in caught.value.message
    return caught.value.code, caught.value.message


def test_whole_reading_of_headings_numbering_and_lists() -> None:
    data = document(
        para("Årsrapport", style="Tittel")
        + para("Innledning", style="Overskrift1")
        + para()
        + para("Fjordbris AS lager vinduer.")
        + para("Ansvar", style="Overskrift2")
        + item("eierne", 2)
        + item("styret", 2)
        + para("3\tOm oss", style="Kapittel"),
        core='<c:p xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title> Min  tittel</dc:title></c:p>",
    )
    text = "Årsrapport\nInnledning\nFjordbris AS lager vinduer.\nAnsvar\neierne\nstyret\nOm oss"
    spans = [Span(0, 10), Span(11, 21), Span(22, 49), Span(50, 56), Span(57, 63), Span(64, 70), Span(71, 77)]
    assert read(data) == Reading(
        media_type=docx.MEDIA_TYPE,
        text=text,
        blocks=(
            Block(spans[0], Kind.HEADING, level=1),
            Block(spans[1], Kind.HEADING, level=2, number="1", size=16.0, bold=True),
            Block(spans[2], Kind.PARAGRAPH),
            Block(spans[3], Kind.HEADING, level=3, number="1.1"),
            Block(spans[4], Kind.ITEM, level=0, number="a)"),
            Block(spans[5], Kind.ITEM, level=0, number="b)"),
            Block(spans[6], Kind.HEADING, level=2, number="3", size=16.0, bold=True),
        ),
        lines=tuple(Line(s, DocxPlace(p)) for s, p in zip(spans, (1, 2, 4, 5, 6, 7, 8), strict=True)),
        title="Min tittel",
    )


def test_numbering_goes_on_restarts_and_starts_anew() -> None:
    assert body(
        item("en", 2) + item("under", 2, 1) + item("under igjen", 2, 1) + item("to", 2) + item("under", 2, 1)
        + item("tre, fra en liste som begynner på c", 3) + item("fire", 2) + item("punkt", 4)
    ) == [
        "item 0: [a)] en",
        "item 1: [(i)] under",
        "item 1: [(ii)] under igjen",
        "item 0: [b)] to",
        "item 1: [(i)] under",
        "item 0: [c)] tre, fra en liste som begynner på c",
        "item 0: [d)] fire",
        "item 0: [•] punkt",
    ]  # fmt: skip


def levels(
    *texts: str, forms: tuple[str, ...] = ("decimal", "decimal", "decimal"), extra: tuple[str, ...] = ()
) -> str:
    rows = []
    for index, text in enumerate(texts):
        more = extra[index] if extra else ""
        rows.append(
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{forms[index]}"/>{more}'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )
    return f'<w:abstractNum w:abstractNumId="0">{"".join(rows)}</w:abstractNum>'


def labels(numbering: str, *depths: int) -> list[str]:
    content = "".join(item("ord", 1, depth) for depth in depths)
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return [block.number for block in read(document(content, numbering=numbering)).blocks]


def test_legal_levels_print_all_numbers_as_digits() -> None:
    numbering = levels("%1.", "%1.%2", forms=("upperRoman", "decimal"), extra=("", "<w:isLgl/>"))
    assert labels(numbering, 0, 0, 1) == ["I.", "II.", "2.1"]


def test_levels_that_never_restart_or_restart_late() -> None:
    never = levels("%1", "%2", extra=("", '<w:lvlRestart w:val="0"/>'))
    assert labels(never, 0, 1, 0, 1) == ["1", "1", "2", "2"]
    late = levels("%1", "%2", "%3", extra=("", "", '<w:lvlRestart w:val="1"/>'))
    assert labels(late, 0, 1, 2, 1, 2, 0, 1, 2) == ["1", "1", "1", "2", "2", "2", "1", "1"]


def test_a_skipped_level_counts_as_begun() -> None:
    assert labels(levels("%1", "%1.%2"), 1, 1, 0) == ["1.1", "1.2", "2"]


def test_a_list_may_come_from_a_numbering_style() -> None:
    numbering = (
        levels("%1.").replace("<w:lvl ", '<w:styleLink w:val="Liste"/><w:lvl ', 1)
        + '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Liste"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="5"/></w:num>'
    )
    styles = (
        STYLES + '<w:style w:type="numbering" w:styleId="Liste"><w:name w:val="Liste"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    reading = read(document(item("en", 9) + item("to", 1), numbering=numbering, styles=styles))
    assert [block.number for block in reading.blocks] == ["1.", "2."]


@pytest.mark.parametrize(
    ("count", "form", "label"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (27, "lowerLetter", "aa"),
        (26, "upperLetter", "Z"),
        (7, "decimalZero", "07"),
        (0, "lowerRoman", "0"),
        (10**9, "upperRoman", "1000000000"),
        (3, "none", ""),
    ],
)
def test_number_formats(count: int, form: str, label: str) -> None:
    assert format_number(count, form) == label


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("2.1 Metode", "2.1", "Metode"),
        ("4.\tmetode", "4.", "metode"),
        ("A. Mål", "A.", "Mål"),
        ("(iv) Mål", "(iv)", "Mål"),
        ("§ 5 Redegjørelse", "§ 5", "Redegjørelse"),
        ("5 tiltak for klimaet", "", "5 tiltak for klimaet"),
        ("2.5 million people", "", "2.5 million people"),
        ("2024 Report", "", "2024 Report"),
        ("I Norge", "", "I Norge"),
        ("7", "", "7"),
    ],
)
def test_typed_numbers_of_headings(text: str, number: str, rest: str) -> None:
    assert typed_number(text) == (number, rest)


def test_headings_by_direct_level_and_by_bold() -> None:
    assert body(
        para("Direkte", '<w:outlineLvl w:val="2"/>')
        + para("Ikke lenger", '<w:outlineLvl w:val="9"/>', style="Overskrift1")
        + para(run("Våre ", "<w:b/>") + run("leverandører", "<w:b/>"))
        + para(run("Dette er en fet setning.", "<w:b/>"))
        + para(run("Delvis ", "<w:b/>") + run("fet"))
        + para("Figur 1: Utslipp", style="Bildetekst")
    ) == [
        "heading 3: Direkte",
        "heading 0: [1] Ikke lenger",  # still bold
        "heading 0: Våre leverandører",
        "paragraph 0: Dette er en fet setning.",
        "paragraph 0: Delvis fet",
        "caption 0: Figur 1: Utslipp",
    ]


def test_bold_numbered_lines_are_headings_and_bold_bullets_are_not() -> None:
    def bold(text: str, num: int) -> str:
        return para(run(text, "<w:b/>"), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>')

    assert body(bold("Innledning", 1) + bold("Fjordbris AS", 4) + bold("Styret", 2)) == [
        "heading 0: [1] Innledning",
        "item 0: [•] Fjordbris AS",
        "item 0: [a)] Styret",
    ]


def test_words_of_diagrams_are_read() -> None:
    graphic = (
        '<w:r><w:drawing><a:graphic><a:graphicData><d:relIds r:dm="r_data.xml" '
        'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></a:graphicData></a:graphic></w:drawing></w:r>'
    )
    data = root("x", "<a:p><a:r><a:t>Kartlegge </a:t></a:r><a:r><a:t>risiko</a:t></a:r></a:p><a:p/>")
    reading = read(document(para(run("Prosess") + graphic), parts={"data.xml": ("diagramData", data)}))
    assert shown(reading) == ["paragraph 0: Prosess", "paragraph 0: Kartlegge risiko"]


def test_a_long_clause_in_a_heading_style_is_text() -> None:
    clause = "Leverandøren skal " + "alltid " * 25 + "følge retningslinjene."
    assert body(para(clause, style="Overskrift2")) == [f"item 1: [1.1] {clause}"]


def test_revisions_are_accepted_and_counted() -> None:
    deleted_mark = '<w:rPr><w:del w:id="3"/></w:rPr>'
    data = document(
        para(
            run("Styret ")
            + f'<w:ins w:id="1">{run("har signert")}</w:ins>'
            + '<w:del w:id="2"><w:r><w:delText>skal signere</w:delText></w:r></w:del>'
            + run(".")
        )
        + para("Delt ", deleted_mark)
        + para("avsnitt")
        + para(
            f'<w:moveFrom w:id="4">{run("Flyttet bort")}</w:moveFrom>',
            '<w:rPr><w:moveFrom w:id="5"/></w:rPr>',
        )
        + para(f'<w:moveTo w:id="6">{run("Flyttet hit")}</w:moveTo>')
        + table(
            row(cell(para("borte")), cell(para("rad")), properties='<w:del w:id="7"/>'),
            row(cell(para("A")), cell(para("borte"), '<w:cellDel w:id="8"/>'), cell(para("C"))),
        )
    )
    reading = read(data)
    assert shown(reading) == [
        "paragraph 0: Styret har signert.",
        "paragraph 0: Delt avsnitt",
        "paragraph 0: Flyttet hit",
        "cell 0: A",
        "cell 0: C",
    ]
    assert reading.facts == (("tracked changes", 8),)
    assert [line.place for line in reading.lines] == [DocxPlace(n) for n in (1, 2, 3, 4, 5)]


def test_a_paragraph_whose_mark_is_deleted_takes_the_style_of_the_next_with_text() -> None:
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert body(para("Før ", deleted) + para("Etter", style="Tittel")) == ["heading 1: Før Etter"]
    assert body(para("Før", deleted, style="Tittel") + para()) == ["heading 1: Før"]
    assert body(para("Før", deleted) + table(row(cell(para("a")), cell(para("b"))))) == [
        "paragraph 0: Før",
        "cell 0: a",
        "cell 0: b",
    ]


def test_controls_links_and_fields_are_read() -> None:
    nested = field("IF " + field("PAGE", run("skjult")) + " ", run("Resultat"))
    assert body(
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr>"
        f"<w:sdtContent>{para('I en kontroll')}</w:sdtContent></w:sdt>"
        + para("<w:sdt><w:sdtContent>" + run("Innrykk") + "</w:sdtContent></w:sdt>" + run(" i linjen"))
        + para(
            '<w:hyperlink w:anchor="a">'
            + run("lenke")
            + "</w:hyperlink><w:smartTag>"
            + run("!")
            + "</w:smartTag>"
        )
        + para('<w:fldSimple w:instr="AUTHOR">' + run("Kari") + "</w:fldSimple>" + run(" ") + nested)
        + para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("En åpen felt sluker ingenting"))
    ) == [
        "paragraph 0: I en kontroll",
        "paragraph 0: Innrykk i linjen",
        "paragraph 0: lenke!",
        "paragraph 0: Kari Resultat",
        "paragraph 0: En åpen felt sluker ingenting",
    ]


def test_form_fields_show_their_choice() -> None:
    box = "<w:ffData><w:checkBox><w:default w:val='0'/>{}</w:checkBox></w:ffData>"
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    begin = '<w:r><w:fldChar w:fldCharType="begin">{}</w:fldChar></w:r>' + end
    choices = (
        '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Nei"/>'
        '<w:listEntry w:val="Ja"/></w:ddList></w:ffData>'
    )
    assert body(
        para(
            begin.format(box.format("<w:checked/>"))
            + run(" Ja ")
            + begin.format(box.format(""))
            + run(" Nei")
        )
        + para(begin.format(choices))
    ) == ["paragraph 0: ☒ Ja ☐ Nei", "paragraph 0: Ja"]


def test_text_boxes_come_once_and_after_their_paragraph() -> None:
    data = document(
        para(run("Anker") + text_box(para("UTKAST") + para("side to")) + run(" slutt"))
        + para('<w:r><w:pict><v:shape><v:textpath string="KONFIDENSIELT"/></v:shape></w:pict></w:r>')
        + para("Etter")
    )
    reading = read(data)
    assert shown(reading) == [
        "paragraph 0: Anker slutt",
        "paragraph 0: UTKAST",
        "paragraph 0: side to",
        "paragraph 0: KONFIDENSIELT",
        "paragraph 0: Etter",
    ]
    assert [line.place for line in reading.lines] == [DocxPlace(n) for n in (1, 2, 3, 4, 5)]


def test_whole_reading_of_a_table_with_merged_cells() -> None:
    made = python_docx.Document()
    grid = made.add_table(3, 3)
    for y, x, text in (
        (0, 0, "År"),
        (0, 1, "Scope 1"),
        (0, 2, "Scope 2"),
        (1, 0, "2023"),
        (1, 1, "Ingen tall"),
    ):
        grid.cell(y, x).text = text
    grid.cell(2, 0).text = "2024"
    grid.cell(2, 2).text = "12 tonn"
    grid.cell(1, 1).merge(grid.cell(2, 1))
    grid.cell(1, 2).text = "8 tonn"
    grid.cell(2, 2).add_paragraph("anslag")
    buffer = io.BytesIO()
    made.save(buffer)
    reading = read(buffer.getvalue())
    assert reading.text == "År\tScope 1\tScope 2\n2023\tIngen tall\t8 tonn\n2024\t12 tonn\tanslag"
    assert [block.cell for block in reading.blocks] == [
        Cell(0, 0, 0, True),
        Cell(0, 0, 1, True),
        Cell(0, 0, 2, True),
        Cell(0, 1, 0),
        Cell(0, 1, 1),
        Cell(0, 1, 2),
        Cell(0, 2, 0),
        Cell(0, 2, 2),
        Cell(0, 2, 2),
    ]
    assert {block.kind for block in reading.blocks} == {Kind.CELL}


def cells(reading: Reading) -> list[tuple[str, Cell | None]]:
    return [(reading.text[b.span.start : b.span.end], b.cell) for b in reading.blocks]


def test_columns_count_in_the_grid_and_marked_rows_are_headers() -> None:
    head = "<w:tblHeader/>"
    data = document(
        table(
            row(cell(para("Risiko"), '<w:gridSpan w:val="2"/>'), cell(para("Tiltak")), properties=head),
            row(cell(para("Hvor")), cell(para("Nivå")), cell(para("Hva")), properties=head),
            row(cell(para("Gruve")), cell(para("Høy")), properties='<w:gridBefore w:val="1"/>'),
        )
    )
    assert cells(read(data)) == [
        ("Risiko", Cell(0, 0, 0, True)),
        ("Tiltak", Cell(0, 0, 2, True)),
        ("Hvor", Cell(0, 1, 0, True)),
        ("Nivå", Cell(0, 1, 1, True)),
        ("Hva", Cell(0, 1, 2, True)),
        ("Gruve", Cell(0, 2, 1)),
        ("Høy", Cell(0, 2, 2)),
    ]


def test_text_of_cells_that_continue_another_is_hidden() -> None:
    merge, going_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = document(
        table(
            row(cell(para("Område"), going_on), cell(para("Utslipp"))),
            row(cell(para("Skip"), merge), cell(para("4 tonn"))),
            row(cell(para("bak"), going_on), cell(para("5 tonn"))),
        )
    )
    reading = read(data)
    assert reading.text == "Område\tUtslipp\nSkip\t4 tonn\n5 tonn\nbak"
    assert [block.layer for block in reading.blocks].index(Layer.HIDDEN) == 5
    assert [block.cell for block in reading.blocks if block.layer is Layer.HIDDEN] == [None]


def test_bold_names_in_front_of_figures_make_no_header() -> None:
    def pair(name: str, text: str) -> str:
        return row(cell(para(run(name, "<w:b/>"))), cell(para(text)))

    reading = read(document(table(pair("Selskap", "Fjordbris AS"), pair("Sted", "Vik"))))
    assert not any(block.cell and block.cell.header for block in reading.blocks)


def test_a_number_before_nothing_visible_stays_the_heading() -> None:
    assert body(para("2.\t\u00ad", style="Tittel") + para("x")) == ["heading 1: 2.", "paragraph 0: x"]


def test_headings_in_tables_only_where_a_cell_fills_the_row() -> None:
    content = table(
        row(cell(para("Mål", style="Tittel"), '<w:gridSpan w:val="2"/>')),
        row(cell(para("Sted", style="Tittel")), cell(para("Vik"))),
    )
    assert body(content) == ["heading 1: Mål", "cell 0: Sted", "cell 0: Vik"]


def test_deep_nesting_is_read_or_refused_but_never_fatal() -> None:
    def deep(depth: int) -> bytes:
        return document("<w:sdt><w:sdtContent>" * depth + para("dypt") + "</w:sdtContent></w:sdt>" * depth)

    assert read(deep(50)).text == "dypt"
    code, message = refusal(deep(2000))
    assert (code, "xml_depth" in message) == ("too_large", True)


def test_nested_tables_and_frames_of_one_cell() -> None:
    inner = table(row(cell(para("indre a")), cell(para("indre b"))))
    frame = table(row(cell(para("Ramme", style="Tittel") + para("Tekst i rammen."))))
    reading = read(
        document(
            table(row(cell(para("ytre a") + inner + para()), cell(para("ytre b"))), row(cell(para("c"))))
            + frame
        )
    )
    assert reading.text == "ytre a\nindre a\tindre b\nytre b\nc\nRamme\nTekst i rammen."
    assert cells(reading) == [
        ("ytre a", Cell(0, 0, 0, True)),
        ("indre a", Cell(1, 0, 0)),
        ("indre b", Cell(1, 0, 1)),
        ("ytre b", Cell(0, 0, 1, True)),
        ("c", Cell(0, 1, 0)),
        ("Ramme", None),
        ("Tekst i rammen.", None),
    ]


def test_a_first_row_of_figures_or_sentences_is_no_header() -> None:
    for first in ("12,5", "Vi fulgte opp alle leverandører."):
        data = document(
            table(row(cell(para("Mål")), cell(para(first))), row(cell(para("x")), cell(para("y"))))
        )
        assert not any(block.cell and block.cell.header for block in read(data).blocks)


NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="1">{para("<w:r><w:footnoteRef/></w:r>" + run(" Første note."))}</w:footnote>'
    f'<w:footnote w:id="2">{para("Slettet note.")}</w:footnote>'
    f'<w:footnote w:id="3">{para("Andre note.")}</w:footnote>'
)


def test_notes_headers_footers_and_comments_stand_after_the_body() -> None:
    def reference(identity: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{identity}"/></w:r>'

    body_text = (
        para(run("Tekst") + reference(3) + reference(1) + f'<w:del w:id="9">{reference(2)}</w:del>')
        + '<w:sectPr><w:headerReference r:id="r_topp.xml"/><w:headerReference r:id="r_topp2.xml"/>'
        '<w:footerReference r:id="r_bunn.xml"/></w:sectPr>'
    )
    reading = read(
        document(
            body_text,
            parts={
                "fotnoter.xml": ("footnotes", root("footnotes", NOTES)),
                "topp.xml": ("header", root("hdr", para("Fjordbris AS"))),
                "topp2.xml": ("header", root("hdr", para("Fjordbris AS"))),
                "bunn.xml": ("footer", root("ftr", para(run("Side ") + field("PAGE", run("1"))))),
                "merknader.xml": (
                    "comments",
                    root("comments", f'<w:comment w:id="1">{para("Sjekk dette")}</w:comment>'),
                ),
            },
        )
    )
    assert shown(reading) == [
        "paragraph 0: Tekst",
        "notes note 0: Andre note.",
        "notes note 0: Første note.",
        "hidden paragraph 0: Slettet note.",
        "furniture paragraph 0: Fjordbris AS",
        "furniture paragraph 0: Side 1",
        "hidden paragraph 0: Sjekk dette",
    ]
    assert [line.place for line in reading.lines] == [
        DocxPlace(1),
        DocxPlace(1, "fotnoter"),
        DocxPlace(2, "fotnoter"),
        DocxPlace(3, "fotnoter"),
        DocxPlace(1, "topp"),
        DocxPlace(1, "bunn"),
        DocxPlace(1, "merknader"),
    ]
    assert reading.facts == (("tracked changes", 1), ("comments", 1))


def test_hidden_text_is_no_evidence() -> None:
    assert body(
        para(run("Synlig ") + run("skjult", "<w:vanish/>") + run("tekst"))
        + para("Skjult avsnitt", style="Skjult")
        + para(run("Vist likevel", '<w:vanish w:val="0"/>'), style="Skjult")
        + para(run("også skjult", '<w:rStyle w:val="Usynlig"/>'))
    ) == [
        "paragraph 0: Synlig tekst",
        "hidden paragraph 0: skjult",
        "hidden paragraph 0: Skjult avsnitt",
        "paragraph 0: Vist likevel",
        "hidden paragraph 0: også skjult",
    ]


def test_tables_of_contents_are_a_layer_of_their_own() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{para('Innhold')}{para('Innledning')}</w:sdtContent></w:sdt>"
    )
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    toc = (
        para(begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Mål 1"))
        + para("Tiltak 2")
        + para('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    )
    assert body(control + toc + para("Veien videre 3", style="INNH1") + para("Brødtekst")) == [
        "contents paragraph 0: Innhold",
        "contents paragraph 0: Innledning",
        "contents paragraph 0: Mål 1",
        "contents paragraph 0: Tiltak 2",
        "contents paragraph 0: Veien videre 3",
        "paragraph 0: Brødtekst",
    ]


def test_characters() -> None:
    assert body(
        para(
            run("a\u030a\u00adr\u200b  og\u00a0\u202eaar")
            + "<w:r><w:tab/><w:t>x</w:t><w:noBreakHyphen/><w:t>y</w:t><w:br/><w:t> z </w:t></w:r>"
            + "<w:r><w:softHyphen/></w:r>"
            + '<w:r><w:t>!</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
            + '<w:r><w:sym w:font="Ukjent" w:char="F041"/></w:r>'
            + "<m:oMath><m:r><m:t>E=mc</m:t></m:r><m:r><m:t>2</m:t></m:r></m:oMath>"
        )
    ) == ["paragraph 0: år og aar x-y z!✓E=mc2"]


def test_unknown_elements_are_read_or_reported() -> None:
    reading = read(
        document(
            f"<x:ramme>{para('Lest')}</x:ramme>"
            + para(f"<x:utheving>{run('også lest')}</x:utheving>")
            + para(f"<x:merke><x:dypt>{run('ikke lest')}</x:dypt></x:merke>")
            + '<w:altChunk r:id="r_bit.html"/>'
            + para('<w:r><w:object><o:OLEObject r:id="r_ark.xlsx"/></w:object></w:r>'),
            parts={"bit.html": ("aFChunk", "<p>x</p>"), "ark.xlsx": ("package", "PK")},
        )
    )
    assert shown(reading) == ["paragraph 0: Lest", "paragraph 0: også lest"]
    assert reading.unread == (
        Unread("unknown element merke"),
        Unread("embedded file", part="bit"),
        Unread("embedded file", part="ark"),
    )


def test_strict_files_read_the_same() -> None:
    content = (
        para("Innledning", style="Overskrift1")
        + item("eierne", 2)
        + table(row(cell(para("a")), cell(para("b"))))
    )
    loose = document(content)
    strict: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(loose)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            text = text.replace(W_URI, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            text = text.replace(RELATIONSHIP, "http://purl.oclc.org/ooxml/officeDocument/relationships/")
            strict[name] = text.replace('<w:sz w:val="32"/>', '<w:sz w:val="16pt"/>')
    assert read(zipped(strict)) == read(loose)


def test_refuses_a_zip_bomb_while_unpacking() -> None:
    bomb = document("<!--" + " " * (51 * 1024 * 1024) + "-->")
    assert len(bomb) < 1024 * 1024
    code, message = refusal(bomb)
    assert code == "too_large"
    assert "part_bytes (50 MB)" in message
    with pytest.raises(ReadError, match=r"unpacked_bytes \(100\)"):
        Package(document(para("x")), Limits(unpacked_bytes=100))
    with pytest.raises(ReadError, match=r"parts \(3\)"):
        Package(document(para("x")), Limits(parts=3))


def test_refuses_protected_and_old_files() -> None:
    ole = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(500)
    assert docx.sniff(ole[:4])
    assert docx.sniff(document(para())[:4])
    assert not docx.sniff(b"%PDF")
    code, message = refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert (code, "password" in message) == ("encrypted", True)
    code, message = refusal(ole + "WordDocument".encode("utf-16-le"))
    assert (code, ".doc" in message) == ("unsupported", True)
    assert refusal(ole)[0] == "unsupported"


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (document(para("Tekst"))[:-30], "zip container"),
        (b"PK\x03\x04", "zip container"),
        (document("<w:p>"), "hoved.xml is not valid XML"),
        (document(para("&x;")), "hoved.xml is not valid XML"),
        (zipped({"[Content_Types].xml": "<Types/>"}), "no main text part"),
        (document(para("x"), parts={"kommentar.xml": ("comments", "<")}), "kommentar.xml is not valid XML"),
    ],
)
def test_refuses_damaged_files(data: bytes, detail: str) -> None:
    code, message = refusal(data)
    assert code == "damaged"
    assert detail in message


def test_refuses_a_part_whose_bytes_were_changed() -> None:
    data = bytearray(document(para("Tekst som skal pakkes " * 50)))
    at = data.index(b"innhold/hoved.xml") + 60
    data[at : at + 8] = b"\xff" * 8
    assert refusal(bytes(data))[0] == "damaged"


def test_refuses_a_document_type_declaration() -> None:
    entity = '<!DOCTYPE x [<!ENTITY e "skjult">]>' + root("document", f"<w:body>{para('&e;')}</w:body>")
    data = zipped({"word/document.xml": entity, "[Content_Types].xml": "<Types/>"})
    code, message = refusal(data)
    assert (code, "document type" in message) == ("damaged", True)


def test_names_zip_files_that_are_no_docx() -> None:
    book = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    office = {
        "_rels/.rels": relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": book,
    }
    slides = book.replace("spreadsheetml", "presentationml").replace("workbook", "presentation")
    show = {"_rels/.rels": relationships({"rId1": ("officeDocument", "p.xml")}), "p.xml": slides}
    odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
    for parts, word in ((office, ".xlsx"), (show, ".pptx"), (odt, ".odt"), ({"a.txt": "x"}, "ZIP archive")):
        code, message = refusal(zipped(parts))
        assert code == "unsupported"
        assert word in message


def test_refuses_a_file_without_text_but_not_one_that_was_not_read() -> None:
    assert refusal(document(para() + para(run("  "))))[0] == "empty"
    unread = read(document('<w:altChunk r:id="r_bit.html"/>', parts={"bit.html": ("aFChunk", "x")}))
    assert (unread.text, unread.unread) == ("", (Unread("embedded file", part="bit"),))


def test_a_circle_of_styles_ends() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="A"/></w:style>'
    )
    assert shown(read(document(para("Mål", style="A"), styles=styles))) == ["heading 2: Mål"]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n å\u0301\u00ad")
)


def escape(text: str) -> str:
    legal = "".join(c for c in text if c not in "\ufffe\uffff")
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    text = "".join(
        run(escape(draw(WORDS)), draw(st.sampled_from(("", "<w:b/>", "<w:vanish/>"))))
        for _ in range(draw(st.integers(0, 3)))
    )
    wrapped = draw(
        st.sampled_from(("{}", "<w:ins>{}</w:ins>", "<w:del>{}</w:del>", "<w:hyperlink>{}</w:hyperlink>"))
    )
    mark = draw(st.sampled_from(("", "<w:rPr><w:del/></w:rPr>")))
    style = draw(
        st.sampled_from(("", "Overskrift1", "Overskrift2", "Kapittel", "INNH1", "Bildetekst", "Skjult"))
    )
    box = text_box(para("boks")) if draw(st.integers(0, 9)) == 9 else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{mark}</w:pPr>'
        + wrapped.replace("{}", text)
        + box
        + "</w:p>"
    )


@st.composite
def blocks(draw: st.DrawFn) -> str:
    content = draw(st.lists(paragraphs(), min_size=1, max_size=3))
    if draw(st.booleans()):
        return "".join(content)
    merged = draw(st.sampled_from(("", "<w:vMerge/>", '<w:gridSpan w:val="2"/>')))
    return table(row(*(cell(p, merged) for p in content)), row(*(cell(p) for p in content)))


@settings(deadline=None, max_examples=150)
@given(st.lists(blocks(), max_size=6))
def test_every_reading_keeps_the_invariants(content: list[str]) -> None:
    read(document(para("Fjordbris AS") + "".join(content)))


FILES = sorted(DOCUMENTS.glob("*.docx")) if DOCUMENTS.is_dir() else []


@pytest.mark.skipif(not FILES, reason="the folder of real documents is missing")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files_keep_the_invariants(path: Path) -> None:
    data = path.read_bytes()
    assert docx.sniff(data[:8])
    if "password" in path.name:
        assert refusal(data)[0] == "encrypted"
    else:
        assert read(data).unread == ()
