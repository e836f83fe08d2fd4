"""Which files are meant by the paths on the command line, and their bytes."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, Limits, refuse
from report_linter.readers import SUFFIXES

STANDARD_INPUT = "-"
# Documents of other programs: a folder that holds one is not wholly checked, so they are named.
OTHER_SUFFIXES = frozenset({".doc", ".docm", ".dotx", ".rtf", ".pages"})
# What browsers put the parts of a saved page into: `Report_files` beside `Report.html`.
_PARTS_OF_PAGE = re.compile(r"(.+)(?:[_-]fil(?:es|er)|\.files)")


@dataclass(frozen=True, slots=True)
class Source:
    """An input: `name` as shown, `path` (None for standard input), `error` where it is known to be none."""

    name: str
    path: Path | None = None
    error: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """All inputs of a run in order, each once, and the files below folders that were left out."""

    files: tuple[Source, ...]
    left_out: tuple[str, ...] = ()


def find(arguments: Iterable[str]) -> Sources:
    """Files named on the command line, and supported ones below folders; an error is kept with its file."""
    found: list[Source] = []
    left_out: list[str] = []
    for argument in arguments:
        path = Path(argument)
        if argument == STANDARD_INPUT:
            found.append(Source(STANDARD_INPUT))
        elif _no_name(path):
            message = "no file can have such a name; check the path"
            found.append(Source(_shown(path).replace("\0", "?"), None, ReadError("missing", message)))
        elif path.is_dir():
            found.extend(_below(path, left_out))
        else:
            found.append(_named(path))
    return Sources(tuple(_once(found)), tuple(left_out))


def load(source: Source, limits: Limits = DEFAULT) -> bytes:
    """The bytes of an input. Raises ReadError, also where it has more of them than the limit."""
    if source.error:
        raise source.error
    if source.path is None:
        return _whole(sys.stdin.buffer, limits)
    try:
        with source.path.open("rb") as file:
            return _whole(file, limits)
    except FileNotFoundError as error:
        raise ReadError("missing", "there is no such file; check the path") from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ReadError(
            "unreadable", f"the file cannot be opened ({why}); check that you may read it"
        ) from error


def _whole(stream: BinaryIO, limits: Limits) -> bytes:
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        refuse("file_bytes", limits.file_bytes)
    return data


def is_folder(argument: str) -> bool:
    path = Path(argument)
    return not _no_name(path) and path.is_dir()


def is_lock_file(name: str) -> bool:
    """Whether Word (`~$a.docx`) or LibreOffice (`.~lock.a.docx#`) made the file while a document was open."""
    return name.startswith(("~$", ".~lock."))


def _no_name(path: Path) -> bool:
    """Whether the system refuses to look for such a name at all: one with a zero byte, or too long a one."""
    try:
        path.lstat()
    except (ValueError, OSError) as error:
        return isinstance(error, ValueError) or error.errno == errno.ENAMETOOLONG
    return False


def _named(path: Path) -> Source:
    if is_lock_file(path.name):
        message = "this is a lock file of an open document; close the program, or name the document itself"
        return Source(_shown(path), path, ReadError("lock_file", message))
    if not path.exists():
        return Source(_shown(path), path, ReadError("missing", "there is no such file; check the path"))
    return Source(_shown(path), path)


def _below(folder: Path, left_out: list[str]) -> Iterator[Source]:
    """Supported files below `folder` in the order of their names; an error where there is none."""
    none = True
    errors: list[Source] = []
    root = folder.resolve()
    for path in _walk(folder, errors):
        suffix = path.suffix.lower()
        if suffix in OTHER_SUFFIXES or (suffix in SUFFIXES and not path.resolve().is_relative_to(root)):
            left_out.append(_shown(path))
        elif suffix in SUFFIXES:
            none = False
            yield Source(_shown(path), path)
    yield from errors
    if none and not errors:
        message = "the folder holds no document that can be checked; add PDF, DOCX, ODT, HTML, text or Markdown files"
        yield Source(_shown(folder), folder, ReadError("no_documents", message))


def _walk(folder: Path, errors: list[Source]) -> Iterator[Path]:
    """Files below `folder` that are neither hidden nor lock files nor parts of a saved web page; links to folders are
    not followed.
    """

    def cannot_list(error: OSError) -> None:
        why = ReadError(
            "unreadable", f"the folder cannot be opened ({error.strerror}); check that you may read it"
        )
        path = Path(str(error.filename))
        errors.append(Source(_shown(path), path, why))

    for parent, folders, names in os.walk(folder, onerror=cannot_list):
        pages = {Path(name).stem for name in names if Path(name).suffix.lower() in (".html", ".htm")}
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and not ((found := _PARTS_OF_PAGE.fullmatch(name)) and found[1] in pages)
        )
        for name in sorted(names):
            if not name.startswith(".") and not is_lock_file(name):
                yield Path(parent, name)


def _once(sources: Iterable[Source]) -> Iterator[Source]:
    seen: set[str] = set()
    for source in sources:
        key = os.path.realpath(source.path) if source.path else source.name
        if key not in seen:
            seen.add(key)
            yield source


def _shown(path: Path) -> str:
    """The path as text that every output can hold, whatever bytes the name is made of."""
    return os.fsencode(path).decode("utf-8", "replace")
