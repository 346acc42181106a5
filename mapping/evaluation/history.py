"""Measures the lists on a hub's own records: each as it would have been then, against whom was confirmed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.snapshot import Snapshot
from mapping import words
from mapping.evaluation.harness import FEWEST_POSITIVES, beaten_by
from mapping.evaluation.lists import BASELINES, Answer, answer
from mapping.evaluation.summary import DRAWS, Difference, Figures, Trial, summarise
from mapping.network.combine import Bools
from mapping.network.heard import read
from mapping.network.people import first_confirmed
from mapping.network.projection import ProjectionSettings
from mapping.network.spreading import NotComputable
from mapping.questions import Question

AHEAD, BACK = 3, 24
UNKNOWN = (
    "How well the lists find exploited children is unknown until a hub has enough of its own records. Confirmed means "
    "opened to the hub or recorded as harmed: it measures whom services came to see, not who was exploited."
)


@dataclass(frozen=True, slots=True)
class Month:
    """One day in the past on which a list could have been made."""

    day: date
    candidates: int  # children then on record, neither open nor harmed by any role
    confirmed: int  # of them, in the months that followed
    not_on_record: int  # confirmed in those months of whom nothing was recorded yet: no list could hold them


@dataclass(frozen=True)
class Answered:
    """What the lists of one question came to over all months."""

    confirmed: int  # distinct children
    found: Mapping[str, int]  # of them, on a list before they were confirmed; baselines given as many places
    candidates: float  # on average
    positives: float
    prevalence: float
    methods: Mapping[str, Mapping[str, Figures]]
    degree_matched_share: float | None
    win_rate: Mapping[str, float | None]
    differences: Mapping[str, Difference]
    beaten_by: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """A temporal hold-out by the day each record was entered. Children are counted, never named."""

    note: str
    as_of: date
    ahead: int  # months in which a child could be confirmed
    months: tuple[Month, ...]
    confirmed: int  # distinct children over all months, on record before
    questions: Mapping[str, Answered]


def history(
    snapshot: Snapshot,
    *,
    ahead: int = AHEAD,
    back: int = BACK,
    seed: int = 0,
    fewest: int = FEWEST_POSITIVES,
    bootstrap: int = DRAWS,
    progress: Callable[[str, int, int], None] | None = None,
) -> History:
    """Make every past month's lists from the records entered by then and see who was confirmed afterwards.

    A child is confirmed on the day their first role as open to the hub or as harmed was entered. Records that were
    replaced since are not in a snapshot: what a corrected record first said is not known here.

    Parameters
    ----------
    snapshot
        All that the viewer may see today.
    ahead
        Months in which a child could be confirmed.
    back
        At most so many months, the latest of which the `ahead` months have run out.
    seed, bootstrap
        Of the draws of people and the random order, and how many draws.
    fewest
        Refuse under so many confirmed children.
    progress
        Is told what is done, how much of it and of how much.

    Raises
    ------
    NotComputable
        Under 10 children were confirmed after a month from which records are held.
    """
    confirmed = first_confirmed(snapshot)
    days = _days(snapshot, ahead, back)
    months, answers = [], []
    for done, day in enumerate(days):
        if progress:
            progress("Past months", done, len(days))
        month, found = _month(snapshot, confirmed, day, _later(day, ahead))
        if month.candidates:
            months.append(month)
            answers.append(found)
    children = _confirmed(answers)
    if len(children) < fewest:
        raise NotComputable(_too_few(len(children), len(months), ahead, fewest))
    return History(
        note=UNKNOWN,
        as_of=snapshot.as_of,
        ahead=ahead,
        months=tuple(months),
        confirmed=len(children),
        questions={
            question.value: _answered([one.answers[question] for one in answers], answers, seed, bootstrap)
            for question in Question
        },
    )


@dataclass(frozen=True)
class _Then:
    """One month: what each question said, and who of its children was confirmed later."""

    answers: Mapping[Question, Answer]  # each about the same children, in the same order
    truth: Bools

    @property
    def people(self) -> tuple[tuple[str, ...], Bools]:
        return next(iter(self.answers.values())).ids, self.truth


def _month(snapshot: Snapshot, confirmed: Mapping[str, date], day: date, until: date) -> tuple[Month, _Then]:
    heard = read(snapshot.recorded_by(day), ProjectionSettings()).without()
    known = {id_ for id_, when in confirmed.items() if when <= day}
    later = {id_ for id_, when in confirmed.items() if day < when <= until}
    whole = {question: answer(heard, question) for question in Question}
    answers = {}
    for question, one in whole.items():
        on_record = one.scores["records_held"] > 0
        answers[question] = one.among(on_record & np.array([id_ not in known for id_ in one.ids], bool))
    # Every question is about the same children, those not open: the first stands for all.
    first = answers[Question.NEAR_HARMED]
    truth = np.array([id_ in later for id_ in first.ids], bool)
    unseen = len(later & heard.who.children) - int(truth.sum())
    return Month(day, len(first.ids), int(truth.sum()), unseen), _Then(answers, truth)


def _answered(answers: Sequence[Answer], months: Sequence[_Then], seed: int, bootstrap: int) -> Answered:
    random = np.random.default_rng(seed)
    people = sorted({id_ for one in answers for id_ in one.ids})
    tried = summarise(_trials(answers, months, people, random), len(people), draws=bootstrap, random=random)
    seen = [
        (len(one.ids), int(then.truth.sum())) for one, then in zip(answers, months, strict=True) if then.truth.any()
    ]
    candidates, positives = (float(np.mean(column)) for column in zip(*seen, strict=True))
    return Answered(
        confirmed=len(_confirmed(months)),
        found=_found(answers, months),
        candidates=candidates,
        positives=positives,
        prevalence=positives / candidates,
        methods=tried.methods,
        degree_matched_share=tried.degree_matched_share,
        win_rate=tried.win_rate,
        differences=tried.differences,
        beaten_by=beaten_by(tried),
    )


def _trials(
    answers: Sequence[Answer], months: Sequence[_Then], people: Sequence[str], random: np.random.Generator
) -> Iterator[Trial]:
    """One trial a month in which somebody was confirmed."""
    index = {id_: row for row, id_ in enumerate(people)}
    for one, then in zip(answers, months, strict=True):
        if then.truth.any() and not then.truth.all():
            yield one.trial(np.array([index[id_] for id_ in one.ids], np.int64), then.truth, random)


def _found(answers: Sequence[Answer], months: Sequence[_Then]) -> dict[str, int]:
    """How many distinct confirmed children each method lists in any month before, given as many places as the list."""
    found: dict[str, set[str]] = {"list": set(), **{method: set() for method in BASELINES}}
    for one, then in zip(answers, months, strict=True):
        listed = {"list": one.listed, **{method: one.first(method) for method in BASELINES}}
        for method, here in listed.items():
            found[method] |= {id_ for id_, hit in zip(one.ids, here & then.truth, strict=True) if hit}
    return {method: len(children) for method, children in found.items()}


def _confirmed(months: Sequence[_Then]) -> set[str]:
    return {id_ for then in months for id_, hit in zip(*then.people, strict=True) if hit}


def _days(snapshot: Snapshot, ahead: int, back: int) -> list[date]:
    """The firsts of past months, the earliest first: records were held then, and the months ahead have run out."""
    entered = [day for table in (snapshot.ties, snapshot.roles) for day in table["recorded_on"].to_pylist() if day]
    last = _later(snapshot.as_of.replace(day=1), -ahead)
    days = [_later(last, -months) for months in range(back)]
    return sorted(day for day in days if entered and day > min(entered))


def _later(day: date, months: int) -> date:
    """The first of the month so many months on; it is only asked of firsts."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def _too_few(confirmed: int, months: int, ahead: int, fewest: int) -> str:
    within = words.counted(ahead, "month")
    if not months:
        return (
            f"There is no past month to look at, and so nobody confirmed after one: under {fewest} no figure would "
            "mean anything. Such a month began after the first record was entered, and at least "
            f"{within} lie behind it. {UNKNOWN}"
        )
    said = words.counted(confirmed, "child", "children") if confirmed else "No child"
    return (
        f"{said} on record {'were' if confirmed > 1 else 'was'} first opened to the hub or recorded as harmed within "
        f"{within} of one of {words.counted(months, 'past month')} that can be looked at: under {fewest} no figure "
        f"would mean anything. {UNKNOWN}"
    )
