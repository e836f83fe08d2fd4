"""What a report says of the packs of its run, so that outputs need no pack."""

from __future__ import annotations

from report_linter.finding import PackName, RuleInfo
from report_linter.pack.model import Pack, Requirement, Rule


def name_of(pack: Pack) -> PackName:
    """Id, edition, title and every rule of `pack`, in its order."""
    rules = tuple(_rule(requirement, rule) for requirement, rule in pack.rules())
    return PackName(pack.id, pack.edition, pack.title, rules)


def _rule(requirement: Requirement, rule: Rule) -> RuleInfo:
    """The requirement's own check asks what the requirement asks, a further rule what its message says is wrong."""
    own = rule is requirement.check
    return RuleInfo(
        id=rule.id,
        requirement=requirement.id,
        title=requirement.title,
        citation=requirement.citation,
        severity=rule.severity,
        confidence=rule.confidence,
        asks=requirement.asks if own else rule.message,
        why=requirement.why,
        advice=rule.advice or requirement.advice,
        example=requirement.example,
        limits=requirement.limits,
    )
