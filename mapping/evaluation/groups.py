"""Compares the groups that the ties suggest with groups known to be true, such as the classes of a school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mapping.evaluation.expression import EMPTY
from mapping.evaluation.harness import network
from mapping.evaluation.labelled import Given
from mapping.network.groups.consensus import RUNS, consensus
from mapping.network.spreading import NotComputable


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far consensus groups and true groups agree, by people who have both."""

    people: int
    ties: int
    groups: int  # found with two people or more
    truths: int  # true groups among those compared
    ami: float  # adjusted mutual information: 1 the same partition, 0 as chance has it
    ari: float  # adjusted Rand index, likewise
    compared: int  # people with a true group and a tie
    without_truth: int  # left out of the score: their cell is empty
    without_ties: int  # left out of the score: nothing says where they belong
    between: int  # people in their group in under 70% of the runs
    runs: int
    self_ties: int


def agreement(given: Given, truth: str, *, runs: int = RUNS, seed: int = 0) -> Agreement:
    """Find consensus groups and compare them with a column of the people.

    Adjusted mutual information: Vinh, Epps and Bailey 2010; adjusted Rand index: Hubert and Arabie 1985.

    Raises
    ------
    KithError
        No such column, or fewer than two people can be compared.
    """
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    classes: Mapping[str, str] = dict(zip(given.ids, given.people.column(truth, "--truth"), strict=True))
    made = network(given.ids, given.ends, given.weights, {})
    found = consensus(made.weights, runs=runs, seed=seed)
    true = np.array([classes[id_] for id_ in sorted(given.ids)], object)
    told = np.array([cell not in EMPTY for cell in true], bool)
    tied = found.group >= 0
    both = told & tied
    if both.sum() < 2:
        raise NotComputable(
            f"{int(both.sum())} people have both a tie and something in “{truth}”: there is nothing to compare."
        )
    return Agreement(
        people=len(true),
        ties=len(made.weights.data) // 2,
        groups=int((np.bincount(found.group[tied]) > 1).sum()),
        truths=len(set(true[both])),
        ami=float(adjusted_mutual_info_score(true[both].astype(str), found.group[both])),
        ari=float(adjusted_rand_score(true[both].astype(str), found.group[both])),
        compared=int(both.sum()),
        without_truth=int((~told).sum()),
        without_ties=int((told & ~tied).sum()),
        between=len(found.between),
        runs=runs,
        self_ties=made.self_ties,
    )
