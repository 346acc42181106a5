"""The figures a panel asks for, by month and with their denominators; what nobody recorded is said and never 0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.small import HIDDEN
from mapping.trends.ahead import AHEAD_MONTHS, TURNING, Entered, began, entered, events_of, turning
from mapping.trends.counts import NOT_RECORDED, Count, count, smallest
from mapping.trends.episodes import AWAY, DUE_DAYS, PLACED, RESIDENTIAL, within
from mapping.trends.groups import By, flows_hidden, groups
from mapping.trends.harm import Series, Theme, harmed, series, themes
from mapping.trends.hub import Hub, hub, roles_of
from mapping.trends.interviews import interviews
from mapping.trends.known import Counted, counted
from mapping.trends.month import Month

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


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the panel. A count is None where it is not recorded, or too small to show: `said` says which."""

    title: str
    count: int | None
    said: str
    of: int | None  # the denominator, None where there is none or it may not be shown
    of_what: str  # what the denominator counts
    previous: int | None  # the same of the month before
    previous_said: str
    unknown: int | None  # of whom it is not recorded; None where that cannot be known
    counts: str  # children | adults | episodes | interviews | events


@dataclass(frozen=True)
class Trends:
    """The panel figures of one month, as pages and `kith trends --json` show them.

    `figures` and `by` are keyed by name. Every count is of distinct children, people, adults, episodes, interviews or
    events, as `counts` says; None where it is not recorded or too small to show, and `said` says which of the two.
    """

    month: str  # "2026-10"
    title: str  # "October 2026"
    as_of: date
    until: date  # the last day counted: of the month, or today
    small: int  # counts of people under this are not shown
    figures: Mapping[str, Figure]
    by: Mapping[str, By]  # harm_type, level, age_band, sex, ethnicity, care: open, new, closed, referred again
    series: tuple[Series, ...]  # children harmed by kind of harm, twelve months
    themes: tuple[Theme, ...]
    themes_hidden: int
    entered: tuple[Entered, ...]  # records entered in the month
    not_recorded: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _At:
    """The state of things at the end of one month."""

    month: Month
    until: date
    hub: Hub
    values: Mapping[str, int | None]  # figure -> how many; None: not recorded
    of: Mapping[str, int | None]
    unknown: Mapping[str, int | None]


def trends(snapshot: Snapshot, settings: TrendSettings, known: Counted | None = None) -> Trends:
    """Work out the panel figures of a month.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        Which month, and what counts as a repeat.
    known
        What `counted` read of the same snapshot, where it is there already.
    """
    known = known or counted(snapshot)
    month, limit = settings.month, settings.limit
    until = min(month.last, snapshot.as_of)
    now, past = _at(known, settings, month), _at(known, settings, month.back(1))
    found = harmed(known)
    shown, hidden = themes(found, month, until, limit)
    titles = {name: source.title for name, source in schema().sources.items()}
    return Trends(
        month=str(month),
        title=month.name,
        as_of=snapshot.as_of,
        until=until,
        small=limit,
        figures={name: _figure(name, now, past, settings, limit) for name in _FIGURES},
        by=groups(known, now.hub, month, until, limit),
        series=series(known, found, month, until, limit),
        themes=shown,
        themes_hidden=hidden,
        entered=entered(snapshot, titles, month, until),
        not_recorded=tuple(_not_recorded(known, now)),
        notes=tuple(_notes(settings, until)),
    )


# What is counted, of what, in what words ------------------------------------------------------------------------------

_FIGURES: Mapping[str, tuple[str, str, str]] = {
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
_WORK = frozenset({"interviews_offered", "interviews_accepted", "interviews_within_72_hours"})


def _at(known: Counted, settings: TrendSettings, month: Month) -> _At:
    snapshot = known.snapshot
    until = min(month.last, snapshot.as_of)
    hub_ = hub(known.opened, month, until)
    before = hub(known.opened, month.back(1), month.back(1).last)
    mine = known.missing(month.first, until)
    gone = {one.child for one in mine}
    often = Counter(one.child for one in known.missing(until - timedelta(days=settings.days - 1), until))
    again = {child for child, times in often.items() if times >= settings.repeats}
    never = {child for child in again if not any(span.first <= until for span in known.opened.get(child, ()))}
    cared = {person for person, mine_ in known.cared.items() if any(span.on(until) for span in mine_)}
    asked = interviews(mine, snapshot.as_of, settings.limit)
    warned, charged = roles_of(snapshot, "warned"), roles_of(snapshot, "charged")
    arrests, exclusions = (events_of(snapshot, kind, month, until) for kind in ("arrest", "exclusion"))
    leavers = {person for person, spans_ in known.cared.items() if any(span.first <= until for span in spans_)}
    soon = {
        age: turning(known.people, leavers if age == TURNING[-1] else hub_.open | cared, age, until) for age in TURNING
    }
    opened, looked, missed = bool(known.opened), bool(known.cared), bool(known.episodes)
    told = any(one.offered for one in known.episodes)
    in_care = {one.child for one in mine if one.lived in {RESIDENTIAL, PLACED}}
    away = {one.child for one in within(known.episodes, month.first, until, AWAY)}
    living = _living(snapshot)
    values: dict[str, int | None] = {
        "open": len(hub_.open) if opened else None,
        "new": len(hub_.new) if opened else None,
        "closed": len(hub_.closed) if opened else None,
        "re_referred": len(hub_.again) if opened else None,
        "missing_children": len(gone) if missed else None,
        "missing_episodes": len(mine) if missed else None,
        "away_children": len(away) if any(one.kind == AWAY for one in known.episodes) else None,
        "missing_repeatedly": len(again) if missed else None,
        "repeat_never_open": len(never) if missed and opened else None,
        "missing_looked_after": len(in_care) if missed and looked else None,
        "interviews_offered": asked.offered if told else None,
        "interviews_accepted": asked.accepted if told else None,
        "interviews_within_72_hours": asked.within if told else None,
        "looked_after_open": len(hub_.open & cared) if opened and looked else None,
        "warned": len(began(warned, month, until)) if warned else None,
        "warnings_in_force": len({one for one, s in warned.items() if any(x.on(until) for x in s)}) if warned else None,
        "charged": len(began(charged, month, until)) if charged else None,
        "arrests": len(arrests.events) if arrests.ever else None,
        "excluded": len({one for one in exclusions.people if _child(known, one, until)}) if exclusions.ever else None,
        **{f"turning_{age}": len(soon[age][0]) if opened or looked else None for age in TURNING},
    }
    of: dict[str, int | None] = {
        "open": living,
        "new": len(hub_.open),
        "closed": len(before.open),
        "re_referred": len(hub_.new),
        "missing_children": living,
        "missing_repeatedly": len(often),
        "repeat_never_open": len(again),
        "missing_looked_after": len(gone),
        "looked_after_open": len(hub_.open),
        **dict.fromkeys(_WORK, asked.due),
        "turning_16": len(hub_.open | cared),
        "turning_18": len(hub_.open | cared),
        "turning_25": len(leavers),
    }
    unknown: dict[str, int | None] = {
        **dict.fromkeys(_WORK, asked.unknown),
        **{f"turning_{age}": len(soon[age][1]) for age in TURNING},
    }
    return _At(month, until, hub_, values, of, unknown)


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


def _figure(name: str, now: _At, past: _At, settings: TrendSettings, limit: int) -> Figure:
    title, of_what, counts = _FIGURES[name]
    if name == "missing_repeatedly":
        title = f"Missing {settings.repeats} or more times in {settings.days} days"
    mine, before = (_shown(at, name, limit) for at in (now, past))
    of, unknown = now.of.get(name), now.unknown.get(name)
    if counts != "interviews":
        of, unknown = (None if number is None else count(number, limit).count for number in (of, unknown))
    if name == "re_referred" and flows_hidden(now.hub, limit):
        of = None
    return Figure(title, mine.count, mine.said, of, of_what, before.count, before.said, unknown, counts)


def _shown(at: _At, name: str, limit: int) -> Count:
    """A count as it may be shown beside the others: what could be worked out from two of them is not shown."""
    value, of = at.values[name], at.of.get(name)
    if value is None:
        hidden = name in _WORK and of is None and at.values["missing_children"]
        return Count(None, HIDDEN if hidden else NOT_RECORDED)
    if name == "missing_episodes":
        children = at.values["missing_children"] or 0
        return Count(None, HIDDEN) if 0 < children < limit else Count(value, words.number(value))
    if name in _WORK:
        return Count(value, words.number(value))
    if name in {"new", "closed"} and flows_hidden(at.hub, limit):
        return Count(None, HIDDEN)
    if name in _SUBSETS and of is not None and 0 < of - value < limit:
        return Count(None, HIDDEN)
    return count(value, limit)


_SUBSETS = frozenset({"missing_repeatedly", "repeat_never_open", "missing_looked_after", "looked_after_open"})
"""Figures whose denominator they are a part of: a small rest would be told by the two together."""


def _not_recorded(known: Counted, now: _At) -> Iterable[str]:
    """What a panel asks for that nothing loaded says, in sentences."""
    missing = "not recorded in the files loaded"
    for name, what in _LACKING.items():
        if now.values[name] is None and not (name in _WORK and any(one.offered for one in known.episodes)):
            yield f"{what}: {missing}."
    if now.of["open"] is None:
        yield f"How many children live here: {missing}. Load the file population."
    yield f"National referral mechanism (NRM): {missing}."
    yield "Placed in or out of the area: postcodes of placements are kept with the record only."
    yield f"Actions and whether they are overdue: {missing}."


_LACKING = {
    "open": "Open to the hub",
    "missing_children": "Missing episodes",
    "interviews_offered": "Return interviews",
    "looked_after_open": "Who is looked after",
    "warned": "Child abduction warning notices (CAWN)",
    "charged": "Charges",
    "arrests": "Arrests",
    "excluded": "Exclusions",
    "away_children": "Away without authorisation",
}


def _notes(settings: TrendSettings, until: date) -> Iterable[str]:
    month = settings.month
    if until < month.last:
        yield f"{month.name} is not over: counted to {words.day(until)}, beside the whole of the month before."
    yield (
        "Children are counted once, however many records there are of them. A child open for two kinds of harm is"
        " in both."
    )
    yield (
        "Figures are of what had been recorded by today. What is entered late changes the months before: compare with"
        " the figures of the last panel with care."
    )
    if settings.limit > 1:
        yield (
            f"Under {settings.limit} people are not shown as a figure, nor what would tell of so few together with"
            " another figure. Return interviews are counted as the work of services."
        )
    yield f"Return interviews: those due, {DUE_DAYS} days after the return of the month's missing episodes."
