"""The action for GitHub: its steps are well made, and the script that they run works without GitHub."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from report_linter.reporters import REPORTERS

ROOT = Path(__file__).parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPT = ROOT / "ci" / "action.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("action", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    temp = tmp_path / "temp"
    temp.mkdir()
    return {
        "RUNNER_TEMP": str(temp),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }


def told(environment: dict[str, str]) -> dict[str, str]:
    lines = Path(environment["GITHUB_OUTPUT"]).read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


# action.yml


def test_it_is_a_composite_action_with_the_inputs_of_the_documentation() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert list(ACTION["inputs"]) == [
        *("paths", "fail-on", "profile", "config", "lang", "artifact", "sarif", "python-version")
    ]
    assert all(set(item) == {"description", "default"} for item in ACTION["inputs"].values())


def test_no_command_line_holds_an_expression() -> None:
    scripts = [step for step in STEPS if "run" in step]
    assert scripts
    for step in scripts:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        variables = set(re.findall(r"\$(\w+)", step["run"]))
        assert variables <= set(step["env"])
        assert step["run"].count('"$') == len(re.findall(r"\$\w+", step["run"]))  # quoted, each of them


def test_every_input_is_used_and_every_expression_names_something_there_is() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert set(re.findall(r"steps\.(\w+)\.", text)) <= {step["id"] for step in STEPS if "id" in step}


def test_other_actions_are_pinned() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+@(?:v\d+|[0-9a-f]{40})", name) for name in used)


def test_what_follows_the_check_runs_whatever_it_found() -> None:
    names = [step.get("id") for step in STEPS]
    after = STEPS[names.index("check") + 1 :]
    assert after
    assert all(step["if"].startswith("always()") for step in after)
    assert STEPS[-1]["run"].strip() == 'exit "$CODE"'


def test_the_variables_of_the_check_are_those_that_the_script_reads() -> None:
    (step,) = (step for step in STEPS if step.get("id") == "check")
    given = {name for name in step["env"] if name.startswith("LINT_")}
    assert given == set(re.findall(r"LINT_\w+", SCRIPT.read_text("utf-8")))


# ci/action.py


def test_empty_inputs_are_left_to_the_configuration_and_paths_are_no_options(script: ModuleType) -> None:
    made = script.command(
        ["--help", "a b.pdf"], {"json": Path("x.json")}, {"LINT_FAIL_ON": " ", "LINT_LANG": "nb"}
    )
    assert made == [
        *(sys.executable, "-m", "report_linter", "check"),
        *("--lang=nb", "--output=json=x.json", "--", "--help", "a b.pdf"),
    ]


def test_marked_copies_are_asked_for_where_there_are_such_drafts(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("drafts").mkdir()
    Path("drafts/a.PDF").write_bytes(b"x")
    Path("b.md").write_bytes(b"x")
    assert list(script.kinds(["drafts", "b.md"])) == ["pdf"]
    assert list(script.kinds(["b.md"])) == []
    assert list(script.kinds(["c.docx", "drafts"])) == ["docx", "pdf"]


def test_the_summary_is_the_table_or_what_was_said_and_never_too_long(
    script: ModuleType, environment: dict[str, str], tmp_path: Path
) -> None:
    summary = Path(environment["GITHUB_STEP_SUMMARY"])
    script.summarise(environment, None, "no ``````````` such file")
    fence = "`" * 10
    assert (
        summary.read_text("utf-8")
        == f"report-linter says:\n\n{fence}\nno {chr(39) * 11} such file\n{fence}\n"
    )
    summary.unlink()
    table = tmp_path / "table.md"
    table.write_text("| æ |\n" * 300_000, encoding="utf-8")
    script.summarise(environment, table, "")
    assert len(summary.read_bytes()) < 1024 * 1024
    assert summary.read_text("utf-8").endswith(
        "| æ |\n\nThe summary is cut here; the report in the artifact is whole.\n"
    )


def test_the_log_steers_nothing(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    script.write_log("  ::add-mask::x\n")
    first, *middle, last = capsys.readouterr().out.splitlines()
    assert middle == ["  ::add-mask::x"]
    token = first.removeprefix("::stop-commands::")
    assert last == f"::{token}::"
    assert len(token) == 32


def run(environment: dict[str, str], folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    python = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run(
        [sys.executable, str(SCRIPT), "check"],
        cwd=folder,
        env={**os.environ, **python, **environment, **inputs},
        capture_output=True,
        encoding="utf-8",
    )


def test_a_whole_run_keeps_every_output_and_the_exit_code(
    environment: dict[str, str], tmp_path: Path
) -> None:
    draft = (ROOT / "fixtures" / "draft" / "draft.nb.docx").read_bytes()
    (tmp_path / "my draft.docx").write_bytes(draft)
    done = run(
        environment, tmp_path, LINT_PATHS="my draft.docx\nnone.pdf\n", LINT_LANG="en", LINT_SARIF="true"
    )
    assert (done.returncode, done.stderr) == (0, "")
    said = told(environment)
    assert said["exit-code"] == "1"
    folder = Path(said["folder"])
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    expected = {
        "json": "report.json",
        "html": "report.html",
        "xlsx": "checklist.xlsx",
        "sarif": "report.sarif",
        "docx": "marked-docx/my draft.checked.docx",
    }
    assert written == {path for name, path in expected.items() if name in REPORTERS}
    assert said["sarif"] == (str(folder / "report.sarif") if "sarif" in REPORTERS else "")
    assert "none.pdf" in Path(environment["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert done.stdout.startswith("::stop-commands::")


def test_wrong_use_is_said_in_the_summary_and_is_the_exit_code(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = run(environment, tmp_path, LINT_PATHS="a.md", LINT_FAIL_ON="$(id)")
    assert done.returncode == 0
    assert told(environment)["exit-code"] == "2"
    assert "'$(id)' is not one of" in Path(environment["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
