"""Is something denied in one place and told in another, of the same time and place?

Each of the `pairs` names a concept for the denial ("no findings") and one for what contradicts it ("the findings",
"three findings"). The scope of a denial is compared first: words of the concepts `scope` (own business, supply chain,
plants, years, kinds of harm) that stand in it must stand in the other sentence too, and of the other words behind the
denial more than half; words of `light` do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Span
from report_linter.finding import Case, Evidence, Outcome, Role, Standing, Verdict
from report_linter.kinds.frames import CONCEPTS, DEFAULT_STANDING
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Hit, Text

_STANDING = {
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": {"enum": [standing.value for standing in Standing]},
}

SCHEMA = {
    "required": ["pairs", "scope", "partial", "light"],
    "properties": {
        "pairs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["denied", "told"],
                "additionalProperties": False,
                "properties": {
                    "denied": CONCEPT,
                    "told": CONCEPT,
                    "standing": _STANDING,
                    "later": {"type": "boolean", "description": "later years may stand where it is told"},
                    "implied": CONCEPTS,
                },
            },
        },
        "scope": CONCEPTS,
        "partial": CONCEPTS,
        "light": CONCEPTS,
        "due": CONCEPT,
        "finds": {"enum": ["fail", "review"]},
    },
}

_WORD = re.compile(r"[^\W\d_][\w-]{3,}")
_YEAR = re.compile(r"(?<![\d.,])20\d\d(?![\d.,]\d)")
_DUE = 30  # characters from "deadline" to its year
_SAME = 5  # first letters of a word that tell it from others, whatever its ending


@dataclass(frozen=True, slots=True)
class _Scope:
    named: frozenset[str]  # by the concepts of scope, and years
    said: frozenset[str]  # other words behind the denial


@dataclass(frozen=True, slots=True)
class _Pair:
    denied: str
    told: str
    standing: frozenset[Standing]  # what the clause that tells does with its words
    later: bool
    implied: tuple[str, ...]  # scopes that what tells without any scope is taken to have


@dataclass(frozen=True, slots=True)
class Contradicts:
    pairs: tuple[_Pair, ...]
    scope: tuple[str, ...]
    partial: tuple[str, ...]  # words behind a denial that make it one of a part only
    light: tuple[str, ...]
    due: str  # words before a deadline, whose year is none of the telling
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        cases = tuple(case for pair in self.pairs for case in self._cases(text, pair))
        return flagged(cases, self.finds)

    def _cases(self, text: Text, pair: _Pair) -> Iterator[Case]:
        """One for each denial: with the first sentence that tells of it."""
        telling = [(i, hit) for i in text.index.get(pair.told, ()) if (hit := _told(text, i, pair))]
        words = [self._words(text, i) for i, _ in telling]
        for index in text.index.get(pair.denied, ()):
            hit = _own(text, index, pair.denied)
            if (
                hit is None
                or not text.readable(index)
                or text.facts[index].quoted
                or self._part(text, index, hit)
            ):
                continue
            scope = self._scope(text, index, hit)
            for (other, other_hit), there in zip(telling, words, strict=True):
                if other != index and _covers(scope, there, pair):
                    yield _case(text, (index, hit), (other, other_hit))
                    break

    def _part(self, text: Text, index: int, denial: Hit) -> bool:
        return any(
            hit.span.start >= denial.span.end
            for name in self.partial
            for hit in text.facts[index].of(name)
            if not hit.inherited
        )

    def _scope(self, text: Text, index: int, denial: Hit) -> _Scope:
        """What the denial is about, as far as the sentence says."""
        span, facts = text.document.sentences[index].span, text.facts[index]
        named = set(_YEAR.findall(text.document.text, span.start, span.end))
        covered = [hit.span for name in self.light for hit in facts.of(name)]
        for name in self.scope:
            for hit in facts.of(name):
                if not hit.span.overlaps(denial.span):
                    named.add(_token(text, name, hit))
                covered.append(hit.span)
        said = {
            match[0][:_SAME].lower()
            for match in _WORD.finditer(text.document.text, denial.span.end, span.end)
            if not any(one.overlaps(Span(*match.span())) for one in covered)
        }
        return _Scope(frozenset(named), frozenset(said))

    def _words(self, text: Text, index: int) -> _Scope:
        """Everything that the sentence names, its list's lead-in and its table's header included."""
        facts = text.facts[index]
        named, said = set[str](), set[str]()
        due = [hit.span.end for hit in facts.of(self.due)]
        for one in (index, *text.document.sentences[index].context):
            span = text.document.sentences[one].span
            named |= {
                match[0]
                for match in _YEAR.finditer(text.document.text, span.start, span.end)
                if not any(0 <= match.start() - end <= _DUE for end in due)
            }
            said |= {m[0][:_SAME].lower() for m in _WORD.finditer(text.document.text, span.start, span.end)}
        named |= {_token(text, name, hit) for name in self.scope for hit in facts.of(name)}
        for heading in text.headings(index):
            section = text.document.sections[text.document.sentences[heading].section]
            if section.level > 1 or section.number:  # not the title of the document
                of_heading = text.facts[heading]
                named |= {_token(text, name, hit) for name in self.scope for hit in of_heading.of(name)}
        return _Scope(frozenset(named), frozenset(said))


def _covers(denial: _Scope, there: _Scope, pair: _Pair) -> bool:
    denied = {word for word in denial.named if word.isdigit()}
    years = {word for word in there.named if word.isdigit()}
    if pair.later and denied:
        years = {year for year in years if year <= max(denied)}
    if years and denied - years:
        return False
    places = {word for word in denial.named if not word.isdigit()}
    told = {word for word in there.named if word.endswith("-scope")}
    if not told:
        places -= set(pair.implied)
    shared = len(denial.said & there.said)
    return places <= there.named and (not denial.said or 2 * shared > len(denial.said))


def _token(text: Text, concept: str, hit: Hit) -> str:
    """A scope's name: the concept, or where the concept lists many (`…-word`), the beginning of the word."""
    return text.document.quote(hit.span)[:_SAME].lower() if concept.endswith("-word") else concept


def _told(text: Text, index: int, pair: _Pair) -> Hit | None:
    if not text.readable(index) or text.facts[index].quoted:
        return None
    hits = (hit for hit in text.facts[index].of(pair.told) if hit.standing in pair.standing)
    return min(hits, key=lambda hit: hit.inherited, default=None)


def _own(text: Text, index: int, concept: str) -> Hit | None:
    hits = (hit for hit in text.facts[index].of(concept) if not hit.inherited)
    return max(hits, key=lambda hit: hit.span.end, default=None)


def _case(text: Text, denied: tuple[int, Hit], told: tuple[int, Hit]) -> Case:
    evidence = []
    for (index, hit), role in ((denied, Role.PRIMARY), (told, Role.RELATED)):
        span = text.document.sentences[index].span
        words = (hit.span,) if span.covers(hit.span) else ()
        evidence.append(Evidence(span, role, None, hit.standing, text.facts[index].subject, words))
    quoted = (text.document.quote(hit.span) for _, hit in (denied, told))
    return Case(tuple(evidence), (("words", " / ".join(quoted)),))


def build(options: Mapping[str, Any]) -> Contradicts:
    return Contradicts(
        pairs=tuple(
            _Pair(
                pair["denied"],
                pair["told"],
                frozenset(map(Standing, pair["standing"])) if "standing" in pair else DEFAULT_STANDING,
                pair.get("later", False),
                tuple(pair.get("implied", ())),
            )
            for pair in options["pairs"]
        ),
        scope=tuple(options["scope"]),
        partial=tuple(options["partial"]),
        light=tuple(options["light"]),
        due=options.get("due", ""),
        finds=Outcome(options.get("finds", "fail")),
    )
