"""Markdown for job summaries and pull requests: what was not read, the counts, one table to act on, a checklist.

It stays within `MOST` characters, which is what a comment on GitHub may have (a job summary may have 1 MiB): first the
least grave findings are left out, then the checklists, then documents, and it says how many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report_linter import texts
from report_linter.finding import DocumentReport, Finding, Outcome, Report, RequirementResult, text_in
from report_linter.reporters import View, md
from report_linter.reporters.facts import count, language_of, language_of_report, not_checked
from report_linter.reporters.order import worst_first
from report_linter.reporters.page import join, shorten
from report_linter.reporters.places import account_parts
from report_linter.reporters.problems import problems, remark_text
from report_linter.reporters.wording import (
    Telling,
    counts_line,
    met_line,
    name_of,
    quoted_by,
    status,
    where,
)
from report_linter.texts import Words

MOST = 65_000  # a comment holds 65,536
ROWS = 200  # of a document; more would never have room
REMARKS = 20
PROBLEM_LENGTH = 600
QUOTE_LENGTH = 120
TEXT_LENGTH = 280
DECISION_LENGTH = 400


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of a report there is room for: rows for each document, checklists, documents (None: all)."""

    rows: int = ROWS
    checklist: bool = True
    documents: int | None = None


def _rooms(documents: int) -> Iterator[_Room]:
    """From the most to the least."""
    yield from (_Room(rows) for rows in (ROWS, 100, 50, 25))
    yield from (_Room(rows, False) for rows in (25, 15, 10, 7, 5, 3, 2, 1, 0))
    while documents > 1:
        documents //= 2
        yield _Room(0, False, documents)


def render(report: Report, view: View) -> str:
    language = language_of_report(report, view)
    sheets = [_Sheet(result, view, language) for result in report.documents]
    text = ""
    for room in _rooms(len(sheets)):
        text = "\n\n".join(_parts(report, sheets, texts.load(language), room)) + "\n"
        if len(text) <= MOST:
            break
    return text


def _parts(report: Report, sheets: list[_Sheet], words: Words, room: _Room) -> Iterator[str]:
    shown = sheets[: room.documents]
    yield f"## {md.escape(words.say('outputs.title'))}"
    problem_lines = [line for sheet in shown for line in sheet.problems]
    if problem_lines:
        yield "\n".join(problem_lines)
    if len(sheets) > len(shown):
        yield md.bold(words.count("outputs.documents_left_out", len(sheets) - len(shown)))
    if len(sheets) > 1:
        whole = not any(map(not_checked, report.documents))
        number = words.count("counts.documents", len(sheets))
        yield md.bold(f"{number}: {counts_line(count(report.documents), words, whole)}.")
    for sheet in shown:
        yield from sheet.parts(room)
    if report.remarks:
        yield f"### {md.escape(words.say('outputs.remarks'))}"
        said = (remark_text(remark, words.language) for remark in report.remarks[:REMARKS])
        yield "\n".join(f"- {md.first(shorten(text, TEXT_LENGTH))}" for text in said)
    yield f"*{md.escape(words.say('last'))}*"


class _Sheet:
    """One document's part of the page; its pieces are made once, and put together for as much room as there is."""

    def __init__(self, result: DocumentReport, view: View, fallback: str) -> None:
        self._result = result
        self._language = language_of(result, view) if result.document else fallback
        self._words = texts.load(self._language)
        name = md.escape(shorten(name_of(result, self._words), TEXT_LENGTH))
        self.problems = [
            f"- {md.bold(label)} {name}: {md.escape(shorten(text, PROBLEM_LENGTH))}"
            for label, text in problems(result, self._language)
        ]
        findings = worst_first(result)
        self._open = [finding for finding in findings if finding.open]
        self._decided = [finding for finding in findings if not finding.open]
        self._head = list(self._about(name)) if result.document else []
        self._rows = [md.row(self._cells(finding)) for finding in self._open[:ROWS]]
        self._decisions = [f"- {self._decision(finding)}" for finding in self._decided[:ROWS]]
        self._checklist = "" if view.quiet or not result.requirements else self._checked()

    def parts(self, room: _Room) -> Iterator[str]:
        yield from self._head
        rows = self._rows[: room.rows]
        if rows:
            keys = ("severity", "found", "where", "advice", "rule")
            yield "\n".join([*md.head(self._column(key) for key in keys), *rows])
        yield from self._left_out(len(self._open) - len(rows))
        if room.checklist and self._checklist:
            yield self._checklist
        decisions = self._decisions[: room.rows]
        if decisions:
            yield "\n".join([md.bold(self._words.say("outputs.decided")), "", *decisions])
        yield from self._left_out(len(self._decided) - len(decisions))

    def _left_out(self, number: int) -> Iterator[str]:
        if number:
            yield md.bold(self._words.count("outputs.left_out", number))

    def _column(self, key: str) -> str:
        return self._words.say(f"outputs.column.{key}")

    def _about(self, name: str) -> Iterator[str]:
        result, words = self._result, self._words
        document = result.document
        assert document is not None
        yield f"### {name}"
        kind = words.word("kind", result.kind)
        pages = document.reading.pages
        about = [kind[:1].upper() + kind[1:], words.word("language", document.language)]
        yield md.first(join([*about, words.count("pages", pages) if pages is not None else ""]))
        if result.account:
            parts = account_parts(document, result.account, words)
            said = words.say(f"account.{result.account.chosen.value}", parts=parts)
            yield md.first(shorten(said, PROBLEM_LENGTH))
        counts = counts_line(count([result]), words, not not_checked(result))
        yield join([md.bold(f"{counts}."), md.escape(met_line(result, words))], " ")

    def _cells(self, finding: Finding) -> Iterator[str]:
        telling = Telling(self._result, finding, self._language)
        citation = telling.text(finding.citation.text)
        yield md.bold(telling.severity)
        said = (telling.text(finding.message), telling.text(finding.reason), telling.decision)
        quote = self._words.quote(telling.cut(QUOTE_LENGTH)) if telling.quote else ""
        pieces = [md.bold(telling.title), *(md.escape(shorten(text, TEXT_LENGTH)) for text in said if text)]
        yield "<br>".join([*pieces, md.escape(quote)] if quote else pieces)
        yield md.escape(telling.where)
        yield md.escape(shorten(telling.text(finding.advice), TEXT_LENGTH))
        basis = md.link(shorten(citation, TEXT_LENGTH), finding.citation.url) if citation else ""
        yield "<br>".join(filter(None, (md.escape(finding.rule), basis)))

    def _decision(self, finding: Finding) -> str:
        telling = Telling(self._result, finding, self._language)
        said = (telling.decision, telling.text(finding.message))
        decision, message = (md.escape(shorten(text, DECISION_LENGTH)) for text in said)
        return f"{md.bold(f'{telling.title} ({finding.rule})')}: {decision} – {message}"

    def _checked(self) -> str:
        requirements = self._result.requirements
        title = md.escape(self._words.count("outputs.checklist", len(requirements)))
        head = md.head(self._column(key) for key in ("requirement", "status", "where"))
        table = "\n".join([*head, *(md.row(self._requirement(item)) for item in requirements)])
        return f"<details><summary>{title}</summary>\n\n{table}\n\n</details>"

    def _requirement(self, item: RequirementResult) -> Iterator[str]:
        yield md.escape(f"{text_in(item.title, self._language)} ({item.id})")
        said = status(item, self._words)
        yield md.bold(said) if item.outcome in (Outcome.FAIL, Outcome.REVIEW) else md.escape(said)
        evidence = quoted_by(item)
        yield md.escape(where(self._result, evidence.span, self._words)) if evidence else ""
