"""Paths: the shortest along the ties that stand, several of one length, through places only when asked."""

from __future__ import annotations

from datetime import date

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from mapping.board.grow import paths
from tests.board.grow.scene import scene, stood
from tests.make import Maker


def test_each_step_of_a_path_has_its_sentence_and_assertions() -> None:
    found = paths(stood(), "C-TB", "C-PK")
    assert found.steps == 2
    assert [path.ids for path in found.found] == [("C-TB", "C-NC", "C-PK")]
    assert [step.told[0].sentence for step in found.found[0].steps] == [
        "Noor Copeland and Tamsin Brackley are friends",
        "Noor Copeland was seen with Pia Kestrow",
    ]
    assert found.found[0].weakest == "2026-09-20"


def test_what_is_suspected_false_is_no_path() -> None:
    made = Maker()
    made.child("C-1")
    made.child("C-2")
    made.tie("C-1", "friend", "C-2", information_grade="E")
    found = paths(stood(made.snapshot()), "C-1", "C-2")
    assert found.total == 0
    assert found.notes[0] == "No path of at most 4 steps along the ties that stand."
    assert any("suspected false" in note for note in found.notes)


def test_through_places_only_when_asked_and_never_through_a_crowd() -> None:
    made = Maker()
    for id in ("C-1", "C-2", "C-3"):
        made.child(id)
    made.place("L-1", "Linnet Park")
    made.entity("school", "S-1", "Quarrybank")
    made.tie("C-1", "goes_to", "L-1")
    made.tie("C-2", "harms_at", "L-1")
    for number in range(40):
        made.tie(made.child(f"C-P{number}"), "attends", "S-1")
    made.tie("C-1", "attends", "S-1")
    made.tie("C-3", "attends", "S-1")
    ground = stood(made.snapshot())
    without = paths(ground, "C-1", "C-2")
    assert without.total == 0
    assert "Through places, schools or groups there is one of 2 steps." in without.notes[0]
    assert paths(ground, "C-1", "C-2", through_contexts=True).found[0].ids == ("C-1", "L-1", "C-2")
    assert paths(ground, "C-1", "C-3", through_contexts=True).total == 0
    assert paths(ground, "C-1", "S-1").steps == 1  # a crowded place may be where a path ends


def test_the_path_whose_oldest_step_is_freshest_comes_first_and_the_rest_is_counted() -> None:
    made = Maker()
    made.child("C-A")
    made.child("C-Z")
    for number in range(9):
        middle = made.child(f"C-{number}")
        made.tie("C-A", "friend", middle, observed_to=date(2026, 10, 20))
        made.tie(middle, "friend", "C-Z", observed_to=date(2026, 9, 1 + number))
    found = paths(stood(made.snapshot()), "C-A", "C-Z", most=3)
    assert [path.ids[1] for path in found.found] == ["C-8", "C-7", "C-6"]
    assert found.total == 9


def test_two_that_are_not_held_or_the_same_are_said() -> None:
    assert paths(stood(), "C-TB", "C-TB").notes == ("Select two that are held.",)
    assert paths(stood(), "C-TB", "X").total == 0


def test_only_along_the_ties_chosen() -> None:
    assert paths(stood(), "C-TB", "C-PK", standings=("harm",)).total == 0
    assert paths(stood(), "C-TB", "C-NC", standings=("harm",)).found[0].ids == ("C-TB", "A-DM", "C-NC")
    assert scene().snapshot().ties.num_rows > 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25))
def test_as_long_and_as_many_as_networkx_finds(pairs: list[tuple[int, int]]) -> None:
    made = Maker()
    for number in range(10):
        made.child(f"C-{number}")
    graph = nx.Graph()
    graph.add_nodes_from(range(10))
    for one, other in pairs:
        if one != other:
            made.tie(f"C-{one}", "friend", f"C-{other}")
            graph.add_edge(one, other)
    found = paths(stood(made.snapshot()), "C-0", "C-9", longest=9, most=1000)
    wanted = list(nx.all_shortest_paths(graph, 0, 9)) if nx.has_path(graph, 0, 9) else []
    assert {path.ids for path in found.found} == {tuple(f"C-{row}" for row in way) for way in wanted}
    assert found.total == len(wanted)
