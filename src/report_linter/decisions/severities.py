"""Severities that a project sets itself instead of those of the packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from report_linter.finding import (
    WORST,
    DocumentReport,
    Finding,
    Level,
    RequirementResult,
    Severity,
)


def with_severities(result: DocumentReport, severities: Mapping[str, Severity]) -> DocumentReport:
    """`result` with these severities, by id of rule or requirement; the id of a rule holds for it alone.

    What is only mentioned stays one severity lower, as under the severities of the packs.
    """
    if not severities:
        return result
    findings = sorted(
        (_finding(finding, severities) for finding in result.findings),
        key=lambda finding: (WORST.index(finding.outcome), -finding.severity),
    )
    return replace(
        result,
        requirements=tuple(_requirement(item, severities) for item in result.requirements),
        findings=tuple(findings),
    )


def _finding(finding: Finding, severities: Mapping[str, Severity]) -> Finding:
    severity = severities.get(finding.rule, severities.get(finding.requirement))
    if severity is None:
        return finding
    lowered = finding.level is Level.MENTIONED and finding.rule == finding.requirement
    return replace(finding, severity=severity.lower if lowered else severity)


def _requirement(item: RequirementResult, severities: Mapping[str, Severity]) -> RequirementResult:
    severity = severities.get(item.id)
    if severity is None:
        return item
    return replace(item, severity=severity.lower if item.level is Level.MENTIONED else severity)
