"""The difference between two moments of a board: counted rightly, in the field's words, or that nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers import Done
from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping.board.drawn import drawn, see
from mapping.board.log import State, fold
from mapping.board.log import operation as op
from mapping.board.log.changes import Difference
from mapping.board.log.difference import Side, difference
from mapping.board.log.replay import state_at, state_on
from tests.board.log.chance import ANNA, REY, Sheet, boards
from tests.make import TODAY, Maker

HEAD = BoardHead("Station", "Strategy meeting", "R. Osei", ("hub",), "initials", date(2026, 11, 30))
BEFORE = datetime(2026, 10, 10, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def compared(snapshot: Snapshot, was: State, now: State, *, then: Snapshot | None = None) -> Difference:
    """Two states of one board; `then`: the records as they were known at the first."""
    sides = []
    for state, known in ((was, then or snapshot), (now, snapshot)):
        sides.append(Side(drawn(known, replace(state, shows=now.shows), HEAD), state, known.as_of))
    everybody = replace(now, members={**was.members, **now.members})
    return difference(sides[0], sides[1], see(snapshot, everybody, "initials").names)


def town() -> Maker:
    made = Maker()
    made.child("C-1", "Kara Ash")
    made.child("C-2", "Tam Birch")
    made.adult("A-1", "Dan Moss")
    made.child("C-3", "Lee Maple")
    return made


def said(found: Difference, part: str) -> list[str]:
    return [one.words for one in found.of(part)]


def test_nothing_changed_says_so() -> None:
    made = town()
    made.tie("C-1", "knows", "C-2")
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")))
    found = compared(made.snapshot(), sheet.now(), sheet.now())
    assert found.changes == ()
    assert found.headline == "Nothing changed."


def test_ties_new_and_out_of_date_since_a_day() -> None:
    made = town()
    known, seen = date(2026, 9, 1), {"observed_from": date(2026, 10, 30), "observed_to": date(2026, 10, 30)}
    made.tie("C-1", "knows", "C-2", recorded_on=known, review_by=date(2026, 10, 20))
    made.tie("C-1", "knows", "C-3", recorded_on=date(2026, 10, 30), **seen)
    made.tie("A-1", "grooms", "C-2", recorded_on=date(2026, 10, 31), **seen)
    made.tie("C-2", "knows", "C-3", recorded_on=known)
    made.tie("C-2", "knows", "C-3", recorded_on=date(2026, 10, 29), **seen)
    made.role("C-1", "open_to_hub", recorded_on=date(2026, 10, 28), observed_from=date(2026, 10, 28), observed_to=None)
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2", "C-3", "A-1")), at=BEFORE)
    snapshot = made.snapshot()
    day = date(2026, 10, 15)
    found = compared(snapshot, state_on(sheet.held, day), sheet.now(), then=snapshot.recorded_by(day))
    assert found.headline == (
        "Two new ties, one now out of date, one with other records; three changes in what is known of people."
    )
    assert said(found, "ties") == [
        "D.M. grooms T.B.: new, 1 record, last observed 30 Oct 2026",
        "K.A. and L.M. know each other: new, 1 record, last observed 30 Oct 2026",
        "K.A. and T.B. know each other: now out of date, last observed 20 Oct 2026",
        "L.M. and T.B. know each other: one more record",
    ]
    assert said(found, "roles") == [
        "K.A. is now open to the hub",
        "T.B. is now recorded as harmed",
        "D.M. is now an adult of concern",
    ]
    assert [one.assertions for one in found.of("ties")] == [("t3",), ("t2",), ("t1",), ("t5", "t4")]
    assert all(one.line for one in found.of("ties"))


def test_who_came_went_and_was_hidden() -> None:
    made = town()
    made.tie("C-1", "knows", "C-2")
    made.tie("C-1", "knows", "C-3")
    made.tie("A-1", "knows", "C-1")
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")), REY, at=NOW)
    sheet.do(op.Add(("A-1",)), REY, at=NOW)
    was = sheet.now()
    sheet.undo(REY)
    sheet.do(op.Add(("C-3",)), ANNA, at=NOW)
    sheet.do(op.Hide(("C-2",)), ANNA, at=NOW)
    found = compared(made.snapshot(), was, sheet.now())
    assert said(found, "people") == [
        "L.M., 14, came (2 Nov 2026, A. Brennan)",
        "T.B. is hidden",
        "D.M. went: taken back",
    ]
    assert found.headline == (
        "One person or place came, one went, one hidden; one tie with whoever came, two with whoever went."
    )
    assert said(compared(made.snapshot(), sheet.now(), was), "people")[0] == "T.B. is drawn again"


def test_what_was_said_and_is_a_record_now_is_verified() -> None:
    made = town()
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")))
    sheet.do(op.Person("D-1", "adult", "Biz", identified=False))
    sheet.do(op.Tie("S-1", "C-1", "C-2", "knows"))
    sheet.do(op.Tie("S-2", "D-1", "C-2", "knows"))
    was, earlier = sheet.now(), made.snapshot()
    empty = compared(earlier, State(), was)
    assert empty.headline == "Three people or places came; two ties said in meeting."
    assert "“Biz” came (2 Nov 2026, A. Brennan)" in said(empty, "people")
    made.tie("C-1", "knows", "C-2", recorded_on=TODAY)
    made.tie("A-1", "knows", "C-2", recorded_on=TODAY)
    sheet.do(op.Promote("S-1", "board|1"))
    sheet.do(op.Promote("D-1", "board|2", "A-1"))
    sheet.do(op.Promote("S-2", "board|3"))
    found = compared(made.snapshot(), was, sheet.now(), then=earlier)
    assert found.headline == "One person said in meeting is held now; two ties verified since."
    assert said(found, "people") == ["“Biz” is D.M. now"]
    assert said(found, "ties")[1] == "K.A. and T.B. know each other: said in meeting before, now in 1 record"


def test_what_is_said_of_a_tie_that_records_hold_is_told_as_said() -> None:
    made = town()
    made.tie("C-1", "knows", "C-2")
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")))
    was = sheet.now()
    sheet.do(op.Tie("S-1", "C-1", "C-2", "knows"))
    said_at = sheet.now()
    found = compared(made.snapshot(), was, said_at)
    assert said(found, "ties") == ["K.A. and T.B. know each other: one more said in meeting"]
    assert found.headline == "One tie with other records."
    sheet.do(op.Promote("S-1", "board|1"))
    before = made.snapshot()
    made.tie("C-1", "knows", "C-2", recorded_on=TODAY)
    found = compared(made.snapshot(), said_at, sheet.now(), then=before)
    assert said(found, "ties") == [
        "K.A. and T.B. know each other: one more record and one said in meeting settled since"
    ]
    sheet.do(op.Tie("S-2", "C-2", "C-1", "friend", said_on=date(2026, 11, 1)))
    alone = compared(Maker(entities=made.entities).snapshot(), was, sheet.now())
    assert said(alone, "ties") == ["K.A. and T.B. are friends: said in meeting on 1 Nov 2026"]


def test_notes_actions_frames_filters_and_naming() -> None:
    made = town()
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")), at=NOW)
    first = sheet.do(op.Note("N-1", "Ask Kara Ash"), at=NOW)
    sheet.do(op.Note("N-2", "gone soon"), at=NOW)
    sheet.do(op.Act("X-1", "Ask police about Kara Ash", "R. Osei", date(2026, 11, 2)), at=NOW)
    sheet.do(op.Act("X-2", "Walk the forecourt"), at=NOW)
    sheet.do(op.Frame("F-1", "Station", ("C-1",)), at=NOW)
    was = sheet.now()
    sheet.do(op.Note("N-1", "Asked Kara Ash", (first,)), REY, at=NOW)
    sheet.do(op.Unnote("N-2"), at=NOW)
    sheet.do(op.Note("N-3", "new"), at=NOW)
    sheet.do(op.Close("X-2", "done", "walked"), at=NOW)
    sheet.do(op.Act("X-3", "Ring her worker", "C. Okafor", date(2026, 11, 9)), at=NOW)
    sheet.do(op.Frame("F-1", "Station group", ("C-2",)), at=NOW)
    sheet.do(op.Frame("F-2", "School", ("C-1",)), at=NOW)
    sheet.do(op.Filter(ungraded=False), at=NOW)
    found = compared(made.snapshot(), was, sheet.now(), then=made.snapshot().recorded_by(date(2026, 11, 2)))
    assert said(found, "notes") == [
        "Changed: “Asked K.A.” (2 Nov 2026, R. Osei)",
        "New: “new” (2 Nov 2026, A. Brennan)",
        "Taken away: “gone soon”",
    ]
    assert said(found, "actions") == [
        "Ask police about K.A.: now overdue, for R. Osei, due 2 Nov 2026",
        "Walk the forecourt: done, nobody named yet",
        "Ring her worker: new, for C. Okafor, due 9 Nov 2026",
    ]
    assert said(found, "frames") == [
        "“Station group”: with T.B., without K.A., named anew",
        "“School”: new (2 Nov 2026, A. Brennan)",
    ]
    assert found.headline == (
        "One note written, one changed, one taken away; one action set, one done, one now overdue; one new frame, one "
        "changed; other filters."
    )
    sides = [Side(drawn(made.snapshot(), was, HEAD), was, TODAY, naming) for naming in ("full", "initials")]
    other = difference(sides[0], sides[1], see(made.snapshot(), was, "initials").names)
    assert [one.words for one in other.changes] == ["Naming: initials, before full names"]
    assert other.headline == "Other naming."


@settings(max_examples=80, deadline=None)
@given(boards(25), st.integers(0, 25))
def test_a_difference_counts_everything_once_and_back_again(held: list[Done], place: int) -> None:
    made = town()
    for kind, one, other in (("knows", "C-1", "C-2"), ("grooms", "A-1", "C-2"), ("knows", "C-2", "C-3")):
        made.tie(one, kind, other)
    snapshot, was, now = made.snapshot(), state_at(held, place), fold(held)
    assert compared(snapshot, now, now).changes == ()
    found = compared(snapshot, was, now)
    for side in ("node", "line"):
        named = [getattr(one, side) for one in found.changes if getattr(one, side) and one.part != "roles"]
        assert len(named) == len(set(named))
    assert all(one.words for one in found.changes)
    assert (found.headline == "Nothing changed.") == (not found.changes)
