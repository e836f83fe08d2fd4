"""Is a promised time longer than the law allows? Durations in days, weeks and months beside the topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Level, Outcome, Subject, Verdict
from report_linter.kinds.units import CONCEPT, evidence
from report_linter.match import Text

SCHEMA = {
    "required": ["topic", "days", "units", "numbers"],
    "properties": {
        "topic": CONCEPT,
        "days": {"type": "integer", "minimum": 1},
        "longest-days": {"type": "integer", "minimum": 1},
        "extension": CONCEPT,
        "units": {
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 1},
            "description": "a word for a stretch of time (its beginning) and its length in days",
        },
        "numbers": {
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 1},
            "description": "numbers in words",
        },
    },
}


@dataclass(frozen=True, slots=True)
class AnswerTime:
    topic: str
    days: int  # the law's limit
    longest: int  # the limit when the time is extended
    extension: str
    regex: re.Pattern[str]
    units: Mapping[str, int]
    numbers: Mapping[str, int]

    def __call__(self, text: Text) -> Verdict:
        promised = list(self._promised(text))
        if not promised:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, reason="no answer time")
        too_long = [(i, days, said) for i, days, said in promised if days > self._limit(text, i)]
        shown = too_long or promised
        return Verdict(
            level=Level.SPECIFIC,
            outcome=Outcome.FAIL if too_long else Outcome.PASS,
            evidence=tuple(evidence(text, i, Level.SPECIFIC, Level.SPECIFIC) for i, _, _ in shown),
            values=(("found", shown[0][2]),),
        )

    def _limit(self, text: Text, index: int) -> int:
        return self.longest if self.extension and text.facts[index].has(self.extension) else self.days

    def _promised(self, text: Text) -> Iterator[tuple[int, int, str]]:
        """(sentence, days, words) of every answer time that is promised, in body text."""
        near = {i + d for i in text.index.get(self.topic, ()) for d in (-1, 0, 1)}
        for index in sorted(near & set(range(len(text.facts)))):
            if not text.readable(index) or text.facts[index].quoted:
                continue
            if text.facts[index].subject is Subject.LAW and not text.facts[index].has(self.topic):
                continue
            span = text.document.sentences[index].span
            for match in self.regex.finditer(text.document.text[span.start : span.end]):
                number = match["number"].lower()
                count = int(number) if number.isdigit() else self.numbers[number]
                unit = next(
                    days for word, days in self.units.items() if match["unit"].lower().startswith(word)
                )
                yield index, count * unit, match[0]


def build(options: Mapping[str, Any]) -> AnswerTime:
    numbers = "|".join(sorted(map(re.escape, options["numbers"]), key=len, reverse=True))
    units = "|".join(sorted(map(re.escape, options["units"]), key=len, reverse=True))
    regex = re.compile(
        rf"\b(?P<number>\d{{1,3}}|{numbers})\s+(?:\w{{1,12}}\s)?(?P<unit>(?:{units})\w{{0,4}})\b", re.I
    )
    return AnswerTime(
        options["topic"],
        options["days"],
        options.get("longest-days", options["days"]),
        options.get("extension", ""),
        regex,
        options["units"],
        options["numbers"],
    )
