"""Small reports made by hand: findings of a few rules, quoted or missing."""

from __future__ import annotations

from collections.abc import Sequence

from report_linter.document import Document, Reading, Span, Unread
from report_linter.finding import (
    Citation,
    Confidence,
    DocumentReport,
    Evidence,
    Finding,
    Level,
    Outcome,
    PackName,
    Remark,
    Report,
    RequirementResult,
    Role,
    Severity,
    text_in,
)

CITE = Citation(())


def finding(rule: str, fingerprint: str = "a" * 16, missing: bool = False, **more: object) -> Finding:
    values: dict[str, object] = {
        "outcome": Outcome.FAIL,
        "severity": Severity.ERROR,
        "evidence": (Evidence(Span(0, 1), Role.EXPECTED if missing else Role.PRIMARY),),
    }
    return Finding(  # type: ignore[misc]
        rule=rule,
        requirement=rule.partition(".")[0],
        pack="law",
        confidence=Confidence.HIGH,
        citation=CITE,
        message=(),
        why=(),
        advice=(),
        example=(),
        fingerprint=fingerprint,
        **(values | more),  # type: ignore[arg-type]
    )


def result(
    name: str, outcome: Outcome = Outcome.FAIL, level: Level | None = Level.ABSENT, **more: object
) -> RequirementResult:
    return RequirementResult(name, "law", (), (), CITE, outcome, level, Severity.ERROR, **more)  # type: ignore[arg-type]


def document(
    path: str,
    *findings: Finding,
    requirements: Sequence[RequirementResult] = (),
    unread: Sequence[Unread] = (),
    **more: object,
) -> DocumentReport:
    reading = Reading("text/plain", "x", (), (), tuple(unread))
    values: dict[str, object] = {"kind": "account", "document": Document(reading, (), (), "nb")} | more
    return DocumentReport(path, requirements=tuple(requirements), findings=findings, **values)  # type: ignore[arg-type]


def report(*documents: DocumentReport) -> Report:
    return Report("1", (PackName("law", "2026.1", ()),), documents)


def states(report: Report) -> list[str]:
    """`rule: state` of every finding; a dash where nothing is decided."""
    return [
        f"{item.rule}: {item.decision.state.value if item.decision else '-'}"
        for document in report.documents
        for item in document.findings
    ]


def said(remarks: Sequence[Remark]) -> list[tuple[str, ...]]:
    return [(item.code, *(value for _, value in item.values)) for item in remarks]


def english(texts: tuple[tuple[str, str], ...]) -> str:
    return text_in(texts, "en")
