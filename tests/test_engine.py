"""From verdicts to outcomes: what the engine adds to what kinds say."""

import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from report_linter.budget import Budget, OutOfTime
from report_linter.document import Document, Unread
from report_linter.engine import Engine
from report_linter.finding import Confidence, DocumentReport, Level, Outcome, Role, Severity, Verdict
from report_linter.lexicons import load_all
from report_linter.match import Text
from report_linter.outline import outline
from report_linter.pack import Pack, load
from report_linter.readers import read

LEXICONS = load_all()
LAMPS = load(Path(__file__).parent / "pack" / "small.yaml")


def document(text: str) -> Document:
    return outline(read(text.encode(), "x.txt", "text"), LEXICONS, "en")


def check(text: str, pack: Pack = LAMPS, **options: frozenset[str]) -> DocumentReport:
    return Engine([pack], LEXICONS).check(document(text), path="x.txt", **options)


@pytest.mark.parametrize(
    ("text", "level", "outcome", "severity"),
    [
        ("We sell chairs.", Level.ABSENT, Outcome.FAIL, Severity.ERROR),
        ("We sell lamps.", Level.MENTIONED, Outcome.FAIL, Severity.WARNING),
        ("Our lamps are made in small workshops.", Level.DESCRIBED, Outcome.PASS, Severity.ERROR),
        ("Our lamps are made in Norway.", Level.SPECIFIC, Outcome.PASS, Severity.ERROR),
    ],
)
def test_levels_give_outcomes(text: str, level: Level, outcome: Outcome, severity: Severity) -> None:
    result = check(text).requirements[0]
    assert (result.level, result.outcome, result.severity) == (level, outcome, severity)


def test_all_requirements_are_reported_and_findings_are_attributed() -> None:
    report = check("We sell lamps.\n\nThe lamps hold mercury.")
    assert [(r.id, r.outcome) for r in report.requirements] == [
        ("LAMP-1", Outcome.FAIL),
        ("LAMP-2", Outcome.UNCHECKED),
    ]
    assert dict(report.requirements[1].reason)["en"] == "A label is on the lamp."
    assert [(f.rule, f.requirement, f.severity, dict(f.message)["en"]) for f in report.findings] == [
        ("LAMP-1", "LAMP-1", Severity.WARNING, "Lamps, but not their origin."),
        ("LAMP-1.mercury", "LAMP-1", Severity.WARNING, "Mercury is mentioned."),
    ]
    quotes = [report.document.quote(e.span) for e in report.findings[1].evidence if report.document]
    assert quotes == ["The lamps hold mercury."]


def test_a_missing_thing_has_a_place() -> None:
    (finding,) = check("We sell chairs.\n\nWhere our lamps are made\n\nChairs are comfortable.").findings
    (expected,) = [e for e in finding.evidence if e.role is Role.EXPECTED]
    text = document("We sell chairs.\n\nWhere our lamps are made\n\nChairs are comfortable.")
    assert text.quote(expected.span) == "Where our lamps are made"


def test_nothing_fails_for_text_that_was_not_read() -> None:
    whole = document("We sell chairs.")
    part = replace(whole, reading=replace(whole.reading, unread=(Unread("no text layer", page=2),)))
    result = Engine([LAMPS], LEXICONS).check(part).requirements[0]
    assert result.outcome is Outcome.REVIEW
    assert dict(result.reason)["en"].startswith("Not found in what could be read")


def test_nothing_is_certain_on_pages_whose_text_was_recognised() -> None:
    whole = document("We sell chairs.")
    part = replace(whole, reading=replace(whole.reading, recognised=(2,)))
    report = Engine([LAMPS], LEXICONS).check(part)
    assert report.requirements[0].outcome is Outcome.REVIEW
    assert dict(report.requirements[0].reason)["en"].startswith("The text of some pages was recognised")
    assert {finding.confidence for finding in report.findings} == {Confidence.LOW}


def test_low_confidence_is_a_question() -> None:
    text = Path(LAMPS.path).read_text(encoding="utf-8")
    assert text.count("confidence: high") == 2
    low = replace(
        LAMPS,
        requirements=tuple(
            replace(r, check=replace(r.check, confidence=type(r.confidence).LOW) if r.check else None)
            for r in LAMPS.requirements
        ),
    )
    report = check("We sell chairs.", low)
    assert [f.outcome for f in report.findings] == [Outcome.REVIEW]


def test_a_rule_that_crashes_is_a_review_and_is_named() -> None:
    def broken(text: Text) -> Verdict:
        raise RuntimeError("no lamp")

    first = LAMPS.requirements[0]
    assert first.check
    pack = replace(
        LAMPS,
        requirements=(replace(first, check=replace(first.check, judge=broken)), *LAMPS.requirements[1:]),
    )
    report = check("We sell lamps. The lamps hold mercury.", pack)
    assert report.crashed == ("LAMP-1: RuntimeError: no lamp",)
    assert [(f.rule, f.outcome) for f in report.findings] == [
        ("LAMP-1.mercury", Outcome.FAIL),
        ("LAMP-1", Outcome.REVIEW),
    ]


def test_select_and_ignore() -> None:
    text = "We sell lamps. The lamps hold mercury."
    assert [f.rule for f in check(text, select=frozenset({"LAMP-1.mercury"})).findings] == ["LAMP-1.mercury"]
    assert [f.rule for f in check(text, ignore=frozenset({"LAMP-1.mercury"})).findings] == ["LAMP-1"]
    assert [r.id for r in check(text, ignore=frozenset({"LAMP-1"})).requirements] == ["LAMP-2"]


def test_a_fingerprint_survives_what_stands_before_it() -> None:
    once = check("Lamps\n\nThe lamps hold mercury.").findings
    later = check("Chairs\n\nWe sell chairs.\n\nLamps\n\nThe lamps hold mercury.").findings
    (one,) = [f.fingerprint for f in once if f.rule == "LAMP-1.mercury"]
    (two,) = [f.fingerprint for f in later if f.rule == "LAMP-1.mercury"]
    assert one == two
    (other,) = [
        f.fingerprint
        for f in check("Lamps\n\nMercury is in the lamps.").findings
        if f.rule.endswith("mercury")
    ]
    assert other != one


def test_the_same_document_gives_the_same_report() -> None:
    text = "We sell lamps. The lamps hold mercury."
    assert check(text) == check(text)


def late(where: str) -> Budget:
    """A budget that is used up at once, in the function of that name."""

    def piece() -> AbstractContextManager[None]:
        if sys._getframe(1).f_code.co_name == where:
            raise OutOfTime
        return nullcontext()

    return piece


def test_a_rule_that_takes_too_long_is_a_review_and_is_named() -> None:
    report = Engine([LAMPS], LEXICONS, budget=late("_judge")).check(document("We sell lamps."))
    assert report.crashed == ("LAMP-1: took too long", "LAMP-1.mercury: took too long")
    result = report.requirements[0]
    assert (result.outcome, dict(result.reason)["en"][:26]) == (Outcome.REVIEW, "The check took too long on")


def test_rules_whose_expressions_take_too_long_are_reviews() -> None:
    slow = replace(LAMPS, concepts={**LAMPS.concepts, "hazard": {"any": ["/mercur[yi]/"]}})
    engine = Engine([slow], LEXICONS, budget=late("_patterns"))
    report = engine.check(document("Our lamps are made in Norway and hold mercury."))
    assert report.crashed == ("LAMP-1.mercury: searching for 'hazard' took too long",)
    assert [(f.rule, f.outcome) for f in report.findings] == [("LAMP-1.mercury", Outcome.REVIEW)]
    assert engine.check(document("Our lamps are made in Norway.")).crashed == ()
