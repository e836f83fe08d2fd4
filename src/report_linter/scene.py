"""What a rule sees: the account, and the larger report that it may stand in.

A requirement is about the account. Where the pack says that it may be met anywhere (`reads: report`: signature, date,
period), the account is asked first and the whole report where the account says too little. Findings are about the
account in any case, and what would meet a requirement elsewhere is told apart and never counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from report_linter.document import Account
from report_linter.finding import Evidence, Level, Outcome, Verdict
from report_linter.match import Text

Judge: TypeAlias = Callable[[Text], Verdict]


@dataclass(frozen=True, slots=True)
class Scene:
    """The account as read, and the report as read: the same where `account` is None."""

    text: Text
    report: Text
    account: Account | None

    def verdict(self, judge: Judge, anywhere: bool) -> tuple[Verdict, Text]:
        """What a rule says of the account, and the text it looked at to say so."""
        verdict = judge(self.text)
        if self.account is None or not anywhere or _met(verdict):
            return verdict, self.text
        wider = judge(self.report)
        if wider.cases:
            wider = _within(self.account, wider)
        return (verdict, self.text) if _says_less(wider, verdict) else (wider, self.report)

    def elsewhere(self, judge: Judge, verdict: Verdict) -> tuple[Evidence, ...]:
        """What would meet a requirement in the rest of the report, where `verdict` says that the account does not."""
        if self.account is None or verdict.level is None or verdict.level >= Level.DESCRIBED:
            return ()
        return tuple(
            item
            for item in judge(self.report).evidence
            if (item.level or Level.ABSENT) >= Level.DESCRIBED and not self.account.holds(item.span)
        )


def _met(verdict: Verdict) -> bool:
    if verdict.level is not None:
        return verdict.level >= Level.DESCRIBED
    return verdict.outcome is Outcome.PASS


def _says_less(wider: Verdict, verdict: Verdict) -> bool:
    if wider.level is not None and verdict.level is not None:
        return wider.level <= verdict.level
    return wider.outcome is Outcome.NOT_APPLICABLE


def _within(account: Account, verdict: Verdict) -> Verdict:
    """Only those cases of the verdict that have their place in the account."""
    cases = tuple(case for case in verdict.cases if case.evidence and account.holds(case.evidence[0].span))
    if not cases:
        return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
    return replace(verdict, cases=cases, evidence=tuple(case.evidence[0] for case in cases))
