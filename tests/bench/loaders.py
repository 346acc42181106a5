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
POSTCODES, PLACES = 500_000, 20_000
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
            listed = load([_postcodes(Path(folder))], store)
            assert listed.loaded == POSTCODES
            yield Figure(f"load a look-up, {POSTCODES:,} postcodes", POSTCODES / listed.seconds, "rows/s")
            placed = load([_places(Path(folder))], store)
            assert placed.loaded == PLACES and "20,000 places were put on the map" in placed.files[0].notes[0]
            yield Figure(f"load by postcode, {PLACES:,} places", PLACES / placed.seconds, "rows/s")


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


def _postcode(n: int) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    n, one, two, sector = n // 4_000, letters[n % 20], letters[n // 20 % 20], n // 400 % 10
    return f"{letters[n // 90 % 20]}{letters[n // 1_800 % 20]}{n % 90 + 1} {sector}{one}{two}"


def _postcodes(folder: Path) -> Path:
    path = folder / "ONSPD_MAY_2026_UK.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("pcd,pcd2,pcds,dointr,doterm,oslaua,osward,oseast1m,osnrth1m,osgrdind,lsoa21,lat,long\n")
        for n in range(POSTCODES):
            code, lat, lon = _postcode(n), 53 + n % 997 / 1000, -2 - n % 991 / 1000
            file.write(
                f"{code},{code},{code},198001,,K08000001,K05000001,384000,398000,1,K01000001,{lat:.6f},{lon:.6f}\n"
            )
    return path


def _places(folder: Path) -> Path:
    path = folder / "locations.csv"
    rows = [f"PL-{n},Place {n},park,{_postcode(n * 7)}" for n in range(PLACES)]
    path.write_text("\n".join(["identifier,name,kind,postcode", *rows]), encoding="utf-8")
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
