"""From a report to what its page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from report_linter import texts
from report_linter.finding import DocumentReport, Report, text_in
from report_linter.reporters import View
from report_linter.reporters.facts import language_of_report
from report_linter.reporters.html.model import Page
from report_linter.reporters.html.sheet import Maker, counts_text, day
from report_linter.reporters.problems import remark_text
from report_linter.texts import Words


def page_of(report: Report, view: View) -> Page:
    """The page for `report`."""
    language = language_of_report(report, view)
    words = texts.load(language)
    documents = report.documents
    names = _names(documents, words)
    if len(documents) == 1:
        title = words.say("html.title", name=names[0])
    else:
        title = words.count("html.titles", len(documents))
    made = words.say("html.made", version=report.version, day=day(view.today, words))
    return Page(
        language=words.language,
        title=title,
        made=made if day(view.today, words) else words.say("html.made_by", version=report.version),
        sheets=tuple(
            Maker(report, result, view, f"d{number}", name).sheet()
            for number, (result, name) in enumerate(zip(documents, names, strict=True), 1)
        ),
        remarks=tuple(remark_text(remark, language) for remark in report.remarks),
        total=counts_text(documents, words),
        sources=tuple(_sources(report, language)),
    )


def _names(documents: Sequence[DocumentReport], words: Words) -> list[str]:
    """What the documents are called: without folders where that tells them apart."""
    whole = [words.say("label.input") if result.path == "-" else result.path for result in documents]
    short = [PurePath(name).name or name for name in whole]
    return short if len(set(short)) == len(short) else whole


def _sources(report: Report, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The addresses that each pack cites, the most cited first."""
    for pack in report.packs:
        cited = Counter(
            item.citation.url.partition("#")[0]
            for document in report.documents
            for item in document.requirements
            if item.pack == pack.id and item.citation.url
        )
        title = " ".join(part for part in (text_in(pack.title, language) or pack.id, pack.edition) if part)
        yield title, tuple(url for url, _ in cited.most_common())
