"""The register: every context that needs an eye, with its owner, review, plan and distinct children. Pure.

It is a list of work, not of bad places: reviews and actions that are overdue stand first, then harm that nobody answers
for. No order tells of a count that is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph.answers import Acted, Assessed
from graph.snapshot import Snapshot
from mapping import words
from mapping.contexts.happened import kinds, opened
from mapping.contexts.named import Named
from mapping.contexts.plan import Plan, plan
from mapping.contexts.reading import Reading, read
from mapping.contexts.seen import children_of, span
from mapping.contexts.settings import ContextSettings
from mapping.places.hotspots import Hotspots
from mapping.small import Count

NO_OWNER = "Nobody answers for it"
NO_PLAN = "No action is planned"


@dataclass(frozen=True, slots=True)
class Line:
    """One context of the register."""

    id: str
    name: str
    kind: str  # location | school | peer_group
    label: str
    owner: str
    review_on: date | None
    review_late: bool
    actions: int  # open
    overdue: int
    children: Count  # distinct, in the window
    before: Count
    evidence: tuple[str, ...]  # behind the children; none where it would tell of a count that is not shown
    past: tuple[str, ...]  # and behind those before
    weighting: str  # in words, "" where nobody weighed it
    spots: tuple[str, ...]  # "Hotspot 1", "Watch 2": the circles it lies in; what is to be watched may be chance
    eye: tuple[str, ...]  # why it needs one: what is late, and what is lacking where children come to harm


@dataclass(frozen=True, slots=True)
class Register:
    """All contexts that need an eye."""

    as_of: date
    settings: ContextSettings
    lines: tuple[Line, ...]  # most pressing first
    quiet: int  # contexts with none of all that
    private: int  # homes and addresses, not shown on a panel view
    overdue_reviews: int
    overdue_actions: int
    no_plan: int  # with harm and no action


def register(
    snapshot: Snapshot,
    assessments: Iterable[Assessed] = (),
    actions: Iterable[Acted] = (),
    settings: ContextSettings | None = None,
    spots: Hotspots | None = None,
    *,
    reading: Reading | None = None,
) -> Register:
    """List the contexts with an assessment, an action, an owner or review, a hotspot, or harm in the window.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    assessments, actions
        What people wrote, earlier ones too.
    settings, spots, reading
        As for `context`.
    """
    reading = reading or read(snapshot, settings or ContextSettings())
    wrote: dict[str, list[Assessed]] = {}
    acts: dict[str, list[Acted]] = {}
    for assessed in assessments:
        wrote.setdefault(assessed.said.context, []).append(assessed)
    for acted in actions:
        acts.setdefault(acted.context, []).append(acted)
    lies: dict[str, list[str]] = {}
    for spot in spots.spots if spots else ():
        for place in spot.places:
            lies.setdefault(place, []).append(f"{'Watch' if spot.watch else 'Hotspot'} {spot.number}")
    shown = [one for one in reading.contexts.values() if not (one.private and reading.settings.panel)]
    lines = [
        _line(reading, one, plan(reading, one.id, wrote.get(one.id, ()), acts.get(one.id, ())), lies) for one in shown
    ]
    kept = [line for line, wanted in lines if wanted]
    order = sorted(kept, key=_pressing)
    return Register(
        reading.today,
        reading.settings,
        tuple(order),
        len(lines) - len(kept),
        len(reading.contexts) - len(shown),
        sum(line.review_late for line in kept),
        sum(line.overdue for line in kept),
        sum(NO_PLAN in line.eye for line in kept),
    )


def _line(reading: Reading, one: Named, told: Plan, lies: Mapping[str, list[str]]) -> tuple[Line, bool]:
    """The line of a context, and whether anything at all is to be said of it."""
    here, days, today = reading.here(one.id), reading.settings.days, reading.today
    now, then = span(here, today, days), span(here, today - timedelta(days=days), days)
    children, before = children_of(now), children_of(then)
    rows = kinds(reading, now, then)
    shut = one.kind == "peer_group" and reading.settings.panel  # its own page does not open them either
    spots = tuple(lies.get(one.id, ()))
    eye = []
    if told.review_late and told.review_on:
        eye.append(f"Review overdue since {words.day(told.review_on, today)}")
    if told.overdue:
        eye.append(f"{words.counted(told.overdue, 'action')} overdue")
    if children and not told.owner:
        eye.append(NO_OWNER)
    if children and not told.open:
        eye.append(NO_PLAN)
    weighting = told.assessment.said.weighting if told.assessment else ""
    line = Line(
        one.id, one.name, one.kind, one.label, told.owner, told.review_on, told.review_late, len(told.open),
        told.overdue, reading.tell(children), reading.tell(before),
        () if shut else opened(reading, now, [row.now for row in rows]),
        () if shut else opened(reading, then, [row.before for row in rows]),
        words.label("weighting", weighting) if weighting else "", spots, tuple(eye),
    )  # fmt: skip
    wrote = told.assessment or told.open or told.tried or told.owner or told.review_on
    return line, bool(wrote or spots or children)


def _pressing(line: Line) -> tuple[bool, bool, bool, bool, int, date, str, str]:
    """Overdue reviews and actions, hotspots, harm without a plan; then more children, the nearer review, the name."""
    return (
        not line.review_late,
        not line.overdue,
        not line.spots,
        not line.eye,
        -(line.children.count or 0),
        line.review_on or date.max,
        line.name.casefold(),
        line.id,
    )
