"""Places in words: the sentences of hotspots, what changed since the panel before, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.places.ground import window
from mapping.places.hotspots import Hotspot, Hotspots, PlaceRow, chosen, hotspots

PANEL_DAYS = 28  # panels meet monthly
SILENT_DAYS = 60  # an agency without a record for so long is named


def children(count: int, panel: bool) -> str:
    """A count of distinct children as it may be shown: `under 5` on a panel view hides which child."""
    return words.small(count) if panel else words.number(count)


def number(value: float) -> str:
    """`2.6`; `under 0.1` rather than 0.0. Of an expectation, never of a child."""
    return "under 0.1" if value < 0.05 else f"{value:.1f}"


def chance(p: float) -> str:
    """`p = .01`, two digits, `p under .01` below that."""
    return f"p = {p:.2f}".replace("0.", ".") if p >= 0.01 else "p under .01"


def headline(spot: Hotspot, settings_days: int, panel: bool) -> tuple[str, str]:
    """(`9 distinct children`, `in 60 days where 2.6 expected`)."""
    count = children(spot.children, panel)
    lead = f"{count[0].upper()}{count[1:]} distinct {'child' if count == '1' else 'children'}"
    return (
        lead,
        f"in {settings_days} days where {number(spot.expected)} {'was' if spot.expected < 2 else 'were'} expected",
    )


def record(spot: Hotspot, panel: bool, replicas: int) -> str:
    """The small print of a hotspot: p, largest contributor, harm, radius, wards."""
    parts = [chance(spot.p) + (": this could be chance" if spot.watch else f", from {replicas} reshuffles")]
    if not (panel and spot.children < schema().policy.small_number):
        parts.append(f"largest contributor {spot.largest} of {words.counted(spot.records, 'record')}")
    harms = [words.label("harm_type", harm).lower() for harm in spot.harm_types]
    parts += [words.listed(harms, 3), f"{spot.radius:.0f} m radius"]
    return " · ".join(parts) + (f", {words.listed(spot.wards, 3)}" if spot.wards else "")


def robust(spot: Hotspot, panel: bool) -> str:
    """Whether it stands without the child with most records, and without each agency."""
    left = children(spot.children - 1, panel)
    held = "still" if spot.holds_without_largest else "no more than may be chance:"
    said = f"Without the largest contributor it is {held} {left} {'child' if left == '1' else 'children'}."
    names = [_agency(agency) for agency in spot.agencies]
    if len(names) == 1:
        return f"{said} Only {names[0]} says so."
    together = (
        f"{words.listed(names)[0].upper()}{words.listed(names)[1:]} {'both' if len(names) == 2 else 'all'} say so"
    )
    if not spot.needs:
        return f"{said} {together}, and it stands without any one of them."
    return f"{said} {together}; without {words.listed([_agency(one) for one in spot.needs])} it would not stand."


def place_line(row: PlaceRow, panel: bool) -> str:
    """`9 distinct children`, for a pin."""
    count = children(row.children, panel)
    return f"{count} distinct {'child' if count == '1' else 'children'}"


def contributor(row: PlaceRow, panel: bool) -> str:
    """`2 of 14 records`, or `not shown` where the count of children is not shown either."""
    if panel and row.children < schema().policy.small_number:
        return "not shown"
    return f"{row.largest} of {words.counted(row.records, 'record')}"


def _agency(code: str) -> str:
    label = words.label("agency", code)
    return label if label.isupper() else label.lower()


# What changed since the panel before --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One line of what changed."""

    kind: str  # New | Grew | Gone | Late
    text: str


def changes(snapshot: Snapshot, now: Hotspots, most: int = 3) -> tuple[date, tuple[Change, ...]]:
    """Compare with the panel before, as it could be known then.

    Parameters
    ----------
    snapshot
        The one that `now` was worked out from.
    now
        From `hotspots`.
    most
        Lines of each kind; what is cut is counted in the last one.

    Returns
    -------
    since, lines
        The day of the panel before (28 days back) and what changed since.
    """
    then = now.as_of - timedelta(days=PANEL_DAYS)
    before = hotspots(snapshot.recorded_by(then), now.settings)
    panel, was = now.settings.panel, {row.id: row for row in before.places}
    held = {place for spot in before.spots for place in spot.places}
    holds = {place for spot in now.spots for place in spot.places}
    new = [spot for spot in now.spots if held.isdisjoint(spot.places)]
    fresh = {place for spot in new for place in spot.places}
    lines = [
        Change("New", f"{spot.title}: {_in(before, spot, panel)} last panel, {children(spot.children, panel)} now.")
        for spot in new
    ]
    grew = [row for row in now.places if row.id not in fresh and not (panel and row.private) and _grew(row, was)]
    small = schema().policy.small_number
    grew = [row for row in grew if not panel or row.children >= small]  # "under 5, now under 5" says nothing
    lines += _cut(
        [
            Change("Grew", f"{row.name}: {_count(was.get(row.id), panel)}, now {children(row.children, panel)}.")
            for row in grew
        ],
        most,
    )
    gone = [spot for spot in before.spots if holds.isdisjoint(spot.places)]
    lines += _cut([Change("Gone", f"{spot.title}: {_gone(now, spot, panel)}") for spot in gone], most)
    late = _late(now, then)
    return then, (*lines, *([Change("Late", late)] if late else []))


def _grew(row: PlaceRow, was: dict[str, PlaceRow]) -> bool:
    return row.children >= (was[row.id].children if row.id in was else 0) + 2


def _count(row: PlaceRow | None, panel: bool) -> str:
    count = children(row.children if row else 0, panel)
    return "no child" if count == "0" else f"{count} {'child' if count == '1' else 'children'}"


def _in(found: Hotspots, spot: Hotspot, panel: bool) -> str:
    seen = found.visits[found.visits["place"].isin(spot.places)]["child"].nunique()
    count = children(int(seen), panel)
    return "no child" if count == "0" else f"{count} {'child' if count == '1' else 'children'}"


def _gone(now: Hotspots, spot: Hotspot, panel: bool) -> str:
    said = _in(now, spot, panel)
    return (
        f"{'no new child' if said == 'no child' else said} in {now.settings.days} days, no longer more than expected."
    )


def _cut(lines: list[Change], most: int) -> list[Change]:
    if len(lines) <= most:
        return lines
    return [*lines[:most], Change(lines[0].kind, f"{words.counted(len(lines) - most, 'more place', 'more places')}.")]


def _late(now: Hotspots, then: date) -> str:
    """Records of events up to the panel before that reached Kith only after it."""
    visits = chosen(now.ground.visits, now.settings)
    old = window(visits, then, 183)
    came = old[[isinstance(day, date) and day > then for day in old["recorded_on"]]]
    came = came.drop_duplicates("what")
    if came.empty:
        return ""
    months = list(dict.fromkeys(f"{day:%B}" for day in sorted(came["day"])))
    when = words.listed(months) if len(months) < 3 else f"{months[0]} to {months[-1]}"
    came_late = f"{words.counted(len(came), 'record')} of {when} reached Kith"
    return f"{came_late} after {words.day(then, now.as_of)}; the map of that day has changed."


# What is not known --------------------------------------------------------------------------------------------------


def not_known(snapshot: Snapshot, now: Hotspots) -> tuple[str, ...]:
    """What the map cannot know, in sentences: silent agencies, events with no place, what is left out."""
    said = [*_silent(snapshot)]
    if len(now.unplaced):
        said.append(f"{words.counted(len(now.unplaced), 'event has', 'events have')} no usable place.")
    if now.lacking:
        said.append(now.lacking)
    if now.at_home:
        count = words.counted(now.at_home, "missing episode", "missing episodes")
        said.append(f"{count} ended at the child's own home: a return, not counted as a place of harm.")
    hidden = now.ground.left_out
    if hidden:
        said.append(
            f"{words.counted(hidden, 'statement is', 'statements are')} left out: suspected false, or restricted."
        )
    kept_back = snapshot.withheld.restricted
    if kept_back:
        said.append(
            f"{words.counted(kept_back, 'restricted record is', 'restricted records are')} withheld from this view."
        )
    return tuple(said)


def _silent(snapshot: Snapshot) -> list[str]:
    """Agencies that have sent nothing for long, or never."""
    last = snapshot.ties.group_by("agency").aggregate([("recorded_on", "max")]).to_pylist()
    latest = {row["agency"]: row["recorded_on_max"] for row in last if row["recorded_on_max"]}
    said = [
        f"{words.label('agency', agency)} has sent nothing since {words.day(day, snapshot.as_of)}."
        for agency, day in sorted(latest.items())
        if (snapshot.as_of - day).days > SILENT_DAYS
    ]
    never = [code for code in schema().codes["agency"].codes if code not in latest]
    if latest and never:
        said.append(f"Nothing on record comes from {words.listed([_agency(code) for code in never])}.")
    return said
