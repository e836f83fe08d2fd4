"""The checklist of a document, in the order of the law: what tables and pages for the legal team go through.

A checklist for each pack; in it the parts of the law, in them the requirements, each with how it stands and its
findings. What no document can show and what does not apply stand apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from report_linter.finding import (
    DocumentReport,
    Finding,
    Level,
    Outcome,
    PackName,
    Report,
    RequirementResult,
    Severity,
    Texts,
)
from report_linter.reporters.order import rank


class Status(Enum):
    """How a requirement stands, by its worst finding that is open."""

    ERROR = "error"
    WARNING = "warning"
    REVIEW = "review"  # a person must look
    INFO = "info"
    DECIDED = "decided"  # people have decided about all its findings
    NOT_FOUND = "not_found"  # without a finding of its own: said elsewhere, or of a text that is no account
    FOUND = "found"
    CLEAN = "clean"  # met by nothing being there, such as no placeholder
    UNCHECKED = "unchecked"
    NOT_APPLICABLE = "not_applicable"


APART = (Status.UNCHECKED, Status.NOT_APPLICABLE)
_BY_SEVERITY = {
    Severity.ERROR: Status.ERROR,
    Severity.WARNING: Status.WARNING,
    Severity.INFO: Status.INFO,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement; its findings worst first."""

    result: RequirementResult
    status: Status
    findings: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        """Whether the text says enough about it."""
        return self.result.level is not None and self.result.level >= Level.DESCRIBED


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the law, with its requirements in the order of the pack."""

    title: Texts
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What a document says to one pack. `apart` is what was not checked or does not apply."""

    pack: PackName
    parts: tuple[Part, ...]
    apart: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All requirements that were checked."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def levelled(self) -> bool:
        """Whether the pack asks for contents, rather than against slips: most of what it asks has a level."""
        return 2 * sum(row.result.level is not None for row in self.rows) > len(self.rows)


def checklists(report: Report, document: DocumentReport) -> tuple[Checklist, ...]:
    """One for each pack that has requirements, in the order of the run's packs."""
    named = {pack.id: pack for pack in report.packs}
    for result in document.requirements:
        named.setdefault(result.pack, PackName(result.pack, "", ()))
    made = (_checklist(pack, document) for pack in named.values())
    return tuple(checklist for checklist in made if checklist.parts or checklist.apart)


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Rows with findings that are open, worst first; those that are equally bad in their order."""
    found = [row for row in rows if any(finding.open for finding in row.findings)]
    return sorted(found, key=lambda row: rank(row.findings[0]))


def _checklist(pack: PackName, document: DocumentReport) -> Checklist:
    rows = [_row(result, document.findings) for result in document.requirements if result.pack == pack.id]
    parts: dict[Texts, list[Row]] = {}
    for row in rows:
        if row.status not in APART:
            parts.setdefault(row.result.part, []).append(row)
    return Checklist(
        pack,
        tuple(Part(title, tuple(inside)) for title, inside in parts.items()),
        tuple(row for status in APART for row in rows if row.status is status),
    )


def _row(result: RequirementResult, findings: Sequence[Finding]) -> Row:
    own = sorted(
        (item for item in findings if item.requirement == result.id and item.pack == result.pack), key=rank
    )
    return Row(result, _status(result, own), tuple(own))


def _status(result: RequirementResult, findings: Sequence[Finding]) -> Status:
    if findings:
        worst = findings[0]
        if not worst.open:
            return Status.DECIDED
        return Status.REVIEW if worst.outcome is Outcome.REVIEW else _BY_SEVERITY[worst.severity]
    if result.outcome is Outcome.UNCHECKED:
        return Status.UNCHECKED
    if result.outcome is Outcome.NOT_APPLICABLE:
        return Status.NOT_APPLICABLE
    if result.outcome is Outcome.PASS:
        return Status.CLEAN if result.level is None and not result.evidence else Status.FOUND
    return Status.NOT_FOUND
