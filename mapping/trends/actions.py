"""Actions to make contexts safer: open, overdue and ended in a month, with what came of them. They count no child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_schema import schema
from graph.answers import Acted
from graph.snapshot import Snapshot
from mapping import words
from mapping.trends.counts import Part
from mapping.trends.ended import found_at
from mapping.trends.month import Month

NOBODY = "Nobody named yet"
UNKNOWN = "not_known"
GROUP = "peer group, not named"


@dataclass(frozen=True, slots=True)
class Overdue:
    """An action that should have been done by the end of the month, without its words: they may name somebody."""

    id: str
    context: str  # Kith id of the place, school or peer group
    where: str  # its name; of a home, an address or a group of children only what it is
    owner: str  # "" where nobody is named
    due_on: date
    days: int  # past due at the end of the month
    state: str  # in words


@dataclass(frozen=True, slots=True)
class Owner:
    """What one owner has to do."""

    owner: str  # in words where nobody is named; those come first
    open: int
    overdue: int


@dataclass(frozen=True)
class Actions:
    """Actions at the end of a month: work of services, so that no count is too small to show."""

    known: bool  # False: no action is on record
    open: int
    undated: int  # of the open, those without a day by which they are due
    overdue: tuple[Overdue, ...]  # those longest past due first
    ended: tuple[Part, ...]  # done or stopped in the month by what came of it, not known first
    owners: tuple[Owner, ...]
    said: str


def actions(snapshot: Snapshot, found: Sequence[Acted], month: Month, until: date) -> Actions:
    """Count the actions that were open, overdue and ended, as they stood at the end of a month.

    Parameters
    ----------
    snapshot
        For the names of the contexts.
    found
        Every action, past ones too.
    month
        Which month.
    until
        The last day counted.
    """
    mine = [one for one in found if _since(one) <= until]
    open_ = [one for one in mine if one.open or (one.ended_on is not None and one.ended_on > until)]
    late = [one for one in open_ if one.due_on is not None and one.due_on < until]
    over = [one for one in mine if not one.open and one.ended_on is not None]
    ended = Counter(one.outcome or UNKNOWN for one in over if one.ended_on and month.first <= one.ended_on <= until)
    labels = _outcomes()
    return Actions(
        known=bool(found),
        open=len(open_),
        undated=sum(one.due_on is None for one in open_),
        overdue=tuple(_overdue(_names(snapshot), late, until)),
        ended=tuple(Part(key, label, ended[key], words.number(ended[key])) for key, label in labels.items()),
        owners=tuple(_owners(open_, late)),
        said=_said(found, open_, late, ended.total()),
    )


def _since(one: Acted) -> date:
    """The first day on which anything is known of an action: recorded, begun or ended."""
    return min(day for day in (one.at.date(), one.began_on, one.ended_on) if day is not None)


def _outcomes() -> Mapping[str, str]:
    """What can come of an action, in words, not known first."""
    codes = schema().codes["action_outcome"].codes
    return {UNKNOWN: codes[UNKNOWN].label} | {code: one.label for code, one in codes.items() if code != UNKNOWN}


def _names(snapshot: Snapshot) -> Mapping[str, str]:
    """Every place and school as a panel may read it."""
    return {id_: one.told for id_, one in found_at(snapshot).items()}


def _overdue(names: Mapping[str, str], late: Iterable[Acted], until: date) -> Iterable[Overdue]:
    rows = [
        Overdue(
            one.id, one.context, names.get(one.context, GROUP), one.owner, one.due_on, (until - one.due_on).days,
            schema().codes["action_state"].label(one.state),
        )
        for one in late
        if one.due_on
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (-one.days, one.where, one.id))


def _owners(open_: Iterable[Acted], late: Iterable[Acted]) -> Iterable[Owner]:
    many, past = Counter(one.owner for one in open_), Counter(one.owner for one in late)
    ordered = sorted(many, key=lambda owner: (owner != "", -past[owner], -many[owner], owner.casefold()))
    return (Owner(owner or NOBODY, many[owner], past[owner]) for owner in ordered)


def _said(found: Sequence[Acted], open_: Sequence[Acted], late: Sequence[Acted], ended: int) -> str:
    if not found:
        return "No action is on record. A map without actions changes nothing."
    undated = sum(one.due_on is None for one in open_)
    said = f"{words.counted(len(open_), 'action')} open, {words.number(len(late))} of them overdue"
    said += f"; {words.number(undated)} without a day to be done by" if undated else ""
    return f"{said}; {words.number(ended)} ended in the month."
