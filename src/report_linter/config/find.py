"""Finding and opening the file of a configuration, waivers or a baseline, and where its keys stand.

`.report-linter.yaml`, or the table `[tool.report-linter]` of `pyproject.toml`; the nearest from a folder upward.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from report_linter import strict
from report_linter.config import WHAT, Config, parse
from report_linter.errors import ConfigErrors, PackError, UsageError

NAME, TOML, TABLE = ".report-linter.yaml", "pyproject.toml", ("tool", "report-linter")
_ALMOST = (".report-linter.yml", "report-linter.yaml", "report-linter.yml", ".report-linter.toml")


def found(folder: Path) -> Config:
    """The configuration that holds in `folder`: the nearest, upward. Raises ConfigErrors."""
    for parent in (folder, *folder.parents):
        own, shared = parent / NAME, parent / TOML
        table = _table(shared) if os.path.isfile(shared) else None  # noqa: PTH113 - never raises
        if os.path.isfile(own):  # noqa: PTH113
            if table is not None:
                message = f"{TOML} beside this file has a table [{'.'.join(TABLE)}] too; keep one of the two"
                raise ConfigErrors(WHAT, (PackError(_shown(own), 1, 1, message),))
            return load(Path(_shown(own)))
        if table is not None:
            return load(Path(_shown(shared)))
        for name in _ALMOST:
            if os.path.isfile(parent / name):  # noqa: PTH113
                path = _shown(parent / name)
                raise ConfigErrors(WHAT, (PackError(path, 1, 1, f"rename this file to {NAME}"),))
    return Config()


def load(path: Path) -> Config:
    """The configuration in `path`. Raises ConfigErrors, UsageError."""
    shown = str(path)
    if path.suffix == ".toml":
        text = _text(path, shown, WHAT)
        try:
            data: Any = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise ConfigErrors(WHAT, (_toml_error(shown, error),)) from error
        table = _inside(data)
        if table is None:
            raise UsageError(f"{shown} has no table [{'.'.join(TABLE)}]; add it, or name another file")
        return parse(strict.Source(shown, table, dict(_marks(text, table))))
    if path.suffix in (".yaml", ".yml"):
        return parse(opened(path, shown, WHAT))
    raise UsageError(f"--config {shown}: name a .yaml file, or a .toml file with a table [{'.'.join(TABLE)}]")


def opened(path: Path, shown: str, what: str) -> strict.Source:
    """A YAML (or JSON) file; one that says nothing is an empty mapping. Raises ConfigErrors."""
    text = _text(path, shown, what)
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        return strict.Source(shown, {}, {})
    try:
        return strict.loads(text, shown)
    except PackError as error:
        if path.suffix == ".json":
            said = error.message.replace("not valid YAML", "not valid JSON")
            error = PackError(shown, error.line, error.column, said)
        raise ConfigErrors(what, (error,)) from error


def _text(path: Path, shown: str, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"{shown}: there is no such file; check the path") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise ConfigErrors(what, (PackError(shown, 1, 1, f"cannot be read: {why}"),)) from error


def _shown(path: Path) -> str:
    """As seen from the working directory."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


# TOML


def _table(path: Path) -> dict[str, Any] | None:
    """Our table of somebody else's file; a file that is damaged and does not name us has none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _inside(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {} if TABLE[1] in text else None  # the error is said where it is loaded
    except (OSError, ValueError):
        return None


def _inside(data: Any) -> dict[str, Any] | None:
    for name in TABLE:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else None


_AT = re.compile(r"\s*\(at line (\d+), column (\d+)\)")


def _toml_error(shown: str, error: Exception) -> PackError:
    at = _AT.search(str(error))
    line, column = map(int, at.groups()) if at else (1, 1)
    return PackError(shown, line, column, f"not valid TOML: {_AT.sub('', str(error))}")


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""(\s*)((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def _marks(text: str, table: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], tuple[int, int]]]:
    """Line and column of the keys of our table, as far as lines tell; tomllib does not say."""
    inside: tuple[str | int, ...] | None = None
    counted: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header:
            inside = _ours(header[2])
            if inside is not None and header[1] == "[[":
                counted[inside] = counted.get(inside, -1) + 1
                inside = (*inside, counted[inside])
            if inside is not None and _holds(table, inside):
                yield inside, (number, line.index("[") + 1)
        elif key and inside is not None:
            where: tuple[str | int, ...] = inside
            for part in _parts(key[2]):
                where = (*where, part)
                if _holds(table, where):
                    yield where, (number, len(key[1]) + 1)


def _parts(dotted: str) -> Iterator[str]:
    return (part.strip("\"'") for part in _PART.findall(dotted))


def _ours(header: str) -> tuple[str, ...] | None:
    names = tuple(_parts(header))
    return names[len(TABLE) :] if names[: len(TABLE)] == TABLE else None


def _holds(data: Any, where: tuple[str | int, ...]) -> bool:
    for part in where:
        if isinstance(part, int):
            if not isinstance(data, list) or part >= len(data):
                return False
        elif not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True
