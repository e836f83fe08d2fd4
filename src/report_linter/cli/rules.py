"""`report-linter explain` and `report-linter rules`: what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from report_linter.cli.given import known_ids, load_packs
from report_linter.cli.options import format_option, lang_option, pack_option
from report_linter.cli.streams import emit, on_screen
from report_linter.errors import UsageError
from report_linter.reporters import View

if TYPE_CHECKING:
    from report_linter.pack.model import Pack, Requirement, Rule


@click.command()
@click.argument("rule")
@pack_option
@lang_option("en")
def explain(rule: str, packs: tuple[str, ...], lang: str | None) -> None:
    """Print what a rule asks, and why.

    RULE is the id of a requirement or rule, as findings show it.
    """
    loaded = load_packs(packs)
    known_ids([rule], loaded, "explain")
    from report_linter.reporters import rules as pages

    pack, requirement, further = _find_rule(rule, loaded)
    emit(pages.explain(pack, requirement, further, on_screen(View(language=lang))))


def _find_rule(rule_id: str, packs: Sequence[Pack]) -> tuple[Pack, Requirement, Rule | None]:
    for pack in packs:
        for requirement in pack.requirements:
            if requirement.id == rule_id:
                return pack, requirement, None
            for rule in requirement.rules:
                if rule.id == rule_id:
                    return pack, requirement, rule
    raise UsageError(f"no rule has the id '{rule_id}'")


@click.command()
@pack_option
@lang_option("en")
@format_option(("terminal", "json"))
def rules(packs: tuple[str, ...], lang: str | None, format_: str) -> None:
    """List packs, requirements and rules."""
    from report_linter.reporters import rules as pages

    loaded = load_packs(packs)
    if format_ == "json":
        emit(pages.render_json(loaded, lang))
    else:
        emit(pages.render(loaded, on_screen(View(language=lang))))
