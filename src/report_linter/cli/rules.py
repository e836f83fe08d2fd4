"""`report-linter explain` and `report-linter rules`: what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from report_linter.cli import reading
from report_linter.cli.check import day
from report_linter.cli.given import known_ids, load_packs
from report_linter.cli.options import (
    account_options,
    format_option,
    lang_option,
    ocr_option,
    pack_option,
    reading_options,
    recogniser,
)
from report_linter.cli.streams import emit, on_screen
from report_linter.errors import UsageError
from report_linter.reporters import View

if TYPE_CHECKING:
    from report_linter.pack.model import Pack, Requirement, Rule


@click.command()
@click.argument("rule")
@click.argument("file", required=False)
@click.option(
    "--why-not", is_flag=True, help="Why it does not say more of FILE: what came closest, what that lacks."
)
@pack_option
@lang_option("en; with --why-not, that of the document")
@reading_options
@ocr_option
@account_options
@click.option("--date", "today", callback=day, metavar="YYYY-MM-DD", help="Today, for rules on dates.")
def explain(
    rule: str,
    file: str | None,
    why_not: bool,
    packs: tuple[str, ...],
    lang: str | None,
    document_lang: str,
    input_format: str | None,
    ocr: bool,
    pages: frozenset[int],
    sections: tuple[str, ...],
    today: date,
) -> None:
    """Print what a rule asks, and why; or with --why-not, why it says no more of a document.

    RULE is the id of a requirement or rule, as findings show it.
    """
    if why_not and file is None:
        raise UsageError("--why-not is about a document; name it after the rule: explain --why-not RULE FILE")
    if file is not None and not why_not:
        raise UsageError(f"explain prints what a rule asks; to ask about {file}, add --why-not")
    loaded = load_packs(packs)
    known_ids([rule], loaded, "explain")
    pack, requirement, asked = _find_rule(rule, loaded)
    if file is None:
        from report_linter.reporters import rules as rule_pages

        emit(rule_pages.explain(pack, requirement, asked, on_screen(View(language=lang))))
        return
    from report_linter.cli import why_not as answer

    given = reading.one(file, document_lang, input_format, pages, sections, recogniser(ocr))
    view = on_screen(View(language=lang, today=today))
    emit(answer.of(given, loaded, pack, requirement, asked or requirement.check, view))


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
