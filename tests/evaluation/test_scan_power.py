"""The scan's false alarms and power on small grounds."""

import numpy as np
import pytest
from shapely import box

from mapping.evaluation.files import Unreadable
from mapping.evaluation.outline import Outline
from mapping.evaluation.plane import FOOT, Plane
from mapping.evaluation.points import Columns
from mapping.evaluation.scan_power import laid, of_files, power, strewn, strongest

TOWN = box(380_000, 400_000, 385_000, 405_000)
METRES, FEET = Plane("metres", None, 1.0), Plane("feet", None, 1 / FOOT)


def test_more_events_at_the_spot_are_found_more_often() -> None:
    found = power(Outline(TOWN, METRES, "a town", ()), runs=40, events=40, extra=(2, 5, 12))
    rates = [found.power[extra].mean for extra in (2, 5, 12)]
    assert rates == sorted(rates)
    assert rates[-1] == 1
    assert found.false_alarms.low <= 0.05
    assert found.false_alarms.low <= found.false_alarms.mean <= found.false_alarms.high
    assert found.area_km2 == pytest.approx(25)


def test_the_same_seed_and_the_same_ground_in_feet_give_the_same() -> None:
    feet = Outline(box(*(bound / FOOT for bound in TOWN.bounds)), FEET, "a town", ())
    one = power(Outline(TOWN, METRES, "a town", ()), runs=20, extra=(3,), seed=4)
    two = power(feet, runs=20, extra=(3,), seed=4)
    assert one.false_alarms == two.false_alarms
    assert one.area_km2 == pytest.approx(two.area_km2)


def test_events_are_strewn_evenly_and_inside() -> None:
    ring = TOWN - box(381_000, 401_000, 384_000, 404_000)
    xy = strewn(ring, (20, 50), np.random.default_rng(1)).reshape(-1, 2)
    assert len(xy) == 1000
    west = (xy[:, 0] < 382_500).mean()
    assert west == pytest.approx(0.5, abs=0.06)
    assert not ((xy > [381_000, 401_000]) & (xy < [384_000, 404_000])).all(axis=1).any()


def test_runs_are_scanned_apart_from_each_other() -> None:
    points, cells = laid(TOWN)
    rng = np.random.default_rng(2)
    even, spot = strewn(TOWN, (1, 30), rng), np.full((1, 30, 2), [382_525.0, 402_525.0])
    alone = [float(strongest(points, cells, one)[0]) for one in (even, spot)]
    assert strongest(points, cells, np.concatenate([even, spot])).tolist() == pytest.approx(alone)
    assert alone[1] > 5 * alone[0]


@pytest.mark.parametrize("side", [5_000, 12_000, 36_000])
def test_circles_hold_the_share_of_the_land_that_they_cover(side: float) -> None:
    """However large the ground: circles that hold less of what is expected than of the land raise false alarms."""
    _, cells = laid(box(0, 0, side, side))
    inner = ((cells.centres > 1300) & (cells.centres < side - 1300)).all(axis=1)
    held, land = cells.share[inner].mean(axis=0), np.pi * cells.radii[0] ** 2 / side**2
    assert held / land == pytest.approx(1, abs=0.7)
    assert held[3:] / land[3:] == pytest.approx(1, abs=0.15)


def test_no_ground_or_too_little_is_refused() -> None:
    with pytest.raises(Unreadable, match="Give --events, or its --boundary"):
        of_files(None, Columns())
    with pytest.raises(Unreadable, match="too little for circles"):
        power(Outline(box(0, 0, 300, 300), METRES, "a yard", ()))
