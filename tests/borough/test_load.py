"""The extracts go through the loaders as a hub's would: all sound, and the dirty file's bad rows kept back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph import Store
from graph.settings import Connection
from loaders import load
from loaders.borough import generate


def test_every_row_loads_and_the_dirt_is_kept_back(embedded_connection: Connection, tmp_path: Path) -> None:
    borough = generate(tmp_path / "borough", children=50)
    with Store(embedded_connection, tmp_path / "data", date(2026, 11, 3)) as store:
        store.migrate()
        report = load([borough.out / name for name in borough.files], store)
        assert [(file.file, file.refused, file.errors) for file in report.files if file.refused or file.errors] == []
        assert report.loaded == sum(file.rows for file in borough.written)
        dirty = load([borough.dirty], store)
        assert (dirty.loaded, dirty.quarantined) == (2, 6)
        assert {error.rule for file in dirty.files for error in file.errors} == {
            "unknown_person", "ends_not_allowed", "no_such_day", "bad_grade", "end_before_start", "unknown_code",
        }  # fmt: skip
