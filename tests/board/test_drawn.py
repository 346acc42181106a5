"""What a kept board draws: its members and no others, with every count adding up."""

from __future__ import annotations

import json
from datetime import date

import hypothesis.strategies as some
import numpy as np
import pytest
from hypothesis import given, settings

from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping.board import Board, Positions, counts_said
from mapping.board.arrange.room import Boxes, boxes, overlaps
from mapping.board.drawn import adding, drawn, places
from mapping.board.log import Doing, fold
from mapping.board.log import operation as op
from tests.board.kept import HEAD, done, state
from tests.board.test_board import snapshots
from tests.board.test_overlay import BIZ, SAW
from tests.make import Maker


def station() -> Maker:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.child("C-2", "Kofi Adeyo")
    m.child("C-3", "Priya Khan")
    m.adult("A-1", "Dale Mercer")
    m.place("L-1", "Ottermere Central", "station")
    m.entity("event", "E-1", "Incident", subkind="incident", started_on=date(2026, 10, 2))
    m.tie("A-1", "grooms", "C-1", id="t-1")
    m.tie("C-1", "friend", "C-2", id="t-2", source_grade=None, information_grade=None)
    m.tie("C-2", "goes_to", "L-1", id="t-3")
    m.tie("A-1", "alleged_in", "E-1", id="t-a")
    m.tie("C-2", "harmed_in", "E-1", id="t-h")
    m.tie("E-1", "happened_at", "L-1", id="t-at")
    return m


ALL = op.Add(entities=("C-1", "C-2", "C-3", "A-1", "L-1"))


def test_exactly_the_members_are_drawn_with_and_without_ties() -> None:
    made = drawn(station().snapshot(), state(op.Add(entities=("C-3", "C-1", "A-1"))), HEAD)
    assert [node.id for node in made.nodes] == ["C-3", "C-1", "A-1"]
    assert {(line.from_id, line.to_id) for line in made.lines} == {("A-1", "C-1")}
    assert {node.id: node.hidden for node in made.nodes} == {"C-3": 0, "C-1": 1, "A-1": 2}


def test_events_that_are_not_on_the_board_are_folded_and_those_on_it_are_drawn() -> None:
    folded = drawn(station().snapshot(), state(ALL), HEAD)
    assert ("A-1", "C-2") in {(line.from_id, line.to_id) for line in folded.lines if line.standing == "harm"}
    whole = drawn(station().snapshot(), state(ALL, op.Add(entities=("E-1",))), HEAD)
    assert ("A-1", "C-2") not in {(line.from_id, line.to_id) for line in whole.lines}
    assert {line.id.split("~")[1] for line in whole.lines if "E-1" in line.id}
    off = drawn(station().snapshot(), state(ALL, op.Add(entities=("E-1",)), op.Filter(kinds=("child", "adult"))), HEAD)
    assert ("A-1", "C-2") in {(line.from_id, line.to_id) for line in off.lines if line.standing == "harm"}


def test_every_count_of_a_kept_board_is_said() -> None:
    kept = state(ALL, op.Add(entities=("C-99",)), op.Hide(entities=("C-3",)), op.Filter(ungraded=False))
    made = drawn(station().snapshot(), kept, HEAD)
    assert counts_said(made.counts) == ("4 of 5 on this board", "1 hidden", "1 no longer held", "1 ungraded, hidden")


def test_a_kind_that_is_filtered_is_hidden_unless_pinned() -> None:
    kept = state(ALL, op.Filter(kinds=("child",)), op.Pin(entities=("A-1",)))
    made = drawn(station().snapshot(), kept, HEAD)
    assert [node.id for node in made.nodes] == ["C-1", "C-2", "C-3", "A-1"]
    assert [node.id for node in made.nodes if node.pinned] == ["A-1"]
    assert counts_said(made.counts)[:2] == ("4 of 5 on this board", "1 of other kinds, hidden")


def test_what_is_said_in_the_meeting_is_drawn_as_such_whatever_the_grades_and_sources_chosen() -> None:
    kept = state(op.Add(entities=("C-1",)), BIZ, SAW)
    chosen = op.Filter(ungraded=False, grade_floor="1A")
    for more in ((), (chosen,)):
        made = drawn(station().snapshot(), state(op.Add(entities=("C-1",)), BIZ, SAW, *more), HEAD)
        (line,) = made.lines
        assert (line.provisional, line.assertions, line.agencies) == (True, ("S-1",), ("police",))
        assert made.counts.ungraded == 0
    made = drawn(station().snapshot(), kept, HEAD)
    node = made.node("D-1")
    assert node is not None
    assert (node.provisional, node.identified, node.label, node.concern) == (True, False, "“Biz”", False)
    assert {"said_person", "provisional"} <= {mark.symbol for mark in made.legend}


def test_frames_hold_whoever_of_them_is_drawn_and_notes_on_nobody_are_free() -> None:
    kept = state(
        op.Add(entities=("C-1", "C-2", "C-3")),
        op.Frame(id="F-1", label="Around Tamsin", members=("C-1", "C-3", "L-1")),
        op.Frame(id="F-2", label="Nobody", members=("L-1",)),
        op.Note(id="N-1", text="Ask Kofi's school", on="C-2", at=(5, 6)),
        op.Note(id="N-2", text="Who is Biz?", on="C-3"),
        op.Hide(entities=("C-3",)),
    )
    made = drawn(station().snapshot(), kept, HEAD)
    assert [(hull.id, hull.label, hull.members, hull.framed) for hull in made.hulls] == [
        ("F-1", "Around T.", ("C-1",), True)
    ]
    assert [(note.id, note.on, note.text) for note in made.notes] == [
        ("N-1", "C-2", "Ask K.'s school"),
        ("N-2", "", "Who is Biz?"),
    ]
    assert made.notes[0].texts[0].operation == "op4"
    at = places(made, kept)
    assert at["N-1"] == (5.0, 6.0)
    json.dumps(made.as_json(at))
    assert {"frame", "note"} <= {mark.symbol for mark in made.legend}


def test_whoever_has_a_place_stays_there_and_who_comes_later_moves_nobody() -> None:
    first = (op.Add(entities=("C-1", "C-2"), at={"C-1": (10, 20)}), op.Note(id="N-1", text="x", at=(0, 0)))
    before = state(*first)
    at = places(drawn(station().snapshot(), before, HEAD), before)
    assert (at["C-1"], at["N-1"]) == ((10.0, 20.0), (0.0, 0.0))
    after = state(*first, op.Add(entities=("A-1", "L-1")), BIZ, SAW)
    later = places(drawn(station().snapshot(), after, HEAD), after)
    assert {id: later[id] for id in at} == dict(at)
    assert len(set(later.values())) == len(later)


def test_dragging_one_of_many_who_never_got_a_place_moves_nobody_else() -> None:
    first = (ALL, op.Add(entities=("E-1",)))
    before = state(*first)
    at = places(drawn(station().snapshot(), before, HEAD), before)
    after = state(*first, op.Move(at={"C-1": (400, 300)}))
    later = places(drawn(station().snapshot(), after, HEAD), after)
    assert later == {**at, "C-1": (400.0, 300.0)}
    new = adding(station().snapshot(), after, HEAD, ("E-1", "C-99"), "near")
    assert new.at == {}, "E-1 is on the board"


def test_notes_and_whoever_comes_keep_off_each_other() -> None:
    first = (op.Add(entities=("C-1", "C-2", "A-1", "L-1")), op.Note(id="N-1", text="Who pays for the phone?", on="C-1"))
    more = (
        op.Note(id="N-2", text="Ask Kofi", on="C-1"),
        op.Note(id="N-3", text="x " * 400),
        op.Note(id="N-4", text="y"),
    )
    kept = state(*first, *more)
    made = drawn(station().snapshot(), kept, HEAD)
    at = places(made, kept)
    assert overlapping(made, at) == set()
    put = state(*first, *more, op.Move(at=dict(at)), op.Add(entities=("C-3",)), BIZ, SAW)
    made = drawn(station().snapshot(), put, HEAD)
    later = places(made, put)
    assert {id: later[id] for id in at} == dict(at)
    assert overlapping(made, later) == set()


def overlapping(made: Board, at: Positions) -> set[frozenset[str]]:
    """Pairs of nodes and notes on the same spot, a note being at least 160 by 48 px."""
    ids = [*(node.id for node in made.nodes), *(note.id for note in made.notes)]
    nodes, notes = boxes(made.nodes), np.ones(len(made.notes))
    room = Boxes(
        np.concatenate([nodes.half, 80 * notes]),
        np.concatenate([nodes.up, 24 * notes]),
        np.concatenate([nodes.down, 24 * notes]),
    )
    found = overlaps(np.array([at[id] for id in ids]), room)
    return {frozenset((ids[one], ids[other])) for one, other in found.tolist()}


def test_adding_gives_a_place_whatever_the_filters_hide_and_moves_nobody() -> None:
    first = (op.Add(entities=("C-1",), at={"C-1": (10, 20)}), op.Hide(entities=("C-1",)), op.Filter(kinds=("adult",)))
    snapshot = station().snapshot()
    made = adding(snapshot, state(*first), HEAD, ("C-2", "C-2", "C-99", "C-1"), "who else is near")
    assert made.entities == ("C-2", "C-99", "C-1")
    assert set(made.at) == {"C-2"}, "who is on the board keeps their place, and nobody held has none"
    after = state(*first, made, op.Filter(kinds=None))
    at = places(drawn(snapshot, after, HEAD), after)
    assert (at["C-1"], at["C-2"]) == ((10.0, 20.0), made.at["C-2"])
    assert at["C-2"] != (10.0, 20.0)


@pytest.mark.parametrize("naming", ["full", "initials", "pseudonyms", "counts"])
def test_a_board_of_nothing_is_drawn_in_every_mode(naming: str) -> None:
    head = BoardHead(**{name: getattr(HEAD, name) for name in HEAD.__dataclass_fields__} | {"naming": naming})
    for kept in (state(), state(op.Add(entities=("C-99",)))):
        made = drawn(station().snapshot(), kept, head)
        json.dumps(made.as_json(places(made, kept)))
        assert not made.nodes


MADE = ("C-0", "C-1", "C-2", "A-0", "A-1", "L-0", "S-0", "G-0", "C-99", "D-1")


@some.composite
def operations(draw: some.DrawFn) -> list[Doing]:
    """Up to 12 operations of all that changes what is drawn."""
    ids = some.lists(some.sampled_from(MADE), max_size=6, unique=True).map(tuple)
    kinds = some.none() | some.lists(some.sampled_from(["child", "adult", "location"]), unique=True).map(tuple)
    return draw(
        some.lists(
            some.one_of(
                some.builds(op.Add, entities=ids),
                some.builds(op.Hide, entities=ids),
                some.builds(op.Pin, entities=ids),
                some.builds(op.Same, id=some.sampled_from(MADE), as_=some.sampled_from(MADE)),
                some.just(op.Person(id="D-1", kind="child", name="Sam Dunne", age=15)),
                some.builds(
                    op.Tie,
                    id=some.sampled_from(["S-1", "S-2"]),
                    from_id=some.sampled_from(MADE),
                    to_id=some.sampled_from(MADE),
                    kind=some.sampled_from(["knows", "grooms"]),
                ),
                some.builds(op.Frame, id=some.just("F-1"), label=some.just("A"), members=ids),
                some.builds(op.Note, id=some.just("N-1"), text=some.just("x"), on=some.sampled_from(MADE)),
                some.builds(
                    op.Filter,
                    kinds=kinds,
                    ungraded=some.booleans(),
                    out_of_date=some.booleans(),
                    grade_floor=some.sampled_from(["", "2B", "nonsense"]),
                ),
            ),
            max_size=12,
        )
    )


@given(snapshots(), operations(), some.sampled_from(["full", "initials", "pseudonyms"]))
@settings(max_examples=150, deadline=None)
def test_only_members_are_drawn_and_all_counts_add_up(snapshot: Snapshot, doing: list[Doing], naming: str) -> None:
    kept = fold(done(*doing))
    made = drawn(snapshot, kept, HEAD, naming=naming)
    counts = made.counts
    assert counts.nodes + counts.dropped + counts.other_kinds + counts.cut == counts.all_nodes
    assert counts.records + sum(counts.left_out.values()) == counts.all_records
    ids = [node.id for node in made.nodes]
    assert len(set(ids)) == len(ids)
    held = set(snapshot.entities["id"].to_pylist())
    put = {*kept.members, *kept.people, *kept.same.values()}
    assert set(ids) <= put
    assert {id for id in kept.drawn if id in held} <= {*ids, *kept.same} or kept.shows.kinds is not None
    for line in made.lines:
        assert {line.from_id, line.to_id} <= set(ids)
    for hull in made.hulls:
        assert set(hull.members) <= set(ids)
    for note in made.notes:
        assert note.on in {"", *ids}
    at = places(made, kept)
    assert set(at) == {*ids, *(note.id for note in made.notes)}
    json.dumps(made.as_json(at))
