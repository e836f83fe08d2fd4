"""What several outputs say in the same words: where a finding points, what it quotes, how a requirement stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report_linter import texts
from report_linter.document import Document, Span
from report_linter.finding import (
    DocumentReport,
    Evidence,
    Finding,
    Level,
    Outcome,
    RequirementResult,
    Role,
    Texts,
    text_in,
)
from report_linter.reporters.facts import Counts, count
from report_linter.reporters.order import best, result_of
from report_linter.reporters.page import QUOTE_LENGTH, excerpt, join, shorten
from report_linter.reporters.places import in_words, place_object, section_index, section_name
from report_linter.reporters.problems import decision_text
from report_linter.texts import Words

SECTION_LENGTH = 60


def where(result: DocumentReport, span: Span, words: Words) -> str:
    """`page 5, “Risk”`; of a larger report also whether this is outside of its account."""
    assert result.document is not None
    name = section_name(result.document, section_index(result.document, span))
    place = in_words(place_object(result.document, span), words)
    if result.account and not result.account.holds(span):
        place = words.say("account.elsewhere", place=place)
    return join([place, words.quote(shorten(name, SECTION_LENGTH)) if name else ""], ", ")


def quoted(document: Document, evidence: Evidence, length: int = QUOTE_LENGTH) -> str:
    """The words of a sentence that prove something, and as much round them as `length` characters hold."""
    text = document.quote(evidence.span)
    words = [word for word in evidence.words if evidence.span.covers(word)]
    if not words:
        return shorten(text, length)
    start, end = min(word.start for word in words), max(word.end for word in words)
    before = document.quote(Span(evidence.span.start, start))
    first = len(before) + bool(before)
    return excerpt(text, first, first + len(document.quote(Span(start, end))), length)


def place_of(finding: Finding, document: Document) -> Evidence | None:
    """What a finding points at: the words it is about, else the heading that should hold what is missing.

    None where only the document's start is left to name.
    """
    quoted = quote_of(finding)
    if quoted:
        return quoted
    first = next(iter(document.sentences), None)
    expected = (item for item in finding.evidence if item.role is Role.EXPECTED)
    return next((item for item in expected if first is None or item.span != first.span), None)


def quote_of(finding: Finding) -> Evidence | None:
    """The words that a finding is about; None where something is missing altogether."""
    return next((item for item in finding.evidence if item.role is not Role.EXPECTED), None)


def severity_of(finding: Finding) -> str:
    """`error`, `warning`, `info`, or `review` where a person must look: keys of `severity`."""
    return "review" if finding.outcome is Outcome.REVIEW else finding.severity.word


def counts_line(counts: Counts, words: Words, whole: bool) -> str:
    """`1 error, 4 warnings; 2 waived`; without findings the words say whether everything was checked."""
    numbers = {"error": counts.error, "warning": counts.warning, "review": counts.review, "info": counts.info}
    said = [words.count(f"counts.{key}", number) for key, number in numbers.items() if number]
    numbers = {"waived": counts.waived, "known": counts.known, "not_due": counts.not_due}
    aside = [words.count(f"decided.{key}", number) for key, number in numbers.items() if number]
    none = f"{'decided' if aside else 'counts'}.{'none' if whole else 'none_in_part'}"
    return join([", ".join(said) or words.say(none), ", ".join(aside)], "; ")


def met_line(result: DocumentReport, words: Words) -> str:
    """How many requirements were found, and how many no document can show."""
    levelled = [item.level for item in result.requirements if item.level is not None]
    met = [level for level in levelled if level >= Level.DESCRIBED]
    unchecked = count([result]).unchecked
    said = [words.say("counts.met", met=len(met), all=len(levelled))] if levelled else []
    if unchecked:
        said.append(words.count("counts.unchecked", unchecked))
    return "; ".join(said) + "." if said else ""


def name_of(result: DocumentReport, words: Words) -> str:
    """The document as a person knows it."""
    return words.say("label.input") if result.path == "-" else result.path


def findings_of(result: DocumentReport, requirement: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.requirement == requirement]


def status(item: RequirementResult, words: Words) -> str:
    """How a requirement stands, in a word or two: `found`, `only mentioned`, `to review`."""
    level = item.level
    if item.outcome is Outcome.PASS:
        key = "met" if level is not None else "clean"
    elif item.outcome is not Outcome.FAIL:
        key = item.outcome.value
    elif level is Level.ABSENT or level is Level.MENTIONED:
        key = level.word
    else:
        key = "mend"
    return words.say(f"outputs.status.{key}")


def quoted_by(item: RequirementResult) -> Evidence | None:
    """The evidence to quote for a requirement, if there is any."""
    return best(item.evidence) if item.evidence else None


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding in the words of one language, plain text."""

    result: DocumentReport
    finding: Finding
    language: str

    @property
    def words(self) -> Words:
        return texts.load(self.language)

    @property
    def severity(self) -> str:
        return self.words.say(f"severity.{severity_of(self.finding)}")

    @property
    def title(self) -> str:
        """Of its requirement."""
        requirement = result_of(self.result, self.finding.requirement)
        return self.text(requirement.title) if requirement else self.finding.requirement

    @property
    def decision(self) -> str:
        """What people have decided about it; empty where nothing is."""
        return decision_text(self.finding.decision, self.language) if self.finding.decision else ""

    @property
    def where(self) -> str:
        """Where it points; of what is missing, where it was expected."""
        assert self.result.document is not None
        evidence = place_of(self.finding, self.result.document)
        if evidence is None:
            return ""
        place = where(self.result, evidence.span, self.words)
        return self._labelled("finding.expected", place) if evidence.role is Role.EXPECTED else place

    @property
    def quote(self) -> str:
        """The words it is about, without marks of quotation; empty where something is missing altogether."""
        assert self.result.document is not None
        evidence = quote_of(self.finding)
        return self.result.document.quote(evidence.span) if evidence else ""

    def cut(self, length: int) -> str:
        """`quote` in at most so many characters, the words that count among them."""
        assert self.result.document is not None
        evidence = quote_of(self.finding)
        return quoted(self.result.document, evidence, length) if evidence else ""

    def text(self, said: Texts) -> str:
        return text_in(said, self.language)

    def short(self, length: int | None = None) -> str:
        """Message and words, on one line: `Measures are mentioned, not described. In the text: “…”`."""
        quote = self.words.quote(self.cut(length) if length else self.quote) if self.quote else ""
        message = self.text(self.finding.message)
        end = "" if not quote or message.endswith((".", "!", "?")) else "."
        return join([f"{message}{end}", self._labelled("finding.found", quote)], " ")

    def lines(self) -> Iterator[str]:
        """Everything about it, a line each: decision, message, place, note, why, advice, wording, citation."""
        finding, words = self.finding, self.words
        if self.decision:
            yield self.decision
        yield self.short()
        example = self.text(finding.example)
        fields: Sequence[tuple[str, str]] = (
            ("outputs.column.where", self.where),
            ("finding.reason", self.text(finding.reason)),
            ("finding.why", self.text(finding.why)),
            ("finding.advice", self.text(finding.advice)),
            ("finding.example", words.quote(example) if example else ""),
            ("outputs.column.citation", self.text(finding.citation.text)),
        )
        yield from (said for said in (self._labelled(key, text) for key, text in fields) if said)

    def _labelled(self, key: str, text: str) -> str:
        return f"{self.words.say(key)}: {text}" if text else ""
