from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from report_linter import files
from report_linter.errors import ReadError
from report_linter.limits import Limits


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working directory with a small tree of files."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "in/b.pdf",
        "in/a.DOCX",
        "in/sub/c.md",
        "in/~$a.docx",
        "in/.~lock.a.docx#",
        "in/.hidden.pdf",
        "in/.git/d.txt",
        "in/picture.png",
        "in/old.doc",
        "empty/picture.png",
        "outside.txt",
    ):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def names(*arguments):
    return [source.name for source in files.find(arguments).files]


def codes(*arguments):
    return [source.error.code if source.error else None for source in files.find(arguments).files]


def test_supported_files_below_a_folder_in_order(folder):
    assert names("in") == ["in/a.DOCX", "in/b.pdf", "in/sub/c.md"]


def test_documents_of_other_programs_below_a_folder_are_named(folder):
    assert files.find(["in"]).left_out == ("in/old.doc",)


def test_parts_of_a_saved_page_are_no_documents_of_their_own(folder):
    for name in (
        "web/Side.html",
        "web/Side_filer/ad.html",
        "web/Side_files/ad.html",
        "web/Andre_files/x.htm",
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"x")
    assert names("web") == ["web/Side.html", "web/Andre_files/x.htm"]


def test_a_named_file_is_taken_whatever_its_name(folder):
    assert names("in/picture.png", "in/.hidden.pdf") == ["in/picture.png", "in/.hidden.pdf"]
    assert codes("in/picture.png", "in/.hidden.pdf") == [None, None]


def test_the_same_file_is_taken_once(folder):
    assert names("in/b.pdf", "in", "./in/b.pdf") == ["in/b.pdf", "in/a.DOCX", "in/sub/c.md"]
    assert names("-", "-") == ["-"]


@pytest.mark.parametrize(
    ("argument", "code"),
    [
        ("gone.pdf", "missing"),
        ("in/~$a.docx", "lock_file"),
        ("in/.~lock.a.docx#", "lock_file"),
        ("~$gone.docx", "lock_file"),
        ("empty", "no_documents"),
    ],
)
def test_what_is_no_document_keeps_its_place_with_an_error(folder, argument, code):
    assert names(argument, "outside.txt") == [argument, "outside.txt"]
    assert codes(argument, "outside.txt") == [code, None]
    with pytest.raises(ReadError):
        files.load(files.find([argument]).files[0])


def test_links_out_of_a_folder_are_not_followed(folder):
    Path("in/out.txt").symlink_to(folder / "outside.txt")
    Path("in/up").symlink_to(folder)
    Path("in/z.txt").symlink_to(folder / "in" / "b.pdf")
    assert names("in") == ["in/a.DOCX", "in/b.pdf", "in/sub/c.md"]
    assert files.find(["in"]).left_out == ("in/old.doc", "in/out.txt")


def test_bytes(folder, monkeypatch):
    assert files.load(files.Source("outside.txt", Path("outside.txt"))) == b"x"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"typed")))
    assert files.load(files.Source("-")) == b"typed"


@pytest.mark.parametrize("name", ["a\0b", "A" * 5000])
def test_names_that_no_file_can_have(folder, name):
    assert codes(name, "outside.txt") == ["missing", None]
    assert not files.is_folder(name)


def test_a_file_may_not_be_larger_than_the_limit(folder, monkeypatch):
    Path("five.txt").write_bytes(b"12345")
    assert files.load(files.Source("five.txt", Path("five.txt")), Limits(file_bytes=5)) == b"12345"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"12345")))
    for source in (files.Source("five.txt", Path("five.txt")), files.Source("-")):
        with pytest.raises(ReadError) as refused:
            files.load(source, Limits(file_bytes=4))
        assert (refused.value.code, refused.value.values) == (
            "too_large",
            (("limit", "file_bytes"), ("most", "4")),
        )


def test_a_file_that_goes_away_or_is_closed_to_us(folder, monkeypatch):
    def refuse(_path, _mode):
        raise PermissionError(13, "Permission denied")

    with pytest.raises(ReadError) as gone:
        files.load(files.Source("gone", Path("gone")))
    assert gone.value.code == "missing"
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError) as closed:
        files.load(files.Source("outside.txt", Path("outside.txt")))
    assert (closed.value.code, "Permission denied" in closed.value.message) == ("unreadable", True)


def test_a_folder_that_cannot_be_listed_is_an_error(folder, monkeypatch):
    def walk(path, onerror):
        onerror(PermissionError(13, "Permission denied", str(path)))
        return iter(())

    monkeypatch.setattr(os, "walk", walk)
    assert codes("in") == ["unreadable"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_in_no_encoding_can_be_shown(folder):
    Path(os.fsdecode(b"in/\xe5rsrapport.txt")).write_bytes(b"x")
    assert "in/�rsrapport.txt" in names("in")
