"""Names of the places on the page: what links lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_linter.finding import RequirementResult
from report_linter.reporters.checklist import Checklist
from report_linter.reporters.html.model import Piece

_ID = re.compile(r"\b[A-Z][A-Z0-9]*(?:[-.][A-Za-z0-9]+)+\b")


class Names:
    """The anchors of a document's requirements, made of their ids; all begin with `prefix`.

    `beyond` are the packs of guidance beyond the wording of the law: all that ask for contents but the first.
    """

    def __init__(self, checklists: Sequence[Checklist], prefix: str) -> None:
        self.prefix = prefix
        self.beyond = frozenset([made.pack.id for made in checklists if made.levelled][1:])
        self._anchors: dict[tuple[str, str], str] = {}
        self._by_id: dict[str, str] = {}
        for made in checklists:
            for row in (*made.rows, *made.apart):
                self._name(row.result)

    def _name(self, result: RequirementResult) -> None:
        """A name unlike the others', of letters that an address can hold."""
        plain = f"{self.prefix}-{re.sub(r'[^A-Za-z0-9._-]', '_', result.id)}"
        name, number = plain, 1
        while name in self._anchors.values():
            number += 1
            name = f"{plain}_{number}"
        self._anchors[(result.pack, result.id)] = name
        self._by_id.setdefault(result.id, name)

    def of(self, result: RequirementResult) -> str:
        return self._anchors[(result.pack, result.id)]

    def linked(self, text: str) -> Iterator[Piece]:
        """`text` with the ids of requirements as links to them."""
        at = 0
        for match in _ID.finditer(text):
            link = self._by_id.get(match.group())
            if link:
                yield Piece(text[at : match.start()])
                yield Piece(match.group(), anchor=link)
                at = match.end()
        if text[at:]:
            yield Piece(text[at:])
