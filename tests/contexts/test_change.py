"""Before and after an action: fair to both sides, exact intervals, honest refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from mapping.contexts import Change, ContextSettings, NoContext, before_after
from mapping.contexts.change import compare, in_words
from mapping.words import Naming
from tests.contexts.scene import GROUP, HOME, STATION, ago, child, harmed, town
from tests.make import TODAY
from tests.places.town import Town

OPEN = ContextSettings(panel=False, naming=Naming.FULL)
SINCE = ago(89)  # 90 days with today


def placed(before: int, after: int, rest_before: int = 0, rest_after: int = 0) -> Town:
    """So many children in each span, here and elsewhere."""
    made = town()
    spans = (
        ("B", before, 100, STATION),
        ("A", after, 20, STATION),
        ("RB", rest_before, 100, "L-FAR"),
        ("RA", rest_after, 20, "L-FAR"),
    )
    for name, many, days, place in spans:
        for number in range(many):
            harmed(made, f"E-{name}{number}", child(made, f"{name}{number}"), place, days)
    return made


def changed(made: Town, asked: ContextSettings = OPEN, days: int = 90, since: int = 89) -> Change:
    return before_after(made.snapshot(), STATION, ago(since), days, asked)


def test_children_are_counted_on_both_sides_here_and_elsewhere() -> None:
    made = placed(9, 3, 20, 21)
    harmed(made, "AGAIN", "A0", days_ago=10)
    found = changed(made)
    assert [one.count for one in (found.before, found.after, found.rest_before, found.rest_after)] == [9, 3, 20, 21]
    assert found.days == 90
    assert found.refused == ""
    assert [len(ids) for ids in found.behind][:2] == [2 * 9, 2 * 4]


def test_the_day_it_began_belongs_to_after_and_both_spans_are_of_one_length() -> None:
    made = town()
    for name, days in (("FIRST", 89), ("LAST-BEFORE", 90), ("FIRST-BEFORE", 179), ("TOO-EARLY", 180)):
        harmed(made, name, child(made, f"C-{name}"), days_ago=days)
    found = changed(made)
    assert (found.before.count, found.after.count) == (2, 1)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_the_ratio_is_symmetric_and_holds_its_interval(after: int, before: int) -> None:
    one, two = compare(after, before), compare(before, after)
    if one is None or two is None:
        assert after == before == 0
        return
    assert one.low <= (one.ratio if one.ratio is not None else float("inf"))
    assert one.high is None or (one.ratio is not None and one.ratio <= one.high)
    assert (one.high is None) == (two.low == 0)
    if one.high is not None:
        assert two.low == pytest.approx(1 / one.high)
    if one.low > 0:
        assert two.high == pytest.approx(1 / one.low)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 179), st.booleans()), max_size=12))
def test_time_turned_round_turns_the_comparison_round(sights: list[tuple[int, int, bool]]) -> None:
    one, two = town(), town()
    for number, (who, days, here) in enumerate(sights):
        place = STATION if here else "L-FAR"
        harmed(one, f"E{number}", child(one, f"C{who}"), place, days)
        harmed(two, f"E{number}", child(two, f"C{who}"), place, 179 - days)
    first, second = changed(one), changed(two)
    assert (first.before, first.after) == (second.after, second.before)
    assert (first.rest_before, first.rest_after) == (second.rest_after, second.rest_before)
    assert (first.ratio is None) == (second.ratio is None)
    if first.ratio and second.ratio and first.ratio.high is not None:
        assert second.ratio.low == pytest.approx(1 / first.ratio.high)


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    found = compare(3, 9)
    assert found is not None
    low, high = beta.ppf(0.05, 3, 10), beta.ppf(0.95, 4, 9)
    assert [found.low, found.high] == pytest.approx([low / (1 - low), high / (1 - high)])


@pytest.mark.parametrize(
    ("after", "before", "says"),
    [
        (0, 0, "No child before and none since: nothing to compare."),
        (5, 5, "As many as before"),
        (3, 6, "Fewer than before, but this may be chance"),
        (2, 15, "Fewer than before, beyond what chance explains"),
        (15, 2, "More than before, beyond what chance explains"),
        (7, 5, "More than before, but this may be chance"),
    ],
)
def test_the_words_say_how_far_it_may_be_chance(after: int, before: int, says: str) -> None:
    assert in_words(after, before, compare(after, before), None).startswith(says)


def test_it_is_held_against_the_rest_of_the_borough() -> None:
    alone = changed(placed(16, 3, 20, 21))
    assert alone.beside is not None
    assert alone.said == (
        "Fewer than before, beyond what chance explains. Beside the rest of the borough there are fewer as well."
    )
    everywhere = changed(placed(16, 3, 60, 12))
    assert everywhere.said.endswith("Beside the rest of the borough no difference can be told.")


def test_too_early_says_when_there_is_enough() -> None:
    made = placed(9, 3)
    found = changed(made, since=9)
    assert (found.days, found.before.count, found.ratio) == (0, None, None)
    again = ago(9) + timedelta(days=27)
    assert f"10 days have passed since {ago(9).day} {ago(9):%b}" in found.refused
    assert f"From {again.day} {again:%b %Y}" in found.refused
    assert "nothing to compare yet" in changed(made, since=-5).refused


def test_fewer_days_than_asked_are_compared_with_as_many() -> None:
    found = changed(placed(0, 3), since=39)
    assert (found.asked, found.days, found.after.count) == (90, 40, 3)


def test_a_panel_view_compares_no_handful() -> None:
    found = changed(placed(9, 3, 20, 21), ContextSettings())
    assert (found.before.said, found.after.said) == ("9", "under 5")
    assert (found.ratio, found.beside, found.said, found.behind) == (None, None, "", ())
    assert found.refused == "Counts under 5 are not compared on a panel view."
    none = changed(placed(9, 0, 20, 3), ContextSettings())
    assert (none.after.count, none.rest_after.said, none.beside) == (0, "under 5", None)
    assert none.ratio is not None


def test_late_records_are_said() -> None:
    made = town()
    for number in range(10):
        harmed(made, f"E{number}", child(made, f"C{number}"), days_ago=60, recorded_on=ago(60 - 12))
    (note, still, _) = changed(made).notes
    assert note == "Half of the records reach Kith within 12 days, nine in ten within 12."
    assert still == "Records of the last 12 days are still arriving: the count may grow."
    assert not [line for line in changed(made, since=150).notes if "still arriving" in line]


def test_a_private_place_is_not_compared_on_a_panel_view() -> None:
    with pytest.raises(NoContext):
        before_after(town().snapshot(), HOME, SINCE, settings=ContextSettings())


def test_what_happened_to_a_group_is_not_the_rest_of_the_borough() -> None:
    made = placed(2, 2)
    for name in ("B0", "A0"):
        made.tie(name, "member_of", GROUP)
    found = before_after(made.snapshot(), GROUP, SINCE, settings=OPEN)
    assert [one.count for one in (found.before, found.after, found.rest_before, found.rest_after)] == [1, 1, 1, 1]
    assert TODAY >= SINCE
