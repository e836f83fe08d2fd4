"""From the text of elements to the words of a block, each with the line of the source that it begins on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from report_linter.readers import shapes
from report_linter.readers.build import Piece, clean
from report_linter.readers.docx_symbols import plain
from report_linter.readers.wording import typed_number

# "1Innledning", by LibreOffice.
_GLUED_NUMBER: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})([A-ZÆØÅ][a-zæøå].*)")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one weight from one place in the source; None for a line break."""

    text: str | None
    line: int
    bold: bool


Word = tuple[str, int]  # and the line that it begins on


def parts(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs of a paragraph, divided where a line was broken on purpose and not inside of a sentence."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text is None:
            lines.append([])
        else:
            lines[-1].append(run)
    part: list[Run] = []
    before = ""  # the line above
    for line in lines:
        said = _text(line)
        if not said:
            before = ""
            continue
        if before and not shapes.ended(before) and shapes.starts_lower(said):
            part += [Run(" ", line[0].line, line[0].bold), *line]
        else:
            if part:
                yield part
            part = line
        before = said
    if part:
        yield part


def _text(runs: Sequence[Run]) -> str:
    return clean("".join(run.text or " " for run in runs))


def words(runs: Sequence[Run]) -> Iterator[Word]:
    """The words of runs, each with the line it begins on; a word may go on in the next run."""
    word, line = "", 0
    for run in runs:
        at = run.line
        for part in re.split(r"(\s+)", " " if run.text is None else plain(run.text)):
            if part and not part.isspace():
                word, line = word + part, line if word else at
                continue
            if part and word:
                yield from _cleaned(word, line)
                word = ""
            at += part.count("\n")
    if word:
        yield from _cleaned(word, line)


def _cleaned(word: str, line: int) -> Iterator[Word]:
    yield from ((part, line) for part in clean(word).split())


def pieces(said: Sequence[Word]) -> tuple[Piece, ...]:
    """The words of each line of the source."""
    found: list[Piece] = []
    for word, line in said:
        if found and found[-1].line == line:
            found[-1] = Piece(f"{found[-1].text} {word}", line)
        else:
            found.append(Piece(word, line))
    return tuple(found)


def numbered(said: list[Word]) -> tuple[str, list[Word]]:
    """The number typed in front of a heading, and the words without it."""
    first, line = said[0]
    if glued := _GLUED_NUMBER.fullmatch(first):
        return glued[1], [(glued[2], line), *said[1:]]
    label = clean(typed_number(" ".join(word for word, _ in said))[0])
    taken = len(label.split())
    return (label, said[taken:]) if 0 < taken < len(said) else ("", said)
