"""What holds for every reading, whatever the format."""

from __future__ import annotations

import unicodedata

from report_linter.document import Block, Layer, Reading


def check_reading(reading: Reading) -> None:
    """Blocks and lines stand in order, are clean, and lines cover every character of every block."""
    text = reading.text
    assert unicodedata.is_normalized("NFC", text)
    end = -1
    for block in reading.blocks:
        assert end < block.span.start < block.span.end <= len(text)
        between = text[max(end, 0) : block.span.start]
        assert between in ("\n", "\t") or (end == -1 and between == "")
        content = text[block.span.start : block.span.end]
        assert " ".join(content.split()) == content
        end = block.span.end
    assert end == len(text)
    at = 0
    covered = set[int]()
    for line in reading.lines:
        assert at <= line.span.start < line.span.end
        at = line.span.end
        assert any(block.span.covers(line.span) for block in _around(reading, line.span.start))
        covered.update(range(line.span.start, line.span.end))
    assert not [i for i, character in enumerate(text) if not character.isspace() and i not in covered]


def labelled(reading: Reading) -> list[str]:
    """Every block: its layer unless it is the body's, kind, number, depth, text."""
    return [
        (f"{block.layer.value} " if block.layer is not Layer.BODY else "")
        + block.kind.value
        + (f" {block.number}" if block.number else "")
        + (f" ({block.level})" if block.level else "")
        + f": {reading.text[block.span.start : block.span.end]}"
        for block in reading.blocks
    ]


def levelled(reading: Reading) -> list[str]:
    """Every block with layer, kind and level, and the number that its paragraph has."""
    rows = []
    for block in reading.blocks:
        text = reading.text[block.span.start : block.span.end]
        layer = "" if block.layer is Layer.BODY else block.layer.value + " "
        label = f"[{block.number}] " if block.number else ""
        rows.append(f"{layer}{block.kind.value} {block.level}: {label}{text}")
    return rows


def _around(reading: Reading, offset: int) -> list[Block]:
    return [block for block in reading.blocks if block.span.start <= offset < block.span.end]
