"""Annual reports of an invented company with its account as one chapter: long, about other things before and after.

The chapters beside the account speak of results, markets, property and notes to the accounts, in sentences that no
requirement of the packs asks for. The board signs the report at its end, not the account.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

FIXTURES = Path(__file__).parents[2] / "fixtures"
LANGUAGES = ("en", "nb", "nn")
COMPANY = "Lavfoss Friluft AS"

TITLE = {"en": "Annual report 2025", "nb": "Årsrapport 2025", "nn": "Årsrapport 2025"}
ACCOUNT = {
    "en": "Account under the Transparency Act",
    "nb": "Redegjørelse etter åpenhetsloven",
    "nn": "Utgreiing etter openheitslova",
}
CONTENTS = {"en": "Contents", "nb": "Innhold", "nn": "Innhald"}
BEFORE = {
    "en": ("The year in figures", "Markets and customers", "Property and stores", "Risk and financing"),
    "nb": ("Året i tall", "Markeder og kunder", "Eiendom og butikker", "Risiko og finansiering"),
    "nn": ("Året i tal", "Marknader og kundar", "Eigedom og butikkar", "Risiko og finansiering"),
}
AFTER = {
    "en": ("Income statement", "Notes to the accounts", "The share and its owners", "Key figures"),
    "nb": ("Resultatregnskap", "Noter til regnskapet", "Aksjen og eierne", "Nøkkeltall"),
    "nn": ("Resultatrekneskap", "Notar til rekneskapen", "Aksjen og eigarane", "Nøkkeltal"),
}
SIGNED = {
    "en": (
        "Responsibility statement",
        "We confirm that the financial statements give a true view of the assets, debts and results.",
        "Lavfoss, 20 May 2026",
        "Marit Tveitnes, chair of the board",
        "Eirik Rognlid, deputy chair",
        "Sunniva Åsgard, board member",
        "Ingrid Haugsvær, general manager",
    ),
    "nb": (
        "Erklæring fra styret og daglig leder",
        "Vi bekrefter at årsregnskapet gir et rettvisende bilde av eiendeler, gjeld og resultat.",
        "Lavfoss, 20. mai 2026",
        "Marit Tveitnes, styrets leder",
        "Eirik Rognlid, styrets nestleder",
        "Sunniva Åsgard, styremedlem",
        "Ingrid Haugsvær, daglig leder",
    ),
    "nn": (
        "Erklæring frå styret og dagleg leiar",
        "Vi stadfestar at årsrekneskapen gir eit rett bilete av eigedelar, gjeld og resultat.",
        "Lavfoss, 20. mai 2026",
        "Marit Tveitnes, styreleiar",
        "Eirik Rognlid, nestleiar i styret",
        "Sunniva Åsgard, styremedlem",
        "Ingrid Haugsvær, dagleg leiar",
    ),
}
# Two lines of each subject, with numbers that make every paragraph another one.
FILLER = {
    "en": (
        "In quarter {a} turnover was NOK {b} million against NOK {c} million a year before, and the gross margin "
        "was {d} per cent. Prices rose in spring, the cold weather came late, and the stock of winter goods was "
        "larger than budgeted when the season ended.",
        "Rent and electricity cost NOK {b} thousand in building {a}, of which NOK {c} thousand was repaid by the "
        "landlord. The lease runs for another {d} months, the roof is new, and depreciation is straight-line.",
        "Interest on loan number {a} was fixed at {d} per cent for NOK {b} million. The currency contract covers "
        "NOK {c} million in euro, the bank's terms were kept all year, and tax payable was paid when due.",
    ),
    "nb": (
        "I kvartal {a} var omsetningen {b} millioner kroner mot {c} millioner kroner ett år før, og "
        "bruttomarginen var {d} prosent. Prisene steg på våren, kulden kom sent, og lageret av vintervarer var "
        "større enn budsjettert da sesongen var over.",
        "Husleie og strøm kostet {b} tusen kroner i bygg {a}, og av dette betalte gårdeieren {c} tusen kroner "
        "tilbake. Leieavtalen løper i {d} måneder til, taket er nytt, og avskrivningene er lineære.",
        "Renten på lån nummer {a} var bundet til {d} prosent for {b} millioner kroner. Valutakontrakten dekker "
        "{c} millioner kroner i euro, bankens vilkår ble holdt hele året, og betalbar skatt ble betalt ved forfall.",
    ),
    "nn": (
        "I kvartal {a} var omsetnaden {b} millionar kroner mot {c} millionar kroner eitt år før, og "
        "bruttomarginen var {d} prosent. Prisane steig om våren, kulda kom seint, og lageret av vintervarer var "
        "større enn budsjettert då sesongen var over.",
        "Husleige og straum kosta {b} tusen kroner i bygg {a}, og av dette betalte gardeigaren {c} tusen kroner "
        "tilbake. Leigeavtalen går i {d} månader til, taket er nytt, og avskrivingane er lineære.",
        "Renta på lån nummer {a} var bunden til {d} prosent for {b} millionar kroner. Valutakontrakten dekkjer "
        "{c} millionar kroner i euro, vilkåra til banken vart haldne heile året, og betalbar skatt vart betalt.",
    ),
}


@cache
def build() -> ModuleType:
    """The program that builds the fixtures: sources in, documents out."""
    spec = importlib.util.spec_from_file_location("fixtures_build", FIXTURES / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fixtures_build"] = module
    spec.loader.exec_module(module)
    return module


def account(language: str) -> list[Any]:
    """The blocks of the shipped good account, without its title and its signatures."""
    blocks = build().parse((FIXTURES / "lavfoss" / f"account.{language}.md").read_text(encoding="utf-8"))
    last = max(index for index, block in enumerate(blocks) if block.kind == "heading")
    return blocks[1:last]


def section(blocks: Sequence[Any], number: str) -> tuple[list[Any], list[Any]]:
    """The blocks without the section of that number, and the section."""
    starts = [i for i, b in enumerate(blocks) if b.kind == "heading" and b.texts[0].startswith(f"{number} ")]
    after = [i for i, b in enumerate(blocks) if b.kind == "heading" and i > starts[0] and b.level == 2]
    end = min(after, default=len(blocks))
    return [*blocks[: starts[0]], *blocks[end:]], list(blocks[starts[0] : end])


def report(
    language: str,
    chapter: Sequence[Any] | None = None,
    *,
    title: str = "",
    heading: str = "",
    beside: Sequence[Any] = (),
    paragraphs: int = 30,
) -> list[Any]:
    """The blocks of a report: front page, four chapters, the account, four chapters, signatures.

    `beside` are blocks of a chapter of its own after the account; every other chapter has so many `paragraphs`.
    """
    block = build().Block
    return [
        block("heading", (title or TITLE[language],), level=1),
        block("paragraph", (COMPANY,)),
        *_chapters(language, BEFORE[language], paragraphs, 0),
        block("heading", (heading or ACCOUNT[language],), level=2),
        *(deeper(one) for one in (account(language) if chapter is None else chapter)),
        *beside,
        *_chapters(language, AFTER[language], paragraphs, 1000),
        block("heading", SIGNED[language][:1], level=2),
        *(block("paragraph", (text,)) for text in SIGNED[language][1:]),
    ]


def deeper(block: Any) -> Any:
    """A heading one level further down."""
    return build().Block("heading", block.texts, level=block.level + 1) if block.kind == "heading" else block


def _chapters(language: str, titles: Sequence[str], paragraphs: int, first: int) -> Iterator[Any]:
    block = build().Block
    for chapter, title in enumerate(titles):
        yield block("heading", (title,), level=2)
        for index in range(paragraphs):
            a = first + chapter * paragraphs + index + 1
            text = FILLER[language][a % 3]
            yield block("paragraph", (text.format(a=a, b=a * 7 + 13, c=a * 5 + 11, d=20 + a % 60),))


def as_markdown(blocks: Sequence[Any]) -> bytes:
    """The source that `build.parse` would read as these blocks."""
    parts = []
    for block in blocks:
        if block.kind == "heading":
            parts.append(f"{'#' * block.level} {block.texts[0]}")
        elif block.kind == "table":
            rows = ["| " + " | ".join(row) + " |" for row in block.rows]
            parts.append("\n".join([rows[0], "|" + "---|" * len(block.rows[0]), *rows[1:]]))
        elif block.kind == "numbers":
            parts.append("\n".join(f"{i}. {text}" for i, text in enumerate(block.texts, 1)))
        else:
            mark = "- " if block.kind == "bullets" else ""
            parts.append("\n".join(mark + text for text in block.texts))
    return ("\n\n".join(parts) + "\n").encode()


def made(blocks: Sequence[Any], form: str, language: str) -> bytes:
    """The blocks as a file of this format."""
    if form == "md":
        return as_markdown(blocks)
    if form == "pdf":  # three looks of headings
        blocks = [replace(one, level=min(one.level, 3)) for one in blocks]
    data: bytes = getattr(build(), f"as_{form}")(blocks, COMPANY, language)
    return data
