#!/usr/bin/env python3
"""Set up a virtual environment beside this file and run every check: `python3 check.py`.

Needs Python 3.11 or newer with pip and venv, and git's checkout of this repository; nothing else. `--fast` leaves out
the tests marked slow and the mutation of the rule packs.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")

CHECKS = {
    "formatting": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports"],
    "fixtures are built from their sources": ["python", "fixtures/build.py", "--check"],
    "the accuracy page is what is measured": ["python", "fixtures/accuracy.py", "--check"],
    "rule packs prove themselves": ["report-linter", "pack", "test", "--mutate", "--quiet"],
    "damaged inputs": ["python", "fuzz/run.py", "--seconds", "3"],
    "tests": ["pytest", "-n", "auto", "--dist", "loadscope"],
}
SLOW = {"rule packs prove themselves", "the accuracy page is what is measured"}


def run(arguments: list[str]) -> int:
    """Run a tool of the environment in the repository; its exit code."""
    return subprocess.run([str(BIN / arguments[0]), *arguments[1:]], cwd=ROOT).returncode


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
    for name, arguments in CHECKS.items():
        if fast and name in SLOW:
            continue
        print(f"== {name}: {' '.join(arguments)}", flush=True)
        if run(arguments):
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
