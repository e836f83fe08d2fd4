"""Severities that a project sets, and what is not due yet."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from report_linter.decisions.severities import with_severities
from report_linter.decisions.stages import at_stage, remarks
from report_linter.finding import Decided, Level, Outcome, Severity, Stage
from report_linter.pack.model import Due, Pack, Requirement

from .made import CITE, document, english, finding, report, result, said

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


@pytest.mark.parametrize(
    ("rule", "level", "set_", "severity"),
    [
        ("LAW-1", Level.ABSENT, {"LAW-1": W}, W),
        ("LAW-1", Level.MENTIONED, {"LAW-1": W}, I),
        ("LAW-1", Level.MENTIONED, {"LAW-1": I}, I),
        ("LAW-1", None, {"LAW-1": I}, I),
        ("LAW-1.who", Level.MENTIONED, {"LAW-1": W}, W),
        ("LAW-1.who", None, {"LAW-1": W, "LAW-1.who": I}, I),
        ("LAW-2", Level.ABSENT, {"LAW-1": W}, E),
    ],
)
def test_the_severity_of_findings(rule, level, set_, severity) -> None:
    made = with_severities(document("a", finding(rule, level=level)), set_)
    assert made.findings[0].severity is severity


def test_requirements_follow_and_the_worst_stay_first() -> None:
    review = finding("LAW-4", outcome=Outcome.REVIEW)
    made = document(
        "a",
        finding("LAW-1"),
        finding("LAW-2"),
        review,
        requirements=(result("LAW-1"), result("LAW-2", level=Level.MENTIONED), result("LAW-3")),
    )
    made = with_severities(made, {"LAW-1": I, "LAW-2": W})
    assert [item.rule for item in made.findings] == ["LAW-2", "LAW-1", "LAW-4"]
    assert [item.severity for item in made.requirements] == [I, I, E]
    assert with_severities(made, {}) is made


def requirement(name: str, due: Stage | None = None, repeats: tuple[str, ...] = ()) -> Requirement:
    texts = dict.fromkeys(("title", "asks", "why", "absent", "mentioned", "advice", "example", "limits"), ())
    return Requirement(
        id=name,
        part=(),
        citation=CITE,
        severity=E,
        confidence=None,  # type: ignore[arg-type]
        check=None,
        further=(),
        unchecked=(),
        line=1,
        repeats=repeats,
        due=Due(due, (("en", "The board signs."), ("nb", "Styret signerer."))) if due is not None else None,
        **texts,  # type: ignore[arg-type]
    )


PACK = Pack(
    id="law",
    edition="1",
    languages=("en", "nb"),
    title=(),
    url="",
    requirements=(
        requirement("SIGN", Stage.BOARD),
        requirement("MARK", Stage.PUBLISHED),
        requirement("RISK"),
        requirement("NAMES", repeats=("SIGN",)),
        requirement("BOTH", repeats=("SIGN", "RISK")),
    ),
    concepts={},
    quotations=(),
    documents=None,
    chain=None,
    path="law.yaml",
)
MADE = document(
    "a",
    finding("SIGN", level=Level.ABSENT),
    finding("SIGN.who"),
    finding("MARK"),
    finding("RISK"),
    requirements=[
        result("SIGN"),
        result("MARK", Outcome.REVIEW),
        result("RISK"),
        result("NAMES"),
        result("BOTH"),
    ],
)
NO, FAIL = Outcome.NOT_APPLICABLE, Outcome.FAIL


@pytest.mark.parametrize(
    ("stage", "outcomes", "not_due"),
    [
        (Stage.DRAFT, [NO, NO, FAIL, NO, FAIL], ["SIGN", "SIGN.who", "MARK"]),
        (Stage.BOARD, [FAIL, NO, FAIL, FAIL, FAIL], ["MARK"]),
        (Stage.PUBLISHED, [FAIL, Outcome.REVIEW, FAIL, FAIL, FAIL], []),
    ],
)
def test_what_is_due_later_does_not_apply_yet(stage, outcomes, not_due) -> None:
    made = at_stage(MADE, (PACK,), stage)
    assert [item.outcome for item in made.requirements] == outcomes
    assert [item.rule for item in made.findings if item.decision] == not_due
    assert all(item.decision.state is Decided.NOT_DUE for item in made.findings if item.decision)
    assert [item.open for item in made.findings] == [item.rule not in not_due for item in made.findings]


def test_it_keeps_its_level_and_says_why() -> None:
    made = at_stage(MADE, (PACK,), Stage.DRAFT)
    sign, _, _, names, both = made.requirements
    assert (sign.level, english(sign.reason)) == (Level.ABSENT, "Not due yet. The board signs.")
    assert dict(sign.reason)["nb"] == "Ikke påkrevd ennå. Styret signerer."
    assert (english(names.reason), english(both.reason)) == ("Not due yet. The board signs.", "")
    assert english(made.findings[0].reason) == "The board signs."


def test_what_is_met_already_stays_met() -> None:
    met = document(
        "a", requirements=[result("SIGN", Outcome.PASS, Level.SPECIFIC), result("NAMES", Outcome.PASS)]
    )
    made = at_stage(met, (PACK,), Stage.DRAFT)
    assert [item.outcome for item in made.requirements] == [Outcome.PASS, Outcome.PASS]


def test_what_repeats_something_that_was_not_asked_stays_unchecked() -> None:
    made = at_stage(
        document("a", requirements=[result("NAMES", Outcome.UNCHECKED, None)]), (PACK,), Stage.DRAFT
    )
    assert made.requirements[0].outcome is Outcome.UNCHECKED


def test_the_stage_is_said_once_with_the_documents_it_holds_for() -> None:
    made = report(document("a"), document("b"), document("c"))
    every = dict.fromkeys("abc", Stage.DRAFT)
    assert said(tuple(remarks(every, made))) == [("profile_draft", "")]
    assert said(tuple(remarks({"a": Stage.DRAFT, "b": Stage.PUBLISHED, "c": Stage.BOARD}, made))) == [
        ("profile_draft", " (a)"),
        ("profile_board", " (c)"),
    ]
    assert list(remarks(dict.fromkeys("abc", Stage.PUBLISHED), made)) == []


def test_shipped_packs_say_what_a_draft_may_still_lack() -> None:
    due = {}
    for path in sorted((Path(__file__).parents[2] / "rules").glob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            pack = yaml.load(file, yaml.CSafeLoader)
        due |= {name: item["due"]["from"] for name, item in pack["requirements"].items() if "due" in item}
    assert due == {
        "D01": "board",
        "D02": "board",
        "D03": "published",
        "TA-5-SIGN": "board",
        "TA-5-DATE": "board",
    }
