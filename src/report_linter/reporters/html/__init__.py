"""The page for the legal team: a checklist by paragraph of the law, with the draft's words that show each point.

`build` says what to show as plain data (`model`), `markup` and the templates set it.
"""

from __future__ import annotations

from report_linter.finding import Report
from report_linter.reporters import View
from report_linter.reporters.html.build import page_of
from report_linter.reporters.html.markup import markup


def render(report: Report, view: View) -> str:
    """One HTML file for all documents of a run."""
    return markup(page_of(report, view))
