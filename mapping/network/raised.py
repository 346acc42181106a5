"""Says which groups were raised as groups of concern, how they stand, and who has come in or gone since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from graph.answers import Raised
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.groups import FoundGroup
from mapping.words import Naming

ALIKE = 0.5
"""A found group has no lasting id: it is the one that was raised when they share half of all members (Jaccard)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A group of concern in words, for one moment."""

    concern: Raised
    said: str  # Raised as a group of concern by R. Osei, 2 Nov 14:10; to reach the hub by 3 Nov 14:10.
    late: str  # past due and not answered, in words; empty when it is not
    members: str  # P.K., 12; T.B., 14; D.M., 36


def likeness(one: Collection[str], two: Collection[str]) -> float:
    """What two groups share of all their members: 1 the same people, 0 nobody in common."""
    both = len({*one} & {*two})
    return both / len({*one, *two}) if both else 0.0


def raised_as(members: Collection[str], concerns: Iterable[Raised], group: str = "") -> Raised | None:
    """The concern that was raised about these people, if one was: waiting before answered, then the most alike.

    Parameters
    ----------
    members
        Who is in the group now.
    concerns
        Those held; withdrawn ones do not count.
    group
        Kith id of a named group: it is known by it whoever is in it by now.
    """
    counting = [one for one in concerns if one.closed is None or one.closed.state == "answered"]
    alike = [
        (one.open, likeness(members, one.members), one.place, one)
        for one in counting
        if (group and one.group == group) or likeness(members, one.members) >= ALIKE
    ]
    return max(alike, key=lambda item: item[:3])[3] if alike else None


def stands(concern: Raised, snapshot: Snapshot, now: datetime, naming: Naming = Naming.FULL) -> Standing:
    """How a concern stands at this moment, in words."""
    today = snapshot.as_of
    said = f"Raised as a group of concern by {concern.by}, {moment(concern.at, today)}"
    if concern.closed:
        how = concern.closed.state.capitalize()
        said += f". {how} by {concern.closed.by}, {moment(concern.closed.at, today)}: “{concern.closed.text}”"
    else:
        said += f"; to reach the hub by {moment(concern.due, today)}."
    late = ""
    if concern.late(now):
        late = f"Late: it was to reach the hub by {moment(concern.due, today)}, and no answer is recorded."
    names = headings(snapshot, concern.members, naming)
    return Standing(concern, said, late, "; ".join(names[one] for one in concern.members if one in names))


def changed(concern: Raised, members: Sequence[str], snapshot: Snapshot, naming: Naming = Naming.FULL) -> str:
    """Who has come in and who has gone since a group was raised, in words; empty when nobody has."""
    names = {
        one: name.partition(", ")[0] for one, name in headings(snapshot, {*members, *concern.members}, naming).items()
    }
    new = [names[one] for one in members if one not in concern.members and one in names]
    gone = [names[one] for one in concern.members if one not in members and one in names]
    said = []
    if new:
        said.append(f"{words.listed(new, 3)} {'is' if len(new) == 1 else 'are'} here now and {_was(new)} not then")
    if gone:
        said.append(f"{words.listed(gone, 3)} {_was(gone)} there then and {'is' if len(gone) == 1 else 'are'} not here")
    people = words.counted(len(concern.members), "person", "people")
    return words.ended(f"It was raised with {people}: {'; '.join(said)}") if said else ""


def _was(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"


def lasting_name(group: FoundGroup) -> str:
    """A name for a found group that means something tomorrow: its number is of one computation only."""
    _, _, around = group.name.partition(": ")
    return (
        f"Found group {around}" if around else f"Found group of {words.counted(len(group.members), 'person', 'people')}"
    )


def moment(when: datetime, today: date) -> str:
    """`2 Nov 14:10`, by the clock of this machine."""
    local = when.astimezone()
    return f"{words.day(local.date(), today)} {local:%H:%M}"


def headings(snapshot: Snapshot, ids: Iterable[str], naming: Naming) -> Mapping[str, str]:
    """`P.K., 12` for each of these people; whom this viewer may not see is left out."""
    wanted = snapshot.entities.filter(pc.is_in(snapshot.entities["id"], pa.array([*ids], pa.string())))
    found = {}
    for row in wanted.select(["id", "name", "date_of_birth", "identified"]).to_pylist():
        age = words.age(row["date_of_birth"], snapshot.as_of)
        name = words.person(row["name"] or "?", naming, identified=row["identified"] is not False)
        found[row["id"]] = f"{name}, {age if age is not None else 'age not recorded'}"
    return found
