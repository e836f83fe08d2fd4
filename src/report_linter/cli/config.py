"""`report-linter config show`: the settings that hold, and where each was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from report_linter.cli.options import format_option
from report_linter.cli.settings import config_options, every_id, read_config
from report_linter.cli.streams import emit
from report_linter.config import DEFAULT, Config, Layer, settled
from report_linter.config.keys import FILES, KEYS, PER_FILE


@click.group()
def config() -> None:
    """Look at the configuration."""


@config.command("show")
@click.argument("path", required=False)
@config_options
@format_option(("terminal", "json"))
def config_show(path: str | None, config_file: Path | None, no_config: bool, format_: str) -> None:
    """Print the settings that hold without further options, and where each was said.

    With PATH, those that hold for this document, which need not be there.
    """
    from report_linter.cli.given import load_packs

    read = read_config(config_file, no_config)
    settings = settled(read, path=path)
    packs = load_packs(settings.pack)
    read.check_ids(every_id(packs, whole=not settings.pack))
    names = [name for name, key in KEYS.items() if path is not None or key.run]
    values = {name: settings.value(name) for name in names} | {
        "pack": settings.pack or tuple(pack.id for pack in packs)
    }
    shown = Layer(values, settings.origins)
    if format_ == "json":
        _emit_json(read, path, shown)
    else:
        _emit_page(read, path, shown)


def _emit_json(read: Config, path: str | None, layer: Layer) -> None:
    from report_linter.reporters.json import dumps

    per_file = [
        {FILES: list(entry.patterns), "settings": _objects(entry.layer)}
        for entry in read.per_file
        if path is None
    ]
    emit(
        dumps(
            {
                "config": read.path or None,
                "document": path,
                "settings": _objects(layer),
                **({PER_FILE: per_file} if path is None else {}),
            }
        )
    )


def _objects(layer: Layer) -> dict[str, object]:
    return {
        name: {"value": _plain(value), "origin": layer.origins[name]} for name, value in layer.values.items()
    }


def _plain(value: Any) -> Any:
    """As JSON holds it; what has no order is sorted."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _emit_page(read: Config, path: str | None, layer: Layer) -> None:
    from report_linter.reporters.page import clean

    about = f"Settings for {path}" if path is not None else "Settings"
    lines = [f"{about}; configuration file: {read.path or 'none'}", "", *_lines(layer)]
    for entry in read.per_file if path is None else ():
        lines += ["", f"{PER_FILE}: {', '.join(entry.patterns)}", *_lines(entry.layer)]
    emit("".join(f"{clean(line)}\n" for line in lines))


def _lines(layer: Layer) -> Sequence[str]:
    rows = [(name, _words(name, value), layer.origins[name]) for name, value in layer.values.items()]
    name_width = max(map(len, KEYS))
    value_width = min(max((len(value) for _, value, _ in rows), default=0), 60)
    return [
        f"  {name:<{name_width}}  {value:<{value_width}}  {'' if origin == DEFAULT else '<- '}{origin}"
        for name, value, origin in rows
    ]


def _words(name: str, value: Any) -> str:
    from report_linter.reporters.places import ranges

    if name == "pages":
        return ranges(value) or "-"
    plain = _plain(value)
    if isinstance(plain, dict):
        plain = [f"{key}: {said}" for key, said in plain.items()]
    if isinstance(plain, list):
        return ", ".join(map(str, plain)) or ("all" if name == "select" else "none")
    if isinstance(plain, float):
        return f"{plain:g}"
    if plain is None:
        return "that of each document" if name == "lang" else "none"
    return str(plain)
