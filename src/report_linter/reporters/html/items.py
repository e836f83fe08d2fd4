"""The points of the checklist: how each requirement stands, what proves it, what is missing, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from report_linter import texts
from report_linter.finding import (
    Evidence,
    Finding,
    Outcome,
    RequirementResult,
    Role,
    Texts,
    text_in,
)
from report_linter.reporters.checklist import Row, Status
from report_linter.reporters.html.draft import COUNTED, Draft
from report_linter.reporters.html.marks import FINDING
from report_linter.reporters.html.model import Advice, Item, Level, Said
from report_linter.reporters.html.names import Names
from report_linter.reporters.order import best, with_role
from report_linter.reporters.problems import decision_text

FOUND_QUOTES = 3  # under a finding


class Items:
    """Makes the points of one document's checklist, in the words of `language`."""

    def __init__(self, draft: Draft, names: Names, language: str, explain: bool) -> None:
        self._draft = draft
        self._names = names
        self._language = language
        self._words = texts.load(language)
        self._explain = explain

    def item(self, row: Row) -> Item:
        result = row.result
        counted = with_role(result.evidence, *COUNTED) or list(result.evidence)
        shown = {item.span for finding in row.findings for item in _found(finding)[:FOUND_QUOTES]}
        quotes: list[Evidence] = []
        if counted and (row.met or not row.findings) and best(counted).span not in shown:
            quotes = [best(counted)]
            shown.add(quotes[0].span)
        quote = self._draft.quote
        return Item(
            anchor=self._names.of(result),
            id=result.id,
            title=self._text(result.title),
            status=row.status,
            level=self._level(result),
            citation=self._text(result.citation.text),
            url=result.citation.url,
            reason=tuple(self._names.linked("" if row.findings else self._text(result.reason))),
            advice=tuple(self._advice(row)),
            quotes=tuple(quote(item) for item in quotes),
            more=tuple(quote(item, note=True) for item in counted if item.span not in shown),
            elsewhere=tuple(quote(item) for item in result.elsewhere),
            aside=tuple(quote(item, note=True) for item in result.set_aside) if self._explain else (),
        )

    def _level(self, result: RequirementResult) -> Level | None:
        if result.level is None:
            return None
        return Level(int(result.level), self._words.say(f"level.{result.level.word}"))

    def _advice(self, row: Row) -> Iterator[Advice]:
        """Findings that are mended in the same way together."""
        words, result = self._words, row.result

        def same(finding: Finding) -> tuple[str, Texts, Texts, Texts]:
            return finding.rule, finding.why, finding.advice, finding.example

        for _, group in groupby(
            sorted(row.findings, key=lambda finding: finding.rule != result.id), key=same
        ):
            findings = list(group)
            first = findings[0]
            citation = self._text(first.citation.text)
            yield Advice(
                rule=first.rule,
                confidence=words.say(f"confidence.{first.confidence.word}"),
                citation=citation if citation != self._text(result.citation.text) else "",
                said=tuple(self._said(finding) for finding in findings),
                why=self._text(first.why),
                advice=self._text(first.advice),
                example=self._text(first.example),
            )

    def _said(self, finding: Finding) -> Said:
        expected = next(iter(with_role(finding.evidence, Role.EXPECTED)), None)
        return Said(
            status=status_of(finding),
            message=self._text(finding.message),
            reason=self._text(finding.reason),
            decision=decision_text(finding.decision, self._language) if finding.decision else "",
            closed=not finding.open,
            found=tuple(self._draft.quote(item, FINDING) for item in _found(finding)[:FOUND_QUOTES]),
            related=tuple(
                self._draft.quote(item, FINDING)
                for item in with_role(finding.evidence, Role.RELATED)[:FOUND_QUOTES]
            ),
            expected=self._draft.expected_place(expected) if expected else None,
        )

    def _text(self, said: Texts) -> str:
        return text_in(said, self._language)


def _found(finding: Finding) -> list[Evidence]:
    """What it found in the text."""
    return with_role(finding.evidence, *COUNTED, Role.SET_ASIDE)


def status_of(finding: Finding) -> Status:
    """How bad it is, whatever people have decided."""
    return Status.REVIEW if finding.outcome is Outcome.REVIEW else Status(finding.severity.word)
