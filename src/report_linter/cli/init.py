"""`report-linter init`: a commented configuration, and snippets for pre-commit and CI. Nothing is ever overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from textwrap import fill, indent
from typing import TYPE_CHECKING

import click

from report_linter import __version__
from report_linter.cli.options import lang_option
from report_linter.cli.streams import emit
from report_linter.errors import UsageError

if TYPE_CHECKING:
    from report_linter.texts import Words

CONFIG = ".report-linter.yaml"
_NAME = "report-linter"
_WIDTH = 100
_SETTINGS_IN_TOML = re.compile(r"^\s*\[tool\.report-linter\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A file for another tool. `key` names its texts, `template` its content."""

    key: str
    template: str
    path: str

    def pasted(self, text: str) -> str:
        """What to put into a file that is there already."""
        return text.partition("repos:\n")[2] if self.key == "pre_commit" else text


SNIPPETS = (
    Snippet("pre_commit", "pre-commit.yaml", ".pre-commit-config.yaml"),
    Snippet("github", "github.yml", ".github/workflows/report-linter.yml"),
    Snippet("gitlab", "gitlab.yml", ".gitlab-ci.yml"),
)


@click.command()
@click.argument("folder", default=".")
@click.option("--pre-commit", "asked", flag_value="pre_commit", multiple=True, help="Also for pre-commit.")
@click.option("--github", "asked", flag_value="github", multiple=True, help="Also for GitHub Actions.")
@click.option("--gitlab", "asked", flag_value="gitlab", multiple=True, help="Also for GitLab CI.")
@lang_option("en")
def init(folder: str, asked: tuple[str, ...], lang: str | None) -> None:
    """Write a commented configuration file into FOLDER (default: here).

    A file that is there already is left as it is; what to put into it is shown.
    """
    from report_linter import texts

    root = Path(folder)
    if not root.is_dir():
        raise UsageError(f"there is no folder '{folder}'; make it first")
    words = texts.load(lang or "en")
    chosen = [snippet for snippet in SNIPPETS if snippet.key in asked]
    new = [snippet for snippet in chosen if _NAME not in _text(root / snippet.path)]
    said = [*_settings(root, words)]
    for snippet in chosen:
        said += ["", *_snippet(root, snippet, words)]
    said += [
        "",
        f"{words.say('init.next')}:",
        *(_wrapped(f"- {step}", "  ") for step in _steps(new, words)),
    ]
    emit("\n".join(said) + "\n")


def template(name: str) -> str:
    """A template with the version of the program in it."""
    path = files("report_linter").joinpath("templates", *name.split("/"))
    return path.read_text(encoding="utf-8").replace("@VERSION@", __version__)


def _settings(root: Path, words: Words) -> Iterator[str]:
    shared = root / "pyproject.toml"
    if _SETTINGS_IN_TOML.search(_text(shared)):
        yield _wrapped(words.say("init.settings_elsewhere", path=shared))
    elif _write(root / CONFIG, template(f"{words.language}/report-linter.yaml")):
        yield words.say("init.written", path=root / CONFIG)
        yield _wrapped(f"  {words.say('init.settings')}", "  ")
    else:
        yield words.say("init.kept", path=root / CONFIG)


def _snippet(root: Path, snippet: Snippet, words: Words) -> Iterator[str]:
    path, text = root / snippet.path, template(snippet.template)
    if _write(path, text):
        yield words.say("init.written", path=path)
        return
    yield words.say("init.kept", path=path)
    if _NAME in _text(path):
        yield f"  {words.say('init.named')}"
    else:
        yield _wrapped(f"  {words.say(f'init.paste.{snippet.key}')}", "  ")
        yield f"\n{indent(snippet.pasted(text), '    ').rstrip()}"


def _steps(new: list[Snippet], words: Words) -> Iterator[str]:
    keys = {snippet.key for snippet in new}
    steps = {
        "check": True,
        "owner": bool(keys),
        "drafts": bool(keys),
        "pre_commit": "pre_commit" in keys,
        "confidential": not keys.isdisjoint(("github", "gitlab")),
    }
    return (words.say(f"init.step.{name}") for name, wanted in steps.items() if wanted)


def _write(path: Path, text: str) -> bool:
    """Whether the file was made; False where there is something of that name. Raises UsageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        if path.parent.is_dir():
            return False
        raise UsageError(f"cannot write {path}: {path.parent} is no folder") from None
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _wrapped(text: str, hang: str = "") -> str:
    lead = text[: len(text) - len(text.lstrip())]
    return fill(
        text.strip(),
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
