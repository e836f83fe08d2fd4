"""Who signs, as what? Names with roles in a signature block: the last part of the text, or under its heading.

A picture of a signature cannot be read; names and roles printed under it can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Layer, Unit
from report_linter.finding import Level, Standing, Verdict
from report_linter.kinds.units import CONCEPT, graded, last_part, words
from report_linter.match import Text

PROPERTIES = {"role": CONCEPT, "board-role": CONCEPT, "signing": CONCEPT, "heading": CONCEPT}
SCHEMA = {"required": [*PROPERTIES], "properties": PROPERTIES}

_NAME = re.compile(
    r"\b[A-ZÆØÅÄÖÉ][\wæøåäöéü'’-]+(?: (?:[A-ZÆØÅÄÖÉ]\.|[A-ZÆØÅÄÖÉ][\wæøåäöéü'’-]+|von|van|de|af)){1,3}\b"
)
_LONGEST = 16  # words: a signature line is short
_FOR_EACH = 9  # words, of each person in a line that names several
_REACH = 2  # lines between a name and its role
_BARE = 8  # words
_BLANK = re.compile(r"_{4,}|\.{6,}")


@dataclass(frozen=True, slots=True)
class Signed:
    role: str
    board_role: str
    signing: str
    heading: str

    def __call__(self, text: Text) -> Verdict:
        zone = self._zone(text)
        pairs = self._pairs(text, zone)
        board = any(text.facts[line].has(self.board_role) for _, line, _ in pairs)
        people = {name for name, _, _ in pairs}
        found: dict[int, Level] = {}
        if pairs:
            level = Level.SPECIFIC if len(people) > 1 and board else Level.DESCRIBED
            found = {i: level for _, role_line, name_line in pairs for i in (role_line, name_line)}
        else:
            found = dict.fromkeys(self._mentions(text, zone), Level.MENTIONED)
        top, evidence = graded(text, found)
        return Verdict(
            level=top,
            evidence=evidence,
            values=(("people", str(len(people))),),
            rests_on_absence=top < Level.DESCRIBED,
        )

    def role_lines(self, text: Text) -> list[int]:
        """The lines with the roles of those who sign by name, in order."""
        return sorted({line for _, line, _ in self._pairs(text, self._zone(text))})

    def _zone(self, text: Text) -> list[int]:
        """Sentences where signatures may stand."""
        start = last_part(text, 0.15, 14)
        return [
            index
            for index, sentence in enumerate(text.document.sentences)
            if sentence.layer in (Layer.BODY, Layer.NOTES)
            and (index >= start or any(text.facts[h].has(self.heading) for h in text.headings(index)))
        ]

    def _pairs(self, text: Text, zone: list[int]) -> list[tuple[str, int, int]]:
        """(name, line of the role, line of the name); every line has one role's name at most."""
        lines = [i for i in zone if words(text, i) <= self._longest(text, i) and not self._is_prose(text, i)]
        names = {i: self._name(text, i) for i in lines}
        pairs: list[tuple[str, int, int]] = []
        taken: set[int] = set()
        for line in (i for i in lines if self._has_role(text, i)):
            near = [line, *(line + d * s for d in range(1, _REACH + 1) for s in (-1, 1))]
            for other in near:
                free = names.get(other) and other not in taken and not self._is_contact(text, other, line)
                if free and (other == line or not self._has_role(text, other)):
                    taken.add(other)
                    pairs += [(name, line, other) for name in names[other]]
                    break
        return pairs

    def _longest(self, text: Text, index: int) -> int:
        """The most words a signature line may have: so many for each of the roles in it."""
        roles = sum(1 for hit in text.facts[index].of(self.role) if not hit.inherited)
        return max(_LONGEST, _FOR_EACH * roles)

    def _has_role(self, text: Text, index: int) -> bool:
        return any(hit.concept == self.role and not hit.inherited for hit in text.facts[index].hits)

    def _name(self, text: Text, index: int) -> list[str]:
        """Names of people in a short line; a row of a signature table may hold several."""
        span = text.document.sentences[index].span
        line = text.document.text[span.start : span.end]
        own = {name.lower() for name in text.own}
        roles = [
            hit.span
            for hit in text.facts[index].hits
            if hit.concept in (self.role, "country", "place-in-norway")
        ]
        found = []
        for match in _NAME.finditer(line):
            start, end = span.start + match.start(), span.start + match.end()
            if any(match[0].lower() in name for name in own) or any(
                r.start < end and start < r.end for r in roles
            ):
                continue
            found.append(match[0])
        return found

    def _is_prose(self, text: Text, index: int) -> bool:
        """A full sentence is no signature line; an abbreviated role ("adm. dir.") may end in a full stop too."""
        span = text.document.sentences[index].span
        ends_in_role = any(h.span.end >= span.end - 1 for h in text.facts[index].of(self.role))
        return text.document.text[: span.end].endswith((".", "?", "!")) and not ends_in_role

    def _is_contact(self, text: Text, *lines: int) -> bool:
        """A name with an e-mail address or telephone number is a contact, not a signature."""
        return any(text.facts[i].has("email", "phone") for i in lines)

    def _mentions(self, text: Text, zone: list[int]) -> list[int]:
        """Said to be signed, or a role with a blank line for the name."""
        found = []
        for index, sentence in enumerate(text.document.sentences):
            facts = text.facts[index]
            said = any(hit.standing in _SAID for hit in facts.of(self.signing)) and not facts.quoted
            bare = index in zone and sentence.unit is not Unit.HEADING and self._bare(text, index)
            if bare or (said and text.readable(index)):
                found.append(index)
        return found

    def _bare(self, text: Text, index: int) -> bool:
        """A short line with a role and nothing but blanks beside it."""
        if not self._has_role(text, index) or words(text, index) > _BARE:
            return False
        span = text.document.sentences[index].span
        line = text.document.text[span.start : span.end]
        covered = sum(h.span.end - h.span.start for h in text.facts[index].hits if h.concept == self.role)
        letters = len(re.sub(r"[\W_]", "", line))
        return bool(_BLANK.search(line)) or covered >= 0.6 * letters


_SAID = frozenset({Standing.STATED, Standing.PLANNED, Standing.PAST})


def build(options: Mapping[str, Any]) -> Signed:
    return Signed(options["role"], options["board-role"], options["signing"], options["heading"])
