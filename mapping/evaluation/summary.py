"""Sums up rankings that were tried again and again: a mean, its spread, and an interval by bootstrap over people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapping.evaluation.measures import METRICS, matched_share, measures
from mapping.network.combine import Bools, Floats, Ints

OURS = "label_spreading"
AGAINST = ("degree", "seed_neighbours")
DRAWS = 200
_BUDGET = 15_000_000
"""People times draws times trials that are resampled: some seconds. Large networks are resampled in fewer trials."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One ranking problem: who could be found, who was to be, and what each method says of them."""

    rows: Ints  # (m,) of the candidates among all people
    truth: Bools  # (m,)
    degrees: Floats  # (m,)
    scores: Mapping[str, Floats]  # method -> (m,)


@dataclass(frozen=True, slots=True)
class Figures:
    """One metric of one method over the trials; None where nothing could be measured or no interval was drawn."""

    mean: float | None
    sd: float | None  # over trials
    low: float | None  # 95% interval of the mean, by bootstrap over people
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one AUPRC is above another, over the same trials and the same draws of people."""

    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Summary:
    """What the trials came to. `per_trial` holds method -> metric -> one value a trial."""

    methods: Mapping[str, Mapping[str, Figures]]
    degree_matched_share: float | None
    win_rate: Mapping[str, float | None]
    differences: Mapping[str, Difference]
    per_trial: Mapping[str, Mapping[str, Floats]]


def summarise(trials: Iterable[Trial], size: int, *, draws: int, random: np.random.Generator) -> Summary:
    """Measure every method in every trial.

    Parameters
    ----------
    trials
        At least one, all with the same methods, `label_spreading` and what it is compared with among them.
    size
        How many people there are: they are drawn with replacement, each with what they are in every trial.
    draws, random
        How many draws, none for no intervals, and where chance comes from.
    """
    drawn = _draws(size, draws, random)
    values: dict[str, dict[str, list[float]]] = {}
    totals: dict[str, dict[str, tuple[Floats, Floats]]] = {}
    shares, spent = [], 0
    for trial in trials:
        shares.append(matched_share(trial.degrees, trial.truth))
        spent += len(trial.rows) * len(drawn)
        again = len(drawn) and (len(shares) == 1 or spent <= _BUDGET)
        for method, scores in trial.scores.items():
            once = measures(scores, trial.truth, trial.degrees)
            for metric in METRICS:
                values.setdefault(method, {}).setdefault(metric, []).append(float(once[metric][0]))
            if again:
                many = measures(scores, trial.truth, trial.degrees, drawn[:, trial.rows])
                _add(totals.setdefault(method, {}), many)
    per_trial = {method: {metric: np.array(found) for metric, found in one.items()} for method, one in values.items()}
    boots = {method: {metric: _mean(*sums) for metric, sums in one.items()} for method, one in totals.items()}
    return Summary(
        methods={method: _figures(one, boots.get(method, {})) for method, one in per_trial.items()},
        degree_matched_share=_number(shares),
        win_rate={f"{OURS}>{other}": _wins(per_trial, other) for other in AGAINST},
        differences={f"{OURS}-{other}": _difference(per_trial, boots, other) for other in AGAINST},
        per_trial=per_trial,
    )


def _draws(size: int, draws: int, random: np.random.Generator) -> NDArray[Any]:
    """(draws, size): how often each person was drawn."""
    drawn = [np.bincount(random.integers(0, size, size), minlength=size) for _ in range(draws)]
    return np.array(drawn, np.float32).reshape(draws, size)


def _add(totals: dict[str, tuple[Floats, Floats]], found: Mapping[str, Floats]) -> None:
    """Add one trial to the sums over trials, leaving out draws in which it could not be measured."""
    for metric, value in found.items():
        seen = np.isfinite(value)
        total, count = totals.get(metric, (np.zeros(len(value)), np.zeros(len(value))))
        totals[metric] = (total + np.where(seen, value, 0.0), count + seen)


def _mean(total: Floats, count: Floats) -> Floats:
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _figures(values: Mapping[str, Floats], boots: Mapping[str, Floats]) -> dict[str, Figures]:
    return {
        metric: Figures(_number(found), _spread(found), *_interval(boots.get(metric)))
        for metric, found in values.items()
    }


def _number(values: Iterable[float]) -> float | None:
    """The mean of what could be measured."""
    found = np.asarray(list(values), float)
    found = found[np.isfinite(found)]
    # Around the first: the mean of equal values is then that value, to the last bit.
    return float(found[0] + (found - found[0]).mean()) if len(found) else None


def _spread(values: Floats) -> float | None:
    found = values[np.isfinite(values)]
    return float((found - found[0]).std()) if len(found) else None


def _interval(draws: Floats | None) -> tuple[float | None, float | None]:
    found = np.empty(0) if draws is None else draws[np.isfinite(draws)]
    if not len(found):
        return None, None
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def _wins(values: Mapping[str, Mapping[str, Floats]], other: str) -> float | None:
    """The share of trials in which label spreading has the higher AUPRC, equal ones counting half."""
    ours, theirs = values[OURS]["auprc"], values[other]["auprc"]
    seen = np.isfinite(ours) & np.isfinite(theirs)
    return float(np.mean((ours > theirs)[seen] + 0.5 * (ours == theirs)[seen])) if seen.any() else None


def _difference(
    values: Mapping[str, Mapping[str, Floats]], boots: Mapping[str, Mapping[str, Floats]], other: str
) -> Difference:
    mean = _number(values[OURS]["auprc"] - values[other]["auprc"])
    if OURS not in boots:
        return Difference(mean, None, None)
    return Difference(mean, *_interval(boots[OURS]["auprc"] - boots[other]["auprc"]))
