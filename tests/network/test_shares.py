"""Why a child is on a list, exactly: shares that add up, paths with their records, and places that move."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.network.heard import read
from mapping.network.periphery import PeripherySettings
from mapping.network.periphery.cards import Card
from mapping.network.periphery.definition import definition
from mapping.network.periphery.questions import ask
from mapping.network.periphery.ranking import rank
from mapping.network.periphery.shares import hundredths, shares
from mapping.network.periphery.sources import Silenced, ordinal, rank_range
from mapping.network.projection import ProjectionSettings
from mapping.questions import Question
from mapping.words import Naming
from tests.make import Maker
from tests.network.scene import circles, full, known
from tests.network.test_periphery import QUESTIONS, answer, card


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6))
def test_whole_hundredths_add_up(values: list[float]) -> None:
    found = hundredths(values)
    assert sum(found) == (100 if sum(values) > 0 else 0)
    assert all(abs(part - 100 * value / (sum(values) or 1)) < 1 for part, value in zip(found, values, strict=True))


def test_the_largest_remainder_gets_what_is_left() -> None:
    assert hundredths([1, 1, 1]) == [34, 33, 33]
    assert hundredths([0.5, 0.25, 0.126, 0.124]) == [50, 25, 13, 12]
    assert hundredths([1, 0, 1e-9]) == [100, 0, 0]


@settings(max_examples=30)
@given(circles(), st.sampled_from([one for one in Question if one is not Question.BRIDGING_GROUPS]))
def test_the_shares_are_exact_parts_of_the_ranking(made: Maker, question: Question) -> None:
    """Row 6 of the numbers to reach, for what is shown: what the seeds add sums to the number that ranks."""
    asked = ask(question, read(made.snapshot(), ProjectionSettings()).without(), ProjectionSettings())
    found = rank(asked)
    parts = shares(asked, found.rows.tolist())
    if len(found.rows):
        assert parts._adds.sum(axis=1) == pytest.approx(found.scores, abs=1e-6)


@settings(max_examples=30)
@given(circles(), st.sampled_from(QUESTIONS))
def test_shares_and_rest_are_the_whole_and_every_path_has_its_records(made: Maker, question: Question) -> None:
    ids = {row["id"] for row in made.ties}
    for one in answer(made, question).cards:
        why = one.puts_here
        assert sum(share.share for share in why.shares) + why.rest == 100
        assert 1 <= len(why.shares) <= 3
        assert [share.share for share in why.shares] == sorted((s.share for s in why.shares), reverse=True)
        assert bool(why.rest_text) == bool(why.weaker_paths)
        for share in why.shares:
            assert share.to_id != one.id
            assert 0 <= share.shown <= 100
            if share.route:
                assert share.route.steps[0].from_id == one.id
                assert share.route.steps[-1].to_id == share.to_id
                for step in share.route.steps:
                    assert step.text.endswith(".") or step.text.endswith(".”")
                    assert step.assertions
                    assert set(step.assertions) <= ids


def test_why_a_child_is_here_in_words() -> None:
    made = known()
    made.tie("P", "friend", "T1")
    why = card(answer(made), "P").puts_here
    assert why.text == "Of all that puts Pia Kest on this list:"
    (share,) = why.shares
    assert (share.to_id, share.share, why.rest, why.rest_text) == ("T1", 100, 0, "")
    assert share.text.startswith("100% through Tamsin Brackley, who is open to the hub.")
    assert share.route is not None
    assert share.route.text == "Pia Kest → Tamsin Brackley"
    assert share.route.steps[0].assertions == ("t1",)


def test_the_rest_is_counted_in_weaker_paths() -> None:
    made = known()
    for number, strength in enumerate(("strong", "strong", "medium", "weak", "weak")):
        made.child(f"S{number}", f"Sister {number}")
        made.role(f"S{number}", "open_to_hub", observed_to=None)
        made.tie("P", "friend", f"S{number}", strength=strength)
    why = card(answer(made), "P").puts_here
    assert [share.to_id for share in why.shares] == ["S0", "S1", "S2"]
    assert why.rest_text == f"The remaining {why.rest}% comes over 2 weaker paths."
    assert card(answer(made), "P").weaker_paths == 2


def test_of_a_shown_path_the_part_it_carries_is_said() -> None:
    made = known()
    made.tie("P", "friend", "T1")
    made.tie("P", "friend", "R")
    made.tie("R", "friend", "T1")
    (share,) = card(answer(made), "P").puts_here.shares
    assert 40 <= share.shown < 100
    assert f"Of that, {share.shown}% comes over the path shown; the rest comes another way round." in share.text


def test_a_step_from_an_adult_never_calls_the_adult_a_child() -> None:
    made = known()
    made.entity("event", "E", subkind="incident")
    made.tie("P", "friend", "R")
    made.tie("R", "harmed_in", "E")
    made.tie("D", "alleged_in", "E")
    made.tie("D", "works_for", made.adult("X", "Viktor Kesslin"))
    made.role("X", "suspected", observed_to=None)
    made.tie("X", "grooms", "R", nature="fact")
    said = str(answer(made, Question.NEAR_ADULTS))
    assert "Denholm Marrick is a child" not in said


def test_for_places_the_shares_are_places_and_for_groups_the_weaker_bond() -> None:
    places = card(answer(full(), Question.SHARED_PLACES), "P").puts_here
    assert places.shares[0].text.startswith(f"{places.shares[0].share}% through Kestrel Takeaway.")
    assert places.shares[0].route is not None
    assert places.shares[0].route.steps[0].text == "Pia Kest spends time at Kestrel Takeaway."
    groups = card(answer(full(), Question.BRIDGING_GROUPS), "P").puts_here
    assert groups.text.startswith("Pia Kest stands between Quay Street and Year 8 friends. The weaker bond decides")
    assert sum(share.share for share in groups.shares) + groups.rest == 100


def tried(**places: int | None) -> list[Silenced]:
    """What leaving out each agency does to the place of P."""
    return [Silenced(agency, {} if place is None else {"P": place}, 20) for agency, place in places.items()]


@pytest.mark.parametrize(
    ("places", "text"),
    [
        (
            {"hub": 2, "police": None, "school": 9},
            "between 2nd and 9th of 24 as the ties stand; not listed without police",
        ),
        ({"hub": 3, "school": 3}, "the same place whichever is left out."),
        ({"hub": None, "police": None}, "not listed without hub or without police records."),
        ({"hub": 11, "school": 21}, "between 11th and 21st of 24"),
    ],
)
def test_places_with_each_source_left_out_are_a_range_in_words(places: dict[str, int | None], text: str) -> None:
    said = rank_range(tried(**places), "P", 24)
    assert said.startswith(f"With each source left out in turn: {text}")
    if "between" not in said:
        assert not re.search(r"\d", said), "one place is never shown"
    assert rank_range([], "P", 24) == ""


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112, 1003)] == (
        "1st 2nd 3rd 4th 11th 12th 13th 21st 112th 1,003rd".split()
    )


@settings(max_examples=20)
@given(circles(), st.sampled_from(QUESTIONS), st.integers(1, 3))
def test_the_range_is_that_of_the_lists_without_each_source(made: Maker, question: Question, top: int) -> None:
    def place(agency: str, one: Card) -> int | None:
        asked = PeripherySettings(question=question, top=100, left_out_agencies=(agency,))
        heard = read(made.snapshot(), asked.projection(), left_out=(agency,)).without()
        put = ask(question, heard, asked.projection())
        rows = definition(made.snapshot()).meeting(put, rank(put).rows)
        return next((at for at, row in enumerate(rows, 1) if put.ids[row] == one.id), None)

    agencies = sorted({row["agency"] for row in made.ties})
    found = answer(made, question, top=top)
    for one in found.cards:
        again = [Silenced(agency, {one.id: at} if (at := place(agency, one)) else {}, top) for agency in agencies]
        assert one.rank_range == rank_range(again, one.id, found.total)


def test_the_naming_mode_holds_in_shares_and_routes() -> None:
    found = answer(full(), naming=Naming.INITIALS)
    assert found.cards
    assert not re.search("Kest\\b|Brackley|Cope|Marsh", str(found.cards))
