"""What is published about the whole borough: how many children live there, in view or not, by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data_schema import schema
from loaders.borough.ground import Ground
from loaders.borough.names import ETHNICITIES

AS_OF = "2026-01-15"
SEX: Mapping[str, float] = {"F": 48.8, "M": 51.2}
AGES: Mapping[str, float] = {
    "10": 12.9, "11": 12.9, "12": 12.8, "13": 12.7, "14": 12.5, "15": 12.3, "16": 12.1, "17": 11.8,
}  # fmt: skip
LOOKED_AFTER: Mapping[str, float] = {"looked_after": 1.1, "not_looked_after": 98.9}
"""Per cent of all children of 10 to 17; of those in view of services far more are looked after."""

Row = dict[str, str]


def population(ground: Ground, times: float) -> Iterator[Row]:
    """Yield the rows of `population.csv`: every characteristic adds up to the children that the wards have.

    Parameters
    ----------
    ground
        The wards and their children.
    times
        Multiplies the number of children, for boroughs larger than Ottermere; as for the boundaries.
    """
    wards = {ward: round(ward.children * times) for ward in ground.wards}
    total = sum(wards.values())
    for characteristic, shares in (
        ("ethnicity", _broad()), ("sex", SEX), ("age_band", AGES), ("care_status", LOOKED_AFTER),
    ):  # fmt: skip
        for group, children in _shared_out(total, shares).items():
            yield _row(characteristic, group, children, "School census")
    for ward, children in wards.items():
        yield _row("ward", ward.name, children, "Mid-year estimate") | {"area_code": ward.code}


def _row(characteristic: str, group: str, children: int, source: str) -> Row:
    return {
        "characteristic": characteristic, "group": group, "children": str(children), "as_of": AS_OF, "source": source,
    }  # fmt: skip


def _broad() -> dict[str, float]:
    """The ethnic groups of the census in five, and those for whom the census has none."""
    known = schema().codes["ethnicity"].codes
    found: dict[str, float] = {}
    for code, share in ETHNICITIES.items():
        group = known[code].extra["group"]
        found[group] = found.get(group, 0.0) + share
    return found


def _shared_out(total: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in these shares that add up to the total (largest remainders)."""
    exact = {group: total * share / sum(shares.values()) for group, share in shares.items()}
    found = {group: int(value) for group, value in exact.items()}
    short = sorted(exact, key=lambda group: (found[group] - exact[group], group))
    for group in short[: total - sum(found.values())]:
        found[group] += 1
    return found
