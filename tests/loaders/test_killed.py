"""A load whose process is killed can simply be run again: the graph is then the same as after one whole load."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa

from graph import open_store
from graph.access import Purpose, Viewer
from graph.embedded import EmbeddedServer
from graph.settings import Settings
from graph.snapshot import Snapshot
from graph.store import Store
from loaders import load
from tests.loaders.files import CHILDREN, TIES, TODAY, child, table, tie
from tests.storing import emptied

ROWS = 10_000
PEOPLE = 200
LOAD = """
import sys
from datetime import date
from pathlib import Path
from graph import open_store
from graph.settings import Settings
from loaders import load

with open_store(Settings(Path(sys.argv[1]), today=date.fromisoformat(sys.argv[2]))) as store:
    load(sys.argv[3:], store)
"""


def test_a_load_killed_midway_is_completed_by_running_it_again(tmp_path: Path) -> None:
    files = [
        table(tmp_path / "children.csv", CHILDREN, [child(f"OT-{n}", surname=f"Brack{n}") for n in range(PEOPLE)]),
        table(tmp_path / "ties.csv", TIES, [_tie(n) for n in range(ROWS)]),
    ]
    data = tmp_path / "data"
    server = EmbeddedServer(data)
    connection = server.start()
    running: subprocess.Popen[bytes] | None = None
    try:
        with Store(connection, data, TODAY) as store:
            store.migrate()
            running = subprocess.Popen([sys.executable, "-c", LOAD, str(data), TODAY.isoformat(), *map(str, files)])
            while store.health().counts["records"] < PEOPLE + ROWS // 10:
                assert running.poll() is None, "the load ended before it could be killed"
                time.sleep(0.02)
            running.kill()  # SIGKILL on POSIX: nothing of it can tidy up
            running.wait()
        with open_store(Settings(data, today=TODAY)) as store:  # the lock and lease of the killed one are let go
            begun = store.health().counts["records"]
            assert PEOPLE < begun < PEOPLE + ROWS
            report = load(files, store)
            assert report.loaded + report.unchanged == PEOPLE + ROWS
            assert report.unchanged >= begun  # the batch on its way may have been written after all, and then whole
            assert report.loaded > 0
            mended = _read(store)
            emptied(connection)
            assert load(files, store).loaded == PEOPLE + ROWS
            whole = _read(store)
        assert (mended.ties.num_rows, mended.entities.num_rows) == (ROWS, PEOPLE)
        for one, other in ((mended.ties, whole.ties), (mended.entities, whole.entities), (mended.roles, whole.roles)):
            assert _sorted(one) == _sorted(other)
    finally:
        if running is not None:
            running.kill()
        server.stop()


def _tie(n: int) -> list[str]:
    start, end = f"OT-{n % PEOPLE}", f"OT-{(n * 7 + 1) % PEOPLE}"
    if start == end:
        end = f"OT-{(n + 1) % PEOPLE}"
    return tie(start, end, "seen_with", record_reference=f"PI-{n}", first_known="2026-09-01", last_known="2026-10-20")


def _read(store: Store) -> Snapshot:
    return store.view(Viewer("A. Brennan"), Purpose("test")).snapshot()


def _sorted(table: pa.Table) -> pa.Table:
    """In the order of ids: a server gives rows as they were written, and the version in which each came differs too."""
    kept = [name for name in table.column_names if name != "written"]
    return table.select(kept).sort_by("id").combine_chunks()
