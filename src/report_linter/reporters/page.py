"""A page of text for people: wrapped, indented lines that read the same with and without colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from io import StringIO

from rich.console import Console, RenderableType
from rich.text import Text

Piece = str | tuple[str, str]  # text, or text and style

STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan", "review": "bold magenta"}
QUOTE_LENGTH = 160


class Page:
    """Collects lines. Styles only colour: what they say is also said in words."""

    def __init__(self, width: int, colour: bool) -> None:
        self._width = max(width, 40)
        self._colour = colour
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            width=self._width,
            force_terminal=colour,
            no_color=not colour,
            color_system="standard" if colour else None,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
        )

    def put(self, *pieces: Piece, indent: int = 0, hang: int = 0) -> None:
        """One paragraph, wrapped; lines after the first stand `hang` further in."""
        text = Text.assemble(*(_clean_piece(piece) for piece in pieces))
        # The first line is wrapped with the hang taken off too: one column for the eye, and one call.
        width = max(self._width - indent - hang, 20)
        for number, line in enumerate(text.wrap(self._console, width, overflow="fold")):
            line.rstrip()
            before = " " * (indent + (hang if number else 0))
            if self._colour:
                self._console.print(Text(before) + line, soft_wrap=True)
            else:  # the same characters, without a search for styles
                self._file.write(f"{before}{line.plain}\n")

    def heading(self, text: str, end: str = "") -> None:
        """A heading in capitals; `end` stands after it as it is written."""
        self.blank()
        self.put((text.upper(), "bold"), end)

    def rule(self) -> None:
        """A line from side to side."""
        self.blank()
        self.put(("─" * self._width, "dim"))

    def blank(self) -> None:
        """An empty line, never two."""
        if self._file.getvalue() and not self._file.getvalue().endswith("\n\n"):
            self._file.write("\n")

    def show(self, renderable: RenderableType) -> None:
        """A table or another thing that rich lays out."""
        self._console.print(renderable)

    def text(self) -> str:
        lines = self._file.getvalue().rstrip("\n").split("\n")
        return "\n".join(line.rstrip() for line in lines) + "\n"


def _clean_piece(piece: Piece) -> Piece:
    return clean(piece) if isinstance(piece, str) else (clean(piece[0]), piece[1])


def clean(text: str) -> str:
    """`text` without characters that steer a terminal or turn writing round: a document is not trusted."""
    if text.isprintable():
        return text
    return "".join("�" if _steers(character) else character for character in text)


def plain(text: str) -> str:
    """`clean`, line by line, and without what XML 1.0 forbids: any text of a document in any text format."""
    lines = (clean(line) for line in text.replace("\r\n", "\n").replace("\t", " ").split("\n"))
    return "\n".join(lines).translate({0xFFFE: "�", 0xFFFF: "�"})


def _steers(character: str) -> bool:
    if character.isprintable() or character == " ":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def shorten(text: str, length: int = QUOTE_LENGTH) -> str:
    """At most `length` characters, cut between words, with … for what is left out."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > length // 2 else cut).rstrip(" ,;:–-") + " …"


def excerpt(text: str, start: int, end: int, length: int = QUOTE_LENGTH) -> str:
    """At most `length` characters of `text` with those from `start` to `end` among them, as far as there is room."""
    if len(text) <= length or end <= length - 2:
        return shorten(text, length)
    room = max(length - 4 - (end - start), 0)
    at = max(min(start - room // 2, len(text) - (length - 4)), 0)
    at = text.find(" ", max(at - 1, 0), start) + 1 or at  # the start of a word
    return f"… {shorten(text[at:], length - 2)}"


def join(pieces: Iterable[str], between: str = " · ") -> str:
    """Those of `pieces` that say something."""
    return between.join(piece for piece in pieces if piece)
