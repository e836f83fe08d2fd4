"""Completion in shells: the scripts are click's, and what they call answers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from report_linter.cli import main
from report_linter.cli.completion import SHELLS

SOURCE = Path(__file__).parents[1] / "src"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_asks_the_program(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0
    assert f"_REPORT_LINTER_COMPLETE={shell}_complete" in done.stdout
    assert "report-linter" in done.stdout
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=done.stdout, encoding="utf-8").returncode == 0


def test_an_unknown_shell_is_wrong_use() -> None:
    assert CliRunner().invoke(main, ["completion", "cmd"]).exit_code == 2


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("che", {"plain,check"}), ("check --exit", {"plain,--exit-zero"}), ("rul", {"plain,rules"})],
)
def test_what_is_typed_is_completed(typed: str, expected: set[str]) -> None:
    words = f"report-linter {typed}"
    asked = {
        "_REPORT_LINTER_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    path = os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")])
    call = "import sys; from report_linter.cli import main; main(prog_name='report-linter')"
    done = subprocess.run(
        [sys.executable, "-c", call],
        env={**os.environ, **asked, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
    )
    assert set(done.stdout.split()) == expected
