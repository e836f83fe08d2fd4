"""Whom does one ask? A topic (the right to information) together with an address that can be used.

An address counts in the topic's section, within eight sentences; a placeholder is no address. "Who asks us gets an
answer within three weeks" tells it without an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from report_linter.document import Layer
from report_linter.finding import Level, Subject, Verdict
from report_linter.kinds.units import CONCEPT, graded
from report_linter.match import Text

SCHEMA = {
    "required": ["topic", "address", "right", "deadline"],
    "properties": {
        "topic": CONCEPT,
        "weak": CONCEPT,
        "anchor": CONCEPT,
        "address": CONCEPT,
        "outward": CONCEPT,
        "right": CONCEPT,
        "deadline": CONCEPT,
        "elsewhere": CONCEPT,
        "answer": CONCEPT,
        "ask": CONCEPT,
        "about": CONCEPT,
    },
}

_NEAR = 8  # sentences
_BESIDE = 2  # sentences between a weak topic and its address
_BUILT_IN = ("email", "phone", "url")


@dataclass(frozen=True, slots=True)
class Contact:
    topic: str  # "request for information", "questions about the account"
    weak: str  # "contact us": a mention, but of what?
    address: str  # addresses without figures or @: "the form on our website"
    outward: str  # "the questionnaire has questions about": the enterprise asks, nobody asks it
    right: str  # "anyone may ask"
    deadline: str  # "within three weeks"
    anchor: str  # "questions", "write to": a topic only beside an address
    elsewhere: str  # whistleblowing, investors: an address with these is for something else
    ask: str  # "wonder", "details", "access" in the sentence's own words: with `about`, an anchor
    about: str  # "the Transparency Act", "working conditions"
    answer: str  # "is answered by", "you will hear from us": beside a deadline, one's own service

    def __call__(self, text: Text) -> Verdict:
        topics = [
            i
            for i in self._where(text, self.topic)
            if text.facts[i].subject is not Subject.LAW
            and not (self.outward and text.bare[i].has(self.outward))
        ]
        topics = sorted({*topics, *self._anchored(text)})
        mentions = (*topics, *self._where(text, self.weak))
        found = {i: Level.MENTIONED for i in mentions if text.printed(i)}
        for index in topics:
            around = self._around(text, index)
            addresses = [i for i in around if self._address(text, i)]
            rights = [i for i in around if text.facts[i].has(self.right)]
            deadlines = [i for i in around if text.facts[i].has(self.deadline)]
            if addresses and (rights or deadlines):
                level, lines = Level.SPECIFIC, [index, *addresses, *rights, *deadlines]
            elif addresses:
                level, lines = Level.DESCRIBED, [index, *addresses]
            elif rights and deadlines:
                level, lines = Level.DESCRIBED, [index, *rights, *deadlines]
            elif answers := self._answered(text, index):
                level, lines = Level.DESCRIBED, [index, *answers]
            else:
                continue
            for line in filter(text.printed, lines):
                found[line] = max(level, found.get(line, Level.ABSENT))
        top, evidence = graded(text, found)
        return Verdict(level=top, evidence=evidence, rests_on_absence=top < Level.DESCRIBED)

    def _where(self, text: Text, concept: str) -> list[int]:
        return [
            i
            for i in text.index.get(concept, ())
            if text.document.sentences[i].layer in (Layer.BODY, Layer.NOTES) and not text.facts[i].quoted
        ]

    def _ours(self, text: Text, index: int) -> bool:
        """Not what the law says, nor an address for something else."""
        facts = text.facts[index]
        return facts.subject is not Subject.LAW and not (self.elsewhere and facts.has(self.elsewhere))

    def _anchored(self, text: Text) -> list[int]:
        """Weak topics with an address, or a promise to answer in time, beside them."""
        return [
            i
            for i in sorted({*self._where(text, self.anchor), *self._where(text, self.ask)})
            if self._ours(text, i)
            and (
                text.facts[i].has(self.anchor)
                or (text.bare[i].has(self.ask) and text.facts[i].has(self.about))
            )
            and (
                any(abs(i - j) <= _BESIDE and self._address(text, j) for j in self._around(text, i))
                or self._answered(text, i)
            )
        ]

    def _answered(self, text: Text, index: int) -> list[int]:
        """An answer and its deadline, in the sentence or the next ones."""
        if not self.answer or text.facts[index].subject is Subject.SUPPLIER or not self._ours(text, index):
            return []
        beside = [
            i
            for i in self._around(text, index)
            if 0 <= i - index < _BESIDE and text.facts[i].subject not in (Subject.LAW, Subject.SUPPLIER)
        ]
        answers = [i for i in beside if text.facts[i].has(self.answer)]
        deadlines = [i for i in beside if text.facts[i].has(self.deadline)]
        return sorted({*answers, *deadlines}) if answers and deadlines else []

    def _around(self, text: Text, index: int) -> list[int]:
        sentences = text.document.sentences
        return [
            i
            for i in range(max(0, index - _NEAR), min(len(sentences), index + _NEAR + 1))
            if sentences[i].layer in (Layer.BODY, Layer.NOTES)
            and sentences[i].section == sentences[index].section
        ]

    def _address(self, text: Text, index: int) -> bool:
        facts = text.facts[index]
        if self.elsewhere and facts.has(self.elsewhere):
            return False
        asked = facts.has(self.topic, self.weak, self.anchor) or text.bare[index].has(self.ask)
        return facts.has(*_BUILT_IN[:2], self.address) or (facts.has("url") and asked)


def build(options: Mapping[str, Any]) -> Contact:
    return Contact(**{field.name: options.get(field.name, "") for field in fields(Contact)})
