"""Events folded into ties between people and places."""

from __future__ import annotations

from datetime import date

from mapping.board import BoardSettings, board
from mapping.board.folding import fold_events
from tests.make import Maker

NO_EVENTS = BoardSettings(kinds=("child", "adult", "location"))


def an_incident() -> Maker:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.child("C-2", "Kofi Adeyo")
    m.adult("A-1", "Dale Mercer")
    m.place("L-1", "Linnet Park")
    m.entity("event", "E-1", "Incident", subkind="incident", started_on=date(2026, 10, 2))
    m.tie("A-1", "alleged_in", "E-1", id="t-alleged")
    m.tie("C-1", "harmed_in", "E-1", id="t-harmed", information_grade="D", nature="fact")
    m.tie("C-2", "present_at", "E-1", id="t-present")
    m.tie("E-1", "happened_at", "L-1", id="t-at")
    return m


def test_who_harmed_whom_and_where_is_drawn_without_the_event() -> None:
    drawn = board(an_incident().snapshot(), NO_EVENTS)
    harm = {(line.from_id, line.to_id, line.heads, line.sentence) for line in drawn.lines if line.standing == "harm"}
    assert harm == {
        ("A-1", "C-1", "to", "D.M. is alleged to have harmed T.B."),
        ("L-1", "C-1", "to", "T.B. came to harm at Linnet Park"),
    }
    assert {node.id for node in drawn.nodes} == {"A-1", "C-1", "C-2", "L-1"}


def test_a_folded_tie_leads_to_both_assertions_and_carries_the_worse_grade() -> None:
    drawn = board(an_incident().snapshot(), NO_EVENTS)
    line = next(line for line in drawn.lines if (line.from_id, line.to_id) == ("A-1", "C-1"))
    assert set(line.assertions) == {"t-alleged", "t-harmed"}
    assert line.grade == "2 D P"
    assert not line.fact


def test_two_in_one_event_are_tied_neutrally_and_a_crowd_is_not() -> None:
    drawn = board(an_incident().snapshot(), NO_EVENTS)
    assert "K.A. and T.B. were in the same event" in {line.sentence for line in drawn.lines}
    m = an_incident()
    for number in range(10):
        m.child(f"C-1{number}")
        m.tie(f"C-1{number}", "present_at", "E-1")
    lines = board(m.snapshot(), NO_EVENTS).lines
    assert not any("same event" in line.sentence for line in lines)
    assert "D.M. is alleged to have harmed T.B." in {line.sentence for line in lines}


def test_a_missing_episode_ties_the_child_to_where_it_ended() -> None:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.place("L-1", "Ottermere Central", "station")
    m.entity("event", "E-1", subkind="missing")
    m.tie("C-1", "went_missing", "E-1")
    m.tie("C-1", "interviewed_after", "E-1")
    m.tie("E-1", "found_at", "L-1")
    (line,) = board(m.snapshot(), NO_EVENTS).lines
    assert (line.sentence, line.standing) == ("T.B. ended a time missing at Ottermere Central", "neutral")


def test_what_is_suspected_false_or_restricted_stays_so_when_folded() -> None:
    for worse in ({"information_grade": "E"}, {"handling": "C"}):
        m = Maker()
        m.child("C-1")
        m.adult("A-1")
        m.entity("event", "E-1", subkind="incident")
        m.tie("A-1", "alleged_in", "E-1", **worse)
        m.tie("C-1", "harmed_in", "E-1")
        assert board(m.snapshot(), NO_EVENTS).lines == ()


def test_a_snapshot_without_events_is_unchanged() -> None:
    m = Maker()
    m.child("C-1")
    m.child("C-2")
    m.tie("C-1", "friend", "C-2")
    snapshot = m.snapshot()
    assert fold_events(snapshot).ties.equals(snapshot.ties)
