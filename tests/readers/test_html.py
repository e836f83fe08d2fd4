from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_linter.document import Block, Cell, Kind, Layer, Line, Link, Reading, Span, TextPlace, Unread
from report_linter.errors import ReadError
from report_linter.readers import html

from .invariants import check_reading
from .invariants import labelled as shown


def read(source: str) -> Reading:
    reading = html.read(source.encode())
    check_reading(reading)
    return reading


def blocks(source: str) -> list[str]:
    return shown(read(source))


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        html.read(data)
    assert "\n" not in caught.value.message
    return caught.value.code, caught.value.message


def test_whole_reading_of_a_page_of_a_site() -> None:
    source = """\
<!DOCTYPE html>
<html lang="nb"><head><title> Vi  er </title>
<style>p { color: red }</style></head>
<body>
<header><a href="/">Fjordbris</a><nav><a href="/om">Om</a></nav></header>
<main>
<h1>2.1 Om
<em>oss</em></h1>
<p>Vi lager
vinduer, se <a href="https://x.no/v">våre
krav</a> og <a href="#om">her</a>.</p>
<img src="x.png" alt="Bilde">
</main>
<footer>Følg oss</footer>
<script>var x = "<p>nei</p>"</script>
</body></html>
"""
    text = "Fjordbris\nOm\nOm oss\nVi lager vinduer, se våre krav og her.\nFølg oss"
    assert read(source) == Reading(
        media_type=html.MEDIA_TYPE,
        text=text,
        blocks=(
            Block(Span(0, 9), Kind.PARAGRAPH, Layer.FURNITURE),
            Block(Span(10, 12), Kind.PARAGRAPH, Layer.FURNITURE),
            Block(Span(13, 19), Kind.HEADING, level=1, number="2.1"),
            Block(Span(20, 58), Kind.PARAGRAPH),
            Block(Span(59, 67), Kind.PARAGRAPH, Layer.FURNITURE),
        ),
        lines=(
            Line(Span(0, 9), TextPlace(5)),
            Line(Span(10, 12), TextPlace(5)),
            Line(Span(13, 15), TextPlace(7)),
            Line(Span(16, 19), TextPlace(8)),
            Line(Span(20, 28), TextPlace(9)),
            Line(Span(29, 45), TextPlace(10)),
            Line(Span(46, 58), TextPlace(11)),
            Line(Span(59, 67), TextPlace(14)),
        ),
        title="Vi er",
        facts=(("pictures", 1),),
        links=(Link(Span(41, 50), "https://x.no/v"),),
    )


def test_headings_by_element_role_and_look() -> None:
    assert blocks(
        "<h1>Redegjørelse</h1><h3>1Innledning</h3><div role=heading aria-level=4>Mål</div><p><b>Fet linje</b></p>"
        "<p><b>Fet setning.</b></p><p style='font-weight:bold'>Også <i>fet</i></p><details><summary>Åpne</summary>"
        "Innhold.</details><h2><button>I en knapp</button></h2><h2>" + "ord " * 30 + "slutt.</h2>"
    ) == [
        "heading (1): Redegjørelse",
        "heading 1 (3): Innledning",
        "heading (4): Mål",
        "heading: Fet linje",
        "paragraph: Fet setning.",
        "heading: Også fet",
        "heading: Åpne",
        "paragraph: Innhold.",
        "heading (2): I en knapp",
        "paragraph: " + "ord " * 30 + "slutt.",
    ]


def test_a_title_by_style_stands_above_the_sections() -> None:
    assert blocks(
        '<p class="title">Vår rapport</p><h1>Mål</h1><h2>Tiltak</h2><p class="caption">Figur 1</p>'
    ) == [
        "heading (1): Vår rapport",
        "heading (2): Mål",
        "heading (3): Tiltak",
        "caption: Figur 1",
    ]
    pandoc = (
        '<header id="title-block-header"><h1 class="title">Vår rapport</h1><p class="date">2025</p></header>'
    )
    assert blocks(pandoc + "<h1>Mål</h1><p>Tekst.</p>") == [
        "heading (1): Vår rapport",
        "paragraph: 2025",
        "heading (2): Mål",
        "paragraph: Tekst.",
    ]


def test_lists() -> None:
    assert blocks(
        "Vi har:<ul><li>kartlagt<ol type=a start=3><li>i Kina<li><p>i India</p><p>og mer</p></ol>"
        "<li style='x'>fulgt opp</ul>"
        "<ol style='list-style-type: upper-roman'><li>en<li value=9>ni<li>ti</ol><ol reversed><li>to<li>en</ol>"
        "<ul style='list-style: none'><li>uten</ul><ol><li><h2>Overskrift</h2></ol><dl><dt>Ord<dd>Mening</dl>"
    ) == [
        "paragraph: Vi har:",
        "item •: kartlagt",
        "item c. (1): i Kina",
        "item d. (1): i India",
        "item (1): og mer",
        "item •: fulgt opp",
        "item I.: en",
        "item IX.: ni",
        "item X.: ti",
        "item 2.: to",
        "item 1.: en",
        "item: uten",
        "heading 1. (2): Overskrift",
        "paragraph: Ord",
        "paragraph: Mening",
    ]


def test_whole_reading_of_a_table_with_merged_cells() -> None:
    reading = read(
        "<table><caption>Risiko</caption><thead><tr><td>Land<td>Nivå<td>Tall</thead>"
        "<tr><th rowspan=2>Kina<td>Høy<br>i nord<td>1<tr><td colspan=2>Lav <span hidden>x</span></table>"
    )
    assert reading.text == "Risiko\nLand\tNivå\tTall\nKina\tHøy i nord\t1\nLav\nx"
    assert [(block.kind, block.layer, block.cell) for block in reading.blocks] == [
        (Kind.CAPTION, Layer.BODY, None),
        (Kind.CELL, Layer.BODY, Cell(0, 0, 0, True)),
        (Kind.CELL, Layer.BODY, Cell(0, 0, 1, True)),
        (Kind.CELL, Layer.BODY, Cell(0, 0, 2, True)),
        (Kind.CELL, Layer.BODY, Cell(0, 1, 0)),
        (Kind.CELL, Layer.BODY, Cell(0, 1, 1)),
        (Kind.CELL, Layer.BODY, Cell(0, 1, 2)),
        (Kind.CELL, Layer.BODY, Cell(0, 2, 1)),
        (Kind.PARAGRAPH, Layer.HIDDEN, None),
    ]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("<tr><td>Land<td>År<tr><td>Kina<td>12", [True, True, False, False]),
        ("<tr><td><b>Land</b><td>og mer<tr><td>Kina<td>12", [False, False, False, False]),
        ("<tr><th>Land<th>År<tr><td>Kina<td>12", [True, True, False, False]),
        ("<tr><th>Land<th>År<tr><th>Kina<th>12", [True, True, False, False]),
        ("<tr><td>Alt i en ramme.", [None]),
        ("<tr><td><h2>Meny</h2><td>Tekst.", [None, None]),
        ("<tr><td>Ytre<td><table><tr><td>a<td>b</table>", [None, False, False]),
        ("<tr><td>" + "<p>En.</p>" * 5 + "<td>To.", [None] * 6),
    ],
)
def test_tables_of_data_and_of_layout(table: str, cells: list[bool | None]) -> None:
    reading = read(f"<table>{table}</table>")
    assert [block.cell.header if block.cell else None for block in reading.blocks] == cells


def test_what_stands_around_the_text_is_furniture() -> None:
    assert blocks(
        "<body><a class='skip-link' href='#m'>Til innhold</a><div id=cookie-banner>Vi bruker kapsler</div>"
        "<header><h1>Fjordbris</h1><form><input></form></header><ul class='breadcrumbs'><li>Hjem</ul>"
        "<article><header><h1>Redegjørelse</h1></header><p>Vi har gjort en vurdering.</p>"
        "<aside>Les også</aside><form><label>E-post</label><select><option>Ja<option>Nei</select></form>"
        "<p>Det er alt <button>Del</button> for i år.</p><footer>Styret, 1. juni</footer></article>"
        "<div>Utenfor</div><div title='footer'><p>Side 1</p></div>"
    ) == [
        "furniture paragraph: Til innhold",
        "furniture paragraph: Vi bruker kapsler",
        "furniture paragraph: Fjordbris",
        "furniture paragraph: Hjem",
        "heading (1): Redegjørelse",
        "paragraph: Vi har gjort en vurdering.",
        "furniture paragraph: Les også",
        "furniture paragraph: E-post",
        "furniture paragraph: Ja",
        "furniture paragraph: Nei",
        "paragraph: Det er alt for i år.",
        "furniture paragraph: Del",
        "paragraph: Styret, 1. juni",
        "furniture paragraph: Utenfor",
        "furniture paragraph: Side 1",
    ]


def test_a_page_whose_main_part_holds_little_is_all_text() -> None:
    assert blocks("<main>Kort.</main><div>Redegjørelsen står utenfor hovedfeltet.</div><nav>Meny</nav>") == [
        "paragraph: Kort.",
        "paragraph: Redegjørelsen står utenfor hovedfeltet.",
        "furniture paragraph: Meny",
    ]
    assert blocks(
        "<p>Mye tekst om vurderingene som er gjort i året.</p><div id=share-of-suppliers>Andel</div>"
        "<div class=prior-informed-consent>Samtykke</div><section id=cookies>Kaker</section>"
        "<div class=share-buttons>Del</div><div class='cookieBox'>Kaker</div>"
    ) == [
        "paragraph: Mye tekst om vurderingene som er gjort i året.",
        "paragraph: Andel",
        "paragraph: Samtykke",
        "paragraph: Kaker",
        "furniture paragraph: Del",
        "furniture paragraph: Kaker",
    ]
    assert blocks("<form class=menu><p>Hele siden står i et skjema.</p></form>") == [
        "paragraph: Hele siden står i et skjema."
    ]


@pytest.mark.parametrize(
    ("sheet", "hidden"),
    [
        (".a { display: none }", {"class a", "class a and b"}),
        ("p.a,/* } */ #c{color:red;DISPLAY : NONE !important}", {"class a", "class a and b", "id c"}),
        (".a{display:none} .a.b{display:block}", {"class a"}),
        (".a{display:none} .a{display:block}", set()),
        (".b{visibility:hidden}", {"class b", "class a and b"}),
        ("@import url(x.css); @media print{.a{display:none}} .b{display:none}", {"class b", "class a and b"}),
        ("@media screen{.a{display:none}}", {"class a", "class a and b"}),
        (".no-js .a{display:none} .a:hover{display:none} p > .b{display:none}", set()),
        ("body{display:none}", set()),
        ("@media (max-width:9px){.a{display:none} .b{", set()),
        (".a{display:none", {"class a", "class a and b"}),
    ],
)
def test_what_style_sheets_of_the_page_hide_is_hidden(sheet: str, hidden: set[str]) -> None:
    said = {"class a": "class=a", "class b": "class=b", "class a and b": "class='b a'", "id c": "id=c"}
    source = f"<style>{sheet}</style><p>Her" + "".join(f"<p {told}>{text}" for text, told in said.items())
    assert blocks(source) == ["paragraph: Her"] + [
        ("hidden " if text in hidden else "") + "paragraph: " + text for text in said
    ]


def test_style_sheets_for_print_hide_nothing_and_what_a_button_or_a_style_opens_is_shown() -> None:
    assert blocks(
        "<style media=print>p{display:none}</style><style>.a{display:none}</style>"
        "<p>Her<p class=a style='display:block'>Åpen<h2><button>Vis</button></h2><div class=a>Trekkspill</div>"
    ) == ["paragraph: Her", "paragraph: Åpen", "heading (2): Vis", "paragraph: Trekkspill"]


def test_what_is_not_shown_is_hidden() -> None:
    assert blocks(
        "<p>Vi <span style='display:none'>ikke</span>har <!-- husk kilde --> sett.</p><div hidden>Borte</div>"
        "<noscript>Slå på skript</noscript><span class='sr-only'>For leser</span><dialog>Spørsmål</dialog>"
        "<button aria-controls=p1>Åpne</button><div id=p1 hidden>Trekkspill</div><!--[if IE]> <p>x <![endif]-->"
        "<!-- /wp:p --><template>Mal</template><p style='mso-hide:all'>Word</p>"
    ) == [
        "paragraph: Vi har sett.",
        "hidden paragraph: ikke",
        "hidden paragraph: husk kilde",
        "hidden paragraph: Borte",
        "hidden paragraph: Slå på skript",
        "hidden paragraph: For leser",
        "hidden paragraph: Spørsmål",
        "furniture paragraph: Åpne",
        "paragraph: Trekkspill",
        "hidden paragraph: Word",
    ]


def test_changes_are_accepted_and_counted() -> None:
    reading = read(
        "<p>Vi kjøper <del>ull</del><ins>bomull</ins> og <s>te</s>kaffe.</p><del><p>Alt dette</p></del>"
    )
    assert (reading.text, reading.facts) == ("Vi kjøper bomull og kaffe.", (("tracked changes", 4),))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (  # LibreOffice
            '<p>Vi er<a class="sdfootnoteanc" name="s1anc" href="#s1sym"><sup>1</sup></a>.</p>'
            '<div id="sdfootnote1"><p><a name="s1sym" href="#s1anc">1</a>Stort.</p><p>Sett.</p></div>',
            ["paragraph: Vi er.", "notes note 1: Stort.", "notes note: Sett."],
        ),
        (  # pandoc
            '<p>Vi er<a href="#fn1" id="fnref1" role="doc-noteref"><sup>1</sup></a>.</p><section role="doc-endnotes">'
            '<ol><li id="fn1"><p>Stort sett. <a href="#fnref1">↩︎</a></p></li></ol></section>',
            ["paragraph: Vi er.", "notes note 1: Stort sett."],
        ),
        (  # MediaWiki
            '<p>Vi er<sup id="r-1">[<a href="http://x.no/a#n-1">1</a>]</sup> og er'
            '<sup id="r-2"><a href="#n-1">[1]</a></sup>.</p>'
            '<ol class="references"><li id="n-1"><a href="#r-1">^</a> Stort sett.</li></ol>',
            ["paragraph: Vi er og er.", "notes note 1: Stort sett."],
        ),
        (  # Word
            '<p>Vi er<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p><div style="mso-element:footnote-list">'
            '<div style="mso-element:footnote" id="ftn1"><p>'
            '<a href="#_ftnref1" name="_ftn1">[1]</a> Stort.</p></div></div>',
            ["paragraph: Vi er.", "notes note 1: Stort."],
        ),
        (  # a link to a section, not to a note
            '<p>Se kapittel <a href="#k2">2</a>.</p><div id="k2"><p>Kapitlet.</p></div>',
            ["paragraph: Se kapittel 2.", "paragraph: Kapitlet."],
        ),
    ],
)
def test_footnotes(source: str, expected: list[str]) -> None:
    assert blocks(source) == expected


def test_exports_of_word() -> None:
    reading = read(
        "<p class=MsoToc1>Mål 2</p>"
        "<h1><span style='mso-list:Ignore'>1<span>&nbsp;&nbsp;</span></span>Mål</h1>"
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>punkt</p>"
        "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>b)</span>neste<o:p></o:p></p>"
        "<p class=MsoCaption>Figur 1</p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Kilde?</p></div></div>"
        "<div style='mso-element:footer'><p>Side 1</p></div>"
    )
    assert shown(reading) == [
        "contents paragraph: Mål 2",
        "heading 1 (1): Mål",
        "item • (1): punkt",
        "item b): neste",
        "caption: Figur 1",
        "hidden paragraph: Kilde?",
        "furniture paragraph: Side 1",
    ]
    assert reading.facts == (("comments", 1),)


def test_lists_of_places_on_the_page_are_contents() -> None:
    jumps = "".join(f"<li><a href='#{name}'>{name}</a>" for name in ("maal", "tiltak", "sum"))
    places = "".join(f"<h2 id={name}>{name.title()}</h2>" for name in ("maal", "tiltak", "sum"))
    assert blocks(f"<ul>{jumps}</ul>{places}") == [
        "contents paragraph: maal",
        "contents paragraph: tiltak",
        "contents paragraph: sum",
        "heading (2): Maal",
        "heading (2): Tiltak",
        "heading (2): Sum",
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Fjord<b\nclass=x>bris</b>\n AS", "Fjordbris AS"),
        ("<p>HMS-\narbeid og nord-<br>norsk", "HMS- arbeid og nord- norsk"),
        ("<p>so&shy;sial&nbsp;ti&#8209;tusen &lt;b&gt; e&#769;n", "sosial ti-tusen <b> én"),
        ("<p>Oslo, 1. juni<br>Kari Nordmann<br>styreleder</p>", "Oslo, 1. juni\nKari Nordmann styreleder"),
        ("<p>En setning.<br><br>to", "En setning.\nto"),
        ("<pre>linje en\nLinje to</pre>", "linje en\nLinje to"),
        ("<p>x<sup>2</sup> m<wbr>n <ruby>漢<rt>kan</rt></ruby>", "x2 mn 漢"),
        ("<math><mi>a</mi><mo>=</mo><annotation>b</annotation></math>", "a="),
        ("<p>En</body></html>\n<p>To", "En\nTo"),
        ("<svg><title>Ikon</title><text>Figurtekst</text></svg>", "Figurtekst"),
        ("<p>a<video>b</video>c<p>\x07d", "ac\nb\nd"),
    ],
)  # fmt: skip
def test_characters_and_lines(source: str, text: str) -> None:
    assert read(source).text == text


def test_lines_count_through_what_is_left_out() -> None:
    reading = read(
        "<script>\n\n</script>\n<!-- a\nb -->\n<p\nclass=x>En <del>\nto</del>\ntre</p>\n<style>\n</style>fire"
    )
    assert [line.place for line in reading.lines] == [
        TextPlace(7),
        TextPlace(9),
        TextPlace(11),
    ]


def test_embedded_pages_are_not_read() -> None:
    reading = read(
        "<main><p>Tekst.</p><iframe src=x.pdf title='Vår rapport'>nei</iframe></main><iframe src=y></iframe>"
    )
    assert (reading.text, reading.unread) == ("Tekst.", (Unread("embedded object", part="Vår rapport"),))


@pytest.mark.parametrize(
    "data",
    [
        "<p>Årsrapport på nynorsk".encode(),
        "<p>Årsrapport på nynorsk".encode("utf-8-sig"),
        "<p>Årsrapport på nynorsk".encode("utf-16"),
        "<p>Årsrapport på nynorsk".encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Årsrapport på nynorsk'.encode("latin-1"),
        "<meta content='text/html; charset=macintosh'><p>Årsrapport på nynorsk".encode("mac-roman"),
        '<?xml version="1.0" encoding="UTF-8"?><html><body><p>Årsrapport på nynorsk</p></body></html>'.encode(),
        '<meta charset="tull"><p>Årsrapport på nynorsk'.encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert html.read(data).text == "Årsrapport på nynorsk"


def test_deep_pages_are_read_and_deeper_ones_refused() -> None:
    assert read("<div>" * 1500 + "Tekst.").text == "Tekst."
    code, message = refusal(b"<div>" * 3000 + b"Tekst.")
    assert (code, "nested" in message) == ("damaged", True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \n", "empty"),
        (b"<html><body><script>x</script></body></html>", "empty"),
        (b"<nav>Meny</nav>", "empty"),
        (b"<p>x\x00y", "unsupported"),
        (b"\xff\xd8\xff\xe0\x10\x81", "unsupported"),
    ],
)
def test_refuses_what_it_cannot_read(data: bytes, code: str) -> None:
    assert refusal(data)[0] == code


def test_large_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMIT", 1000)
    assert html.read(b"<img src='data:image/png;base64," + b"A" * 5000 + b"'><p>Tekst.").text == "Tekst."
    assert refusal(b"<p>" + b"x" * 5000)[0] == "too_large"


_PARTS = [
    "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<ol start=x>", "<table>", "<tr>", "<td colspan=3>",
    "</table>", "<th rowspan=2>", "<h2>", "</h2>", "<b>", "</b>", "<br>", "<nav>", "</nav>", "<main>", "</main>",
    "<a href='#n' id=r>1</a>", "<li id=n><a href='#r'>1</a>", "<span hidden>", "</span>", "<del>", "</del>", "<pre>",
    "<svg><text>x</text></svg>", "<button>", "<select><option>", "<caption>", "</body>", "<!-- x -->", "<iframe>",
    "<p style='mso-list:Ignore'>", "<script>", "</script>", "&#0;", "<", "Ord.", "ord ", "\n", "å\u030a", "&nbsp;",
    "\u00ad",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PARTS), max_size=40))
def test_any_parts(parts: list[str]) -> None:
    try:
        read("".join(parts) + "</script>Slutt.")
    except ReadError as error:
        assert error.code == "empty"  # noqa: PT017


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_unicode(content: str) -> None:
    try:
        check_reading(html.read(content.encode("utf-8", "replace")))
    except ReadError as error:
        assert error.code in ("empty", "unsupported")  # noqa: PT017
