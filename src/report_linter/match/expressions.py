"""Expressions: how packs and lexicons name text.

| form | means |
|---|---|
| `negativ konsekvens` | these words in this order, in any inflection (each is compared by its stem) |
| `*risiko*` | a word with any letters where the star stands: compounds and endings |
| `=funnet` | exactly this form, case aside |
| `@impact` | everything that the concept `impact` holds |
| `/…/` | a regular expression, case aside, within one sentence |

A space in an expression matches any white space; punctuation is a word of its own.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from report_linter.match.cost import explosive
from report_linter.match.needles import Needles, needles
from report_linter.match.regexes import names_small_letters_only

WORD = re.compile(
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"  # e-mail address
    r"|https?://\S+|www\.[^\s,;)]+"  # web address
    r"|\d+(?:[.,:/]\d+)*"  # figures, dates in figures
    r"|\w+(?:[-'’&]\w+)*"  # words, hyphenated ones whole
    r"|[^\w\s]"
)
_STARRED = re.compile(r"=?[\w*]+(?:[-'’&][\w*]+)*\*?")


class Atom(NamedTuple):
    """One word of a phrase. `mode`: `stem`, `exact` or `glob`."""

    mode: str
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    atoms: tuple[Atom, ...]
    source: str


class Pattern(NamedTuple):
    """A regular expression, and the letters without which it cannot match. Compile it where they stand."""

    source: str  # without its slashes
    needles: Needles
    small: bool  # to be searched for in a text of small letters

    @property
    def flags(self) -> int:
        return 0 if self.small else re.IGNORECASE

    def compile(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)


class ExpressionError(ValueError):
    """What is wrong with an expression, for its author."""


def parse(source: str) -> Phrase | Pattern:
    """The compiled form of one expression that is not a `@reference`. Raises ExpressionError."""
    if source.startswith("/") and source.endswith("/") and len(source) > 2:
        return _pattern(source[1:-1])
    atoms = tuple(_atom(word) for chunk in source.split() for word in _words(chunk))
    if not atoms:
        raise ExpressionError("the expression is empty")
    return Phrase(atoms, source)


def _words(chunk: str) -> Iterator[str]:
    if "*" in chunk or chunk.startswith("="):
        if not _STARRED.fullmatch(chunk):
            raise ExpressionError(f"'{chunk}': '*' and '=' go with letters only, one word at a time")
        if chunk.replace("*", "") in ("", "="):
            raise ExpressionError("a star needs letters beside it")
        yield chunk
    else:
        yield from WORD.findall(chunk)


def _atom(word: str) -> Atom:
    lower = word.lower()
    if lower.startswith("="):
        return Atom("exact", lower[1:])
    if "*" in lower:
        if len(lower.replace("*", "")) < 2:
            raise ExpressionError(
                f"'{word}': at least two letters beside a star, or it matches almost anything"
            )
        return Atom("glob", lower)
    return Atom("stem", lower)


def _pattern(source: str) -> Pattern:
    try:
        re.compile(source, re.IGNORECASE)
        parsed = parser.parse(source, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ExpressionError(f"/{source}/ is no regular expression: {error}") from error
    why = explosive(parsed)
    if why:
        raise ExpressionError(f"/{source}/ may take very long: {why}")
    return Pattern(source, needles(parsed), names_small_letters_only(parsed))


def expand(name: str, concepts: Mapping[str, Sequence[str]], seen: tuple[str, ...] = ()) -> Iterator[str]:
    """All expressions of the concept `name`, references followed. Raises ExpressionError."""
    if name in seen:
        raise ExpressionError(f"the concepts {' → '.join((*seen, name))} refer to each other in a circle")
    if name not in concepts:
        raise ExpressionError(f"there is no concept '{name}'")
    for source in concepts[name]:
        if source.startswith("@"):
            yield from expand(source[1:], concepts, (*seen, name))
        else:
            yield source


def glob_regex(pattern: str) -> str:
    """The body of a regular expression for a whole word with stars."""
    return "".join(r"[\w-]*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", pattern))
