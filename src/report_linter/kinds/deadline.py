"""Does the document's own date keep the deadline: a day and month of the year after the period it covers?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from report_linter.finding import Level, Outcome, Verdict
from report_linter.kinds.dated import SCHEMA as DATED
from report_linter.kinds.dated import Dated
from report_linter.kinds.dated import build as build_dated
from report_linter.kinds.period import SCHEMA as PERIOD
from report_linter.kinds.period import Period
from report_linter.kinds.period import build as build_period
from report_linter.kinds.units import evidence
from report_linter.match import Text

SCHEMA = {
    "required": ["date", "period", "month", "day"],
    "properties": {
        "date": {"type": "object", "additionalProperties": False, **DATED},
        "period": {"type": "object", "additionalProperties": False, **PERIOD},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
    },
}


@dataclass(frozen=True, slots=True)
class Deadline:
    dated: Dated
    period: Period
    month: int
    day: int

    def __call__(self, text: Text) -> Verdict:
        own = [
            (i, found)
            for i, found, is_own in self.dated.candidates(text)
            if is_own and found.day and found.year
        ]
        ends = self._period_ends(text)
        if not own or not ends:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, reason="no date or period")
        index, last = max(own, key=lambda pair: (pair[1].last_day or date.min, pair[0]))
        limit = date(max(ends).year + 1, self.month, self.day)
        late = last.last_day is not None and last.last_day > limit
        return Verdict(
            level=Level.SPECIFIC,
            outcome=Outcome.FAIL if late else Outcome.PASS,
            evidence=(evidence(text, index, Level.SPECIFIC, Level.SPECIFIC),),
            values=(("deadline", limit.isoformat()),),
        )

    def _period_ends(self, text: Text) -> list[date]:
        spans = {e.span for e in self.period(text).evidence if e.level is Level.SPECIFIC}
        return [
            day
            for _, sentence, facts in text.sentences()
            if sentence.span in spans
            for found in facts.dates
            if (day := found.last_day)
        ]


def build(options: Mapping[str, Any]) -> Deadline:
    return Deadline(
        build_dated(options["date"]), build_period(options["period"]), options["month"], options["day"]
    )
