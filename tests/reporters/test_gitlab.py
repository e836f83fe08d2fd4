from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from . import made
from .outputs import KNOWN, LANGUAGES, WAIVED, decided, saying, text_of, whole

# What GitLab's documentation asks of a code quality report.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def issues(report, **view):
    found = json.loads(text_of("gitlab", report, **view))
    jsonschema.Draft7Validator(SCHEMA).validate(found)
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_output(language, golden):
    issues(whole(language))
    golden.check(f"gitlab.{language}.json", text_of("gitlab", whole(language)))


def test_what_was_not_read_comes_first_as_a_blocker():
    found = issues(made.report(made.document_report("en"), made.unreadable()))
    assert [(issue["check_name"], issue["severity"]) for issue in found] == [
        ("report-linter/not-checked", "blocker"),
        ("report-linter/not-checked", "blocker"),
        ("report-linter/not-checked", "blocker"),
        ("TA-5B-ACT.bare-denial", "critical"),
        ("TA-5C-MEAS", "major"),
        ("TA-5C-RES", "info"),
    ]


def test_what_people_decided_stays_as_information():
    found = issues(made.report(decided("en", WAIVED, KNOWN, KNOWN)))
    assert [issue["severity"] for issue in found[2:]] == ["info", "info", "info"]
    assert "Waived until 2027-06-30 by Kari Nordmann" in found[2 + 1]["description"]


def test_a_line_where_the_file_has_lines_else_1_and_the_page_in_words():
    text = made.document("en", made.text_place, media_type="text/plain")
    (denial, *_) = issues(made.report(made.document_report("en", path="./a.txt", document=text)))
    assert denial["location"] == {"path": "a.txt", "lines": {"begin": 9}}
    paged = issues(made.report(made.document_report("en")))[2]
    assert paged["location"]["lines"] == {"begin": 1}
    assert "(page 2, “2 Risk”)" in paged["description"]


def test_the_same_words_twice_are_two_findings_with_fingerprints_that_stay():
    result = made.document_report("en")
    twice = replace(result, findings=result.findings * 2)
    once, both = issues(made.report(result)), issues(made.report(twice))
    assert len(both) == len(once) + 3
    assert {issue["fingerprint"] for issue in once} < {issue["fingerprint"] for issue in both}


def test_nothing_to_say_is_an_empty_list():
    assert issues(made.report(made.clean_report("en"))) == []


def test_no_control_characters_of_a_draft(monkeypatch):
    found = issues(made.report(saying("a\x00b\u202ec\ud800", monkeypatch)))
    assert not [
        issue for issue in found if "\x00" in issue["description"] or "\u202e" in issue["description"]
    ]
    assert "a�b�c�" in found[2]["description"]
