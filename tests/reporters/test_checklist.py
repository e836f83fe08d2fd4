from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from report_linter.finding import Decided, Decision, Level, Outcome, PackName
from report_linter.reporters.checklist import Status, checklists, worst_first

from .made import document_report, report


def checklist_of(made):
    (checklist,) = checklists(report(made), made)
    return checklist


def statuses(made):
    checklist = checklist_of(made)
    return {row.result.id: row.status for row in (*checklist.rows, *checklist.apart)}


def test_every_requirement_stands_once_in_the_order_of_the_law():
    made = document_report("nb")
    checklist = checklist_of(made)
    assert [(dict(part.title)["nb"], [row.result.id for row in part.rows]) for part in checklist.parts] == [
        ("§ 5 bokstav a", ["TA-5A-OPS"]),
        ("§ 5 bokstav b", ["TA-5B-RISK", "TA-5B-ACT"]),
        ("§ 5 bokstav c", ["TA-5C-MEAS", "TA-5C-RES", "D-PLACE"]),
    ]
    assert [row.result.id for row in checklist.apart] == ["TA-5-PUB", "TA-5-UPD"]
    assert [row.result.id for row in checklist.rows if row.met] == ["TA-5A-OPS", "TA-5B-RISK", "TA-5B-ACT"]
    assert checklist.levelled


def test_a_requirement_stands_as_its_worst_finding_does():
    assert statuses(document_report("nb")) == {
        "TA-5A-OPS": Status.FOUND,
        "TA-5B-RISK": Status.FOUND,
        "TA-5B-ACT": Status.ERROR,
        "TA-5C-MEAS": Status.WARNING,
        "TA-5C-RES": Status.REVIEW,
        "D-PLACE": Status.CLEAN,
        "TA-5-PUB": Status.UNCHECKED,
        "TA-5-UPD": Status.NOT_APPLICABLE,
    }


def test_without_findings_what_is_not_found_has_none_of_its_own():
    found = statuses(replace(document_report("nb"), findings=()))
    assert [name for name, status in found.items() if status is Status.NOT_FOUND] == [
        "TA-5B-ACT",
        "TA-5C-MEAS",
        "TA-5C-RES",
    ]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (Decided.WAIVED, Status.DECIDED),
        (Decided.KNOWN, Status.DECIDED),
        (Decided.EXPIRED, Status.WARNING),
    ],
)
def test_what_people_have_decided_about_counts_no_longer(state, status):
    made = document_report("nb")
    decided = replace(made.findings[0], decision=Decision(state, until=date(2026, 1, 1)))
    changed = replace(made, findings=(decided, *made.findings[1:]))
    assert statuses(changed)["TA-5C-MEAS"] is status
    rows = checklist_of(changed).rows
    assert ("TA-5C-MEAS" in [row.result.id for row in worst_first(rows)]) is (state is Decided.EXPIRED)


def test_an_open_finding_is_told_before_one_that_is_decided():
    made = document_report("nb")
    first = made.findings[0]
    decided = replace(first, decision=Decision(Decided.KNOWN))
    assert statuses(replace(made, findings=(decided, first)))["TA-5C-MEAS"] is Status.WARNING


def test_worst_first_keeps_the_order_of_the_law_among_equals():
    rows = checklist_of(document_report("nb")).rows
    assert [row.result.id for row in worst_first(rows)] == ["TA-5B-ACT", "TA-5C-MEAS", "TA-5C-RES"]


def test_packs_have_checklists_of_their_own_and_none_is_lost():
    made = document_report("nb")
    first, *others = made.requirements
    slips = replace(first, id="D01", pack="draft_quality", level=None, outcome=Outcome.PASS, evidence=())
    step = replace(first, id="OECD-1.1", pack="unnamed", level=Level.ABSENT, outcome=Outcome.FAIL)
    changed = replace(made, requirements=(step, *others, slips))
    run = replace(report(changed), packs=(*report().packs, PackName("draft_quality", "1", ())))
    found = [(one.pack.id, len(one.rows), one.levelled) for one in checklists(run, changed)]
    assert found == [("transparency_act", 5, True), ("draft_quality", 1, False), ("unnamed", 1, True)]
