"""Time for one rule or one expression. Python's `re` cannot be told to stop, but it lets signals through.

So an alarm (POSIX `setitimer`) breaks off what takes too long. It needs the main thread of a process, and is set only
in worker processes; where the system has no such alarm, the time for the whole file still holds.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType


class OutOfTime(Exception):  # noqa: N818 - no error of anybody's, a fact
    """What was begun took longer than its time."""


Budget = Callable[
    [], AbstractContextManager[None]
]  # each call is for one piece of work, which raises OutOfTime


def unlimited() -> AbstractContextManager[None]:
    return nullcontext()


def alarm(seconds: float) -> Budget:
    """A budget of so many seconds for each piece of work."""
    if not hasattr(signal, "setitimer"):
        return unlimited
    running = False

    def ring(_signal: int, _frame: FrameType | None) -> None:
        if running:  # else it rang just when the work was done
            raise OutOfTime

    signal.signal(signal.SIGALRM, ring)

    @contextmanager
    def piece() -> Iterator[None]:
        nonlocal running
        running = True
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            running = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    return piece
