"""Kinds of rules: one question per module, a closed list.

A kind is a module with `SCHEMA` (JSON Schema, draft-07, of its own keys) and `build(options) -> Judge`.
A judge reads a `Text` (a document with the words found in it) and returns one verdict; it knows no rule id,
severity, message or reader's language. `GIVES` lists what verdicts of the kind can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from report_linter.finding import Level, Outcome, Verdict
from report_linter.kinds import (
    acronyms,
    answer_time,
    bare,
    contact,
    contradicts,
    counted,
    date_order,
    dated,
    deadline,
    empty_section,
    flags,
    forbids,
    leftover,
    links,
    named,
    note_marks,
    outsiders,
    period,
    pictured,
    pointers,
    proportion,
    quotes,
    references,
    repeated,
    requires,
    shortfall,
    signatories,
    signed,
    slips,
    spellings,
    stale,
    sums,
    terms,
    titled,
    unended,
    variants,
    written_in,
    years,
)
from report_linter.match import Text


class Judge(Protocol):
    def __call__(self, text: Text, /) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as the loader sees it. `levels`: it grades; otherwise its verdicts are `outcomes`."""

    asks: str
    schema: Mapping[str, Any]
    build: Callable[[Mapping[str, Any]], Judge]
    outcomes: tuple[Outcome, ...] = ()

    @property
    def graded(self) -> bool:
        return not self.outcomes

    def gives(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Every level or outcome that a rule with these options can give: each needs an example."""
        if not self.graded:
            if "finds" not in self.schema["properties"]:
                return tuple(outcome.value for outcome in self.outcomes)
            return (options.get("finds", Outcome.FAIL.value), self.outcomes[-1].value)
        levels = options.get("levels")
        return tuple(
            level.word for level in Level if level is Level.ABSENT or levels is None or level.word in levels
        )


FLAGS = (Outcome.FAIL, Outcome.REVIEW, Outcome.PASS)  # of kinds with a finding for each place, or none
_FOUND = (Outcome.FAIL, Outcome.PASS)
_OF_FILES = (Outcome.PASS,)  # what they find stands in files only: no example in plain text can show it
_ANSWERS = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE)

KINDS: Mapping[str, Kind] = {
    "requires": Kind("Is it here, and how well?", requires.SCHEMA, requires.build),
    "signed": Kind("Who signs, as what?", signed.SCHEMA, signed.build),
    "signatories": Kind("Do the right people sign?", signatories.SCHEMA, signatories.build, _ANSWERS),
    "dated": Kind("When was the document made?", dated.SCHEMA, dated.build),
    "period": Kind("Which period does it cover?", period.SCHEMA, period.build),
    "named": Kind("Which enterprise is it about?", named.SCHEMA, named.build),
    "titled": Kind("Can it be recognised as what it is?", titled.SCHEMA, titled.build),
    "contact": Kind("Whom does one ask?", contact.SCHEMA, contact.build),
    "answer-time": Kind(
        "Is a promised time longer than allowed?", answer_time.SCHEMA, answer_time.build, _ANSWERS
    ),
    "deadline": Kind("Does its date keep the deadline?", deadline.SCHEMA, deadline.build, _ANSWERS),
    "written-in": Kind(
        "Is it in a language asked for?", written_in.SCHEMA, written_in.build, (Outcome.PASS, Outcome.REVIEW)
    ),
    "forbids": Kind(
        "Is something here that should not be?",
        forbids.SCHEMA,
        forbids.build,
        (Outcome.FAIL, Outcome.REVIEW, Outcome.NOT_APPLICABLE),
    ),
    "flags": Kind("Which places should a person look at?", flags.SCHEMA, flags.build, FLAGS),
    "leftover": Kind(
        "Does the file hold what only its writers should see?", leftover.SCHEMA, leftover.build, _OF_FILES
    ),
    "links": Kind("Do links lead where others can follow?", links.SCHEMA, links.build, FLAGS),
    "references": Kind("Do references within it lead anywhere?", references.SCHEMA, references.build, _FOUND),
    "pointers": Kind("Do 'above' and 'below' point at something?", pointers.SCHEMA, pointers.build, _FOUND),
    "note-marks": Kind("Do marks and notes belong together?", note_marks.SCHEMA, note_marks.build, _FOUND),
    "empty-section": Kind(
        "Which headings have nothing under them?", empty_section.SCHEMA, empty_section.build, _FOUND
    ),
    "years": Kind("Do years fit the period?", years.SCHEMA, years.build, (*_FOUND, Outcome.NOT_APPLICABLE)),
    "date-order": Kind(
        "Do dates stand in an order that can be?", date_order.SCHEMA, date_order.build, _FOUND
    ),
    "pictured": Kind("Can content stand in a picture only?", pictured.SCHEMA, pictured.build, _OF_FILES),
    "bare": Kind("What is said without what it rests on?", bare.SCHEMA, bare.build, FLAGS),
    "quotes": Kind("Where are the law's own words content?", quotes.SCHEMA, quotes.build, FLAGS),
    "proportion": Kind("Which sections are beside the point?", proportion.SCHEMA, proportion.build, FLAGS),
    "outsiders": Kind("Where is another company named?", outsiders.SCHEMA, outsiders.build, FLAGS),
    "acronyms": Kind(
        "Are acronyms explained, and before they are used?", acronyms.SCHEMA, acronyms.build, FLAGS
    ),
    "contradicts": Kind(
        "Is something denied here and told there?", contradicts.SCHEMA, contradicts.build, FLAGS
    ),
    "counted": Kind("Is the same thing counted twice, differently?", counted.SCHEMA, counted.build, FLAGS),
    "repeated": Kind("Is the same said twice in the same words?", repeated.SCHEMA, repeated.build, FLAGS),
    "spellings": Kind("Is the same name spelled in two ways?", spellings.SCHEMA, spellings.build, FLAGS),
    "slips": Kind("Where did the typing slip?", slips.SCHEMA, slips.build, FLAGS),
    "stale": Kind(
        "What is told as recent and bears an old date?",
        stale.SCHEMA,
        stale.build,
        (*_FOUND, Outcome.NOT_APPLICABLE),
    ),
    "shortfall": Kind("Is less counted than all of them?", shortfall.SCHEMA, shortfall.build, FLAGS),
    "sums": Kind("Do numbers that belong together add up?", sums.SCHEMA, sums.build, FLAGS),
    "terms": Kind("Do defined terms keep their meaning?", terms.SCHEMA, terms.build, FLAGS),
    "variants": Kind("Is one written standard kept?", variants.SCHEMA, variants.build, FLAGS),
    "unended": Kind("Which paragraphs break off without a full stop?", unended.SCHEMA, unended.build, FLAGS),
}

_FRAME_LISTS = ("levels", "frames")


def concepts(
    options: Mapping[str, Any], schema: Mapping[str, Any]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every concept that the options name, with its path in them."""
    from report_linter.kinds.frames import CONCEPTS
    from report_linter.kinds.units import CONCEPT

    for key, value in options.items():
        asked = schema.get("properties", {}).get(key)
        if asked is CONCEPT and isinstance(value, str):
            yield (key,), value
        elif asked is CONCEPTS:
            yield from (((key, i), name) for i, name in enumerate(value))
        elif isinstance(value, dict) and isinstance(asked, Mapping):
            yield from (((key, *path), name) for path, name in concepts(value, asked))
        elif (
            isinstance(value, list) and isinstance(asked, Mapping) and isinstance(asked.get("items"), Mapping)
        ):
            for i, item in enumerate(value):
                if isinstance(item, dict):
                    yield from (((key, i, *path), name) for path, name in concepts(item, asked["items"]))


def mutants(options: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The options with one condition dropped, and that condition's path ("levels.described.0.all.1")."""
    required = frozenset(schema.get("required", ()))
    properties = schema.get("properties", {})
    for key, value in options.items():
        asked = properties.get(key, {})
        if isinstance(value, dict) and asked.get("properties"):
            for path, changed in mutants(value, asked):
                yield f"{key}.{path}", {**options, key: changed}
        elif isinstance(value, list) and len(value) > 1:
            for i in range(len(value)):
                yield f"{key}.{i}", {**options, key: value[:i] + value[i + 1 :]}
        if isinstance(value, list) and asked.get("items", {}).get("properties"):
            for i, item in enumerate(value):
                for path, changed in mutants(item, asked["items"]):
                    yield f"{key}.{i}.{path}", {**options, key: [*value[:i], changed, *value[i + 1 :]]}
        if (
            key not in required
            and key not in ("kind", "finds", "like")
            and not (isinstance(value, list) and len(value) > 1 and key in _LISTED)
        ):
            rest = {k: v for k, v in options.items() if k != key}
            if any(k in rest for k in ("like", "all", "any")) or not asked.get("uniqueItems"):
                yield key, rest


_LISTED = ("all",)  # dropped one by one, not as a whole
