"""Which part of a long report is the account, and which long documents are an account as a whole."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from report_linter import pack
from report_linter.document import Chosen, Document, Kind, Layer
from report_linter.engine import Engine
from report_linter.lexicons import load_all
from report_linter.outline import outline
from report_linter.readers import read
from report_linter.store import Store

from .made import ACCOUNT, BEFORE, CONTENTS, LANGUAGES, TITLE, account, build, made, report

LEXICONS = load_all()


@cache
def engine() -> Engine:
    store = Store(Path(os.environ["REPORT_LINTER_CACHE"]))
    return Engine(pack.load_together([pack.find("transparency_act")], store), LEXICONS, store)


def document(blocks: list[Any], form: str = "md", language: str = "nb") -> Document:
    return outline(read(made(blocks, form, language), f"x.{form}"), LEXICONS, language)


def ends(found: Document) -> list[tuple[str, str]]:
    """The first and last block of every part of the account, by their texts; nothing: the whole document."""
    told = engine().account(found)
    if told is None:
        return []
    assert told.chosen is Chosen.HEADINGS
    shown = []
    for part in told.parts:
        held = [found.quote(block.span) for block in found.reading.blocks if part.covers(block.span)]
        shown.append((held[0], held[-1]))
    return shown


def heading(text: str, level: int = 2) -> Any:
    return build().Block("heading", (text,), level=level)


def paragraph(text: str) -> Any:
    return build().Block("paragraph", (text,))


LAST = {language: account(language)[-1].texts[-1] for language in LANGUAGES}


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chapter_that_a_heading_names(language: str, form: str) -> None:
    found = document(report(language, paragraphs=75), form, language)
    told = engine().account(found)
    assert told
    (part,) = told.parts
    blocks = [block for block in found.reading.blocks if part.covers(block.span)]
    running = [block for block in blocks if block.layer is Layer.BODY]
    assert found.quote(running[0].span) == ACCOUNT[language]
    assert found.quote(running[-1].span) in LAST[language]
    if form == "pdf":
        assert found.reading.pages is not None
        assert found.reading.pages > 40
        assert {block.page for block in blocks} < set(range(18, 28))


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Human rights due diligence"),
        ("en", "The Norwegian Transparency Act"),
        ("en", "Human rights and decent working conditions"),
        ("nb", "Åpenhetsloven"),
        ("nb", "Aktsomhetsvurderinger 2025"),
        ("nb", "Menneskerettigheter og anstendige arbeidsforhold"),
        ("nn", "Openheitslova"),
        ("nn", "Utgreiing om aktsemdsvurderingar"),
        ("nn", "Menneskerettar og anstendige arbeidstilhøve"),
    ],
)
def test_names_of_an_account(language: str, name: str) -> None:
    found = document(report(language, heading=name), language=language)
    assert ends(found) == [(name, LAST[language])]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "About the Transparency Act"),
        ("en", "Statement on due diligence (GOV-4)"),
        ("en", "Human resources"),
        ("nb", "Om åpenhetsloven"),
        ("nb", "Erklæring om aktsomhetsvurderinger"),
        ("nb", "Mennesker og arbeid"),
        ("nn", "Om openheitslova"),
        ("nn", "Erklæring om aktsemdsvurderingar"),
        ("nn", "Menneske og arbeid"),
    ],
)
def test_headings_that_name_none(language: str, name: str) -> None:
    blocks = report(language, [], heading=name, beside=[paragraph("Vi skriv litt her. " * 20)])
    assert ends(document(blocks, language=language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_that_is_an_account_by_its_title(language: str) -> None:
    assert ends(document(report(language, title=ACCOUNT[language]), language=language)) == []
    both = f"{TITLE[language]} – {ACCOUNT[language]}"
    assert ends(document(report(language, title=both), language=language)) == [
        (ACCOUNT[language], LAST[language])
    ]


def test_a_document_of_ordinary_length() -> None:
    assert ends(document(report("nb", paragraphs=20))) == []


def test_a_report_that_is_mostly_account() -> None:
    assert ends(document(report("nb", account("nb") * 6, paragraphs=20))) == []


def test_several_sections_are_taken_together() -> None:
    said = "Vi svarer på spørsmål om åpenhet, og det har vi gjort " + "i år og i fjor og " * 5 + "før det."
    beside = [heading("Mer om åpenhetsloven hos oss"), paragraph(said)]
    assert ends(document(report("nb", beside=beside))) == [(ACCOUNT["nb"], said)]
    apart = [heading("Personal"), paragraph("Vi er 86 ansatte."), *beside]
    assert ends(document(report("nb", beside=apart))) == [
        (ACCOUNT["nb"], LAST["nb"]),
        ("Mer om åpenhetsloven hos oss", said),
    ]


def test_a_heading_with_next_to_nothing_under_it() -> None:
    beside = [
        heading("Personal"),
        paragraph("Vi er 86."),
        heading("Åpenhetsloven"),
        paragraph("Se eget kapittel."),
    ]
    assert [first for first, _ in ends(document(report("nb", beside=beside)))] == [ACCOUNT["nb"]]


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_lines_of_a_contents_list_are_no_headings(form: str) -> None:
    titles = (*BEFORE["nb"], ACCOUNT["nb"], "Resultatregnskap", "Noter til regnskapet")
    lines = [paragraph(f"{title} {3 + 4 * number}") for number, title in enumerate(titles)]
    listed = [heading(f"{ACCOUNT['nb']} 19"), paragraph("Alle tall er i millioner kroner. " * 12)]
    blocks = report("nb")
    contents = [heading(CONTENTS["nb"]), *lines, heading("Forord"), paragraph("Kjære leser."), *listed]
    found = document([*blocks[:2], *contents, *blocks[2:]], form)
    assert [first for first, _ in ends(found)] == [ACCOUNT["nb"]]


def test_a_chapter_whose_headings_all_look_the_same_reaches_to_the_next_one_in_the_contents_list() -> None:
    def flat(block: Any) -> Any:
        return heading(block.texts[0]) if block.kind == "heading" and block.level > 2 else block

    blocks = [flat(block) for block in report("nb")]
    assert ends(document(blocks, "pdf"))[0][1] != LAST["nb"]
    found = document(blocks, "pdf")
    pages = {found.quote(b.span): b.page or 0 for b in found.reading.blocks if b.kind is Kind.HEADING}
    titles = (*BEFORE["nb"], ACCOUNT["nb"], "Resultatregnskap", "Noter til regnskapet")
    lines = [paragraph(f"{title} {pages[title] + 1}") for title in titles]
    found = document([*blocks[:2], heading(CONTENTS["nb"]), *lines, *blocks[2:]], "pdf")
    listed = {found.quote(b.span) for b in found.reading.blocks if b.layer is Layer.CONTENTS}
    assert {line.texts[0] for line in lines} <= listed
    assert ends(found) == [(ACCOUNT["nb"], LAST["nb"])]
