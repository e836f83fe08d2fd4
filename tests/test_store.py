"""What is kept comes back the same, and only when it can be trusted."""

import os
import pickle
from pathlib import Path

import pytest

from report_linter import store
from report_linter.engine import Engine
from report_linter.lexicons import load_all
from report_linter.outline import outline
from report_linter.pack import load_together, shipped
from report_linter.readers import read
from report_linter.store import Store, digest

FIXTURES = Path(__file__).parents[1] / "fixtures"


class Counter:
    """Makes a new number each time it is asked."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_key_is_made_once_and_read_by_the_next_run(tmp_path: Path) -> None:
    make = Counter()
    assert [Store(tmp_path / "new").kept(key, make) for key in ("a", "b", "a")] == [1, 2, 1]
    assert make.made == 2


def test_without_a_folder_nothing_is_kept() -> None:
    make = Counter()
    assert [Store().kept("a", make) for _ in range(2)] == [1, 2]


def test_another_program_makes_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Counter()
    Store(tmp_path).kept("a", make)
    monkeypatch.setattr(store, "_stamp", lambda: "changed")
    assert Store(tmp_path).kept("a", make) == 2


@pytest.mark.parametrize(
    "content", [b"", b"\x80\x05garbage", pickle.dumps(["cut"])[:-3], b"cnot.there\nX\n."]
)
def test_a_damaged_entry_is_made_anew(tmp_path: Path, content: bytes) -> None:
    make = Counter()
    Store(tmp_path).kept("a", make)
    entries(tmp_path)[0].write_bytes(content)
    assert [Store(tmp_path).kept("a", make) for _ in range(2)] == [2, 2]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_what_others_can_write_is_not_read(tmp_path: Path) -> None:
    make = Counter()
    Store(tmp_path / "new").kept("a", make)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    (entry,) = entries(tmp_path / "new")
    assert entry.stat().st_mode & 0o077 == 0
    entry.chmod(0o666)
    assert Store(tmp_path / "new").kept("a", make) == 2


def test_what_cannot_be_kept_is_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    make = Counter()
    assert [Store(tmp_path / "file").kept("a", make) for _ in range(2)] == [1, 2]
    assert Store(tmp_path).kept("b", lambda: lambda: 3)() == 3  # cannot be pickled
    assert [path.name for path in entries(tmp_path)] == ["file"]


def test_old_entries_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MOST_KEPT", 2)
    for number in range(3):
        Store(tmp_path).kept(f"key {number}", lambda: 0)
        os.utime(max(entries(tmp_path), key=lambda path: path.stat().st_mtime_ns), (number, number))
    assert len(entries(tmp_path)) == 2


def test_a_digest_tells_content_and_place(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("a")
    other.write_text("a")
    assert digest([one]) != digest([other])
    before = digest([one])
    one.write_text("b")
    assert digest([one]) != before
    assert digest([tmp_path / "none"]) == digest([tmp_path / "none"])


def test_kept_packs_judge_as_new_ones_do(tmp_path: Path) -> None:
    lexicons = load_all()
    path = FIXTURES / "storvik" / "account.nn.md"
    document = outline(read(path.read_bytes(), path.name), lexicons)
    reports = []
    for kept in (Store(), Store(tmp_path), Store(tmp_path)):
        reports.append(Engine(load_together(shipped(), kept), lexicons, kept).check(document))
    assert reports[0] == reports[1] == reports[2]
    assert len(reports[0].requirements) > 50
    assert len(entries(tmp_path)) == 5  # the packs, and the expressions of one language in four layers
