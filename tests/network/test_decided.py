"""What was decided about a list: nobody is lost, new evidence brings a child back, and old evidence never does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from data_schema import schema
from graph.answers import Closed, Decided
from graph.snapshot import Snapshot
from mapping.network.decided import Sorted, history, put_aside
from mapping.network.decided import listed as cut_list
from mapping.network.periphery import PeripherySettings, periphery
from mapping.network.periphery.cards import Periphery
from mapping.questions import Question
from mapping.words import Naming
from tests.make import Maker
from tests.network.scene import full

VERDICTS = list(schema().codes["verdict"].codes)
HIDING = [one for one in VERDICTS if one != "to_discuss"]


def listed(snapshot: Snapshot, question: Question = Question.NEAR_HARMED) -> Periphery:
    return periphery(snapshot, PeripherySettings(question=question, runs=10))


def decided(child: str, verdict: str = "not_now", version: int = 1, **values: object) -> Decided:
    made = Decided(
        id=f"d-{child}-{version}",
        child=child,
        question="near_harmed",
        verdict=verdict,
        reason="Raise at Thursday governance.",
        seen=(),
        by="R. Osei",
        role="manager",
        hub="Ottermere",
        purpose="daily governance",
        at=datetime(2026, 11, 2, 12, tzinfo=UTC),
        version=version,
        place=version,
        current=True,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def ids(places: Sequence[object]) -> list[str]:
    return [one.card.id for one in places]  # type: ignore[attr-defined]


FULL = full().snapshot()
FOUND = listed(FULL)
CHILD = FOUND.cards[0].id


def sorted_with(*decisions: Decided) -> Sorted:
    return put_aside(FOUND, decisions, FULL)


def test_a_decided_child_is_set_aside_and_the_list_says_so() -> None:
    found = sorted_with(decided(CHILD))
    assert ids(found.aside) == [CHILD]
    assert CHILD not in ids(found.shown)
    assert found.hidden == "1 decided is hidden until new evidence comes"
    assert found.aside[0].said == "R. Osei, 2 Nov: “Raise at Thursday governance.”"
    assert sorted_with().hidden == ""


def test_to_discuss_stays_on_the_list_marked() -> None:
    found = sorted_with(decided(CHILD, "to_discuss"))
    (placed,) = [one for one in found.shown if one.card.id == CHILD]
    assert placed.said.startswith("R. Osei, 2 Nov")
    assert (found.aside, found.hidden, placed.new) == ((), "", "")


def test_only_what_stands_on_this_question_counts() -> None:
    for other in (decided(CHILD, question="near_adults"), decided(CHILD, current=False)):
        assert sorted_with(other).aside == ()
    assert sorted_with(decided(CHILD), decided(CHILD, "to_discuss", 2)).aside == (), "the latest counts"


def test_a_new_record_brings_the_child_back_in_words() -> None:
    made = full()
    for day in (24, 25):
        made.tie("T1", "seen_with", "P", written=2, observed_to=date(2026, 10, day))
    made.tie("T2", "seen_with", "P", written=2, agency="school", observed_to=date(2026, 10, 5))
    snapshot = made.snapshot()
    found = put_aside(listed(snapshot), [decided("P")], snapshot)
    (back,) = [one for one in found.shown if one.card.id == "P"]
    assert back.new == (
        "Decided “not now” by R. Osei on 2 Nov; new or corrected since: two police records and one school record, "
        "latest 25 Oct."
    )
    still = put_aside(listed(snapshot), [decided("P", "to_discuss")], snapshot)
    assert next(one.new for one in still.shown if one.card.id == "P").startswith("Decided “to discuss” by R. Osei")
    again = put_aside(listed(snapshot), [decided("P", version=2)], snapshot)
    assert ids(again.aside) == ["P"], "decided on the new records too"


def test_a_new_record_behind_a_reason_that_is_not_shown_brings_the_child_back() -> None:
    made = full()
    for day in (24, 25):
        made.tie("T1", "seen_with", "P", observed_to=date(2026, 10, day))
    snapshot = made.snapshot()
    assert len(next(one for one in listed(snapshot).cards if one.id == "P").reasons) >= 4
    made.tie("T1", "friend", "P", written=2, agency="school", observed_to=date(2026, 10, 5))
    snapshot = made.snapshot()
    assert "P" in ids(put_aside(listed(snapshot), [decided("P")], snapshot).shown)


def test_what_is_newly_said_of_those_the_reasons_name_brings_the_child_back() -> None:
    made = full()
    made.role("T2", "harmed", written=5)
    snapshot = made.snapshot()
    found = put_aside(listed(snapshot), [decided("P", version=4)], snapshot)
    assert "P" in ids(found.shown)
    unheard = periphery(snapshot, PeripherySettings(runs=10, left_out_agencies=("police",)))
    assert put_aside(unheard, [decided(one.id, version=4) for one in unheard.cards], snapshot).shown == ()
    made.roles[-1]["handling"] = "C"
    snapshot = made.snapshot()
    assert "P" in ids(put_aside(listed(snapshot), [decided("P", version=4)], snapshot).aside)


def test_a_child_decided_earlier_who_is_off_the_list_is_still_told() -> None:
    found = put_aside(FOUND, [decided("T1", "to_discuss"), decided("nobody")], FULL, Naming.INITIALS)
    assert [(one.heading, one.said) for one in found.gone] == [
        ("T.B., 14", "To discuss: R. Osei, 2 Nov: “Raise at Thursday governance.”")
    ]
    assert found.decided == 1


def test_where_a_list_is_cut_decided_children_keep_nobody_else_off_it() -> None:
    settings = PeripherySettings(question=Question.NEAR_HARMED, runs=5, top=1)
    (first,) = periphery(FULL, settings).cards
    found, after = cut_list(FULL, settings, [decided(first.id)])
    assert len(found.cards) == 2
    assert (ids(after.aside), len(after.shown)) == ([first.id], 1)
    (line,) = after.lines()
    assert (line.child, line.hidden, line.on_list) == (first.id, True, True)
    assert line.said == "Not now: R. Osei, 2 Nov: “Raise at Thursday governance.”"
    assert len(cut_list(FULL, settings, [decided(first.id, "to_discuss")])[0].cards) == 1


def test_what_no_longer_stands_is_told_with_what_became_of_it() -> None:
    back = Closed("withdrawn", "A. Brennan", "analyst", datetime(2026, 11, 3, 12, tzinfo=UTC), "The wrong child.")
    made = [decided(CHILD, current=False), decided(CHILD, "wrong", 2, current=False, withdrawn=back), decided(CHILD)]
    assert history(made, FULL.as_of) == (
        "Wrong: R. Osei, 2 Nov: “Raise at Thursday governance.” Taken back by A. Brennan, 3 Nov: “The wrong child.”",
        "Not now: R. Osei, 2 Nov: “Raise at Thursday governance.” A later decision took its place.",
    )


@st.composite
def decisions(draw: st.DrawFn) -> list[Decided]:
    """Decisions about children on the list and off it, on any question, at any version."""
    children = st.sampled_from([*(one.id for one in FOUND.cards), "T1", "nobody"])
    made = draw(st.lists(st.tuples(children, st.sampled_from(VERDICTS), st.integers(0, 4), st.booleans()), max_size=12))
    return [
        decided(child, verdict, version, current=current, place=place, id=f"d{place}")
        for place, (child, verdict, version, current) in enumerate(made)
    ]


def rewritten(versions: dict[str, int]) -> Snapshot:
    """The scene with each tie written in the version given, 1 where none is."""
    made = full()
    for row in made.ties:
        row["written"] = versions.get(row["id"], 1)
    return made.snapshot()


@given(decisions(), st.dictionaries(st.sampled_from([row["id"] for row in full().ties]), st.integers(0, 6)))
def test_nobody_is_lost(made: list[Decided], versions: dict[str, int]) -> None:
    found = put_aside(FOUND, made, rewritten(versions))
    assert sorted([*ids(found.shown), *ids(found.aside)]) == sorted(card.id for card in FOUND.cards)
    assert [one for one in (card.id for card in FOUND.cards) if one in ids(found.shown)] == ids(found.shown)
    told = {one.child for one in made if one.current}
    people = set(FULL.entities["id"].to_pylist())
    on_list = {one.card.id for one in (*found.shown, *found.aside) if one.decision}
    assert told & people == on_list | {one.decision.child for one in found.gone}
    assert all(one.decision and one.decision.verdict in HIDING for one in found.aside)


@given(st.data(), st.sampled_from(HIDING), st.integers(1, 5))
def test_any_new_assertion_brings_a_child_back_and_nothing_old_ever_does(
    data: st.DataObject, verdict: str, version: int
) -> None:
    card = data.draw(st.sampled_from(FOUND.cards))
    ties = [row["id"] for row in full().ties]
    old = data.draw(st.fixed_dictionaries({one: st.integers(0, version) for one in ties}))
    decision = decided(card.id, verdict, version)
    assert ids(put_aside(FOUND, [decision], rewritten(old)).aside) == [card.id]
    new = data.draw(st.sampled_from(card.evidence))
    later = data.draw(st.integers(version + 1, version + 9))
    assert card.id in ids(put_aside(FOUND, [decision], rewritten({**old, new: later})).shown)
    others = {one: later for one in ties if one not in card.evidence}
    assert ids(put_aside(FOUND, [decision], rewritten({**old, **others})).aside) == [card.id]


def test_a_tie_without_a_version_is_old() -> None:
    made = Maker(**vars(full()))
    for row in made.ties:
        row["written"] = None
    assert ids(put_aside(FOUND, [decided(CHILD)], made.snapshot()).aside) == [CHILD]
