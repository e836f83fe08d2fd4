"""The shipped fixtures: the same in every format and language, good where they are good, and named changes.

`fixtures/mutations.yaml` names changes of the good account and *all* the levels that change.
"""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from report_linter import pack, strict
from report_linter.engine import Engine
from report_linter.finding import DocumentReport, Outcome
from report_linter.lexicons import load_all
from report_linter.outline import outline
from report_linter.readers import read

FIXTURES = Path(__file__).parents[1] / "fixtures"
LANGUAGES = ("en", "nb", "nn")
GOOD = [
    "lavfoss/account.en",
    "lavfoss/account.nb",
    "lavfoss/account.nn",
    "kvitnes/account.nb",
    "storvik/account.nn",
]
FORMATS = ("txt", "docx", "pdf")


@cache
def engine() -> Engine:
    return Engine([pack.load(path) for path in pack.shipped()], load_all())


def check(data: bytes, name: str) -> DocumentReport:
    return engine().check(outline(read(data, name), load_all()), path=name)


@cache
def check_file(name: str) -> DocumentReport:
    return check((FIXTURES / name).read_bytes(), Path(name).name)


def levels(report: DocumentReport) -> dict[str, str]:
    return {
        result.id: result.outcome.value if result.level is None else result.level.word
        for result in report.requirements
    }


def differing(one: dict[str, str], other: dict[str, str]) -> dict[str, tuple[str, str]]:
    assert one.keys() == other.keys()
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


@cache
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fixtures_build", FIXTURES / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fixtures_build"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", GOOD)
def test_a_good_account_fails_nothing(name: str) -> None:
    report = check_file(f"{name}.md")
    assert report.kind == "account"
    assert report.crashed == ()
    assert [result.id for result in report.requirements if result.outcome is Outcome.FAIL] == []


@pytest.mark.parametrize("name", [*GOOD, "draft/draft.nb"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_levels(name: str, suffix: str) -> None:
    assert differing(levels(check_file(f"{name}.md")), levels(check_file(f"{name}.{suffix}"))) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", ["odt", "html"])
def test_odt_and_html_give_the_same_levels(language: str, suffix: str) -> None:
    name = f"lavfoss/account.{language}"
    assert differing(levels(check_file(f"{name}.md")), levels(check_file(f"{name}.{suffix}"))) == {}


def test_translations_give_the_same_levels() -> None:
    by_language = {code: levels(check_file(f"lavfoss/account.{code}.md")) for code in LANGUAGES}
    different = differing(by_language["nb"], by_language["nn"])
    assert different == {}
    # The English version is not Norwegian, and says so.
    different = differing(by_language["nb"], by_language["en"])
    assert different == {}


def mutations() -> dict[str, Any]:
    data: Any = strict.load(FIXTURES / "mutations.yaml").data
    return dict(data["mutations"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", mutations())
def test_a_mutation_changes_what_it_should_and_nothing_else(name: str, language: str) -> None:
    mutation = mutations()[name]
    source = (FIXTURES / f"lavfoss/account.{language}.md").read_text(encoding="utf-8")
    mutated = build().mutate(source, mutation["edits"][language])
    report = check(mutated.encode(), "account.md")
    before, after = levels(check_file(f"lavfoss/account.{language}.md")), levels(report)
    changed = {name: new for name, (_, new) in differing(before, after).items()}
    assert changed == mutation.get("changes", {})
    failed = {finding.rule for finding in report.findings if finding.outcome is Outcome.FAIL}
    assert set(mutation.get("fails", ())) <= failed
