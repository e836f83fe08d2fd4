"""Why a rule did not say more of a document: its result, what came closest and what that lacked, what was set aside,
and what is looked for, in the words of the pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from report_linter import texts
from report_linter.document import Account, Document, Span
from report_linter.finding import (
    DocumentReport,
    Evidence,
    Finding,
    Level,
    Outcome,
    RequirementResult,
    Standing,
    Subject,
    Texts,
    Verdict,
    text_in,
)
from report_linter.kinds import KINDS
from report_linter.kinds import concepts as named_concepts
from report_linter.near import Lack, Near, What, nearest, next_level, ways
from report_linter.pack.model import Pack, Requirement, Rule
from report_linter.reporters import View
from report_linter.reporters.facts import language_of, not_checked
from report_linter.reporters.order import result_of
from report_linter.reporters.page import STYLES, Page, join, shorten
from report_linter.reporters.places import in_words, place_object, section_index, section_name
from report_linter.reporters.problems import problems
from report_linter.scene import Scene
from report_linter.texts import Words

_BUT = frozenset({What.STANDING, What.SUBJECT, What.QUOTED, What.EXCLUDED, What.LET_PASS})
CLOSEST, COUNTED, ASIDE, SAMPLES, WORDS = 6, 4, 6, 3, 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule of a pack, or a requirement that no rule checks, and a document.

    `report` is the whole check of the document, `scene` what the pack sees of it, and `expressions` are the words of
    the pack's concepts in the document's language.
    """

    pack: Pack
    requirement: Requirement
    rule: Rule | None
    report: DocumentReport
    scene: Scene
    expressions: Mapping[str, Sequence[str]]


def render(asked: Asked, view: View) -> str:
    language = language_of(asked.report, view)
    page = Page(view.width, view.colour)
    sheet = _Sheet(page, asked, language, texts.load(language))
    sheet.head()
    if asked.rule is None:
        sheet.without_rule()
    elif any(said.startswith(f"{asked.rule.id}:") for said in asked.report.crashed):
        page.put(sheet.say("crashed"), indent=2)
    else:
        verdict, text = asked.scene.verdict(asked.rule.judge, asked.requirement.anywhere)
        close = nearest(asked.rule, text, verdict, CLOSEST)
        sheet.result(asked.rule, verdict)
        sheet.counted(verdict.evidence)
        if ways(asked.rule):
            sheet.closest(verdict, close, text.document)
        shown = {text.document.sentences[index].span for near in close for index in near.sentences}
        sheet.aside([item for item in verdict.set_aside if item.span not in shown])
        sheet.elsewhere()
        sheet.sought(asked.rule)
    return page.text()


@dataclass(frozen=True, slots=True)
class _Sheet:
    page: Page
    asked: Asked
    language: str
    words: Words
    named: dict[str, None] = field(
        default_factory=dict
    )  # concepts that were named, for the list of their words

    @property
    def document(self) -> Document:
        return self.asked.scene.report.document

    @property
    def account(self) -> Account | None:
        return self.asked.scene.account

    @property
    def own_result(self) -> RequirementResult | None:
        return result_of(self.asked.report, self.asked.requirement.id)

    def say(self, key: str, **values: object) -> str:
        return self.words.say(f"why_not.{key}", **values)

    def _text(self, said: Texts) -> str:
        return text_in(said, self.language)

    def _heading(self, key: str, **values: object) -> None:
        self.page.heading(self.say(f"heading.{key}", **values))

    # Result

    def head(self) -> None:
        """What was not read comes first, as everywhere."""
        report = self.asked.report
        for label, text in problems(report, self.language):
            self.page.put((label, STYLES["error"]), f"  {report.path}: {text}", hang=4)
        self.page.blank()
        name = self.asked.rule.id if self.asked.rule else self.asked.requirement.id
        self.page.put((self._text(self.asked.requirement.title), "bold"), f"  [{name}]")
        kind = self.words.word("kind", report.kind)
        self.page.put(join([report.path, kind, self.words.word("language", self.document.language)]))
        self.page.blank()
        self.page.put(self._text(self.asked.requirement.asks))
        self._heading("result")

    def without_rule(self) -> None:
        requirement = self.asked.requirement
        if requirement.repeats:
            self.page.put(self.say("repeats", ids=", ".join(requirement.repeats)), indent=2)
            return
        self.page.put(self.say("outcome.unchecked"), indent=2)
        self.page.put(self._text(requirement.unchecked), indent=2)

    def result(self, rule: Rule, verdict: Verdict) -> None:
        if verdict.outcome is None:
            level = verdict.level or Level.ABSENT
            after = "enough" if level < Level.DESCRIBED else "highest" if level is Level.SPECIFIC else ""
            said = [self.say("level", level=self._level(level)), self.say(after) if after else ""]
            self.page.put(join(said, " "), indent=2)
        else:
            self.page.put(self.say(f"outcome.{verdict.outcome.value}"), indent=2)
        findings = [finding for finding in self.asked.report.findings if finding.rule == rule.id]
        for finding in findings[:1]:
            self.page.put(self._finding(finding), indent=2, hang=2)
        own = self.own_result
        reason = findings[0].reason if findings else own.reason if own and rule.id == own.id else ()
        if reason:
            self.page.put(self._text(reason), indent=2)
        if "kind" in not_checked(self.asked.report):
            self.page.put(self.say("no_findings"), indent=2)

    def _finding(self, finding: Finding) -> str:
        review = finding.outcome is Outcome.REVIEW
        severity = self.words.say("severity.review" if review else f"severity.{finding.severity.word}")
        return self.say("finding", severity=severity, message=self._text(finding.message))

    # Places

    def counted(self, evidence: Sequence[Evidence]) -> None:
        if not evidence:
            return
        self._heading("counted")
        for item in sorted(evidence, key=lambda item: -(item.level or 0))[:COUNTED]:
            level = f"{self._level(item.level)}: " if item.level is not None else ""
            self.page.put(level, self._quote(item.span), indent=2, hang=2)
        self._more(len(evidence) - COUNTED)

    def closest(self, verdict: Verdict, close: Sequence[Near], document: Document) -> None:
        wanted = next_level(verdict)
        if verdict.outcome is None and wanted is None:
            return
        if wanted is None:
            self._heading("closest_finding")
        else:
            self._heading("closest", level=self._level(wanted))
        if not close:
            self.page.put(self.say("nothing_close"), indent=2)
        for near in close:
            self.page.blank()
            self._near(near, document)

    def _near(self, near: Near, document: Document) -> None:
        for index in near.sentences[:2]:
            self.page.put((self._quote(document.sentences[index].span), "bold"), indent=2, hang=2)
        found: dict[str, list[Span]] = {}
        for hit in near.found:
            if not hit.inherited:
                found.setdefault(hit.concept, []).append(hit.span)
        said = [f"{concept} {self._said(spans)}" for concept, spans in found.items()]
        if said:
            self.page.put((f"{self.say('found')}: ", "dim"), ", ".join(said), indent=6, hang=2)
        for lack in near.lacks:
            label = self.say("but" if lack.what in _BUT else "lacks")
            self.page.put((f"{label}: ", "dim"), self._lack(lack, near), indent=6, hang=2)
        way = near.way
        if way.level is None:
            number = self.say("frame_of", number=way.number, of=way.of)
        else:
            number = self.say("way", level=self._level(way.level), number=way.number, of=way.of)
        self.page.put((f"({number})", "dim"), indent=6)

    def _lack(self, lack: Lack, near: Near) -> str:
        key, words = f"lack.{lack.what.value}", self._said(lack.words)
        if lack.what is What.SOME:
            listed = self._listed([self._concept(name) for name in lack.concepts])
            return self.words.count(f"why_not.{key}", lack.number, concepts=listed)
        if lack.what is What.STANDING:
            codes = self._standings(lack.codes)
            return self.say(
                key, words=words, codes=codes, asked=self._standings(_of(near.way.frame.standing))
            )
        if lack.what is What.SUBJECT:
            codes = self._subjects(lack.codes)
            return self.say(key, words=words, codes=codes, asked=self._subjects(_of(near.way.frame.subject)))
        if lack.what is What.PLACE:
            return self.say(key, codes=self.say(f"part.{lack.codes[0]}"))
        return self.say(key, words=words, concepts=self._listed([self._concept(c) for c in lack.concepts]))

    def aside(self, evidence: Sequence[Evidence]) -> None:
        if not evidence:
            return
        self._heading("aside")
        for item in evidence[:ASIDE]:
            reason = self.words.word("set_aside", item.reason)
            self.page.put(f"{self._quote(item.span)}: {reason}", indent=2, hang=2)
        self._more(len(evidence) - ASIDE)

    def elsewhere(self) -> None:
        own = self.own_result
        if own is None or not own.elsewhere:
            return
        self._heading("elsewhere")
        for item in own.elsewhere[:COUNTED]:
            self.page.put(self._quote(item.span), indent=2, hang=2)
        self._more(len(own.elsewhere) - COUNTED)

    def _more(self, number: int) -> None:
        if number > 0:
            self.page.put(self.words.count("why_not.more", number), indent=2)

    def _quote(self, span: Span) -> str:
        name = section_name(self.document, section_index(self.document, span))
        place = in_words(place_object(self.document, span), self.words)
        if self.account and not self.account.holds(span):
            place = self.words.say("account.elsewhere", place=place)
        where = join([place, self.words.quote(shorten(name, 60)) if name else ""], ", ")
        return f"{self.words.quote(shorten(self.document.quote(span)))} ({where})"

    def _said(self, spans: Iterable[Span]) -> str:
        quotes = dict.fromkeys(shorten(self.document.quote(span), 60) for span in spans)
        return ", ".join(self.words.quote(quote) for quote in list(quotes)[:SAMPLES])

    # What is looked for

    def sought(self, rule: Rule) -> None:
        self._heading("sought")
        schema: Mapping[str, Any] = KINDS[rule.kind].schema["properties"]
        options: Mapping[str, Any] = rule.options
        self.page.put(f"{self.say('kind')}: {rule.kind}", indent=2)
        for key, value in options.items():
            if key == "levels":
                for name in reversed(value):
                    level = Level[name.upper()]
                    self.page.blank()
                    self.page.put(self.say("enough_way", level=self._level(level)), indent=2)
                    self._frames(value[name], "said" if name == "mentioned" else "asserted")
            elif "items" in schema.get(key, {}) and isinstance(value[0], Mapping):
                self.page.blank()
                self.page.put(f"{key}:", indent=2)
                asserted = rule.kind in ("forbids", "bare") and key != "shown"
                self._frames(value, "asserted" if asserted else "anything")
            else:
                self.page.put(self.say("option", name=key, value=_plain(value)), indent=2, hang=2)
        for _, name in named_concepts(options, KINDS[rule.kind].schema):
            self.named.setdefault(name)
        if self.named:
            self._heading("words")
        for name in sorted(self.named):
            self.page.put((f"{name}: ", "dim"), self._samples(name, WORDS), indent=2, hang=4)

    def _frames(self, frames: Sequence[Mapping[str, Any]], default: str) -> None:
        self.page.put((self.say(f"default.{default}"), "dim"), indent=4)
        for number, frame in enumerate(frames, 1):
            self.page.put(f"{number}. ", "; ".join(self._frame(frame)), indent=4, hang=3)

    def _frame(self, frame: Mapping[str, Any]) -> Iterator[str]:
        asked = [*frame.get("all", ())]
        if "any" in frame:
            asked.append(self._some(frame["any"], frame.get("count", 1)))
        said = self._listed(asked)
        if "like" in frame:
            level = self._level(Level[frame["like"].upper()])
            yield self.say("frame.like" if said else "frame.like_alone", level=level, asked=said)
        else:
            yield self.say(f"frame.{frame.get('within', 'sentence')}", asked=said)
        if "none" in frame:
            yield self.say("frame.none", concepts=self._listed(frame["none"], "or"))
        if "standing" in frame:
            yield self.say("frame.standing", codes=self._standings(frame["standing"]))
        if "subject" in frame:
            yield self.say("frame.subject", codes=self._subjects(frame["subject"]))
        if "section" in frame:
            yield self.say("frame.heading", concepts=self._listed(frame["section"], "or"))

    # Words

    def _some(self, concepts: Sequence[str], number: int) -> str:
        if len(concepts) == 1:
            return concepts[0]
        return self.words.count("why_not.frame.any", number, concepts=self._listed(concepts, "or"))

    def _level(self, level: Level) -> str:
        return self.words.say(f"level.{level.word}")

    def _standings(self, codes: Iterable[str]) -> str:
        return self._listed([self.words.say(f"standing.{code}") for code in codes], "or")

    def _subjects(self, codes: Iterable[str]) -> str:
        return self._listed([self.say(f"subject.{code}") for code in codes], "or")

    def _listed(self, said: Sequence[str], last: str = "and") -> str:
        if len(said) < 2:
            return "".join(said)
        return f"{', '.join(said[:-1])} {self.say(last)} {said[-1]}"

    def _concept(self, name: str) -> str:
        return f"{name} ({self._samples(name, SAMPLES)})"

    def _samples(self, name: str, most: int) -> str:
        """Some words of a concept; a star stands for more letters."""
        if f"why_not.feature.{name}" in self.words.texts:
            return self.say(f"feature.{name}")
        expressions = self.asked.expressions.get(name, ())
        plain = list(dict.fromkeys(word.lstrip("=") for word in expressions if not word.startswith("/")))
        patterns = sum(word.startswith("/") for word in expressions)
        if not plain:
            return self.words.count("why_not.patterns", patterns)
        said = ", ".join(self.words.quote(word.replace("*", "…")) for word in plain[:most])
        left = max(len(plain) - most, 0) + patterns
        return self.say("samples", words=said, number=left) if left else said


def _of(asked: Iterable[Standing] | Iterable[Subject]) -> list[str]:
    """Codes in the order of the model."""
    codes = {item.value for item in asked}
    return [item.value for kind in (Standing, Subject) for item in kind if item.value in codes]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
