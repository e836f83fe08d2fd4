"""From a report to something to read or to process: one module per format, loaded when it is asked for.

A new format is one module with `render(report, view)` and one line in `REPORTERS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from report_linter.finding import Report


@dataclass(frozen=True, slots=True)
class View:
    """How a report is to be shown. `language` is that of the messages; None means each document's own."""

    language: str | None = None
    explain: bool = False  # also what matched and was not counted
    quiet: bool = False
    verbose: bool = False
    width: int = 100
    colour: bool = False


class _Module(Protocol):
    def render(self, report: Report, view: View) -> str: ...


@dataclass(frozen=True, slots=True)
class Reporter:
    """A format, by the name of its module in this package."""

    module: str

    def render(self, report: Report, view: View) -> str:
        """The whole output as one text that ends in a newline."""
        module = cast(_Module, import_module(f"{__name__}.{self.module}"))
        return module.render(report, view)


REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {"terminal": Reporter("terminal"), "json": Reporter("json")}
)
