"""Hotspots: places where more distinct children come to harm than the baseline explains, and how sure that is. Pure.

The headline is the scan of `mapping.places.scan` over the one window that was asked for: the map shows those days, and
a circle of 180 days on a map of 60 would show what is not there. Its p pays for the circles of that window; the scan
that looks at 30, 90 and 180 days at once, and pays for it, is `mapping.places.looks`: every harm, and each kind.

Everything here counts children, never records; counts are true counts, and on a panel view whatever shows them passes
`mapping.places.guard` and `mapping.places.say`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from pyproj import Transformer

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.places.baseline import Baseline, baseline
from mapping.places.ground import BNG, WGS84, Ground, ground, unplaced_since, window
from mapping.places.guard import guard
from mapping.places.scan import RADII, Cluster, Floats, Ints, Scan, expected, p_value, scan
from mapping.plain import plain
from mapping.small import suppress

HOTSPOT, WATCH = 0.05, 0.20
"""Up to the first p a circle is a hotspot, up to the second one to watch: it may be chance."""
_BLUR = 200.0  # metres: on a panel view a circle about a private place is drawn about the middle of such a square


@dataclass(frozen=True)
class HotspotSettings:
    """What is counted. Empty `harm_types` or `agencies` mean all of them."""

    days: int = 60
    harm_types: tuple[str, ...] = ()
    baseline: str = "children"
    agencies: tuple[str, ...] = ()
    seed: int = 0
    replicas: int = 999
    panel: bool = True

    def __post_init__(self) -> None:
        if self.days < 1 or self.replicas < 19:
            raise ValueError("A scan needs at least one day and 19 reshuffles.")


@dataclass(frozen=True)
class PlaceRow:
    """One named place in the window."""

    id: str
    name: str
    kind: str  # label of its kind
    children: int  # distinct
    expected: float
    records: int
    largest: int  # records of the child with most
    private: bool
    owner: str  # who answers for it, "" when nobody is recorded
    review: date | None  # when its plan is next reviewed


@dataclass(frozen=True)
class Hotspot:
    """A circle with more distinct children than expected."""

    number: int
    watch: bool
    title: str
    latitude: float
    longitude: float
    radius: float  # metres
    children: int
    expected: float
    p: float
    records: int
    largest: int  # records of the child with most
    holds_without_largest: bool
    agencies: tuple[str, ...]  # who say so, most records first
    needs: tuple[str, ...]  # agencies without whose records it would not stand
    harm_types: tuple[str, ...]
    wards: tuple[str, ...]
    places: tuple[str, ...]  # ids, most children first
    child_ids: tuple[str, ...]
    events: tuple[str, ...]  # oldest first
    ties: tuple[str, ...]  # the assertions behind it


@dataclass(frozen=True)
class Hotspots:
    """What the scan found in one window."""

    settings: HotspotSettings
    as_of: date
    since: date  # first day of the window
    spots: tuple[Hotspot, ...]  # hotspots first, then watch; strongest first
    places: tuple[PlaceRow, ...]  # with at least one child, most children first
    children: int  # distinct, on the map
    events_on_map: int
    unplaced: pd.DataFrame  # events of the window that are not on the map, with why
    at_home: int  # events at the child's own home: a return, not a place of harm
    method: str
    lacking: str  # what stood in for a missing baseline
    of_records: bool  # the baseline is who is on record, not who lives there
    ground: Ground = field(repr=False)
    visits: pd.DataFrame = field(repr=False)  # of the window

    @property
    def events(self) -> int:
        """Events of the window, on the map or not."""
        return self.events_on_map + len(self.unplaced)

    @property
    def named(self) -> tuple[PlaceRow, ...]:
        """The places that may be named, most children first.

        On a panel view no children's home and no private address, and those whose count is not shown last, by name: in
        order they would tell which of two counts under 5 is the larger.
        """
        if not self.settings.panel:
            return self.places
        may = guard(self).places
        named = [row for row in self.places if not row.private]
        hidden = sorted((row for row in named if row.id not in may), key=lambda row: (row.name, row.id))
        return (*(row for row in named if row.id in may), *hidden)

    def as_json(self) -> dict[str, Any]:
        """The result as plain values.

        On a panel view no child, record or private place, and null for counts that are small or give a small one away.
        """
        panel, may = self.settings.panel, guard(self)
        gone = {"child_ids", "events", "ties", "places"} if panel else set()
        spots = [{key: value for key, value in asdict(spot).items() if key not in gone} for spot in self.spots]
        places = [asdict(row) for row in self.named]
        for spot in spots:
            _hide(spot, spot["number"] in may.spots, spot["number"] in may.spot_records)
            spot["expected"] = spot["expected"] if spot["number"] in may.spots_expected else None
        for row in places:
            _hide(row, row["id"] in may.places, row["id"] in may.records)
            row["expected"] = row["expected"] if row["id"] in may.expected else None
        told: dict[str, Any] = plain(
            {
                "as_of": self.as_of,
                "since": self.since,
                "settings": asdict(self.settings),
                "method": self.method,
                "lacking": self.lacking,
                "children": self.children if may.total else None,
                "events": self._events(),
                "hotspots": spots,
                "places": places,
                "not_on_map": self._not_on_map(),
            }
        )
        return told

    def _events(self) -> dict[str, int | None]:
        off, small = len(self.unplaced), schema().policy.small_number
        hidden = self.settings.panel and (0 < off < small or 0 < self.at_home < small)
        counts = {"on_map": self.events_on_map, "of": self.events, "at_own_home": self.at_home}
        return {**counts, "of": None, "at_own_home": None} if hidden else dict(counts)

    def _not_on_map(self) -> list[dict[str, Any]]:
        """Each event and why; on a panel view the reasons only, with how many events if not fewer than 5."""
        rows = self.unplaced
        if not self.settings.panel:
            return rows.astype(object).where(rows.notna(), None).to_dict("records")  # type: ignore[return-value]
        counts = rows["why"].value_counts(sort=False)
        shown = suppress(counts.tolist(), schema().policy.small_number)
        return [
            {"why": why, "events": int(count) if seen else None}
            for why, count, seen in zip(counts.index, counts, shown.shown, strict=True)
        ]


def _hide(figures: dict[str, Any], children: bool, records: bool) -> None:
    """Take out of a row what may not be shown."""
    figures |= {} if children else {"children": None}
    figures |= {} if children and records else {"records": None, "largest": None}


def hotspots(snapshot: Snapshot, settings: HotspotSettings | None = None, *, known: Ground | None = None) -> Hotspots:
    """Find the hotspots of the last days.

    Parameters
    ----------
    snapshot
        Everything the viewer may see.
    settings
        Days, harm types, baseline, agencies, seed.
    known
        The snapshot's `ground`, if it was worked out before.

    Returns
    -------
    Hotspots
        With no events or no ground, no spots.

    Raises
    ------
    ValueError
        The settings make no sense.
    """
    settings = settings or HotspotSettings()
    known = known or ground(snapshot)
    base = baseline(snapshot, known, settings.baseline)
    seen = window(chosen(known.visits, settings), snapshot.as_of, settings.days)
    home = seen["own_home"].astype(bool)
    away = seen[~home]
    found = _scan(base, away, settings)
    return Hotspots(
        settings,
        snapshot.as_of,
        snapshot.as_of - timedelta(days=settings.days - 1),
        _spots(base, found, away, known, settings.panel) if found else (),
        _rows(known, away, base),
        int(away["child"].nunique()),
        events_of(away),
        _recent(known, settings, snapshot.as_of),
        int(seen[home]["event"].nunique()),
        f"Kulldorff's scan: circles of {RADII[0]:.0f} to {RADII[-1]:,.0f} m, {settings.replicas} reshuffles, seed "
        f"{settings.seed}, against {base.against}",
        base.stands_in,
        base.of_records,
        known,
        away,
    )


def chosen(visits: pd.DataFrame, settings: HotspotSettings) -> pd.DataFrame:
    """The visits of the harm types and agencies asked for."""
    if settings.harm_types:
        visits = visits[visits["harm_type"].isin(settings.harm_types)]
    if settings.agencies:
        visits = visits[visits["agency"].isin(settings.agencies)]
    return visits


def events_of(visits: pd.DataFrame) -> int:
    """Events, each once; a statement without an event of its own counts as one."""
    return int(visits["what"].nunique())


def visits_of_child(visits: pd.DataFrame) -> Ints:
    """How many places each child was at."""
    return np.asarray(visits[["child", "place"]].drop_duplicates()["child"].value_counts(), np.intp)


def records_by(visits: pd.DataFrame, column: str) -> pd.Series:
    """How many records each child or agency has, most first: an event counts once for each child in it."""
    return visits.drop_duplicates(["child", "what", column]).value_counts(column)


def _recent(known: Ground, settings: HotspotSettings, as_of: date) -> pd.DataFrame:
    """Unplaced events of the window and harm types; without a day or month they cannot be ruled out, so they stay.

    The reason may begin with the name of the place; on a panel view, where no home is named, it does not.
    """
    unplaced = known.unplaced
    kept = unplaced[unplaced["harm_type"].isin(settings.harm_types)] if settings.harm_types else unplaced
    recent_ones = unplaced_since(kept, as_of, settings.days)
    order = sorted(range(len(recent_ones)), key=lambda i: str(recent_ones["day"].iloc[i]), reverse=True)
    newest: pd.DataFrame = recent_ones.iloc[order].reset_index(drop=True)
    if not settings.panel:
        return newest
    reasons = sorted((why for why in known.places["why"].unique() if why), key=len, reverse=True)
    return newest.assign(why=[next((one for one in reasons if why.endswith(one)), why) for why in newest["why"]])


def _scan(base: Baseline, seen: pd.DataFrame, settings: HotspotSettings) -> Scan | None:
    if base.zones is None or seen.empty:
        return None
    units = seen["place"].map(base.unit).to_numpy(int)
    return scan(base.zones, units, seen["child"].to_numpy(str), replicas=settings.replicas, seed=settings.seed)


def _spots(base: Baseline, found: Scan, seen: pd.DataFrame, known: Ground, panel: bool) -> tuple[Hotspot, ...]:
    """The circles worth naming, hotspots first."""
    ruler = np.sort(found.maxima)
    spots = [_spot(base, cluster, seen, known, ruler, panel) for cluster in found.clusters if cluster.p <= WATCH]
    spots.sort(key=lambda spot: (spot.watch, spot.p))
    return tuple(
        replace(spot, number=number, title=titled(known, spot.places, panel)) for number, spot in enumerate(spots, 1)
    )


def _spot(base: Baseline, cluster: Cluster, seen: pd.DataFrame, known: Ground, ruler: Floats, panel: bool) -> Hotspot:
    assert base.zones is not None
    units, share = set(cluster.units), float(base.zones.share[cluster.centre, cluster.ring])
    inside = seen["place"].map(base.unit).isin(units)
    here, watch = seen[inside], cluster.p > HOTSPOT

    def stands(left: pd.Series) -> bool:
        return _p_of(share, seen[left], inside[left], ruler) <= (WATCH if watch else HOTSPOT)

    by_child, by_agency = records_by(here, "child"), records_by(here, "agency")
    places = here.groupby("place")["child"].nunique().sort_values(ascending=False, kind="stable").index
    longitude, latitude = _degrees().transform(*_centre(cluster, known, panel))
    return Hotspot(
        number=0,
        watch=watch,
        title="",
        latitude=float(latitude),
        longitude=float(longitude),
        radius=cluster.radius,
        children=cluster.observed,
        expected=cluster.expected,
        p=cluster.p,
        records=int(by_child.sum()),
        largest=int(by_child.iloc[0]),
        holds_without_largest=stands(seen["child"] != by_child.index[0]),
        agencies=tuple(by_agency.index),
        needs=tuple(agency for agency in by_agency.index if not stands(seen["agency"] != agency)),
        harm_types=tuple(here["harm_type"].value_counts().index),
        wards=tuple(dict.fromkeys(ward for ward in known.places.loc[places, "ward"] if ward)),
        places=tuple(places),
        child_ids=tuple(by_child.index),
        events=tuple(dict.fromkeys(event for event in here.sort_values("day")["event"] if event)),
        ties=tuple(dict.fromkeys(tie for ties in here["ties"] for tie in ties)),
    )


def _centre(cluster: Cluster, known: Ground, panel: bool) -> tuple[float, float]:
    """Where the circle is drawn: on a panel view never round the very point of a private place."""
    at = np.array([cluster.x, cluster.y])
    private = known.places[known.places["on_map"] & known.places["private"]][["x", "y"]].to_numpy(float)
    if panel and (np.hypot(*(private - at).T) < _BLUR / 2).any():
        at = (np.floor(at / _BLUR) + 0.5) * _BLUR
    return float(at[0]), float(at[1])


def _p_of(share: float, seen: pd.DataFrame, inside: pd.Series, ruler: Floats) -> float:
    """The p of this very circle when only these visits are counted, held against the same reshuffles."""
    visits = visits_of_child(seen)
    n, c = len(visits), int(seen.loc[inside, "child"].nunique())
    mu = float(expected(np.array([share]), visits)[0]) if n else 0.0
    if c <= mu or c < 2:
        return 1.0
    rest = (n - c) * np.log((n - c) / (n - mu)) if n > c else 0.0
    return p_value(c * np.log(c / mu) + rest, ruler) if mu > 0 else p_value(np.inf, ruler)


def titled(known: Ground, places: tuple[str, ...], panel: bool) -> str:
    """The place with most children, and the next one; on a panel view no private place is named."""
    rows = known.places.loc[list(places)]
    named = rows if not panel else rows[~rows["private"]]
    names = [name for name in dict.fromkeys(named["name"]) if name]
    if names:
        return " and ".join(names[:2])
    wards = [ward for ward in dict.fromkeys(rows["ward"]) if ward]
    return f"Addresses in {wards[0]}" if wards else "Addresses that are not named here"


def _rows(known: Ground, seen: pd.DataFrame, base: Baseline) -> tuple[PlaceRow, ...]:
    """Named places with at least one child, most distinct children first."""
    visits = visits_of_child(seen)
    due = expected(base.here, visits) if len(visits) else np.zeros(len(base.unit))
    rows = []
    for place, here in seen.groupby("place"):
        about, each = known.places.loc[place], records_by(here, "child")
        review = about["review_date"]
        rows.append(
            PlaceRow(
                str(place),
                str(about["name"]),
                str(about["label"]),
                len(each),
                float(due[base.unit[str(place)]]),
                int(each.sum()),
                int(each.iloc[0]),
                bool(about["private"]),
                str(about["owner"]),
                review if isinstance(review, date) else None,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.children, -row.records, row.name)))


@cache
def _degrees() -> Transformer:
    return Transformer.from_crs(BNG, WGS84, always_xy=True)
