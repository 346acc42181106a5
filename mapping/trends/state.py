"""The numbers behind the panel figures at the end of a month, exact and with their denominators. Not for showing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.snapshot import Snapshot
from mapping.trends.ahead import AHEAD_MONTHS, TURNING, began, events_of, sibling_pairs, turning
from mapping.trends.counts import smallest
from mapping.trends.episodes import AWAY, PLACED, RESIDENTIAL, within
from mapping.trends.hub import Hub, hub, roles_of
from mapping.trends.interviews import interviews
from mapping.trends.known import Counted
from mapping.trends.month import Month
from mapping.trends.spans import on

REPEATS, DAYS = 3, 90


@dataclass(frozen=True, slots=True)
class TrendSettings:
    """What to count."""

    month: Month
    repeats: int = REPEATS  # so many episodes
    days: int = DAYS  # in so many days
    small: int = 0  # the smallest count of children that is shown; 0: the policy's, 1: every one

    @property
    def limit(self) -> int:
        """The smallest count that is shown."""
        return smallest(self.small)


@dataclass(frozen=True)
class At:
    """The state of things at the end of one month."""

    month: Month
    until: date
    hub: Hub
    values: Mapping[str, int | None]  # figure -> how many; None: not recorded
    of: Mapping[str, int | None]
    unknown: Mapping[str, int | None]


FIGURES: Mapping[str, tuple[str, str, str]] = {
    "open": ("Open to the hub at the end of the month", "children aged 10 to 17 living here", "children"),
    "new": ("Opened in the month", "open at its end", "children"),
    "closed": ("Closed in the month", "open at the end of the month before", "children"),
    "re_referred": ("Opened again within 12 months of closing", "opened in the month", "children"),
    "missing_children": ("Missing in the month", "children aged 10 to 17 living here", "children"),
    "missing_episodes": ("Missing episodes begun in the month", "", "episodes"),
    "away_children": ("Away without authorisation in the month", "", "children"),
    "missing_repeatedly": ("Missing repeatedly", "missing in these days", "children"),
    "repeat_never_open": ("Missing repeatedly and never open to the hub", "missing repeatedly", "children"),
    "missing_looked_after": ("Looked-after children missing in the month", "missing in the month", "children"),
    "interviews_offered": ("Return interviews offered", "due", "interviews"),
    "interviews_accepted": ("Return interviews accepted", "due", "interviews"),
    "interviews_within_72_hours": ("Return interviews held within 72 hours", "due", "interviews"),
    "looked_after_open": ("Open to the hub and looked after", "open at the end of the month", "children"),
    "siblings_not_open": ("Under 18, siblings of open children, and not open", "siblings under 18", "children"),
    "warned": ("Served with a child abduction warning notice in the month", "", "adults"),
    "warnings_in_force": ("Under a child abduction warning notice at the end of the month", "", "adults"),
    "charged": ("Charged in the month", "", "adults"),
    "arrests": ("Arrests in the month", "", "events"),
    "excluded": ("Excluded from school in the month", "", "children"),
    **{
        f"turning_{age}": (f"Turn {age} in the next {AHEAD_MONTHS} months", of, "people")
        for age, of in zip(TURNING, ("open or looked after", "open or looked after", "once looked after"), strict=True)
    },
}
"""Figure -> its title, what its denominator counts, and what it counts itself."""
WORK = ("interviews_offered", "interviews_accepted", "interviews_within_72_hours")
"""Figures of what services did: they count interviews, not people."""


@dataclass
class _Told:
    """Figures as they are found."""

    values: dict[str, int | None] = field(default_factory=dict)
    of: dict[str, int | None] = field(default_factory=dict)
    unknown: dict[str, int | None] = field(default_factory=dict)

    def tell(self, name: str, people: Collection[object], known: object, of: int | None = None) -> None:
        """Count these under a name, of so many; nothing where nobody recorded anything of the kind."""
        self.values[name] = len(people) if known else None
        self.of[name] = of


def state(known: Counted, settings: TrendSettings, month: Month) -> At:
    """Count every figure at the end of a month, by what is recorded today."""
    until = min(month.last, known.snapshot.as_of)
    now = hub(known.opened, month, until)
    told = _Told()
    _hub(told, known, month, until, now)
    _missing(told, known, settings, month, until)
    _done(told, known, month, until)
    _ahead(told, known, until, now)
    return At(month, until, now, told.values, told.of, told.unknown)


def _hub(told: _Told, known: Counted, month: Month, until: date, now: Hub) -> None:
    before = hub(known.opened, month.back(1), month.back(1).last)
    told.tell("open", now.open, known.opened, _living(known.snapshot))
    told.tell("new", now.new, known.opened, len(now.open))
    told.tell("closed", now.closed, known.opened, len(before.open))
    told.tell("re_referred", now.again, known.opened, len(now.new))
    cared = on(known.cared, until)
    told.tell("looked_after_open", now.open & cared, known.opened and known.cared, len(now.open))
    kin = sibling_pairs(known.snapshot)
    siblings = {two for one, two in kin if one in now.open and _child(known, two, until)}
    told.tell("siblings_not_open", siblings - now.open, known.opened and kin, len(siblings))


def _missing(told: _Told, known: Counted, settings: TrendSettings, month: Month, until: date) -> None:
    ever = known.episodes
    mine = known.missing(month.first, until)
    gone = {one.child for one in mine}
    told.tell("missing_children", gone, ever, _living(known.snapshot))
    told.tell("missing_episodes", mine, ever)
    away = {one.child for one in within(ever, month.first, until, AWAY)}
    told.tell("away_children", away, any(one.kind == AWAY for one in ever))
    often = Counter(one.child for one in known.missing(until - timedelta(days=settings.days - 1), until))
    again = {child for child, times in often.items() if times >= settings.repeats}
    told.tell("missing_repeatedly", again, ever, len(often))
    never = {child for child in again if not any(span.first <= until for span in known.opened.get(child, ()))}
    told.tell("repeat_never_open", never, ever and known.opened, len(again))
    in_care = {one.child for one in mine if one.lived in {RESIDENTIAL, PLACED}}
    told.tell("missing_looked_after", in_care, ever and known.cared, len(gone))
    asked = interviews(mine, known.snapshot.as_of, settings.limit)
    recorded = any(one.offered for one in ever)
    shown = (asked.offered, asked.accepted, asked.within)
    told.values |= {name: value if recorded else None for name, value in zip(WORK, shown, strict=True)}
    told.of |= dict.fromkeys(WORK, asked.due)
    told.unknown |= dict.fromkeys(WORK, asked.unknown)


def _done(told: _Told, known: Counted, month: Month, until: date) -> None:
    warned, charged = roles_of(known.snapshot, "warned"), roles_of(known.snapshot, "charged")
    told.tell("warned", began(warned, month, until), warned)
    told.tell("warnings_in_force", on(warned, until), warned)
    told.tell("charged", began(charged, month, until), charged)
    arrests = events_of(known.snapshot, "arrest", month, until)
    told.tell("arrests", arrests.events, arrests.ever)
    excluded = events_of(known.snapshot, "exclusion", month, until)
    told.tell("excluded", {one for one in excluded.people if _child(known, one, until)}, excluded.ever)


def _ahead(told: _Told, known: Counted, until: date, now: Hub) -> None:
    once = {person for person, mine in known.cared.items() if any(span.first <= until for span in mine)}
    for age in TURNING:
        of = once if age == TURNING[-1] else now.open | on(known.cared, until)
        soon, unknown = turning(known.people, of, age, until)
        told.tell(f"turning_{age}", soon, known.opened or known.cared, len(of))
        told.unknown[f"turning_{age}"] = len(unknown)


def _child(known: Counted, person: str, day: date) -> bool:
    return person in known.people and known.people[person].child(day)


def _living(snapshot: Snapshot) -> int | None:
    """Children of 10 to 17 who live here, by the base population loaded, else by the boundaries; None if neither."""
    told: Counter[str] = Counter()
    for row in snapshot.population.to_pylist():
        told[row["characteristic"]] += row["children"]
    if told:
        return max(told.values())
    areas = [row for row in snapshot.areas.select(["kind", "children"]).to_pylist() if row["children"] is not None]
    for kind in ("local_authority", "lsoa", "ward"):
        if mine := [row["children"] for row in areas if row["kind"] == kind]:
            return int(sum(mine))
    return None
