"""Options that a configuration file can hold too, and the file: what holds, and where it was said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from report_linter import files
from report_linter.cli.options import account_part
from report_linter.config import DEFAULT, Config, Layer, Settings, settled
from report_linter.config.keys import KEYS, OFF, STAGES
from report_linter.errors import UsageError

if TYPE_CHECKING:
    from report_linter.pack.model import Pack
    from report_linter.workers import Asked

_Command = Callable[..., Any]
_PARAMETERS = {"pack": "packs", "section": "sections"}  # where the name is not that of the key


def config_options(command: _Command) -> _Command:
    file = click.option(
        "--config",
        "config_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Configuration file. Default: the nearest .report-linter.yaml or pyproject.toml upward.",
    )
    none = click.option("--no-config", is_flag=True, help="Read no configuration file.")
    return file(none(command))


def decision_options(command: _Command) -> _Command:
    profile = click.option(
        "--profile",
        type=click.Choice(STAGES),
        default=STAGES[-1],
        show_default=True,
        help="How far the documents have come: what is due only later is listed, and does not count.",
    )
    baseline = click.option(
        "--baseline",
        metavar="FILE",
        help="Findings in this file are known; written by --output baseline=FILE.",
    )
    waivers = click.option(
        "--waivers", metavar="FILE", help="Findings that somebody answers for until a day."
    )
    return profile(baseline(waivers(command)))


def read_config(file: Path | None, no_config: bool) -> Config:
    """The configuration file asked for, or the nearest. Raises ConfigErrors, UsageError."""
    if no_config:
        if file:
            raise UsageError("--config and --no-config contradict each other; keep one")
        return Config()
    from report_linter.config import find

    if file:
        return find.load(file)
    try:
        return find.found(Path.cwd())
    except FileNotFoundError:  # the working directory is gone
        return Config()


def given(context: click.Context, **read: Any) -> Layer:
    """What was said on the command line, by key; `read` are values that are already read, by parameter."""
    values = {}
    for key in KEYS:
        name = _PARAMETERS.get(key, key.replace("-", "_"))
        if name in context.params and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            values[key] = read.get(name, context.params[name])
    return Layer(values, {key: f"--{key}" for key in values})


def every_id(packs: Sequence[Pack], whole: bool) -> frozenset[str]:
    """The ids of all rules and requirements; unless `packs` are the `whole`, also of shipped packs beside them."""
    from report_linter.cli.given import load_packs

    used = _ids(packs)
    return used if whole else used | _ids(load_packs(()))


def _ids(packs: Iterable[Pack]) -> frozenset[str]:
    return frozenset(
        name
        for pack in packs
        for requirement in pack.requirements
        for name in (requirement.id, *(rule.id for rule in requirement.rules))
    )


def by_source(
    config: Config, said: Layer, sources: Sequence[files.Source]
) -> Mapping[files.Source, Settings]:
    """What holds for each file."""
    return {source: settled(config, said, source.name) for source in sources}


def asked(settings: Settings, source: files.Source) -> Asked:
    """What the worker is to check in a file. A severity of `off` is as good as ignored."""
    from report_linter.workers import Asked

    part = account_part(settings.pages, settings.section, (source,))
    places = {settings.origins[key] for key in ("pages", "section")} - {DEFAULT, "--pages", "--section"}
    off = {name for name, severity in settings.severity.items() if severity == OFF}
    return Asked(
        select=settings.select,
        ignore=settings.ignore | off,
        document_language=None if settings.document_lang == "auto" else settings.document_lang,
        document_kind=None if settings.document_kind == "auto" else settings.document_kind,
        part=replace(part, said=", ".join(places)),
    )
