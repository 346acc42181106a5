"""To whom: the children of a context, each once, in bands of age, open to the hub or not; and adults tied to it. Pure.

Children alleged to have harmed are among the children, with both roles. Only adults known to be 18 or over, named as of
concern in graded information or by a formal act, are listed as alleged to cause harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_schema import schema
from data_schema.model import Standing
from mapping import words
from mapping.contexts.happened import Part, table
from mapping.contexts.reading import Reading
from mapping.contexts.seen import Sight, evidence_of, harm_label
from mapping.network.people import alleges
from mapping.network.telling import last_day
from mapping.small import Count

BANDS = (("", "Age not recorded"), ("10", "Under 10"), ("13", "10 to 12"), ("16", "13 to 15"), ("18", "16 and 17"),
         ("19", "18 and over"))  # fmt: skip
_ALLEGED = frozenset({"alleged_in"})


@dataclass(frozen=True, slots=True)
class ChildHere:
    """One child of a context."""

    id: str
    heading: str  # "P.K., 12"
    standing: str  # "open to the hub", "recorded as harmed", ""
    both: bool  # also alleged to have harmed: a child to safeguard all the same
    harms: tuple[str, ...]  # in words
    records: int
    last: date | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whom:
    """The children of a context in the window."""

    children: Count
    rows: tuple[ChildHere, ...]  # the newest first; none on a panel view
    names: tuple[str, ...]  # "P.K.", to be said together; none where they may not be named
    withheld: str  # why they are not named, "" where they are
    ages: tuple[Part, ...]
    open: tuple[Part, ...]  # open to the hub, and not
    both: Count  # alleged to have harmed as well; not shown where it would tell how few are not
    behind_both: tuple[str, ...]  # none on a panel view


@dataclass(frozen=True, slots=True)
class AdultHere:
    """An adult of concern tied to a context. Not proof of an offence."""

    id: str
    heading: str
    why: tuple[str, ...]  # sentences
    agencies: tuple[str, ...]
    last: date | None
    evidence: tuple[str, ...]


def whom(reading: Reading, now: Sequence[Sight], *, members: bool = False, whole: bool = True) -> Whom:
    """Who the children are, as the settings may show them.

    Parameters
    ----------
    reading
        The snapshot and the settings.
    now
        The sights of the window.
    members
        Of a peer group, whose members are named beside: on a panel view nobody is told which of them came to harm.
    whole
        Whether figures that are shown may be opened too.
    """
    mine: dict[str, list[Sight]] = {}
    for one in now:
        mine.setdefault(one.child, []).append(one)
    limit, who = reading.settings.limit, reading.who
    told_apart = members and reading.settings.panel
    named = reading.may_name(set(mine)) and not told_apart
    rows = sorted((_child(reading, child, sights) for child, sights in mine.items()), key=lambda row: row.heading)
    rows.sort(key=lambda row: row.last or date.min, reverse=True)
    ages = [{child for child in mine if _band(reading.telling.age(child)) == key} for key, _ in BANDS]
    opened = [mine.keys() & who.open, mine.keys() - who.open]
    two = {child for child, sights in mine.items() if _both(reading, child, sights)}

    def parts(labels: Iterable[str], groups: Sequence[Set[str]]) -> list[Part]:
        told = table([len(group) for group in groups], limit)
        return [
            Part(label, count, evidence_of(one for one in now if one.child in group) if whole and count.count else ())
            for label, count, group in zip(labels, told, groups, strict=True)
        ]

    bands = parts([label for _, label in BANDS], ages)
    return Whom(
        children=reading.tell(mine),
        rows=() if reading.settings.panel else tuple(rows),
        names=tuple(sorted(reading.name(child) for child in mine)) if named else (),
        withheld="" if named or not mine else (WHICH if told_apart else NOT_NAMED),
        ages=tuple(part for part in bands if part.told.count != 0),
        open=tuple(parts(("Open to the hub", "Not open to the hub"), opened)),
        both=table([len(two), len(mine) - len(two)], limit)[0],
        behind_both=() if reading.settings.panel else evidence_of(one for one in now if one.child in two),
    )


NOT_NAMED = "Who they are is not shown on a panel view: under 5, a child could be picked out."
WHICH = "Which children of the group came to harm is not told on a panel view."


def _child(reading: Reading, child: str, sights: Sequence[Sight]) -> ChildHere:
    return ChildHere(
        child,
        reading.heading(child),
        reading.telling.standing(child),
        _both(reading, child, sights),
        tuple(dict.fromkeys(harm_label(one.harm) for one in reversed(sights))),
        len({one.what for one in sights}),
        max((one.day for one in sights if one.day), default=None),
        evidence_of(sights),
    )


def _both(reading: Reading, child: str, sights: Iterable[Sight]) -> bool:
    return child in reading.who.alleged_children or any(one.as_ & _ALLEGED for one in sights)


def _band(age: int | None) -> str:
    return "" if age is None else next((key for key, _ in BANDS[1:] if age < int(key)), BANDS[-1][0])


def adults(reading: Reading, id: str, here: Sequence[Sight]) -> tuple[AdultHere, ...]:
    """The adults of concern tied to a context, those tied most lately first.

    Parameters
    ----------
    reading
        The snapshot and the settings.
    id
        Kith id of the context.
    here
        Its sights of the window.
    """
    behind: dict[str, list[Mapping[str, Any]]] = {}
    for row in (*_direct(reading, id), *_in_events(reading, here), *_of_members(reading, id)):
        behind.setdefault(row["from_id"] if row["from_id"] in reading.who.of_concern else row["to_id"], []).append(row)
    rows = [_adult(reading, id, adult, said) for adult, said in behind.items() if adult in reading.who.of_concern]
    rows.sort(key=lambda row: row.heading)
    return tuple(sorted(rows, key=lambda row: row.last or date.min, reverse=True))


def _direct(reading: Reading, id: str) -> list[Mapping[str, Any]]:
    """Said to own, run, visit or live at the place, or to be linked to the group."""
    rows = reading.tied(id, "linked_to", "goes_to", "lives_at", "member_of")
    return [row for row in rows if row["from_id"] in reading.who.of_concern]


def _in_events(reading: Reading, here: Iterable[Sight]) -> list[Mapping[str, Any]]:
    """Alleged to have caused harm in an event of the context."""
    events = dict.fromkeys(one.event for one in here if one.event)
    rows = (row for event in events for row in reading.telling.ties_of(event))
    return [row for row in rows if row["kind"] == "alleged_in" and row["from_id"] in reading.who.of_concern]


def _of_members(reading: Reading, id: str) -> list[Mapping[str, Any]]:
    """Alleged to harm, or seen with, two or more of those named as a peer group."""
    if reading.contexts[id].kind != "peer_group":
        return []
    harm = tuple(name for name, kind in schema().ties.items() if kind.standing is Standing.HARM)
    near: dict[str, list[Mapping[str, Any]]] = {}
    for child in reading.members(id):
        for row in reading.tied(child, *harm, "seen_with", "in_contact", "knows"):
            other = row["to_id"] if row["from_id"] == child else row["from_id"]
            if other in reading.who.of_concern:
                near.setdefault(other, []).append(row)
    return [row for adult, rows in near.items() if len(_others(rows, adult)) > 1 for row in rows]


def _others(rows: Iterable[Mapping[str, Any]], adult: str) -> set[str]:
    return {row["to_id"] if row["from_id"] == adult else row["from_id"] for row in rows}


def _adult(reading: Reading, id: str, adult: str, rows: Sequence[Mapping[str, Any]]) -> AdultHere:
    ordered = sorted(rows, key=lambda row: (last_day(row) or date.min, row["id"]), reverse=True)
    agencies = sorted({row["agency"] for row in ordered if row["agency"]})
    return AdultHere(
        adult,
        reading.heading(adult),
        tuple(_why(reading, id, adult, ordered)),
        tuple(words.label("agency", code) for code in agencies),
        max((day for row in ordered if (day := last_day(row))), default=None),
        _may_open(reading, adult, ordered),
    )


def _may_open(reading: Reading, adult: str, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The assertions that may be opened: none that names one of too few children."""
    children = _others(rows, adult) & reading.seen.children
    named = reading.may_name(children)
    return tuple(dict.fromkeys(row["id"] for row in rows if named or not {row["from_id"], row["to_id"]} & children))


def _why(reading: Reading, id: str, adult: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sentences: the ties to the context, then events, then members. Counts of children as they may be shown."""
    said = [
        words.ended(words.sentence(kind, reading.name(adult), reading.name(id)))
        for kind in dict.fromkeys(row["kind"] for row in rows if id in (row["from_id"], row["to_id"]))
    ]
    events = {row["to_id"] for row in rows if row["kind"] == "alleged_in"}
    if events:
        where = "in which one of the group was" if reading.contexts[id].kind == "peer_group" else "here"
        said.append(f"Alleged to have caused harm in {words.counted(len(events), 'event')} {where}.")
    rest = [row for row in rows if id not in (row["from_id"], row["to_id"]) and row["kind"] != "alleged_in"]
    if rest:
        harmed = _others([row for row in rest if _harm(row)], adult)
        if harmed:
            said.append(f"Alleged to have harmed {_told(reading, harmed)} of the group.")
        near = _others([row for row in rest if not _harm(row)], adult) - harmed
        if near:
            said.append(f"Seen or in contact with {_told(reading, near)} of the group.")
    return said


def _harm(row: Mapping[str, Any]) -> bool:
    return schema().ties[row["kind"]].standing is Standing.HARM and alleges(row)


def _told(reading: Reading, children: set[str]) -> str:
    told = reading.tell(children)
    return f"{told.said} {'child' if told.count == 1 else 'children'}"
