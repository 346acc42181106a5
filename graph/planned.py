"""Reads assessments of contexts and the actions for them within a scope. Only `View` and `Plans` may call it.

What stands is never stored: it is a fold of what was said. Of the assessments of one context the latest stands; an
action stands as its steps left it, in the order they were said. Where an agency corrects the record that states an
action, the correction changes only what it says differently from before, so that no step somebody took is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from data_schema import schema
from graph import queries as cypher
from graph.answers import Acted, Assessed, Shown, Stepped
from graph.bolt import Query
from graph.decided import closed, may_see, utc
from graph.failures import NotHeld
from graph.model import CONTEXTS, Assessment, Step, open_state
from graph.scope import Scope
from graph.snapshot import Withheld

Row = Mapping[str, Any]
_SAID = ("harm", "guardianship", "strengths", "resources", "weighting", "change_first", "owner")
NOT_KNOWN = "not_known"
"""The outcome of what has ended and of which nobody said what came of it."""


def assessments(query: Query, scope: Scope, context: str | None, past: bool) -> Shown[Assessed]:
    """Assessments of contexts that this viewer may see, the latest first."""
    rows = _said_of_contexts(query, context)
    asked = [one for one in fold_assessments(rows) if past or one.current]
    found = _visible(query, scope, rows, {one.id: one.said.context for one in asked})
    return Shown(
        [one for one in asked if one.id in found], withheld=Withheld(restricted=sum(o.id not in found for o in asked))
    )


def actions(query: Query, scope: Scope, context: str | None, past: bool) -> Shown[Acted]:
    """Actions for contexts that this viewer may see, the latest first."""
    rows, steps = _said_of_actions(query, context)
    asked = [one for one in fold_actions(rows, steps) if context in (None, one.context) and (past or one.open)]
    latest = {row["node"]["series"]: row for row in rows}
    found = _visible(query, scope, latest.values(), {one.id: one.context for one in asked}, id="series")
    return Shown(
        [one for one in asked if one.id in found], withheld=Withheld(restricted=sum(o.id not in found for o in asked))
    )


def assessment(query: Query, id: str, scope: Scope | None = None) -> Assessed:
    """One assessment; with a scope NotHeld when the viewer may not see it."""
    about = query(cypher.ASSESSED_OF, id=id)
    rows = _said_of_contexts(query, about[0]["about"]) if about else []
    if not rows or (scope and not _visible(query, scope, rows, {id: about[0]["about"]})):
        raise NotHeld(f"No assessment is held under {id[:200]!r}. Nothing was recorded.")
    return next(one for one in fold_assessments(rows) if one.id == id)


def action(query: Query, id: str, scope: Scope | None = None) -> tuple[Acted, str]:
    """One action and the id of its latest node; with a scope NotHeld when the viewer may not see it."""
    rows, steps = query(cypher.ACTIONS_OF, series=[id]), query(cypher.STEPS_OF, series=[id])
    if not rows or (scope and not _visible(query, scope, rows[-1:], {id: rows[-1]["about"]}, id="series")):
        raise NotHeld(f"No action is held under {id[:200]!r}. Nothing was recorded.")
    return fold_actions(rows, steps)[0], rows[-1]["node"]["id"]


def _said_of_contexts(query: Query, context: str | None) -> list[Row]:
    """Every assessment of all contexts, or of one."""
    if context is None:
        return query(cypher.ASSESSMENTS)
    label = _label(context)
    return query(cypher.assessments_at(label), context=context) if label else []


def _said_of_actions(query: Query, context: str | None) -> tuple[list[Row], list[Row]]:
    """Every node and step of the actions for all contexts, or of those that were ever said to be for one."""
    if context is None:
        return query(cypher.ACTIONS), query(cypher.STEPS)
    label = _label(context)
    series = [row["series"] for row in query(cypher.series_at(label), context=context)] if label else []
    return query(cypher.ACTIONS_OF, series=series), query(cypher.STEPS_OF, series=series)


def _label(context: str) -> str:
    """The label of a context by its Kith id, "" when it is of no kind that is one: so that an index finds it."""
    kinds = [schema().entities[kind] for kind in CONTEXTS]
    return next((kind.node for kind in kinds if context.startswith(f"{kind.prefix}-")), "")


def _visible(query: Query, scope: Scope, rows: Iterable[Row], about: Mapping[str, str], id: str = "id") -> set[str]:
    """Which of these, id to context, the viewer may see: of an open record, about a context that is theirs to see."""
    wanted = [row for row in rows if row["node"][id] in about]
    shown = may_see(query, scope, wanted)
    return {row["node"][id] for row in wanted if shown[row["about"]] and scope.open(None, row["node"].get("handling"))}


def fold_assessments(rows: Sequence[Row]) -> list[Assessed]:
    """Every assessment, the latest first. Of one context the one of the latest day stands, unless it was withdrawn.

    Rows have `node` (properties) and `about` (Kith id of the context).
    """
    standing: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not row["node"].get("superseded_by"):
            standing[row["about"]].append(row)
    followed: dict[str, str] = {}
    for held in standing.values():
        held.sort(key=_order)
        ids = [row["node"]["id"] for row in held]
        followed.update(zip(ids, [*ids[1:], ""], strict=True))
    return [_assessed(row, followed) for row in sorted(rows, key=_order, reverse=True)]


def _order(row: Row) -> tuple[Any, int]:
    return utc(row["node"]["at"]), row["node"]["place"]


def _assessed(row: Row, followed: Mapping[str, str]) -> Assessed:
    node = row["node"]
    withdrawn = closed(node)
    next_ = node.get("superseded_by") or ("" if withdrawn else followed[node["id"]])
    return Assessed(
        id=node["id"],
        said=Assessment(row["about"], **{name: node[name] for name in _SAID}, review_on=node.get("review_on")),
        by=node["by"],
        role=node["role"],
        hub=node["hub"],
        purpose=node["purpose"],
        at=utc(node["at"]),
        place=node["place"],
        current=not (next_ or withdrawn),
        replaced_by=next_,
        withdrawn=withdrawn,
        record=node.get("record") or "",
    )


def fold_actions(rows: Sequence[Row], steps: Sequence[Row]) -> list[Acted]:
    """Every action as it stands, the latest first.

    Rows have `node` and `about`, steps `node` and `series`; both come in the order they were said.
    """
    series: dict[str, list[Row]] = defaultdict(list)
    taken: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        series[row["node"]["series"]].append(row)
    for row in steps:
        taken[row["series"]].append(row["node"])
    found = [_acted(versions, taken[id]) for id, versions in series.items()]
    return sorted(found, key=lambda one: (one.at, one.place), reverse=True)


def _acted(versions: Sequence[Row], steps: Sequence[Row]) -> Acted:
    nodes = [row["node"] for row in versions]
    last = nodes[-1]
    before, reached = _stated(nodes[0]), nodes[0]
    now = _settled(before)
    said: list[tuple[int, Row]] = [(node["place"], node) for node in [*nodes[1:], *steps]]
    for _, node in sorted(said, key=lambda one: one[0]):
        if "series" in node:  # a correction by the agency: only what it says differently
            stated = _stated(node)
            changed = {name: value for name, value in stated.items() if value != before[name]}
            now, before = _settled({**now, **changed}), stated
            reached = node if "end" in changed else reached
        else:
            now = _after(now, node)
    told = [(node["place"], _stepped(node)) for node in steps]
    if last.get("reached_on"):  # what the record itself says has become of it, where it stands since it says so
        told.append((reached["place"], _stepped({**last, "on": last["reached_on"]})))
    state, ended_on, outcome = now["end"]
    return Acted(
        id=last["series"],
        context=versions[-1]["about"],
        what=now["what"],
        aim=now["aim"],
        owner=now["owner"],
        due_on=now["due_on"],
        began_on=now["began_on"],
        ended_on=ended_on,
        state=state,
        outcome=outcome,
        steps=tuple(step for _, step in sorted(told, key=lambda one: one[0])),
        by=last["by"],
        role=last["role"],
        hub=last["hub"],
        purpose=last["purpose"],
        at=utc(last["at"]),
        place=nodes[0]["place"],
        record=last.get("record") or "",
    )


def _stated(node: Row) -> dict[str, Any]:
    """What a node states of an action by itself; how it ended is one thing, so that it is taken over whole."""
    ended = None if open_state(node["state"]) else node["reached_on"]
    end = (node["state"], ended, "" if ended is None else node["outcome"])
    return {
        "what": node["what"],
        "aim": node["aim"],
        "owner": node["owner"],
        "due_on": node.get("due_on"),
        "began_on": node.get("began_on"),
        "end": end,
    }


def _settled(now: dict[str, Any]) -> dict[str, Any]:
    """An action as a record leaves it: the day it began follows from its end where nobody gave it."""
    return {**now, "began_on": _began(now["began_on"], *now["end"][:2])}


def _after(now: dict[str, Any], step: Row) -> dict[str, Any]:
    """An action after one more step."""
    state, on = step["state"], step["on"]
    end = (state, None, "") if open_state(state) else (state, on, step["outcome"])
    changes = {name: step[name] for name in ("owner", "due_on") if step.get(name) is not None}
    return {**now, **changes, "began_on": _began(now["began_on"], state, on), "end": end}


def _began(known: date | None, state: str, on: date | None) -> date | None:
    """The first day it made a difference: of what was done at once the day it was done; of what never began none."""
    return on if known is None and state in ("under_way", "done") else known


def _stepped(node: Row) -> Stepped:
    step = Step(
        state=node["state"],
        on=node["on"],
        words=node["words"],
        outcome=node["outcome"],
        owner=node.get("owner") if "series" not in node else None,
        due_on=node.get("due_on") if "series" not in node else None,
    )
    return Stepped(step, node["by"], node["role"], utc(node["at"]))
