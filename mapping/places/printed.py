"""`kith hotspots` as lines for the terminal: the page's words in the page's order; and the same as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_schema import schema
from graph.answers import Assessed
from graph.errors import KithError
from graph.snapshot import Snapshot
from mapping import terminal, words
from mapping.places import say
from mapping.places.baseline import BASELINES
from mapping.places.clock import Clock, clock
from mapping.places.guard import guard
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.looks import Looks, looks
from mapping.places.owner import answered
from mapping.places.rates import PlaceRate, place_rates
from mapping.places.repeats import NearRepeats, RepeatSettings, near_repeats
from mapping.plain import plain
from mapping.small import HIDDEN

MOST = 20  # named places


@dataclass(frozen=True)
class Answer:
    """All that `kith hotspots` tells."""

    found: Hotspots
    rates: dict[str, PlaceRate]
    clock: Clock
    repeats: NearRepeats
    looks: Looks
    changed: tuple[date, tuple[say.Change, ...]]

    @classmethod
    def of(cls, snapshot: Snapshot, settings: HotspotSettings, assessments: Iterable[Assessed] = ()) -> Answer:
        """Work all of it out; the assessments that stand say who answers for a place."""
        found = answered(hotspots(snapshot, settings), snapshot, assessments)
        asked = RepeatSettings(harm_types=settings.harm_types, agencies=settings.agencies)
        return cls(
            found,
            {one.id: one for one in place_rates(snapshot, found)},
            clock(found.visits, panel=settings.panel),
            near_repeats(snapshot, asked, known=found.ground),
            looks(snapshot, settings, known=found.ground),
            say.changes(snapshot, found),
        )

    def as_json(self) -> dict[str, Any]:
        """`Hotspots.as_json` with rates, hours, near repeats, kinds of harm and changes, as fit for a panel view."""
        told = self.found.as_json()
        panel, may = self.found.settings.panel, guard(self.found)
        for row in told["places"]:
            one = self.rates.get(row["id"]) if row["id"] in may.places else None
            row["rate"] = None if one is None else {"times": one.rate, "low": one.low, "high": one.high}
            row["among_the_five_highest"] = "" if one is None else say.among(one)
        told["clock"] = plain(self.clock)
        told["near_repeats"] = self._repeats(panel)
        told["kinds"] = self._looks(panel)
        since, lines = self.changed
        told["changed"] = {"since": plain(since), "lines": [{"kind": one.kind, "text": one.text} for one in lines]}
        return told

    def _repeats(self, panel: bool) -> dict[str, Any]:
        found, shown = self.repeats, say.pairs(self.repeats, panel)
        bands = [
            {
                "distance": band.distance,
                "days": band.days,
                "observed": None if pairs == HIDDEN else band.observed,
                "expected": band.expected,
                "ratio": None if pairs == HIDDEN else band.ratio,
                "p": band.p,
            }
            for band, (pairs, _) in zip(found.bands, shown, strict=True)
        ]
        few = panel and 0 < found.incidents < schema().policy.small_number
        counted = None if few else found.incidents
        return {"answer": say.repeats(found), "p": found.p, "incidents": counted, "bands": bands}

    def _looks(self, panel: bool) -> dict[str, Any]:
        lines = [
            {
                "harm_type": look.harm_type or None,
                "windows": [
                    None
                    if spot is None
                    else {
                        "days": spot.days,
                        "title": spot.title,
                        "watch": spot.watch,
                        "p": spot.p,
                        "radius": spot.radius,
                        "children": None if panel else spot.children,
                        "expected": None if panel else spot.expected,
                        "more": spot.more,
                    }
                    for spot in look.spots
                ],
            }
            for look in self.looks.lines
        ]
        return {"windows": list(self.looks.windows), "note": self.looks.note, "lines": lines}


def asked(days: int, harms: Sequence[str], against: str, *, panel: bool) -> HotspotSettings:
    """What somebody asked for by codes.

    Raises
    ------
    KithError
        There is no such kind of harm or baseline; the words name those there are.
    """
    codes = schema().codes["harm_type"].codes
    for kind, known, what in (*((one, codes, "kind of harm") for one in harms), (against, BASELINES, "baseline")):
        if kind not in known:
            raise KithError(f"There is no {what} {kind!r}: choose of {', '.join(known)}.")
    return HotspotSettings(days=days, harm_types=tuple(dict.fromkeys(harms)), baseline=against, panel=panel)


def hotspot_lines(answer: Answer) -> None:
    """Places where more distinct children came to harm than the baseline explains, and what stands beside them."""
    found = answer.found
    panel, may = found.settings.panel, guard(found)
    placed = found.as_json()["events"]
    of = words.showing(placed["on_map"], placed["of"]) if placed["of"] is not None else words.number(placed["on_map"])
    span = f"{words.day(found.since)} to {words.day(found.as_of)}"
    terminal.say(f"Places where children came to harm · {span} · {of} events")
    for spot in found.spots:
        terminal.say(f"\n{spot.number} {spot.title}{' (watch: could be chance)' if spot.watch else ''}")
        terminal.say(f"  {' '.join(say.headline(spot, found.settings.days, panel, may))}")
        terminal.say(f"  {say.record(spot, may, found.settings.replicas)}")
        terminal.say(f"  {say.robust(spot, panel)}")
    if not found.spots:
        terminal.say(
            "No circle holds more children than chance explains. Nothing found is not the same as nothing there."
        )
    _places(answer)
    _kinds(answer.looks, panel)
    _hours(answer.clock)
    _repeats(answer.repeats, panel)
    since, lines = answer.changed
    terminal.say(f"\nWhat changed since {words.day(since)}")
    for line in lines:
        terminal.say(f"  {line.kind}: {line.text}")
    if not lines:
        terminal.say("  Nothing new, grown or gone.")
    terminal.say("\n" + " ".join(filter(None, (f"{found.method}.", found.lacking))))


def _places(answer: Answer) -> None:
    found, may = answer.found, guard(answer.found)
    shown = found.named[:MOST]
    terminal.say(f"\nNamed places, never homes, {words.showing(len(shown), len(found.named))}")
    rows = []
    for row in shown:
        one = answer.rates.get(row.id) if row.id in may.places else None
        told = f"{' ('.join(say.rate(one))})" if one else HIDDEN
        count = say.counted_at(row, may, found.settings.panel)
        rows.append((row.name, row.kind, count, say.expected_at(row, may), told, say.contributor(row, may)))
    heads = ["Place", "Kind", "Children", "Expected", "Against expected", "Largest contributor"]
    terminal.table(heads, rows, numbers=[2, 3])
    owners = [(row.name, row.owner or "nobody yet", _reviewed(row.review, found.as_of)) for row in shown]
    terminal.say("\nWho answers for them")
    terminal.table(["Place", "Owner", "Next review"], owners)
    rated = [(row.name, answer.rates.get(row.id)) for row in shown if row.id in may.places]
    first = [name for name, one in rated if one and say.among(one).startswith("among")]
    if first:
        terminal.say(f"Most likely among the five highest: {words.listed(first)}.")


def _reviewed(when: date | None, today: date) -> str:
    return f"{words.day(when, today)}{', overdue' if when < today else ''}" if when else "none set"


def _kinds(found: Looks, panel: bool) -> None:
    terminal.say("\nBy kind of harm")
    for look in found.lines:
        for spot, days in zip(look.spots, found.windows, strict=True):
            if spot is None:
                continue
            count = "" if panel else f", {words.counted(spot.children, 'child', 'children')}"
            watch = ", watch: could be chance" if spot.watch else ""
            terminal.say(f"  {look.label}, {days} days: {spot.title} ({say.chance(spot.p)}{watch}{count})")
    terminal.say(f"{found.note}." if found.note else "  No harm is on the map.")


def _hours(found: Clock) -> None:
    terminal.say("\nWhen")
    hidden = found.unknown is None or found.untimed is None
    none = HIDDEN if hidden else words.counted(found.unknown or 0, "child", "children")
    terminal.say(f"Time not recorded: {none}")
    if found.why_not:
        terminal.say(found.why_not)
        return
    rows = [
        (block, *("×" if count is None else words.number(count) for count in row))
        for block, row in zip(found.blocks, found.cells, strict=True)
    ]
    heads = ["Hours", *(day if " " in day else day[:3] for day in found.days)]
    terminal.table(heads, rows, numbers=range(1, len(heads)))
    for line in (found.peak, found.note):
        if line:
            terminal.say(line)


def _repeats(found: NearRepeats, panel: bool) -> None:
    terminal.say(f"\nDoes harm follow harm? {say.repeats(found)}")
    if not found.bands:
        return
    rows = [
        (say.apart(band.distance), band.days, pairs, say.number(band.expected), times, say.chance(band.p))
        for band, (pairs, times) in zip(found.bands, say.pairs(found, panel), strict=True)
    ]
    terminal.table(["Apart", "Days", "Pairs", "Expected", "Against expected", "Chance"], rows, numbers=[1, 2, 3])
