"""Looks back: children confirmed later who were not on the list of the month before, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from data_schema.model import Standing
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.heard import read
from mapping.network.people import first_confirmed
from mapping.network.periphery.definition import definition
from mapping.network.periphery.questions import Asked, ask
from mapping.network.periphery.ranking import rank
from mapping.network.periphery.settings import PeripherySettings, checked
from mapping.network.telling import few
from mapping.questions import TITLES, Question

MONTHS = 12
FEWEST = 10
"""Below so many confirmed children no share is given: it would be chance."""

WHY: Mapping[str, str] = {
    "below": "their ties said less than those of the children listed",
    "late": "ties were known before and entered later",
    "none": "nothing about them had been entered",
    "no ties": "records, but no tie that the questions follow",
    "weak": "their ties were too old, or nobody had graded them",
}
MOSTLY: Mapping[str, str] = {
    "below": "most stood below the cut of a list",
    "late": "for most, ties known before were entered too late",
    "none": "most had no records before referral",
    "no ties": "most had records but no tie that the questions follow",
    "weak": "for most, the ties were too old or nobody had graded them",
}
"""The same, where it holds for more than half of the missed."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A child first recorded as open to the hub or harmed, and whether a list of the month before held them."""

    id: str
    heading: str
    on: date  # the day of the first such record
    month: date  # its first day
    lists: tuple[str, ...]  # titles of the questions whose list held the child at the end of the month before
    why: str  # below | late | none | no ties | weak; empty for a child who was listed
    text: str  # why, or on which lists, in words


@dataclass(frozen=True, slots=True)
class Month:
    """One month: who was confirmed, and how many of them a list of the month before had held."""

    month: date
    as_of: date  # the day of the lists looked back at
    confirmed: int
    listed: int
    text: str  # Oct 2026: 3 confirmed, 2 of them on a list at the end of Sep.


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """One question: how many of all confirmed children its list had held. The questions are never added up."""

    question: str
    title: str
    listed: int


@dataclass(frozen=True, slots=True)
class Missed:
    """What the lists of the past months held of the children confirmed since."""

    text: str
    confirmed: int
    listed: int  # on any list
    months: tuple[Month, ...]  # the latest first
    questions: tuple[OfQuestion, ...]
    children: tuple[Confirmed, ...]  # the latest first
    notes: tuple[str, ...]


def missed(snapshot: Snapshot, settings: PeripherySettings | None = None, months: int = MONTHS) -> Missed:
    """Look back at the lists of the past months, each as it could have been by the records entered then.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        What counts; all five questions are asked, whichever it names.
    months
        How many months back, the running one included.

    Returns
    -------
    Missed
        Nobody listed means nothing by itself: the sentence says so where too few children were confirmed.
    """
    settings = checked(settings or PeripherySettings())
    names = {row["id"]: row for row in snapshot.entities.select(["id", "kind", "name", "date_of_birth"]).to_pylist()}
    heard = snapshot.without_agency(*settings.left_out_agencies) if settings.left_out_agencies else snapshot
    by_month = _confirmed(heard, settings, names, months)
    children: list[Confirmed] = []
    for first, confirmed in by_month.items():
        if confirmed:
            before = heard.recorded_by(first - timedelta(days=1))
            found = _listed(before, settings, confirmed.keys())
            for id_, on in sorted(confirmed.items(), key=lambda item: (item[1], item[0]), reverse=True):
                children.append(_child(heard, before, settings, names[id_], on, found[id_]))
    listed = sum(bool(one.lists) for one in children)
    return Missed(
        text=_text(children, listed, months),
        confirmed=len(children),
        listed=listed,
        months=tuple(_month(first, [one for one in children if one.month == first]) for first in by_month),
        questions=tuple(
            OfQuestion(one.value, TITLES[one], sum(TITLES[one] in child.lists for child in children))
            for one in Question
        ),
        children=tuple(children),
        notes=_notes(settings),
    )


def _confirmed(
    snapshot: Snapshot, settings: PeripherySettings, names: Mapping[str, Mapping[str, Any]], months: int
) -> dict[date, dict[str, date]]:
    """Month, the latest first -> child -> the day on which they were first recorded as open or harmed."""
    found: dict[date, dict[str, date]] = {}
    month = snapshot.as_of.replace(day=1)
    for _ in range(months):
        found[month] = {}
        month = (month - timedelta(days=1)).replace(day=1)
    for person, on in first_confirmed(snapshot, settings.open_roles).items():
        age = words.age(names[person]["date_of_birth"], on)
        child = age < 18 if age is not None else names[person]["kind"] == "child"
        if child and on.replace(day=1) in found:
            found[on.replace(day=1)][person] = on
    return found


@dataclass(frozen=True, slots=True)
class _Stood:
    """Where one child stood on the lists of one day."""

    lists: tuple[str, ...]
    below: bool
    tied: bool


def _listed(before: Snapshot, settings: PeripherySettings, children: Collection[str]) -> dict[str, _Stood]:
    """On which lists these children were: ranked and cut as ever, no card made."""
    heard, defined = read(before, settings.projection(), open_roles=settings.open_roles).without(), definition(before)
    lists: dict[str, list[str]] = {id_: [] for id_ in children}
    below, tied = set[str](), set[str]()
    for question in Question:
        asked = ask(question, heard, settings.projection(), settings.places, settings.groups)
        rows = rank(asked, settings.alpha).rows
        tied |= {asked.ids[row] for row in rows} & lists.keys()
        for place, id_ in _places(asked, defined.meeting(asked, rows), lists.keys() & tied):
            if place <= settings.top:
                lists[id_].append(TITLES[question])
            else:
                below.add(id_)
    return {id_: _Stood(tuple(found), id_ in below, id_ in tied) for id_, found in lists.items()}


def _places(asked: Asked, meeting: Iterable[int], wanted: Collection[str]) -> Iterable[tuple[int, str]]:
    """The places of the wanted among those who meet the definition; stops once all are found."""
    left = {asked.projection.index[id_]: id_ for id_ in wanted if id_ in asked.projection.index}
    if left:
        for place, row in enumerate(meeting, 1):
            if row in left:
                yield place, left.pop(row)
                if not left:
                    return


def _child(
    snapshot: Snapshot,
    before: Snapshot,
    settings: PeripherySettings,
    child: Mapping[str, Any],
    on: date,
    stood: _Stood,
) -> Confirmed:
    """One confirmed child, and why no list held them."""
    name = words.person(child["name"] or "?", words.Naming(settings.naming))
    age = words.age(child["date_of_birth"], on)
    why = "" if stood.lists else _why(snapshot, before, settings, child["id"], stood)
    on_lists = f"On the list: {words.listed([title.lower() for title in stood.lists])}."
    return Confirmed(
        id=child["id"],
        heading=f"{name}, {age if age is not None else 'age not recorded'}",
        on=on,
        month=on.replace(day=1),
        lists=stood.lists,
        why=why,
        text=f"Not listed: {WHY[why]}." if why else on_lists,
    )


def _why(snapshot: Snapshot, before: Snapshot, settings: PeripherySettings, child: str, stood: _Stood) -> str:
    """Why a confirmed child was on no list of the month before."""
    if stood.below:
        return "below"
    kinds = schema().ties
    follow = [name for name, kind in kinds.items() if kind.standing is not Standing.PROTECTIVE and kind.weight > 0]
    chosen = pa.array([name for name in follow if name in (settings.kinds or follow)], pa.string())

    def about(table: pa.Table, *ends: str) -> pa.Table:
        mask = pc.equal(table[ends[0]], child)
        for end in ends[1:]:
            mask = pc.or_(mask, pc.equal(table[end], child))
        return table.filter(mask)

    ties = about(snapshot.ties, "from_id", "to_id")
    ties = ties.filter(pc.is_in(ties["kind"], chosen))
    since = before.as_of - timedelta(days=settings.projection().window())
    for row in ties.select(["observed_from", "observed_to", "recorded_on"]).to_pylist():
        seen = row["observed_from"] or row["observed_to"]
        entered_after = seen and row["recorded_on"] and row["recorded_on"] > before.as_of >= seen
        if entered_after and (row["observed_to"] or seen) >= since:
            return "late"
    if stood.tied:
        return "weak"
    if not about(before.ties, "from_id", "to_id").num_rows and not about(before.roles, "person_id").num_rows:
        return "none"
    return "no ties"


def _month(first: date, children: Collection[Confirmed]) -> Month:
    as_of = first - timedelta(days=1)
    listed = sum(bool(one.lists) for one in children)
    text = f"{first:%b %Y}: {words.number(len(children))} confirmed"
    text += f", {words.number(listed)} of them on a list of {words.day(as_of)}." if children else "."
    return Month(first, as_of, len(children), listed, text)


def _text(children: Collection[Confirmed], listed: int, months: int) -> str:
    """The sentence that is shown without being asked."""
    span = "the past year" if months == MONTHS else f"the past {words.counted(months, 'month')}"
    count = len(children)
    if not count:
        return f"No child was first recorded as open to the hub or harmed in {span}: nothing can be said of misses."
    if count < FEWEST:
        return (
            f"{few(count).capitalize()} {'child was' if count == 1 else 'children were'} confirmed in {span}, fewer"
            f" than {FEWEST}: too few for a share. What the lists of the month before held is said of each."
        )
    held = f"{listed} {'was' if listed == 1 else 'were'} on a list the month before"
    text = f"Of {count} children confirmed in {span}, {held}."
    lost = count - listed
    if not lost:
        return text
    why, many = Counter(one.why for one in children if one.why).most_common(1)[0]
    if lost == 1:
        return f"{text} One was not: {WHY[why]}."
    return f"{text} {lost} were not: {MOSTLY[why] if 2 * many > lost else f'most often ({many}), {WHY[why]}'}."


def _notes(settings: PeripherySettings) -> tuple[str, ...]:
    return (
        "Confirmed: first recorded as open to the hub or harmed. Each list is made again from what had been entered by"
        f" the last day of the month before, at most {settings.top} children a question.",
        "Records corrected since are seen as they stand now, and names and births as recorded today.",
        "Absence from a list is not reassurance, and a child on a list was not thereby helped.",
    )
