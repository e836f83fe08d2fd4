"""Checks files in processes of their own, so that a crash, a hang or a bomb costs one file and is said.

PDFium and lxml are C and C++: what breaks them ends the process, and nothing but the end of the process stops them. A
worker checks one file after another and says which page it is at; one that dies, or takes longer than `Limits` allow,
becomes a `ReadFailure` (`crashed`, `timeout`) of that file, and a new worker takes its place.
"""

from __future__ import annotations

import gc
import hashlib
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from report_linter import files
from report_linter.errors import ReadError, UsageError
from report_linter.finding import DocumentReport, ReadFailure
from report_linter.limits import DEFAULT, MEGABYTE, AtPage, Limits
from report_linter.outline.parts import WHOLE, Part
from report_linter.store import Store

if TYPE_CHECKING:
    from report_linter.pack.model import Pack
    from report_linter.readers.pdf import Recognise

# A forked worker starts in milliseconds and has the packs already. The parent has one thread and none of PDFium, lxml
# and spaCy, which workers import; elsewhere than on Linux libraries of the system forbid it.
FORKS: Final = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is checked for, and as what."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    document_language: str | None = None
    document_kind: str | None = None
    part: Part = WHOLE

    def holds(self, rule: str, requirement: str) -> bool:
        """Whether the rule is asked for."""
        names = {rule, requirement}
        return (not self.select or bool(names & self.select)) and not names & self.ignore


@dataclass(frozen=True, slots=True)
class Setup:
    """What files are checked with, and for: `asked`, or what `own` says of a file. `input_format` is that of standard
    input, `recognise` reads pictures.
    """

    packs: tuple[Pack, ...]
    today: date
    asked: Asked = field(default_factory=Asked)
    own: Mapping[files.Source, Asked] = field(default_factory=dict)
    input_format: str | None = None
    recognise: Recognise | None = None
    limits: Limits = DEFAULT
    store: Store = field(default_factory=Store)

    def asked_of(self, source: files.Source) -> Asked:
        return self.own.get(source, self.asked)


@dataclass(frozen=True, slots=True)
class Checked:
    """The report on a file, and where the program itself failed on it, for who mends it.

    `wrong_use` says that the file has no such part as the setup asks for.
    """

    report: DocumentReport
    trace: str = ""
    wrong_use: str = ""


Tell = Callable[[int, files.Source], None]  # the file's number from 0, and the file


def _untold(_number: int, _source: files.Source) -> None: ...


def check(
    sources: Sequence[files.Source], setup: Setup, jobs: int = 1, begun: Tell = _untold, done: Tell = _untold
) -> Iterator[Checked]:
    """The report on each of `sources`, in their order, whatever happens to the others; `jobs` files at a time.

    `begun` and `done` are told of files in the order in which that happens. Raises RuntimeError where a worker cannot
    even start, UsageError where a file has no such part as the setup asks for.
    """
    waiting = deque(range(len(sources)))
    finished: dict[int, Checked] = {}
    workers = [_Worker(setup) for _ in range(max(1, min(jobs, len(sources))))]
    try:
        for number in range(len(sources)):
            while number not in finished:
                for worker in workers:
                    if worker.job is None and waiting:
                        begun(waiting[0], sources[waiting[0]])
                        worker.begin(waiting.popleft(), sources)
                for job, answer in _next(workers):
                    finished[job] = answer
                    done(job, sources[job])
            checked = finished.pop(number)
            if checked.wrong_use:
                raise UsageError(checked.wrong_use)
            yield checked
    finally:
        for worker in workers:
            worker.end()


def _next(workers: Sequence[_Worker]) -> Iterator[tuple[int, Checked]]:
    """What the workers have finished, or had to give up, when there is news of at least one."""
    busy = {worker.connection: worker for worker in workers if worker.job is not None}
    soonest = min(worker.deadline for worker in busy.values())
    ready = wait(list(busy), max(soonest - monotonic(), 0))
    for connection, worker in busy.items():
        checked = worker.answer() if connection in ready else worker.overdue()
        if checked is not None:
            assert worker.job is not None
            job, worker.job = worker.job, None
            yield job, checked


class _Worker:
    """A process, the file it is at, and when that must be done."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self.job: int | None = None
        self._source = files.Source("")
        self._page = 0
        self._file_ends = self.deadline = 0.0
        self._start()

    def _start(self) -> None:
        context = get_context("fork") if FORKS else get_context("spawn")
        self.connection, theirs = context.Pipe()
        # A forked worker must not hold the parent's end, or it would never see the parent gone.
        ours = self.connection if FORKS else None
        self._process = context.Process(target=_serve, args=(theirs, ours, self._setup), daemon=True)
        self._process.start()
        theirs.close()

    def begin(self, job: int, sources: Sequence[files.Source]) -> None:
        self.job, self._source = job, sources[job]
        data = None
        if self._source.path is None and self._source.error is None:  # a worker has no standard input
            data = _standard_input(self._source, self._setup.limits)
        self._begin_time()
        with suppress(OSError):  # a worker that died: its end is noticed where its answer is waited for
            self.connection.send((self._source, data, self._setup.asked_of(self._source)))

    def _begin_time(self) -> None:
        self._page = 0
        self._file_ends = self.deadline = monotonic() + self._setup.limits.file_seconds

    def answer(self) -> Checked | None:
        """The finished report; None where the worker only says that it goes on. Raises RuntimeError."""
        try:
            said = self.connection.recv()
        except (EOFError, OSError):
            return self._replaced(self._crash())
        if isinstance(said, str):
            raise RuntimeError(f"a worker process could not start:\n{said}")
        if isinstance(said, Checked):
            return said
        if said is None:  # begins: until here the program was loaded
            self._begin_time()
        else:
            self._page = said
            page_ends = monotonic() + self._setup.limits.page_seconds if said else self._file_ends
            self.deadline = min(page_ends, self._file_ends)
        return None

    def overdue(self) -> Checked | None:
        """The failure of a file that took too long."""
        if monotonic() < self.deadline:
            return None
        self._process.kill()
        limit = "page_seconds" if self.deadline < self._file_ends else "file_seconds"
        seconds = f"{getattr(self._setup.limits, limit):g}"
        at = f" at page {self._page}" if self._page else ""
        return self._replaced(
            ReadFailure(
                "timeout",
                f"reading was given up{at} after {seconds} seconds (limit {limit}): the file may be damaged or meant "
                "to do harm; export it again, or give it more time with --timeout",
                (("limit", limit), ("most", seconds), ("page", str(self._page))),
            )
        )

    def _crash(self) -> ReadFailure:
        self._process.join(10)
        code = self._process.exitcode or 0
        name = str(code)
        with suppress(ValueError):
            name = signal.Signals(-code).name
        at = f" at page {self._page}" if self._page else ""
        return ReadFailure(
            "crashed",
            f"the process that read the file broke down{at} ({name}): the file may be damaged or meant to do harm; "
            "export it again, and report it if the new file fails too",
            (("signal", name), ("page", str(self._page))),
        )

    def _replaced(self, failure: ReadFailure) -> Checked:
        self.end()
        self._start()
        return Checked(DocumentReport(self._source.name, error=failure))

    def end(self) -> None:
        self.connection.close()
        self._process.kill()
        self._process.join()


def _standard_input(source: files.Source, limits: Limits) -> bytes | ReadError:
    try:
        return files.load(source, limits)
    except ReadError as error:
        return error


# In the worker


def _serve(pipe: Connection, parents: Connection | None, setup: Setup) -> None:
    """Check the files that come through `pipe` until it closes."""
    if parents is not None:
        parents.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    gc.disable()  # what is loaded stays: looking for garbage in it finds none, again and again
    try:
        inspector = _Inspector(setup, pipe.send)
        gc.freeze()
        gc.enable()
        limit_memory(setup.limits.memory_bytes)
    except BaseException:
        pipe.send(traceback.format_exc())
        return
    with suppress(EOFError, OSError):  # the parent is gone
        while True:
            source, data, asked = pipe.recv()
            pipe.send(None)
            checked = inspector.check(source, data, asked)
            try:
                pipe.send(checked)  # packs it whole before a byte is sent
            except (MemoryError, RecursionError, ValueError) as error:
                pipe.send(_failed(source, checked.report.sha256, _inside(error)))


def limit_memory(more: int) -> None:
    """Let the process take no more than `more` bytes beside what its program takes; on Linux only."""
    if sys.platform == "linux":
        import resource

        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            pages = int(file.read().split()[5])  # data and stack
        most = pages * resource.getpagesize() + more
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
            resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))


class _Inspector:
    """Checks one file after another in this process."""

    def __init__(self, setup: Setup, at_page: AtPage) -> None:
        from report_linter import lexicons
        from report_linter.budget import alarm
        from report_linter.engine import Engine

        self._setup = setup
        self._at_page = at_page
        self._lexicons: Any = setup.store.kept("lexicons", lexicons.load_all)
        self._engine = Engine(setup.packs, self._lexicons, setup.store, alarm(setup.limits.rule_seconds))

    def check(self, source: files.Source, data: bytes | ReadError | None, asked: Asked) -> Checked:
        digest = ""
        limits = self._setup.limits
        try:
            if isinstance(data, ReadError):
                raise data
            data = files.load(source, limits) if data is None else data
            digest = hashlib.sha256(data).hexdigest()
            return Checked(self._report(source, data, digest, asked))
        except ReadError as error:
            return _failed(source, digest, ReadFailure(error.code, error.message, error.values))
        except UsageError as error:
            return Checked(DocumentReport(source.name, sha256=digest), wrong_use=str(error))
        except MemoryError:
            most = f"{limits.memory_bytes // MEGABYTE} MB"
            failure = ReadFailure(
                "memory",
                f"reading the file takes more than {most} of memory (limit memory_bytes): it may be damaged or meant "
                "to do harm; check that it is the right file, and ask for a new copy",
                (("limit", "memory_bytes"), ("most", most)),
            )
            return _failed(source, digest, failure)
        except Exception as error:
            return replace(_failed(source, digest, _inside(error)), trace=traceback.format_exc())

    def _report(self, source: files.Source, data: bytes, digest: str, asked: Asked) -> DocumentReport:
        from report_linter.outline import outline
        from report_linter.readers import read

        setup = self._setup
        input_format = setup.input_format if source.path is None else None
        reading = read(data, source.name, input_format, setup.limits, self._at_page, setup.recognise)
        document = outline(reading, self._lexicons, asked.document_language)
        return self._engine.check(
            document,
            account=asked.part.of(document, source.name),
            path=source.name,
            sha256=digest,
            today=setup.today,
            select=asked.select,
            ignore=asked.ignore,
            document_kind=asked.document_kind,
        )


def _inside(error: BaseException) -> ReadFailure:
    said, name = " ".join(str(error).split()), type(error).__name__
    return ReadFailure("internal", f"{name}: {said[:200]}" if said else name)


def _failed(source: files.Source, digest: str, failure: ReadFailure) -> Checked:
    return Checked(DocumentReport(source.name, sha256=digest, error=failure))
