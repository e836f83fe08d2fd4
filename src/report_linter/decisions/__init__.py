"""What people have decided about findings, put on a report: severities, stage, waivers, baseline.

Each is a function from report to report, in this order; no finding is lost, and what no longer counts says why.
"""

from __future__ import annotations

from collections.abc import Callable

from report_linter.finding import DocumentReport

Tried = Callable[[DocumentReport, str], bool]
"""Whether a run asked this rule or requirement about this document, so that its silence says something."""
