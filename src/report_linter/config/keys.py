"""The keys of a configuration: what each may hold, where it may stand, and what holds without it.

Reading a value gives it its type or says what would be right; nothing here opens a file.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from report_linter.finding import Severity, Stage
from report_linter.limits import DEFAULT
from report_linter.texts import LANGUAGES

OFF = "off"
SEVERITIES = (*(severity.word for severity in reversed(Severity)), OFF)
STAGES = tuple(stage.word for stage in Stage)
FAIL_ON = ("error", "warning", "info", "never")


class Wrong(ValueError):  # noqa: N818 - a value, not an error of the program
    """A value that cannot be used. `where` leads to the wrong part of it."""

    def __init__(self, message: str, *where: str | int) -> None:
        super().__init__(message)
        self.where = where


@dataclass(frozen=True, slots=True)
class Key:
    """What a key may hold. `run`: it may stand at the top, for the whole run; `file`: under `per-file`."""

    read: Callable[[Any], object]
    default: object
    run: bool = True
    file: bool = False


def suggestion(value: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?`, else the list of what is known."""
    names = list(known)
    by_lower = {name.lower(): name for name in names}
    close = difflib.get_close_matches(value.lower(), list(by_lower), n=1)
    return f"did you mean '{by_lower[close[0]]}'?" if close else f"use one of: {', '.join(names)}"


def page_numbers(text: str) -> frozenset[int]:
    """The pages of `12-18,20`. Raises ValueError."""
    pages: set[int] = set()
    for part in text.split(","):
        first, dash, last = (piece.strip() for piece in part.replace("–", "-").partition("-"))
        ends = (first, last if dash else first)
        if not all(end.isascii() and end.isdigit() and len(end) < 6 for end in ends):
            raise ValueError(f"'{part.strip()}' is no page or range of pages; write 12-18,20")
        low, high = map(int, ends)
        if not 1 <= low <= high:
            raise ValueError(f"'{part.strip()}' does not run from a first page (1 or more) to a later one")
        pages.update(range(low, high + 1))
    return frozenset(pages)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong("write a text here")
    return value


def _texts(value: object) -> tuple[str, ...]:
    """One text, or a list of them."""
    listed = value if isinstance(value, list) else [value]
    for index, item in enumerate(listed):
        if not isinstance(item, str) or not item.strip():
            raise Wrong("write a text, or a list of texts", *([index] if listed is value else []))
    return tuple(listed)


def _ids(value: object) -> frozenset[str]:
    return frozenset(_texts(value))


def _severities(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise Wrong("write an id and its severity, such as 'TA-5-UPD: off'")
    for name, severity in value.items():
        if severity not in SEVERITIES:
            raise Wrong(
                f"'{_shown(severity)}' is no severity; {suggestion(_shown(severity), SEVERITIES)}", name
            )
    return MappingProxyType(dict(value))


def _one_of(*allowed: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in allowed:
            raise Wrong(f"'{_shown(value)}' is not known here; {suggestion(_shown(value), allowed)}")
        return str(value)

    return read


def _shown(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Wrong(f"write a whole number from {least} to {most}")
        return value

    return read


def _seconds(least: int, most: int) -> Callable[[object], float]:
    def read(value: object) -> float:
        try:
            number = float("nan") if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = float("nan")
        if not least <= number <= most:
            raise Wrong(f"write a number of seconds from {least} to {most}")
        return number

    return read


def _pages(value: object) -> frozenset[int]:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Wrong("write pages, such as 12-18,20")
    try:
        return page_numbers(str(value))
    except ValueError as error:
        raise Wrong(str(error)) from error


_NONE: frozenset[Any] = frozenset()

KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "pack": Key(_texts, ()),
        "select": Key(_ids, _NONE, file=True),
        "ignore": Key(_ids, _NONE, file=True),
        "severity": Key(_severities, MappingProxyType({}), file=True),
        "profile": Key(_one_of(*STAGES), Stage.PUBLISHED.word, file=True),
        "lang": Key(_one_of(*LANGUAGES), None),
        "document-lang": Key(_one_of("auto", *LANGUAGES), "auto", file=True),
        "document-kind": Key(_one_of("auto", "account"), "auto", file=True),
        "pages": Key(_pages, _NONE, run=False, file=True),
        "section": Key(_texts, (), run=False, file=True),
        "fail-on": Key(_one_of(*FAIL_ON), "error"),
        "waivers": Key(_text, None),
        "baseline": Key(_text, None),
        "jobs": Key(_whole(1, 64), 1),
        "timeout": Key(_seconds(1, 86_400), DEFAULT.file_seconds),
    }
)
PER_FILE = "per-file"
FILES = "files"
ADDING = ("ignore", "severity")  # of several that hold for a file, all count
IDS = ("select", "ignore", "severity")


def known(file: bool) -> Sequence[str]:
    """The keys that may stand at the top, or under `per-file`."""
    if file:
        return (FILES, *(name for name, key in KEYS.items() if key.file))
    return (*(name for name, key in KEYS.items() if key.run), PER_FILE)
