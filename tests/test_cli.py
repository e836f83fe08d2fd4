from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import report_linter.engine
import report_linter.pack
from report_linter.cli import main, streams
from report_linter.cli.check import exit_code, progress
from report_linter.document import Document, Reading, Unread
from report_linter.errors import PackError, PackErrors, UsageError
from report_linter.finding import (
    Citation,
    Confidence,
    DocumentReport,
    Evidence,
    Finding,
    Level,
    Outcome,
    Report,
    RequirementResult,
    Severity,
)
from report_linter.pack.examples import ExampleReport
from report_linter.pack.model import Example, Pack, Requirement, Rule
from report_linter.reporters import View
from report_linter.reporters.json import schema

SOURCE = Path(__file__).parents[1] / "src"
TEXT = (
    "Redegjørelse for aktsomhetsvurderinger\n\n"
    "Vi har avdekket risiko for lange arbeidsdager hos tre av leverandørene våre i Polen.\n\n"
    "Det er ikke avdekket andre forhold, og vi har ikke funnet noe som må stanses i egen virksomhet.\n"
)


def said(text):
    return (("en", f"{text} in English"), ("nb", f"{text} på bokmål"), ("nn", f"{text} på nynorsk"))


def rule(name, message=()):
    return Rule(
        id=name,
        kind="requires",
        options={},
        judge=None,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message=message,
        advice=said("Further advice") if message else (),
        examples=(
            Example("en", "absent", "We like risk.", 3),
            Example("en", "described", "We have found\n  a risk.", 4),
            Example("nb", "described", "Vi har avdekket en risiko.", 5),
        ),
        line=1,
        unnoticed={},
    )


def requirement(name, check, further=(), unchecked=()):
    keys = ("title", "asks", "why", "absent", "mentioned", "advice", "example", "limits")
    texts = {key: said(key.capitalize()) for key in keys}
    return Requirement(
        id=name,
        part=said("Letter b"),
        citation=Citation(said("The Act section 5"), "https://lovdata.no/x"),
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        check=check,
        further=further,
        unchecked=unchecked,
        line=1,
        **texts,
    )


PACK = Pack(
    id="made",
    edition="1",
    languages=("en", "nb", "nn"),
    title=said("Made pack"),
    url="https://lovdata.no/x",
    requirements=(
        requirement("TA-5B-RISK", rule("TA-5B-RISK"), (rule("TA-5B-RISK.bare", said("Bare")),)),
        requirement("TA-5-PUB", None, (), said("The website is not in the document")),
    ),
    concepts={},
    quotations=(),
    documents=None,
    chain=None,
    path="made.yaml",
)


class Engine:
    """Answers by file name, and writes down what it was asked: it works in another process."""

    def __init__(self, packs, lexicons, store, budget=None):
        assert [pack.id for pack in packs] == ["made"]

    def account(self, document):
        return None

    def check(self, document, *, account, path, sha256, today, select, ignore, document_kind):
        asked = {
            "today": today,
            "select": select,
            "ignore": ignore,
            "language": document.language,
            "account": account and [document.quote(part) for part in account.parts],
        }
        with Path("asked.log").open("a", encoding="utf-8") as log:
            log.write(f"{asked!r}\n")
        name = Path(path).stem
        if name == "broken":
            raise KeyError("inside")
        span = document.sentences[1].span
        outcome = Outcome.FAIL if name.startswith("bad") else Outcome.PASS
        severity = Severity.WARNING if name == "bad-warning" else Severity.ERROR
        shared = {"pack": "made", "citation": PACK.requirements[0].citation, "severity": severity}
        result = RequirementResult(
            id="TA-5B-RISK",
            part=said("Letter b"),
            title=said("Title"),
            outcome=outcome,
            level=Level.DESCRIBED,
            evidence=(Evidence(span, level=Level.DESCRIBED),),
            **shared,
        )
        finding = Finding(
            rule="TA-5B-RISK",
            requirement="TA-5B-RISK",
            outcome=Outcome.REVIEW if name == "bad-review" else Outcome.FAIL,
            confidence=Confidence.HIGH,
            message=said("Message"),
            why=said("Why"),
            advice=said("Advice"),
            example=said("Example"),
            evidence=(Evidence(span),),
            fingerprint="0" * 16,
            **shared,
        )
        return DocumentReport(
            path,
            document.reading.media_type,
            sha256,
            "announcement" if name == "notice" else "account",
            document=document,
            requirements=(result,),
            findings=(finding,) if outcome is Outcome.FAIL else (),
            crashed=("TA-5B-RISK",) if name == "crashed" else (),
        )


def find(name):
    if name == "made":
        return Path("made.yaml")
    raise UsageError(f"there is no pack '{name}'; did you mean 'made'?")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORT_LINTER_CACHE", "off")  # a made pack is not known by its file
    for name in ("good", "bad", "bad-warning", "bad-review", "broken", "notice", "crashed"):
        Path(f"{name}.txt").write_text(TEXT, encoding="utf-8")
    Path("empty.txt").write_bytes(b"")
    Path("lfs.pdf").write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    Path("nothing").mkdir()
    monkeypatch.setattr(report_linter.engine, "Engine", Engine)
    monkeypatch.setattr(report_linter.pack, "shipped", lambda: (Path("made.yaml"),))
    monkeypatch.setattr(report_linter.pack, "find", find)
    monkeypatch.setattr(report_linter.pack, "load", lambda path, loaded=None: PACK)
    return tmp_path


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)


def run_json(*arguments, stdin=None):
    result = run("check", *arguments, "--format", "json", stdin=stdin)
    data = json.loads(result.stdout)
    jsonschema.Draft7Validator(schema()).validate(data)
    return result, data


# check: exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.txt"], 0),
        (["bad.txt"], 1),
        (["good.txt", "bad.txt"], 1),
        (["bad.txt", "--exit-zero"], 0),
        (["bad.txt", "--fail-on", "never"], 0),
        (["bad-warning.txt"], 0),
        (["bad-warning.txt", "--fail-on", "warning"], 1),
        (["bad-warning.txt", "--fail-on", "info"], 1),
        (["bad-review.txt", "--fail-on", "info"], 0),
        (["gone.txt"], 3),
        (["empty.txt"], 3),
        (["lfs.pdf"], 3),
        (["nothing"], 3),
        (["good.txt", "gone.txt"], 3),
        (["bad.txt", "gone.txt"], 1),
        (["bad.txt", "gone.txt", "--exit-zero"], 3),
        (["bad.txt", "gone.txt", "--fail-on", "never"], 3),
        (["notice.txt"], 3),
        (["crashed.txt"], 3),
        (["broken.txt"], 3),
        (["broken.txt", "bad.txt"], 1),
        ([], 2),
        (["good.txt", "--fail-on", "fatal"], 2),
        (["good.txt", "bad.txt", "--jobs", "2"], 1),
        (["good.txt", "--jobs", "0"], 2),
        (["good.txt", "--timeout", "0"], 2),
        (["good.txt", "--date", "30.06.2026"], 2),
        (["good.txt", "--quiet", "--verbose"], 2),
        (["good.txt", "--input-format", "pdf"], 2),
        (["good.txt", "--pack", "mad"], 2),
        (["good.txt", "--output", "good.json"], 2),
    ],
)
def test_exit_codes(folder, arguments, code):
    assert run("check", *arguments).exit_code == code


def test_pages_that_were_not_read_are_no_clean_result(folder):
    def code(*unread):
        reading = Reading("application/pdf", "x", (), (), unread)
        result = DocumentReport("a.pdf", kind="account", document=Document(reading, (), (), "nb"))
        return exit_code(Report("1", (), (result,)), "error", exit_zero=False)

    assert code(Unread("no text layer", page=1)) == 3
    assert code() == 0


# check: what is said


def test_every_file_keeps_its_place(folder):
    result, data = run_json("good.txt", "gone.txt", "empty.txt", "lfs.pdf", "nothing", "broken.txt")
    errors = [document.get("error", {}).get("code") for document in data["documents"]]
    assert errors == [None, "missing", "empty", "lfs_pointer", "no_documents", "internal"]
    assert data["summary"]["not_checked"] == 5
    assert result.exit_code == 3


def test_an_error_inside_the_program_is_one_line_unless_more_is_asked_for(folder):
    plain = run("check", "broken.txt")
    assert "Traceback" not in plain.output
    assert "KeyError: 'inside'" in plain.stdout
    assert "Traceback" in run("check", "broken.txt", "--verbose").stderr


def test_what_could_not_be_read_stands_first(folder):
    page = run("check", "good.txt", "gone.txt").stdout
    assert page.startswith("IKKE KONTROLLERT  gone.txt: filen finnes ikke")


def test_documents_below_a_folder(folder):
    _, data = run_json(".", "--ignore", "TA-5-PUB")
    assert [document["path"] for document in data["documents"]][:3] == [
        "bad-review.txt",
        "bad-warning.txt",
        "bad.txt",
    ]


def test_other_formats_below_a_folder_are_named(folder):
    Path("old.doc").write_bytes(b"x")
    assert "old.doc" in run("check", ".").stderr
    assert "old.doc" not in run("check", ".", "--quiet").stderr


def test_language_of_messages(folder):
    assert "Message på bokmål" in run("check", "bad.txt").stdout
    assert "Message på nynorsk" in run("check", "bad.txt", "--lang", "nn").stdout


def what_was_asked():
    known = {"datetime": datetime, "frozenset": frozenset}
    return [eval(line, known) for line in Path("asked.log").read_text(encoding="utf-8").splitlines()]


def test_what_the_engine_is_asked(folder):
    run(
        "check",
        "good.txt",
        "--select",
        "TA-5B-RISK,TA-5-PUB",
        "--ignore",
        "TA-5B-RISK.bare",
        "--date",
        "2026-06-30",
    )
    run("check", "good.txt", "--document-lang", "nn")
    first, second = what_was_asked()
    assert first == {
        "today": date(2026, 6, 30),
        "select": frozenset({"TA-5B-RISK", "TA-5-PUB"}),
        "ignore": frozenset({"TA-5B-RISK.bare"}),
        "language": "nb",
        "account": None,
    }
    assert (second["select"], second["language"]) == (frozenset(), "nn")


PAGED = (
    "Årsrapport\n\nVi selger turtøy i tre land.\n\f"
    "Redegjørelse\n\nVi vurderer risiko.\n\f"
    "Regnskap\n\nTall følger her.\n"
)
HEADED = (
    "# Årsrapport\n\nVi selger tøy.\n\n## 1 Risiko\n\nFørst.\n\n## 2 Risiko\n\nSå.\n\n### Pris\n\nDyrt.\n"
)


@pytest.mark.parametrize(
    ("name", "arguments", "account"),
    [
        ("paged.txt", ("--pages", "2"), ["Redegjørelse Vi vurderer risiko."]),
        ("paged.txt", ("--pages", "2-3"), ["Redegjørelse Vi vurderer risiko. Regnskap Tall følger her."]),
        (
            "paged.txt",
            ("--pages", " 1, 3–3"),
            ["Årsrapport Vi selger turtøy i tre land.", "Regnskap Tall følger her."],
        ),
        ("headed.md", ("--section", "2  risiko"), ["Risiko Så. Pris Dyrt."]),
        ("headed.md", ("--section", "1 Risiko", "--section", "pris"), ["Risiko Først.", "Pris Dyrt."]),
    ],
)
def test_a_person_says_where_the_account_stands(folder, name, arguments, account):
    Path(name).write_text(PAGED if name == "paged.txt" else HEADED, encoding="utf-8")
    result = run("check", name, *arguments, "--document-lang", "nb")
    assert result.exit_code == 0, result.stderr
    (asked,) = what_was_asked()
    assert asked["account"] == account
    shown = json.loads(run("show", name, *arguments, "--document-lang", "nb", "--format", "json").stdout)
    spans = [part["span"] for part in shown["account"]["parts"]]
    assert [" ".join(shown["text"][start:end].split()) for start, end in spans] == account


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("paged.txt", ("--pages", "4"), "paged.txt: --pages: there is no page 4; the document has 3"),
        ("paged.txt", ("--pages", "3-2"), "'3-2' does not run from a first page (1 or more) to a later one"),
        ("paged.txt", ("--pages", "0"), "'0' does not run from a first page (1 or more) to a later one"),
        ("paged.txt", ("--pages", "2,"), "'' is no page or range of pages; write 12-18,20"),
        ("paged.txt", ("--pages", ""), "'' is no page or range of pages; write 12-18,20"),
        (
            "headed.md",
            ("--pages", "2"),
            "headed.md: --pages: this document has no pages of its own; name a heading with --section",
        ),
        (
            "headed.md",
            ("--section", "Risko"),
            "headed.md: --section: no heading is called 'Risko'; did you mean 'Risiko'?",
        ),
        (
            "headed.md",
            ("--section", "Åpenhetsloven"),
            "no heading is called 'Åpenhetsloven'; its first headings are 'Årsrapport', 'Risiko', 'Pris'; "
            "'report-linter show' lists all",
        ),
        (
            "headed.md",
            ("--section", "Risiko"),
            "2 headings are called 'Risiko' (line 5, line 9); "
            "write its number too, or name pages with --pages",
        ),
        ("plain.txt", ("--section", "Risiko"), "the document has no headings; name pages with --pages"),
        (
            "headed.md",
            ("--section", "Pris", "--pages", "2"),
            "--pages and --section both say where the account stands; keep one",
        ),
    ],
)
def test_a_part_that_is_not_there(folder, name, arguments, message):
    plain = "Vi selger tøy i tre land, og vi har butikker i fire byer på Vestlandet.\n"
    text = {"paged.txt": PAGED, "headed.md": HEADED, "plain.txt": plain}[name]
    Path(name).write_text(text, encoding="utf-8")
    for command in ("check", "show"):
        result = run(command, name, *arguments, "--document-lang", "nb")
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr


def test_a_part_is_of_one_document(folder):
    result = run("check", "good.txt", "bad.txt", "--pages", "2")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--pages is about one document, and 2 were found; name one" in result.stderr


def test_standard_input(folder):
    result, data = run_json("-", "--input-format", "text", stdin=TEXT)
    assert (data["documents"][0]["path"], result.exit_code) == ("-", 0)
    assert "standard inndata" in run("check", "-", stdin=TEXT).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "TA-5B-RISQ"], "--select: no rule has the id 'TA-5B-RISQ'; did you mean 'TA-5B-RISK'?"),
        (["--ignore", "ta-5-pub"], "--ignore: no rule has the id 'ta-5-pub'; did you mean 'TA-5-PUB'?"),
        (["--ignore", "zzz"], "'report-linter rules' lists them"),
        (["--select", "TA-5-PUB"], "no rule is left to check"),
        (["--select", "TA-5B-RISK", "--ignore", "TA-5B-RISK"], "no rule is left to check"),
        (["--pack", "mad"], "there is no pack 'mad'; did you mean 'made'?"),
        (["--output", "json"], "write FORMAT=PATH"),
        (["--output", "pptx=x"], "unknown format 'pptx'; known are terminal, json, html"),
        (["--output", "json=gone/x.json"], "there is no folder 'gone'"),
        (["--output", "json=nothing"], "this is a folder"),
        (["--output", "json=./good.txt"], "this is one of the documents to check"),
        (["--output", "json=x", "--output", "terminal=./x"], "two outputs have the same file"),
    ],
)
def test_wrong_use_is_one_line_that_says_what_is_right(folder, arguments, message):
    result = run("check", "good.txt", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("report-linter: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_outputs(folder):
    Path("old.json").write_text("old")
    result = run("check", "bad.txt", "--output", "json=old.json", "--output", "terminal=page.txt", "--quiet")
    assert result.exit_code == 1
    assert json.loads(Path("old.json").read_text(encoding="utf-8"))["summary"]["error"] == 1
    assert Path("page.txt").read_text(encoding="utf-8") == result.stdout
    assert not list(folder.glob(".*"))


def test_several_outputs_of_one_run(folder):
    formats = ("json", "markdown", "xlsx", "sarif", "junit", "gitlab")
    outputs = [word for name in formats for word in ("--output", f"{name}=out.{name}")]
    result = run("check", "bad.txt", "--format", "github", *outputs)
    assert result.exit_code == 1
    assert all(line.startswith("::") for line in result.stdout.splitlines())
    sarif = json.loads(Path("out.sarif").read_text(encoding="utf-8"))["runs"][0]
    found = json.loads(Path("out.json").read_text(encoding="utf-8"))["documents"][0]["findings"]
    assert {item["partialFingerprints"]["reportLinterFinding/v1"] for item in sarif["results"]} == {
        item["fingerprint"] for item in found
    }
    assert sarif["tool"]["driver"]["rules"]
    assert 'failures="1"' in Path("out.junit").read_text(encoding="utf-8")
    assert Path("out.xlsx").read_bytes().startswith(b"PK")
    assert len(json.loads(Path("out.gitlab").read_text(encoding="utf-8"))) >= len(found)
    assert Path("out.markdown").read_text(encoding="utf-8").startswith("## ")


def test_failures_of_junit_follow_fail_on(folder):
    run("check", "bad.txt", "--fail-on", "never", "--output", "junit=out.xml")
    assert 'failures="0"' in Path("out.xml").read_text(encoding="utf-8")


def test_a_workbook_is_not_for_the_screen(folder):
    result = run("check", "bad.txt", "--format", "xlsx")
    assert (result.exit_code, result.stdout) == (2, "")


def test_an_output_that_cannot_be_written_leaves_the_old_file(folder, monkeypatch):
    Path("old.json").write_text("old")

    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    result = run("check", "good.txt", "--output", "json=old.json")
    assert (result.exit_code, Path("old.json").read_text()) == (2, "old")
    assert "No space left on device" in result.stderr
    assert not list(folder.glob(".*"))


def test_a_pack_with_errors(folder, monkeypatch):
    errors = PackErrors((PackError("made.yaml", 3, 1, "wrong"), PackError("made.yaml", 5, 7, "wrong too")))

    def refuse(path, loaded=None):
        raise errors

    monkeypatch.setattr(report_linter.pack, "load", refuse)
    result = run("check", "good.txt")
    assert result.exit_code == 2
    assert "made.yaml:3:1: wrong\nmade.yaml:5:7: wrong too\n" in result.stderr
    result = run("pack", "check")
    assert (result.exit_code, result.stderr) == (2, "made.yaml:3:1: wrong\nmade.yaml:5:7: wrong too\n")


def test_no_pack_at_all_is_no_clean_result(folder, monkeypatch):
    monkeypatch.setattr(report_linter.pack, "shipped", lambda: ())
    result = run("check", "good.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no rule pack was found" in result.stderr


def test_an_unforeseen_error_before_any_document_is_no_finding(folder, monkeypatch):
    def fail(path, loaded=None):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(report_linter.pack, "load", fail)
    result = run("check", "good.txt")
    assert result.exit_code == 3
    assert "please report it" in result.stderr


# show


def test_show(folder):
    result = run("show", "good.txt")
    assert result.exit_code == 0
    assert "REDEGJØRELSE" not in result.stdout
    assert "Vi har avdekket risiko" in result.stdout
    assert "linje 3" in result.stdout
    assert "line 3" in run("show", "good.txt", "--lang", "en").stdout


def test_show_json_holds_the_text_that_spans_point_into(folder):
    shown = json.loads(run("show", "good.txt", "--format", "json").stdout)
    _, data = run_json("bad.txt")
    evidence = data["documents"][0]["findings"][0]["evidence"][0]
    start, end = evidence["span"]
    assert " ".join(shown["text"][start:end].split()) == evidence["quote"]
    assert [sentence["text"] for sentence in shown["sentences"]][1] == evidence["quote"]
    assert shown["language"] == "nb"


@pytest.mark.parametrize(("path", "code"), [("gone.txt", 3), ("lfs.pdf", 3), ("nothing", 2)])
def test_show_says_why_it_cannot(folder, path, code):
    result = run("show", path)
    assert result.exit_code == code
    assert result.stderr.startswith("report-linter: ")
    assert path in result.stderr
    assert result.stdout == ""


# explain, rules


def test_explain(folder):
    page = run("explain", "TA-5B-RISK").stdout
    assert page.startswith("Title in English  [TA-5B-RISK]\n")
    for text in (
        "Asks in",
        "https://lovdata.no/x",
        "“We have found a risk.”",
        "Limits in",
        "[TA-5B-RISK.bare]",
    ):
        assert text in page
    assert "Vi har" not in page


def test_explain_a_further_rule_in_another_language(folder):
    page = run("explain", "TA-5B-RISK.bare", "--lang", "nb").stdout
    assert "Bare på bokmål" in page
    assert "«Vi har avdekket en risiko.»" in page
    assert "Pakken har ingen døme på dette språket." in run("explain", "TA-5B-RISK", "--lang", "nn").stdout


def test_explain_what_is_not_checked(folder):
    page = run("explain", "TA-5-PUB").stdout
    assert "The website is not in the document in English" in page
    assert "EXAMPLES" not in page


def test_explain_unknown(folder):
    result = run("explain", "TA-5B-RISC")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'TA-5B-RISK'?" in result.stderr


def test_rules(folder):
    page = run("rules").stdout
    assert [line.split()[0] for line in page.splitlines()[1:]] == [
        "TA-5B-RISK",
        "TA-5B-RISK.bare",
        "TA-5-PUB",
    ]
    assert "unchecked" in page
    data = json.loads(run("rules", "--format", "json", "--lang", "nb").stdout)
    first, second = data["packs"][0]["requirements"]
    assert [item["id"] for item in first["rules"]] == ["TA-5B-RISK", "TA-5B-RISK.bare"]
    assert (second["rules"], second["unchecked"]) == ([], "The website is not in the document på bokmål")


# pack


def test_pack_check(folder):
    result = run("pack", "check", "made")
    assert result.exit_code == 0
    assert result.stdout == "made.yaml: no errors; 2 requirements, 2 rules, 6 examples in en, nb, nn\n"
    assert run("pack", "check", "mad").exit_code == 2


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ({}, 0),
        ({"unused": ("a.yaml:3: risk",)}, 0),
        ({"explained": ("a.yaml:3: x",)}, 0),
        ({"failures": ("a.yaml:3: expected absent",)}, 1),
        ({"missing": ("a.yaml:3: no example",)}, 1),
        ({"unnoticed": ("a.yaml:3: x",)}, 1),
    ],
)
def test_pack_test(folder, monkeypatch, lists, code):
    from report_linter.pack import examples

    empty = dict.fromkeys(("failures", "missing", "unused", "unnoticed", "explained"), ())
    monkeypatch.setattr(examples, "run", lambda pack, mutate: ExampleReport(**(empty | lists), counted=6))
    result = run("pack", "test", "--mutate")
    assert result.exit_code == code
    assert "6 examples" in result.stdout
    for lines in lists.values():
        assert lines[0] in result.stdout


# Streams


@pytest.mark.parametrize(
    ("tty", "environment", "width", "colour"),
    [
        (False, {}, 100, False),
        (True, {"COLUMNS": "70", "TERM": "xterm"}, 70, True),
        (True, {"COLUMNS": "300", "TERM": "xterm"}, 120, True),
        (True, {"COLUMNS": "70", "TERM": "xterm", "NO_COLOR": "1"}, 70, False),
        (True, {"COLUMNS": "70", "TERM": "dumb"}, 70, False),
    ],
)
def test_width_and_colour(monkeypatch, tty, environment, width, colour):
    for name in ("COLUMNS", "TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: tty, raising=False)
    view = streams.on_screen(View())
    assert (view.width, view.colour) == (width, colour)


# The program as a process


def start(*arguments, **environment):
    command = [sys.executable, *arguments]
    path = os.pathsep.join((str(SOURCE), os.environ["PYTHONPATH"]))
    everything = {**os.environ, "PYTHONPATH": path, **environment}
    return subprocess.run(command, capture_output=True, env=everything, check=False)


def test_help_imports_nothing_heavy():
    done = start("-X", "importtime", "-m", "report_linter", "--help")
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.decode().splitlines()
    }
    assert done.returncode == 0
    assert "click" in imported
    heavy = {"spacy", "pdfplumber", "pypdfium2", "lxml", "yaml", "jsonschema", "rich", "numpy"}
    assert not heavy & imported


def test_output_is_utf_8_whatever_the_locale(tmp_path):
    path = tmp_path / "gone – æøå.txt"
    for environment in (
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C.UTF-8"},
    ):
        done = start("-m", "report_linter", "show", str(path), **environment)
        assert done.returncode == 3
        assert "æøå" in done.stderr.decode("utf-8")


def test_a_reader_that_goes_away_changes_nothing():
    script = (
        "import os, sys\n"
        "from report_linter.cli import streams\n"
        "reading, writing = os.pipe()\n"
        "os.close(reading)\n"
        "os.dup2(writing, 1)\n"
        "streams.emit('x' * 100000)\n"
        "sys.exit(3)\n"
    )
    done = start("-c", script)
    assert (done.returncode, done.stderr) == (3, b"")


@pytest.mark.parametrize(
    ("files", "unwanted", "tty", "environment", "shown"),
    [
        (3, False, True, {}, True),
        (3, False, False, {}, False),
        (3, False, True, {"PRE_COMMIT": "1"}, False),
        (3, True, True, {}, False),
        (1, False, True, {}, False),
    ],
)
def test_progress(monkeypatch, capsys, files, unwanted, tty, environment, shown):
    monkeypatch.delenv("PRE_COMMIT", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: tty, raising=False)
    with progress(files, unwanted) as advance:
        advance()
    said = capsys.readouterr()
    assert (said.out, "1/3" in said.err) == ("", shown)
    assert bool(said.err) is shown
