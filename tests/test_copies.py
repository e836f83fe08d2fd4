"""Marked copies on the command line: of which drafts, under which names, and when there is none."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from report_linter import files, lexicons
from report_linter.cli import copies, main
from report_linter.errors import UsageError
from report_linter.finding import (
    Citation,
    Confidence,
    DocumentReport,
    Finding,
    Outcome,
    ReadFailure,
    Severity,
)
from report_linter.limits import DEFAULT
from report_linter.outline import outline
from report_linter.readers import docx
from report_linter.reporters import View
from report_linter.reporters.outputs import Output, parse

DRAFT = Path(__file__).parents[1] / "fixtures" / "draft" / "draft.nb.docx"
LEXICONS = {"nb": lexicons.load("nb")}
VIEW = View(today=date(2026, 6, 30))
SAID = (("nb", "Sagt"),)
FINDING = Finding(
    "T",
    "T",
    "made",
    Outcome.FAIL,
    Severity.ERROR,
    Confidence.HIGH,
    Citation(SAID),
    message=SAID,
    why=SAID,
    advice=SAID,
    example=SAID,
    evidence=(),
    fingerprint="t",
)


@pytest.fixture
def drafts(tmp_path, monkeypatch):
    """A folder with two drafts and a text, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    Path("a").mkdir()
    Path("b").mkdir()
    for path in (Path("a/utkast.docx"), Path("b/Utkast.DOCX")):
        path.write_bytes(DRAFT.read_bytes())
    Path("tekst.md").write_text("# Tekst\n", encoding="utf-8")
    return tmp_path


def sources(*paths: str) -> tuple[files.Source, ...]:
    return files.find(paths).files


def checked(path: str, **more: object) -> DocumentReport:
    data = Path(path).read_bytes()
    values: dict[str, object] = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "document": outline(docx.read(data), LEXICONS, "nb"),
        "findings": (FINDING,),
        "kind": "draft",
    }
    return DocumentReport(path, **(values | more))  # type: ignore[arg-type]


def is_marked(path: str) -> bool:
    with zipfile.ZipFile(path) as archive:
        return b'w:author="report-linter"' in archive.read("word/comments.xml")


def test_one_draft_gets_a_copy_under_the_name_that_was_asked_for(drafts):
    before = Path("a/utkast.docx").read_bytes()
    output = Output("docx", Path("kopi.docx"))
    found = sources("a/utkast.docx", "tekst.md")
    copies.refuse([output], found)
    copies.save(output, found, [checked("a/utkast.docx"), DocumentReport("tekst.md")], VIEW, DEFAULT)
    assert is_marked("kopi.docx")
    assert Path("a/utkast.docx").read_bytes() == before
    assert sorted(path.name for path in Path().iterdir()) == ["a", "b", "kopi.docx", "tekst.md"]


def test_several_drafts_get_copies_in_a_folder_under_names_of_their_own(drafts):
    Path("kopier").mkdir()
    (output,) = parse(["docx=kopier"], [])
    found = sources("a/utkast.docx", "b/Utkast.DOCX")
    copies.refuse([output], found)
    copies.save(output, found, [checked("a/utkast.docx"), checked("b/Utkast.DOCX")], VIEW, DEFAULT)
    assert sorted(path.name for path in Path("kopier").iterdir()) == [
        "Utkast.checked-2.DOCX",
        "utkast.checked.docx",
    ]
    assert is_marked("kopier/utkast.checked.docx")
    assert is_marked("kopier/Utkast.checked-2.DOCX")


def test_a_draft_that_was_not_read_gets_no_copy_and_that_is_said(drafts, capsys):
    found = sources("a/utkast.docx")
    failed = DocumentReport("a/utkast.docx", error=ReadFailure("damaged", "the file is damaged"))
    copies.save(Output("docx", Path("kopi.docx")), found, [failed], VIEW, DEFAULT)
    assert not Path("kopi.docx").exists()
    assert capsys.readouterr().err == "report-linter: no docx copy of a/utkast.docx: it was not read\n"


def test_a_draft_that_was_changed_meanwhile_gets_none(drafts):
    result = checked("a/utkast.docx")
    Path("a/utkast.docx").write_bytes(Path("a/utkast.docx").read_bytes() + b" ")
    failed = copies.save(Output("docx", Path("kopi.docx")), sources("a/utkast.docx"), [result], VIEW, DEFAULT)
    assert failed == [
        "no docx copy of a/utkast.docx: it was changed while it was checked; run again for a marked copy"
    ]
    assert not Path("kopi.docx").exists()


@pytest.mark.parametrize(
    ("asked", "paths", "said"),
    [
        ("docx=kopi.docx", ["tekst.md"], "none of the documents is a DOCX file; name one, or leave it out"),
        (
            "docx=kopi.docx",
            ["a/makro.docm"],
            "none of the documents is a DOCX file; name one, or leave it out",
        ),
        ("docx=kopi.docx", ["a", "b"], "there are 2 such drafts; name a folder for their copies"),
        ("docx=b", ["a", "b"], "the copy of a/utkast.docx would replace a document to check"),
        ("docx=a/utkast.docx", ["a"], "this is one of the documents to check; choose another name"),
        ("docx=", ["a"], "write FORMAT=PATH"),
        ("docx=ingen/kopi.docx", ["a"], "there is no folder 'ingen'; make it first"),
    ],
)
def test_wrong_uses_are_refused_before_anything_is_checked(drafts, asked, paths, said):
    Path("a/makro.docm").write_bytes(b"PK\x03\x04")
    if asked == "docx=b":
        Path("b/utkast.checked.docx").write_bytes(DRAFT.read_bytes())
    found = sources(*paths)
    with pytest.raises(UsageError) as refused:
        copies.refuse(parse([asked], [source.path for source in found]), found)
    assert str(refused.value).startswith(f"--output {asked}: ")
    assert str(refused.value).endswith(said) or "write FORMAT=PATH" in str(refused.value)


def test_a_copy_is_nothing_for_the_screen():
    result = CliRunner().invoke(main, ["check", "x.docx", "--format", "docx"])
    assert result.exit_code == 2
    assert "'docx' is not one of" in result.stderr
