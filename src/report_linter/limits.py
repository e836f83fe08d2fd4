"""How much of a file is read, and for how long: beyond it, that file is refused, by name of the limit.

The figures are far above what a report of a thousand pages needs, and far below what harms a machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from report_linter.errors import ReadError

MEGABYTE: Final = 1024 * 1024

AtPage = Callable[[int], None]  # told the number of a page, from 1, before it is read; 0 when all are read


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. `part_bytes` and `unpacked_bytes` are of packed formats, decompressed.

    `characters` counts the text of a document, whatever its format. `file_seconds` is for reading and checking one
    file, `page_seconds` for reading one page, `rule_seconds` for one rule or one expression on one file.
    `memory_bytes` is what the process that reads may use beside its program, where the system can say no.
    """

    file_bytes: int = 200 * MEGABYTE
    part_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    parts: int = 10_000
    pages: int = 5_000
    characters: int = 20_000_000
    memory_bytes: int = 1024 * MEGABYTE
    page_seconds: float = 60
    file_seconds: float = 300
    rule_seconds: float = 20


DEFAULT: Final = Limits()


def no_pages(_number: int) -> None:
    """For callers that do not ask at which page a reader is."""


def refuse(limit: str, allowed: int) -> NoReturn:
    """Refuse a file beyond the limit of that name (a field of `Limits`, or `xml_depth`). Raises ReadError."""
    most = f"{allowed // MEGABYTE} MB" if limit.endswith("_bytes") and allowed >= MEGABYTE else str(allowed)
    raise ReadError(
        "too_large",
        f"the file is beyond the limit {limit} ({most}), far more than a report needs: it may be damaged or meant to "
        "do harm; check that it is the right file, and ask for a new copy",
        (("limit", limit), ("most", most)),
    )
