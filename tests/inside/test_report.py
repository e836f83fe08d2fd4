"""What is said of an account inside a larger report: the same as of the account alone, and what stands beside it."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from report_linter import pack
from report_linter.cli import main
from report_linter.engine import Engine
from report_linter.finding import DocumentReport, Evidence, Level, Outcome
from report_linter.lexicons import load_all
from report_linter.outline import outline
from report_linter.readers import read
from report_linter.reporters.json import schema
from report_linter.store import Store

from .made import ACCOUNT, FIXTURES, LANGUAGES, account, build, made, report, section

LEXICONS = load_all()
BESIDE = {"en": "Employees and society", "nb": "Ansatte og samfunn", "nn": "Tilsette og samfunn"}
# Met outside of the account: the front page and the board's signatures.
ANYWHERE = ["TA-5-JUN30", "TA-5-DATE", "TA-5-SIGN", "D32"]


@cache
def engine() -> Engine:
    store = Store(Path(os.environ["REPORT_LINTER_CACHE"]))
    return Engine(pack.load_together(pack.shipped(), store), LEXICONS, store)


def check(data: bytes, name: str) -> DocumentReport:
    return engine().check(outline(read(data, name), LEXICONS), path=name)


def levels(found: DocumentReport) -> dict[str, str]:
    return {
        result.id: result.outcome.value if result.level is None else result.level.word
        for result in found.requirements
    }


def outside(found: DocumentReport, evidence: tuple[Evidence, ...]) -> list[str]:
    assert found.document
    assert found.account
    return [found.document.quote(e.span) for e in evidence if not found.account.holds(e.span)]


@cache
def alone(language: str) -> DocumentReport:
    return check((FIXTURES / "lavfoss" / f"account.{language}.md").read_bytes(), "account.md")


@pytest.mark.parametrize(("language", "form"), [("en", "md"), ("nb", "docx"), ("nn", "pdf")])
def test_the_same_as_of_the_account_alone(language: str, form: str) -> None:
    found = check(made(report(language), form, language), f"report.{form}")
    assert levels(found) == levels(alone(language))
    assert found.kind == "account"
    assert [finding.rule for finding in found.findings] == [f.rule for f in alone(language).findings]
    assert [r.id for r in found.requirements if outside(found, r.evidence)] == ANYWHERE
    assert [r.id for r in found.requirements if r.elsewhere] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_elsewhere_is_told_and_not_counted(language: str) -> None:
    """Dialogue and remediation are in another chapter: unmet, with the place where they stand."""
    rest, dialogue = section(account(language), "7")
    rest, remedy = section(rest, "8")
    block = build().Block
    moved = [block("heading", (BESIDE[language],), level=2), *dialogue[1:], *remedy[1:]]
    found = check(made(report(language, rest, beside=moved), "md", language), "report.md")
    assert found.document
    results = {result.id: result for result in found.requirements}
    for name in ("TA-4E", "TA-4F"):
        assert results[name].outcome is Outcome.FAIL
        assert (results[name].level or Level.ABSENT) < Level.DESCRIBED
        assert outside(found, results[name].evidence) == []
        assert results[name].elsewhere
        assert outside(found, results[name].elsewhere) == [
            found.document.quote(item.span) for item in results[name].elsewhere
        ]
        (finding,) = [finding for finding in found.findings if finding.rule == name]
        assert finding.outcome is Outcome.FAIL
        assert dict(finding.reason)["en"].startswith("Something of the kind stands elsewhere in the report")
    # The chain of risk, measure and result is the account's own.
    assert not any(outside(found, items) for link in found.chain for items in (link.measures, link.results))


def test_references_may_lead_out_of_the_account() -> None:
    """A chapter that the report has is no dead reference; one that it has not is, and only the account's own count."""
    block = build().Block
    chapter = [
        *account("nb"),
        block("paragraph", ("Mer om lånene våre står i kapittel 14, og mer om banken i kapittel 15.",)),
    ]
    beside = [
        block("heading", ("14 Lån",), level=2),
        block("paragraph", ("Se kapittel 16 om renter.",)),
    ]
    found = check(made(report("nb", chapter, beside=beside), "md", "nb"), "report.md")
    assert found.document
    dead = [
        found.document.quote(finding.evidence[0].span) for finding in found.findings if finding.rule == "D04"
    ]
    assert len(dead) == 1
    assert "15" in dead[0]


def test_a_pointer_in_an_annual_report_is_no_account() -> None:
    said = (
        "Selskapet er omfattet av åpenhetsloven. Redegjørelsen for aktsomhetsvurderingene etter loven er "
        "tilgjengelig på www.lavfoss.example.no/apenhet, og der kan alle lese den og spørre om mer."
    )
    found = check(
        made(report("nb", [build().Block("paragraph", (said,))], heading="Åpenhetsloven"), "md", "nb"), "r.md"
    )
    assert found.account
    assert (found.kind, found.findings) == ("landing_page", ())


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_the_pages_are_said_first_in_every_output(tmp_path: Path) -> None:
    rest, dialogue = section(account("nb"), "7")
    block = build().Block
    moved = [block("heading", (BESIDE["nb"],), level=2), *dialogue[1:]]
    path = tmp_path / "rapport.pdf"
    path.write_bytes(made(report("nb", rest, beside=moved), "pdf", "nb"))
    written = tmp_path / "rapport.json"
    shown = run(
        "check",
        str(path),
        "--pack",
        "transparency_act",
        "--date",
        "2026-11-28",
        "--output",
        f"json={written}",
    )
    first = " ".join(shown.stdout.split())
    assert first.startswith(
        f"{path} Redegjørelse for aktsomhetsvurderinger · bokmål · 21 sider Dette er en større"
    )
    assert f"side 9–13 («{ACCOUNT['nb']}»)" in first
    assert "Telles ikke: «" in first
    assert f"et annet sted, side 13, «{BESIDE['nb']}»" in first
    assert "(et annet sted, side 21, «Erklæring fra styret og daglig leder»)" in first

    data = json.loads(written.read_text(encoding="utf-8"))
    jsonschema.validate(data, schema())
    (found,) = data["documents"]
    (part,) = found["account"]["parts"]
    assert found["account"]["chosen"] == "headings"
    assert part["place"] == {"page": 9, "page_end": 13}
    assert found["sections"][part["section"]]["title"] == ACCOUNT["nb"]
    requirements = {item["id"]: item for item in found["requirements"]}
    assert {item["place"]["page"] for item in requirements["TA-4E"]["elsewhere"]} == {13}
    assert all(item["outside_account"] for item in requirements["TA-4E"]["elsewhere"])
    assert not any("outside_account" in item for item in requirements["TA-5C-MEAS"]["evidence"])
    assert {item["place"]["page"] for item in requirements["TA-5-SIGN"]["evidence"]} == {21}

    page = run("show", str(path)).stdout
    assert f"side 9–13 («{ACCOUNT['nb']}»)" in " ".join(page.split())
    marked = [line for line in page.splitlines() if line.endswith("[redegjørelsen]")]
    assert any(ACCOUNT["nb"] in line for line in marked)
    assert not any(BESIDE["nb"] in line for line in marked)
    data = json.loads(run("show", str(path), "--format", "json").stdout)
    assert data["account"] == found["account"]


def test_a_person_chooses_other_parts(tmp_path: Path) -> None:
    rest, dialogue = section(account("nb"), "7")
    block = build().Block
    moved = [block("heading", (BESIDE["nb"],), level=2), *dialogue[1:]]
    path = tmp_path / "rapport.docx"
    path.write_bytes(made(report("nb", rest, beside=moved), "docx", "nb"))
    arguments = ("check", str(path), "--pack", "transparency_act", "--format", "json", "--select", "TA-4E")
    chosen = ("--section", ACCOUNT["nb"], "--section", BESIDE["nb"])
    for more, level in (((), "absent"), (chosen, "specific")):
        (found,) = json.loads(run(*arguments, *more).stdout)["documents"]
        assert [item["level"] for item in found["requirements"]] == [level]
        assert found["account"]["chosen"] == ("section" if more else "headings")
