"""`report-linter show`: a document as it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from report_linter import files
from report_linter.cli.given import input_format_fits, load_packs, or_none, user_store
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
from report_linter.cli.streams import emit, on_screen
from report_linter.errors import ReadError, UsageError
from report_linter.reporters import View

if TYPE_CHECKING:
    from report_linter.document import Document


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
    from report_linter import lexicons
    from report_linter.engine import Engine

    input_format_fits(input_format, (path,))
    if files.is_folder(path):
        raise UsageError(f"{path} is a folder; name one document")
    (source,) = files.find([path]).files
    part = account_part(pages, sections, (source,))
    store = user_store()
    known = store.kept("lexicons", lexicons.load_all)
    try:
        document = _read(
            files.load(source), source, input_format, or_none(document_lang), known, recogniser(ocr)
        )
    except ReadError as error:
        raise ReadError(error.code, f"{source.name}: {error.message}") from error
    account = part.of(document, source.name) or Engine(load_packs(packs), known, store).account(document)
    from report_linter.reporters import show as shown

    if format_ == "json":
        emit(shown.render_json(document, source.name, account))
    else:
        emit(shown.render(document, source.name, on_screen(View(language=lang)), account))


def _read(
    data: bytes,
    source: files.Source,
    input_format: str | None,
    language: str | None,
    lexicons: Any,
    recognise: Any,
) -> Document:
    from report_linter.outline import outline
    from report_linter.readers import read

    reading = read(data, source.name, input_format if source.path is None else None, recognise=recognise)
    return outline(reading, lexicons, language)
