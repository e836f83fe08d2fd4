"""When was the document made? A date in its title or running lines, beside a label, or at the signatures.

The dates of the law (option `not-of`) and of other texts do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Unit
from report_linter.finding import Level, Standing, Subject, Verdict
from report_linter.kinds.units import CONCEPT, graded, last_part, title_lines, visible, words
from report_linter.match import Text
from report_linter.match.dates import DateFound

_DATE_LINE = 6  # words: a date on a line of its own
_PLACE_AND_DATE = 8  # words: "Lillevik, 12 May 2026"
_REACH = 60  # characters from a label to its date
_DONE = frozenset({Standing.STATED, Standing.PAST})

SCHEMA = {
    "required": ["label", "other-text", "law"],
    "properties": {"label": CONCEPT, "other-text": CONCEPT, "law": CONCEPT, "period": CONCEPT},
}


@dataclass(frozen=True, slots=True)
class Dated:
    label: str
    other_text: str
    law: str
    period: str

    def __call__(self, text: Text) -> Verdict:
        found: dict[int, Level] = {}
        for index, date, own in self.candidates(text):
            level = _precision(date) if own else Level.MENTIONED
            found[index] = max(level, found.get(index, Level.ABSENT))
        top, evidence = graded(text, found)
        return Verdict(level=top, evidence=evidence, rests_on_absence=top < Level.DESCRIBED)

    def candidates(self, text: Text) -> Iterator[tuple[int, DateFound, bool]]:
        """(sentence, date, whether it is the document's own date) in order of the document."""
        titles = frozenset(title_lines(text))
        end = last_part(text, 0.1, 8)
        for index, sentence, facts in text.sentences():
            dates = [date for date in facts.dates if date.year]
            if not dates or not visible(sentence) or facts.quoted:
                continue
            labelled = self._label_beside(text, index)
            if not labelled and facts.has(self.law, self.period):
                continue
            best = max(dates, key=_precision)
            title = index in titles
            told = (
                sentence.unit is Unit.SENTENCE and facts.subject is not Subject.NONE
            )  # "We met them on 3 May 2026."
            alone = words(text, index) <= _DATE_LINE and bool(best.day) and not told
            at_end = index >= end and words(text, index) <= _PLACE_AND_DATE
            own = labelled or ((title or at_end) and (alone or sentence.unit is Unit.LINE))
            if own or title:
                yield index, best, own and not self._of_other_text(text, index)

    def _of_other_text(self, text: Text, index: int) -> bool:
        """The sentence, or a short line beside it ("Download PDF"), speaks of another text."""
        if text.facts[index].has(self.other_text):
            return True
        if words(text, index) > _PLACE_AND_DATE:
            return False
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(text.facts)]
        return any(text.facts[i].has(self.other_text) and words(text, i) <= _DATE_LINE for i in beside)

    def _label_beside(self, text: Text, index: int) -> bool:
        """A label ("Date:", "approved by the board on") stands before a date, within sixty characters.

        Not with a deadline or the law in between: "to be published by 1 June".
        """
        start = text.document.sentences[index].span.start
        facts = text.facts[index]
        between = [hit.span for hit in facts.of(self.law)]
        for label in (hit.span for hit in facts.of(self.label) if hit.standing in _DONE):
            for date in facts.dates:
                at = start + date.start
                if label.start <= at < label.end:
                    return True
                if 0 <= at - label.end <= _REACH and not any(label.end <= b.start < at for b in between):
                    return True
        return False


def _precision(date: DateFound) -> Level:
    if date.day and date.year:
        return Level.SPECIFIC
    return Level.DESCRIBED if date.month and date.year else Level.MENTIONED


def build(options: Mapping[str, Any]) -> Dated:
    return Dated(options["label"], options["other-text"], options["law"], options.get("period", ""))
