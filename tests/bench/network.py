"""Ranking, resamples, groups and exact betweenness, each against what somebody would take from networkx."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta

import networkx as nx
import numpy as np
from scipy import sparse

from mapping.network.centrality import betweenness
from mapping.network.combine import symmetric
from mapping.network.groups.consensus import consensus
from mapping.network.periphery import PeripherySettings, periphery
from mapping.network.periphery.missed import missed
from mapping.network.spreading import label_spreading
from mapping.network.stability import resample
from mapping.questions import TITLES, Question
from tests.bench.figure import Figure, seconds
from tests.make import Maker


def network(people: int, ties: int, seed: int = 1) -> sparse.csr_array:
    """A seeded random network with weights between .05 and .95."""
    random = np.random.default_rng(seed)
    a, b = random.integers(0, people, (2, ties * 11 // 10))
    key = np.unique((np.minimum(a, b) * people + np.maximum(a, b))[a != b])
    key = np.sort(random.permutation(key)[:ties])
    return symmetric(key, random.random(len(key)) * 0.9 + 0.05, people)


def once(work: object) -> float:
    """The time of one call, for a baseline too slow to repeat."""
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


def figures() -> Iterator[Figure]:
    """Yield each figure as soon as it is measured."""
    yield from _ranking(20_000, 100_000, "under 1 s, ten times faster")
    yield from _ranking(100_000, 500_000, "under 0.1 s, ten times faster")
    weights = network(2_000, 10_000)
    graph = nx.from_scipy_sparse_array(weights)
    yield Figure(
        "exact betweenness, 2,000 people / 10,000 ties",
        seconds(lambda: betweenness(weights)),
        "s",
        "20 times faster",
        "networkx",
        once(lambda: nx.betweenness_centrality(graph)),
    )
    grades = weights.copy()
    grades.data = np.full_like(grades.data, 0.64)
    tried = (weights, grades, np.arange(100), np.arange(100, 2_000))
    yield Figure("200 resamples, 2,000 people / 10,000 ties", seconds(lambda: resample(*tried)), "s", "under 0.5 s")
    yield Figure(
        "groups of 20 runs, 2,000 people / 10,000 ties",
        seconds(lambda: consensus(weights)),
        "s",
        "",
        "20 runs of networkx",
        20 * once(lambda: nx.community.louvain_communities(graph, seed=1)),
    )
    snapshot = _town(5_000, 12_000).snapshot()
    for question in (Question.NEAR_HARMED, Question.NEAR_ADULTS):
        asked = PeripherySettings(question=question)
        yield Figure(
            f"a page of results ({TITLES[question].lower()}), 5,000 people, 200 resamples, each source left out",
            seconds(lambda asked=asked: periphery(snapshot, asked)),  # type: ignore[misc]
            "s",
            "under 2 s",
        )
    yield Figure(
        "a look back at twelve months of five lists, 5,000 people", seconds(lambda: missed(snapshot), rounds=1), "s"
    )


def _ranking(people: int, ties: int, target: str) -> Iterator[Figure]:
    weights = network(people, ties)
    seeds = np.arange(people // 100)
    graph = nx.from_scipy_sparse_array(weights)
    personal = dict.fromkeys(seeds.tolist(), 1.0)
    yield Figure(
        f"ranking, {people:,} people / {ties:,} ties",
        seconds(lambda: label_spreading(weights, seeds)),
        "s",
        target,
        "networkx.pagerank",
        seconds(lambda: nx.pagerank(graph, alpha=0.7, personalization=personal), rounds=1),
    )


def _town(people: int, ties: int) -> Maker:
    """Children with friendships and sightings said by three agencies, one in twenty open, one in fifty adults."""
    random = np.random.default_rng(2)
    made = Maker()
    for number in range(people):
        if number % 50 == 7:
            made.adult(f"C{number}", f"Adult {number}")
            made.role(f"C{number}", "suspected", observed_to=None)
            continue
        born = date(2009, 1, 1) + timedelta(days=number * 37 % 2_500)
        made.child(f"C{number}", f"Child {number}", born=born)
        if number % 20 == 0:
            day = date(2025, 10 + number % 3, 1 + number % 28)
            made.role(f"C{number}", "open_to_hub", agency="hub", observed_to=None, recorded_on=day)
    for number, (one, two) in enumerate(random.integers(0, people, (ties, 2))):
        if one != two:
            last = date(2026, 6 + number % 5, 1 + number % 28)
            agency = ("police", "school", "hub")[number % 3]
            kind = ("knows", "seen_with")[number % 2]
            made.tie(f"C{one}", kind, f"C{two}", agency=agency, observed_from=last, observed_to=last, recorded_on=last)
    return made
