"""Knox's test on a file of events: whether near events follow each other sooner than by chance, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mapping.evaluation.files import Unreadable
from mapping.evaluation.points import Columns, Points, read, with_days
from mapping.places.knox import METRICS, Knox, Metric, TooManyPairs, knox


@dataclass(frozen=True)
class Near:
    """What the test found, and on what."""

    found: Knox
    distance: float
    days: float
    metric: Metric
    points: Points

    def as_json(self) -> dict[str, object]:
        """`observed, expected, ratio, p`, then what they rest on."""
        one = self.found
        return {
            "observed": one.observed,
            "expected": one.expected,
            "ratio": one.ratio,
            "p": one.p,
            "permutations": one.permutations,
            "pairs_near": one.near,
            "pairs_soon": one.soon,
            "events": one.events,
            "distance": self.distance,
            "unit": self.points.plane.unit,
            "days": self.days,
            "metric": self.metric,
            **self.points.described(),
        }


def near(
    path: Path,
    columns: Columns,
    *,
    distance: float,
    days: float,
    crs: str | None = None,
    metric: str = "euclidean",
    permutations: int = 999,
    seed: int = 0,
) -> Near:
    """Test the events of a file.

    Parameters
    ----------
    path, columns, crs
        As `mapping.evaluation.points.read` takes them; without a date column a map file has no days.
    distance, days
        Bounds, both included: metres, or feet where the events are in feet; 0 is the same place, the same day.
    metric
        `euclidean` or `manhattan`.
    permutations, seed
        How often the days are shuffled over the points.

    Raises
    ------
    Unreadable
        The file is not fit: a date is only a month, most points or dates cannot be used, too many pairs.
    """
    way: Metric | None = next((one for one in ("euclidean", "manhattan") if one == metric.casefold()), None)
    if way is None:
        raise Unreadable(f"--metric {metric} is none of {', '.join(METRICS)}.")
    if not 0 <= distance < float("inf") or not 0 <= days < float("inf"):
        raise Unreadable("--distance and --days must be 0 or more.")
    points = with_days(read(path, columns, crs))
    if len(points) < 2:
        raise Unreadable(f"{points.file}: one event makes no pair. At least two are needed.")
    when = points.dates
    assert when is not None
    points = points.noting("The dates are numbers, read as days." if when.numbers else "")
    try:
        found = knox(
            points.xy,
            when.day,
            distance=distance,
            days=days,
            metric=way,
            permutations=permutations,
            seed=seed,
        )
    except TooManyPairs as error:
        raise Unreadable(f"{points.file}: {error} Choose a smaller --distance or fewer --days.") from None
    return Near(found, distance, days, way, points)
