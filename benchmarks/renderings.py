#!/usr/bin/env python3
"""Is one text the same to the program, however it was made? `python benchmarks/renderings.py [--keep FOLDER]`.

The account of `fixtures/lavfoss` is rendered in three languages by the programs that people write with, in one and two
columns, with and without tags and rules, and each rendering is checked. What the Markdown source gets is what all the
others must get: the table shows how many of the decisions (the level, or else the outcome, of every requirement) are
the same, and the lines below it which are not. Exit code 1 where fewer than 98 % are. Renderings whose program is not
installed are named and left out; needs the `dev` extra.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from xml.sax.saxutils import escape

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "fixtures" / "lavfoss"
LANGUAGES: Final = ("en", "nb", "nn")
LEAST: Final = 0.98
SECONDS: Final = 300  # for one run of a program

Make = Callable[[Path], None]


def _fixtures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", ROOT / "fixtures" / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["build"] = module
    spec.loader.exec_module(module)
    return module


build: Final[Any] = _fixtures()


@dataclass(frozen=True)
class Rendering:
    """A way to make a file of the text. `needs` is a program or Python package; `make` writes one file for each
    language, `LANGUAGE.suffix`, into a folder.
    """

    name: str
    suffix: str
    needs: str
    make: Make

    def there(self) -> bool:
        return bool(shutil.which(self.needs) or importlib.util.find_spec(self.needs))


def source(language: str) -> Path:
    return FOLDER / f"account.{language}.md"


def blocks(language: str) -> list[Any]:
    parsed: list[Any] = build.parse(source(language).read_text(encoding="utf-8"))
    return parsed


# ---- as the fixtures are made


def committed(suffix: str) -> Make:
    def make(folder: Path) -> None:
        for language in LANGUAGES:
            shutil.copy(FOLDER / f"account.{language}.{suffix}", folder / f"{language}.{suffix}")

    return make


# ---- web pages, and what browsers and WeasyPrint print of them

_STYLE: Final = """
@page { size: A4; margin: 24mm 25mm }
body { font: 10.5pt/1.4 "DejaVu Serif", serif } h1 { font-size: 20pt } h2 { font-size: 14pt } h3 { font-size: 11.5pt }
table { border-collapse: collapse; width: 100%; font-size: 9pt }
td, th { padding: 2pt 4pt; text-align: left; vertical-align: top }
"""
RULED: Final = "td, th { border: .5pt solid black }"
STRIPED: Final = "tr:nth-child(even) td { background: #eee } th { background: #135; color: white }"
COLUMNS: Final = "body { columns: 2; column-gap: 8mm; font-size: 9pt } h1 { column-span: all }"
ACROSS: Final = "table { column-span: all }"
NARROW: Final = "table { font-size: 7pt }"  # WeasyPrint cannot set a table across columns
JUSTIFIED: Final = "p, li { text-align: justify; hyphens: auto }"
SPACED: Final = "h1, h2, h3 { letter-spacing: .25em; text-transform: uppercase; font-weight: normal }"
RUNNING: Final = (
    '@page { @top-left { content: "Lavfoss Friluft AS" }'
    ' @bottom-right { content: counter(page) " / " counter(pages) } }'
)


def page(language: str, style: str) -> str:
    text = "\n".join(build._html_block(block) for block in blocks(language))
    title = escape(blocks(language)[0].texts[0])
    return (
        f'<!DOCTYPE html><html lang="{build.LOCALES[language]}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}{style}</style></head><body>\n{text}\n</body></html>\n"
    )


def web_page(*styles: str) -> Make:
    def make(folder: Path) -> None:
        for language in LANGUAGES:
            (folder / f"{language}.html").write_text(page(language, "\n".join(styles)), encoding="utf-8")

    return make


def weasyprint(*styles: str, tagged: bool = False) -> Make:
    def make(folder: Path) -> None:
        from weasyprint import HTML

        for language in LANGUAGES:
            more = {"pdf_variant": "pdf/ua-1"} if tagged else {}
            HTML(string=page(language, "\n".join(styles))).write_pdf(folder / f"{language}.pdf", **more)

    return make


def chromium(*styles: str, tagged: bool = True) -> Make:
    def make(folder: Path) -> None:
        web_page(*styles)(folder)
        for language in LANGUAGES:
            run(
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                *(() if tagged else ("--disable-pdf-tagging",)), f"--user-data-dir={folder / 'profile'}",
                f"--print-to-pdf={folder / f'{language}.pdf'}", (folder / f"{language}.html").as_uri(),
            )  # fmt: skip

    return make


# ---- LibreOffice


def libreoffice(start: str, to: str) -> Make:
    """From a file as the fixtures have it; `to` is a suffix, with the filter and its options after a colon."""

    def make(folder: Path) -> None:
        begun = folder / "from"
        begun.mkdir()
        committed(start)(begun)
        run(
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", to,
            "--outdir", folder, *sorted(begun.iterdir()),
        )  # fmt: skip

    return make


_TAGGED: Final = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_WEB_UNTAGGED: Final = 'pdf:writer_web_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"}}'


# ---- LaTeX

_BABEL: Final = {"en": "british", "nb": "norsk", "nn": "nynorsk"}
T1: Final = r"\usepackage[T1]{fontenc}\usepackage{lmodern}"
OLD: Final = ""  # fonts without letters such as å: TeX draws an accent over an a
UNICODE: Final = r"\usepackage{fontspec}"


def latex(program: str, fonts: str, columns: int = 1, ruled: bool = True) -> Make:
    def make(folder: Path) -> None:
        for language in LANGUAGES:
            (folder / f"{language}.tex").write_text(
                _tex(language, fonts, columns, ruled, program), encoding="utf-8"
            )
            for _ in range(2):
                run(program, "-interaction=batchmode", "-halt-on-error", f"{language}.tex", cwd=folder)

    return make


def _tex(language: str, fonts: str, columns: int, ruled: bool, program: str) -> str:
    babel = _BABEL[language]
    if program == "pdflatex":
        fonts = r"\usepackage[utf8]{inputenc}" + fonts
    body = "\n\n".join(_tex_block(block, columns, ruled) for block in blocks(language))
    return (
        rf"\documentclass[a4paper,{'twocolumn,10pt' if columns == 2 else '11pt'}]{{article}}{fonts}"
        rf"\usepackage[{babel}]{{babel}}\usepackage[margin=22mm]{{geometry}}\usepackage{{array,longtable,booktabs}}"
        r"\setcounter{secnumdepth}{0}\raggedbottom\sloppy\begin{document}"
        + "\n"
        + body
        + "\n"
        + r"\end{document}"
    )


def _tex_block(block: Any, columns: int, ruled: bool) -> str:
    texts = [_tex_text(text) for text in block.texts]
    if block.kind == "heading":
        return (r"\section*{\LARGE %s}", r"\section{%s}", r"\subsection{%s}")[block.level - 1] % texts[0]
    if block.kind == "paragraph":
        return texts[0]
    if block.kind == "table":
        return _tex_table(block.rows, columns, ruled)
    name = "enumerate" if block.kind == "numbers" else "itemize"
    items = "\n".join(rf"\item {text}" for text in texts)
    return rf"\begin{{{name}}}" + f"\n{items}\n" + rf"\end{{{name}}}"


def _tex_table(rows: Sequence[Sequence[str]], columns: int, ruled: bool) -> str:
    width = rf">{{\raggedright\arraybackslash}}p{{{0.86 / len(rows[0]):.2f}\textwidth}}"
    form = ("|" if ruled else "").join(["", *[width] * len(rows[0]), ""])
    top, between, bottom = (r"\hline",) * 3 if ruled else (r"\toprule", r"\midrule", r"\bottomrule")
    head, *others = [
        " & ".join(rf"\textbf{{{_tex_text(c)}}}" if n == 0 else _tex_text(c) for c in row) + r" \\"
        for n, row in enumerate(rows)
    ]
    end = "\n\\hline\n" if ruled else "\n"
    whole = f"{top}\n{head}\n{between}\n" + end.join(others) + f"\n{bottom}\n"
    if columns == 2:
        return rf"\begin{{table*}}[t]\small\begin{{tabular}}{{{form}}}" + whole + r"\end{tabular}\end{table*}"
    return rf"{{\small\begin{{longtable}}{{{form}}}" + whole + r"\end{longtable}}"


def _tex_text(text: str) -> str:
    text = re.sub(r"([&%$#_{}])", r"\\\1", text)
    return text.replace("«", r"\guillemotleft{}").replace("»", r"\guillemotright{}").replace("§", r"\S{}")


# ---- all of them

RENDERINGS: Final = (
    Rendering("text", "txt", "python3", committed("txt")),
    Rendering("HTML in a site", "html", "python3", committed("html")),
    Rendering("HTML, no site around it", "html", "python3", web_page(RULED)),
    Rendering("HTML by LibreOffice", "html", "soffice", libreoffice("odt", "html")),
    Rendering("ODT", "odt", "python3", committed("odt")),
    Rendering("ODT by LibreOffice", "odt", "soffice", libreoffice("docx", "odt")),
    Rendering("DOCX by python-docx", "docx", "docx", committed("docx")),
    Rendering("DOCX by LibreOffice, of ODT", "docx", "soffice", libreoffice("odt", "docx")),
    Rendering("DOCX by LibreOffice, of HTML", "docx", "soffice", libreoffice("html", "docx:MS Word 2007 XML")),
    Rendering("PDF by ReportLab", "pdf", "reportlab", committed("pdf")),
    Rendering("PDF by LibreOffice, tagged", "pdf", "soffice", libreoffice("docx", _TAGGED)),
    Rendering("PDF by LibreOffice, untagged, of HTML", "pdf", "soffice", libreoffice("html", _WEB_UNTAGGED)),
    Rendering("PDF by WeasyPrint", "pdf", "weasyprint", weasyprint(RULED, RUNNING)),
    Rendering("PDF by WeasyPrint, tagged, justified", "pdf", "weasyprint", weasyprint(RULED, JUSTIFIED, tagged=True)),
    Rendering(
        "PDF by WeasyPrint, two columns", "pdf", "weasyprint",
        weasyprint(RULED, COLUMNS, NARROW, JUSTIFIED, RUNNING),
    ),
    Rendering("PDF by WeasyPrint, no rules, spaced", "pdf", "weasyprint", weasyprint(SPACED)),
    Rendering("PDF by Chromium, tagged", "pdf", "chromium", chromium(RULED)),
    Rendering("PDF by Chromium, untagged, striped", "pdf", "chromium", chromium(STRIPED, tagged=False)),
    Rendering("PDF by Chromium, two columns", "pdf", "chromium", chromium(RULED, COLUMNS, ACROSS, tagged=False)),
    Rendering("PDF by pdfLaTeX", "pdf", "pdflatex", latex("pdflatex", T1)),
    Rendering("PDF by pdfLaTeX, fonts without å", "pdf", "pdflatex", latex("pdflatex", OLD, ruled=False)),
    Rendering("PDF by pdfLaTeX, two columns", "pdf", "pdflatex", latex("pdflatex", T1, columns=2)),
    Rendering("PDF by XeLaTeX, no rules", "pdf", "xelatex", latex("xelatex", UNICODE, ruled=False)),
)  # fmt: skip


def run(*command: object, cwd: Path | None = None) -> None:
    """Run a program. Raises CalledProcessError or TimeoutExpired."""
    subprocess.run(
        list(map(str, command)), cwd=cwd, timeout=SECONDS, check=True, stdin=subprocess.DEVNULL, capture_output=True
    )  # fmt: skip


# ---- decisions


def checker() -> Callable[[Path], dict[str, str]]:
    """A function that gives the decision on each requirement of the shipped packs."""
    from report_linter import pack
    from report_linter.engine import Engine
    from report_linter.lexicons import load_all
    from report_linter.outline import outline
    from report_linter.readers import read

    lexicons: Any = load_all()
    engine = Engine([pack.load(path) for path in pack.shipped()], lexicons)

    def decisions(path: Path) -> dict[str, str]:
        report = engine.check(outline(read(path.read_bytes(), path.name), lexicons), path=path.name)
        return {
            result.id: result.outcome.value if result.level is None else result.level.word
            for result in report.requirements
        }

    return decisions


def compare(
    renderings: Iterable[Rendering], folder: Path, check: Callable[[Path], Mapping[str, str]]
) -> bool:
    """Print the table and the differences; whether every rendering is near enough to the source."""
    wanted = {language: check(source(language)) for language in LANGUAGES}
    differences: list[str] = []
    missing: list[str] = []
    good = True
    print(f"| rendering | {' | '.join(LANGUAGES)} |\n|---|{'---:|' * len(LANGUAGES)}")
    for number, rendering in enumerate(renderings):
        if not rendering.there():
            missing.append(f"{rendering.name} ({rendering.needs})")
            continue
        place = folder / f"{number:02}"
        place.mkdir(parents=True)
        rendering.make(place)
        shares = []
        for language in LANGUAGES:
            found = check(place / f"{language}.{rendering.suffix}")
            other = {name: found[name] for name in found if found[name] != wanted[language][name]}
            shares.append(1 - len(other) / len(found))
            differences += [
                f"{rendering.name}, {language}: {name} is {level}, not {wanted[language][name]}"
                for name, level in other.items()
            ]
        good = good and min(shares) >= LEAST
        print(f"| {rendering.name} | {' | '.join(f'{share:.1%}' for share in shares)} |", flush=True)
    print(f"\n{len(wanted[LANGUAGES[0]])} decisions for each file.")
    for title, lines in (("Different:", differences), ("Not installed here:", missing)):
        if lines:
            print("\n".join(["", title, *lines]))
    return good


def main() -> int:
    """Render, check, compare."""
    parser = argparse.ArgumentParser(description="Check one text in many renderings.")
    parser.add_argument("names", nargs="*", help="only renderings whose name holds one of these")
    parser.add_argument("--keep", type=Path, help="keep the renderings in this new folder")
    asked = parser.parse_args()
    chosen = [r for r in RENDERINGS if not asked.names or any(name in r.name for name in asked.names)]
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory() as folder:
        return 0 if compare(chosen, Path(folder), checker()) else 1


if __name__ == "__main__":
    sys.exit(main())
