"""Does a reader learn what the acronyms stand for, and before they are used?

`ask: undefined` looks for acronyms that are never spelled out; `ask: order` for those spelled out in two ways, or
only after they have been used. Capitals of shouted headings, Roman numerals, names, what stands in square brackets,
words that the text also writes in small letters, and `known` words are no acronyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Layer, Span, Unit
from report_linter.finding import Case, Evidence, Outcome, Role, Verdict
from report_linter.kinds.frames import CONCEPTS
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["ask", "known"],
    "properties": {
        "ask": {"enum": ["undefined", "order"]},
        "known": CONCEPTS,
        "lists": CONCEPT,
        "brands": CONCEPT,
        "means": CONCEPT,
        "finds": {"enum": ["fail", "review"]},
    },
}

_ACRONYM = re.compile(
    r"(?<![\w.@/&’'-])[A-ZÆØÅ]{2,8}(?:-[A-ZÆØÅ]{1,3}(?![\w-]))?(?=s?(?![\w@/]|\.\w|&\w|-(?:[A-ZÆØÅ]+-)?\d))"
)
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_SHOUTED = re.compile(r"[A-ZÆØÅ]{2,}\b")
_ASIDE = re.compile(r"\[[^\[\]]{1,300}\]|«[^«»]{1,80}»|\"[^\"]{1,80}\"|“[^“”]{1,80}”")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ENTRY = re.compile(r"\s?[:=–—\t-]\s?\w+")
_NAMES = re.compile(r" (?:(?:[^\W\d_]{2,3} )?[A-ZÆØÅ]{2,}(?:,| [^\W\d_]{2,3})? )*")  # other names, and "and"
_APART = re.compile(r", (?:[^\W\d_]{2,3} )?(?=[^\W\d_])([^,.;:()]{6,90})")  # the long form between commas
_SPOKEN = re.compile(r"[AEIOUYÆØÅ]")
_WRITTEN_OUT = 4  # letters of a word in capitals that is an acronym unless it also stands in small letters
_BESIDE = 3  # characters: a comma, a quotation mark
_LONGEST = 9  # words of a long form
_SAME = 5  # first letters of a word that tell it from others, whatever its ending


@dataclass(frozen=True, slots=True)
class _Use:
    acronym: str
    sentence: int
    span: Span
    heading: bool


@dataclass(frozen=True, slots=True)
class _Definition:
    sentence: int
    span: Span
    long: tuple[
        str, ...
    ]  # the words it stands for, as far as they are told apart; empty where not understood


@dataclass(frozen=True, slots=True)
class Acronyms:
    ask: str
    known: tuple[str, ...]
    lists: str  # headings of lists of acronyms
    brands: str  # words beside a name in capitals: "the series"
    means: str  # words between an acronym and what it stands for: "short for"
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        uses: dict[str, list[_Use]] = {}
        defined: dict[str, list[_Definition]] = {}
        for use in _uses(text, self.known):
            if self._brand(text, use):
                continue
            uses.setdefault(use.acronym, []).append(use)
            if found := self._listed(text, use) or _definition(text, use) or self._told(text, use):
                defined.setdefault(use.acronym, []).append(found)
        found_cases = _undefined if self.ask == "undefined" else _order
        cases = tuple(
            case for acronym in uses for case in found_cases(text, uses[acronym], defined.get(acronym, []))
        )
        return flagged(cases, self.finds)

    def _brand(self, text: Text, use: _Use) -> bool:
        """A name that can be spoken beside a word for products ("the AKVA line"), or one listed with such a name."""
        said, begin, end = text.document.text, use.span.start, use.span.end
        for hit in text.facts[use.sentence].of(self.brands):
            if hit.inherited:
                continue
            between = _NAMES.fullmatch(said, hit.span.end, begin) or _NAMES.fullmatch(
                said, end, hit.span.start
            )
            names = [use.acronym, *(_SHOUTED.findall(between[0]) if between else ())]
            if hit.span.overlaps(use.span) or (between and any(map(_SPOKEN.search, names))):
                return True
        return False

    def _told(self, text: Text, use: _Use) -> _Definition | None:
        """Words beside it say that it stands for something."""
        beside = any(
            0 <= hit.span.start - use.span.end <= _BESIDE or 0 <= use.span.start - hit.span.end <= _BESIDE
            for hit in text.facts[use.sentence].of(self.means)
            if not hit.inherited
        )
        return _Definition(use.sentence, use.span, ()) if beside else None

    def _listed(self, text: Text, use: _Use) -> _Definition | None:
        """An entry of a list of acronyms: the words beside it, whatever their letters."""
        if not any(text.facts[heading].has(self.lists) for heading in text.headings(use.sentence)):
            return None
        sentence = text.document.sentences[use.sentence].span
        rest = text.document.text[use.span.end : sentence.end]
        opens = use.span.start == sentence.start and _ENTRY.match(rest)
        if not opens:
            return None
        words = [word.lower() for word in _WORD.findall(rest)]
        named = "".join(word[0] for word in words) == use.acronym.lower()
        return _Definition(use.sentence, use.span, tuple(word[:_SAME] for word in words) if named else ())


def _undefined(text: Text, uses: list[_Use], defined: list[_Definition]) -> Iterator[Case]:
    if not defined:
        use = next((use for use in uses if not use.heading), uses[0])
        yield Case((_evidence(text, use.sentence, use.span),), (("words", use.acronym),))


def _order(text: Text, uses: list[_Use], defined: list[_Definition]) -> Iterator[Case]:
    told = [one for one in defined if one.long]
    other = next((one for one in told[1:] if one.long != told[0].long), None)
    acronym = uses[0].acronym
    if other:
        places = (
            _evidence(text, other.sentence, other.span),
            _evidence(text, told[0].sentence, told[0].span, Role.RELATED),
        )
        words = f"{text.document.quote(told[0].span)} / {text.document.quote(other.span)}"
        yield Case(places, (("words", words),))
    early = next((use for use in uses if not use.heading), None)
    if told and early and early.sentence < defined[0].sentence:
        places = (
            _evidence(text, early.sentence, early.span),
            _evidence(text, told[0].sentence, told[0].span, Role.RELATED),
        )
        yield Case(places, (("words", acronym),))


def _evidence(text: Text, sentence: int, words: Span, role: Role = Role.PRIMARY) -> Evidence:
    return Evidence(text.document.sentences[sentence].span, role, words=(words,))


def _uses(text: Text, known: tuple[str, ...]) -> Iterator[_Use]:
    """Acronyms in what is printed, in order."""
    words = _words(text)
    own = {word for name in (*text.own, *(name.name for name in text.names)) for word in name.split()}
    for index, sentence, facts in text.sentences():
        said = text.document.text[sentence.span.start : sentence.span.end]
        if sentence.layer not in (Layer.BODY, Layer.NOTES) or said.upper() == said or facts.quoted:
            continue
        spans = [hit.span for name in known for hit in facts.of(name) if not hit.inherited]
        quoted = [match.span() for match in _ASIDE.finditer(said)]
        for match in _ACRONYM.finditer(said):
            span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
            if (
                match[0] not in own
                and not _ROMAN.fullmatch(match[0])
                and not any(other.covers(span) for other in spans)
                and not any(start <= match.start() < end for start, end in quoted)
                and not _shouted(said, match)
                and not (len(match[0]) == 2 and _alone(said, match))
                and match[0] not in words
            ):
                yield _Use(match[0], index, span, sentence.unit is Unit.HEADING)


def _words(text: Text) -> frozenset[str]:
    """The document's words in small letters, as they would look in capitals."""
    small = re.findall(rf"(?<![\w-])[a-zæøå]{{{_WRITTEN_OUT},}}(?![\w-])", text.document.text)
    return frozenset(word.upper() for word in small)


def _shouted(said: str, match: re.Match[str]) -> bool:
    """Capitals beside capitals: a name or a sign, not an acronym."""
    before = said[: match.start()].removesuffix(" ").rpartition(" ")[2] if said[: match.start()] else ""
    after = said[match.end() :]
    return bool(
        (said[: match.start()].endswith(" ") and _SHOUTED.fullmatch(before))
        or (after.startswith(" ") and _SHOUTED.match(after[1:]))
    )


def _alone(said: str, match: re.Match[str]) -> bool:
    """The whole of a table cell, as country codes stand."""
    return "\t" in said and match[0] in said.split("\t")


def _definition(text: Text, use: _Use) -> _Definition | None:
    """What the acronym is said to stand for at this place, before or behind it."""
    sentence = text.document.sentences[use.sentence].span
    before = text.document.text[sentence.start : use.span.start]
    after = text.document.text[use.span.end : sentence.end]
    bracketed = before.endswith("(") and re.match(r"s?(?:-\w+)?\)", after)
    if (bracketed or re.search(r"[,–=:-] $", before)) and (found := _long(before, use.acronym)):
        start, words = found
        return _Definition(
            use.sentence, Span(sentence.start + start, use.span.end + (1 if bracketed else 0)), words
        )
    if follows := re.match(r"s?(?:-\w+)? (?:\(|= ?|– )([^()]{6,90})", after):
        words = tuple(word.lower()[:_SAME] for word in _WORD.findall(follows[1])[:_LONGEST])
        if words and words[0][0] == use.acronym[0].lower():
            return _Definition(use.sentence, Span(use.span.start, use.span.end + follows.end()), ())
    if (apart := _APART.match(after)) and _spelled(apart[1], use.acronym):
        return _Definition(use.sentence, Span(use.span.start, use.span.end + apart.end()), ())
    if bracketed and before.strip("( "):
        return _Definition(use.sentence, use.span, ())
    return None


def _long(before: str, acronym: str) -> tuple[int, tuple[str, ...]] | None:
    """The shortest run of words that ends `before` and holds the letters of the acronym in order."""
    words = list(_WORD.finditer(before))[-_LONGEST:]
    for first in reversed(range(len(words))):
        run = words[first:]
        if _holds("".join(word[0] for word in run), run[0][0], acronym):
            return run[0].start(), tuple(word[0].lower()[:_SAME] for word in run)
    return None


def _spelled(behind: str, acronym: str) -> bool:
    """The words begin with the long form: a capital, and the letters of the acronym in order."""
    words = [match[0] for match in _WORD.finditer(behind)]
    return any(
        _holds("".join(words[:count]), words[0][0], acronym)
        for count in range(1, min(len(words), _LONGEST) + 1)
    ) and (words[0][0].isupper() or len(words) <= _LONGEST // 2)


def _holds(run: str, first: str, acronym: str) -> bool:
    if not first.lower().startswith(acronym[0].lower()) or len(run) < 2 * len(acronym):
        return False
    letters = iter(run.lower())
    return all(letter in letters for letter in acronym.lower())


def build(options: Mapping[str, Any]) -> Acronyms:
    return Acronyms(
        options["ask"],
        tuple(options["known"]),
        options.get("lists", ""),
        options.get("brands", ""),
        options.get("means", ""),
        Outcome(options.get("finds", "fail")),
    )
