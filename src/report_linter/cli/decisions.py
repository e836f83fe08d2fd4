"""What people have decided about findings: read before anything is checked, applied to the report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from report_linter.config import Settings
from report_linter.config.keys import OFF
from report_linter.decisions import baseline as baselines
from report_linter.decisions import waivers as waivers_
from report_linter.decisions.severities import with_severities
from report_linter.decisions.stages import at_stage, remarks
from report_linter.errors import UsageError
from report_linter.finding import DocumentReport, Report, Severity
from report_linter.reporters.outputs import Output

if TYPE_CHECKING:
    from report_linter.pack.model import Pack
    from report_linter.workers import Asked


@dataclass(frozen=True, slots=True)
class Decisions:
    """The waivers and the baseline of a run."""

    waivers: waivers_.Waivers | None = None
    baseline: baselines.Baseline | None = None


def read(settings: Settings, ids: frozenset[str], outputs: Sequence[Output]) -> Decisions:
    """The files that `settings` name. Raises ConfigErrors, UsageError.

    A baseline that is not there yet is none where this run writes it.
    """
    from report_linter.config.find import opened

    waivers = baseline = None
    if settings.waivers:
        path = Path(settings.waivers)
        waivers = waivers_.parse(opened(path, str(path), waivers_.WHAT), ids)
    if settings.baseline and not _written_first(settings.baseline, outputs):
        path = Path(settings.baseline)
        baseline = baselines.parse(opened(path, str(path), baselines.WHAT))
    return Decisions(waivers, baseline)


def keep(paths: Iterable[str | None], outputs: Iterable[Output]) -> None:
    """Raises UsageError where an output would replace a file that people have written."""
    written = {os.path.realpath(path) for path in paths if path}
    for output in outputs:
        if os.path.realpath(output.path) in written:
            shown = f"--output {output.format}={output.path}"
            raise UsageError(f"{shown}: this is the configuration or the waiver file; choose another name")


def _written_first(path: str, outputs: Sequence[Output]) -> bool:
    real = os.path.realpath(path)
    written = any(item.format == "baseline" and os.path.realpath(item.path) == real for item in outputs)
    return written and not Path(path).exists()


def apply(
    report: Report,
    decisions: Decisions,
    packs: Sequence[Pack],
    settings: Mapping[str, Settings],
    asked: Mapping[str, Asked],
    today: date,
) -> Report:
    """`report` with all that is decided; `settings` and `asked` by path of the document."""
    documents = []
    for document in report.documents:
        own = settings[document.path]
        severities = {name: Severity[said.upper()] for name, said in own.severity.items() if said != OFF}
        documents.append(at_stage(with_severities(document, severities), packs, own.stage))
    report = replace(report, documents=tuple(documents))
    stages = {path: own.stage for path, own in settings.items()}
    report = replace(report, remarks=(*report.remarks, *remarks(stages, report)))
    requirements = {
        name: requirement.id
        for pack in packs
        for requirement in pack.requirements
        for name in (requirement.id, *(rule.id for rule in requirement.rules))
    }

    def tried(document: DocumentReport, name: str) -> bool:
        return name in requirements and asked[document.path].holds(name, requirements[name])

    if decisions.waivers:
        report = waivers_.apply(report, decisions.waivers, today, tried)
    if decisions.baseline:
        report = baselines.apply(report, decisions.baseline, tried)
    return report
