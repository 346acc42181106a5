"""Decisions and concerns: what a person decided about a child stays, with who, why and on what data."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_schema import schema
from graph.access import Purpose, Viewer
from graph.audit import AuditFailed, files, verify
from graph.decisions import Decisions
from graph.desk import LONGEST, worded
from graph.errors import KithError
from graph.failures import DecisionRefused, NotHeld
from graph.model import Concern, Decision
from graph.settings import Connection
from graph.snapshot import Withheld
from graph.store import Store
from mapping.questions import TITLES
from tests.graph.saying import BIZ, LEO, PEOPLE, STATION, TAMSIN, TODAY, person, provenance, role, says, tie, view

OSEI = Viewer("R. Osei", "manager", "Ottermere")
NASTY = "'; MATCH (n) DETACH DELETE n; // <b>é</b> $props {0}\nand 👩‍👧"
MINOR = person("adult", "AD-0300", name="Kai Dunmore", date_of_birth=date(2010, 1, 1))
GROWN = person("adult", "AD-0301", name="Denholm Marrick", date_of_birth=date(1990, 1, 1))
GROUP = person("peer_group", "PG-01", name="Quay Street")
SECRET = provenance(handling="C")


def desk(store: Store, viewer: Viewer = OSEI, purpose: str = "daily governance") -> Decisions:
    return store.decisions(viewer, Purpose(purpose))


def not_now(child: str = TAMSIN.id, **values: Any) -> Decision:
    made = Decision(child, "near_adults", "not_now", "Seen by her worker on Monday.")
    return replace(made, **values)


@pytest.fixture
def peopled(store: Store) -> Store:
    """The people, one tie, and nothing decided."""
    store.writer().write([*PEOPLE, says("more", MINOR, GROWN, GROUP), says("ties|1", tie(BIZ, "grooms", TAMSIN))])
    return store


def audit(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in files(folder / "audit") for line in path.read_text().splitlines()]


def test_a_decision_is_held_as_it_was_made(peopled: Store) -> None:
    before, counted = peopled.version(), peopled.decided()
    (said,) = view(peopled).snapshot().ties["id"].to_pylist()
    start = datetime.now(UTC)
    made = desk(peopled).decide(not_now(reason=f"  {NASTY} ", seen=(said, said)))
    (held,) = view(peopled).decisions()
    assert held == made
    assert (held.child, held.question, held.verdict) == (TAMSIN.id, "near_adults", "not_now")
    assert (held.reason, held.seen, held.current) == (NASTY, (said,), True)
    assert (held.by, held.role, held.hub, held.purpose) == ("R. Osei", "manager", "Ottermere", "daily governance")
    assert held.at.utcoffset() == timedelta(0)
    assert start - timedelta(milliseconds=1) <= held.at <= datetime.now(UTC)
    assert held.version == int(before)
    assert peopled.version() == before, "a decision is not data: no snapshot is read anew for it"
    assert peopled.decided() == counted + 1


def test_a_later_decision_takes_the_place_and_the_earlier_one_stays(peopled: Store) -> None:
    first = desk(peopled).decide(not_now())
    other = desk(peopled).decide(not_now(question="near_harmed"))
    second = desk(peopled).decide(not_now(verdict="to_discuss", reason="Raise at Thursday governance."))
    assert [one.id for one in view(peopled).decisions()] == [second.id, other.id]
    assert view(peopled).decisions(question="near_adults") == [second]
    history = view(peopled).decisions(TAMSIN.id, "near_adults", past=True)
    assert history == [second, replace(first, current=False, replaced_by=second.id)]
    assert view(peopled).decisions(LEO.id) == []


def test_a_decision_is_withdrawn_with_a_reason_and_the_earlier_does_not_rise_again(peopled: Store) -> None:
    desk(peopled).decide(not_now())
    made = desk(peopled).decide(not_now(verdict="wrong"))
    gone = desk(peopled, Viewer("A. Brennan")).withdraw(made.id, "The wrong child.")
    assert gone.withdrawn is not None
    assert (gone.withdrawn.state, gone.withdrawn.by, gone.withdrawn.text, gone.current) == (
        "withdrawn", "A. Brennan", "The wrong child.", False,
    )  # fmt: skip
    assert view(peopled).decisions() == []
    assert len(view(peopled).decisions(past=True)) == 2
    with pytest.raises(DecisionRefused, match="withdrawn already"):
        desk(peopled).withdraw(made.id, "Again.")
    with pytest.raises(NotHeld):
        desk(peopled).withdraw("nothing", "Why not.")


def test_the_version_that_was_looked_at_is_kept(peopled: Store) -> None:
    seen = int(peopled.version())
    peopled.writer().write([says("ties|2", tie(BIZ, "seen_with", TAMSIN))])  # while the page was open
    assert desk(peopled).decide(not_now(version=seen)).version == seen < int(peopled.version())
    assert desk(peopled).decide(not_now()).version == int(peopled.version())
    with pytest.raises(DecisionRefused, match="cannot have been looked at"):
        desk(peopled).decide(not_now(version=seen + 99))


NO_DECISION: list[tuple[dict[str, Any], str]] = [
    ({"child": "C-ABCDEFGHIJ"}, "Nothing is held under the Kith id"),
    ({"child": "OT-0981"}, "Nothing is held under the Kith id"),
    ({"child": ""}, "Nothing is held under the Kith id"),
    ({"child": BIZ.id}, "not known to be under 18"),
    ({"child": GROWN.id}, "not known to be under 18"),
    ({"child": STATION.id}, "a location, not a person"),
    ({"verdict": "guilty"}, "'guilty' is no verdict; use one of to_discuss, known_already, not_now, wrong"),
    ({"question": "x"}, "'x' is no question; use one of near_harmed"),
    ({"reason": ""}, "needs a text"),
    ({"reason": " \n\t "}, "needs a text"),
    ({"reason": "\u200b ..."}, "needs a text"),
    ({"reason": "x" * (LONGEST + 1)}, "501 characters; at most 500"),
    ({"seen": ("NOSUCH-1",)}, "'NOSUCH-1' is not held"),
]


def test_what_cannot_be_decided_is_refused_in_words_and_nothing_is_written(peopled: Store) -> None:
    for changes, words in NO_DECISION:
        with pytest.raises(KithError, match=words) as caught:
            desk(peopled).decide(not_now(**changes))
        assert "Nothing was recorded." in str(caught.value)
    assert view(peopled).decisions(past=True) == []


def test_somebody_recorded_among_the_adults_who_is_under_18_is_a_child(peopled: Store) -> None:
    assert desk(peopled).decide(not_now(MINOR.id)).child == MINOR.id
    assert [one.child for one in view(peopled).decisions()] == [MINOR.id]


def test_each_leaves_a_line_before_it_is_written_without_the_reason(peopled: Store, tmp_path: Path) -> None:
    made = desk(peopled).decide(not_now())
    desk(peopled).withdraw(made.id, "Taken back.")
    view(peopled).decisions(TAMSIN.id)
    concern = desk(peopled).raise_concern(Concern("Found group 1", (TAMSIN.id, LEO.id), "Carried together."))
    desk(peopled).answer_concern(concern.id, "Strategy meeting on Friday.")
    view(peopled).concerns()
    lines = audit(tmp_path)
    assert [line["action"] for line in lines] == [
        "decision", "decision withdrawn", "decisions", "concern", "concern answered", "concerns",
    ]  # fmt: skip
    assert lines[0]["what"] == {"child": TAMSIN.id, "question": "near_adults", "verdict": "not_now"}
    assert (lines[0]["viewer"], lines[0]["purpose"]) == ("R. Osei", "daily governance")
    assert lines[2]["what"] == {"child": TAMSIN.id, "question": None, "past": False}
    assert lines[3]["what"] == {"members": [TAMSIN.id, LEO.id], "group": ""}
    assert not any(text in json.dumps(lines) for text in ("Monday", "Taken back", "Carried", "Friday"))
    assert verify(tmp_path / "audit").whole


def test_a_decision_that_cannot_be_noted_is_not_written(peopled: Store, tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("a file where the folder should be")
    for attempt in (
        lambda: desk(peopled).decide(not_now()),
        lambda: desk(peopled).raise_concern(Concern("Found group 1", (TAMSIN.id, LEO.id), "Carried together.")),
    ):
        with pytest.raises(AuditFailed, match="Nothing was read or recorded"):
            attempt()
    (tmp_path / "audit").unlink()
    assert view(peopled).decisions(past=True) == []
    assert view(peopled).concerns(past=True) == []


def test_nobody_reads_or_decides_about_a_child_they_may_not_see(peopled: Store) -> None:
    hidden = person("child", "OT-0777", name="SECRET")
    peopled.writer().write([says("ties|c", hidden, tie(BIZ, "grooms", hidden, SECRET))])
    cleared = Viewer("R. Osei", handling=frozenset("C"))
    made = desk(peopled, cleared).decide(not_now(hidden.id))
    assert view(peopled, "C").decisions() == [made]
    shown = view(peopled).decisions()
    assert (list(shown), shown.withheld) == ([], Withheld(restricted=1))
    for attempt in (
        lambda: desk(peopled).decide(not_now(hidden.id)),
        lambda: desk(peopled).withdraw(made.id, "Not mine."),
        lambda: desk(peopled).raise_concern(Concern("x1", (hidden.id, TAMSIN.id), "y1")),
    ):
        with pytest.raises(NotHeld):
            attempt()
    concern = desk(peopled, cleared).raise_concern(Concern("Found group 1", (hidden.id, TAMSIN.id), "Carried."))
    assert view(peopled, "C").concerns() == [concern]
    assert (list(view(peopled).concerns()), view(peopled).concerns().withheld.restricted) == ([], 1)
    with pytest.raises(NotHeld):
        desk(peopled).answer_concern(concern.id, "Answered.")


def test_a_decision_that_rests_on_restricted_records_is_not_shown_without_them(peopled: Store) -> None:
    peopled.writer().write([says("ties|c", tie(BIZ, "seen_with", TAMSIN, SECRET))])
    cleared = Viewer("R. Osei", handling=frozenset("C"))
    seen = tuple(view(peopled, "C").snapshot().ties["id"].to_pylist())
    with pytest.raises(DecisionRefused, match="not yours to see"):
        desk(peopled).decide(not_now(seen=seen))
    desk(peopled, cleared).decide(not_now(seen=seen))
    assert len(view(peopled, "C").decisions()) == 1
    assert view(peopled).decisions().withheld == Withheld(restricted=1)


def test_two_who_decide_at_once_leave_one_decision_standing(peopled: Store, held: Connection, tmp_path: Path) -> None:
    with Store(held, tmp_path, TODAY) as second:
        desks = [desk(one, Viewer(f"Worker {n}")) for n, one in enumerate((peopled, second))]
        with ThreadPoolExecutor(2) as both:
            list(both.map(lambda one: [one.decide(not_now()) for _ in range(6)], desks))
    held_now = view(peopled).decisions(past=True)
    assert len(held_now) == len({one.place for one in held_now}) == 12
    assert [one.current for one in held_now] == [True, *[False] * 11], "the latest stands, and it alone"


def test_a_group_of_concern_is_due_at_the_hub_in_24_hours_and_answered(peopled: Store) -> None:
    members = (TAMSIN.id, BIZ.id, LEO.id)
    made = desk(peopled).raise_concern(Concern("Quay Street", members, f" {NASTY}", GROUP.id, "Duty manager"))
    (held,) = view(peopled).concerns()
    assert held == made
    assert (held.name, held.members, held.why, held.group) == ("Quay Street", members, NASTY, GROUP.id)
    assert (held.told, held.by) == ("Duty manager", "R. Osei")
    assert held.due - held.at == timedelta(hours=24)
    assert held.open
    assert (held.late(held.due), held.late(held.due + timedelta(minutes=1))) == (False, True)
    answered = desk(peopled, Viewer("A. Brennan")).answer_concern(made.id, "Strategy meeting on Friday.")
    assert answered.closed is not None
    assert (answered.closed.state, answered.closed.by) == ("answered", "A. Brennan")
    assert answered.closed.text == "Strategy meeting on Friday."
    assert not answered.late(made.due + timedelta(days=9))
    assert view(peopled).concerns() == []
    assert view(peopled).concerns(past=True) == [answered]
    for again in (desk(peopled).answer_concern, desk(peopled).withdraw_concern):
        with pytest.raises(DecisionRefused, match=r"answered by A\. Brennan already"):
            again(made.id, "Once more.")


def test_a_concern_can_be_withdrawn_and_the_latest_comes_first(peopled: Store) -> None:
    first, second = (
        desk(peopled).raise_concern(Concern(name, (TAMSIN.id, LEO.id), "Carried.")) for name in ("One", "Two")
    )
    assert view(peopled).concerns() == [second, first]
    gone = desk(peopled).withdraw_concern(first.id, "Raised twice.")
    assert gone.closed is not None
    assert gone.closed.state == "withdrawn"
    assert view(peopled).concerns() == [second]


NO_CONCERN = [
    (Concern("One", (TAMSIN.id, TAMSIN.id), "Why."), "at least two people"),
    (Concern("One", (TAMSIN.id, STATION.id), "Why."), "a location, not a person"),
    (Concern("One", (TAMSIN.id, "C-ABCDEFGHIJ"), "Why."), "Nothing is held under"),
    (Concern("One", (TAMSIN.id, LEO.id), "  "), "say why it is one"),
    (Concern(" ", (TAMSIN.id, LEO.id), "Why."), "say its name"),
    (Concern("One", (TAMSIN.id, LEO.id), "Why.", group="G-ABCDEFGHIJ"), "No peer group is held"),
    (Concern("One", (TAMSIN.id, LEO.id), "Why.", told="x" * 501), "at most 500"),
]


def test_what_is_no_group_of_concern_is_refused_in_words(peopled: Store) -> None:
    for made, words in NO_CONCERN:
        with pytest.raises(KithError, match=words) as caught:
            desk(peopled).raise_concern(made)
        assert "Nothing was recorded." in str(caught.value)
    assert view(peopled).concerns(past=True) == []


def test_decisions_stand_when_the_record_is_corrected_and_never_touch_a_snapshot(peopled: Store) -> None:
    snapshot = view(peopled).snapshot()
    desk(peopled).decide(not_now(seen=tuple(snapshot.ties["id"].to_pylist())))
    assert view(peopled).snapshot().ties == snapshot.ties
    peopled.writer().write([says("ties|1", tie(BIZ, "grooms", TAMSIN), role(TAMSIN, "at_risk"), digest="2")])
    (held,) = view(peopled).decisions()
    written = view(peopled).snapshot().ties["written"].to_pylist()
    assert all(version > held.version for version in written), "what was corrected since is new since"


def test_the_questions_of_the_lists_are_the_schemas() -> None:
    codes = {code: found.label for code, found in schema().codes["question"].codes.items()}
    assert codes == {question.value: title for question, title in TITLES.items()}


def test_half_a_character_of_a_broken_paste_is_left_out() -> None:
    assert worded("Seen on\ud83d Monday. ", "A decision", "why") == "Seen on Monday."
    with pytest.raises(DecisionRefused, match="needs a text"):
        worded("\ud83d", "A decision", "why")
