"""Hotspots by kind of harm and window: which kind alone makes a hotspot, where, in 30, 90 or 180 days. Pure.

Each kind is scanned over the three windows at once, so that its p already pays for every circle and every window looked
at (the space-time scan of `mapping.places.scan`). Several kinds are several looks more: p is multiplied by their number
(Bonferroni), which errs on the quiet side and can be said in a sentence. The first line takes every harm together; it
is the headline over windows, and needs no correction of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.places.baseline import Baseline, baseline
from mapping.places.ground import Ground, ground, window
from mapping.places.hotspots import HOTSPOT, WATCH, HotspotSettings, chosen, titled
from mapping.places.scan import Cluster, scan

WINDOWS = (30, 90, 180)


@dataclass(frozen=True)
class Spotted:
    """The strongest circle of one kind of harm in one window. Counts are true: on a panel view they are not shown."""

    days: int
    title: str
    watch: bool
    children: int
    expected: float
    radius: float
    p: float  # over all circles, windows and kinds
    more: int  # other circles of this kind and window that stand too
    places: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """One kind of harm."""

    harm_type: str  # empty: every harm together
    label: str
    spots: tuple[Spotted | None, ...]  # one a window; None: nothing beyond chance
    children: int  # distinct, in the longest window


@dataclass(frozen=True)
class Looks:
    """Every kind of harm on record."""

    windows: tuple[int, ...]
    lines: tuple[Look, ...]
    kinds: int  # by how many p was multiplied
    note: str  # in words: what was paid for


def looks(snapshot: Snapshot, settings: HotspotSettings | None = None, *, known: Ground | None = None) -> Looks:
    """Scan every kind of harm on record over 30, 90 and 180 days.

    Parameters
    ----------
    snapshot
        Everything the viewer may see.
    settings
        Baseline, agencies, replicas, seed and panel view; its days and harm types are not used.
    known
        The snapshot's `ground`, if it was worked out before.
    """
    settings = replace(settings or HotspotSettings(), harm_types=(), days=WINDOWS[-1])
    known = known or ground(snapshot)
    base = baseline(snapshot, known, settings.baseline)
    seen = window(chosen(known.visits, settings), snapshot.as_of, settings.days)
    seen = seen[~seen["own_home"].astype(bool)]
    kinds = [code for code in schema().codes["harm_type"].codes if (seen["harm_type"] == code).any()]
    lines = [_look("", seen, base, known, settings, 1)] if len(seen) else []
    lines += [_look(kind, seen[seen["harm_type"] == kind], base, known, settings, len(kinds)) for kind in kinds]
    return Looks(WINDOWS, tuple(lines), len(kinds), _note(len(kinds)) if lines else "")


def _look(kind: str, seen: pd.DataFrame, base: Baseline, known: Ground, settings: HotspotSettings, kinds: int) -> Look:
    label = words.label("harm_type", kind) if kind else "Every harm"
    found: list[Spotted | None] = [None] * len(WINDOWS)
    if base.zones is not None:
        units = seen["place"].map(base.unit).to_numpy(int)
        who, ages = seen["child"].to_numpy(str), seen["age"].to_numpy(float)
        told = scan(
            base.zones, units, who, ages,
            windows=WINDOWS, replicas=settings.replicas, seed=settings.seed, across=False,
        )  # fmt: skip
        for at, days in enumerate(WINDOWS):
            mine = [one for one in told.clusters if one.window == at and one.p * kinds <= WATCH]
            if mine:
                within = seen[seen["age"] < days]
                found[at] = _spotted(mine[0], len(mine) - 1, days, within, base, known, kinds, panel=settings.panel)
    return Look(kind, label, tuple(found), int(seen["child"].nunique()))


def _spotted(
    cluster: Cluster,
    more: int,
    days: int,
    seen: pd.DataFrame,
    base: Baseline,
    known: Ground,
    kinds: int,
    *,
    panel: bool,
) -> Spotted:
    here = seen[seen["place"].map(base.unit).isin(set(cluster.units))]
    places = tuple(here.groupby("place")["child"].nunique().sort_values(ascending=False, kind="stable").index)
    p = min(1.0, cluster.p * kinds)
    title = titled(known, places, panel)
    return Spotted(
        days, title, p > HOTSPOT, cluster.observed, cluster.expected, cluster.radius, p, more, places
    )  # fmt: skip


def _note(kinds: int) -> str:
    paid = f" and, of one kind alone, by the {kinds} kinds looked at" if kinds > 1 else ""
    return (
        f"Looking often finds something by chance: p pays for every circle and the {len(WINDOWS)} windows{paid}. "
        "The map shows the days you chose, and its p pays for its circles only"
    )


def picked(look: Look, spot: Spotted, visits: pd.DataFrame) -> pd.DataFrame:
    """The visits behind one circle; `visits` with their `age`, the own home left out."""
    mine = visits if not look.harm_type else visits[visits["harm_type"] == look.harm_type]
    found: pd.DataFrame = mine[mine["place"].isin(spot.places) & (mine["age"] < spot.days)]
    return found
