"""SARIF 2.1.0, for code scanning and viewers.

- A result for each finding, none for what is met. It always has a physical location, as GitHub rejects a whole file in
  which one has none; lines only where the file has lines. Page, paragraph and section are logical locations.
- A waived finding stays, as a note with a suppression: GitHub ignores suppressions, and a note fails no check there.
- What was not read or checked is a notification of the invocation, which then was not successful.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report_linter import texts
from report_linter.document import Span
from report_linter.finding import (
    Citation,
    Decided,
    Decision,
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Report,
    Role,
    RuleInfo,
    Severity,
    text_in,
)
from report_linter.reporters import View, md
from report_linter.reporters.facts import language_of, language_of_report, not_checked
from report_linter.reporters.identity import told_apart, uri_of
from report_linter.reporters.json import dumps
from report_linter.reporters.order import result_of, with_role, worst_first
from report_linter.reporters.page import join, plain
from report_linter.reporters.places import in_words, place_object, section_index, section_name
from report_linter.reporters.problems import problems, remark_text
from report_linter.reporters.wording import Telling, place_of
from report_linter.texts import Words

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "%SRCROOT%"
FINGERPRINT = "reportLinterFinding/v1"
GITHUB_FINGERPRINT = "primaryLocationLineHash"
QUOTE_LENGTH = 400
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEM_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def render(report: Report, view: View) -> str:
    language = language_of_report(report, view)
    words = texts.load(language)
    rules = _rules(report)
    index = {rule.id: number for number, rule in enumerate(rules)}
    driver = {
        "name": "report-linter",
        "version": report.version,
        "semanticVersion": report.version,
        "language": words.language,
        "rules": [_descriptor(rule, words) for rule in rules],
        "properties": {"packs": [{"id": pack.id, "edition": pack.edition} for pack in report.packs]},
    }
    return dumps(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": driver},
                    "language": words.language,
                    "columnKind": "unicodeCodePoints",
                    "originalUriBaseIds": {HOME: {"description": _message(words.say("outputs.root"))}},
                    "artifacts": [_artifact(result) for result in report.documents],
                    "invocations": [_invocation(report, view, language)],
                    "results": list(_results(report, view, index)),
                }
            ],
        }
    )


def _message(text: str) -> dict[str, object]:
    """A plain-text message: braces doubled, and nothing of a draft becomes a link (SARIF 3.11.5 and 3.11.6)."""
    return {"text": _text(text)}


def _text(text: str) -> str:
    return plain(text).replace("{", "{{").replace("}", "}}").replace("](", "]\u2060(")


# Rules


def _rules(report: Report) -> list[RuleInfo]:
    """All rules of the packs; and what findings tell of rules that no pack lists."""
    rules = {rule.id: rule for pack in report.packs for rule in pack.rules}
    for result in report.documents:
        for finding in result.findings:
            if finding.rule not in rules:
                rules[finding.rule] = _rule_of(finding, result)
    return list(rules.values())


def _rule_of(finding: Finding, result: DocumentReport) -> RuleInfo:
    requirement = result_of(result, finding.requirement)
    return RuleInfo(
        id=finding.rule,
        requirement=finding.requirement,
        title=requirement.title if requirement else finding.message,
        citation=finding.citation,
        severity=finding.severity,
        confidence=finding.confidence,
        asks=finding.message,
        why=finding.why,
        advice=finding.advice,
        example=finding.example,
    )


def _descriptor(rule: RuleInfo, words: Words) -> dict[str, object]:
    language = words.language
    title, asks = text_in(rule.title, language), text_in(rule.asks, language) or text_in(rule.title, language)
    example = text_in(rule.example, language)
    paragraphs = [
        ("", asks),
        ("explain.why", text_in(rule.why, language)),
        ("explain.advice", text_in(rule.advice, language)),
        ("explain.example", words.quote(example) if example else ""),
        ("explain.limits", text_in(rule.limits, language)),
    ]
    citation = text_in(rule.citation.text, language)
    help_text = [f"{words.say(key)}: {text}" if key else text for key, text in paragraphs if text]
    help_markdown = [
        f"**{md.escape(words.say(key))}:** {md.escape(text)}" if key else md.escape(text)
        for key, text in paragraphs
        if text
    ]
    if citation:
        basis = words.say("explain.basis")
        help_text.append(f"{basis}: {citation}")
        help_markdown.append(f"**{md.escape(basis)}:** {md.link(citation, rule.citation.url)}")
    return {
        "id": rule.id,
        "shortDescription": {"text": _text(title)},
        "fullDescription": {"text": _text(asks)},
        "help": {"text": _text("\n\n".join(help_text)), "markdown": "\n\n".join(help_markdown)},
        **_help_uri(rule.citation),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "precision": rule.confidence.word,
            "problem.severity": _PROBLEM_SEVERITY[rule.severity],
            "requirement": rule.requirement,
        },
    }


def _help_uri(citation: Citation) -> dict[str, object]:
    return {"helpUri": citation.url} if md.web_address(citation.url) else {}


# Files, and what was not read


def _artifact_location(path: str) -> dict[str, object]:
    uri, below = uri_of(path)
    return {"uri": uri, "uriBaseId": HOME} if below else {"uri": uri}


def _artifact(result: DocumentReport) -> dict[str, object]:
    known = {"mimeType": result.media_type} if result.media_type else {}
    hashes = {"hashes": {"sha-256": result.sha256}} if result.sha256 else {}
    return {"location": _artifact_location(result.path), "roles": ["analysisTarget"], **known, **hashes}


def _invocation(report: Report, view: View, fallback: str) -> dict[str, object]:
    said: list[dict[str, object]] = []
    for result in report.documents:
        language = language_of(result, view) if result.document else fallback
        location = {"physicalLocation": {"artifactLocation": _artifact_location(result.path)}}
        said.extend(
            {"level": "error", "message": _message(f"{label}: {text}"), "locations": [location]}
            for label, text in problems(result, language)
        )
    said.extend(
        {"level": "note", "message": _message(remark_text(remark, fallback))} for remark in report.remarks
    )
    whole = not any(map(not_checked, report.documents))
    return {"executionSuccessful": whole, "toolExecutionNotifications": said}


# Results


def _results(report: Report, view: View, index: Mapping[str, int]) -> Iterator[dict[str, object]]:
    findings = [finding for result in report.documents for finding in result.findings]
    compared = any(_state(finding) is Decided.KNOWN for finding in findings)
    for number, result in enumerate(report.documents):
        for finding, fingerprint in told_apart(worst_first(result)):
            telling = Telling(result, finding, language_of(result, view))
            yield {
                "ruleId": finding.rule,
                "ruleIndex": index[finding.rule],
                "level": _level(finding),
                "message": _message(_said(telling)),
                "locations": [_location(result, number, _place(finding, result), telling.words)],
                **_related(result, number, finding, telling.words),
                "partialFingerprints": _fingerprints(finding, result, fingerprint),
                **_suppressions(finding.decision),
                **({"baselineState": _baseline(finding)} if compared else {}),
                "properties": {
                    "tags": _tags(finding),
                    "confidence": finding.confidence.word,
                    "severity": finding.severity.word,
                },
            }


def _state(finding: Finding) -> Decided | None:
    return finding.decision.state if finding.decision else None


def _level(finding: Finding) -> str:
    if finding.outcome is Outcome.REVIEW or _state(finding) in (Decided.WAIVED, Decided.NOT_DUE):
        return "note"
    return _LEVELS[finding.severity]


def _said(telling: Telling) -> str:
    """The message first, which viewers show alone where there is little room."""
    finding = telling.finding
    advice = telling.text(finding.advice)
    said_of_advice = f"{telling.words.say('finding.advice')}: {advice}" if advice else ""
    where = f"({telling.where})" if telling.where else ""
    first = join([telling.short(QUOTE_LENGTH), where], " ")
    return "\n".join(filter(None, (first, telling.decision, telling.text(finding.reason), said_of_advice)))


def _tags(finding: Finding) -> list[str]:
    tags = [finding.pack]
    if finding.outcome is Outcome.REVIEW:
        tags.append("review")
    if finding.decision:
        tags.append(finding.decision.state.value)
    return tags


def _fingerprints(finding: Finding, result: DocumentReport, fingerprint: str) -> dict[str, str]:
    """GitHub makes a key of its own from the lines of a file; where there are none, ours has to serve."""
    span = _place(finding, result)
    lines = span is not None and "line" in (_place_object(result, span) or {})
    return {FINGERPRINT: fingerprint} | ({} if lines else {GITHUB_FINGERPRINT: fingerprint})


def _suppressions(decision: Decision | None) -> dict[str, object]:
    if decision is None or decision.state is not Decided.WAIVED:
        return {}
    known = {"owner": decision.owner, "until": decision.until.isoformat() if decision.until else ""}
    return {
        "suppressions": [
            {
                "kind": "external",
                "status": "accepted",
                "justification": plain(decision.reason),
                "properties": {key: plain(value) for key, value in known.items() if value},
            }
        ]
    }


def _baseline(finding: Finding) -> str:
    return "unchanged" if _state(finding) is Decided.KNOWN else "new"


def _place(finding: Finding, result: DocumentReport) -> Span | None:
    assert result.document is not None
    evidence = place_of(finding, result.document)
    return evidence.span if evidence else None


def _place_object(result: DocumentReport, span: Span) -> dict[str, object] | None:
    assert result.document is not None
    return place_object(result.document, span)


def _location(result: DocumentReport, number: int, span: Span | None, words: Words) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {**_artifact_location(result.path), "index": number}}
    if span is None:
        return {"physicalLocation": physical}
    assert result.document is not None
    place = _place_object(result, span) or {}
    logical = []
    if "line" in place:
        physical["region"] = {
            "startLine": place["line"],
            "endLine": place["line_end"],
            "snippet": {"text": plain(result.document.quote(span))},
        }
    elif place:
        kind = "page" if "page" in place else "paragraph"
        logical.append({"name": in_words(place, words), "kind": kind, "properties": {"place": place}})
    section = section_name(result.document, section_index(result.document, span))
    if section:
        logical.append({"name": plain(section), "kind": "section"})
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _related(result: DocumentReport, number: int, finding: Finding, words: Words) -> dict[str, object]:
    """The other places that a finding is about, with their words."""
    first = place_of(finding, result.document) if result.document else None
    others: Sequence[Evidence] = [
        item
        for item in with_role(finding.evidence, Role.PRIMARY, Role.SUPPORTING, Role.RELATED)
        if item is not first
    ]
    if not others:
        return {}
    return {
        "relatedLocations": [
            {
                **_location(result, number, item.span, words),
                "message": _message(result.document.quote(item.span) if result.document else ""),
            }
            for item in others
        ]
    }
