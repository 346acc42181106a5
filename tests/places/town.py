"""A small invented town for the tests: a square of wards and small areas, places, children and where they were."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from pyproj import Transformer
from shapely import Polygon

from tests.make import TODAY, Maker

WEST, SOUTH, SIDE = 594_000.0, 428_000.0, 6_000.0
_DEGREES = Transformer.from_crs(27700, 4326, always_xy=True)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the town's corner as latitude, longitude."""
    longitude, latitude = _DEGREES.transform(WEST + x, SOUTH + y)
    return float(latitude), float(longitude)


def square(x: float, y: float, side: float) -> bytes:
    """A square as WKB in degrees."""
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    return bytes(Polygon([degrees(*corner)[::-1] for corner in corners]).wkb)


class Town(Maker):
    """Collects places and events; `snapshot()` as in Maker."""

    def __init__(self, children: int | None = 300, wards: int = 3) -> None:
        super().__init__()
        step = SIDE / wards
        for i in range(wards):
            for j in range(wards):
                name = f"Ward {i}{j}"
                self.areas.append(
                    {"id": f"W{i}{j}", "kind": "ward", "name": name, "geometry": square(i * step, j * step, step)}
                )
                half = step / 2
                for k, (a, b) in enumerate([(0, 0), (half, 0), (0, half), (half, half)]):
                    where = square(i * step + a, j * step + b, half)
                    self.areas.append(
                        {
                            "id": f"A{i}{j}{k}",
                            "kind": "lsoa",
                            "name": f"{name} {k}",
                            "children": children,
                            "geometry": where,
                        }
                    )

    def put(self, id: str, x: float, y: float, kind: str = "park", name: str = "") -> str:
        latitude, longitude = degrees(x, y)
        return self.place(id, name or f"Place {id}", kind, latitude=latitude, longitude=longitude)

    def grid(self, side: int = 5) -> list[str]:
        """Parks all over the town."""
        step = SIDE / side
        return [
            self.put(f"L{i}{j}", (i + 0.5) * step, (j + 0.5) * step, name=f"Green {i}{j}")
            for i in range(side)
            for j in range(side)
        ]

    def event(
        self, id: str, child: str, place: str | None, days_ago: int = 5, tie: str = "went_missing", **columns: Any
    ) -> str:
        """One event of one child; `agency`, `recorded_on` and grades go on its ties, the rest on the event."""
        if child not in {one["id"] for one in self.entities}:
            self.child(child, f"Tamsin {child}")
        day = columns.pop("day", TODAY - timedelta(days=days_ago))
        about = {key: columns.pop(key) for key in ("subkind", "harm_type", "started_month") if key in columns}
        on = {"agency": "police", "recorded_on": day or TODAY, **columns}
        self.entity(
            "event", id, f"Event {id}", started_on=day, **{"subkind": "missing", "harm_type": "missing", **about}
        )
        self.tie(child, tie, id, **on)
        if place:
            self.tie(id, "happened_at" if tie == "harmed_in" else "found_at", place, **on)
        return id


def busy(extra: int = 9, seed: int = 1, days_ago: int = 5, **columns: Any) -> Town:
    """A town with 40 children spread over its parks, and `extra` more at one of them, `L22` in the middle."""
    town, rng = Town(), np.random.default_rng(seed)
    parks = town.grid()
    for n in range(40):
        town.event(f"E{n}", f"C{n}", parks[int(rng.integers(len(parks)))], int(rng.integers(60)))
    for n in range(extra):
        town.event(f"X{n}", f"K{n}", "L22", days_ago, **columns)
    return town
