"""Is this a larger report with an account inside it? Then the account is what stands under the headings that name it.

The words that name an account, and how much longer a report is, are data of the pack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from report_linter.document import Account, Chosen, Document, Layer
from report_linter.match import Text
from report_linter.outline import parts
from report_linter.outline.headings import is_heading
from report_linter.pack.model import Inside

_OPENING = 6  # blocks from the start among which a document names itself
_LINE = 25  # words; longer blocks are no title lines


def account(inside: Inside, document: Document, read: Callable[[Document], Text]) -> Account | None:
    """The account's parts; None where the whole document is the account. `read` finds the pack's words in a text."""
    reading = document.reading
    whole = parts.words(document, range(len(reading.blocks)))
    if whole < inside.words and (reading.pages or 0) < inside.pages:
        return None
    headings = [index for index, block in enumerate(reading.blocks) if is_heading(block)]
    opening = [index for index in _opening(document) if parts.words(document, [index]) <= _LINE]
    named = _holding(document, {*headings, *opening}, read, inside.headings, inside.aside)
    if named & {*opening} and not _holding(document, opening, read, inside.reports, ()):
        return None
    blocks: set[int] = set()
    for index, section in enumerate(document.sections):
        if section.heading in named and section.heading not in opening and not _listed(document, index):
            held = _extent(document, index)
            if parts.words(document, held) - parts.words(document, held[:1]) >= inside.least:
                blocks.update(held)
    if not blocks or 100 * parts.words(document, blocks) >= inside.share * whole:
        return None
    return Account(parts.spans(document, blocks), Chosen.HEADINGS)


def _opening(document: Document) -> list[int]:
    """The first blocks that are printed on the page."""
    blocks = enumerate(document.reading.blocks)
    return [index for index, block in blocks if block.layer is Layer.BODY][:_OPENING]


def _holding(
    document: Document,
    blocks: Iterable[int],
    read: Callable[[Document], Text],
    concepts: tuple[str, ...],
    aside: tuple[str, ...],
) -> frozenset[int]:
    """Those of `blocks` that hold one of `concepts` and none of `aside`."""
    asked = sorted(blocks)
    text = read(parts.cut(document, [document.reading.blocks[index].span for index in asked]))
    found: dict[int, list[bool]] = {}
    for _, sentence, facts in text.sentences():
        seen = found.setdefault(asked[sentence.block], [False, False])
        seen[0] |= facts.has(*concepts)
        seen[1] |= bool(aside) and facts.has(*aside)
    return frozenset(block for block, (names, beside) in found.items() if names and not beside)


def _listed(document: Document, index: int) -> bool:
    """Whether the heading is a line of a contents list: it ends in a page, and a later heading says the same."""
    entry = _ENTRY.fullmatch(document.sections[index].title)
    later = (_key(section.title) for section in document.sections[index + 1 :])
    return entry is not None and _key(entry["title"]) in later


def _extent(document: Document, index: int) -> range:
    """The blocks of a section: to the next heading of its level, or to the one that the contents list names next.

    Headings of a chapter that look like those of the sections in it would end it too early.
    """
    own = parts.of_section(document, index)
    after = _next_listed(document, index, own.stop)
    return range(own.start, max(own.stop, after))


_ENTRY = re.compile(r"[\d.]*\s*(?P<title>\S.*?)[\s.…_]+(?P<page>\d{1,3})")


def _next_listed(document: Document, index: int, after: int) -> int:
    """The block at which what follows section `index` in the contents list begins; 0 where no list tells."""
    blocks = document.reading.blocks
    here = blocks[document.sections[index].blocks[0]].page
    entries = [
        (_key(found["title"]), int(found["page"]))
        for block in blocks
        if block.layer is Layer.CONTENTS and (found := _ENTRY.fullmatch(document.quote(block.span)))
    ]
    own = _key(document.sections[index].title)
    for (title, page), (following, its_page) in pairwise(entries):
        if title == own and here is not None and its_page > page:
            for section in document.sections:
                start = section.blocks[0]
                there = blocks[start].page or 0
                if start >= after and _key(section.title) == following and there - here == its_page - page:
                    return start
    return 0


def _key(title: str) -> str:
    return " ".join(title.casefold().split())
