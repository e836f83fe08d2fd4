"""What holds for the outline of every reading."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_linter.document import Document, Reading
from report_linter.errors import ReadError
from report_linter.outline import outline, parts
from report_linter.readers import markdown, text

from .made import LEXICONS

_WORDS = st.sampled_from(
    [
        "Vi",
        "har",
        "12",
        ".",
        "30.",
        "juni",
        "i",
        "2023.",
        "Neste",
        "§",
        "4.",
        "a)",
        "b)",
        "•",
        "-",
        "|",
        "|",
        "1.",
        "2.1",
        "Styret:",
        "(sign.)",
        "«Ja.»",
        "m.fl.",
        "TILTAK",
        "....",
        "7",
        "\t",
        "å-\n",
        "\n\n",
        "\x0c",
        "#",
        "|",
        "-",
        ">",
        "```",
        "<!--",
        "-->",
        "leverandør-",
        "kjeden",
        "Kari",
        "Nordmann",
        ";",
    ]
)
_TEXTS = st.one_of(
    st.lists(_WORDS, min_size=1, max_size=60).map(" ".join),
    st.lists(st.lists(_WORDS, max_size=8).map(" ".join), min_size=1, max_size=20).map("\n".join),
    st.text(max_size=200),
)


def check_document(document: Document) -> None:
    """Sections hold every block once; sentences stand in order in their blocks and cover every character."""
    reading = document.reading
    at = 0
    for section in document.sections:
        assert section.blocks[0] == at < section.blocks[1]
        at = section.blocks[1]
        assert section.heading is None or section.heading == section.blocks[0]
        assert section.parent is None or document.sections[section.parent].level < section.level
    assert at == len(reading.blocks)
    assert len(document.languages) == len(reading.blocks)
    end = 0
    covered = set[int]()
    for index, sentence in enumerate(document.sentences):
        assert end <= sentence.span.start < sentence.span.end
        end = sentence.span.end
        covered.update(range(sentence.span.start, sentence.span.end))
        block = reading.blocks[sentence.block]
        assert block.span.start <= sentence.span.start < block.span.end
        assert sentence.span.end <= _row_end(reading, sentence.block)
        first, last = document.sections[sentence.section].blocks
        assert first <= sentence.block < last
        assert index not in sentence.context
        assert len(set(sentence.context)) == len(sentence.context)
        assert all(0 <= other < len(document.sentences) for other in sentence.context)
    text_ = reading.text
    assert not [i for i, character in enumerate(text_) if not character.isspace() and i not in covered]


def _row_end(reading: Reading, index: int) -> int:
    cell = reading.blocks[index].cell
    end = reading.blocks[index].span.end
    for block in reading.blocks[index + 1 :]:
        if cell is None or block.cell is None or (block.cell.table, block.cell.row) != (cell.table, cell.row):
            break
        end = block.span.end
    return end


@pytest.mark.parametrize("reader", [text, markdown])
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=_TEXTS)
def test_any_text(reader, content: str) -> None:
    try:
        reading = reader.read(content.encode("utf-8", "replace"))
    except ReadError:
        return
    found = outline(reading, LEXICONS, "nb")
    check_document(found)
    half = range(found.sentences[len(found.sentences) // 3].block, len(reading.blocks))
    check_document(parts.cut(found, parts.spans(found, half)))
