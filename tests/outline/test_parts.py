"""Parts of a document lie on its own ruler, and look like a document of their own."""

from dataclasses import replace

import pytest

from report_linter.document import Unit, Unread
from report_linter.outline import outline, parts
from report_linter.readers import text

from .made import LEXICONS, document

REPORT = document(
    """# Årsrapport

Vi selger tøy i tre land.

## 1 Redegjørelse

Dette gjør vi:

- vi spør arbeiderne
- we visit the factories

### 1.1 Funn

| Land | Funn |
|---|---|
| India | Lav lønn |

## 2 Regnskap

Tall følger.
"""
)
ACCOUNT = parts.of_section(REPORT, 1)
CUT = parts.cut(REPORT, parts.spans(REPORT, ACCOUNT))


def test_a_section_reaches_over_those_below_it() -> None:
    held = [REPORT.quote(block.span) for block in REPORT.reading.blocks[ACCOUNT.start : ACCOUNT.stop]]
    assert (held[0], held[-1]) == ("Redegjørelse", "Lav lønn")
    assert parts.words(REPORT, ACCOUNT) == 1 + 3 + 3 + 4 + 1 + 2 + 3


def test_everything_else_is_blank_and_nothing_moves() -> None:
    (part,) = parts.spans(REPORT, ACCOUNT)
    assert len(CUT.text) == len(REPORT.text)
    assert CUT.text[part.start : part.end] == REPORT.text[part.start : part.end]
    assert not CUT.text[: part.start].strip()
    assert not CUT.text[part.end :].strip()
    assert all(part.covers(line.span) for line in CUT.reading.lines)


def test_sections_sentences_and_their_context_are_counted_anew() -> None:
    assert [(s.title, s.number, s.level, s.parent, s.heading, s.blocks) for s in CUT.sections] == [
        ("Redegjørelse", "1", 2, None, 0, (0, 4)),
        ("Funn", "1.1", 3, 0, 4, (4, 9)),
    ]
    said = [
        (sentence.unit, CUT.quote(sentence.span), sentence.section, sentence.block, sentence.context)
        for sentence in CUT.sentences
    ]
    assert said == [
        (Unit.HEADING, "Redegjørelse", 0, 0, ()),
        (Unit.SENTENCE, "Dette gjør vi:", 0, 1, ()),
        (Unit.ITEM, "vi spør arbeiderne", 0, 2, (1,)),
        (Unit.ITEM, "we visit the factories", 0, 3, (1,)),
        (Unit.HEADING, "Funn", 1, 4, ()),
        (Unit.ROW, "Land | Funn", 1, 5, ()),
        (Unit.ROW, "India | Lav lønn", 1, 7, (5,)),
    ]


def test_several_parts() -> None:
    blocks = [*range(2), *range(len(REPORT.reading.blocks) - 1, len(REPORT.reading.blocks))]
    spans = parts.spans(REPORT, blocks)
    assert [REPORT.quote(span) for span in spans] == ["Årsrapport Vi selger tøy i tre land.", "Tall følger."]
    cut = parts.cut(REPORT, spans)
    assert [(s.title, s.heading, s.blocks) for s in cut.sections] == [
        ("Årsrapport", 0, (0, 2)),
        ("Regnskap", None, (2, 3)),
    ]


def test_the_language_is_that_of_most_of_the_part() -> None:
    languages = tuple("en" if "we" in REPORT.quote(b.span) else "nb" for b in REPORT.reading.blocks)
    mixed = replace(REPORT, languages=languages)
    last = [index for index, language in enumerate(languages) if language == "en"]
    assert parts.cut(mixed, parts.spans(mixed, last)).language == "en"
    assert parts.cut(mixed, parts.spans(mixed, ACCOUNT)).language == "nb"


PAGES = (
    "Vi selger tøy i tre land.\n",
    "Lageret ligger ved kaien, og der er det god plass.\n",
    "Året begynte med snø.\n",
    "",
    "Renten steg to ganger før sommeren, og vi lånte mindre enn året før.\n",
    "Takk til alle.\n",
)


@pytest.mark.parametrize(
    ("pages", "unread"),
    [((1, 2), ()), ((3,), (4,)), ((4, 5), (4,)), ((2, 3, 5), (4,)), ((5,), (4,)), ((6,), ())],
)
def test_pages_that_were_not_read(pages: tuple[int, ...], unread: tuple[int, ...]) -> None:
    """Those that may belong to the part: up to the text beside it."""
    reading = replace(text.read("\f".join(PAGES).encode()), unread=(Unread("no text layer", 4),))
    found = outline(reading, LEXICONS, "nb")
    told = parts.on_pages(found, pages)
    cut = parts.cut(found, told.parts)
    assert [cut.quote(block.span) for block in cut.reading.blocks] == [
        PAGES[page - 1].strip() for page in pages if page != 4
    ]
    assert tuple(part.page for part in cut.reading.unread) == unread
