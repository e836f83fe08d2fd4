from __future__ import annotations

import json
import runpy
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from report_linter.document import Line, PdfPlace, Span
from report_linter.engine import Engine
from report_linter.lexicons import load_all
from report_linter.outline import outline
from report_linter.pack import load
from report_linter.pack.names import name_of
from report_linter.readers import read
from report_linter.reporters.identity import uri_of

from . import made
from .outputs import EXPIRED, KNOWN, LANGUAGES, RULES, WAIVED, decided, named, saying, text_of, whole

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
BUILD = runpy.run_path(str(HERE.parents[1] / "fixtures" / "build.py"), run_name="build")


def run_of(report, **view):
    """The one run of the log, after the official schema has seen it."""
    log = json.loads(text_of("sarif", report, **view))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    for result in run["results"]:  # GitHub refuses a file in which one of these is missing
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert run["artifacts"][result["locations"][0]["physicalLocation"]["artifactLocation"]["index"]]
    return run


def by_rule(run):
    return {result["ruleId"]: result for result in run["results"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_output(language, golden):
    run_of(whole(language))
    golden.check(f"sarif.{language}.json", text_of("sarif", whole(language)))


def test_the_schema_refuses_what_sarif_does_not_hold():
    log = json.loads(text_of("sarif", made.report(made.document_report())))
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate(log)


def test_a_result_for_each_finding_and_none_for_what_is_met():
    run = run_of(made.report(made.document_report("en")))
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("TA-5B-ACT.bare-denial", "error"),
        ("TA-5C-MEAS", "warning"),
        ("TA-5C-RES", "note"),
    ]
    assert by_rule(run)["TA-5C-RES"]["properties"]["tags"] == ["transparency_act", "review"]
    assert not [result for result in run["results"] if "kind" in result]


def test_page_and_section_are_logical_places_and_no_line_is_invented():
    (first, *_) = run_of(made.report(made.document_report("en")))["results"]
    (location,) = first["locations"]
    assert set(location["physicalLocation"]) == {"artifactLocation"}
    assert [(place["kind"], place["name"]) for place in location["logicalLocations"]] == [
        ("page", "page 2"),
        ("section", "2 Risk"),
    ]
    assert location["logicalLocations"][0]["properties"]["place"]["page"] == 2
    assert first["partialFingerprints"] == {
        "reportLinterFinding/v1": "ta-5b-act.bare-denial-0123456789abcdef",
        "primaryLocationLineHash": "ta-5b-act.bare-denial-0123456789abcdef",
    }
    assert first["relatedLocations"][0]["logicalLocations"][0]["name"] == "pages 1–2"


def test_a_region_where_the_file_has_lines():
    text = made.document("en", made.text_place, media_type="text/plain")
    (first, *_) = run_of(made.report(made.document_report("en", path="a.txt", document=text)))["results"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"]) == (9, 9)
    assert list(first["partialFingerprints"]) == ["reportLinterFinding/v1"]


def test_what_was_not_read_is_told_by_the_invocation():
    (invocation,) = run_of(whole("en"))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [item["level"] for item in invocation["toolExecutionNotifications"]] == ["error"] * 3 + ["note"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith("NOT READ: pages 2–3")
    (clean,) = run_of(made.report(made.clean_report("en")))["invocations"]
    assert clean == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_waived_findings_stay_as_suppressed_notes_and_known_ones_as_unchanged():
    run = run_of(made.report(decided("en", WAIVED, EXPIRED, KNOWN)))
    waived = by_rule(run)["TA-5C-MEAS"]
    assert waived["level"] == "note"
    assert waived["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "The board decides on this in May.",
            "properties": {"owner": "Kari Nordmann", "until": "2027-06-30"},
        }
    ]
    assert "Waived until 2027-06-30" in waived["message"]["text"]
    known = by_rule(run)["TA-5B-ACT.bare-denial"]
    assert (known["baselineState"], known["level"], "suppressions" in known) == ("unchanged", "error", False)
    assert by_rule(run)["TA-5C-RES"]["baselineState"] == "new"
    assert not [result for result in run_of(whole("en"))["results"] if "baselineState" not in result]
    assert not [
        result
        for result in run_of(made.report(made.document_report("en")))["results"]
        if "baselineState" in result
    ]


def test_all_rules_of_the_packs_are_listed_with_help():
    run = run_of(replace(made.report(made.clean_report("en")), packs=named(*RULES)))
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["defaultConfiguration"]["level"]) == ("TA-5C-MEAS", "error")
    assert rule["helpUri"] == made.URL
    assert rule["help"]["markdown"] == (
        "Which measures there are.\n\n**Why:** Readers ask.\n\n**What to do:** Name \\*each\\* measure.\n\n"
        "**Good wording:** “We pay overtime.”\n\n**What the check cannot see:** Only words.\n\n"
        f"**Legal basis:** [the Transparency Act section 5 first paragraph letter c]({made.URL})"
    )


def test_a_pack_names_all_its_rules():
    name = name_of(load(HERE.parent / "pack" / "small.yaml"))
    assert [(rule.id, rule.requirement) for rule in name.rules] == [
        ("LAMP-1", "LAMP-1"),
        ("LAMP-1.mercury", "LAMP-1"),
    ]
    assert dict(name.rules[1].asks)["en"] == "Mercury is mentioned."


def test_a_url_that_is_none_of_the_web_is_no_help_link():
    bad = replace(RULES[0], citation=replace(RULES[0].citation, url="javascript:alert(1)"))
    (rule,) = run_of(replace(made.report(made.clean_report("en")), packs=named(bad)))["tool"]["driver"][
        "rules"
    ]
    assert "helpUri" not in rule
    assert "javascript" not in rule["help"]["markdown"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/utkast.pdf", ("a%20b/utkast.pdf", True)),
        ("./å#?.pdf", ("%C3%A5%23%3F.pdf", True)),
        ("../utkast.pdf", ("../utkast.pdf", False)),
        ("/tmp/å.pdf", ("file:///tmp/%C3%A5.pdf", False)),
        ("a\udce5.pdf", ("a%E5.pdf", True)),
        ("-", ("-", False)),
    ],
)
def test_paths_as_uris(path, uri):
    assert uri_of(path) == uri
    located = run_of(made.report(made.document_report("en", path=path)))["artifacts"][0]["location"]
    assert located.get("uriBaseId") == ("%SRCROOT%" if uri[1] else None)


def test_no_text_of_a_draft_becomes_a_link_or_a_placeholder(monkeypatch):
    run = run_of(made.report(saying("[click](http://x.invalid) {0} \x00", monkeypatch)))
    text = run["results"][0]["message"]["text"]
    assert "](" not in text
    assert "{{0}}" in text
    assert "\x00" not in json.dumps(run)


def test_the_same_words_twice_have_two_fingerprints():
    result = made.document_report("en")
    run = run_of(made.report(replace(result, findings=result.findings * 2)))
    keys = [result["partialFingerprints"]["reportLinterFinding/v1"] for result in run["results"]]
    assert len(set(keys)) == 6
    assert keys[0] + ":2" == keys[1]


LAMPS = "# Lamps\n\n## Our lamps\n\nThe lamps hold mercury.\n\n## Chairs\n\nWe sell chairs and tables to everyone.\n"


def test_a_fingerprint_survives_a_page_that_is_put_before_it():
    page = "## Foreword\n\n" + "The board thanks everyone for a good year and many fine things.\n\n" * 45
    pack, lexicons = load(HERE.parent / "pack" / "small.yaml"), load_all()
    engine = Engine([pack], lexicons)

    def mercury(markdown):
        pdf = BUILD["as_pdf"](BUILD["parse"](markdown), "Lampeland AS", "en")
        checked = engine.check(outline(read(pdf, "lamps.pdf"), lexicons, "en"), path="lamps.pdf")
        return by_rule(run_of(made.report(checked)))["LAMP-1.mercury"]

    before = mercury(LAMPS)
    after = mercury(LAMPS.replace("# Lamps\n\n", f"# Lamps\n\n{page}"))
    names = [result["locations"][0]["logicalLocations"][0]["name"] for result in (before, after)]
    assert names == ["page 1", "page 2"]
    assert before["partialFingerprints"] == after["partialFingerprints"]


def test_a_place_on_two_pages_keeps_both():
    document = made.document("en")
    span = document.sentences[made.DENIAL].span
    lines = tuple(
        part
        for line in document.reading.lines
        for part in (
            (
                Line(Span(span.start, span.start + 5), PdfPlace(2, (0, 0, 1, 1))),
                Line(Span(span.start + 5, span.end), PdfPlace(3, (0, 0, 1, 1))),
            )
            if line.span == span
            else (line,)
        )
    )
    torn = replace(document, reading=replace(document.reading, lines=lines))
    (first, *_) = run_of(made.report(made.document_report("en", document=torn)))["results"]
    place = first["locations"][0]["logicalLocations"][0]["properties"]["place"]
    assert (place["page"], place["page_end"], place["box_pages"]) == (2, 3, [2, 3])
