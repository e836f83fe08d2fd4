"""Packs against a document: results for every requirement, and findings for what a person should mend.

The engine attributes: kinds judge without knowing which rule they serve.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from report_linter import chain, gate, inside
from report_linter.budget import Budget, OutOfTime, unlimited
from report_linter.document import Account, Document, Layer, PdfPlace, Span, Unit
from report_linter.finding import (
    WORST,
    Confidence,
    DocumentReport,
    Evidence,
    Finding,
    Level,
    Link,
    Outcome,
    RequirementResult,
    Role,
    Severity,
    Texts,
    Verdict,
)
from report_linter.kinds import KINDS, concepts
from report_linter.lexicons import Lexicon
from report_linter.match import Keep, Text, Words
from report_linter.outline.parts import cut
from report_linter.pack.model import Pack, Requirement, Rule
from report_linter.reasons import filled, reason
from report_linter.scene import Scene
from report_linter.store import Store

_BY_LEVEL = {
    Level.ABSENT: Outcome.FAIL,
    Level.MENTIONED: Outcome.FAIL,
    Level.DESCRIBED: Outcome.PASS,
    Level.SPECIFIC: Outcome.PASS,
}


class Engine:
    """Packs compiled once, for any number of documents."""

    def __init__(
        self,
        packs: Sequence[Pack],
        lexicons: Mapping[str, Lexicon],
        store: Store | None = None,
        budget: Budget = unlimited,
    ) -> None:
        self._packs = tuple(packs)
        self._store = store or Store()
        self._budget = budget
        self._language = Words({}, (), lexicons, keep=self._keep(""), budget=budget)
        self._words: dict[str, Words] = {}
        for pack in packs:
            self._compile(pack, lexicons)

    def _compile(self, pack: Pack, lexicons: Mapping[str, Lexicon]) -> Words:
        if pack.id not in self._words:
            base = self._compile(pack.uses, lexicons) if pack.uses else self._language
            keep = self._keep(_digests(pack))
            self._words[pack.id] = Words(pack.concepts, pack.quotations, lexicons, base, keep, self._budget)
        return self._words[pack.id]

    def _keep(self, made_from: str) -> Keep:
        return lambda language, make: self._store.kept(f"expressions {language} {made_from}", make)

    def _read(self, pack: Pack, texts: dict[str, Text], language: Text) -> Text:
        if pack.id not in texts:
            below = self._read(pack.uses, texts, language) if pack.uses else language
            texts[pack.id] = self._words[pack.id].read(language.document, language.today, below)
        return texts[pack.id]

    def account(self, document: Document) -> Account | None:
        """Where the account stands in a larger report; None where the whole document is the account."""
        for pack in self._packs:
            if pack.documents and pack.documents.inside:
                return inside.account(pack.documents.inside, document, self._words[pack.id].read)
        return None

    def scene(
        self, pack: Pack, document: Document, account: Account | None = None, today: date | None = None
    ) -> Scene:
        """What the rules of `pack` see of the document; `account` as in `check`."""
        scenes = self._scenes(document, account or self.account(document), today)
        return scenes[self._packs.index(pack)]

    def check(
        self,
        document: Document,
        *,
        account: Account | None = None,
        path: str = "",
        sha256: str = "",
        today: date | None = None,
        select: frozenset[str] = frozenset(),
        ignore: frozenset[str] = frozenset(),
        document_kind: str | None = None,
    ) -> DocumentReport:
        """Every requirement of every pack that `select` (all when empty) and `ignore` leave, in the packs' order.

        `account` is the part of a larger report that a person says is the account, `document_kind` what kind of
        text; None: the packs tell.
        """
        account = account or self.account(document)
        results: list[RequirementResult] = []
        findings: list[Finding] = []
        crashed: list[str] = []
        scenes = self._scenes(document, account, today)
        for pack, scene in zip(self._packs, scenes, strict=True):
            for requirement in pack.requirements:
                rules = [
                    rule for rule in requirement.rules if _chosen(rule.id, requirement.id, select, ignore)
                ]
                if not rules and (
                    requirement.rules or not _chosen(requirement.id, requirement.id, select, ignore)
                ):
                    continue
                if requirement.repeats:
                    results.append(_repeated(pack, requirement, results))
                    continue
                result, found = _requirement(pack, requirement, rules, scene, crashed, self._budget)
                results.append(result)
                findings += found
        texts = {pack.id: scene.text for pack, scene in zip(self._packs, scenes, strict=True)}
        kind, kind_reason, checked = (
            self._kind(results, texts, account) if document_kind is None else ("", (), True)
        )
        return DocumentReport(
            path=path,
            media_type=document.reading.media_type,
            sha256=sha256,
            kind=kind or document_kind or "other",
            kind_reason=kind_reason,
            document=document,
            account=account,
            requirements=tuple(results),
            findings=tuple(sorted(findings, key=_order)) if checked else (),
            chain=self._chain(results, texts),
            crashed=tuple(dict.fromkeys(crashed)),
        )

    def _scenes(self, document: Document, account: Account | None, today: date | None) -> list[Scene]:
        """What each pack sees: the account, and the whole report it stands in."""
        whole = self._texts(document, today)
        if account is None or not whole:
            return [Scene(text, text, None) for text in whole]
        own = self._texts(cut(document, account.parts), today, whole[0].own)
        return [Scene(text, report, account) for text, report in zip(own, whole, strict=True)]

    def _texts(self, document: Document, today: date | None, own: tuple[str, ...] = ()) -> list[Text]:
        """The document as each pack reads it; `own` names the enterprise where it does not do so itself."""
        texts: dict[str, Text] = {}
        language = self._language.read(document, today, own=own)
        return [self._read(pack, texts, language) for pack in self._packs]

    def _chain(self, results: Sequence[RequirementResult], texts: Mapping[str, Text]) -> tuple[Link, ...]:
        return tuple(
            link
            for pack in self._packs
            if pack.chain
            for link in chain.links(
                pack.chain, [result for result in results if result.pack == pack.id], texts[pack.id]
            )
        )

    def _kind(
        self, results: Sequence[RequirementResult], texts: Mapping[str, Text], account: Account | None
    ) -> tuple[str, Texts, bool]:
        """What kind of text it is, why, and whether findings about it make sense."""
        for pack in self._packs:
            documents = pack.documents
            if documents is None:
                continue
            levels = {r.id: _level_in(account, r) for r in results if r.pack == pack.id}
            if documents.asked <= levels.keys():
                kind, why = gate.document_kind(documents, levels, texts[pack.id])
                return kind, why, kind in documents.checked
        return "account", reason("kind not asked", ()), True


def _level_in(account: Account | None, result: RequirementResult) -> Level:
    """The level of a requirement by what stands in the account itself."""
    if account and not all(account.holds(item.span) for item in result.evidence):
        return Level.ABSENT
    return result.level or Level.ABSENT


def _digests(pack: Pack) -> str:
    """A word for all that the expressions of a pack are made from."""
    return f"{pack.digest} {_digests(pack.uses) if pack.uses else ''}"


def _chosen(rule: str, requirement: str, select: frozenset[str], ignore: frozenset[str]) -> bool:
    names = {rule, requirement}
    return (not select or bool(names & select)) and not names & ignore


def _order(finding: Finding) -> tuple[int, int, str, int]:
    start = finding.evidence[0].span.start if finding.evidence else 0
    return (WORST.index(finding.outcome), -finding.severity, finding.rule, start)


def _requirement(
    pack: Pack,
    requirement: Requirement,
    rules: Sequence[Rule],
    scene: Scene,
    crashed: list[str],
    budget: Budget,
) -> tuple[RequirementResult, list[Finding]]:
    own: Verdict | None = None
    why: Texts = ()
    elsewhere: tuple[Evidence, ...] = ()
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    if requirement.check is None:
        outcomes, why = [Outcome.UNCHECKED], requirement.unchecked
    for rule in rules:

        def judge(text: Text, rule: Rule = rule) -> Verdict:
            return _judge(rule, text, crashed, budget)

        verdict, text = scene.verdict(judge, requirement.anywhere)
        outcome, because = _outcome(verdict, rule, text.document)
        outcomes.append(outcome)
        if rule is requirement.check:
            own = verdict
            elsewhere = scene.elsewhere(judge, verdict)
            if elsewhere and not because:
                because = reason("elsewhere", ())
            why = because
        if outcome in (Outcome.FAIL, Outcome.REVIEW):
            findings += [
                _finding(pack, requirement, rule, case, outcome, because, scene) for case in _each(verdict)
            ]
    worst = min(outcomes, key=WORST.index)
    level = own.level if own and worst not in (Outcome.NOT_APPLICABLE, Outcome.UNCHECKED) else None
    severity = _severity(requirement.severity, level)
    return (
        _result(
            pack,
            requirement,
            worst,
            level,
            severity=severity,
            evidence=own.evidence if own else (),
            set_aside=own.set_aside if own else (),
            why=why,
            elsewhere=elsewhere,
        ),
        findings,
    )


def _each(verdict: Verdict) -> Iterator[Verdict]:
    """The verdict, or one for each of its cases."""
    if not verdict.cases:
        yield verdict
    for case in verdict.cases:
        yield replace(verdict, evidence=case.evidence, values=(*verdict.values, *case.values), cases=())


def _repeated(
    pack: Pack, requirement: Requirement, results: Sequence[RequirementResult]
) -> RequirementResult:
    """A requirement that repeats others: the worst of them, their evidence, and no finding of its own."""
    others = [result for result in results if result.id in requirement.repeats]
    names = (("ids", ", ".join(requirement.repeats)),)
    if len(others) < len(requirement.repeats):
        return _result(
            pack, requirement, Outcome.UNCHECKED, None, why=reason("repeats what was not asked", names)
        )
    levels = [result.level for result in others if result.level is not None]
    return _result(
        pack,
        requirement,
        min((result.outcome for result in others), key=WORST.index),
        min(levels, default=None),
        evidence=tuple(dict.fromkeys(item for result in others for item in result.evidence)),
        why=reason("repeats", names),
        elsewhere=tuple(dict.fromkeys(item for result in others for item in result.elsewhere)),
    )


def _judge(rule: Rule, text: Text, crashed: list[str], budget: Budget) -> Verdict:
    """What the rule says; `review` where it fails inside, or where it or an expression it needs takes too long."""
    slow = _slow(rule, text)
    if slow:
        crashed.append(f"{rule.id}: searching for '{slow}' took too long")
        return Verdict(outcome=Outcome.REVIEW, reason="rule slow")
    try:
        with budget():
            return rule.judge(text)
    except OutOfTime:
        crashed.append(f"{rule.id}: took too long")
        return Verdict(outcome=Outcome.REVIEW, reason="rule slow")
    except Exception as error:  # one broken rule must not silence the others; the report says so
        crashed.append(f"{rule.id}: {type(error).__name__}: {error}")
        return Verdict(outcome=Outcome.REVIEW, reason="rule crashed")


def _slow(rule: Rule, text: Text) -> str:
    """A concept the rule names whose search in this document was broken off, if any."""
    if not text.unsearched:
        return ""
    named = (name for _, name in concepts(rule.options, KINDS[rule.kind].schema))
    return next((name for name in named if name in text.unsearched), "")


def _outcome(verdict: Verdict, rule: Rule, document: Document) -> tuple[Outcome, Texts]:
    outcome = verdict.outcome or _BY_LEVEL[verdict.level or Level.ABSENT]
    why = reason(verdict.reason, verdict.values) if verdict.reason else ()
    if outcome is Outcome.FAIL and verdict.rests_on_absence and document.reading.unread:
        return Outcome.REVIEW, reason("unread", ())
    if outcome is Outcome.FAIL and _recognised(verdict, document):
        return Outcome.REVIEW, reason("recognised", ())
    if outcome is Outcome.FAIL and rule.confidence is Confidence.LOW:
        return Outcome.REVIEW, reason("low confidence", ())
    return outcome, why


def _recognised(verdict: Verdict, document: Document) -> bool:
    """Whether the verdict rests on text that was recognised in pictures and may be misread, or on its absence there."""
    pages = document.reading.recognised
    places = (place for item in verdict.evidence for place in document.places(item.span))
    return bool(pages) and (
        verdict.rests_on_absence
        or any(isinstance(place, PdfPlace) and place.page in pages for place in places)
    )


def _severity(severity: Severity, level: Level | None) -> Severity:
    return severity.lower if level is Level.MENTIONED else severity


def _result(
    pack: Pack,
    requirement: Requirement,
    outcome: Outcome,
    level: Level | None,
    *,
    severity: Severity | None = None,
    evidence: tuple[Evidence, ...] = (),
    set_aside: tuple[Evidence, ...] = (),
    why: Texts = (),
    elsewhere: tuple[Evidence, ...] = (),
) -> RequirementResult:
    return RequirementResult(
        id=requirement.id,
        pack=pack.id,
        part=requirement.part,
        title=requirement.title,
        citation=requirement.citation,
        outcome=outcome,
        level=level,
        severity=requirement.severity if severity is None else severity,
        evidence=evidence,
        set_aside=set_aside,
        reason=why,
        elsewhere=elsewhere,
    )


def _finding(
    pack: Pack,
    requirement: Requirement,
    rule: Rule,
    verdict: Verdict,
    outcome: Outcome,
    why: Texts,
    scene: Scene,
) -> Finding:
    message = rule.message
    if not message:
        message = requirement.mentioned if verdict.level is Level.MENTIONED else requirement.absent
    evidence = verdict.evidence
    if verdict.rests_on_absence:
        evidence += (Evidence(_expected(requirement, scene.text), Role.EXPECTED),)
    return Finding(
        rule=rule.id,
        requirement=requirement.id,
        pack=pack.id,
        outcome=outcome,
        severity=_severity(rule.severity, verdict.level if not rule.message else None),
        confidence=Confidence.LOW if _recognised(verdict, scene.text.document) else rule.confidence,
        citation=requirement.citation,
        message=filled(message, verdict.values),
        why=requirement.why,
        advice=rule.advice or requirement.advice,
        example=requirement.example,
        evidence=evidence,
        fingerprint=_fingerprint(rule, evidence, scene.report.document),
        level=verdict.level,
        reason=why,
    )


def _expected(requirement: Requirement, text: Text) -> Span:
    """Where missing content should have been: the heading that speaks of it, else the start of the document."""
    headings, topics = _sought(requirement)
    best, most = None, 0
    for index, sentence in enumerate(text.document.sentences):
        if sentence.unit is Unit.HEADING:
            score = 2 * text.facts[index].has(*headings) + text.facts[index].has(*topics)
            if score > most:
                best, most = sentence.span, score
    if best is not None:
        return best
    first = next((s for s in text.document.sentences if s.layer is Layer.BODY), None)
    return first.span if first else Span(0, min(1, len(text.document.text)))


# Options of the kinds that name the words a rule looks for, and those of a heading above them.
_TOPICS = ("topic", "label", "term", "signing", "account", "covers")
_HEADINGS = ("heading",)


def _sought(requirement: Requirement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The concepts of the headings under which a requirement's content stands, and those of its topic."""
    options: Mapping[str, Any] = requirement.check.options if requirement.check else {}
    headings = [options[key] for key in _HEADINGS if key in options]
    topics = [options[key] for key in _TOPICS if key in options]
    for level, frames in options.get("levels", {}).items():
        for frame in frames:
            headings += frame.get("section", ())
            if level == "mentioned":
                topics += [*frame.get("all", ())[:1], *frame.get("any", ())]
    return tuple(headings), tuple(topics)


_NOT_WORD = re.compile(r"[\W\d_]+")


def _fingerprint(rule: Rule, evidence: Sequence[Evidence], document: Document) -> str:
    """Rule, normalised quote and section title: the same after a new page before the place (interface.md 4)."""
    parts = [rule.id]
    for item in evidence[:1]:
        if item.role is not Role.EXPECTED:
            parts.append(_NOT_WORD.sub(" ", document.quote(item.span)).strip().lower())
        index = document.sentence_at(item.span.start)
        if index is not None:
            parts.append(document.sections[document.sentences[index].section].title.lower())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
