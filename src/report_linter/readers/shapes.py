"""What one line of plain text looks like: questions about a string that need no other line and no
language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOSERS = "»”\"')]’*_"
_OPENERS = "«“„\"'([‘–—-*_ "
# U+F0xx: bullets of symbol fonts, as PDF tools give them.
_BULLET = re.compile(r"([•·‣▪■□●○◦∙⁃➢➤✓✔►▶❖◆\uf0b7\uf0a7\uf0d8\uf076\uf0fc])\s*(.*)")
_DASH = re.compile(r"([-–—*+])(?:\s+(.*))?")
_LETTER_O = re.compile(r"(o)(?:\s+([A-ZÆØÅ].*))?")  # Word's second-level bullet, copied
_DECIMAL = re.compile(r"([1-9]\d?(?:\.[1-9]\d?){1,3}\.?)(?:\s+([^\sa-zæøå].*))?")
_NUMBER = re.compile(r"(\(\d{1,2}\)|\d{1,2}[.)])(?:\s+(.*))?")
_BARE = re.compile(r"([1-9]\d?) ([A-ZÆØÅ].*)")  # a section's number without a full stop
_LETTER = re.compile(r"(\([a-zæøå]\)|[a-zæøå][.)]|\(?[ivx]{2,4}[.)])(?:\s+(.*))?")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{0,3}|…\s?(?:…\s?)+\d{0,3}|\s…\s*\d{1,3}")
_LABEL = re.compile(r"(?!https?:)[^\W\d_][^:.!?]{0,45}:(?:\s+\S.*|\d.*)")
_CONTACT = re.compile(r"(?:\S+@\S+|(?:https?://|www\.)\S+)$")
_SECTION_OF_LAW = re.compile(r"(?:\S+ ){0,4}§+\s*\d+[^:–]{0,20}\s*[:–]\s")
_QUANTITY = re.compile(r"\d+\.? [a-zæøå]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATED = re.compile(r"(?:[^,]{1,40},\s*(?:\S{2,3} )?)?\d{1,2}(?:\.? \S+ |\.\d{1,2}\.)\d{2,4}\.?")
_RULER = re.compile(r"[|\s:+=_*–—-]+")


@dataclass(frozen=True, slots=True)
class Marker:
    """A bullet or number before a line's text. `family`: bullet, dash, decimal, number, letter, bare."""

    label: str
    family: str
    rest: str

    @property
    def ordinal(self) -> int:
        """The place a number or letter has in its list; 0 for bullets."""
        core = self.label.strip("().")
        if core.isdigit():
            return int(core)
        return ord(core) - ord("a") + 1 if len(core) == 1 and core.isalpha() else 0


def marker(text: str) -> Marker | None:
    """The bullet or number that opens the line, if any; whether it is one may depend on its neighbours."""
    for family, pattern in _MARKERS:
        if found := pattern.fullmatch(text):
            return Marker(found[1], family, found[2] or "")
    return None


_MARKERS = (
    ("bullet", _BULLET),
    ("dash", _DASH),
    ("bullet", _LETTER_O),
    ("decimal", _DECIMAL),
    ("number", _NUMBER),
    ("letter", _LETTER),
    ("bare", _BARE),
)


def ended(text: str) -> bool:
    """Whether the line closes a sentence."""
    return text.rstrip(_CLOSERS).endswith((".", "!", "?", "…"))


def starts_lower(text: str) -> bool:
    return text.lstrip(_OPENERS)[:1].islower()


def goes_on_with_number(text: str) -> bool:
    """Whether a line opens with a date or quantity inside a sentence: "1. juli 2022 for alle bedrifter"."""
    return bool(_QUANTITY.match(text)) and len(text.split()) >= 5


def starts_upper(text: str) -> bool:
    return text.lstrip(_OPENERS)[:1].isupper()


def first_word(text: str) -> str:
    return text.split(" ", 1)[0]


def is_label(text: str) -> bool:
    """ "Label: value" on one line."""
    return bool(_LABEL.fullmatch(text)) and len(text.split(":", 1)[0].split()) <= 5


def is_dated(text: str) -> bool:
    """Place and date, as above signatures: "Oslo, 12. juni 2024"."""
    return bool(_DATED.fullmatch(text))


def names_section(text: str) -> bool:
    """ "Åpenhetsloven § 5 a: ...": a requirement of the law, often quoted in full as a heading."""
    return bool(_SECTION_OF_LAW.match(text))


def is_contact(text: str) -> bool:
    """A line that is an address of mail or web."""
    return bool(_CONTACT.fullmatch(text))


def is_name(text: str) -> bool:
    """Two to four capitalised words: "Kari Nordmann"."""
    words = text.rstrip(",").split()
    return 2 <= len(words) <= 4 and all(w[0].isupper() and not any(map(str.isdigit, w)) for w in words)


def is_capitals(text: str) -> bool:
    """Written in capitals, and long enough not to be an abbreviation."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 8 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def has_leaders(text: str) -> bool:
    """Dotted leaders to a page number: a line of a table of contents."""
    found = next(reversed(list(_LEADERS.finditer(text))), None)
    return (
        found is not None
        and found.end() >= len(text.rstrip())
        and any(map(str.isalpha, text[: found.start()]))
    )


def is_ruler(text: str) -> bool:
    """A line drawn with characters: "-----", "|---|---|"."""
    return len(text) >= 3 and bool(_RULER.fullmatch(text))


def mask(text: str) -> str:
    """The line with its numbers blotted out, to find it again on other pages."""
    return re.sub(r"\d+", "#", text.casefold().replace(" ", ""))


def cells(raw: str) -> tuple[str, ...]:
    """The cells of a line written as "a | b" or with tabs between; empty if it is no such line."""
    text = raw.strip(" \r")
    if "|" in text:
        if text.startswith("|"):
            text = text[1:]
        if text.endswith("|") and not text.endswith("\\|"):
            text = text[:-1]
        return _two(tuple(part.strip() for part in re.split(r"(?<!\\)\|", text)))
    text = text.strip("\t ")
    if "\t" in text:
        parts = tuple(part.strip() for part in text.split("\t"))
        opener = marker(parts[0])
        return () if opener and not opener.rest else _two(parts)
    return ()


def _two(parts: tuple[str, ...]) -> tuple[str, ...]:
    return parts if len(parts) >= 2 else ()


def header_like(first: tuple[str, ...], others: list[tuple[str, ...]]) -> bool:
    """Whether the first row of a table names its columns: short, without numbers, unlike the rows below."""
    filled = [cell for cell in first if cell]
    if len(filled) < len(first) - 1 or any(ended(c) or len(c.split()) > 6 for c in filled):
        return False
    if any(map(str.isdigit, _YEAR.sub("", " ".join(filled)))):  # "Kontroll i 2025" may head a column
        return False
    below = [cell for row in others for cell in row if cell]
    numbers = sum(1 for cell in below if any(map(str.isdigit, cell)))
    mean = sum(map(len, below)) / max(len(below), 1)
    return numbers > 0 or mean > 1.2 * sum(map(len, filled)) / max(len(filled), 1)
