#!/usr/bin/env python3
"""What a check costs, as ratios within one run: `python benchmarks/run.py [--write]`.

Documents of 1 to 1,000 pages are made of the sentences that `fixtures/` holds, so that they are as varied as drafts
are; then commands are timed one after another in this machine's quiet. Every figure is the least of several runs, since
other work can only add to it. `--write` puts the table into docs/performance.md. Needs the `dev` extra; pdftotext is
compared with where it is installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
LANGUAGE = "nb"
SENTENCES_ON_A_PAGE = 24
CHECK = [sys.executable, "-m", "report_linter", "check", "--quiet", "--exit-zero", "--no-config"]
EXTRACT = "import pdfplumber, sys\nfor page in pdfplumber.open(sys.argv[1]).pages: page.extract_text(); page.close()"


@dataclass(frozen=True, slots=True)
class Spent:
    """The least seconds, and the most memory (MB), of several runs of a command."""

    seconds: float
    megabytes: float


@dataclass(slots=True)
class Bench:
    """Runs commands and remembers the rows of the table."""

    folder: Path
    runs: int
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def spent(self, command: Sequence[object], runs: int = 0) -> Spent:
        seconds, kilobytes = [], []
        # Compiled modules are kept, as on a user's machine, whatever this one says.
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        for _ in range(runs or self.runs):
            begun = time.perf_counter()
            with subprocess.Popen(
                list(map(str, command)), stdout=subprocess.DEVNULL, cwd=self.folder, env=environment
            ) as process:
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            seconds.append(time.perf_counter() - begun)
            kilobytes.append(used.ru_maxrss)
            if process.returncode not in (0, 1, 3):
                raise SystemExit(f"failed with {process.returncode}: {' '.join(map(str, command))}")
        return Spent(min(seconds), max(kilobytes) / 1024)

    def row(self, what: str, figure: float, asked: float, how: str = "", at_least: bool = False) -> None:
        kept = figure >= asked if at_least else figure <= asked
        bound = f"{'at least' if at_least else 'at most'} {asked:g}"
        self.rows.append((what, f"{figure:.2f}", bound if kept else f"**{bound}: not kept**", how))
        print(f"{what}: {figure:.2f} ({bound}{'' if kept else ', NOT KEPT'}) {how}", flush=True)


# Documents


def sentences() -> list[str]:
    """Sentences of one language from the planted and labelled texts, in the order of the files."""
    found: dict[str, None] = {}
    for path in sorted(ROOT.glob("fixtures/planted/D*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            if item["language"] == LANGUAGE:
                for line in item["text"].splitlines():
                    if len(line) > 40 and not line.startswith(("#", "|", "-", "*", ">")):
                        found[line.strip()] = None
    return list(found)


def pages(number: int, seed: int) -> list[tuple[str, list[str]]]:
    """A heading and its paragraphs for each page. The same seed gives the same text."""
    source, chance = sentences(), random.Random(seed)  # noqa: S311 - no secret
    headings = [
        "Risiko",
        "Tiltak",
        "Resultater",
        "Om virksomheten",
        "Kartlegging",
        "Varsling",
        "Retningslinjer",
    ]
    made = []
    for page in range(number):
        picked = chance.sample(source, SENTENCES_ON_A_PAGE)
        title = "Redegjørelse for aktsomhetsvurderinger" if page == 0 else f"{headings[page % 7]} {page}"
        made.append((title, [" ".join(picked[i : i + 4]) for i in range(0, len(picked), 4)]))
    return made


def pdf(path: Path, number: int, seed: int = 1) -> Path:
    from xml.sax.saxutils import escape

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story: list[Flowable] = []
    for title, paragraphs in pages(number, seed):
        story.append(Paragraph(escape(title), styles["Heading1"]))
        story += [Paragraph(escape(text), styles["BodyText"]) for text in paragraphs]
        story.append(PageBreak())
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    return path


def docx(path: Path, number: int, seed: int = 1) -> Path:
    import docx as python_docx

    document = python_docx.Document()
    for title, paragraphs in pages(number, seed):
        document.add_heading(title, 1)
        for text in paragraphs:
            document.add_paragraph(text)
    document.save(str(path))
    return path


# Measures


def cold(bench: Bench) -> None:
    """One command for one file, packs kept from an earlier run as after the first use on a machine."""
    spacy = bench.spent([sys.executable, "-c", "import spacy"])
    click = bench.spent([sys.executable, "-c", "import click"])
    first = bench.spent([*CHECK, docx(bench.folder / "first.docx", 1)], runs=1)
    helped = bench.spent([sys.executable, "-m", "report_linter", "--help"])
    bench.row("`--help` / `import click`", helped.seconds / click.seconds, 2)
    for name, make in (("PDF", pdf), ("DOCX", docx)):
        path = make(bench.folder / f"twenty.{name.lower()}", 20)
        spent = bench.spent([*CHECK, path])
        bench.row(
            f"20-page {name}, cold / `import spacy`",
            spent.seconds / spacy.seconds,
            1.5,
            _against(spent, spacy),
        )
    long = pdf(bench.folder / "long.pdf", 150)
    spent = bench.spent([*CHECK, long], runs=2)
    plumber = bench.spent([sys.executable, "-c", EXTRACT, long], runs=1)
    bench.row("150-page PDF, cold / pdfplumber's extract_text", spent.seconds / plumber.seconds, 0.25)
    bench.row(
        "150-page PDF, cold / `import spacy`", spent.seconds / spacy.seconds, 2.5, _against(spent, spacy)
    )
    one = bench.spent([*CHECK, "--pack", "transparency_act", bench.folder / "twenty.pdf"])
    three = bench.spent([*CHECK, bench.folder / "twenty.pdf"])
    print(
        f"three packs / one pack: {three.seconds / one.seconds:.2f}; first run on a machine {first.seconds:.1f} s"
    )


def many(bench: Bench) -> None:
    """Forty files in one command."""
    folder = bench.folder / "forty"
    folder.mkdir()
    files = [pdf(folder / f"{number}.pdf", 20, number) for number in range(40)]
    one = bench.spent([*CHECK, files[0]])
    all_ = bench.spent([*CHECK, folder], runs=1)
    warm = (all_.seconds - one.seconds) / (len(files) - 1)
    if shutil.which("pdftotext"):
        text = bench.spent(["pdftotext", "-bbox-layout", files[0], os.devnull])
        bench.row(
            "20-page PDF, warm / `pdftotext -bbox-layout`", warm / text.seconds, 3, f"{warm:.2f} s a file"
        )
    else:
        print(f"pdftotext is not installed; warm {warm:.2f} s a file of 20 pages")
    if "--jobs" in subprocess.run([*CHECK, "--help"], capture_output=True, text=True, check=False).stdout:
        two = bench.spent([*CHECK, "--jobs", "2", folder], runs=1)
        bench.row("40 files, `--jobs 1` / `--jobs 2`", all_.seconds / two.seconds, 1.3, at_least=True)


def large(bench: Bench) -> None:
    """Time for each page and memory, of a hundred pages and of a thousand."""
    spent = {}
    for number in (1, 100, 1000):
        spent[number] = bench.spent([*CHECK, pdf(bench.folder / f"{number}.pdf", number)], runs=1)
    of_hundred = (spent[100].seconds - spent[1].seconds) / 99
    of_thousand = (spent[1000].seconds - spent[1].seconds) / 999
    bench.row(
        "cost of a page, of 1,000 / of 100",
        of_thousand / of_hundred,
        1.15,
        f"{of_thousand * 1000:.0f} ms a page",
    )
    bench.row("memory at 1,000 pages (MB)", spent[1000].megabytes, 200)


def _against(spent: Spent, other: Spent) -> str:
    return f"{spent.seconds:.2f} s / {other.seconds:.2f} s"


MEASURES: dict[str, Callable[[Bench], None]] = {"cold": cold, "many": many, "large": large}


def table(bench: Bench) -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    lines = [
        "# What a check costs",
        "",
        f"Written by `python benchmarks/run.py --write` on {date.today().isoformat()}; {machine}. Ratios of commands",
        "timed in one run; the least of several runs each. A bound that is not kept is said so.",
        "",
        "| what | figure | bound | |",
        "| --- | ---: | --- | --- |",
        *(f"| {what} | {figure} | {bound} | {how} |" for what, figure, bound, how in bench.rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("measures", nargs="*", choices=[[], *MEASURES], help="default: all")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), arguments.runs)
        for name in arguments.measures or MEASURES:
            MEASURES[name](bench)
    if arguments.write:
        PAGE.write_text(table(bench), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
