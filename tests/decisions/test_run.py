"""Whole runs with a configuration, profiles, waivers and a baseline, over a small pack and real documents."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import report_linter.pack
from report_linter.cli import main
from report_linter.reporters.json import schema

SMALL = Path(__file__).parents[1] / "pack" / "small.yaml"
MORE = """\
  LAMP-3:
    part: a
    citation: {en: section 3, nb: § 3}
    severity: error
    confidence: high
    due: {from: board, why: {en: The board signs., nb: Styret underskriver.}}
    title: {en: Mercury, nb: Kvikksølv}
    asks: {en: Is mercury named?, nb: Er kvikksølv nevnt?}
    why: {en: Section 3., nb: § 3.}
    message: {en: Mercury is named., nb: Kvikksølv er nevnt.}
    advice: {en: Take it out., nb: Ta det ut.}
    example: {en: A lamp., nb: En lampe.}
    limits: {en: None., nb: Ingen.}
    check: {kind: forbids, frames: [{all: [hazard]}]}
    examples:
      en: {fail: [The lamps hold mercury.], not_applicable: [The lamps hold no mercury.]}
      nb: {fail: [Lampene inneholder kvikksølv.], not_applicable: [Lampene inneholder ikke kvikksølv.]}
"""
CHAIRS = (
    "Om oss\n\nVi selger stoler og bord i tre byer på Vestlandet, og vi har gjort det i mange år.\n\n"
    "Stolene våre inneholder kvikksølv, og det har vi visst om lenge.\n"
)


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack, in a folder that keeps what was loaded for all tests here."""
    pack = tmp_path_factory.mktemp("pack") / "lamps.yaml"
    pack.write_text(SMALL.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    return pack


@pytest.fixture
def folder(lamps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two drafts that lack the same, and name the same."""
    monkeypatch.setattr(report_linter.pack, "shipped", lambda: (lamps,))
    monkeypatch.setenv("REPORT_LINTER_CACHE", str(lamps.parent / "kept"))
    (tmp_path / "drafts").mkdir()
    for name in ("a", "b"):
        (tmp_path / "drafts" / f"{name}.txt").write_text(CHAIRS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str):
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def run_json(*arguments: str):
    result = run("check", *arguments, "--format", "json", "--date", "2026-06-30")
    assert result.exit_code in (0, 1), result.stderr
    data = json.loads(result.stdout)
    jsonschema.Draft7Validator(schema()).validate(data)
    return result.exit_code, data


def decided(data) -> dict[str, dict[str, str | None]]:
    """The state of each finding, by document and rule; with its severity where nothing is decided."""
    return {
        document["path"]: {
            item["rule"]: item["decision"]["state"] if item["decision"] else item["severity"]
            for item in document["findings"]
        }
        for document in data["documents"]
    }


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_everything_together(folder: Path) -> None:
    code, data = run_json("drafts", "--no-config")
    every = {"LAMP-1": "error", "LAMP-1.mercury": "warning", "LAMP-3": "error"}
    assert (code, decided(data)) == (1, {"drafts/a.txt": every, "drafts/b.txt": every})
    fingerprints = {item["rule"]: item["fingerprint"] for item in data["documents"][0]["findings"]}

    write(
        ".report-linter.yaml",
        "severity: {LAMP-1: warning}\n"
        "waivers: set/waivers.yaml\n"
        "baseline: set/known.json\n"
        "per-file:\n"
        "  - files: drafts/a.txt\n"
        "    profile: draft\n"
        "  - files: drafts/b.txt\n"
        "    severity: {LAMP-1.mercury: 'off'}\n",
    )
    Path("set").mkdir()
    owner = "    reason: Settled.\n    owner: Kari\n    expires: "
    write(
        "set/waivers.yaml",
        f"waivers:\n  - rule: LAMP-1\n    path: ../drafts/a.txt\n{owner}2026-06-30\n"
        f"  - fingerprint: {fingerprints['LAMP-3']}\n    path: ../drafts/b.txt\n{owner}2026-06-29\n"
        f"  - rule: LAMP-1.mercury\n    path: ../drafts/b.txt\n{owner}2027-06-30\n",
    )
    code, data = run_json("drafts", "--output", "baseline=set/known.json")
    first = {"LAMP-1": "waived", "LAMP-1.mercury": "waived", "LAMP-3": "not_due"}
    assert (code, decided(data)) == (
        1,
        {"drafts/a.txt": first, "drafts/b.txt": {"LAMP-1": "warning", "LAMP-3": "expired"}},
    )
    assert [item["code"] for item in data["remarks"]] == ["profile_draft", "waivers_not_tried"]
    assert json.loads(Path("set/known.json").read_text(encoding="utf-8"))["documents"] == [
        {"path": "../drafts/a.txt", "findings": []},
        {
            "path": "../drafts/b.txt",
            "findings": [{"rule": "LAMP-1", "fingerprint": fingerprints["LAMP-1"], "times": 1}],
        },
    ]
    open_ = {key: value for key, value in data["summary"].items() if value}
    assert open_ == {"error": 1, "warning": 1, "unchecked": 2, "waived": 2, "not_due": 1, "not_applicable": 1}

    code, data = run_json("drafts", "--fail-on", "info", "--ignore", "LAMP-3")
    assert (code, data["summary"]["known"], data["summary"]["waived"]) == (0, 1, 2)

    page = run("check", "drafts", "--date", "2026-06-30", "--quiet").stdout
    assert "UNNTATT  Opprinnelse  [LAMP-1]\n      Unntatt til 2026-06-30 av Kari: Settled.\n" in page
    assert "Unntaket fra Kari gikk ut 2026-06-29: Settled." in page
    assert "IKKE PÅKREVD ENNÅ\n  Kvikksølv  [LAMP-3]\n" in page

    write("drafts/b.txt", CHAIRS.replace("stoler", "lamper laget i Norge"))
    code, data = run_json("drafts/b.txt")
    assert [(item["code"], item["message"]) for item in data["remarks"]] == [
        (
            "waivers_not_tried",
            "Unntak for dokumenter eller regler som ikke ble kontrollert denne gangen: "
            "set/waivers.yaml:2, set/waivers.yaml:12",
        ),
        ("baseline_fixed", "Rettet siden utgangspunktet (baseline): LAMP-1 i drafts/b.txt"),
    ]


def test_severity_and_profile_change_the_exit_code(folder: Path) -> None:
    arguments = ("check", "drafts/a.txt", "--quiet", "--select", "LAMP-3")
    assert run(*arguments, "--profile", "draft", "--fail-on", "info").exit_code == 0
    assert run(*arguments, "--profile", "board").exit_code == 1
    write(".report-linter.yaml", "severity: {LAMP-3: warning}\nlang: en\nfail-on: never\n")
    result = run(*arguments, "--fail-on", "error")
    assert (result.exit_code, "WARNING  Mercury  [LAMP-3]" in result.stdout) == (0, True)


def test_settings_per_file_reach_the_reading(folder: Path) -> None:
    write(
        "drafts/year.md",
        "# Årsrapport\n\nVi selger lamper.\n\n# Loven\n\nStolene er av tre, og de er fine.\n",
    )
    write("pyproject.toml", '[[tool.report-linter.per-file]]\nfiles = "drafts/*.md"\nsection = "Loven"\n')
    code, data = run_json("drafts/year.md", "--document-lang", "nb", "--document-kind", "account")
    (document,) = data["documents"]
    write("pyproject.toml", '[[tool.report-linter.per-file]]\nfiles = "drafts/*.md"\nsection = "Lover"\n')
    result = run("check", "drafts/year.md", "--document-lang", "nb")
    assert result.exit_code == 2
    assert (
        "drafts/year.md: --section: no heading is called 'Lover'; did you mean 'Loven'? (said in pyproject.toml:3)"
        in (result.stderr)
    )
    assert (code, document["account"]["chosen"], document["requirements"][0]["level"]) == (
        1,
        "section",
        "absent",
    )


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        (
            {"w.yaml": "waivers:\n  - rule: LAMP-9\n    path: a\n"},
            ("--waivers", "w.yaml"),
            "report-linter: the waiver file cannot be used\n"
            "w.yaml:2:5: rule: no rule has the id 'LAMP-9'; did you mean 'LAMP-3'?\n"
            "w.yaml:2:5: 'reason' is missing: why this does not have to be mended, in words that hold when "
            "somebody asks\n"
            "w.yaml:2:5: 'owner' is missing: who answers for it, such as 'owner: Kari Vik, legal'\n"
            "w.yaml:2:5: 'expires' is missing: the last day on which it holds, such as 'expires: 2027-06-30'\n",
        ),
        ({"w.yaml": "waivers: [\n"}, ("--waivers", "w.yaml"), "w.yaml:2:1: not valid YAML"),
        ({}, ("--waivers", "w.yaml"), "w.yaml: there is no such file; check the path"),
        ({"known.json": "{\n"}, ("--baseline", "known.json"), "known.json:2:1: not valid JSON"),
        ({}, ("--baseline", "known.json"), "known.json: there is no such file; check the path"),
        (
            {".report-linter.yaml": "profil: draft"},
            (),
            ".report-linter.yaml:1:1: unknown key 'profil'; did you",
        ),
        (
            {".report-linter.yaml": "ignore: LAMP-4"},
            (),
            ".report-linter.yaml:1:1: ignore: no rule has the id 'LAMP-4'",
        ),
        ({".report-linter.yaml": "pack: none.yaml"}, (), "there is no pack 'none.yaml'"),
        (
            {".report-linter.yaml": "severity: {LAMP-1: 'off', LAMP-3: 'off'}"},
            (),
            "no rule is left to check in drafts/a",
        ),
        ({}, ("--config", "x.yaml"), "x.yaml: there is no such file; check the path"),
        (
            {},
            ("--config", "x.yaml", "--no-config"),
            "--config and --no-config contradict each other; keep one",
        ),
        ({}, ("--profile", "final"), "'final' is not one of 'draft', 'board', 'published'"),
        ({}, ("--format", "baseline"), "'baseline' is not one of"),
        (
            {"w.yaml": "waivers: []", ".report-linter.yaml": "waivers: w.yaml"},
            ("--output", "json=./w.yaml"),
            "--output json=w.yaml: this is the configuration or the waiver file; choose another name",
        ),
        (
            {"c.yaml": "jobs: 1"},
            ("--config", "c.yaml", "--output", "json=c.yaml"),
            "this is the configuration or",
        ),
    ],
)
def test_wrong_use_is_said_before_anything_is_checked(folder: Path, files, arguments, message) -> None:
    for name, text in files.items():
        write(name, text)
    result = run("check", "drafts/a.txt", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_no_config_reads_none_and_another_file_can_be_named(folder: Path) -> None:
    def fail_on(*arguments: str) -> str:
        shown = json.loads(run("config", "show", *arguments, "--format", "json").stdout)
        return shown["settings"]["fail-on"]["value"]

    write(".report-linter.yaml", "fail-on: never\n")
    write("other.yaml", "fail-on: info\n")
    assert (fail_on(), fail_on("--no-config"), fail_on("--config", "other.yaml")) == (
        "never",
        "error",
        "info",
    )


def test_explain_says_from_when_on_something_is_due(folder: Path) -> None:
    assert "Due from the profile board on: The board signs." in run("explain", "LAMP-3").stdout
    assert "Påkrevd fra og med profilen board: Styret" in run("explain", "LAMP-3", "--lang", "nb").stdout
    assert "profile" not in run("explain", "LAMP-1").stdout


def test_config_show(folder: Path) -> None:
    write(
        ".report-linter.yaml",
        "ignore: [LAMP-2]\nseverity: {LAMP-1: 'off'}\nper-file:\n  - files: [drafts, '*.pdf']\n    pages: 3-5,9\n",
    )
    page = run("config", "show").stdout
    lines = [" ".join(line.split()) for line in page.splitlines()]
    assert lines[0] == "Settings; configuration file: .report-linter.yaml"
    assert "pack lamps default" in lines
    assert "ignore LAMP-2 <- .report-linter.yaml:1" in lines
    assert "severity LAMP-1: off <- .report-linter.yaml:2" in lines
    assert "timeout 300 default" in lines
    assert lines[-2:] == ["per-file: drafts, *.pdf", "pages 3–5, 9 <- .report-linter.yaml:5"]
    one = run("config", "show", "drafts/new.docx").stdout
    assert one.startswith("Settings for drafts/new.docx; configuration file: .report-linter.yaml\n")
    assert "  pages          3–5, 9" in one
    assert "per-file" not in one

    data = json.loads(run("config", "show", "--format", "json").stdout)
    assert (data["config"], data["document"]) == (".report-linter.yaml", None)
    assert data["settings"]["ignore"] == {"value": ["LAMP-2"], "origin": ".report-linter.yaml:1"}
    assert data["settings"]["severity"]["value"] == {"LAMP-1": "off"}
    assert data["settings"]["lang"] == {"value": None, "origin": "default"}
    assert "pages" not in data["settings"]
    pages = {"pages": {"value": [3, 4, 5, 9], "origin": ".report-linter.yaml:5"}}
    assert data["per-file"] == [{"files": ["drafts", "*.pdf"], "settings": pages}]
    data = json.loads(run("config", "show", "a.pdf", "--format", "json").stdout)
    assert data["settings"]["pages"] == pages["pages"]
    assert "per-file" not in data

    assert "configuration file: none" in run("config", "show", "--no-config").stdout
    write(".report-linter.yaml", "ignore: [LAMP-7]\n")
    assert run("config", "show").exit_code == 2
