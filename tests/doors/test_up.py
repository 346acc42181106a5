"""`kith up` and `kith demo` as processes: the last line, a restart that loses nothing, ctrl-C, a taken port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.shared import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(verb: str, data: Path, port: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cli", verb, "--data", str(data), "--port", str(port), "--headless", *more]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def until_ready(process: subprocess.Popen[str], port: int) -> list[str]:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("Kith is ready"):
            break
    assert lines, "it said nothing"
    assert lines[-1] == f"Kith is ready: http://127.0.0.1:{port}", "\n".join(lines)
    return lines


def interrupt(process: subprocess.Popen[str]) -> int:
    """Press ctrl-C and see that nothing of it stays behind."""
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    code = process.wait(60)
    assert process.stdout is not None
    process.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    return code


def test_the_demonstration_starts_stops_and_starts_again(tmp_path: Path) -> None:
    data, port = tmp_path / "demo", free_port()
    first = start("demo", data, port, "--children", "60")
    lines = until_ready(first, port)
    assert any(line.startswith("Loaded ") for line in lines)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
        assert answer.status == 200
    assert interrupt(first) == 0

    begun = time.monotonic()
    second = start("demo", data, port, "--children", "60")
    again = until_ready(second, port)
    assert not any(line.startswith("Loaded ") for line in again), "a second start loads nothing anew"
    assert time.monotonic() - begun < 60  # the benchmark has the figure; this only catches a reload
    other = subprocess.run(
        [sys.executable, "-m", "cli", "show", "OT-0001", "--data", str(data)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert other.returncode == 0, other.stderr
    assert interrupt(second) == 0


def test_another_borough_is_not_mixed_in(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text('{"seed": 1, "children": 60}', encoding="utf-8")
    process = start("demo", tmp_path, free_port(), "--children", "70")
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "--data" in out
    assert "Traceback" not in out


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        process = start("up", tmp_path, port)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"Port {port} is taken" in out
    assert "Traceback" not in out
