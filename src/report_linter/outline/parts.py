"""Parts of a document: which blocks a section or a page holds, and the document without everything else.

All parts lie on the document's own ruler: a span of a part is a span of the whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from report_linter.document import (
    Account,
    Chosen,
    Document,
    DocxPlace,
    Layer,
    Reading,
    Section,
    Sentence,
    Span,
    TextPlace,
)
from report_linter.errors import UsageError

_SUGGESTIONS = 5
_ALIKE = 0.7  # of 1: headings written nearly as what was asked for


@dataclass(frozen=True, slots=True)
class Part:
    """What a person says is the account in a larger report: pages, headings, or nothing.

    `said` is the place of a file where it was said; empty for the command line.
    """

    pages: frozenset[int]
    sections: tuple[str, ...]
    said: str = ""

    def of(self, document: Document, name: str) -> Account | None:
        """Where that is in `document`. Raises UsageError where it is not there."""
        try:
            if self.pages:
                return on_pages(document, self.pages)
            return under_headings(document, self.sections) if self.sections else None
        except UsageError as error:
            said = f" (said in {self.said})" if self.said else ""
            raise UsageError(f"{name}: {error}{said}") from error


WHOLE = Part(frozenset(), ())


def words(document: Document, blocks: Iterable[int]) -> int:
    """How many words of text these blocks hold; headers, footers and contents lists are none."""
    held = (document.reading.blocks[index] for index in blocks)
    return sum(
        document.text.count(" ", block.span.start, block.span.end) + 1
        for block in held
        if block.layer in (Layer.BODY, Layer.NOTES)
    )


def of_section(document: Document, index: int) -> range:
    """The blocks of a section, with those of the sections below it."""
    level = document.sections[index].level
    last = index
    while last + 1 < len(document.sections) and document.sections[last + 1].level > level:
        last += 1
    return range(document.sections[index].blocks[0], document.sections[last].blocks[1])


def spans(document: Document, blocks: Collection[int]) -> tuple[Span, ...]:
    """One span for each run of blocks."""
    runs: list[list[int]] = []
    for block in sorted(blocks):
        if runs and runs[-1][1] == block - 1:
            runs[-1][1] = block
        else:
            runs.append([block, block])
    held = document.reading.blocks
    return tuple(Span(held[first].span.start, held[last].span.end) for first, last in runs)


# The account as a person names it


def on_pages(document: Document, pages: Collection[int]) -> Account:
    """What begins on these pages (from 1). Raises UsageError where the document has no such pages."""
    count = document.reading.pages
    if count is None:
        raise UsageError("--pages: this document has no pages of its own; name a heading with --section")
    beyond = [page for page in sorted(pages) if page > count]
    if beyond:
        raise UsageError(f"--pages: there is no page {beyond[0]}; the document has {count}")
    blocks = [index for index, page in enumerate(_pages(document.reading)) if page in pages]
    if not words(document, blocks):
        raise UsageError(
            "--pages: no text was read on these pages; 'report-linter show' prints what was read"
        )
    return Account(spans(document, blocks), Chosen.PAGES)


def _pages(reading: Reading) -> Iterator[int | None]:
    """The page of each block; a table row is on that of its first cell."""
    page: int | None = None
    row: tuple[int, int] | None = None
    for block in reading.blocks:
        its_row = (block.cell.table, block.cell.row) if block.cell else None
        if row is None or row != its_row:
            page = block.page
        row = its_row
        yield page


def under_headings(document: Document, titles: Iterable[str]) -> Account:
    """What stands under these headings, written with or without their numbers.

    Raises UsageError where the document has no such heading, or several.
    """
    blocks = {block for title in titles for block in of_section(document, _titled(document, title))}
    return Account(spans(document, blocks), Chosen.SECTION)


def _titled(document: Document, title: str) -> int:
    names = [_plain(f"{section.number} {section.title}") for section in document.sections]
    bare = [_plain(section.title) for section in document.sections]
    sought = _plain(title)
    found = [index for index, name in enumerate(names) if sought and sought in (name, bare[index])]
    if not found:
        raise UsageError(f"--section: no heading is called '{title}'; {_suggested(document, sought, bare)}")
    if len(found) > 1:
        where = ", ".join(_place(document, index) for index in found)
        raise UsageError(
            f"--section: {len(found)} headings are called '{title}' ({where}); "
            "write its number too, or name pages with --pages"
        )
    return found[0]


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _suggested(document: Document, sought: str, titles: Sequence[str]) -> str:
    """Headings that hold the words, then those written nearly so; else the first ones of the document."""
    holding = [title for title in titles if sought and sought in title]
    close = get_close_matches(sought, [title for title in titles if title], _SUGGESTIONS, _ALIKE)
    written = {_plain(section.title): section.title for section in reversed(document.sections)}
    listed = [*dict.fromkeys([*holding, *close])][:_SUGGESTIONS]
    if listed:
        return "did you mean " + " or ".join(f"'{written[title]}'" for title in listed) + "?"
    first = [*dict.fromkeys(section.title for section in document.sections if section.title)][:_SUGGESTIONS]
    if not first:
        return "the document has no headings; name pages with --pages"
    return (
        "its first headings are "
        + ", ".join(f"'{title}'" for title in first)
        + "; 'report-linter show' lists all"
    )


def _place(document: Document, index: int) -> str:
    """Where a section begins, for a person."""
    block = document.reading.blocks[document.sections[index].blocks[0]]
    if block.page is not None:
        return f"page {block.page}"
    place = next(document.places(block.span), None)
    if isinstance(place, TextPlace):
        return f"line {place.line}"
    return f"paragraph {place.paragraph}" if isinstance(place, DocxPlace) else f"section {index}"


# The document without everything else


def cut(document: Document, parts: Sequence[Span]) -> Document:
    """The document as if only `parts` had been written: same spans, everything else blank."""
    reading = document.reading
    kept = [i for i, block in enumerate(reading.blocks) if any(part.covers(block.span) for part in parts)]
    number = {block: new for new, block in enumerate(kept)}
    sections, section_of = _sections(document.sections, kept, number)
    languages = tuple(document.languages[block] for block in kept) if document.languages else ()
    return Document(
        reading=_reading(reading, parts, kept),
        sections=sections,
        sentences=tuple(_sentences(document.sentences, number, section_of)),
        language=_language(reading, kept, languages) or document.language,
        languages=languages,
    )


def _sections(
    sections: Sequence[Section], kept: Sequence[int], number: dict[int, int]
) -> tuple[tuple[Section, ...], dict[int, int]]:
    """The sections that still hold blocks, and their new indexes."""
    found: list[Section] = []
    new: dict[int, int] = {}
    for index, section in enumerate(sections):
        first, last = (bisect_right(kept, block - 1) for block in section.blocks)
        if first < last:
            new[index] = len(found)
            parent = section.parent
            while parent is not None and parent not in new:
                parent = sections[parent].parent
            heading = number.get(section.heading) if section.heading is not None else None
            above = None if parent is None else new[parent]
            found.append(replace(section, heading=heading, blocks=(first, last), parent=above))
    return tuple(found), new


def _sentences(
    sentences: Sequence[Sentence], number: dict[int, int], section_of: dict[int, int]
) -> Iterator[Sentence]:
    left = [index for index, sentence in enumerate(sentences) if sentence.block in number]
    new = {index: position for position, index in enumerate(left)}
    for index in left:
        sentence = sentences[index]
        yield replace(
            sentence,
            block=number[sentence.block],
            section=section_of[sentence.section],
            context=tuple(new[other] for other in sentence.context if other in new),
        )


def _reading(reading: Reading, parts: Sequence[Span], kept: Sequence[int]) -> Reading:
    unread = _unread_pages(reading, kept)

    def inside(span: Span) -> bool:
        return any(part.covers(span) for part in parts)

    return replace(
        reading,
        text=_blanked(reading.text, parts),
        blocks=tuple(reading.blocks[index] for index in kept),
        lines=tuple(line for line in reading.lines if inside(line.span)),
        unread=tuple(part for part in reading.unread if part.page is None or part.page in unread),
        links=tuple(link for link in reading.links if inside(link.span)),
        gaps=tuple(gap for gap in reading.gaps if inside(gap)),
    )


def _unread_pages(reading: Reading, kept: Sequence[int]) -> frozenset[int]:
    """Pages that, if they were not read, may belong to the part: up to where the text beside it stands."""
    pages = [1, *(block.page for block in reading.blocks), reading.pages]
    found: set[int] = set()
    for index in kept:
        before, after = pages[index], pages[index + 2]
        if before is not None and after is not None:
            found.update(range(before, after + 1))
    return frozenset(found)


def _blanked(text: str, parts: Sequence[Span]) -> str:
    pieces: list[str] = []
    end = 0
    for part in parts:
        pieces += (" " * (part.start - end), text[part.start : part.end])
        end = part.end
    return "".join((*pieces, " " * (len(text) - end)))


def _language(reading: Reading, kept: Sequence[int], languages: Sequence[str]) -> str | None:
    """The language of most of the text."""
    lengths: Counter[str] = Counter()
    for block, language in zip(kept, languages, strict=False):
        span = reading.blocks[block].span
        lengths[language] += span.end - span.start
    return max(lengths, key=lambda code: lengths[code], default=None)
