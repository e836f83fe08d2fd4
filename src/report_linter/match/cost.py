"""Whether a regular expression can take very long, read off its parsed form.

Python's `re` tries one way after another. What makes the number of ways explode are repetitions that can match the same
text in several ways: `(?:a|aa)+`, `(?:\\w+,?)*`, `\\w*\\w*x`. The expression becomes an automaton of its positions
(Glushkov's), of which only the loops matter: exponentially many ways there are where two different walks lead from a
position back to itself over the same letters; and ever more with each repetition where two loops stand side by side and
share letters (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991, in two simple cases).

What is bounded small (`(?:\\d{1,3} ?){1,4}`) may be ambiguous. Literal text between two loops makes them harmless
enough: `\\w*risk\\w*`.
"""

from __future__ import annotations

import re._constants as codes  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

Step = Callable[[tuple[int, ...]], list[tuple[int, ...]]]

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_MOST_WAYS = 20_000  # of matching something bounded, which then need not be unambiguous
_MOST_COPIES = 5  # of what is repeated: written out instead of taken for a loop
_MANY = 10**9
_MOST_STEPS = 200_000  # of a search through the automaton; an expression that needs more is too large

# Letters that stand for all others of their class; those of the expression itself come on top.
_SAMPLE = frozenset(
    map(chr, [9, 10, *range(32, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026])
)


def explosive(parsed: Iterable[tuple[Any, Any]]) -> str:
    """Why the parsed expression can take very long, for its author; empty if it cannot."""
    sequence = list(parsed)
    if not any(code in _REPEATS and value[1] > 1 for code, value in all_parts(sequence)):
        return ""
    sample = _SAMPLE | set(_letters(sequence))
    for part in (sequence, *_looked_around(sequence)):
        reader = _Reader(sample)
        reader.sequence(part, inside=False)
        reader.pass_boundaries()
        if reader.problem or (problem := _ambiguous(reader)):
            return reader.problem or problem
    return ""


@dataclass(slots=True)
class _Part:
    """The positions with which a part of an expression can begin and end, and whether it can match nothing."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    empty: bool = True


@dataclass(slots=True)
class _Reader:
    """The positions of an expression: the letters each takes, which follow it, and which stand in endless loops."""

    sample: frozenset[str]
    letters: list[frozenset[str]] = field(default_factory=list)
    follows: list[set[int]] = field(default_factory=list)
    endless: set[int] = field(default_factory=set)
    boundaries: list[int] = field(default_factory=list)  # positions of `\\b`, which take no letter
    problem: str = ""

    def sequence(self, parts: Iterable[tuple[Any, Any]], inside: bool) -> _Part:
        """`inside`: whether a loop stands around it."""
        whole = _Part()
        for code, value in parts:
            whole = self._then(whole, self._part(code, value, inside))
        return whole

    def _then(self, one: _Part, other: _Part) -> _Part:
        self._join(one.last, other.first)
        return _Part(
            one.first + other.first if one.empty else one.first,
            one.last + other.last if other.empty else other.last,
            one.empty and other.empty,
        )

    def _join(self, last: Iterable[int], first: Iterable[int]) -> None:
        for before, after in product(last, first):
            if after in self.follows[before] and self.letters[before] and self.letters[after]:
                self.problem = (
                    self.problem or "a repetition inside a repetition can match the same text in many ways"
                )
            self.follows[before].add(after)

    def _part(self, code: Any, value: Any, inside: bool) -> _Part:
        if code in _REPEATS:
            return self._repeat(value[0], value[1], list(value[2]), inside)
        if code is codes.BRANCH:
            branches = [self.sequence(branch, inside) for branch in value[1]]
            return _Part(
                tuple(position for branch in branches for position in branch.first),
                tuple(position for branch in branches for position in branch.last),
                any(branch.empty for branch in branches),
            )
        if code is codes.SUBPATTERN:
            return self.sequence(value[3], inside)
        if code is codes.ATOMIC_GROUP:
            return self.sequence(value, inside)
        if code is codes.GROUPREF_EXISTS:
            return self._part(codes.BRANCH, (None, [value[1], value[2] or ()]), inside)
        if code is codes.AT and value is codes.AT_BOUNDARY:
            part = self._position(frozenset())
            self.boundaries += part.first
            return part
        letters = _taken(code, value, self.sample)
        return _Part() if letters is None else self._position(letters)

    def _position(self, letters: frozenset[str]) -> _Part:
        self.letters.append(letters)
        self.follows.append(set())
        here = (len(self.letters) - 1,)
        return _Part(here, here, False)

    def _repeat(self, least: int, most: Any, body: list[tuple[Any, Any]], inside: bool) -> _Part:
        endless = most is codes.MAXREPEAT
        if endless and any(_taken(code, value, self.sample) == self.sample for code, value in body):
            self.problem = (
                self.problem or "no repetition of everything without end, such as '.*' (use [^.]{0,60})"
            )
        if most == 1:
            part = self.sequence(body, inside)
            return _Part(part.first, part.last, part.empty or least == 0)
        if not endless and most <= _MOST_COPIES and (least == most or not inside):
            whole = _Part()
            for number in range(most, 0, -1):  # x{1,3} is x(x(x)?)?
                whole = self._then(self.sequence(body, inside), whole)
                whole.empty = whole.empty or number > least
            return whole
        if not inside and not endless and _ways([(codes.MAX_REPEAT, (least, most, body))]) <= _MOST_WAYS:
            part = self.sequence(body, inside=False)
            return _Part(part.first, part.last, part.empty or least == 0)
        start = len(self.letters)
        part = self.sequence(body, inside=True)
        self._join(part.last, part.first)
        if part.empty and not endless:
            self.problem = self.problem or "a repetition of what may be empty can match in many ways"
        if endless:
            self.endless.update(range(start, len(self.letters)))
        return _Part(part.first, part.last, part.empty or least == 0)

    def pass_boundaries(self) -> None:
        """Let the positions before a `\\b` be followed by those after it, where letters and others can meet."""
        for boundary in self.boundaries:
            after = self.follows[boundary] - {boundary}
            for position, following in enumerate(self.follows):
                if boundary in following:
                    following |= {other for other in after if self._meet(position, other)}

    def _meet(self, one: int, other: int) -> bool:
        sides = [{bool(_WORDLIKE(letter)) for letter in self.letters[at]} for at in (one, other)]
        return not all(sides) or any(a != b for a, b in product(*sides))


def _ways(parts: Iterable[tuple[Any, Any]]) -> int:
    """In how many ways, at most, the parts can match; `_MANY` without end."""
    total = 1
    for code, value in parts:
        if code in _REPEATS:
            least, most, body = value
            if most is codes.MAXREPEAT:
                return _MANY
            each = _ways(body)
            # A single way to match once is one for each number of times.
            total *= most - least + 1 if each == 1 else (most - least + 1) * min(each ** min(most, 64), _MANY)
        elif code is codes.BRANCH:
            total *= sum(_ways(branch) for branch in value[1])
        elif code is codes.SUBPATTERN:
            total *= _ways(value[3])
        elif code is codes.ATOMIC_GROUP:
            total *= _ways(value)
        total = min(total, _MANY)
    return total


# ---- loops


def _ambiguous(reader: _Reader) -> str:
    """What can be walked in too many ways, if anything."""
    follows = reader.follows
    loops = [
        loop for loop in _loops(follows) if len(loop) > 1 or next(iter(loop)) in follows[next(iter(loop))]
    ]
    try:
        for loop in loops:
            if _two_ways_round(reader, loop):
                return "alternatives inside a repetition can match the same text in many ways"
        endless = [loop for loop in loops if loop <= reader.endless]
        for one, other in product(endless, endless):
            beside = any(follows[position] & other for position in one)
            if one is not other and beside and _side_by_side(reader, one, other):
                return "two repetitions without end stand side by side and can match the same text"
    except _TooLarge:
        return "it repeats too many things at once"
    return ""


class _TooLarge(Exception):  # noqa: N818
    """The search would take too long itself."""


def _two_ways_round(reader: _Reader, loop: frozenset[int]) -> bool:
    """Whether two walkers who start together can part and meet again, over the same letters, within the loop."""
    step = _stepper(reader, (loop, loop))
    before: dict[tuple[int, ...], set[tuple[int, ...]]] = {}

    def onwards(pair: tuple[int, ...]) -> list[tuple[int, ...]]:
        after = [(min(two), max(two)) for two in step(pair)]
        for following in after:
            before.setdefault(following, set()).add(pair)
        return list(after)

    reached = _reached({(p, p) for p in loop}, onwards)
    meet = _reached({(p, p) for p in loop}, lambda pair: before.get(pair, ()))
    return any(p != q for p, q in reached & meet)


def _side_by_side(reader: _Reader, one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether the same letters lead from p to p, from p to q and from q to q, p in the one loop, q in the other."""
    step = _stepper(reader, (one, one | other, other))
    return any(
        (p, q, q) in _reached(set(step((p, p, q))), step)
        for p, q in product(one, other)
        if reader.letters[p] & reader.letters[q]
    )


def _stepper(reader: _Reader, within: tuple[frozenset[int], ...]) -> Step:
    """A function from walkers' positions to where they can go over one and the same letter, each within its loop."""
    known: dict[tuple[frozenset[int], ...], list[tuple[int, ...]]] = {}
    allowed = [
        {position: frozenset(reader.follows[position] & inside) for position in frozenset().union(*within)}
        for inside in within
    ]

    def step(positions: tuple[int, ...]) -> list[tuple[int, ...]]:
        ways = tuple(each[position] for each, position in zip(allowed, positions, strict=True))
        if ways not in known:
            if prod(map(len, ways)) > _MOST_STEPS:
                raise _TooLarge
            known[ways] = [
                after
                for after in product(*ways)
                if frozenset.intersection(*(reader.letters[position] for position in after))
            ]
        return known[ways]

    return step


def _reached(
    start: set[tuple[int, ...]], next_of: Callable[[tuple[int, ...]], Iterable[tuple[int, ...]]]
) -> set[tuple[int, ...]]:
    found, waiting = set(start), list(start)
    while waiting:
        for after in next_of(waiting.pop()):
            if after not in found:
                found.add(after)
                waiting.append(after)
        if len(found) > _MOST_STEPS:
            raise _TooLarge
    return found


def _loops(follows: list[set[int]]) -> list[frozenset[int]]:
    """The sets of positions that can all be reached from one another (Kosaraju), single ones too."""
    order: list[int] = []
    seen: set[int] = set()
    for root in range(len(follows)):
        stack = [(root, iter(follows[root]))] if root not in seen else []
        seen.add(root)
        while stack:
            position, rest = stack[-1]
            following = next((after for after in rest if after not in seen), None)
            if following is None:
                order.append(position)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(follows[following])))
    before: dict[int, list[int]] = {}
    for position, after in enumerate(follows):
        for following in after:
            before.setdefault(following, []).append(position)
    placed: set[int] = set()
    found: list[frozenset[int]] = []
    for root in reversed(order):
        members, waiting = [], [root]
        while waiting:
            position = waiting.pop()
            if position not in placed:
                placed.add(position)
                members.append(position)
                waiting += before.get(position, ())
        if members:
            found.append(frozenset(members))
    return found


# ---- letters

_CLASSES: Mapping[Any, Any] = {
    codes.CATEGORY_DIGIT: str.isdecimal,
    codes.CATEGORY_NOT_DIGIT: lambda letter: not letter.isdecimal(),
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_NOT_SPACE: lambda letter: not letter.isspace(),
    codes.CATEGORY_WORD: lambda letter: letter.isalnum() or letter == "_",
    codes.CATEGORY_NOT_WORD: lambda letter: not (letter.isalnum() or letter == "_"),
}


_WORDLIKE = _CLASSES[codes.CATEGORY_WORD]


def _taken(code: Any, value: Any, sample: frozenset[str]) -> frozenset[str] | None:
    """The letters of the sample that a part takes, case aside; None where it takes none, as `^` does."""
    if code is codes.LITERAL:
        return frozenset(_cases(chr(value)))
    if code is codes.NOT_LITERAL:
        return sample - set(_cases(chr(value)))
    if code is codes.ANY:
        return sample
    if code is codes.IN:
        return _of_class(value, sample)
    return None


def _of_class(members: Iterable[tuple[Any, Any]], sample: frozenset[str]) -> frozenset[str]:
    taken: set[str] = set()
    negated = False
    for code, value in members:
        if code is codes.NEGATE:
            negated = True
        elif code is codes.LITERAL:
            taken.update(_cases(chr(value)))
        elif code is codes.RANGE:
            taken.update(c for c in sample if any(value[0] <= ord(one) <= value[1] for one in _cases(c)))
        elif code is codes.CATEGORY:
            taken.update(filter(_CLASSES[value], sample))
    return sample - taken if negated else frozenset(taken)


def _cases(letter: str) -> Iterator[str]:
    yield from {one for one in (letter, letter.lower(), letter.upper(), letter.swapcase()) if len(one) == 1}


def _letters(parts: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """The letters that an expression names."""
    for code, value in all_parts(parts):
        if code in (codes.LITERAL, codes.NOT_LITERAL):
            yield from _cases(chr(value))
        elif code is codes.RANGE:
            yield from (chr(end) for end in value)


def _looked_around(parts: Iterable[tuple[Any, Any]]) -> Iterator[Any]:
    """What stands in lookaheads and lookbehinds: expressions of their own."""
    for code, value in all_parts(parts):
        if code in (codes.ASSERT, codes.ASSERT_NOT):
            yield value[1]


def all_parts(parts: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Every part, however deep, before those inside it."""
    for code, value in parts:
        yield code, value
        if code in _REPEATS:
            yield from all_parts(value[2])
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from all_parts(branch)
        elif code is codes.SUBPATTERN:
            yield from all_parts(value[3])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from all_parts(value[1])
        elif code in (codes.ATOMIC_GROUP, codes.IN):
            yield from all_parts(value)
        elif code is codes.GROUPREF_EXISTS:
            yield from all_parts(value[1])
            yield from all_parts(value[2] or ())
