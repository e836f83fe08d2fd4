"""In which order things are shown: by part of the law, worst first, and which evidence is quoted first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from report_linter.document import Span
from report_linter.finding import (
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Report,
    RequirementResult,
    Role,
    Severity,
    Subject,
    text_in,
)


def rank(finding: Finding) -> int:
    """Worst first: errors, warnings, what a person must look at, notes; then what people have decided about."""
    if not finding.open:
        return 4
    if finding.outcome is Outcome.REVIEW:
        return 2
    return {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 3}[finding.severity]


def worst_first(result: DocumentReport) -> list[Finding]:
    """All findings, worst first; those equally bad in the order of their requirements."""
    order = {item.id: index for index, item in enumerate(result.requirements)}
    return sorted(
        result.findings, key=lambda finding: (rank(finding), order.get(finding.requirement, len(order)))
    )


def pack_titles(report: Report, language: str) -> dict[str, str]:
    """Titles of the packs, where there are several to tell apart."""
    several = len(report.packs) > 1
    return {pack.id: text_in(pack.title, language) for pack in report.packs} if several else {}


def result_of(document: DocumentReport, requirement: str) -> RequirementResult | None:
    """The result of the requirement that a finding belongs to."""
    return next((result for result in document.requirements if result.id == requirement), None)


def by_part(
    result: DocumentReport, packs: Mapping[str, str], language: str
) -> Iterator[tuple[str, list[Finding]]]:
    """Findings by part of the law, the part with the worst first, each worst first; `packs` as of `pack_titles`."""
    order = {item.id: index for index, item in enumerate(result.requirements)}
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(result.findings, key=lambda finding: order.get(finding.requirement, len(order))):
        requirement = result_of(result, finding.requirement)
        part = text_in(requirement.part, language) if requirement else ""
        titles = (title for title in (packs.get(finding.pack, ""), part) if title)
        groups.setdefault(" – ".join(titles) or finding.pack, []).append(finding)
    for title, findings in sorted(groups.items(), key=lambda group: min(map(rank, group[1]))):
        yield title, sorted(findings, key=rank)


def best(evidence: Sequence[Evidence]) -> Evidence:
    """The one to quote: the highest level, what counts by itself before what supports, the most of the words that were
    asked for, what is said of the enterprise itself, the first.
    """
    return min(
        evidence,
        key=lambda item: (
            -(item.level or 0),
            item.role is not Role.PRIMARY,
            -_apart(item.words),
            item.subject is not Subject.OWN,
            item.span,
        ),
    )


def _apart(words: Sequence[Span]) -> int:
    """How many of the words stand in different places."""
    count, end = 0, -1
    for span in sorted(words):
        if span.start >= end:
            count += 1
        end = max(end, span.end)
    return count


def with_role(evidence: Iterable[Evidence], *roles: Role) -> list[Evidence]:
    return [item for item in evidence if item.role in roles]
