"""Finding concepts in sentences with spaCy: once per document, all concepts at a time.

Words are compared by stem (spaCy's NORM attribute, set to the Snowball stem repeated until it no longer changes), so
that inflection is covered by design. Of a pack's many thousand expressions only those are searched whose words, or
letters, stand in the document at all: single words are looked up, phrases go to spaCy's matcher, regular expressions
are compiled and tried where their letters stand.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from report_linter.budget import Budget, OutOfTime, unlimited
from report_linter.match.expressions import WORD, Atom, Pattern, glob_regex, parse
from report_linter.match.needles import Haystack, opening
from report_linter.match.regexes import in_small_letters

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

K = TypeVar("K")
T = TypeVar("T")

_TOGETHER = (
    1000  # sentences whose letters are looked up at a time; more would make long numbers of their sets
)
_CORE_START = 3  # letters of the longest part of a starred word by which it is looked up
_STARS = re.compile(r"[\w-]*")  # what stars stand for
_MOST_FORMS = 2000  # of one starred phrase in one document; more would be a word list gone wrong


class Found(NamedTuple):
    """An expression of `concept` at characters `start` to `end` of the sentence."""

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence cut into words: lower case, start, end; and their stems."""

    text: str
    words: tuple[tuple[str, int, int], ...]
    stems: tuple[str, ...]


class Tokenizer:
    """Cuts sentences of one language into words and knows their stems; shared by all searchers of the language."""

    def __init__(self, stemmer: str) -> None:
        self.stem = _fixed_point_stem(stemmer)
        self._vocab: Vocab | None = None

    @property
    def vocab(self) -> Vocab:
        """A vocabulary whose NORM is the stem."""
        if self._vocab is None:
            from spacy.attrs import NORM  # type: ignore[import-not-found]
            from spacy.vocab import Vocab

            self._vocab = Vocab(lex_attr_getters={NORM: self.stem})
        return self._vocab

    def cut(self, text: str) -> Tokens:
        words = tuple((match[0].lower(), match.start(), match.end()) for match in WORD.finditer(text))
        return Tokens(text, words, tuple(self.stem(word) for word, _, _ in words))

    def doc(self, words: Sequence[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self.vocab, words=list(words))


class Sentences:
    """Sentences of one language, made ready for any number of searchers."""

    def __init__(self, language: str, tokenizer: Tokenizer, tokens: Sequence[Tokens]) -> None:
        self.language = language
        self.tokenizer = tokenizer
        self.tokens = tuple(tokens)
        self.small = tuple(in_small_letters(each.text) for each in tokens)
        self.haystacks = tuple(
            (start, Haystack([each.text for each in tokens[start : start + _TOGETHER]]))
            for start in range(0, len(tokens), _TOGETHER)
        )
        self.stems = {
            word: stem for each in tokens for (word, _, _), stem in zip(each.words, each.stems, strict=True)
        }
        self._docs: dict[int, Doc] = {}

    def doc(self, index: int) -> Doc:
        """The words of a sentence for spaCy's matchers."""
        if index not in self._docs:
            self._docs[index] = self.tokenizer.doc([word for word, _, _ in self.tokens[index].words])
        return self._docs[index]


class Sought(NamedTuple):
    """Words in a row that belong to `concepts`. `keys`: the stems, or starred words, that must stand in a text."""

    atoms: tuple[Atom, ...]
    keys: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expressions:
    """The expressions of many concepts for one language, each once, and where to look for those that a text may hold.

    The mappings lead to indexes of `phrases` (by the key of their first word), of `patterns` (by the opening of one of
    their first needles; "" without needles) and to starred words (by their longest part).
    """

    phrases: tuple[Sought, ...]
    patterns: tuple[tuple[Pattern, tuple[str, ...]], ...]
    by_key: Mapping[str, Sequence[int]]
    by_opening: Mapping[str, Sequence[int]]
    by_core: Mapping[str, Sequence[str]]


def compiled(concepts: Mapping[str, Sequence[str]], stem: Callable[[str], str]) -> Expressions:
    """The expressions of `concepts` (a concept's name to its expressions, references already followed)."""
    phrases: dict[tuple[Atom, ...], dict[str, None]] = {}
    patterns: dict[Pattern, dict[str, None]] = {}
    parsed: dict[str, tuple[Atom, ...] | Pattern] = {}
    for concept, sources in concepts.items():
        for source in sources:
            if source not in parsed:
                expression = parse(source)
                parsed[source] = expression if isinstance(expression, Pattern) else expression.atoms
            one = parsed[source]
            if isinstance(one, Pattern):
                patterns.setdefault(one, {})[concept] = None
            else:
                phrases.setdefault(one, {})[concept] = None
    sought = tuple(
        Sought(atoms, tuple(a.text if a.mode == "glob" else stem(a.text) for a in atoms), tuple(names))
        for atoms, names in phrases.items()
    )
    openings = [{opening(n) for n in pattern.needles[0]} if pattern.needles else {""} for pattern in patterns]
    globs = dict.fromkeys(atom.text for atoms in phrases for atom in atoms if atom.mode == "glob")
    return Expressions(
        sought,
        tuple((pattern, tuple(names)) for pattern, names in patterns.items()),
        grouped((each.keys[0], number) for number, each in enumerate(sought)),
        grouped((start, number) for number, starts in enumerate(openings) for start in sorted(starts)),
        grouped((max(glob.split("*"), key=len), glob) for glob in globs),
    )


def grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    """The second of each pair, by the first."""
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


class Searcher:
    """Finds concepts in sentences of one language."""

    def __init__(self, expressions: Expressions, budget: Budget = unlimited) -> None:
        self._all = expressions
        self._budget = budget
        self._regexes: dict[int, re.Pattern[str]] = {}
        self._globs = _GlobIndex(expressions.by_core)

    def search(self, sentences: Sentences) -> tuple[list[list[Found]], set[str]]:
        """What stands in each of `sentences`, in order of position; and the concepts of expressions that took longer
        than the budget, so that something of them may not have been found.
        """
        given_up: set[str] = set()
        found: list[set[Found]] = [set() for _ in sentences.tokens]
        globs = {word: self._globs.of(word) for word in sentences.stems}
        keys = {*sentences.stems.values(), *itertools.chain.from_iterable(globs.values())}
        self._words(sentences, globs, found)
        self._phrases(sentences, globs, keys, found)
        for start, haystack in sentences.haystacks:
            self._patterns(sentences, start, haystack, found, given_up)
        return [sorted(each) for each in found], given_up

    def _patterns(
        self,
        sentences: Sentences,
        start: int,
        haystack: Haystack,
        found: Sequence[set[Found]],
        given_up: set[str],
    ) -> None:
        """Regular expressions in the sentences of `haystack`, the first of which is number `start`."""
        by_opening = self._all.by_opening
        openings = by_opening.keys() & {"", *haystack.openings}
        for number in {number for opened in openings for number in by_opening[opened]}:
            pattern, concepts = self._all.patterns[number]
            indexes = haystack.holding(pattern.needles)
            if not indexes:
                continue
            finditer = self._regex(number).finditer
            try:
                with self._budget():
                    for index in indexes:
                        index += start
                        text = sentences.small[index] if pattern.small else sentences.tokens[index].text
                        for match in finditer(text):
                            first, last = match.span()
                            if first < last:
                                found[index].update(Found(first, last, name) for name in concepts)
            except OutOfTime:
                given_up.update(concepts)

    def _regex(self, number: int) -> re.Pattern[str]:
        if number not in self._regexes:
            self._regexes[number] = self._all.patterns[number][0].compile()
        return self._regexes[number]

    def _at(self, key: str) -> Iterator[Sought]:
        """The phrases whose first word has this key."""
        return (self._all.phrases[number] for number in self._all.by_key.get(key, ()))

    def _words(
        self, sentences: Sentences, globs: Mapping[str, Iterable[str]], found: Sequence[set[Found]]
    ) -> None:
        """Expressions of one word."""
        known: dict[str, tuple[str, ...]] = {}
        for index, tokens in enumerate(sentences.tokens):
            for word, start, end in tokens.words:
                if word not in known:
                    known[word] = self._concepts(word, sentences.stems[word], globs[word])
                found[index].update(Found(start, end, name) for name in known[word])

    def _concepts(self, word: str, stem: str, globs: Iterable[str]) -> tuple[str, ...]:
        """The concepts to which a word belongs by itself."""
        return tuple(
            name
            for key in (stem, *globs)
            for sought in self._at(key)
            if len(sought.atoms) == 1 and (sought.atoms[0].mode != "exact" or sought.atoms[0].text == word)
            for name in sought.concepts
        )

    def _phrases(
        self,
        sentences: Sentences,
        globs: Mapping[str, frozenset[str]],
        keys: set[str],
        found: Sequence[set[Found]],
    ) -> None:
        """Expressions of several words, by spaCy's matcher."""
        here = [
            sought
            for key in sorted(keys)
            for sought in self._at(key)
            if len(sought.keys) > 1 and keys.issuperset(sought.keys)
        ]
        if not here:
            return
        from spacy.matcher import PhraseMatcher

        tokenizer = sentences.tokenizer
        matcher = PhraseMatcher(tokenizer.vocab, attr="NORM")
        forms: dict[str, dict[str, str]] = {}  # glob -> stem -> a word of it
        for word in sorted(globs):
            for glob in globs[word]:
                forms.setdefault(glob, {})[sentences.stems[word]] = word
        for number, sought in enumerate(here):
            choices = [forms[a.text].values() if a.mode == "glob" else (a.text,) for a in sought.atoms]
            rows = itertools.islice(itertools.product(*choices), _MOST_FORMS)
            matcher.add(str(number), [tokenizer.doc(row) for row in rows])
        strings = tokenizer.vocab.strings
        for index, tokens in enumerate(sentences.tokens):
            if len(tokens.words) < 2:
                continue
            for key, start, end in matcher(sentences.doc(index)):
                sought = here[int(strings[key])]
                words = tokens.words[start:end]
                if _holds(sought, words, globs):
                    found[index].update(Found(words[0][1], words[-1][2], name) for name in sought.concepts)


def _holds(
    sought: Sought, words: Sequence[tuple[str, int, int]], globs: Mapping[str, frozenset[str]]
) -> bool:
    """Stems agree; exact words and starred words must also agree letter by letter."""
    for atom, (word, _, _) in zip(sought.atoms, words, strict=True):
        if atom.mode == "exact" and atom.text != word:
            return False
        if atom.mode == "glob" and atom.text not in globs[word]:
            return False
    return True


class _GlobIndex:
    """Which of many starred words a word answers to. A star stands for letters, digits and hyphens."""

    def __init__(self, by_core: Mapping[str, Sequence[str]]) -> None:
        self._known: dict[str, frozenset[str]] = {}
        self._by_core = by_core
        self._by_start = grouped((core[:_CORE_START], core) for core in by_core)
        self._starts = sorted({len(start) for start in self._by_start})
        self._regexes: dict[str, re.Pattern[str]] = {}

    def of(self, word: str) -> frozenset[str]:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = frozenset(self._search(word))
        return known

    def _search(self, word: str) -> Iterator[str]:
        answers = _answers if _STARS.fullmatch(word) else self._matches
        for length in self._starts:
            for at in range(len(word) - length + 1):
                for core in self._by_start.get(word[at : at + length], ()):
                    if word.startswith(core, at):
                        yield from (glob for glob in self._by_core[core] if answers(glob, word))

    def _matches(self, glob: str, word: str) -> bool:
        """For words with other signs in them, which no star stands for."""
        if glob not in self._regexes:
            self._regexes[glob] = re.compile(glob_regex(glob))
        return self._regexes[glob].fullmatch(word) is not None


def _answers(glob: str, word: str) -> bool:
    """Whether a word of letters, digits and hyphens answers to a starred word."""
    first, *between, last = glob.split("*")
    if len(word) < len(first) + len(last) or not word.startswith(first) or not word.endswith(last):
        return False
    at, end = len(first), len(word) - len(last)
    for part in between:
        at = word.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _fixed_point_stem(algorithm: str) -> Callable[[str], str]:
    """Snowball's stem, repeated: one pass gives konsekvens → konsekv, konsekvenser → konsekvens."""
    import Stemmer

    stemmer = Stemmer.Stemmer(algorithm)
    known: dict[str, str] = {}

    def stem(word: str) -> str:
        if word not in known:
            known[word] = _shortest(stemmer.stemWord, word.lower())
        return known[word]

    return stem


def _shortest(stem: Callable[[str], str], word: str) -> str:
    while True:
        shorter = stem(word)
        if shorter == word or len(shorter) < 3:
            return word
        word = shorter
