"""What is said about a document: levels, outcomes, evidence, findings, and the report that holds them.

Plain frozen data without a reference to rules or to spaCy, so that every output can be made from it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from report_linter.document import Account, Document, Span


class Level(IntEnum):
    """How much a document says about a requirement (catalogue 0.2)."""

    ABSENT = 0
    MENTIONED = 1
    DESCRIBED = 2
    SPECIFIC = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Outcome(Enum):
    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"
    NOT_APPLICABLE = "not_applicable"
    UNCHECKED = "unchecked"


WORST = (Outcome.FAIL, Outcome.REVIEW, Outcome.PASS, Outcome.UNCHECKED, Outcome.NOT_APPLICABLE)


class Stage(IntEnum):
    """How far a document has come. What is due at one stage is due at all later ones."""

    DRAFT = 0  # it is being written
    BOARD = 1  # it is before those who adopt and sign it
    PUBLISHED = 2

    @property
    def word(self) -> str:
        return self.name.lower()


class Severity(IntEnum):
    """How bad a finding is, if true. Ordered: error is greatest."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def lower(self) -> Severity:
        return Severity(max(self - 1, 0))


class Confidence(IntEnum):
    """How often a finding is true. Low confidence is never more than `review`."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2

    @property
    def word(self) -> str:
        return self.name.lower()


class Standing(Enum):
    """What a clause does with its content."""

    STATED = "stated"
    DENIED = "denied"
    PLANNED = "planned"
    POSSIBLE = "possible"
    OBLIGATION = "obligation"
    HYPOTHETICAL = "hypothetical"
    PAST = "past"


class Subject(Enum):
    """Whom a sentence is about."""

    OWN = "own"
    GROUP = "group"
    SUPPLIER = "supplier"
    OTHER = "other"
    LAW = "law"
    NONE = "none"


class Role(Enum):
    PRIMARY = "primary"  # reaches the requirement's level by itself
    SUPPORTING = "supporting"  # counts below it, or the level rests on it
    RELATED = "related"  # the other side of a contradiction
    EXPECTED = "expected"  # where missing content should have been
    SET_ASIDE = "set_aside"  # matched, and not counted


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, list item, table row or signature line, and what it does for a requirement.

    `words` are the spans of the words that matched, inside `span`. `reason` says why a match was set aside, a code
    that reporters translate.
    """

    span: Span
    role: Role = Role.PRIMARY
    level: Level | None = None
    standing: Standing = Standing.STATED
    subject: Subject = Subject.NONE
    words: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One of several places that a rule found, each a finding of its own; the first evidence is the place."""

    evidence: tuple[Evidence, ...]
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a kind says: a level (for levelled kinds) or an outcome, with the evidence for it.

    `reason` is a code for `review`, `not_applicable` and further messages; `values` fill the message's braces.
    `rests_on_absence`: the verdict would change if text turned up that was not read. `cases`: where the kind finds
    several things, each to be mended by itself; then `evidence` holds the first place of each.
    """

    level: Level | None = None
    outcome: Outcome | None = None
    evidence: tuple[Evidence, ...] = ()
    set_aside: tuple[Evidence, ...] = ()
    reason: str = ""
    values: tuple[tuple[str, str], ...] = ()
    rests_on_absence: bool = False
    cases: tuple[Case, ...] = ()


Texts = tuple[tuple[str, str], ...]  # (language, text) pairs, every language of the pack


def text_in(texts: Texts, language: str) -> str:
    """The text in `language`; packs are complete, so a missing language is the first one only in broken data."""
    found = dict(texts)
    return found.get(language) or next(iter(found.values()), "")


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a law or guideline. `text` names it in each language, `url` is its public address."""

    text: Texts
    url: str = ""


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """What the report says of one requirement of one pack. `reason` explains review, not_applicable, unchecked."""

    id: str
    pack: str
    part: Texts  # of the law, for grouping
    title: Texts
    citation: Citation
    outcome: Outcome
    level: Level | None
    severity: Severity
    evidence: tuple[Evidence, ...] = ()
    set_aside: tuple[Evidence, ...] = ()
    reason: Texts = ()
    elsewhere: tuple[Evidence, ...] = ()  # what would meet it, outside of the account in a larger report


class Decided(Enum):
    """What people have decided about a finding."""

    WAIVED = "waived"  # by a waiver that holds
    KNOWN = "known"  # in the baseline: an old finding
    EXPIRED = "expired"  # waived until a day that has passed: it counts again
    NOT_DUE = "not_due"  # due only at a later stage than the one that was asked for


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a finding, and for a waiver why, by whom, and the last day on which it holds."""

    state: Decided
    reason: str = ""
    owner: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at. Texts are ready to show, in every language of the pack."""

    rule: str
    requirement: str
    pack: str
    outcome: Outcome
    severity: Severity
    confidence: Confidence
    citation: Citation
    message: Texts
    why: Texts
    advice: Texts
    example: Texts
    evidence: tuple[Evidence, ...]
    fingerprint: str
    level: Level | None = None
    reason: Texts = ()
    decision: Decision | None = None

    @property
    def open(self) -> bool:
        """Whether it still counts: neither waived, nor known from the baseline, nor due only later."""
        return self.decision is None or self.decision.state is Decided.EXPIRED


@dataclass(frozen=True, slots=True)
class Link:
    """A topic of the chain risk → measure → result, in the document's own words, and what speaks of it.

    Risks hold impacts that were found too. An empty tuple: nothing about the topic was found there.
    """

    topic: str
    risks: tuple[Evidence, ...]
    measures: tuple[Evidence, ...]
    results: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a rule of a pack asks, for outputs that list the rules of a run. `title` is its requirement's."""

    id: str
    requirement: str
    title: Texts
    citation: Citation
    severity: Severity
    confidence: Confidence
    asks: Texts
    why: Texts
    advice: Texts
    example: Texts
    limits: Texts = ()


@dataclass(frozen=True, slots=True)
class PackName:
    id: str
    edition: str
    title: Texts
    rules: tuple[RuleInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that could not be read keeps its place in the report. `values`: what the message names."""

    code: str
    message: str
    values: Texts = ()


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """The results for one document; `document` is None where it could not be read, and `error` then says why."""

    path: str
    media_type: str = ""
    sha256: str = ""
    kind: str = "other"
    kind_reason: Texts = ()
    document: Document | None = None
    account: Account | None = None  # in a larger report; None: the whole document
    requirements: tuple[RequirementResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    chain: tuple[Link, ...] = ()
    crashed: tuple[str, ...] = ()  # rules that failed inside, by id
    error: ReadFailure | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about the whole run, such as a waiver that no finding used. `code` is what reporters translate,
    `values` fill its text.
    """

    code: str
    values: Texts = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One run over one or more documents."""

    version: str
    packs: tuple[PackName, ...]
    documents: tuple[DocumentReport, ...]
    remarks: tuple[Remark, ...] = ()
