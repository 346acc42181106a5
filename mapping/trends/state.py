"""The numbers behind the panel figures at the end of a month, exact, and who is behind each. Not for showing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.snapshot import Snapshot
from mapping.trends.ahead import TURNING, began, events_of, sibling_pairs, turning
from mapping.trends.counts import smallest
from mapping.trends.episodes import AWAY, PLACED, RESIDENTIAL, Episode, within
from mapping.trends.figures import WORK
from mapping.trends.harm import MISSING, Harmed
from mapping.trends.hub import AGAIN_DAYS, Hub, hub, roles_of
from mapping.trends.interviews import ACCEPTED, OFFERED, interviews
from mapping.trends.known import Counted
from mapping.trends.month import Month
from mapping.trends.spans import Behind, Spans, on, said_of

REPEATS, DAYS = 3, 90
YEAR = 12
HARMED_TIMES = 2
"""So many events in so many months make a child one who was harmed repeatedly."""
_DECISIONS = ("nrm_reasonable", "nrm_conclusive", "nrm_negative")


@dataclass(frozen=True, slots=True)
class TrendSettings:
    """What to count."""

    month: Month
    repeats: int = REPEATS  # so many episodes
    days: int = DAYS  # in so many days
    small: int = 0  # the smallest count of children that is shown; 0: the policy's, 1: every one

    @property
    def limit(self) -> int:
        """The smallest count that is shown."""
        return smallest(self.small)


@dataclass(frozen=True)
class At:
    """The state of things at the end of one month."""

    month: Month
    until: date
    hub: Hub
    values: Mapping[str, int | None]  # figure -> how many; None: not recorded
    of: Mapping[str, int | None]
    unknown: Mapping[str, int | None]
    behind: Mapping[str, Behind]  # figure -> who (of arrests: which event) -> the assertions that say so


@dataclass
class _Told:
    """Figures as they are found."""

    values: dict[str, int | None] = field(default_factory=dict)
    of: dict[str, int | None] = field(default_factory=dict)
    unknown: dict[str, int | None] = field(default_factory=dict)
    behind: dict[str, Behind] = field(default_factory=dict)

    def tell(self, name: str, found: Behind, known: object, of: int | None = None, many: int | None = None) -> None:
        """Count these under a name, of so many; nothing where nobody recorded anything of the kind."""
        self.values[name] = (len(found) if many is None else many) if known else None
        self.of[name] = of
        self.behind[name] = found


def state(known: Counted, settings: TrendSettings, month: Month, harm: Iterable[Harmed]) -> At:
    """Count every figure at the end of a month, by what is recorded today.

    Parameters
    ----------
    known
        What was read.
    settings
        What counts as a repeat.
    month
        Of which month.
    harm
        From `harmed`: every child in every event in which they came to harm.
    """
    until = min(month.last, known.snapshot.as_of)
    now = hub(known.opened, month, until)
    told = _Told()
    _hub(told, known, month, until, now)
    _missing(told, known, settings, month, until)
    _harmed(told, known, month, until, harm)
    _national(told, known, month, until, now)
    _done(told, known, month, until)
    _ahead(told, known, until, now)
    return At(month, until, now, told.values, told.of, told.unknown, told.behind)


def _hub(told: _Told, known: Counted, month: Month, until: date, now: Hub) -> None:
    before = hub(known.opened, month.back(1), month.back(1).last)
    year = month.first - timedelta(days=AGAIN_DAYS)
    told.tell("open", said_of(known.opened, now.open, until, until), known.opened, _living(known.snapshot))
    told.tell("new", said_of(known.opened, now.new, month.first, until), known.opened, len(now.open))
    told.tell("closed", said_of(known.opened, now.closed, month.first, until), known.opened, len(before.open))
    told.tell("re_referred", said_of(known.opened, now.again, year, until), known.opened, len(now.new))
    both = now.open & on(known.cared, until)
    said = _both(said_of(known.opened, both, until, until), said_of(known.cared, both, until, until))
    told.tell("looked_after_open", said, known.opened and known.cared, len(now.open))
    kin = sibling_pairs(known.snapshot)
    siblings: dict[str, list[str]] = defaultdict(list)
    for (one, two), ids in kin.items():
        if one in now.open and _child(known, two, until):
            siblings[two] += ids
    waiting = {child: tuple(ids) for child, ids in siblings.items() if child not in now.open}
    told.tell("siblings_not_open", waiting, known.opened and kin, len(siblings))


def _missing(told: _Told, known: Counted, settings: TrendSettings, month: Month, until: date) -> None:
    ever = known.episodes
    mine = known.missing(month.first, until)
    gone = by_child(mine)
    told.tell("missing_children", gone, ever, _living(known.snapshot))
    told.tell("missing_episodes", gone, ever, many=len(mine))
    away = by_child(within(ever, month.first, until, AWAY))
    told.tell("away_children", away, any(one.kind == AWAY for one in ever))
    recent = known.missing(until - timedelta(days=settings.days - 1), until)
    often = Counter(one.child for one in recent)
    again = {child: said for child, said in by_child(recent).items() if often[child] >= settings.repeats}
    told.tell("missing_repeatedly", again, ever, len(often))
    never = {child: said for child, said in again.items() if not ever_open(known, child, until)}
    told.tell("repeat_never_open", never, ever and known.opened, len(again))
    in_care = by_child(one for one in mine if one.lived in {RESIDENTIAL, PLACED})
    told.tell("missing_looked_after", in_care, ever and known.cared, len(gone))
    asked = interviews(mine, known.snapshot.as_of, settings.limit)
    recorded = any(one.offered for one in ever)
    due = [one for one in mine if one.due(known.snapshot.as_of)]
    shown = (asked.offered, asked.accepted, asked.within)
    for name, value, states in zip(WORK, shown, (OFFERED, ACCEPTED, ("within",)), strict=True):
        told.values[name] = value if recorded else None
        told.behind[name] = by_child(one for one in due if one.interview in states)
    told.of |= dict.fromkeys(WORK, asked.due)
    told.unknown |= dict.fromkeys(WORK, asked.unknown)


def _harmed(told: _Told, known: Counted, month: Month, until: date, harm: Iterable[Harmed]) -> None:
    """Coverage: who came to harm again and again, and was never brought to the hub."""
    since = month.back(YEAR - 1).first
    every = list(harm)
    mine = [one for one in every if one.within(since, until) and one.harm_type != MISSING]
    events: dict[str, set[str]] = defaultdict(set)
    said: dict[str, list[str]] = defaultdict(list)
    for one in mine:
        events[one.child].add(one.event)
        said[one.child] += one.evidence
    often = {child: tuple(said[child]) for child, times in events.items() if len(times) >= HARMED_TIMES}
    told.tell("harmed_repeatedly", often, every, len(events))
    never = {child: ids for child, ids in often.items() if not ever_open(known, child, until)}
    told.tell("harmed_never_open", never, every and known.opened, len(often))


def _national(told: _Told, known: Counted, month: Month, until: date, now: Hub) -> None:
    """The national referral mechanism: of children; what becomes of adults is not counted here."""
    held = {name: _of_children(known, roles_of(known.snapshot, name)) for name in ("nrm_referred", *_DECISIONS)}
    referred = held["nrm_referred"]
    ever = _before(referred, until)
    open_ = {child: said for child, said in ever.items() if child in now.open}
    told.tell("nrm_open", open_, referred and known.opened, len(now.open))
    year = began(referred, month.back(YEAR - 1).first, until)
    told.tell("nrm_referred", _began(referred, month.first, until), referred, len(year))
    answered = any(held[name] for name in _DECISIONS)
    for name in _DECISIONS:
        told.tell(name, _began(held[name], month.first, until), answered, len(ever))
    decided = set().union(*(_before(held[name], until) for name in _DECISIONS))
    told.tell("nrm_waiting", {child: ever[child] for child in sorted(ever.keys() - decided)}, referred, len(ever))


def _done(told: _Told, known: Counted, month: Month, until: date) -> None:
    warned = roles_of(known.snapshot, "warned")
    told.tell("warned", _began(warned, month.first, until), warned)
    told.tell("warnings_in_force", said_of(warned, on(warned, until), until, until), warned)
    for name in ("charged", "convicted"):
        held = roles_of(known.snapshot, name)
        told.tell(name, _began(held, month.first, until), held)
    arrests = events_of(known.snapshot, "arrest", month, until)
    told.tell("arrests", arrests.events, arrests.ever)
    excluded = events_of(known.snapshot, "exclusion", month, until)
    mine = {child: said for child, said in excluded.people.items() if _child(known, child, until)}
    told.tell("excluded", mine, excluded.ever)


def _ahead(told: _Told, known: Counted, until: date, now: Hub) -> None:
    once = {person for person, mine in known.cared.items() if any(span.first <= until for span in mine)}
    for age in TURNING:
        of = once if age == TURNING[-1] else now.open | on(known.cared, until)
        soon, unknown = turning(known.people, of, age, until)
        told.tell(f"turning_{age}", dict.fromkeys(sorted(soon), ()), known.opened or known.cared, len(of))
        told.unknown[f"turning_{age}"] = len(unknown)


def by_child(found: Iterable[Episode]) -> Behind:
    """The children of some episodes, each with the assertions that say so."""
    said: dict[str, tuple[str, ...]] = {}
    for one in found:
        said[one.child] = (*said.get(one.child, ()), *one.evidence)
    return said


def ever_open(known: Counted, child: str, until: date) -> bool:
    """Whether a child was open to the hub at any time up to a day."""
    return any(span.first <= until for span in known.opened.get(child, ()))


def _both(one: Behind, two: Behind) -> Behind:
    return {person: (*said, *two.get(person, ())) for person, said in one.items()}


def _began(found: Spans, first: date, last: date) -> Behind:
    return said_of(found, began(found, first, last), first, last)


def _before(found: Spans, until: date) -> Behind:
    return said_of(found, began(found, date.min, until), date.min, until)


def _of_children(known: Counted, found: Spans) -> Spans:
    """Spans of those who were under 18 when one began."""
    kept = {person: tuple(span for span in mine if _child(known, person, span.first)) for person, mine in found.items()}
    return {person: mine for person, mine in kept.items() if mine}


def _child(known: Counted, person: str, day: date) -> bool:
    return person in known.people and known.people[person].child(day)


def _living(snapshot: Snapshot) -> int | None:
    """Children of 10 to 17 who live here, by the base population loaded, else by the boundaries; None if neither."""
    told: Counter[str] = Counter()
    for row in snapshot.population.to_pylist():
        told[row["characteristic"]] += row["children"]
    if told:
        return max(told.values())
    areas = [row for row in snapshot.areas.select(["kind", "children"]).to_pylist() if row["children"] is not None]
    for kind in ("local_authority", "lsoa", "ward"):
        if mine := [row["children"] for row in areas if row["kind"] == kind]:
            return int(sum(mine))
    return None
