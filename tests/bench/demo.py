"""How long a person waits for the app: the first start of the demonstration, and every start after it."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.doors.test_up import free_port, start
from tests.shared import ROOT


def figures() -> Iterator[Figure]:
    """The figures of the issue: a second start under 15 s."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = _until_ready(Path(folder)), _until_ready(Path(folder))
    yield Figure("second start of the demonstration", second, "s", "under 15 s", "first start, loading all", first)
    told = _seconds([sys.executable, "-m", "cli", "--help"])
    yield Figure("kith --help", told, "s")


def _until_ready(data: Path) -> float:
    begun = time.perf_counter()
    process = start("demo", data, free_port())
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if line.startswith("Kith is ready"):
                return time.perf_counter() - begun
        raise RuntimeError("the demonstration did not start")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        process.stdout.close()


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun
