"""Whom a clause is about, without a parser: the first noun of an actor that no preposition governs.

Words for actors stand in the lexicons (`subjects`, and `clauses` for what only the reading of a single clause needs).
A pronoun in the nominative ("vi", "we") is always the subject; "our" makes its noun our own, unless the noun itself
says otherwise ("our suppliers"). A relative clause takes the noun it hangs on, a clause without an actor that goes on
from another ("... and has replied") takes the subject of that one, and the agent of a passive is its subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from report_linter.finding import Subject
from report_linter.match.clauses import Clause
from report_linter.match.search import Found

SUBJECT = "subject/"  # reserved concept names: subject/own, subject/supplier, ...
ACTOR = "actor/"  # actor/we, actor/our, actor/own, actor/supplier, ...
GRAMMAR = (
    "grammar/"  # grammar/preposition, grammar/agent, grammar/determiner, grammar/partitive, grammar/passive
)

_WORD = re.compile(r"\w+(?:[-'’&]\w+)*|[,.;:]")
_ATTACHED = 8  # characters between a noun and "at our ..." that tells whose it is


@dataclass(frozen=True, slots=True)
class _Actor:
    start: int
    end: int
    kind: str  # we, our, or a subject
    governed: str  # "", "preposition", "agent"
    behind: int  # where the last word before it begins, determiners aside; -1: none


def subjects(text: str, found: Iterable[Found], all_clauses: Sequence[Clause]) -> list[Subject]:
    """The subject of every clause."""
    grammar: dict[str, list[Found]] = {}
    named: list[Found] = []
    for item in found:
        if item.concept.startswith(GRAMMAR):
            grammar.setdefault(item.concept.removeprefix(GRAMMAR), []).append(item)
        elif item.concept.startswith((SUBJECT, ACTOR)) or item.concept == "own-name":
            named.append(item)
    actors = _actors(text, named, grammar)
    passives = [item.start for item in grammar.get("passive", ())]
    pronouns = [item.start for item in grammar.get("pronoun", ())]
    infinitives = [item.start for item in grammar.get("infinitive", ())]
    result: list[Subject] = []
    for number, clause in enumerate(all_clauses):
        here = [actor for actor in actors if any(a <= actor.start < b for a, b in clause.parts)]
        passive = any(a <= at < b for at in passives for a, b in clause.parts)
        own = _own_subject(clause, here, passive)
        if own is None and clause.kind == "relative" and clause.parts:
            own = _antecedent(actors, clause)
        if own is None and any(a <= at < b for at in pronouns for a, b in clause.parts):
            own = _antecedent(actors, clause)
        if (
            own is None
            and clause.parent is not None
            and any(a <= at < b for at in infinitives for a, b in clause.parts)
        ):
            own = result[clause.parent]
        if own is None and clause.kind == "main" and number and not passive:
            own = _before(result, all_clauses, number)
        if own is None:
            own = next((Subject.LAW for actor in here if actor.kind == "law"), None)
        result.append(own or Subject.NONE)
    return result


def _actors(text: str, named: Iterable[Found], grammar: Mapping[str, Sequence[Found]]) -> list[_Actor]:
    """The actors in order; of overlapping ones the longest, of the same length the more special."""
    prepositions = {item.start for item in grammar.get("preposition", ())}
    agents = {item.start for item in grammar.get("agent", ())}
    determiners = {item.start for item in grammar.get("determiner", ())}
    partitives = [(item.start, item.end) for item in grammar.get("partitive", ())]
    words = [match.start() for match in _WORD.finditer(text)]
    taken: list[tuple[int, int]] = []
    chosen: list[tuple[int, int, str]] = []
    for item in sorted(named, key=lambda f: (f.start - f.end, not f.concept.startswith(ACTOR), f.concept)):
        if any(item.start < b and a < item.end for a, b in taken):
            continue
        taken.append((item.start, item.end))
        kind = "own" if item.concept == "own-name" else item.concept.rsplit("/", 1)[-1]
        chosen.append((item.start, item.end, kind))
    result = []
    for start, end, kind in sorted(chosen):
        before = [at for at in words if at < start]
        while before and before[-1] in determiners:
            before.pop()
        governed = ""
        if before and not any(a <= before[-1] < b for a, b in partitives):
            if before[-1] in agents:
                governed = "agent"
            elif before[-1] in prepositions:
                governed = "preposition"
        result.append(_Actor(start, end, kind, governed, before[-1] if before else -1))
    return result


def _own_subject(clause: Clause, here: Sequence[_Actor], passive: bool) -> Subject | None:
    """The subject that stands in the clause itself."""
    if any(actor.kind == "we" for actor in here):
        return Subject.OWN
    free = [actor for actor in here if not actor.governed]
    if clause.kind == "relative":
        # "that our suppliers use", but not "who use our suppliers"
        free = [actor for actor in free if actor.behind <= clause.start]
    if passive and not free:
        free = [actor for actor in here if actor.governed == "agent"]
    return _subject(free[0], here) if free else None


def _subject(actor: _Actor, here: Sequence[_Actor]) -> Subject:
    """The subject an actor stands for; "our" gives way to the noun after it, and "anyone" to "... at our offices"."""
    after = next((other for other in here if other.start > actor.start), None)
    if actor.kind == "our":
        close = (
            after is not None and after.kind not in ("our", "we") and after.behind <= actor.end + _ATTACHED
        )
        return Subject(after.kind) if after is not None and close else Subject.OWN
    attached = after is not None and after.governed and after.start - actor.end <= _ATTACHED
    if actor.kind == "other" and after is not None and attached and after.kind in ("own", "our"):
        return _subject(after, here) if _subject(after, here) is Subject.OWN else Subject.OTHER
    return Subject.OWN if actor.kind == "we" else Subject(actor.kind)


def _antecedent(actors: Sequence[_Actor], clause: Clause) -> Subject | None:
    before = [actor for actor in actors if actor.start < clause.start]
    return _subject(before[-1], ()) if before else None


def _before(known: Sequence[Subject], all_clauses: Sequence[Clause], number: int) -> Subject | None:
    """The subject of the main clause before this one."""
    for earlier in range(number - 1, -1, -1):
        if all_clauses[earlier].kind == "main":
            return known[earlier] if known[earlier] is not Subject.NONE else None
    return None
