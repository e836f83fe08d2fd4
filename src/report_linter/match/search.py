"""Finding concepts in sentences with spaCy: once per document, all concepts at a time.

Words are compared by stem (spaCy's NORM attribute, set to the Snowball stem repeated until it no longer changes), so
that inflection is covered by design. Words with a star, which cover compounds, are resolved against the words of
the document first and then searched as phrases too: the cost of a search does not grow with the number of stars.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report_linter.match.expressions import WORD, Atom, Pattern, Phrase, glob_regex, parse

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_MOST_FORMS = 2000  # of one starred phrase in one document; more would be a word list gone wrong


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """An expression of `concept` at characters `start` to `end` of the sentence."""

    start: int
    end: int
    concept: str


class Searcher:
    """Finds the concepts of one language in sentences of that language.

    `concepts` maps a concept's name to its expressions, references already followed.
    """

    def __init__(self, spacy_code: str, stemmer: str, concepts: Mapping[str, Sequence[str]]) -> None:
        import spacy
        from spacy.attrs import NORM  # type: ignore[import-not-found]
        from spacy.matcher import PhraseMatcher

        self._stem = _fixed_point_stem(stemmer)
        self._nlp: Language = spacy.blank(spacy_code)
        self._nlp.vocab.lex_attr_getters[NORM] = self._stem  # type: ignore[attr-defined]
        self._plain = PhraseMatcher(self._nlp.vocab, attr="NORM")
        self._starred: dict[Phrase, set[str]] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        self._exact: dict[str, list[tuple[Phrase, str]]] = {}
        phrases: dict[Phrase, set[str]] = {}
        for concept, sources in concepts.items():
            for source in sources:
                expression = parse(source)
                if isinstance(expression, Pattern):
                    self._patterns.append((expression.regex, concept))
                else:
                    phrases.setdefault(Phrase(expression.atoms, ""), set()).add(concept)
        self._names: dict[str, tuple[Phrase, frozenset[str]]] = {}
        for number, (phrase, names) in enumerate(phrases.items()):
            key = f"p{number}"
            self._names[key] = (phrase, frozenset(names))
            if any(atom.mode == "glob" for atom in phrase.atoms):
                self._starred[phrase] = {key}
            else:
                self._plain.add(key, [self._doc([atom.text for atom in phrase.atoms])])
        self._globs = _GlobIndex(
            {atom.text for phrase in self._starred for atom in phrase.atoms if atom.mode == "glob"}
        )

    def words(self, text: str) -> list[tuple[str, int, int]]:
        """The words of `text`: lower case, start, end."""
        return [(match[0].lower(), match.start(), match.end()) for match in WORD.finditer(text)]

    def search(self, texts: Sequence[str]) -> list[list[Found]]:
        """What stands in each of `texts` (sentences), in order of position."""
        split = [self.words(text) for text in texts]
        vocabulary = {word for words in split for word, _, _ in words}
        matcher = self._for_vocabulary(vocabulary)
        return [
            sorted(self._sentence(text, words, matcher)) for text, words in zip(texts, split, strict=True)
        ]

    def _sentence(
        self,
        text: str,
        words: list[tuple[str, int, int]],
        starred: Callable[[Doc], list[tuple[int, int, int]]],
    ) -> Iterator[Found]:
        seen: set[Found] = set()
        if words:
            doc = self._doc([word for word, _, _ in words])
            strings = self._nlp.vocab.strings
            for key, start, end in itertools.chain(self._plain(doc), starred(doc)):
                phrase, names = self._names[strings[key]]
                if self._holds(phrase, words[start:end]):
                    seen.update(Found(words[start][1], words[end - 1][2], name) for name in names)
        for regex, concept in self._patterns:
            seen.update(
                Found(match.start(), match.end(), concept) for match in regex.finditer(text) if match[0]
            )
        yield from seen

    def _holds(self, phrase: Phrase, words: Sequence[tuple[str, int, int]]) -> bool:
        """Stems agree; exact words and starred words must also agree letter by letter."""
        for atom, (word, _, _) in zip(phrase.atoms, words, strict=True):
            if atom.mode == "exact" and atom.text != word:
                return False
            if atom.mode == "glob" and atom.text not in self._globs.of(word):
                return False
        return True

    def _for_vocabulary(self, vocabulary: set[str]) -> Callable[[Doc], list[tuple[int, int, int]]]:
        """A phrase matcher for the starred expressions, over words that the document really has."""
        from spacy.matcher import PhraseMatcher

        matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        forms: dict[str, set[str]] = {}
        for word in vocabulary:
            for glob in self._globs.of(word):
                forms.setdefault(glob, set()).add(word)
        for phrase, keys in self._starred.items():
            choices = [self._choices(atom, forms) for atom in phrase.atoms]
            if not all(choices):
                continue
            products = itertools.islice(itertools.product(*choices), _MOST_FORMS)
            docs = [self._doc(words) for words in products]
            for key in keys:
                matcher.add(key, docs)
        return matcher

    def _choices(self, atom: Atom, forms: Mapping[str, set[str]]) -> list[str]:
        if atom.mode != "glob":
            return [atom.text]
        by_stem = {self._stem(word): word for word in sorted(forms.get(atom.text, ()))}
        return sorted(by_stem.values())

    def _doc(self, words: Sequence[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._nlp.vocab, words=list(words))


class _GlobIndex:
    """Which of many starred words a word answers to."""

    def __init__(self, globs: set[str]) -> None:
        self._known: dict[str, frozenset[str]] = {}
        self._by_core: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for glob in globs:
            core = max(glob.split("*"), key=len)
            self._by_core.setdefault(core, []).append((glob, re.compile(glob_regex(glob))))
        self._lengths = sorted({len(core) for core in self._by_core})

    def of(self, word: str) -> frozenset[str]:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = frozenset(self._search(word))
        return known

    def _search(self, word: str) -> Iterator[str]:
        for length in self._lengths:
            for start in range(len(word) - length + 1):
                for glob, regex in self._by_core.get(word[start : start + length], ()):
                    if regex.fullmatch(word):
                        yield glob


def _fixed_point_stem(algorithm: str) -> Callable[[str], str]:
    """Snowball's stem, repeated: one pass gives konsekvens → konsekv, konsekvenser → konsekvens."""
    import Stemmer

    stemmer = Stemmer.Stemmer(algorithm)

    def stem(word: str) -> str:
        word = word.lower()
        while True:
            shorter = stemmer.stemWord(word)
            if shorter == word or len(shorter) < 3:
                return word
            word = shorter

    return stem
