"""Where sentences end, in blocks whose white space is single spaces.

A full stop ends a sentence unless it belongs to a word or number before it, as the lexicon and the word after
it tell. Full stops before lower-case letters end nothing, which covers most ordinals and abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_linter.lexicons import Lexicon

_CLOSERS = "»”“\"'’)\\]"
_OPENERS = "«“„\"'‘(\\[–—•\\-"
_END = re.compile(rf"(?<![.!?…])[.!?…]+[{_CLOSERS}]*(?= )")
_NEXT = re.compile(rf" [{_OPENERS} ]*([^ ]+)")
_ENUMERATOR = re.compile(r"§+\s?\d+\s?[a-z]?|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zæøåA-Z]|[ivx]{1,4})\)?")
_INITIALS = re.compile(r"[A-ZÆØÅ](?:\.[A-ZÆØÅ])*")  # of a person, or "U.S"
_NUMBER = re.compile(r"\d{1,2}")
_LONGEST = 60  # letters of a word that may be an abbreviation
_WORD_BEFORE = re.compile(r"[^\s«“„(\[]+$")


@dataclass(frozen=True, slots=True)
class Splitter:
    """The rules of one language."""

    abbreviations: frozenset[str]
    final: frozenset[str]
    months: frozenset[str]
    openers: frozenset[str]  # words that are capitalised only at a sentence's start

    def __call__(self, text: str) -> Iterator[tuple[int, int]]:
        """Sentences of `text` as start and end, without the spaces between them."""
        start = 0
        for end in _END.finditer(text):
            if self._ends(text, start, end):
                yield start, end.end()
                start = end.end() + 1  # blocks hold single spaces
        if start < len(text):
            yield start, len(text)

    def _ends(self, text: str, start: int, end: re.Match[str]) -> bool:
        after = _NEXT.match(text, end.end())
        if after is None:
            return False
        following = after[1]
        if following[0].islower():
            return False
        if end[0][0] != "." or end[0].startswith(".."):
            return True
        found = _WORD_BEFORE.search(text, max(start, end.start() - _LONGEST), end.start())
        before = found[0] if found else ""
        if text[start : end.start()].strip() == "" or end.end() - end.start() > 1:
            return True  # a closing quote or bracket follows the full stop
        return not self._belongs(text[start : end.start()], before, following)

    def _belongs(self, sentence: str, before: str, following: str) -> bool:
        """Whether the full stop belongs to `before`, the last word of `sentence`, so that the sentence goes
        on.
        """
        word = before.lower()
        lead = sentence[: len(sentence) - len(before)].rstrip()
        if word in self.final or f"{lead.rpartition(' ')[2].lower()} {word}" in self.final:  # "et al."
            return not following[0].isalpha()
        if word in self.abbreviations:
            return following.rstrip(".,;:").lower() not in self.openers
        if _INITIALS.fullmatch(before):
            return len(before) == 1 or following.lower() not in self.openers
        if _NUMBER.fullmatch(before) and following.lower().rstrip(".,;:") in self.months:
            return True
        opens = not lead or lead.endswith(":")
        if sentence.startswith("§"):  # "§ 4. Plikt til ...": a law's own heading; "Se § 4. Vi ..." ends
            return bool(_ENUMERATOR.fullmatch(sentence))
        return opens and bool(_ENUMERATOR.fullmatch(before))


def splitter(lexicon: Lexicon) -> Splitter:
    """The splitter for a language."""
    return Splitter(
        frozenset(map(_bare, lexicon.abbreviations)),
        frozenset(map(_bare, lexicon.abbreviations_final)),
        frozenset(lexicon.months),
        frozenset(lexicon.function_words),
    )


def _bare(abbreviation: str) -> str:
    return abbreviation.lower().rstrip(".")
