"""The draft as it was read, in stretches: pages, lists, tables, and what does not count; long ones shortened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from report_linter.document import Block as Read
from report_linter.document import Document, Kind, Layer, Unread
from report_linter.finding import DocumentReport
from report_linter.reporters.html.marks import Marks
from report_linter.reporters.html.model import Block, Reference, Stretch
from report_linter.reporters.problems import unread_texts
from report_linter.texts import Words

WHOLE = 250_000  # characters of text that are shown whole: about eighty full pages
ASIDE = (Layer.FURNITURE, Layer.CONTENTS, Layer.HIDDEN)


@dataclass(frozen=True)
class Shown:
    """A document's text on the page. `expected`: what should stand under the heading of that block."""

    result: DocumentReport
    document: Document
    marks: Marks
    expected: Mapping[int, Sequence[Reference]]
    prefix: str
    words: Words
    whole: int = WHOLE

    @property
    def shortened(self) -> bool:
        return len(self.document.text) > self.whole

    def block_anchor(self, index: int) -> str:
        return f"{self.prefix}-b{index}"

    def stretches(self) -> Iterator[Stretch]:
        """The text in reading order, with a mark where each page begins."""
        blocks = self.document.reading.blocks
        shown = self._kept() if self.shortened else range(len(blocks))
        page, inside, after = 0, False, -1
        for kind, indexes in self._grouped(shown):
            first = indexes[0]
            if first > after + 1:
                yield self._gap(first - after - 1)
            begins = blocks[first].page
            if begins is not None and begins > page:
                yield from self._pages(page, begins)
                page = begins
            held = self._in_account(first)
            if self.result.account and held != inside:
                inside = held
                yield Stretch("border", note=self.words.say(f"html.text.{'begins' if held else 'ends'}"))
            yield self._stretch(kind, indexes, outside=self.result.account is not None and not held)
            after = indexes[-1]
        if after + 1 < len(blocks):
            yield self._gap(len(blocks) - after - 1)
        last = max((part.page or 0 for part in self.document.reading.unread), default=0)
        yield from self._pages(page, last, only_unread=True)

    @cached_property
    def _depths(self) -> Mapping[int, int]:
        """Of each heading how deep it stands, from 1: never more than one deeper than the heading before it."""
        sections = {section.heading: index for index, section in enumerate(self.document.sections)}
        depths: dict[int, int] = {}
        before = 0
        for index, block in enumerate(self.document.reading.blocks):
            if block.kind is Kind.HEADING and block.layer not in ASIDE and not block.cell:
                wanted = depth(self.document, sections[index]) if index in sections else block.level
                depths[index] = before = min(max(wanted, 1), before + 1)
        return depths

    def _kept(self) -> list[int]:
        """Of a very long text: headings, blocks with marks, and their neighbours; blocks of the account."""
        blocks = self.document.reading.blocks
        kept = set()
        for index, block in enumerate(blocks):
            if self.marks.has(index) or index in self.expected:
                kept |= {index - 1, index, index + 1}
            elif block.kind is Kind.HEADING or (self.result.account and self._in_account(index)):
                kept.add(index)
        return sorted(kept & set(range(len(blocks))))

    def _in_account(self, index: int) -> bool:
        account = self.result.account
        return account is None or account.holds(self.document.reading.blocks[index].span)

    def _gap(self, number: int) -> Stretch:
        return Stretch("gap", note=self.words.count("html.text.gap", number))

    def _pages(self, after: int, last: int, only_unread: bool = False) -> Iterator[Stretch]:
        """A mark for the page `last`, and for unread pages between it and page `after`."""
        parts: dict[int, list[Unread]] = {}
        for part in self.document.reading.unread:
            parts.setdefault(part.page or 0, []).append(part)
        for number in sorted({page for page in (*parts, last) if after < page <= last}):
            unread = parts.get(number, [])
            if unread or (number == last and not only_unread):
                page = self.words.say("place.page", first=number)
                yield Stretch(
                    "page",
                    note=page[:1].upper() + page[1:],
                    warning="; ".join(self._unread(text) for text in unread_texts(unread, self.words)),
                    anchor=f"{self.prefix}-p{number}",
                )

    def _unread(self, text: str) -> str:
        return f"{self.words.say('not_checked.unread')}: {text}"

    def _grouped(self, shown: Iterable[int]) -> Iterator[tuple[str, list[int]]]:
        """Indexes of blocks that are shown together, with the kind of their stretch."""
        blocks = self.document.reading.blocks

        def together(pair: tuple[int, int]) -> tuple[object, ...]:
            number, index = pair
            block = blocks[index]
            if block.layer in ASIDE:
                return ("aside", block.layer, block.page, index - number, self._in_account(index))
            if block.cell:
                return ("table", block.cell.table, self._in_account(index))
            kind = "list" if block.kind is Kind.ITEM else "text"
            return (kind, block.layer, block.page, index - number, self._in_account(index))

        for key, pairs in groupby(enumerate(shown), key=together):
            yield str(key[0]), [index for _, index in pairs]

    def _stretch(self, kind: str, indexes: Sequence[int], outside: bool) -> Stretch:
        blocks = self.document.reading.blocks
        made = [self._block(index, blocks[index]) for index in indexes]
        if kind == "table":
            rows = _table([blocks[index] for index in indexes], made)
            return Stretch(kind, rows=rows, note=self.words.say("html.text.table"), outside=outside)
        layer = blocks[indexes[0]].layer
        note = self.words.say(f"set_aside.{layer.value}") if layer in ASIDE else ""
        return Stretch(kind, tuple(made), note=note, outside=outside)

    def _block(self, index: int, block: Read) -> Block:
        languages = self.document.languages
        expected = tuple(self.expected.get(index, ()))
        return Block(
            kind=block.kind.value,
            level=self._depths.get(index, block.level),
            number=block.number,
            language=languages[index] if index < len(languages) else self.document.language,
            anchor=self.block_anchor(index) if block.kind is Kind.HEADING or expected else "",
            runs=self.marks.runs(index),
            expected=expected,
            header=bool(block.cell and block.cell.header),
        )


def depth(document: Document, index: int) -> int:
    """How deep a section stands, from 1: one more than the section it stands in."""
    found, parent = 1, document.sections[index].parent
    while parent is not None and found < 6:
        section = document.sections[parent]
        found, parent = found + (section.heading is not None), section.parent
    return found


def _table(read: Sequence[Read], made: Sequence[Block]) -> tuple[tuple[tuple[Block, ...], ...], ...]:
    """Rows of cells, with empty ones where a row has none in a column of the table."""
    rows: dict[int, dict[int, list[Block]]] = {}
    for block, shown in zip(read, made, strict=True):
        assert block.cell is not None
        rows.setdefault(block.cell.row, {}).setdefault(block.cell.column, []).append(shown)
    columns = sorted({column for row in rows.values() for column in row})
    if len(rows) * len(columns) > 4 * len(made) + 1000:  # hardly a table: not filled up
        return tuple(tuple(tuple(cell) for cell in row.values()) for row in rows.values())
    return tuple(tuple(tuple(row.get(column, ())) for column in columns) for row in rows.values())
