"""The records behind a figure: as many as it counts, only where it is shown, and never of a handful."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings

from mapping.plain import plain
from mapping.trends import MissingSettings, Month, TrendSettings, counted, missing, trends
from mapping.trends.behind import Records, behind
from mapping.trends.behind_missing import behind as behind_missing
from tests.make import Maker
from tests.trends.scene import october, opened, went
from tests.trends.test_panel import children, harmed, hubs

OCTOBER = Month(2026, 10)


def opening(made: Maker, small: int = 1) -> dict[str, dict[str, Records]]:
    snapshot, asked = made.snapshot(), TrendSettings(OCTOBER, small=small)
    found = behind(snapshot, asked, trends(snapshot, asked), counted(snapshot))
    return {section: dict(rows) for section, rows in found.items()}


def every(sections: dict[str, dict[str, Records]]) -> Iterator[Records]:
    return (one for rows in sections.values() for one in rows.values())


def test_who_is_behind_a_figure_and_what_says_so() -> None:
    made = october()
    role = opened(made, "A", date(2026, 10, 3))
    made.place("Q", "Ottermere Park")
    harmed(made, "A", date(2026, 10, 12), kind="serious_violence", place="Q")
    found = opening(made)
    assert dict(found["figures"]["open"].who) == {"A": (role,)}
    assert set(found["figures"]["missing_children"].who) == set("ABCDEF")
    assert set(found["figures"]["interviews_within_72_hours"].who) == {"A"}
    assert set(found["series"]["missing|2026-09"].who) == {"B", "C"}
    (theme,) = found["themes"].values()
    assert len(theme.who["A"]) == 2  # two agencies say so
    assert "closed" not in found["figures"]  # nobody: there is nothing to open
    shown = opening(made, 5)
    assert set(shown["figures"]) == {"missing_children", "missing_episodes"}
    assert not shown["themes"]


def test_a_birthday_opens_without_an_assertion() -> None:
    made = Maker()
    child = made.child("A", born=date(2010, 12, 1))
    opened(made, child, date(2026, 1, 1))
    assert dict(opening(made)["figures"]["turning_16"].who) == {"A": ()}


def test_the_missing_page_opens_what_it_shows() -> None:
    made = october()
    for child, day in zip("CDEF", (12, 13, 14, 15), strict=True):
        went(made, child, date(2026, 10, day), place="P")
        went(made, child, date(2026, 10, day + 4), place="H")
    went(made, "B", date(2026, 10, 27), place="H")
    snapshot, asked = made.snapshot(), MissingSettings(OCTOBER)
    found = behind_missing(snapshot, asked, missing(snapshot, asked), counted(snapshot))
    assert set(found["strip"]) == {"children", "episodes", "repeats"}
    assert set(found["places"]) == {"P"}  # the home is private
    assert found["places"]["P"].context == "P"
    assert next(set(one.who) for one in found["pairs"].values()) == {"A", "B"}
    exact = MissingSettings(OCTOBER, small=1)
    every_ = behind_missing(snapshot, exact, missing(snapshot, exact), counted(snapshot))
    assert set(every_["places"]) == {"P", "H"}
    assert set(every_["lived"]["residential"].who) == {"B"}
    assert set(every_["interviews"]["late"].who) == {"A"}


@settings(deadline=None, max_examples=20)
@given(hubs())
def test_only_what_is_shown_opens_and_never_under_five(made: Maker) -> None:
    snapshot, asked = made.snapshot(), TrendSettings(OCTOBER, small=5)
    shown = trends(snapshot, asked)
    held = {*snapshot.ties["id"].to_pylist(), *snapshot.roles["id"].to_pylist()}
    for one in every(opening(made, 5)):
        assert len(one.who) >= 5
        assert all(id_ in held for ids in one.who.values() for id_ in ids)
    for name, one in opening(made, 5)["figures"].items():
        assert shown.figures[name].count == len(one.who)
    assert not any(child in str(plain(shown)) for child in snapshot.entities["id"].to_pylist())


def test_as_many_open_as_the_figure_counts() -> None:
    made = october()
    for child in children(made, 7):
        opened(made, child, date(2026, 1, 1), harm_type="online_harm")
        opened(made, child, date(2026, 1, 1), harm_type="missing")
    snapshot, asked = made.snapshot(), TrendSettings(OCTOBER, small=1)
    shown, found = trends(snapshot, asked), opening(made)
    for name, one in found["figures"].items():
        if shown.figures[name].counts in {"children", "adults", "people"}:
            assert shown.figures[name].count == len(one.who), name
    for name, by in shown.by.items():
        for row in by.rows:
            behind_ = found[f"by_{name}"].get(f"{row.key}|open")
            assert (row.open or 0) == (len(behind_.who) if behind_ else 0), (name, row.label)
