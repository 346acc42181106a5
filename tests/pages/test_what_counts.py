"""The switches of "What counts": every kind of tie has one, and everything switched off counts nothing."""

from __future__ import annotations

from data_schema import schema
from data_schema.model import Standing
from mapping.network.periphery import periphery
from mapping.network.settings import PeripherySettings
from mapping.pages._periphery_rail import CONTEXTS, PEOPLE_TIES, counting, sort_of
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
