"""Standing: what a clause does with its content, after ConText (Chapman et al. 2007), reduced to what accounts need.

A sentence is cut into clauses, without a parser: at words that open a subordinate or relative clause, at words that
begin another main clause, at semicolons and dashes, and at the commas that close what such a word opened. A clause may
have several parts: "Vaskeriet, *som vi besøkte i mai*, har ikke svart".

A cue gives its standing to the words in its reach: `forward` (to the end of the clause and of what hangs on it with no
comma), `near` (the same, and up to two words back, for Norwegian V2 order: "avdekket vi ikke"), `verb` (the same, and
one word back), `backward`, `clause` (all of the clause; from an opening clause of time also the one after it),
`onward` (to the end of the sentence) or `sentence`. Phrases that only look like cues ("not only") are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from report_linter.finding import Standing, Subject
from report_linter.match.search import Found

CUE = "cue/"  # reserved concept names: cue/<standing>/<reach>
NOT_CUE = "not-cue"
BREAK = "clause-break"
RELATIVE = "relative"
SUBORDINATE = "subordinate"

# `either` is a modal ("skal", "shall"): a plan of one's own, a duty of anybody else. `demand` is a verb of demanding
# ("krever", "requires"): a duty where the law says it, otherwise plainly stated.
STANDINGS = ("denied", "planned", "possible", "hypothetical", "obligation", "past", "either", "demand")
REACHES = ("forward", "near", "verb", "backward", "clause", "onward", "sentence")

_ORDER = (
    Standing.HYPOTHETICAL,
    Standing.DENIED,
    Standing.PLANNED,
    Standing.OBLIGATION,
    Standing.POSSIBLE,
    Standing.PAST,
)
_PUNCTUATION = re.compile(r"[;:?]\s| [–—] |\t")
_COMMA = re.compile(r",(?=\s)")
_WORD = re.compile(r"\w+")
_BACK = {"near": 2, "verb": 1}


@dataclass(frozen=True, slots=True)
class Scope:
    start: int
    end: int
    standing: Standing


@dataclass(slots=True)
class Clause:
    """A clause of a sentence. `kind`: main, subordinate or relative; `after_comma`: it stands between commas."""

    kind: str
    parent: int | None
    after_comma: bool
    parts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.parts[0][0]


def clauses(text: str, found: Iterable[Found]) -> list[Clause]:
    """The clauses of a sentence, in the order in which they begin."""
    events = _events(text, found)
    result = [Clause("main", None, False)]
    stack = [0]
    since = 0
    comma = True  # nothing but a comma (or nothing) stands between here and the last boundary
    for at, after, what in events:
        if at > since:
            if text[since:at].strip(" ,"):
                result[stack[-1]].parts.append((since, at))
                comma = False
            since = at
        if what == "comma":
            _close(stack, result)
            since, comma = after, True
        elif what == "main":
            result.append(Clause("main", None, False))
            stack = [len(result) - 1]
            comma = True
        else:
            result.append(Clause(what, stack[-1], comma))
            stack.append(len(result) - 1)
            comma = False
    if text[since:].strip(" ,"):
        result[stack[-1]].parts.append((since, len(text)))
    return result


def clause_at(all_clauses: Sequence[Clause], at: int) -> int:
    """The number of the clause in which the character `at` stands; 0 where none is."""
    for number, clause in enumerate(all_clauses):
        if any(start <= at < end for start, end in clause.parts):
            return number
    return 0


def scopes(
    text: str,
    found: Iterable[Found],
    all_clauses: Sequence[Clause],
    subject_of: Callable[[int], Subject],
) -> tuple[Scope, ...]:
    """The stretches of a sentence that are not plainly stated. `subject_of`: of the clause at a character."""
    found = list(found)
    pseudo = [(f.start, f.end) for f in found if f.concept == NOT_CUE]
    result: list[Scope] = []
    for cue in found:
        if not cue.concept.startswith(CUE) or any(a <= cue.start and cue.end <= b for a, b in pseudo):
            continue
        _, name, reach = cue.concept.split("/")
        standing = _standing(name, subject_of(cue.start))
        if standing is not None:
            result += (Scope(a, b, standing) for a, b in _reach(text, cue, reach, all_clauses) if a < b)
    if any(scope.standing is Standing.HYPOTHETICAL for scope in result):
        # "We will find measures if breaches are found": the plan is as conditional as the clause.
        result = [_conditional(scope, result) for scope in result]
    return tuple(result)


def standing_at(all_scopes: Sequence[Scope], start: int, end: int) -> Standing:
    """The strongest standing that reaches the words from `start` to `end`."""
    here = [scope.standing for scope in all_scopes if scope.start < end and start < scope.end]
    if len(here) < 2:
        return here[0] if here else Standing.STATED
    return next(standing for standing in _ORDER if standing in here)


def _events(text: str, found: Iterable[Found]) -> list[tuple[int, int, str]]:
    """Where clauses begin and end: position, position after it, and what happens."""
    kinds = {BREAK: "main", RELATIVE: "relative", SUBORDINATE: "subordinate"}
    words = sorted((f.start, -f.end, kinds[f.concept]) for f in found if f.concept in kinds)
    events = [(m.start(), m.end(), "main") for m in _PUNCTUATION.finditer(text)]
    events += [(m.start(), m.end(), "comma") for m in _COMMA.finditer(text)]
    last = 0
    for start, end, kind in words:
        if start >= last:  # of words that overlap ("selv om", "om") the longest
            events.append((start, -end, kind))
            last = -end
    return sorted(events)


def _close(stack: list[int], all_clauses: Sequence[Clause]) -> None:
    """A comma closes what was opened after the last comma, with everything that hangs on it."""
    inserted = [i for i, number in enumerate(stack) if all_clauses[number].after_comma and i]
    del stack[inserted[-1] if inserted else 1 :]


def _standing(name: str, subject: Subject) -> Standing | None:
    if name == "demand":
        return Standing.OBLIGATION if subject is Subject.LAW else None
    if name == "either":
        plan = subject in (Subject.OWN, Subject.GROUP)
        return Standing.PLANNED if plan else Standing.OBLIGATION
    return Standing(name)


def _conditional(scope: Scope, every: Sequence[Scope]) -> Scope:
    if scope.standing not in (Standing.PLANNED, Standing.POSSIBLE):
        return scope
    touches = any(
        other.standing is Standing.HYPOTHETICAL
        and other.start <= scope.end + 2
        and scope.start <= other.end + 2
        for other in every
    )
    return Scope(scope.start, scope.end, Standing.HYPOTHETICAL) if touches else scope


def _reach(text: str, cue: Found, reach: str, every: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    if reach == "sentence":
        yield 0, len(text)
        return
    if reach == "onward":
        yield cue.start, len(text)
        return
    number = clause_at(every, cue.start)
    clause = every[number]
    if reach == "backward":
        yield from ((a, min(b, cue.end)) for a, b in clause.parts if a < cue.end)
        return
    if reach == "clause":
        yield from clause.parts
        parent = clause.parent
        if parent is not None and every[parent].parts and clause.start < every[parent].start:
            yield from every[parent].parts
        return
    start = cue.start
    if reach in _BACK:
        opening = max((a for a, _ in clause.parts if a <= cue.start), default=0)
        before = [m.start() for m in _WORD.finditer(text, opening, cue.start)]
        if clause.kind == "subordinate" and opening == clause.start:
            before = before[1:]  # not the word that opens it: "they found that it did not happen"
        start = before[-_BACK[reach] :][0] if before else cue.start
    hanging = {number}
    for child, other in enumerate(every):
        if other.parent in hanging and not other.after_comma and other.parts and other.start >= cue.start:
            hanging.add(child)
    for child in hanging:
        yield from ((max(a, start), b) for a, b in every[child].parts if b > start)
