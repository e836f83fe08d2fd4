"""From one document's results to what the page says of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby

from report_linter import texts
from report_linter.document import Document, Span
from report_linter.finding import (
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Report,
    RequirementResult,
    Role,
    Standing,
    Texts,
    text_in,
)
from report_linter.reporters import View
from report_linter.reporters.checklist import Checklist, Row, Status, checklists, worst_first
from report_linter.reporters.facts import count, language_of, language_of_report, not_checked
from report_linter.reporters.html.marks import COUNTS, FINDING, Claim, Marks, quoted
from report_linter.reporters.html.model import (
    Advice,
    Chapter,
    Fact,
    First,
    Group,
    Item,
    Level,
    Piece,
    Place,
    Quote,
    Reference,
    Said,
    Section,
    Sheet,
    Tile,
    Topic,
)
from report_linter.reporters.html.text import Shown
from report_linter.reporters.order import best, with_role
from report_linter.reporters.places import account_parts, in_words, place_object, section_index, section_name
from report_linter.reporters.problems import decision_text, problems
from report_linter.texts import Words

QUOTE_LENGTH = 700
SHORT_QUOTE = 280  # in the table of topics
NAME_LENGTH = 90
FOUND_QUOTES = 3  # under a finding
CHAIN_QUOTES = 2
FIRST_ITEMS = 12
COUNTED = (Role.PRIMARY, Role.SUPPORTING)
TILES = (Status.ERROR, Status.WARNING, Status.REVIEW, Status.INFO)
_ID = re.compile(r"\b[A-Z][A-Z0-9]*(?:[-.][A-Za-z0-9]+)+\b")


def counts_text(results: Iterable[DocumentReport], words: Words) -> str:
    """`1 error, 4 warnings`; without findings the words say whether everything was checked."""
    results = tuple(results)
    counts = count(results)
    numbers = {"error": counts.error, "warning": counts.warning, "review": counts.review, "info": counts.info}
    said = [words.count(f"counts.{key}", number) for key, number in numbers.items() if number]
    whole = not any(not_checked(result) for result in results)
    return ", ".join(said) or words.say("counts.none" if whole else "counts.none_in_part")


def day(today: date, words: Words) -> str:
    """`30 June 2026`; empty where no date is known."""
    if today == date.min:
        return ""
    return words.say("html.day", day=today.day, month=words.say(f"html.month.{today.month}"), year=today.year)


class Maker:
    """Makes the sheet of one document; `prefix` begins the names of its anchors, `name` is what it is called."""

    def __init__(self, report: Report, result: DocumentReport, view: View, prefix: str, name: str) -> None:
        self._result = result
        self._view = view
        self._prefix = prefix
        self._name = name
        self._report = report
        self._language = language_of(result, view) if result.document else language_of_report(report, view)
        self._words = texts.load(self._language)
        self._checklists = checklists(report, result)
        self._rows = [row for made in self._checklists for row in (*made.rows, *made.apart)]
        self._anchors = _named(self._rows, prefix)
        self._linked = {row.result.id: self._anchor(row) for row in reversed(self._rows)}

    # The whole

    def sheet(self) -> Sheet:
        result, words = self._result, self._words
        chapters = tuple(self._chapter(made, number) for number, made in enumerate(self._checklists))
        first, left = self._first(chapters)
        apart = [row for made in self._checklists for row in made.apart]
        kind = words.word("kind", result.kind)
        read = result.document
        return Sheet(
            anchor=self._prefix,
            name=self._name,
            language=words.language,
            text_language=read.language if read else "",
            problems=tuple(problems(result, self._language)),
            read=read is not None,
            kind=kind[:1].upper() + kind[1:],
            account=self._account(),
            counts=counts_text([result], words),
            met=self._met("html.met_law"),
            met_short=self._met("html.met_short"),
            decided=self._decided(),
            tiles=self._tiles(),
            facts=tuple(self._facts()),
            first=first,
            first_more=words.count("html.first.more", left) if left else "",
            chapters=chapters,
            chain=tuple(self._chain()) if read else (),
            unchecked=self._with_status(apart, Status.UNCHECKED),
            not_applicable=self._with_status(apart, Status.NOT_APPLICABLE),
            outline=tuple(self._outline(read)) if read else (),
            text=tuple(self._shown.stretches()) if read else (),
            text_shortened=words.say("html.text.shortened") if read and self._shown.shortened else "",
        )

    def _account(self) -> str:
        account = self._result.account
        if not account:
            return ""
        return self._words.say(
            f"account.{account.chosen.value}", parts=account_parts(self._document, account, self._words)
        )

    def _met(self, key: str) -> str:
        """How much of the law was found in the text, in the words of `key`."""
        law = next((made for made in self._checklists if made.levelled), None)
        if law is None:
            return ""
        levelled = [row for row in law.rows if row.result.level is not None]
        return self._words.say(key, met=sum(row.met for row in levelled), all=len(levelled))

    def _decided(self) -> str:
        counts = count([self._result])
        numbers = {"waived": counts.waived, "known": counts.known}
        said = (self._words.count(f"html.{key}", number) for key, number in numbers.items() if number)
        return ", ".join(said)

    def _tiles(self) -> tuple[Tile, ...]:
        counts = count([self._result])
        numbers = (counts.error, counts.warning, counts.review, counts.info)
        return tuple(
            Tile(status, number, self._words.count(f"html.tile.{status.value}", number))
            for status, number in zip(TILES, numbers, strict=True)
        )

    def _facts(self) -> Iterator[Fact]:
        result, words, read = self._result, self._words, self._result.document
        if read is None:
            return
        if result.path not in (self._name, "-"):
            yield Fact(words.say("html.fact.path"), result.path, long=True)
        kind = words.word("kind", result.kind)
        yield Fact(words.say("html.fact.kind"), kind[:1].upper() + kind[1:])
        yield Fact(words.say("html.fact.language"), words.word("language", read.language))
        if read.reading.pages is not None:
            yield Fact(words.say("html.fact.pages"), words.count("pages", read.reading.pages))
        if not read.reading.unread:
            yield Fact(words.say("html.fact.read"), words.say("html.read_whole"))
        packs = (
            " ".join(part for part in (self._text(pack.title) or pack.id, pack.edition) if part)
            for pack in self._report.packs
        )
        yield Fact(words.say("html.fact.packs"), "; ".join(packs), long=True)
        if result.sha256:
            yield Fact(words.say("html.fact.sha256"), result.sha256, code=True, long=True)

    # The checklist

    def _anchor(self, row: Row) -> str:
        return self._anchors[(row.result.pack, row.result.id)]

    def _chapter(self, made: Checklist, number: int) -> Chapter:
        law = made.levelled and made.pack.id not in self._beyond
        groups = []
        for index, part in enumerate(made.parts):
            rows = [row for row in part.rows if row.status is not Status.CLEAN]
            if rows:
                levelled = [row for row in rows if row.result.level is not None]
                groups.append(
                    Group(
                        anchor=f"{self._prefix}-c{number}-{index}",
                        title=self._text(part.title),
                        items=tuple(self._item(row) for row in rows),
                        met=sum(row.met for row in levelled),
                        levelled=len(levelled),
                    )
                )
        return Chapter(
            anchor=f"{self._prefix}-c{number}",
            title=self._text(made.pack.title) or made.pack.id,
            edition=made.pack.edition,
            law=law,
            about="details" if law else "others" if made.levelled else "quality",
            groups=tuple(groups),
            clean=tuple(self._item(row) for row in made.rows if row.status is Status.CLEAN),
            counts=self._chapter_counts(made),
        )

    def _chapter_counts(self, made: Checklist) -> str:
        open_ = [finding for row in made.rows for finding in row.findings if finding.open]
        numbers = {
            key: sum(_status_of(finding).value == key for finding in open_)
            for key in ("error", "warning", "review", "info")
        }
        said = [self._words.count(f"counts.{key}", number) for key, number in numbers.items() if number]
        text = ", ".join(said) or self._words.say("counts.none_in_part" if self._partly else "counts.none")
        if not made.levelled:
            return text
        levelled = [row for row in made.rows if row.result.level is not None]
        met = self._words.say("counts.met", met=sum(row.met for row in levelled), all=len(levelled))
        return f"{text}; {met}"

    @cached_property
    def _beyond(self) -> frozenset[str]:
        """Packs of guidance beyond the wording of the law."""
        levelled = [made.pack.id for made in self._checklists if made.levelled]
        return frozenset(levelled[1:])

    @cached_property
    def _partly(self) -> bool:
        return bool(not_checked(self._result))

    def _with_status(self, rows: Iterable[Row], status: Status) -> tuple[Item, ...]:
        return tuple(self._item(row) for row in rows if row.status is status)

    def _item(self, row: Row) -> Item:
        result = row.result
        counted = with_role(result.evidence, *COUNTED) or list(result.evidence)
        shown = {item.span for finding in row.findings for item in _found(finding)[:FOUND_QUOTES]}
        quotes: list[Evidence] = []
        if counted and (row.met or not row.findings) and best(counted).span not in shown:
            quotes = [best(counted)]
            shown.add(quotes[0].span)
        quote = self._quote
        return Item(
            anchor=self._anchor(row),
            id=result.id,
            title=self._text(result.title),
            status=row.status,
            level=self._level(result),
            citation=self._text(result.citation.text),
            url=result.citation.url,
            reason=tuple(self._linked_pieces("" if row.findings else self._text(result.reason))),
            advice=tuple(self._advice(row)),
            quotes=tuple(quote(item) for item in quotes),
            more=tuple(quote(item, note=True) for item in counted if item.span not in shown),
            elsewhere=tuple(quote(item) for item in result.elsewhere),
            aside=tuple(quote(item, note=True) for item in result.set_aside) if self._view.explain else (),
        )

    def _level(self, result: RequirementResult) -> Level | None:
        if result.level is None:
            return None
        return Level(int(result.level), self._words.say(f"level.{result.level.word}"))

    def _linked_pieces(self, text: str) -> Iterator[Piece]:
        """`text` with the ids of requirements as links to them."""
        at = 0
        for match in _ID.finditer(text):
            link = self._linked.get(match.group())
            if link:
                yield Piece(text[at : match.start()])
                yield Piece(match.group(), anchor=link)
                at = match.end()
        if text[at:]:
            yield Piece(text[at:])

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
            status=_status_of(finding),
            message=self._text(finding.message),
            reason=self._text(finding.reason),
            decision=decision_text(finding.decision, self._language) if finding.decision else "",
            closed=not finding.open,
            found=tuple(self._quote(item, FINDING) for item in _found(finding)[:FOUND_QUOTES]),
            related=tuple(
                self._quote(item, FINDING)
                for item in with_role(finding.evidence, Role.RELATED)[:FOUND_QUOTES]
            ),
            expected=self._expected_place(expected) if expected else None,
        )

    def _first(self, chapters: Sequence[Chapter]) -> tuple[tuple[First, ...], int]:
        """What to look at first, worst first, without mere notes; and how many are left out."""
        items = {
            item.anchor: item for chapter in chapters for group in chapter.groups for item in group.items
        }
        bad = [row for row in worst_first(self._rows) if row.status is not Status.INFO]
        errors = sum(row.status is Status.ERROR for row in bad)
        shown = bad[: max(errors, FIRST_ITEMS)]
        made = []
        for row in shown:
            others = sum(finding.open for finding in row.findings) - 1
            made.append(
                First(
                    items[self._anchor(row)],
                    self._text(row.findings[0].message),
                    self._words.count("html.first.others", others) if others else "",
                )
            )
        return tuple(made), len(bad) - len(shown)

    # Quotes and places

    @property
    def _document(self) -> Document:
        assert self._result.document is not None
        return self._result.document

    def _text(self, said: Texts) -> str:
        return text_in(said, self._language)

    def _quote(
        self, item: Evidence, mark: str = COUNTS, note: bool = False, length: int = QUOTE_LENGTH
    ) -> Quote:
        return Quote(
            pieces=quoted(self._document, item.span, item.words, mark, length),
            language=self._language_at(item.span),
            where=self._where(item.span),
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

    def _where(self, span: Span) -> str:
        """`page 5, “Risk”`; of a larger report also whether this is outside of its account."""
        words, account = self._words, self._result.account
        name = section_name(self._document, section_index(self._document, span))
        place = in_words(place_object(self._document, span), words)
        if account and not account.holds(span):
            place = words.say("account.elsewhere", place=place)
        section = words.quote(name if len(name) <= NAME_LENGTH else f"{name[:NAME_LENGTH]} …") if name else ""
        return ", ".join(part for part in (place, section) if part)

    def _language_at(self, span: Span) -> str:
        index = self._document.sentence_at(span.start)
        return self._document.sentences[index].language if index is not None else self._document.language

    def _expected_place(self, item: Evidence) -> Place | None:
        """The section that should hold something; None where only the document's start is left to name."""
        where = self._expected_block(item)
        if where is None:
            return None
        name = section_name(self._document, section_index(self._document, item.span))
        return Place(name, self._shown.block_anchor(where), self._language_at(item.span)) if name else None

    def _expected_block(self, item: Evidence) -> int | None:
        first = next(iter(self._document.sentences), None)
        if first is None or item.span == first.span:
            return None
        return self._marks.block_at(item.span)

    # The text

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self._document, self._claims(), self._prefix)

    def _claims(self) -> Iterator[Claim]:
        for row in self._rows:
            reference = self._reference(row, finding=False)
            for item in (*with_role(row.result.evidence, *COUNTED), *row.result.elsewhere):
                yield Claim(item.span, item.words, reference)
            others = (
                *with_role(row.result.evidence, Role.RELATED, Role.EXPECTED, Role.SET_ASIDE),
                *(row.result.set_aside if self._view.explain else ()),
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
            title=self._text(row.result.title),
            link=self._anchor(row),
            finding=finding,
            beyond=row.result.pack in self._beyond,
        )

    @cached_property
    def _shown(self) -> Shown:
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
        return Shown(self._result, self._document, self._marks, heard, self._prefix, self._words)

    def _outline(self, document: Document) -> Iterator[Section]:
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
                level=_depth(document, index),
                link=self._shown.block_anchor(section.heading),
                language=self._language_at(document.reading.blocks[section.heading].span),
                findings=self._words.count("html.findings", pointed[index]) if pointed[index] else "",
            )

    # Risk, measure, result

    def _chain(self) -> Iterator[Topic]:
        for link in self._result.chain:
            cells = tuple(
                tuple(
                    self._quote(item, length=SHORT_QUOTE if number < CHAIN_QUOTES else 0)
                    for number, item in enumerate(items)
                )
                for items in (link.risks, link.measures, link.results)
            )
            yield Topic(link.topic, self._document.language, cells)


def _found(finding: Finding) -> list[Evidence]:
    """What it found in the text."""
    return with_role(finding.evidence, *COUNTED, Role.SET_ASIDE)


def _status_of(finding: Finding) -> Status:
    """How bad it is, whatever people have decided."""
    return Status.REVIEW if finding.outcome is Outcome.REVIEW else Status(finding.severity.word)


def _depth(document: Document, index: int) -> int:
    """From 1: one more than the section it stands in."""
    depth, parent = 1, document.sections[index].parent
    while parent is not None and depth < 6:
        depth, parent = (
            depth + (document.sections[parent].heading is not None),
            document.sections[parent].parent,
        )
    return depth


def _named(rows: Iterable[Row], prefix: str) -> dict[tuple[str, str], str]:
    """An anchor for each requirement, made of its id: unlike the others', and of letters that an address can hold."""
    taken: set[str] = set()
    anchors: dict[tuple[str, str], str] = {}
    for row in rows:
        plain = f"{prefix}-{re.sub(r'[^A-Za-z0-9._-]', '_', row.result.id)}"
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name)
        anchors[(row.result.pack, row.result.id)] = name
    return anchors
