"""Shows what unequal noticing does to a list: equal harm in the groups of a network, unequally detected, ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from mapping.evaluation.fairness_what_if import NoRate, check_rates
from mapping.evaluation.harness import network
from mapping.evaluation.labelled import Given
from mapping.network.combine import Bools, Floats, Ints
from mapping.network.spreading import ALPHA, NotComputable, chebyshev, normalised

HARM = 0.1
"""Part of each group that comes to harm, when harm is invented."""
ALONE = 0.05
"""Harm comes to a person alone so often as over one twentieth of a tie of weight 1 to somebody harmed."""
TOP, RUNS = 50, 200
FEWEST = 10
_ROUNDS = 32
_WIDTH = 64


@dataclass(frozen=True, slots=True)
class Side:
    """One group, plain or weighted: means over the runs."""

    group: str
    people: int
    detection: float
    hidden_share: float | None  # of all hidden cases, the part in this group; None where there are none
    top_share: float  # of the top of the list
    recall: float | None  # of its hidden cases, the part in the top


@dataclass(frozen=True, slots=True)
class Weighting:
    """The ranking under one weighting of the seeds."""

    name: str  # plain | inverse_detection
    groups: tuple[Side, ...]
    recall_ratio: float | None  # of the best-detected group over the least-detected; None where that finds nobody
    low: float | None  # 95% interval by bootstrap over runs
    high: float | None


@dataclass(frozen=True, slots=True)
class Detection:
    """What unequal detection does to the top of a list, and what inverse weighting makes of it."""

    people: int
    ties: int
    top: int
    runs: int
    harm: str  # invented, or the column that says it
    weightings: tuple[Weighting, ...]


@dataclass(frozen=True)
class _Drawn:
    """Every run: who is hidden and who was noticed, (people, runs)."""

    hidden: Bools
    seeds: Bools


def detection(  # noqa: PLR0913 - one argument a choice
    weights: sparse.csr_array,
    groups: Sequence[str],
    rates: Mapping[str, float],
    *,
    harmed: Bools | None = None,
    harm: float = HARM,
    top: int = TOP,
    runs: int = RUNS,
    seed: int = 0,
    alpha: float = ALPHA,
) -> Detection:
    """Detect harm unequally, rank by label spreading, and see whose hidden cases the top of the list finds.

    Parameters
    ----------
    weights
        (n, n) symmetric ties.
    groups
        (n,) the group of each person. Who is in no group of `rates` stays in the network and is never a candidate.
    rates
        Group -> part of its harmed people who are noticed, and so become seeds. Two groups or more.
    harmed
        (n,) who is harmed. None: invented anew in every run, the same part of each group, passing over ties.
    harm
        That part.
    top, runs, seed
        How much of the list is looked at, how many draws, and the seed of every random choice.

    Returns
    -------
    Detection
        With the seeds counted alike, and counted 1 / detection of their group times.

    Raises
    ------
    NotComputable, NoRate
        Fewer than two groups, a group with nobody or with too few harmed, a part that is none.
    """
    check_rates(rates)
    members = _members(groups, rates)
    if not 0 < harm < 1 or top < 1 or runs < 1:
        raise NotComputable("Harm must be a part between 0 and 1; top and runs at least 1.")
    least = min(int(rows.sum() if harmed is None else (rows & harmed).sum()) for rows in members.values())
    if least * (1.0 if harmed is not None else harm) < FEWEST:
        raise NotComputable(
            f"One group has under {FEWEST} harmed people: no figure would mean anything. Choose larger groups"
            + (" or a larger --harm." if harmed is None else ".")
        )
    random = np.random.default_rng(seed)
    drawn = _draw(weights, members, rates, harmed, harm, runs, random)
    rate = np.ones(len(groups))
    for name, rows in members.items():
        rate[rows] = rates[name]
    candidate = np.logical_or.reduce(list(members.values()))
    picks = random.integers(0, runs, size=(2000, runs))
    found = []
    for name, each in (("plain", np.ones(len(groups))), ("inverse_detection", 1.0 / rate)):
        listed = _tops(weights, drawn.seeds * each[:, None], candidate[:, None] & ~drawn.seeds, top, alpha)
        found.append(_weighting(name, listed, drawn, members, rates, picks))
    said = (
        f"invented anew in each run: {harm:.0%} of each group, passing over ties" if harmed is None else "as labelled"
    )
    return Detection(len(groups), len(weights.data) // 2, top, runs, said, tuple(found))


def of_network(
    given: Given,
    column: str | None,
    rates: Mapping[str, float] | None,
    *,
    positive: str | None = None,
    **choices: Any,
) -> Detection:
    """The same on a network that was read: groups from a column, harm from a condition or invented.

    Raises
    ------
    NoRate, NotComputable, Unreadable
        The column or the detection is not given, or what `detection` refuses.
    """
    if column is None or not rates:
        raise NoRate('Name the column of the groups and what is noticed: --group COLUMN --detection "A=.6,B=.2".')
    labels = given.labels(positive, "--positive") if positive is not None else {}
    found = network(given.ids, given.ends, given.weights, labels)
    of = dict(zip(given.ids, given.people.column(column, "--group"), strict=True))
    groups = [of[id_] for id_ in sorted(of)]  # the order of the network's rows
    return detection(found.weights, groups, rates, harmed=None if positive is None else found.positive, **choices)


def _members(groups: Sequence[str], rates: Mapping[str, float]) -> dict[str, Bools]:
    if len(rates) < 2:
        raise NoRate('Give the detection of two groups or more, such as: --detection "A=.6,B=.2".')
    of = np.array(groups, object)
    found = {name: np.asarray(of == name, bool) for name in rates}
    for name, rows in found.items():
        if not rows.any():
            known = ", ".join(sorted({str(group) for group in groups if group})[:12])
            raise NoRate(f"Nobody is in the group “{name}”. The groups are: {known}.")
    return found


def _draw(
    weights: sparse.csr_array,
    members: Mapping[str, Bools],
    rates: Mapping[str, float],
    harmed: Bools | None,
    harm: float,
    runs: int,
    random: np.random.Generator,
) -> _Drawn:
    size = weights.shape[0]
    hidden, seeds = np.zeros((size, runs), bool), np.zeros((size, runs), bool)
    for run in range(runs):
        mine = np.zeros(size, bool)
        for rows in members.values():
            mine |= spread_harm(weights, rows, round(harm * rows.sum()), random) if harmed is None else rows & harmed
        noticed = np.zeros(size, bool)
        for name, rows in members.items():
            noticed |= rows & mine & (random.random(size) < rates[name])
        hidden[:, run], seeds[:, run] = mine & ~noticed, noticed
    return _Drawn(hidden, seeds)


def spread_harm(weights: sparse.csr_array, rows: Bools, count: int, random: np.random.Generator) -> Bools:
    """Invent harm within a group: one after another, over ties to somebody harmed already or alone."""
    harmed = np.zeros(weights.shape[0], bool)
    pull: Floats = np.full(weights.shape[0], ALONE)
    for _ in range(count):
        chance = np.cumsum(np.where(rows & ~harmed, pull, 0.0))
        one = int(np.searchsorted(chance, random.random() * chance[-1], side="right"))
        harmed[one] = True
        start, end = weights.indptr[one], weights.indptr[one + 1]
        pull[weights.indices[start:end]] += weights.data[start:end]
    return harmed


def _tops(weights: sparse.csr_array, seeds: Floats, candidates: Bools, top: int, alpha: float) -> Ints:
    """The rows at the top of the list of every run: (top, runs)."""
    system = normalised(weights)
    found = np.empty((min(top, seeds.shape[0]), seeds.shape[1]), np.int64)
    for at in range(0, seeds.shape[1], _WIDTH):
        some = slice(at, at + _WIDTH)
        scores = np.round(chebyshev(system, (1.0 - alpha) * seeds[:, some], alpha, _ROUNDS), 12)
        scores[~candidates[:, some]] = -1.0
        found[:, some] = np.argsort(-scores, axis=0, kind="stable")[: len(found)]
    return found


def _weighting(
    name: str, listed: Ints, drawn: _Drawn, members: Mapping[str, Bools], rates: Mapping[str, float], picks: Ints
) -> Weighting:
    runs = np.arange(listed.shape[1])
    hits, hidden, places = {}, {}, {}
    for group, rows in members.items():
        mine = drawn.hidden & rows[:, None]
        hits[group], hidden[group] = mine[listed, runs].sum(axis=0), mine.sum(axis=0)
        places[group] = rows[listed].sum(axis=0)
    total = sum(int(one.sum()) for one in hidden.values())
    sides = tuple(
        Side(
            group,
            int(rows.sum()),
            rates[group],
            _part(int(hidden[group].sum()), total),
            float(places[group].mean() / len(listed)),
            _part(int(hits[group].sum()), int(hidden[group].sum())),
        )
        for group, rows in members.items()
    )
    best, least = max(rates, key=rates.__getitem__), min(rates, key=rates.__getitem__)

    def over(rows: Ints) -> Floats:
        sums = [one[group][rows].sum(axis=-1).astype(float) for group in (best, least) for one in (hits, hidden)]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((sums[0] / sums[1]) / (sums[2] / sums[3]), float)

    middle = over(runs[None, :])
    low, high = np.percentile(over(picks), (2.5, 97.5))
    return Weighting(name, sides, *(float(one) if np.isfinite(one) else None for one in (middle[0], low, high)))


def _part(some: int, of: int) -> float | None:
    return float(some / of) if of else None
