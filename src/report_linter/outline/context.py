"""Sentences whose words also hold for other sentences: lead-ins of lists, headers and first cells of tables.

Works on finished sentences without context and returns their contexts. What holds for a lead-in holds for its
list as well, so contexts are flattened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report_linter.document import Block, Cell, Kind, Layer, Reading, Sentence, Span

Context = tuple[int, ...]
_SHOWN = (Layer.BODY, Layer.NOTES)


def contexts(
    reading: Reading, sentences: Sequence[Sentence], members: Sequence[Sequence[int]]
) -> list[Context]:
    """The context of every sentence. `members` lists, per block, the sentences that touch it."""
    result: list[Context] = [()] * len(sentences)
    _Lists(reading, sentences, members, result).fill()
    _fill_tables(reading.blocks, members, result)
    return result


class _Lists:
    """Walks the blocks in order and gives lead-ins to what follows them."""

    def __init__(
        self,
        reading: Reading,
        sentences: Sequence[Sentence],
        members: Sequence[Sequence[int]],
        result: list[Context],
    ) -> None:
        self.reading, self.sentences, self.members, self.result = reading, sentences, members, result

    def fill(self) -> None:
        blocks = self.reading.blocks
        lead: Context = ()  # of the list we are in
        parents: list[tuple[int, int]] = []  # open items: list depth and last sentence
        table_lead: Context = ()
        carried: Context = ()  # along a list that has lost its marks
        above: int | None = None  # the block before, furniture and hidden text aside
        for index, block in enumerate(blocks):
            if block.layer not in _SHOWN or not self.members[index]:
                continue
            before = blocks[above] if above is not None else None
            if block.kind is Kind.ITEM:
                if before is None or before.kind is not Kind.ITEM:
                    lead, parents = self._lead_in(above, for_list=True), []
                while parents and parents[-1][0] >= block.level:
                    parents.pop()
                self._give(index, self._with(parents[-1][1]) if parents else lead)
                parents.append((block.level, self.members[index][-1]))
            elif block.kind is Kind.CELL:
                if before is None or not _same_table(before, block):
                    table_lead = self._lead_in(above, for_list=False)
                self._give(index, table_lead)
            elif block.kind in (Kind.PARAGRAPH, Kind.NOTE):
                goes_on = above is not None and self._unmarked(above) and self._unmarked(index)
                carried = self._lead_in(above, for_list=False) or (carried if goes_on else ())
                self._give(index, carried, first_only=True)
            above = index

    def _lead_in(self, above: int | None, for_list: bool) -> Context:
        """The last sentence of the block before, and its own context, if it leads in what follows."""
        if above is None or self.reading.blocks[above].kind is Kind.CELL:
            return ()
        block = self.reading.blocks[above]
        end = self.reading.text[block.span.end - 1]
        if end == ":":
            return self._with(self.members[above][-1])
        last = self.sentences[self.members[above][-1]].span
        # "I fjor stilte vi krav til" and a list: the sentence goes on in the items.
        open_end = (
            block.kind is Kind.PARAGRAPH and end.isalpha() and self.reading.text.count(" ", *_ends(last)) >= 3
        )
        if for_list and (block.kind is Kind.HEADING or open_end):
            return self._with(self.members[above][-1])
        return ()

    def _unmarked(self, index: int) -> bool:
        """A line that closes no sentence, as an item of a list without its bullet."""
        block = self.reading.blocks[index]
        return block.kind is Kind.PARAGRAPH and self.reading.text[block.span.end - 1].isalnum()

    def _with(self, sentence: int) -> Context:
        return (*self.result[sentence], sentence)

    def _give(self, block: int, context: Context, first_only: bool = False) -> None:
        members = self.members[block]
        for sentence in members[:1] if first_only else members:
            self.result[sentence] = _once((*self.result[sentence], *context), sentence)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _same_table(one: Block, other: Block) -> bool:
    return one.cell is not None and other.cell is not None and one.cell.table == other.cell.table


def _fill_tables(blocks: Sequence[Block], members: Sequence[Sequence[int]], result: list[Context]) -> None:
    """Headers and first cells, for tables whose header cells are marked."""
    tables: dict[int, list[tuple[int, Cell]]] = {}
    for index, block in enumerate(blocks):
        if block.cell is not None and block.layer in _SHOWN:
            tables.setdefault(block.cell.table, []).append((index, block.cell))
    for cells in tables.values():
        _fill_table(cells, members, result)


def _fill_table(
    cells: Sequence[tuple[int, Cell]], members: Sequence[Sequence[int]], result: list[Context]
) -> None:
    headers = {cell.row for _, cell in cells} - {cell.row for _, cell in cells if not cell.header}
    heads: dict[int, list[int]] = {}  # of a column
    firsts: dict[int, list[int]] = {}  # of a row
    rows: dict[int, int] = {}  # header rows that are one sentence, and how many cells it spans
    for index, cell in cells:
        for sentence in members[index]:
            if cell.row in headers:
                heads.setdefault(cell.column, []).append(sentence)
                rows[sentence] = rows.get(sentence, 0) + 1
            elif cell.column == 0:
                firsts.setdefault(cell.row, []).append(sentence)
    whole = [sentence for sentence, spanned in rows.items() if spanned > 1]
    for index, cell in cells:
        if cell.row not in headers:
            first = firsts.get(cell.row, []) if cell.column else []
            given = sorted({*heads.get(cell.column, []), *whole, *first})
            for sentence in members[index]:
                result[sentence] = _once((*result[sentence], *given), sentence)


def _once(context: Iterable[int], own: int) -> Context:
    """Each sentence once, in the order given, without the sentence itself."""
    return tuple(dict.fromkeys(sentence for sentence in context if sentence != own))
