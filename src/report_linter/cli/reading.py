"""One document for the commands that are about one: what was named, read and outlined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report_linter import files
from report_linter.cli.given import input_format_fits, or_none, user_store
from report_linter.cli.options import account_part
from report_linter.errors import ReadError, UsageError
from report_linter.store import Store

if TYPE_CHECKING:
    from report_linter.document import Account, Document
    from report_linter.lexicons import Lexicon
    from report_linter.readers.pdf import Recognise


@dataclass(frozen=True, slots=True)
class Given:
    """A document by its name, the part of it that a person says is the account, and what it was read with."""

    name: str
    document: Document
    account: Account | None
    lexicons: Mapping[str, Lexicon]
    store: Store


def one(
    path: str,
    document_lang: str,
    input_format: str | None,
    pages: frozenset[int],
    sections: tuple[str, ...],
    recognise: Recognise | None = None,
) -> Given:
    """Read the document at `path`; `recognise` reads pages that are pictures. Raises UsageError, and ReadError with its
    name.
    """
    from report_linter import lexicons
    from report_linter.outline import outline
    from report_linter.readers import read

    input_format_fits(input_format, (path,))
    if files.is_folder(path):
        raise UsageError(f"{path} is a folder; name one document")
    (source,) = files.find([path]).files
    part = account_part(pages, sections, (source,))
    store = user_store()
    known = store.kept("lexicons", lexicons.load_all)
    try:
        chosen = input_format if source.path is None else None
        reading = read(files.load(source), source.name, chosen, recognise=recognise)
        document = outline(reading, known, or_none(document_lang))
    except ReadError as error:
        raise ReadError(error.code, f"{source.name}: {error.message}") from error
    return Given(source.name, document, part.of(document, source.name), known, store)
