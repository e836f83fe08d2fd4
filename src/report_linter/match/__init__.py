"""A document with everything that was found in it: what kinds judge.

`Words` compiles concepts, once; `Words.read` searches a document, once, and gives a `Text`, in which kinds only look
up. Words stand in layers: the lexicons' at the bottom, a pack's on top of them, another pack's on top of that one. Each
layer searches only what is new in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from report_linter.budget import Budget, unlimited
from report_linter.document import Document, Kind, Layer, Sentence, Span, Unit
from report_linter.finding import Standing, Subject
from report_linter.lexicons import Lexicon
from report_linter.match.clauses import (
    BREAK,
    CUE,
    NOT_CUE,
    RELATIVE,
    SUBORDINATE,
    Clause,
    Scope,
    clause_at,
    clauses,
    scopes,
    standing_at,
)
from report_linter.match.dates import DateFinder, DateFound
from report_linter.match.expressions import expand
from report_linter.match.features import FEATURES, features
from report_linter.match.names import LegalName, legal_names, own_names, strangers
from report_linter.match.quoted import Quotations
from report_linter.match.search import (
    Expressions,
    Found,
    Searcher,
    Sentences,
    Tokenizer,
    Tokens,
    compiled,
    grouped,
)
from report_linter.match.subjects import ACTOR, GRAMMAR, SUBJECT, subjects

_LABELLED = re.compile(r"[:|\t]")  # "Employees: 58"
_TITLE = 4  # sentences from the start that are its title where they are no sentences
_LINE = 4  # words; shorter unfinished lines are labels

LAW_SAYS = "law-says"

Concepts = Mapping[str, Mapping[str, Sequence[str]]]  # concept -> language (or "any") -> expressions


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept at `span` of the document. `inherited`: it stands in the context (lead-in, table header) instead."""

    concept: str
    span: Span
    standing: Standing
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one sentence."""

    subject: Subject
    quoted: bool  # the law's own words
    hits: tuple[Hit, ...]
    dates: tuple[DateFound, ...]  # offsets within the sentence
    scopes: tuple[Scope, ...] = ()  # stretches that are not plainly stated, offsets within the sentence
    clauses: tuple[
        tuple[int, int, Subject], ...
    ] = ()  # whom each stretch is about, offsets within the sentence

    _by_concept: dict[str, list[Hit]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, concept: str) -> Sequence[Hit]:
        return self._sorted().get(concept, ())

    def has(self, *concepts: str) -> bool:
        known = self._sorted()
        return any(concept in known for concept in concepts)

    def _sorted(self) -> Mapping[str, Sequence[Hit]]:
        if self.hits and not self._by_concept:
            for hit in self.hits:
                self._by_concept.setdefault(hit.concept, []).append(hit)
        return self._by_concept

    def subject_at(self, at: int) -> Subject:
        """Whom the clause at this character of the sentence is about."""
        return next((subject for start, end, subject in self.clauses if start <= at < end), self.subject)


@dataclass(frozen=True, slots=True)
class Text:
    """A document and the facts of each of its sentences, by the same index."""

    document: Document
    facts: tuple[Facts, ...]
    names: tuple[LegalName, ...]
    own: tuple[str, ...]
    today: date | None
    index: Mapping[str, tuple[int, ...]]  # concept -> sentences in which it stands or which inherit it
    heading_of: Mapping[int, int]  # block of a heading -> its (first) sentence
    bare: tuple[Facts, ...]  # the facts without what sentences inherit from their context
    tokens: tuple[Tokens, ...]  # the sentences cut into words
    batches: tuple[tuple[tuple[int, ...], Sentences], ...]  # the sentences of each language, by index
    paragraphs: Mapping[int, tuple[int, ...]]  # block -> its sentences
    sections: Mapping[int, tuple[int, ...]]  # section -> its sentences, without those of sections below it
    unsearched: frozenset[str] = frozenset()  # concepts that were not wholly searched for, for want of time

    def sentences(self) -> Iterator[tuple[int, Sentence, Facts]]:
        return (
            (index, sentence, facts)
            for index, (sentence, facts) in enumerate(zip(self.document.sentences, self.facts, strict=True))
        )

    def readable(self, index: int) -> bool:
        """Whether sentence `index` can be evidence: running text, list items and tables, not headings, captions or the
        lines of the title.
        """
        sentence = self.document.sentences[index]
        if sentence.layer not in (Layer.BODY, Layer.NOTES) or sentence.unit is Unit.HEADING:
            return False
        if sentence.unit is not Unit.LINE:
            return True
        if index < _TITLE and not _LABELLED.search(self.document.quote(sentence.span)):
            return False
        words = self.document.text.count(" ", sentence.span.start, sentence.span.end) + 1
        return words >= _LINE and self.document.reading.blocks[sentence.block].kind is not Kind.CAPTION

    def printed(self, index: int) -> bool:
        """Whether sentence `index` stands in the text itself, short lines included, headings not."""
        sentence = self.document.sentences[index]
        return sentence.layer in (Layer.BODY, Layer.NOTES) and sentence.unit is not Unit.HEADING

    def headings(self, index: int) -> Iterator[int]:
        """Sentence indexes of the headings above sentence `index`, nearest first."""
        number: int | None = self.document.sentences[index].section
        while number is not None:
            section = self.document.sections[number]
            if section.heading is not None and section.heading in self.heading_of:
                yield self.heading_of[section.heading]
            number = section.parent


Keep: TypeAlias = Callable[[str, Callable[[], Expressions]], Expressions]


def _made(_language: str, make: Callable[[], Expressions]) -> Expressions:
    return make()


class Words:
    """The compiled concepts of a pack, on top of those of `base` (of the lexicons, where there is none).

    `keep` gives the expressions of a language if it knows them, and makes them otherwise. `budget` is for one
    expression in one document.
    """

    def __init__(
        self,
        concepts: Concepts,
        quotations: Iterable[str],
        lexicons: Mapping[str, Lexicon],
        base: Words | None = None,
        keep: Keep = _made,
        budget: Budget = unlimited,
    ) -> None:
        self._concepts = concepts
        self._lexicons = lexicons
        self._quotations = Quotations(quotations)
        self._base = base
        self._keep = keep
        self._budget = budget
        self._searchers: dict[str, Searcher] = {}
        self._tokenizers: dict[str, Tokenizer] = base._tokenizers if base else {}
        self._finder = DateFinder(tuple(lexicons.values()))

    def names(self) -> frozenset[str]:
        """The concepts that rules may name."""
        if self._base:
            return frozenset(self._concepts) | self._base.names()
        own = {name for lexicon in self._lexicons.values() for name in lexicon.concepts}
        return frozenset(self._concepts) | own | set(FEATURES)

    def expressions(self, language: str) -> dict[str, list[str]]:
        """The expressions of every concept for sentences in `language`, references followed."""
        merged = self._merged(language)
        return {name: list(dict.fromkeys(expand(name, merged))) for name in merged}

    def _merged(self, language: str) -> dict[str, list[str]]:
        lexicon = self._lexicons[language]
        if self._base:
            merged = self._base._merged(language)
        else:
            merged = {}
            for code in (language, *lexicon.also):
                for name, words in self._lexicons[code].concepts.items():
                    merged.setdefault(name, []).extend(words)
        for name, by_language in self._concepts.items():
            merged.setdefault(name, [])
            for code in ("any", language, *lexicon.also):
                merged[name].extend(by_language.get(code, ()))
        return merged

    def _searcher(self, language: str) -> Searcher:
        if language not in self._searchers:
            self._searchers[language] = Searcher(
                self._keep(language, lambda: self._compiled(language)), self._budget
            )
        return self._searchers[language]

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            self._tokenizers[language] = Tokenizer(self._lexicons[language].stemmer)
        return self._tokenizers[language]

    def _compiled(self, language: str) -> Expressions:
        """What this layer adds to those below it."""
        lexicon = self._lexicons[language]
        concepts = self.expressions(language)
        if self._base:
            below = {name: frozenset(words) for name, words in self._base.expressions(language).items()}
            concepts = {
                name: [word for word in concepts[name] if word not in below.get(name, frozenset())]
                for name in self._concepts
            }
        else:
            for code in (language, *lexicon.also):
                for name, words in _reserved(self._lexicons[code]):
                    concepts.setdefault(name, []).extend(words)
        return compiled(concepts, self._tokenizer(language).stem)

    def read(
        self,
        document: Document,
        today: date | None = None,
        below: Text | None = None,
        own: tuple[str, ...] = (),
    ) -> Text:
        """Search the document for every concept. `below` is what `base` gave for the same document, if known; `own`
        are names of the enterprise where the document itself tells none.
        """
        if self._base:
            return self._on(below or self._base.read(document, today, own=own))
        forms = [
            form for lexicon in self._lexicons.values() for form in lexicon.concepts.get("legal-form", ())
        ]
        names = legal_names(document, forms)
        own = own_names(document, names) or own
        tokens = tuple(
            self._tokenizer(s.language).cut(document.text[s.span.start : s.span.end])
            for s in document.sentences
        )
        batches = self._batches(document, tokens)
        found, unsearched = self._search(len(tokens), batches)
        strange = strangers(document, names, own, lambda index: _speaks_of(found[index], "group"))
        suppliers = {
            item.name
            for item in names
            if any(hit.concept == "foreign-country" for hit in found[item.sentence])
            or _speaks_of(found[item.sentence], "supplier")
        }
        opening = {
            index: Subject.SUPPLIER if name in suppliers else Subject.OTHER for index, name in strange.items()
        }
        bare = [
            self._facts(document, index, found[index], own, opening.get(index))
            for index in range(len(document.sentences))
        ]
        facts = _in_context(document, bare)
        return Text(
            document=document,
            facts=facts,
            names=names,
            own=own,
            today=today,
            index=_index(facts),
            heading_of={
                s.block: i for i, s in reversed([*enumerate(document.sentences)]) if s.unit is Unit.HEADING
            },
            bare=tuple(bare),
            tokens=tokens,
            batches=batches,
            paragraphs=_grouped(s.block for s in document.sentences),
            sections=_grouped(s.section for s in document.sentences),
            unsearched=unsearched,
        )

    def _on(self, below: Text) -> Text:
        """What the layers below found, and what this one adds."""
        document = below.document
        found, unsearched = self._search(len(below.tokens), below.batches)
        bare = []
        for known, sentence, tokens, new in zip(
            below.bare, document.sentences, below.tokens, found, strict=True
        ):
            quoted = known.quoted or self._quotations.quoted(tokens.text)
            hits = (*known.hits, *_hits(sentence.span.start, new, known.scopes)) if new else known.hits
            subject = Subject.LAW if quoted else known.subject
            bare.append(replace(known, subject=subject, quoted=quoted, hits=hits))
        facts = _in_context(document, bare)
        return replace(
            below,
            facts=facts,
            index=_index(facts),
            bare=tuple(bare),
            unsearched=below.unsearched | unsearched,
        )

    def _batches(
        self, document: Document, tokens: Sequence[Tokens]
    ) -> tuple[tuple[tuple[int, ...], Sentences], ...]:
        by_language = grouped((sentence.language, index) for index, sentence in enumerate(document.sentences))
        return tuple(
            (tuple(indexes), Sentences(language, self._tokenizer(language), [tokens[i] for i in indexes]))
            for language, indexes in by_language.items()
        )

    def _search(
        self, count: int, batches: Iterable[tuple[tuple[int, ...], Sentences]]
    ) -> tuple[list[list[Found]], frozenset[str]]:
        """What stands in each sentence, and the concepts that were not wholly searched for, for want of time."""
        found: list[list[Found]] = [[] for _ in range(count)]
        unsearched: set[str] = set()
        for indexes, sentences in batches:
            searched, given_up = self._searcher(sentences.language).search(sentences)
            unsearched |= given_up
            for index, hits in zip(indexes, searched, strict=True):
                found[index] = hits
        return found, frozenset(unsearched)

    def _facts(
        self,
        document: Document,
        index: int,
        found: list[Found],
        own: Sequence[str],
        stranger: Subject | None,
    ) -> Facts:
        span = document.sentences[index].span
        text = document.text[span.start : span.end]
        more, dates = features(text, self._finder, own)
        quoted = self._quotations.quoted(text)
        subject = _subject(text, [*found, *more], quoted)
        if stranger is not None and subject is Subject.NONE:
            subject = stranger
        parts = clauses(text, found)
        about = subjects(text, [*found, *more], parts)
        reaches = scopes(text, found, parts, lambda at: _bound(about, parts, clause_at(parts, at)))
        hits = tuple(_hits(span.start, (*found, *more), reaches))
        stretches = tuple(
            (start, end, whom) for part, whom in zip(parts, about, strict=True) for start, end in part.parts
        )
        return Facts(subject, quoted, hits, tuple(dates), reaches, stretches)


def _bound(about: Sequence[Subject], parts: Sequence[Clause], number: int) -> Subject:
    """The subject of a clause; the law, where the clause hangs on what the law says ("the Act says that we shall")."""
    above: int | None = number
    while above is not None:
        if about[above] is Subject.LAW:
            return Subject.LAW
        above = parts[above].parent
    return about[number]


_RESERVED = (NOT_CUE, BREAK, RELATIVE, SUBORDINATE)


def _hits(offset: int, found: Iterable[Found], reaches: Sequence[Scope]) -> Iterator[Hit]:
    here, span, standing = (-1, -1), Span(0, 0), Standing.STATED
    for start, end, concept in found:
        if "/" in concept or concept in _RESERVED:
            continue
        if (start, end) != here:  # the same words often belong to many concepts
            here = (start, end)
            span, standing = Span(offset + start, offset + end), standing_at(reaches, start, end)
        yield Hit(concept, span, standing)


def _in_context(document: Document, bare: Sequence[Facts]) -> tuple[Facts, ...]:
    return tuple(_with_context(bare, index, sentence) for index, sentence in enumerate(document.sentences))


def _grouped(numbers: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Sentence indexes by the number of what they stand in."""
    pairs = ((number, index) for index, number in enumerate(numbers))
    return {number: tuple(indexes) for number, indexes in grouped(pairs).items()}


def _index(facts: Sequence[Facts]) -> dict[str, tuple[int, ...]]:
    by_concept: dict[str, dict[int, None]] = {}
    for index, fact in enumerate(facts):
        for hit in fact.hits:
            by_concept.setdefault(hit.concept, {})[index] = None
    return {name: tuple(where) for name, where in by_concept.items()}


def _with_context(bare: Sequence[Facts], index: int, sentence: Sentence) -> Facts:
    """The facts of a sentence together with the words of its lead-in or table header."""
    own = bare[index]
    if not sentence.context:
        return own
    inherited = tuple(
        Hit(hit.concept, hit.span, hit.standing, inherited=True)
        for other in sentence.context
        for hit in bare[other].hits
    )
    subject, quoted = own.subject, own.quoted
    for other in sentence.context:
        # "Suppliers must:" and "The Act requires:" speak for their list as well.
        if subject is Subject.NONE and bare[other].subject is not Subject.NONE:
            subject = bare[other].subject
    return replace(own, subject=subject, quoted=quoted, hits=own.hits + inherited)


def _reserved(lexicon: Lexicon) -> Iterator[tuple[str, Sequence[str]]]:
    for standing, cues in lexicon.cues.items():
        for cue in cues:
            yield f"{CUE}{standing}/{cue.reach}", cue.words
    yield NOT_CUE, lexicon.not_cues
    yield BREAK, lexicon.clause_breaks
    yield RELATIVE, lexicon.relatives
    yield LAW_SAYS, lexicon.law_says
    yield SUBORDINATE, lexicon.subordinates
    for subject, words in lexicon.subjects.items():
        yield f"{SUBJECT}{subject}", words
    for actor, words in lexicon.actors.items():
        yield f"{ACTOR}{actor}", words
    for role, words in lexicon.grammar.items():
        yield f"{GRAMMAR}{role}", words


def _speaks_of(found: Iterable[Found], whom: str) -> bool:
    return any(item.concept in (f"{SUBJECT}{whom}", f"{ACTOR}{whom}") for item in found)


_MAXIM = f"{GRAMMAR}maxim"  # "When one maps risk, ..."
_FIRST_PERSON = f"{GRAMMAR}first-person"
_DUTIES = (f"{CUE}obligation", f"{CUE}either")  # "Under the Act, enterprises shall ..."
_OPENING = 25  # characters: a subject stands at the start of its sentence


def _subject(text: str, found: Sequence[Found], quoted: bool) -> Subject:
    """Whom a sentence is about: the law, the enterprise, its group, a supplier, others, or nobody named."""
    if quoted:
        return Subject.LAW
    first: dict[str, int] = {}
    for item in found:
        name = "own" if item.concept == "own-name" else item.concept.removeprefix(SUBJECT)
        if item.concept == "own-name" or item.concept.startswith(SUBJECT):
            first[name] = min(first.get(name, len(text)), item.start)
    duty = "other" in first and any(item.concept.startswith(_DUTIES) for item in found)
    law_speaks = duty or any(item.concept == LAW_SAYS for item in found)
    if (
        "law" in first
        and law_speaks
        and first["law"] < first.get("own", len(text))
        and first["law"] < _OPENING
    ):
        return Subject.LAW
    said = {item.concept for item in found if item.start < _OPENING or item.concept != _MAXIM}
    if _MAXIM in said and not said & {_FIRST_PERSON, "own-name"}:
        return Subject.OTHER
    if "own" in first:
        return Subject.OWN
    if "group" in first:
        return Subject.GROUP
    opening = [(first[name], name) for name in ("supplier", "other") if first.get(name, _OPENING) < _OPENING]
    if opening:
        return Subject(min(opening)[1])
    return Subject.NONE
