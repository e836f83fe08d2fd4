"""Words of a language, not of a law: one YAML file each, with the same keys in all of them.

A new language is one file here and one line in `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from report_linter import strict
from report_linter.errors import PackError

LANGUAGES = ("en", "nb", "nn")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that give a clause its standing.

    `reach`: as in match/clauses.py.
    """

    words: tuple[str, ...]
    reach: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that is known of one language.

    `also` names languages whose words are understood too (Nynorsk texts use Bokmål words and the other way round).
    `concepts` are word lists that any law may need (countries, trades, roles, rights), by name, as expressions.
    """

    language: str
    name: str
    stemmer: str  # Snowball algorithm
    also: tuple[str, ...]
    function_words: Mapping[str, int]  # weight 1 to 3: how strongly the word speaks for the language
    abbreviations: tuple[str, ...]  # a full stop after these does not end a sentence
    abbreviations_final: tuple[str, ...]  # ... unless a capital follows: "m.fl.", "etc."
    months: tuple[str, ...]  # twelve, full names in lower case
    months_short: tuple[str, ...]
    cues: Mapping[str, tuple[Cue, ...]]  # by standing
    not_cues: tuple[str, ...]  # phrases that look like cues and are none
    clause_breaks: tuple[str, ...]  # words that end the reach of a cue
    relatives: tuple[
        str, ...
    ]  # words that open a relative clause: a cue behind one does not reach back over it
    subordinates: tuple[
        str, ...
    ]  # words that open a subordinate clause: a cue within it does not reach out of it
    grammar: Mapping[
        str, tuple[str, ...]
    ]  # preposition, agent, determiner, partitive, passive: what shows which noun is the subject
    actors: Mapping[
        str, tuple[str, ...]
    ]  # we, our, own, group, supplier, other, law: nouns that can be the subject of a single clause
    subjects: Mapping[
        str, tuple[str, ...]
    ]  # own, group, supplier, other, law: words that show whom a clause is about
    law_says: tuple[str, ...]  # verbs with which a law speaks: requires, krever
    pronouns_back: tuple[str, ...]  # sentence openers that point to the sentence before
    concepts: Mapping[str, tuple[str, ...]]


class LexiconError(PackError):
    """A lexicon with a missing or unknown key; for whoever wrote it."""


def load_all() -> Mapping[str, Lexicon]:
    """Every lexicon, by code. Raises PackError with file and line."""
    return {code: load(code) for code in LANGUAGES}


@cache
def load(language: str) -> Lexicon:
    """The lexicon of `language`. Raises PackError with file and line."""
    with as_file(files(__package__).joinpath(f"{language}.yaml")) as path:
        return _lexicon(strict.load(path))


_KEYS = (
    "language",
    "name",
    "stemmer",
    "also",
    "function-words",
    "abbreviations",
    "abbreviations-final",
    "months",
    "months-short",
    "cues",
    "not-cues",
    "clause-breaks",
    "relatives",
    "subordinates",
    "grammar",
    "actors",
    "subjects",
    "law-says",
    "pronouns-back",
    "concepts",
)


def _lexicon(source: strict.Source) -> Lexicon:
    data: Any = source.data
    for key in _KEYS:
        if key not in data:
            raise source.error((), f"the key '{key}' is missing")
    for key in data:
        if key not in _KEYS:
            raise source.error((key,), f"unknown key '{key}'")
    for key in ("months", "months-short"):
        if len(data[key]) != 12:
            raise source.error((key,), "a year has twelve months")
    return Lexicon(
        language=data["language"],
        name=data["name"],
        stemmer=data["stemmer"],
        also=tuple(data["also"]),
        function_words=data["function-words"],
        abbreviations=tuple(data["abbreviations"]),
        abbreviations_final=tuple(data["abbreviations-final"]),
        months=tuple(data["months"]),
        months_short=tuple(data["months-short"]),
        cues={
            standing: tuple(Cue(tuple(cue["words"]), cue["reach"]) for cue in cues)
            for standing, cues in data["cues"].items()
        },
        not_cues=tuple(data["not-cues"]),
        clause_breaks=tuple(data["clause-breaks"]),
        relatives=tuple(data["relatives"]),
        subordinates=tuple(data["subordinates"]),
        grammar={name: tuple(words) for name, words in data["grammar"].items()},
        actors={name: tuple(words) for name, words in data["actors"].items()},
        subjects={name: tuple(words) for name, words in data["subjects"].items()},
        law_says=tuple(data["law-says"]),
        pronouns_back=tuple(data["pronouns-back"]),
        concepts={name: tuple(words) for name, words in data["concepts"].items()},
    )
