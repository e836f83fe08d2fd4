"""What kind of text a document is, by the shipped pack: every kind in every language, and why."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from report_linter.engine import Engine
from report_linter.finding import DocumentReport
from report_linter.lexicons import LANGUAGES, load_all
from report_linter.outline import outline
from report_linter.pack import load
from report_linter.pack.schema import DOCUMENT_KINDS
from report_linter.readers import read

HERE = Path(__file__).parent
PACK = load(HERE.parent / "rules" / "transparency_act.yaml")
LEXICONS = load_all()
TEXTS: list[dict[str, str]] = yaml.safe_load((HERE / "kinds_of_text.yaml").read_text(encoding="utf-8"))[
    "texts"
]


@cache
def engine() -> Engine:
    return Engine([PACK], LEXICONS)


def check(text: str, language: str) -> DocumentReport:
    return engine().check(outline(read(text.encode(), "x.txt", "text"), LEXICONS, language), path="x.txt")


@pytest.mark.parametrize(
    "written", TEXTS, ids=lambda written: f"{written['kind']}-{written['language']}-{written['text'][:20]}"
)
def test_the_kind_of_a_text_and_its_reason(written: dict[str, str]) -> None:
    report = check(written["text"], written["language"])
    reason = dict(report.kind_reason)
    assert (report.kind, reason["en"]) == (written["kind"], reason["en"])
    assert all(reason[language] for language in LANGUAGES)


def test_every_kind_is_shown_in_every_language() -> None:
    assert {(t["kind"], t["language"]) for t in TEXTS} == {(k, x) for k in DOCUMENT_KINDS for x in LANGUAGES}


def test_an_account_is_not_taken_for_what_it_tells_of_besides() -> None:
    """Words of other kinds of text, in an account."""
    account = next(t["text"] for t in TEXTS if t["kind"] == "account")
    for more in (
        "Redegjørelsen er publisert på nettsidene våre. Har du spørsmål? Ta kontakt med oss.",
        "Mer om loven finner du hos Forbrukertilsynet. Loven gjelder for større virksomheter.",
        "Alle leverandører skal følge retningslinjene. De skal ikke bruke barnearbeid.",
    ):
        assert check(f"{account}\n{more}\n", "nb").kind == "account", more
