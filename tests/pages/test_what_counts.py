"""The rail of the Periphery page: every kind of tie has a switch, and decided children keep nobody off a cut list."""

from __future__ import annotations

from collections import Counter

import pytest

from data_schema import schema
from data_schema.model import Standing
from mapping.network.periphery import counts, periphery
from mapping.network.periphery.settings import PeripherySettings
from mapping.pages import _periphery_rail
from mapping.pages._periphery_rail import CONTEXTS, PEOPLE_TIES, counting, sort_of
from mapping.questions import Question
from tests.network.scene import full


def test_every_kind_of_tie_is_of_one_sort_that_can_be_switched_off() -> None:
    assert {sort_of(kind) for kind in schema().ties.values()} == {*PEOPLE_TIES, *CONTEXTS}
    assert set(CONTEXTS) <= set(schema().entities)


def test_nothing_switched_off_is_no_restriction() -> None:
    assert counting([*PEOPLE_TIES], [*CONTEXTS]) == ((), ())
    assert counting([*PEOPLE_TIES], ["school"]) == ((), ("school",))


def test_what_is_switched_off_carries_nothing() -> None:
    kinds, contexts = counting(["friends"], ["school"])
    assert {"friend", "attends"} <= set(kinds)
    assert not {"sibling", "seen_with", "grooms"} & set(kinds)
    assert contexts == ("school",)
    assert "attends" not in counting(["friends"], [])[0]


def test_with_everything_switched_off_nobody_is_listed() -> None:
    kinds, contexts = counting([], [])
    assert {schema().ties[kind].standing for kind in kinds} == {Standing.PROTECTIVE}
    assert periphery(full().snapshot(), PeripherySettings(kinds=kinds, contexts=contexts, runs=5)).cards == ()


def test_a_cut_list_grows_by_those_decided_and_no_other_list_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_periphery_rail, "_counts", counts)  # the page keeps them for a session; there is none here
    snapshot, base = full().snapshot(), PeripherySettings(top=1)
    one = counts(snapshot, base)
    assert _periphery_rail._many(snapshot, base, Counter()) == one
    grown = _periphery_rail._many(snapshot, base, Counter({"near_harmed": 1}))
    every = counts(snapshot, PeripherySettings())[Question.NEAR_HARMED]
    assert one[Question.NEAR_HARMED] < every == grown[Question.NEAR_HARMED]
    assert {question: many for question, many in grown.items() if question != Question.NEAR_HARMED} == {
        question: many for question, many in one.items() if question != Question.NEAR_HARMED
    }
