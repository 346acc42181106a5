"""The harness: what a network is, what a split is, what is refused, and what nothing may change."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.evaluation.harness import METHODS, Evaluation, Network, evaluate, network
from mapping.evaluation.summary import OURS
from mapping.network.spreading import NotComputable

Ends = list[tuple[str, str]]
Labels = dict[str, bool | None]


def random_case(seed: int, people: int = 60, ties: int = 120, positives: int = 15) -> tuple[list[str], Ends, Labels]:
    """A network of chance: nothing in it says who is positive."""
    random = np.random.default_rng(seed)
    ids = [f"p{number:03}" for number in range(people)]
    ends = [(ids[a], ids[b]) for a, b in random.integers(0, people, (ties, 2))]
    chosen = set(random.choice(people, positives, replace=False).tolist())
    return ids, ends, {id_: row in chosen for row, id_ in enumerate(ids)}


def two_circles(size: int = 20, seed: int = 0) -> Network:
    """Two circles of friends, one of them positive: every method but degree should tell."""
    graph = nx.random_partition_graph([size, size], 0.4, 0.05, seed=seed)
    ids = [f"p{row:03}" for row in graph]
    return network(
        ids, [(ids[a], ids[b]) for a, b in graph.edges], None, {id_: row < size for row, id_ in enumerate(ids)}
    )


def mean(found: Evaluation, method: str = OURS, metric: str = "auprc") -> float:
    value = found.methods[method][metric].mean
    assert value is not None
    return value


def test_a_network_is_read_as_the_issue_says() -> None:
    found = network(
        ["c", "a", "b"], [("a", "b"), ("b", "a"), ("c", "c")], [2.0, 3.0, 1.0], {"a": True, "b": False, "c": None}
    )
    assert found.weights.toarray().tolist() == [[0, 5, 0], [5, 0, 0], [0, 0, 0]]
    assert found.self_ties == 1
    assert found.known.tolist() == [True, True, False]
    plain = network(["a", "b"], [("a", "b"), ("b", "a")], None, {})
    assert plain.weights.toarray().tolist() == [[0, 1], [1, 0]]
    with pytest.raises(NotComputable, match="not among the people"):
        network(["a"], [("a", "z")], None, {})
    with pytest.raises(NotComputable, match="weight of 0 or more"):
        network(["a", "b"], [("a", "b")], [-1.0], {})


def test_a_split_is_counted() -> None:
    ids, ends, labels = random_case(1)
    labels |= dict.fromkeys([id_ for id_ in ids if not labels[id_]][:7])
    found = evaluate(network(ids, ends, None, labels), splits=5, bootstrap=0)
    assert (found.people, found.labelled, found.seeds, found.positives, found.candidates) == (60, 53, 6, 9, 47)
    assert found.prevalence == found.positives / found.candidates
    assert found.splits == 5
    assert found.ties == len({frozenset(pair) for pair in ends if len(set(pair)) == 2})
    assert found.self_ties == sum(a == b for a, b in ends)
    assert set(found.methods) == {*METHODS, "random"}


def test_with_an_onset_the_seeds_are_the_positives_and_the_targets_are_among_the_rest() -> None:
    ids, ends, labels = random_case(2)
    rest = [id_ for id_ in ids if not labels[id_]]
    onset: Labels = {id_: id_ in rest[:12] for id_ in ids} | dict.fromkeys(rest[12:20])
    onset |= {id_: True for id_ in ids if labels[id_]}  # whoever was one already is no target
    found = evaluate(network(ids, ends, None, labels, onset), bootstrap=20)
    assert (found.seeds, found.positives, found.candidates, found.splits) == (15, 12, 37, 1)
    assert found.methods[OURS]["auprc"].sd == 0


@pytest.mark.parametrize("seed", range(3))
def test_degree_matches_itself_and_chance_reaches_the_prevalence(seed: int) -> None:
    ids, ends, labels = random_case(seed, people=400, ties=800, positives=100)
    found = evaluate(network(ids, ends, None, labels), splits=60, bootstrap=40)
    assert mean(found, "degree", "degree_matched_auc") == 0.5
    figures = found.methods["degree"]["degree_matched_auc"]
    assert (figures.low, figures.high) == (0.5, 0.5)
    assert mean(found, "random") == pytest.approx(found.prevalence, abs=0.03)
    assert mean(found, "random", "auc") == pytest.approx(0.5, abs=0.02)
    assert mean(found, "random", "lift_at_10") == pytest.approx(1, abs=0.25)
    assert mean(found, metric="auc") == pytest.approx(0.5, abs=0.08)  # a label of chance is found by chance


def test_circles_are_told_apart_and_the_interval_is_about_the_mean() -> None:
    found = evaluate(two_circles(), splits=40)
    assert mean(found, metric="auc") > 0.9
    assert found.win_rate["label_spreading>degree"] == 1
    assert found.beaten_by == ()
    for metric, figures in found.methods[OURS].items():
        assert figures.low is not None, metric
        assert figures.high is not None, metric
        assert figures.low <= mean(found, metric=metric) <= figures.high, metric
    difference = found.differences["label_spreading-degree"]
    assert difference.low is not None
    assert difference.low > 0


def test_where_degree_beats_the_method_the_result_says_so() -> None:
    """The label counts ties in disguise: whoever has most is positive."""
    ids, ends, _ = random_case(3, people=120, ties=200)
    count = {id_: len({frozenset(pair) for pair in ends if id_ in pair}) for id_ in ids}
    busiest = set(sorted(ids, key=lambda id_: -count[id_])[:20])
    found = evaluate(network(ids, ends, None, {id_: id_ in busiest for id_ in ids}), splits=20)
    assert found.beaten_by[0] == "degree"
    assert found.differences["label_spreading-degree"].high is not None
    assert found.differences["label_spreading-degree"].high < 0


@settings(max_examples=15)
@given(st.integers(0, 1_000), st.randoms(use_true_random=False))
def test_neither_order_nor_names_nor_direction_change_anything(seed: int, random: object) -> None:
    ids, ends, labels = random_case(seed, people=40)
    before = evaluate(network(ids, ends, None, labels), splits=4, bootstrap=10)
    shuffled, turned = list(ids), [(b, a) for a, b in ends]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(turned)  # type: ignore[attr-defined]
    after = evaluate(network(shuffled, turned, None, labels), splits=4, bootstrap=10)
    renamed = {id_: f"name {id_}" for id_ in ids}
    named = evaluate(
        network(
            list(renamed.values()),
            [(renamed[a], renamed[b]) for a, b in ends],
            None,
            {renamed[id_]: label for id_, label in labels.items()},
        ),
        splits=4,
        bootstrap=10,
    )
    assert before == after == named


def test_the_same_seed_gives_the_same_figures_and_another_others() -> None:
    case = two_circles()
    first, again, other = (evaluate(case, splits=5, bootstrap=10, seed=seed) for seed in (2, 2, 3))
    assert first == again
    assert first.methods != other.methods


def small(positives: int, people: int = 30) -> tuple[list[str], Ends, Labels]:
    ids = [f"p{number}" for number in range(people)]
    return ids, [("p0", "p1")], {id_: row < positives for row, id_ in enumerate(ids)}


@pytest.mark.parametrize(
    ("positives", "ends", "share", "says"),
    [
        (0, [("p0", "p1")], 0.4, "Nobody meets the label"),
        (1, [("p0", "p1")], 0.4, "Only one person meets the label"),
        (9, [("p0", "p1")], 0.4, "Only 9 people meet the label: under 10"),
        (30, [("p0", "p1")], 0.4, "nobody to tell them from"),
        (12, [], 0.4, "no tie between"),
        (12, [("p3", "p3")], 0.4, "no tie between"),
        (12, [("p0", "p1")], 0.0, "must lie between 0 and 1"),
        (12, [("p0", "p1")], 1.0, "must lie between 0 and 1"),
        (12, [("p0", "p1")], 40.0, "must lie between 0 and 1"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_words(positives: int, ends: Ends, share: float, says: str) -> None:
    ids, _, labels = small(positives)
    with pytest.raises(NotComputable, match=says):
        evaluate(network(ids, ends, None, labels), share=share)


def test_an_onset_nobody_meets_and_one_without_seeds_are_refused() -> None:
    ids, ends, labels = small(12)
    with pytest.raises(NotComputable, match="Nobody meets the onset"):
        evaluate(network(ids, ends, None, labels, dict.fromkeys(ids, False)))
    with pytest.raises(NotComputable, match="There are no seeds"):
        evaluate(network(ids, ends, None, dict.fromkeys(ids, False), labels))


@pytest.mark.parametrize("share", [0.0, -1.0, 1.5, float("nan"), float("inf")])
def test_what_is_no_share_is_refused_with_an_onset_too(share: float) -> None:
    ids, ends, labels = small(12)
    with pytest.raises(NotComputable, match="must lie between 0 and 1"):
        evaluate(network(ids, ends, None, labels, dict.fromkeys(ids, True)), share=share)


def test_weights_too_large_to_add_are_called_so() -> None:
    ids, _, labels = small(12)
    with pytest.raises(NotComputable, match="add up to more than can be counted"):
        network(ids, [("p0", "p1"), ("p1", "p0")], [1e308, 1e308], labels)


def test_a_single_seed_and_a_network_in_pieces_are_measured() -> None:
    ids, _, labels = small(10)
    ends = [(ids[row], ids[row + 1]) for row in range(0, 30, 2)]
    found = evaluate(network(ids, ends, None, labels), share=0.01, splits=5)
    assert (found.seeds, found.positives) == (1, 9)
    assert 0 <= mean(found) <= 1


def test_a_person_with_five_thousand_ties_is_measured() -> None:
    ids = [f"p{number}" for number in range(5_001)]
    ends = [("p0", id_) for id_ in ids[1:]]
    found = evaluate(network(ids, ends, None, {id_: row < 50 for row, id_ in enumerate(ids)}), splits=2, bootstrap=5)
    assert found.ties == 5_000
    assert mean(found, "degree", "degree_matched_auc") == 0.5
