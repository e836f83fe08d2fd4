"""Waivers: findings that a person answers for until a day, with the reason.

A waiver names a finding by its fingerprint, or all findings of a rule in the documents of a path. What is missing
looks the same in every document, so a waiver of it names the path in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from report_linter import paths, strict
from report_linter.config.keys import suggestion
from report_linter.decisions import Tried
from report_linter.errors import ConfigErrors, PackError
from report_linter.finding import Decided, Decision, DocumentReport, Finding, Remark, Report, Role
from report_linter.reporters.facts import not_checked

WHAT = "the waiver file"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Findings that do not count up to and with `expires`. Empty: any fingerprint, any rule, any path.

    `where` is the place in the file, for messages.
    """

    reason: str
    owner: str
    expires: date
    fingerprint: str = ""
    rule: str = ""
    path: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a file, whose paths are seen from `folder`."""

    entries: tuple[Waiver, ...]
    folder: Path


# From a file

_KEYS = ("fingerprint", "rule", "path", "reason", "owner", "expires")
_NEEDED = {
    "reason": "why this does not have to be mended, in words that hold when somebody asks",
    "owner": "who answers for it, such as 'owner: Kari Vik, legal'",
    "expires": "the last day on which it holds, such as 'expires: 2027-06-30'",
}
_FINGERPRINT = re.compile(r"[0-9a-f]{16}\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def parse(source: strict.Source, ids: frozenset[str]) -> Waivers:
    """The waivers in `source`; `ids` are the known rules and requirements. Raises ConfigErrors with all errors."""
    data: Any = source.data
    errors = [
        source.error((key,), f"unknown key '{key}'; write 'waivers'") for key in data if key != "waivers"
    ]
    listed = data.get("waivers", [])
    if not isinstance(listed, list):
        errors.append(source.error(("waivers",), "write a list: each waiver begins with '- '"))
        listed = []
    entries = []
    for index, entry in enumerate(listed):
        wrong = list(_wrong(source, ("waivers", index), entry, ids))
        errors += wrong
        if not wrong:
            place = source.error(("waivers", index), "")
            said = {key: value for key, value in entry.items() if key != "expires"}
            day = date.fromisoformat(entry["expires"])
            entries.append(Waiver(expires=day, where=f"{source.path}:{place.line}", **said))
    if errors:
        raise ConfigErrors(WHAT, tuple(sorted(errors, key=lambda error: (error.line, error.column))))
    return Waivers(tuple(entries), Path(source.path).parent)


def _wrong(
    source: strict.Source,
    where: tuple[str | int, ...],
    entry: Any,
    ids: frozenset[str],
) -> Iterator[PackError]:
    if not isinstance(entry, dict):
        yield source.error(where, f"write a waiver with {', '.join(_KEYS)}")
        return
    for key, value in entry.items():
        if key not in _KEYS:
            yield source.error((*where, key), f"unknown key '{key}'; {suggestion(key, _KEYS)}")
        elif not isinstance(value, str) or not value.strip():
            hint = _NEEDED.get(key, "write a text here; put quotation marks around a number")
            yield source.error((*where, key), f"{key}: {hint}")
        elif wrong := _wrong_value(key, value, ids):
            yield source.error((*where, key), f"{key}: {wrong}")
    for key, hint in _NEEDED.items():
        if key not in entry:
            yield source.error(where, f"'{key}' is missing: {hint}")
    if "fingerprint" not in entry and "rule" not in entry:
        yield source.error(
            where, "'fingerprint' or 'rule' is missing: what is waived; 'check --verbose' shows both"
        )
    elif "fingerprint" not in entry and "path" not in entry:
        yield source.error(where, "'path' is missing: the document in which the rule is waived")


def _wrong_value(key: str, value: str, ids: frozenset[str]) -> str:
    if key == "fingerprint" and not _FINGERPRINT.match(value):
        return (
            f"'{value}' is no fingerprint; it has 16 of the signs 0-9 and a-f, as 'check --verbose' shows it"
        )
    if key == "rule" and value not in ids:
        said = suggestion(value, sorted(ids))
        hint = said if said.startswith("did") else "'report-linter rules' lists them"
        return f"no rule has the id '{value}'; {hint}"
    if key == "path":
        return paths.wrong_pattern(value) or ("name the documents" if not value.strip("*?/. ") else "")
    if key == "expires":
        return _wrong_day(value)
    return ""


def _wrong_day(value: str) -> str:
    try:
        if _DAY.match(value):
            date.fromisoformat(value)
            return ""
    except ValueError:
        return f"there is no day {value}; check the month and the day"
    return f"'{value}' is not a date; write it as 2027-06-30"


# On a report


def apply(report: Report, waivers: Waivers, today: date, tried: Tried) -> Report:
    """`report` with its waived findings marked, and a remark on each waiver that was not needed.

    A waiver that has expired leaves its findings open, and they say so.
    """
    used: set[Waiver] = set()
    nowhere: set[Waiver] = set()
    documents = tuple(
        replace(document, findings=tuple(_decided(document, waivers, today, used, nowhere)))
        for document in report.documents
    )
    left = [waiver for waiver in waivers.entries if waiver not in used]
    remarks = tuple(_remarks(left, nowhere, report.documents, waivers.folder, tried))
    return replace(report, documents=documents, remarks=(*report.remarks, *remarks))


def _decided(
    document: DocumentReport, waivers: Waivers, today: date, used: set[Waiver], nowhere: set[Waiver]
) -> Iterator[Finding]:
    seen = paths.beside(document.path, waivers.folder)
    for finding in document.findings:
        fitting = [waiver for waiver in waivers.entries if _fits(waiver, finding, seen)]
        nowhere.update(waiver for waiver in fitting if _lacks_path(waiver, finding))
        fitting = [waiver for waiver in fitting if not _lacks_path(waiver, finding)]
        used.update(fitting)
        if not fitting or finding.decision:
            yield finding
            continue
        waiver = max(fitting, key=lambda waiver: waiver.expires)
        state = Decided.WAIVED if today <= waiver.expires else Decided.EXPIRED
        yield replace(finding, decision=Decision(state, waiver.reason, waiver.owner, waiver.expires))


def _fits(waiver: Waiver, finding: Finding, path: str) -> bool:
    return (
        waiver.fingerprint in ("", finding.fingerprint)
        and waiver.rule in ("", finding.rule, finding.requirement)
        and (not waiver.path or paths.fits(path, waiver.path))
    )


def _lacks_path(waiver: Waiver, finding: Finding) -> bool:
    """Whether the fingerprint is of something missing, and could be that of another document."""
    quoted = finding.evidence and finding.evidence[0].role is not Role.EXPECTED
    return not waiver.path and not quoted


def _remarks(
    left: Sequence[Waiver],
    nowhere: set[Waiver],
    documents: Sequence[DocumentReport],
    folder: Path,
    tried: Tried,
) -> Iterator[Remark]:
    aside: list[Waiver] = []
    for waiver in left:
        named = ("where", waiver.where), ("what", waiver.fingerprint or f"{waiver.rule} ({waiver.path})")
        asked = [document for document in documents if _asked(waiver, document, folder, tried)]
        if waiver in nowhere:
            yield Remark("waiver_without_path", named)
        elif asked and (waiver.path or len(asked) == len(documents)):
            yield Remark("waiver_unused", named)
        else:
            aside.append(waiver)
    if aside:
        yield Remark("waivers_not_tried", (("where", ", ".join(waiver.where for waiver in aside)),))


def _asked(waiver: Waiver, document: DocumentReport, folder: Path, tried: Tried) -> bool:
    """Whether the document would have shown such a finding."""
    if not_checked(document) or (waiver.rule and not tried(document, waiver.rule)):
        return False
    return not waiver.path or paths.fits(paths.beside(document.path, folder), waiver.path)
