"""Rows of a table, read one at a time, are what the table holds."""

from __future__ import annotations

from hypothesis import given, settings

from mapping.network.rows import Rows
from tests.make import Maker
from tests.network.scene import circles, full


@settings(max_examples=15)
@given(circles())
def test_a_row_is_what_the_table_holds(made: Maker) -> None:
    table = made.snapshot().ties
    rows = Rows(table, "from_id", "to_id")
    plain = table.to_pylist()
    assert [dict(row) for row in rows] == plain
    for one in plain:
        found = rows.by_id(one["id"])
        assert found is not None and dict(found) == one
    for person in {row["from_id"] for row in plain}:
        assert [dict(row) for row in rows.of(person)] == [r for r in plain if person in (r["from_id"], r["to_id"])]
    agencies = {plain[0]["agency"]}
    assert [dict(row) for row in rows.where("agency", agencies)] == [r for r in plain if r["agency"] in agencies]


def test_nothing_is_found_of_nobody() -> None:
    rows = Rows(full().snapshot().ties, "from_id", "to_id")
    assert rows.by_id("nobody") is None
    assert rows.of("nobody") == []
    assert rows.where("record", set()) == []
    assert len(list(Rows(Maker().snapshot().ties, "from_id"))) == 0
