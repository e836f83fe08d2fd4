"""Letters that a text must hold for a regular expression to match anywhere in it: a cheap look before a dear one.

Most of the expressions of a pack stand nowhere in a given document. Looking for a few letters first, in the whole
document at once, leaves the sentences in which an expression has to be tried.
"""

from __future__ import annotations

import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Sequence
from typing import Any

_SHORTEST = 2  # letters; single ones stand everywhere
_MOST = 60  # alternatives; more cost as much as the expression


def needles(regex: re.Pattern[str]) -> frozenset[str]:
    """Lower-case strings of which every match holds at least one; empty where there is no such set."""
    found = _of(parser.parse(regex.pattern, regex.flags & ~re.DEBUG))
    return found if found and len(found) <= _MOST else frozenset()


def _of(sequence: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The best set that a sequence of parts gives: that of its most telling part."""
    best: frozenset[str] = frozenset()
    run = ""
    for code, value in sequence:
        if code is codes.LITERAL and chr(value).lower() == chr(value).lower().casefold():
            run += chr(value).lower()
            continue
        best = _better(best, _single(run))
        run = ""
        best = _better(best, _part(code, value))
    return _better(best, _single(run))


def _part(code: Any, value: Any) -> frozenset[str]:
    if code is codes.SUBPATTERN:
        return _of(value[3])
    if code is codes.BRANCH:
        branches = [_of(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[0] > 0:
        return _of(value[2])
    if code is codes.ATOMIC_GROUP:
        return _of(value)
    return frozenset()


def _single(run: str) -> frozenset[str]:
    return frozenset({run}) if len(run) >= _SHORTEST else frozenset()


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return max(one, other, key=_telling)


def _telling(found: frozenset[str]) -> tuple[int, int]:
    return (min(map(len, found), default=0), -len(found))


class Haystack:
    """Sentences, searched as one text."""

    def __init__(self, texts: Sequence[str]) -> None:
        lowered = [text.lower() for text in texts]
        self._whole = "\n".join(lowered)
        self._sentence = [index for index, text in enumerate(lowered) for _ in range(len(text) + 1)]
        self._known: dict[str, frozenset[int]] = {}

    def holding(self, sought: frozenset[str]) -> list[int]:
        """The sentences that hold one of `sought`, by index, in order; all of them where nothing is sought."""
        if not sought:
            return list(range(self._sentence[-1] + 1)) if self._sentence else []
        return sorted(frozenset().union(*map(self._of, sought)))

    def _of(self, needle: str) -> frozenset[int]:
        if needle not in self._known:
            found = []
            at = self._whole.find(needle)
            while at >= 0:
                found.append(self._sentence[at])
                at = self._whole.find(needle, at + 1)
            self._known[needle] = frozenset(found)
        return self._known[needle]
