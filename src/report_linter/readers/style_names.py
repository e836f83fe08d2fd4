"""What the name of a paragraph style tells: headings, titles, captions, contents lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# Word keeps the English names of its own styles in every language and translates the ids only; other programs
# translate both. Names are compared in lower case and without spaces.
_HEADING: Final = re.compile(r"(?:heading|overskrift|rubrik|überschrift|berschrift)([1-9])")
_CONTENTS: Final = re.compile(
    r"(?:toc|innh|inh|contents|innholdsfortegnelse|indholdsfortegnelse)(?:[1-9]|heading)"
)
_CONTENTS_NAMES: Final = frozenset(
    {"tableoffigures", "figurliste", "overskriftforinnholdsfortegnelse", "innholdsfortegnelsesoverskrift"}
)
_TITLES: Final = frozenset({"title", "tittel", "titel"})
_CAPTIONS: Final = frozenset(
    {"caption", "bildetekst", "billedtekst", "figurtekst", "tabelltekst", "bildtext"}
)


def plain(name: str) -> str:
    """A name as all questions here take it."""
    return "".join(name.lower().split())


def heading_level(names: Iterable[str]) -> int | None:
    """The heading level that the names of one style say, from 1; a title is the first."""
    known = sorted(names)
    if is_title(known):
        return 1
    found = next((match for match in map(_HEADING.fullmatch, known) if match), None)
    return int(found[1]) if found else None


def is_title(names: Iterable[str]) -> bool:
    return not _TITLES.isdisjoint(names)


def is_caption(names: Iterable[str]) -> bool:
    return not _CAPTIONS.isdisjoint(names)


def is_contents(names: Iterable[str]) -> bool:
    return any(name in _CONTENTS_NAMES or _CONTENTS.fullmatch(name) is not None for name in names)
