"""The checklist as a workbook for the legal team: one row for each requirement, with columns for what people decide.

Further sheets hold the findings, what was not read, and the chain of risk, measure and result. Every text is written as
a text, whatever it begins with; nothing in the workbook is computed or linked. The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

import xlsxwriter

from report_linter import texts
from report_linter.finding import (
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Report,
    RequirementResult,
    text_in,
)
from report_linter.reporters import View
from report_linter.reporters.facts import count, language_of, language_of_report, not_checked
from report_linter.reporters.order import rank, worst_first
from report_linter.reporters.page import plain
from report_linter.reporters.problems import problems, remark_text
from report_linter.reporters.wording import (
    Telling,
    counts_line,
    findings_of,
    name_of,
    quoted,
    quoted_by,
    severity_of,
    status,
    where,
)
from report_linter.texts import Words

CELL_LENGTH = 32_767  # of Excel
LETTERS = 1.15  # that fit into a column for each unit of its width, which is a digit's in a larger size
LINE_HEIGHT, GREATEST_HEIGHT = 13.0, 409.0  # points; the greatest of Excel
QUOTE_LENGTH = 600  # a row has a greatest height; what does not fit cannot be seen
PROBLEMS_SHOWN = 3  # above the checklist; all are on a sheet of their own
OWN = ("own", "who", "until", "comment")  # columns that people fill in
_FORMULA = ("=", "+", "-", "@")
_EARLIEST = datetime(1980, 1, 1)  # of what archives can say
_COLOURS = {"bad": "#F8D7DA", "look": "#FFF3CD", "good": "#DFF0D8", "rest": "#EDEDED"}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet: widths of its columns in characters, and at which column a new printed page begins."""

    columns: Mapping[str, int]
    fixed: int  # columns at the left that stay in sight and are repeated on each printed page
    page_break: int | None = None


_CHECKLIST = _Table(
    {
        "document": 15,
        "id": 13,
        "requirement": 24,
        "citation": 22,
        "status": 13,
        "level": 11,
        "severity": 12,
        "quote": 36,
        "where": 18,
        "missing": 30,
        "advice": 36,
        "example": 36,
        "own": 13,
        "who": 16,
        "until": 12,
        "comment": 28,
    },
    fixed=3,
    page_break=10,
)
_FINDINGS = _Table(
    {
        "document": 15,
        "rule": 16,
        "severity": 12,
        "requirement": 24,
        "found": 34,
        "quote": 36,
        "where": 18,
        "decision": 18,
        "citation": 22,
        "why": 36,
        "advice": 36,
        "example": 36,
        "confidence": 10,
        "fingerprint": 20,
    },
    fixed=2,
    page_break=8,
)
_UNREAD = _Table({"document": 40, "status": 22, "problem": 110}, fixed=1)
_CHAIN = _Table({"document": 15, "topic": 24, "risk": 46, "measure": 46, "result": 46}, fixed=2)


def render(report: Report, view: View) -> bytes:
    data = BytesIO()
    options = {
        "in_memory": True,  # else every file in it bears the time of day
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(data, options) as book:
        _Book(book, report, view).put()
    return data.getvalue()


class _Book:
    def __init__(self, book: Any, report: Report, view: View) -> None:
        self._book = book
        self._report = report
        self._view = view
        self._language = language_of_report(report, view)
        self._words = texts.load(self._language)
        self._formats: dict[tuple[str, bool], Any] = {}
        made = max(datetime.combine(view.today, datetime.min.time()), _EARLIEST)
        book.set_properties({"title": self._words.say("outputs.title"), "created": made})

    def put(self) -> None:
        self._checklist()
        findings = [row for result in self._report.documents for row in self._findings(result)]
        self._sheet("findings", _FINDINGS, findings)
        self._sheet("unread", _UNREAD, self._problems())
        chain = [row for result in self._report.documents for row in self._chain(result)]
        self._sheet("chain", _CHAIN, chain)

    # The sheets

    def _checklist(self) -> None:
        rows = [row for result in self._report.documents for row in self._requirements(result)]
        above = [
            (self._words.say("outputs.title"), self._counts(), "title"),
            *self._problems_above(),
            ("", self._words.say("last"), "small"),
        ]
        sheet = self._sheet("checklist", _CHECKLIST, rows, above)
        keys = list(_CHECKLIST.columns)
        first, last = len(above) + 1, len(above) + max(len(rows), 1)
        choices = [self._words.say(f"outputs.own.{key}") for key in ("open", "working", "done", "none")]
        own, until = keys.index("own"), keys.index("until")
        sheet.data_validation(first, own, last, own, {"validate": "list", "source": choices})
        dates = {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1), "ignore_blank": True}
        sheet.data_validation(first, until, last, until, dates)
        sheet.activate()

    def _counts(self) -> str:
        documents = self._report.documents
        whole = not any(map(not_checked, documents))
        number = self._words.count("counts.documents", len(documents))
        return f"{number}: {counts_line(count(documents), self._words, whole)}"

    def _problems_above(self) -> Iterator[tuple[str, str, str]]:
        said = [row for row in self._problems() if row["document"]]
        for row in said[:PROBLEMS_SHOWN]:
            yield row["status"], f"{row['document']}: {row['problem']}", "problem"
        if len(said) > PROBLEMS_SHOWN:
            more = self._words.count("outputs.not_shown", len(said) - PROBLEMS_SHOWN)
            sheet = self._words.say("outputs.see_sheet", sheet=self._words.say("outputs.sheet.unread"))
            yield "", f"{more}. {sheet}.", "problem"

    def _requirements(self, result: DocumentReport) -> Iterator[Row]:
        language = language_of(result, self._view) if result.document else self._language
        words = texts.load(language)
        if result.document is None:
            said = list(problems(result, language))
            yield {
                "document": name_of(result, words),
                "requirement": words.say("outputs.reading"),
                "status": said[0][0] if said else "",
                "missing": "\n".join(text for _, text in said),
                "colour": "bad",
            }
            return
        for item in result.requirements:
            yield self._requirement(result, item, language, words)

    def _requirement(
        self, result: DocumentReport, item: RequirementResult, language: str, words: Words
    ) -> Row:
        found = sorted(findings_of(result, item.id), key=rank)
        tellings = [Telling(result, finding, language) for finding in found]
        evidence = quoted_by(item)
        said = [self._missing(telling) for telling in tellings] or [text_in(item.reason, language)]
        place = where(result, evidence.span, words) if evidence else next((one.where for one in tellings), "")
        return {
            "document": name_of(result, words),
            "id": item.id,
            "requirement": text_in(item.title, language),
            "citation": text_in(item.citation.text, language),
            "status": status(item, words),
            "level": words.say(f"level.{item.level.word}") if item.level is not None else "",
            "severity": tellings[0].severity if tellings else "",
            "quote": self._quote(result, item.evidence, evidence, words),
            "where": place,
            "missing": "\n".join(dict.fromkeys(said)),
            "advice": _joined(telling.text(telling.finding.advice) for telling in tellings),
            "example": _joined(telling.text(telling.finding.example) for telling in tellings),
            "colour": _colour(item, found),
        }

    def _missing(self, telling: Telling) -> str:
        finding = telling.finding
        pieces = (telling.text(finding.message), telling.text(finding.reason), telling.decision)
        return " ".join(filter(None, pieces))

    def _quote(
        self, result: DocumentReport, all_of_it: Sequence[Evidence], evidence: Evidence | None, words: Words
    ) -> str:
        if evidence is None:
            return ""
        assert result.document is not None
        quote = words.quote(quoted(result.document, evidence, QUOTE_LENGTH))
        more = len(all_of_it) - 1
        return f"{quote} {words.count('outputs.more_quotes', more)}" if more else quote

    def _findings(self, result: DocumentReport) -> Iterator[Row]:
        language = language_of(result, self._view)
        words = texts.load(language)
        for finding in worst_first(result):
            telling = Telling(result, finding, language)
            yield {
                "document": name_of(result, words),
                "rule": finding.rule,
                "severity": telling.severity,
                "requirement": telling.title,
                "found": " ".join(
                    filter(None, (telling.text(finding.message), telling.text(finding.reason)))
                ),
                "quote": words.quote(telling.cut(QUOTE_LENGTH)) if telling.quote else "",
                "where": telling.where,
                "decision": telling.decision,
                "citation": telling.text(finding.citation.text),
                "why": telling.text(finding.why),
                "advice": telling.text(finding.advice),
                "example": telling.text(finding.example),
                "confidence": words.say(f"confidence.{finding.confidence.word}"),
                "fingerprint": finding.fingerprint,
                "colour": _colour_of(finding),
            }

    def _problems(self) -> list[Row]:
        rows: list[Row] = []
        for result in self._report.documents:
            language = language_of(result, self._view) if result.document else self._language
            name = name_of(result, texts.load(language))
            rows.extend(
                {"document": name, "status": label, "problem": text, "colour": "bad"}
                for label, text in problems(result, language)
            )
        if not rows:
            rows.append({"document": "", "status": self._words.say("outputs.read_whole"), "problem": ""})
        remarks = self._words.say("outputs.remarks")
        rows.extend(
            {"document": "", "status": remarks, "problem": remark_text(remark, self._language)}
            for remark in self._report.remarks
        )
        return rows

    def _chain(self, result: DocumentReport) -> Iterator[Row]:
        language = language_of(result, self._view)
        words = texts.load(language)
        for link in result.chain:
            yield {
                "document": name_of(result, words),
                "topic": link.topic,
                "risk": self._places(result, link.risks, words),
                "measure": self._places(result, link.measures, words),
                "result": self._places(result, link.results, words),
            }

    def _places(self, result: DocumentReport, items: Sequence[Evidence], words: Words) -> str:
        if not items:
            return words.say("chain.none")
        quote = self._quote(result, items, items[0], words)
        return f"{quote}\n{where(result, items[0].span, words)}"

    # How they look

    def _sheet(
        self, name: str, table: _Table, rows: Sequence[Row], above: Sequence[tuple[str, str, str]] = ()
    ) -> Any:
        sheet = self._book.add_worksheet(self._words.say(f"outputs.sheet.{name}"))
        widths = list(table.columns.values())
        for number, line in enumerate(above):
            self._line_above(sheet, number, table, *line)
        top = len(above)
        for column, (key, width) in enumerate(table.columns.items()):
            sheet.set_column(column, column, width)
            self._write(sheet, top, column, self._title(key), "own" if key in OWN else "header")
        for number, row in enumerate(rows, top + 1):
            sheet.set_row(number, _height((row.get(key, ""), width) for key, width in table.columns.items()))
            for column, key in enumerate(table.columns):
                coloured = key in ("status", "severity") and row.get(key)
                style = row.get("colour", "cell") if coloured else "date" if key == "until" else "cell"
                self._write(sheet, number, column, row.get(key, ""), style)
        sheet.autofilter(top, 0, top + max(len(rows), 1), len(widths) - 1)
        sheet.freeze_panes(top + 1, table.fixed)
        self._print(sheet, table, top)
        return sheet

    def _line_above(self, sheet: Any, row: int, table: _Table, label: str, text: str, style: str) -> None:
        """The label over the columns that each printed page repeats, the text over the others of the first page."""
        last = (table.page_break or len(table.columns)) - 1
        parts = ((0, table.fixed - 1, label), (table.fixed, last, text))
        for first, end, said in parts:
            sheet.merge_range(row, first, row, end, "", self._format(style))
            self._write(sheet, row, first, said, style)
        sheet.set_row(row, _height([(text, sum([*table.columns.values()][table.fixed : last + 1]))]) + 3)

    def _title(self, key: str) -> str:
        group = "chain" if key in ("topic", "risk", "measure", "result") else "outputs.column"
        return self._words.say(f"{group}.{key}")

    def _print(self, sheet: Any, table: _Table, top: int) -> None:
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(top)
        if table.page_break is None:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.repeat_columns(0, table.fixed - 1)
            sheet.set_v_pagebreaks([table.page_break])
            sheet.set_print_scale(68)
            sheet.print_across()
        sheet.set_footer("&L&A&R&P / &N")

    def _write(self, sheet: Any, row: int, column: int, text: str, style: str) -> None:
        said = plain(text)
        if len(said) > CELL_LENGTH:
            said = f"{said[: CELL_LENGTH - 2]} …"
        if said:
            sheet.write_string(row, column, said, self._format(style, said.startswith(_FORMULA)))
        else:
            sheet.write_blank(row, column, None, self._format(style))

    def _format(self, style: str, quoted: bool = False) -> Any:
        """`quoted`: stays a text when somebody edits it, though it begins like a formula."""
        key = (style, quoted)
        if key not in self._formats:
            made = self._book.add_format(
                _STYLES[style] | {"font_name": "Calibri", "valign": "top", "text_wrap": True}
            )
            if quoted:
                made.set_quote_prefix()
            self._formats[key] = made
        return self._formats[key]


_CELL: Mapping[str, object] = {"font_size": 10, "border": 1, "border_color": "#BFBFBF"}
_STYLES: Mapping[str, dict[str, object]] = {
    "title": {"font_size": 12, "bold": True},
    "problem": {"font_size": 11, "bold": True, "font_color": "#9C0006"},
    "small": {"font_size": 9, "italic": True, "font_color": "#595959"},
    "header": {**_CELL, "bold": True, "bg_color": "#D9E2EC"},
    "own": {**_CELL, "bold": True, "bg_color": "#FCE8C8"},
    "cell": {**_CELL},
    "date": {**_CELL, "num_format": "yyyy-mm-dd"},
    **{key: {**_CELL, "bg_color": colour} for key, colour in _COLOURS.items()},
}


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row of texts and their columns' widths: not every program works it out by itself."""
    lines = (sum(_lines(line, width) for line in text.split("\n")) for text, width in cells)
    return min(LINE_HEIGHT * max(lines, default=1) + 2, GREATEST_HEIGHT)


def _lines(text: str, width: float) -> int:
    letters = int(width * LETTERS)
    seen = text[: letters * int(GREATEST_HEIGHT / LINE_HEIGHT)]  # more than that cannot be seen
    return max(len(wrap(seen, letters)), 1)


def _joined(said: Iterable[str]) -> str:
    """Each text once, a paragraph each."""
    return "\n".join(dict.fromkeys(text for text in said if text))


def _colour(item: RequirementResult, findings: Sequence[Finding]) -> str:
    if item.outcome is Outcome.PASS:
        return "good"
    if findings:
        return _colour_of(findings[0])
    return "look" if item.outcome in (Outcome.FAIL, Outcome.REVIEW) else "rest"


def _colour_of(finding: Finding) -> str:
    if not finding.open:
        return "rest"
    return "bad" if severity_of(finding) == "error" else "look"
