"""What happens at a context and when: distinct children by kind of harm, by month, and the records behind. Pure.

Children are counted, never records: one child's 34 missing episodes are one child. On a panel view counts of 1 to 4 are
not shown, nor another one with them from which they could be worked out (`mapping.small`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mapping.contexts.reading import Reading
from mapping.contexts.seen import MISSING, Sight, children_of, evidence_of, harm_label, span
from mapping.small import HIDDEN, Count, count, suppress

MONTHS = 12
Span = tuple[date, date]
"""First and last day, both counted."""
_HIDDEN = Count(None, HIDDEN)


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of distinct children: what it counts, the count as it may be shown, and the records behind it."""

    label: str
    told: Count
    evidence: tuple[str, ...] = ()  # assertions; none where nothing may be opened


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of distinct children."""

    key: str
    label: str
    now: Count
    before: Count
    evidence: tuple[str, ...]  # of the window; none where the count is not shown
    past: tuple[str, ...]  # likewise, of the days before


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened at a context in the window, beside as many days before it."""

    since: date
    days: int
    children: Count  # distinct, of any kind of harm
    before: Count
    events: Count  # events and statements, each once
    largest: str  # "2 of 14 records": of the child with most
    last: date | None
    kinds: tuple[Row, ...]  # a child harmed in two ways is counted in both; not recorded first
    months: tuple[Part, ...]  # "2026-10" or, where few may be shown, "Aug to Oct 2026"; the earliest first
    episodes: Count  # missing episodes that ended here, or of the group's children
    at_home: Count  # children who returned here from missing because they live here: not counted as harm here
    undated: Count  # children in events without a day: in no figure of the window, at most in a month
    whole: bool  # every kind of harm may be told: records of this context may open without telling of a hidden one
    evidence: tuple[str, ...]  # none where it would tell who stands behind a count that is not shown
    past: tuple[str, ...]  # likewise, of the days before
    most: tuple[str, ...]  # of the child with most records: none on a panel view
    behind_home: tuple[str, ...]  # `at_home`
    behind_undated: tuple[str, ...]  # `undated`


def happened(
    reading: Reading, here: Sequence[Sight], returned: Sequence[Sight] = (), *, shut: bool = False
) -> Happened:
    """Count what happened.

    Parameters
    ----------
    reading
        The snapshot and the settings.
    here
        Every sight of the context.
    returned
        Episodes that ended there as the child's own home.
    shut
        Nothing opens: of a peer group, whose members are named beside, a panel is not told who came to harm.
    """
    days, today = reading.settings.days, reading.today
    now, before = span(here, today, days), span(here, today - timedelta(days=days), days)
    tell = reading.tell
    shown = reading.may_name(children_of(now))
    undated = [one for one in here if one.day is None]
    rows = kinds(reading, now, before)
    if shut:
        rows = tuple(replace(row, evidence=(), past=()) for row in rows)
    whole = not shut and all(told.count is not None for row in rows for told in (row.now, row.before))
    home = span(returned, today, days)
    missing = next((row.now for row in rows if row.key == MISSING), Count(0, "0"))
    return Happened(
        since=reading.since,
        days=days,
        children=tell(children_of(now)),
        before=tell(children_of(before)),
        events=_if(shown, len({one.what for one in now})),
        largest=largest(now) if shown or not now else HIDDEN,
        last=max((one.day for one in here if one.day and one.day <= today), default=None),
        kinds=rows,
        months=months(here, today, reading.settings.limit, beside=_spans(reading), whole=whole),
        episodes=_if(missing.count is not None, len({one.event for one in now if one.harm == MISSING})),
        at_home=tell(children_of(home)),
        undated=tell(children_of(undated)),
        whole=whole,
        evidence=opened(reading, now, [row.now for row in rows]) if not shut else (),
        past=opened(reading, before, [row.before for row in rows]) if not shut else (),
        most=() if reading.settings.panel else evidence_of(one for one in now if one.child == _most(now)),
        behind_home=() if reading.settings.panel else evidence_of(home),  # who lives there
        behind_undated=evidence_of(undated) if whole and reading.may_name(children_of(undated)) else (),
    )


def opened(reading: Reading, sights: Sequence[Sight], told: Iterable[Count]) -> tuple[str, ...]:
    """The assertions behind a total: none where it, or a kind of harm in it, is not shown."""
    shown = reading.may_name(children_of(sights)) and all(count.count is not None for count in told)
    return evidence_of(sights) if shown else ()


def _if(shown: bool, value: int) -> Count:
    return count(value, 1) if shown or not value else Count(None, HIDDEN)


def largest(sights: Iterable[Sight]) -> str:
    """`2 of 14 records`: how many of the records are of the child with most."""
    each = _records(sights)
    if not each:
        return "no records"
    total = sum(len(mine) for mine in each.values())
    return f"{max(len(mine) for mine in each.values())} of {total} {'record' if total == 1 else 'records'}"


def _records(sights: Iterable[Sight]) -> dict[str, set[str]]:
    each: dict[str, set[str]] = {}
    for one in sights:
        each.setdefault(one.child, set()).add(one.what)
    return each


def _most(sights: Iterable[Sight]) -> str:
    """The child with most records; the first of several."""
    each = _records(sights)
    return max(sorted(each), key=lambda child: len(each[child]), default="")


def kinds(reading: Reading, now: Sequence[Sight], before: Sequence[Sight]) -> tuple[Row, ...]:
    """Distinct children by kind of harm, most children now first; the kind that nobody recorded before them."""
    codes = {one.harm for one in (*now, *before)}
    of_now = {code: children_of(one for one in now if one.harm == code) for code in codes}
    of_before = {code: children_of(one for one in before if one.harm == code) for code in codes}
    limit = reading.settings.limit

    def rank(code: str) -> tuple[bool, int, str]:
        # On a panel view by name: any order by size would tell of a count that is not shown.
        return code != "", -len(of_now[code]) if limit == 1 else 0, harm_label(code)

    order = sorted(codes, key=rank)
    shown_now = _of_one_whole([of_now[code] for code in order], children_of(now), limit)
    shown_before = _of_one_whole([of_before[code] for code in order], children_of(before), limit)
    return tuple(
        Row(
            code,
            harm_label(code),
            mine,
            past,
            evidence_of(one for one in now if one.harm == code) if mine.count else (),
            evidence_of(one for one in before if one.harm == code) if past.count else (),
        )
        for code, mine, past in zip(order, shown_now, shown_before, strict=True)
    )


def table(values: Sequence[int], limit: int) -> tuple[Count, ...]:
    """The counts of one table as they may be shown, with secondary suppression."""
    shown = suppress(values, limit).shown
    return tuple(count(value, 1) if show else Count(None, HIDDEN) for value, show in zip(values, shown, strict=True))


def _of_one_whole(parts: Sequence[Set[str]], whole: Set[str], limit: int) -> tuple[Count, ...]:
    """The counts of parts that may share children and together are the whole, which stands beside them.

    A part that all but one to four children share tells how few do not; and what the parts add up to beyond the whole
    tells how few are in several.
    """
    told = [
        _HIDDEN if gives_away(part, whole, limit) else count
        for part, count in zip(parts, table([len(part) for part in parts], limit), strict=True)
    ]
    if 0 < sum(one.count or 0 for one in told) - len(whole) < limit and all(one.count is not None for one in told):
        told[-1] = _HIDDEN
    return tuple(told)


def gives_away(part: Set[str], whole: Set[str], limit: int) -> bool:
    """Whether a count beside the count of a whole that it lies in tells of one to four children: in either alone."""
    return 0 < len(whole - part) < limit or 0 < len(part - whole) < limit


def months(
    here: Sequence[Sight], today: date, limit: int, *, beside: Sequence[Span] = (), whole: bool = True
) -> tuple[Part, ...]:
    """Distinct children in each of the twelve months up to this one, the earliest first.

    Where a month may not be shown, three months are put together, or six: the finest that shows all, else the coarsest.

    Parameters
    ----------
    here, today
        The sights, and the last day.
    limit
        The smallest count that is shown.
    beside
        First and last days whose counts stand beside them: what would tell of few children in only one of the two is
        not shown.
    whole
        Whether those that are shown may be opened too.
    """
    last = today.year * 12 + today.month - 1
    wholes = [
        (one, children_of(sight for sight in here if sight.day and one[0] <= sight.day <= one[1])) for one in beside
    ]
    each: Mapping[int, list[Sight]] = {last - back: [] for back in reversed(range(MONTHS))}
    for one in here:
        if one.month and (one.day is None or one.day <= today):
            month = int(one.month[:4]) * 12 + int(one.month[5:]) - 1
            if month in each:
                each[month].append(one)
    told: tuple[Part, ...] = ()
    for together in (1, 3, 6):
        spans = [list(each)[at : at + together] for at in range(0, MONTHS, together)]
        seen = [[one for month in mine for one in each[month]] for mine in spans]
        children = [children_of(sights) for sights in seen]
        values = [
            _HIDDEN
            if any(_nested(mine, one, today) and gives_away(those, every, limit) for one, every in wholes)
            else alone
            for mine, those, alone in zip(spans, children, table([len(one) for one in children], limit), strict=True)
        ]
        told = tuple(
            Part(_span(mine), value, evidence_of(sights) if whole and value.count else ())
            for mine, sights, value in zip(spans, seen, values, strict=True)
        )
        if all(value.count is not None for value in values):
            break
    return told


def _spans(reading: Reading) -> tuple[Span, Span]:
    """The window, and as many days before it."""
    since, days = reading.since, timedelta(days=reading.settings.days)
    return (since, reading.today), (since - days, since - timedelta(days=1))


def _nested(months: Sequence[int], beside: Span, today: date) -> bool:
    """Whether what has passed of these months lies in the days beside them, or those days in it."""
    first, after = (date(month // 12, month % 12 + 1, 1) for month in (months[0], months[-1] + 1))
    last, (since, until) = min(after - timedelta(days=1), today), beside
    return (since <= first and last <= until) or (first <= since and until <= last)


def _span(months: Sequence[int]) -> str:
    """`2026-10`, or `Aug to Oct 2026`."""
    first, last = (date(month // 12, month % 12 + 1, 1) for month in (months[0], months[-1]))
    return f"{last:%Y-%m}" if first == last else f"{first:%b} to {last:%b %Y}"
