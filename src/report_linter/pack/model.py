"""A rule pack, loaded: a law's requirements, the rules that check them, and their texts in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_linter.finding import Citation, Confidence, Severity, Stage, Texts
from report_linter.kinds import Judge


@dataclass(frozen=True, slots=True)
class Example:
    """A text of which a rule must give `expected`: a level, or an outcome for rules without levels."""

    language: str
    expected: str
    text: str
    line: int  # in the pack file


@dataclass(frozen=True, slots=True)
class Rule:
    """One question about a document. `kind` names the entry of `KINDS`; `options` are its keys as written."""

    id: str
    kind: str
    options: Mapping[str, object]
    judge: Judge
    severity: Severity
    confidence: Confidence
    message: Texts  # of a rule with outcomes; empty where levels have their own messages
    advice: Texts
    examples: tuple[Example, ...]
    line: int
    unnoticed: Mapping[str, str]  # condition -> reason why no example can notice its absence


@dataclass(frozen=True, slots=True)
class Due:
    """From which stage of a document on something is asked for, and why not before."""

    stage: Stage
    why: Texts


@dataclass(frozen=True, slots=True)
class Requirement:
    """An obligation or expectation.

    `check` is None where a document cannot show it (`unchecked` then says why) and where it repeats others.
    """

    id: str
    part: Texts  # the part of the law it is listed under
    citation: Citation
    severity: Severity
    confidence: Confidence
    title: Texts
    asks: Texts
    why: Texts
    absent: Texts  # message when nothing is said
    mentioned: Texts  # message when it is only mentioned
    advice: Texts
    example: Texts  # one good wording
    limits: Texts  # what the check cannot see
    check: Rule | None
    further: tuple[Rule, ...]
    unchecked: Texts
    line: int
    repeats: tuple[str, ...] = ()  # ids that ask the same: this one takes their result
    anywhere: bool = False  # in a larger report, what stands outside of the account counts too
    due: Due | None = None  # None: at every stage

    @property
    def rules(self) -> tuple[Rule, ...]:
        return ((self.check,) if self.check else ()) + self.further


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of text, by what can be seen of it; every condition must hold. Ranges hold both ends."""

    kind: str
    reason: Texts
    core: tuple[int, int]  # how many core contents are described
    words: tuple[int, int]
    met: tuple[str, ...]  # requirements that are described or better
    unmet: tuple[str, ...]
    said: tuple[str, ...]  # at least one of these concepts stands in the text
    times: int  # in so many sentences
    unsaid: tuple[str, ...]
    opened: tuple[str, ...]  # ... in a title line or one of the first sentences
    titled: tuple[str, ...]  # ... in a title line, before the first running sentence
    untitled: tuple[str, ...]
    headed: tuple[str, ...]  # at least one of these concepts stands in a heading
    headings: int  # ... in so many headings
    own_share: tuple[int, int]  # percentage of the sentences that is about the enterprise or its group
    law_share: int  # at least this percentage of the sentences tells what the law or others say
    duty_share: int  # at least this percentage tells what shall be


@dataclass(frozen=True, slots=True)
class Inside:
    """How to tell a larger report with the account inside it: a long document in which headings name the account.

    It has at least `pages` pages or `words` words, its first lines do not name the account (unless they name a
    report too), and what stands under the headings is less than `share` per cent of its words.
    """

    headings: tuple[str, ...]  # a heading that holds one of these concepts names the account
    aside: tuple[str, ...]  # ... unless it holds one of these
    reports: tuple[str, ...]  # concepts that name a larger report
    pages: int
    words: int
    share: int
    least: int  # words under a heading; with fewer it only points elsewhere


@dataclass(frozen=True, slots=True)
class Documents:
    """How to tell the documents that a law asks for from other texts about the same things.

    `core` are the requirements that such a document describes; the first of `kinds` that fits is the text's.
    `checked` are the kinds for which findings are given; others get one message instead.
    """

    core: tuple[str, ...]
    checked: tuple[str, ...]
    law: tuple[str, ...]  # concepts with which a sentence speaks of the law
    kinds: tuple[DocumentKind, ...]
    inside: Inside | None = None

    @property
    def asked(self) -> frozenset[str]:
        """The requirements whose levels the conditions need."""
        more = (name for kind in self.kinds for name in (*kind.met, *kind.unmet))
        return frozenset((*self.core, *more))


@dataclass(frozen=True, slots=True)
class Chain:
    """The requirements whose evidence are risks (and impacts), measures and results, and the topics that join them."""

    risk: tuple[str, ...]
    measure: tuple[str, ...]
    result: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    id: str
    edition: str
    languages: tuple[str, ...]
    title: Texts
    url: str
    requirements: tuple[Requirement, ...]
    concepts: Mapping[str, Mapping[str, Sequence[str]]]  # concept -> language or "any" -> expressions
    quotations: tuple[str, ...]  # the law's own words, in any language
    documents: Documents | None
    chain: Chain | None
    path: str
    uses: Pack | None = None  # whose concepts and quotations this one builds on
    digest: str = ""  # of the file

    @property
    def depth(self) -> int:
        """How many packs it builds on, one on another."""
        return self.uses.depth + 1 if self.uses else 0

    def rules(self) -> Iterator[tuple[Requirement, Rule]]:
        for requirement in self.requirements:
            for rule in requirement.rules:
                yield requirement, rule
