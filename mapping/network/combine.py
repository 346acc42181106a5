"""Combines what several sources say of one pair: noisy-or over independent ones, the best of dependent ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def noisy_or(key: Ints, *columns: Floats) -> tuple[Any, ...]:
    """Combine what independent sources say of one key: 1 - prod(1 - value), for each column.

    Returns
    -------
    tuple
        The distinct keys, ascending, then one combined column for each given.
    """
    key, columns, starts = _grouped(key, columns)
    if not len(key):
        return (key, *columns)
    return (key[starts], *(1.0 - np.multiply.reduceat(1.0 - column, starts) for column in columns))


def best(key: Ints, *columns: Floats) -> tuple[Any, ...]:
    """Keep the highest value of each key: several reports of one source about one thing are not independent.

    Returns
    -------
    tuple
        The distinct keys, ascending, then the highest of each column.
    """
    key, columns, starts = _grouped(key, columns)
    if not len(key):
        return (key, *columns)
    return (key[starts], *(np.maximum.reduceat(column, starts) for column in columns))


def symmetric(pair: Ints, value: Floats, size: int) -> sparse.csr_array:
    """The square symmetric matrix of the pairs `a * size + b` (a < b), its columns sorted."""
    a, b = pair // max(size, 1), pair % max(size, 1)
    made = sparse.coo_array((np.r_[value, value], (np.r_[a, b], np.r_[b, a])), shape=(size, size)).tocsr()
    made.sort_indices()
    return made


def _grouped(key: Ints, columns: tuple[Floats, ...]) -> tuple[Ints, tuple[Floats, ...], Ints]:
    """Key and columns sorted by key, and where each key begins."""
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.empty(0, np.int64)
    return key, tuple(column[order] for column in columns), starts
