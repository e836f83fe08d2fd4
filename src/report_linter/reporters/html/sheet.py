"""From one document's results to what the page says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from report_linter import texts
from report_linter.finding import DocumentReport, Report, Texts, text_in
from report_linter.reporters import View
from report_linter.reporters.checklist import Checklist, Row, Status, checklists, worst_first
from report_linter.reporters.facts import count, language_of, language_of_report, not_checked
from report_linter.reporters.html.draft import Draft
from report_linter.reporters.html.items import Items, status_of
from report_linter.reporters.html.model import Chapter, Fact, First, Group, Item, Sheet, Tile, Topic
from report_linter.reporters.html.names import Names
from report_linter.reporters.places import account_parts
from report_linter.reporters.problems import problems
from report_linter.reporters.wording import counts_line
from report_linter.texts import Words

SHORT_QUOTE = 280  # in the table of topics
CHAIN_QUOTES = 2
FIRST_ITEMS = 12
TILES = (Status.ERROR, Status.WARNING, Status.REVIEW, Status.INFO)


def counts_text(results: Sequence[DocumentReport], words: Words) -> str:
    return counts_line(count(results), words, not any(map(not_checked, results)))


def day(today: date, words: Words) -> str:
    """`30 June 2026`; empty where no date is known."""
    if today == date.min:
        return ""
    return words.say("html.day", day=today.day, month=words.say(f"html.month.{today.month}"), year=today.year)


class Maker:
    """Makes the sheet of one document; `prefix` begins the names of its anchors, `name` is what it is called."""

    def __init__(self, report: Report, result: DocumentReport, view: View, prefix: str, name: str) -> None:
        self._report = report
        self._result = result
        self._name = name
        self._language = language_of(result, view) if result.document else language_of_report(report, view)
        self._words = texts.load(self._language)
        self._checklists = checklists(report, result)
        self._rows = [row for made in self._checklists for row in (*made.rows, *made.apart)]
        self._names = Names(self._checklists, prefix)
        self._draft = Draft(result, self._rows, self._names, self._language, view.explain)
        self._items = Items(self._draft, self._names, self._language, view.explain)

    def sheet(self) -> Sheet:
        result, words = self._result, self._words
        chapters = tuple(self._chapter(made, number) for number, made in enumerate(self._checklists))
        first, left = self._first(chapters)
        apart = [row for made in self._checklists for row in made.apart]
        kind = words.word("kind", result.kind)
        read = result.document
        return Sheet(
            anchor=self._names.prefix,
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
            first_none=f"{words.say('counts.none_in_part')}."
            if self._partly
            else words.say("html.first.none"),
            chapters=chapters,
            chain=tuple(self._chain()) if read else (),
            unchecked=self._with_status(apart, Status.UNCHECKED),
            not_applicable=self._with_status(apart, Status.NOT_APPLICABLE),
            outline=tuple(self._draft.outline(read)) if read else (),
            text=tuple(self._draft.shown.stretches()) if read else (),
            text_shortened=words.say("html.text.shortened") if read and self._draft.shown.shortened else "",
        )

    def _account(self) -> str:
        account = self._result.account
        if not account:
            return ""
        return self._words.say(
            f"account.{account.chosen.value}", parts=account_parts(self._draft.document, account, self._words)
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

    def _chapter(self, made: Checklist, number: int) -> Chapter:
        law = made.levelled and made.pack.id not in self._names.beyond
        groups = []
        for index, part in enumerate(made.parts):
            rows = [row for row in part.rows if row.status is not Status.CLEAN]
            if rows:
                levelled = [row for row in rows if row.result.level is not None]
                groups.append(
                    Group(
                        anchor=f"{self._names.prefix}-c{number}-{index}",
                        title=self._text(part.title),
                        items=tuple(self._items.item(row) for row in rows),
                        met=sum(row.met for row in levelled),
                        levelled=len(levelled),
                    )
                )
        return Chapter(
            anchor=f"{self._names.prefix}-c{number}",
            title=self._text(made.pack.title) or made.pack.id,
            edition=made.pack.edition,
            law=law,
            about="details" if law else "others" if made.levelled else "quality",
            groups=tuple(groups),
            clean=tuple(self._items.item(row) for row in made.rows if row.status is Status.CLEAN),
            counts=self._chapter_counts(made),
        )

    def _chapter_counts(self, made: Checklist) -> str:
        open_ = [finding for row in made.rows for finding in row.findings if finding.open]
        numbers = {
            key: sum(status_of(finding).value == key for finding in open_)
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
    def _partly(self) -> bool:
        return bool(not_checked(self._result))

    def _with_status(self, rows: Iterable[Row], status: Status) -> tuple[Item, ...]:
        return tuple(self._items.item(row) for row in rows if row.status is status)

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
                    items[self._names.of(row.result)],
                    self._text(row.findings[0].message),
                    self._words.count("html.first.others", others) if others else "",
                )
            )
        return tuple(made), len(bad) - len(shown)

    def _chain(self) -> Iterator[Topic]:
        for link in self._result.chain:
            cells = tuple(
                tuple(
                    self._draft.quote(item, length=SHORT_QUOTE if number < CHAIN_QUOTES else 0)
                    for number, item in enumerate(items)
                )
                for items in (link.risks, link.measures, link.results)
            )
            yield Topic(link.topic, self._draft.document.language, cells)

    def _text(self, said: Texts) -> str:
        return text_in(said, self._language)
