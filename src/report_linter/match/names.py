"""The enterprise's own name, harvested from the document: "Lavfoss Friluft AS", and "Lavfoss" for short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from report_linter.document import Document, Layer, Span, Unit

_WORDS = r"[A-ZÆØÅ0-9][\w&.'’/-]*(?:[ ](?:[A-ZÆØÅ0-9&][\w&.'’/-]*|og|and|of|i|for)){0,5}"


_TITLE = 4  # sentences from the start that may be its title


@dataclass(frozen=True, slots=True)
class LegalName:
    """A name with its legal form where it stands, in a sentence."""

    name: str
    span: Span
    sentence: int


def legal_names(document: Document, legal_forms: Iterable[str]) -> tuple[LegalName, ...]:
    """Every name with a legal form ("AS", "Ltd") in the document, in order."""
    forms = "|".join(sorted((re.escape(form) for form in legal_forms), key=len, reverse=True))
    if not forms:
        return ()
    regex = re.compile(rf"(?<![\w&])(?P<name>{_WORDS})[ ](?P<form>{forms})(?![\w-])")
    found = []
    for index, sentence in enumerate(document.sentences):
        text = document.text[sentence.span.start : sentence.span.end]
        for match in regex.finditer(text):
            name = _without_opening(match["name"])
            if name:
                start = sentence.span.start + match.start() + len(match["name"]) - len(name)
                found.append(
                    LegalName(
                        f"{name} {match['form']}", Span(start, sentence.span.start + match.end()), index
                    )
                )
    return tuple(found)


def own_names(document: Document, names: Sequence[LegalName]) -> tuple[str, ...]:
    """The names under which the enterprise speaks of itself, the full name first; empty if none is found.

    The enterprise is the name that stands most often, titles and running lines weighing more; its short names are
    the full name without legal form, and that name's first word where the document uses it alone.
    """
    if not names:
        return ()
    votes: Counter[str] = Counter()
    for item in names:
        sentence = document.sentences[item.sentence]
        weight = 3 if item.sentence < _TITLE or sentence.unit is Unit.HEADING else 1
        votes[item.name] += 1 if sentence.layer is Layer.FURNITURE else weight
    full = max(votes, key=lambda name: (votes[name], -_first(names, name)))
    short = full.rsplit(" ", 1)[0]
    found = [full, short]
    first = short.split()[0]
    if first != short and len(first) > 2 and _stands_alone(document.text, first, short):
        found.append(first)
    initials = "".join(word[0] for word in short.split() if word[0].isupper())
    if len(initials) > 2 and re.search(rf"\(.{{0,12}}{re.escape(initials)}.{{0,3}}\)", document.text):
        found.append(initials)
    return tuple(found)


def strangers(
    document: Document, names: Sequence[LegalName], own: Sequence[str], of_group: Callable[[int], bool]
) -> dict[int, str]:
    """The sentences that open with the name of a company that is neither the enterprise's own nor its group's.

    Empty where it is not plain who the enterprise is: its own name must stand oftener than the other, the other not in
    a title or a running line, and nowhere in one sentence with the enterprise or with words `of_group`.
    """
    if not own:
        return {}
    where: dict[str, list[int]] = {}
    for item in names:
        where.setdefault(item.name, []).append(item.sentence)
    ours, short = where.get(own[0], []), (own[0].rsplit(" ", 1)[0]).lower()
    if len(ours) < _PLAIN and not any(_prominent(document, index) for index in ours):
        return {}
    known: dict[str, bool] = {}
    result = {}
    for item in names:
        if item.name not in known:
            known[item.name] = (
                len(where[item.name]) <= len(ours)
                and item.name.rsplit(" ", 1)[0].lower() not in short
                and item.name.split()[0].lower() != short.split()[0]
                and not any(
                    _prominent(document, index)
                    or of_group(index)
                    or short in document.quote(document.sentences[index].span).lower()
                    for index in where[item.name]
                )
            )
        span = document.sentences[item.sentence].span
        opens = not _LETTER.search(document.text, span.start, item.span.start)
        if known[item.name] and opens and _GOES_ON.match(document.text, item.span.end, span.end):
            result[item.sentence] = item.name
    return result


_PLAIN = 2  # sentences with the enterprise's name, where no title has it
_LETTER = re.compile(r"\w")
_GOES_ON = re.compile(r",? \w")


def _prominent(document: Document, index: int) -> bool:
    sentence = document.sentences[index]
    return index < _TITLE or sentence.unit is Unit.HEADING or sentence.layer is Layer.FURNITURE


def _first(names: Sequence[LegalName], name: str) -> int:
    return next(item.span.start for item in names if item.name == name)


def _stands_alone(text: str, word: str, full: str) -> bool:
    """The word is used by itself at least twice inside sentences, not only as part of the full name."""
    rest = text.replace(full, "")
    return len(re.findall(rf"(?<![\w-]){re.escape(word)}(?![\w-])", rest)) >= 2


def _without_opening(name: str) -> str:
    """Drop words before a name that are capitalised only because they open a line: "For Lavfoss"."""
    words = name.split()
    while len(words) > 1 and words[0].lower() in _OPENERS:
        words = words[1:]
    return " ".join(words)


_OPENERS = frozenset({"for", "i", "and", "og", "of"})
