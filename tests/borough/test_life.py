"""What the extracts tell: enough of everything, a hotspot that a scan can see, and a truth they do not give away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import poisson

from data_schema import Standing, schema
from loaders.borough import Manifest
from loaders.borough.agencies import BIASES, Watch, notice
from loaders.borough.generate import invent
from loaders.borough.ground import ground
from loaders.borough.population import age
from tests.borough.tables import Row, Tables, day, listed

UNTIL = date(2026, 11, 3)


def children_of(tables: Tables, rows: Iterable[Row]) -> set[str]:
    return {tables.person[id] for row in rows for id in listed(row["missing"]) + listed(row["harmed"])}


def test_volumes_are_those_of_a_hub(tables: Tables) -> None:
    assert len(tables["children"]) == 400
    assert len(tables["adults"]) == 120
    assert 1500 <= len(tables["ties"]) <= 3500
    assert 900 <= len(tables["events"]) <= 1500
    months = Counter(row["start"][:7] for row in tables["events"] if row["kind"] in {"missing", "away"})
    for month in ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"):
        assert 20 <= months[month] <= 55, month
    assert months["2024-01"] < 15  # it grew


def test_three_in_ten_are_open_to_the_hub(tables: Tables) -> None:
    now = {row["person"] for row in tables["roles"] if row["role"] == "open_to_hub" and not row["to"]}
    assert len(now) == 118


def test_protection_is_recorded_as_much_as_harm(tables: Tables) -> None:
    standings = Counter(schema().ties[row["kind"]].standing for row in tables["ties"])
    assert standings[Standing.PROTECTIVE] >= standings[Standing.HARM] > 100


def test_interviews_are_offered_refused_late_and_unknown(tables: Tables) -> None:
    rows = tables["return_interviews"]
    assert {row["offered"] for row in rows} == {"yes", "no", "unknown"}
    assert {row["accepted"] for row in rows} == {"yes", "no", "unknown", ""}
    held = [row for row in rows if row["held_on"]]
    quick = [row for row in held if day(row["held_on"]) - day(row["missing_to"]) <= timedelta(days=3)]
    assert 0.4 < len(quick) / len(held) < 0.9
    assert sum(bool(row["said"]) for row in held) > len(held) / 2


def test_a_missing_child_of_the_police_is_found_in_the_interviews_at_the_same_time(tables: Tables) -> None:
    reports = {
        (tables.person[id], row["start"])
        for row in tables["events"]
        if row["kind"] == "missing"
        for id in listed(row["missing"])
    }
    asked = [(tables.person[row["child"]], row["missing_from"]) for row in tables["return_interviews"]]
    assert sum(key in reports for key in asked) > 0.85 * len(asked)


def test_missing_together_overlaps_in_the_police_s_own_hours(tables: Tables) -> None:
    spans = defaultdict(list)
    for row in tables["events"]:
        for id in listed(row["missing"]):
            spans[tables.person[id]].append((row["start"], row["end"], row["place"]))
    both = 0
    ties = [row for row in tables["ties"] if row["kind"] == "missing_with"]
    for row in ties:
        a, b = (spans[tables.person[row[end]]] for end in ("from", "to"))
        both += any(x[2] == y[2] and x[0] < (y[1] or "9") and y[0] < (x[1] or "9") for x in a for y in b)
    assert both > 0.7 * len(ties) > 50


def test_the_recruiter_meets_new_and_younger_children(tables: Tables) -> None:
    met: dict[str, date] = {}
    for row in tables["ties"]:
        if row["from"] == "AD-0001" and row["kind"] in {"grooms", "directs", "exploits", "seen_with"}:
            child = tables.person[row["to"]]
            met[child] = min(met.get(child, UNTIL), day(row["first_known"]))
    order = sorted((first, child) for child, first in met.items() if child in tables.born)
    ages = [age(tables.born[child], first) for first, child in order]
    assert len(ages) >= 14
    assert np.mean(ages[-5:]) < np.mean(ages[:5])


def test_the_hotspot_emerges_in_the_last_sixty_days(tables: Tables, borough: Manifest) -> None:
    """Distinct children at the station, against the children who live around: far beyond chance now, not before."""
    hot = set(tables.truth["hotspot"]["places"])
    now = expected_and_seen(tables, hot, UNTIL - timedelta(days=60), UNTIL)
    before = expected_and_seen(tables, hot, UNTIL - timedelta(days=180), UNTIL - timedelta(days=120))
    assert now[1] >= 10
    assert poisson.sf(now[1] - 1, now[0]) < 1e-3
    assert poisson.sf(before[1] - 1, before[0]) > 0.01


def expected_and_seen(tables: Tables, hot: set[str], first: date, last: date) -> tuple[float, int]:
    rows = [row for row in tables["events"] if row["place"] and first < day(row["start"]) <= last]
    places: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        places[row["place"]] |= children_of(tables, [row])
    visits = sum(len(found) for found in places.values())
    drawn = ground()
    middle = [area.shape.centroid for area in drawn.areas]
    near = [
        a.children for a, m in zip(drawn.areas, middle, strict=True) if (m.x - 4650) ** 2 + (m.y - 3460) ** 2 < 800**2
    ]
    return visits * sum(near) / sum(area.children for area in drawn.areas), len(
        set().union(*(places[id] for id in hot))
    )


def test_one_child_does_not_make_the_hotspot(tables: Tables) -> None:
    hot = set(tables.truth["hotspot"]["places"])
    rows = [row for row in tables["events"] if row["place"] in hot and day(row["start"]) > UNTIL - timedelta(days=60)]
    visits = Counter(tables.person[id] for row in rows for id in listed(row["missing"]) + listed(row["harmed"]))
    assert visits.most_common(1)[0][1] < 0.25 * visits.total()


def test_hidden_children_are_near_harm_and_not_open(tables: Tables) -> None:
    hidden = {child["id"] for child in tables.truth["children"] if child["hidden"]}
    assert len(hidden) >= 10  # an evaluation refuses fewer
    roles = {(tables.person[row["person"]], row["role"]) for row in tables["roles"] if not row["to"]}
    assert not {(child, role) for child in hidden for role in ("open_to_hub", "harmed")} & roles
    exploiters = {adult["id"] for adult in tables.truth["adults"] if "exploits" in adult}
    harmed = {child["id"] for child in tables.truth["children"] if child["harm"] and child["open"]}
    beside = defaultdict(set)
    for row in tables["ties"]:
        a, b = (tables.person.get(row[end], row[end]) for end in ("from", "to"))
        beside[a].add(b)
        beside[b].add(a)
    near = [child for child in hidden if beside[child] & (exploiters | harmed)]
    assert len(near) >= len(hidden) / 2
    assert len(near) < len(hidden)  # and somebody has too thin a record to be found


def test_the_truth_is_apart_and_not_in_the_extracts(tables: Tables, borough: Manifest) -> None:
    picked = {path.name for pattern in ("*.csv", "ssda903/*.csv", "*.geojson") for path in borough.out.glob(pattern)}
    assert picked == {file.path.name for file in borough.written} | {"ground.geojson"}
    assert borough.truth.parent == borough.out
    assert not list(borough.truth.glob("*.csv"))
    words = ("hidden", "approached", "mistake", "exploiter", 'kestrel"', "truth")
    for file in borough.written:
        text = file.path.read_bytes().decode("cp1252", errors="replace").lower()
        assert not [word for word in words if word in text], file.path.name


def test_same_person_under_two_numbers_is_known_to_the_truth_only(tables: Tables) -> None:
    apart = tables.truth["same_person"]
    assert len(apart) == 5
    rows = {row["identifier"]: row for row in tables["children_police"]}
    for number, child in apart.items():
        assert rows[number]["other_identifiers"] == ""
        assert day(rows[number]["date_of_birth"]) == tables.born[child]
    assert sum(not row["other_identifiers"] for row in rows.values()) == 5


def test_agencies_do_not_see_children_alike() -> None:
    world = invent(children=60)
    child = replace(world.people.children[-1], ethnicity="WBRI", sex="F", care=[], area=0, school=0)
    far = next(n for n, area in enumerate(world.ground.areas) if area.ward == "Copper Hill")
    others = {
        "black": replace(child, id="black", ethnicity="BAFR"), "far": replace(child, id="far", area=far),
        "boy": replace(child, id="boy", sex="M"), "home": replace(child, id="home", school=-1),
        "open": replace(child, id="open"),
    }  # fmt: skip
    found = Watch(world, frozenset({"open"}), {"plain": replace(child, id="plain"), **others})

    def ratio(agency: str, other: str, theme: str = "") -> float:
        return notice(found, agency, (other,), theme) / notice(found, agency, ("plain",), theme)

    assert ratio("police", "black") == pytest.approx(1.5)
    assert ratio("police", "far") == pytest.approx(0.5)
    assert ratio("hub", "boy", "kestrel") == pytest.approx(0.33)
    assert ratio("school", "home") == 0
    assert ratio("hub", "open") == pytest.approx(4)


def test_the_truth_says_how_agencies_differ(borough: Manifest) -> None:
    text = (borough.truth / "README.txt").read_text(encoding="utf-8")
    assert all(line in text for line in BIASES)


def test_the_told_records_are_there(tables: Tables) -> None:
    rows = [row for row in tables["ties"] if row["from"] == "AD-0001" and row["kind"] == "directs"]
    told = [row for row in rows if tables.person[row["to"]] == "OT-0001"]
    assert {"PI-20417", "RI-0881", "HC-7730"} <= {row["record_reference"] for row in told}


def test_the_national_referral_mechanism_is_asked_about_some_children_and_answers_later(tables: Tables) -> None:
    days: dict[str, dict[str, date]] = {}
    for row in tables["roles"]:
        if row["role"].startswith("nrm_"):
            assert row["fact_or_assessment"] == "fact"
            days.setdefault(row["person"], {})[row["role"]] = day(row["from"])
    assert len(days) >= 3
    for mine in days.values():
        order = [mine[name] for name in ("nrm_referred", "nrm_reasonable", "nrm_conclusive") if name in mine]
        assert order == sorted(order)
        assert "nrm_reasonable" in mine or "nrm_conclusive" not in mine
        assert not {"nrm_reasonable", "nrm_negative"} <= mine.keys()
