from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_linter.document import Cell, Line, Span, TextPlace
from report_linter.errors import ReadError
from report_linter.readers.markdown import MEDIA_TYPE, read, sniff

from .invariants import check_reading
from .invariants import labelled as shown


def blocks(source: str) -> list[str]:
    reading = read(source.encode())
    check_reading(reading)
    return shown(reading)


def test_whole_reading() -> None:
    reading = read(b"---\ntitle: 'Vi er'\n---\n# 1. Om *oss*\n\nVi [er](http://x.no)\nher.\n")
    check_reading(reading)
    assert (reading.media_type, reading.title) == (MEDIA_TYPE, "Vi er")
    assert reading.text == "title: 'Vi er'\nOm oss\nVi er her."
    assert shown(reading) == [
        "hidden paragraph: title: 'Vi er'",
        "heading 1. (1): Om oss",
        "paragraph: Vi er her.",
    ]
    assert reading.lines == (
        Line(Span(0, 14), TextPlace(2)),
        Line(Span(15, 21), TextPlace(4)),
        Line(Span(22, 27), TextPlace(6)),
        Line(Span(28, 32), TextPlace(7)),
    )


def test_headings() -> None:
    source = "Redegjørelse\nfor 2024\n====\n\nTiltak\n---\n\n### 2.1 Mål ###\n\n#Ikke overskrift\n\n***\n"
    assert blocks(source) == [
        "heading (1): Redegjørelse for 2024",
        "heading (2): Tiltak",
        "heading 2.1 (3): Mål",
        "paragraph: #Ikke overskrift",
    ]


def test_lists() -> None:
    source = """\
Vi har gjort dette:
1. kartlagt leverandører
i Kina
2) stilt krav
   - [x] i avtaler

     og i møter
   - muntlig
3. fulgt opp

* Slutt

Loven trådte i kraft den
2. juli for alle.
"""
    assert blocks(source) == [
        "paragraph: Vi har gjort dette:",
        "item 1.: kartlagt leverandører i Kina",
        "item 2): stilt krav",
        "item - (1): i avtaler",
        "item (1): og i møter",
        "item - (1): muntlig",
        "item 3.: fulgt opp",
        "item *: Slutt",
        "paragraph: Loven trådte i kraft den 2. juli for alle.",
    ]


def test_tables() -> None:
    reading = read(
        "Land:\n\n| Land | Risiko |\n|---|:-:|\n| **Kina** | Høy \\| lav |\n| | ukjent |\n".encode()
    )
    check_reading(reading)
    assert reading.text == "Land:\nLand\tRisiko\nKina\tHøy | lav\nukjent"
    assert [block.cell for block in reading.blocks] == [
        None,
        Cell(0, 0, 0, True),
        Cell(0, 0, 1, True),
        Cell(0, 1, 0),
        Cell(0, 1, 1),
        Cell(0, 2, 1),
    ]


def test_hidden_text() -> None:
    source = "Før <!-- husk\ndette --> etter.\n\n```\nx < 1 <!-- y -->\n```\n\n[a]: http://x.no\nSlutt.\n"
    assert blocks(source) == [
        "paragraph: Før etter.",
        "hidden paragraph: husk",
        "hidden paragraph: dette",
        "hidden paragraph: x < 1 <!-- y -->",
        "hidden paragraph: [a]: http://x.no",
        "paragraph: Slutt.",
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**Vi** _har_ ~~ikke~~ ***sett***", "Vi har ikke sett"),
        ("stor_bokstav_her og 2*3*4", "stor_bokstav_her og 234"),
        (r"\*ikke\* \[lenke\]", "*ikke* [lenke]"),
        ("`kode *her*` ``a`b``", "kode *her* a`b"),
        ("[t](u 'x') ![alt](b.png) <https://x.no> [t][1]", "t alt https://x.no t"),
        ("[a (b)](http://x.no/a_(b)_c) slutt", "a (b) slutt"),
        ("a<br>b &amp; c&nbsp;d &oslash;", "a b & c d ø"),
        ("[navn på virksomhet]", "[navn på virksomhet]"),
        ("note[^1] her", "note[^1] her"),  # no such note: the mark is a slip that a person should see
        ("note[^1] her\n\n[^1]: Noten.", "note her\nNoten."),
    ],
)
def test_inline_marks(source: str, text: str) -> None:
    assert read(source.encode()).text == text


def test_notes_quotes_and_signatures() -> None:
    source = """\
> Loven sier
> dette.

Vi er enige[^1].

Oslo, 12. juni 2024
Kari Nordmann\\
styreleder

[^1]: Stort
  sett.
"""
    assert blocks(source) == [
        "paragraph: Loven sier dette.",
        "paragraph: Vi er enige.",
        "paragraph: Oslo, 12. juni 2024",
        "paragraph: Kari Nordmann",
        "paragraph: styreleder",
        "notes note 1: Stort sett.",
    ]


def test_sniff_and_errors() -> None:
    assert sniff(b"# Overskrift")
    with pytest.raises(ReadError) as error:
        read(b"\n \n")
    assert error.value.code == "empty"


_PARTS = [
    "# ",
    "- ",
    "1. ",
    "| a | b |",
    "|---|---|",
    "> ",
    "```",
    "<!--",
    "-->",
    "**",
    "_x_",
    "[a](b)",
    "ord",
    "Ord.",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*_PARTS, "\n", "\n\n", "  \n", "    ", "\t", "---", "[^1]: ", "å\u030a", "-\n"])
    )
)
def test_any_parts(parts: list[str]) -> None:
    try:
        reading = read("".join(parts).encode())
    except ReadError as error:
        assert error.code == "empty"  # noqa: PT017
        return
    check_reading(reading)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_unicode(content: str) -> None:
    try:
        check_reading(read(content.encode("utf-8", "replace")))
    except ReadError as error:
        assert error.code in ("empty", "unsupported")  # noqa: PT017


@pytest.mark.parametrize(
    ("source", "struck"),
    [
        ("We buy ~~wool~~ cotton and ~~all of our\ntea~~ coffee.", 2),
        ("We buy wool.", 0),
        ("It takes ~~ 3 weeks ~~ or so, `~~not~~` more.", 0),
        ("~~~\n~~code~~\n~~~", 0),
    ],
)
def test_strokes_are_tracked_changes(source: str, struck: int) -> None:
    facts = dict(read(source.encode()).facts)
    assert facts.get("tracked changes", 0) == struck
