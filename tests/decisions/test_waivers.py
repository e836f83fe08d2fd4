"""Waivers as data: what a file must say, and what becomes of findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from report_linter import strict
from report_linter.decisions.waivers import Waiver, Waivers, apply, parse
from report_linter.document import Unread
from report_linter.errors import ConfigErrors
from report_linter.finding import Decided, Decision, ReadFailure, Severity
from report_linter.reporters.facts import count, reaches

from .made import document, finding, report, said, states

IDS = frozenset({"LAW-1", "LAW-1.who", "LAW-2"})
TODAY = date(2026, 6, 30)
LAST = "2026-06-30"

GOOD = """\
waivers:
  - fingerprint: 0123456789abcdef
    reason: Named so in the register.
    owner: Kari Vik, legal
    expires: 2026-06-30
  - rule: LAW-1.who
    path: drafts/*.docx
    reason: "The board signs on paper: one line for all."
    owner: Ola Li
    expires: 2027-01-31
"""


def parsed(text: str) -> Waivers:
    return parse(strict.loads(text, "w/waivers.yaml"), IDS)


def test_a_waiver_file() -> None:
    assert parsed(GOOD) == Waivers(
        (
            Waiver(
                "Named so in the register.",
                "Kari Vik, legal",
                TODAY,
                fingerprint="0123456789abcdef",
                where="w/waivers.yaml:2",
            ),
            Waiver(
                "The board signs on paper: one line for all.",
                "Ola Li",
                date(2027, 1, 31),
                rule="LAW-1.who",
                path="drafts/*.docx",
                where="w/waivers.yaml:6",
            ),
        ),
        Path("w"),
    )


WRONG = {
    (
        "    owner: Ola Li\n",
        "",
    ): "6:5: 'owner' is missing: who answers for it, such as 'owner: Kari Vik, legal'",
    (
        "    reason: Named so in the register.\n",
        "",
    ): "2:5: 'reason' is missing: why this does not have to be mended, in words that hold when somebody asks",
    (
        "    expires: 2027-01-31\n",
        "",
    ): "6:5: 'expires' is missing: the last day on which it holds, such as 'expires: 2027-06-30'",
    ("owner: Ola Li", "owner: '  '"): "9:5: owner: who answers for it, such as 'owner: Kari Vik, legal'",
    ("2026-06-30", "2026-06-31"): "5:5: expires: there is no day 2026-06-31; check the month and the day",
    ("2026-06-30", "30.06.2026"): "5:5: expires: '30.06.2026' is not a date; write it as 2027-06-30",
    ("2026-06-30", "20260630"): "5:5: expires: the last day on which it holds, such as 'expires: 2027-06-30'",
    ("2026-06-30", "'20260630'"): "5:5: expires: '20260630' is not a date; write it as 2027-06-30",
    ("LAW-1.who", "LAW-1.whom"): "6:5: rule: no rule has the id 'LAW-1.whom'; did you mean 'LAW-1.who'?",
    ("LAW-1.who", "zzz"): "6:5: rule: no rule has the id 'zzz'; 'report-linter rules' lists them",
    ("    path: drafts/*.docx\n", ""): "6:5: 'path' is missing: the document in which the rule is waived",
    (
        "rule: LAW-1.who\n    path",
        "path",
    ): "6:5: 'fingerprint' or 'rule' is missing: what is waived; 'check --verbose' shows both",
    ("drafts/*.docx", '"**"'): "7:5: path: name the documents",
    ("drafts/*.docx", "drafts\\a.docx"): "7:5: path: write / between folders: 'drafts/a.docx'",
    (
        "0123456789abcdef",
        "0123456789abcdeg",
    ): "2:5: fingerprint: '0123456789abcdeg' is no fingerprint; it has 16 of the "
    "signs 0-9 and a-f, as 'check --verbose' shows it",
    (
        "0123456789abcdef",
        "1234567890123456",
    ): "2:5: fingerprint: write a text here; put quotation marks around a number",
    (
        "    owner: Ola",
        "    Owner: Ola",
    ): "6:5: 'owner' is missing: who answers for it, such as 'owner: Kari Vik, legal'",
    ("    owner: Kari", "    ownr: x\n    owner: Kari"): "4:5: unknown key 'ownr'; did you mean 'owner'?",
    ("waivers:", "waiver:"): "1:1: unknown key 'waiver'; write 'waivers'",
    (
        "    expires: 2027-01-31\n",
        "    expires: 2027-01-31\n  - LAW-2\n",
    ): "11:5: write a waiver with fingerprint, rule, path, reason, owner, expires",
}


@pytest.mark.parametrize(("change", "message"), WRONG.items(), ids=WRONG.values())
def test_a_mistake_is_named_with_its_place_and_what_is_right(change: tuple[str, str], message: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(ConfigErrors) as raised:
        parsed(GOOD.replace(*change, 1))
    first, *lines = str(raised.value).splitlines()
    assert first == "the waiver file cannot be used"
    assert lines[0] == f"w/waivers.yaml:{message}"


def test_no_list_and_several_mistakes() -> None:
    with pytest.raises(ConfigErrors, match=r"1:1: write a list: each waiver begins with '- '"):
        parsed("waivers: {rule: LAW-1}\n")
    with pytest.raises(ConfigErrors) as raised:
        parsed("waivers:\n  - rule: LAW-9\n    expires: soon\n")
    assert [error.line for error in raised.value.errors] == [2, 2, 2, 2, 3]


def test_the_example_of_the_documentation_can_be_used() -> None:
    page = (Path(__file__).parents[2] / "docs" / "waivers.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    entries = parse(strict.loads(example, "waivers.yaml"), frozenset({"TA-5-LANG"})).entries
    assert [(entry.rule, entry.owner) for entry in entries] == [
        ("TA-5-LANG", "Kari Vik, legal"),
        ("", "Ola Li, procurement"),
    ]


# On a report


def waiver(expires: str = LAST, **more: str) -> Waiver:
    where = {"where": "w.yaml:2"} | more
    return Waiver("Because", "Kari", date.fromisoformat(expires), **where)  # type: ignore[arg-type]


def applied(*entries: Waiver, to=None, tried=lambda document, rule: True):
    made = to or report(
        document("a.docx", finding("LAW-1"), finding("LAW-1.who", "b" * 16)), document("b.docx")
    )
    return apply(made, Waivers(entries, Path()), TODAY, tried)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"fingerprint": "a" * 16}, ["LAW-1: waived", "LAW-1.who: -"]),
        ({"fingerprint": "b" * 16, "path": "a.docx"}, ["LAW-1: -", "LAW-1.who: waived"]),
        ({"fingerprint": "a" * 16, "path": "b.docx"}, ["LAW-1: -", "LAW-1.who: -"]),
        ({"fingerprint": "a" * 16, "rule": "LAW-2"}, ["LAW-1: -", "LAW-1.who: -"]),
        ({"rule": "LAW-1", "path": "a.docx"}, ["LAW-1: waived", "LAW-1.who: waived"]),
        ({"rule": "LAW-1.who", "path": "*.docx"}, ["LAW-1: -", "LAW-1.who: waived"]),
        ({"rule": "LAW-1", "path": "*.pdf"}, ["LAW-1: -", "LAW-1.who: -"]),
        (
            {"rule": "LAW-1", "path": "a.docx", "expires": "2026-06-29"},
            ["LAW-1: expired", "LAW-1.who: expired"],
        ),
    ],
)
def test_which_findings_are_waived(given: dict[str, str], expected: list[str]) -> None:
    assert states(applied(waiver(**given))) == expected


def test_a_waived_finding_says_why_by_whom_and_until_when_and_does_not_count() -> None:
    made = applied(waiver(rule="LAW-1", path="a.docx"))
    assert made.documents[0].findings[0].decision == Decision(Decided.WAIVED, "Because", "Kari", TODAY)
    assert (count(made.documents).error, count(made.documents).waived) == (0, 2)
    assert not reaches(made, Severity.INFO)
    assert reaches(applied(waiver("2026-06-29", rule="LAW-1", path="a.docx")), Severity.ERROR)


def test_of_several_waivers_the_one_that_holds_longest_counts() -> None:
    old, new = waiver("2026-01-01", fingerprint="a" * 16), waiver("2027-01-01", rule="LAW-1", path="a.docx")
    made = applied(old, new)
    assert states(made) == ["LAW-1: waived", "LAW-1.who: waived"]
    assert made.remarks == ()


def test_what_is_missing_is_waived_with_its_path_only() -> None:
    made = report(document("a.docx", finding("LAW-1", missing=True)))
    without = applied(waiver(fingerprint="a" * 16), to=made)
    assert states(without) == ["LAW-1: -"]
    assert said(without.remarks) == [("waiver_without_path", "w.yaml:2", "a" * 16)]
    assert states(applied(waiver(fingerprint="a" * 16, path="a.docx"), to=made)) == ["LAW-1: waived"]


def test_a_finding_that_is_decided_already_stays_so_and_uses_its_waiver() -> None:
    later = finding("LAW-1", decision=Decision(Decided.NOT_DUE))
    made = applied(waiver(rule="LAW-1", path="a.docx"), to=report(document("a.docx", later)))
    assert (states(made), made.remarks) == (["LAW-1: not_due"], ())


UNUSED = {
    "the document no longer has it": (
        {"rule": "LAW-2", "path": "a.docx"},
        document("a.docx"),
        ("waiver_unused", "w.yaml:2", "LAW-2 (a.docx)"),
    ),
    "no document has the fingerprint": (
        {"fingerprint": "c" * 16},
        document("a.docx"),
        ("waiver_unused", "w.yaml:2", "c" * 16),
    ),
    "another document": (
        {"rule": "LAW-2", "path": "b.docx"},
        document("a.docx"),
        ("waivers_not_tried", "w.yaml:2"),
    ),
    "a rule that was not asked": (
        {"rule": "LAW-1", "path": "a.docx"},
        document("a.docx"),
        ("waivers_not_tried", "w.yaml:2"),
    ),
    "a document that was not read": (
        {"rule": "LAW-2", "path": "a.docx"},
        document("a.docx", document=None, error=ReadFailure("damaged", "x")),
        ("waivers_not_tried", "w.yaml:2"),
    ),
    "a page that was not read": (
        {"rule": "LAW-2", "path": "a.docx"},
        document("a.docx", unread=[Unread("no text layer", page=2)]),
        ("waivers_not_tried", "w.yaml:2"),
    ),
}


@pytest.mark.parametrize(("given", "made", "remark"), UNUSED.values(), ids=UNUSED)
def test_a_waiver_that_was_not_used_is_said_and_why(given, made, remark) -> None:
    result = applied(waiver(**given), to=report(made), tried=lambda document, rule: rule != "LAW-1")
    assert said(result.remarks) == [remark]


def test_waivers_for_other_documents_are_one_remark() -> None:
    others = [waiver(rule="LAW-1", path=f"{name}.pdf", where=f"w.yaml:{name}") for name in "23"]
    assert said(applied(*others).remarks) == [("waivers_not_tried", "w.yaml:2, w.yaml:3")]


def test_paths_are_seen_from_the_folder_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "law" / "drafts").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    made = report(document("law/drafts/a.docx", finding("LAW-1")), document("-", finding("LAW-2")))
    entries = (waiver(rule="LAW-1", path="drafts/a.docx"), waiver(rule="LAW-2", path="-"))
    assert states(apply(made, Waivers(entries, Path("law")), TODAY, lambda *_: True)) == [
        "LAW-1: waived",
        "LAW-2: waived",
    ]
