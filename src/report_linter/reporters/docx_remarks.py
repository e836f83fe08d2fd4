"""What the comments of a marked Word draft are about, and what they say; not where they stand in the file.

What is said about one sentence is one comment, worst first. Missing content is a comment each, so that each can be
answered and resolved by itself. What people have decided about comes in comments of its own, which Word shows as
resolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from report_linter import texts
from report_linter.document import Document, Span
from report_linter.finding import (
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Role,
    Texts,
    text_in,
)
from report_linter.reporters.docx_comments import Paragraph, Piece
from report_linter.reporters.order import rank, result_of, with_role
from report_linter.reporters.page import clean, shorten
from report_linter.reporters.problems import decision_text, problems

LOCALES: Final = {"en": "en-GB", "nb": "nb-NO", "nn": "nn-NO"}
QUOTES: Final = 3  # further places of one finding


@dataclass(slots=True)
class Remark:
    """A comment to be. `span` is what it is about, None for the document as a whole; `missing`: what should stand there
    does not. Without findings it is about what could not be read or checked.
    """

    span: Span | None
    findings: list[Finding] = field(default_factory=list)
    settled: bool = False
    missing: bool = False


def remarks(result: DocumentReport, notices: bool) -> list[Remark]:
    """The comments on a document in the order of its text. `notices`: something is to be said of the whole."""
    assert result.document is not None
    said: dict[object, Remark] = {}
    for finding in sorted(result.findings, key=rank):
        place = _place(finding)
        settled = not finding.open
        if place is None or place.role is Role.EXPECTED:
            remark = Remark(place.span if place else None, [finding], settled, missing=True)
            said[id(finding)] = remark
            continue
        span = _words(finding, place)
        sentence = result.document.sentence_at(span.start)
        key = (settled, span if sentence is None else sentence)
        there = said.setdefault(key, Remark(span, [], settled))
        there.findings.append(finding)
        assert there.span is not None
        there.span = Span(min(there.span.start, span.start), max(there.span.end, span.end))
    ordered = sorted(said.values(), key=_order)
    return [Remark(None), *ordered] if notices else ordered


def _order(remark: Remark) -> tuple[int, int, bool]:
    return (remark.span.start if remark.span else -1, rank(remark.findings[0]), remark.missing)


def _place(finding: Finding) -> Evidence | None:
    """What the comment stands on: words that count, else where content was expected, else whatever is shown."""
    for roles in ((Role.PRIMARY, Role.SUPPORTING), (Role.EXPECTED,), (Role.SET_ASIDE, Role.RELATED)):
        found = with_role(finding.evidence, *roles)
        if found:
            return found[0]
    return None


def _words(finding: Finding, evidence: Evidence) -> Span:
    """The words that a rule on defects names, from the first to the last. What a requirement is about is a sentence."""
    if finding.level is not None or not evidence.words:
        return evidence.span
    return Span(min(word.start for word in evidence.words), max(word.end for word in evidence.words))


@dataclass(frozen=True, slots=True)
class Wording:
    """The paragraphs of comments, in the language of the messages. `notices` are (label, text) pairs about the whole
    document.
    """

    result: DocumentReport
    language: str
    notices: Sequence[tuple[str, str]] = ()

    @property
    def _document(self) -> Document:
        assert self.result.document is not None
        return self.result.document

    def paragraphs(self, remark: Remark, exact: bool) -> list[Paragraph]:
        """What a comment says; where it does not stand on the words themselves, it quotes them."""
        if not remark.findings:
            return [
                (self._piece(f"{label}: ", bold=True), self._piece(f"{text[:1].upper()}{text[1:]}"))
                for label, text in self.notices
            ]
        said: list[Paragraph] = []
        for finding in remark.findings:
            if said:
                said.append(())
            said.extend(self._finding(finding, quoted=not (exact or remark.missing)))
        return said

    def head(self, finding: Finding) -> str:
        """The mark by which a comment that was answered is known to be about a rule."""
        return f"[{finding.rule}]"

    def _finding(self, finding: Finding, quoted: bool) -> Iterator[Paragraph]:
        words = texts.load(self.language)
        style = "review" if finding.outcome is Outcome.REVIEW else finding.severity.word
        requirement = result_of(self.result, finding.requirement)
        title = self._text(requirement.title) if requirement else finding.requirement
        said = f"{words.say(f'severity.{style}')}: {title} "
        yield self._piece(said, bold=True), self._piece(self.head(finding))
        if finding.decision:
            yield (self._piece(decision_text(finding.decision, self.language), bold=True),)
        place = _place(finding)
        if quoted and place is not None:
            yield self._quote("word.words", place)
        yield (self._piece(self._text(finding.message)),)
        yield from self._field("finding.reason", self._text(finding.reason))
        yield from self._others(finding, place)
        yield from self._field("finding.why", self._text(finding.why))
        yield from self._field("finding.advice", self._text(finding.advice))
        example = self._text(finding.example)
        yield from self._field("finding.example", words.quote(example) if example else "")
        yield from self._field("word.basis", self._text(finding.citation.text))

    def _others(self, finding: Finding, place: Evidence | None) -> Iterator[Paragraph]:
        """Further places that the finding rests on, and the other side of a contradiction."""
        counted = with_role(finding.evidence, Role.PRIMARY, Role.SUPPORTING, Role.SET_ASIDE)
        others = [item for item in counted if item is not place]
        for evidence in others[:QUOTES]:
            yield self._quote("word.also", evidence)
        if len(others) > QUOTES:
            yield (self._piece(texts.load(self.language).count("word.more", len(others) - QUOTES)),)
        for evidence in with_role(finding.evidence, Role.RELATED)[:QUOTES]:
            if evidence is not place:
                yield self._quote("finding.related", evidence)

    def _field(self, key: str, text: str) -> Iterator[Paragraph]:
        if text:
            yield self._label(key), self._piece(text)

    def _quote(self, key: str, evidence: Evidence) -> Paragraph:
        """Words of the document, in its language."""
        document = self._document
        words = texts.load(self.language)
        quote = words.quote(shorten(document.quote(evidence.span)))
        return self._label(key), Piece(clean(quote), _locale(document.language))

    def _label(self, key: str) -> Piece:
        return self._piece(f"{texts.load(self.language).say(key)}: ")

    def _piece(self, text: str, bold: bool = False) -> Piece:
        return Piece(clean(text), _locale(self.language), bold)

    def _text(self, said: Texts) -> str:
        return " ".join(text_in(said, self.language).split())


def notices(result: DocumentReport, language: str, signed: bool) -> tuple[tuple[str, str], ...]:
    """What the first comment says: what could not be read or checked, and that the copy carries no signature."""
    words = texts.load(language)
    said = list(problems(result, language))
    if signed:
        said.append((words.say("word.signature"), words.say("word.signed")))
    return tuple(said)


def _locale(language: str) -> str:
    return LOCALES.get(language, LOCALES["en"])
