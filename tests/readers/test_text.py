from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_linter.document import Cell, Kind, Line, Span, TextPlace
from report_linter.errors import ReadError
from report_linter.readers.text import MEDIA_TYPE, read, sniff

from .invariants import check_reading
from .invariants import labelled as shown


def blocks(source: str) -> list[str]:
    reading = read(source.encode())
    check_reading(reading)
    return shown(reading)


def test_whole_reading() -> None:
    reading = read("Om oss\n\nVi følger opp leverandør-\nkjeden og andre.\n".encode())
    assert reading.media_type == MEDIA_TYPE
    assert reading.text == "Om oss\nVi følger opp leverandørkjeden og andre."
    assert shown(reading) == ["heading: Om oss", "paragraph: Vi følger opp leverandørkjeden og andre."]
    assert reading.lines == (
        Line(Span(0, 6), TextPlace(1)),
        Line(Span(7, 31), TextPlace(3)),
        Line(Span(31, 47), TextPlace(4)),
    )
    assert (reading.pages, reading.unread) == (None, ())
    assert [block.page for block in reading.blocks] == [None, None]


WRAPPED = """\
Fjordtre lager kasser og paller av gran fra skogene rundt tettstedet og selger dem til
oppdrettere langs kysten, og vi kjøper spiker fra tre fabrikker i utlandet. Selskapet eies av
Nordkasse, som også eier et sagbruk. I vår gikk vi gjennom alle avtalene med dem som selger
spiker til oss.
Styret behandlet saken i juni.
"""


def test_wrapped_lines_are_joined_also_before_a_capital() -> None:
    assert blocks(WRAPPED) == [
        "paragraph: " + " ".join(WRAPPED.split("\n")[:4]),
        "paragraph: Styret behandlet saken i juni.",
    ]


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("i leverandør-\nkjeden nå", "i leverandørkjeden nå"),
        ("om helse-\nog miljø", "om helse- og miljø"),
        ("om helse- og miljø", "om helse- og miljø"),
        ("utslipp av CO2-\nekvivalenter", "utslipp av CO2-ekvivalenter"),
        ("vårt HMS-\nsystem", "vårt HMS-system"),
        ("i Nord-\nNorge", "i Nord-Norge"),
        ("en pause -\nog så", "en pause - og så"),
    ],
)
def test_hyphens_at_line_ends(source: str, joined: str) -> None:
    assert read(source.encode()).text == joined


def test_a_lone_word_between_empty_lines_goes_on_with_its_sentence() -> None:
    source = (
        "Vi spør alle fabrikkene hver høst om lønn og\n\narbeidstid\n\nblant de ansatte. Svarene lagres.\n"
    )
    assert blocks(source) == [
        "paragraph: Vi spør alle fabrikkene hver høst om lønn og arbeidstid blant de ansatte. Svarene lagres."
    ]


def test_markers_alone_on_their_line() -> None:
    source = """\
2.

OM SELSKAPET

2.1

Organisering av selskapet
•

Selskapet har tre
avdelinger.

•

De ansatte eier alt.
Slik driver vi

2.2
•

Vi bygger hus.
a)

første ledd
"""
    assert blocks(source) == [
        "heading 2.: OM SELSKAPET",
        "heading 2.1: Organisering av selskapet",
        "item •: Selskapet har tre avdelinger.",
        "item •: De ansatte eier alt.",
        "heading 2.2: Slik driver vi",
        "item •: Vi bygger hus.",
        "item a) (1): første ledd",
    ]


def test_bullets_in_a_row_go_to_the_lines_below_them() -> None:
    assert blocks("Vi selger dette.\n\n•\n•\n•\n\nKasser\nPaller\nLokk\n\nRing oss i dag.") == [
        "paragraph: Vi selger dette.",
        "item •: Kasser",
        "item •: Paller",
        "item •: Lokk",
        "paragraph: Ring oss i dag.",
    ]


def test_lists() -> None:
    source = """\
Vi har gjort dette:
1. kartlagt leverandører i alle land og bransjer vi handler med, og
   rangert dem
2. stilt krav
   - i avtaler
   - i møter
3. fulgt opp
Loven trådte i kraft
1. juli 2022 for alle.
"""
    assert blocks(source) == [
        "paragraph: Vi har gjort dette:",
        "item 1.: kartlagt leverandører i alle land og bransjer vi handler med, og rangert dem",
        "item 2.: stilt krav",
        "item - (1): i avtaler",
        "item - (1): i møter",
        "item 3.: fulgt opp",
        "paragraph: Loven trådte i kraft 1. juli 2022 for alle.",
    ]


def test_headings() -> None:
    source = """\
Redegjørelse 2024
Eksempel AS

1. Innledning
Vi er et lite selskap. Dette er vår redegjørelse.

1.1 Mål
Vi vil være åpne.

ORGANISERING OG DRIFT
Vi har tre avdelinger.
Ansvar:
Daglig leder har ansvaret.
Rutiner
- Vi har rutiner for innkjøp.
Loven § 5 b: Hva vi har funnet av skade og av fare for skade hos oss selv og hos dem som selger
varer og tjenester til oss i året som gikk
Vi fant ikke noe.
Hvem kan spørre?
Alle kan spørre oss.
"""
    assert blocks(source) == [
        "heading: Redegjørelse 2024",
        "heading: Eksempel AS",
        "heading 1.: Innledning",
        "paragraph: Vi er et lite selskap. Dette er vår redegjørelse.",
        "heading 1.1: Mål",
        "paragraph: Vi vil være åpne.",
        "heading: ORGANISERING OG DRIFT",
        "paragraph: Vi har tre avdelinger.",
        "heading: Ansvar:",
        "paragraph: Daglig leder har ansvaret.",
        "heading: Rutiner",
        "item -: Vi har rutiner for innkjøp.",
        "heading: Loven § 5 b: Hva vi har funnet av skade og av fare for skade hos oss selv og hos dem "
        "som selger varer og tjenester til oss i året som gikk",
        "paragraph: Vi fant ikke noe.",
        "heading: Hvem kan spørre?",
        "paragraph: Alle kan spørre oss.",
    ]


def test_labels_cards_and_signatures_keep_their_lines() -> None:
    source = """\
Firma: Fjordtre AS
Kontakt: Kari Nordmann og Ola Hansen
År: 2021

Rapport · 2 MB
Åpne rapporten
Fjordtre AS · 03.02.2021

Redegjørelsen er behandlet av styret.

Oslo, 12. juni 2024

Kari Nordmann
styreleder
Ola Hansen
Styremedlem
"""
    assert blocks(source) == [
        "paragraph: Firma: Fjordtre AS",
        "paragraph: Kontakt: Kari Nordmann og Ola Hansen",
        "paragraph: År: 2021",
        "paragraph: Rapport · 2 MB",
        "paragraph: Åpne rapporten",
        "paragraph: Fjordtre AS · 03.02.2021",
        "paragraph: Redegjørelsen er behandlet av styret.",
        "paragraph: Oslo, 12. juni 2024",
        "paragraph: Kari Nordmann",
        "paragraph: styreleder",
        "paragraph: Ola Hansen",
        "paragraph: Styremedlem",
    ]


def test_tables() -> None:
    source = (
        "Tabell over land:\nLand | Risiko | Tiltak\n---|---|---\nKina | 3 | Besøk\nPolen |  | Brev\nSlutt."
    )
    reading = read(source.encode())
    check_reading(reading)
    assert reading.text == "Tabell over land:\nLand\tRisiko\tTiltak\nKina\t3\tBesøk\nPolen\tBrev\nSlutt."
    assert [block.cell for block in reading.blocks if block.kind is Kind.CELL] == [
        Cell(0, 0, 0, True),
        Cell(0, 0, 1, True),
        Cell(0, 0, 2, True),
        Cell(0, 1, 0),
        Cell(0, 1, 1),
        Cell(0, 1, 2),
        Cell(0, 2, 0),
        Cell(0, 2, 2),
    ]


def test_numbers_of_a_series_with_text_between_are_headings() -> None:
    assert blocks("1. Who we are\n\nWe sell lamps.\n\n2. Policies\n\n3. Risks\n\nWe see risks.") == [
        "heading 1.: Who we are",
        "paragraph: We sell lamps.",
        "heading 2.: Policies",
        "heading 3.: Risks",
        "paragraph: We see risks.",
    ]


def test_rows_of_unlike_length_and_lone_rows_are_no_table() -> None:
    assert blocks("Hjem | Om oss | Kontakt\n\nVi er her.") == [
        "paragraph: Hjem | Om oss | Kontakt",
        "paragraph: Vi er her.",
    ]


def test_contents_list() -> None:
    source = """\
1.

INNLEDNING .................... 1

2. TILTAK SOM VI HAR
GJENNOMFØRT ................... 3

1.

INNLEDNING

Vi er åpne.
"""
    assert blocks(source) == [
        "contents paragraph 1.: INNLEDNING .................... 1",
        "contents paragraph 2.: TILTAK SOM VI HAR GJENNOMFØRT ................... 3",
        "heading 1.: INNLEDNING",
        "paragraph: Vi er åpne.",
    ]


def page(number: int, text: str) -> str:
    return f"Eksempel AS – redegjørelse\n\n{text}\n\nSide {number} av 3\n"


def test_running_headers_with_page_breaks() -> None:
    source = "\f".join(
        [
            page(1, "Vi har kartlagt leverandører, og vi har funnet risiko hos noen som"),
            page(2, "leverer tekstiler.\n\nTiltak"),
            page(3, "Tiltak"),
        ]
    )
    reading = read(source.encode())
    check_reading(reading)
    assert reading.pages == 3
    furniture = "furniture paragraph: Eksempel AS – redegjørelse"
    # The sentence that goes on over the page stands before the furniture between.
    assert shown(reading) == [
        furniture,
        "paragraph: Vi har kartlagt leverandører, og vi har funnet risiko hos noen som leverer tekstiler.",
        "furniture paragraph: Side 1 av 3",
        furniture,
        "paragraph: Tiltak",
        "furniture paragraph: Side 2 av 3",
        furniture,
        "paragraph: Tiltak",
        "furniture paragraph: Side 3 av 3",
    ]
    assert [block.page for block in reading.blocks] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_running_headers_without_page_breaks() -> None:
    texts = ["Vi er åpne.", "Vi har kartlagt risiko.", "Risiko:\nVi følger opp."]
    found = blocks("\n\n".join(page(number, text) for number, text in enumerate(texts, 1)))
    assert [line for line in found if line.startswith("furniture")] == [
        line
        for number in (1, 2, 3)
        for line in (
            "furniture paragraph: Eksempel AS – redegjørelse",
            f"furniture paragraph: Side {number} av 3",
        )
    ]


def test_repeated_subheadings_are_not_furniture() -> None:
    source = "\n\n".join(f"Land {name}\n\nRisiko\n\nVi har vurdert {name}." for name in ("A", "B", "C", "D"))
    assert not [line for line in blocks(source) if line.startswith("furniture")]


def test_letterhead_on_two_pages() -> None:
    head = (
        "Fjordtre AS\nSagveien 1\n9999 Fjorden\nTelefon 12 34\nhei@fjordtre.example\nwww.fjordtre.example\n"
    )
    found = blocks(f"{head}\nVi er åpne.\n\n\n{head}\nVi har kartlagt.\n")
    assert [line for line in found if not line.startswith("furniture")] == [
        "paragraph: Vi er åpne.",
        "paragraph: Vi har kartlagt.",
    ]


def test_letters_that_a_pdf_tool_broke_off() -> None:
    lro, pop = "\u202d", "\u202c"
    source = f"{lro} m oss{pop}\nO\n{lro}Vi er her{pop}{lro}nå.{pop}\nF{lro} rist er juni.{pop}\n"
    assert blocks(source) == ["heading: Om oss", "paragraph: Vi er her nå.", "paragraph: Frist er juni."]


def test_invisible_characters_and_composition() -> None:
    assert blocks("A\u030apen\u00adhet\u200b o\ufb03ce\u00a0 nå.") == ["paragraph: Åpenhet office nå."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    data = "Åpenhetsloven gjelder for «større» virksomheter – også for oss.".encode(encoding)
    assert sniff(data[:20])
    assert read(data).text == "Åpenhetsloven gjelder for «større» virksomheter – også for oss."


def test_one_damaged_character_does_not_spoil_the_rest() -> None:
    data = ("Vi gjør åpne ærlige ting. " * 8).encode() + b"\xff"
    assert read(data).text.endswith("ting. \ufffd")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("\ufeff\u200b\n".encode(), "empty"),
        (b"text\0text", "unsupported"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(128, 256)), "unsupported"),
        (b"PK\x03\x04\x14\x00", "unsupported"),
    ],
)
def test_what_is_no_text(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as error:
        read(data)
    assert error.value.code == code
    assert "\n" not in error.value.message


def test_line_numbers_count_newlines_only() -> None:
    reading = read("En.\r\n\r\nTo.\u2028Tre.\n".encode())
    assert shown(reading) == ["paragraph: En.", "paragraph: To.", "paragraph: Tre."]
    assert [line.place for line in reading.lines] == [TextPlace(1), TextPlace(3), TextPlace(3)]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_unicode(content: str) -> None:
    try:
        reading = read(content.encode("utf-8", "replace"))
    except ReadError:
        return
    check_reading(reading)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["•", "2.1", "a)", "Ord", "ord.", "A | b", "x-", "SIDE 1", "", "\f", "§ 5: x", "N:"])
    )
)
def test_any_lines(lines: list[str]) -> None:
    try:
        reading = read("\n".join(lines).encode())
    except ReadError:
        return
    check_reading(reading)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    sniff(data)
    try:
        check_reading(read(data))
    except ReadError as error:
        assert error.code in ("empty", "unsupported")  # noqa: PT017
