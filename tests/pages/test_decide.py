"""What a person decides on is the list as it was made: the version of its data, and whether all of it was in."""

from __future__ import annotations

from dataclasses import replace

from mapping.pages._decide import Asking
from tests.network.scene import full


def test_a_list_made_while_records_came_in_is_not_decided_on() -> None:
    snapshot = replace(full().snapshot(), version="17")
    assert Asking.of("near_adults", snapshot) == Asking("near_adults", 17, settled=True)
    assert Asking.of("near_adults", replace(snapshot, version="17+")) == Asking("near_adults", 17, settled=False)
