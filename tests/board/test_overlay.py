"""What was said in a meeting, laid over the Snapshot of one board."""

from __future__ import annotations

from datetime import date

import hypothesis.strategies as some
import pyarrow.compute as pc
from hypothesis import given, settings

from graph.snapshot import ENTITIES, ROLES, TIES
from mapping.board.log import Doing, fold
from mapping.board.log import operation as op
from mapping.board.overlay import members, with_said
from tests.board.kept import done, state
from tests.make import Maker


def two_children() -> Maker:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.child("C-2", "Kofi Adeyo")
    m.adult("A-1", "Dale Mercer")
    m.tie("A-1", "grooms", "C-1", id="t-1")
    m.role("A-1", "suspected", id="r-1")
    return m


BIZ = op.Person(id="D-1", kind="adult", name="Biz", identified=False, said_by="PC Lee", agency="police", age=30)
SAW = op.Tie(
    id="S-1",
    from_id="D-1",
    to_id="C-1",
    kind="grooms",
    said_by="PC Lee",
    agency="police",
    said_on=date(2026, 11, 3),
)


def test_a_provisional_person_and_tie_are_rows_with_every_column() -> None:
    laid = with_said(two_children().snapshot(), state(BIZ, SAW))
    assert laid.entities.schema == ENTITIES
    assert laid.ties.schema == TIES
    person = laid.entities.to_pylist()[-1]
    assert (person["id"], person["kind"], person["name"], person["identified"]) == ("D-1", "adult", "Biz", False)
    tie = laid.ties.to_pylist()[-1]
    assert (tie["id"], tie["provisional"], tie["nature"], tie["source_grade"]) == ("S-1", True, "assessment", None)
    assert (tie["recorded_on"], tie["agency"], tie["both_ways"]) == (date(2026, 11, 3), "police", False)


def test_what_was_promoted_or_discarded_is_not_laid_over() -> None:
    gone = state(BIZ, SAW, op.Discard(id="S-1", why="A mistake"), op.Discard(id="D-1", why="A mistake"))
    snapshot = two_children().snapshot()
    laid = with_said(snapshot, gone)
    assert (laid.entities, laid.ties) == (snapshot.entities, snapshot.ties)
    promoted = state(BIZ, SAW, op.Promote(id="D-1", record="board|1", entity="A-1"))
    (tie,) = (row for row in with_said(snapshot, promoted).ties.to_pylist() if row["provisional"])
    assert (tie["from_id"], tie["to_id"]) == ("A-1", "C-1")


def test_a_tie_of_which_an_end_is_missing_is_not_laid_over() -> None:
    far = op.Tie(id="S-2", from_id="C-1", to_id="C-99", kind="friend")
    laid = with_said(two_children().snapshot(), state(SAW, far))
    assert not any(row["provisional"] for row in laid.ties.to_pylist())


def test_somebody_shown_as_another_gives_them_their_ties_and_roles() -> None:
    laid = with_said(two_children().snapshot(), state(BIZ, SAW, op.Same(id="A-1", as_="D-1")))
    ends = {(row["id"], row["from_id"]) for row in laid.ties.to_pylist()}
    assert ends == {("t-1", "D-1"), ("S-1", "D-1")}
    assert laid.roles["person_id"].to_pylist() == ["D-1"]
    assert laid.roles.schema == ROLES
    itself = with_said(two_children().snapshot(), state(op.Add(entities=("C-1",)), op.Same(id="A-1", as_="C-1")))
    assert not len(itself.ties), "nobody is tied to themselves"


def test_somebody_shown_as_nobody_held_stays_themselves() -> None:
    there = {"C-1", "C-2", "A-1"}
    kept = state(op.Add(entities=("C-1", "C-2")), op.Same(id="C-1", as_="C-99"))
    assert members(kept, there) == (("C-1", "C-2"), (), ())
    as_one = state(op.Add(entities=("C-1", "C-2")), op.Same(id="C-1", as_="C-2"))
    assert members(as_one, there) == (("C-2",), (), ())
    elsewhere = state(op.Add(entities=("C-1",)), op.Same(id="C-1", as_="A-1"))
    assert members(elsewhere, there) == (("C-1",), (), ()), "nobody is drawn who was not put on the board"


IDS = ("C-1", "C-2", "A-1", "D-1", "D-2", "C-99")
OPERATIONS = some.one_of(
    some.builds(op.Add, entities=some.lists(some.sampled_from(IDS), max_size=3).map(tuple)),
    some.builds(op.Hide, entities=some.lists(some.sampled_from(IDS), max_size=2).map(tuple)),
    some.builds(
        op.Person,
        id=some.sampled_from(["D-1", "D-2"]),
        kind=some.sampled_from(["child", "adult"]),
        name=some.sampled_from(["Biz", "Sam Dunne"]),
        age=some.none() | some.integers(0, 120),
        identified=some.booleans(),
    ),
    some.builds(
        op.Tie,
        id=some.sampled_from(["S-1", "S-2", "t-1"]),
        from_id=some.sampled_from(IDS),
        to_id=some.sampled_from(IDS),
        kind=some.sampled_from(["knows", "grooms", "protects"]),
    ),
    some.builds(op.Discard, id=some.sampled_from(["D-1", "S-1"]), why=some.just("no")),
    some.builds(op.Promote, id=some.sampled_from(["D-1", "S-1"]), record=some.just("r"), entity=some.just("C-2")),
    some.builds(op.Same, id=some.sampled_from(IDS), as_=some.sampled_from(IDS)),
)


@given(some.lists(OPERATIONS, max_size=14))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_every_tie_has_both_ends_and_every_id_is_there_once(doing: list[Doing]) -> None:
    snapshot = two_children().snapshot()
    stands = fold(done(*doing))
    laid = with_said(snapshot, stands)
    assert (laid.entities.schema, laid.ties.schema, laid.roles.schema) == (ENTITIES, TIES, ROLES)
    ids = laid.entities["id"].to_pylist()
    assert len(set(ids)) == len(ids)
    assert {*laid.ties["from_id"].to_pylist(), *laid.ties["to_id"].to_pylist()} <= set(ids)
    assert pc.all(pc.not_equal(laid.ties["from_id"], laid.ties["to_id"])).as_py() is not False
    assert len(set(laid.ties["id"].to_pylist())) == len(laid.ties)
    shown, hidden, gone = members(stands, set(ids))
    assert len({*shown, *hidden, *gone}) == len(shown) + len(hidden) + len(gone)
    assert {*shown, *hidden} <= set(ids)
    assert not {*gone} & set(ids)
