"""Measures rankings on any labelled network: again and again part of the positives is given and the rest is sought."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from mapping.evaluation.summary import DRAWS, Difference, Figures, Summary, Trial, summarise
from mapping.network.combine import Bools, Floats, Ints, symmetric
from mapping.network.spreading import NotComputable, degree, label_spreading, pagerank, seed_neighbours

FEWEST_POSITIVES = 10
_ORDERS = 20
"""With an onset there is one split, which only the random order is drawn for again and again."""

Ranking = Callable[[sparse.csr_array, Ints], Floats]


def _degree(weights: sparse.csr_array, seeds: Ints) -> Floats:
    return degree(weights)


METHODS: Mapping[str, Ranking] = {
    "label_spreading": label_spreading,
    "pagerank": pagerank,
    "seed_neighbours": seed_neighbours,
    "degree": _degree,
}
"""What is compared; `random` is added by the harness."""


@dataclass(frozen=True)
class Network:
    """A labelled network: ties, who may be found, and who should be."""

    weights: sparse.csr_array  # (n, n) symmetric
    positive: Bools  # (n,)
    known: Bools  # (n,): the label is not empty; nobody else is positive or candidate
    self_ties: int = 0
    onset: Bools | None = None  # (n,) who meets the target later; None: part of the positives is sought


@dataclass(frozen=True)
class Evaluation:
    """What the harness found.

    The first fields are those of one split: `candidates` are the people ranked, those with a label who are not seeds;
    `positives` are those of them who are to be found; `prevalence` is their share, the AUPRC that chance reaches;
    `seeds` are the people given.
    """

    people: int
    ties: int
    candidates: int
    positives: int
    prevalence: float
    seeds: int
    splits: int
    methods: Mapping[str, Mapping[str, Figures]]
    degree_matched_share: float | None
    win_rate: Mapping[str, float | None]
    self_ties: int
    labelled: int  # people whose label is not empty
    differences: Mapping[str, Difference]
    beaten_by: tuple[str, ...]  # plain counts whose mean AUPRC is at least that of label spreading

    def auprc(self, method: str) -> float:
        """The mean AUPRC of a method; 0 where it could not be measured."""
        return self.methods[method]["auprc"].mean or 0.0


def network(
    ids: Sequence[str],
    ends: Sequence[tuple[str, str]],
    weights: Sequence[float] | None,
    labels: Mapping[str, bool | None],
    onset: Mapping[str, bool | None] | None = None,
) -> Network:
    """Build a labelled network from lists; rows are in the order of the ids, so that no order of a file matters.

    A pair named in both directions counts once, its weights added; without weights every pair weighs 1; self-ties are
    dropped and counted. People whose label is None stay in the graph and are neither positive nor candidate; with an
    onset nor are those, not positive, whose onset is None.

    Raises
    ------
    NotComputable
        For a tie to somebody who is not among the people, or a weight below 0 or not a number.
    """
    ids = sorted(ids)
    index = {id_: row for row, id_ in enumerate(ids)}
    strangers = sorted({end for pair in ends for end in pair} - index.keys())
    if strangers:
        raise NotComputable(f"{len(strangers)} ends of ties are not among the people, the first is {strangers[0]!r}.")
    a, b = (np.array([index[pair[side]] for pair in ends], np.int64) for side in (0, 1))
    value = np.ones(len(ends)) if weights is None else np.array(weights, float)
    if not np.isfinite(value).all() or (value < 0).any():
        raise NotComputable("Every tie needs a weight of 0 or more: at least one is negative or not a number.")
    own = a == b
    key = (np.minimum(a, b) * len(ids) + np.maximum(a, b))[~own]
    pair, code = np.unique(key, return_inverse=True)
    total = np.ones(len(pair))
    if weights is not None:
        total = np.asarray(np.bincount(code, value[~own], minlength=len(pair)), float)
    if not np.isfinite(total).all():
        raise NotComputable("The weights of one pair add up to more than can be counted. Write them in a larger unit.")
    carrying = total > 0
    positive = np.array([bool(labels.get(id_)) for id_ in ids], bool)
    known = np.array([labels.get(id_) is not None for id_ in ids], bool)
    later = None
    if onset is not None:
        later = np.array([bool(onset.get(id_)) for id_ in ids], bool)
        known &= positive | np.array([onset.get(id_) is not None for id_ in ids], bool)
    return Network(symmetric(pair[carrying], total[carrying], len(ids)), positive, known, int(own.sum()), later)


def evaluate(
    found: Network,
    *,
    share: float = 0.4,
    splits: int = 200,
    seed: int = 0,
    bootstrap: int = DRAWS,
    fewest: int = FEWEST_POSITIVES,
) -> Evaluation:
    """Run every method over repeated splits of the positives into seeds and those to find.

    Parameters
    ----------
    found
        The labelled network. With an onset the seeds are all positives, the targets those who meet it among the rest,
        and there is one split: only the random order is drawn anew.
    share
        Part of the positives given as seeds.
    splits, seed, bootstrap
        How many splits, the seed of every random choice, and how many bootstrap draws over people.
    fewest
        Refuse under so many positives. Only to repeat a published figure is it ever lowered.

    Raises
    ------
    NotComputable
        Under 10 positives, nobody to tell them from, no ties, or a share that leaves no seeds or nobody to find.
    """
    count, targets, candidates = _counts(found, share, fewest)
    random = np.random.default_rng(seed)
    draws = random.integers(0, 2**32, size=(splits if found.onset is None else _ORDERS,))
    tried = summarise(_trials(found, count, draws), len(found.positive), draws=bootstrap, random=random)
    return Evaluation(
        people=len(found.positive),
        ties=len(found.weights.data) // 2,
        candidates=candidates,
        positives=targets,
        prevalence=targets / candidates,
        seeds=count,
        splits=splits if found.onset is None else 1,
        methods=tried.methods,
        degree_matched_share=tried.degree_matched_share,
        win_rate=tried.win_rate,
        self_ties=found.self_ties,
        labelled=int(found.known.sum()),
        differences=tried.differences,
        beaten_by=beaten_by(tried),
    )


def beaten_by(tried: Summary) -> tuple[str, ...]:
    """The plain counts that find people at least as well as label spreading, by mean AUPRC, the best first."""
    mean = {method: figures["auprc"].mean or 0.0 for method, figures in tried.methods.items()}
    ours = mean.pop("label_spreading")
    # A tie of all methods is nobody's defeat, and PageRank is no plain count.
    better = [name for name in mean if name not in ("pagerank", "random") and mean[name] >= ours]
    return tuple(sorted(better, key=lambda name: -mean[name]))


def _counts(found: Network, share: float, fewest: int) -> tuple[int, int, int]:
    """How many seeds, people to find, and candidates each split has; refuses what cannot be measured."""
    # With an onset every positive is a seed: 1 is true then, but what is no share is refused all the same.
    if not 0 < share <= 1 or (share == 1 and found.onset is None):
        raise NotComputable(f"With a share of {share:g} as seeds nothing can be sought: it must lie between 0 and 1.")
    positives, labelled = int((found.positive & found.known).sum()), int(found.known.sum())
    if found.onset is None:
        _enough(positives, fewest, "meet the label")
        count = min(max(1, round(share * positives)), positives - 1)
        targets = positives - count
    else:
        count = positives
        targets = int((found.onset & found.known & ~found.positive).sum())
        _enough(targets, fewest, "meet the onset among those who do not meet the label")
        if not count:
            raise NotComputable("There are no seeds: nobody meets the label, so nobody can be near them.")
    candidates = labelled - count
    if candidates == targets:
        raise NotComputable("Everybody who could be ranked meets the label: there is nobody to tell them from.")
    if not len(found.weights.data):
        raise NotComputable("There is no tie between any two of these people, so no method can rank them.")
    return count, targets, candidates


def _enough(count: int, fewest: int, what: str) -> None:
    if count < fewest:
        said = "Nobody" if not count else "Only one person" if count == 1 else f"Only {count} people"
        said = f"{said} {what if count > 1 else what.replace('meet ', 'meets ', 1)}"
        raise NotComputable(f"{said}: under {fewest} no figure would mean anything.")


def _trials(found: Network, count: int, draws: Ints) -> Iterator[Trial]:
    """One trial a split. The seeds are drawn among the positives; everybody else with a label is a candidate."""
    positives = np.flatnonzero(found.positive & found.known)
    truth = found.positive if found.onset is None else found.onset
    ties = degree(found.weights)
    for drawn in draws:
        split = np.random.default_rng(drawn)
        seeds = np.sort(split.permutation(positives)[:count])
        rest = found.known.copy()
        rest[seeds] = False
        rows = np.flatnonzero(rest)
        scores = {name: method(found.weights, seeds)[rows] for name, method in METHODS.items()}
        scores["random"] = split.random(len(found.positive))[rows]
        yield Trial(rows, truth[rows], ties[rows], scores)
