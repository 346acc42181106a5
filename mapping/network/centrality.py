"""Describes where people stand in the ties: exact centralities, and the tie that, if lost, isolates somebody."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import networkx as nx
import numpy as np
import rustworkx as rx
from scipy import sparse

from mapping.network.combine import Floats
from mapping.network.projection import Projection


@dataclass(frozen=True, slots=True)
class Centrality:
    """Exact measures, one value a person in the order of `Projection.ids`. They order nobody on a list.

    Betweenness does not find ringleaders (six UK operations had no clear brokers), and schools, homes and the hub's
    own attention manufacture centrality: compare like with like.
    """

    degree: Floats  # people tied to
    betweenness: Floats  # 0..1
    closeness: Floats  # 0..1, within the component, as networkx
    core: Floats  # the k of the k-core
    component: Floats  # number of the component, by falling size
    cut_people: tuple[str, ...]  # people whose loss would part others


def centrality(projection: Projection) -> Centrality:
    """Compute the exact centralities of a projection, ties taken as equal.

    Betweenness (Brandes 2001) and closeness come from rustworkx, which gives networkx's numbers and is far faster;
    nothing is sampled, since sampling loses half of the true top.
    """
    weights = projection.weights
    return Centrality(
        degree=np.asarray(np.diff(weights.indptr), float),
        betweenness=betweenness(weights),
        closeness=closeness(weights),
        core=_core(weights),
        component=_components(weights),
        cut_people=tuple(projection.ids[row] for row in sorted(rx.articulation_points(rustworkx_graph(weights)))),
    )


def rustworkx_graph(weights: sparse.csr_array) -> rx.PyGraph:
    """The ties as a rustworkx graph whose nodes are the rows."""
    upper = sparse.triu(weights, 1).tocoo()
    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(weights.shape[0]))
    graph.add_edges_from(list(zip(upper.row.tolist(), upper.col.tolist(), upper.data.tolist(), strict=True)))
    return graph


def networkx_graph(weights: sparse.csr_array) -> nx.Graph:
    """The ties as a networkx graph whose nodes are the rows."""
    return nx.from_scipy_sparse_array(weights)


def betweenness(weights: sparse.csr_array) -> Floats:
    """Exact betweenness of every row, normalised, ties taken as equal."""
    found = rx.betweenness_centrality(rustworkx_graph(weights), normalized=True)
    return np.array([found[row] for row in range(weights.shape[0])], float)


def closeness(weights: sparse.csr_array) -> Floats:
    """Closeness of every row with Wasserman and Faust's correction for components, ties taken as equal."""
    found = rx.closeness_centrality(rustworkx_graph(weights), wf_improved=True)
    return np.array([found[row] for row in range(weights.shape[0])], float)


def _core(weights: sparse.csr_array) -> Floats:
    found = nx.core_number(networkx_graph(weights))
    return np.array([found[row] for row in range(weights.shape[0])], float)


def _components(weights: sparse.csr_array) -> Floats:
    number = np.zeros(weights.shape[0])
    parts = sorted(rx.connected_components(rustworkx_graph(weights)), key=lambda part: (-len(part), min(part)))
    for place, part in enumerate(parts):
        number[list(part)] = place
    return number


def isolating_tie(graph: nx.Graph, person: str, safe: frozenset[str]) -> tuple[str, str] | None:
    """Which one tie, if lost, leaves a person with no way to anybody safe.

    Parameters
    ----------
    graph
        Ties over which safety reaches the person: protective ones, kin, friends.
    person
        Whose tie is sought.
    safe
        People and places that keep somebody safe.

    Returns
    -------
    tuple of str, or None
        The two ends of the tie, the person's side first; None when nobody safe is reachable, or over more than one tie.
    """
    if person not in graph:
        return None
    reach = nx.node_connected_component(graph, person)
    goal = (safe & reach) - {person}
    if not goal:
        return None
    # Everybody safe becomes one node: then the tie sought is a bridge between the person and that node.
    inner = nx.Graph(graph.subgraph(reach))
    merged = nx.Graph()
    for one, two in inner.edges:
        ends = tuple("" if end in goal else end for end in (one, two))
        if ends[0] != ends[1]:
            merged.add_edge(*ends, tie=(one, two), several=merged.has_edge(*ends))
    path = nx.shortest_path(merged, person, "")
    bridges = {frozenset(bridge) for bridge in nx.bridges(merged)}
    for one, two in itertools.pairwise(path):
        data = merged.edges[one, two]
        if frozenset((one, two)) in bridges and not data["several"]:
            tie: tuple[str, str] = data["tie"]
            return tie if tie[0] == one or (one == "" and tie[0] in goal) else (tie[1], tie[0])
    return None
