"""The records behind the figures of the Missing page: which children are counted, and which assertions say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from graph.snapshot import Snapshot
from mapping import words
from mapping.trends.behind import Opened, Records, opens
from mapping.trends.counts import Part
from mapping.trends.episodes import AWAY, Episode, within
from mapping.trends.known import Counted, MissingSettings
from mapping.trends.missing import FROM, LONGER, Missing, length
from mapping.trends.placed import placements, where_missing
from mapping.trends.state import by_child, ever_open


def behind(snapshot: Snapshot, settings: MissingSettings, found: Missing, known: Counted) -> Mapping[str, Opened]:
    """The records behind every figure of the page that may be opened, by its section.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        As `found` was worked out with.
    found
        From `missing`: only what it shows opens.
    known
        From `counted`, of the same snapshot.
    """
    month, limit = settings.month, settings.limit
    mine = known.missing(month.first, found.until)
    recent = known.missing(found.until - timedelta(days=settings.days - 1), found.until)
    sections: dict[str, Iterable[tuple[str, int | None, Records]]] = {
        "strip": _strip(found, known, settings, mine, recent),
        "interviews": _interviews(found, mine, snapshot),
        "lived": _parts(found.lived, mine, lambda one: one.lived, list(FROM.values()), "children"),
        "lengths": _parts(found.lengths, mine, length, list(LONGER.values()), "episodes"),
        "placed": _placed(found, mine, snapshot),
        "places": _places(found, recent),
    }
    return {
        name: {key: one for key, told, one in rows if opens(told, one.who, limit)} for name, rows in sections.items()
    } | {"pairs": _pairs(found)}


def _strip(
    found: Missing, known: Counted, settings: MissingSettings, mine: Sequence[Episode], recent: Sequence[Episode]
) -> Iterable[tuple[str, int | None, Records]]:
    often = Counter(one.child for one in recent)
    again = {child: said for child, said in by_child(recent).items() if often[child] >= settings.repeats}
    never = {child: said for child, said in again.items() if not ever_open(known, child, found.until)}
    away = by_child(within(known.episodes, settings.month.first, found.until, AWAY))
    held = by_child(one for one in mine if one.due(found.as_of) and one.interview == "within")
    days = f"{found.least} or more times in {found.days} days"
    yield (
        "children",
        found.children.count,
        Records(f"Missing in {found.title}", f"{found.children.said} children", by_child(mine)),
    )
    yield (
        "episodes",
        found.episodes.count,
        Records(f"Missing in {found.title}", f"{found.episodes.said} episodes", by_child(mine)),
    )
    yield (
        "away",
        found.away.count,
        Records(f"Away without authorisation in {found.title}", f"{found.away.said} children", away),
    )
    yield "repeats", found.repeats.count, Records(f"Missing {days}", f"{found.repeats.said} children", again)
    yield (
        "never",
        found.repeats_never_open.count,
        Records(f"Missing {days}, never open to the hub", f"{found.repeats_never_open.said} children", never),
    )
    yield (
        "within",
        found.interviews.within,
        Records("Return interviews held within 72 hours", f"of {len(held)} children", held),
    )
    yearly = by_child(known.missing(settings.month.back(11).first, found.until))
    unheard = {one.id: yearly[one.id] for one in found.unheard if one.episodes > 1}
    said = "missing more than once in 12 months"
    yield "unheard", len(unheard), Records("No return interview on record", f"{len(unheard)} children {said}", unheard)


def _interviews(
    found: Missing, mine: Sequence[Episode], snapshot: Snapshot
) -> Iterable[tuple[str, int | None, Records]]:
    due = [one for one in mine if one.due(snapshot.as_of)]
    for part in found.interviews.states:
        who = by_child(one for one in due if one.interview == part.key)
        yield (
            part.key,
            part.count,
            Records(f"Return interviews: {part.label.lower()}", f"{part.said} of {len(due)} due", who),
        )


def _parts(
    shown: Sequence[Part],
    mine: Sequence[Episode],
    key: Callable[[Episode], str],
    coarse: Sequence[tuple[str, ...]],
    what: str,
) -> Iterable[tuple[str, int | None, Records]]:
    """Rows of a table, or the coarser rows that stand for several."""
    for part in shown:
        keys = (
            next((keys for keys in coarse if keys[0] == part.key), (part.key,))
            if len(shown) == len(coarse)
            else (part.key,)
        )
        who = by_child(one for one in mine if key(one) in keys)
        yield part.key, part.count, Records(part.label, f"{part.said} {what}", who)


def _placed(found: Missing, mine: Sequence[Episode], snapshot: Snapshot) -> Iterable[tuple[str, int | None, Records]]:
    if not found.placed:
        return
    where, said = where_missing(placements(snapshot), mine), by_child(mine)
    for part in found.placed:
        who = {child: said[child] for child, at in where.items() if at == part.key}
        yield (
            part.key,
            part.count,
            Records(f"Looked after and missing: {part.label.lower()}", f"{part.said} children", who),
        )


def _places(found: Missing, recent: Sequence[Episode]) -> Iterable[tuple[str, int | None, Records]]:
    for place in found.places:
        who = by_child(one for one in recent if place.id in one.places)
        said = f"{words.counted(place.children, 'child', 'children')}, {words.counted(place.episodes, 'episode')}"
        yield place.id, place.children, Records(f"Episodes that ended at {place.name}", said, who, context=place.id)


def _pairs(found: Missing) -> Opened:
    """Pairs name two children on the page as it is: their own records open for each of them."""
    return {
        "-".join(pair.ids): Records(
            " and ".join(pair.headings), f"missing together {words.counted(pair.times, 'time')}",
            dict.fromkeys(pair.ids, pair.evidence),
        )
        for pair in found.together
    }  # fmt: skip
