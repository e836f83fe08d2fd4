"""Paths as they stand in configurations, waivers and baselines."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from report_linter.paths import beside, fits, wrong_pattern


@pytest.mark.parametrize(
    ("path", "pattern", "fit"),
    [
        ("drafts/a.docx", "drafts/a.docx", True),
        ("drafts/a.docx", "./drafts/a.docx", True),
        ("drafts/a.docx", "drafts", True),
        ("drafts/a.docx", "drafts/", True),
        ("drafts/deep/a.docx", "drafts/", True),
        ("drafts.docx", "drafts", False),
        ("drafts/a.docx", "a.docx", False),
        ("drafts/a.docx", "*.docx", False),
        ("drafts/a.docx", "*/*.docx", True),
        ("drafts/a.docx", "**/*.docx", True),
        ("a.docx", "**/*.docx", True),
        ("a1.docx", "a?.docx", True),
        ("a12.docx", "a?.docx", False),
        ("A.docx", "a.docx", False),
        ("Account [draft] 2.docx", "Account [draft] *.docx", True),
        ("Account d 2.docx", "Account [draft] *.docx", False),
        ("#1.docx", "#*.docx", True),
        ("!a.docx", "!a.docx", True),
        ("a.docx", "!b.docx", False),
        ("../b/a.docx", "../b/*.docx", True),
        ("-", "-", True),
    ],
)
def test_which_paths_a_pattern_names(path: str, pattern: str, fit: bool) -> None:
    assert fits(path, pattern) is fit


def test_no_pattern_breaks_it() -> None:
    chance = random.Random(1)
    for _ in range(2000):
        fits("a/b.docx", "".join(chance.choice("ab*?[]!-/.#^ ()&|~") for _ in range(chance.randint(1, 8))))


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("drafts/*.docx", ""),
        ("-", ""),
        (" ", "name a file, such as drafts/account.docx"),
        ("a\\b.docx", "write / between folders: 'a/b.docx'"),
        ("/home/a.docx", "write the path as seen from the folder of this file, such as drafts/account.docx"),
    ],
)
def test_patterns_that_cannot_be_meant(pattern: str, wrong: str) -> None:
    assert wrong_pattern(pattern) == wrong


def test_a_path_as_seen_from_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "set")
    monkeypatch.chdir(tmp_path)
    assert beside("drafts/a.docx", Path("set")) == "../drafts/a.docx"
    assert beside(str(tmp_path / "drafts" / "a.docx"), Path()) == "drafts/a.docx"
    assert beside("set/a.docx", Path("linked")) == "a.docx"
    assert beside("-", Path("set")) == "-"
    assert beside("no\0name", Path("set")) == "no\0name"
