"""The draft behind the results: its words as quotes, its places as links, and the way back to the checklist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from report_linter import texts
from report_linter.document import Document, Span
from report_linter.finding import DocumentReport, Evidence, Role, Standing, text_in
from report_linter.reporters.checklist import Row
from report_linter.reporters.html.marks import COUNTS, Claim, Marks, quoted
from report_linter.reporters.html.model import Place, Quote, Reference, Section
from report_linter.reporters.html.names import Names
from report_linter.reporters.html.text import Shown, depth
from report_linter.reporters.order import with_role
from report_linter.reporters.places import section_index, section_name
from report_linter.reporters.wording import where

QUOTE_LENGTH = 700
NAME_LENGTH = 90
COUNTED = (Role.PRIMARY, Role.SUPPORTING)


class Draft:
    """One document that was read, in the words of `language`, with all that `rows` rest on.

    `explain`: also with what matched and was not counted.
    """

    def __init__(
        self, result: DocumentReport, rows: Sequence[Row], names: Names, language: str, explain: bool
    ) -> None:
        self._result = result
        self._rows = rows
        self._names = names
        self._language = language
        self._words = texts.load(language)
        self._explain = explain

    @property
    def document(self) -> Document:
        assert self._result.document is not None
        return self._result.document

    def quote(
        self, item: Evidence, mark: str = COUNTS, note: bool = False, length: int = QUOTE_LENGTH
    ) -> Quote:
        return Quote(
            pieces=quoted(self.document, item.span, item.words, mark, length),
            language=self._language_at(item.span),
            where=where(self._result, item.span, self._words),
            link=self._marks.anchor(item.span),
            note=self._note(item) if note else "",
        )

    def _note(self, item: Evidence) -> str:
        words = self._words
        said = [words.say(f"role.{item.role.value}")]
        if item.level is not None:
            said.append(words.say(f"level.{item.level.word}"))
        if item.standing is not Standing.STATED:
            said.append(words.say(f"standing.{item.standing.value}"))
        if item.reason:
            said.append(words.word("set_aside", item.reason))
        return ", ".join(dict.fromkeys(said))

    def _language_at(self, span: Span) -> str:
        index = self.document.sentence_at(span.start)
        return self.document.sentences[index].language if index is not None else self.document.language

    def expected_place(self, item: Evidence) -> Place | None:
        """The section that should hold something; None where only the document's start is left to name."""
        where = self._expected_block(item)
        if where is None:
            return None
        name = section_name(self.document, section_index(self.document, item.span))
        return Place(name, self.shown.block_anchor(where), self._language_at(item.span)) if name else None

    def _expected_block(self, item: Evidence) -> int | None:
        first = next(iter(self.document.sentences), None)
        if first is None or item.span == first.span:
            return None
        return self._marks.block_at(item.span)

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self.document, self._claims(), self._names.prefix)

    def _claims(self) -> Iterator[Claim]:
        """What counts and what is noted; and what is only quoted somewhere on the page, to be found again."""
        for row in self._rows:
            reference = self._reference(row, finding=False)
            for item in with_role(row.result.evidence, *COUNTED):
                yield Claim(item.span, item.words, reference)
            others = (
                *row.result.elsewhere,
                *with_role(row.result.evidence, Role.RELATED, Role.EXPECTED, Role.SET_ASIDE),
                *(row.result.set_aside if self._explain else ()),
            )
            for item in others:
                yield Claim(item.span)
            for finding in row.findings:
                reference = self._reference(row, finding=finding.open)
                for item in with_role(finding.evidence, *COUNTED, Role.RELATED, Role.SET_ASIDE):
                    yield Claim(item.span, item.words, reference)
        for link in self._result.chain:
            for item in (*link.risks, *link.measures, *link.results):
                yield Claim(item.span)

    def _reference(self, row: Row, finding: bool) -> Reference:
        return Reference(
            label=row.result.id,
            title=text_in(row.result.title, self._language),
            link=self._names.of(row.result),
            finding=finding,
            beyond=row.result.pack in self._names.beyond,
        )

    @cached_property
    def shown(self) -> Shown:
        expected: dict[int, list[Reference]] = defaultdict(list)
        for row in self._rows:
            places = {
                self._expected_block(item): finding.open
                for finding in reversed(row.findings)
                for item in with_role(finding.evidence, Role.EXPECTED)[:1]
            }
            for place, open_ in places.items():
                if place is not None:
                    expected[place].append(self._reference(row, finding=open_))
        heard = {
            index: [reference for reference in references if not reference.beyond] or references
            for index, references in expected.items()
        }
        return Shown(self._result, self.document, self._marks, heard, self._names.prefix, self._words)

    def outline(self, document: Document) -> Iterator[Section]:
        """The sections, and how many open findings point into each."""
        pointed: dict[int | None, int] = defaultdict(int)
        for finding in self._result.findings:
            if finding.open and finding.evidence:
                item = finding.evidence[0]
                if item.role is not Role.EXPECTED or self._expected_block(item) is not None:
                    pointed[section_index(document, item.span)] += 1
        for index, section in enumerate(document.sections):
            if section.heading is None:
                continue
            yield Section(
                title=section_name(document, index),
                level=depth(document, index),
                link=self.shown.block_anchor(section.heading),
                language=self._language_at(document.reading.blocks[section.heading].span),
                findings=self._words.count("html.findings", pointed[index]) if pointed[index] else "",
            )
