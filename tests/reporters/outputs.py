"""Reports for the tests of outputs: with decisions, with rules, and with texts that want to do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from report_linter.finding import (
    Confidence,
    Decided,
    Decision,
    DocumentReport,
    PackName,
    Remark,
    Report,
    RuleInfo,
    Severity,
)
from report_linter.reporters import REPORTERS, View

from . import made

LANGUAGES = ("en", "nb", "nn")
TODAY = date(2026, 6, 1)
WAIVED = Decision(Decided.WAIVED, "The board decides on this in May.", "Kari Nordmann", date(2027, 6, 30))
KNOWN = Decision(Decided.KNOWN)
EXPIRED = Decision(Decided.EXPIRED, "Until the audit.", "Ola Nordmann", date(2026, 5, 31))
REMARKS = (Remark("waiver_unused", (("where", "waivers.yaml:3"), ("what", "D01"))),)
RULES = (
    RuleInfo(
        id="TA-5C-MEAS",
        requirement="TA-5C-MEAS",
        title=made.said("Measures", "Tiltak", "Tiltak"),
        citation=made.citation("c"),
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        asks=made.said("Which measures there are.", "Hvilke tiltak det er.", "Kva tiltak det er."),
        why=made.said("Readers ask.", "Lesere spør.", "Lesarar spør."),
        advice=made.said("Name *each* measure.", "Nevn *hvert* tiltak.", "Nemn *kvart* tiltak."),
        example=made.said("We pay overtime.", "Vi betaler overtid.", "Vi betaler overtid."),
        limits=made.said("Only words.", "Bare ord.", "Berre ord."),
    ),
)


def decided(language: str, *decisions: Decision | None, **more: object) -> DocumentReport:
    """The made report with decisions about its findings: measures, results, the denial."""
    result = made.document_report(language, **more)
    findings = tuple(
        replace(finding, decision=decision)
        for finding, decision in zip(result.findings, decisions, strict=True)
    )
    return replace(result, findings=findings)


def whole(language: str) -> Report:
    """Everything that an output has to show: open and decided findings, files that are clean or not read, remarks."""
    old = made.document(language, made.docx_place, media_type="application/docx")
    waived = decided(language, WAIVED, KNOWN, EXPIRED, path="gammel.docx", document=old)
    documents = (made.document_report(language), waived, made.clean_report(language), made.unreadable())
    packs = (replace(made.PACKS[0], rules=RULES),)
    return replace(made.report(*documents), packs=packs, remarks=REMARKS)


def saying(text: str, monkeypatch, path: str = "utkast.pdf") -> DocumentReport:  # type: ignore[no-untyped-def]
    """A report on a draft in which every sentence, heading, message and name is `text`."""
    heading = f"H {text}"
    hostile = ((heading, [text]), (heading, [text, text]), (heading, [text]))
    monkeypatch.setitem(made.TEXT, "en", hostile)
    result = made.document_report("en", path=path)
    said = made.said(text, text, text)
    findings = tuple(
        replace(finding, message=said, advice=said, example=said, why=said, decision=decision)
        for finding, decision in zip(result.findings, (None, WAIVED, None), strict=True)
    )
    requirements = tuple(replace(item, title=said, part=said, reason=said) for item in result.requirements)
    chain = tuple(replace(link, topic=text) for link in result.chain)
    return replace(result, findings=findings, requirements=requirements, chain=chain)


def many(number: int, path: str = "utkast.pdf") -> DocumentReport:
    """A report with `number` findings of each of the three made ones."""
    result = made.document_report("nb", path=path)
    findings = tuple(
        replace(finding, fingerprint=f"{finding.rule}-{index}")
        for index in range(number)
        for finding in result.findings
    )
    return replace(result, findings=findings)


def text_of(name: str, report: Report, **view: object) -> str:
    return REPORTERS[name].render(report, View(today=TODAY, **view)).decode()  # type: ignore[arg-type]


def named(*rules: RuleInfo) -> tuple[PackName, ...]:
    return (replace(made.PACKS[0], rules=rules),)
