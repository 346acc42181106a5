"""Orders the children whom one question finds: the inner cut-off of a list. Its numbers never leave this room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from mapping.network.combine import Bools, Floats, Ints
from mapping.network.periphery.questions import Asked
from mapping.network.spreading import ALPHA, label_spreading, normalised
from mapping.network.stability import RUNS, SEEDS_DROPPED, Resamples, ranked, resample
from mapping.questions import Question

REACH = 2
"""Near means over at most so many ties: further away, the reasons would be about strangers."""


@dataclass(frozen=True)
class Ranked:
    """The candidates that a question finds, the strongest first. For cutting a list; never shown."""

    rows: Ints
    scores: Floats


def rank(asked: Asked, alpha: float = ALPHA, seed_weights: Floats | None = None) -> Ranked:
    """Rank the candidates of a question; who is themself a seed is ranked by what others bring.

    Parameters
    ----------
    asked
        The question put to the data.
    alpha
        Part that comes over ties.
    seed_weights
        (n,) what each of `asked.ids` counts as a seed, for a what-if; 1 for every seed by default. Bridging groups does
        not spread from seeds and takes none.
    """
    if not len(asked.seeds) or not len(asked.candidates):
        return Ranked(np.empty(0, np.int64), np.empty(0))
    if asked.question is Question.BRIDGING_GROUPS:
        scores = between(asked.weights, *_groups(asked))[asked.candidates]
    else:
        spread: Floats = np.zeros(len(asked.ids))
        spread[asked.seeds] = 1.0 if seed_weights is None else seed_weights[asked.seeds]
        scores = label_spreading(asked.weights, spread, alpha)[asked.candidates]
        own = np.flatnonzero(np.isin(asked.candidates, asked.seeds))
        if len(own):
            rows = asked.candidates[own]
            scores[own] -= echo(asked.weights, rows, alpha) * spread[rows]
        scores = np.where(near(asked.weights, asked.seeds)[asked.candidates], scores, 0.0)
    ids = np.array(asked.ids, object)[asked.candidates]
    order = np.lexsort((ids.astype(str), -np.round(scores, 12)))
    order = order[scores[order] > 1e-9]
    return Ranked(asked.candidates[order], scores[order])


def echo(weights: sparse.csr_array, rows: Ints, alpha: float = ALPHA, width: int = 16) -> Floats:
    """What each of these seeds hears of itself: taken away, it leaves what the others bring.

    The diagonal of (1 - alpha)(I - alpha S)^-1 from half as many rounds as a solve would take: the Chebyshev moments of
    twice a degree are products of those of the degree (Weisse and others 2006, "The kernel polynomial method").

    Parameters
    ----------
    weights, alpha
        As for the ranking.
    rows
        Whose echo.
    width
        So many at once: few enough to stay in the cache of the processor.
    """
    system = normalised(weights)
    found = np.empty(len(rows))
    # 1 / (1 - alpha x) = (1 + 2 sum z^k T_k(x)) / sqrt(1 - alpha^2), z = (1 - sqrt(1 - alpha^2)) / alpha
    root = np.sqrt(1 - alpha**2)
    z = (1 - root) / alpha
    half = int(np.ceil(np.log(_EXACT) / np.log(z) / 2))
    for at in range(0, len(rows), width):
        some = rows[at : at + width]
        before = np.zeros((weights.shape[0], len(some)))
        before[some, np.arange(len(some))] = 1.0
        now = system @ before
        first = now[some, np.arange(len(some))]
        total = np.ones(len(some)) + 2 * z * first
        for k in range(1, half + 1):
            total += 2 * z ** (2 * k) * (2 * np.einsum("ij,ij->j", now, now) - 1)
            ahead = 2 * (system @ now)
            ahead -= before
            total += 2 * z ** (2 * k + 1) * (2 * np.einsum("ij,ij->j", now, ahead) - first)
            before, now = now, ahead
        found[at : at + width] = (1 - alpha) * total / root
    return found


_EXACT = 1e-11


def near(weights: sparse.csr_array, seeds: Ints, reach: int = REACH) -> Bools:
    """Who is within so many ties of a seed other than themself."""
    pattern = sparse.csr_array((np.ones(len(weights.data)), weights.indices, weights.indptr), shape=weights.shape)
    start = np.zeros(weights.shape[0])
    start[seeds] = 1
    reached = pattern @ start
    found = reached > 0
    if reach > 1:
        # A friend's echo of one's own seed is nobody else's: take away the walks that return.
        two = pattern @ (pattern @ start) - np.asarray(pattern.sum(axis=1)).ravel() * start
        found |= two > 0
    return np.asarray(found, bool)


def stability(asked: Asked, *, alpha: float = ALPHA, top: int, runs: int = RUNS, seed: int = 0) -> Resamples:
    """How the ranking fares in resamples of the seeds and ties."""
    if asked.question is not Question.BRIDGING_GROUPS:
        return resample(
            asked.weights, asked.grades, asked.seeds, asked.candidates, alpha=alpha, top=top, runs=runs, seed=seed
        )
    random = np.random.default_rng(seed)
    members, concern = _groups(asked)
    upper = sparse.triu(asked.weights, 1).tocoo()
    chance = sparse.triu(asked.grades, 1).tocoo().data
    scores = np.empty((runs, len(asked.candidates)))
    for run in range(runs):
        keep = random.random(len(chance)) < chance
        a, b, w = upper.row[keep], upper.col[keep], upper.data[keep]
        tried = sparse.coo_array((np.r_[w, w], (np.r_[a, b], np.r_[b, a])), shape=asked.weights.shape).tocsr()
        known = concern & (random.random(len(concern)) >= SEEDS_DROPPED)
        scores[run] = between(tried, members, known)[asked.candidates]
    return ranked(asked.candidates, scores, top)


def _groups(asked: Asked) -> tuple[Floats, Bools]:
    """People by groups, and which groups hold somebody open or harmed."""
    index = {id_: row for row, id_ in enumerate(asked.ids)}
    members = np.zeros((len(asked.ids), len(asked.groups)))
    for column, group in enumerate(asked.groups.values()):
        members[[index[id_] for id_ in group if id_ in index], column] = 1
    seeds = np.zeros(len(asked.ids), bool)
    seeds[asked.seeds] = True
    concern: Bools = members[seeds].sum(axis=0) > 0
    return members, concern


def bonds(asked: Asked, row: int) -> tuple[str, str]:
    """The two groups that somebody stands between: the one they are bound to less, then the other."""
    members, concern = _groups(asked)
    names = list(asked.groups)
    bond = np.asarray(asked.weights[[row]] @ members).ravel() + members[row]
    first = int(np.where(concern, bond, -1).argmax())
    rest = np.where(np.arange(len(bond)) == first, -1, bond)
    second = int(rest.argmax())
    weaker, stronger = sorted((first, second), key=lambda at: (bond[at], at == first))
    return names[weaker], names[stronger]


def between(weights: sparse.csr_array, members: Floats, concern: Bools) -> Floats:
    """How far each person stands between a group of concern and another: the weaker of their two bonds.

    A bond is what the person's ties into a group carry together, 1 - exp(-sum); belonging to it counts as a tie.
    """
    if members.shape[1] < 2 or not concern.any():
        return np.zeros(len(members))
    bond = 1 - np.exp(-(weights @ members + members))
    best = np.where(concern, bond, 0)
    first = best.argmax(axis=1)
    rest = bond.copy()
    rest[np.arange(len(rest)), first] = 0
    return np.asarray(np.minimum(best.max(axis=1), rest.max(axis=1)), float)
