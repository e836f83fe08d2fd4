"""A baseline: the findings that there were on some day. Those are known; new ones count, and mended ones are said.

Findings are known by document and fingerprint, as often as they were there. The file is what `--output baseline=FILE`
writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from report_linter import paths, strict
from report_linter.decisions import Tried
from report_linter.errors import ConfigErrors, PackError
from report_linter.finding import Decided, Decision, DocumentReport, Finding, Remark, Report
from report_linter.reporters.baseline import VERSION
from report_linter.reporters.facts import not_checked

WHAT = "the baseline"


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each fingerprint was found, by path as seen from `folder`; and the rules of the fingerprints."""

    documents: Mapping[str, Counter[str]]
    rules: Mapping[str, str]
    editions: Mapping[str, str]  # by id of the pack
    folder: Path


# From a file


def parse(source: strict.Source) -> Baseline:
    """The baseline in `source`. Raises ConfigErrors."""
    data: Any = source.data
    try:
        return _parsed(source, data)
    except PackError as error:
        raise ConfigErrors(WHAT, (error,)) from error


def _parsed(source: strict.Source, data: Any) -> Baseline:
    version = _held(source, data, (), "baseline_version", int)
    if version != VERSION:
        message = f"baseline_version is {version}, and this program knows {VERSION}; write the baseline anew"
        raise source.error(("baseline_version",), message)
    editions = {}
    for i, pack in enumerate(_held(source, data, (), "packs", list)):
        where = ("packs", i)
        editions[_held(source, pack, where, "id", str)] = _held(source, pack, where, "edition", str)
    documents: dict[str, Counter[str]] = {}
    rules: dict[str, str] = {}
    for i, document in enumerate(_held(source, data, (), "documents", list)):
        place: tuple[str | int, ...] = ("documents", i)
        found = documents.setdefault(_held(source, document, place, "path", str), Counter())
        for j, item in enumerate(_held(source, document, place, "findings", list)):
            inner = (*place, "findings", j)
            fingerprint = _held(source, item, inner, "fingerprint", str)
            times = _held(source, item, inner, "times", int)
            if times < 1:
                raise source.error((*inner, "times"), "times: write 1 or more, or take the finding out")
            found[fingerprint] += times
            rules[fingerprint] = _held(source, item, inner, "rule", str)
    return Baseline(documents, rules, editions, Path(source.path).parent)


_KINDS = {int: "a whole number", str: "a text", list: "a list"}


def _held(source: strict.Source, data: Any, where: tuple[str | int, ...], key: str, kind: type) -> Any:
    if not isinstance(data, dict) or key not in data:
        raise source.error(where, f"'{key}' is missing; is this a file that --output baseline=FILE wrote?")
    value = data[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise source.error((*where, key), f"{key}: {_KINDS[kind]} should stand here; write the baseline anew")
    return value


# On a report


def apply(report: Report, baseline: Baseline, tried: Tried) -> Report:
    """`report` with the findings of the baseline marked as known, and remarks on those that are gone."""
    documents = []
    remarks = list(_editions(report, baseline))
    for document in report.documents:
        seen = paths.beside(document.path, baseline.folder)
        before = baseline.documents.get(seen)
        if before is None:
            documents.append(document)
            if document.findings:
                remarks.append(Remark("baseline_without", (("path", document.path),)))
            continue
        documents.append(replace(document, findings=tuple(_known(document.findings, before))))
        remarks += _fixed(document, before, baseline.rules, tried)
    return replace(report, documents=tuple(documents), remarks=(*report.remarks, *remarks))


def _known(findings: Sequence[Finding], before: Counter[str]) -> Iterator[Finding]:
    """The first findings of a fingerprint are the known ones, as many as there were."""
    left = Counter(before)
    for finding in findings:
        if finding.decision is None and left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            yield replace(finding, decision=Decision(Decided.KNOWN))
        else:
            yield finding


def _fixed(
    document: DocumentReport, before: Counter[str], rules: Mapping[str, str], tried: Tried
) -> Iterator[Remark]:
    """What the baseline holds and the document no longer does; nothing is said of what was not checked."""
    if not_checked(document):
        return
    gone = before - Counter(finding.fingerprint for finding in document.findings)
    by_rule: Counter[str] = Counter()
    for fingerprint, times in gone.items():
        if tried(document, rules[fingerprint]):
            by_rule[rules[fingerprint]] += times
    if by_rule:
        said = (rule if times == 1 else f"{rule} ({times})" for rule, times in sorted(by_rule.items()))
        yield Remark("baseline_fixed", (("rule", ", ".join(said)), ("path", document.path)))


def _editions(report: Report, baseline: Baseline) -> Iterator[Remark]:
    for pack in report.packs:
        before = baseline.editions.get(pack.id)
        if before is None:
            yield Remark("baseline_pack", (("pack", pack.id),))
        elif before != pack.edition:
            yield Remark("baseline_edition", (("pack", pack.id), ("before", before), ("now", pack.edition)))
