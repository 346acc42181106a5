"""Centralities are exact, and a tie that isolates is found."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from mapping.network.centrality import betweenness, centrality, closeness, isolating_tie
from mapping.network.combine import symmetric
from mapping.network.projection import project
from tests.make import Maker
from tests.network.scene import circles


@given(circles())
def test_centralities_are_those_of_networkx(made: Maker) -> None:
    projection = project(made.snapshot())
    graph = projection.to_networkx()
    found = centrality(projection)
    for name, reference in (
        ("degree", dict(graph.degree())),
        ("betweenness", nx.betweenness_centrality(graph)),
        ("closeness", nx.closeness_centrality(graph)),
        ("core", nx.core_number(graph)),
    ):
        assert getattr(found, name) == pytest.approx([reference[id_] for id_ in projection.ids]), name
    assert set(found.cut_people) == set(nx.articulation_points(graph))
    assert len(set(found.component)) == nx.number_connected_components(graph)


def test_exact_at_size_too() -> None:
    random = np.random.default_rng(3)
    a, b = random.integers(0, 300, (2, 900))
    key = np.unique((np.minimum(a, b) * 300 + np.maximum(a, b))[a != b])
    weights = symmetric(key, np.ones(len(key)), 300)
    graph = nx.from_scipy_sparse_array(weights)
    assert betweenness(weights) == pytest.approx(list(nx.betweenness_centrality(graph).values()))
    assert closeness(weights) == pytest.approx(list(nx.closeness_centrality(graph).values()))


@pytest.mark.parametrize(
    ("ties", "lost"),
    [
        ("child-aunt", ("child", "aunt")),
        ("child-friend friend-aunt", ("child", "friend")),
        ("child-friend child-other friend-aunt other-aunt", None),
        ("child-aunt child-coach", None),
        ("child-friend child-other friend-other other-aunt", ("other", "aunt")),
        ("child-friend", None),
        ("child-friend friend-aunt friend-coach", ("child", "friend")),
    ],
)
def test_the_tie_that_isolates(ties: str, lost: tuple[str, str] | None) -> None:
    graph = nx.Graph([tie.split("-") for tie in ties.split()])
    assert isolating_tie(graph, "child", frozenset({"aunt", "coach"})) == lost


def test_nobody_unknown_is_isolated() -> None:
    assert isolating_tie(nx.Graph(), "child", frozenset({"aunt"})) is None
