"""Finds groups that many runs agree on, and says in how many of them each person was in the group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sknetwork.clustering import Louvain

from mapping.network.combine import Ints

RUNS = 20
STABLE = 0.7
"""Below this share of the runs a person is between groups."""
AGREED = 0.5


@dataclass(frozen=True)
class Consensus:
    """A partition that runs of a method agree on. People without ties belong to no group (-1)."""

    group: Ints  # (n,)
    runs_in: Ints  # (n,): in how many runs the person was in what became the group
    runs: int

    @property
    def between(self) -> Ints:
        """Rows of people in their group in under 70% of the runs."""
        return np.flatnonzero((self.group >= 0) & (self.runs_in < STABLE * self.runs))


def consensus(weights: sparse.csr_array, *, runs: int = RUNS, seed: int = 0, resolution: float = 1.0) -> Consensus:
    """Run Louvain from many seeds and cluster what the runs agree on.

    Lancichinetti and Fortunato 2012, "Consensus clustering in complex networks": the share of runs in which two people
    fell together, where at least half, is clustered again. Louvain is scikit-network's: as good as networkx's by
    modularity, thirty times faster, and the same every time for a seed.

    Parameters
    ----------
    weights
        (n, n) symmetric, not negative, with an empty diagonal.
    runs, seed
        How many runs, and the first of their seeds.
    resolution
        Higher makes smaller groups.

    Returns
    -------
    Consensus
        Groups are numbered by falling size, then by their first member.
    """
    size = weights.shape[0]
    group = np.full(size, -1, np.int64)
    tied = np.flatnonzero(np.diff(weights.indptr))
    if not len(tied):
        return Consensus(group, np.zeros(size, np.int64), runs)
    inner = weights[tied][:, tied].tocsr()
    labels = np.stack([_louvain(inner, seed + run, resolution) for run in range(runs)])
    agreed = _together(labels)
    final = _joined(labels, _numbered(_louvain(agreed, seed, 1.0)))
    group[tied] = _numbered(final)
    runs_in = np.zeros(size, np.int64)
    runs_in[tied] = _runs_in(labels, group[tied])
    return Consensus(group, runs_in, runs)


def split(weights: sparse.csr_array, found: Consensus, largest: int, *, seed: int = 0) -> Consensus:
    """Seek groups once more inside every group larger than `largest`: a hub cannot work with forty people at once."""
    group, runs_in = found.group.copy(), found.runs_in.copy()
    for one in range(int(group.max(initial=-1)) + 1):
        rows = np.flatnonzero(found.group == one)
        if len(rows) <= largest:
            continue
        inner = consensus(weights[rows][:, rows].tocsr(), runs=found.runs, seed=seed)
        if inner.group.max() > 0:
            group[rows] = np.where(inner.group >= 0, inner.group + group.max() + 1, group[rows])
            runs_in[rows] = np.where(inner.group >= 0, inner.runs_in, runs_in[rows])
    tied = group >= 0
    group[tied] = _numbered(group[tied])
    return Consensus(group, runs_in, found.runs)


def _joined(labels: Ints, group: Ints) -> Ints:
    """Somebody whom no half of the runs places stands between groups, not alone: put them where most runs do."""
    group = group.copy()
    count = np.bincount(group)
    large = np.flatnonzero(count > 1)
    if not len(large):
        return group
    usual = np.stack([[np.bincount(run[group == one]).argmax() for run in labels] for one in large])
    for row in np.flatnonzero(count[group] == 1):
        with_them = (usual == labels[:, row]).sum(axis=1)
        if with_them.max() > 0:
            group[row] = large[with_them.argmax()]
    return group


def _louvain(weights: sparse.csr_array, seed: int, resolution: float) -> Ints:
    method = Louvain(resolution=resolution, shuffle_nodes=True, random_state=seed)
    return np.asarray(method.fit_predict(sparse.csr_matrix(weights)), np.int64)


def _together(labels: Ints) -> sparse.csr_array:
    """(n, n): the share of the runs in which two people fell together, where at least half."""
    runs, size = labels.shape
    columns = labels + np.r_[0, np.cumsum(labels.max(axis=1) + 1)][:-1, None]
    made = np.ones(runs * size)
    members = sparse.csr_array((made, (np.tile(np.arange(size), runs), columns.ravel())))
    shared = (members @ members.T).tocoo()
    keep = (shared.data >= AGREED * runs) & (shared.row != shared.col)
    rows = (shared.row[keep], shared.col[keep])
    return sparse.coo_array((shared.data[keep] / runs, rows), shape=(size, size)).tocsr()


def _numbered(labels: Ints) -> Ints:
    """Labels renumbered by falling size, then by the first member: the same whatever the method called them."""
    names, first, code, count = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -count))
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    return rank[code]


def _runs_in(labels: Ints, group: Ints) -> Ints:
    """In how many runs each person was in the community that holds most of their group."""
    runs_in = np.zeros(labels.shape[1], np.int64)
    for one in range(int(group.max()) + 1):
        rows = np.flatnonzero(group == one)
        for run in labels:
            inside = run[rows]
            values, counts = np.unique(inside, return_counts=True)
            runs_in[rows] += inside == values[counts.argmax()]
    return runs_in
