"""What kind of text is this: an account, or something about it? The first of a pack's kinds that fits.

The kinds are data: how many core contents are described, what the title and the text say, how much of the text speaks
of the law or of duties instead of what was done, how long it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from report_linter.document import Layer, Unit
from report_linter.finding import Level, Standing, Subject, Texts
from report_linter.kinds.units import title_lines, visible
from report_linter.match import Facts, Text
from report_linter.pack.model import DocumentKind, Documents
from report_linter.reasons import filled

_TITLE = 4
_OPENING = 2  # sentences from the start that speak for the whole, even where they are no title lines
_HEADING = 8  # words
_DUTIES = (Standing.OBLIGATION, Standing.PLANNED)
_OWN = (Subject.OWN, Subject.GROUP)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the conditions ask about a document."""

    core: int
    words: int
    levels: Mapping[str, Level]
    concepts: Counter[str]  # in how many sentences each stands
    titles: Counter[str]
    opening: Counter[str]
    headings: Counter[str]
    own: float  # percentage of the sentences that are about the enterprise or its group
    law: float  # percentage of the sentences that tell what the law says
    duty: float  # percentage of the sentences that tell what shall be, by other than the law's words


def document_kind(documents: Documents, levels: Mapping[str, Level], text: Text) -> tuple[str, Texts]:
    """The kind, and why: in every language of the pack."""
    seen = _seen(documents, levels, text)
    fitting = next(kind for kind in documents.kinds if _fits(kind, seen))
    values = (("core", str(seen.core)), ("of", str(len(documents.core))), ("words", str(seen.words)))
    return fitting.kind, filled(fitting.reason, values)


def _seen(documents: Documents, levels: Mapping[str, Level], text: Text) -> _Seen:
    shown = [
        i for i, s in enumerate(text.document.sentences) if visible(s) and s.layer is not Layer.FURNITURE
    ]
    running = [i for i in shown if text.readable(i)]
    top = list(takewhile(lambda i: not text.readable(i), shown[:_TITLE]))
    named = [i for i in title_lines(text) if i in top]
    every = max(len(running), 1)
    return _Seen(
        core=sum(levels[name] >= Level.DESCRIBED for name in documents.core),
        words=sum(len(re.findall(r"\w+", _said(text, i))) for i in shown),
        levels=levels,
        concepts=_concepts(text, shown),
        titles=_concepts(text, named),
        opening=_concepts(text, sorted({*named, *shown[:_OPENING]})),
        headings=_concepts(text, [i for i in shown if _heads(text, i)]),
        own=100 * sum(text.facts[i].subject in _OWN for i in running) / every,
        law=100 * sum(_lawful(text.facts[i], documents.law) for i in running) / every,
        duty=100
        * sum(_dutiful(text.facts[i]) and not _lawful(text.facts[i], documents.law) for i in running)
        / every,
    )


def _said(text: Text, index: int) -> str:
    span = text.document.sentences[index].span
    return text.document.text[span.start : span.end]


def _heads(text: Text, index: int) -> bool:
    """A heading, or a short line that leads in what follows."""
    said = _said(text, index)
    return text.document.sentences[index].unit is Unit.HEADING or (
        said.endswith(":") and said.count(" ") < _HEADING
    )


def _concepts(text: Text, indexes: list[int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for index in indexes:
        hits = (hit for hit in text.facts[index].hits if not hit.inherited)
        found.update({hit.concept for hit in hits if hit.standing is not Standing.HYPOTHETICAL})
    return found


def _lawful(facts: Facts, law: tuple[str, ...]) -> bool:
    return facts.quoted or facts.subject in (Subject.LAW, Subject.OTHER) or facts.has(*law)


def _dutiful(facts: Facts) -> bool:
    return any(scope.standing in _DUTIES for scope in facts.scopes)


def _fits(kind: DocumentKind, seen: _Seen) -> bool:
    return (
        kind.core[0] <= seen.core <= kind.core[1]
        and kind.words[0] <= seen.words <= kind.words[1]
        and all(seen.levels[name] >= Level.DESCRIBED for name in kind.met)
        and all(seen.levels[name] < Level.DESCRIBED for name in kind.unmet)
        and (not kind.said or sum(seen.concepts[name] for name in kind.said) >= kind.times)
        and not any(seen.concepts[name] for name in kind.unsaid)
        and (not kind.opened or any(seen.opening[name] for name in kind.opened))
        and (not kind.titled or any(seen.titles[name] for name in kind.titled))
        and not any(seen.titles[name] for name in kind.untitled)
        and (not kind.headed or sum(seen.headings[name] for name in kind.headed) >= kind.headings)
        and kind.own_share[0] <= seen.own <= kind.own_share[1]
        and seen.law >= kind.law_share
        and seen.duty >= kind.duty_share
    )
