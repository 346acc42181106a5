"""One load at a time: a second one waits for the first, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import KithError
from loaders.progress import Progress

WAIT = 600.0
"""Seconds that a load waits for another one."""


class Busy(KithError):
    """Another load is running and did not end in time."""


@contextmanager
def one_at_a_time(folder: Path, progress: Progress, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock of a data folder.

    Raises
    ------
    Busy
        The other load has not ended after `wait` seconds.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(folder / "load.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress("Another load is running: waiting for it to end", 0, 0)
        try:
            lock.acquire(timeout=wait, poll_interval=0.1)
        except Timeout:
            raise Busy(
                f"Another load of this data folder has been running for more than {wait:g} seconds, so nothing "
                "was loaded. "
                "Let it end, then load again."
            ) from None
    try:
        yield
    finally:
        lock.release()
