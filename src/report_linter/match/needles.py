"""Letters that a text must hold for a regular expression to match anywhere in it: a cheap look before a dear one.

Most of the expressions of a pack stand nowhere in a given document. Looking for a few letters first, in the whole
document at once, leaves the sentences in which an expression has to be tried, and the expressions that have to be
compiled at all.
"""

from __future__ import annotations

import re
import re._constants as codes  # type: ignore[import-not-found]
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

_SHORTEST = 2  # letters; single ones stand everywhere, single signs and digits do not
_DIGIT = "0"  # stands for every digit, of any script
_MOST = 60  # alternatives; more cost as much as the expression
_LOOKED_UP = 4  # letters at the start of a string that must stand in the text before it is searched
_PARTS = 3  # sets that are looked for; more leave out hardly another sentence

_ANY_DIGIT = re.compile(r"\d")

Needles: TypeAlias = tuple[frozenset[str], ...]


def needles(parsed: Iterable[tuple[Any, Any]]) -> Needles:
    """Sets of lower-case strings: every match of the parsed expression holds one string of each set. The most telling
    set comes first; none where nothing can be said.
    """
    found = sorted((s for s in dict.fromkeys(_of(parsed)) if len(s) <= _MOST), key=_telling, reverse=True)
    return tuple(found[:_PARTS])


def _of(sequence: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The sets that the parts of a sequence give."""
    found: list[frozenset[str]] = []
    run = ""
    held: list[tuple[Any, Any]] = []  # the letters of the run: what they begin, branches end
    for code, value in sequence:
        if code is codes.LITERAL and (folded := _folded(chr(value))):
            run += folded
            held.append((code, value))
            continue
        joined = _branches(held, value[1]) if code is codes.BRANCH else []
        found += joined or [*_single(run), *_part(code, value)]
        run, held = "", []
    return [*found, *_single(run)]


def _branches(
    before: Sequence[tuple[Any, Any]], branches: Iterable[Iterable[tuple[Any, Any]]]
) -> list[frozenset[str]]:
    found = [max(_of([*before, *branch]), key=_telling, default=frozenset()) for branch in branches]
    return [frozenset().union(*found)] if all(found) else []


def _part(code: Any, value: Any) -> list[frozenset[str]]:
    if code is codes.SUBPATTERN:
        return _of(value[3])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[0] > 0:
        return _of(value[2])
    if code is codes.ATOMIC_GROUP:
        return _of(value)
    if code is codes.IN:
        return _one_of(value)
    return []


def _one_of(members: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """A class of signs or digits; letters stand everywhere."""
    strings = set()
    for code, value in members:
        if code is codes.LITERAL and not chr(value).isalpha() and (folded := _folded(chr(value))):
            strings.add(folded)
        elif value == codes.CATEGORY_DIGIT or (
            code is codes.RANGE and all(map(str.isdecimal, map(chr, value)))
        ):
            strings.add(_DIGIT)
        else:
            return []
    return [frozenset(strings)] if strings and not strings & {" ", "\t"} else []


def _folded(letter: str) -> str:
    """How a letter stands in a haystack; nothing where other letters may stand for it."""
    if letter.isdecimal():
        return _DIGIT
    return letter.lower() if letter.lower() == letter.lower().casefold() else ""


def _single(run: str) -> list[frozenset[str]]:
    telling = len(run) >= _SHORTEST or (run and not run.isalpha() and not run.isspace())
    return [frozenset({run})] if telling else []


def _telling(found: frozenset[str]) -> tuple[int, int]:
    return (min(map(len, found), default=0), -len(found))


def opening(needle: str) -> str:
    """The letters of a needle that are looked for first, see `Haystack.openings`."""
    return needle[: _LOOKED_UP if len(needle) >= _LOOKED_UP else 1]


class Haystack:
    """Sentences as sets of the strings of a few letters that stand in them. A set of sentences is a number with a bit
    for each.

    `openings` holds all that stands in the text of the lengths that `opening` gives.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [_ANY_DIGIT.sub(_DIGIT, text.lower()) for text in texts]
        pieces: dict[str, int] = {}
        for index, text in enumerate(self._texts):
            bit = 1 << index
            for piece in {text[at : at + _LOOKED_UP] for at in range(len(text) - _LOOKED_UP + 1)}:
                pieces[piece] = pieces.get(piece, 0) | bit
        self._pieces = pieces
        self.openings = {*pieces, *"".join(self._texts)}
        self._all = (1 << len(texts)) - 1
        self._known: dict[str, int] = {}

    def holding(self, sought: Needles) -> list[int]:
        """The sentences that may hold a string of each set of `sought`, by index, in order: all that do, and few that
        do not.
        """
        left = self._all
        for strings in sought:
            left &= reduce(or_, map(self._of, strings), 0)
            if not left:
                return []
        return [index for index in range(left.bit_length()) if left >> index & 1]

    def _of(self, needle: str) -> int:
        known = self._known.get(needle)
        if known is None:
            known = self._known[needle] = self._find(needle)
        return known

    def _find(self, needle: str) -> int:
        if len(needle) < _LOOKED_UP:
            return sum(1 << index for index, text in enumerate(self._texts) if needle in text)
        found = self._all
        last = len(needle) - _LOOKED_UP
        for at in (*range(0, last, _LOOKED_UP), last):
            found &= self._pieces.get(needle[at : at + _LOOKED_UP], 0)
            if not found:
                return 0
        return found
