#!/usr/bin/env python3
"""Set up a virtual environment beside this file and run every check: `python3 check.py`.

Needs Python 3.11 or newer with pip and venv, and git's checkout of this repository; nothing else. `--fast` leaves out
the checks that take minutes.
"""

import os
import subprocess
import sys
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")

CHECKS = {  # the longest first: as many run at a time as there are processors
    "rule packs prove themselves": ["report-linter", "pack", "test", "--mutate", "--quiet"],
    "the accuracy page is what is measured": ["python", "fixtures/accuracy.py", "--check"],
    "damaged inputs": ["python", "fuzz/run.py", "--seconds", "3"],
    "types": ["mypy"],
    "formatting": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "layers": ["lint-imports"],
    "fixtures are built from their sources": ["python", "fixtures/build.py", "--check"],
}
# In the order of their names, in which the longest is the first: ordered by number of tests it would be the last.
TESTS = ["pytest", "-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder"]
TESTS_NAME = "tests"
SLOW = {"rule packs prove themselves", "the accuracy page is what is measured"}


def run(arguments: list[str]) -> int:
    """Run a tool of the environment in the repository; its exit code."""
    return subprocess.run([str(BIN / arguments[0]), *arguments[1:]], cwd=ROOT).returncode


def aside(arguments: list[str]) -> tuple[int, str]:
    """Run a tool beside others; its exit code, and what it printed."""
    command = [str(BIN / arguments[0]), *arguments[1:]]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    return done.returncode, done.stdout


def main() -> int:
    """Set up, run all checks, and say which failed."""
    fast = "--fast" in sys.argv[1:]
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        print(f"== making {ENVIRONMENT.name}", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    print("== installing", flush=True)
    if run(["python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[dev]"]):
        return 1
    failed = []
    wanted = {name: command for name, command in CHECKS.items() if not (fast and name in SLOW)}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        answers = {name: pool.submit(aside, command) for name, command in wanted.items()}
        longest = next(iter(answers))  # goes on beside the tests: they would wait for it on an idle processor
        for name in [*(name for name in answers if name != longest), TESTS_NAME, longest]:
            command = TESTS if name == TESTS_NAME else wanted[name]
            print(f"== {name}: {' '.join(command)}", flush=True)
            code, said = (run(TESTS), "") if name == TESTS_NAME else answers[name].result()
            print(said, end="", flush=True)
            if code:
                failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
