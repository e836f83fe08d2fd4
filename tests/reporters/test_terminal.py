from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from report_linter import texts
from report_linter.document import Unread
from report_linter.errors import ReadError
from report_linter.finding import (
    Decided,
    Decision,
    DocumentReport,
    Evidence,
    PackName,
    ReadFailure,
    Role,
)
from report_linter.lexicons import load_all
from report_linter.outline import outline
from report_linter.outline.language import refused
from report_linter.readers import read
from report_linter.reporters import REPORTERS, View
from report_linter.reporters.page import clean, shorten

from .made import REMARKS, clean_report, decided_report, document_report, report, unreadable

TERMINAL = REPORTERS["terminal"]


def page_of(report, view):
    return TERMINAL.render(report, view).decode()


LANGUAGES = ("en", "nb", "nn")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_page(language, golden):
    made = report(document_report(language), clean_report(language), unreadable())
    golden.check(f"terminal.{language}.txt", page_of(made, View()))


@pytest.mark.parametrize(
    ("name", "view"),
    [("quiet", View(quiet=True)), ("verbose", View(verbose=True, explain=True, width=72))],
)
def test_other_views(name, view, golden):
    golden.check(f"terminal.{name}.txt", page_of(report(document_report("nb")), view))


def test_clean_document(golden):
    golden.check("terminal.clean.txt", page_of(report(clean_report("nn")), View()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_decided_about_findings(language, golden):
    made = report(decided_report(language))
    golden.check(f"terminal.decided.{language}.txt", page_of(replace(made, remarks=REMARKS), View()))
    if language == "nb":
        page = page_of(replace(made, remarks=REMARKS), View(quiet=True))
        golden.check("terminal.decided.quiet.txt", page)


def test_without_open_findings_the_counts_say_so_and_what_was_set_aside():
    waived = Decision(Decided.WAIVED, "Fordi", "Kari", date(2027, 6, 30))
    made = document_report("nb")
    made = replace(made, findings=tuple(replace(item, decision=waived) for item in made.findings))
    assert "Ingen åpne funn er ført opp; kontrollen er ufullstendig; 3 unntatt." in page_of(
        report(made), View()
    )
    assert "FUNN\n\n" not in page_of(report(made), View())
    made = clean_report("en", findings=made.findings)
    assert "No open findings; 3 waived." in page_of(report(made), View())


def test_fingerprints_are_shown_to_those_who_ask():
    page = page_of(report(decided_report("en")), View(verbose=True))
    assert page.count("Fingerprint: ta-5") == 5
    assert "Fingerprint" not in page_of(report(decided_report("en")), View())


def test_messages_in_another_language_than_the_document():
    page = page_of(report(document_report("nb")), View(language="en"))
    assert "NOT READ" in page
    assert "Bokmål" in page
    assert "Vi har avdekket risiko" in page


def test_what_was_not_read_is_the_first_line():
    page = page_of(report(clean_report(), document_report()), View())
    assert page.splitlines()[0].startswith("IKKE LEST  utkast.pdf: side 2–3 (bilde av tekst")


def test_a_clean_page_never_claims_more_than_it_knows():
    for language in LANGUAGES:
        page = page_of(report(clean_report(language)), View()).lower()
        assert not re.search(r"compliant|oppfyller loven|oppfyller lova", page)
    assert "Ingen funn." in page_of(report(clean_report("nb")), View())


def test_no_findings_in_a_document_that_was_not_wholly_read():
    made = clean_report("nb")
    reading = replace(made.document.reading, unread=(Unread("unknown element w:foo", part="header1"),))
    page = page_of(report(replace(made, document=replace(made.document, reading=reading))), View())
    assert "IKKE LEST  ferdig.txt: delen header1 (ukjent element w:foo)" in page
    assert "Ingen funn er ført opp; kontrollen er ufullstendig." in page


def test_another_kind_of_text_and_a_crashed_rule_come_first():
    page = page_of(report(clean_report("nb", kind="announcement", crashed=("TA-5C-MEAS",))), View())
    kind, crashed = page.split("\n\n")[0].split("IKKE KONTROLLERT  ferdig.txt: ")
    assert kind.startswith("SE PÅ FILEN  ferdig.txt: ")
    assert "kunngjøring" in kind
    assert "en regel sviktet inne i programmet: TA-5C-MEAS" in crashed


def test_colour_only_adds_escapes():
    made = report(document_report())
    plain, coloured = page_of(made, View()), page_of(made, View(colour=True))
    assert "\x1b[" not in plain
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert "\n".join(line.rstrip() for line in stripped.splitlines()) + "\n" == plain


def test_nothing_is_wider_than_asked():
    for width in (60, 100):
        page = page_of(report(document_report()), View(width=width))
        assert max(map(len, page.splitlines())) <= width


def test_packs_are_named_where_there_are_several():
    made = report(document_report("nb"))
    several = replace(made, packs=(*made.packs, PackName("oecd", "1", (("nb", "OECD"),))))
    assert "Åpenhetsloven – § 5 bokstav b" in page_of(several, View())
    assert "Åpenhetsloven – " not in page_of(made, View())


def test_error_codes_without_a_text_show_the_readers_words():
    page = page_of(report(unreadable(code="of_the_future")), View(language="nn"))
    assert "the file is protected by a password" in page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("the text looks Danish; supported are ...", "teksten ser ut som dansk; programmet"),
        ("the text looks Klingon; supported are ...", "teksten ser ut som Klingon; programmet"),
        ("there is too little text to tell its language; x", "det er for lite tekst"),
        ("of the future", "of the future; programmet"),
    ],
)
def test_unknown_languages_are_told_in_the_language_of_the_messages(said, shown):
    made = DocumentReport("a.txt", error=ReadFailure("unknown_language", said))
    assert shown in " ".join(page_of(report(made), View(language="nb")).split())


def test_the_detection_of_languages_says_what_the_texts_know():
    with pytest.raises(ReadError) as short:
        outline(read(b"Hei du", "a.txt"), load_all())
    assert f"detail.{short.value.message.partition(';')[0]}" in texts.load("nb").texts
    assert not [
        item.name for item in refused().values() if f"refused.{item.name}" not in texts.load("nb").texts
    ]


def test_text_of_a_document_cannot_steer_the_terminal():
    assert clean("a\x1b[31mb\u202ec\u2028d[bold]") == "a�[31mb�c�d[bold]"
    assert clean("høyre – «ja» 中") == "høyre – «ja» 中"


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("kort", 10, "kort"),
        ("et par ord til", 10, "et par …"),
        ("et par, ord til", 9, "et par …"),
        ("x" * 20, 10, "x" * 9 + " …"),
    ],
)
def test_quotes_are_cut_between_words(text, length, short):
    assert shorten(text, length) == short


def test_a_place_to_mend_is_named_only_where_a_heading_fits():
    made = document_report("nb")
    first = Evidence(made.document.sentences[0].span, Role.EXPECTED)
    assert "Ventet i: «3 Tiltak», side 2" in page_of(report(made), View())
    nowhere = tuple(replace(finding, evidence=(first,)) for finding in made.findings)
    assert "Ventet i" not in page_of(report(replace(made, findings=nowhere)), View())
