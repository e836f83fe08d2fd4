"""The document as it was read, for whoever wonders what the rules saw."""

from __future__ import annotations

from collections import defaultdict

from report_linter import texts
from report_linter.document import Account, Block, Document, Sentence, Span, Unit
from report_linter.reporters import View
from report_linter.reporters.json import SCHEMA_VERSION, account_object, dumps, section_objects, unread_object
from report_linter.reporters.page import Page, join
from report_linter.reporters.places import account_parts, in_words, place_object, section_name, section_span
from report_linter.reporters.problems import recognised_text, unread_texts
from report_linter.texts import Words


def render(document: Document, path: str, view: View, account: Account | None = None) -> str:
    """For people: sections, then every block with its place and sentences; `account` of a larger report is marked."""
    words = texts.load(view.language or document.language)
    page = Page(view.width, view.colour)
    for text in unread_texts(document.reading.unread, words):
        page.put((words.say("not_checked.unread"), "bold red"), f"  {text}", hang=4)
    reading = document.reading
    if reading.recognised:
        text = recognised_text(reading.recognised, words)
        page.put((words.say("recognised.label"), "bold red"), f"  {text}", hang=4)
    page.put((path, "bold"))
    pages = words.count("pages", reading.pages) if reading.pages is not None else ""
    facts = ", ".join(f"{name}: {number}" for name, number in reading.facts)
    page.put(
        join([reading.media_type, words.word("language", document.language), pages, reading.title, facts])
    )
    if account:
        page.put(words.say(f"account.{account.chosen.value}", parts=account_parts(document, account, words)))
    _put_sections(page, document, words, account)
    _put_blocks(page, document, words, account)
    return page.text()


def _put_sections(page: Page, document: Document, words: Words, account: Account | None) -> None:
    page.heading(words.say("heading.sections"))
    for index, section in enumerate(document.sections):
        first, last = section.blocks
        name = section_name(document, index) or "–"
        page.put(
            (f"{index:3} ", "dim"),
            name,
            (f"  [{first}–{last - 1}]", "dim"),
            _mark(account, section_span(document, section), words),
            indent=2 * max(section.level - 1, 0),
        )


def _mark(account: Account | None, span: Span | None, words: Words) -> str:
    """What marks the account's own parts in a larger report."""
    return f"  {words.say('account.mark')}" if account and span and account.holds(span) else ""


def _put_blocks(page: Page, document: Document, words: Words, account: Account | None) -> None:
    page.heading(words.say("heading.blocks"))
    sentences: defaultdict[int, list[Sentence]] = defaultdict(list)
    for sentence in document.sentences:
        sentences[sentence.block].append(sentence)
    for index, block in enumerate(document.reading.blocks):
        page.put((_block_line(document, index, block, words), "dim"), _mark(account, block.span, words))
        for sentence in sentences[index]:
            page.put(*_sentence_line(document, sentence), indent=6, hang=2)
        if not sentences[index]:
            page.put(document.quote(block.span), indent=6)


def _block_line(document: Document, index: int, block: Block, words: Words) -> str:
    level = f" {block.level}" if block.level else ""
    cell = f"{block.cell.table}:{block.cell.row},{block.cell.column}" if block.cell else ""
    place = in_words(place_object(document, block.span), words)
    return join([f"{index:3} {block.kind.value}{level}", block.layer.value, place, cell, block.number])


def _sentence_line(document: Document, sentence: Sentence) -> tuple[str | tuple[str, str], ...]:
    unit = "" if sentence.unit is Unit.SENTENCE else f"{sentence.unit.value}, "
    return ((f"({unit}{sentence.language}) ", "dim"), document.quote(sentence.span))


def render_json(document: Document, path: str, account: Account | None = None) -> str:
    """For programs: the text that spans of the report point into, and everything on it."""
    reading = document.reading
    return dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "path": path,
            "media_type": reading.media_type,
            "language": document.language,
            "pages": reading.pages,
            "title": reading.title,
            "facts": dict(reading.facts),
            "account": account_object(document, account),
            "text": document.text,
            "unread": [unread_object(part) for part in reading.unread],
            "recognised": list(reading.recognised),
            "sections": section_objects(document),
            "blocks": [_block_object(document, index, block) for index, block in enumerate(reading.blocks)],
            "sentences": [_sentence_object(document, sentence) for sentence in document.sentences],
        }
    )


def _block_object(document: Document, index: int, block: Block) -> dict[str, object]:
    result: dict[str, object] = {
        "index": index,
        "kind": block.kind.value,
        "layer": block.layer.value,
        "level": block.level,
        "number": block.number,
        "place": place_object(document, block.span),
        "span": [block.span.start, block.span.end],
    }
    if index < len(document.languages):
        result["language"] = document.languages[index]
    if block.cell:
        cell = block.cell
        result["cell"] = {"table": cell.table, "row": cell.row, "column": cell.column, "header": cell.header}
    return result


def _sentence_object(document: Document, sentence: Sentence) -> dict[str, object]:
    return {
        "text": document.quote(sentence.span),
        "unit": sentence.unit.value,
        "layer": sentence.layer.value,
        "language": sentence.language,
        "section": sentence.section,
        "block": sentence.block,
        "context": list(sentence.context),
        "place": place_object(document, sentence.span),
        "span": [sentence.span.start, sentence.span.end],
    }
