"""Every figure opens what stands behind it, and on a panel view says why it does not."""

from __future__ import annotations

import pytest

from graph.snapshot import Snapshot
from mapping.places import say
from mapping.places.guard import guard
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.places.looks import looks
from mapping.places.repeats import RepeatSettings, near_repeats
from mapping.places.slices import ALL, CLOSED, OFF, Figures
from tests.places.town import Town, busy


def figures(snapshot: Snapshot, *, panel: bool = True) -> Figures:
    asked = HotspotSettings(replicas=99, panel=panel)
    found = hotspots(snapshot, asked)
    return Figures(
        found,
        snapshot,
        lambda: looks(snapshot, asked, known=found.ground),
        lambda: near_repeats(snapshot, RepeatSettings(permutations=99), known=found.ground),
        lambda: say.changes(snapshot, found),
    )


def town() -> Town:
    made = busy()
    for n in range(8):
        made.event(f"O{n}", f"O{n}", None, subkind="incident", tie="harmed_in", harm_type="sexual_exploitation")
    made.put("ADR", 1200, 4800, "address", "12 Fennel Row")
    for n in range(6):
        made.event(f"A{n}", f"K{n}", "ADR")
    for row in made.entities:
        if row["kind"] == "event" and row["id"].startswith("X"):
            row["started_at"] = "19:30"
    return made


def test_counts_are_those_of_what_they_open() -> None:
    told = figures(town().snapshot(), panel=False)
    spot = told.found.spots[0]
    cut = told.cut("spot:1")
    assert cut is not None
    assert cut.visits["child"].nunique() == spot.children
    for row in told.found.places:
        here = told.cut(f"place:{row.id}")
        assert here is not None
        assert (here.visits["child"].nunique(), here.title) == (row.children, row.name)
    whole = told.cut(ALL)
    assert whole is not None
    assert whole.visits["what"].nunique() == told.found.events_on_map
    off = told.cut(OFF)
    assert off is not None
    assert off.visits["what"].nunique() == len(told.found.unplaced) == 8
    assert set(off.visits["event_kind"]) == {"incident"}


def test_every_cell_of_the_hours_opens_its_children() -> None:
    told = figures(town().snapshot(), panel=False)
    for of in (ALL, "spot:1", "place:L22"):
        hours = told.hours(of)
        for at, row in enumerate(hours.cells):
            for on, count in enumerate(row):
                cut = told.cut(f"hours:{at}:{on}:{of}")
                assert cut is not None
                assert cut.visits["child"].nunique() == count
        none = told.cut(f"hours:-:0:{of}")
        assert none is not None
        assert none.visits["child"].nunique() == hours.unknown


def test_kinds_pairs_and_changes_open_theirs() -> None:
    told = figures(town().snapshot(), panel=False)
    opened = 0
    for look in told.looks().lines:
        for spot in look.spots:
            if spot:
                cut = told.cut(f"kind:{look.harm_type}:{spot.days}")
                assert cut is not None
                assert cut.visits["child"].nunique() == spot.children
                opened += 1
    assert opened
    for at, band in enumerate(told.repeats().bands):
        cut = told.cut(f"repeat:{at}")
        assert cut is not None
        assert set(cut.visits["what"]) == set(band.what)
    for at, line in enumerate(told.changes()[1]):
        cut = told.cut(f"changed:{at}")
        assert cut is not None
        assert len(cut.visits) or not (line.places or line.what)


def test_a_panel_opens_nothing_of_one_to_four_and_names_no_home() -> None:
    told = figures(town().snapshot())
    small = next(row for row in told.found.places if 0 < row.children < 5)
    cut = told.cut(f"place:{small.id}")
    assert cut is not None
    assert cut.closed == CLOSED
    home = told.cut("place:ADR")
    assert home is not None
    assert "Fennel" not in home.title + home.about
    full = figures(town().snapshot(), panel=False).cut("place:ADR")
    assert full is not None
    assert full.title == "12 Fennel Row"


def test_what_a_panel_is_not_told_it_does_not_open() -> None:
    told = figures(town().snapshot())
    opened = 0
    for row in told.found.named:
        cut = told.cut(f"place:{row.id}")
        assert cut is not None
        assert bool(cut.closed) == (row.id not in guard(told.found).places)
        opened += not cut.closed
    assert opened
    for of in (ALL, "spot:1"):
        hours = told.hours(of)
        for at, cells in enumerate(hours.cells):
            for on, count in enumerate(cells):
                cut = told.cut(f"hours:{at}:{on}:{of}")
                assert cut is not None
                assert bool(cut.closed) == (count is None)
    for at, (pairs, _) in enumerate(say.pairs(told.repeats(), panel=True)):
        cut = told.cut(f"repeat:{at}")
        assert cut is not None
        assert cut.closed or pairs != "not shown"


@pytest.mark.parametrize(
    "asked",
    ["spot:9", "place:L-NONE", "hours:99:0:all", "hours:0:99:all", "hours:-1:0:all", "hours:x:y:all",
     "hours:0:0:spot:9", "kind:moon:30", "kind:missing:31", "kind", "repeat:77", "repeat:x", "changed:99", "no", ""],
)  # fmt: skip
def test_what_is_no_figure_opens_nothing(asked: str) -> None:
    assert figures(busy().snapshot()).cut(asked) is None
