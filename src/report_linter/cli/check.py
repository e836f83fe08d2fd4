"""`report-linter check`: the main job."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_linter import __version__, files
from report_linter.cli import copies
from report_linter.cli.codes import CLEAN, FINDINGS, NOT_CHECKED, WRONG_USE
from report_linter.cli.given import input_format_fits, known_ids, load_packs, user_store
from report_linter.cli.options import (
    account_options,
    account_part,
    format_option,
    lang_option,
    ocr_option,
    pack_option,
    reading_options,
    recogniser,
)
from report_linter.cli.settings import (
    asked,
    by_source,
    config_options,
    decision_options,
    every_id,
    given,
    read_config,
)
from report_linter.cli.streams import emit, on_screen, say
from report_linter.config import settled
from report_linter.config.keys import FAIL_ON
from report_linter.errors import UsageError
from report_linter.finding import Report, Severity
from report_linter.limits import DEFAULT
from report_linter.reporters import REPORTERS, View
from report_linter.reporters import outputs as outputs_

if TYPE_CHECKING:
    from report_linter.workers import Setup


def day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    """The one place that reads the clock."""
    try:
        return date.fromisoformat(value) if value else date.today()
    except ValueError as error:
        raise click.BadParameter(f"'{value}' is not a date; write it as 2026-06-30") from error


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@pack_option
@click.option("--select", multiple=True, metavar="ID", help="Only this requirement or rule; may be repeated.")
@click.option("--ignore", multiple=True, metavar="ID", help="Not this requirement or rule; may be repeated.")
@lang_option("the language of each document")
@reading_options
@ocr_option
@account_options
@click.option(
    "--document-kind",
    type=click.Choice(("auto", "account")),
    default="auto",
    show_default=True,
    help="'account': give findings even if the text looks like a policy, a notice or another text.",
)
@format_option(name for name, reporter in REPORTERS.items() if reporter.screen and not reporter.marks)
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Also write this file.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="error",
    show_default=True,
    help="Exit 1 when a finding is at least this severe.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 instead of 1. Never hides 2 or 3.")
@decision_options
@config_options
@click.option(
    "--date",
    "today",
    callback=day,
    metavar="YYYY-MM-DD",
    help="Today, for rules on dates.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Check so many documents at a time.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(1, 86_400),
    default=DEFAULT.file_seconds,
    show_default=True,
    metavar="SECONDS",
    help="Give a document up after this time.",
)
@click.option("--explain-evidence", is_flag=True, help="Also show what matched and was not counted, and why.")
@click.option("--quiet", "-q", is_flag=True, help="Only what was not read, the counts and the findings.")
@click.option(
    "--verbose", "-v", is_flag=True, help="All quotes, fingerprints, and where the program itself failed."
)
@click.pass_context
def check(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    input_format: str | None,
    ocr: bool,
    pages: frozenset[int],
    sections: tuple[str, ...],
    format_: str,
    outputs: tuple[str, ...],
    exit_zero: bool,
    config_file: Path | None,
    no_config: bool,
    today: date,
    explain_evidence: bool,
    quiet: bool,
    verbose: bool,
    **_settings: object,
) -> None:
    """Check documents and folders of documents.

    Below a folder every PDF, DOCX, ODT, HTML, text and Markdown file is checked. The path '-' is standard input.
    Settings may stand in a configuration file too; 'report-linter config show' prints them.
    """
    from report_linter.cli import decisions
    from report_linter.workers import Setup

    if quiet and verbose:
        raise UsageError("--quiet and --verbose contradict each other; keep one")
    input_format_fits(input_format, paths)
    config = read_config(config_file, no_config)
    packs = load_packs(settled(config, given(context)).pack)
    said = given(
        context, select=known_ids(select, packs, "--select"), ignore=known_ids(ignore, packs, "--ignore")
    )
    settings = settled(config, said)
    ids = frozenset[str]()
    if config.source or settings.waivers:
        ids = every_id(packs, whole=not settings.pack)
        config.check_ids(ids)
    sources = files.find(paths)
    account_part(pages, sections, sources.files)
    own = by_source(config, said, sources.files)
    setup = Setup(
        packs=packs,
        today=today,
        own={source: asked(its, source) for source, its in own.items()},
        input_format=input_format,
        recognise=recogniser(ocr),
        limits=replace(DEFAULT, file_seconds=settings.timeout),
        store=user_store(),
    )
    _something_to_check(setup)
    targets = outputs_.parse(outputs, [source.path for source in sources.files if source.path])
    copies.refuse(targets, sources.files)
    decisions.keep((config.path, settings.waivers), targets)
    decided = decisions.read(settings, ids, targets)
    if sources.left_out and not quiet:
        say(f"report-linter: not checked, save as PDF or DOCX or name them: {', '.join(sources.left_out)}")
    report = decisions.apply(
        _report(sources.files, setup, settings.jobs, quiet, verbose),
        decided,
        packs,
        {source.name: its for source, its in own.items()},
        {source.name: its for source, its in setup.own.items()},
        today,
    )
    view = View(
        settings.lang, explain_evidence, quiet, verbose, today=today, fail_on=_severity(settings.fail_on)
    )
    failed: list[str] = []
    for target in targets:
        if REPORTERS[target.format].marks:
            failed += copies.save(target, sources.files, report.documents, view, setup.limits)
        else:
            beside = replace(view, folder=target.path.parent)
            outputs_.write(target.path, REPORTERS[target.format].render(report, beside))
    emit(REPORTERS[format_].render(report, on_screen(view)).decode())
    for message in failed:
        say(f"report-linter: {message}")
    sys.exit(WRONG_USE if failed else exit_code(report, settings.fail_on, exit_zero))


def _severity(fail_on: str) -> Severity | None:
    return None if fail_on == "never" else Severity[fail_on.upper()]


def exit_code(report: Report, fail_on: str, exit_zero: bool) -> int:
    """Section 2 of the contract: findings before what was not checked, what was not checked before clean."""
    from report_linter.reporters.facts import not_checked, reaches

    if reaches(report, _severity(fail_on)) and not exit_zero:
        return FINDINGS
    return NOT_CHECKED if any(not_checked(document) for document in report.documents) else CLEAN


def _report(sources: Sequence[files.Source], setup: Setup, jobs: int, quiet: bool, verbose: bool) -> Report:
    """Whatever happens to one file, it keeps its place and the others are checked."""
    from report_linter import workers
    from report_linter.pack.names import name_of

    def begun(number: int, source: files.Source) -> None:
        if verbose:
            say(f"report-linter: {number + 1}/{len(sources)} {source.name}")

    documents = []
    with progress(len(sources), quiet or verbose) as advance:
        for checked in workers.check(sources, setup, jobs, begun, lambda _number, _source: advance()):
            if verbose and checked.trace:
                say(checked.trace.rstrip())
            documents.append(checked.report)
    return Report(__version__, tuple(map(name_of, setup.packs)), tuple(documents))


@contextmanager
def progress(files: int, unwanted: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error while several files are checked: on a terminal only, not in pre-commit."""
    if unwanted or files < 2 or not sys.stderr.isatty() or os.environ.get("PRE_COMMIT") == "1":
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress

    # Without a thread that refreshes it: worker processes are forked, which threads forbid.
    columns = (BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=files)
        bar.refresh()

        def advance() -> None:
            bar.advance(task)
            bar.refresh()

        yield advance


def _something_to_check(setup: Setup) -> None:
    """A run in which no rule is left would be a clean result that was no check."""
    rules = [(rule.id, requirement.id) for pack in setup.packs for requirement, rule in pack.rules()]
    for source, asked_ in setup.own.items():
        if not any(asked_.holds(*names) for names in rules):
            raise UsageError(
                f"no rule is left to check in {source.name}; choose others with --select and --ignore, or in "
                "the configuration ('report-linter config show' prints it)"
            )
