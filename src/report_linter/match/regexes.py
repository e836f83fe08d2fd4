"""Regular expressions without the cost of looking at both cases, and without the cost of compiling them in every run.

An expression of a pack is compared case aside. Python's `re` then looks up the other case of every letter it compares
and leaves out its own short cuts; an expression that names small letters only is faster in a text of small letters, and
finds the same there. What `re` compiles an expression to is a list of numbers, which can be kept.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import re
import re._compiler as compiler  # type: ignore[import-not-found]
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

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


class Code(NamedTuple):
    """A compiled expression as it can be kept: flags, numbers, number of groups, and the groups with a name."""

    flags: int
    numbers: bytes
    groups: int
    names: tuple[tuple[str, int], ...]


def code_of(source: str, flags: int) -> Code:
    """What `re.compile` makes of a valid expression."""
    parsed = parser.parse(source, flags)
    numbers = array("I", compiler._code(parsed, flags)).tobytes()
    state = parsed.state
    return Code(flags | state.flags, numbers, state.groups, tuple(state.groupdict.items()))


def restored(source: str, code: Code) -> re.Pattern[str]:
    """The expression that `code` was made of. Raises RuntimeError where this Python compiles otherwise."""
    names: list[str | None] = [None] * code.groups
    for name, number in code.names:
        names[number] = name
    numbers = list(array("I", code.numbers))
    made: re.Pattern[str] = _sre.compile(
        source, code.flags, numbers, code.groups - 1, dict(code.names), tuple(names)
    )
    return made
