"""Where everything stands: repeatable, without overlaps, and unmoved when somebody is added."""

from __future__ import annotations

import random
from dataclasses import replace

import hypothesis.strategies as some
import numpy as np
import pytest
from hypothesis import given, settings

from mapping.board import Board, BoardSettings, Hull, board, layout
from mapping.board.arrange.room import boxes, overlaps
from mapping.words import Naming
from tests.make import Maker


def people(
    size: int, ties: int, seed: int = 1, names: str = "Name{0} Surname{0}", naming: Naming = Naming.INITIALS
) -> Board:
    chance = random.Random(seed)
    m = Maker()
    ids = [m.child(f"C-{number}", names.format(number)) for number in range(size)]
    for _ in range(ties):
        one = chance.randrange(size)
        other = (one + 1 + int(chance.expovariate(1 / 6))) % size
        if one != other:
            m.tie(ids[one], "friend", ids[other])
    return board(m.snapshot(), BoardSettings(most=2000, naming=naming))


def overlapping(drawn: Board, at: dict[str, tuple[float, float]]) -> int:
    return len(overlaps(np.array([at[node.id] for node in drawn.nodes]), boxes(drawn.nodes)))


@pytest.mark.parametrize(("size", "ties"), [(2, 1), (5, 6), (70, 160), (300, 900), (1000, 2500)])
def test_no_two_nodes_or_their_words_overlap(size: int, ties: int) -> None:
    drawn = people(size, ties)
    assert overlapping(drawn, dict(layout(drawn))) == 0


def test_long_names_do_not_overlap() -> None:
    drawn = people(40, 80, names="Featherstonehaugh-Cholmondeley {0} Wolfeschlegelsteinhausen", naming=Naming.FULL)
    assert overlapping(drawn, dict(layout(drawn))) == 0


def test_the_same_board_stands_the_same_every_time() -> None:
    drawn = people(70, 160)
    assert layout(drawn, seed=3) == layout(drawn, seed=3)


@given(some.integers(2, 40), some.integers(0, 80), some.integers(0, 9), some.data())
@settings(max_examples=40, deadline=None)
def test_adding_people_moves_nobody_else_and_they_find_free_room(
    size: int, ties: int, seed: int, data: some.DataObject
) -> None:
    whole = people(size, ties, seed)
    if len(whole.nodes) < 2:
        return
    known = data.draw(some.sets(some.sampled_from([node.id for node in whole.nodes]), min_size=1))
    before = layout(
        replace(
            whole,
            nodes=tuple(node for node in whole.nodes if node.id in known),
            lines=tuple(line for line in whole.lines if {line.from_id, line.to_id} <= known),
        )
    )
    after = layout(whole, previous=before)
    assert {id: after[id] for id in known} == dict(before)
    assert overlapping(whole, dict(after)) == 0


def test_members_of_a_group_stand_nearer_to_each_other_than_to_others() -> None:
    drawn = people(60, 90)
    group = [f"C-{number}" for number in range(0, 60, 6)]

    def within(at: dict[str, tuple[float, float]]) -> float:
        points = np.array([at[id] for id in group if id in at])
        return float(np.hypot(*(points - points.mean(axis=0)).T).mean())

    alone = replace(drawn, hulls=())
    grouped = replace(drawn, hulls=(Hull("found:x", "x", tuple(id for id in group if drawn.node(id)), found=True),))
    assert within(dict(layout(grouped))) < within(dict(layout(alone)))


def test_parts_that_no_tie_joins_stand_beside_each_other() -> None:
    m = Maker()
    for number in range(6):
        m.child(f"C-{number}")
    for number in range(0, 6, 2):
        m.tie(f"C-{number}", "friend", f"C-{number + 1}")
    drawn = board(m.snapshot())
    at = layout(drawn)
    assert overlapping(drawn, dict(at)) == 0
    points = np.array(list(at.values()))
    assert np.ptp(points, axis=0).max() < 600
