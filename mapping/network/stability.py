"""How steady a list is: the same ranking over 200 resamples with seeds and ties left out, all solved at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from mapping.network.combine import Bools, Floats, Ints
from mapping.network.spreading import chebyshev

RUNS = 200
SEEDS_DROPPED = 0.2
TOP = 20
BANDS = ((0.8, "A"), (0.5, "B"), (0.2, "C"))
_ROUNDS = 14  # the error shrinks by .41 a round at alpha .7: below 1e-5, far finer than any two ranks


@dataclass(frozen=True)
class Resamples:
    """How each candidate fared. For bands and rank ranges, never to be shown as a chance."""

    candidates: Ints
    on_list: Floats  # share of resamples in the top
    best_rank: Ints  # 5th and 95th percentile of the rank, 1 the first
    worst_rank: Ints

    def band(self, candidate: int) -> str:
        """`A`, `B`, `C` or `` for a row: about the list, never about the child."""
        at = np.flatnonzero(self.candidates == candidate)
        share = float(self.on_list[at[0]]) if len(at) else 0.0
        return next((band for least, band in BANDS if share >= least), "")


def resample(
    weights: sparse.csr_array,
    grades: sparse.csr_array,
    seeds: Ints,
    candidates: Ints,
    *,
    alpha: float = 0.7,
    top: int = TOP,
    runs: int = RUNS,
    seed: int = 0,
) -> Resamples:
    """Rank the candidates again and again with a fifth of the seeds dropped and each tie kept as its grade says.

    Parameters
    ----------
    weights, grades
        (n, n) symmetric and of one pattern: what a tie carries, and the chance that it is kept.
    seeds, candidates
        Rows. A candidate who is a seed is ranked by what the other seeds bring.
    top
        Being among so many counts as on the list.
    runs, seed
        How many resamples, and the seed of every random choice.

    Returns
    -------
    Resamples
        Of the candidates in their order.
    """
    random = np.random.default_rng(seed)
    size = weights.shape[0]
    if not len(candidates) or not len(seeds):
        nothing = np.zeros(len(candidates), np.int64)
        return Resamples(candidates, nothing.astype(float), nothing, nothing)
    systems = _systems(weights, _kept_ties(grades, runs, random), runs)
    started = np.zeros((runs, size), np.float32)
    started[:, seeds] = _kept_seeds(len(seeds), runs, random)
    scores = chebyshev(systems, (1 - alpha) * started.ravel(), alpha, _ROUNDS).reshape(runs, size)
    own = np.flatnonzero(np.isin(candidates, seeds))
    tried = scores[:, candidates]
    if len(own):
        echo = _echo(systems, candidates[own], runs, size, alpha)
        others = tried[:, own] - echo * started[:, candidates[own]]
        # What returns after more than four steps is not worth a second solve; it must not pass for a tie.
        tried[:, own] = np.where(others < 1e-4, 0, others)
    return ranked(candidates, tried, top)


def _kept_ties(grades: sparse.csr_array, runs: int, random: np.random.Generator) -> Bools:
    """(runs, entries): one draw for both directions of a tie."""
    pattern = grades.tocoo()
    low, high = np.minimum(pattern.row, pattern.col), np.maximum(pattern.row, pattern.col)
    _, tie = np.unique(low.astype(np.int64) * grades.shape[0] + high, return_inverse=True)
    count = int(tie.max()) + 1 if len(tie) else 0
    chance = np.zeros(count, np.float32)
    chance[tie] = grades.data
    drawn = random.random((runs, count), dtype=np.float32) < chance
    return drawn[:, tie]


def _kept_seeds(count: int, runs: int, random: np.random.Generator) -> Floats:
    """(runs, seeds) of 0 and 1, a fifth dropped; at least one stays."""
    keep = max(1, round(count * (1 - SEEDS_DROPPED)))
    order = np.argsort(random.random((runs, count)), axis=1)
    return (order < keep).astype(np.float32)


def _systems(weights: sparse.csr_array, kept: Bools, runs: int) -> sparse.csr_array:
    """All resampled graphs, normalised, as blocks of one matrix: one product is one round of them all."""
    size, entries = weights.shape[0], len(weights.data)
    counts = np.add.reduceat(np.c_[kept, np.zeros((runs, 1), bool)].astype(np.int32), weights.indptr[:-1], axis=1)
    counts[:, np.diff(weights.indptr) == 0] = 0  # reduceat reads one entry where a row has none
    indptr = np.r_[0, np.cumsum(counts.ravel())].astype(np.int64)
    run, entry = np.divmod(np.flatnonzero(kept.ravel()), max(entries, 1))
    columns = weights.indices[entry] + run * size
    data = weights.data.astype(np.float32)[entry]
    blocks = sparse.csr_array((data, columns, indptr), shape=(runs * size, runs * size))
    degree = np.asarray(blocks.sum(axis=1)).ravel()
    scale = np.divide(1.0, np.sqrt(degree), out=np.zeros_like(degree), where=degree > 0)
    blocks.data *= np.repeat(scale, counts.ravel()) * scale[columns]
    return blocks


def _echo(systems: sparse.csr_array, rows: Ints, runs: int, size: int, alpha: float) -> Floats:
    """(runs, rows): what a seed hears of itself, from walks of up to four steps that come back."""
    at = (np.arange(runs)[:, None] * size + rows[None, :]).ravel()
    one = systems[at]
    two = one @ systems
    back2 = np.asarray(one.multiply(one).sum(axis=1)).ravel()
    back3 = np.asarray(two.multiply(one).sum(axis=1)).ravel()
    back4 = np.asarray(two.multiply(two).sum(axis=1)).ravel()
    heard = (1 - alpha) * (1 + alpha**2 * back2 + alpha**3 * back3 + alpha**4 * back4)
    return heard.reshape(runs, len(rows))


def ranked(candidates: Ints, scores: Floats, top: int) -> Resamples:
    """Rank each row of scores (runs, candidates) and say how the candidates fared."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, scores.shape[1] + 1)[None, :].repeat(len(scores), 0), axis=1)
    on_list = ((ranks <= top) & (scores > 0)).mean(axis=0)
    low, high = np.percentile(ranks, [5, 95], axis=0, method="nearest")
    return Resamples(candidates, on_list, low.astype(np.int64), high.astype(np.int64))
