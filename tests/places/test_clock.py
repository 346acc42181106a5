"""Hours count children, name what has no time first, and hide on a panel view whatever tells of one to four of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.places.clock import GRAINS, WEEK, Clock, clock
from mapping.places.hotspots import hotspots
from tests.places.town import busy

MONDAY = date(2026, 10, 5)


def visits(*rows: tuple[str, int, str]) -> pd.DataFrame:
    """(child, days after a Monday, hh:mm), each an event of its own."""
    return pd.DataFrame(
        [
            {"child": child, "what": f"E{n}", "day": MONDAY + timedelta(days=day), "started_at": at}
            for n, (child, day, at) in enumerate(rows)
        ],
        columns=["child", "what", "day", "started_at"],
    )


def test_a_child_counts_once_in_a_cell_however_often() -> None:
    seen = visits(*[("A", 4, "19:30")] * 9, ("B", 4, "20:59"), ("B", 11, "18:00"), ("A", 5, "00:10"))
    found = clock(seen, panel=False)
    assert (found.hours, found.days) == (3, WEEK)
    assert found.cells[6][4] == 2  # Friday, 18 to 21
    assert found.cells[0][5] == 1
    assert sum(count or 0 for row in found.cells for count in row) == 3
    assert list(found.pick(seen, 6, 4)["child"].unique()) == ["A", "B"]


def test_what_has_no_time_is_counted_first_and_never_spread() -> None:
    seen = visits(("A", 0, ""), ("B", 1, "25:00"), ("C", 2, "about nine"), ("D", 3, "09:00"))
    seen.loc[len(seen)] = {"child": "E", "what": "E9", "day": None, "started_at": "09:00"}
    found = clock(seen, panel=False)
    assert (found.unknown, found.untimed) == (4, 4)
    assert sum(count or 0 for row in found.cells for count in row) == 1
    assert set(found.pick(seen, None)["child"]) == {"A", "B", "C", "E"}


def test_months_and_nothing_are_told() -> None:
    monthly = pd.concat([visits(*[(f"C{n}", 26 if n < 9 else 5, "18:00") for n in range(12)])])
    monthly["day"] = [date(2026, 1 + n % 9, 1) if n < 9 else day for n, day in enumerate(monthly["day"])]
    assert "look like months" in clock(monthly).why_not
    assert clock(visits()).why_not == "No event to count."
    assert clock(visits(("A", 1, "")), panel=False).why_not == "No event has a time on record."
    assert clock(visits(("A", 1, ""))).unknown is None


def test_the_peak_is_said_in_words_and_days_only_where_they_stand_out() -> None:
    friday = visits(*[(f"C{n}", 4 + 7 * (n % 3), "20:00") for n in range(30)], ("D", 1, "09:00"))
    assert clock(friday, panel=False).peak == "Most children came to harm between 18:00 and 21:00. Fridays stand out."
    even = visits(*[(f"C{n}", n % 7, "20:00") for n in range(70)])
    assert clock(even, panel=False).peak.endswith("on most days alike.")
    few = visits(*[(f"C{n}", 4, "20:00") for n in range(9)])
    assert clock(few, panel=False).peak == ""


def test_blocks_grow_until_half_of_what_was_counted_is_seen() -> None:
    rng = np.random.default_rng(3)
    many = visits(*[(f"C{n}", int(rng.integers(7)), f"{18 + int(rng.integers(6))}:15") for n in range(300)])
    assert (clock(many).hours, clock(many).days) == (3, WEEK)
    some = visits(*[(f"C{n}", int(rng.integers(7)), f"{12 + int(rng.integers(12))}:15") for n in range(60)])
    found = clock(some)
    assert (found.hours, len(found.days)) in [(hours, len(days)) for hours, days in GRAINS[1:]]
    assert "×" in found.note or all(count is not None for row in found.cells for count in row)
    tiny = clock(visits(("A", 0, "18:00"), ("B", 3, "18:00")))
    assert tiny.why_not
    assert (tiny.cells, tiny.unknown) == ((), None)


def test_a_clock_beside_a_larger_one_hides_small_differences() -> None:
    inside = [(f"C{n}", 4, "19:00") for n in range(8)] + [(f"D{n}", 5, "19:00") for n in range(9)]
    outside = [("X", 4, "19:00"), ("Y", 4, "19:00")]
    whole = clock(visits(*inside, *outside))
    part = clock(visits(*inside), within=[whole])
    assert whole.cells[6][4] == 10
    assert part.hours > 3 or part.cells[6][4] is None  # 10 less 8 would be two children
    assert part.hours > 3 or part.cells[6][5] in (9, None)


CHILDREN = st.lists(
    st.tuples(st.integers(0, 25), st.integers(0, 6), st.sampled_from(["", "01:00", "16:00", "19:00", "22:00"])),
    min_size=1,
    max_size=120,
)


@settings(max_examples=60, deadline=None)
@given(CHILDREN)
def test_no_cell_of_a_panel_view_tells_of_one_to_four(rows: list[tuple[int, int, str]]) -> None:
    seen = visits(*[(f"C{who}", day, at) for who, day, at in rows])
    everyone, found, truth = seen["child"].nunique(), clock(seen), _true(seen, clock(seen))
    told = [found.unknown, *(count for row in found.cells for count in row)]
    for count in told:
        assert count is None or count == 0 or count >= 5
        assert count is None or not 0 < everyone - count < 5  # who was never then
    hidden = [true for true, count in zip(truth, told, strict=True) if count is None]
    if hidden and any(count for count in told if count):
        assert len(hidden) > 1 or hidden[0] >= 5  # one hidden cell alone is no small one: it would be what is left over
    if not hidden and any(told):
        assert not 0 < sum(count or 0 for count in told) - everyone < 5


def _true(seen: pd.DataFrame, found: Clock) -> list[int]:
    cells = [found.pick(seen, at, on) for at, on in product(range(len(found.blocks)), range(len(found.days)))]
    return [found.pick(seen, None)["child"].nunique(), *(cell["child"].nunique() for cell in cells)]


@pytest.mark.parametrize("panel", [True, False])
def test_it_takes_the_visits_of_a_window(panel: bool) -> None:
    town = busy(extra=30)
    for row in town.entities:
        if row["kind"] == "event":
            row["started_at"] = "21:30"
    found = clock(hotspots(town.snapshot()).visits, panel=panel)
    assert found.why_not == ""
    assert "21:00 and 24:00" in found.peak or "18:00 and 24:00" in found.peak
    assert found.unknown == 0
