"""`kith evaluate`: one JSON object of the agreed shape, the first word where counting does better, and refusals."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import cli
from tests.doors.conftest import Kith, printed

METHODS = {"label_spreading", "pagerank", "seed_neighbours", "degree", "random"}
FIRST = [
    "people",
    "ties",
    "candidates",
    "positives",
    "prevalence",
    "seeds",
    "splits",
    "methods",
    "degree_matched_share",
]


def run(*words: object) -> Result:
    return CliRunner().invoke(cli.app, ["evaluate", *(str(word) for word in words)])


@pytest.fixture(scope="module")
def circles(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """Two circles of friends of whom one is positive; the columns are called nothing in particular."""
    folder = tmp_path_factory.mktemp("circles")
    random = np.random.default_rng(1)
    people, ties = folder / "who.csv", folder / "whom.csv"
    levels = ["often" if number < 20 else "never" for number in range(40)]
    rows = [f"n{number};{level};{int(level == 'often') * 3}" for number, level in enumerate(levels)]
    people.write_text("\n".join(["key;the level;how often", *rows, "n40;;"]) + "\n", encoding="utf-8")
    pairs = [(a, b) for a in range(40) for b in range(40) if a // 20 == b // 20 and random.random() < 0.15]
    ties.write_text("\n".join(["one;two;w", *(f"n{a};n{b};1" for a, b in pairs), "n40;n0;1"]) + "\n", encoding="utf-8")
    return ["--nodes", people, "--edges", ties]


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """A network whose positives are those with most ties: a label that counts records in disguise."""
    folder = tmp_path_factory.mktemp("looked")
    random = np.random.default_rng(1)
    people, ties = folder / "n.csv", folder / "e.csv"
    people.write_text("\n".join(["id,hit", *(f"n{number},{int(number < 15)}" for number in range(120))]), "utf-8")
    pairs = [(hit, other) for hit in range(15) for other in random.choice(120, 12, replace=False)]
    ties.write_text("\n".join(["a,b", *(f"n{a},n{b}" for a, b in pairs)]), "utf-8")
    return ["--nodes", people, "--edges", ties]


def test_a_network_gives_one_object_of_the_agreed_shape(circles: list[object]) -> None:
    ended = run("network", *circles, "--positive", "how often >= 3", "--splits", 20, "--json")
    assert ended.exit_code == 0, ended.output
    found = json.loads(ended.stdout, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert list(found)[: len(FIRST)] == FIRST
    assert (found["people"], found["labelled"], found["seeds"], found["splits"]) == (41, 40, 8, 20)
    assert (found["candidates"], found["positives"]) == (32, 12)
    assert found["prevalence"] == 12 / 32
    assert set(found["methods"]) == METHODS
    for metrics in found["methods"].values():
        assert list(metrics)[:4] == ["auprc", "p_at_10", "auc", "degree_matched_auc"]
        assert all(set(one) == {"mean", "sd", "low", "high"} for one in metrics.values())
    assert found["methods"]["degree"]["degree_matched_auc"]["mean"] == 0.5
    assert set(found["win_rate"]) == {"label_spreading>degree", "label_spreading>seed_neighbours"}
    assert found["columns"] == {"id": "key", "source": "one", "target": "two", "weight": None}
    text = json.loads(run("network", *circles, "--positive", "the level == often", "--splits", 20, "--json").stdout)
    assert text["methods"] == found["methods"]


def test_the_words_say_what_must_stand_beside_an_accuracy(circles: list[object]) -> None:
    said = run("network", *circles, "--positive", "how often >= 3", "--weight", "w", "--splits", 20).output
    assert said.startswith("Label spreading finds more than the plain counts here")
    for part in ("Prevalence", "very same degree", "no evidence", "records in disguise", "weight w"):
        assert part in said, part


def test_where_degree_beats_the_method_that_comes_first(looked_at: list[object]) -> None:
    said = run("network", *looked_at, "--positive", "hit == 1", "--splits", 20).output
    assert said.startswith("Degree beats the method here")
    found = json.loads(run("network", *looked_at, "--positive", "hit == 1", "--splits", 20, "--json").stdout)
    assert found["beaten_by"][0] == "degree"


def test_onset_ties_and_columns_are_obeyed(circles: list[object]) -> None:
    asked = ("--onset", "key != n39", "--ties-where", "w == 1", "--id", "key", "--source", "two", "--target", "one")
    ended = run("network", *circles, "--positive", "the level == often", *asked, "--json")
    assert ended.exit_code == 0, ended.output
    found = printed(ended)
    assert (found["splits"], found["seeds"], found["positives"], found["candidates"]) == (1, 20, 19, 20)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--positive", "how often"], "holds no comparison"),
        (["--positive", "the level >= 3"], "holds text"),
        (["--positive", "nothing == 3"], "Its columns are “key”, “the level” and “how often”"),
        (["--positive", "__import__('os').abort() == 1"], "has no column"),
        (["--positive", "key == n1"], "Only one person meets the label"),
        (["--positive", "how often >= 0"], "nobody to tell them from"),
        (["--positive", "how often >= 3", "--seeds", "1"], "between 0 and 1"),
        (["--positive", "how often >= 3", "--weight", "heavy"], "no column “heavy”"),
        (["--positive", "how often >= 3", "--source", "w"], "names 1 person who is not in who.csv"),
        (["--positive", "how often >= 3", "--graphml", "x.graphml"], "either by --nodes and --edges"),
    ],
)
def test_what_cannot_be_measured_ends_in_a_sentence(circles: list[object], options: list[str], says: str) -> None:
    ended = run("network", *circles, *options)
    assert ended.exit_code == 2
    assert says in ended.stderr
    assert "Traceback" not in ended.output
    assert not ended.stdout


def test_groups_are_compared_with_a_column(circles: list[object]) -> None:
    ended = run("groups", *circles, "--truth", "the level", "--json")
    assert ended.exit_code == 0, ended.output
    found = printed(ended)
    assert {"people", "ties", "groups", "truths", "ami", "ari"} <= set(found)
    assert (found["people"], found["compared"], found["without_truth"], found["truths"]) == (41, 40, 1, 2)
    assert 0.3 < found["ami"] <= 1
    assert (
        "Left out of the score: 1 who has nothing in the level."
        in run("groups", *circles, "--truth", "the level").output
    )
    refused = run("groups", *circles, "--truth", "band")
    assert (refused.exit_code, "no column “band”" in refused.stderr) == (2, True)


def test_a_hub_without_a_history_is_told_that_nothing_is_known(kith: Kith) -> None:
    ended = kith("evaluate", "history")
    assert ended.exit_code == 2
    assert ended.stderr.startswith("There is no past month to look at")
    assert "under 10 no figure would mean anything" in ended.stderr
    assert "unknown until a hub has enough of its own records" in ended.stderr


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The smallest borough, invented, loaded and measured once."""
    ended = run("borough", "--children", 50, "--splits", 10, "--data", tmp_path_factory.mktemp("none"), "--json")
    assert ended.exit_code == 0, ended.output
    return printed(ended)


@pytest.mark.slow
def test_the_borough_is_measured_without_a_data_folder(borough: dict[str, Any]) -> None:
    assert "made to be found" in borough["note"]
    assert set(borough["questions"]) == {
        "near_harmed", "near_adults", "missing_together", "shared_places", "bridging_groups",
    }  # fmt: skip
    for one in borough["questions"].values():
        assert set(one["found"]) == {"list", "seed_neighbours", "degree", "records_held", "chance"}
        assert one["found"]["list"] <= min(one["listed"], one["hidden"])
    assert set(borough["harness"]["methods"]) == METHODS
