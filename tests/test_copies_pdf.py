"""Marked copies through the command line: a copy that cannot be made costs itself, never the report."""

from __future__ import annotations

import io
import json
import os
import signal
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from report_linter.cli import main
from report_linter.cli.codes import CLEAN, WRONG_USE
from report_linter.reporters import REPORTERS, Reporter

LINES = (
    "Redegjørelse for aktsomhetsvurderinger",
    "Vi har avdekket risiko for lange arbeidsdager hos tre leverandører i [sett inn land].",
    "Vi har spurt alle leverandørene om arbeidstiden, og vi følger opp svarene hvert år.",
)
RUN = (
    "check",
    "--select",
    "D01",
    "--no-config",
    "--exit-zero",
    "--format",
    "json",
    "--document-kind",
    "account",
)


def draft() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for at, line in enumerate(LINES):
        canvas.drawString(60, 760 - 30 * at, line)
    canvas.save()
    return buffer.getvalue()


def protected() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(draft())) as file:
        allowed = pikepdf.Permissions(modify_annotation=False)
        file.save(out, encryption=pikepdf.Encryption(owner="secret", user="", allow=allowed))
    return out.getvalue()


def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(main, [*RUN, *map(str, arguments)])


def test_a_copy_is_written_and_its_placeholder_marked(tmp_path: Path) -> None:
    source, copy = tmp_path / "draft.pdf", tmp_path / "copy.pdf"
    source.write_bytes(draft())
    result = run(source, "--output", f"pdf={copy}", "--date", "2026-06-30")
    assert result.exit_code == CLEAN
    assert copy.read_bytes().startswith(draft())
    with pikepdf.open(copy) as file:
        contents = [str(one.Contents) for one in file.pages[0].Annots]
    assert "[sett inn land]" in contents[0]
    assert len(contents) == 2


def test_a_draft_that_must_not_be_marked_costs_its_own_copy_only(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(protected())
    (tmp_path / "b.pdf").write_bytes(draft())
    folder = tmp_path / "copies"
    folder.mkdir()
    result = run(tmp_path / "a.pdf", tmp_path / "b.pdf", "--output", f"pdf={folder}")
    assert result.exit_code == WRONG_USE
    assert [path.name for path in folder.iterdir()] == ["b.checked.pdf"]
    assert result.stderr == (
        f"report-linter: no pdf copy of {tmp_path / 'a.pdf'}: the draft's protection forbids comments; save a copy "
        "that allows them and check that\n"
    )
    assert len(json.loads(result.stdout)["documents"]) == 2


def test_a_process_that_breaks_down_over_a_copy_leaves_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_self: object, _data: bytes, _result: object, _view: object) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    monkeypatch.setattr(Reporter, "mark", breaks)
    (tmp_path / "draft.pdf").write_bytes(draft())
    result = run(tmp_path / "draft.pdf", "--output", f"pdf={tmp_path / 'copy.pdf'}")
    assert result.exit_code == WRONG_USE
    assert "no pdf copy" in result.stderr
    assert "the process broke down (SIGKILL)" in result.stderr
    assert not (tmp_path / "copy.pdf").exists()
    assert json.loads(result.stdout)["documents"][0]["path"].endswith("draft.pdf")


def test_marked_copies_are_not_for_the_screen() -> None:
    assert not REPORTERS["pdf"].screen
    assert run("draft.pdf", "--format", "pdf").exit_code == WRONG_USE
