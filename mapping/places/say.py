"""Places in words: the sentences of hotspots, what changed since the panel before, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.places.ground import window
from mapping.places.guard import Guard, guard
from mapping.places.hotspots import HOTSPOT, Hotspot, Hotspots, PlaceRow, chosen, hotspots
from mapping.places.rates import INTERVAL, PlaceRate
from mapping.places.repeats import NearRepeats
from mapping.small import HIDDEN

PANEL_DAYS = 28  # panels meet monthly
_SHARES = ((0.1, "a tenth or less"), (0.25, "up to a quarter"), (0.5, "up to a half"), (1.0, "more than a half"))
_CERTAIN, _LIKELY = 0.8, 0.4  # probability of being among the five highest, told in words only
MOVED = 2  # children more or fewer that are worth a line
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


def headline(spot: Hotspot, settings_days: int, panel: bool, may: Guard) -> tuple[str, str]:
    """(`9 distinct children`, `in 60 days where 2.6 were expected`)."""
    count = children(spot.children, panel)
    lead = f"{count[0].upper()}{count[1:]} distinct {'child' if count == '1' else 'children'}"
    if spot.number not in may.spots_expected:
        return lead, f"in {settings_days} days, more than expected"
    return (
        lead,
        f"in {settings_days} days where {number(spot.expected)} {'was' if spot.expected < 2 else 'were'} expected",
    )


def record(spot: Hotspot, may: Guard, replicas: int) -> str:
    """The small print of a hotspot: p, largest contributor, harm, radius, wards."""
    parts = [chance(spot.p) + (": this could be chance" if spot.watch else f", from {replicas} reshuffles")]
    if spot.number in may.spots:
        parts.append(f"largest contributor {_of(spot.largest, spot.records, spot.number in may.spot_records)}")
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


def counted_at(row: PlaceRow, may: Guard, panel: bool) -> str:
    """A count of distinct children at a place: `9`, `under 5`, or `not shown` where it would give another away."""
    return HIDDEN if panel and row.children >= _small() and row.id not in may.places else children(row.children, panel)


def place_line(row: PlaceRow, panel: bool, may: Guard | None = None) -> str:
    """`9 distinct children`, for a pin."""
    count = children(row.children, panel) if may is None else counted_at(row, may, panel)
    if count == HIDDEN:
        return f"distinct children {HIDDEN}"
    return f"{count} distinct {'child' if count == '1' else 'children'}"


def expected_at(row: PlaceRow, may: Guard) -> str:
    """`2.6`, or `not shown` where it would tell how many children were ever recorded there."""
    return number(row.expected) if row.id in may.expected else HIDDEN


def contributor(row: PlaceRow, may: Guard) -> str:
    """`2 of 14 records`, a share in words where the records would give children away, or `not shown`."""
    if row.id not in may.places:
        return HIDDEN
    return _of(row.largest, row.records, row.id in may.records)


def _of(largest: int, records: int, exact: bool) -> str:
    if exact:
        return f"{largest} of {words.counted(records, 'record')}"
    share = largest / records
    return next(said for most, said in _SHARES if share <= most)


def rate(one: PlaceRate) -> tuple[str, str]:
    """(`1.8 times expected`, `90% 1.1 to 2.6`): of a place, never of a child."""
    return f"{one.rate:.1f} times expected", f"{INTERVAL:.0%} {one.low:.1f} to {one.high:.1f}"


def among(one: PlaceRate) -> str:
    """How sure it is that a place is among the five with the highest rate, in words; empty where it is not likely."""
    if one.top >= _CERTAIN:
        return "among the five highest"
    return "may be among the five highest" if one.top >= _LIKELY else ""


def repeats(found: NearRepeats) -> str:
    """Whether harm follows harm, as an answer."""
    if found.why_not:
        return f"Not known. {found.why_not}"
    assert found.p is not None
    over = [band for band in found.bands if band.p <= HOTSPOT]
    if found.p > HOTSPOT or not over:
        return f"No more than chance explains ({chance(found.p)} over all {len(found.bands)} looks)."
    nearest = over[0]
    return (
        f"Yes: after harm to one child, harm to another {apart(nearest.distance)} within {nearest.days} days is more "
        f"frequent than chance explains ({chance(found.p)} over all {len(found.bands)} looks)."
    )


def apart(distance: float) -> str:
    """`at the same place`, `within 250 m`."""
    return f"within {distance:.0f} m" if distance else "at the same place"


def pairs(found: NearRepeats, panel: bool) -> list[tuple[str, str]]:
    """(pairs, times expected) of each band; on a panel view none under 5, nor one that gives 1 to 4 away.

    Bands lie within one another: the same place in 7 days is in every other one.
    """
    told: list[tuple[str, str]] = []
    shown: list[int] = []
    for band in found.bands:
        hide = panel and (0 < band.observed < _small() or any(0 < abs(band.observed - one) < _small() for one in shown))
        if not hide:
            shown.append(band.observed)
        ratio = "none expected" if band.ratio is None else f"{band.ratio:.1f} times"
        told.append((HIDDEN, HIDDEN) if hide else (words.number(band.observed), ratio))
    return told


def _small() -> int:
    return schema().policy.small_number


def _agency(code: str) -> str:
    label = words.label("agency", code)
    return label if label.isupper() else label.lower()


# What changed since the panel before --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One line of what changed."""

    kind: str  # New | Grew | Gone | Harm | Late
    text: str
    places: tuple[str, ...] = ()  # where it was
    harm_type: str = ""  # of which kind; empty: any
    what: tuple[str, ...] = ()  # the events, where it is about single ones


def changes(snapshot: Snapshot, now: Hotspots, most: int = 3) -> tuple[date, tuple[Change, ...]]:
    """Compare with the panel before, as it could be known then: records entered by then, as their source dated them.

    A record that was corrected or withdrawn since is not in it as it was; Kith cannot know here when a file reached it.

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
        Change("New", f"{spot.title}: {_in(before, spot, panel)} last panel, {_now(now, spot)} now.", spot.places)
        for spot in new
    ]
    may = guard(now)
    grew = [row for row in now.places if row.id not in fresh and not (panel and row.private) and _grew(row, was)]
    grew = [row for row in grew if row.id in may.places or not panel]  # "under 5, now under 5" says nothing
    lines += _cut(
        [
            Change(
                "Grew", f"{row.name}: {_count(was.get(row.id), panel)}, now {children(row.children, panel)}.", (row.id,)
            )
            for row in grew
        ],
        most,
    )
    gone = [spot for spot in before.spots if holds.isdisjoint(spot.places)]
    lines += _cut([Change("Gone", f"{spot.title}: {_gone(now, spot, panel)}", spot.places) for spot in gone], most)
    lines += _by_harm(before, now)
    return then, (*lines, *_late(now, then))


def _by_harm(before: Hotspots, now: Hotspots) -> list[Change]:
    """Kinds of harm of which more or fewer children than at the panel before are on the map."""
    panel, least = now.settings.panel, MOVED
    counts = [found.visits.groupby("harm_type")["child"].nunique() for found in (before, now)]
    said = []
    for code in schema().codes["harm_type"].codes:
        was, here = (int(count.get(code, 0)) for count in counts)
        told = [_many(count, panel) for count in (was, here)]
        if abs(here - was) < least or told[0] == told[1]:
            continue
        here_said = told[1].removesuffix(" children")
        text = f"{words.label('harm_type', code)}: {told[0]}, now {here_said}, over {now.settings.days} days each."
        said.append(Change("Harm", text, tuple(now.visits[now.visits["harm_type"] == code]["place"].unique()), code))
    return said


def _now(now: Hotspots, spot: Hotspot) -> str:
    return children(spot.children, now.settings.panel)


def _grew(row: PlaceRow, was: dict[str, PlaceRow]) -> bool:
    return row.children >= (was[row.id].children if row.id in was else 0) + MOVED


def _count(row: PlaceRow | None, panel: bool) -> str:
    return _many(row.children if row else 0, panel)


def _many(number_of: int, panel: bool) -> str:
    count = children(number_of, panel)
    return "no child" if count == "0" else f"{count} {'child' if count == '1' else 'children'}"


def _in(found: Hotspots, spot: Hotspot, panel: bool) -> str:
    seen = found.visits[found.visits["place"].isin(spot.places)]["child"].nunique()
    return _many(int(seen), panel)


def _gone(now: Hotspots, spot: Hotspot, panel: bool) -> str:
    said = _in(now, spot, panel)
    return (
        f"{'no new child' if said == 'no child' else said} in {now.settings.days} days, no longer more than expected."
    )


def _cut(lines: list[Change], most: int) -> list[Change]:
    if len(lines) <= most:
        return lines
    return [*lines[:most], Change(lines[0].kind, f"{words.counted(len(lines) - most, 'more place', 'more places')}.")]


def _late(now: Hotspots, then: date) -> list[Change]:
    """Records of events up to the panel before that were entered only after it."""
    visits = chosen(now.ground.visits, now.settings)
    old = window(visits, then, 183)
    came = old[[isinstance(day, date) and day > then for day in old["recorded_on"]]]
    came = came.drop_duplicates("what")
    if came.empty:
        return []
    months = list(dict.fromkeys(f"{day:%B}" for day in sorted(came["day"])))
    when = words.listed(months) if len(months) < 3 else f"{months[0]} to {months[-1]}"
    count = children(len(came), now.settings.panel)
    records = f"{count[0].upper()}{count[1:]} {'record' if count == '1' else 'records'}"
    said = f"{records} of {when} {'was' if count == '1' else 'were'} entered after {words.day(then, now.as_of)}"
    text = f"{said}; the map of that day has changed."
    return [Change("Late", text, what=tuple(came["what"]))]


# What is not known --------------------------------------------------------------------------------------------------


def not_known(snapshot: Snapshot, now: Hotspots) -> tuple[str, ...]:
    """What the map cannot know, in sentences: silent agencies, events with no place, what is left out."""
    said = [*_silent(snapshot)]
    if len(now.unplaced):
        said.append(f"{_some(len(now.unplaced), now, 'event has', 'events have')} no usable place.")
    if now.lacking:
        said.append(now.lacking)
    if now.at_home:
        count = _some(now.at_home, now, "missing episode", "missing episodes")
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


def _some(count: int, now: Hotspots, one: str, many: str) -> str:
    """A count of events, as few as 1 to 4 of which would be as few children: `Under 5 events have`."""
    said = children(count, now.settings.panel)
    return f"{said[0].upper()}{said[1:]} {one if said == '1' else many}"


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
