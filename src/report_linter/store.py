"""What was worked out from rule packs and word lists, kept on disk for the next run: never anything of a document.

Reading the shipped packs takes seconds, reading what became of them a tenth of one. An entry is found by the content of
the files it was made from, so it is never out of date; one that cannot be read is made anew. The entries are Python
pickles in a folder of the user's own, as Python keeps its compiled modules.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_MOST_KEPT = 60  # entries; the ones that were not used longest make room


class Store:
    """Keeps results in `folder`; without one, it keeps nothing and everything is made anew."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._stamp = _stamp() if folder else ""

    def kept(self, key: str, make: Callable[[], T]) -> T:
        """What `make` gave for this key before, or what it gives now. The key must tell all that `make` reads."""
        if self._folder is None:
            return make()
        path = self._folder / f"{hashlib.sha256(f'{self._stamp}/{key}'.encode()).hexdigest()[:32]}.pickle"
        found: list[T] = _load(path)
        if found:
            return found[0]
        value = make()
        _save(path, [value])
        return value


def digest(paths: Iterable[Path]) -> str:
    """A word for the content of files, and for where they are. A file that cannot be read counts as empty."""
    content = hashlib.sha256()
    for path in paths:
        data = b""
        with suppress(OSError):
            data = path.read_bytes()
        content.update(f"{path}\0{len(data)}\0".encode() + data)
    return content.hexdigest()


def _stamp() -> str:
    """This program as installed, and the Python that runs it: other code may keep other things under the same key."""
    root = Path(__file__).parent
    parts = [sys.version, str(root)]
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            if name.endswith((".py", ".yaml")):
                known = (Path(folder) / name).stat()
                parts.append(f"{folder}/{name} {known.st_size} {known.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _load(path: Path) -> list[T]:
    """The entry, in a list; an empty list where there is none that can be trusted and read."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if os.name == "posix" and (
                about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
            ):
                return []
            found: list[T] = pickle.load(file)  # noqa: S301 - our own file, see above
        with suppress(OSError):
            os.utime(path)
        return found
    except Exception:  # a damaged pickle can raise anything
        return []


def _save(path: Path, value: object) -> None:
    """Write the entry whole or not at all. Where that is not possible the next run makes it anew."""
    with suppress(OSError, pickle.PicklingError, AttributeError, TypeError):
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            part = Path(folder) / path.name
            part.write_bytes(data)
            part.chmod(0o600)
            part.replace(path)
        _make_room(path.parent)


def _make_room(folder: Path) -> None:
    entries = sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in entries[_MOST_KEPT:]:
        with suppress(OSError):
            path.unlink()
