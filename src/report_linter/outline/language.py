"""The language of a document and of its blocks, from function words.

Every word speaks for the languages that list it, with a weight; what is told apart are whole documents and
long blocks. Short blocks say too little, and take the language of the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from report_linter import strict
from report_linter.document import Block, Kind, Layer, Reading
from report_linter.errors import ReadError
from report_linter.lexicons import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 6  # points a document's language must have
_SHARE = 0.12  # ... and per word: far less means that none of our languages is meant
_CERTAIN = 0.4  # per word, to call a text by the name of a refused language: Latin is not French
_LONG_BLOCK = 10  # words from which on a block may have a language of its own
_CLEARLY = 1.6  # times the points of the document's language


@dataclass(frozen=True, slots=True)
class Refused:
    """A language we recognise only to refuse it. `name` in English."""

    name: str
    words: Mapping[str, int]


@cache
def refused() -> Mapping[str, Refused]:
    """Refused languages by code."""
    with as_file(files("report_linter.outline") / "refused.yaml") as path:
        data = strict.load(path).data
    found: dict[str, Refused] = {}
    for code, entry in data.items():
        assert isinstance(entry, dict)
        assert isinstance(entry["words"], dict)
        words = {word: weight for word, weight in entry["words"].items() if isinstance(weight, int)}
        found[code] = Refused(str(entry["name"]), words)
    return found


def of_document(reading: Reading, lexicons: Mapping[str, Lexicon]) -> str:
    """The code of the document's main language. Raises ReadError when it is none of ours or cannot be
    told.
    """
    shown = [block for block in reading.blocks if block.layer in (Layer.BODY, Layer.NOTES)]
    per_block = [Counter(_words(reading, block)) for block in shown or reading.blocks]
    words = Counter[str]()
    for counted in per_block:
        words.update(counted)
    ours = {code: _points(words, lexicon.function_words) for code, lexicon in lexicons.items()}
    theirs = {code: _points(words, language.words) for code, language in refused().items()}
    best = _most(per_block, lexicons) or max(ours, key=lambda code: ours[code])
    other = max(theirs, key=lambda code: theirs[code])
    enough = max(_ENOUGH, _SHARE * words.total())
    if theirs[other] >= max(enough, _CERTAIN * words.total()) and _is_rather(
        words, lexicons, other, ours[best], theirs[other]
    ):
        raise _unknown(f"the text looks {refused()[other].name}", lexicons)
    if ours[best] < enough:
        raise _unknown(
            "there is too little text to tell its language"
            if words.total() < 3 * _ENOUGH
            else "the language of the text was not recognised",
            lexicons,
        )
    return best


def _most(per_block: Iterable[Counter[str]], lexicons: Mapping[str, Lexicon]) -> str | None:
    """The language of most words by whole blocks: points do not compare lists of different length."""
    votes: Counter[str] = Counter()
    for words in per_block:
        points = {code: _points(words, lexicon.function_words) for code, lexicon in lexicons.items()}
        best = max(points, key=lambda code: points[code])
        if words.total() >= _LONG_BLOCK and points[best] >= _ENOUGH:
            votes[best] += words.total()
    return votes.most_common(1)[0][0] if votes else None


def of_blocks(reading: Reading, lexicons: Mapping[str, Lexicon], main: str) -> tuple[str, ...]:
    """The language of every block: the document's, unless a block is long and clearly in another one."""
    return tuple(_of_block(reading, block, lexicons, main) for block in reading.blocks)


def _of_block(reading: Reading, block: Block, lexicons: Mapping[str, Lexicon], main: str) -> str:
    if block.kind is Kind.HEADING:
        return main
    words = Counter(_words(reading, block))
    if words.total() < _LONG_BLOCK:
        return main
    points = {code: _points(words, lexicon.function_words) for code, lexicon in lexicons.items()}
    best = max(points, key=lambda code: points[code])
    clear = points[best] >= max(_ENOUGH, _CLEARLY * points.get(main, 0))
    return best if clear else main


def _is_rather(
    words: Counter[str], lexicons: Mapping[str, Lexicon], other: str, ours: int, theirs: int
) -> bool:
    """Whether a refused language fits better, by words that only one of the two sides knows.

    Danish shares most of its function words with Bokmål: what both lists hold says nothing, however they
    weigh it.
    """
    supported = {word for lexicon in lexicons.values() for word in lexicon.function_words}
    foreign = refused()[other].words
    for_them = _points(words, {word: weight for word, weight in foreign.items() if word not in supported})
    for_us = max(
        _points(words, {w: n for w, n in lexicon.function_words.items() if w not in foreign})
        for lexicon in lexicons.values()
    )
    return for_them > for_us and (theirs > 0.8 * ours)


def _points(words: Counter[str], weights: Mapping[str, int]) -> int:
    return sum(count * weights[word] for word, count in words.items() if word in weights)


def _words(reading: Reading, block: Block) -> list[str]:
    return _WORD.findall(reading.text[block.span.start : block.span.end].lower())


def _unknown(what: str, lexicons: Mapping[str, Lexicon]) -> ReadError:
    names = ", ".join(f"{lexicon.name} ({code})" for code, lexicon in lexicons.items())
    return ReadError(
        "unknown_language", f"{what}; supported are {names}; --document-lang overrides the detection"
    )
