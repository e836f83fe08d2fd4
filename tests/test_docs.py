"""The pages for users: their commands run, and their snippets are those that the program writes."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from report_linter import __version__
from report_linter.cli import main
from report_linter.cli.init import template

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests" / "pack" / "small.yaml"
PAGES = (
    "README.md",
    *(
        f"docs/{name}.md"
        for name in ("start", "pre-commit", "ci", "json", "what-it-does-not-do", "writing-packs")
    ),
)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, *languages: str) -> Iterator[str]:
    for language, block in FENCE.findall((ROOT / page).read_text("utf-8")):
        if language in languages:
            yield block


def commands(page: str) -> Iterator[tuple[str, ...]]:
    """The calls of the program in the shell blocks of a page, without its name; `docker run ...` is none."""
    for block in blocks(page, "sh"):
        for line in block.splitlines():
            for part in line.split(" && "):
                words = shlex.split(part, comments=True)
                if words and Path(words[0]).name == "report-linter":
                    yield tuple(words[1:])


COMMANDS = sorted({(page, words) for page in PAGES for words in commands(page)})


def elsewhere(words: tuple[str, ...]) -> list[str]:
    """Documents that a page names and that are not on the desk, such as a long annual report."""
    return [
        word for word in words if re.fullmatch(r"[\w./-]+\.(?:pdf|docx)", word) and not Path(word).exists()
    ]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the pages name."""
    for suffix in ("docx", "pdf", "md"):
        shutil.copy(ROOT / "fixtures" / "draft" / f"draft.nb.{suffix}", tmp_path / f"utkast.{suffix}")
    (tmp_path / "drafts").mkdir()
    shutil.copy(ROOT / "fixtures" / "draft" / "draft.nb.md", tmp_path / "drafts")
    for name in ("fixtures", "docs", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_commands_to_try() -> None:
    assert {page for page, _ in COMMANDS} >= {"README.md", "docs/start.md", "docs/ci.md", "docs/json.md"}


@pytest.mark.parametrize(
    ("page", "words"), COMMANDS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else value
)
def test_a_command_of_the_pages_runs(desk: Path, page: str, words: tuple[str, ...]) -> None:
    if missing := elsewhere(words):
        pytest.skip(f"needs {', '.join(missing)}")
    if words[0] == "check" and not {"--pack", "--select", "--ignore"} & set(words):
        words = (
            *words,
            "--pack",
            str(SMALL),
        )  # a moment instead of seconds; the shipped packs have their own tests
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code in (0, 1), done.output
    assert "Traceback" not in done.output
    assert done.stdout


def test_the_snippets_are_those_that_init_writes() -> None:
    (hooks,) = blocks("docs/pre-commit.md", "yaml")
    assert hooks == template("pre-commit.yaml").partition("\n")[2]
    github, gitlab = blocks("docs/ci.md", "yaml")
    assert gitlab == template("gitlab.yml")
    written = yaml.safe_load(template("github.yml"))
    assert all(
        written[key] == value
        for key, value in yaml.safe_load(github).items()
        if key in ("jobs", "permissions")
    )


def test_pages_name_the_version_that_this_is() -> None:
    for page in ("docs/pre-commit.md", "docs/ci.md"):
        found = set(re.findall(r"\bv(\d+\.\d+\.\d+)\b", (ROOT / page).read_text("utf-8")))
        assert found == {__version__}


def test_inputs_of_the_action_are_listed_with_their_names() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \|", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.MULTILINE)
    assert listed == list(yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"])
