"""Do links lead where a reader outside can follow? By their looks only: nothing is fetched.

Addresses in the text are found by `frames`, as in `flags`; links whose words hide their address by `targets`,
expressions for the address. A link whose words are themselves an address must lead to the same host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Link
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.kinds import flags
from report_linter.kinds.frames import FRAMES
from report_linter.kinds.units import flagged
from report_linter.match import Text

SCHEMA = {
    "required": ["frames", "targets"],
    "properties": {
        "frames": FRAMES,
        "where": flags.WHERE,
        "targets": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "format": "regex"},
        },
        "finds": {"enum": ["fail", "review"]},
    },
}

_HOST = re.compile(
    r"(?:(?P<scheme>[a-z]+):/{1,2})?(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10})(?=[/:?#]|$)(?P<rest>\S*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Links:
    written: flags.Flags
    targets: tuple[re.Pattern[str], ...]
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        found = self.written(text)
        places = [case.evidence[0].span for case in found.cases]
        odd = [
            case
            for case in self._odd(text)
            if not any(case.evidence[0].span.overlaps(place) for place in places)
        ]
        cases = tuple(sorted((*found.cases, *odd), key=lambda case: case.evidence[0].span))
        return flagged(cases, self.finds)

    def _odd(self, text: Text) -> Iterator[Case]:
        for link in text.document.reading.links:
            said = text.document.quote(link.span)
            if any(target.search(link.target) for target in self.targets) or _elsewhere(said, link):
                index = text.document.sentence_at(link.span.start)
                span = link.span if index is None else text.document.sentences[index].span
                yield Case(
                    (Evidence(span, words=(link.span,)),), (("words", f"{said} → {link.target or '–'}"),)
                )


def _elsewhere(said: str, link: Link) -> bool:
    """The words are an address, and the link leads to another host."""
    shown, target = _HOST.fullmatch(said), _HOST.match(link.target)
    return bool(shown and target and shown["host"].lower() != target["host"].lower())


def build(options: Mapping[str, Any]) -> Links:
    finds = Outcome(options.get("finds", "fail"))
    return Links(
        written=flags.build({key: options[key] for key in ("frames", "where") if key in options}),
        targets=tuple(re.compile(target, re.IGNORECASE) for target in options["targets"]),
        finds=finds,
    )
