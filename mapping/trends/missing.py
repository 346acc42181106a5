"""Missing children of a month: how often, from where, with whom, found where, and whether anybody asked them why.

Frequencies, not ranks of concern: whoever is missing once may be in more danger than whoever is missing ten times.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graph.snapshot import Snapshot
from mapping import words
from mapping.trends.counts import Count, Part, count, parts_or_coarser
from mapping.trends.ended import FoundAt, FoundPlace, ended, found_at
from mapping.trends.episodes import AWAY, HOME, LIVED, PLACED, RESIDENTIAL, UNKNOWN, Episode, within
from mapping.trends.interviews import Interviews, interviews
from mapping.trends.known import Counted, MissingSettings, counted
from mapping.trends.month import Month
from mapping.trends.pairs import Pair, pairs
from mapping.trends.placed import missing_parts, placements
from mapping.trends.rows import ChildMissing, Rows

NOTE = "Frequencies, not ranks of concern: a child missing once may be in more danger than one missing ten times."


@dataclass(frozen=True, slots=True)
class PairMissing:
    """Two children missing together."""

    ids: tuple[str, str]
    headings: tuple[str, str]
    times: int
    latest: date
    place: str  # where the latest ended, "" where it is not recorded or not shown
    how: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unheard:
    """A child with missing episodes and no return interview on record."""

    id: str
    heading: str
    episodes: int  # of the last twelve months
    latest: date


@dataclass(frozen=True)
class Missing:
    """The missing children of one month. Children are counted once, however many records there are of them."""

    month: str  # "2026-10"
    title: str  # "October 2026"
    as_of: date
    until: date  # the last day counted: of the month, or today
    least: int  # episodes that make a repeat
    days: int  # in so many days; pairs and places are of the same days
    children: Count
    episodes: Count
    previous_children: Count  # of the month before
    previous_episodes: Count
    away: Count  # children away without authorisation, counted apart
    month_only: Count  # children of whom only the month is recorded: in none of the other figures
    repeats: Count
    repeats_never_open: Count
    top: tuple[ChildMissing, ...]
    total: int  # children of whom `top` are the most often missing
    repeated: tuple[ChildMissing, ...]
    together: tuple[PairMissing, ...]
    places: tuple[FoundPlace, ...]  # that may be shown
    places_hidden: int  # with too few children
    places_private: int  # homes and addresses, not shown to a panel
    no_place: Count  # children with an episode whose end place is not recorded
    interviews: Interviews
    lived: tuple[Part, ...]  # children of the month by where they lived, not recorded first
    placed: tuple[Part, ...]  # of them those looked after, in or out of the area; empty where nobody is recorded so
    lengths: tuple[Part, ...]  # episodes of the month by how long, hours not recorded first
    unheard: tuple[Unheard, ...]
    heard: tuple[tuple[str, str, date], ...]  # event, child's heading, day: interviews held of the month's episodes
    still: int  # missing episodes of the month with no return recorded
    not_recorded: tuple[str, ...]
    notes: tuple[str, ...]


LENGTHS = {
    "": "Hours not recorded",
    "6": "Under 6 hours",
    "12": "6 to 12 hours",
    "24": "12 to 24 hours",
    "72": "1 to 3 days",
    "more": "Over 3 days",
}
LONGER = {"Hours not recorded": ("",), "Under 24 hours": ("6", "12", "24"), "24 hours or more": ("72", "more")}
FROM = {
    LIVED[UNKNOWN]: (UNKNOWN,),
    "Looked after, any placement": (RESIDENTIAL, PLACED),
    LIVED[HOME]: (HOME,),
}


def missing(snapshot: Snapshot, settings: MissingSettings, known: Counted | None = None) -> Missing:
    """Count the missing children of a month.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        Which month, what counts as a repeat, how people are named.
    known
        What `counted` read of the same snapshot, where it is there already.
    """
    known = known or counted(snapshot)
    month, limit = settings.month, settings.limit
    until = min(month.last, snapshot.as_of)
    since = until - timedelta(days=settings.days - 1)
    mine = known.missing(month.first, until)
    earlier = known.missing(month.back(1).first, month.back(1).last)
    recent = known.missing(since, until)
    often = Counter(one.child for one in recent)
    repeated = {child for child, times in often.items() if times >= settings.repeats}
    never = {child for child in repeated if not any(span.first <= until for span in known.opened.get(child, ()))}
    mates = pairs(snapshot, since, until)
    rows = Rows(known, settings, until, mine, often, mates)
    order = Counter(one.child for one in mine)
    ranked = sorted(order, key=lambda child: (-order[child], child))
    names = found_at(snapshot)
    found = ended(names, recent, limit)
    homes = {one.child: one.lived for one in mine}
    return Missing(
        month=str(month),
        title=month.name,
        as_of=snapshot.as_of,
        until=until,
        least=settings.repeats,
        days=settings.days,
        children=count(len(order), limit),
        episodes=_of_children(len(mine), len(order), limit),
        previous_children=count(len({one.child for one in earlier}), limit),
        previous_episodes=_of_children(len(earlier), len({one.child for one in earlier}), limit),
        away=count(len({one.child for one in within(known.episodes, month.first, until, AWAY)}), limit),
        month_only=count(len(known.by_month_alone(month)), limit),
        repeats=count(len(repeated), limit),
        repeats_never_open=count(len(never) if known.opened else None, limit),
        top=tuple(rows.of(child) for child in ranked[: settings.top]),
        total=len(order),
        repeated=tuple(rows.of(child) for child in sorted(repeated, key=lambda child: (-often[child], child))),
        together=tuple(_pair(known, names, settings, one) for one in mates),
        places=found.shown,
        places_hidden=found.hidden,
        places_private=found.private,
        no_place=found.none,
        interviews=interviews(mine, snapshot.as_of, limit),
        lived=parts_or_coarser(Counter(homes.values()), LIVED, FROM, limit),
        placed=missing_parts(placements(snapshot), mine, limit) if known.cared else (),
        lengths=parts_or_coarser(Counter(length(one) for one in mine), LENGTHS, LONGER, limit),
        unheard=_unheard(known, settings, until),
        heard=_heard(known, settings, mine),
        still=sum(one.end is None for one in mine),
        not_recorded=_not_recorded(known),
        notes=_notes(known, settings, month, until),
    )


def _of_children(many: int, children: int, limit: int) -> Count:
    """A count of episodes; not shown where the children are too few to show."""
    return Count(None, "not shown") if 0 < children < limit else Count(many, words.number(many))


def _pair(known: Counted, names: Mapping[str, FoundAt], settings: MissingSettings, one: Pair) -> PairMissing:
    day = one.days[-1]
    how = ["said by an agency"] if one.said else []
    if one.places:
        how.insert(0, "overlapping hours, one end place" if one.by_hour else "overlapping days, one end place: weaker")
    first, second = (known.people[id_].heading(settings.naming, day) for id_ in (one.first, one.second))
    place = names[one.places[0]].told if one.places else ""
    return PairMissing(
        (one.first, one.second), (first, second), len(one.days), day, place, "; ".join(how), one.evidence
    )


def length(one: Episode) -> str:
    """Key of LENGTHS."""
    hours = one.hours
    if hours is None:
        return ""
    return next((edge for edge in ("6", "12", "24", "72") if hours < int(edge)), "more")


def _unheard(known: Counted, settings: MissingSettings, until: date) -> tuple[Unheard, ...]:
    """Children missing in the last twelve months of whom no return interview at all is on record."""
    mine: dict[str, list[Episode]] = defaultdict(list)
    for one in known.missing(settings.month.back(11).first, until):
        mine[one.child].append(one)
    found = [
        Unheard(child, known.people[child].heading(settings.naming, until), len(all_), max(one.start for one in all_))
        for child, all_ in mine.items()
        if not any(one.offered for one in all_)
    ]
    return tuple(sorted(found, key=lambda one: (-one.episodes, one.latest, one.id)))


def _heard(known: Counted, settings: MissingSettings, mine: Sequence[Episode]) -> tuple[tuple[str, str, date], ...]:
    """The interviews held of these episodes: what children said is read with the evidence, not here."""
    return tuple(
        (event, known.people[one.child].heading(settings.naming, one.start), one.held_on)
        for one in sorted(mine, key=lambda one: (one.held_on or date.min, one.child))
        if one.held_on
        for event in one.events[:1]
    )


def _not_recorded(known: Counted) -> tuple[str, ...]:
    """What a panel asks for that nobody recorded in what was loaded."""
    found = []
    if not any(one.offered for one in known.episodes):
        found.append("Return interviews: none recorded in the files loaded. That is not the same as none offered.")
    if not any(one.lived for one in known.episodes):
        found.append("Who is looked after: not recorded in the files loaded.")
    if not any(one.places for one in known.episodes):
        found.append("Where episodes ended: not recorded in the files loaded.")
    if not known.opened:
        found.append("Who is open to the hub: not recorded in the files loaded.")
    if not known.cared:
        found.append("Placed in or out of the area: not recorded in the files loaded.")
    return tuple(found)


def month_alone(known: Counted, month: Month, limit: int) -> str:
    """What is said of children of whom only the month is recorded; empty where there are none."""
    alone = count(len(known.by_month_alone(month)), limit)
    if alone.count == 0:
        return ""
    who = "child" if alone.count == 1 else "children"
    return (
        f"Of {alone.said} more {who} it is recorded that they were missing in {month.name}, and not on which day: they"
        " are in no other figure."
    )


def _notes(known: Counted, settings: MissingSettings, month: Month, until: date) -> tuple[str, ...]:
    """How it was counted."""
    part = f"{month.name} is not over: counted to {words.day(until)}." if until < month.last else ""
    said = (
        part,
        month_alone(known, month, settings.limit),
        NOTE,
        "Reports of one child that overlap are one episode, whoever reported it. An episode counts in the month in"
        " which it began.",
        f"Repeats: {settings.repeats} or more episodes in the {settings.days} days up to {words.day(until)}.",
        "Return interviews: of the month's missing episodes whose child came back, those whose 72 hours are over. Held"
        " on the third day counts as within 72 hours, since no hour is recorded.",
        "Missing together: overlapping hours (or days, which is weaker) and one end place that is the home of neither,"
        " or an agency says so.",
        f"Children under {settings.limit} are not shown as a figure, nor one other figure with them. Return interviews"
        " are counted as the work of services."
        if settings.limit > 1
        else "",
    )
    return tuple(filter(None, said))
