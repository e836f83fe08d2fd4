"""What the notes in a marked copy say: each finding in full once, and one note about the document as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from report_linter import texts
from report_linter.document import Document
from report_linter.finding import DocumentReport, Evidence, Finding, Outcome, Role, text_in
from report_linter.reporters.facts import count, not_checked
from report_linter.reporters.order import result_of, with_role
from report_linter.reporters.page import join, shorten
from report_linter.reporters.places import account_parts, in_words, place_object, ranges
from report_linter.reporters.problems import decision_text, problems
from report_linter.reporters.wording import counts_line
from report_linter.texts import Words

SUBJECT = "report-linter"
_NOT_COUNTED = 2  # quotes of what stands outside of the account
_NOTE, _APART = "\n", "\n\n"


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things about `result` in `language`."""

    result: DocumentReport
    document: Document
    language: str
    words: Words

    def label(self, finding: Finding) -> str:
        """`ERROR · Significant risk`."""
        kind = "review" if finding.outcome is Outcome.REVIEW else finding.severity.word
        requirement = result_of(self.result, finding.requirement)
        title = text_in(requirement.title, self.language) if requirement else finding.requirement
        return join([self.words.say(f"severity.{kind}"), title])

    def full(self, finding: Finding, left_out: Sequence[Evidence] = ()) -> str:
        """The whole of a finding; `left_out` is what is not marked of it."""
        say, language = self.words.say, self.language
        fields = {
            "reason": text_in(finding.reason, language),
            "why": text_in(finding.why, language),
            "advice": text_in(finding.advice, language),
            "example": text_in(finding.example, language),
        }
        if fields["example"]:
            fields["example"] = self.words.quote(fields["example"])
        return _lines(
            self.label(finding),
            decision_text(finding.decision, language) if finding.decision else "",
            text_in(finding.message, language),
            *(f"{say(f'finding.{key}')}: {text}" for key, text in fields.items() if text),
            self._also(left_out),
            *self._elsewhere(finding),
            self._source(finding),
        )

    def short(self, finding: Finding, page: int) -> str:
        """A finding that is told in full in the note on `page`."""
        return _lines(
            self.label(finding),
            text_in(finding.message, self.language),
            self.words.say("pdf_note.full", page=page),
            self._source(finding),
        )

    def continued(self, findings: Iterable[Finding], page: int) -> str:
        """What is told on `page`, where the marked words begin."""
        return _lines(*map(self.label, findings), self.words.say("pdf_note.continued", page=page))

    def _source(self, finding: Finding) -> str:
        return f"{text_in(finding.citation.text, self.language)} [{finding.rule}]".strip()

    def _also(self, left_out: Sequence[Evidence]) -> str:
        pages = {page for one in left_out for page in self._pages(one)}
        if not pages:
            return ""
        key = "place.page" if len(pages) == 1 else "place.several"
        places = self.words.say(key, first=min(pages), numbers=ranges(pages))
        return self.words.count("pdf_note.also", len(left_out), places=places)

    def _pages(self, evidence: Evidence) -> Iterator[int]:
        page = (place_object(self.document, evidence.span) or {}).get("page")
        if isinstance(page, int):
            yield page

    def _elsewhere(self, finding: Finding) -> Iterator[str]:
        """What would count, outside of the account in a larger report."""
        requirement = result_of(self.result, finding.requirement)
        if requirement is None or finding.rule != requirement.id:
            return
        for evidence in requirement.elsewhere[:_NOT_COUNTED]:
            quote = self.words.quote(shorten(self.document.quote(evidence.span)))
            place = in_words(place_object(self.document, evidence.span), self.words)
            yield f"{self.words.say('finding.not_counted')}: {quote} ({place})"

    def summary(self, unplaced: Sequence[Finding], placed: bool, today: date) -> str:
        """About the document as a whole: what was not read first, and the findings that stand nowhere."""
        say, result = self.words.say, self.result
        account = result.account
        where = account_parts(self.document, account, self.words) if account else ""
        counts = counts_line(count([result]), self.words, not not_checked(result))
        decided = sum(not finding.open for finding in result.findings)
        head = _lines(
            *(f"{label}: {text}" for label, text in problems(result, self.language)),
            say("pdf_note.head", date=today.isoformat()),
            say(f"account.{account.chosen.value}", parts=where) if account else "",
            say("pdf_note.counts" if placed else "pdf_note.counts_alone", counts=counts),
            say("pdf_note.decided", number=decided) if decided else "",
        )
        told = [self._unplaced(finding) for finding in unplaced]
        if told:
            told.insert(0, say("pdf_note.whole"))
        return _APART.join([head, *told, say("last")])

    def _unplaced(self, finding: Finding) -> str:
        """A finding whose words, if there are any, were not found on the page."""
        found = with_role(finding.evidence, *(role for role in Role if role is not Role.EXPECTED))
        quotes = [self.words.quote(shorten(self.document.quote(one.span))) for one in found[:1]]
        label = self.words.say("finding.found")
        return _NOTE.join([self.full(finding), *(f"{label}: {quote}" for quote in quotes)])


def teller(result: DocumentReport, document: Document, language: str) -> Teller:
    return Teller(result, document, language, texts.load(language))


def together(parts: Iterable[str]) -> str:
    """Several findings in one note."""
    return _APART.join(parts)


def _lines(*lines: str) -> str:
    return _NOTE.join(" ".join(line.split()) for line in lines if line)
