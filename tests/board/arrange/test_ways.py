"""Ways to lay a board out: repeatable, nobody on anybody else, pinned ones where they were, and each what it says."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import hypothesis.strategies as some
import numpy as np
import pytest
from hypothesis import given, settings

from mapping.board import Board, BoardSettings, Hull, Positions, board
from mapping.board.arrange import WAYS, arrange
from mapping.board.arrange.room import boxes, overlaps
from mapping.board.arrange.timeline import first_months, guides
from mapping.board.model import Note
from tests.make import TODAY, Maker


def a_board(size: int = 60, ties: int = 140, seed: int = 1) -> Board:
    """Children, adults and places tied by chance over 500 days; two frames and two notes."""
    chance = random.Random(seed)
    m = Maker()
    ids = []
    for number in range(size):
        kind = number % 10
        if kind < 6:
            ids.append(m.child(f"C-{number}", f"Name{number} Surname"))
        else:
            ids.append(m.adult(f"A-{number}") if kind < 9 else m.place(f"L-{number}", f"Linnet Park {number}"))
    for _ in range(ties):
        one, other = chance.randrange(size), chance.randrange(size)
        day = TODAY - timedelta(days=chance.randrange(500))
        if one != other:
            m.tie(ids[one], "knows", ids[other], observed_from=day, observed_to=day)
    made = board(m.snapshot(), BoardSettings(members=tuple(ids)))
    on_board = [node.id for node in made.nodes]
    frames = tuple(
        Hull(f"F-{number}", "Frame", tuple(on_board[number * 8 : number * 8 + 6]), framed=True) for number in range(2)
    )
    notes = (Note("N-1", "Who pays?", "A. Brennan"), Note("N-2", "Ask", "A. Brennan", on=on_board[0]))
    return replace(made, hulls=frames, notes=notes)


def overlapping(drawn: Board, at: Positions) -> set[frozenset[str]]:
    ids = [node.id for node in drawn.nodes]
    found = overlaps(np.array([at[id] for id in ids]), boxes(drawn.nodes))
    return {frozenset((ids[one], ids[other])) for one, other in found.tolist()}


def apart(at: Positions, one: str, other: str) -> float:
    return float(np.hypot(*np.subtract(at[one], at[other])))


@pytest.mark.parametrize("how", list(WAYS))
@pytest.mark.parametrize(("size", "ties"), [(1, 0), (2, 1), (3, 0), (60, 140), (200, 300)])
def test_everybody_has_a_place_of_their_own_and_the_same_every_time(how: str, size: int, ties: int) -> None:
    drawn = a_board(size, ties)
    at = arrange(drawn, how)
    assert set(at) == {*(node.id for node in drawn.nodes), "N-1", "N-2"}
    assert overlapping(drawn, at) == set()
    assert arrange(drawn, how) == at


@pytest.mark.parametrize("how", list(WAYS))
def test_nothing_is_laid_out_in_every_way(how: str) -> None:
    empty = replace(a_board(1, 0), nodes=(), lines=(), hulls=(), notes=())
    assert arrange(empty, how) == {}


@pytest.mark.parametrize("how", list(WAYS))
def test_pinned_ones_and_free_notes_stay_and_the_others_make_way(how: str) -> None:
    drawn = a_board()
    ids = [node.id for node in drawn.nodes]
    pinned = {ids[3], ids[4], ids[40]}
    drawn = replace(drawn, nodes=tuple(replace(node, pinned=node.id in pinned) for node in drawn.nodes))
    before = {
        **arrange(drawn, "afresh"),
        ids[3]: (0.0, 0.0),
        ids[4]: (5.0, 0.0),
        ids[40]: (900.0, -50.0),
        "N-1": (70.0, 70.0),
    }
    at = arrange(drawn, how, previous=before)
    assert {id: at[id] for id in (*pinned, "N-1")} == {id: before[id] for id in (*pinned, "N-1")}
    if how != "stable":
        assert overlapping(drawn, at) <= {frozenset((ids[3], ids[4]))}, "two who are pinned on one spot stay there"


@given(some.integers(3, 40), some.integers(0, 80), some.integers(0, 9), some.data())
@settings(max_examples=30, deadline=None)
def test_adding_somebody_to_a_stable_board_moves_nobody(size: int, ties: int, seed: int, data: some.DataObject) -> None:
    whole = a_board(size, ties, seed)
    new = data.draw(some.sampled_from([node.id for node in whole.nodes]))
    fewer = replace(
        whole,
        nodes=tuple(node for node in whole.nodes if node.id != new),
        lines=tuple(line for line in whole.lines if new not in (line.from_id, line.to_id)),
        hulls=(),
        notes=(),
    )
    before = arrange(fewer, "afresh")
    after = arrange(whole, "stable", previous=before)
    assert {id: after[id] for id in before} == before
    assert overlapping(whole, after) == set()


def test_around_one_whoever_is_further_along_the_ties_stands_further_out() -> None:
    m = Maker()
    ids = [m.child(f"C-{number}") for number in range(12)]
    for number in range(1, 12):
        m.tie(ids[0 if number < 5 else number - 4], "friend", ids[number])
    m.child("C-alone")
    drawn = board(m.snapshot(), BoardSettings(members=(*ids, "C-alone")))
    at = arrange(drawn, "focus", focus="C-0")
    near = [apart(at, "C-0", id) for id in ids[1:5]]
    far = [apart(at, "C-0", id) for id in ids[5:9]]
    farthest = [apart(at, "C-0", id) for id in ids[9:]]
    assert max(near) < min(far) <= max(far) < min(farthest)
    assert at["C-alone"][1] > max(at[id][1] for id in ids)


def test_by_group_whoever_is_in_one_frame_stands_together() -> None:
    drawn = a_board()
    at = arrange(drawn, "group")
    for frame in drawn.hulls:
        middle = np.mean([at[id] for id in frame.members], axis=0)
        reach = max(np.hypot(*np.subtract(at[id], middle)) for id in frame.members)
        others = [id for hull in drawn.hulls if hull is not frame for id in hull.members]
        assert all(np.hypot(*np.subtract(at[id], middle)) > reach for id in others)


def test_by_place_everybody_stands_nearest_to_the_place_they_are_tied_to() -> None:
    m = Maker()
    places = [m.place(f"L-{number}", f"Linnet Park {number}") for number in range(3)]
    for number in range(30):
        m.child(f"C-{number}")
        m.tie(f"C-{number}", "goes_to", places[number % 3])
    members = tuple(row["id"] for row in m.entities)
    drawn = board(m.snapshot(), BoardSettings(members=members))
    at = arrange(drawn, "place")
    for number in range(30):
        away = [apart(at, f"C-{number}", place) for place in places]
        assert away.index(min(away)) == number % 3


def test_by_time_the_first_record_decides_and_months_are_labelled() -> None:
    m = Maker()
    for number in range(8):
        m.child(f"C-{number}")
    for number, day in enumerate([date(2026, 1, 5), date(2026, 3, 9), date(2026, 6, 1)]):
        m.tie(f"C-{2 * number}", "friend", f"C-{2 * number + 1}", observed_from=day, observed_to=TODAY)
    drawn = board(m.snapshot(), BoardSettings(members=tuple(f"C-{number}" for number in range(8))))
    at = arrange(drawn, "time")
    order = [sorted({at[f"C-{2 * pair}"][0], at[f"C-{2 * pair + 1}"][0]}) for pair in range(4)]
    assert [max(before) < min(after) for before, after in pairwise(order)] == [True] * 3
    assert first_months(drawn)["C-6"] == ""
    labels = [guide.words for guide in guides(drawn, at)]
    assert labels == ["Jan 2026", "Mar 2026", "Jun 2026", "no dated tie on this board"]


def test_by_time_kinship_does_not_count_and_many_months_become_quarters_or_years() -> None:
    m = Maker()
    for number in range(40):
        m.child(f"C-{number}")
    m.adult("A-0")
    m.tie("A-0", "parent", "C-0", observed_from=date(2012, 5, 1), observed_to=TODAY)
    for number in range(0, 40, 2):
        day = date(2025, 1, 5) + timedelta(days=31 * (number // 2))
        m.tie(f"C-{number}", "friend", f"C-{number + 1}", observed_from=day, observed_to=day)
    drawn = board(m.snapshot(), BoardSettings(members=(*(f"C-{number}" for number in range(40)), "A-0")))
    assert first_months(drawn)["A-0"] == "2025-01"
    labels = [guide.words for guide in guides(drawn, arrange(drawn, "time"))]
    assert labels[:2] == ["Jan to Mar 2025", "Apr to Jun 2025"]
    old = replace(
        drawn, lines=tuple(replace(line, first_observed=f"{2026 - n}-01-01") for n, line in enumerate(drawn.lines))
    )
    years = [guide.words for guide in guides(old, arrange(old, "time"))]
    assert years == sorted(years)
    assert {len(year) for year in years} == {4}


def test_a_note_goes_with_whom_it_is_stuck_to() -> None:
    drawn = a_board()
    before = arrange(drawn, "stable")
    on = drawn.notes[1].on
    at = arrange(drawn, "focus", focus=drawn.nodes[7].id, previous=before)
    assert at[on] != before[on]
    assert apart(at, on, "N-2") < 400
    same = arrange(drawn, "stable", previous=before)
    assert same == before


def test_a_way_that_there_is_not_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="laid out by one of stable, afresh"):
        arrange(a_board(2, 1), "spiral")
