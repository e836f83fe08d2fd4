"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from report_linter import files
from report_linter.config.keys import page_numbers
from report_linter.errors import UsageError
from report_linter.readers import READERS

if TYPE_CHECKING:
    from report_linter.outline.parts import Part

LANGUAGES = ("en", "nb", "nn")
_Command = Callable[..., Any]


def pack_option(command: _Command) -> _Command:
    text = "Rule pack, by name or file; may be repeated. Default: the packs that come with the program."
    return click.option("--pack", "packs", multiple=True, metavar="NAME|FILE", help=text)(command)


def lang_option(default: str) -> Callable[[_Command], _Command]:
    text = f"Language of the messages. Default: {default}."
    return click.option("--lang", type=click.Choice(LANGUAGES), help=text)


def reading_options(command: _Command) -> _Command:
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


def ocr_option(command: _Command) -> _Command:
    text = (
        "Recognise the text of PDF pages that are pictures, with tesseract; findings there are never certain."
    )
    return click.option("--ocr", is_flag=True, help=text)(command)


def recogniser(ocr: bool) -> Any:
    """What recognises text, None without `--ocr`. Raises UsageError where it is not installed."""
    if not ocr:
        return None
    from report_linter.readers.ocr import find

    return find()


def account_options(command: _Command) -> _Command:
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
    try:
        return page_numbers(value) if value is not None else frozenset()
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def account_part(pages: frozenset[int], sections: tuple[str, ...], sources: Sequence[files.Source]) -> Part:
    if pages and sections:
        raise UsageError("--pages and --section both say where the account stands; keep one")
    if (pages or sections) and len(sources) > 1:
        option = "--pages" if pages else "--section"
        raise UsageError(f"{option} is about one document, and {len(sources)} were found; name one")
    from report_linter.outline.parts import Part

    return Part(pages, sections)


def format_option(formats: Iterable[str]) -> Callable[[_Command], _Command]:
    return click.option(
        "--format",
        "format_",
        type=click.Choice(list(formats)),
        default="terminal",
        show_default=True,
        help="What is shown.",
    )
