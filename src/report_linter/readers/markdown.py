"""Markdown: CommonMark's blocks with pipe tables, footnotes and front matter, as far as their text goes.

Not a renderer: what decides is that every visible word ends up in the right kind of block, with its line.
Code, comments and front matter are kept as hidden text, and so are notes that nothing refers to; a reference to a note
that does not exist stays in the text, as CommonMark's renderers have it. Hard line breaks divide blocks, because people
use them for signatures and addresses; so do short lines that each start with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from report_linter.document import Cell, Kind, Layer, Reading
from report_linter.limits import DEFAULT, AtPage, Limits, no_pages
from report_linter.readers import shapes
from report_linter.readers.build import (
    Draft,
    Piece,
    assemble,
    clean,
    decode,
    gaps,
    place_gaps,
    place_links,
    sniff_text,
)
from report_linter.readers.markdown_inline import links, reduce

MEDIA_TYPE = "text/markdown"

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"([ \t]*)([-*+•]|\(?\d{1,9}[.)]|\(?[a-z][.)])(?:[ \t]+(.*)|[ \t]*)")
_TASK = re.compile(r"\[[ xX]\]\s+")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
# a reviewer's stroke
_STRUCK = re.compile(r"(?<![{~\\`])~~(?=[^\s~])(?:[^~\n]|\n(?!\s*\n)){1,500}?(?<=[^\s~])~~(?![~}])")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)\s]+[^)]*\)|\[)")
_DEFINITION = re.compile(r" {0,3}\[[^\]^]+\]:\s*\S+.*")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*\.?|\d{1,2}\))\s+(?=\S)")
_TITLE = re.compile(r"title:\s*[\"']?(.*?)[\"']?\s*", re.IGNORECASE)
_SHORT = 60  # lines that may stand for themselves


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    number: int


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are text; what makes it Markdown is its name."""
    return sniff_text(head)


def read(data: bytes, limits: Limits = DEFAULT, at_page: AtPage = no_pages) -> Reading:
    """Read a Markdown file. Raises ReadError."""
    lines = [
        _Line(text.rstrip("\r"), number) for number, text in enumerate(decode(data, limits).split("\n"), 1)
    ]
    if lines[0].text.startswith("\ufeff"):
        lines[0] = replace(lines[0], text=lines[0].text[1:])
    matter, rest = _front_matter(lines)
    visible, hidden = _comments(rest)
    visible, referred = _notes(visible)
    parser = _Parser(referred)
    drafts = [_hidden(line) for line in matter]
    for line in visible:
        drafts.extend(parser.feed(line))
        for comment in hidden.get(line.number, ()):
            drafts.extend(parser.hide(_hidden(comment)))
    drafts.extend(parser.flush())
    titles = [found[1] for line in matter if (found := _TITLE.fullmatch(line.text))]
    pictures = sum(len(_PICTURE.findall(line.text)) for line in visible)
    reading = assemble(MEDIA_TYPE, drafts, title=clean(titles[0]) if titles else "")
    named = (link for line in visible for link in links(line.text))
    spaced = (reduce(words) for words in gaps(line.text for line in visible if "|" not in line.text))
    reading = replace(reading, links=place_links(reading.text, named), gaps=place_gaps(reading.text, spaced))
    struck = len(_STRUCK.findall(_FENCED.sub("", "\n".join(line.text for line in visible))))
    facts = (("pictures", pictures), ("tracked changes", struck))
    return replace(reading, facts=tuple(fact for fact in facts if fact[1]))


def _front_matter(lines: Sequence[_Line]) -> tuple[Sequence[_Line], Sequence[_Line]]:
    if lines[0].text.rstrip() == "---":
        for index, line in enumerate(lines[1:], 1):
            if line.text.rstrip() in ("---", "..."):
                return lines[1:index], lines[index + 1 :]
    return (), lines


def _hidden(line: _Line) -> Draft:
    return Draft((Piece(clean(line.text), line.number),), layer=Layer.HIDDEN)


def _comments(lines: Sequence[_Line]) -> tuple[list[_Line], dict[int, list[_Line]]]:
    """The lines without `<!-- comments -->`, and the comments' text by line. Code keeps what looks like
    one.
    """
    visible: list[_Line] = []
    hidden: dict[int, list[_Line]] = {}
    inside, fence = False, ""
    for line in lines:
        text, shown = line.text, ""
        mark = _FENCE.match(text)
        if mark and not inside and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        while not fence and text:
            if inside:
                comment, closing, text = text.partition("-->")
                inside = not closing
                if comment.strip():
                    hidden.setdefault(line.number, []).append(_Line(comment, line.number))
            else:
                before, opening, text = text.partition("<!--")
                shown += before
                inside = bool(opening)
        visible.append(line if fence else _Line(shown, line.number))
    return visible, hidden


def _notes(lines: Sequence[_Line]) -> tuple[list[_Line], frozenset[str]]:
    """The lines with references to notes that do not exist made plain text, and the labels referred to."""
    defined = {found[1] for line in lines if (found := _NOTE.fullmatch(line.text))}
    referred: set[str] = set()

    def keep(found: re.Match[str]) -> str:
        referred.add(found[1])
        return found[0] if found[1] in defined else f"\\[^{found[1]}\\]"

    shown = [replace(line, text=_REFERENCE.sub(keep, line.text)) for line in lines]
    return shown, frozenset(referred)


class _Parser:
    """Takes lines one by one and gives back the blocks they close. `referred`: labels of notes that the text names."""

    def __init__(self, referred: frozenset[str] = frozenset()) -> None:
        self._referred = referred
        self._lines: list[_Line] = []  # of the open block
        self._kind = Kind.PARAGRAPH
        self._number = ""
        self._depth = 0
        self._indents: list[int] = []  # of the open lists, from outer to inner
        self._blank = False
        self._fence = ""
        self._tables = 0
        self._comments: list[Draft] = []  # inside the open block
        self._quoted = False

    def feed(self, line: _Line) -> Iterator[Draft]:
        text = line.text.expandtabs(4)
        mark = _FENCE.match(text)
        if self._fence:
            if mark and mark[1].startswith(self._fence):
                self._fence = ""
            else:
                yield _hidden(line)
            return
        quoted = bool(_QUOTE.match(text))
        while (found := _QUOTE.match(text)) is not None:
            text = text[found.end() :]
        if not text.strip():
            self._blank = True
            return
        if quoted != self._quoted and (quoted or self._blank):
            yield from self.flush()
        self._quoted = quoted
        yield from self._open(_Line(text, line.number), mark)
        self._blank = False

    def _open(self, line: _Line, mark: re.Match[str] | None) -> Iterator[Draft]:
        text = line.text
        heading = _ATX.fullmatch(text)
        item = _ITEM.fullmatch(text)
        note = _NOTE.fullmatch(text)
        setext = _SETEXT.fullmatch(text) if self._lines and not self._blank else None
        if mark:
            yield from self.flush()
            self._fence = mark[1]
        elif heading:
            yield from self.flush()
            yield from _heading((_Line(heading[2] or "", line.number),), len(heading[1]))
        elif setext and self._kind is Kind.PARAGRAPH and "|" not in self._lines[-1].text:
            lines, self._lines = self._lines, []
            yield from _heading(lines, 1 if setext[1][0] == "=" else 2)
            yield from self.flush()
        elif _BREAK.fullmatch(text):
            yield from self.flush()
        elif note:
            yield from self._begin(Kind.NOTE, _Line(note[2], line.number), note[1])
        elif _DEFINITION.fullmatch(text) and not self._lines:
            yield _hidden(line)
        elif item and self._is_item(item):
            yield from self._begin(
                Kind.ITEM, _Line(_TASK.sub("", item[3] or "", count=1), line.number), item[2]
            )
            self._nest(len(item[1]))
        else:
            yield from self._go_on(line)

    def _is_item(self, item: re.Match[str]) -> bool:
        """A number or letter may also begin a wrapped line, which cannot break into a paragraph (unless it is
        1).
        """
        bullet = item[2] in "-*+•"
        after_text = bool(self._lines) and not self._blank and self._kind is Kind.PARAGRAPH
        lead_in = after_text and self._lines[-1].text.rstrip().endswith(":")
        first = item[2].strip("().") in ("1", "a")
        return (bool(item[3]) and (bullet or first or not after_text or lead_in)) or not after_text

    def _nest(self, indent: int) -> None:
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1] + 1:
            self._indents.append(indent)
        self._depth = len(self._indents) - 1

    def _begin(self, kind: Kind, line: _Line, number: str) -> Iterator[Draft]:
        indents = self._indents if kind is Kind.ITEM else []
        yield from self.flush()
        self._kind, self._number, self._lines, self._indents = kind, number, [line], indents

    def _go_on(self, line: _Line) -> Iterator[Draft]:
        indented = line.text.startswith("  ")
        if self._blank or not self._lines:
            inside = self._kind is Kind.ITEM and indented
            depth, indents = self._depth, self._indents
            yield from self.flush()
            if inside:  # a second paragraph of a list item
                self._kind, self._depth, self._indents = Kind.ITEM, depth, indents
        self._lines.append(line)

    def hide(self, comment: Draft) -> Iterator[Draft]:
        """A comment inside a block stands after it, so that it does not divide the block's text."""
        if self._lines:
            self._comments.append(comment)
        else:
            yield comment

    def flush(self) -> Iterator[Draft]:
        """Close the open block."""
        comments, self._comments = self._comments, []
        yield from self._close()
        yield from comments

    def _close(self) -> Iterator[Draft]:
        lines, kind, number, depth = self._lines, self._kind, self._number, self._depth
        self._lines, self._kind, self._number, self._depth = [], Kind.PARAGRAPH, "", 0
        if kind is not Kind.ITEM:
            self._indents = []
        if len(lines) > 1 and _DELIMITER.fullmatch(lines[1].text) and "|" in lines[0].text:
            yield from self._table(lines)
            return
        layer = Layer.BODY
        if kind is Kind.NOTE:
            layer = Layer.NOTES if number in self._referred else Layer.HIDDEN
        elif all(shapes.has_leaders(line.text) for line in lines):
            layer = Layer.CONTENTS
        for pieces in _paragraphs(lines):
            yield Draft(pieces, kind, layer, depth, number)
            number = ""

    def _table(self, lines: Sequence[_Line]) -> Iterator[Draft]:
        for row, line in enumerate((lines[0], *lines[2:])):
            for column, text in enumerate(shapes.cells(line.text) or (line.text,)):
                shown = clean(reduce(text.replace("\\|", "|")))
                yield Draft(
                    (Piece(shown, line.number),),
                    Kind.CELL,
                    cell=Cell(self._tables, row, column, header=row == 0),
                )
        self._tables += 1


def _heading(lines: Sequence[_Line], level: int) -> Iterator[Draft]:
    for pieces in _paragraphs(lines, divide=False):
        found = _NUMBER.match(pieces[0].text)
        number = found[1] if found else ""
        first = replace(pieces[0], text=pieces[0].text[found.end() :]) if found else pieces[0]
        yield Draft((first, *pieces[1:]), Kind.HEADING, level=level, number=number)


def _paragraphs(lines: Sequence[_Line], divide: bool = True) -> Iterator[tuple[Piece, ...]]:
    """The text of wrapped lines, divided where the author broke a line on purpose."""
    if not lines:
        return
    shown = reduce("\n".join(line.text.strip() for line in lines)).split("\n")
    pieces = [Piece(clean(text.rstrip("\\")), line.number) for text, line in zip(shown, lines, strict=True)]
    current: list[Piece] = []
    for index, piece in enumerate(pieces):
        if current and divide and _broken(lines[index - 1].text, pieces, index):
            yield tuple(current)
            current = []
        current.append(piece)
    if any(piece.text for piece in current):
        yield tuple(current)


def _broken(raw_above: str, pieces: Sequence[Piece], index: int) -> bool:
    """Whether the line was ended on purpose: a hard break, or one of a few short lines that close no
    sentence.
    """
    if raw_above.endswith(("  ", "\\")):
        return True
    above, here = pieces[index - 1].text, pieces[index].text
    short = max(len(piece.text) for piece in pieces) <= _SHORT
    return short and shapes.starts_upper(here) and not shapes.ended(above) and not above.endswith((",", "-"))
