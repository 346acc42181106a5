"""What stands of assessments and actions is a fold of what was said, in whatever order it came: property tests."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data_schema import schema
from graph.answers import Acted
from graph.planned import fold_actions, fold_assessments
from tests.graph.saying import STATION


def _node(place: int, **values: Any) -> dict[str, Any]:
    signed = {"by": "x", "role": "y", "hub": "", "purpose": "z", "at": datetime(2026, 10, 1, tzinfo=UTC)}
    return {"id": str(place), "place": place, "status": "held", **signed, **values}


_DAYS = st.dates(date(2026, 1, 1), date(2026, 11, 3))
_STATES = st.sampled_from(sorted(schema().codes["action_state"].codes))
_STEPS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict, state=_STATES, on=_DAYS, words=st.just("w"), outcome=st.just("safer"),
    owner=st.sampled_from([None, "", "Parks"]), due_on=st.none() | _DAYS,
)  # fmt: skip
_VERSIONS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict, series=st.just("a"), what=st.sampled_from(["one", "two"]), aim=st.just(""), owner=st.sampled_from(["", "A"]),
    due_on=st.none() | _DAYS, began_on=st.none() | _DAYS, state=_STATES, reached_on=_DAYS, words=st.just(""),
    outcome=st.just("safer"), record=st.just("r"),
)  # fmt: skip
Histories = list[dict[str, Any]]


def _folded(history: Histories) -> Acted:
    nodes = [_node(place, **said) for place, said in enumerate(history)]
    versions = [{"node": node, "about": STATION.id, "label": "Location"} for node in nodes if "series" in node]
    steps = [{"node": node, "series": "a"} for node in nodes if "series" not in node]
    (acted,) = fold_actions(versions, steps)
    return acted


@given(_VERSIONS, st.lists(_STEPS | _VERSIONS, max_size=8), _STEPS)
def test_a_step_adds_itself_and_changes_nothing_that_was_said(first: Any, more: Histories, last: Any) -> None:
    before, after = _folded([first, *more]), _folded([first, *more, last])
    assert after.steps[:-1] == before.steps, "what was told before is told still, in its order"
    assert (after.steps[-1].step.state, after.steps[-1].step.on) == (last["state"], last["on"])
    assert (after.state, after.what, after.at) == (last["state"], before.what, before.at)
    assert after.open == (after.ended_on is None) == (after.outcome == "")
    assert after.owner == (before.owner if last["owner"] is None else last["owner"])
    assert after.due_on == (last["due_on"] or before.due_on)
    assert before.began_on is None or after.began_on == before.began_on


@given(_VERSIONS, st.lists(_STEPS | _VERSIONS, max_size=8), st.dictionaries(
    st.sampled_from(["what", "owner", "due_on"]), st.just("new"), max_size=2))  # fmt: skip
def test_a_correction_changes_only_what_it_says_differently(first: Any, more: Histories, changed: Any) -> None:
    history = [first, *more]
    latest = [said for said in history if "series" in said][-1]
    before, after = _folded(history), _folded([*history, {**latest, **changed}])
    told = {name: getattr(after, name) for name in ("what", "owner", "due_on", "state", "began_on", "ended_on")}
    assert told == {**{name: getattr(before, name) for name in told}, **changed}
    assert [one.step for one in after.steps] == [one.step for one in before.steps]


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_one_assessment_of_a_context_stands_at_most_whatever_order_they_come_in(
    said: list[tuple[int, bool]], rng: random.Random
) -> None:
    texts = dict.fromkeys(("harm", "guardianship", "strengths", "resources", "weighting", "change_first", "owner"), "w")
    rows: list[dict[str, Any]] = []
    for place, (day, withdrawn) in enumerate(said):
        at = datetime(2026, 10, 1 + day, tzinfo=UTC)
        gone = {f"closed_{name}": "x" for name in ("by", "role", "text")} | {"closed_at": at, "status": "withdrawn"}
        node = _node(place, **texts) | {"at": at} | (gone if withdrawn else {})
        rows.append({"node": node, "about": STATION.id, "label": "Location"})
    last = max(rows, key=lambda one: (one["node"]["at"], one["node"]["place"]), default=None)
    shuffled = rng.sample(rows, len(rows))
    folded = fold_assessments(shuffled)
    assert [one.id for one in folded] == [one.id for one in fold_assessments(rows)]
    standing = [one.id for one in folded if one.current]
    assert standing == ([last["node"]["id"]] if last and last["node"]["status"] == "held" else [])
    for one, later in zip(folded[1:], folded, strict=False):
        assert one.replaced_by == ("" if one.withdrawn else later.id)
