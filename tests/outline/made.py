"""Readings and lexicons for the outline's tests."""

from __future__ import annotations

from report_linter import lexicons
from report_linter.document import Document
from report_linter.outline import outline
from report_linter.readers import markdown

LEXICONS = {code: lexicons.load(code) for code in lexicons.LANGUAGES}


def document(source: str, language: str | None = "nb") -> Document:
    """The outline of a Markdown text: the shortest way to write down blocks of every kind."""
    return outline(markdown.read(source.encode()), LEXICONS, language)


def shown(found: Document) -> list[str]:
    """The sentences, one line each: unit, text, context."""
    return [
        f"{sentence.unit.value}: {found.quote(sentence.span)}"
        + (f" <{','.join(map(str, sentence.context))}>" if sentence.context else "")
        for sentence in found.sentences
    ]
