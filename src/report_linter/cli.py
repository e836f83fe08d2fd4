"""The command line: arguments to library calls, results to outputs, exit codes.

Everything heavy (spaCy, PDF and DOCX readers, YAML, rich) is imported inside the function that needs it,
so that `--help` and a mistyped option answer at once.
"""

from __future__ import annotations

import difflib
import gc
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report_linter import __version__, files
from report_linter.errors import PackErrors, ReadError, ReportLinterError, UsageError
from report_linter.finding import PackName, Report, Severity
from report_linter.limits import DEFAULT
from report_linter.readers import READERS
from report_linter.reporters import REPORTERS, View
from report_linter.reporters import outputs as outputs_
from report_linter.store import Store

if TYPE_CHECKING:
    from report_linter.document import Document
    from report_linter.outline.parts import Part
    from report_linter.pack.model import Pack, Requirement, Rule
    from report_linter.workers import Setup

LANGUAGES = ("en", "nb", "nn")
CLEAN, FINDINGS, WRONG_USE, NOT_CHECKED, INTERRUPTED = 0, 1, 2, 3, 130
PIPE_WIDTH, WIDEST = 100, 120


class Commands(click.Group):
    """UTF-8 whatever the locale, and errors as one line with the exit code of the contract."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            with suppress(
                AttributeError, OSError, ValueError
            ):  # not a stream of our own, as in some test runners
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PackErrors as error:
            _say(f"report-linter: the rule pack cannot be used\n{error}")
            ctx.exit(WRONG_USE)
        except ReadError as error:
            _say(f"report-linter: {error}")
            ctx.exit(NOT_CHECKED)
        except ReportLinterError as error:
            _say(f"report-linter: {error}")
            ctx.exit(WRONG_USE)
        except KeyboardInterrupt:
            _say("report-linter: interrupted")
            ctx.exit(INTERRUPTED)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            traceback.print_exc()
            _say(f"report-linter: an error inside the program ({type(error).__name__}); please report it")
            ctx.exit(NOT_CHECKED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="report-linter")
def main() -> None:
    """Check accounts of due diligence under the Norwegian Transparency Act.

    \b
    report-linter check draft.pdf          what is found, what is missing, how to mend it
    report-linter explain TA-5B-RISK       what a rule asks, and why

    Exit codes: 0 checked, no finding reaches --fail-on; 1 findings; 2 wrong use; 3 something could not be
    checked.
    """


# Options that several commands share

_Command = Callable[..., Any]


def _pack_option(command: _Command) -> _Command:
    text = "Rule pack, by name or file; may be repeated. Default: the packs that come with the program."
    return click.option("--pack", "packs", multiple=True, metavar="NAME|FILE", help=text)(command)


def _lang_option(default: str) -> Callable[[_Command], _Command]:
    text = f"Language of the messages. Default: {default}."
    return click.option("--lang", type=click.Choice(LANGUAGES), help=text)


def _reading_options(command: _Command) -> _Command:
    language = click.option(
        "--document-lang",
        type=click.Choice(("auto", *LANGUAGES)),
        default="auto",
        show_default=True,
        help="Language of the documents.",
    )
    input_format = click.option(
        "--input-format", type=click.Choice(list(READERS)), help="Format of standard input, for the path '-'."
    )
    return language(input_format(command))


def _account_options(command: _Command) -> _Command:
    """Which part of a larger report is the account. `pages` comes as a set of numbers."""
    pages = click.option(
        "--pages",
        callback=_pages,
        metavar="RANGE",
        help="In a larger report, the account stands on these pages: 12-18,20.",
    )
    section = click.option(
        "--section",
        "sections",
        multiple=True,
        metavar="TITLE",
        help="In a larger report, the account stands under this heading; may be repeated.",
    )
    return pages(section(command))


def _pages(_context: click.Context, _parameter: click.Parameter, value: str | None) -> frozenset[int]:
    pages: set[int] = set()
    for part in value.split(",") if value is not None else ():
        first, dash, last = (piece.strip() for piece in part.replace("–", "-").partition("-"))
        ends = (first, last if dash else first)
        if not all(end.isascii() and end.isdigit() and len(end) < 6 for end in ends):
            raise click.BadParameter(f"'{part.strip()}' is no page or range of pages; write 12-18,20")
        low, high = map(int, ends)
        if not 1 <= low <= high:
            raise click.BadParameter(
                f"'{part.strip()}' does not run from a first page (1 or more) to a later one"
            )
        pages.update(range(low, high + 1))
    return frozenset(pages)


def _part(pages: frozenset[int], sections: tuple[str, ...], sources: Sequence[files.Source]) -> Part:
    if pages and sections:
        raise UsageError("--pages and --section both say where the account stands; keep one")
    if (pages or sections) and len(sources) > 1:
        option = "--pages" if pages else "--section"
        raise UsageError(f"{option} is about one document, and {len(sources)} were found; name one")
    from report_linter.outline.parts import Part

    return Part(pages, sections)


def _format_option(command: _Command) -> _Command:
    choice = click.Choice(sorted(REPORTERS, reverse=True))
    return click.option(
        "--format",
        "format_",
        type=choice,
        default="terminal",
        show_default=True,
        help="What is shown.",
    )(command)


# check


def _date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    """The one place that reads the clock."""
    try:
        return date.fromisoformat(value) if value else date.today()
    except ValueError as error:
        raise click.BadParameter(f"'{value}' is not a date; write it as 2026-06-30") from error


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_pack_option
@click.option("--select", multiple=True, metavar="ID", help="Only this requirement or rule; may be repeated.")
@click.option("--ignore", multiple=True, metavar="ID", help="Not this requirement or rule; may be repeated.")
@_lang_option("the language of each document")
@_reading_options
@_account_options
@click.option(
    "--document-kind",
    type=click.Choice(("auto", "account")),
    default="auto",
    show_default=True,
    help="'account': give findings even if the text looks like a policy, a notice or another text.",
)
@_format_option
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Also write this file.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    default="error",
    show_default=True,
    help="Exit 1 when a finding is at least this severe.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 instead of 1. Never hides 2 or 3.")
@click.option("--no-config", is_flag=True, help="Read no configuration file (there is none yet).")
@click.option(
    "--date",
    "today",
    callback=_date,
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
@click.option("--verbose", "-v", is_flag=True, help="All quotes, and where the program itself failed.")
def check(
    paths: tuple[str, ...],
    packs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: str | None,
    document_lang: str,
    input_format: str | None,
    pages: frozenset[int],
    sections: tuple[str, ...],
    document_kind: str,
    format_: str,
    outputs: tuple[str, ...],
    fail_on: str,
    exit_zero: bool,
    no_config: bool,
    today: date,
    jobs: int,
    timeout: float,
    explain_evidence: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Check documents and folders of documents.

    Below a folder every PDF, DOCX, ODT, HTML, text and Markdown file is checked. The path '-' is standard input.
    """
    from report_linter.workers import Setup

    if quiet and verbose:
        raise UsageError("--quiet and --verbose contradict each other; keep one")
    _input_format_fits(input_format, paths)
    loaded = _load_packs(packs)
    sources = files.find(paths)
    setup = Setup(
        packs=loaded,
        today=today,
        select=_known_ids(select, loaded, "--select"),
        ignore=_known_ids(ignore, loaded, "--ignore"),
        document_language=_or_none(document_lang),
        document_kind=_or_none(document_kind),
        input_format=input_format,
        part=_part(pages, sections, sources.files),
        limits=replace(DEFAULT, file_seconds=timeout),
        store=_store(),
    )
    _something_to_check(setup)
    targets = outputs_.parse(outputs, [source.path for source in sources.files if source.path])
    if sources.left_out and not quiet:
        _say(f"report-linter: not checked, save as PDF or DOCX or name them: {', '.join(sources.left_out)}")
    report = _report(sources.files, setup, jobs, quiet, verbose)
    view = View(language=lang, explain=explain_evidence, quiet=quiet, verbose=verbose)
    for target in targets:
        outputs_.write(target, REPORTERS[target.format].render(report, view))
    _emit(REPORTERS[format_].render(report, _on_screen(view)))
    sys.exit(exit_code(report, fail_on, exit_zero))


def exit_code(report: Report, fail_on: str, exit_zero: bool) -> int:
    """Section 2 of the contract: findings before what was not checked, what was not checked before clean."""
    from report_linter.reporters.facts import not_checked, reaches

    severity = None if fail_on == "never" else Severity[fail_on.upper()]
    if reaches(report, severity) and not exit_zero:
        return FINDINGS
    return NOT_CHECKED if any(not_checked(document) for document in report.documents) else CLEAN


def _report(sources: Sequence[files.Source], setup: Setup, jobs: int, quiet: bool, verbose: bool) -> Report:
    """Whatever happens to one file, it keeps its place and the others are checked."""
    from report_linter import workers

    def begun(number: int, source: files.Source) -> None:
        if verbose:
            _say(f"report-linter: {number + 1}/{len(sources)} {source.name}")

    documents = []
    with _progress(len(sources), quiet or verbose) as advance:
        for checked in workers.check(sources, setup, jobs, begun, lambda _number, _source: advance()):
            if verbose and checked.trace:
                _say(checked.trace.rstrip())
            documents.append(checked.report)
    names = tuple(PackName(pack.id, pack.edition, pack.title) for pack in setup.packs)
    return Report(__version__, names, tuple(documents))


@contextmanager
def _progress(files: int, unwanted: bool) -> Iterator[Callable[[], None]]:
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


def _read(
    data: bytes, source: files.Source, input_format: str | None, language: str | None, lexicons: Any
) -> Document:
    from report_linter.outline import outline
    from report_linter.readers import read

    reading = read(data, source.name, input_format if source.path is None else None)
    return outline(reading, lexicons, language)


# show


@main.command()
@click.argument("path")
@_pack_option
@_lang_option("the language of the document")
@_reading_options
@_account_options
@_format_option
def show(
    path: str,
    packs: tuple[str, ...],
    lang: str | None,
    document_lang: str,
    input_format: str | None,
    pages: frozenset[int],
    sections: tuple[str, ...],
    format_: str,
) -> None:
    """Print a document as it was read.

    Sections, blocks, sentences, what was not read, and which part of a larger report is the account.
    """
    from report_linter import lexicons
    from report_linter.engine import Engine

    _input_format_fits(input_format, (path,))
    if files.is_folder(path):
        raise UsageError(f"{path} is a folder; name one document")
    (source,) = files.find([path]).files
    part = _part(pages, sections, (source,))
    store = _store()
    known = store.kept("lexicons", lexicons.load_all)
    try:
        document = _read(files.load(source), source, input_format, _or_none(document_lang), known)
    except ReadError as error:
        raise ReadError(error.code, f"{source.name}: {error.message}") from error
    account = part.of(document, source.name) or Engine(_load_packs(packs), known, store).account(document)
    from report_linter.reporters import show as shown

    if format_ == "json":
        _emit(shown.render_json(document, source.name, account))
    else:
        _emit(shown.render(document, source.name, _on_screen(View(language=lang)), account))


# explain, rules


@main.command()
@click.argument("rule")
@_pack_option
@_lang_option("en")
def explain(rule: str, packs: tuple[str, ...], lang: str | None) -> None:
    """Print what a rule asks, and why.

    RULE is the id of a requirement or rule, as findings show it.
    """
    loaded = _load_packs(packs)
    _known_ids([rule], loaded, "explain")
    from report_linter.reporters import rules as pages

    pack, requirement, further = _find_rule(rule, loaded)
    _emit(pages.explain(pack, requirement, further, _on_screen(View(language=lang))))


def _find_rule(rule_id: str, packs: Sequence[Pack]) -> tuple[Pack, Requirement, Rule | None]:
    for pack in packs:
        for requirement in pack.requirements:
            if requirement.id == rule_id:
                return pack, requirement, None
            for rule in requirement.rules:
                if rule.id == rule_id:
                    return pack, requirement, rule
    raise UsageError(f"no rule has the id '{rule_id}'")


@main.command()
@_pack_option
@_lang_option("en")
@_format_option
def rules(packs: tuple[str, ...], lang: str | None, format_: str) -> None:
    """List packs, requirements and rules."""
    from report_linter.reporters import rules as pages

    loaded = _load_packs(packs)
    if format_ == "json":
        _emit(pages.render_json(loaded, lang))
    else:
        _emit(pages.render(loaded, _on_screen(View(language=lang))))


# pack


@main.group()
def pack() -> None:
    """Check, test and document rule packs."""


_FILES = click.argument("names", nargs=-1, metavar="[FILE]...")


@pack.command("check")
@_FILES
def pack_check(names: tuple[str, ...]) -> None:
    """Validate rule packs (default: the shipped ones); every error as file:line:column: message."""
    from report_linter.errors import PackError

    wrong = False
    for path in _pack_paths(names):
        try:
            loaded = _load_pack(path)
        except (PackError, PackErrors) as error:
            wrong = True
            _say(str(error))
        else:
            _emit(f"{path}: no errors; {_size(loaded)}\n")
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
    for path in _pack_paths(names):
        result = examples.run(_load_pack(path), mutate)
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
            _emit("".join(f"{title}: {line}\n" for line in lines))
        numbers = ", ".join(f"{len(lines)} {title}" for title, lines in lists.items() if lines)
        dropped = f", {result.mutants} conditions dropped in turn" if mutate else ""
        _emit(f"{path}: {result.counted} examples{dropped}; {numbers or 'all hold'}\n")
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
    for path in _pack_paths(names):
        docs.write(_load_pack(path), folder)


# Arguments to library calls


def _pack_paths(names: Iterable[str]) -> tuple[Path, ...]:
    from report_linter.pack import find, shipped

    paths = tuple(dict.fromkeys(find(name) for name in names)) or shipped()
    if not paths:
        raise UsageError("no rule pack was found; name one, or install the program again")
    return paths


def _load_pack(path: Path) -> Pack:
    from report_linter.pack import load

    return load(path)


def _load_packs(names: Iterable[str]) -> tuple[Pack, ...]:
    from report_linter.pack import load_together

    gc.disable()  # packs are many small things that all stay
    try:
        return load_together(_pack_paths(names), _store())
    finally:
        gc.enable()


def _store() -> Store:
    """Where the user's caches are; `REPORT_LINTER_CACHE` names another folder, or is "off"."""
    from platformdirs import user_cache_path

    asked = os.environ.get("REPORT_LINTER_CACHE", "")
    if asked == "off":
        return Store()
    return Store(Path(asked) if asked else user_cache_path("report-linter", appauthor=False))


def _known_ids(values: Iterable[str], packs: Sequence[Pack], where: str) -> frozenset[str]:
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


def _something_to_check(setup: Setup) -> None:
    """A run in which no rule is left would be a clean result that was no check."""
    names = [{requirement.id, rule.id} for loaded in setup.packs for requirement, rule in loaded.rules()]
    chosen = [ids for ids in names if (not setup.select or ids & setup.select) and not ids & setup.ignore]
    if not chosen:
        raise UsageError("no rule is left to check; choose others with --select and --ignore")


def _suggestion(value: str, known: Sequence[str]) -> str:
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(value.lower(), list(by_lower), n=1)
    return f"did you mean '{by_lower[close[0]]}'?" if close else "'report-linter rules' lists them"


def _or_none(value: str) -> str | None:
    return None if value == "auto" else value


def _input_format_fits(input_format: str | None, paths: Sequence[str]) -> None:
    if input_format and files.STANDARD_INPUT not in paths:
        raise UsageError("--input-format is for standard input; name '-' as path, or leave the option out")


# Streams


def _emit(text: str) -> None:
    """Write to standard output. A reader that has gone away (`| head`) changes no exit code."""
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    """Write to standard error."""
    with suppress(BrokenPipeError):
        click.echo(text, err=True)


def _on_screen(view: View) -> View:
    """`view` with the width and colour of the terminal; fixed width and no colour elsewhere."""
    if not sys.stdout.isatty():
        return replace(view, width=PIPE_WIDTH, colour=False)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return replace(view, width=min(shutil.get_terminal_size().columns, WIDEST), colour=colour)
