"""Calls in processes of their own: what breaks the process costs the call, and is said."""

from __future__ import annotations

import os
import signal
import time

import pytest

from report_linter import apart
from report_linter.errors import UsageError
from report_linter.limits import MEGABYTE, Limits


def answer(what: str) -> bytes:
    if what == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "leaves":
        os._exit(7)
    if what == "hangs":
        time.sleep(60)
    if what == "fills":
        return b"x" * (1 << 32)
    if what == "refuses":
        raise UsageError("this cannot be marked")
    if what == "fails":
        raise ValueError("in\nside")
    return what.encode() * 100_000  # more than a pipe holds


def test_the_answer_comes_back_whole() -> None:
    assert apart.call(answer, "words") == b"words" * 100_000


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("dies", r"the process broke down \(SIGKILL\)"),
        ("leaves", r"the process broke down \(7\)"),
        ("refuses", "^this cannot be marked$"),
        ("fails", r"an error inside the program \(ValueError: in side, answer:\d+\); please report it"),
    ],
)
def test_what_goes_wrong_is_said(what: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        apart.call(answer, what)


def test_a_call_that_hangs_is_given_up() -> None:
    with pytest.raises(UsageError, match=r"given up after 0\.5 seconds"):
        apart.call(answer, "hangs", limits=Limits(file_seconds=0.5))


@pytest.mark.skipif(not apart.FORKS, reason="memory is limited on Linux only")
def test_a_call_that_takes_too_much_memory_is_given_up() -> None:
    with pytest.raises(UsageError, match="takes more than 64 MB of memory"):
        apart.call(answer, "fills", limits=Limits(memory_bytes=64 * MEGABYTE))
