"""`report-linter show`: a document as it was read."""

from __future__ import annotations

import click

from report_linter.cli import reading
from report_linter.cli.given import load_packs
from report_linter.cli.options import (
    account_options,
    format_option,
    lang_option,
    ocr_option,
    pack_option,
    reading_options,
    recogniser,
)
from report_linter.cli.streams import emit, on_screen
from report_linter.reporters import View


@click.command()
@click.argument("path")
@pack_option
@lang_option("the language of the document")
@reading_options
@ocr_option
@account_options
@format_option(("terminal", "json"))
def show(
    path: str,
    packs: tuple[str, ...],
    lang: str | None,
    document_lang: str,
    input_format: str | None,
    ocr: bool,
    pages: frozenset[int],
    sections: tuple[str, ...],
    format_: str,
) -> None:
    """Print a document as it was read.

    Sections, blocks, sentences, what was not read, and which part of a larger report is the account.
    """
    from report_linter.engine import Engine

    given = reading.one(path, document_lang, input_format, pages, sections, recogniser(ocr))
    document = given.document
    account = given.account or Engine(load_packs(packs), given.lexicons, given.store).account(document)
    from report_linter.reporters import show as shown

    if format_ == "json":
        emit(shown.render_json(document, given.name, account))
    else:
        emit(shown.render(document, given.name, on_screen(View(language=lang)), account))
