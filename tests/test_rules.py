"""The shipped packs: pages and schema are fresh, lexicons agree. `report-linter pack test` runs their examples."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from report_linter import strict
from report_linter.lexicons import LANGUAGES, load_all
from report_linter.match.clauses import REACHES, STANDINGS
from report_linter.match.expressions import parse
from report_linter.pack import Pack, docs, shipped
from report_linter.pack.schema import published

ROOT = Path(__file__).parents[1]
PACKS = [path.stem for path in shipped()]
PATHS = {path.stem: path for path in shipped()}


def test_the_shipped_packs() -> None:
    assert PACKS == ["draft_quality", "oecd_due_diligence", "transparency_act"]


@pytest.mark.parametrize("name", PACKS)
def test_the_published_schema_accepts_the_pack(name: str) -> None:
    schema = json.loads((ROOT / "docs" / "packs" / "pack.schema.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    Draft7Validator(schema).validate(strict.load(PATHS[name]).data)


def test_the_published_schema_is_fresh() -> None:
    schema = json.loads((ROOT / "docs" / "packs" / "pack.schema.json").read_text(encoding="utf-8"))
    assert schema == json.loads(json.dumps(published(LANGUAGES)))


@pytest.mark.parametrize("name", PACKS)
def test_pages_are_fresh(name: str, tmp_path: Path, shipped_packs: dict[str, Pack]) -> None:
    written = {
        path.name: path.read_text(encoding="utf-8") for path in docs.write(shipped_packs[name], tmp_path)
    }
    folder = ROOT / "docs" / "packs" / name
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == written


CATALOGUE = [
    "TA-5A-ORG",
    "TA-5A-OPS",
    "TA-5A-POL",
    "TA-5A-PROC",
    "TA-5A-CHAN",
    "TA-5B-ACT",
    "TA-5B-RISK",
    "TA-5B-METH",
    "TA-5B-SCOPE",
    "TA-5B-PRIO",
    "TA-5C-MEAS",
    "TA-5C-LINK",
    "TA-5C-RES",
    "TA-4-OECD",
    "TA-4-REG",
    "TA-4D",
    "TA-4E",
    "TA-4F",
    "TA-DEF-HR",
    "TA-5-SIGN",
    "TA-5-DATE",
    "TA-5-PERIOD",
    "TA-5-ENT",
    "TA-5-GROUP",
    "TA-5-TITLE",
    "TA-5-WEB",
    "TA-5-AR",
    "TA-5-JUN30",
    "TA-5-UPD",
    "TA-5-LANG",
    "TA-5-XREF",
    "TA-5-WITH",
    "TA-6-INFO",
    "TA-6-CONT",
    "TA-7-TIME",
]


def test_every_requirement_of_the_catalogue_is_there(shipped_packs: dict[str, Pack]) -> None:
    requirements = shipped_packs["transparency_act"].requirements
    assert sorted(requirement.id for requirement in requirements) == sorted(CATALOGUE)


def test_lexicons_hold_the_same_concepts_and_only_known_cues() -> None:
    lexicons = load_all()
    names = {code: set(lexicon.concepts) for code, lexicon in lexicons.items()}
    assert names["en"] == names["nb"] == names["nn"]
    for lexicon in lexicons.values():
        assert set(lexicon.cues) <= set(STANDINGS)
        assert {cue.reach for cues in lexicon.cues.values() for cue in cues} <= set(REACHES)
        assert set(lexicon.subjects) == {"own", "group", "supplier", "other", "law"}
        for words in lexicon.concepts.values():
            assert words
            for word in words:
                if not word.startswith("@"):
                    parse(word)
