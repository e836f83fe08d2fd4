"""One call in a process of its own, where what breaks the process costs the call and nothing else.

For work on a file that PDFium or lxml do: hostile files break them, and a broken process takes everything with it.
"""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from report_linter.errors import UsageError
from report_linter.limits import DEFAULT, MEGABYTE, Limits
from report_linter.workers import FORKS, limit_memory

T = TypeVar("T")


def call(work: Callable[..., T], *arguments: object, limits: Limits = DEFAULT) -> T:
    """What `work` returns. Raises its UsageError, or one that says how the process ended.

    Work, arguments and answer are copied between processes, so they must be plain data and functions of modules.
    """
    context = get_context("fork") if FORKS else get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, limits, work, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(limits.file_seconds):
            raise UsageError(f"given up after {limits.file_seconds:g} seconds; try a longer --timeout")
        done, answer = ours.recv()
    except (EOFError, OSError):
        process.join(10)
        raise UsageError(
            f"the process broke down ({_ending(process.exitcode or 0)}): the file may be damaged or meant to do harm; "
            "export it again, and report it if the new file fails too"
        ) from None
    finally:
        ours.close()
        process.kill()
        process.join()
    if done:
        result: T = answer
        return result
    raise UsageError(answer)


def _ending(code: int) -> str:
    with suppress(ValueError):
        return signal.Signals(-code).name
    return str(code)


def _serve(pipe: Connection, limits: Limits, work: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    limit_memory(limits.memory_bytes)
    with suppress(OSError):  # the parent is gone
        pipe.send(_answer(limits, work, arguments))


def _answer(limits: Limits, work: Callable[..., Any], arguments: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return True, work(*arguments)
    except UsageError as error:
        return False, str(error)
    except MemoryError:
        most = f"{limits.memory_bytes // MEGABYTE} MB"
        return (
            False,
            f"it takes more than {most} of memory (limit memory_bytes); check that it is the right file",
        )
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        said = " ".join(str(error).split())[:200]
        name = f"{type(error).__name__}: {said}, {where.name}:{where.lineno}"
        return False, f"an error inside the program ({name}); please report it"
