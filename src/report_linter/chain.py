"""Which risk does a measure answer, and what came of it? The chain risk → measure → result, topic by topic.

Rests on the evidence of the requirements that a pack names, and on topics that it lists as concepts. What shares no
topic is not joined: the table is a help for reading, never a ground for a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report_linter.finding import Evidence, Level, Link, RequirementResult, Role
from report_linter.match import Text
from report_linter.pack.model import Chain

_COUNTED = (Role.PRIMARY, Role.SUPPORTING)


def links(chain: Chain, results: Sequence[RequirementResult], text: Text) -> tuple[Link, ...]:
    """One link for each topic that a risk, impact or measure names, in order of the document."""
    risks = _by_topic(chain, _evidence(results, chain.risk), text)
    measures = _by_topic(chain, _evidence(results, chain.measure), text)
    outcomes = _by_topic(chain, _evidence(results, chain.result), text)
    made = [
        Link(_words(topic, [*risks.get(topic, ()), *measures.get(topic, ())], text), *columns)
        for topic in chain.topics
        if any((columns := tuple(tuple(each.get(topic, ())) for each in (risks, measures, outcomes)))[:2])
    ]
    return tuple(sorted(made, key=lambda link: (*link.risks, *link.measures)[0].span))


def _evidence(results: Sequence[RequirementResult], ids: Sequence[str]) -> Iterator[Evidence]:
    """What counts for the requirements `ids`, each place once."""
    found: dict[int, Evidence] = {}
    for result in results:
        if result.id in ids:
            for item in result.evidence:
                if item.role in _COUNTED and (item.level or Level.ABSENT) >= Level.DESCRIBED:
                    found.setdefault(item.span.start, item)
    return iter([found[start] for start in sorted(found)])


def _by_topic(chain: Chain, evidence: Iterator[Evidence], text: Text) -> Mapping[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for item in evidence:
        index = text.document.sentence_at(item.span.start)
        if index is not None:
            for topic in chain.topics:
                if text.facts[index].has(topic):
                    found.setdefault(topic, []).append(item)
    return found


def _words(topic: str, evidence: Sequence[Evidence], text: Text) -> str:
    """The topic in the document's own words: as it stands in the first of `evidence`."""
    for item in evidence:
        index = text.document.sentence_at(item.span.start)
        for hit in text.facts[index].of(topic) if index is not None else ():
            return text.document.quote(hit.span)
    return topic
