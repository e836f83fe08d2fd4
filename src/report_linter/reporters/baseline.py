"""The findings of a run as a baseline, for later runs with `--baseline`.

Waived findings are left out, also those whose waiver has expired: they go by their waiver.
"""

from __future__ import annotations

from collections import Counter

from report_linter import paths
from report_linter.finding import Decided, DocumentReport, Report
from report_linter.reporters import View
from report_linter.reporters.json import dumps

VERSION = 1
_HELD = (None, Decided.KNOWN)


def render(report: Report, view: View) -> str:
    """JSON: for each document its findings by fingerprint; paths as seen from the folder of the output."""
    return dumps(
        {
            "baseline_version": VERSION,
            "tool": {"name": "report-linter", "version": report.version},
            "date": view.today.isoformat(),
            "packs": [{"id": pack.id, "edition": pack.edition} for pack in report.packs],
            "documents": [
                {"path": paths.beside(document.path, view.folder), "findings": _findings(document)}
                for document in report.documents
                if document.document
            ],
        }
    )


def _findings(document: DocumentReport) -> list[dict[str, object]]:
    held = [
        finding
        for finding in document.findings
        if (finding.decision.state if finding.decision else None) in _HELD
    ]
    times = Counter((finding.rule, finding.fingerprint) for finding in held)
    return [
        {"rule": rule, "fingerprint": fingerprint, "times": number}
        for (rule, fingerprint), number in sorted(times.items())
    ]
