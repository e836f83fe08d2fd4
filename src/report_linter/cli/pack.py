"""`report-linter pack`: check, test and document rule packs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_linter.cli.codes import CLEAN, FINDINGS, WRONG_USE
from report_linter.cli.given import load_pack, pack_paths
from report_linter.cli.streams import emit, say
from report_linter.errors import PackErrors

if TYPE_CHECKING:
    from report_linter.pack.model import Pack


@click.group()
def pack() -> None:
    """Check, test and document rule packs."""


_FILES = click.argument("names", nargs=-1, metavar="[FILE]...")


@pack.command("check")
@_FILES
def pack_check(names: tuple[str, ...]) -> None:
    """Validate rule packs (default: the shipped ones); every error as file:line:column: message."""
    from report_linter.errors import PackError

    wrong = False
    for path in pack_paths(names):
        try:
            loaded = load_pack(path)
        except (PackError, PackErrors) as error:
            wrong = True
            say(str(error))
        else:
            emit(f"{path}: no errors; {_size(loaded)}\n")
    sys.exit(WRONG_USE if wrong else CLEAN)


def _size(loaded: Pack) -> str:
    requirements, rules_ = len(loaded.requirements), sum(1 for _ in loaded.rules())
    examples = sum(len(rule.examples) for _, rule in loaded.rules())
    languages = ", ".join(loaded.languages)
    return f"{requirements} requirements, {rules_} rules, {examples} examples in {languages}"


@pack.command("test")
@_FILES
@click.option("--mutate", is_flag=True, help="Drop each condition of each rule in turn.")
@click.option("--quiet", "-q", is_flag=True, help="Only count the words that no example uses.")
def pack_test(names: tuple[str, ...], mutate: bool, quiet: bool) -> None:
    """Run the examples inside rule packs (default: the shipped ones)."""
    from report_linter.pack import examples

    wrong = False
    for path in pack_paths(names):
        result = examples.run(load_pack(path), mutate)
        lists = {
            "wrong": result.failures,
            "without example": result.missing,
            "condition dropped, no example noticed": result.unnoticed,
            "words no example uses": result.unused,
            "condition dropped, explained in the pack": result.explained,
        }
        for title, lines in lists.items():
            if quiet and lines is result.unused:
                continue
            emit("".join(f"{title}: {line}\n" for line in lines))
        numbers = ", ".join(f"{len(lines)} {title}" for title, lines in lists.items() if lines)
        dropped = f", {result.mutants} conditions dropped in turn" if mutate else ""
        emit(f"{path}: {result.counted} examples{dropped}; {numbers or 'all hold'}\n")
        wrong = wrong or bool(result.failures or result.missing or result.unnoticed)
    sys.exit(FINDINGS if wrong else CLEAN)


@pack.command("docs")
@_FILES
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs", "packs"),
    show_default=True,
    help="Where the pages are written.",
)
def pack_docs(names: tuple[str, ...], folder: Path) -> None:
    """Write the pages of rule packs (default: the shipped ones), and the JSON Schema of packs for editors."""
    from report_linter.pack import docs

    folder.mkdir(parents=True, exist_ok=True)
    docs.write_schema(folder)
    for path in pack_paths(names):
        docs.write(load_pack(path), folder)
