"""The hooks for pre-commit: which files they take, and that they say only what pre-commit and the program know."""

import re
from pathlib import Path

import click
import pytest
import yaml

from report_linter.cli import main

ROOT = Path(__file__).parents[1]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}

# https://pre-commit.com/#new-hooks: required ones first.
REQUIRED = {"id", "name", "entry", "language"}
KNOWN = REQUIRED | {
    *("files", "exclude", "types", "types_or", "exclude_types", "always_run", "fail_fast", "verbose"),
    *("pass_filenames", "require_serial", "description", "language_version", "minimum_pre_commit_version"),
    *("args", "stages", "additional_dependencies", "log_file", "alias"),
}


def taken(hook: str, name: str) -> bool:
    """Whether pre-commit hands the name to the hook; it searches, as `re.search` does."""
    patterns = HOOKS[hook]
    return bool(re.search(patterns["files"], name)) and not re.search(patterns.get("exclude", "^$"), name)


def test_the_hooks_are_those_that_the_documentation_names() -> None:
    assert list(HOOKS) == ["report-linter", "report-linter-packs"]


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_only_keys_that_pre_commit_knows(hook: str) -> None:
    assert REQUIRED <= HOOKS[hook].keys() <= KNOWN


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_calls_a_command_with_options_it_has(hook: str) -> None:
    program, *words = HOOKS[hook]["entry"].split()
    assert program == "report-linter"
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    options = {name for parameter in command.params for name in parameter.opts}
    assert set(HOOKS[hook].get("args", ())) <= options


@pytest.mark.parametrize("hook", HOOKS)
def test_all_files_go_to_one_run(hook: str) -> None:
    assert HOOKS[hook]["require_serial"] is True
    assert HOOKS[hook]["language"] == "python"


def test_types_are_those_that_identify_has_for_every_file() -> None:
    assert HOOKS["report-linter"]["types"] == ["file"]  # it has none for DOCX


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("draft.pdf", True),
        ("DRAFT.PDF", True),
        ("drafts/2026/Utkast til redegjørelse.docx", True),
        ("drafts/Utkast.DocX", True),
        ("drafts/a~$b.docx", True),
        ("~$draft.docx", False),
        ("drafts/~$draft.DOCX", False),
        (".~lock.draft.docx#", False),
        ("drafts/.~lock.draft.docx", False),
        ("draft.docx.txt", False),
        ("draft.doc", False),
        ("draftpdf", False),
        ("notes.md", False),
        ("pdf/readme.txt", False),
    ],
)
def test_drafts_in_pdf_and_word_are_taken_and_lock_files_are_not(name: str, expected: bool) -> None:
    assert taken("report-linter", name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rules/transparency_act.yaml", True),
        ("law/rules/my_law.yml", True),
        ("rules/sub/my_law.yaml", False),
        ("rules.yaml", False),
        ("myrules/a.yaml", False),
        (".report-linter.yaml", False),
    ],
)
def test_rule_packs_stand_in_a_folder_named_rules(name: str, expected: bool) -> None:
    assert taken("report-linter-packs", name) is expected
