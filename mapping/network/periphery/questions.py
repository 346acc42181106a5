"""The five questions of the periphery, each with its own ties and its own seeds; they are never added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
import pyarrow.compute as pc
from scipy import sparse

from graph.snapshot import Snapshot
from mapping.network.combine import Ints, symmetric
from mapping.network.heard import Heard
from mapping.network.people import People
from mapping.network.projection import Projection, ProjectionSettings
from mapping.network.telling import few
from mapping.questions import Question

REPEAT_EPISODES, REPEAT_DAYS = 3, 90
"""Missing repeatedly: so many episodes in so many days (the panels' usual figure)."""

PLACE_CHILDREN = 2
"""Distinct children who came to harm at a place, or were found there, before it counts as shared harm."""


PLACES = ("location", "school")
"""Kinds of entity that are places."""

NOBODY: Mapping[Question, str] = {
    Question.NEAR_HARMED: "No child in this data is open to the hub or recorded as harmed, so nobody can be near one.",
    Question.NEAR_ADULTS: "No adult in this data is known to be 18 or over and named in graded information about harm.",
    Question.MISSING_TOGETHER: "No missing episode in this window overlaps with that of a child who is open, harmed or"
    " missing repeatedly.",
    Question.SHARED_PLACES: "No place in this data has two or more children who came to harm or were found there.",
    Question.BRIDGING_GROUPS: "No named group in this data holds a child who is open to the hub or recorded as harmed.",
}


@dataclass(frozen=True)
class Asked:
    """One question put to the data: who or what can be near what. Rows belong to `ids`."""

    question: Question
    projection: Projection
    ids: tuple[str, ...]  # people, and places where the question is about places
    weights: sparse.csr_array
    grades: sparse.csr_array
    seeds: Ints
    candidates: Ints
    also: Mapping[str, str] = field(default_factory=dict)  # seed -> why it is one, where no role says it
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)  # group -> members, for bridging
    harmful: Mapping[str, frozenset[str]] = field(default_factory=dict)  # place -> children who came to harm there


def ask(
    question: Question,
    heard: Heard,
    settings: ProjectionSettings,
    places: tuple[str, ...] = (),
    groups: Mapping[str, frozenset[str]] | None = None,
) -> Asked:
    """Put one question to a snapshot.

    Parameters
    ----------
    question
        Which of the five.
    heard
        The data, and who is who in it: open children never are candidates.
    settings
        What counts in the projection.
    places
        Places to ask about, such as found hotspots; by default those where several children came to harm.
    groups
        Groups to stand between; by default the named peer groups.
    """
    if question is Question.SHARED_PLACES:
        return _places(heard, settings, places)
    if question is Question.MISSING_TOGETHER:
        return _missing(heard, settings)
    who, projection = heard.who, heard.projection(settings)
    if question is Question.BRIDGING_GROUPS:
        return _bridging(projection, who, groups)
    seeds = who.of_concern if question is Question.NEAR_ADULTS else (who.open | who.harmed) & _children(projection, who)
    return _asked(question, projection, who, seeds)


def candidates(who: People) -> frozenset[str]:
    """Children not open to the hub."""
    return who.children - who.open


def _children(projection: Projection, who: People) -> set[str]:
    kinds = zip(projection.ids, projection.kinds, strict=True)
    return {id_ for id_, kind in kinds if kind == "child" or id_ in who.children}


def _rows(index: Mapping[str, int], ids: frozenset[str] | set[str]) -> Ints:
    return np.array(sorted(index[id_] for id_ in ids if id_ in index), np.int64)


def _asked(
    question: Question,
    projection: Projection,
    who: People,
    seeds: frozenset[str] | set[str],
    also: Mapping[str, str] | None = None,
) -> Asked:
    index = projection.index
    return Asked(
        question,
        projection,
        projection.ids,
        projection.weights,
        projection.grades,
        _rows(index, seeds),
        _rows(index, candidates(who)),
        also or {},
    )


def _missing(heard: Heard, settings: ProjectionSettings) -> Asked:
    """Only missing together counts: said so, or derived from episodes; and two children in one episode."""
    snapshot, who = heard.snapshot, heard.who
    projection = heard.projection(replace(settings, kinds=("missing_with", "went_missing", "found_at")))
    since = snapshot.as_of - timedelta(days=REPEAT_DAYS)
    started = dict(zip(*(snapshot.entities[name].to_pylist() for name in ("id", "started_on")), strict=True))
    gone = snapshot.ties.filter(pc.equal(snapshot.ties["kind"], "went_missing")).select(["from_id", "to_id"])
    episodes = {
        (row["from_id"], row["to_id"])
        for row in gone.to_pylist()
        if since <= (started[row["to_id"]] or since - timedelta(1)) <= snapshot.as_of
    }
    counts = Counter(child for child, _ in episodes)
    repeat = {child: n for child, n in counts.items() if n >= REPEAT_EPISODES}
    also = {child: f"who went missing {few(n)} times in {REPEAT_DAYS} days" for child, n in repeat.items()}
    tied = {projection.ids[row] for row in np.flatnonzero(np.diff(projection.weights.indptr))}
    seeds = ((who.open | who.harmed) & who.children | also.keys()) & tied
    return _asked(Question.MISSING_TOGETHER, projection, who, seeds, also=also)


def _places(heard: Heard, settings: ProjectionSettings, chosen: tuple[str, ...]) -> Asked:
    """People and places as one graph. A school's roll and a home address are no shared place in this sense."""
    kinds = ("goes_to", "linked_to", "harms_at", "harmed_in", "alleged_in", "present_at", "witness_of", "went_missing")
    snapshot, who = heard.snapshot, heard.who
    projection = heard.projection(replace(settings, kinds=(*kinds, "found_at", "happened_at")))
    shared = projection.contexts
    counted = set(settings.contexts or PLACES) & set(PLACES)
    is_place = np.array([kind in counted for kind in shared.kinds], bool)
    kind_of = dict(zip(shared.ids, shared.kinds, strict=True))
    harmful = harmful_places(snapshot, who, projection)
    seeds = {id_ for id_ in chosen or harmful if kind_of.get(id_) in counted}
    limit_ok = shared.carries | np.array([id_ in seeds for id_ in shared.ids], bool)
    rows = np.flatnonzero((is_place & limit_ok)[shared.context]) if len(shared.ids) else np.empty(0, np.int64)
    size = len(projection.ids) + len(shared.ids)
    pair = shared.person[rows] * size + shared.context[rows] + len(projection.ids)
    ids = projection.ids + shared.ids
    index = {id_: row for row, id_ in enumerate(ids)}
    return Asked(
        Question.SHARED_PLACES,
        projection,
        ids,
        symmetric(pair, shared.weight[rows], size),
        symmetric(pair, shared.grade[rows], size),
        _rows(index, seeds),
        _rows(index, candidates(who)),
        harmful=harmful,
    )


def harmful_places(snapshot: Snapshot, who: People, projection: Projection) -> dict[str, frozenset[str]]:
    """Places where two or more distinct children came to harm, or open or harmed ones were found.

    Children are counted, not records; a child's return to a place they live at does not count.
    """
    at_home = pc.equal(snapshot.ties["kind"], "lives_at")
    lives = {tuple(row.values()) for row in snapshot.ties.filter(at_home).select(["from_id", "to_id"]).to_pylist()}
    shared = projection.contexts
    harmed, ended = shared.evidence.says("harms_at", "harmed_in"), shared.evidence.says("found_at")
    found: dict[str, set[str]] = {}
    for at in np.flatnonzero(harmed | ended).tolist():
        context = int(shared.context[at])
        child, place = projection.ids[shared.person[at]], shared.ids[context]
        if child not in who.children or shared.kinds[context] not in PLACES or (child, place) in lives:
            continue
        if harmed[at] or child in who.open or child in who.harmed:
            found.setdefault(place, set()).add(child)
    return {place: frozenset(children) for place, children in found.items() if len(children) >= PLACE_CHILDREN}


def _bridging(projection: Projection, who: People, groups: Mapping[str, frozenset[str]] | None) -> Asked:
    """Seeds are the groups of concern's open or harmed members; the groups are what a child can stand between."""
    named: Mapping[str, frozenset[str]] = named_groups(projection) if groups is None else groups
    concern = {member for members in named.values() for member in members if member in who.open or member in who.harmed}
    asked = _asked(Question.BRIDGING_GROUPS, projection, who, concern)
    return replace(asked, groups=named)


def named_groups(projection: Projection) -> dict[str, frozenset[str]]:
    """The peer groups that somebody has named, with their members in the window."""
    shared = projection.contexts
    found: dict[str, set[str]] = {}
    for person, context in zip(shared.person, shared.context, strict=True):
        if shared.kinds[context] == "peer_group":
            found.setdefault(shared.ids[context], set()).add(projection.ids[person])
    return {group: frozenset(members) for group, members in sorted(found.items()) if len(members) > 1}
