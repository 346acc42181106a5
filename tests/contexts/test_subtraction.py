"""A panel's view of one context read as somebody who subtracts: kinds and months beside the children of the window."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.contexts import Context, ContextSettings, context
from tests.contexts.scene import STATION, child, harmed, town
from tests.make import TODAY

LIMIT = 5
HARMS = ("serious_violence", "criminal_exploitation", "sexual_exploitation")
_WHEN = st.integers(0, 360)
_HARMED = st.lists(st.tuples(st.integers(0, 14), st.sampled_from(HARMS), _WHEN), min_size=5, max_size=40)


def told(harm: list[tuple[int, str, int]], *, panel: bool = True) -> Context:
    made = town()
    for nth, (who, kind, days) in enumerate(harm):
        harmed(made, f"E-{nth}", child(made, f"C-{who}"), days_ago=days, harm_type=kind)
    return context(made.snapshot(), STATION, ContextSettings(panel=panel))


def few(part: set[int], whole: set[int]) -> bool:
    return 0 < len(whole - part) < LIMIT


@settings(max_examples=60)
@given(_HARMED)
def test_no_kind_of_harm_tells_how_few_came_to_no_other(harm: list[tuple[int, str, int]]) -> None:
    found = told(harm).happened
    for rows, whole, since, until in (
        ([row.now for row in found.kinds], found.children, 0, found.days),
        ([row.before for row in found.kinds], found.before, found.days, 2 * found.days),
    ):
        seen = {kind: {who for who, of, days in harm if of == kind and since <= days < until} for kind in HARMS}
        every = set().union(*seen.values())
        if whole.count is None:
            continue
        assert whole.count == len(every)
        for one in rows:
            assert not (one.count and 0 < whole.count - one.count < LIMIT)
        if all(one.count is not None for one in rows):
            assert not 0 < sum(one.count or 0 for one in rows) - whole.count < LIMIT


@settings(max_examples=60)
@given(_HARMED)
def test_no_month_tells_how_few_came_to_harm_in_the_rest_of_the_window(harm: list[tuple[int, str, int]]) -> None:
    found = told(harm).happened
    whole = {who for who, _, days in harm if days < found.days}
    for part in found.months:
        if not part.told.count or found.children.count is None:
            continue
        first = _first(part.label)
        if first >= found.since:
            mine = {who for who, _, days in harm if 0 <= days <= (TODAY - first).days and _until(part.label, days)}
            assert part.told.count == len(mine)
            assert not few(mine, whole)


def test_a_half_year_that_all_but_one_share_is_not_shown() -> None:
    """13 children in 183 days, 12 of them since June: one came to harm in May only."""
    harm = [(who, HARMS[0], 20) for who in range(12)] + [(12, HARMS[0], (TODAY - date(2026, 5, 20)).days)]
    harm += [(who, HARMS[0], (TODAY - date(2026, 1, 20)).days) for who in range(5)]
    found = told(harm).happened
    assert found.children.count == 13
    assert [part.told.said for part in found.months] == ["6", "not shown"]
    assert told(harm, panel=False).happened.months[-2].told.count == 12  # October: everybody else sees them


def _first(label: str) -> date:
    if label[:2] == "20":
        return date.fromisoformat(f"{label}-01")
    start, _, end = label.partition(" to ")
    month = [f"{date(2026, at, 1):%b}" for at in range(1, 13)]
    year = int(end[-4:]) - (month.index(start[:3]) > month.index(end[:3]))
    return date(year, month.index(start[:3]) + 1, 1)


def _until(label: str, days: int) -> bool:
    """Whether so many days ago is not after the last month of the label."""
    when = date.fromordinal(TODAY.toordinal() - days)
    if label[:2] == "20":
        return (when.year, when.month) <= (int(label[:4]), int(label[5:]))
    end = label.partition(" to ")[2]
    month = [f"{date(2026, at, 1):%b}" for at in range(1, 13)].index(end[:3]) + 1
    return (when.year, when.month) <= (int(end[-4:]), month)
