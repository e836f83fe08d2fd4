from __future__ import annotations

import pytest

from report_linter.outline.sentences import splitter

from .made import LEXICONS, document, shown


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("nb", ["Se § 4.", "Vi har vurdert risiko.", "Styret vedtok dette i 2023.", "Neste kommer i 2024."]),
        ("nb", ["§ 4. Plikt til å utføre vurderinger.", "Den gjelder oss."]),
        (
            "nb",
            ["Fristen er 30. juni.", "Perioden er 1. januar–31. desember 2023.", "Det er nr. 5 i rekken."],
        ),
        ("nb", ["Det gjelder f.eks. kap. 4, jf. Åpenhetsloven.", "Nr. 3 er fjernet."]),
        ("nb", ["Vi handler i Vietnam m.fl.", "Vi følger opp."]),
        ("nb", ["Vi kjøper for 83 mill.", "Det er 2.5 prosent av ca. 3 mrd. kroner."]),
        ("nb", ["A. B. Hansen eier www.eksempel.no.", "Kravet følger av bokstav b.", "Andre eier resten."]),
        ("nb", ["3.1. Vi har følgende mål; se under: 1. Åpenhet.", "2. Ansvar."]),
        ("nb", ["«Vi er åpne.»", "(Se side 3.)", "Er vi?", "Ja!", "Vi … arbeider.", "«Slik er det.»"]),
        ("nb", ["Vi har 12 i 2022.", "14 leverandører er nye."]),
        ("nn", ["Sjå t.d. kap. 4 og m.a. Noreg.", "Me har gjort dette den 1. mai.", "Slik er det."]),
        (
            "en",
            ["See sec. 5 of Act no. 99 of 18 June 2021.", "The U.S. Act, e.g. Dodd-Frank, does not apply."],
        ),
        ("en", ["We sell timber, boats etc.", "We follow up.", "Mr. Hansen signed on 30. June 2023."]),
    ],
)
def test_where_sentences_end(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in splitter(LEXICONS[language])(text)] == sentences


def test_units() -> None:
    source = """\
# Om oss. Og dere

Vi er her. Vi blir[^1].

Oslo, 12. juni

- Ett punkt
- To. Tre.

<!-- skjult. tekst -->

| Land | Tiltak |
|---|---|
| Kina | Besøk. Samtale. |
| Laos | En. To. Tre. |

[^1]: Note her.
"""
    assert shown(document(source)) == [
        "heading: Om oss. Og dere",
        "sentence: Vi er her.",
        "sentence: Vi blir.",
        "line: Oslo, 12. juni",
        "item: Ett punkt",
        "sentence: To.",
        "sentence: Tre.",
        "line: skjult. tekst",
        "row: Land | Tiltak",
        "row: Kina | Besøk. Samtale. <8>",
        "line: Laos <8>",
        "sentence: En. <8,10>",
        "sentence: To. <8,10>",
        "sentence: Tre. <8,10>",
        "sentence: Note her.",
    ]


def test_long_rows_are_read_by_cell() -> None:
    long = " ".join(["tiltak"] * 61)
    source = f"| Land | {long} |\n|---|---|\n| Kina | {long} |\n"
    assert [line.replace(long, "LANG") for line in shown(document(source))] == [
        "line: Land",
        "sentence: LANG",
        "line: Kina <0>",
        "sentence: LANG <1,2>",
    ]


def test_context_of_lists() -> None:
    source = """\
Vi har avdekket følgende. Risiko gjelder:

- lønn
- barn
  - i Kina
  - i Laos
- miljø

# Tiltak:

Vi har stilt krav til

1. avtaler
2. besøk

# Land

- Kina

Vi lover:

Vi følger opp. Alltid.

- uten innledning
"""
    assert shown(document(source)) == [
        "sentence: Vi har avdekket følgende.",
        "sentence: Risiko gjelder:",
        "item: lønn <1>",
        "item: barn <1>",
        "item: i Kina <1,3>",
        "item: i Laos <1,3>",
        "item: miljø <1>",
        "heading: Tiltak:",
        "line: Vi har stilt krav til <7>",
        "item: avtaler <7,8>",
        "item: besøk <7,8>",
        "heading: Land",
        "item: Kina <11>",
        "sentence: Vi lover:",
        "sentence: Vi følger opp. <13>",
        "sentence: Alltid.",
        "item: uten innledning",
    ]


def test_context_goes_along_a_list_without_marks() -> None:
    source = """\
Vi har i 2025 hatt disse tiltakene:

Kurs for innkjøpere

Besøk hos vaskerier

Vi fant avvik.

Nye krav
"""
    assert shown(document(source)) == [
        "sentence: Vi har i 2025 hatt disse tiltakene:",
        "line: Kurs for innkjøpere <0>",
        "line: Besøk hos vaskerier <0>",
        "sentence: Vi fant avvik.",
        "line: Nye krav",
    ]
