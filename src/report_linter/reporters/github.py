"""Workflow commands of GitHub Actions: annotations of a pull request, the worst first, no more than GitHub shows.

What was not read comes first. A line number is given only where the file has lines: text and Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from report_linter import texts
from report_linter.finding import DocumentReport, Finding, Outcome, Report, Severity
from report_linter.reporters import View
from report_linter.reporters.facts import count, language_of, language_of_report, not_checked
from report_linter.reporters.identity import slashed
from report_linter.reporters.order import rank, worst_first
from report_linter.reporters.page import join, plain, shorten
from report_linter.reporters.places import place_object
from report_linter.reporters.problems import problems
from report_linter.reporters.wording import Telling, counts_line, place_of

MOST = 10  # annotations of one kind that GitHub shows for a step
MESSAGE_LENGTH = 1000
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, view: View) -> str:
    language = language_of_report(report, view)
    words = texts.load(language)
    said = [*_unread(report, view, language), *_findings(report, view)]
    counts = count(report.documents)
    whole = not any(map(not_checked, report.documents))
    left_out = [words.count("outputs.not_shown", len(said) - MOST)] if len(said) > MOST else []
    documents = words.count("counts.documents", len(report.documents))
    summary = f"{documents}: {counts_line(counts, words, whole)}"
    last = _command("notice", {"title": "report-linter"}, join([summary, *left_out], ". "))
    return "\n".join([*said[:MOST], last]) + "\n"


def _unread(report: Report, view: View, fallback: str) -> Iterator[str]:
    for result in report.documents:
        language = language_of(result, view) if result.document else fallback
        for label, text in problems(result, language):
            yield _command("error", _file(result) | {"title": f"report-linter: {label}"}, text)


def _findings(report: Report, view: View) -> Iterator[str]:
    """Open findings of all documents, worst first."""
    found = [
        (finding, result) for result in report.documents for finding in worst_first(result) if finding.open
    ]
    for finding, result in sorted(found, key=lambda item: rank(item[0])):
        telling = Telling(result, finding, language_of(result, view))
        level = "notice" if finding.outcome is Outcome.REVIEW else _LEVELS[finding.severity]
        title = f"{telling.severity}: {telling.title} [{finding.rule}]"
        advice = telling.text(finding.advice)
        pieces = (telling.decision, telling.short(MESSAGE_LENGTH // 2), telling.where, advice)
        yield _command(
            level, _file(result) | _lines(result, finding) | {"title": title}, "\n".join(filter(None, pieces))
        )


def _file(result: DocumentReport) -> dict[str, str]:
    return {} if result.path == "-" else {"file": slashed(result.path)}


def _lines(result: DocumentReport, finding: Finding) -> dict[str, str]:
    assert result.document is not None
    evidence = place_of(finding, result.document)
    place = place_object(result.document, evidence.span) if evidence else None
    if not place or "line" not in place or result.path == "-":
        return {}
    return {"line": str(place["line"]), "endLine": str(place["line_end"])}


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_data(shorten(plain(message), MESSAGE_LENGTH))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(plain(text)).replace(":", "%3A").replace(",", "%2C")
