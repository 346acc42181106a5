"""No count of one to four people in what a panel reads, nor a difference that tells one: months made by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.plain import plain
from mapping.trends import MissingSettings, Month, TrendSettings, counted, missing, trends
from mapping.trends.placed import WHERE, placements
from mapping.trends.since import MOVES
from tests.make import Maker
from tests.trends.scene import opened, went
from tests.trends.test_panel import harmed

OCTOBER = Month(2026, 10)
WORK = ("interviews", "entered", "actions", "lengths", "months", "days", "small")
"""Parts of the answer that count the work of services, episodes or records, and the settings."""
FROM = {"count", "of", "previous", "open", "new", "closed", "re_referred", "start", "review", "close", "then", "now"}


def month(seed: int) -> Maker:
    """Some 8 to 30 children, a borough with two homes, and whatever chance does to them."""
    rng, made = random.Random(seed), Maker()
    made.areas.append(
        {"id": "K", "kind": "ward", "name": "W", "children": 9, "geometry": shapely.box(-2.2, 53.5, -2.1, 53.6).wkb}
    )
    made.place("IN", "Larch House", "childrens_home", latitude=53.55, longitude=-2.15)
    made.place("OUT", "Far House", "childrens_home", latitude=53.9, longitude=-2.15)
    made.place("P", "Ottermere Central", "station", latitude=53.56, longitude=-2.16)
    made.place("H", "41 Fennel Row", "address")
    since = date(2026, 8, 1)
    chances = {
        name: rng.choice((0.1, 0.3, 0.6, 0.9)) for name in ("open", "care", "gone", "harm", "nrm", "new", "late")
    }
    for number in range(rng.randint(8, 30)):
        child = made.child(f"C{number:02}", sex=rng.choice("MFU"))
        if rng.random() < chances["open"]:
            first = date(2026, 10, rng.randint(1, 28)) if rng.random() < 0.2 * chances["new"] else date(2026, 1, 1)
            last = date(2026, 10, 29) if rng.random() < 0.1 else None
            opened(made, child, first, last, recorded_on=first)
            for day in (date(2026, 2, 1), date(2026, 10, 5)):
                if rng.random() < 0.8:
                    level = rng.choice(["low", "medium", "high"])
                    made.role(
                        child, "at_risk", level=level, tool="T", tool_version="1", observed_from=day, observed_to=None
                    )
        if rng.random() < chances["care"]:
            made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
            if (home := rng.choice(["IN", "OUT", ""])) != "":
                made.tie(child, "lives_at", home, observed_from=date(2026, 1, 1), observed_to=None)
        for _ in range(rng.randint(0, 3) if rng.random() < chances["gone"] else 0):
            went(made, child, since + timedelta(days=rng.randrange(90)), place=rng.choice(["P", "H", ""]))
            if rng.random() < chances["late"]:
                made.ties[-1]["recorded_on"] = date(2026, 11, 1)
        for _ in range(rng.randint(0, 2) if rng.random() < chances["harm"] else 0):
            harmed(
                made, child, since + timedelta(days=rng.randrange(90)), kind="online_harm", place=rng.choice(["P", ""])
            )
        if rng.random() < chances["nrm"]:
            day = date(2026, rng.choice([5, 10]), 2)
            made.role(child, "nrm_referred", observed_from=day, observed_to=None)
            if rng.random() < 0.5:
                made.role(child, "nrm_reasonable", observed_from=date(2026, 10, 9), observed_to=None)
    return made


def numbers(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every count of an answer with where it stands, but for those of work."""
    if isinstance(found, Mapping):
        for key, value in found.items():
            if key not in WORK and found.get("counts") != "interviews":
                yield from numbers(value, (*path, str(key)))
    elif isinstance(found, list):
        for value in found:
            yield from numbers(value, path)
    elif isinstance(found, int) and path[-1] in FROM:
        yield path, found


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_nothing_small_is_told_nor_what_tells_it(seed: int) -> None:
    snapshot = month(seed).snapshot()
    known = counted(snapshot)
    found = trends(snapshot, TrendSettings(OCTOBER, small=5), known)
    for path, number in numbers(plain(found)):
        assert number == 0 or number >= 5, path
    for path, number in numbers(plain(missing(snapshot, MissingSettings(OCTOBER, small=5), known))):
        assert number == 0 or number >= 5 or path[0] in {"top", "repeated"}, path
    for one in found.figures.values():
        if one.count is not None and one.of is not None and one.counts == "children":
            assert not 0 < one.of - one.count < 5 or one.title.startswith(
                ("Opened", "Closed", "Missing in", "Open to the hub at")
            )
    for theme in found.themes:
        assert theme.weekend.count is None or not 0 < (theme.children.count or 0) - theme.weekend.count < 5
    for late in found.since.late:
        assert late.then is None or late.now is None or abs(late.then - late.now) >= 5
    for held, gone in zip(found.placed.looked_after, found.placed.missing, strict=True):
        assert held.count is None or gone.count is None or not 0 < held.count - gone.count < 5


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_what_is_hidden_of_a_table_cannot_be_worked_out_of_its_total(seed: int) -> None:
    snapshot = month(seed).snapshot()
    known = counted(snapshot)
    found = trends(snapshot, TrendSettings(OCTOBER, small=5), known)
    exact = trends(snapshot, TrendSettings(OCTOBER, small=1), known)
    for shown, true in (
        (found.placed.looked_after, exact.placed.looked_after),
        (found.placed.missing, exact.placed.missing),
        (found.since.levels, exact.since.levels),
    ):
        hidden = [two.count or 0 for one, two in zip(shown, true, strict=True) if one.count is None]
        assert len(hidden) != 1 or found.figures["new"].said == "not shown"  # one alone is the rest of the total
        assert all(one.count is None or one.count == two.count for one, two in zip(shown, true, strict=True))
    both, total = len(exact.since.levels), sum(part.count or 0 for part in exact.since.levels)
    if both and found.figures["new"].said == found.figures["closed"].said == "not shown" and total:
        assert any(part.count is None for part in found.since.levels)  # else the total tells how few are new
    assert set(MOVES) >= {part.key for part in found.since.levels}
    assert set(placements(snapshot).where.values()) <= set(WHERE)
