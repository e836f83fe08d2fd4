"""Fields of a paragraph, such as references to headings (ECMA-376-1, 17.16.18): Word fills them anew, and marks inside
of what they show would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_linter.readers.archive import Element


@dataclass(frozen=True, slots=True)
class Field:
    """A field by the marks at its begin and end, and where what it shows stands in the contents of the runs: from
    `first` up to, not including, `last`.
    """

    begin: Element
    end: Element
    first: int
    last: int


class Fields:
    """The fields of one paragraph; `names` is the namespace of its elements."""

    def __init__(self, paragraph: Element, names: str) -> None:
        runs = paragraph.iter(names + "r")
        self._contents = [e for run in runs for e in run if e.tag != names + "rPr"]
        self._at = {element: number for number, element in enumerate(self._contents)}
        self._fields = _fields(self._contents, names)

    def around(self, first: tuple[Element, bool], last: tuple[Element, bool]) -> tuple[Element, Element]:
        """From the begin to the end of a field whose words, all or the first or the last of them, are meant with what
        stands before or behind it, so that no mark stands inside. Of elements it is also said whether the words
        begin, or end, with them. A field of which only some words are meant is no reason to mark more.
        """
        (begin, begins), (close, ends) = first, last
        start, end = self._at.get(begin, -1), self._at.get(close, len(self._contents))
        for field in self._fields:  # inner ones first
            at_start, at_end = begins and start == field.first, ends and end == field.last - 1
            if at_start and (at_end or end >= field.last):
                start = self._at[field.begin]
            if at_end and (at_start or start < field.first):
                end = self._at[field.end]
        return (
            self._contents[start] if start >= 0 else begin,
            self._contents[end] if end < len(self._contents) else close,
        )


def _fields(contents: Sequence[Element], names: str) -> list[Field]:
    """The fields that begin and end in the paragraph and show something, in the order of their ends."""
    found: list[Field] = []
    opened: list[list[int]] = []
    for number, element in enumerate(contents):
        if element.tag != names + "fldChar":
            continue
        kind = element.get(names + "fldCharType")
        if kind == "begin":
            opened.append([number])
        elif kind == "separate" and opened:
            opened[-1].append(number)
        elif kind == "end" and opened:
            marks = opened.pop()
            if len(marks) > 1:
                found.append(Field(contents[marks[0]], element, marks[1] + 1, number))
    return found
