"""Writes the reasons to look at a child as sentences, each from the assertions that say so and from nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from data_schema import schema
from data_schema.model import Standing
from mapping import words
from mapping.network.links import Link
from mapping.network.periphery.cards import Reason
from mapping.network.projection import Projection
from mapping.network.telling import Telling, counted, last_day, newest, ungraded

VERBS: Mapping[str, str] = {
    "friend": "is a friend of",
    "partner": "is a partner of",
    "sibling": "is a sibling of",
    "relative": "is a relative of",
    "household": "lives with",
    "knows": "knows",
    "seen_with": "was seen with",
    "missing_with": "was missing together with",
    "in_contact": "is in contact with",
    "works_for": "works alongside",
}
"""Ties that read the same from both ends, as one person's sentence about several."""

EVENT_VERBS: Mapping[str, str] = {
    "sighting": "was seen with",
    "stop": "was stopped by police with",
    "arrest": "was present at an arrest with",
    "missing": "was missing together with",
    "incident": "was present at an incident with",
}


def reasons(telling: Telling, projection: Projection, child: str, others: Sequence[str]) -> list[Reason]:
    """Every way in which a child is tied to these people directly or through a shared context, grouped into sentences.

    Parameters
    ----------
    telling
        Names, roles and records.
    projection
        Where the ties are.
    child, others
        The child, and the people the question asks about who are tied to them.

    Returns
    -------
    list of Reason
        Newest evidence first.
    """
    direct: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    shared: dict[tuple[str, str], dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for other in others:
        for link in projection.behind(child, other):
            if link.how == "context":
                where = "" if link.kind == "event" else link.via or ""
                shared[link.kind, where][other].append(link)
            else:
                direct["together" if link.how == "together" else link.kind][other].append(link)
    found: list[Reason] = []
    gone: dict[str, dict[str, list[Link]]] = {
        kind: direct.pop(kind) for kind in ("missing_with", "together") if kind in direct
    }
    if gone:
        found.append(_together(telling, child, gone))
    for kind, links in direct.items():
        found += _direct(telling, child, kind, links)
    for (kind, _), links in shared.items():
        found += _events(telling, child, links) if kind == "event" else _shared(telling, child, kind, links)
    return in_order(found)


def in_order(found: Iterable[Reason]) -> list[Reason]:
    """Newest evidence first."""
    return sorted(found, key=lambda reason: (-(reason.day or date.min).toordinal(), reason.text))


def _direct(telling: Telling, child: str, kind: str, links: Mapping[str, list[Link]]) -> list[Reason]:
    """Sentences of one kind of tie said of two people."""
    others = tuple(links)
    rows = telling.ties(id_ for found in links.values() for link in found for id_ in link.assertions)
    if schema().ties[kind].standing is Standing.HARM or kind == "parent":
        return [_one_way(telling, other, found) for other, found in links.items()]
    text = f"{telling.name(child)} {VERBS[kind]} {telling.described(others)}"
    return [_reason(telling, text, rows, others, dated=kind in {"seen_with", "in_contact"})]


def _one_way(telling: Telling, other: str, links: Sequence[Link]) -> Reason:
    """A sentence whose subject matters: who harms is the actor, who is the parent comes first."""
    rows = telling.ties(id_ for link in links for id_ in link.assertions)
    row = max(rows, key=lambda one: (one["nature"] == "fact", last_day(one) or date.min))
    ends = [telling.described([id_]) if id_ == other else telling.name(id_) for id_ in (row["from_id"], row["to_id"])]
    text = words.sentence(row["kind"], ends[0] + _pause(ends[0]), ends[1])
    harm = schema().ties[row["kind"]].standing is Standing.HARM
    if harm and row["nature"] != "fact" and "alleged" not in text:
        text = f"It is suspected, not established, that {text}"
    if harm and row["from_id"] in telling.who.children and row["to_id"] in telling.who.children:
        text += "; both are children to safeguard"
    return _reason(telling, text, rows, (other,))


def _pause(name: str) -> str:
    """Close a description set off by a comma before the verb: `D.M., an adult of concern,`."""
    return "," if ", " in _IN_BRACKETS.sub("", name) else ""


_IN_BRACKETS = re.compile(r" \([^)]*\)")


def _together(telling: Telling, child: str, gone: Mapping[str, Mapping[str, list[Link]]]) -> Reason:
    """Missing together, as somebody said or as the episodes show: with whom, where they ended, and how often."""
    links = [link for found in gone.values() for many in found.values() for link in many]
    rows = telling.ties(id_ for link in links for id_ in link.assertions)
    others = tuple(dict.fromkeys(other for found in gone.values() for other in found))
    who = telling.described(others)
    days = {day for row in rows if row["kind"] == "went_missing" and (day := _event_day(telling, row))}
    times = f" on {counted(len(days), 'date')}" if len(days) > 1 else ""
    by_hour = any(link.measure == "hours" for link in links)
    if "missing_with" in gone:
        verb = VERBS["missing_with"]
    else:
        verb = "was missing in the same hours as" if by_hour else "was missing on the same days as"
    text = f"{telling.name(child)} {verb} {who}" + (f"{_pause(who)}{times}" if times else "")
    places = sorted({telling.name(link.via) for link in links if link.via})
    if places:
        text += f"; their episodes overlapped and ended at {words.listed(places, 3)}"
    if places and not by_hour and "missing_with" not in gone:
        text += ", but only dates are recorded: they may not have met"
    return _reason(telling, text, rows, others)


def _event_day(telling: Telling, row: Mapping[str, Any]) -> date | None:
    day: date | None = telling.entities[row["to_id"]]["started_on"] or last_day(row)
    return day


def _shared(telling: Telling, child: str, kind: str, links: Mapping[str, list[Link]]) -> list[Reason]:
    """Sentences about a place, school, group or thing that the child shares with others."""
    found = [link for many in links.values() for link in many]
    rows = telling.ties(id_ for link in found for id_ in link.assertions)
    via = found[0].via or ""
    others = tuple(links)
    both = f"{telling.name(child)} and {telling.described(others)}"
    both += _pause(both)
    name = telling.name(via)
    if kind == "thing":
        what = words.label("thing_kind", telling.entities[via]["subkind"]).lower()
        text = f"{both} use the same {what if what != 'not recorded' else 'thing'}"
    elif kind == "peer_group":
        text = f"{both} are named as part of the same group, {name}"
    elif all(row["kind"] == "lives_at" for row in rows):
        text = f"{both} live at {name}"
    elif kind == "school":
        text = f"{both} attend {name}"
    else:
        text = f"{both} are recorded at the same place, {name}"
    return [_reason(telling, text, rows, others)]


def _events(telling: Telling, child: str, links: Mapping[str, list[Link]]) -> list[Reason]:
    """Sentences about events at which both were recorded; who was harmed there is never merely present."""
    rows = telling.ties(id_ for many in links.values() for link in many for id_ in link.assertions)
    parts: dict[tuple[str, str], str] = {(row["from_id"], row["to_id"]): row["kind"] for row in rows}
    harm: dict[tuple[str | None, str | None, str], set[str]] = defaultdict(set)
    plain: dict[str, set[str]] = defaultdict(set)
    for other, many in links.items():
        for link in many:
            event = link.via or ""
            mine, theirs = parts.get((child, event)), parts.get((other, event))
            if {mine, theirs} & {"harmed_in", "alleged_in"}:
                harm[mine, theirs, other].add(event)
            else:
                plain[event].add(other)
    found = [_harm_events(telling, child, key, events, rows) for key, events in harm.items()]
    return [*found, _present(telling, child, plain, rows)] if plain else found


def _present(telling: Telling, child: str, plain: Mapping[str, set[str]], rows: Sequence[Mapping[str, Any]]) -> Reason:
    """One sentence about all events at which the child and others were recorded and nobody came to harm."""
    there = tuple(sorted(set().union(*plain.values())))
    kinds = {telling.entities[event]["subkind"] for event in plain}
    verb = EVENT_VERBS.get(kinds.pop() or "", "was present with") if len(kinds) == 1 else "was present with"
    text = f"{telling.name(child)} {verb} {telling.described(there)}"
    places = event_places(telling, plain)
    if len(places) == 1:
        text += f" at one place, {places[0]}," if len(plain) > 1 else f" at {places[0]}"
    elif places:
        text += f" at {words.listed(places, 3)}"
    days = {day for event in plain if (day := telling.entities[event]["started_on"])}
    text += f" on {counted(len(days), 'date')}" if len(days) > 1 else ""
    behind = [row for row in rows if row["to_id"] in plain]
    return _reason(telling, text.rstrip(","), behind, there, newest_day=max(days, default=None))


def event_places(telling: Telling, events: Iterable[str]) -> list[str]:
    """The names of the places where events happened or ended."""
    wanted = set(events)
    return sorted({telling.name(place) for event, place in telling.places_of_events if event in wanted})


def _harm_events(
    telling: Telling,
    child: str,
    key: tuple[str | None, str | None, str],
    events: set[str],
    rows: Sequence[Mapping[str, Any]],
) -> Reason:
    """Events with harm in them: who came to harm, and what the other's part is said to be."""
    mine, theirs, other = key
    name, who = telling.name(child), telling.described([other])
    who += _pause(who)
    where = words.listed(event_places(telling, events), 3)
    at = f" at {where}" if where else ""
    days = {day for event in events if (day := telling.entities[event]["started_on"])}
    at += f" on {counted(len(days), 'date')}" if len(days) > 1 else ""
    said = {
        ("harmed_in", "alleged_in"): f"{name} came to harm{at}; {who} is alleged to have caused it",
        ("harmed_in", "harmed_in"): f"{name} and {who} both came to harm{at}",
        ("alleged_in", "harmed_in"): f"{who} came to harm{at}; {name} is alleged to have caused it",
    }
    if (mine, theirs) in said:
        text = said[mine or "", theirs or ""]
    elif mine == "harmed_in":
        text = f"{name} came to harm{at}; {who} was there"
    elif theirs == "harmed_in":
        text = f"{name} was present{at} when {who} came to harm"
    elif mine == "alleged_in":
        text = f"{name} and {who} were present{at} when somebody came to harm; {name} is alleged to have caused it"
    else:
        text = f"{name} was present{at} when somebody came to harm; {who} is alleged to have caused it"
    for one, part in ((child, mine), (other, theirs)):
        if part == "alleged_in" and one in telling.who.children:
            text += f"; {telling.name(one)} is a child to safeguard"
    behind = [row for row in rows if row["to_id"] in events and row["from_id"] in (child, other)]
    return _reason(telling, text, behind, (other,), newest_day=max(days, default=None))


def _reason(
    telling: Telling,
    text: str,
    rows: Sequence[Mapping[str, Any]],
    others: tuple[str, ...],
    *,
    dated: bool = False,
    newest_day: date | None = None,
) -> Reason:
    """Close a sentence with how often, and with how little stands behind it."""
    days = {last_day(row) for row in rows}
    if dated and len(days) > 1:
        text += f", recorded on {counted(len(days), 'date')}"
    as_of = telling.snapshot.as_of
    day = min(newest_day, as_of) if newest_day else newest(rows, as_of)
    latest = telling.latest(day)
    if day and rows and all(schema().ties[row["kind"]].half_life_days is None for row in rows):
        # Kinship and homes do not age: the day of their record is no news.
        latest, day = f"Recorded {words.day(day, as_of)}.", None
    return Reason(text, latest, day, tuple(row["id"] for row in rows), others, rests_on(rows))


def rests_on(rows: Sequence[Mapping[str, Any]]) -> str:
    """How little stands behind a sentence: one agency, or nobody's grade."""
    agencies = sorted({row["agency"] for row in rows})
    if rows and all(ungraded(row) for row in rows):
        return "nobody has graded this"
    if len(agencies) == 1 and len(rows) > 1:
        return f"only {words.label('agency', agencies[0]).lower()} records say so"
    return ""


def closed(reason: Reason, *, one_agency: bool) -> Reason:
    """The reason as a finished sentence. What a card says once of all its reasons, none of them repeats."""
    said_once = one_agency and reason.rests.startswith("only")
    rests = f"; {reason.rests}" if reason.rests and not said_once else ""
    return replace(reason, text=words.ended(f"{reason.text}{rests}"), rests="")
