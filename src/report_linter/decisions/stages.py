"""What is not due at the stage that a document has reached.

A requirement that packs ask for only later, and that is not met yet, does not apply, with the reason; it keeps its
level and evidence. Its findings stay, as not due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from report_linter.finding import (
    WORST,
    Decided,
    Decision,
    DocumentReport,
    Outcome,
    Remark,
    Report,
    RequirementResult,
    Stage,
    Texts,
    text_in,
)
from report_linter.pack.model import Pack
from report_linter.reasons import reason

_UNMET = (Outcome.FAIL, Outcome.REVIEW)


def at_stage(result: DocumentReport, packs: Sequence[Pack], stage: Stage) -> DocumentReport:
    """`result` as it is to be read at `stage`."""
    later = {
        requirement.id: requirement.due.why
        for pack in packs
        for requirement in pack.requirements
        if requirement.due and requirement.due.stage > stage
    }
    if not later:
        return result
    findings = tuple(
        replace(finding, decision=Decision(Decided.NOT_DUE), reason=later[finding.requirement])
        if finding.requirement in later
        else finding
        for finding in result.findings
    )
    reasons = {name: _not_due(why) for name, why in later.items()}
    return replace(result, requirements=_requirements(result, packs, reasons), findings=findings)


def _not_due(why: Texts) -> Texts:
    said = reason("not due", ())
    return tuple((language, f"{text_in(said, language)} {text}") for language, text in why)


def _requirements(
    result: DocumentReport, packs: Sequence[Pack], reasons: Mapping[str, Texts]
) -> tuple[RequirementResult, ...]:
    repeats = {item.id: item.repeats for pack in packs for item in pack.requirements if item.repeats}
    changed: dict[str, RequirementResult] = {}
    for item in result.requirements:
        if item.id in reasons and item.outcome in _UNMET:
            item = replace(item, outcome=Outcome.NOT_APPLICABLE, reason=reasons[item.id])
        elif not reasons.keys().isdisjoint(repeats.get(item.id, ())):
            item = _repeated(
                item, [changed[other] for other in repeats[item.id] if other in changed], reasons
            )
        changed[item.id] = item
    return tuple(changed.values())


def _repeated(
    item: RequirementResult, others: Sequence[RequirementResult], reasons: Mapping[str, Texts]
) -> RequirementResult:
    """As the worst of those that it repeats, now that some of them are not due."""
    if item.outcome not in _UNMET:
        return item
    outcome = min((other.outcome for other in others), key=WORST.index)
    if outcome is not Outcome.NOT_APPLICABLE:
        return replace(item, outcome=outcome)
    return replace(
        item, outcome=outcome, reason=next(reasons[other.id] for other in others if other.id in reasons)
    )


def remarks(stages: Mapping[str, Stage], report: Report) -> Iterator[Remark]:
    """That documents were read as being at an earlier stage than published; `stages` by path."""
    used = {document.path: stages[document.path] for document in report.documents}
    for stage in Stage:
        own = [path for path, its in used.items() if its is stage]
        if own and stage is not Stage.PUBLISHED:
            where = "" if len(own) == len(used) else f" ({', '.join(own)})"
            yield Remark(f"profile_{stage.word}", (("where", where),))
