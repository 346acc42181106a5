"""The audit log: chained, append-only, readable by its owner alone, whole when several processes write."""

from __future__ import annotations

import json
import multiprocessing
import stat
import sys
from pathlib import Path

import pytest

from graph.access import Purpose, Viewer
from graph.audit import FIRST, Audit, files, verify

VIEWER, PURPOSE = Viewer("A. Brennan"), Purpose("strategy meeting")


def _note(data: Path, count: int, action: str = "find") -> None:
    audit = Audit(data)
    for n in range(count):
        audit.note(VIEWER, PURPOSE, action, {"n": n, "text": "é\n\u2028<script>"}, version="7")


def _lines(data: Path) -> list[str]:
    return [line for path in files(data / "audit") for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_who_when_why_and_what(tmp_path: Path) -> None:
    _note(tmp_path, 2)
    first, second = map(json.loads, _lines(tmp_path))
    assert first["time"].endswith("+00:00")
    assert {name: first[name] for name in ("viewer", "role", "purpose", "action", "version", "before")} == {
        "viewer": "A. Brennan", "role": "analyst", "purpose": "strategy meeting", "action": "find", "version": "7",
        "before": FIRST,
    }  # fmt: skip
    assert first["what"] == {"n": 0, "text": "é\n\u2028<script>"}
    assert second["before"] == first["digest"]
    assert verify(tmp_path / "audit").whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    _note(tmp_path, 1)
    (path,) = files(tmp_path / "audit")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [*lines[:2], *lines[3:]], "line 3: does not follow"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "line 2: does not follow"),
        (lambda lines: [*lines[:2], lines[2].replace("A. Brennan", "B. Ashdown"), *lines[3:]], "line 3: was changed"),
        (lambda lines: [*lines[:1], lines[0], *lines[1:]], "line 2: does not follow"),
        (lambda lines: lines[1:], "line 1: does not follow"),
        (lambda lines: [*lines[:4], lines[4][:40]], "line 5: this is no line"),
        (lambda lines: [*lines[:1], "[]", *lines[1:]], "line 2: this is no line"),
    ],
    ids=["removed", "moved", "changed", "doubled", "first removed", "cut", "put in"],
)
def test_tampering_shows_where(tmp_path: Path, change: object, words: str) -> None:
    _note(tmp_path, 5)
    (path,) = files(tmp_path / "audit")
    assert callable(change)
    path.write_text("\n".join(change(_lines(tmp_path))) + "\n", encoding="utf-8")
    verdict = verify(tmp_path / "audit")
    assert not verdict.whole
    assert verdict.trouble.startswith(path.name)
    assert words in verdict.trouble


def test_the_chain_goes_on_over_months_and_after_a_torn_line(tmp_path: Path) -> None:
    _note(tmp_path, 2)
    (path,) = files(tmp_path / "audit")
    path.rename(path.with_name("2026-01.jsonl"))
    _note(tmp_path, 1)
    assert len(files(tmp_path / "audit")) == 2
    assert verify(tmp_path / "audit").lines == 3
    assert verify(tmp_path / "audit").whole
    with files(tmp_path / "audit")[-1].open("a") as file:
        file.write('{"torn')
    _note(tmp_path, 1)
    assert "line 2: this is no line" in verify(tmp_path / "audit").trouble
    assert json.loads(_lines(tmp_path)[-1])["before"] == json.loads(_lines(tmp_path)[2])["digest"]


def test_a_long_line_does_not_hide_the_one_before(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    for _ in range(3):
        audit.note(VIEWER, PURPOSE, "evidence", {"ids": ["A" * 30] * 2_000})
    assert verify(tmp_path / "audit").whole


def test_processes_at_once_make_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_note, args=(tmp_path, 15)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    verdict = verify(tmp_path / "audit")
    assert (verdict.lines, verdict.whole, verdict.trouble) == (45, True, "")
