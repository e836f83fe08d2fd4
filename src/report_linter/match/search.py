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
from report_linter.match.needles import Haystack, needles

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_MOST_FORMS = 2000  # of one starred phrase in one document; more would be a word list gone wrong


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """An expression of `concept` at characters `start` to `end` of the sentence."""

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence cut into words: lower case, start, end; and the same words for spaCy's matchers."""

    text: str
    words: tuple[tuple[str, int, int], ...]
    doc: Doc | None  # None without words


class Tokenizer:
    """Cuts sentences of one language into words and knows their stems; shared by all searchers of the language."""

    def __init__(self, spacy_code: str, stemmer: str) -> None:
        import spacy
        from spacy.attrs import NORM  # type: ignore[import-not-found]

        self.stem = _fixed_point_stem(stemmer)
        self._nlp: Language = spacy.blank(spacy_code)
        self._nlp.vocab.lex_attr_getters[NORM] = self.stem  # type: ignore[attr-defined]

    @property
    def vocab(self) -> Vocab:
        return self._nlp.vocab

    def cut(self, text: str) -> Tokens:
        words = tuple((match[0].lower(), match.start(), match.end()) for match in WORD.finditer(text))
        return Tokens(text, words, self.doc([word for word, _, _ in words]) if words else None)

    def doc(self, words: Sequence[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self.vocab, words=list(words))


class Searcher:
    """Finds concepts in sentences of one language.

    `concepts` maps a concept's name to its expressions, references already followed.
    """

    def __init__(self, tokenizer: Tokenizer, concepts: Mapping[str, Sequence[str]]) -> None:
        from spacy.matcher import PhraseMatcher

        self._tokenizer = tokenizer
        self._plain = PhraseMatcher(tokenizer.vocab, attr="NORM")
        self._starred: dict[Phrase, set[str]] = {}
        self._patterns: list[tuple[re.Pattern[str], frozenset[str], str]] = []
        self._exact: dict[str, list[tuple[Phrase, str]]] = {}
        phrases: dict[Phrase, set[str]] = {}
        for concept, sources in concepts.items():
            for source in sources:
                expression = parse(source)
                if isinstance(expression, Pattern):
                    self._patterns.append((expression.regex, needles(expression.regex), concept))
                else:
                    phrases.setdefault(Phrase(expression.atoms, ""), set()).add(concept)
        self._names: dict[str, tuple[Phrase, frozenset[str]]] = {}
        for number, (phrase, names) in enumerate(phrases.items()):
            key = f"p{number}"
            self._names[key] = (phrase, frozenset(names))
            if any(atom.mode == "glob" for atom in phrase.atoms):
                self._starred[phrase] = {key}
            else:
                self._plain.add(key, [tokenizer.doc([atom.text for atom in phrase.atoms])])
        self._globs = _GlobIndex(
            {atom.text for phrase in self._starred for atom in phrase.atoms if atom.mode == "glob"}
        )

    def search(self, sentences: Sequence[Tokens]) -> list[list[Found]]:
        """What stands in each of `sentences`, in order of position."""
        vocabulary = {word for tokens in sentences for word, _, _ in tokens.words}
        matcher = self._for_vocabulary(vocabulary)
        found = [self._phrases(tokens, matcher) for tokens in sentences]
        haystack = Haystack([tokens.text for tokens in sentences])
        for regex, sought, concept in self._patterns:
            for index in haystack.holding(sought):
                for match in regex.finditer(sentences[index].text):
                    if match[0]:
                        found[index].add(Found(match.start(), match.end(), concept))
        return [sorted(each) for each in found]

    def _phrases(self, tokens: Tokens, starred: Callable[[Doc], list[tuple[int, int, int]]]) -> set[Found]:
        seen: set[Found] = set()
        words = tokens.words
        if tokens.doc is not None:
            strings = self._tokenizer.vocab.strings
            for key, start, end in itertools.chain(self._plain(tokens.doc), starred(tokens.doc)):
                phrase, names = self._names[strings[key]]
                if self._holds(phrase, words[start:end]):
                    seen.update(Found(words[start][1], words[end - 1][2], name) for name in names)
        return seen

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

        matcher = PhraseMatcher(self._tokenizer.vocab, attr="NORM")
        forms: dict[str, set[str]] = {}
        for word in vocabulary:
            for glob in self._globs.of(word):
                forms.setdefault(glob, set()).add(word)
        for phrase, keys in self._starred.items():
            choices = [self._choices(atom, forms) for atom in phrase.atoms]
            if not all(choices):
                continue
            products = itertools.islice(itertools.product(*choices), _MOST_FORMS)
            docs = [self._tokenizer.doc(words) for words in products]
            for key in keys:
                matcher.add(key, docs)
        return matcher

    def _choices(self, atom: Atom, forms: Mapping[str, set[str]]) -> list[str]:
        if atom.mode != "glob":
            return [atom.text]
        by_stem = {self._tokenizer.stem(word): word for word in sorted(forms.get(atom.text, ()))}
        return sorted(by_stem.values())


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
