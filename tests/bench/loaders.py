"""How fast extracts are checked and loaded: end to end on the embedded server, and Kith's own part alone."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from graph import open_store
from graph.settings import Settings
from loaders import load
from loaders.check import check
from loaders.read import read_table
from tests.bench.figure import Figure

CHILDREN, TIES = 5_000, 30_000
TODAY = date(2026, 11, 3)


def figures() -> Iterator[Figure]:
    """Rows a second: reading and checking a file of ties, loading it, and loading it again unchanged."""
    with tempfile.TemporaryDirectory() as folder:
        people, ties = _children(Path(folder)), _ties(Path(folder))
        started = time.perf_counter()
        check(*read_table(ties), TODAY)
        yield Figure(f"read and check, {TIES:,} ties", TIES / (time.perf_counter() - started), "rows/s")
        with open_store(Settings(Path(folder) / "data", today=TODAY)) as store:
            load([people], store)
            first = load([ties], store)
            assert first.loaded == TIES, first.files[0].errors[:3]
            yield Figure(f"check and load, {TIES:,} ties", TIES / first.seconds, "rows/s", "at least 3,000 rows/s")
            again = load([ties], store)
            assert again.unchanged == TIES
            yield Figure(f"load again unchanged, {TIES:,} ties", TIES / again.seconds, "rows/s")


def _children(folder: Path) -> Path:
    path = folder / "children.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["identifier", "forename", "surname", "date_of_birth", "home_area", "source_agency"])
        writer.writerows(
            [f"OT-{n:05}", f"Tam{n % 97}", f"Brack{n % 211}", "17/04/2012", f"K0100{n % 99:04}", "social care"]
            for n in range(CHILDREN)
        )
    return path


def _ties(folder: Path) -> Path:
    chance = random.Random(1)
    path = folder / "ties.csv"
    header = "from,to,kind,strength,context,first_known,last_known,source_agency,record_reference,source_grade"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*header.split(","), "information_grade", "handling", "recorded_on"])
        for n in range(TIES):
            first, second = chance.sample(range(CHILDREN), 2)
            kind = chance.choice(["friend", "seen_with", "knows", "in_contact"])
            said = [
                "medium",
                "Seen together at the station after 22:00.",
                "2026-09-02",
                "25/10/2026",
                "police",
                f"PI-{n}",
            ]
            writer.writerow([f"OT-{first:05}", f"OT-{second:05}", kind, *said, "2", "B", "P", "2026-10-26"])
    return path
