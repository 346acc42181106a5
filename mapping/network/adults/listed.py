"""Lists the known adults of concern: facts in columns, never a score, and nobody under 18 or of unknown age."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.adult_columns import COLUMNS, Order
from mapping.network.adults.facts import Facts
from mapping.network.adults.records import Persons, entities, read, usable
from mapping.network.adults.rows import NOT_PROOF, Adult, Adults, RankRange, Thin
from mapping.network.adults.told import Told
from mapping.network.people import ADULT_AGE, People, Recorded, alleges, as_child, recorded, sort_people
from mapping.network.periphery.cards import Method
from mapping.network.telling import Telling
from mapping.words import Naming

TITLE = "Adults named in graded information about harm to children"
NOTE = f"Facts from the records, not a score. {NOT_PROOF}"
WINDOW_DAYS = 365
NEW_NEEDS_DAYS = 183
"""So far before the window records must reach for a first contact within it to say much."""


@dataclass(frozen=True, slots=True)
class AdultSettings:
    """What is counted, and by which column the list stands in order."""

    window_days: int = WINDOW_DAYS
    left_out_agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # tie kinds that count as contact; empty: all
    order: Order = Order.NEWEST
    naming: Naming = Naming.FULL
    hotspots: tuple[str, ...] = ()  # places; empty: those where two or more distinct children came to harm


@dataclass(frozen=True)
class Named:
    """Adults named in information about harm: who is listed, and who is not and why."""

    listed: frozenset[str]  # known to be 18 or over, identified, named in graded information or by a formal action
    nickname: frozenset[str]  # known to be 18 or over, nobody has established who this is
    ungraded: frozenset[str]  # known to be 18 or over, named only in information that nobody graded
    as_child: frozenset[str]  # 18 or over now, named only in what is recorded of the time when they were under 18
    age_unknown: frozenset[str]  # never listed


def adults(snapshot: Snapshot, settings: AdultSettings | None = None) -> Adults:
    """List the adults of concern with what is recorded of each.

    Parameters
    ----------
    snapshot
        What the viewer may see for their purpose.
    settings
        What counts, and the column that orders the list.

    Returns
    -------
    Adults
        Only people known to be 18 or over: a child is a child, and whose age is not recorded is left out and counted.
    """
    settings = settings or AdultSettings()
    return _Asked(snapshot, settings).answer()


@dataclass(frozen=True)
class _Asked:
    """One list to be made: everything read once, asked with all agencies heard and with each left out."""

    snapshot: Snapshot
    settings: AdultSettings

    def answer(self) -> Adults:
        snapshot, settings = self.snapshot, self.settings
        since = snapshot.as_of - timedelta(days=settings.window_days)
        found = recorded(snapshot, settings.window_days)
        everyone = sort_people(found)
        rows = entities(snapshot)
        named = named_adults(found, everyone, rows, settings.left_out_agencies)
        records = read(snapshot, named.listed, everyone, since=since, kinds=settings.kinds)
        roles = _concern_roles(snapshot, named.listed)
        all_heard = Facts(records, Persons(rows, snapshot.as_of), everyone, roles, since, frozenset(settings.hotspots))
        facts = _without(all_heard, found, everyone, settings.left_out_agencies)
        order = Order(settings.order)
        ranks = self._ranks(found, everyone, rows, all_heard, named.listed, order)
        who = facts.who
        # That a child is thought to be harmed is what the sentence itself says: only what is known is repeated there.
        known = replace(who, harmed=who.known_harmed)
        telling = Telling(self._small(facts), known, Naming(settings.naming), settings.window_days)
        told = Told(facts, telling)
        column = COLUMNS[order]
        ids = sorted(named.listed, key=lambda id_: (facts.value(id_, order), *_tie_break(facts, telling, id_)))
        listed = tuple(told.adult(id_, ranks[id_]) for id_ in ids)
        return Adults(
            title=TITLE,
            note=NOTE,
            order=order.value,
            order_words=f"{column.title}, {column.first}",
            since=since,
            rows=listed,
            thin_records=tuple(_thin(telling, named, found, settings.left_out_agencies)),
            left_out=tuple(_left_out(named, who)),
            method=_method(snapshot, settings, listed, since),
            empty="" if listed else _empty(snapshot, named),
        )

    def _ranks(
        self,
        found: Recorded,
        everyone: People,
        rows: Mapping[str, Any],
        all_heard: Facts,
        listed: Collection[str],
        order: Order,
    ) -> dict[str, RankRange]:
        """The place of each adult in this order, and what it would be had each agency said nothing."""
        left = self.settings.left_out_agencies
        here = _positions(_without(all_heard, found, everyone, left), listed, order)
        tries: dict[str, dict[str, int]] = {}
        for agency in sorted(_agencies(all_heard, found) - set(left)):
            silent = (*left, agency)
            still = named_adults(found, everyone, rows, silent).listed & set(listed)
            tries[agency] = _positions(_without(all_heard, found, everyone, silent), still, order)
        return {id_: _range(here[id_], [tries[a].get(id_) for a in tries], tuple(tries), len(here)) for id_ in listed}

    def _small(self, facts: Facts) -> Snapshot:
        """The snapshot with only the ties that sentences here speak of."""
        records = facts.records
        said = (*records.contacts, *records.visits, *records.held, *records.events)
        ids = pa.array(sorted({id_ for one in said for id_ in one.assertions}), pa.string())
        return replace(self.snapshot, ties=self.snapshot.ties.filter(pc.is_in(self.snapshot.ties["id"], ids)))


def named_adults(
    found: Recorded, everyone: People, rows: Mapping[str, Mapping[str, Any]], without: Collection[str] = ()
) -> Named:
    """Say which adults may be listed, as if some agencies had said nothing.

    Parameters
    ----------
    found, everyone
        What is recorded of people, and who is who by it.
    rows
        The entities.
    without
        Agencies that are not heard.
    """
    who = sort_people(found, without=without) if without else everyone
    heard = (row for row in found.harm if row["agency"] not in without and alleges(row))
    said = [row for row in heard if row["from_id"] in found.adults]
    earlier = {row["from_id"] for row in said if as_child(row, found.born)}
    loose = {row["from_id"] for row in said if not as_child(row, found.born)}
    for row in (row for id_ in who.roles for row in who.roles[id_] if id_ in found.adults and _of_concern(row)):
        began = words.age(found.born[row["person_id"]], row["observed_from"] or row["recorded_on"])
        (earlier if began is not None and began < ADULT_AGE else loose).add(row["person_id"])
    grown = {id_ for id_ in loose | earlier if (found.ages[id_] or 0) >= ADULT_AGE}
    nickname = {id_ for id_ in grown if rows[id_]["identified"] is False}
    rest = grown - who.of_concern - nickname
    return Named(
        listed=frozenset(who.of_concern - nickname),
        nickname=frozenset(nickname),
        ungraded=frozenset(rest & loose),
        as_child=frozenset(rest - loose),
        age_unknown=who.age_unknown | {id_ for id_ in loose | earlier if found.ages[id_] is None},
    )


def _of_concern(role: Mapping[str, Any]) -> bool:
    return schema().roles[role["role"]].family == "concern"


def _last(row: Mapping[str, Any]) -> date:
    day: date = row["observed_to"] or row["observed_from"] or row["recorded_on"]
    return day


def _without(all_heard: Facts, found: Recorded, everyone: People, agencies: Collection[str]) -> Facts:
    """The facts as if these agencies had said nothing.

    Who is open to the hub and who works with children stays as everything recorded says: it is where somebody stands
    with services, and not evidence.
    """
    if not agencies:
        return all_heard
    who = sort_people(found, without=agencies)
    return replace(
        all_heard,
        records=all_heard.records.without(agencies),
        who=replace(who, open=everyone.open, professionals=everyone.professionals),
        roles={id_: [row for row in said if row["agency"] not in agencies] for id_, said in all_heard.roles.items()},
    )


def _concern_roles(snapshot: Snapshot, ids: Collection[str]) -> dict[str, list[Mapping[str, Any]]]:
    """Every concern role of these adults that has begun, past ones too, the newest first."""
    concern = {name for name, role in schema().roles.items() if role.family == "concern"}
    found: dict[str, list[Mapping[str, Any]]] = {}
    wanted = pc.is_in(snapshot.roles["person_id"], pa.array(sorted(ids), pa.string()))
    for row in usable(snapshot.roles.filter(wanted)).to_pylist():
        begun = row["observed_from"] or row["recorded_on"]
        if row["role"] in concern and (begun is None or begun <= snapshot.as_of):
            found.setdefault(row["person_id"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row["observed_from"] or row["recorded_on"] or date.min, row["id"]), reverse=True)
    return found


# Order and ranks ------------------------------------------------------------------------------------------------------


def _tie_break(facts: Facts, telling: Telling, id_: str) -> tuple[int, str, str]:
    """Among those with the same fact: the newest evidence first, then by name."""
    return facts.value(id_, Order.NEWEST), telling.name(id_), id_


def _positions(facts: Facts, ids: Iterable[str], order: Order) -> dict[str, int]:
    """1 for those who stand first; adults with the same fact share a place."""
    values = {id_: facts.value(id_, order) for id_ in ids}
    ordered = sorted(values.values())
    return {id_: bisect_left(ordered, value) + 1 for id_, value in values.items()}


def _agencies(facts: Facts, found: Recorded) -> set[str]:
    """Agencies whose silence could change anything here."""
    records = facts.records
    said = (*records.contacts, *records.visits, *records.marks, *records.held, *records.events)
    heard = {agency for one in said for agency in one.agencies}
    heard |= {row["agency"] for rows in facts.roles.values() for row in rows}
    return {agency for agency in heard | {row["agency"] for row in found.harm} if agency}


def _range(here: int, tried: list[int | None], agencies: tuple[str, ...], of: int) -> RankRange:
    places = [here, *(place for place in tried if place is not None)]
    low, high = min(places), max(places)
    gone = tuple(agency for agency, place in zip(agencies, tried, strict=True) if place is None)
    span = ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"
    text = f"{span} of {words.number(of)}"
    if gone:
        text += f"; not here without {' or '.join(words.label('agency', one).lower() for one in gone)} records"
    return RankRange(here, low, high, of, gone, text)


def ordinal(number: int) -> str:
    """`1st`, `22nd`, `113th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{words.number(number)}{ending}"


# Who is not listed, and how the list was made -------------------------------------------------------------------------


def _thin(telling: Telling, named: Named, found: Recorded, without: Collection[str]) -> Iterable[Thin]:
    """Known adults of whom too little is recorded to list them."""
    alleged: dict[str, list[Mapping[str, Any]]] = {}
    for row in found.harm:
        if alleges(row) and row["agency"] not in without:
            alleged.setdefault(row["from_id"], []).append(row)
    made = []
    for id_ in named.nickname | named.ungraded:
        harm = alleged.get(id_, [])
        days = [_last(row) for row in harm]
        said = f"{words.counted(len(harm), 'record')} of alleged harm" if harm else "recorded as suspected"
        latest = f", latest {words.day(min(max(days), telling.snapshot.as_of))}" if days else ""
        why = "known by a nickname only: check identity first" if id_ in named.nickname else "nobody graded it"
        made.append(Thin(id_, telling.name(id_), telling.heading(id_), f"{said}{latest}; {why}"))
    return sorted(made, key=lambda one: (one.heading, one.id))


def _left_out(named: Named, who: People) -> Iterable[str]:
    """Who can never be on this list, counted and not named."""
    if named.age_unknown:
        one = len(named.age_unknown) == 1
        yield (
            f"{words.counted(len(named.age_unknown), 'person is', 'people are')} named in information about harm and"
            f" not listed, because {'their age is' if one else 'their ages are'} not recorded: check identity first."
        )
    if named.as_child:
        people = words.counted(len(named.as_child), "person of 18 or over is", "people of 18 or over are")
        yield (
            f"{people} named only in what is recorded of the time before they turned 18, and not listed: what a child"
            " is alleged to have done makes nobody an adult of concern."
        )
    if who.alleged_children:
        one = len(who.alleged_children) == 1
        yield (
            f"{words.counted(len(who.alleged_children), 'child is', 'children are')} alleged to have harmed."
            f" {'This child is' if one else 'They are'} to be safeguarded, and nobody under 18 is ever on this page."
        )


def _empty(snapshot: Snapshot, named: Named) -> str:
    if not snapshot.entities.num_rows:
        return "Nothing is loaded."
    if named.nickname or named.ungraded or named.age_unknown:
        return "Nobody who is known to be 18 or over is named in graded information about harm in this window."
    return "No adult is named in information about harm in this window. Nothing found is not the same as nothing there."


def _begun(snapshot: Snapshot) -> date | None:
    """The earliest day on any tie of an ageing kind: a brother's birthday says nothing of when records begin."""
    ageing = [name for name, kind in schema().ties.items() if kind.half_life_days is not None]
    ties = snapshot.ties.filter(pc.is_in(snapshot.ties["kind"], pa.array(ageing, pa.string())))
    days = [pc.min(ties[name]).as_py() for name in ("observed_from", "recorded_on")]
    return min((day for day in days if day), default=None)


def _method(snapshot: Snapshot, settings: AdultSettings, listed: tuple[Adult, ...], since: date) -> Method:
    """How the list was made, as parameters and in sentences."""
    left = settings.left_out_agencies
    withheld = snapshot.withheld
    column = COLUMNS[Order(settings.order)]
    lines = [
        f"Data of {words.day(snapshot.as_of)}, version {snapshot.version}; contacts since {words.day(since)}.",
        f"{words.counted(len(listed), 'adult')} known to be 18 or over and named in information about harm that"
        " somebody graded, or warned, charged or convicted.",
        f"In order of: {column.title}, {column.first}. The columns are never added up.",
        "Contact through family, home or work counts only where harm is alleged; who only witnessed an event is not"
        " tied by it.",
        f"Left out: {words.number(withheld.suspected_false)} statements suspected false,"
        f" {words.number(withheld.restricted)} restricted; whatever is dated in the future.",
    ]
    if begun := _begun(snapshot):
        reach = f"The records reach back to {words.day(begun)}."
        if begun > since - timedelta(days=NEW_NEEDS_DAYS):
            reach += (
                f" That is less than {NEW_NEEDS_DAYS} days before the window: a child called new may only be new here."
            )
        lines.append(reach)
    if left:
        lines.append(f"Without {words.listed([words.label('agency', one).lower() for one in left])} records.")
    hotspots = (
        f"{len(settings.hotspots)} given" if settings.hotspots else "places where two or more children came to harm"
    )
    parameters = (
        ("order", Order(settings.order).value),
        ("data version", snapshot.version),
        ("as of", snapshot.as_of.isoformat()),
        ("window in days", str(settings.window_days)),
        ("kinds of tie", ", ".join(settings.kinds) or "all between an adult and a child, and events of both"),
        ("hotspots", hotspots),
        ("agencies left out", ", ".join(left) or "none"),
        ("schema", schema().version),
    )
    return Method(
        question="adults",
        title="Adults of concern",
        data_version=snapshot.version,
        as_of=snapshot.as_of,
        purpose=snapshot.purpose,
        window_days=settings.window_days,
        left_out_agencies=left,
        parameters=parameters,
        lines=tuple(lines),
    )
