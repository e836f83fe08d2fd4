from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from report_linter.document import DocxPlace, Line, PdfPlace, Span
from report_linter.finding import Decided, Decision
from report_linter.reporters import REPORTERS, View
from report_linter.reporters.json import schema
from report_linter.reporters.places import place_object, section_index

from .made import (
    DENIAL,
    RISK,
    clean_report,
    document,
    document_report,
    docx_place,
    pdf_place,
    report,
    text_place,
    unreadable,
)

JSON = REPORTERS["json"]


def exact(node):
    """The schema with no room for fields it does not name."""
    node = deepcopy(node)

    def close(part, inside_all_of=False):
        if isinstance(part, dict):
            if part.get("type") == "object" and not inside_all_of:
                part["additionalProperties"] = False
            for key, value in part.items():
                close(value, key == "allOf")
        elif isinstance(part, list):
            for value in part:
                close(value, inside_all_of)

    close(node)
    return node


def rendered(*documents, **view):
    text = JSON.render(report(*documents), View(**view)).decode()
    data = json.loads(text)
    jsonschema.Draft7Validator(schema()).validate(data)
    jsonschema.Draft7Validator(exact(schema())).validate(data)
    return text, data


def test_the_schema_is_a_draft_07_schema():
    jsonschema.Draft7Validator.check_schema(schema())
    assert schema()["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_whole_report(golden):
    text, _ = rendered(document_report("nb"), clean_report("nn"), unreadable(), explain=True)
    golden.check("report.json", text)


def test_the_schema_refuses_what_the_contract_does_not_hold():
    _, data = rendered(document_report("nb"))
    data["documents"][0]["findings"][0]["outcome"] = "pass"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema()).validate(data)


def test_letters_stay_letters_and_the_text_ends_in_a_newline():
    text, _ = rendered(document_report("nb"))
    assert "åpenhetsloven" in text
    assert text.endswith("}\n")


def test_summary_counts():
    _, data = rendered(document_report("nb"), clean_report("nb"), unreadable())
    assert data["summary"] == {
        "error": 1,
        "warning": 1,
        "info": 0,
        "review": 1,
        "unchecked": 1,
        "not_applicable": 1,
        "unread": 4,
        "not_checked": 2,
        "waived": 0,
        "known": 0,
        "not_due": 0,
    }


def test_set_aside_only_when_asked_for():
    _, plain = rendered(document_report("nb"))
    _, explained = rendered(document_report("nb"), explain=True)
    assert all(item["set_aside"] == [] for item in plain["documents"][0]["requirements"])
    (aside,) = explained["documents"][0]["requirements"][1]["set_aside"]
    assert (aside["role"], aside["reason"], aside["level"]) == ("set_aside", "quoted law", None)


def test_a_file_that_was_not_read_keeps_its_place():
    _, data = rendered(clean_report("nb"), unreadable())
    assert data["documents"][1] == {
        "path": "låst.pdf",
        "error": {
            "code": "encrypted",
            "message": "filen er beskyttet med passord; lagre en kopi uten passord og kontroller den",
        },
        "not_checked": ["error"],
        "requirements": [],
        "findings": [],
    }


def test_language_of_messages():
    assert rendered(document_report("nb"))[1]["documents"][0]["findings"][0]["message"].startswith("Tiltak")
    other = rendered(document_report("nb"), language="en")[1]["documents"][0]
    assert other["findings"][0]["message"].startswith("Measures")
    assert other["language"] == "nb"


def test_a_reason_to_look_again_is_kept():
    _, data = rendered(clean_report("nb", kind="announcement", kind_reason=(("nb", "kort"),), crashed=("X",)))
    made = data["documents"][0]
    assert (made["not_checked"], made["kind_reason"], made["crashed"]) == (["kind", "crashed"], "kort", ["X"])


@pytest.mark.parametrize(
    ("place", "sentence", "expected"),
    [
        (text_place, DENIAL, {"line": 9, "line_end": 9}),
        (text_place, RISK, {"line": 7, "line_end": 9}),
        (docx_place, RISK, {"paragraph": 4}),
        (pdf_place, DENIAL, {"page": 2, "page_end": 2, "boxes": [[70.9, 180.0, 510.3, 192.0]]}),
        (
            pdf_place,
            RISK,
            {
                "page": 1,
                "page_end": 2,
                "boxes": [[70.9, 160.0, 510.3, 172.0], [70.9, 180.0, 510.3, 192.0]],
                "box_pages": [1, 2],
            },
        ),
    ],
)
def test_places(place, sentence, expected):
    made = document("nb", place)
    assert place_object(made, made.sentences[sentence].span) == expected


def with_lines(*lines):
    made = document("nb")
    return replace(made, reading=replace(made.reading, lines=lines))


def test_words_of_one_printed_line_become_one_box():
    words = [PdfPlace(1, (10, 10, 50, 20)), PdfPlace(1, (53, 11, 90, 20)), PdfPlace(1, (10, 24, 40, 34))]
    made = with_lines(*(Line(Span(5 * i, 5 * i + 5), place) for i, place in enumerate(words)))
    found = place_object(made, Span(0, 15))
    assert found == {"page": 1, "page_end": 1, "boxes": [[10, 10, 90, 20], [10, 24, 40, 34]]}


def test_paragraphs_outside_the_body_name_their_part():
    made = with_lines(
        Line(Span(0, 5), DocxPlace(3, "footnotes")), Line(Span(5, 9), DocxPlace(4, "footnotes"))
    )
    assert place_object(made, Span(0, 9)) == {"paragraph": 3, "paragraph_end": 4, "part": "footnotes"}


def test_a_span_between_sentences_still_has_a_section():
    made = replace(document("nb"), sentences=())
    assert [section_index(made, block.span) for block in made.reading.blocks] == [0, 0, 1, 1, 1, 2, 2]


def test_what_people_have_decided_is_shown_and_does_not_count():
    made = document_report("nb")
    first, second, third = made.findings
    until = date(2027, 6, 30)
    waived = replace(first, decision=Decision(Decided.WAIVED, "said in the group's account", "K. Lie", until))
    known = replace(second, decision=Decision(Decided.KNOWN))
    expired = replace(third, decision=Decision(Decided.EXPIRED, "soon", "K. Lie", date(2026, 1, 1)))
    _, data = rendered(replace(made, findings=(waived, known, expired)))
    assert [item["decision"] for item in data["documents"][0]["findings"]] == [
        {
            "state": "waived",
            "reason": "said in the group's account",
            "owner": "K. Lie",
            "until": "2027-06-30",
        },
        {"state": "known", "reason": "", "owner": "", "until": None},
        {"state": "expired", "reason": "soon", "owner": "K. Lie", "until": "2026-01-01"},
    ]
    summary = data["summary"]
    counted = ("error", "warning", "review", "waived", "known")
    assert [summary[key] for key in counted] == [1, 0, 0, 1, 1]
