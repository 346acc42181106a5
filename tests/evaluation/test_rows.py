"""The numbers to reach on real public networks, read as the command reads them (docs/evaluation.md)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from mapping.evaluation import labelled
from mapping.evaluation.groups import agreement
from mapping.evaluation.harness import Evaluation, evaluate
from mapping.evaluation.labelled import Columns, Given
from mapping.evaluation.summary import OURS
from mapping.network.spreading import contributions, label_spreading
from tests.bench.figure import seconds
from tests.bench.network import network as random_network
from tests.shared import shared

ASKED = [("cannabis", 3), ("alcohol", 4), ("tobacco", 2)]


def glasgow(wave: int) -> Given:
    """Pupils, tied as they named each other in one wave."""
    return labelled.read(
        shared("networks/glasgow160/nodes.csv"), shared("networks/glasgow160/edges.csv"), ties_where=f"wave == {wave}"
    )


def gang(weight: str | None) -> Given:
    return labelled.read(
        shared("networks/london_gang/nodes.csv"),
        shared("networks/london_gang/edges.csv"),
        columns=Columns(weight=weight),
    )


def school(community: int) -> Given:
    return labelled.read(None, None, shared(f"networks/addhealth/community_{community}.graphml.gz"))


def mean(found: Evaluation, method: str = OURS, metric: str = "auprc") -> float:
    value = found.methods[method][metric].mean
    assert value is not None
    return value


def test_row_1_cannabis_in_wave_1() -> None:
    """AUPRC .31 to .39 (reference .349), P@10 of .30 at least, above degree in 95% of 200 splits."""
    found = evaluate(glasgow(1).network("cannabis_w1 >= 3"), bootstrap=0)
    assert (found.splits, found.seeds, found.seeds + found.positives) == (200, 8, 21)
    assert 0.31 <= mean(found) <= 0.39
    assert mean(found, metric="p_at_10") >= 0.30
    assert found.win_rate["label_spreading>degree"] is not None
    assert found.win_rate["label_spreading>degree"] >= 0.95
    assert mean(found, "degree", "degree_matched_auc") == pytest.approx(0.5)
    assert found.degree_matched_share is not None
    assert found.degree_matched_share > 0.9


def test_row_2_onset_from_wave_2_to_3() -> None:
    """AUPRC of .62 at least (reference .683), P@10 of .7 at least; from wave 1 to 2 it is as low as it is."""
    found = evaluate(glasgow(2).network("cannabis_w2 >= 3", "cannabis_w3 >= 3"), bootstrap=0)
    assert found.splits == 1
    assert mean(found) >= 0.62
    assert mean(found, metric="p_at_10") >= 0.7
    earlier = evaluate(glasgow(1).network("cannabis_w1 >= 3", "cannabis_w2 >= 3"), bootstrap=0)
    assert mean(earlier) == pytest.approx(0.18, abs=0.04)


@pytest.mark.parametrize("wave", [1, 2, 3])
@pytest.mark.parametrize(("column", "least"), ASKED)
def test_row_3_no_worse_than_counting_seed_neighbours(wave: int, column: str, least: int) -> None:
    found = evaluate(glasgow(wave).network(f"{column}_w{wave} >= {least}"), bootstrap=0)
    assert mean(found) >= mean(found, "seed_neighbours")


def test_row_3_nor_over_the_onsets_taken_together() -> None:
    """One split each: one of the six, alcohol from wave 1 to 2, is lost, and all plain counts win it."""
    tasks = [
        evaluate(glasgow(wave).network(f"{column}_w{wave} >= {least}", f"{column}_w{wave + 1} >= {least}"), bootstrap=0)
        for wave in (1, 2)
        for column, least in ASKED
    ]
    assert np.mean([mean(found) for found in tasks]) > np.mean([mean(found, "seed_neighbours") for found in tasks])
    assert [found.beaten_by for found in tasks if found.beaten_by] == [("degree", "seed_neighbours")]


def test_row_4_one_person_tied_to_everybody_costs_at_most_a_twentieth(tmp_path: Path) -> None:
    """With a node that all pupils are tied to, as one row of the people and 160 of the ties."""
    before = glasgow(1)
    with shared("networks/glasgow160/nodes.csv").open(newline="") as file:
        people = list(csv.reader(file))
    nodes, edges = tmp_path / "nodes.csv", tmp_path / "edges.csv"
    with nodes.open("w", newline="") as file:
        csv.writer(file).writerows([*people, ["hub", *[""] * (len(people[0]) - 1)]])
    with edges.open("w", newline="") as file:
        csv.writer(file).writerows([("source", "target"), *before.ends, *(("hub", row[0]) for row in people[1:])])
    after = labelled.read(nodes, edges)
    first, second = (mean(evaluate(one.network("cannabis_w1 >= 3"), bootstrap=0)) for one in (before, after))
    assert len(after.ids) == len(before.ids) + 1
    assert second >= 0.95 * first


@pytest.mark.parametrize("label", ["Prison == 1", "Ranking <= 2"])
def test_row_5_graded_ties_beat_binary_ones(label: str) -> None:
    # Only seven are of rank 1 or 2: the published comparison is repeated, not a figure to rely on.
    graded, binary = (mean(evaluate(gang(weight).network(label), bootstrap=0, fewest=7)) for weight in ("weight", None))
    assert graded - binary >= 0.02


READ: Mapping[str, tuple[Callable[[], Given], str]] = {
    "glasgow": (lambda: glasgow(1), "cannabis_w1 >= 3"),
    "gang": (lambda: gang("weight"), "Prison == 1"),
    "school": (lambda: school(44), "grade == 12"),
}


@pytest.mark.parametrize("which", READ)
def test_row_6_contributions_sum_to_the_score(which: str) -> None:
    given, label = READ[which]
    case = given().network(label)
    seeds = np.flatnonzero(case.positive)
    everybody = np.arange(len(case.positive))
    shares = contributions(case.weights, seeds, everybody)
    assert np.abs(shares.sum(axis=1) - label_spreading(case.weights, seeds)).max() < 1e-6


def test_row_7_consensus_groups_of_contacts_are_the_classes() -> None:
    """AMI of .88 at least; friendship that pupils report agrees far less."""
    pupils = shared("networks/thiers13/pupils.txt")
    contacts, friends = (
        shared(f"networks/thiers13/{name}.gz") for name in ("contacts_20s.txt", "reported_friendship.csv")
    )
    ends = Columns(source="2", target="3")
    found = agreement(labelled.read(pupils, contacts, columns=ends, count_rows=True, header=False), "2")
    assert found.ami >= 0.88
    assert (found.truths, found.without_ties) == (9, 2)
    assert agreement(labelled.read(pupils, friends, header=False), "2").ami < 0.7


def test_a_whole_school_community_is_measured() -> None:
    """A directed GraphML of a thousand pupils; its figures are not what is tested here."""
    given = school(54)
    found = evaluate(given.network("race == black"), splits=10)
    assert found.people == len(given.ids) > 1_000
    assert found.ties < len(given.ends)  # two who named each other are one pair


def test_row_14_twenty_thousand_people_are_ranked_in_a_second_and_faster_than_by_networkx() -> None:
    """The bench holds it to ten times as fast; this must hold on a busy machine."""
    weights, seeds = random_network(20_000, 100_000), np.arange(200)
    graph = nx.from_scipy_sparse_array(weights)
    started = dict.fromkeys(seeds.tolist(), 1.0)
    ours = seconds(lambda: label_spreading(weights, seeds))
    assert ours < 1
    assert ours < seconds(lambda: nx.pagerank(graph, alpha=0.7, personalization=started), rounds=1) / 2
