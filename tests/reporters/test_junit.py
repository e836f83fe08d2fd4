from __future__ import annotations

from io import BytesIO

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from report_linter.finding import Severity
from report_linter.reporters import REPORTERS, View
from report_linter.reporters.facts import not_checked, reaches

from . import made
from .outputs import EXPIRED, KNOWN, LANGUAGES, TODAY, WAIVED, decided, saying, text_of, whole


def suites(report, **view):
    return list(JUnitXml.fromroot(JUnitXml.fromfile(BytesIO(rendered(report, **view)))._elem))


def rendered(report, **view):
    return REPORTERS["junit"].render(report, View(today=TODAY, **view))


def results(suite):
    return {case.name.split()[0]: [type(result) for result in case.result] for case in suite}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_output(language, golden):
    golden.check(f"junit.{language}.xml", text_of("junit", whole(language)))


def test_a_suite_for_each_document_and_a_case_for_each_requirement():
    first, clean, unread = suites(
        made.report(made.document_report("en"), made.clean_report("en"), made.unreadable())
    )
    assert (first.name, first.tests, first.failures, first.errors, first.skipped) == (
        "utkast.pdf",
        9,
        1,
        1,
        3,
    )
    assert (clean.name, clean.tests, clean.failures, clean.errors, clean.skipped) == (
        "ferdig.txt",
        4,
        0,
        0,
        0,
    )
    assert (unread.name, unread.tests, unread.errors) == ("låst.pdf", 1, 1)
    assert results(first) == {
        "Reading": [Error],
        "TA-5A-OPS": [],
        "TA-5B-RISK": [],
        "TA-5B-ACT": [Failure],
        "TA-5C-MEAS": [],
        "TA-5C-RES": [Skipped],
        "D-PLACE": [],
        "TA-5-PUB": [Skipped],
        "TA-5-UPD": [Skipped],
    }
    cases = {case.name.split()[0]: case for case in first}
    assert cases["TA-5B-ACT"].classname == "transparency_act.Section 5, letter b"
    assert cases["TA-5B-ACT"].result[0].type == "error"
    assert "We have not found any adverse impacts." in cases["TA-5B-ACT"].result[0].text
    assert "Measures are mentioned, not described." in cases["TA-5C-MEAS"].system_out
    assert cases["TA-5-PUB"].result[0].message.endswith("The website is not in the document.")


@pytest.mark.parametrize("fail_on", [Severity.ERROR, Severity.WARNING, Severity.INFO, None])
@pytest.mark.parametrize("decisions", [(None, None, None), (WAIVED, None, KNOWN), (None, None, EXPIRED)])
def test_there_are_failures_where_the_exit_code_is_1_and_errors_where_it_would_be_3(fail_on, decisions):
    report = made.report(decided("nb", *decisions), made.clean_report())
    found = suites(report, fail_on=fail_on)
    assert bool(sum(suite.failures for suite in found)) == reaches(report, fail_on)
    assert [bool(suite.errors) for suite in found] == [
        bool(not_checked(result)) for result in report.documents
    ]


def test_a_warning_fails_where_warnings_are_asked_for():
    (suite,) = suites(made.report(made.document_report("en")), fail_on=Severity.WARNING)
    assert results(suite)["TA-5C-MEAS"] == [Failure]


def test_what_people_decided_is_told_and_passes():
    (suite,) = suites(made.report(decided("en", WAIVED, None, KNOWN)), fail_on=Severity.INFO)
    cases = {case.name.split()[0]: case for case in suite}
    assert "Waived until 2027-06-30 by Kari Nordmann: The board decides" in cases["TA-5C-MEAS"].system_out
    assert "Known from the baseline" in cases["TA-5B-ACT"].system_out
    assert suite.failures == 0


def test_findings_of_requirements_that_are_not_in_the_report_are_not_lost():
    (suite,) = suites(made.report(made.document_report("en", requirements=())))
    assert results(suite) == {"Reading": [Error], "TA-5C-MEAS": [], "TA-5C-RES": [], "TA-5B-ACT": [Failure]}


@pytest.mark.parametrize(
    "text", ["a\x00\x08\x1b\ufffe\uffff\ud800b", "]]></failure><!-- & <a href='x'>", 'x" y="z']
)
def test_no_text_of_a_draft_breaks_the_file(text, monkeypatch):
    (suite,) = suites(made.report(saying(text, monkeypatch, f"{text}.pdf")))
    said = next(case.result[0].text for case in suite if case.result and isinstance(case.result[0], Failure))
    clean = "".join(
        "�"
        if ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 or ord(character) > 0xFFFD
        else character
        for character in text
    )
    assert clean in said
    assert suite.name == f"{clean}.pdf"


def test_a_class_name_has_one_dot(monkeypatch):
    (suite,) = suites(made.report(saying("§ 5. First. Second", monkeypatch)))
    assert {case.classname.count(".") for case in suite if case.name != "Reading the document"} == {1}


def test_standard_input_has_a_name_and_no_file():
    (suite,) = suites(made.report(made.document_report("en", path="-")))
    assert suite.name == "standard input"
    assert not [case for case in suite if case._elem.get("file")]
