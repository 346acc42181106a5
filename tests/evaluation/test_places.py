"""PAI and PEI* against what is known beforehand: lot finds its share, the future is not looked at, ties are shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from mapping.evaluation.files import Unreadable
from mapping.evaluation.forecasts import METHODS, Grid, Past, forecasts, grid
from mapping.evaluation.outline import Outline
from mapping.evaluation.places import Places, found_in, looked_at, places
from mapping.evaluation.plane import Plane
from mapping.evaluation.points import Columns

COLUMNS = Columns("east", "north", "month")
METRES = Plane("a plane", None, 1.0)


def laid(side: float = 5000, cell: float = 250) -> Grid:
    return grid(Outline(box(0, 0, side, side), METRES, "a square", ()), cell)


def strewn(count: int, months: int, seed: int = 0, side: float = 5000) -> Past:
    rng, cells = np.random.default_rng(seed), laid(side)
    xy = rng.uniform(0, side, (count, 2))
    month = np.r_[np.arange(months), rng.integers(0, months, count - months)]
    return Past(cells, xy, cells.of(xy), month, 1.0)


def table(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    path.write_text("\n".join(["east,north,month", *(",".join(map(str, row)) for row in rows)]), encoding="utf-8")
    return path


def town(path: Path, hot: float, months: int = 12, each: int = 60, seed: int = 1) -> Path:
    """Events in a square of 5 km, a share `hot` of them in three cells that stay the same."""
    rng, rows = np.random.default_rng(seed), []
    spots = np.array([[381_100, 401_100], [383_600, 402_100], [382_350, 403_850]])
    for month in range(months):
        for n in range(each):
            burns = n < hot * each
            xy = spots[n % 3] + rng.uniform(0, 100, 2) if burns else rng.uniform((380e3, 400e3), (385e3, 405e3))
            rows.append([*xy, f"2019-{month + 1:02}"])
    return table(path, rows)


def measured(path: Path, test_months: int = 8, **options: object) -> Places:
    return places(path, COLUMNS, crs="27700", test_months=test_months, **options)  # type: ignore[arg-type]


def test_what_always_happens_in_three_cells_is_found(tmp_path: Path) -> None:
    found = measured(town(tmp_path / "e.csv", hot=0.5))
    count = found.methods["count"]
    assert count["pei_1"].mean > 0.9
    assert count["pai_1"].mean == pytest.approx(50, rel=0.2)
    assert count["pai_1"].low is not None
    assert count["pai_1"].low <= count["pai_1"].mean <= (count["pai_1"].high or 0)
    assert found.methods["random"]["pai_5"].mean == pytest.approx(1, abs=0.6)
    assert [month.month for month in found.months][::7] == ["May 2019", "December 2019"]


def test_where_events_fall_anywhere_no_method_finds_more_than_its_share(tmp_path: Path) -> None:
    found = measured(town(tmp_path / "e.csv", hot=0, each=200))
    for name in METHODS:
        assert found.methods[name]["pai_5"].mean == pytest.approx(1, abs=0.35)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(20, 120), st.integers(2, 6))
def test_pei_is_at_most_1_and_pai_at_most_its_ceiling(seed: int, count: int, months: int) -> None:
    past = strewn(count, months, seed)
    counts = list(looked_at(len(past.counts)).values())
    for name, method in forecasts(past).items():
        for month in range(1, months):
            events = past.counts[:, month]
            found = found_in(method(month), events, counts)
            most = np.sort(events)[::-1].cumsum()[np.array(counts) - 1]
            assert (found <= most + 1e-9).all(), name
            assert (found >= 0).all()
            assert (np.diff(found) >= -1e-9).all()


def test_no_method_looks_at_the_month_it_forecasts_or_later() -> None:
    past = strewn(300, 6)
    later = past.month >= 3
    moved = past.xy.copy()
    moved[later] = np.random.default_rng(9).uniform(0, 5000, (later.sum(), 2))
    other = replace(past, xy=moved, cell=past.ground.of(moved))
    ours, theirs = forecasts(past), forecasts(other)
    assert set(ours) == set(METHODS)
    for name, method in ours.items():
        assert method(3) == pytest.approx(theirs[name](3)), name
        assert name == "random" or not np.allclose(method(5), theirs[name](5)), name


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=12), st.integers(1, 12))
def test_level_cells_share_what_lies_in_them(cells: list[tuple[int, int]], count: int) -> None:
    scores, events = np.array(cells, float).T
    count = min(count, len(cells))
    drawn = []
    rng = np.random.default_rng(0)
    for _ in range(300):
        order = np.lexsort((rng.random(len(cells)), -scores))
        drawn.append(events[order[:count]].sum())
    assert found_in(scores, events, [count])[0] == pytest.approx(np.mean(drawn), abs=0.9)
    assert found_in(scores, events, [len(cells)])[0] == pytest.approx(events.sum())


def test_decayed_counts_halve() -> None:
    cells = laid()
    xy = np.array([[125.0, 125.0], [4125.0, 4125.0]])
    past = Past(cells, xy, cells.of(xy), np.array([0, 6]), 1.0)
    scores = forecasts(past)["ewma_3"](6 + 1)[cells.of(xy)] if past.counts.shape[1] > 7 else None
    assert scores is None
    longer = Past(cells, np.vstack([xy, xy[:1]]), cells.of(np.vstack([xy, xy[:1]])), np.array([0, 6, 7]), 1.0)
    old, new = forecasts(longer)["ewma_3"](7)[cells.of(xy)]
    assert (old, new) == pytest.approx((0.25, 1.0))
    assert forecasts(longer)["count_12"](7)[cells.of(xy)].tolist() == [1, 1]


def test_a_surface_is_the_kernel_of_the_distance() -> None:
    cells = laid()
    xy = np.array([[2500.0, 2525.0]])
    surface = Past(cells, xy, cells.of(xy), np.array([0]), 1.0).surface(250)[:, 0]
    far = np.hypot(*(cells.centres - xy[0]).T)
    assert surface == pytest.approx(np.where(far < 750, np.exp(-0.5 * (far / 250) ** 2), 0), abs=1e-6)


def test_cells_lie_where_their_centres_do() -> None:
    ring = box(0, 0, 5000, 5000) - box(1000, 1000, 2000, 2000)
    cells = grid(Outline(ring, METRES, "a ring", ()), 250)
    assert len(cells.centres) == 400 - 16
    assert (cells.of(cells.centres) == np.arange(len(cells.centres))).all()
    assert cells.of(np.array([[1500.0, 1500.0], [-1.0, 20.0], [9999.0, 1.0]])).tolist() == [-1, -1, -1]
    for cell, said in ((1.0, "Choose a larger --cell"), (2500.0, "Choose a smaller --cell")):
        with pytest.raises(Unreadable, match=said):
            grid(Outline(ring, METRES, "a ring", ()), cell)


def test_every_event_is_told_and_small_ground_says_what_1_percent_is(tmp_path: Path) -> None:
    path = town(tmp_path / "e.csv", hot=0.5)
    path.write_text(path.read_text() + "\n0,0,2019-03\n380100,400100,\n380100,,2019-03\n", encoding="utf-8")
    found = measured(path, cell=1000)
    assert found.points.read == len(found.points) + sum(left.count for left in found.points.left_out)
    assert any("is one cell here" in note for note in found.points.notes)
    assert any("convex hull" in note for note in found.points.notes)


def test_feet_are_laid_out_in_cells_of_250_metres(tmp_path: Path) -> None:
    lines = town(tmp_path / "m.csv", hot=0.5).read_text().splitlines()[1:]
    rows = [(float(x) / 0.3048, float(y) / 0.3048, month) for x, y, month in (line.split(",") for line in lines)]
    feet = places(table(tmp_path / "f.csv", rows), COLUMNS, crs="feet", test_months=8)
    metres = measured(tmp_path / "m.csv")
    assert feet.cell == pytest.approx(820.2, abs=0.1)
    assert feet.area_km2 == pytest.approx(metres.area_km2)
    assert feet.methods["kde_250"]["pai_5"].mean == pytest.approx(metres.methods["kde_250"]["pai_5"].mean)


@pytest.mark.parametrize(
    ("months", "each", "said"),
    [(1, 30, "All events are of one month"), (3, 4, "under 10 nothing can be said")],
)
def test_too_little_is_refused(tmp_path: Path, months: int, each: int, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        measured(town(tmp_path / "e.csv", hot=0.5, months=months, each=each))


def test_fewer_months_than_asked_are_said(tmp_path: Path) -> None:
    found = measured(town(tmp_path / "e.csv", hot=0.5, months=6), test_months=24)
    assert len(found.months) == 5
    assert any("5 months to be tested instead of 24" in note for note in found.points.notes)
