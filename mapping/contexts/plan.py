"""The assessment and the plan of a context: what was found, what is done, what was tried, what is late. Pure.

A map without actions says so; so does a context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.answers import Acted, Assessed
from mapping import words
from mapping.contexts.reading import Reading
from mapping.discreet import discreet
from mapping.places.owner import owner
from mapping.places.owner import review as review_of
from mapping.words import Naming


@dataclass(frozen=True, slots=True)
class Plan:
    """What people wrote down about one context."""

    assessment: Assessed | None  # the one that stands
    earlier: tuple[Assessed, ...]  # replaced or withdrawn, the latest first
    owner: str  # who answers for the plan, before any assessment for the place; "" when nobody does
    review_on: date | None
    review_late: bool
    open: tuple[Acted, ...]  # overdue first, then by the day they are due
    overdue: int
    tried: tuple[Acted, ...]  # done or stopped, the latest first
    looked_at: tuple[tuple[str, date], ...]  # purposes for which somebody wrote here, the latest first
    said: tuple[str, ...]  # what is lacking, in sentences; nothing where nothing is
    names_people: bool  # the assessment that stands names somebody, whose name is shortened here


def plan(reading: Reading, id: str, assessments: Iterable[Assessed], actions: Iterable[Acted]) -> Plan:
    """Sort what people wrote about a context.

    Parameters
    ----------
    reading
        The snapshot and the settings.
    id
        Kith id of the context.
    assessments, actions
        Of this or of all contexts, earlier ones too.

    Returns
    -------
    Plan
        Where people are named by initials, the names of those around the context are shortened in what was written
        too. Free text is still never certain to be anonymous.
    """
    given = sorted((one for one in assessments if one.said.context == id), key=lambda one: one.place, reverse=True)
    begun = [one for one in actions if one.context == id]
    short = _shortening(reading, id) if given or begun else str  # it reads every tie: not for nothing
    wrote = [_assessed(one, short) for one in given]
    acts = [_acted(one, short) for one in begun]
    now = next((one for one in wrote if one.current), None)
    described, today = reading.described[id], reading.today
    answers, review = owner(described["owner"], now), review_of(described["review_date"], now)
    open_ = sorted((one for one in acts if one.open), key=lambda one: (one.due_on or date.max, one.place))
    overdue = sum(one.overdue(today) for one in open_)
    tried = sorted(
        (one for one in acts if not one.open), key=lambda one: (one.ended_on or date.min, one.place), reverse=True
    )
    late = review is not None and review < today
    return Plan(
        now,
        tuple(one for one in wrote if one is not now),
        answers,
        review,
        late,
        tuple(open_),
        overdue,
        tuple(tried),
        _looked(wrote, acts),
        tuple(_lacking(answers, review, late, open_, overdue, today, assessed=now is not None)),
        any(one.current and one.said != told.said for one, told in zip(given, wrote, strict=True)),
    )


_TEXTS = ("harm", "guardianship", "strengths", "resources", "change_first", "owner")
Short = Callable[[str], str]


def _shortening(reading: Reading, id: str) -> Short:
    """What shortens the names of those around a context in what people wrote about it."""
    children = {one.child for one in reading.here(id)} if reading.settings.named is not Naming.FULL else set()
    return discreet(reading.snapshot, [id, *sorted(children)], reading.settings.named)


def _assessed(one: Assessed, short: Short) -> Assessed:
    texts: dict[str, Any] = {name: short(getattr(one.said, name)) for name in _TEXTS}
    said = replace(one.said, **texts)
    gone = replace(one.withdrawn, text=short(one.withdrawn.text)) if one.withdrawn else None
    return replace(one, said=said, withdrawn=gone, purpose=short(one.purpose))


def _acted(one: Acted, short: Short) -> Acted:
    steps = tuple(replace(each, step=replace(each.step, words=short(each.step.words))) for each in one.steps)
    what, aim, owner, purpose = (short(text) for text in (one.what, one.aim, one.owner, one.purpose))
    return replace(one, what=what, aim=aim, owner=owner, purpose=purpose, steps=steps)


def _looked(wrote: Iterable[Assessed], acts: Iterable[Acted]) -> tuple[tuple[str, date], ...]:
    """For what purposes somebody wrote about this context in Kith, each with the last day."""
    last: dict[str, date] = {}
    told = [(one.purpose, one.at.date(), one.record) for one in wrote]
    told += [(one.purpose, one.at.date(), one.record) for one in acts]
    for purpose, day, record in told:
        if purpose and not record:
            last[purpose] = max(last.get(purpose, date.min), day)
    return tuple(sorted(last.items(), key=lambda item: item[1], reverse=True))


def _lacking(
    owner: str, review: date | None, late: bool, open_: list[Acted], overdue: int, today: date, *, assessed: bool
) -> list[str]:  # fmt: skip
    said = []
    if not assessed:
        said.append("Nobody has assessed this context yet.")
    if not open_:
        said.append("No action is planned or under way here: a context without actions is only watched.")
    if overdue:
        one = overdue == 1
        said.append(f"{words.counted(overdue, 'action')} {'is' if one else 'are'} overdue.")
    if not owner:
        said.append("Nobody is recorded as answering for it.")
    if review is None:
        said.append("No review is set.")
    elif late:
        said.append(f"The review was due on {words.day(review, today)}, {words.ago(review, today)}.")
    return said
