"""The places of the records about one child, group or event: what they are to somebody, and never a home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mapping.places.about import HARM, MISSING, SAFE, THERE, about
from mapping.places.ground import ground
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.places.looks import looks
from mapping.places.repeats import near_repeats
from mapping.places.say import changes
from mapping.places.slices import Figures
from tests.places.town import Town, busy


def town() -> Town:
    made = Town()
    made.put("P", 1000, 1000, name="Weir Wharf")
    made.put("Q", 2000, 2000, "station", "Ottermere Central")
    made.put("Y", 3000, 3000, "club", "Millgarth Boxing")
    made.put("H", 4000, 4000, "address", "12 Fennel Row")
    made.put("K", 4500, 4500, "childrens_home", "Alderfold House")
    made.event("E1", "C", "P", tie="harmed_in")
    made.event("E2", "C", "Q")
    made.event("E3", "C", "P")  # missing to where harm was: it is said once, as harm
    made.event("E4", "C", "K")
    made.tie("C", "safe_at", "Y")
    made.tie("C", "lives_at", "H")
    made.tie("C", "harms_at", "H")
    return made


def test_places_are_said_under_the_first_that_holds_and_homes_are_only_counted() -> None:
    snapshot = town().snapshot()
    known = ground(snapshot)
    found = about(snapshot, known, "C")
    assert dict(found.places) == {HARM: ("P",), MISSING: ("Q",), SAFE: ("Y",), THERE: ()}
    assert found.left_out == 2, "where the child lives, and a children's home"
    said = found.said(known)
    assert said == "came to harm at Weir Wharf; went missing to Ottermere Central; is safe at Millgarth Boxing"
    assert "Fennel" not in said


def test_a_home_that_is_no_private_kind_is_left_out_too() -> None:
    made = town()
    made.tie("C", "lives_at", "P")
    snapshot = made.snapshot()
    assert "P" not in about(snapshot, ground(snapshot), "C").all


def test_what_is_suspected_false_or_restricted_is_left_out() -> None:
    made = Town()
    made.put("P", 1000, 1000)
    made.child("C")
    made.tie("C", "safe_at", "P", information_grade="E")
    made.tie("C", "goes_to", "P", handling="C")
    snapshot = made.snapshot()
    assert about(snapshot, ground(snapshot), "C").all == ()


def test_a_group_and_an_event_have_places_and_an_adult_has_none() -> None:
    made = town()
    made.entity("peer_group", "G", "Wharf group")
    made.tie("G", "goes_to", "P")
    made.adult("A")
    made.tie("A", "goes_to", "P")
    snapshot = made.snapshot()
    known = ground(snapshot)
    assert about(snapshot, known, "G").all == ("P",)
    assert about(snapshot, known, "E2").said(known) == "at Ottermere Central"
    assert about(snapshot, known, "A").all == ()
    assert about(snapshot, known, "nobody").kind == ""


@pytest.mark.parametrize("panel", [True, False])
def test_what_the_map_says_of_a_month_opens_its_records(panel: bool) -> None:
    made = busy(extra=9)
    made.event("S", "Q1", "L00", day=date(2026, 9, 9))
    snapshot = made.snapshot()
    found = hotspots(snapshot, replace(HotspotSettings(), panel=panel))
    figures = Figures(
        found,
        snapshot,
        lambda: looks(snapshot, found.settings),
        lambda: near_repeats(snapshot),
        lambda: changes(snapshot, found),
    )
    whole = figures.cut("month:2026-09:all")
    here = figures.cut("month:2026-09:place:L00")
    assert whole and here
    assert (whole.about, here.title) == ("September 2026", "Green 00")
    assert set(here.visits["place"]) == {"L00"}
    assert bool(here.closed) is panel, "one child could be picked out"
    assert len(here.visits) < len(whole.visits)
    for asked in ("month:2020-01:all", "month:2026-09:place:nowhere", "month:2026-09", "month:2026-09:spot:1"):
        assert figures.cut(asked) is None
