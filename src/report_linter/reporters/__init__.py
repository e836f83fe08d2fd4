"""From a report to something to read or to process: one module per format, loaded when it is asked for.

A new format is one module with `render(report, view)` and one line in `REPORTERS`; a format of marked copies, such as
a draft with comments, is one module with `mark(data, result, view)` and one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from report_linter.finding import DocumentReport, Report, Severity


@dataclass(frozen=True, slots=True)
class View:
    """How a report is to be shown. `language` is that of the messages; None means each document's own."""

    language: str | None = None
    explain: bool = False  # also what matched and was not counted
    quiet: bool = False
    verbose: bool = False
    width: int = 100
    colour: bool = False
    today: date = date.min  # of what is dated, such as a comment
    fail_on: Severity | None = Severity.ERROR  # from which on a finding counts as a failure; None: never
    folder: Path = Path()  # where the output is written: paths in it may be seen from there


class _Module(Protocol):
    def render(self, report: Report, view: View) -> str | bytes: ...

    def mark(self, data: bytes, result: DocumentReport, view: View) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Reporter:
    """A format, by the name of its module in this package.

    `screen` says whether it can be shown on standard output. `marks` names the format of the drafts (a key of
    `readers.READERS`) of which it makes marked copies; it is empty for formats that report on a whole run.
    """

    module: str
    screen: bool = True
    marks: str = ""

    def render(self, report: Report, view: View) -> bytes:
        """The whole output; a text ends in a newline, and characters that UTF-8 cannot hold are escaped."""
        rendered = self._loaded().render(report, view)
        return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8", "backslashreplace")

    def mark(self, data: bytes, result: DocumentReport, view: View) -> bytes:
        """A copy of the draft `data` with the findings of `result` in it. Raises UsageError."""
        return self._loaded().mark(data, result, view)

    def _loaded(self) -> _Module:
        return cast(_Module, import_module(f"{__name__}.{self.module}"))


REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        "terminal": Reporter("terminal"),
        "json": Reporter("json"),
        "html": Reporter("html"),
        "markdown": Reporter("markdown"),
        "xlsx": Reporter("xlsx", screen=False),
        "docx": Reporter("docx", screen=False, marks="docx"),
        "pdf": Reporter("pdf_marks", screen=False, marks="pdf"),
        "sarif": Reporter("sarif"),
        "junit": Reporter("junit"),
        "github": Reporter("github"),
        "gitlab": Reporter("gitlab"),
        "baseline": Reporter("baseline", screen=False),
    }
)
