"""What the arguments name: packs, ids of rules, the caches of the user."""

from __future__ import annotations

import difflib
import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report_linter import files
from report_linter.errors import UsageError
from report_linter.store import Store

if TYPE_CHECKING:
    from report_linter.pack.model import Pack


def pack_paths(names: Iterable[str]) -> tuple[Path, ...]:
    from report_linter.pack import find, shipped

    paths = tuple(dict.fromkeys(find(name) for name in names)) or shipped()
    if not paths:
        raise UsageError("no rule pack was found; name one, or install the program again")
    return paths


def load_pack(path: Path) -> Pack:
    from report_linter.pack import load

    return load(path)


def load_packs(names: Iterable[str]) -> tuple[Pack, ...]:
    from report_linter.pack import load_together

    gc.disable()  # packs are many small things that all stay
    try:
        return load_together(pack_paths(names), user_store())
    finally:
        gc.enable()


def user_store() -> Store:
    """Where the user's caches are; `REPORT_LINTER_CACHE` names another folder, or is "off"."""
    from platformdirs import user_cache_path

    asked = os.environ.get("REPORT_LINTER_CACHE", "")
    if asked == "off":
        return Store()
    return Store(Path(asked) if asked else user_cache_path("report-linter", appauthor=False))


def known_ids(values: Iterable[str], packs: Sequence[Pack], where: str) -> frozenset[str]:
    """Ids, repeated or with commas between them. Raises UsageError for one that no active pack holds."""
    given = [part.strip() for value in values for part in value.split(",") if part.strip()]
    known = list(_ids(packs)) if given else []
    for value in given:
        if value not in known:
            raise UsageError(f"{where}: no rule has the id '{value}'; {_suggestion(value, known)}")
    return frozenset(given)


def _ids(packs: Sequence[Pack]) -> Iterator[str]:
    from report_linter.reporters.rules import ids

    return ids(packs)


def _suggestion(value: str, known: Sequence[str]) -> str:
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(value.lower(), list(by_lower), n=1)
    return f"did you mean '{by_lower[close[0]]}'?" if close else "'report-linter rules' lists them"


def or_none(value: str) -> str | None:
    return None if value == "auto" else value


def input_format_fits(input_format: str | None, paths: Sequence[str]) -> None:
    if input_format and files.STANDARD_INPUT not in paths:
        raise UsageError("--input-format is for standard input; name '-' as path, or leave the option out")
