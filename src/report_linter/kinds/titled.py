"""Can the document be recognised as what it is? Its title lines hold the account's name, and the law's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.finding import Level, Verdict
from report_linter.kinds.units import CONCEPT, graded, title_lines
from report_linter.match import Text

SCHEMA = {
    "required": ["account", "law"],
    "properties": {"account": CONCEPT, "law": CONCEPT, "about": CONCEPT},
}


@dataclass(frozen=True, slots=True)
class Titled:
    account: str  # "account", "statement", "redegjørelse"
    law: str  # the Act by name
    about: str  # "due diligence": with `account` as good as the Act's name

    def __call__(self, text: Text) -> Verdict:
        found: dict[int, Level] = {}
        for index in title_lines(text):
            facts = text.facts[index]
            named = [facts.has(self.account), facts.has(self.law), bool(self.about) and facts.has(self.about)]
            if named[0] and named[1]:
                found[index] = Level.SPECIFIC
            elif named[0] and named[2]:
                found[index] = Level.DESCRIBED
            elif any(named):
                found[index] = Level.MENTIONED
        top, evidence = graded(text, found)
        return Verdict(level=top, evidence=evidence, rests_on_absence=top < Level.DESCRIBED)


def build(options: Mapping[str, Any]) -> Titled:
    return Titled(options["account"], options["law"], options.get("about", ""))
