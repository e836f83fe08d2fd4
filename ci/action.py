"""What action.yml runs: `install` puts the program into an environment of its own, `check` checks with all outputs.

Inputs come as environment variables (`LINT_PATHS`, ...), never as part of a command line that a shell reads. What
drafts and file names say must not steer the runner: it takes lines that begin with `::` as commands, so the log is
written while commands are stopped; only annotations, which their format escapes, are written outside of that.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUMMARY_BYTES = 1_000_000  # GitHub refuses a summary of more than 1 MiB
REPORTS = {"html": "report.html", "xlsx": "checklist.xlsx", "json": "report.json"}
MARKED = ("docx", "pdf")
OPTIONS = {"fail-on": "LINT_FAIL_ON", "profile": "LINT_PROFILE", "config": "LINT_CONFIG", "lang": "LINT_LANG"}


def install(environment: Mapping[str, str]) -> int:
    """Make an environment with the program in it, and tell the next steps its Python."""
    folder = Path(environment["RUNNER_TEMP"]) / "report-linter-env"
    venv.create(folder, with_pip=True, clear=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(ROOT)]
    code = subprocess.run(pip).returncode
    tell(environment, python=str(python))
    return code


def check(environment: Mapping[str, str]) -> int:
    """Check, write the job's summary, log, annotations and outputs. The exit code is that of the check, as an output:
    this step itself succeeds, so that what was written is kept.
    """
    from report_linter.reporters import REPORTERS

    folder = Path(environment["RUNNER_TEMP"]) / "report-linter"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [line.strip() for line in environment.get("LINT_PATHS", "").splitlines() if line.strip()] or ["."]
    with tempfile.TemporaryDirectory(dir=environment["RUNNER_TEMP"]) as aside:
        files = {name: folder / file for name, file in REPORTS.items()}
        files |= {name: Path(aside, name) for name in ("markdown", "github")}
        if environment.get("LINT_SARIF") == "true":
            files["sarif"] = folder / "report.sarif"
        files |= {kind: folder / f"marked-{kind}" for kind in kinds(paths)}
        outputs = {name: path for name, path in files.items() if name in REPORTERS}
        for kind in outputs.keys() & set(MARKED):
            outputs[kind].mkdir(exist_ok=True)
        done = subprocess.run(command(paths, outputs, environment), capture_output=True)
        log, said = decoded(done.stdout), decoded(done.stderr)
        summarise(environment, outputs.get("markdown"), said or log)
        write_log(f"{log}{said}")
        annotations = outputs.get("github")
        if annotations and annotations.is_file():
            print(annotations.read_text(encoding="utf-8"), flush=True)
    sarif = files.get("sarif")
    tell(
        environment,
        folder=str(folder),
        sarif=str(sarif) if sarif and sarif.is_file() else "",
        **{"exit-code": str(done.returncode)},
    )
    return 0


def kinds(paths: Sequence[str]) -> Iterator[str]:
    """The kinds of drafts of which there are marked copies to make: asking for others is wrong use."""
    from report_linter import files

    found = {Path(source.name).suffix.lower().removeprefix(".") for source in files.find(paths).files}
    return (kind for kind in MARKED if kind in found)


def command(paths: Sequence[str], outputs: Mapping[str, Path], environment: Mapping[str, str]) -> list[str]:
    """The one call: what is empty is left to the configuration, and no path is taken for an option."""
    given = {name: environment.get(variable, "").strip() for name, variable in OPTIONS.items()}
    options = [f"--{name}={value}" for name, value in given.items() if value]
    written = [f"--output={name}={path}" for name, path in outputs.items()]
    return [sys.executable, "-m", "report_linter", "check", *options, *written, "--", *paths]


def summarise(environment: Mapping[str, str], markdown: Path | None, said: str) -> None:
    """Add to the job's summary: the table, or what was said instead."""
    if "GITHUB_STEP_SUMMARY" not in environment:
        return
    if markdown and markdown.is_file():
        text = markdown.read_bytes()
    else:
        fence = "`" * 10
        text = f"report-linter says:\n\n{fence}\n{said.replace('`', chr(39))}\n{fence}\n".encode()
    if len(text) > SUMMARY_BYTES:
        cut = text[:SUMMARY_BYTES].decode("utf-8", "ignore").rpartition("\n")[0]
        text = f"{cut}\n\nThe summary is cut here; the report in the artifact is whole.\n".encode()
    with Path(environment["GITHUB_STEP_SUMMARY"]).open("ab") as file:
        file.write(text)


def write_log(text: str) -> None:
    """Print `text` while the runner takes nothing for a command."""
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::", flush=True)


def tell(environment: Mapping[str, str], **outputs: str) -> None:
    """Set outputs of the step."""
    with Path(environment["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in outputs.items())


def decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit({"install": install, "check": check}[sys.argv[1]](os.environ))
