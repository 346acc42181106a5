"""Every extract follows its contract, to the last cell, and says nothing that the field's rules forbid."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from data_schema import Column, schema
from loaders.borough.population import age
from tests.borough.tables import Tables, day, listed

UNTIL = date(2026, 11, 3)
FILES = (
    "locations", "schools", "children", "children_police", "children_schools", "adults", "header", "episodes",
    "missing", "peer_groups", "population", "roles", "events", "return_interviews", "ties", "assessments", "actions",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_columns_are_those_of_the_contract(tables: Tables, name: str) -> None:
    contract = schema().sources[tables.sources[f"{name}.csv"]]
    assert list(tables[name][0]) == [column.name for column in contract.columns]


@pytest.mark.parametrize("name", FILES)
def test_every_cell_is_what_its_column_asks(tables: Tables, name: str) -> None:
    contract = schema().sources[tables.sources[f"{name}.csv"]]
    for row in tables[name]:
        for column in contract.columns:
            assert fault(column, row[column.name]) is None, (name, column.name, row)


def fault(column: Column, cell: str) -> str | None:
    if not cell:
        return "empty" if column.filled else None
    if len(cell) > column.max_length:
        return "too long"
    if column.codes:
        found = schema().codes[column.codes].codes
        also = {word for code in found.values() for word in code.extra.get("also", "").split("|")}
        return None if cell in found or cell in also else "no such code"
    if column.type in {"date", "datetime"}:
        day(cell)
    if column.type in {"number", "integer"}:
        low, high = column.minimum, column.maximum
        if (low is not None and float(cell) < low) or (high is not None and float(cell) > high):
            return "out of range"
    if column.pattern and not re.fullmatch(column.pattern, cell):
        return "not the pattern"
    return None


@pytest.mark.parametrize("name", FILES)
def test_records_and_unique_columns_are_named_once(tables: Tables, name: str) -> None:
    contract = schema().sources[tables.sources[f"{name}.csv"]]
    keys = [contract.record_key, *((column.name,) for column in contract.columns if column.unique)]
    for key in keys:
        most, times = Counter(tuple(row[column] for column in key) for row in tables[name]).most_common(1)[0]
        assert times == 1, (name, key, most)


@pytest.mark.parametrize("name", FILES)
def test_every_reference_leads_somewhere_allowed(tables: Tables, name: str) -> None:
    contract = schema().sources[tables.sources[f"{name}.csv"]]
    for row in tables[name]:
        for column in contract.columns:
            if column.entity:
                for id in listed(row[column.name]):
                    assert tables.kind_of(id) in column.entity, (name, column.name, id)


def test_ties_have_two_ends_of_the_kinds_allowed(tables: Tables) -> None:
    for row in tables["ties"]:
        ends = (tables.kind_of(row["from"]), tables.kind_of(row["to"]))
        assert ends in schema().ties[row["kind"]].ends, row
        assert tables.person.get(row["from"], row["from"]) != tables.person.get(row["to"], row["to"]), row


def test_roles_are_held_by_those_who_may_hold_them(tables: Tables) -> None:
    for row in tables["roles"]:
        assert tables.kind_of(row["person"]) in schema().roles[row["role"]].of, row


def test_days_follow_each_other(tables: Tables) -> None:
    pairs = {
        "ties": [("first_known", "last_known"), ("last_known", "recorded_on"), ("recorded_on", "review_date")],
        "roles": [("from", "to"), ("from", "recorded_on")],
        "events": [("start", "end"), ("start", "recorded_on"), ("end", "recorded_on")],
        "return_interviews": [("missing_from", "missing_to"), ("missing_to", "held_on"), ("held_on", "recorded_on")],
        "peer_groups": [("first_known", "last_known"), ("last_known", "recorded_on")],
        "episodes": [("DECOM", "DEC")],
        "missing": [("DOB", "MIS_START"), ("MIS_START", "MIS_END")],
        "children": [("date_of_birth", "recorded_on")],
        "assessments": [("assessed_on", "recorded_on"), ("assessed_on", "review_date")],
        "actions": [("began", "ended"), ("began", "recorded_on"), ("ended", "recorded_on")],
    }
    for name, columns in pairs.items():
        for row in tables[name]:
            for first, last in columns:
                assert not row[first] or not row[last] or day(row[first]) <= day(row[last]), (name, first, last, row)


def test_moments_of_one_event_are_in_order(tables: Tables) -> None:
    assert all(row["start"] < row["end"] for row in tables["events"] if row["end"])


@pytest.mark.parametrize(
    "name",
    ["ties", "roles", "events", "return_interviews", "peer_groups", "children", "adults", "assessments", "actions"],
)
def test_nothing_was_recorded_after_the_last_day(tables: Tables, name: str) -> None:
    assert max(day(row["recorded_on"]) for row in tables[name]) <= UNTIL


def test_children_are_children_and_adults_are_adults(tables: Tables) -> None:
    ages = [age(day(row["date_of_birth"]), UNTIL) for row in tables["children"]]
    assert min(ages) >= 10
    assert max(ages) <= 17
    assert 14.0 <= sum(ages) / len(ages) <= 15.0
    assert all(age(day(row["date_of_birth"]), UNTIL) >= 18 for row in tables["adults"] if row["date_of_birth"])


def test_nothing_but_family_happened_before_the_age_of_nine(tables: Tables) -> None:
    for row in tables["events"]:
        for id in listed(row["missing"]) + listed(row["harmed"]) + listed(row["alleged"]):
            born = tables.born.get(tables.person[id])
            assert born is None or age(born, day(row["start"])) >= 9, row


def test_partners_are_of_like_age_and_never_an_adult_and_a_child(tables: Tables) -> None:
    couples = [row for row in tables["ties"] if row["kind"] == "partner"]
    assert couples
    for row in couples:
        a, b = tables.person[row["from"]], tables.person[row["to"]]
        assert tables.kind_of(a) == tables.kind_of(b) == "child"
        if a in tables.born and b in tables.born:
            assert abs((tables.born[a] - tables.born[b]).days) < 500


def test_looked_after_children_are_missing_once_at_a_time_and_while_looked_after(tables: Tables) -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for row in tables["episodes"]:
        spans.setdefault(row["CHILD"], []).append((day(row["DECOM"]), day(row["DEC"]) if row["DEC"] else UNTIL))
    last: dict[str, date] = {}
    for row in sorted(tables["missing"], key=lambda row: (row["CHILD"], day(row["MIS_START"]))):
        start, end = day(row["MIS_START"]), day(row["MIS_END"]) if row["MIS_END"] else UNTIL
        assert any(first <= start and end <= until for first, until in spans[row["CHILD"]]), row
        assert row["CHILD"] not in last or start > last[row["CHILD"]], row
        last[row["CHILD"]] = end


def test_the_census_names_children_by_number_only_and_the_roll_knows_the_number(tables: Tables) -> None:
    for row in tables["header"]:
        assert tables.person[row["CHILD"]] == tables.person[row["UPN"]]
        assert tables.born[tables.person[row["CHILD"]]] == day(row["DOB"])


def test_files_are_messy_as_hubs_have_them(tables: Tables) -> None:
    raw = {file.path.name: file.path.read_bytes() for file in tables.borough.written}
    assert raw["schools.csv"].startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        raw["children_police.csv"].decode("utf-8")
    assert b";" in raw["children_police.csv"].splitlines()[0]


def test_phones_plates_and_postcodes_are_nobody_s(tables: Tables) -> None:
    things = {row[end] for row in tables["ties"] for end in ("from", "to") if ":" in row[end]}
    assert {thing.split(":")[0] for thing in things} == {"phone", "vehicle", "account"}
    for thing in things:
        kind, value = thing.split(":")
        assert kind != "phone" or re.fullmatch(r"07700900\d{3}", value)
        assert kind != "vehicle" or re.fullmatch(r"QQ00[A-Z]{3}", value)
    codes = [row["postcode"] for row in tables["locations"] + tables["schools"]]
    assert all(re.fullmatch(r"ZZ\d \d[A-Z]{2}", code) for code in codes)


def test_unique_pupil_numbers_have_their_check_letter(tables: Tables) -> None:
    for row in tables["children"]:
        upn = listed(row["other_identifiers"])[0]
        total = sum(int(digit) * weight for weight, digit in enumerate(upn[1:], start=2))
        assert upn[0] == "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23]
        assert upn[1:4] == "999"


def test_names_are_spelt_differently_by_other_agencies(tables: Tables) -> None:
    names = {row["identifier"]: (row["forename"], row["surname"]) for row in tables["children"]}
    for file in ("children_police", "children_schools"):
        rows = [(row, tables.person[row["identifier"]]) for row in tables[file]]
        other = [row for row, id in rows if id in names and names[id] != (row["forename"], row["surname"])]
        assert 0.05 < len(other) / len(rows) < 0.4, file


def test_health_has_sent_nothing_since_july(tables: Tables) -> None:
    rows = [row for name in ("ties", "events", "roles") for row in tables[name] if row["source_agency"] == "health"]
    assert len(rows) > 10
    assert max(day(row["recorded_on"]) for row in rows) < date(2026, 7, 1)


def test_only_police_and_hub_grade_and_some_is_suspected_false_or_restricted(tables: Tables) -> None:
    rows = tables["ties"] + tables["events"] + tables["roles"]
    graded = [row for row in rows if row["information_grade"]]
    assert {row["source_agency"] for row in graded} == {"police", "hub"}
    assert 0 < sum(row["information_grade"] == "E" for row in graded) < 0.1 * len(graded)
    assert 0 < sum(row["handling"] == "C" for row in graded) < 0.1 * len(graded)
    assert 0.4 < 1 - len(graded) / len(rows) < 0.9


def test_language_of_the_records_obeys_practice(tables: Tables) -> None:
    forbidden = re.compile(
        r"involved in|associat|in a relationship|gang member|lifestyle|prostitut|promiscu|putting (him|her|them)sel",
        re.I,
    )
    for name in FILES:
        for row in tables[name]:
            for column, cell in row.items():
                assert not forbidden.search(cell), (name, column, cell)


def test_no_cell_is_a_formula(tables: Tables) -> None:
    for name in FILES:
        assert not [cell for row in tables[name] for cell in row.values() if cell[:1] in {"=", "+", "@", "\t"}]


def test_no_child_is_drawn_at_a_home_of_their_own(tables: Tables) -> None:
    private = {row["identifier"]: row["kind"] for row in tables["locations"]}
    homes = {private[row["to"]] for row in tables["ties"] if row["kind"] == "lives_at" and row["from"][:2] != "AD"}
    assert homes == {"childrens_home"}


def test_plans_name_nobody_and_tell_what_was_tried(tables: Tables) -> None:
    names = {row[name] for file in ("children", "adults") for row in tables[file] for name in ("surname", "known_as")}
    words = re.compile(r"\b(" + "|".join(sorted(filter(None, names))) + r"|[A-Z]\.[A-Z]\.)(?!\w)")
    for file in ("assessments", "actions"):
        for row in tables[file]:
            assert not [cell for cell in row.values() if words.search(cell)], row
    contexts = {tables.kind_of(row["context"]): set[str]() for row in tables["assessments"]}
    for row in tables["assessments"]:
        contexts[tables.kind_of(row["context"])].add(row["context"])
    assert {kind: len(found) for kind, found in contexts.items()} == {"location": 8, "school": 2, "peer_group": 2}
    assert {row["context"] for row in tables["actions"]} <= set().union(*contexts.values())
    kinds = {(row["state"], row["outcome"]) for row in tables["actions"]}
    assert {("done", "safer"), ("done", "no_change"), ("stopped", "worse"), ("stopped", "no_change")} < kinds
    open_now = [row for row in tables["actions"] if row["state"] in {"planned", "under_way"}]
    assert 3 <= sum(day(row["due"]) < UNTIL for row in open_now) < len(open_now), "some are overdue"
    assert [row for row in open_now if not row["owner"]]
    assert [row for row in tables["assessments"] if not row["owner"]]
