"""Bad input, through the command line: one line that says what to do, the right exit code, the other files checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from report_linter.cli import main

FIXTURES = Path(__file__).parents[1] / "fixtures"
GOOD = (FIXTURES / "kvitnes" / "account.nb.md").read_text(encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", "--no-config", *map(str, arguments)])


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.pdf", b"", "empty"),
        ("cut.pdf", (FIXTURES / "kvitnes" / "account.nb.pdf").read_bytes()[:2000], "damaged"),
        ("page.pdf", b"<html><body>Redegjorelse</body></html>", "damaged"),
        ("cut.docx", (FIXTURES / "kvitnes" / "account.nb.docx").read_bytes()[:3000], "damaged"),
        ("cut.odt", (FIXTURES / "lavfoss" / "account.nb.odt").read_bytes()[:3000], "damaged"),
        ("page.odt", b"<html><body>Redegjorelse</body></html>", "damaged"),
        (
            "app.html",
            b"<!DOCTYPE html><html><body><div id=app></div><script>x</script></body></html>",
            "empty",
        ),
        (
            "pointer.pdf",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
            "lfs_pointer",
        ),
        ("~$account.docx", b"\x05Owner" + b"\x00" * 100, "lock_file"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "unsupported"),
        (
            "dansk.txt",
            ("Virksomheden har ikke kendskab til nogen brud hos sine leverandører. " * 9).encode(),
            "unknown_language",
        ),
        (
            "tysk.txt",
            ("Das Unternehmen hat keine Verstöße bei den Lieferanten festgestellt. " * 9).encode(),
            "unknown_language",
        ),
    ],
)
def test_a_file_that_cannot_be_checked_is_named_and_the_others_are_checked(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "good.md"
    bad.write_bytes(data)
    good.write_text(GOOD, encoding="utf-8")
    result = run(bad, good, "--format", "json")
    documents = {Path(document["path"]).name: document for document in json.loads(result.stdout)["documents"]}
    assert documents[name]["error"]["code"] == code
    assert "\n" not in documents[name]["error"]["message"]
    assert documents[name]["requirements"] == []
    assert len(documents["good.md"]["requirements"]) > 30
    assert result.exit_code == 3
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.pdf"], 3, "nowhere.pdf"),
        (["--pack", "transparancy_act", "x.md"], 2, "did you mean 'transparency_act'"),
        (["--select", "TA-5B-AKT", "x.md"], 2, "did you mean 'TA-5B-ACT'"),
    ],
)
def test_wrong_calls_say_what_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.md").write_text(GOOD, encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_folder_without_documents(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 3
    assert "Traceback" not in result.output


def test_a_text_about_something_else_is_no_account(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(
        "Vi holder sommerstengt i juli. Kontoret åpner igjen i august, og vi svarer på e-post da.\n",
        encoding="utf-8",
    )
    document = json.loads(run(path, "--format", "json", "--fail-on", "never").stdout)["documents"][0]
    assert document["kind"] == "other"
    assert run(path, "--fail-on", "never").exit_code == 3
