"""Regular expressions without the cost of looking at both cases.

An expression of a pack is compared case aside. Python's `re` then looks up the other case of every letter it compares
and leaves out its own short cuts; an expression that names small letters only is twice as fast in a text of small
letters, and finds the same there.
"""

from __future__ import annotations

import re._constants as codes  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any

from report_linter.match.cost import all_parts

_WIDEST = 1000  # characters of a range that are looked at one by one


def in_small_letters(text: str) -> str:
    """`text` in lower case, character by character, so that positions are the same in both."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def names_small_letters_only(parsed: Iterable[tuple[Any, Any]]) -> bool:
    """Whether a parsed expression finds in a text of small letters what it finds, case aside, in the text itself."""
    for code, value in all_parts(parsed):
        if code in (codes.LITERAL, codes.NOT_LITERAL):
            if not _small(value):
                return False
        elif code is codes.RANGE:
            low, high = value
            if high - low > _WIDEST or not all(map(_small, range(low, high + 1))):
                return False
        elif code is codes.SUBPATTERN and (value[1] or value[2]):  # flags of its own, such as (?-i:…)
            return False
    return True


def _small(letter: int) -> bool:
    return chr(letter).lower() == chr(letter)
