"""The code quality report of GitLab: a list of findings, what was not read first.

GitLab wants a line of every finding; where a file has none (PDF, DOCX, ODT) it is 1, and the description says the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from report_linter.finding import DocumentReport, Finding, Outcome, Report, Severity
from report_linter.reporters import View
from report_linter.reporters.facts import language_of, language_of_report
from report_linter.reporters.identity import slashed, told_apart
from report_linter.reporters.json import dumps
from report_linter.reporters.order import worst_first
from report_linter.reporters.page import join, plain
from report_linter.reporters.places import place_object
from report_linter.reporters.problems import problems
from report_linter.reporters.wording import Telling, place_of

QUOTE_LENGTH = 300
_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "minor"}


def render(report: Report, view: View) -> str:
    return dumps([*_unread(report, view), *_findings(report, view)])


def _unread(report: Report, view: View) -> Iterator[dict[str, object]]:
    fallback = language_of_report(report, view)
    for result in report.documents:
        language = language_of(result, view) if result.document else fallback
        for label, text in problems(result, language):
            yield _issue(result, "report-linter/not-checked", f"{label}: {text}", "blocker", text, 1)


def _findings(report: Report, view: View) -> Iterator[dict[str, object]]:
    for result in report.documents:
        for finding, fingerprint in told_apart(worst_first(result)):
            telling = Telling(result, finding, language_of(result, view))
            where = f"({telling.where})" if telling.where else ""
            said = join(
                [telling.decision, telling.short(QUOTE_LENGTH), where, telling.text(finding.advice)], " "
            )
            severity = _severity(finding)
            yield _issue(
                result,
                finding.rule,
                f"{telling.title}: {said}",
                severity,
                fingerprint,
                _line(result, finding),
            )


def _severity(finding: Finding) -> str:
    """What a person must look at, and what people have decided about, is never more than `info`."""
    if not finding.open or finding.outcome is Outcome.REVIEW:
        return "info"
    return _SEVERITIES[finding.severity]


def _line(result: DocumentReport, finding: Finding) -> object:
    assert result.document is not None
    evidence = place_of(finding, result.document)
    place = place_object(result.document, evidence.span) if evidence else None
    return place.get("line", 1) if place else 1


def _issue(
    result: DocumentReport, check: str, description: str, severity: str, fingerprint: str, line: object
) -> dict[str, object]:
    path = slashed(result.path)
    return {
        "description": plain(description),
        "check_name": check,
        "fingerprint": hashlib.sha256(
            f"{path}\0{check}\0{fingerprint}".encode("utf-8", "replace")
        ).hexdigest()[:32],
        "severity": severity,
        "location": {"path": plain(path), "lines": {"begin": line}},
    }
