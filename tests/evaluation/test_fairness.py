"""Fairness: who is compared with whom, completeness first, small counts kept back, and the what-if by request."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.snapshot import POPULATION, Snapshot
from mapping.characteristics import CHARACTERISTICS, Base, Group, Sorted, sort_children
from mapping.evaluation.fairness import FairnessRefused, FairnessSettings, Listed, fairness, quarter_ends
from mapping.evaluation.fairness_tables import compare
from mapping.evaluation.fairness_what_if import NoRate, read_rates
from mapping.network.periphery import PeripherySettings, lists, periphery
from mapping.plain import plain
from mapping.questions import Question
from tests.make import TODAY, Maker


def with_population(snapshot: Snapshot, *rows: tuple[str, str, int]) -> Snapshot:
    figures = [
        {"characteristic": characteristic, "group": group, "name": "", "children": children, "as_of": TODAY,
         "source": "School census"}
        for characteristic, group, children in rows
    ]  # fmt: skip
    return replace(snapshot, population=pa.Table.from_pylist(figures, POPULATION))


SEX = (("sex", "F", 500), ("sex", "M", 480), ("sex", "U", 20))


def cohort(sexes: str, **columns: Any) -> Snapshot:
    """Open children, one a letter."""
    maker = Maker()
    for place, sex in enumerate(sexes):
        maker.role(
            maker.child(f"C-{place:03d}", sex=sex if sex != "?" else None, **columns), "open_to_hub", observed_to=None
        )
    return with_population(maker.snapshot(), *SEX)


def listed(snapshot: Snapshot, name: str = "cohort", **choices: Any) -> Listed:
    (found,) = fairness(snapshot, FairnessSettings(lists=(name,), **choices)).lists
    return found


def table(found: Listed, characteristic: str) -> dict[str, str]:
    (one,) = (one for one in found.comparisons if one.characteristic == characteristic)
    return {row.label: row.said for row in one.rows}


def test_not_recorded_is_a_group_of_its_own_and_comes_first() -> None:
    found = listed(cohort("F" * 20 + "M" * 13 + "U" * 4 + "?" * 3))
    assert list(table(found, "sex").items()) == [("Not recorded", "7"), ("Male", "13"), ("Female", "20")]
    sex = found.comparisons[1]
    assert sex.recorded == "33 of 40"
    assert (sex.rows[0].base, sex.rows[0].expected, sex.rows[0].ratio) == (20, None, None)
    female = sex.rows[2]
    assert female.expected is not None
    assert female.expected.mean == pytest.approx(33 * 500 / 980)  # recorded beside recorded
    assert female.ratio is not None
    assert female.ratio.low < female.ratio.middle < female.ratio.high


def test_every_list_is_compared_by_every_characteristic() -> None:
    found = fairness(cohort("F" * 12))
    assert [one.name for one in found.lists] == ["cohort", *Question]
    assert [one.characteristic for one in found.lists[0].comparisons] == list(CHARACTERISTICS)
    assert found.lists[1].empty == "No child is on this list, so there is nothing to compare."


def test_without_a_base_children_on_record_stand_in_and_it_is_said() -> None:
    maker = Maker()
    for place in range(30):
        id_ = maker.child(f"C-{place:03d}", ethnicity="WBRI" if place % 2 else "APKN")
        if place < 12:
            maker.role(id_, "open_to_hub", observed_to=None)
    found = listed(maker.snapshot())
    ethnicity = found.comparisons[0]
    assert ethnicity.kind == "records"
    assert "no base population is loaded by ethnic group" in ethnicity.base
    assert "children on record, which is who was noticed" in ethnicity.base
    rows = {row.key: row for row in ethnicity.rows}
    assert (rows["White"].base, rows["White"].count) == (15, 6)


def test_ages_are_compared_in_bands_and_who_is_outside_them_is_left_out() -> None:
    maker = Maker()
    for place, year in enumerate([2015, 2013, 2013, 2012, 2010, 2009, 2007, 2018, None]):
        born = date(year, 1, 1) if year else None
        maker.role(maker.child(f"C-{place}", born=born), "open_to_hub", observed_to=None)
    population = [("age_band", str(age), 100) for age in range(10, 18)]
    found = listed(with_population(maker.snapshot(), *population), small=1)
    assert found.total == 7  # of 19 and of 8 years nobody counts here
    assert table(found, "age_band") == {
        "Not recorded": "1", "10 to 12 years": "1", "13 to 15 years": "3", "16 to 17 years": "2",
    }  # fmt: skip
    own = with_population(maker.snapshot(), ("age_band", "10-13", 300), ("age_band", "14-17", 500))
    assert list(table(listed(own, small=1), "age_band")) == ["Not recorded", "10 to 13 years", "14 to 17 years"]


def test_looked_after_is_a_role_of_today_and_unknown_where_nobody_is() -> None:
    maker = Maker()
    for place in range(10):
        id_ = maker.child(f"C-{place}")
        maker.role(id_, "open_to_hub", observed_to=None)
        if place < 6:
            maker.role(id_, "looked_after", observed_to=None if place else date(2026, 10, 20))
    assert table(listed(maker.snapshot(), small=1), "care_status") == {
        "Not recorded": "0", "Looked after": "5", "Not looked after": "5",
    }  # fmt: skip
    assert table(listed(cohort("F" * 8)), "care_status")["Not recorded"] == "8"


def test_a_small_area_lies_in_its_ward() -> None:
    maker = Maker()
    wards = {"W-1": shapely.box(0, 0, 1, 1), "W-2": shapely.box(1, 0, 2, 1)}
    parts = {"L-1": shapely.box(0.2, 0.2, 0.6, 0.6), "L-2": shapely.box(1, 0, 1.5, 1), "L-3": shapely.box(7, 7, 8, 8)}
    for kind, areas in (("ward", wards), ("lsoa", parts)):
        for id_, shape in areas.items():
            children = 400 if kind == "ward" else None
            maker.areas.append(
                {
                    "id": id_,
                    "kind": kind,
                    "name": f"Ward {id_}",
                    "children": children,
                    "geometry": shapely.to_wkb(shape),
                }
            )
    for place, area in enumerate(["L-1", "L-1", "L-2", "W-2", "L-3", "K-9", None]):
        maker.role(maker.child(f"C-{place}", home_area=area), "open_to_hub", observed_to=None)
    found = listed(maker.snapshot(), small=1)
    assert table(found, "ward") == {"Not recorded, or elsewhere": "3", "Ward W-1": "2", "Ward W-2": "2"}
    assert found.comparisons[-1].kind == "areas"
    assert found.comparisons[-1].rows[1].base == 400


def test_a_list_of_three_shows_nothing_of_them() -> None:
    found = listed(cohort("FFM"))
    assert (found.total, found.said, found.comparisons) == (None, "under 5 children", ())
    assert "nothing of it can be shown" in found.empty
    assert "3" not in json.dumps(plain(fairness(cohort("FFM")).lists))


@settings(max_examples=40, deadline=None)
@given(st.text("FM?", min_size=5, max_size=12))
def test_nothing_published_of_a_table_gives_a_suppressed_count_away(sexes: str) -> None:
    """Expected counts, ratios and words too: other cohorts, published, look the very same and differ in the count."""
    mine = _published(Counter(sexes), len(sexes))
    worlds: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for male, female in product(range(len(sexes) + 1), repeat=2):
        unknown = len(sexes) - male - female
        if unknown >= 0:
            counts = Counter({"M": male, "F": female, "?": unknown})
            worlds[json.dumps(_published(counts, len(sexes)))].append((unknown, male, female))
    alike = worlds[json.dumps(mine)]
    for place, row in enumerate(mine["rows"]):
        assert row["count"] is not None or len({counts[place] for counts in alike}) > 1


def _published(counts: Counter[str], total: int) -> Any:
    groups = (Group("M", "Male", 480), Group("F", "Female", 500))
    base = Base("sex", "Sex", "population", "", groups, 20)
    keys = {"M": "M", "F": "F", "?": ""}
    of = {f"C-{place}": keys[sex] for place, sex in enumerate(counts.elements())}
    assert len(of) == total
    return plain(compare(Sorted({"sex": {}}, {"sex": base}, frozenset()), of, "sex", 5))


def test_where_few_are_not_recorded_expected_counts_do_not_tell_how_many() -> None:
    found = listed(cohort("F" * 20 + "M" * 18 + "??")).comparisons[1]
    assert found.recorded == "not shown"
    assert found.rows[1].expected is not None
    assert found.rows[1].expected.mean == pytest.approx(40 * 480 / 980)


def test_records_held_are_told_by_group() -> None:
    maker = Maker()
    for place in range(12):
        child = maker.child(f"C-{place:02d}", sex="F" if place < 6 else "M")
        for _ in range(4 if place < 6 else 1):
            maker.tie(child, "friend", maker.child(f"X-{len(maker.ties)}", born=date(2000, 1, 1)))
    (sex,) = (one for one in fairness(maker.snapshot()).records if one.characteristic == "sex")
    held = {row.label: (row.said, row.low, row.middle, row.high) for row in sex.rows}
    assert held["Female"] == ("6", 4.0, 4.0, 4.0)
    assert held["Male"] == ("6", 1.0, 1.0, 1.0)


def test_pooled_quarters_count_each_child_once_as_recorded_by_then() -> None:
    assert quarter_ends(TODAY, 3) == (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))
    assert quarter_ends(date(2026, 12, 31), 2) == (date(2026, 9, 30), date(2026, 12, 31))
    assert quarter_ends(date(2026, 1, 1), 1) == (date(2025, 12, 31),)
    assert quarter_ends(TODAY, 0) == ()
    maker = Maker()
    spans = [(date(2026, 1, 5), date(2026, 4, 9)), (date(2026, 1, 5), None), (date(2026, 10, 5), None)]
    for place in range(18):
        start, end = spans[place % 3]
        child = maker.child(f"C-{place:02d}", sex="F")
        maker.role(child, "open_to_hub", observed_from=start, observed_to=end, recorded_on=start)
    snapshot = with_population(maker.snapshot(), *SEX)
    assert listed(snapshot).total == 12
    assert listed(snapshot, pool_quarters=3).total == 12  # those of October are on no list of a quarter-end
    assert table(listed(snapshot, pool_quarters=1), "sex")["Female"] == "6"


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"lists": ("gangs",)}, "There is no list “gangs”. Write one of: cohort, near_harmed"),
        ({"by": "shoe size"}, "no characteristic “shoe size”"),
        ({"pool_quarters": 99}, "Pool up to 12 quarters"),
        ({"small": 2}, "what is under 2 and not 0 is 1"),
        ({"small": 0}, "1 .nothing is hidden."),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(choices: dict[str, Any], says: str) -> None:
    with pytest.raises(FairnessRefused, match=says):
        fairness(cohort("F" * 9), FairnessSettings(**choices))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "No detection is given"),
        ("A", "“A” is no detection"),
        ("A=lots", "“A=lots” is no detection"),
        ("=.5", "“=.5” is no detection"),
        ("A=0", "between 0.01 and 1"),
        ("A=1.2", "between 0.01 and 1"),
        ("A=nan", "between 0.01 and 1"),
    ],
)
def test_a_detection_that_is_none_is_refused(text: str, says: str) -> None:
    with pytest.raises(NoRate, match=says):
        read_rates(text)


def near_two_groups() -> Snapshot:
    """Two open children of either sex, each with ties to others; those near the girls have the stronger ties."""
    maker = Maker()
    for place, sex in enumerate("FM"):
        seed = maker.child(f"S-{sex}", sex=sex)
        maker.role(seed, "open_to_hub", observed_to=None)
        for other in range(15):
            child = maker.child(f"C-{sex}{other:02d}", sex=sex)
            maker.tie(seed, "seen_with", child, strength="weak" if place else "strong")
    return with_population(maker.snapshot(), *SEX)


def test_the_lists_are_those_of_the_periphery() -> None:
    snapshot = near_two_groups()
    found = lists(snapshot)
    for question in Question:
        cards = periphery(snapshot, PeripherySettings(question=question, runs=2)).cards
        assert {card.id for card in cards} == set(found[question])


def test_what_if_is_never_offered_unasked_and_moves_places() -> None:
    snapshot = near_two_groups()
    assert fairness(snapshot).what_if is None
    settings_ = FairnessSettings(by="sex", detection={"male": 0.1}, small=1)
    found = fairness(snapshot, settings_).what_if
    assert found is not None
    assert found.said == (
        "If, by sex, only 10% of those of “Male” among the harmed children came to notice, and all others:"
    )
    moved = {one.question: one for one in found.lists}
    near = {row.label: (row.now, row.then) for row in moved["near_harmed"].rows}
    assert near == {"Female": ("15", "5"), "Male": ("5", "15")}
    assert moved["near_harmed"].said == "10 places of the list would go to other children."
    assert "starts from places" in moved["shared_places"].said
    assert all(not one.moves for name, one in moved.items() if name != "near_harmed")


def test_a_rate_of_one_changes_nothing_and_an_unknown_group_is_refused() -> None:
    snapshot = near_two_groups()
    found = fairness(snapshot, FairnessSettings(by="sex", detection={"M": 1, "F": 1})).what_if
    assert found is not None
    assert not any(one.moves for one in found.lists)
    with pytest.raises(NoRate, match=r"Sex has no group “Martian”\. Write one of: Not recorded, Male, Female"):
        fairness(snapshot, FairnessSettings(by="sex", detection={"Martian": 0.5}))


def test_ranking_is_linear_in_the_weights_of_its_seeds() -> None:
    snapshot = near_two_groups()
    plain_, doubled = lists(snapshot), lists(snapshot, None, {"S-F": 2.0, "S-M": 2.0})
    assert plain_ == doubled


def test_nothing_here_passes_or_fails_anybody() -> None:
    found = json.dumps(plain(fairness(near_two_groups(), FairnessSettings(by="sex", detection={"M": 0.5}))))
    for word in ("passed", "failed", "fair list", "biased", "significant"):
        assert word not in found.casefold()
    assert "four-fifths rule is not used" in found


def test_ids_and_names_are_not_in_it() -> None:
    found = json.dumps(plain(fairness(near_two_groups(), FairnessSettings(small=1, by="sex", detection={"M": 0.5}))))
    assert "C-F" not in found
    assert "S-F" not in found


def test_everything_empty_is_a_sentence() -> None:
    found = fairness(Snapshot.empty(TODAY))
    assert {one.empty for one in found.lists} == {"No child is on this list, so there is nothing to compare."}
    assert np.isfinite([row.middle for one in found.records for row in one.rows if row.middle is not None]).all()


def test_sorting_counts_each_child_in_one_group() -> None:
    snapshot = near_two_groups()
    children = frozenset(snapshot.entities["id"].to_pylist())
    found = sort_children(snapshot, children, ())
    for characteristic in CHARACTERISTICS:
        groups = {group.key for group in found.bases[characteristic].groups} | {""}
        assert all(found.group(characteristic, child) in groups for child in found.children)
