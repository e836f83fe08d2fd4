"""The report for programs: section 4 of the contract, validated by `report.schema.json` beside this file."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files

from report_linter.document import Account, Document, Unread
from report_linter.finding import (
    Citation,
    Decision,
    DocumentReport,
    Evidence,
    Finding,
    Link,
    Report,
    RequirementResult,
    Texts,
    text_in,
)
from report_linter.reporters import View
from report_linter.reporters.facts import count, language_of, language_of_report, not_checked
from report_linter.reporters.places import place_object, reach, section_index, section_span
from report_linter.reporters.problems import error_text, remark_text

SCHEMA_VERSION = 1


def render(report: Report, view: View) -> str:
    return dumps(report_object(report, view))


def dumps(data: object) -> str:
    """JSON as every command writes it: keys in the contract's order, letters as letters, a last newline."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, object]:
    """The published JSON Schema (draft-07) of the report."""
    text = (files(__package__) / "report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, object] = json.loads(text)
    return loaded


def report_object(report: Report, view: View) -> dict[str, object]:
    fallback = language_of_report(report, view)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "report-linter", "version": report.version},
        "packs": [{"id": pack.id, "edition": pack.edition} for pack in report.packs],
        "documents": [_document(document, view, fallback) for document in report.documents],
        "remarks": [{"code": item.code, "message": remark_text(item, fallback)} for item in report.remarks],
        "summary": asdict(count(report.documents)),
    }


def _document(result: DocumentReport, view: View, fallback: str) -> dict[str, object]:
    if result.error:
        return _unreadable(result, fallback)
    language = language_of(result, view)
    document = result.document
    if document is None:
        raise ValueError(f"{result.path}: a document report without document must have an error")
    return {
        "path": result.path,
        "media_type": result.media_type,
        "sha256": result.sha256,
        "kind": result.kind,
        "kind_reason": _said(result.kind_reason, language),
        "language": document.language,
        "pages": document.reading.pages,
        "unread": [unread_object(part) for part in document.reading.unread],
        "recognised": list(document.reading.recognised),
        "not_checked": list(not_checked(result)),
        "crashed": list(result.crashed),
        "account": account_object(document, result.account),
        "sections": section_objects(document),
        "requirements": [_requirement(item, result, language, view) for item in result.requirements],
        "findings": [_finding(item, result, language) for item in result.findings],
        "chain": [_link(link, result) for link in result.chain],
    }


def _unreadable(result: DocumentReport, language: str) -> dict[str, object]:
    assert result.error is not None
    known = {"media_type": result.media_type, "sha256": result.sha256}
    return {
        "path": result.path,
        **{key: value for key, value in known.items() if value},
        "error": {"code": result.error.code, "message": error_text(result.error, language)},
        "not_checked": list(not_checked(result)),
        "requirements": [],
        "findings": [],
    }


def unread_object(part: Unread) -> dict[str, object]:
    """`page` and `part` only where the reader knows them."""
    where: dict[str, object] = {}
    if part.page is not None:
        where["page"] = part.page
    if part.part:
        where["part"] = part.part
    return {**where, "reason": part.reason}


def account_object(document: Document, account: Account | None) -> dict[str, object] | None:
    """The parts of a larger report that are the account; None where the whole document is."""
    if account is None:
        return None
    return {
        "chosen": account.chosen.value,
        "parts": [
            {
                "section": section_index(document, part),
                "place": reach(document, part),
                "span": [part.start, part.end],
            }
            for part in account.parts
        ],
    }


def section_objects(document: Document) -> list[dict[str, object]]:
    objects: list[dict[str, object]] = []
    for index, section in enumerate(document.sections):
        span = section_span(document, section)
        objects.append(
            {
                "index": index,
                "title": section.title,
                "number": section.number,
                "level": section.level,
                "parent": section.parent,
                "place": place_object(document, span) if span else None,
            }
        )
    return objects


def _requirement(
    result: RequirementResult, report: DocumentReport, language: str, view: View
) -> dict[str, object]:
    set_aside = result.set_aside if view.explain else ()
    return {
        "id": result.id,
        "pack": result.pack,
        "title": text_in(result.title, language),
        "part": text_in(result.part, language),
        "outcome": result.outcome.value,
        "level": result.level.word if result.level is not None else None,
        "severity": result.severity.word,
        "reason": _said(result.reason, language),
        "citation": _citation(result.citation, language),
        "evidence": [_evidence(item, report) for item in result.evidence],
        "elsewhere": [_evidence(item, report) for item in result.elsewhere],
        "set_aside": [{**_evidence(item, report), "reason": item.reason} for item in set_aside],
    }


def _finding(finding: Finding, report: DocumentReport, language: str) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "requirement": finding.requirement,
        "pack": finding.pack,
        "outcome": finding.outcome.value,
        "level": finding.level.word if finding.level is not None else None,
        "severity": finding.severity.word,
        "confidence": finding.confidence.word,
        "message": text_in(finding.message, language),
        "why": text_in(finding.why, language),
        "advice": text_in(finding.advice, language),
        "example": text_in(finding.example, language),
        "reason": _said(finding.reason, language),
        "citation": _citation(finding.citation, language),
        "evidence": [_evidence(item, report) for item in finding.evidence],
        "fingerprint": finding.fingerprint,
        "decision": _decision(finding.decision),
    }


def _decision(decision: Decision | None) -> dict[str, object] | None:
    if decision is None:
        return None
    until = decision.until.isoformat() if decision.until else None
    return {
        "state": decision.state.value,
        "reason": decision.reason,
        "owner": decision.owner,
        "until": until,
    }


def _link(link: Link, report: DocumentReport) -> dict[str, object]:
    return {
        "topic": link.topic,
        "risks": [_evidence(item, report) for item in link.risks],
        "measures": [_evidence(item, report) for item in link.measures],
        "results": [_evidence(item, report) for item in link.results],
    }


def _evidence(evidence: Evidence, report: DocumentReport) -> dict[str, object]:
    document = report.document
    assert document is not None
    outside = report.account is not None and not report.account.holds(evidence.span)
    return {
        "quote": document.quote(evidence.span),
        "role": evidence.role.value,
        "level": evidence.level.word if evidence.level is not None else None,
        "standing": evidence.standing.value,
        "subject": evidence.subject.value,
        "section": section_index(document, evidence.span),
        "place": place_object(document, evidence.span),
        "span": [evidence.span.start, evidence.span.end],
        **({"outside_account": True} if outside else {}),
    }


def _citation(citation: Citation, language: str) -> dict[str, object]:
    return {"text": text_in(citation.text, language), "url": citation.url}


def _said(texts: Texts, language: str) -> str | None:
    return text_in(texts, language) or None
