from __future__ import annotations

import re

import pytest

from . import made
from .outputs import LANGUAGES, decided, many, saying, text_of, whole

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def commands(text):
    """The commands as GitHub's runner reads them: (name, properties, message)."""
    found = []
    for line in text.splitlines():
        name, properties, message = COMMAND.fullmatch(line).groups()
        pairs = dict(pair.split("=", 1) for pair in properties.split(","))
        for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            pairs = {key: value.replace(code, character) for key, value in pairs.items()}
            if code not in ("%3A", "%2C"):
                message = message.replace(code, character)
        found.append((name, pairs, message))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_output(language, golden):
    golden.check(f"github.{language}.txt", text_of("github", whole(language)))


def test_what_was_not_read_comes_first_and_then_the_worst():
    found = commands(text_of("github", made.report(made.document_report("en"), made.unreadable())))
    assert [(name, pairs.get("file"), pairs["title"]) for name, pairs, _ in found] == [
        ("error", "utkast.pdf", "report-linter: NOT READ"),
        ("error", "utkast.pdf", "report-linter: NOT READ"),
        ("error", "låst.pdf", "report-linter: NOT CHECKED"),
        ("error", "utkast.pdf", "ERROR: Actual adverse impacts [TA-5B-ACT.bare-denial]"),
        ("warning", "utkast.pdf", "WARNING: Measures [TA-5C-MEAS]"),
        ("notice", "utkast.pdf", "REVIEW: Results of measures [TA-5C-RES]"),
        ("notice", None, "report-linter"),
    ]
    assert found[0][2].startswith("pages 2–3")


def test_lines_only_where_the_file_has_lines():
    text = made.document("en", made.text_place, media_type="text/plain")
    lined = made.document_report("en", path="./a/utkast.txt", document=text)
    found = commands(text_of("github", made.report(lined)))
    assert (found[0][1]["file"], found[0][1]["line"], found[0][1]["endLine"]) == ("a/utkast.txt", "9", "9")
    paged = commands(text_of("github", made.report(made.document_report("en"))))
    assert not [pairs for _, pairs, _ in paged if "line" in pairs]
    assert "page 2, “2 Risk”" in paged[2][2]


def test_no_more_than_ten_and_the_last_line_says_how_many_were_left_out():
    found = commands(text_of("github", made.report(many(20)), language="en"))
    assert len(found) == 11
    assert found[-1][0] == "notice"
    assert found[-1][2] == "1 document: 20 errors, 20 warnings, 20 to review. 52 more were not shown"
    assert [name for name, _, _ in found[:10]] == ["error"] * 10


def test_decided_findings_are_counted_and_not_annotated():
    from .outputs import EXPIRED, KNOWN, WAIVED

    found = commands(text_of("github", made.report(decided("en", WAIVED, KNOWN, EXPIRED))))
    assert [pairs["title"] for _, pairs, _ in found[2:]] == [
        "ERROR: Actual adverse impacts [TA-5B-ACT.bare-denial]",
        "report-linter",
    ]
    assert found[2][2].startswith("The waiver by Ola Nordmann expired on 2026-05-31: Until the audit.")
    assert found[-1][2] == "1 document: 1 error; 1 waived, 1 known"


def test_a_clean_run_says_so_and_a_run_that_was_none_says_no_less():
    (clean,) = commands(text_of("github", made.report(made.clean_report("en"))))
    assert clean == ("notice", {"title": "report-linter"}, "1 document: No findings")
    problem, last = commands(text_of("github", made.report(made.unreadable())))
    assert problem[0] == "error"
    assert last[2] == "1 document: No findings listed; the check is incomplete"


@pytest.mark.parametrize(
    "text", ["a%0Ab::error::c\r\n::set-output name=x::y", "100 %, a: b, c=d\n::stop::\x1b[31m"]
)
def test_no_text_of_a_draft_becomes_a_command(text, monkeypatch):
    found = commands(text_of("github", made.report(saying(text, monkeypatch, "a,b:c%.pdf"))))
    assert len(found) == 5
    assert {pairs.get("file") for _, pairs, _ in found} == {"a,b:c%.pdf", None}
    assert "%" in found[2][2]
    assert not [
        character
        for *_, message in found
        for character in message
        if ord(character) < 32 and character != "\n"
    ]


def test_standard_input_has_no_file_and_so_no_lines():
    text = made.document("en", made.text_place, media_type="text/plain")
    found = commands(text_of("github", made.report(made.document_report("en", path="-", document=text))))
    assert not [pairs for _, pairs, _ in found if {"file", "line"} & set(pairs)]
