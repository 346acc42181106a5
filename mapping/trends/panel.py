"""The figures a panel asks for, by month and with their denominators; what nobody recorded is said and never 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_schema import schema
from graph.answers import Acted
from graph.snapshot import Snapshot
from mapping import words
from mapping.trends.actions import Actions, actions
from mapping.trends.ahead import Entered, entered
from mapping.trends.counts import count
from mapping.trends.course import Course, course
from mapping.trends.episodes import DUE_DAYS
from mapping.trends.figures import FIGURES, LACKING, WORK
from mapping.trends.groups import By, flows_hidden, groups
from mapping.trends.harm import Series, Theme, harmed, series, themes
from mapping.trends.known import Counted, counted
from mapping.trends.missing import month_alone
from mapping.trends.placed import Placed, placed, placements
from mapping.trends.seen import seen, seen_before
from mapping.trends.since import Since, since
from mapping.trends.state import At, TrendSettings, state


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

    `figures` (keys of FIGURES) and `by` are keyed by name, and these names stay. Every count is of distinct children,
    people, adults, episodes, interviews or events, as `counts` says; None where it is not recorded or too small to
    show, and `said` says which of the two. Nobody's id and nobody's words are in it.
    """

    month: str  # "2026-10"
    title: str  # "October 2026"
    as_of: date
    until: date  # the last day counted: of the month, or today
    small: int  # counts of people under this are not shown
    figures: Mapping[str, Figure]
    by: Mapping[str, By]  # harm_type, level, age_band, sex, ethnicity, care: open, new, closed, referred again
    course: Course  # level at the start, review and close of those closed in a year
    series: tuple[Series, ...]  # children harmed by kind of harm, twelve months
    themes: tuple[Theme, ...]
    themes_hidden: int
    placed: Placed  # looked-after children in or out of the area
    since: Since  # what changed since the last panel
    actions: Actions | None  # None where nobody read them
    entered: tuple[Entered, ...]  # records entered in the month
    not_recorded: tuple[str, ...]
    notes: tuple[str, ...]


def trends(
    snapshot: Snapshot,
    settings: TrendSettings,
    known: Counted | None = None,
    acted: Sequence[Acted] | None = None,
) -> Trends:
    """Work out the panel figures of a month.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        Which month, and what counts as a repeat.
    known
        What `counted` read of the same snapshot, where it is there already.
    acted
        Every action for a context, past ones too (`View.actions(past=True)`); None where they were not read.
    """
    known = known or counted(snapshot)
    month, limit = settings.month, settings.limit
    until = min(month.last, snapshot.as_of)
    found = harmed(known)
    now, past = (state(known, settings, one, found) for one in (month, month.back(1)))
    shown, hidden = themes(found, month, until, limit)
    titles = {name: source.title for name, source in schema().sources.items()}
    return Trends(
        month=str(month),
        title=month.name,
        as_of=snapshot.as_of,
        until=until,
        small=limit,
        figures={name: _figure(name, now, past, settings, limit) for name in FIGURES},
        by=groups(known, now.hub, month, until, limit),
        course=course(known, month, until, limit),
        series=series(known, found, month, until, limit),
        themes=shown,
        themes_hidden=hidden,
        placed=placed(known, placements(snapshot), known.missing(month.first, until), until, limit),
        since=since(known, settings, now, past, found, shown),
        actions=None if acted is None else actions(snapshot, acted, month, until),
        entered=entered(snapshot, titles, month, until),
        not_recorded=tuple(_not_recorded(known, now, acted)),
        notes=tuple(_notes(known, settings, until)),
    )


def _figure(name: str, now: At, past: At, settings: TrendSettings, limit: int) -> Figure:
    title, of_what, counts = FIGURES[name]
    if name == "missing_repeatedly":
        title = f"Missing {settings.repeats} or more times in {settings.days} days"
    mine, before = seen(now, name, limit), seen_before(now, past, name, limit)
    of, unknown = now.of.get(name), now.unknown.get(name)
    if counts != "interviews":
        of, unknown = (None if number is None else count(number, limit).count for number in (of, unknown))
    if name == "re_referred" and flows_hidden(now.hub, limit):
        of = None
    return Figure(title, mine.count, mine.said, of, of_what, before.count, before.said, unknown, counts)


def _not_recorded(known: Counted, now: At, acted: Sequence[Acted] | None) -> Iterable[str]:
    """What a panel asks for that nothing loaded says, in sentences."""
    missing = "not recorded in the files loaded"
    for name, what in LACKING.items():
        if now.values[name] is None and not (name in WORK and any(one.offered for one in known.episodes)):
            yield f"{what}: {missing}."
    if now.of["open"] is None:
        yield f"How many children live here: {missing}. Load the file population."
    if not acted:
        yield f"Actions and whether they are overdue: {missing if acted is not None else 'not read here'}."
    yield (
        "Other disruption, such as closures, licences and civil orders: no extract holds it; actions for a place do."
    )
    yield (
        "Who was brought to a panel: meetings are not recorded. Coverage counts who was never open to the hub instead."
    )


def _notes(known: Counted, settings: TrendSettings, until: date) -> Iterable[str]:
    month = settings.month
    if until < month.last:
        yield f"{month.name} is not over: counted to {words.day(until)}, beside the whole of the month before."
    if alone := month_alone(known, month, settings.limit):
        yield alone
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
