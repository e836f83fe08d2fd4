"""Paths as people write them in files: from the folder of that file, with / between folders, on every system."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

STANDARD_INPUT = "-"


def beside(path: str, folder: Path) -> str:
    """`path` as seen from `folder`, links resolved; standard input keeps its name."""
    if path == STANDARD_INPUT:
        return path
    try:
        seen = os.path.relpath(os.path.realpath(path), os.path.realpath(folder))
    except ValueError:  # another drive
        seen = path
    return PurePath(seen).as_posix()


def fits(path: str, pattern: str) -> bool:
    """Whether `path` is what `pattern` names, or below a folder that it names.

    Both are seen from the same folder. In a pattern `*` is anything within one name, `?` one character of it, and `**`
    any folders between.
    """
    from pathspec import GitIgnoreSpec

    plain = pattern.removeprefix("./").rstrip("/")
    escaped = plain.replace("[", "\\[").replace(
        "]", "\\]"
    )  # names of drafts hold brackets: "Account [draft].docx"
    return path == plain or GitIgnoreSpec.from_lines([f"/{escaped}"]).match_file(path)


def wrong_pattern(pattern: str) -> str:
    """What is wrong with a pattern, and what would be right; empty where it can be used."""
    if not pattern.strip():
        return "name a file, such as drafts/account.docx"
    if "\\" in pattern:
        return f"write / between folders: '{pattern.replace(chr(92), '/')}'"
    if pattern.startswith("/") or PurePath(pattern).is_absolute():
        return "write the path as seen from the folder of this file, such as drafts/account.docx"
    return ""
