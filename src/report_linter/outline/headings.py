"""Sections: a heading and what stands under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from report_linter.document import Block, Kind, Layer, Reading, Section

_DEPTH = re.compile(r"\d+(?:\.\d+)*")
_NUMBER_IN_TEXT = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")


def sections(reading: Reading) -> tuple[Section, ...]:
    """The sections in order; together they hold every block once. The first has no heading if text stands
    before.
    """
    blocks = reading.blocks
    headings = [i for i, block in enumerate(blocks) if is_heading(block)]
    levels = _levels(reading, headings)
    found: list[Section] = []
    open_sections: list[int] = []
    if not headings or headings[0] > 0:
        found.append(Section(None, (0, headings[0] if headings else len(blocks))))
    for position, (index, level) in enumerate(zip(headings, levels, strict=True)):
        end = headings[position + 1] if position + 1 < len(headings) else len(blocks)
        while open_sections and found[open_sections[-1]].level >= level:
            open_sections.pop()
        parent = open_sections[-1] if open_sections else None
        open_sections.append(len(found))
        number, title = _named(reading, blocks[index])
        found.append(Section(index, (index, end), title, number, level, parent))
    return tuple(found)


def is_heading(block: Block) -> bool:
    return block.kind is Kind.HEADING and block.layer in (Layer.BODY, Layer.NOTES)


def _named(reading: Reading, block: Block) -> tuple[str, str]:
    """Number and title of a heading, whether the reader cut the number off or left it in the text."""
    text = reading.text[block.span.start : block.span.end]
    if block.number:
        return block.number.strip("()").rstrip("."), text
    found = _NUMBER_IN_TEXT.match(text)
    return (found["number"], text[found.end() :]) if found else ("", text)


@dataclass(frozen=True, slots=True, order=True)
class _Look:
    """How a heading looks: its size to half a point (0 where unknown), weight, capitals."""

    size: float
    bold: bool
    capitals: bool
    colon: bool


def _look(reading: Reading, block: Block) -> _Look:
    text = reading.text[block.span.start : block.span.end]
    return _Look(round((block.size or 0) * 2) / 2, block.bold, text.isupper(), text.endswith(":"))


def _levels(reading: Reading, headings: Sequence[int]) -> list[int]:
    """Levels from 1: as the reader gave them, else from numbers, else from looks, else from order."""
    blocks = [reading.blocks[index] for index in headings]
    depths = [_depth(_named(reading, block)[0]) for block in blocks]
    looks = [_look(reading, block) for block in blocks]
    numbered = [(look, depth) for look, depth in zip(looks, depths, strict=True) if depth]
    ranks = _ranks([look for look, block in zip(looks[1:], blocks[1:], strict=True) if not block.level])
    sized = len({look.size for look in looks}) > 1 and all(look.size for look in looks)
    result: list[int] = []
    deepest = 0  # depth of the last numbered heading
    for position, (block, depth, look) in enumerate(zip(blocks, depths, looks, strict=True)):
        if block.level:
            level = block.level
        elif depth:
            level = deepest = depth
        elif numbered and (sized or look.capitals):
            level = _beside_numbered(look, numbered)
        elif sized:
            level = 1 + sorted({other.size for other in looks}, reverse=True).index(look.size)
        elif position == 0:
            level = 1
        else:
            level = deepest + 1 if deepest else 2 + ranks[look]
        result.append(level)
    return result


def _depth(number: str) -> int:
    return number.count(".") + 1 if _DEPTH.fullmatch(number) else 0


def _beside_numbered(look: _Look, numbered: Sequence[tuple[_Look, int]]) -> int:
    """The level of a heading without number among numbered ones: that of those that look the same."""
    same = [depth for other, depth in numbered if other == look]
    if same:
        return min(same)
    above = [d for other, d in numbered if (other.size, other.capitals) > (look.size, look.capitals)]
    return max(above) + 1 if above else 1


def _ranks(looks: Sequence[_Look]) -> dict[_Look, int]:
    """Looks below the title's, from outer to inner: capitals before small letters, a colon last."""
    order = sorted(set(looks), key=lambda look: (-look.size, not look.bold, not look.capitals, look.colon))
    return {look: rank for rank, look in enumerate(order)}
