"""Numbers in figures and in words: "64 suppliers", "two of the laundries"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

NUMBERS = {
    "type": "object",
    "additionalProperties": {"type": "integer", "minimum": 1},
    "description": "numbers in words",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """`regex` finds a number that is no part of a date, a decimal or a share; `words` are those in words."""

    words: Mapping[str, int]
    regex: re.Pattern[str]

    def value(self, said: str) -> int:
        """The number that `said`, a hit of `regex`, stands for."""
        return self.words.get(said.lower()) or int(re.sub(r"\D", "", said) or 0)


def numbers(words: Mapping[str, int], figures: str) -> Numbers:
    """Numbers in the shape `figures`, a regular expression, and those of `words`."""
    known = {word.lower(): number for word, number in words.items()}
    in_words = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return Numbers(
        known, re.compile(rf"(?<![\w.,/-])(?:{figures}|{in_words})(?![\w%/]|[.,]\d| %)", re.IGNORECASE)
    )
