"""The example pack of docs/writing-packs.md: it is sound, proves itself, and says of a statement what one expects."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from report_linter.cli import main

ROOT = Path(__file__).parents[2]
PACK = "docs/examples/uk_modern_slavery.yaml"
STATEMENT = "docs/examples/uk_statement.md"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_it_has_no_errors(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run("pack", "check", PACK)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{PACK}: no errors; 6 requirements, 6 rules, 37 examples in en\n"


def test_its_examples_hold_use_every_word_and_notice_every_condition(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run("pack", "test", "--mutate", PACK)
    assert done.exit_code == 0
    assert done.stdout == f"{PACK}: 37 examples, 35 conditions dropped in turn; all hold\n"


def test_a_statement_gets_the_levels_that_a_reader_would_give_it(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run("check", STATEMENT, "--pack", PACK, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    (document,) = json.loads(done.stdout)["documents"]
    assert {item["id"]: (item["level"], item["outcome"]) for item in document["requirements"]} == {
        "UK-54-5A": ("specific", "pass"),
        "UK-54-5B": ("mentioned", "fail"),
        "UK-54-5D": ("described", "review"),
        "UK-54-5F": ("specific", "pass"),
        "UK-54-6": ("specific", "pass"),
        "UK-54-7": (None, "unchecked"),
    }
    assert [(item["rule"], item["severity"], item["outcome"]) for item in document["findings"]] == [
        ("UK-54-5B", "info", "fail"),
        ("UK-54-5D.clean", "info", "review"),
    ]


def test_why_not_tells_what_its_policy_lacks(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run("explain", "--why-not", "UK-54-5B", STATEMENT, "--pack", PACK)
    assert done.exit_code == 0
    assert "Level: mentioned. “Described” is enough." in done.stdout
    assert "“Our supplier policy is known to everybody.” (line 5, “Modern slavery statement”)" in done.stdout


def test_the_page_quotes_the_pack_as_it_is() -> None:
    page = (ROOT / "docs" / "writing-packs.md").read_text("utf-8")
    pack = (ROOT / PACK).read_text("utf-8")
    quoted = [block.split("```", 1)[0] for block in page.split("```yaml\n")[1:]]
    assert quoted
    for block in quoted:
        lines = [line.strip() for line in block.splitlines() if line.strip() and line.strip() != "…"]
        assert all(line in pack for line in lines), block
