"""What several kinds ask of a document: its title lines, its last part, the neighbours of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_linter.document import Layer, Sentence, Unit
from report_linter.finding import Case, Evidence, Level, Outcome, Role, Subject, Verdict
from report_linter.match import Text

CONCEPT = {"type": "string"}

_OPENING = 6  # title lines and letterhead: sentences from the start of the document


def visible(sentence: Sentence) -> bool:
    """Printed on the page: everything but hidden text and contents lists."""
    return sentence.layer not in (Layer.HIDDEN, Layer.CONTENTS)


def title_lines(text: Text) -> Iterator[int]:
    """Sentences that name the document: the first lines, top headings, running lines."""
    seen = 0
    for index, sentence in enumerate(text.document.sentences):
        if sentence.layer is Layer.FURNITURE:
            yield index
        elif visible(sentence):
            seen += 1
            heading = sentence.unit is Unit.HEADING
            if (seen <= _OPENING and (heading or _unfinished(text, index))) or (
                heading and _top(text, sentence)
            ):
                yield index


def _unfinished(text: Text, index: int) -> bool:
    """A short line that is no sentence."""
    span = text.document.sentences[index].span
    return words(text, index) <= 20 and not text.document.text[: span.end].endswith((".", ":", ";", "!", "?"))


def _top(text: Text, sentence: Sentence) -> bool:
    section = text.document.sections[sentence.section]
    return section.level == 1 and not section.number


def words(text: Text, index: int) -> int:
    span = text.document.sentences[index].span
    return len(re.findall(r"\w+", text.document.text[span.start : span.end]))


def last_part(text: Text, share: float, least: int) -> int:
    """Index of the sentence from which the last `share` of the running text, or the last `least` sentences, begins."""
    body = [i for i, s in enumerate(text.document.sentences) if s.layer in (Layer.BODY, Layer.NOTES)]
    if not body:
        return 0
    end = text.document.sentences[body[-1]].span.end
    begin = text.document.sentences[body[0]].span.start
    from_text = next(i for i in body if text.document.sentences[i].span.end > end - share * (end - begin))
    return min(from_text, body[-min(least, len(body))])


def evidence(text: Text, index: int, level: Level, top: Level, subject: Subject | None = None) -> Evidence:
    """Sentence `index` as evidence of `level` for a requirement that reaches `top`."""
    sentence, facts = text.document.sentences[index], text.facts[index]
    role = Role.PRIMARY if level == top else Role.SUPPORTING
    return Evidence(sentence.span, role, level, subject=subject or facts.subject)


def graded(text: Text, found: dict[int, Level]) -> tuple[Level, tuple[Evidence, ...]]:
    """The best level found, and the sentences that count for it: those described or better, or all if none is."""
    top = max(found.values(), default=Level.ABSENT)
    floor = min(top, Level.DESCRIBED)
    return top, tuple(
        evidence(text, i, found[i], top) for i in sorted(found) if found[i] >= floor and found[i]
    )


def flagged(cases: Sequence[Case], outcome: Outcome) -> Verdict:
    """The verdict of a kind that looks for what should not be there: `outcome` with its cases, or pass without any."""
    if not cases:
        return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
    return Verdict(outcome=outcome, evidence=tuple(case.evidence[0] for case in cases), cases=tuple(cases))
