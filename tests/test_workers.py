"""Files that want to do harm, and processes that break down: one file is lost and named, the others are checked."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pytest

from report_linter import files, readers, workers
from report_linter.budget import OutOfTime, alarm
from report_linter.document import Reading
from report_linter.errors import ReadError
from report_linter.finding import DocumentReport
from report_linter.limits import MEGABYTE, Limits
from report_linter.readers import pdf

_SPEC = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
assert _SPEC
assert _SPEC.loader
hostile = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(hostile)

WORDS = hostile.WORDS
FAST = Limits(file_seconds=100, page_seconds=100)


def sources(folder: Path, contents: dict[str, bytes]) -> list[files.Source]:
    found = []
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        found.append(files.Source(name, folder / name))
    return found


def check(
    given: list[files.Source], limits: Limits = FAST, jobs: int = 1, **more: object
) -> list[DocumentReport]:
    setup = workers.Setup(
        (), date(2026, 6, 30), asked=workers.Asked(document_language="en"), limits=limits, **more
    )  # type: ignore[arg-type]
    return [checked.report for checked in workers.check(given, setup, jobs)]


def outcome(report: DocumentReport) -> str:
    return report.error.code if report.error else "read"


def breaks(monkeypatch: pytest.MonkeyPatch, how: dict[str, object]) -> None:
    """Let the reader of plain text do something else for files of these words."""
    plain = readers.READERS["text"].read

    def read(self: object, data: bytes, limits: Limits, at_page: object, _recognise: object) -> Reading:
        act = how.get(data.decode())
        if callable(act):
            act(at_page)
        return plain(data, limits)

    monkeypatch.setattr(readers.Format, "read", read)


# ---- hostile files


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DocumentReport]:
    """What all the files come to, checked by one worker as one run does."""
    folder = tmp_path_factory.mktemp("harm")
    given = sources(
        folder, {f"{n}{suffix}": make() for n, (suffix, make, _) in enumerate(hostile.ALL.values())}
    )
    before = set(folder.iterdir())
    reports = check(given)
    assert set(folder.iterdir()) == before
    return dict(zip(hostile.ALL, reports, strict=True))


@pytest.mark.parametrize("name", hostile.ALL)
def test_harm(harm: dict[str, DocumentReport], name: str) -> None:
    report = harm[name]
    assert outcome(report) in hostile.ALL[name][2]
    if report.error:
        assert "\n" not in report.error.message
    else:
        assert report.document
        assert "suppliers" in report.document.text
        assert "MZ inside" not in report.document.text


def test_nothing_is_fetched_and_nothing_else_is_read(tmp_path: Path) -> None:
    """By listening: the libraries of C would not ask Python."""
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the machine")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        given = sources(
            tmp_path,
            {
                "entity.docx": hostile.docx(hostile.outside(there)),
                "file.docx": hostile.docx(hostile.outside(secret.as_uri())),
                "dtd.docx": hostile.docx(
                    f'<!DOCTYPE x SYSTEM "{there}">' + hostile.body(hostile.paragraph())
                ),
                "template.docx": hostile.docx(
                    hostile.body(hostile.paragraph()),
                    {"word/_rels/document.xml.rels": hostile.links(("attachedTemplate", there))},
                ),
                "open.pdf": hostile.page_pdf(b"/OpenAction << /S /URI /URI (%s) >>" % there.encode()),
                "script.pdf": hostile.page_pdf(
                    b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('%s'\\)) >>" % there.encode()
                ),
                "picture.md": f"{WORDS} ![a]({there}) <img src='{there}'> [b]({there})".encode(),
            },
        )
        reports = check(given)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert [outcome(report) for report in reports] == ["damaged"] * 3 + ["read"] * 4
    assert not any(report.document and "a secret" in report.document.text for report in reports)


def test_a_socket_to_anywhere_is_refused_also_in_other_processes() -> None:
    with socket.socket() as one, pytest.raises(RuntimeError, match="reached for the network"):
        one.connect(("127.0.0.1", 9))
    call = "import socket; socket.getaddrinfo('example.org', 80)"
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, check=False)
    assert b"reached for the network" in done.stderr


@pytest.mark.parametrize(("suffix", "make"), hostile.LONG.values(), ids=hostile.LONG)
def test_long_and_deep_texts_do_not_cost_their_square(suffix: str, make: object) -> None:
    data = make().encode()[:30_000]  # type: ignore[operator]
    start = time.process_time()
    try:
        readers.read(data, f"a{suffix}")
    except ReadError as error:
        assert error.code == "empty"  # noqa: PT017
    assert time.process_time() - start < 10


# ---- processes


def test_a_crash_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(at_page: object) -> None:
        at_page(7)  # type: ignore[operator]
        os.kill(os.getpid(), signal.SIGSEGV)

    breaks(monkeypatch, {"die": die, "leave": lambda _: os._exit(4)})
    given = sources(
        tmp_path, {"a.txt": WORDS.encode(), "b.txt": b"die", "c.txt": b"leave", "d.txt": WORDS.encode()}
    )
    for jobs in (1, 3):
        reports = check(given, jobs=jobs)
        assert [report.path for report in reports] == ["a.txt", "b.txt", "c.txt", "d.txt"]
        assert [outcome(report) for report in reports] == ["read", "crashed", "crashed", "read"]
        error = reports[1].error
        assert error
        assert "at page 7 (SIGSEGV)" in error.message
        assert error.values == (("signal", "SIGSEGV"), ("page", "7"))


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow_page(at_page: object) -> None:
        at_page(3)  # type: ignore[operator]
        time.sleep(600)

    breaks(monkeypatch, {"sleep": lambda _: time.sleep(600), "page": slow_page})
    given = sources(tmp_path, {"a.txt": b"sleep", "b.txt": b"page", "c.txt": WORDS.encode()})
    reports = check(given, Limits(file_seconds=20, page_seconds=1))
    assert [outcome(report) for report in reports] == ["timeout", "timeout", "read"]
    assert [report.error.values for report in reports if report.error] == [
        (("limit", "file_seconds"), ("most", "20"), ("page", "0")),
        (("limit", "page_seconds"), ("most", "1"), ("page", "3")),
    ]
    assert reports[1].error
    assert "at page 3 after 1 seconds (limit page_seconds)" in reports[1].error.message


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say no")
def test_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, {"fill": lambda _: [bytes(MEGABYTE) for _ in range(500)]})
    given = sources(tmp_path, {"a.txt": b"fill", "b.txt": WORDS.encode()})
    first, second = check(given, Limits(memory_bytes=200 * MEGABYTE))
    assert (outcome(first), outcome(second)) == ("memory", "read")
    assert first.error
    assert "more than 200 MB of memory (limit memory_bytes)" in first.error.message


def test_an_error_inside_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_at_page: object) -> None:
        raise KeyError("inside")

    breaks(monkeypatch, {"fail": fail})
    setup = workers.Setup((), date(2026, 6, 30), asked=workers.Asked(document_language="en"))
    (checked,) = workers.check(sources(tmp_path, {"a.txt": b"fail"}), setup)
    assert checked.report.error
    assert (checked.report.error.code, checked.report.error.message) == ("internal", "KeyError: 'inside'")
    assert 'raise KeyError("inside")' in checked.trace


def test_results_come_in_the_order_of_the_files_and_progress_as_it_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch, {"slow words of the first file": lambda _: time.sleep(1)})
    contents = {"0.txt": b"slow words of the first file"} | {f"{n}.txt": WORDS.encode() for n in range(1, 5)}
    begun: list[str] = []
    done: list[str] = []
    setup = workers.Setup((), date(2026, 6, 30), asked=workers.Asked(document_language="en"))
    found = workers.check(
        sources(tmp_path, contents),
        setup,
        2,
        lambda number, source: begun.append(f"{number} {source.name}"),
        lambda number, source: done.append(f"{number} {source.name}"),
    )
    names = [f"{n}.txt" for n in range(5)]
    assert [checked.report.path for checked in found] == names
    assert begun == [f"{n} {name}" for n, name in enumerate(names)]
    assert sorted(done) == begun


def test_no_process_and_no_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    given = sources(tmp_path, {f"{n}.txt": WORDS.encode() for n in range(3)})
    setup = workers.Setup((), date(2026, 6, 30), asked=workers.Asked(document_language="en"), limits=FAST)
    found = workers.check(given, setup, 2)
    next(found)
    found.close()  # as an interrupted run does
    assert not multiprocessing.active_children()
    assert list((tmp_path / "temporary").iterdir()) == []


# ---- limits, budget


def test_the_limits_of_a_document(tmp_path: Path) -> None:
    given = sources(
        tmp_path,
        {
            "a.txt": WORDS.encode() * 9,
            "b.txt": WORDS.encode(),
            "c.pdf": hostile.page_pdf(),
            "d.docx": hostile.docx(hostile.body(hostile.paragraph(WORDS * 9))),
        },
    )
    reports = check(given, Limits(characters=100, file_bytes=2000, file_seconds=100))
    assert [outcome(report) for report in reports] == ["too_large", "read", "read", "too_large"]
    with pytest.raises(ReadError, match=r"limit pages \(0\)"):
        pdf.read(hostile.page_pdf(), Limits(pages=0))
    (report,) = check(given[2:3], Limits(file_bytes=100, file_seconds=100))
    assert report.error
    assert report.error.values == (("limit", "file_bytes"), ("most", "100"))


def test_a_reader_says_at_which_page_it_is() -> None:
    pages: list[int] = []
    readers.read(hostile.page_pdf(), "a.pdf", at_page=pages.append)
    assert pages == [1, 0]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="other systems have no such alarm")
def test_a_budget_breaks_off_a_search_and_nothing_else() -> None:
    import re

    before = signal.getsignal(signal.SIGALRM)
    try:
        budget = alarm(0.2)
        with pytest.raises(OutOfTime), budget():
            re.search(r"(?:a|aa)+$", "a" * 60 + "b")
        with budget():
            pass
        time.sleep(0.3)
    finally:
        signal.signal(signal.SIGALRM, before)
