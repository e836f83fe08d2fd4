"""A configuration as data: what it may hold, what wins, and where mistakes are."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from report_linter import strict
from report_linter.config import Layer, parse, settled
from report_linter.config.find import found, load
from report_linter.config.keys import KEYS, page_numbers
from report_linter.errors import ConfigErrors, UsageError
from report_linter.finding import Stage
from report_linter.limits import DEFAULT

WHOLE = """\
pack: [transparency_act, own/rules.yaml]
select: TA-5-SIGN
ignore: [D29, D31]
severity: {TA-5-UPD: warning, D12: "off"}
profile: board
lang: nn
document-lang: nb
document-kind: account
fail-on: warning
waivers: waivers.yaml
baseline: ../known.json
jobs: 2
timeout: 12.5
per-file:
  - files: drafts
    ignore: D12
    severity: {D13: info}
    profile: draft
  - files: ["drafts/year.pdf", "*.pdf"]
    select: [D01, D02]
    pages: 12-14
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def config_of(text: str, path: str = "set/.report-linter.yaml"):
    return parse(strict.loads(textwrap.dedent(text), path))


def layer(**values: object) -> Layer:
    named = {key.replace("_", "-"): value for key, value in values.items()}
    return Layer(named, {key: f"--{key}" for key in named})


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    settings = settled(found(tmp_path / "deep"))
    assert (settings.pack, settings.select, settings.ignore, dict(settings.severity)) == (
        (),
        set(),
        set(),
        {},
    )
    assert (settings.stage, settings.lang, settings.document_lang) == (Stage.PUBLISHED, None, "auto")
    assert (settings.fail_on, settings.jobs, settings.timeout) == ("error", 1, DEFAULT.file_seconds)
    assert (settings.waivers, settings.baseline) == (None, None)
    assert set(settings.origins) == set(KEYS)
    assert set(settings.origins.values()) == {"default"}


def test_every_key_is_read_with_its_line() -> None:
    settings = settled(config_of(WHOLE))
    assert settings.pack == ("transparency_act", str(Path("set/own/rules.yaml")))
    assert (settings.select, settings.ignore) == ({"TA-5-SIGN"}, {"D29", "D31"})
    assert dict(settings.severity) == {"TA-5-UPD": "warning", "D12": "off"}
    assert (settings.stage, settings.lang, settings.document_lang) == (Stage.BOARD, "nn", "nb")
    assert (settings.document_kind, settings.fail_on, settings.jobs, settings.timeout) == (
        "account",
        "warning",
        2,
        12.5,
    )
    assert (settings.waivers, settings.baseline) == (
        str(Path("set/waivers.yaml")),
        str(Path("set/../known.json")),
    )
    assert settings.origins["ignore"] == "set/.report-linter.yaml:3"
    assert settings.origins["pages"] == "default"


@pytest.mark.parametrize(
    ("path", "ignored", "stage", "selected", "pages"),
    [
        ("set/drafts/a.docx", {"D29", "D31", "D12"}, Stage.DRAFT, {"TA-5-SIGN"}, set()),
        ("set/drafts/year.pdf", {"D29", "D31", "D12"}, Stage.DRAFT, {"D01", "D02"}, {12, 13, 14}),
        ("set/b.pdf", {"D29", "D31"}, Stage.BOARD, {"D01", "D02"}, {12, 13, 14}),
        ("set/deep/b.pdf", {"D29", "D31"}, Stage.BOARD, {"TA-5-SIGN"}, set()),
        ("b.pdf", {"D29", "D31"}, Stage.BOARD, {"TA-5-SIGN"}, set()),
        ("-", {"D29", "D31"}, Stage.BOARD, {"TA-5-SIGN"}, set()),
    ],
)
def test_settings_for_some_files(path, ignored, stage, selected, pages) -> None:
    settings = settled(config_of(WHOLE), path=path)
    assert (settings.ignore, settings.stage, settings.select, settings.pages) == (
        ignored,
        stage,
        selected,
        pages,
    )


def test_what_adds_up_names_all_its_places() -> None:
    settings = settled(config_of(WHOLE), path="set/drafts/a.docx")
    assert settings.origins["ignore"] == "set/.report-linter.yaml:3, set/.report-linter.yaml:16"
    assert dict(settings.severity) == {"TA-5-UPD": "warning", "D12": "off", "D13": "info"}


def test_the_command_line_replaces_what_files_say() -> None:
    said = layer(ignore=frozenset({"D01"}), section=("Loven",), fail_on="never")
    settings = settled(config_of(WHOLE), said, "set/drafts/year.pdf")
    assert (settings.ignore, settings.fail_on) == ({"D01"}, "never")
    assert (settings.pages, settings.section) == (frozenset(), ("Loven",))
    assert (settings.origins["ignore"], settings.origins["pages"]) == ("--ignore", "default")
    assert settings.select == {"D01", "D02"}


WRONG = {
    "ignored: [D01]": "1:1: unknown key 'ignored'; did you mean 'ignore'?",
    "Fail_On: error": "1:1: unknown key 'Fail_On'; write 'fail-on'",
    "color: red": "1:1: unknown key 'color'; use one of: pack, select, ignore, severity, profile, lang, document-lang, "
    "document-kind, fail-on, waivers, baseline, jobs, timeout, per-file",
    "pages: 1-2": "1:1: 'pages' is about one document; write it under per-file",
    "profile: drafts": "1:1: profile: 'drafts' is not known here; did you mean 'draft'?",
    "lang: true": "1:1: lang: 'true' is not known here; use one of: en, nb, nn",
    "fail-on: review": "1:1: fail-on: 'review' is not known here; use one of: error, warning, info, never",
    "select: [D01, 4]": "1:15: select: write a text, or a list of texts",
    "select: {D01: x}": "1:1: select: write a text, or a list of texts",
    "severity: [D01]": "1:1: severity: write an id and its severity, such as 'TA-5-UPD: off'",
    "severity: {D01: fatal}": "1:12: severity.D01: 'fatal' is no severity; use one of: error, warning, info, off",
    "severity: {D01: warn}": "1:12: severity.D01: 'warn' is no severity; did you mean 'warning'?",
    "jobs: 0": "1:1: jobs: write a whole number from 1 to 64",
    "jobs: true": "1:1: jobs: write a whole number from 1 to 64",
    "timeout: long": "1:1: timeout: write a number of seconds from 1 to 86400",
    "timeout: true": "1:1: timeout: write a number of seconds from 1 to 86400",
    "waivers: [a]": "1:1: waivers: write a text here",
    "per-file: {files: a}": "1:1: per-file: write a list, each with 'files' and settings",
    "per-file: [a]": "1:12: per-file: write 'files' and the settings for them",
    "per-file: [{ignore: D01}]": "1:12: per-file: 'files' is missing: the files it is about",
    "per-file: [{files: a, jobs: 2}]": "1:23: 'jobs' holds for the whole run; write it outside of per-file",
    "per-file: [{files: a, igonre: D01}]": "1:23: unknown key 'igonre'; did you mean 'ignore'?",
    "per-file: [{files: 'a\\b'}]": "1:13: per-file.files: write / between folders: 'a/b'",
    "per-file: [{files: /a}]": "1:13: per-file.files: write the path as seen from the folder of this file, such as "
    "drafts/account.docx",
    "per-file: [{files: [a, '']}]": "1:24: per-file.files: name a file, such as drafts/account.docx",
    "per-file: [{files: 7}]": "1:13: per-file.files: name a file, such as drafts/*.docx",
    "per-file: [{files: a, pages: 3-2}]": "1:23: per-file.pages: '3-2' does not run from a first page (1 or more) to a "
    "later one",
    "per-file: [{files: a, pages: [1]}]": "1:23: per-file.pages: write pages, such as 12-18,20",
    "per-file: [{files: a, pages: 2, section: B}]": "1:33: pages and section both say where the "
    "account stands; keep one",
    "ignore: [": "2:1: not valid YAML: did not find expected node content",
    "- a": "1:1: the file must hold a mapping (key: value) at its top level",
}


@pytest.mark.parametrize(("text", "message"), WRONG.items(), ids=WRONG)
def test_mistakes_are_named_with_their_place_and_what_is_right(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / ".report-linter.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ConfigErrors) as raised:
        found(tmp_path)
    assert str(raised.value) == f"the configuration cannot be used\n.report-linter.yaml:{message}"


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(ConfigErrors) as raised:
        config_of("jobs: 0\nper-file:\n  - pages: x\ncolour: red\n", "c.yaml")
    places = re.findall(r"^c\.yaml:(\d+:\d+)", str(raised.value), re.MULTILINE)
    assert places == ["1:1", "3:5", "3:5", "4:1"]


def test_ids_that_no_pack_has() -> None:
    config = config_of(
        "select: D1\nseverity: {d02: info}\nper-file: [{files: a, ignore: [D03, zzz]}]\n", "c.yaml"
    )
    with pytest.raises(ConfigErrors) as raised:
        config.check_ids(frozenset({"D01", "D02", "D03"}))
    assert str(raised.value).splitlines()[1:] == [
        "c.yaml:1:1: select: no rule has the id 'D1'; did you mean 'D01'?",
        "c.yaml:2:12: severity: no rule has the id 'd02'; did you mean 'D02'?",
        "c.yaml:3:37: ignore: no rule has the id 'zzz'; 'report-linter rules' lists them",
    ]
    config.check_ids(frozenset({"D1", "d02", "D03", "zzz"}))


# Which file


PYPROJECT = """\
[project]
name = "x"

[tool.report-linter]
ignore = ["D29"]
profile = "draft"  # for now
severity."TA-5-UPD" = "off"

[[tool.report-linter.per-file]]
files = "a"
profile = "board"

[[tool.report-linter.per-file]]
files = ["b", "c"]
select = [
  "D01",
]

[tool.other]
ignore = 3
"""


def test_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (tmp_path / "deep").mkdir()
    settings = settled(found(tmp_path), path=str(tmp_path / "a"))
    assert (settings.stage, settings.ignore, dict(settings.severity)) == (
        Stage.BOARD,
        {"D29"},
        {"TA-5-UPD": "off"},
    )
    assert (settings.origins["profile"], settings.origins["ignore"]) == (
        "pyproject.toml:11",
        "pyproject.toml:5",
    )
    assert settled(found(tmp_path), path=str(tmp_path / "c")).origins["select"] == "pyproject.toml:15"
    assert found(tmp_path / "deep").path == "pyproject.toml"


TOML = {
    (
        'profile = "draft"',
        'profile = "drafty"',
    ): "6:1: profile: 'drafty' is not known here; did you mean 'draft'?",
    (
        '"off"',
        '"never"',
    ): "7:1: severity.TA-5-UPD: 'never' is no severity; use one of: error, warning, info, off",
    ('profile = "board"', "jobs = 3"): "11:1: 'jobs' holds for the whole run; write it outside of per-file",
    ('files = "a"\n', ""): "9:1: per-file: 'files' is missing: the files it is about",
    ('  "D01",', "  7,"): "15:1: per-file.select: write a text, or a list of texts",
    ("ignore = 3", "ignore = "): "20:10: not valid TOML: Invalid value",
}


@pytest.mark.parametrize(("change", "message"), TOML.items(), ids=TOML.values())
def test_mistakes_in_toml_name_the_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace(*change), encoding="utf-8")
    with pytest.raises(ConfigErrors) as raised:
        found(tmp_path)
    assert str(raised.value).splitlines()[1] == f"pyproject.toml:{message}"


def test_toml_that_is_too_deep(tmp_path: Path) -> None:
    deep = PYPROJECT + f"deep = {'[' * 3000}"
    (tmp_path / "pyproject.toml").write_text(deep, encoding="utf-8")
    with pytest.raises(ConfigErrors, match=r"pyproject\.toml:1:1: not valid TOML: maximum recursion depth"):
        found(tmp_path)


def test_the_nearest_file_holds_and_others_projects_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / ".report-linter.yaml").write_text("profile: draft\n", encoding="utf-8")
    assert settled(found(deep)).stage is Stage.DRAFT
    (deep / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text("damaged = [\n", encoding="utf-8")
    assert settled(found(deep)).stage is Stage.DRAFT
    (tmp_path / "a" / ".report-linter.yaml").write_text("# nothing yet\n\n", encoding="utf-8")
    assert settled(found(deep)).stage is Stage.PUBLISHED
    assert found(deep).path == str(Path("a/.report-linter.yaml"))
    monkeypatch.chdir(deep)
    assert found(deep).path == str(Path("../.report-linter.yaml"))


def test_two_files_in_one_folder_and_names_that_are_nearly_right(tmp_path: Path) -> None:
    (tmp_path / ".report-linter.yml").write_text("", encoding="utf-8")
    with pytest.raises(
        ConfigErrors, match=r"\.report-linter\.yml:1:1: rename this file to \.report-linter\.yaml"
    ):
        found(tmp_path)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (tmp_path / ".report-linter.yaml").write_text("", encoding="utf-8")
    with pytest.raises(ConfigErrors, match=r"has a table \[tool\.report-linter\] too; keep one of the two"):
        found(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.yaml", None, "there is no such file; check the path"),
        ("own.toml", b"[tool.x]\n", "has no table [tool.report-linter]; add it, or name another file"),
        ("own.json", b"{}", "name a .yaml file, or a .toml file with a table [tool.report-linter]"),
        ("own.yaml", b"\xff\xfe\xff", "1:1: cannot be read: it is no UTF-8 text"),
        ("folder.yaml", "folder", "1:1: cannot be read: Is a directory"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, name: str, content: object, message: str) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises((ConfigErrors, UsageError)) as raised:
        load(path)
    assert message in str(raised.value)


@pytest.mark.parametrize("text", ["2,", "", "0", "3-2", "a", "1-", "-4", "123456", "１"])
def test_no_pages(text: str) -> None:
    with pytest.raises(ValueError, match="page"):
        page_numbers(text)


def test_pages() -> None:
    assert page_numbers(" 1, 3–4,9-9 ") == {1, 3, 4, 9}


# What the documentation shows


DOCS = Path(__file__).parents[2] / "docs"


def examples(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_of_the_page_can_be_used(tmp_path: Path) -> None:
    (tmp_path / ".report-linter.yaml").write_text(examples("configuration.md", "yaml")[0], encoding="utf-8")
    config = found(tmp_path)
    assert settled(config, path="drafts/deep/a.docx").stage is Stage.DRAFT
    assert settled(config, path="board/a.pdf").stage is Stage.BOARD
    assert settled(config, path="annual-report.pdf").pages == set(range(45, 53))
    (tmp_path / "own.toml").write_text(examples("configuration.md", "toml")[0], encoding="utf-8")
    config = load(Path("own.toml"))
    assert settled(config, path="drafts/a.docx").stage is Stage.DRAFT
    assert dict(settled(config).severity) == {"TA-5-UPD": "warning", "D31": "off"}


def test_the_page_lists_every_key_and_where_it_may_stand() -> None:
    rows = re.findall(
        r"^\| `([\w-]+)` \| (f?(?: only)?) ?\|", (DOCS / "configuration.md").read_text("utf-8"), re.MULTILINE
    )
    places = {(True, True): "f", (True, False): "", (False, True): "f only"}
    assert dict(rows) == {name: places[key.run, key.file] for name, key in KEYS.items()} | {"per-file": ""}
