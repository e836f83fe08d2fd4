"""Standing: what a clause does with its content, after ConText (Chapman et al. 2007), reduced to what accounts need.

A cue gives its standing to the words in its reach: `forward` (to the end of the clause), `near` (the same, and up to
two words back, for Norwegian V2 order: "avdekket vi ikke"), `backward`, `onward` (to the end of the sentence) or
`sentence`. Phrases that only look like cues ("ikke bare", "not only") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_linter.finding import Standing, Subject
from report_linter.match.search import Found

CUE = "cue/"  # reserved concept names: cue/<standing>/<reach>
NOT_CUE = "not-cue"
BREAK = "clause-break"
RELATIVE = "relative"

# `either` is a modal ("skal", "shall"): a plan of one's own, a duty of anybody else.
STANDINGS = ("denied", "planned", "possible", "hypothetical", "obligation", "past", "either")
REACHES = ("forward", "near", "backward", "onward", "sentence")

_ORDER = (
    Standing.HYPOTHETICAL,
    Standing.DENIED,
    Standing.PLANNED,
    Standing.OBLIGATION,
    Standing.POSSIBLE,
    Standing.PAST,
)
_PUNCTUATION = re.compile(r"[;:]\s| [–—] |\t")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Scope:
    start: int
    end: int
    standing: Standing


def scopes(text: str, found: Iterable[Found], subject: Subject) -> tuple[Scope, ...]:
    """The stretches of a sentence that are not plainly stated."""
    found = list(found)
    pseudo = [(f.start, f.end) for f in found if f.concept == NOT_CUE]
    breaks = sorted(
        {f.start for f in found if f.concept == BREAK} | {m.start() for m in _PUNCTUATION.finditer(text)}
    )
    relatives = sorted({f.end for f in found if f.concept == RELATIVE})
    result = []
    for cue in found:
        if not cue.concept.startswith(CUE) or any(a <= cue.start and cue.end <= b for a, b in pseudo):
            continue
        _, standing, reach = cue.concept.split("/")
        start, end = _reach(text, cue, reach, breaks, relatives)
        result.append(Scope(start, end, _standing(standing, subject)))
    if any(scope.standing is Standing.HYPOTHETICAL for scope in result):
        # "We will find measures if breaches are found": the plan is as conditional as the clause.
        result = [_conditional(scope) for scope in result]
    return tuple(result)


def standing_at(all_scopes: Sequence[Scope], start: int, end: int) -> Standing:
    """The strongest standing that reaches the words from `start` to `end`."""
    here = {scope.standing for scope in all_scopes if scope.start < end and start < scope.end}
    return next((standing for standing in _ORDER if standing in here), Standing.STATED)


def _standing(name: str, subject: Subject) -> Standing:
    if name == "either":
        return Standing.PLANNED if subject in (Subject.OWN, Subject.GROUP) else Standing.OBLIGATION
    return Standing(name)


def _conditional(scope: Scope) -> Scope:
    if scope.standing in (Standing.PLANNED, Standing.POSSIBLE):
        return Scope(scope.start, scope.end, Standing.HYPOTHETICAL)
    return scope


def _reach(
    text: str, cue: Found, reach: str, breaks: Sequence[int], relatives: Sequence[int]
) -> tuple[int, int]:
    clause_start = max((b for b in breaks if b < cue.start), default=0)
    clause_end = min((b for b in breaks if b >= cue.end), default=len(text))
    if reach == "sentence":
        return 0, len(text)
    if reach == "onward":
        return cue.start, len(text)
    if reach == "backward":
        return clause_start, cue.end
    start = cue.start
    if reach == "near":
        opening = max((end for end in relatives if clause_start <= end <= cue.start), default=clause_start)
        before = [m.start() for m in _WORD.finditer(text, opening, cue.start)]
        start = before[-2] if len(before) > 1 else (before[0] if before else cue.start)
    return start, clause_end
