"""Dates in text, in words or figures, as precise as they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from report_linter.lexicons import Lexicon

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT_YEAR = r"(?P<short>\d\d)"
_FIGURES = [
    re.compile(
        rf"(?<![\d.,/-])(?P<day>[0-3]?\d)\s?[./]\s?(?P<month>[01]?\d)\s?[./]\s?(?:{_YEAR}|{_SHORT_YEAR})(?![\d/]|[.,]\d)"
    ),
    re.compile(rf"(?<![\d.,/-]){_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"(?<![\d.,/-])(?P<day>[0-3]\d)\.(?P<month>[01]\d)\.?(?=\s?[–-])"),  # "01.07 – 30.06.2025"
]
_BARE_YEAR = re.compile(rf"(?<![\d.,/-]){_YEAR}(?!\d|[.,]\d|/\d{{1,2}}/)")


@dataclass(frozen=True, slots=True, order=True)
class DateFound:
    """A date at characters `start` to `end` of a sentence. Zero: the year, month or day is not given."""

    start: int
    end: int
    year: int
    month: int = 0
    day: int = 0

    @property
    def last_day(self) -> date | None:
        """The date itself, or the last day of its month or year; None without a year."""
        if not self.year:
            return None
        if not self.month:
            return date(self.year, 12, 31)
        if self.day:
            return date(self.year, self.month, self.day)
        first_of_next = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date.fromordinal(first_of_next.toordinal() - 1)


class DateFinder:
    """Finds dates with the month names of `lexicons`."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._months: dict[str, int] = {}
        for lexicon in lexicons:
            for names in (lexicon.months, lexicon.months_short):
                self._months.update({name: number for number, name in enumerate(names, 1)})
        words = "|".join(sorted(map(re.escape, self._months), key=len, reverse=True))
        # "12. juni 2025", "12th of June 2025", "juni 2025", "1. januar" (year to follow), "June 12, 2025"
        self._words = [
            re.compile(
                rf"(?:(?<![\d.,])(?P<day>[0-3]?\d)(?:\.|st|nd|rd|th)?\s+(?:of\s+)?)?\b(?P<month>{words})\b\.?(?:,?\s+{_YEAR})?",
                re.I,
            ),
            re.compile(
                rf"\b(?P<month>{words})\b\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?(?!\d)", re.I
            ),
        ]

    def find(self, text: str) -> list[DateFound]:
        """Dates in `text`, in order, the longest at each place."""
        found = sorted(self._all(text), key=lambda d: (d.start, -d.end))
        kept: list[DateFound] = []
        for item in found:
            if kept and item.start < kept[-1].end:
                if item.end - item.start > kept[-1].end - kept[-1].start:
                    kept[-1] = item
            else:
                kept.append(item)
        return kept

    def _all(self, text: str) -> Iterator[DateFound]:
        for regex in self._words:
            for match in regex.finditer(text):
                groups = match.groupdict()
                if groups.get("day") or groups.get("year"):
                    yield from _made(match, self._months)
        for regex in _FIGURES:
            for match in regex.finditer(text):
                yield from _made(match, self._months)
        for match in _BARE_YEAR.finditer(text):
            yield DateFound(match.start(), match.end(), int(match["year"]))


def _made(match: re.Match[str], months: Mapping[str, int]) -> Iterator[DateFound]:
    groups = match.groupdict()
    month_text = groups["month"].lower()
    month = int(month_text) if month_text.isdigit() else months[month_text]
    day = int(groups.get("day") or 0)
    year = int(groups.get("year") or 0)
    if groups.get("short"):
        year = 2000 + int(groups["short"])
    try:
        date(year or 2024, month, day or 1)
    except ValueError:
        return
    yield DateFound(match.start(), match.end(), year, month, day)
