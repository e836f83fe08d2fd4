"""A page for the author: what was not read, then the findings by part of the law, then what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.table import Table
from rich.text import Text

from report_linter import texts
from report_linter.document import Document, Span
from report_linter.finding import (
    Decided,
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Report,
    RequirementResult,
    Role,
    Texts,
    text_in,
)
from report_linter.reporters import View
from report_linter.reporters.facts import (
    count,
    language_of,
    language_of_report,
    not_checked,
)
from report_linter.reporters.order import best, by_part, pack_titles, result_of, with_role
from report_linter.reporters.page import STYLES, Page, clean, join
from report_linter.reporters.places import account_parts, in_words, place_object, section_index, section_name
from report_linter.reporters.problems import decision_text, problems, remark_text
from report_linter.reporters.wording import counts_line, met_line, name_of, quoted, where
from report_linter.texts import Words

FOUND_QUOTES = 2  # under a finding, unless --verbose
QUOTED = (Role.PRIMARY, Role.SUPPORTING, Role.SET_ASIDE)


def render(report: Report, view: View) -> str:
    page = Page(view.width, view.colour)
    language = language_of_report(report, view)
    _put_problems(page, report, view, language)
    read = [document for document in report.documents if document.document]
    for result in read:
        page.rule() if len(report.documents) > 1 else page.blank()
        own = language_of(result, view)
        _Sheet(page, result, view, own, texts.load(own), pack_titles(report, own)).put()
    words = texts.load(language)
    if len(report.documents) > 1:
        _put_total(page, report, words)
    _put_remarks(page, report, words)
    page.blank()
    page.put((words.say("last"), "dim"))
    return page.text()


def _put_problems(page: Page, report: Report, view: View, language: str) -> None:
    for result in report.documents:
        own = language_of(result, view) if result.document else language
        for label, text in problems(result, own):
            page.put((label, STYLES["error"]), f"  {name_of(result, texts.load(own))}: {text}", hang=4)


def _put_total(page: Page, report: Report, words: Words) -> None:
    whole = all(not not_checked(document) for document in report.documents)
    documents = words.count("counts.documents", len(report.documents))
    page.rule()
    page.put((words.say("heading.all").upper(), "bold"))
    page.put(f"{documents}: {counts_line(count(report.documents), words, whole)}")


def _put_remarks(page: Page, report: Report, words: Words) -> None:
    if report.remarks:
        page.heading(words.say("decided.heading_remarks"))
    for remark in report.remarks:
        page.put(remark_text(remark, words.language), indent=2, hang=2)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One document's part of the page."""

    page: Page
    result: DocumentReport
    view: View
    language: str
    words: Words
    packs: dict[str, str]

    def put(self) -> None:
        self._head()
        self._findings()
        if not self.view.quiet:
            self._chain()
            self._not_found()
            self._found()
            self._clean()
            self._reasons("unchecked", Outcome.UNCHECKED)
            self._reasons("not_applicable", Outcome.NOT_APPLICABLE)
        if self.view.explain:
            self._evidence()

    @property
    def document(self) -> Document:
        assert self.result.document is not None
        return self.result.document

    def _text(self, said: Texts) -> str:
        return text_in(said, self.language)

    def _head(self) -> None:
        words, reading = self.words, self.document.reading
        self.page.put((name_of(self.result, words), "bold"))
        kind = words.word("kind", self.result.kind)
        language = words.word("language", self.document.language)
        pages = words.count("pages", reading.pages) if reading.pages is not None else ""
        self.page.put(join([kind[:1].upper() + kind[1:], language, pages]))
        account = self.result.account
        if account:
            parts = account_parts(self.document, account, words)
            self.page.put(words.say(f"account.{account.chosen.value}", parts=parts))
        self.page.blank()
        counts = counts_line(count([self.result]), words, not not_checked(self.result))
        self.page.put((f"{counts}.", "bold"), f" {met_line(self.result, words)}")

    # Findings

    def _findings(self) -> None:
        counting = tuple(finding for finding in self.result.findings if finding.open)
        if counting:
            self.page.heading(self.words.say("heading.findings"))
        for title, findings in by_part(replace(self.result, findings=counting), self.packs, self.language):
            self.page.blank()
            self.page.put((title, "underline"))
            for finding in findings:
                self._finding(finding)
        self._aside("heading_not_due", Decided.NOT_DUE)
        self._aside("heading", Decided.WAIVED, Decided.KNOWN)

    def _aside(self, heading: str, *states: Decided) -> None:
        """Findings that do not count, and why: by a decision, or because they are not due yet."""
        listed = [item for item in self.result.findings if item.decision and item.decision.state in states]
        if not listed:
            return
        self.page.heading(self.words.say(f"decided.{heading}"))
        for finding in sorted(listed, key=lambda item: states.index(item.decision.state)):  # type: ignore[union-attr]
            assert finding.decision is not None
            label = ""
            if len(states) > 1:
                label = f"{self.words.say(f'decided.label.{finding.decision.state.value}')}  "
            self.page.put(
                (label, "dim"),
                (self._title(finding), "bold"),
                f"  [{finding.rule}]",
                indent=2,
                hang=4,
            )
            if finding.decision.state is Decided.WAIVED:
                self.page.put(decision_text(finding.decision, self.language), indent=6)
            if self.view.quiet:
                continue
            self.page.put(self._text(finding.message), indent=6)
            self._field("finding.reason", self._text(finding.reason))
            self._quotes(finding)
            self._fingerprint(finding)

    def _title(self, finding: Finding) -> str:
        requirement = result_of(self.result, finding.requirement)
        return self._text(requirement.title) if requirement else finding.requirement

    def _fingerprint(self, finding: Finding) -> None:
        if self.view.verbose:
            self._field("decided.fingerprint", finding.fingerprint)

    def _finding(self, finding: Finding) -> None:
        style = "review" if finding.outcome is Outcome.REVIEW else finding.severity.word
        label = self.words.say(f"severity.{style}")
        if not self.view.quiet:
            self.page.blank()
        citation = self._text(finding.citation.text)
        end = join([f"  [{finding.rule}]", citation])
        self.page.put((label, STYLES[style]), "  ", (self._title(finding), "bold"), end, indent=2, hang=4)
        self.page.put(self._text(finding.message), indent=6)
        if finding.decision:
            self.page.put(decision_text(finding.decision, self.language), indent=6)
        if self.view.quiet:
            return
        self._field("finding.reason", self._text(finding.reason))
        self._quotes(finding)
        self._field("finding.why", self._text(finding.why))
        self._field("finding.advice", self._text(finding.advice))
        example = self._text(finding.example)
        self._field("finding.example", self.words.quote(example) if example else "")
        self._fingerprint(finding)

    def _field(self, key: str, text: str) -> None:
        if text:
            self.page.put((f"{self.words.say(key)}: ", "dim"), text, indent=6, hang=2)

    def _quotes(self, finding: Finding) -> None:
        """Where missing content was expected, what was found, and the other side of a contradiction."""
        for evidence in with_role(finding.evidence, Role.EXPECTED)[:1]:
            self._field("finding.expected", self._heading_at(evidence.span))
        found = [
            item for item in finding.evidence if item.role in (Role.PRIMARY, Role.SUPPORTING, Role.SET_ASIDE)
        ]
        limit = None if self.view.verbose else FOUND_QUOTES
        for evidence in found[:limit]:
            self._field("finding.found", self._quote(evidence))
        for evidence in with_role(finding.evidence, Role.RELATED)[:limit]:
            self._field("finding.related", self._quote(evidence))
        requirement = result_of(self.result, finding.requirement)
        if requirement and finding.rule == requirement.id:
            for evidence in requirement.elsewhere[:limit]:
                self._field("finding.not_counted", self._quote(evidence))

    def _heading_at(self, span: Span) -> str:
        """The section that should hold something; empty where only the document's start is left to name."""
        first = next(iter(self.document.sentences), None)
        if first is None or span == first.span:
            return ""
        name = section_name(self.document, section_index(self.document, span))
        place = in_words(place_object(self.document, span), self.words)
        return join([self.words.quote(name), place], ", ") if name else ""

    def _quote(self, evidence: Evidence) -> str:
        place = where(self.result, evidence.span, self.words)
        return f"{self.words.quote(quoted(self.document, evidence))} ({place})"

    # Risk, measure, result

    def _chain(self) -> None:
        """A row for each topic, with the first place of its risk, measure and result."""
        if not self.result.chain:
            return
        self.page.heading(self.words.say("heading.chain"))
        table = Table(box=None, pad_edge=True, padding=(0, 2, 0, 1))
        for key in ("topic", "risk", "measure", "result"):
            table.add_column(self.words.say(f"chain.{key}"), header_style="dim")
        for link in self.result.chain:
            cells = [self._places(items) for items in (link.risks, link.measures, link.results)]
            table.add_row(*(Text(clean(cell)) for cell in (link.topic, *cells)))
        self.page.show(table)

    def _places(self, items: Sequence[Evidence]) -> str:
        if not items:
            return self.words.say("chain.none")
        first = in_words(place_object(self.document, items[0].span), self.words)
        return first if len(items) == 1 else self.words.say("chain.more", first=first, more=len(items) - 1)

    # What was found, and the rest

    def _not_found(self) -> None:
        """Requirements that fail without a finding: of a text that is no account, or said under another one."""
        found = {finding.requirement for finding in self.result.findings}
        listed = [
            item
            for item in (*self._with_outcome(Outcome.FAIL), *self._with_outcome(Outcome.REVIEW))
            if item.id not in found
        ]
        if not listed:
            return
        self.page.heading(self.words.say("heading.not_found"))
        for item in listed:
            level = self.words.say(f"level.{item.level.word}") if item.level is not None else ""
            self._item(item, "".join(f" – {said}" for said in (level, self._text(item.reason)) if said))
            for evidence in item.elsewhere if self.view.verbose else item.elsewhere[:1]:
                self.page.put(self._quote(evidence), indent=6)

    def _found(self) -> None:
        passed = [item for item in self._with_outcome(Outcome.PASS) if item.evidence]
        if not passed:
            return
        self.page.heading(self.words.say("heading.found"))
        for item in passed:
            level = f" – {self.words.say(f'level.{item.level.word}')}" if item.level is not None else ""
            self._item(item, level)
            shown = item.evidence if self.view.verbose else [best(item.evidence)]
            for evidence in shown:
                self.page.put(self._quote(evidence), indent=6)

    def _with_outcome(self, outcome: Outcome) -> list[RequirementResult]:
        return [item for item in self.result.requirements if item.outcome is outcome]

    def _item(self, item: RequirementResult, end: str) -> None:
        self.page.put((self._text(item.title), "bold"), f"  [{item.id}]{end}", indent=2, hang=4)

    def _clean(self) -> None:
        """Requirements that are met by nothing being there, such as no placeholder."""
        passed = [
            item for item in self.result.requirements if item.outcome is Outcome.PASS and not item.evidence
        ]
        if not passed:
            return
        self.page.heading(self.words.say("heading.clean"))
        for item in passed:
            self._item(item, "")

    def _reasons(self, key: str, outcome: Outcome) -> None:
        shown = {item.requirement for item in self.result.findings if item.decision and not item.open}
        listed = [item for item in self._with_outcome(outcome) if item.id not in shown]
        if not listed:
            return
        self.page.heading(self.words.say(f"heading.{key}"))
        for item in listed:
            reason = self._text(item.reason)
            self._item(item, f": {reason}" if reason else "")

    # --explain-evidence

    def _evidence(self) -> None:
        listed = [item for item in self.result.requirements if item.evidence or item.set_aside]
        if not listed:
            return
        self.page.heading(self.words.say("heading.evidence"))
        for item in listed:
            self._item(item, "")
            for evidence in (*item.evidence, *item.set_aside):
                self.page.put(self._account_of(evidence), ": ", self._quote(evidence), indent=6, hang=2)

    def _account_of(self, evidence: Evidence) -> str:
        words = self.words
        level = words.say(f"level.{evidence.level.word}") if evidence.level is not None else ""
        standing = words.say(f"standing.{evidence.standing.value}")
        reason = words.word("set_aside", evidence.reason) if evidence.reason else ""
        return join([words.say(f"role.{evidence.role.value}"), level, standing, reason], ", ")
