"""Which blocks of a plain text are headings and which are list items.

Without fonts there is only the shape of a block and of its neighbours: a heading is short, closes no
sentence, and text follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from report_linter.document import Kind, Layer
from report_linter.readers import shapes
from report_linter.readers.text_blocks import Group

_WORDS = 14  # of a heading without a number
_WORDS_MARKED = 24  # of a numbered heading, or of one in capitals
_WORDS_LAW = 45  # of a heading that quotes what a section asks for
_WORDS_COLON = 8  # of a heading that ends in a colon
_CHAIN = 3  # so many headings may follow each other without text


def kinds(blocks: Sequence[Group]) -> list[Kind]:
    """The kind of every block."""
    body = [i for i, block in enumerate(blocks) if block.layer is Layer.BODY]
    shown = [blocks[i] for i in body]
    result = [Kind.CELL if block.cell else Kind.PARAGRAPH for block in blocks]
    for at, index in enumerate(body):
        if _is_item(shown, at):
            result[index] = Kind.ITEM
    # From the end, because a block is a heading for what follows it.
    run = 0
    for at in range(len(body) - 1, -1, -1):
        index = body[at]
        below = body[at + 1] if at + 1 < len(body) else None
        if result[index] is not Kind.PARAGRAPH or below is None:
            run = 0
            continue
        block = blocks[index]
        run = run + 1 if result[below] is Kind.HEADING else 1
        title = at == 0 and any(shapes.ended(blocks[i].text) for i in body[1:])
        signing = shapes.is_dated(blocks[below].text) and block.gap and _words(block) <= 2
        introduces = (
            title
            or (signing and not shapes.is_name(block.text))
            or _introduces([blocks[i] for i in body[at + 1 : at + 3]], result[below])
        )
        lone = run <= _CHAIN or title or _marked(block)
        label = (
            shapes.is_label(block.text)
            and not _marked(block)
            and (not title or shapes.is_label(blocks[below].text))
        )
        if introduces and lone and not label and _is_heading(block, blocks[below], result[below]):
            result[index] = Kind.HEADING
    _thin_out_cards(blocks, body, result)
    return result


def _is_item(body: Sequence[Group], at: int) -> bool:
    block = body[at]
    here = block.marker
    if here is None or block.rows[-1].trailing:
        return False
    if here.family in ("bullet", "dash", "letter"):
        return True
    title_like = (
        not shapes.ended(block.text)
        and not block.text.endswith((";", ","))
        and _words(block) <= _WORDS_MARKED
    )
    if here.family in ("decimal", "bare") or shapes.is_capitals(block.text):
        return not title_like
    if not title_like or shapes.starts_lower(block.text):
        return True
    # "2. Om oss" is a heading where text of its own follows, an item where "3." or the list's end does, if the text of
    # no other number of the series stands between.
    beside = any(_neighbours(here, other) for other in (*body[max(at - 1, 0) : at], *body[at + 1 : at + 2]))
    return beside and not _has_text_between(body, at)


def _has_text_between(body: Sequence[Group], at: int) -> bool:
    """Whether text stands between two numbers of the series that block `at` belongs to."""
    here = body[at].marker
    assert here is not None
    series = [i for i, one in enumerate(body) if one.marker and one.marker.family == here.family]
    steps = [(a, b) for a, b in pairwise(series) if _follows(body[a], body[b])]
    before = _run([step for step in reversed(steps) if step[1] <= at], at, back=True)
    behind = _run([step for step in steps if step[0] >= at], at, back=False)
    return any(b - a > 1 for a, b in (*before, *behind))


def _run(steps: Sequence[tuple[int, int]], at: int, back: bool) -> Iterator[tuple[int, int]]:
    """The steps that lead from `at` to the end of its series, one after the other."""
    for step in steps:
        if step[back] != at:
            return
        yield step
        at = step[not back]


def _follows(one: Group, other: Group) -> bool:
    return (
        one.marker is not None and other.marker is not None and other.marker.ordinal == one.marker.ordinal + 1
    )


def _neighbours(here: shapes.Marker, block: Group) -> bool:
    other = block.marker
    return other is not None and other.family == here.family and abs(other.ordinal - here.ordinal) == 1


def _is_heading(block: Group, below: Group, kind_below: Kind) -> bool:
    text = block.text
    if block.cell or (shapes.ended(text) and not _is_question(text)) or text.endswith((";", ",")):
        return False
    if text.count(" | ") > 1:  # a row of a table
        return False
    if shapes.starts_lower(text) or not any(map(str.isalpha, text)) or text[0] in "[(":
        return False
    if shapes.is_dated(text) or _is_address(text):
        return False
    if shapes.is_name(text) and not below.gap and kind_below is Kind.HEADING and not shapes.is_capitals(text):
        return False
    decimal = block.marker is not None and block.marker.family == "decimal"
    if text.endswith(":") and not decimal:
        short = _words(block) <= _WORDS_COLON and "§" not in text
        return (kind_below is Kind.PARAGRAPH and short) or bool(block.rows[-1].trailing)
    if shapes.names_section(text):
        return _words(block) <= _WORDS_LAW
    if _marked(block):
        return _words(block) <= _WORDS_MARKED
    return _words(block) <= _WORDS


def _introduces(below: Sequence[Group], kind: Kind) -> bool:
    """Whether what follows is something a heading can stand above: text, a list, a table, labels, another
    heading.
    """
    if kind is not Kind.PARAGRAPH:
        return True
    text = below[0].text
    if text[0].isdigit() and not below[0].gap:  # the block above was cut off before "2024, ..."
        return False
    labels = len(below) > 1 and all(shapes.is_label(block.text) for block in below)
    return (
        shapes.ended(text) or text.endswith(":") or _words(below[0]) >= 12 or labels or text.startswith("[")
    )


def _marked(block: Group) -> bool:
    """Numbered, in capitals, or naming a section of a law: a heading though it is long."""
    return bool(block.number) or shapes.is_capitals(block.text) or shapes.names_section(block.text)


def _is_question(text: str) -> bool:
    return text.endswith("?") and len(text.split()) <= 10


_DATE_OR_NUMBER = re.compile(r"[\d.\s/+():-]+|\d{4} \S+|.*\S@\S.*|.*\bwww\..*")


def _is_address(text: str) -> bool:
    """Numbers, telephone numbers, postal codes with their town, addresses."""
    return bool(_DATE_OR_NUMBER.fullmatch(text))


def _words(block: Group) -> int:
    return len(block.text.split())


def _thin_out_cards(blocks: Sequence[Group], body: Sequence[int], result: list[Kind]) -> None:
    """Three and more short lines without a gap are a card, an address or signatures, and no headings.

    The last of them is one if its text follows without a gap; marked headings and the document's title stay.
    """
    runs: list[list[int]] = []
    for index in body[1:]:
        if result[index] is not Kind.HEADING:
            runs.append([])
        elif runs and runs[-1] and not blocks[index].gap:
            runs[-1].append(index)
        else:
            runs.append([index])
    follows = dict(pairwise(body))
    for run in runs:
        if len(run) >= _CHAIN:
            last_stays = not blocks[follows[run[-1]]].gap
            for index in run[:-1] if last_stays else run:
                if not _marked(blocks[index]):
                    result[index] = Kind.PARAGRAPH
