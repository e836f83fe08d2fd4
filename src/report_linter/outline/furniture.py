"""Contents lists that no reader could know: lines with page numbers whose words come back as blocks of their
own, and lists without page numbers, as web pages have, all of whose lines come back as headings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from report_linter.document import Block, Kind, Layer, Reading

_ENTRY = re.compile(r"(?:(?:\d+\.)*\d*\.?\s)?(?P<title>\S.*?)[\s.…_]+(?P<page>\d{1,3})")
_FEWEST = 3  # entries of a list


def mark_contents(reading: Reading) -> Reading:
    """Move the lines of contents lists from the body to their layer."""
    return _mark_jumps(_mark_pages(reading))


def _mark_jumps(reading: Reading) -> Reading:
    """Lists whose lines are headings further down."""
    texts = [_key(reading.text[block.span.start : block.span.end]) for block in reading.blocks]
    last = {text: index for index, text in enumerate(texts) if reading.blocks[index].kind is Kind.HEADING}
    blocks = list(reading.blocks)
    run: list[int] = []
    for index, block in enumerate((*reading.blocks, None)):
        if (
            block is not None
            and block.layer is Layer.BODY
            and block.kind in (Kind.ITEM, Kind.PARAGRAPH)
            and last.get(texts[index], -1) > index
        ):
            run.append(index)
            continue
        if len(run) >= _FEWEST:
            for member in run:
                blocks[member] = _entry_of(blocks[member])
        run = []
    return replace(reading, blocks=tuple(blocks))


def _entry_of(block: Block) -> Block:
    return replace(block, layer=Layer.CONTENTS, kind=Kind.PARAGRAPH, level=0)


def _mark_pages(reading: Reading) -> Reading:
    """Lines with page numbers that rise."""
    texts = [reading.text[block.span.start : block.span.end] for block in reading.blocks]
    known = Counter(map(_key, texts))
    blocks = list(reading.blocks)
    run: list[tuple[int, str, int]] = []
    for index, block in enumerate((*reading.blocks, None)):
        entry = _entry(block, texts[index]) if block else None
        if entry and (not run or entry[1] >= run[-1][2]):
            run.append((index, *entry))
            continue
        if len(run) >= _FEWEST and sum(known[_key(title)] > 0 for _, title, _ in run) * 2 >= len(run):
            for member, _, _ in run:
                blocks[member] = _entry_of(blocks[member])
        run = [(index, *entry)] if entry else []
    return replace(reading, blocks=tuple(blocks))


def _entry(block: Block, text: str) -> tuple[str, int] | None:
    """Title and page, if the block can be a line of a contents list."""
    if block.layer is not Layer.BODY or block.kind is Kind.CELL or len(text) > 160:
        return None
    found = _ENTRY.fullmatch(text)
    return (found["title"], int(found["page"])) if found else None


def _key(text: str) -> str:
    return re.sub(r"^[\d.\s]+", "", text).casefold()
