"""JUnit XML: a suite for each document, a case for each requirement, for the test pages of CI systems.

A case fails where an open finding of its requirement reaches `--fail-on`: there are failures where the exit code is 1.
The first case of a suite is the reading of the document; it is an error where something was not checked (exit code 3).
What a person must look at, and what a document cannot show, is skipped, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from report_linter import texts
from report_linter.finding import DocumentReport, Finding, Outcome, Report, RequirementResult, text_in
from report_linter.reporters import View
from report_linter.reporters.facts import counts_as_failure, language_of, language_of_report
from report_linter.reporters.order import rank
from report_linter.reporters.page import plain
from report_linter.reporters.problems import problems
from report_linter.reporters.wording import (
    Telling,
    findings_of,
    name_of,
    quoted_by,
    severity_of,
    status,
    where,
)

_SKIPPED = (Outcome.REVIEW, Outcome.UNCHECKED, Outcome.NOT_APPLICABLE)


def render(report: Report, view: View) -> bytes:
    root = ElementTree.Element("testsuites", name="report-linter")
    fallback = language_of_report(report, view)
    for result in report.documents:
        language = language_of(result, view) if result.document else fallback
        root.append(_Suite(result, view, language).element())
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


class _Suite:
    def __init__(self, result: DocumentReport, view: View, language: str) -> None:
        self._result = result
        self._view = view
        self._language = language
        self._words = texts.load(language)

    def element(self) -> ElementTree.Element:
        cases = [self._reading(), *map(self._requirement, self._result.requirements), *self._others()]
        suite = ElementTree.Element(
            "testsuite", name=plain(name_of(self._result, self._words)), tests=str(len(cases))
        )
        for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(key, str(sum(case.find(tag) is not None for case in cases)))
        suite.set("time", "0")
        suite.extend(cases)
        return suite

    def _reading(self) -> ElementTree.Element:
        case = self._case("report-linter", self._words.say("outputs.reading"))
        said = [f"{label}: {text}" for label, text in problems(self._result, self._language)]
        if said:
            _put(case, "error", "\n".join(said), said[0], "not checked")
        return case

    def _requirement(self, item: RequirementResult) -> ElementTree.Element:
        name = f"{item.id} {text_in(item.title, self._language)}"
        case = self._case(_class_name(item.pack, text_in(item.part, self._language)), name)
        findings = findings_of(self._result, item.id)
        if not self._failed(case, findings):
            skipped = item.outcome in _SKIPPED or any(
                finding.open and finding.outcome is Outcome.REVIEW for finding in findings
            )
            if skipped:
                reason = text_in(item.reason, self._language)
                said = next((self._telling(finding).short() for finding in findings if finding.open), "")
                _put(
                    case, "skipped", "", ": ".join(filter(None, (status(item, self._words), reason or said)))
                )
            self._passed(case, item, findings)
        return case

    def _failed(self, case: ElementTree.Element, findings: Sequence[Finding]) -> bool:
        """One failure for a case: most programs show the first alone, so that it holds all there are."""
        failing = [finding for finding in findings if counts_as_failure(finding, self._view.fail_on)]
        if not failing:
            return False
        worst, *others = sorted(failing, key=rank)
        rest = [finding for finding in findings if finding not in failing]
        blocks = [self._block(finding) for finding in (worst, *others, *rest)]
        telling = self._telling(worst)
        message = f"{telling.severity}: {telling.text(worst.message)}"
        _put(case, "failure", "\n\n".join(blocks), message, severity_of(worst))
        return True

    def _passed(
        self, case: ElementTree.Element, item: RequirementResult, findings: Sequence[Finding]
    ) -> None:
        """The words that meet it, and findings that do not count as failures."""
        document = self._result.document
        assert document is not None
        evidence = quoted_by(item)
        said = [status(item, self._words)]
        if evidence:
            quote = self._words.quote(document.quote(evidence.span))
            said.append(f"{quote} ({where(self._result, evidence.span, self._words)})")
        said.extend(self._block(finding) for finding in findings)
        _put(case, "system-out", "\n".join(said))

    def _others(self) -> list[ElementTree.Element]:
        """Findings of requirements that are not in the report, so that none is lost."""
        known = {item.id for item in self._result.requirements}
        cases = []
        for name in dict.fromkeys(item.requirement for item in self._result.findings):
            if name in known:
                continue
            findings = findings_of(self._result, name)
            case = self._case(_class_name(findings[0].pack, ""), name)
            if not self._failed(case, findings):
                _put(case, "system-out", "\n\n".join(map(self._block, findings)))
            cases.append(case)
        return cases

    def _telling(self, finding: Finding) -> Telling:
        return Telling(self._result, finding, self._language)

    def _block(self, finding: Finding) -> str:
        telling = self._telling(finding)
        first = f"{telling.severity} [{finding.rule}] {finding.fingerprint}"
        return "\n".join([first, *telling.lines()])

    def _case(self, class_name: str, name: str) -> ElementTree.Element:
        case = ElementTree.Element("testcase", classname=plain(class_name), name=plain(name), time="0")
        if self._result.path != "-":
            case.set("file", plain(self._result.path))
        return case


def _class_name(pack: str, part: str) -> str:
    """Programs make a tree of the dots of a class name; those of a part's own title make none."""
    return ".".join(filter(None, (pack, part.replace(".", ""))))


def _put(case: ElementTree.Element, tag: str, text: str, message: str = "", kind: str = "") -> None:
    element = ElementTree.SubElement(case, tag)
    for key, value in (("message", message), ("type", kind)):
        if value:
            element.set(key, plain(value))
    element.text = plain(text) or None
