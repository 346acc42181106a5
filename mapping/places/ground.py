"""The ground: boundaries and visits with their points in metres, and what is not on the map and why. It does no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from data_schema import schema
from graph.snapshot import Snapshot

BNG = 27700  # British National Grid, metres
WGS84 = 4326
OWN = "own"  # kind of the hub's own areas
PRESENCE = ("went_missing", "harmed_in", "alleged_in", "present_at")
"""Ties that put a child at an event. A witness is kept apart; an interview happens elsewhere, later."""
WHERE = ("happened_at", "found_at")
VISITS = [
    "event",
    "child",
    "place",
    "day",
    "started_at",
    "harm_type",
    "event_kind",
    "agency",
    "recorded_on",
    "ties",
    "own_home",
    "what",
]
UNPLACED = ["event", "name", "day", "month", "harm_type", "why"]
NOWHERE = "the record does not say where"
MONTH_ONLY = "only the month is known, and a day is needed"


def areas_frame(snapshot: Snapshot, kind: str | None = None) -> gpd.GeoDataFrame:
    """The areas of a snapshot in metres.

    Parameters
    ----------
    snapshot
        Whose `areas` are wanted.
    kind
        `ward`, `lsoa`, `local_authority` or `own`; None: all but the hub's own, which a place may lie in or not: they
        do not say what is in the area, nor who lives where.

    Returns
    -------
    GeoDataFrame
        `id, kind, name, children, area_set` and geometry, EPSG:27700. Broken polygons are mended
        (`shapely.make_valid`), keeping their area; rows without a geometry are left out.
    """
    table = published(snapshot) if kind is None else snapshot.areas.filter(pc.equal(snapshot.areas["kind"], kind))
    frame = table.select(["id", "kind", "name", "children", "area_set"]).to_pandas()
    shapes = shapely.from_wkb(np.array(table["geometry"].to_pylist(), dtype=object), on_invalid="ignore")
    found = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs=WGS84), crs=WGS84)
    found = found[found.geometry.notna() & ~found.geometry.is_empty].reset_index(drop=True)
    found["geometry"] = [_polygonal(shape) for shape in found.geometry]
    return found.to_crs(BNG)


def published(snapshot: Snapshot) -> pa.Table:
    """The areas without the hub's own: those that say what lies in the area."""
    return snapshot.areas.filter(pc.not_equal(snapshot.areas["kind"], OWN))


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """A valid shape of polygons only: mending may leave stray lines and points behind."""
    if shape.is_valid:
        return shape
    mended = shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(mended) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(parts) if parts else shape.buffer(0)


def small_areas(snapshot: Snapshot) -> gpd.GeoDataFrame:
    """The finest areas that there are: small areas, else wards, else districts."""
    for kind in ("lsoa", "ward", "local_authority"):
        found = areas_frame(snapshot, kind)
        if len(found):
            return found
    return areas_frame(snapshot)


@dataclass(frozen=True)
class Ground:
    """Places and visits of a snapshot.

    `places` (index: id): `name, kind, label, private, latitude, longitude, x, y, area, ward, owner, guardianship,
    review_date, point_from, on_map, why`. `point_from` is a code of the list point_from, empty in older records.
    `visits`: one row a child, event, place and agency that says so, columns VISITS; only places that are on the map.
    `event` is empty for harm stated of a place without an event of its own; `what` is the event or that statement.
    `started_at` is hh:mm, empty where no time is recorded.
    `unplaced`: one row an event or statement that is not on the map or has no day, columns UNPLACED; `month` is yyyy-mm
    where no day is known, else empty.
    `left_out`: ties not counted because they are suspected false or restricted.
    """

    places: gpd.GeoDataFrame
    visits: pd.DataFrame
    unplaced: pd.DataFrame
    left_out: int
    events: int  # events with a child, placed or not


def ground(snapshot: Snapshot) -> Ground:
    """Put the snapshot's places and events on the map, and name what cannot be put there."""
    places = places_frame(snapshot)
    ties, left_out = _usable(snapshot)
    presence, where = ties[ties["kind"].isin(PRESENCE)], ties[ties["kind"].isin(WHERE)]
    people = snapshot.entities.filter(pc.equal(snapshot.entities["kind"], "child"))["id"].to_pylist()
    presence = presence[presence["from_id"].isin(people)]
    events = _events(snapshot)
    events = events[events.index.isin(presence["to_id"])]
    located = where[where["from_id"].isin(events.index)]
    dated = events.index[events["started_on"].notna()]
    usable = located[located["to_id"].isin(places.index[places["on_map"]]) & located["from_id"].isin(dated)]
    homes = set(map(tuple, ties.loc[ties["kind"] == "lives_at", ["from_id", "to_id"]].to_numpy().tolist()))
    visits = _visits(presence, usable, events, homes)
    stated = ties[(ties["kind"] == "harms_at") & ties["from_id"].isin(people)]
    visits = pd.concat([visits, _stated(stated, places, homes)], ignore_index=True)[VISITS]
    off = stated[~stated["to_id"].isin(places.index[places["on_map"]])]
    unplaced = [_unplaced(events, located, places, set(usable["from_id"])), _stated_off(off, places)]
    return Ground(places, visits, pd.concat(unplaced, ignore_index=True), left_out, len(events) + len(stated))


def _usable(snapshot: Snapshot) -> tuple[pd.DataFrame, int]:
    """Ties that count for analysis: suspected false and restricted ones do not, by policy."""
    policy = schema().policy
    wanted = pa.array([*PRESENCE, *WHERE, "lives_at", "harms_at"])
    ties: pd.DataFrame = snapshot.ties.filter(pc.is_in(snapshot.ties["kind"], wanted)).to_pandas(date_as_object=True)
    out = ties["information_grade"].isin(policy.left_out_information) | ties["handling"].isin(policy.left_out_handling)
    return ties[~out], int(out.sum())


def _events(snapshot: Snapshot) -> pd.DataFrame:
    table = snapshot.entities.filter(pc.equal(snapshot.entities["kind"], "event"))
    columns = ["id", "name", "subkind", "harm_type", "started_on", "started_month", "started_at"]
    frame: pd.DataFrame = table.select(columns).to_pandas(date_as_object=True)
    frame = frame[frame["subkind"] != "interview"]
    frame["started_month"] = frame["started_month"].astype(object).where(frame["started_month"].notna(), "")
    frame["harm_type"] = frame["harm_type"].where(frame["harm_type"].notna() & (frame["harm_type"] != ""), "")
    frame["started_at"] = frame["started_at"].astype(object).where(frame["started_at"].notna(), "")
    missing = frame["subkind"].isin(["missing", "away"]) & (frame["harm_type"] == "")
    frame.loc[missing, "harm_type"] = "missing"
    return frame.set_index("id")


def _visits(
    presence: pd.DataFrame, where: pd.DataFrame, events: pd.DataFrame, homes: set[tuple[str, str]]
) -> pd.DataFrame:
    """One row a child, event and place, with the ties that say so and the agencies that hold them."""
    at = where[["from_id", "to_id", "id"]].set_axis(["event", "place", "where_tie"], axis=1)
    who = presence[["from_id", "to_id", "id", "agency", "recorded_on"]]
    who = who.set_axis(["child", "event", "who_tie", "agency", "recorded_on"], axis=1)
    rows = who.merge(at, on="event").merge(events, left_on="event", right_index=True)
    rows["ties"] = list(zip(rows.pop("who_tie"), rows.pop("where_tie"), strict=True))
    rows["own_home"] = [(child, place) in homes for child, place in zip(rows["child"], rows["place"], strict=True)]
    return rows.assign(what=rows["event"]).rename(columns={"started_on": "day", "subkind": "event_kind"})


def _stated(stated: pd.DataFrame, places: pd.DataFrame, homes: set[tuple[str, str]]) -> pd.DataFrame:
    """Harm said to happen at a place without an event of its own, dated by when it was last observed."""
    rows = stated[stated["to_id"].isin(places.index[places["on_map"]])]
    day = rows["observed_to"].combine_first(rows["observed_from"]).combine_first(rows["recorded_on"])
    pairs = zip(rows["from_id"], rows["to_id"], strict=True)
    return pd.DataFrame(
        {
            "event": "",
            "child": rows["from_id"],
            "place": rows["to_id"],
            "day": day,
            "started_at": "",
            "harm_type": "other",
            "event_kind": "other",
            "agency": rows["agency"],
            "recorded_on": rows["recorded_on"],
            "ties": [(tie,) for tie in rows["id"]],
            "own_home": [pair in homes for pair in pairs],
            "what": rows["id"],
        }
    )


def places_frame(snapshot: Snapshot) -> gpd.GeoDataFrame:
    """Every place and school, on the map or not: `Ground.places`, whose columns are told there."""
    table = snapshot.entities.filter(pc.is_in(snapshot.entities["kind"], pa.array(["location", "school"])))
    columns = ["id", "kind", "name", "subkind", "latitude", "longitude", "owner", "guardianship", "review_date"]
    frame = table.select([*columns, "point_from", "no_point"]).to_pandas(date_as_object=True).set_index("id")
    for column in ("name", "owner", "guardianship", "point_from", "no_point"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), "")
    codes = schema().codes["place_kind"]
    frame["subkind"] = frame["subkind"].where(frame["kind"] == "location", "school").fillna("other")
    frame["label"] = ["School" if kind == "school" else codes.label(kind) for kind in frame["subkind"]]
    private = {code.code for code in codes.codes.values() if code.extra.get("private") == "yes"}
    frame["private"] = frame["subkind"].isin(private)
    points = gpd.GeoSeries.from_xy(frame["longitude"], frame["latitude"], index=frame.index, crs=WGS84)
    frame["why"] = _why_not(frame)
    good = frame["why"] == ""
    metres = points.where(good).to_crs(BNG)
    found = gpd.GeoDataFrame(
        frame.drop(columns=["kind", "no_point"]).rename(columns={"subkind": "kind"}), geometry=metres, crs=BNG
    )
    found["x"], found["y"] = found.geometry.x, found.geometry.y
    found["ward"], found["area"] = "", ""
    areas = areas_frame(snapshot)
    if len(areas):
        _lie_in(found, areas)
        outside = good & (found["area"] == "") & (found["ward"] == "")
        found.loc[outside, "why"] = "outside the boundaries loaded"
    found["on_map"] = found["why"] == ""
    return found


def _lie_in(places: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> None:
    """Write each place's ward name and small area code into it, by where its point lies."""
    placed = places[places["why"] == ""][["geometry"]]
    for column, kinds, value in (("ward", ["ward"], "name"), ("area", ["lsoa", "local_authority", "ward"], "id")):
        for kind in kinds:
            some = areas[areas["kind"] == kind].sort_values("id")[[value, "geometry"]].rename(columns={value: "_in"})
            joined = placed.sjoin(some, predicate="intersects")["_in"]
            joined = joined[~joined.index.duplicated()]  # areas that overlap: the first by code, always the same
            empty = places.index[(places[column] == "") & places.index.isin(joined.index)]
            places.loc[empty, column] = joined.reindex(empty)


def _why_not(places: pd.DataFrame) -> npt.NDArray[np.object_]:
    """In words why a point cannot be used, empty where it can. Great Britain lies in 49 to 61 N, 9 W to 2 E."""
    lat, lon = places["latitude"].to_numpy(float), places["longitude"].to_numpy(float)
    with np.errstate(invalid="ignore"):
        swapped = (lat >= -9) & (lat <= 2) & (lon >= 49) & (lon <= 61)
        abroad = ~((lat >= 49) & (lat <= 61) & (lon >= -9) & (lon <= 2))
        nowhere = (lat == 0) & (lon == 0)
    codes = schema().codes["no_point"]
    kept = np.array(
        [codes.label(code) if code else "the place has no coordinates" for code in places["no_point"]], object
    )
    return np.select(
        [np.isnan(lat) | np.isnan(lon), nowhere, swapped, abroad],
        [
            kept,
            "the place is at 0, 0, which is no place",
            "latitude and longitude of the place look swapped",
            "the place's coordinates lie outside Great Britain",
        ],
        "",
    ).astype(object)


def _unplaced(events: pd.DataFrame, located: pd.DataFrame, places: gpd.GeoDataFrame, placed: set[str]) -> pd.DataFrame:
    """Events that are not on the map, each with the reason."""
    rows = events[~events.index.isin(placed)]
    first = located.drop_duplicates("from_id").set_index("from_id")["to_id"]
    off, said = _off(places), []
    for event, month, day in zip(rows.index, rows["started_month"], rows["started_on"], strict=True):
        if isinstance(day, date):
            said.append(off.get(first.get(event, ""), NOWHERE))
        else:
            said.append(MONTH_ONLY if month else "the record does not say when")
    rows = rows.rename(columns={"started_on": "day", "started_month": "month"}).assign(event=rows.index, why=said)
    return rows.reset_index(drop=True)[UNPLACED]


def _off(places: gpd.GeoDataFrame) -> dict[str, str]:
    """Why places are not on the map, with their names."""
    rows = places[places["why"] != ""]
    return {place: f"{name}: {why}" for place, name, why in zip(rows.index, rows["name"], rows["why"], strict=True)}


def _stated_off(stated: pd.DataFrame, places: gpd.GeoDataFrame) -> pd.DataFrame:
    """Harm said to happen at places that are not on the map: statements, so without an event of their own."""
    off = _off(places)
    why = [off.get(place, NOWHERE) for place in stated["to_id"]]
    day = stated["observed_to"].combine_first(stated["observed_from"]).combine_first(stated["recorded_on"])
    return pd.DataFrame(
        {"event": "", "name": "Harm stated of a place", "day": day, "month": "", "harm_type": "other", "why": why}
    )[UNPLACED]


def lattice(areas: gpd.GeoDataFrame, step: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Spread each area's children evenly over a square lattice.

    Parameters
    ----------
    areas
        Polygons in metres with a column `children`; where it is empty the median density of the others stands in.
    step
        Metres between points.

    Returns
    -------
    xy, children
        (U, 2) metres and (U,) children at each point. An area too small to hold a point gets one of its own.
    """
    west, south, east, north = areas.total_bounds
    x = np.arange(np.floor(west / step) * step + step / 2, east, step)
    y = np.arange(np.floor(south / step) * step + step / 2, north, step)
    grid = np.c_[np.repeat(x, len(y)), np.tile(y, len(x))]
    cell, area = areas.sindex.query(shapely.points(grid), predicate="intersects")
    once = np.unique(cell, return_index=True)[1]
    cell, area = cell[once], area[once]
    bare = np.setdiff1d(np.arange(len(areas)), area)
    inner = shapely.get_coordinates(areas.geometry.iloc[bare].representative_point())
    xy, area = np.vstack([grid[cell], inner]), np.r_[area, bare]
    children = living(areas)
    return xy, children[area] / np.bincount(area, minlength=len(areas))[area]


def living(areas: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    """Children living in each area; where nobody said, its size times the median density of the others, or 1."""
    known: npt.NDArray[np.float64] = pd.to_numeric(areas["children"], errors="coerce").to_numpy(float)
    size: npt.NDArray[np.float64] = areas.area.to_numpy()
    density = known[known >= 0] / size[known >= 0]
    typical = float(np.median(density)) if len(density) and np.median(density) > 0 else 1.0
    return np.where(np.isnan(known), size * typical, known)


def children_known(areas: gpd.GeoDataFrame) -> bool:
    """Whether any area says how many children live there."""
    return bool(pd.to_numeric(areas["children"], errors="coerce").sum() > 0)


def window(visits: pd.DataFrame, as_of: date, days: int) -> pd.DataFrame:
    """The visits of the last `days` days, today included, with their `age` in days."""
    age = pd.Series([(as_of - day).days if isinstance(day, date) else -1 for day in visits["day"]], index=visits.index)
    kept = (age >= 0) & (age < days)
    return visits[kept].assign(age=age[kept].astype(int))


def unplaced_since(unplaced: pd.DataFrame, as_of: date, days: int) -> pd.DataFrame:
    """The unplaced events that are or may be of the last `days` days: by their day, their month, or with neither."""
    last = pd.Timestamp(as_of)
    first = last - pd.Timedelta(days=days - 1)

    def may(day: object, month: object) -> bool:
        if isinstance(day, date):
            return bool(first <= pd.Timestamp(day) <= last)
        if not isinstance(month, str) or not month:
            return True
        whole = pd.Period(month, "M")
        return bool(whole.start_time <= last and whole.end_time >= first)

    mask = [may(*pair) for pair in zip(unplaced["day"], unplaced["month"], strict=True)]
    kept: pd.DataFrame = unplaced[np.array(mask, bool)]
    return kept
