"""A baseline: written from a report, read back, and put on a later one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from report_linter import strict
from report_linter.decisions.baseline import apply, parse
from report_linter.document import Unread
from report_linter.errors import ConfigErrors
from report_linter.finding import Decided, Decision, PackName, ReadFailure, Report, Severity
from report_linter.reporters import REPORTERS, View
from report_linter.reporters.facts import count, reaches

from .made import document, finding, report, said, states

A, B, C = ("a" * 16, "b" * 16, "c" * 16)


def written(made: Report, folder: Path = Path()) -> str:
    return REPORTERS["baseline"].render(made, View(today=date(2026, 5, 4), folder=folder)).decode()


def compared(before: Report, now: Report, tried=lambda document, rule: True) -> Report:
    return apply(now, parse(strict.loads(written(before), "known.json")), tried)


BEFORE = report(
    document("a.docx", finding("LAW-1", A), finding("LAW-2", B), finding("LAW-2", B), finding("LAW-3", C)),
    document("b.docx"),
)


def test_what_is_written() -> None:
    waived = finding("LAW-5", A, decision=Decision(Decided.WAIVED))
    expired = finding("LAW-5", B, decision=Decision(Decided.EXPIRED))
    later = finding("LAW-6", B, decision=Decision(Decided.NOT_DUE))
    known = finding("LAW-7", C, decision=Decision(Decided.KNOWN))
    made = report(
        *BEFORE.documents,
        document("c.docx", waived, expired, later, known),
        document("gone.pdf", document=None, error=ReadFailure("missing", "x")),
    )
    assert json.loads(written(made)) == {
        "baseline_version": 1,
        "tool": {"name": "report-linter", "version": "1"},
        "date": "2026-05-04",
        "packs": [{"id": "law", "edition": "2026.1"}],
        "documents": [
            {
                "path": "a.docx",
                "findings": [
                    {"rule": "LAW-1", "fingerprint": A, "times": 1},
                    {"rule": "LAW-2", "fingerprint": B, "times": 2},
                    {"rule": "LAW-3", "fingerprint": C, "times": 1},
                ],
            },
            {"path": "b.docx", "findings": []},
            {"path": "c.docx", "findings": [{"rule": "LAW-7", "fingerprint": C, "times": 1}]},
        ],
    }


def test_the_same_findings_again_are_all_known() -> None:
    now = compared(BEFORE, BEFORE)
    assert set(states(now)) == {"LAW-1: known", "LAW-2: known", "LAW-3: known"}
    assert (now.remarks, count(now.documents).known) == ((), 4)
    assert not reaches(now, Severity.INFO)


def test_new_findings_count_and_those_that_are_gone_are_said() -> None:
    now = compared(
        BEFORE,
        report(
            document(
                "a.docx", finding("LAW-2", B), finding("LAW-2", B), finding("LAW-2", B), finding("LAW-4", A)
            ),
            document("b.docx", finding("LAW-1", A)),
        ),
    )
    assert states(now) == ["LAW-2: known", "LAW-2: known", "LAW-2: -", "LAW-4: known", "LAW-1: -"]
    assert said(now.remarks) == [("baseline_fixed", "LAW-3", "a.docx")]
    assert reaches(now, Severity.ERROR)


def test_findings_of_the_same_words_are_counted() -> None:
    now = compared(BEFORE, report(document("a.docx", finding("LAW-1", A))))
    assert said(now.remarks) == [("baseline_fixed", "LAW-2 (2), LAW-3", "a.docx")]


def test_nothing_is_called_fixed_that_was_not_checked() -> None:
    unread = document("a.docx", unread=[Unread("no text layer", page=1)])
    failed = document("a.docx", document=None, error=ReadFailure("damaged", "x"))
    for now in (unread, failed):
        assert compared(BEFORE, report(now)).remarks == ()
    asked = compared(BEFORE, report(document("a.docx")), tried=lambda document, rule: rule == "LAW-3")
    assert said(asked.remarks) == [("baseline_fixed", "LAW-3", "a.docx")]


def test_a_waived_finding_stays_waived_and_is_not_fixed() -> None:
    waived = finding("LAW-1", A, decision=Decision(Decided.WAIVED))
    now = compared(report(document("a.docx", finding("LAW-1", A))), report(document("a.docx", waived)))
    assert (states(now), now.remarks) == (["LAW-1: waived"], ())


def test_a_waiver_that_expired_is_not_hidden_by_the_baseline() -> None:
    expired = finding("LAW-1", A, decision=Decision(Decided.EXPIRED))
    now = compared(report(document("a.docx", finding("LAW-1", A))), report(document("a.docx", expired)))
    assert states(now) == ["LAW-1: expired"]


def test_a_document_that_the_baseline_does_not_hold_is_said() -> None:
    now = compared(BEFORE, report(document("a2.docx", finding("LAW-1", A)), document("clean.docx")))
    assert (states(now), said(now.remarks)) == (["LAW-1: -"], [("baseline_without", "a2.docx")])


def test_another_edition_of_a_pack_is_said_with_both_editions() -> None:
    now = Report("1", (PackName("law", "2027.1", ()), PackName("more", "1", ())), ())
    assert said(compared(BEFORE, now).remarks) == [
        ("baseline_edition", "law", "2026.1", "2027.1"),
        ("baseline_pack", "more"),
    ]


def test_paths_are_seen_from_the_folder_of_the_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ci").mkdir()
    monkeypatch.chdir(tmp_path)
    text = written(BEFORE, Path("ci"))
    assert json.loads(text)["documents"][0]["path"] == "../a.docx"
    now = apply(BEFORE, parse(strict.loads(text, "ci/known.json")), lambda *_: True)
    assert set(states(now)) == {"LAW-1: known", "LAW-2: known", "LAW-3: known"}


ROW = '{"path": "a", "findings": [{"rule": "R", "fingerprint": "f", "times": 1}]}'
FILE = '{"baseline_version": 1, "packs": [{"id": "law", "edition": "1"}],\n"documents": [' + ROW + "]}"
WRONG = {
    (FILE, "{}"): "1:1: 'baseline_version' is missing; is this a file that --output baseline=FILE wrote?",
    (": 1, ", ": 2, "): "1:2: baseline_version is 2, and this program knows 1; write the baseline anew",
    (
        '"documents"',
        '"document"',
    ): "1:1: 'documents' is missing; is this a file that --output baseline=FILE wrote?",
    ('"edition": "1"', '"edition": 1'): "1:49: edition: a text should stand here; write the baseline anew",
    ('"path": "a"', '"path": true'): "2:16: path: a text should stand here; write the baseline anew",
    ('"times": 1', '"times": 0'): "2:76: times: write 1 or more, or take the finding out",
    ('"times": 1', '"times": true'): "2:76: times: a whole number should stand here; write the baseline anew",
    (ROW, "4"): "2:15: 'path' is missing; is this a file that --output baseline=FILE wrote?",
}


@pytest.mark.parametrize(("change", "message"), WRONG.items(), ids=WRONG.values())
def test_a_file_that_is_no_baseline(change: tuple[str, str], message: str) -> None:
    assert change[0] in FILE
    parse(strict.loads(FILE, "known.json"))
    with pytest.raises(ConfigErrors) as raised:
        parse(strict.loads(FILE.replace(*change, 1), "known.json"))
    assert str(raised.value) == f"the baseline cannot be used\nknown.json:{message}"
