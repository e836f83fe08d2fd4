"""What the packs hold: a list of every requirement and rule, and one page on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from report_linter import texts
from report_linter.finding import Texts, text_in
from report_linter.pack.model import Pack, Requirement, Rule
from report_linter.reporters import View
from report_linter.reporters.facts import DEFAULT_LANGUAGE
from report_linter.reporters.json import SCHEMA_VERSION, dumps
from report_linter.reporters.page import Page, clean
from report_linter.texts import Words


def ids(packs: Sequence[Pack]) -> Iterator[str]:
    """Every id that `--select`, `--ignore` and `explain` know: requirements and rules."""
    for pack in packs:
        for requirement in pack.requirements:
            yield requirement.id
            yield from (rule.id for rule in requirement.rules if rule.id != requirement.id)


def render(packs: Sequence[Pack], view: View) -> str:
    language = view.language or DEFAULT_LANGUAGE
    page = Page(view.width, view.colour)
    for pack in packs:
        page.blank()
        page.put((text_in(pack.title, language), "bold"), f"  [{pack.id} {pack.edition}]")
        page.show(_table(pack, language, texts.load(language)))
    return page.text()


def _table(pack: Pack, language: str, words: Words) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("id", no_wrap=True)
    table.add_column("severity", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    table.add_column("title", ratio=1)
    for requirement in pack.requirements:
        for rule_id, severity, kind, title in _rows(requirement, language):
            label = words.say(f"severity.{severity}").lower()
            table.add_row(Text(rule_id), Text(label), Text(kind), Text(clean(title)))
    return table


def _rows(requirement: Requirement, language: str) -> Iterator[tuple[str, str, str, str]]:
    kind = requirement.check.kind if requirement.check else "" if requirement.further else "unchecked"
    yield requirement.id, requirement.severity.word, kind, text_in(requirement.title, language)
    for rule in requirement.further:
        yield rule.id, rule.severity.word, rule.kind, text_in(rule.message, language)


def render_json(packs: Sequence[Pack], language: str | None) -> str:
    said_in = language or DEFAULT_LANGUAGE
    return dumps({"schema_version": SCHEMA_VERSION, "packs": [_pack_object(pack, said_in) for pack in packs]})


def _pack_object(pack: Pack, language: str) -> dict[str, object]:
    return {
        "id": pack.id,
        "edition": pack.edition,
        "title": text_in(pack.title, language),
        "url": pack.url,
        "languages": list(pack.languages),
        "requirements": [_requirement_object(requirement, language) for requirement in pack.requirements],
    }


def _requirement_object(requirement: Requirement, language: str) -> dict[str, object]:
    return {
        "id": requirement.id,
        "title": text_in(requirement.title, language),
        "part": text_in(requirement.part, language),
        "citation": {"text": text_in(requirement.citation.text, language), "url": requirement.citation.url},
        "severity": requirement.severity.word,
        "confidence": requirement.confidence.word,
        "unchecked": text_in(requirement.unchecked, language) or None,
        "rules": [_rule_object(rule) for rule in requirement.rules],
    }


def _rule_object(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity.word,
        "confidence": rule.confidence.word,
    }


def explain(pack: Pack, requirement: Requirement, rule: Rule | None, view: View) -> str:
    """The page of a requirement, or of one of its further rules."""
    language = view.language or DEFAULT_LANGUAGE
    sheet = _Explanation(Page(view.width, view.colour), language)
    if rule is None or rule is requirement.check:
        sheet.requirement(pack, requirement)
    else:
        sheet.further(pack, requirement, rule)
    return sheet.page.text()


class _Explanation:
    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self._language = language
        self._words = texts.load(language)

    def requirement(self, pack: Pack, requirement: Requirement) -> None:
        self._title(requirement.id, self._text(requirement.title))
        self._section("asks", requirement.asks)
        self._section("why", requirement.why)
        self._facts(pack, requirement, requirement.check or requirement)
        self._section("unchecked", requirement.unchecked)
        if requirement.check:
            self._messages(requirement)
            self._examples(requirement.check)
        self._section("advice", requirement.advice)
        self._wording(requirement)
        self._section("limits", requirement.limits)
        for rule in requirement.further:
            self.page.heading(self._say("rule"), f"  [{rule.id}]")
            self._rule(rule)

    def further(self, pack: Pack, requirement: Requirement, rule: Rule) -> None:
        self._title(rule.id, self._text(requirement.title))
        self._rule(rule)
        self._section("why", requirement.why)
        self._facts(pack, requirement, rule)
        self._wording(requirement)
        self._section("limits", requirement.limits)

    def _rule(self, rule: Rule) -> None:
        self.page.put((self._severity(rule), "bold"), f"  {self._text(rule.message)}", indent=2, hang=2)
        if rule.advice:
            self._labelled("advice", self._text(rule.advice))
        self._examples(rule)

    def _title(self, rule_id: str, title: str) -> None:
        self.page.put((title, "bold"), f"  [{rule_id}]")

    def _section(self, key: str, said: Texts) -> None:
        text = self._text(said)
        if text:
            self.page.heading(self._say(key))
            self.page.put(text, indent=2)

    def _facts(self, pack: Pack, requirement: Requirement, checked: Requirement | Rule) -> None:
        self.page.heading(self._say("basis"))
        self.page.put(self._text(requirement.citation.text), indent=2)
        if requirement.citation.url:
            self.page.put(requirement.citation.url, indent=2)
        self.page.blank()
        self._labelled("severity", self._severity(checked))
        self._labelled("confidence", self._words.say(f"confidence.{checked.confidence.word}"))
        if isinstance(checked, Rule):
            self._labelled("kind", checked.kind)
        self._labelled("pack", f"{self._text(pack.title)} [{pack.id} {pack.edition}]")
        if requirement.anywhere:
            self.page.put(f"{self._say('anywhere')}.", indent=2)
        if requirement.due:
            due = self._words.say("decided.due", stage=requirement.due.stage.word)
            self.page.put(f"{due}: {self._text(requirement.due.why)}", indent=2, hang=2)

    def _messages(self, requirement: Requirement) -> None:
        if not requirement.absent and not requirement.mentioned:
            return
        self.page.heading(self._say("finding"))
        for key, said in (("absent", requirement.absent), ("mentioned", requirement.mentioned)):
            if said:
                self._labelled(key, self._text(said))

    def _examples(self, rule: Rule) -> None:
        own = [example for example in rule.examples if example.language == self._language]
        self.page.heading(self._say("levels"))
        if not own:
            self.page.put(self._say("no_examples"), indent=2)
        for expected in dict.fromkeys(example.expected for example in own):
            self.page.put((self._words.word("level", expected), "bold"), indent=2)
            for example in own:
                if example.expected == expected:
                    self.page.put(self._words.quote(" ".join(example.text.split())), indent=4, hang=1)

    def _wording(self, requirement: Requirement) -> None:
        example = self._text(requirement.example)
        if example:
            self.page.heading(self._say("example"))
            self.page.put(self._words.quote(example), indent=2, hang=1)

    def _labelled(self, key: str, text: str) -> None:
        self.page.put((f"{self._say(key)}: ", "dim"), text, indent=2, hang=2)

    def _severity(self, checked: Requirement | Rule) -> str:
        return self._words.say(f"severity.{checked.severity.word}").lower()

    def _say(self, key: str) -> str:
        return self._words.say(f"explain.{key}")

    def _text(self, said: Texts) -> str:
        return text_in(said, self._language)
