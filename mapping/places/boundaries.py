"""Which boundaries may be drawn and counted in: wards, small areas, districts, and each set of the hub's own. Pure."""

from __future__ import annotations

import geopandas as gpd
import pyarrow.compute as pc

from graph.model import fold
from graph.snapshot import Snapshot
from mapping.places.ground import OWN, areas_frame

NONE = "none"
"""The choice of no boundaries."""
PUBLISHED = {"ward": "Wards", "lsoa": "Small areas", "local_authority": "Districts"}
"""Kinds of published areas, the first that is loaded being drawn unless something else is chosen."""


def choices(snapshot: Snapshot) -> dict[str, str]:
    """What may be chosen, each with its name on a page, what is drawn by default first.

    Returns
    -------
    dict
        `ward`, `lsoa`, `local_authority` as far as they are loaded, then `own:SET` of each set by its name; empty where
        nothing is loaded.
    """
    held = set(pc.unique(snapshot.areas["kind"]).to_pylist())
    found = {kind: name for kind, name in PUBLISHED.items() if kind in held}
    sets: dict[str, str] = {}
    for name in sorted(name for name in pc.unique(snapshot.areas["area_set"]).to_pylist() if name):
        taken = name in found.values()
        sets.setdefault(f"{OWN}:{fold(name)}", f"{name} (the hub's own)" if taken else name)
    return found | sets


def settled(snapshot: Snapshot, choice: str) -> str:
    """The choice as it can be drawn: what is drawn by default for an empty or unknown one, `NONE` where nothing is."""
    held = choices(snapshot)
    return choice if choice == NONE or choice in held else next(iter(held), NONE)


def boundaries(snapshot: Snapshot, choice: str) -> gpd.GeoDataFrame:
    """The areas of a choice in metres, by code; columns as `areas_frame`. None for `NONE`."""
    choice = settled(snapshot, choice)
    if not choice.startswith(f"{OWN}:"):
        return areas_frame(snapshot, choice).sort_values("id", ignore_index=True)
    found = areas_frame(snapshot, OWN)
    kept = [fold(name or "") == choice.removeprefix(f"{OWN}:") for name in found["area_set"]]
    return found[kept].sort_values("id", ignore_index=True)
