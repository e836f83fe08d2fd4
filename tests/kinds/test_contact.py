"""Whom to ask: what is an address for questions about this work, and what only stands near one."""

from __future__ import annotations

import pytest

from report_linter.finding import Level, Verdict
from report_linter.kinds import KINDS
from report_linter.lexicons import load_all
from report_linter.match import Words
from report_linter.outline import outline
from report_linter.readers import read

LEXICONS = load_all()
CONCEPTS = {
    "anchor": {"any": ["/\\bwrite to\\b/"]},
    "ask": {"any": ["=information", "=questions"]},
    "about": {"any": ["/\\bhuman rights\\b/"]},
    "answer": {"any": ["/\\bis answered\\b/"]},
    "deadline": {"any": ["/\\bwithin three weeks\\b/"]},
    "elsewhere": {"any": ["=newspapers"]},
}
OPTIONS = {"topic": "", "weak": "", "address": "", **{name: name for name in CONCEPTS}, "right": ""}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Questions on human rights: post@fjordlys.example.com.", Level.DESCRIBED),
        ("Who has questions on human rights is answered within three weeks.", Level.DESCRIBED),
        ("Who has questions on human rights is answered.", Level.ABSENT),
        ("Questions on human rights from newspapers: post@fjordlys.example.com.", Level.ABSENT),
        ("Questions on lamps: post@fjordlys.example.com.", Level.ABSENT),
        # The heading is no question, and the address beside it is a source.
        (
            "# Information on us\n\n- Sales: 9 million (www.register.example)\n- Human rights: covered",
            Level.ABSENT,
        ),
    ],
)
def test_contact(text: str, level: Level) -> None:
    document = outline(read(text.encode(), "text.md", "markdown"), LEXICONS, "en")
    verdict = KINDS["contact"].build(OPTIONS)(Words(CONCEPTS, (), LEXICONS).read(document))
    assert isinstance(verdict, Verdict)
    assert verdict.level == level
