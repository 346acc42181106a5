"""The register and the plan: what needs an eye first, what was tried, and whose names are shortened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from graph.answers import Acted, Assessed, Closed, Stepped
from graph.model import Step
from mapping.contexts import ContextSettings, Plan, context, register
from mapping.contexts.register import NO_OWNER, NO_PLAN
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.words import Naming
from tests.contexts.scene import GROUP, SCHOOL, STATION, acted, ago, assessed, child, harmed, town
from tests.places.town import busy

OPEN = ContextSettings(panel=False, naming=Naming.FULL)


def planned(assessments: Sequence[Assessed] = (), actions: Sequence[Acted] = ()) -> Plan:
    return context(town().snapshot(), STATION, OPEN, assessments=assessments, actions=actions).plan


def test_a_context_without_a_plan_says_so() -> None:
    said = planned().said
    assert said == (
        "Nobody has assessed this context yet.",
        "No action is planned or under way here: a context without actions is only watched.",
        "No review is set.",
    )
    assert planned().owner == "Rail police"


def test_the_assessment_that_stands_answers_for_owner_and_review() -> None:
    old, new = assessed(1, current=False), assessed(2, owner="Youth service", review_on=ago(3))
    other = assessed(3, context=SCHOOL)
    plan = planned([old, new, other])
    assert (plan.assessment, plan.earlier) == (new, (old,))
    assert (plan.owner, plan.review_on, plan.review_late) == ("Youth service", ago(3), True)
    assert any(line.startswith("The review was due on") for line in plan.said)
    assert plan.looked_at == (("Panel", new.at.date()),)


def test_a_withdrawn_assessment_does_not_stand() -> None:
    gone = Closed("withdrawn", "A. Brennan", "analyst", datetime(2026, 10, 9, tzinfo=UTC), "Mistaken place")
    plan = planned([replace(assessed(1, current=False), withdrawn=gone)])
    assert plan.assessment is None
    assert plan.earlier[0].withdrawn == gone


def test_actions_stand_overdue_first_and_what_was_tried_the_latest_first() -> None:
    late, soon, unset = acted(1, due_on=ago(2)), acted(2, due_on=ago(-9)), acted(3)
    done = acted(4, "done", ended_on=ago(50), outcome="safer")
    stopped = acted(5, "stopped", ended_on=ago(9), outcome="no_change", due_on=ago(60))
    plan = planned(actions=[unset, soon, done, late, stopped])
    assert plan.open == (late, soon, unset)
    assert plan.tried == (stopped, done)
    assert plan.overdue == 1
    assert "1 action is overdue." in plan.said


def test_names_of_those_around_are_shortened_in_what_was_written() -> None:
    made = town()
    harmed(made, "E1", child(made, "C1"))
    wrote = replace(assessed(harm="Tamsin C1 is met at the gate."), purpose="Meeting about Tamsin C1")
    step = Stepped(Step("under_way", ago(3), "Tamsin was told."), "A. B.", "analyst", wrote.at)
    act = acted(what="Walk Tamsin home", steps=(step,), state="under_way")
    plain = context(made.snapshot(), STATION, OPEN, assessments=[wrote], actions=[act]).plan
    assert plain.assessment == wrote
    assert not plain.names_people
    short = context(made.snapshot(), STATION, ContextSettings(), assessments=[wrote], actions=[act]).plan
    assert short.assessment is not None
    assert short.assessment.said.harm == "T.C. is met at the gate."
    assert (short.open[0].what, short.open[0].steps[0].step.words) == ("Walk T. home", "T. was told.")
    assert short.names_people
    assert short.looked_at[-1][0] == "Panel"
    assert "Meeting about T.C." in dict(short.looked_at)


def test_the_register_puts_what_is_overdue_first() -> None:
    made = town()
    for number in range(6):
        harmed(made, f"E{number}", child(made, f"C{number}"))
    harmed(made, "F1", "C1", "L-FAR")
    found = register(
        made.snapshot(),
        [assessed(1, context=SCHOOL, review_on=ago(1), owner="Head"), assessed(2, context="L-NEAR", owner="")],
        [acted(1, context=GROUP, due_on=ago(4)), acted(2, context="L-FAR", due_on=ago(-4))],
        OPEN,
    )
    assert [line.id for line in found.lines] == [SCHOOL, GROUP, STATION, "L-FAR", "L-NEAR"]
    by = {line.id: line for line in found.lines}
    assert by[SCHOOL].eye == (f"Review overdue since {ago(1).day} {ago(1):%b}",)
    assert by[GROUP].eye == ("1 action overdue",)
    assert by[STATION].eye == (NO_PLAN,)
    assert by["L-FAR"].eye == (NO_OWNER,)
    assert (by[STATION].children.count, by[STATION].owner) == (6, "Rail police")
    assert by[SCHOOL].weighting == "Weighs most: this must change first"
    assert (found.overdue_reviews, found.overdue_actions, found.no_plan) == (1, 1, 1)
    assert found.quiet == 1, "the children's home, of which there is nothing to say"


def test_the_order_of_a_panel_register_tells_nothing_of_hidden_counts() -> None:
    made = town()
    for place, many in (("L-NEAR", 1), ("L-FAR", 4)):
        for number in range(many):
            harmed(made, f"{place}-{number}", child(made, f"C{number}"), place)
    lines = register(made.snapshot()).lines
    assert [line.name for line in lines] == ["Foldside youth bus", "Millgarth Boxing", "Ottermere Central"]
    open_ = register(made.snapshot(), settings=OPEN).lines
    assert [line.name for line in open_][:2] == ["Millgarth Boxing", "Foldside youth bus"]


def test_hotspots_are_told_on_both() -> None:
    snapshot = busy(extra=14).snapshot()
    spots = hotspots(snapshot, HotspotSettings(replicas=99))
    (line, *_) = register(snapshot, spots=spots).lines
    assert (line.id, line.spots) == ("L22", ("Hotspot 1",))
    (lies,) = context(snapshot, "L22", spots=spots).spots
    assert (lies.number, lies.watch, lies.days) == (1, False, 60)
