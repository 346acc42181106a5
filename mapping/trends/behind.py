"""The records behind the figures of the Trends page: who is counted, and which assertions say so.

Only what the page may show opens: a figure that is not shown opens nothing, nor does one of fewer people than the
limit. It is for people at the page; nothing of it is printed or exported with the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.snapshot import Snapshot
from mapping import words
from mapping.trends.course import STAGES, staged
from mapping.trends.episodes import Episode
from mapping.trends.figures import FIGURES
from mapping.trends.groups import SETS, sorted_children
from mapping.trends.harm import harmed, harmed_by_month, theme_children
from mapping.trends.hub import Hub, levels
from mapping.trends.known import Counted
from mapping.trends.month import Month
from mapping.trends.panel import Trends
from mapping.trends.placed import WHERE, placements, where_missing
from mapping.trends.since import moves
from mapping.trends.spans import Behind, on, said_of
from mapping.trends.state import At, TrendSettings, state

FLOWS = {"open": "open", "new": "new", "closed": "closed", "re_referred": "re-referred"}
AT = {"start": "at the start", "review": "at three months", "close": "at the close"}


@dataclass(frozen=True, slots=True)
class Records:
    """What opens behind one figure."""

    title: str  # "Missing in the month"
    said: str  # "32 children"
    who: Behind  # child, adult or event -> the assertions; none where a birthday alone says so
    context: str = ""  # Kith id of the place, where the figure is of one


Opened = Mapping[str, Records]
"""Key -> the records behind, in the order of the page."""


def opens(counted: int | None, who: Behind, limit: int) -> bool:
    """Whether a figure opens: it is shown, somebody is behind it, and no fewer than the limit."""
    return counted is not None and len(who) >= max(limit, 1)


def behind(snapshot: Snapshot, settings: TrendSettings, found: Trends, known: Counted) -> Mapping[str, Opened]:
    """The records behind every figure of a month that may be opened, by the section of the page.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        As `found` was worked out with.
    found
        From `trends`: only what it shows opens.
    known
        From `counted`, of the same snapshot.
    """
    harm = harmed(known)
    now, past = (state(known, settings, one, harm) for one in (settings.month, settings.month.back(1)))
    limit = settings.limit
    sections: dict[str, Iterator[tuple[str, int | None, Records]]] = {
        "figures": _figures(found, now),
        "themes": _themes(found, theme_children(harm, settings.month, now.until)),
        "series": _series(found, harmed_by_month(known, harm, settings.month.back(11), now.until)),
        "course": _course(found, known, now),
        "placed": _placed(found, known, snapshot, now),
        "since": _since(found, known, now, past),
        **{f"by_{name}": rows for name, rows in _by(found, known, now).items()},
    }
    return {
        name: {key: one for key, counted, one in rows if opens(counted, one.who, limit)}
        for name, rows in sections.items()
    }


def _children(count: int | None) -> str:
    return words.counted(count or 0, "child", "children")


def _figures(found: Trends, now: At) -> Iterator[tuple[str, int | None, Records]]:
    for name, (_, _, counts) in FIGURES.items():
        one = found.figures[name]
        said = f"{one.said} {counts}" + (f" of {words.number(one.of)} {one.of_what}" if one.of is not None else "")
        yield name, one.count, Records(one.title, said, now.behind[name])


def _themes(
    found: Trends, children: Mapping[tuple[str, str, str], Behind]
) -> Iterator[tuple[str, int | None, Records]]:
    for one in found.themes:
        who = children.get((one.harm_type, one.place_kind, one.time), {})
        title = f"{one.title}, {one.where}"
        yield title, one.children.count, Records(title, f"{_children(one.children.count)} in three months", who)


def _series(found: Trends, children: Mapping[str, Mapping[Month, Behind]]) -> Iterator[tuple[str, int | None, Records]]:
    for back in range(12):
        for one in found.series:
            month = Month(*map(int, one.months[-1 - back].split("-")))
            told = one.counts[-1 - back].count
            title = f"{one.label}, {month.name}"
            yield f"{one.key}|{month}", told, Records(title, _children(told), children.get(one.key, {}).get(month, {}))


def _by(found: Trends, known: Counted, now: At) -> Mapping[str, Iterator[tuple[str, int | None, Records]]]:
    sets = _sets(now.hub)
    of = sorted_children(known, frozenset().union(*sets.values()), now.month, now.until)
    risk = levels(known.snapshot, now.until)

    def rows(name: str) -> Iterator[tuple[str, int | None, Records]]:
        keys, _ = of[name]
        for row in found.by[name].rows:
            for flow, words_ in FLOWS.items():
                told: int | None = getattr(row, flow)
                mine = [child for child in sets[flow] if row.key in keys[child]]
                who = said_of(known.opened, mine, now.month.first, now.until)
                if name == "level" and row.key:
                    who = {child: (risk[child].said, *said) for child, said in who.items()}
                title = f"{row.label}: {words_}"
                yield f"{row.key}|{flow}", told, Records(title, _children(told), who)

    return {name: rows(name) for name in found.by}


def _sets(hub: Hub) -> Mapping[str, frozenset[str]]:
    return dict(zip(SETS, (hub.open, hub.new, hub.closed, hub.again), strict=True))


def _course(found: Trends, known: Counted, now: At) -> Iterator[tuple[str, int | None, Records]]:
    _, at, _ = staged(known, now.month, now.until)
    for row in found.course.rows:
        for stage in STAGES:
            told: int | None = getattr(row, stage)
            title = f"{row.label} {AT[stage]}"
            yield f"{row.level}|{stage}", told, Records(title, _children(told), at[stage].get(row.level, {}))


def _placed(found: Trends, known: Counted, snapshot: Snapshot, now: At) -> Iterator[tuple[str, int | None, Records]]:
    lie = placements(snapshot)
    cared = on(known.cared, now.until)
    mine = known.missing(now.month.first, now.until)
    gone, days = where_missing(lie, mine), _latest(mine)
    for place, part in enumerate(found.placed.looked_after):
        here = [child for child in cared if lie.of(child, now.until) == part.key]
        who = {
            child: (*said, *lie.said(child, now.until))
            for child, said in said_of(known.cared, here, now.until, now.until).items()
        }
        title = f"{WHERE[part.key]}: looked after"
        yield f"{part.key}|looked_after", part.count, Records(title, _children(part.count), who)
        told = found.placed.missing[place].count
        away = {child: days[child].evidence for child, where in gone.items() if where == part.key}
        title = f"{WHERE[part.key]}: missing in the month"
        yield f"{part.key}|missing", told, Records(title, _children(told), away)


def _latest(mine: list[Episode]) -> Mapping[str, Episode]:
    return {one.child: one for one in sorted(mine, key=lambda one: one.start)}


def _since(found: Trends, known: Counted, now: At, past: At) -> Iterator[tuple[str, int | None, Records]]:
    moved = moves(known, now, past)
    first, second = levels(known.snapshot, past.until), levels(known.snapshot, now.until)
    for part in found.since.levels:
        who = {
            child: tuple(dict.fromkeys(level.said for level in (first.get(child), second.get(child)) if level))
            for child, move in moved.items()
            if move == part.key
        }
        yield part.key, part.count, Records(part.label, _children(part.count), who)
