"""`report-linter explain --why-not`: a whole check of the document, and what one rule sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from report_linter.cli.reading import Given

if TYPE_CHECKING:
    from report_linter.pack.model import Pack, Requirement, Rule
    from report_linter.reporters import View


def of(
    given: Given,
    packs: Sequence[Pack],
    pack: Pack,
    requirement: Requirement,
    rule: Rule | None,
    view: View,
) -> str:
    """The page on `rule` of `pack`, with the other packs checked too: they tell what kind of text it is."""
    from report_linter.engine import Engine
    from report_linter.pack import words
    from report_linter.reporters import why_not

    engine = Engine(packs, given.lexicons, given.store)
    document, today = given.document, view.today
    asked = why_not.Asked(
        pack=pack,
        requirement=requirement,
        rule=rule,
        report=engine.check(document, account=given.account, path=given.name, today=today),
        scene=engine.scene(pack, document, given.account, today),
        expressions=words(pack, given.lexicons).expressions(document.language),
    )
    return why_not.render(asked, view)
