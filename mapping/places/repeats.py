"""Near repeats: whether harm at a place is followed by harm to *another* child there or near it, within days. Pure.

Knox's test (see `mapping.places.knox`) on incidents: what happened at one place on one day, to however many children. A
pair counts where both incidents are of different children altogether, so that one child's 34 episodes are no repeats,
and three children who went missing together are one incident. It needs days; a return to the own home is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from graph.snapshot import Snapshot
from mapping.places.ground import Ground, ground, window
from mapping.places.hotspots import HotspotSettings, chosen
from mapping.places.scan import Floats, Ints

DISTANCES = (0.0, 250.0, 500.0)
DAYS = (7, 14)
FEWEST = 20
"""Of fewer incidents nothing can be said."""
_FIRSTS = 0.5  # of incidents on the first of a month: then the dates are months, not days


@dataclass(frozen=True)
class RepeatSettings:
    """What is counted: `days` back; empty `harm_types` or `agencies` mean all of them."""

    days: int = 365
    harm_types: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    permutations: int = 999
    seed: int = 0


@dataclass(frozen=True)
class Band:
    """Pairs of incidents of different children, within a distance and a number of days, bounds included."""

    distance: float  # metres; 0 = the same place
    days: int
    observed: int
    expected: float
    ratio: float | None  # None where nothing is expected
    p: float  # for this band alone
    what: tuple[str, ...]  # the events of these pairs, and statements without an event of their own


@dataclass(frozen=True)
class NearRepeats:
    """What was found; without a reason `why_not`, every band of `DISTANCES` x `DAYS`."""

    bands: tuple[Band, ...]
    p: float | None  # that any band be so unusual, having looked at all of them
    incidents: int
    children: int
    undated: int  # incidents whose day is not known
    why_not: str  # in words, why nothing is said; empty where something is


def near_repeats(
    snapshot: Snapshot, settings: RepeatSettings | None = None, *, known: Ground | None = None
) -> NearRepeats:
    """Test whether incidents follow near ones of other children.

    Parameters
    ----------
    snapshot
        Everything the viewer may see.
    settings
        Days back, harm types, agencies, how many shuffles and their seed.
    known
        The snapshot's `ground`, if it was worked out before.

    Returns
    -------
    NearRepeats
        Under 20 incidents, or where the dates are months, no bands and the reason.
    """
    settings = settings or RepeatSettings()
    known = known or ground(snapshot)
    wanted = HotspotSettings(harm_types=settings.harm_types, agencies=settings.agencies)
    seen = chosen(known.visits, wanted)
    seen = seen[~seen["own_home"].astype(bool)]
    undated = int(seen["what"][np.array([not isinstance(day, date) for day in seen["day"]], bool)].nunique())
    found = _incidents(window(seen, snapshot.as_of, settings.days))
    children = len(set().union(*found["child"])) if len(found) else 0
    if why_not := _why_not(found):
        return NearRepeats((), None, len(found), children, undated, why_not)
    xy = known.places.loc[found["place"], ["x", "y"]].to_numpy(float)
    bands, p = _tested(xy, found, settings)
    return NearRepeats(bands, p, len(found), children, undated, "")


def _incidents(seen: pd.DataFrame) -> pd.DataFrame:
    """One row a place and day: `place, day, age`, and the sets `child` and `what` of its children and events."""
    if seen.empty:
        return pd.DataFrame({"place": [], "day": [], "age": [], "child": [], "what": []})
    return seen.groupby(["place", "day", "age"], sort=True)[["child", "what"]].agg(frozenset).reset_index()


def _why_not(found: pd.DataFrame) -> str:
    if len(found) < FEWEST:
        return f"Fewer than {FEWEST} incidents have a place and a day: of so few nothing can be said."
    return months_only(list(found["day"]))


def months_only(days: list[date]) -> str:
    """Why these dates cannot be read as days, in words: most are the first of a month. Empty where they can."""
    first = float(np.mean([day.day == 1 for day in days])) if days else 0.0
    if first <= _FIRSTS:
        return ""
    return f"{first:.0%} of the dates are the first of a month: they look like months, and days are needed."


def _tested(xy: Floats, found: pd.DataFrame, settings: RepeatSettings) -> tuple[tuple[Band, ...], float]:
    """Every band, and the p of having looked at all of them (the smallest p of each shuffle, Westfall and Young)."""
    age, children, whats = found["age"].to_numpy(float), list(found["child"]), list(found["what"])
    tree = cKDTree(xy)
    pairs = np.asarray(tree.query_pairs(DISTANCES[-1], output_type="ndarray"), np.intp).reshape(-1, 2)
    other = [children[a].isdisjoint(children[b]) for a, b in pairs]
    pairs = pairs[np.array(other, bool)]
    apart = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T)
    ring = np.searchsorted(DISTANCES, apart - 1e-6)
    counts = _shuffled(pairs, ring, age, settings)
    due = _due(ring, age)
    ruler = np.sort(counts, axis=0)
    # (shuffles, bands) data sets with as many pairs or more, itself included; the first row is what was observed
    above = len(counts) - np.array([np.searchsorted(ruler[:, at], counts[:, at]) for at in range(counts.shape[1])]).T
    least = above.min(axis=1)
    gap = np.abs(age[pairs[:, 0]] - age[pairs[:, 1]])
    behind = [np.unique(pairs[(ring <= near) & (gap <= days)]) for near in range(len(DISTANCES)) for days in DAYS]
    asked = [(distance, days) for distance in DISTANCES for days in DAYS]
    bands = tuple(
        Band(
            *bound,
            int(count),
            mean,
            float(count / mean) if mean else None,
            float(level / len(counts)),
            tuple(sorted({what for at in rows for what in whats[at]})),
        )
        for bound, count, mean, level, rows in zip(asked, counts[0], due, above[0], behind, strict=True)
    )
    return bands, float(np.mean(least <= least[0]))


def _shuffled(pairs: Ints, ring: Ints, age: Floats, settings: RepeatSettings) -> Ints:
    """(1 + permutations, bands): pairs in each band, first as they are."""
    rng = np.random.default_rng(settings.seed)
    counts = np.empty((settings.permutations + 1, len(DISTANCES) * len(DAYS)), np.intp)
    for run in range(len(counts)):
        now = age if not run else rng.permutation(age)
        gap = np.abs(now[pairs[:, 0]] - now[pairs[:, 1]])
        upto = [np.bincount(ring[gap <= days], minlength=len(DISTANCES)).cumsum() for days in DAYS]
        counts[run] = np.array(upto).T.ravel()
    return counts


def _due(ring: Ints, age: Floats) -> list[float]:
    """Pairs expected in each band: near pairs times the share of all pairs that are so few days apart."""
    then, every = cKDTree(age[:, None]), len(age) * (len(age) - 1) / 2
    soon = [(int(then.count_neighbors(then, days)) - len(age)) / 2 / every for days in DAYS]
    near = np.bincount(ring, minlength=len(DISTANCES)).cumsum()
    return [float(count * share) for count in near for share in soon]
