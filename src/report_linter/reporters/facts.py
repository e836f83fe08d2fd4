"""What every output must agree on: the counts, what was not checked, and the language of the messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from report_linter.document import Unread
from report_linter.finding import (
    Decided,
    DocumentReport,
    Finding,
    Outcome,
    Report,
    Severity,
)
from report_linter.reporters import View

NO_ACCOUNT = frozenset({"about_the_act", "announcement", "landing_page", "other", "policy_or_routine"})
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are; `unread` counts files, pages and parts, `not_checked` documents.

    The first four count open findings only; the last three those that people have decided about, or that are due later.
    """

    error: int
    warning: int
    info: int
    review: int
    unchecked: int
    not_applicable: int
    unread: int
    not_checked: int
    waived: int
    known: int
    not_due: int


def count(documents: Iterable[DocumentReport]) -> Counts:
    documents = tuple(documents)
    everything = [finding for document in documents for finding in document.findings]
    findings = [finding for finding in everything if finding.open]
    decisions = [finding.decision.state for finding in everything if finding.decision]
    outcomes = [result.outcome for document in documents for result in document.requirements]
    return Counts(
        error=sum(_fails_as(finding, Severity.ERROR) for finding in findings),
        warning=sum(_fails_as(finding, Severity.WARNING) for finding in findings),
        info=sum(_fails_as(finding, Severity.INFO) for finding in findings),
        review=sum(finding.outcome is Outcome.REVIEW for finding in findings),
        unchecked=outcomes.count(Outcome.UNCHECKED),
        not_applicable=outcomes.count(Outcome.NOT_APPLICABLE),
        unread=sum(len(unread(document)) + (document.error is not None) for document in documents),
        not_checked=sum(bool(not_checked(document)) for document in documents),
        waived=decisions.count(Decided.WAIVED),
        known=decisions.count(Decided.KNOWN),
        not_due=decisions.count(Decided.NOT_DUE),
    )


def _fails_as(finding: Finding, severity: Severity) -> bool:
    return finding.outcome is Outcome.FAIL and finding.severity is severity


def reaches(report: Report, severity: Severity | None) -> bool:
    """Whether a finding counts as a failure (see `counts_as_failure`)."""
    findings = (finding for document in report.documents for finding in document.findings)
    return any(counts_as_failure(finding, severity) for finding in findings)


def counts_as_failure(finding: Finding, severity: Severity | None) -> bool:
    """Whether it is open and as bad as `severity`; None is never reached, and neither is a review."""
    if severity is None:
        return False
    return finding.outcome is Outcome.FAIL and finding.severity >= severity and finding.open


def unread(document: DocumentReport) -> tuple[Unread, ...]:
    """Pages and parts that were not read."""
    return document.document.reading.unread if document.document else ()


def not_checked(document: DocumentReport) -> tuple[str, ...]:
    """Why a clean result would not be a check: `error`, `kind`, `unread` or `crashed`, none or several."""
    if document.error:
        return ("error",)
    reasons = {
        "kind": document.kind in NO_ACCOUNT,
        "unread": bool(unread(document)),
        "crashed": bool(document.crashed),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def language_of(document: DocumentReport, view: View) -> str:
    """The language of the messages about `document`."""
    if view.language:
        return view.language
    return document.document.language if document.document else DEFAULT_LANGUAGE


def language_of_report(report: Report, view: View) -> str:
    """The language of what is said about the whole run, and about files that could not be read."""
    read = (document for document in report.documents if document.document)
    first = next(read, None)
    return language_of(first, view) if first else view.language or DEFAULT_LANGUAGE
