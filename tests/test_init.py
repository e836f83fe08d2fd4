"""`init`: what it writes is complete and harmless, and what is there already stays as it is."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from report_linter import __version__, strict
from report_linter.cli import main
from report_linter.cli.given import load_packs
from report_linter.cli.init import CONFIG, SNIPPETS, template
from report_linter.limits import DEFAULT
from report_linter.reporters.rules import ids
from report_linter.texts import LANGUAGES

FLAGS = {"pre_commit": "--pre-commit", "github": "--github", "gitlab": "--gitlab"}
KEYS = [
    *("pack", "select", "ignore", "severity", "profile", "lang", "document-lang", "fail-on", "waivers"),
    *("baseline", "jobs", "timeout", "per-file"),
]


def init(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["init", *arguments])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def uncommented(text: str) -> str:
    """The template with every setting in force."""
    lines = (line for line in text.splitlines() if not re.match(r"#( \S|$)", line))
    return "\n".join(line.removeprefix("#") for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_configuration_shows_every_key_and_sets_none(language: str) -> None:
    text = template(f"{language}/report-linter.yaml")
    assert yaml.safe_load(text) is None
    data = strict.loads(uncommented(text)).data
    assert list(data) == KEYS
    assert data["lang"] == language
    assert data["timeout"] == DEFAULT.file_seconds


def test_ids_in_the_configuration_are_rules_of_the_shipped_packs() -> None:
    data = strict.loads(uncommented(template("en/report-linter.yaml"))).data
    assert isinstance(data["pack"], list)
    known = set(ids(load_packs(map(str, data["pack"]))))
    named = [*data["select"], *data["ignore"], *data["severity"]]  # type: ignore[misc,call-overload]
    assert set(named) <= known


def test_the_three_languages_set_the_same() -> None:
    english, *others = (
        strict.loads(uncommented(template(f"{language}/report-linter.yaml"))).data for language in LANGUAGES
    )
    for other in others:
        for key in set(KEYS) - {"lang", "per-file"}:
            assert other[key] == english[key]


def test_it_writes_the_configuration_here_and_says_what_is_next(folder: Path) -> None:
    said = init()
    assert (folder / CONFIG).read_text("utf-8") == template("en/report-linter.yaml")
    assert [path.name for path in folder.iterdir()] == [CONFIG]
    assert said.startswith(f"Written: {CONFIG}\n")
    assert "- Check a draft: report-linter check draft.docx" in said
    assert "OWNER" not in said


def test_all_snippets_at_once_in_another_folder_and_language(tmp_path: Path) -> None:
    said = init(str(tmp_path), *FLAGS.values(), "--lang", "nn")
    assert (tmp_path / CONFIG).read_text("utf-8") == template("nn/report-linter.yaml")
    for snippet in SNIPPETS:
        assert (tmp_path / snippet.path).read_text("utf-8") == template(snippet.template)
        assert f"Skriven: {tmp_path / snippet.path}" in said
    assert "- Byt ut OWNER" in said


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.key)
def test_a_snippet_is_yaml_with_the_version(folder: Path, snippet) -> None:
    text = template(snippet.template)
    assert isinstance(yaml.safe_load(text), dict)
    assert f"v{__version__}" in text
    assert "@" not in text.replace("actions/checkout@v", "").replace("report-linter@v", "").replace(
        " @ git+", ""
    )


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.key)
def test_a_file_that_is_there_is_kept_and_what_to_paste_is_shown(folder: Path, snippet) -> None:
    path = folder / snippet.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("repos: []\n", encoding="utf-8")
    said = init(FLAGS[snippet.key])
    assert path.read_text("utf-8") == "repos: []\n"
    assert f"{snippet.path} is there already and was left as it is." in said
    pasted = snippet.pasted(template(snippet.template))
    assert all(f"    {line}\n" in said for line in pasted.splitlines())
    assert "OWNER" in said


def test_what_is_pasted_for_pre_commit_is_an_item_of_repos() -> None:
    (snippet,) = (snippet for snippet in SNIPPETS if snippet.key == "pre_commit")
    (item,) = yaml.safe_load(snippet.pasted(template(snippet.template)))
    assert [hook["id"] for hook in item["hooks"]] == ["report-linter"]


def test_a_second_run_changes_nothing_and_asks_for_nothing(folder: Path) -> None:
    init(*FLAGS.values())
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    said = init(*FLAGS.values())
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert said.count("It names report-linter already; there is nothing to add.") == 3
    assert f"{CONFIG} is there already and was left as it is." in said
    assert "OWNER" not in said


def test_settings_in_pyproject_are_not_doubled(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.report-linter]\nlang = 'nb'\n", encoding="utf-8")
    said = init()
    assert "pyproject.toml already holds settings for report-linter" in said
    assert not (folder / CONFIG).exists()


@pytest.mark.parametrize("name", [CONFIG, ".gitlab-ci.yml"])
def test_a_link_that_leads_nowhere_is_kept(folder: Path, name: str) -> None:
    (folder / name).symlink_to("elsewhere")
    assert f"{name} is there already" in init("--gitlab")
    assert not (folder / "elsewhere").exists()


@pytest.mark.parametrize(
    ("made", "arguments", "said"),
    [
        ("", ["none"], "there is no folder 'none'; make it first"),
        (".github", ["--github"], "cannot write .github/workflows/report-linter.yml"),
    ],
)
def test_what_cannot_be_written_is_wrong_use(
    folder: Path, made: str, arguments: list[str], said: str
) -> None:
    if made:
        (folder / made).write_text("x", encoding="utf-8")
    done = CliRunner().invoke(main, ["init", *arguments])
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
