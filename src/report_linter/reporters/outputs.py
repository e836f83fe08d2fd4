"""Files that a run writes beside what it shows: refused before anything is checked, written whole or not."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from report_linter.errors import UsageError
from report_linter.reporters import REPORTERS


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write; its folder exists, and it is none of the inputs. Marked copies may have a folder for `path`."""

    format: str
    path: Path


def parse(values: Iterable[str], inputs: Iterable[Path]) -> tuple[Output, ...]:
    """`FORMAT=PATH` values as outputs. Raises UsageError."""
    read = {os.path.realpath(path) for path in inputs}
    taken: set[str] = set()
    outputs = []
    for value in values:
        try:
            output = _output(value)
        except (ValueError, OSError) as error:  # a zero byte, or too long
            raise UsageError(f"--output {value}: no file can have such a name") from error
        real = os.path.realpath(output.path)
        if real in read:
            raise UsageError(f"--output {value}: this is one of the documents to check; choose another name")
        if real in taken:
            raise UsageError(f"--output {value}: two outputs have the same file; choose another name")
        taken.add(real)
        outputs.append(output)
    return tuple(outputs)


def _output(value: str) -> Output:
    name, _, rest = value.partition("=")
    if not rest:
        raise UsageError(f"--output {value}: write FORMAT=PATH, such as json=report.json")
    if name not in REPORTERS:
        raise UsageError(f"--output {value}: unknown format '{name}'; known are {', '.join(REPORTERS)}")
    path = Path(rest)
    if not path.parent.is_dir():
        raise UsageError(f"--output {value}: there is no folder '{path.parent}'; make it first")
    if path.is_dir() and not REPORTERS[name].marks:
        raise UsageError(f"--output {value}: this is a folder; name a file in it")
    return Output(name, path)


def write(path: Path, data: bytes) -> None:
    """Write beside the target, then rename: a reader never sees half a file, an error leaves the old one.

    Raises UsageError.
    """
    temporary = ""
    folder, name = path.parent, path.name
    try:
        with NamedTemporaryFile("wb", dir=folder, prefix=f".{name}.", delete=False) as handle:
            temporary = handle.name
            handle.write(data)
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(temporary).unlink()
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, else those of any new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
