"""The projection: noisy-or over agencies, ageing, contexts divided by k - 1, and what never carries."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_schema import schema
from mapping.network.combine import best, noisy_or
from mapping.network.projection import ProjectionSettings, project
from tests.make import TODAY, Maker
from tests.network.scene import circles, full, known, missing

PARTS = st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), min_size=1, max_size=12)
FRESH = {"observed_from": TODAY, "observed_to": TODAY}


def weight(made: Maker, one: str, two: str, **settings: object) -> float:
    """The weight of one pair."""
    projection = project(made.snapshot(), ProjectionSettings(**settings))  # type: ignore[arg-type]
    return float(projection.weights[projection.index[one], projection.index[two]])


@given(PARTS)
def test_noisy_or_lies_between_the_best_source_and_certainty(parts: list[tuple[int, float]]) -> None:
    key, value = (np.array(column) for column in zip(*parts, strict=True))
    keys, combined = noisy_or(key, value.astype(float))
    for one, result in zip(keys, combined, strict=True):
        assert value[key == one].max() - 1e-12 <= result <= 1.0


@given(PARTS, st.integers(0, 3), st.floats(0, 1))
def test_a_further_source_never_lowers_noisy_or(parts: list[tuple[int, float]], also: int, more: float) -> None:
    def combined(pairs: list[tuple[int, float]]) -> dict[int, float]:
        key, value = (np.array(column) for column in zip(*pairs, strict=True))
        return dict(zip(*noisy_or(key, value.astype(float)), strict=True))

    before, after = combined(parts), combined([*parts, (also, more)])
    assert all(after[key] >= value - 1e-12 for key, value in before.items())


@given(PARTS)
def test_best_keeps_the_highest_of_each_key(parts: list[tuple[int, float]]) -> None:
    key, value = (np.array(column) for column in zip(*parts, strict=True))
    for one, result in zip(*best(key, value.astype(float)), strict=True):
        assert result == value[key == one].max()


@given(circles())
def test_weights_are_symmetric_and_within_bounds(made: Maker) -> None:
    projection = project(made.snapshot())
    for matrix in (projection.weights, projection.grades):
        dense = matrix.toarray()
        assert np.array_equal(dense, dense.T)
        assert not dense.diagonal().any()
        assert ((dense >= 0) & (dense <= 1)).all()
    assert np.array_equal(projection.weights.indices, projection.grades.indices)


@given(circles())
def test_every_line_has_assertions_behind_it_and_no_others_do(made: Maker) -> None:
    projection = project(made.snapshot())
    dense = projection.weights.toarray()
    known_ids = {tie["id"] for tie in made.ties}
    for one in projection.ids:
        for two in projection.ids:
            if one == two:
                continue
            behind = projection.behind(one, two)
            assert bool(behind) == (dense[projection.index[one], projection.index[two]] > 0)
            assert all(set(link.assertions) <= known_ids and link.assertions for link in behind)


@given(circles(), st.randoms())
def test_the_order_of_rows_changes_nothing(made: Maker, random: object) -> None:
    before = project(made.snapshot())
    random.shuffle(made.ties)  # type: ignore[attr-defined]
    random.shuffle(made.entities)  # type: ignore[attr-defined]
    after = project(made.snapshot())
    for one in before.ids:
        for two in before.ids:
            first = before.weights[before.index[one], before.index[two]]
            assert after.weights[after.index[one], after.index[two]] == pytest.approx(first, abs=1e-12)


def test_reports_of_one_agency_count_as_its_best() -> None:
    once, twice, by_two = known(), known(), known()
    for made in (once, twice, by_two):
        made.tie("P", "friend", "Q", **FRESH)
    twice.tie("P", "friend", "Q", **FRESH, source_grade="3")
    by_two.tie("P", "friend", "Q", **FRESH, agency="school")
    value = 0.8 * 0.8 * 0.8 * 0.75
    assert weight(once, "P", "Q") == pytest.approx(value)
    assert weight(twice, "P", "Q") == pytest.approx(value)
    assert weight(by_two, "P", "Q") == pytest.approx(1 - (1 - value) ** 2)


@given(st.integers(0, 183))
def test_an_association_halves_in_its_half_life(days: int) -> None:
    made = known()
    last = TODAY - timedelta(days=days)
    made.tie("P", "friend", "Q", observed_from=last, observed_to=last)
    assert weight(made, "P", "Q") == pytest.approx(0.8 * 0.8 * 0.8 * 0.75 * 2 ** (-days / 183))


def test_outside_the_window_an_association_is_dropped_and_kinship_is_not() -> None:
    made = known()
    long_ago = date(2019, 1, 1)
    made.tie("P", "friend", "Q", observed_from=long_ago, observed_to=long_ago)
    made.tie("P", "sibling", "R", observed_from=long_ago, observed_to=long_ago)
    assert weight(made, "P", "Q") == 0
    assert weight(made, "P", "R") == pytest.approx(0.8 * 0.8 * 0.6 * 0.75)
    assert project(made.snapshot()).left_out.outside_window == 1


def test_a_household_that_ended_is_dropped_and_a_current_one_does_not_age() -> None:
    made = known()
    made.tie("P", "household", "Q", observed_from=date(2019, 1, 1), observed_to=None)
    made.tie("P", "household", "R", observed_from=date(2019, 1, 1), observed_to=date(2020, 1, 1))
    assert weight(made, "P", "Q") > 0
    assert weight(made, "P", "R") == 0


def test_what_is_dated_in_the_future_is_left_out_and_counted() -> None:
    made = known()
    made.tie("P", "friend", "Q", observed_from=date(2027, 1, 1), observed_to=date(2027, 1, 2))
    assert weight(made, "P", "Q") == 0
    assert project(made.snapshot()).left_out.in_the_future == 1


def test_suspected_false_and_restricted_information_carries_nothing() -> None:
    made = known()
    made.tie("P", "friend", "Q", information_grade="E")
    made.tie("P", "friend", "R", handling="C")
    projection = project(made.snapshot())
    assert not projection.weights.nnz
    assert (projection.left_out.suspected_false, projection.left_out.restricted) == (1, 1)


def test_half_a_grade_is_no_better_than_none() -> None:
    none, half = known(), known()
    none.tie("P", "friend", "Q", source_grade=None, information_grade=None)
    half.tie("P", "friend", "Q", source_grade="1", information_grade=None)
    assert weight(half, "P", "Q") == weight(none, "P", "Q") > 0


@given(st.integers(2, 30))
def test_a_context_is_divided_by_everybody_else_in_it(people: int) -> None:
    made = Maker()
    place = made.place("L")
    for number in range(people):
        made.child(f"C{number:02}")
        made.tie(f"C{number:02}", "goes_to", place, **FRESH)
    each = 0.8 * 0.8 * 0.5 * 0.75
    assert weight(made, "C00", "C01") == pytest.approx(each * each / (people - 1))


def test_a_large_context_carries_nothing_but_a_specific_event_does() -> None:
    limit = schema().policy.context_limit
    made = Maker()
    made.place("L")
    made.entity("event", "E", subkind="incident", started_on=date(2026, 10, 20))
    for number in range(limit + 1):
        made.child(f"C{number:02}")
        made.tie(f"C{number:02}", "goes_to", "L")
    assert not project(made.snapshot()).weights.nnz
    for number in range(limit + 1):
        made.tie(f"C{number:02}", "present_at", "E")
    assert weight(made, "C00", "C30") > 0


@pytest.mark.parametrize(("roll", "carries"), [(900, False), (None, False), (12, True)])
def test_a_whole_school_is_as_large_as_its_roll(roll: int | None, carries: bool) -> None:
    made = known()
    made.entity("school", "S", "Larchfield School", roll=roll)
    for child in ("P", "Q"):
        made.tie(child, "attends", "S", observed_to=None)
    assert (weight(made, "P", "Q") > 0) is carries


@given(circles(), st.sampled_from(["protects", "works_with", "mentors"]))
def test_protective_ties_change_no_weight(made: Maker, kind: str) -> None:
    before = project(made.snapshot()).weights.toarray()
    made.adult("Z", "Ann Wold")
    for number in range(3):
        made.tie("Z", kind, f"C{number:02}")
    after = project(made.snapshot()).weights.toarray()
    assert np.array_equal(before, after[: len(before), : len(before)])
    assert not after[-1].any()


def test_a_professional_is_no_bridge_unless_of_concern() -> None:
    made = known()
    made.adult("W", "Sue Lane")
    made.role("W", "professional", observed_to=None)
    for child in ("P", "Q"):
        made.tie("W", "knows", child)
    assert "W" not in project(made.snapshot()).ids
    made.role("W", "suspected", observed_to=None)
    assert "W" in project(made.snapshot()).ids


@pytest.mark.parametrize(("times", "measure"), [(("21:30", "03:15"), "hours"), (("", ""), "days")])
def test_overlapping_episodes_with_one_end_are_missing_together(times: tuple[str, str], measure: str) -> None:
    made = known()
    place = made.place("L")
    for child, event in (("P", "M1"), ("Q", "M2")):
        missing(made, child, event, place, start=times[0], end=times[1])
    links = [link for link in project(made.snapshot()).behind("P", "Q") if link.how == "together"]
    assert [link.measure for link in links] == [measure]
    assert len(links[0].assertions) == 4
    assert links[0].via == "L"


def test_days_carry_less_than_hours() -> None:
    values = []
    for times in (("21:30", "03:15"), ("", "")):
        made = known()
        place = made.place("L")
        for child, event in (("P", "M1"), ("Q", "M2")):
            missing(made, child, event, place, start=times[0], end=times[1])
        values.append(weight(made, "P", "Q", fold_contexts=False))
    assert values[0] > values[1] > 0


@pytest.mark.parametrize("how", ["other hours", "other place", "home"])
def test_what_is_not_missing_together(how: str) -> None:
    made = known()
    place, other = made.place("L"), made.place("K")
    missing(made, "P", "M1", place, start="20:00", end="01:00")
    missing(
        made, "Q", "M2", other if how == "other place" else place, start="02:00" if how == "other hours" else "20:00"
    )
    if how == "other hours":
        made.entities[-1] |= {"started_on": date(2026, 10, 12), "ended_on": date(2026, 10, 12), "ended_at": "05:00"}
    if how == "home":
        for child in ("P", "Q"):
            made.tie(child, "lives_at", place, observed_to=None)
    assert not [link for link in project(made.snapshot()).behind("P", "Q") if link.how == "together"]


def test_people_at_one_event_are_not_tied_again_by_its_place() -> None:
    links = project(full().snapshot()).behind("T2", "P")
    assert {link.via for link in links if link.kind == "location"} == {"L2"}
    assert {link.via for link in links if link.kind == "event"} == {"E0", "E1", "E2"}


def test_leaving_out_the_only_agency_leaves_no_line() -> None:
    made = known()
    made.tie("P", "friend", "Q", agency="school")
    made.tie("P", "friend", "R", agency="police")
    projection = project(made.snapshot().without_agency("school"))
    assert projection.behind("P", "Q") == ()
    assert projection.behind("P", "R")
    assert projection.left_out_agencies == ("school",)


def test_to_networkx_says_what_it_was_computed_from() -> None:
    snapshot = full().snapshot()
    projection = project(snapshot)
    graph = projection.to_networkx()
    assert graph.graph == {"as_of": "2026-11-03", "version": "test", "window_days": 183}
    assert graph.number_of_edges() == projection.weights.nnz // 2
    assert graph.nodes["D"]["kind"] == "adult"


def test_nothing_is_projected_from_nothing() -> None:
    assert project(Maker().snapshot()).ids == ()
    assert project(known().snapshot()).weights.nnz == 0
