"""Writes the reasons that are about places and groups, where nobody need have met anybody."""

from __future__ import annotations

from datetime import date

from mapping.network.periphery.cards import Reason
from mapping.network.periphery.questions import Asked
from mapping.network.periphery.reasons import in_order, reasons, rests_on
from mapping.network.telling import Telling, counted, newest


def places(telling: Telling, asked: Asked, row: int) -> list[Reason]:
    """The places of harm that a child is tied to, newest first."""
    child = asked.ids[row]
    shared = asked.projection.contexts
    seeds = {asked.ids[seed] for seed in asked.seeds}
    found = []
    for context, at in shared.rows_of.get(asked.projection.index[child], {}).items():
        place = shared.ids[context]
        if place not in seeds:
            continue
        rows = telling.ties(id_ for statement in shared.evidence[at] for id_ in statement)
        children = asked.harmful.get(place, frozenset()) - {child}
        name = telling.name(place)
        verb = at_place({str(r["kind"]) for r in rows})
        text = f"{telling.name(child)} {verb} {name}"
        days = {r["observed_to"] or r["observed_from"] or r["recorded_on"] for r in rows}
        text += f", on {counted(len(days), 'date')}" if len(days) > 1 else ""
        if children:
            others = counted(len(children), "other child", "other children")
            text += f"; {others} came to harm or ended a missing episode there"
        day = newest(rows, telling.snapshot.as_of)
        found.append(Reason(text, telling.latest(day), day, tuple(r["id"] for r in rows), (place,), rests_on(rows)))
    return in_order(found)


def at_place(kinds: set[str]) -> str:
    """What somebody did at a place, by the kinds of tie that say so; whoever came to harm there is said to have."""
    if kinds & {"harms_at", "harmed_in"}:
        return "came to harm at"
    if "went_missing" in kinds:
        return "ended a missing episode at"
    if "goes_to" in kinds:
        return "spends time at"
    return "was recorded at"


def groups(telling: Telling, asked: Asked, child: str) -> list[Reason]:
    """The groups that a child stands between, those of concern first, then newest first."""
    tied = set(asked.projection.neighbours(child))
    found: list[tuple[bool, Reason]] = []
    for group, members in asked.groups.items():
        belongs = child in members
        inside = sorted(tied & members - {child})
        known = [one for one in inside if one in telling.who.open or one in telling.who.harmed]
        if not inside and not belongs:
            continue
        concern = any(one in telling.who.open or one in telling.who.harmed for one in members)
        name = telling.name(group) if group in telling.entities else group
        text = f"{telling.name(child)} is " + ("" if belongs else "not ") + f"named as part of {name}"
        if inside:
            others = len(inside) - len(known)
            rest = ("other person", "other people") if known else ("person", "people")
            parts = [telling.described(known)] if known else []
            parts += [counted(others, *rest)] if others else []
            text += f"{' and' if belongs else ' but'} has ties in it to {', and to '.join(parts)}"
        behind = reasons(telling, asked.projection, child, inside)
        ids = tuple(dict.fromkeys(id_ for reason in behind for id_ in reason.assertions))
        day = max((reason.day for reason in behind if reason.day), default=None)
        found.append((concern, Reason(text, telling.latest(day), day, ids, (group,))))
    found.sort(key=lambda item: (not item[0], -(item[1].day or date.min).toordinal(), item[1].text))
    return [reason for _, reason in found] if len(found) > 1 else []
