"""Measures rankings on any labelled network: repeated splits, AUPRC, P@10, paired wins, degree-matched AUC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.stats import rankdata

from mapping.network.combine import Bools, Floats, Ints, symmetric
from mapping.network.spreading import NotComputable, degree, label_spreading, pagerank, seed_neighbours

FEWEST_POSITIVES = 10
METRICS = ("auprc", "p_at_10", "auc", "degree_matched_auc")
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


@dataclass(frozen=True, slots=True)
class Figures:
    """One metric of one method over the splits, with an interval by bootstrap over people."""

    mean: float | None  # None where no split could be measured
    sd: float | None
    low: float | None  # 95% interval, None where it was not drawn
    high: float | None


@dataclass(frozen=True)
class Evaluation:
    """What the harness found. `per_split` holds method -> metric -> one value a split."""

    people: int
    ties: int
    candidates: int
    positives: int
    prevalence: float
    seeds: int
    splits: int
    methods: Mapping[str, Mapping[str, Figures]]
    degree_matched_share: float
    win_rate: Mapping[str, float]
    per_split: Mapping[str, Mapping[str, Floats]]


def network(
    ids: list[str], ends: list[tuple[str, str]], weights: list[float] | None, labels: Mapping[str, bool | None]
) -> Network:
    """Build a labelled network from lists.

    A pair named in both directions counts once, its weights added; without weights every pair weighs 1; self-ties are
    dropped and counted. People whose label is None stay in the graph and are neither positive nor candidate.

    Raises
    ------
    NotComputable
        For a tie to somebody who is not among the people.
    """
    index = {id_: row for row, id_ in enumerate(ids)}
    strangers = sorted({end for pair in ends for end in pair} - index.keys())
    if strangers:
        raise NotComputable(f"{len(strangers)} ends of ties are not among the people, the first is {strangers[0]!r}.")
    a, b = (np.array([index[pair[side]] for pair in ends], np.int64) for side in (0, 1))
    value = np.ones(len(ends)) if weights is None else np.array(weights, float)
    own = a == b
    key = (np.minimum(a, b) * len(ids) + np.maximum(a, b))[~own]
    pair, code = np.unique(key, return_inverse=True)
    total = np.ones(len(pair))
    if weights is not None:
        total = np.asarray(np.bincount(code, value[~own], minlength=len(pair)), float)
    known = np.array([labels.get(id_) is not None for id_ in ids], bool)
    positive = np.array([bool(labels.get(id_)) for id_ in ids], bool)
    return Network(symmetric(pair, total, len(ids)), positive, known, int(own.sum()))


def evaluate(
    found: Network,
    *,
    onset: Bools | None = None,
    share: float = 0.4,
    splits: int = 200,
    seed: int = 0,
    bootstrap: int = 200,
    fewest: int = FEWEST_POSITIVES,
) -> Evaluation:
    """Run every method over repeated splits of the positives into seeds and those to find.

    Parameters
    ----------
    found
        The labelled network.
    onset
        (n,) who meets the target later. Then the seeds are all positives, the targets those who meet it among the
        rest, and there is one split.
    share
        Part of the positives given as seeds.
    splits, seed, bootstrap
        How many splits, the seed of every random choice, and how many bootstrap draws over people.
    fewest
        Refuse under so many positives. Only to repeat a published figure is it ever lowered.

    Returns
    -------
    Evaluation
        Where degree beats the method this shows in `win_rate`, and a report says so first.

    Raises
    ------
    NotComputable
        Under 10 positives.
    """
    positives = np.flatnonzero(found.positive & found.known)
    targets = positives if onset is None else np.flatnonzero(onset & found.known & ~found.positive)
    if len(targets) < fewest:
        raise NotComputable(f"Only {len(targets)} people meet the label: under {fewest} no figure would mean anything.")
    random = np.random.default_rng(seed)
    runs = splits if onset is None else 1
    names = (*METHODS, "random")
    values = {name: {metric: np.full(runs, np.nan) for metric in METRICS} for name in names}
    boots: dict[str, dict[str, list[Floats]]] = {name: {metric: [] for metric in METRICS} for name in names}
    matched = np.full(runs, np.nan)
    count = max(1, round(share * len(positives))) if onset is None else len(positives)
    draws = random.integers(0, 2**32, size=(runs,))
    people = _bootstrap(len(found.positive), bootstrap, random)
    for run in range(runs):
        split = np.random.default_rng(draws[run])
        seeds = np.sort(split.permutation(positives)[:count])
        rest = found.known.copy()
        rest[seeds] = False
        truth = found.positive if onset is None else onset
        candidates = np.flatnonzero(rest)
        matched[run] = _matched_share(degree(found.weights)[candidates], truth[candidates])
        for name in names:
            scores = split.random(len(found.positive)) if name == "random" else METHODS[name](found.weights, seeds)
            for metric, value in _metrics(scores, truth, candidates, degree(found.weights)).items():
                values[name][metric][run] = value
            if run < _BOOTED:
                for metric, drawn in _booted(scores, truth, candidates, people).items():
                    boots[name][metric].append(drawn)
    methods = {
        name: {metric: _figures(values[name][metric], boots[name][metric]) for metric in METRICS} for name in names
    }
    wins = {f"label_spreading>{other}": _wins(values, other) for other in ("degree", "seed_neighbours")}
    return Evaluation(
        people=len(found.positive),
        ties=len(found.weights.data) // 2,
        candidates=int(found.known.sum()) - count,
        positives=len(targets) if onset is not None else len(targets) - count,
        prevalence=(len(targets) - (count if onset is None else 0)) / max(1, int(found.known.sum()) - count),
        seeds=count,
        splits=runs,
        methods=methods,
        degree_matched_share=float(np.nanmean(matched)),
        win_rate=wins,
        per_split=values,
    )


_BOOTED = 20
"""Splits whose people are resampled: the interval is about people, not about splits."""


def auprc(scores: Floats, truth: Bools) -> float:
    """Average precision; people with the same score count as one step, so that no order among them is invented."""
    order = np.argsort(-scores, kind="stable")
    score, hit = scores[order], truth[order]
    ends = np.r_[np.flatnonzero(np.diff(score)), len(score) - 1]
    found = np.cumsum(hit)[ends]
    gained = np.diff(np.r_[0, found])
    return float((gained * found / (ends + 1)).sum() / max(1, hit.sum()))


def precision_at(scores: Floats, truth: Bools, count: int = 10) -> float:
    """Expected share of positives among the first `count`, ties among equal scores broken at random."""
    count = min(count, len(scores))
    if not count:
        return float("nan")
    cut = np.sort(scores)[-count]
    above, level = scores > cut, scores == cut
    return float((truth[above].sum() + (count - above.sum()) * truth[level].mean()) / count)


def auc(scores: Floats, truth: Bools) -> float:
    """Chance that a positive scores above a negative, equal scores counting half (Mann and Whitney)."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def degree_matched_auc(scores: Floats, truth: Bools, degrees: Floats) -> float:
    """AUC of each positive against negatives of the very same degree; by it degree itself scores exactly .5."""
    shares, weights = [], []
    for level in np.unique(degrees[truth]):
        rows = degrees == level
        negatives = int((rows & ~truth).sum())
        if negatives:
            shares.append(auc(scores[rows], truth[rows]))
            weights.append(int((rows & truth).sum()))
    return float(np.average(shares, weights=weights)) if shares else float("nan")


def _metrics(scores: Floats, truth: Bools, candidates: Ints, degrees: Floats) -> dict[str, float]:
    # Solutions of the same system differ in the last bits: people alike in every tie must tie.
    score, hit = np.round(scores[candidates], 12), truth[candidates]
    return {
        "auprc": auprc(score, hit),
        "p_at_10": precision_at(score, hit),
        "auc": auc(score, hit),
        "degree_matched_auc": degree_matched_auc(score, hit, degrees[candidates]),
    }


def _matched_share(degrees: Floats, truth: Bools) -> float:
    """The share of positives that have any negative of the very same degree."""
    return float(np.isin(degrees[truth], degrees[~truth]).mean()) if truth.any() else float("nan")


def _bootstrap(size: int, draws: int, random: np.random.Generator) -> Ints:
    return random.integers(0, size, size=(draws, size))


def _booted(scores: Floats, truth: Bools, candidates: Ints, people: Ints) -> dict[str, Floats]:
    """AUPRC, P@10 and AUC over people drawn with replacement; the degree-matched AUC is too costly and too thin."""
    inside = np.zeros(len(truth), bool)
    inside[candidates] = True
    found: dict[str, list[float]] = {metric: [] for metric in METRICS}
    for draw in people:
        rows = draw[inside[draw]]
        score, hit = np.round(scores[rows], 12), truth[rows]
        if hit.any() and not hit.all():
            found["auprc"].append(auprc(score, hit))
            found["p_at_10"].append(precision_at(score, hit))
            found["auc"].append(auc(score, hit))
    return {metric: np.array(values) for metric, values in found.items()}


def _figures(values: Floats, boots: list[Floats]) -> Figures:
    drawn = np.concatenate(boots) if boots else np.empty(0)
    low, high = (float(np.percentile(drawn, q)) if len(drawn) else None for q in (2.5, 97.5))
    seen = values[np.isfinite(values)]
    if not len(seen):
        return Figures(None, None, low, high)
    return Figures(float(seen.mean()), float(seen.std()), low, high)


def _wins(values: Mapping[str, Mapping[str, Floats]], other: str) -> float:
    """The share of splits in which label spreading has the higher AUPRC, equal ones counting half."""
    ours, theirs = values["label_spreading"]["auprc"], values[other]["auprc"]
    return float(np.mean((ours > theirs) + 0.5 * (ours == theirs)))
