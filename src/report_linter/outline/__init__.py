"""From a `Reading`, whatever its format, to a `Document`: sections, sentences, languages.

Knows blocks and characters only; what a format could tell, its reader has put into the blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from report_linter.document import Block, Document, Kind, Layer, Reading, Section, Sentence, Span, Unit
from report_linter.lexicons import Lexicon
from report_linter.outline import language as languages
from report_linter.outline.context import contexts
from report_linter.outline.furniture import mark_contents
from report_linter.outline.headings import sections
from report_linter.outline.sentences import Splitter, splitter

_ROW_WORDS = 60  # a longer table row is read cell by cell
_ROW_SENTENCES = 2  # of one cell of such a row
_LINE_WORDS = 8  # a longer paragraph is a sentence though its full stop is missing


def outline(reading: Reading, lexicons: Mapping[str, Lexicon], language: str | None = None) -> Document:
    """The document that `reading` holds.

    `language`, a code of `lexicons`, overrides the detection. Raises ReadError where the language is not
    supported or cannot be told.
    """
    reading = mark_contents(reading)
    main = language or languages.of_document(reading, lexicons)
    of_blocks = languages.of_blocks(reading, lexicons, main)
    found = sections(reading)
    sentences = _sentences(reading, found, of_blocks, {code: splitter(lexicons[code]) for code in lexicons})
    return Document(reading, found, sentences, main, of_blocks)


def _sentences(
    reading: Reading, found: Sequence[Section], of_blocks: Sequence[str], splitters: Mapping[str, Splitter]
) -> tuple[Sentence, ...]:
    starts = [section.blocks[0] for section in found]
    result: list[Sentence] = []
    members: list[list[int]] = [[] for _ in reading.blocks]
    for run in _runs(reading.blocks):
        first = run[0]
        for block, last, span, unit in _units(reading, run, splitters[of_blocks[first]]):
            for member in range(block, last + 1):
                members[member].append(len(result))
            section = bisect_right(starts, block) - 1
            result.append(Sentence(span, block, section, of_blocks[block], unit, reading.blocks[block].layer))
    given = contexts(reading, result, members)
    return tuple(
        replace(s, context=context) if context else s for s, context in zip(result, given, strict=True)
    )


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Blocks one by one, the cells of a table row together."""
    run: list[int] = []
    for index, block in enumerate(blocks):
        if run and not _same_row(blocks[run[-1]], block):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _same_row(one: Block, other: Block) -> bool:
    if one.cell is None or other.cell is None or one.layer is not other.layer:
        return False
    return (one.cell.table, one.cell.row) == (other.cell.table, other.cell.row)


Piece = tuple[int, int, Span, Unit]  # first and last block, span, unit


def _units(reading: Reading, run: Sequence[int], split: Splitter) -> Iterator[Piece]:
    """The sentences of one block, or of one table row."""
    blocks = [reading.blocks[index] for index in run]
    if blocks[0].cell is not None and blocks[0].layer in (Layer.BODY, Layer.NOTES):
        whole = Span(blocks[0].span.start, blocks[-1].span.end)
        words = len(reading.text[whole.start : whole.end].split())
        counts: dict[int, int] = {}
        for block in blocks:
            column = block.cell.column if block.cell else 0
            counts[column] = counts.get(column, 0) + len(_split(reading, block, split))
        if words <= _ROW_WORDS and max(counts.values()) <= _ROW_SENTENCES:
            yield run[0], run[-1], whole, Unit.ROW
            return
    for index, block in zip(run, blocks, strict=True):
        for span, unit in _of_block(reading, block, split):
            yield index, index, span, unit


def _of_block(reading: Reading, block: Block, split: Splitter) -> Iterator[tuple[Span, Unit]]:
    if block.layer not in (Layer.BODY, Layer.NOTES) or block.kind is Kind.CAPTION:
        yield block.span, Unit.LINE
    elif block.kind is Kind.HEADING:
        yield block.span, Unit.HEADING
    else:
        spans = _split(reading, block, split)
        if len(spans) > 1:
            yield from ((span, Unit.SENTENCE) for span in spans)
        elif block.kind is Kind.ITEM:
            yield block.span, Unit.ITEM
        else:
            yield block.span, Unit.LINE if _unfinished(reading, block) else Unit.SENTENCE


def _split(reading: Reading, block: Block, split: Splitter) -> list[Span]:
    start = block.span.start
    return [Span(start + a, start + b) for a, b in split(reading.text[start : block.span.end])]


def _unfinished(reading: Reading, block: Block) -> bool:
    """A short line that closes no sentence: a name, a date, a label."""
    text = reading.text[block.span.start : block.span.end]
    return not text.rstrip("»”\"')]").endswith((".", "!", "?", ":", "…")) and len(text.split()) <= _LINE_WORDS
