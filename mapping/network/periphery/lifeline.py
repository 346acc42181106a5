"""Finds the tie that, if lost, leaves a child with no way to anybody safe, or with nobody who is not in harm."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

import networkx as nx

from data_schema import schema
from data_schema.model import Standing
from mapping import words
from mapping.network.assertions import KINSHIP
from mapping.network.centrality import isolating_tie
from mapping.network.telling import Telling, last_day

CLOSE = KINSHIP | {"household", "friend"}
"""Ties over which somebody else's safe adult is within a child's reach: family, home and friends."""


def lifeline(telling: Telling, child: str, direct: Collection[str]) -> tuple[tuple[str, str] | None, str]:
    """The tie on which a child's safety hangs, and the sentence that says so.

    Safety reaches a child from whoever keeps them safe, and over family, household and friends from whoever keeps
    those safe. Nobody who is open to the hub, harmed, alleged to harm or of concern is a way to safety. The tie is the
    one without which no such way is left (a bridge of that graph).

    Parameters
    ----------
    telling
        Names, roles and records.
    child
        Whose safety.
    direct
        Who and what is recorded as keeping the child safe.

    Returns
    -------
    tuple
        The two ends of the tie, the child's side first, or None where no one tie decides; and what is said of it.
    """
    graph, safe = _ways(telling, child, direct)
    tie = isolating_tie(graph, child, frozenset(safe))
    return tie, " ".join(filter(None, [_said(telling, child, direct, safe, tie, graph), _last(telling, child)]))


def holds(telling: Telling, row: Mapping[str, Any]) -> bool:
    """Whether a tie holds today: a protective one for two of its half-lives after it was last known."""
    day, as_of = last_day(row), telling.snapshot.as_of
    half_life = schema().ties[row["kind"]].half_life_days
    return day is None or row["observed_to"] is None or day >= as_of - timedelta(days=2 * (half_life or 10**5))


def _in_harm(telling: Telling) -> frozenset[str]:
    who = telling.who
    return who.open | who.harmed | who.of_concern | who.age_unknown | who.alleged_children


def _ways(telling: Telling, child: str, direct: Collection[str]) -> tuple[nx.Graph, set[str]]:
    """The graph over which safety reaches the child, and everybody and everywhere safe in it."""
    harm = _in_harm(telling)
    graph = nx.Graph([(child, one) for one in direct])
    safe = {one for one in direct if one not in telling.who.of_concern | telling.who.age_unknown}
    close = {_other(row, child) for row in telling.ties_of(child) if row["kind"] in CLOSE and holds(telling, row)}
    for near in sorted(close - harm - {child}):
        graph.add_edge(child, near)
        for keeper in _keepers(telling, near):
            if keeper != child and keeper not in harm:
                graph.add_edge(near, keeper)
                safe.add(keeper)
    return graph, safe


def _keepers(telling: Telling, person: str) -> Iterator[str]:
    """Who and what keeps somebody safe."""
    for row in telling.ties_of(person):
        kept = row["to_id"] == person or row["both_ways"] or row["kind"] == "safe_at"
        if kept and schema().ties[row["kind"]].standing is Standing.PROTECTIVE and holds(telling, row):
            yield _other(row, person)


def _other(row: Mapping[str, Any], person: str) -> str:
    return str(row["to_id"] if row["from_id"] == person else row["from_id"])


def _said(
    telling: Telling,
    child: str,
    direct: Collection[str],
    safe: Collection[str],
    tie: tuple[str, str] | None,
    graph: nx.Graph,
) -> str:
    name = telling.name(child)
    over = sorted(telling.name(one) for one in graph.nodes if one in _over(graph, child, direct, safe))
    if not direct:
        nobody = words.ended(f"Nobody is recorded as keeping {name} safe")
        if tie:
            ends = f"the tie to {telling.name(tie[1])}"
            if tie[0] != child:
                ends = f"that of {telling.name(tie[0])} to {telling.name(tie[1])}"
            return words.ended(f"{nobody} One way to somebody safe is left; it hangs on {ends}")
        return words.ended(f"{nobody} Ways to somebody safe lead over {words.listed(over, 3)}") if over else nobody
    if len(direct) > 1:
        return ""
    lost = f"If {telling.name(next(iter(direct)))} is lost"
    if over:
        return words.ended(f"{lost}, the way to somebody safe is over {words.listed(over, 3)}")
    return words.ended(f"{lost}, nobody else is recorded as keeping {name} safe")


def _over(graph: nx.Graph, child: str, direct: Collection[str], safe: Collection[str]) -> set[str]:
    """Family and friends who have somebody safe other than the child's own."""
    if child not in graph:
        return set()
    beyond = set(safe) - set(direct)
    return {near for near in graph[child] if near not in direct and beyond & set(graph[near])}


def _last(telling: Telling, child: str) -> str:
    """Said of a child all of whose people but one are in harm."""
    harm, persons = _in_harm(telling), schema().persons()
    tied = {_other(row, child) for row in telling.ties_of(child) if holds(telling, row)} - {child}
    people = {one for one in tied if telling.entities[one]["kind"] in persons}
    clear = people - harm
    if len(clear) != 1 or len(people) < 2:
        return ""
    one = telling.name(next(iter(clear)))
    everybody = f"everybody {telling.name(child)} is tied to is open to the hub, harmed or of concern"
    return f"Apart from {one}, {everybody}."
