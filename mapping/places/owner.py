"""Who answers for a place and when it is next reviewed, by one rule for the page, the map, the terminal and contexts.

The assessment that stands says both, also where it says that nobody does; only a place that nobody assessed has the
owner and the review of its own record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from graph.answers import Assessed
from graph.snapshot import Snapshot
from mapping.discreet import discreet
from mapping.places.hotspots import Hotspots
from mapping.words import Naming


def standing(assessments: Iterable[Assessed]) -> dict[str, Assessed]:
    """Context -> the assessment of it that stands."""
    return {one.said.context: one for one in assessments if one.current}


def owner(recorded: object, now: Assessed | None) -> str:
    """Who answers for a context; empty when nobody does."""
    return (now.said.owner if now else recorded if isinstance(recorded, str) else "").strip()


def review(recorded: object, now: Assessed | None) -> date | None:
    """When a context is next reviewed; None where no day is set."""
    if now:
        return now.said.review_on
    return recorded if isinstance(recorded, date) else None


def answered(
    found: Hotspots, snapshot: Snapshot, assessments: Iterable[Assessed], naming: Naming = Naming.INITIALS
) -> Hotspots:
    """The same hotspots, with owner and review of every place as the assessments have them.

    Parameters
    ----------
    found
        From `hotspots`, which knows the records of the places alone.
    snapshot
        Of which they are, to shorten names of those around a place in what somebody wrote.
    assessments
        As the viewer may see them; those that do not stand are passed over.
    naming
        How people are named; on a panel view by initials, whatever is asked.
    """
    frame = found.ground.places
    now = {id: one for id, one in standing(assessments).items() if id in frame.index}
    if not now:
        return found
    short = _shortened(found, snapshot, now, Naming.INITIALS if found.settings.panel else naming)
    said = {id: replace(one, said=replace(one.said, owner=short(one.said.owner))) for id, one in now.items()}
    places = frame.assign(
        owner=[owner(old, said.get(id)) for id, old in frame["owner"].items()],
        review_date=pd.Series(  # as objects: a column of days and nothing must not become one of times
            [review(old, said.get(id)) for id, old in frame["review_date"].items()], frame.index, object
        ),
    )
    rows = (
        replace(row, owner=owner(row.owner, said.get(row.id)), review=review(row.review, said.get(row.id)))
        for row in found.places
    )
    return replace(found, places=tuple(rows), ground=replace(found.ground, places=places))


def _shortened(
    found: Hotspots, snapshot: Snapshot, now: Mapping[str, Assessed], naming: Naming
) -> Callable[[str], str]:
    """What shortens the names of those around these places: all who are tied to them or came to harm there."""
    if not any(one.said.owner for one in now.values()):
        return str  # it reads every tie: not for nothing
    visits = found.ground.visits
    children = visits["child"][visits["place"].isin(list(now))].unique()
    return discreet(snapshot, [*sorted(now), *sorted(children)], naming)
