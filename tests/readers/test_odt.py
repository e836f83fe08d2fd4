from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_linter.document import Block, Cell, DocxPlace, Kind, Layer, Line, Link, Reading, Span, Unread
from report_linter.errors import ReadError
from report_linter.limits import Limits
from report_linter.readers import odt
from report_linter.readers.odt_package import Package

from .invariants import check_reading
from .invariants import levelled as shown

URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "office": URN + "office:1.0",
        "text": URN + "text:1.0",
        "table": URN + "table:1.0",
        "style": URN + "style:1.0",
        "draw": URN + "drawing:1.0",
        "chart": URN + "chart:1.0",
        "form": URN + "form:1.0",
        "fo": URN + "xsl-fo-compatible:1.0",
        "svg": URN + "svg-compatible:1.0",
        "meta": URN + "meta:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "math": "http://www.w3.org/1998/Math/MathML",
    }.items()
)
TEXT = "application/vnd.oasis.opendocument.text"

AUTOMATIC = """
<style:style style:name="Fet" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Skjult" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="FetAvsnitt" style:family="paragraph" style:parent-style-name="Standard">
  <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Stor" style:family="paragraph" style:parent-style-name="Standard">
  <style:text-properties fo:font-size="150%"/></style:style>
<style:style style:name="Uten" style:family="paragraph" style:parent-style-name="Heading_20_1"
  style:list-style-name=""/>
<style:style style:name="Forside" style:family="paragraph" style:master-page-name="Forside"/>
<text:list-style style:name="Bokstav">
  <text:list-level-style-number text:level="1" style:num-format="a" style:num-suffix=")"/>
  <text:list-level-style-number text:level="2" style:num-format="i" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="Tall">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="." text:start-value="3"/>
  <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
  <text:list-level-style-number text:level="3" style:num-format="1" loext:num-list-format="§ %1%-%3%"/>
</text:list-style>
<text:list-style style:name="Punkt">
  <text:list-level-style-bullet text:level="1" text:bullet-char="–"/>
  <text:list-level-style-number text:level="2" style:num-format=""/>
</text:list-style>
"""
STYLES = """<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="12pt"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
  style:default-outline-level="1"><style:text-properties fo:font-size="0.5in" fo:font-weight="bold"/></style:style>
<style:style style:name="Caption" style:family="paragraph"/>
<style:style style:name="Figur" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Contents_20_1" style:display-name="Contents 1" style:family="paragraph"/>
<style:style style:name="Ring" style:family="paragraph" style:parent-style-name="Runde"/>
<style:style style:name="Runde" style:family="paragraph" style:parent-style-name="Ring"/>
<text:outline-style style:name="Outline">
  <text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
  <text:outline-level-style text:level="3" style:num-format="" loext:num-list-format="%3%."/>
</text:outline-style>
</office:styles>
<office:automatic-styles><style:style style:name="Fet" style:family="text"/></office:automatic-styles>
<office:master-styles>
<style:master-page style:name="Standard">
  <style:header><text:p>Fjordbris AS</text:p></style:header>
  <style:header-first style:display="false"><text:p>Vises ikke</text:p></style:header-first>
  <style:footer><text:p>Side <text:page-number>1</text:page-number></text:p></style:footer>
</style:master-page>
<style:master-page style:name="Forside" style:next-style-name="Standard">
  <style:header><text:p>Utkast</text:p></style:header>
  <style:footer><text:p>Side <text:page-number>1</text:page-number></text:p></style:footer>
</style:master-page>
<style:master-page style:name="Ubrukt"><style:header><text:p>Brukes ikke</text:p></style:header></style:master-page>
</office:master-styles>"""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return buffer.getvalue()


def content(body: str, automatic: str = AUTOMATIC) -> str:
    return (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def document(body: str, styles: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    styles = styles or STYLES.partition("<office:master-styles>")[0]
    return zipped(
        {
            "mimetype": TEXT,
            "content.xml": content(body),
            "styles.xml": f"<office:document-styles {NAMESPACES}>{styles}</office:document-styles>",
        }
        | dict(parts or {})
    )


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1, more: str = "") -> str:
    return f'<text:h text:style-name="Heading_20_1" text:outline-level="{level}" {more}>{text}</text:h>'


def items(*entries: str, more: str = 'text:style-name="Bokstav"') -> str:
    """A list; an entry that starts with `<` is taken as elements."""
    inner = (entry if entry.startswith("<") else p(entry) for entry in entries)
    return (
        f"<text:list {more}>{''.join(f'<text:list-item>{one}</text:list-item>' for one in inner)}</text:list>"
    )


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{text if text.startswith('<') else p(text)}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</table:table-row>"


def table(*rows: str, head: str = "") -> str:
    head = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    return f"<table:table><table:table-column/>{head}{''.join(rows)}</table:table>"


def read(data: bytes) -> Reading:
    reading = odt.read(data)
    if reading.text:
        check_reading(reading)
    return reading


def body(text: str) -> list[str]:
    return shown(read(document(text)))


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        odt.read(data)
    assert "\n" not in caught.value.message
    return caught.value.code, caught.value.message


def test_whole_reading_of_headings_lists_and_links() -> None:
    meta = (
        f"<office:document-meta {NAMESPACES}><office:meta><dc:title> Min  tittel</dc:title></office:meta>"
        "</office:document-meta>"
    )
    data = document(
        p("Årsrapport", "Title")
        + h("Innledning")
        + p("")
        + p(
            'Se <text:a xlink:href="https://x.no/">våre  krav</text:a> og <text:a xlink:href="#a">under</text:a>.'
        )
        + items("eierne")
        + p("3 <text:s text:c='2'/>Større", "Stor"),
        parts={"meta.xml": meta},
    )
    text = "Årsrapport\nInnledning\nSe våre krav og under.\neierne\n3 Større"
    spans = [Span(0, 10), Span(11, 21), Span(22, 44), Span(45, 51), Span(52, 60)]
    assert read(data) == Reading(
        media_type=odt.MEDIA_TYPE,
        text=text,
        blocks=(
            Block(spans[0], Kind.HEADING, level=1, size=12.0),
            Block(spans[1], Kind.HEADING, level=2, number="1.", size=36.0, bold=True),
            Block(spans[2], Kind.PARAGRAPH, size=12.0),
            Block(spans[3], Kind.ITEM, level=0, number="a)", size=12.0),
            Block(spans[4], Kind.PARAGRAPH, size=18.0),
        ),
        lines=tuple(Line(s, DocxPlace(n)) for s, n in zip(spans, (1, 2, 4, 5, 6), strict=True)),
        title="Min tittel",
        links=(Link(Span(25, 34), "https://x.no/"),),
    )


def test_headings_count_where_the_outline_says_so() -> None:
    assert body(
        h("En") + h("En to", 2) + h("Uten nummer", 1, 'text:is-list-header="true"') + h("To", 1)
        + h("To tre", 3) + h("", 1) + h("Ni", 1, 'text:restart-numbering="true" text:start-value="9"')
        + '<text:h text:style-name="Uten" text:outline-level="1">2.1 Skrevet</text:h>'
        + items(h("I en liste")) + p("Fet linje", "FetAvsnitt") + p("Fet setning.", "FetAvsnitt")
    ) == [
        "heading 1: [1.] En",
        "heading 2: [1.1] En to",
        "heading 1: Uten nummer",
        "heading 1: [2.] To",
        "heading 3: To tre",
        "heading 1: [9.] Ni",
        "heading 1: [2.1] Skrevet",
        "heading 1: [a)] I en liste",
        "heading 0: Fet linje",
        "paragraph 0: Fet setning.",
    ]  # fmt: skip


def test_lists_nest_go_on_and_start_anew() -> None:
    nested = items("under", "under igjen", more="")
    assert body(
        items("en", p("to") + p("mer om to") + nested, "tre", more='text:style-name="Bokstav" xml:id="l1"')
        + p("Mellom.")
        + items("fire", more='text:style-name="Bokstav" text:continue-numbering="true"')
        + items(
            "fra tre", items(p("tre en"), items("paragraf", more=""), more=""), more='text:style-name="Tall"'
        )
        + items("fem", more='text:style-name="Bokstav" text:continue-list="l1"')
        + '<text:list text:style-name="Bokstav"><text:list-header><text:p>Uten</text:p></text:list-header>'
        '<text:list-item text:start-value="7"><text:p/></text:list-item>'
        "<text:list-item><text:p>åtte</text:p></text:list-item></text:list>"
        + items("punkt", items("bare innrykk", more=""), more='text:style-name="Punkt"')
        + '<text:numbered-paragraph text:list-id="x" text:style-name="Tall" text:level="1">'
        + p("alene")
        + "</text:numbered-paragraph>"
    ) == [
        "item 0: [a)] en",
        "item 0: [b)] to",
        "item 0: mer om to",
        "item 1: [(i)] under",
        "item 1: [(ii)] under igjen",
        "item 0: [c)] tre",
        "paragraph 0: Mellom.",
        "item 0: [d)] fire",
        "item 0: [3.] fra tre",
        "item 1: [3.1] tre en",
        "item 2: [§ 3-1] paragraf",
        "item 0: [e)] fem",
        "item 0: Uten",
        "item 0: [h)] åtte",
        "item 0: [•] punkt",
        "paragraph 0: bare innrykk",
        "item 0: [3.] alene",
    ]


def test_whole_reading_of_a_table_with_merged_cells() -> None:
    reading = read(
        document(
            table(
                row(cell("Kina", 'table:number-rows-spanned="2"'), "Høy"),
                row("<table:covered-table-cell><text:p>borte</text:p></table:covered-table-cell>", "Lav"),
                row(cell("Sum", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>"),
                head=row("Land", "Risiko"),
            )
        )
    )
    assert reading.text == "Land\tRisiko\nKina\tHøy\nLav\nSum\nborte"
    assert [(block.kind, block.layer, block.cell) for block in reading.blocks] == [
        (Kind.CELL, Layer.BODY, Cell(0, 0, 0, True)),
        (Kind.CELL, Layer.BODY, Cell(0, 0, 1, True)),
        (Kind.CELL, Layer.BODY, Cell(0, 1, 0)),
        (Kind.CELL, Layer.BODY, Cell(0, 1, 1)),
        (Kind.CELL, Layer.BODY, Cell(0, 2, 1)),
        (Kind.CELL, Layer.BODY, Cell(0, 3, 0)),
        (Kind.PARAGRAPH, Layer.HIDDEN, None),
    ]


def test_tables_without_marked_headers_and_frames_of_one_cell() -> None:
    reading = read(
        document(
            table(row("Land", "År"), row("Kina", "12"))
            + table(row(cell(h("Ramme") + p("Tekst."))))
            + table(
                row(cell(p("Navn"), 'table:number-columns-repeated="2"'), "B.", cell("")), row(cell(h("Hel")))
            )
        )
    )
    assert [(block.kind.value, block.cell) for block in reading.blocks] == [
        ("cell", Cell(0, 0, 0, True)),
        ("cell", Cell(0, 0, 1, True)),
        ("cell", Cell(0, 1, 0)),
        ("cell", Cell(0, 1, 1)),
        ("heading", None),
        ("paragraph", None),
        ("cell", Cell(1, 0, 0)),
        ("cell", Cell(1, 0, 2)),
        ("heading", None),
    ]


def test_comments_of_a_marked_copy_are_no_comments_left() -> None:
    comment = "<office:annotation><dc:creator>{}</dc:creator><text:p>{}</text:p></office:annotation>"
    ours, theirs = comment.format("report-linter", "FEIL"), comment.format("Kari", "Kilde?")
    reading = read(document(p(f"Vi har{ours} sett{theirs} etter.")))
    assert shown(reading) == ["paragraph 0: Vi har sett etter.", "hidden paragraph 0: Kilde?"]
    assert reading.facts == (("comments", 1),)


CHANGES = """<text:tracked-changes>
<text:changed-region xml:id="c1"><text:insertion><office:change-info><dc:creator>Kari</dc:creator></office:change-info>
</text:insertion></text:changed-region>
<text:changed-region xml:id="c2"><text:deletion><office:change-info><text:p>Stryk?</text:p></office:change-info>
<text:p>slettet tekst</text:p></text:deletion></text:changed-region></text:tracked-changes>"""


def test_changes_are_accepted_and_counted_and_comments_are_kept_apart() -> None:
    reading = read(
        document(
            CHANGES
            + p('Vi har <text:change-start text:change-id="c1"/>alltid <text:change-end text:change-id="c1"/>'
                'sett<text:change text:change-id="c2"/><office:annotation><dc:creator>Ola</dc:creator>'
                "<text:p>Kilde?</text:p></office:annotation> etter<office:annotation-end/>.")
        )
    )  # fmt: skip
    assert shown(reading) == [
        "paragraph 0: Vi har alltid sett etter.",
        "hidden paragraph 0: Kilde?",
        "hidden paragraph 0: Stryk?",
    ]
    assert reading.facts == (("tracked changes", 2), ("comments", 2))
    assert [line.place for line in reading.lines] == [
        DocxPlace(1),
        DocxPlace(1, "comments"),
        DocxPlace(2, "comments"),
    ]


def note(kind: str, mark: str, *paragraphs: str) -> str:
    text = "".join(p(one) for one in paragraphs)
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{text}</text:note-body></text:note>"
    )


def test_notes_headers_and_footers_stand_after_the_body() -> None:
    reading = read(
        document(
            p("Forside", "Forside")
            + p(f"Vi{note('endnote', 'i', 'Slutt.')} er{note('footnote', '1', 'Bunn.', 'Mer.')}.")
            + p(f'<text:span text:style-name="Skjult">x{note("footnote", "2", "Borte.")}</text:span>'),
            styles=STYLES,
        )
    )
    assert shown(reading) == [
        "paragraph 0: Forside",
        "paragraph 0: Vi er.",
        "hidden paragraph 0: x",
        "notes note 0: [1] Bunn.",
        "notes note 0: Mer.",
        "hidden paragraph 0: Borte.",
        "notes note 0: [i] Slutt.",
        "furniture paragraph 0: Utkast",
        "furniture paragraph 0: Side 1",
        "furniture paragraph 0: Fjordbris AS",
    ]
    assert [line.place for line in reading.lines][3:] == [
        DocxPlace(1, "footnotes"),
        DocxPlace(2, "footnotes"),
        DocxPlace(3, "footnotes"),
        DocxPlace(1, "endnotes"),
        DocxPlace(1, "headers"),
        DocxPlace(1, "footers"),
        DocxPlace(2, "headers"),
    ]


def test_hidden_text_is_no_evidence() -> None:
    assert body(
        p('Synlig <text:span text:style-name="Skjult">skjult</text:span> igjen.')
        + '<text:section text:name="A" text:display="none"><text:p>Skjult del.</text:p></text:section>'
        + '<text:section text:name="B" text:display="condition" text:is-hidden="false"><text:p>Synlig del.</text:p>'
        "</text:section>"
        + p('<text:hidden-paragraph text:is-hidden="true"/>Skjult avsnitt.')
        + p('Og <text:hidden-text text:is-hidden="true" text:string-value="gjemt"/>slutt.')
    ) == [
        "paragraph 0: Synlig igjen.",
        "hidden paragraph 0: skjult",
        "hidden paragraph 0: Skjult del.",
        "paragraph 0: Synlig del.",
        "hidden paragraph 0: Skjult avsnitt.",
        "paragraph 0: Og slutt.",
        "hidden paragraph 0: gjemt",
    ]


def test_contents_lists_are_a_layer_of_their_own() -> None:
    index = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Mal"
        "</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title>"
        f"{p('Innhold')}</text:index-title>{p('Mål<text:tab/>2', 'Contents_20_1')}</text:index-body>"
        "</text:table-of-content>"
    )
    assert body(index + p("Tiltak <text:tab/>3", "Contents_20_1") + p("Figur 1: Kart", "Figur")) == [
        "contents paragraph 0: Innhold",
        "contents paragraph 0: Mål 2",
        "contents paragraph 0: Tiltak 3",
        "caption 0: Figur 1: Kart",
    ]


def frame(content: str) -> str:
    return f"<draw:frame>{content}<svg:title>Tittel</svg:title><svg:desc>Beskrivelse</svg:desc></draw:frame>"


def test_text_boxes_shapes_charts_and_formulas() -> None:
    chart = (
        f"<office:document-content {NAMESPACES}><office:body><office:chart><chart:chart><chart:title>"
        "<text:p>Lønn per land</text:p></chart:title><table:table><table:table-row><table:table-cell>"
        "<text:p>12</text:p></table:table-cell></table:table-row></table:table></chart:chart></office:chart>"
        "</office:body></office:document-content>"
    )
    formula = (
        '<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"><math:semantics><math:mi>a</math:mi>'
        "<math:mo>=</math:mo><math:mn>2</math:mn><math:annotation>a=2</math:annotation></math:semantics></math:math>"
    )
    data = document(
        p("Rundt" + frame(f"<draw:text-box>{p('I boks', 'FetAvsnitt')}</draw:text-box>") + " boksen.")
        + f"<draw:g><draw:custom-shape>{p('I figur')}<draw:enhanced-geometry/></draw:custom-shape></draw:g>"
        + p(
            frame(
                '<draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/>'
            )
            + frame('<draw:object xlink:href="./Object 2"/>')
            + frame('<draw:object xlink:href="./Object 3"/>')
            + frame('<draw:object-ole xlink:href="./ole.bin"/>')
            + frame('<draw:image xlink:href="x.png"/>')
        ),
        parts={
            "Object 1/content.xml": chart,
            "Object 2/content.xml": formula,
            "Object 3/content.xml": content(""),
        },
    )
    reading = read(data)
    assert shown(reading) == [
        "paragraph 0: Rundt boksen.",
        "paragraph 0: I boks",
        "paragraph 0: I figur",
        "paragraph 0: Lønn per land",
        "paragraph 0: a=2",
    ]
    assert reading.facts == (("pictures", 2),)
    assert reading.unread == (
        Unread("embedded file", part="Object 3"),
        Unread("embedded file", part="ole"),
    )


def test_fields_controls_and_unknown_elements() -> None:
    forms = (
        '<office:forms><form:form><form:checkbox form:id="k1" form:label="Ja" form:current-state="checked"/>'
        '<form:listbox form:id="k2"><form:option form:label="Nei"/>'
        '<form:option form:label="Kanskje" form:current-selected="true"/></form:listbox>'
        '<form:text form:id="k3" form:current-value="Oslo"/></form:form></office:forms>'
    )
    reading = read(
        document(
            forms
            + p("Den <text:date>1. juni</text:date> <text:bookmark-ref>2.1</text:bookmark-ref> "
                "<loext:content-control>valg</loext:content-control><text:ruby><text:ruby-base>漢</text:ruby-base>"
                "<text:ruby-text>kan</text:ruby-text></text:ruby>.")
            + p("".join(f'<draw:control draw:control="k{n}"/>' for n in (1, 2, 3)))
            + "<text:fremtid><text:p>Lest.</text:p></text:fremtid>"
            "<text:ukjent><text:x>Ikke lest.</text:x></text:ukjent>"
            + '<text:section text:name="Del"><text:section-source xlink:href="del.odt"/></text:section>'
        )
    )  # fmt: skip
    assert shown(reading) == [
        "paragraph 0: Den 1. juni 2.1 valg漢.",
        "paragraph 0: ☒ Ja",
        "paragraph 0: Kanskje",
        "paragraph 0: Oslo",
        "paragraph 0: Lest.",
    ]
    assert reading.unread == (Unread("unknown element ukjent"), Unread("embedded file", part="Del"))


def test_characters_and_gaps() -> None:
    reading = read(
        document(
            p("  Linje\n   brutt<text:line-break/>av<text:tab/>seg <text:span> selv</text:span>.")
            + p("so\u00adsial ti\u2011tusen e\u0301n \uf0b7")
            + p("To<text:s text:c='2'/>mellomrom")
        )
    )
    assert reading.text == "Linje brutt av seg selv.\nsosial ti-tusen én •\nTo mellomrom"
    assert reading.gaps == (Span(46, 58),)


def test_refuses_a_zip_bomb_while_unpacking() -> None:
    bomb = document("<!--" + " " * (51 * 1024 * 1024) + "-->")
    assert len(bomb) < 1024 * 1024
    code, message = refusal(bomb)
    assert (code, "part_bytes (50 MB)" in message) == ("too_large", True)
    with pytest.raises(ReadError, match=r"unpacked_bytes \(100\)"):
        Package(document(p("x")), Limits(unpacked_bytes=100))


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (document(p("Tekst"))[:-30], "damaged", "zip container"),
        (b"PK\x03\x04", "damaged", "open it in LibreOffice"),
        (document("<text:p>"), "damaged", "content.xml is not valid XML"),
        (document(p("&x;")), "damaged", "content.xml is not valid XML"),
        (zipped({"mimetype": TEXT}), "damaged", "content.xml is missing"),
        (zipped({"content.xml": "<x/>"}), "damaged", "no text document"),
        (
            zipped({"content.xml": '<!DOCTYPE x [<!ENTITY e "skjult">]>' + content(p("&e;"))}),
            "damaged",
            "document type",
        ),
        (document(p("x"), parts={"META-INF/manifest.xml": "<m:encryption-data/>"}), "encrypted", "password"),
        (zipped({"mimetype": TEXT, "encrypted-package": b"\x00"}), "encrypted", "password"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "unsupported", ".ods"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.presentation-template"}),
            "unsupported",
            ".odp",
        ),
        (zipped({"mimetype": "application/epub+zip"}), "unsupported", ".epub"),
        (zipped({"mimetype": "text/x"}), "unsupported", "ZIP file of another kind"),
        (document(p("") + p(" ")), "empty", "no text"),
    ],
)
def test_refuses_what_it_cannot_read(data: bytes, code: str, detail: str) -> None:
    found = refusal(data)
    assert found[0] == code
    assert detail in found[1]


def test_a_file_without_styles_or_with_a_circle_of_them_is_read() -> None:
    assert shown(read(zipped({"content.xml": content(h("Mål"))}))) == ["heading 1: Mål"]
    assert body(p("Mål", "Ring")) == ["paragraph 0: Mål"]
    assert body(p("Vår rapport", "Title"))[0] == "heading 1: Vår rapport"
    assert shown(read(zipped({"content.xml": content(p("Vår rapport", "Title"))}))) == [
        "heading 1: Vår rapport"
    ]
    assert odt.sniff(document("")[:4])
    assert not odt.sniff(b"%PDF")


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n å\u0301\u00ad")
)


def escape(text: str) -> str:
    legal = "".join(c for c in text if c not in "\ufffe\uffff")
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def blocks(draw: st.DrawFn) -> str:
    spans = "".join(
        f'<text:span text:style-name="{draw(st.sampled_from(("Fet", "Skjult", "")))}">{escape(draw(WORDS))}</text:span>'
        for _ in range(draw(st.integers(0, 3)))
    )
    spans += draw(st.sampled_from(("", "<text:s/>", note("footnote", "1", "note"), frame(p("boks")))))
    paragraph = p(spans, draw(st.sampled_from(("Standard", "Title", "FetAvsnitt", "Figur", "Contents_20_1"))))
    shape = draw(st.sampled_from(("{}", "{}", "heading", "list", "table", "section")))
    return {
        "{}": paragraph,
        "heading": h(spans, draw(st.integers(1, 12))),
        "list": items(paragraph, items(paragraph, more="")),
        "table": table(row(cell(paragraph), cell(spans and paragraph)), row(cell(paragraph))),
        "section": f"<text:section>{paragraph}</text:section>",
    }[shape]


@settings(deadline=None, max_examples=150)
@given(st.lists(blocks(), max_size=6))
def test_every_reading_keeps_the_invariants(parts: list[str]) -> None:
    read(document(p("Fjordbris AS") + "".join(parts), styles=STYLES))
