"""`kith evaluate fairness`: the lists beside who lives here, and unequal noticing on any network, from the terminal."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from tests.doors.conftest import Kith, printed

BORN = "2012-05-01"


@pytest.fixture(scope="module")
def loaded(kith: Kith, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kith]:
    """A folder with forty open children and a base population, on a day that does not pass."""
    folder = tmp_path_factory.mktemp("extracts")
    children = [(f"OT-{n}", BORN, "FM"[n % 2] if n < 38 else "", "WBRI", "hub") for n in range(40)]
    _write(folder / "children.csv", ("identifier", "date_of_birth", "sex", "ethnicity", "source_agency"), children)
    roles = [(f"OT-{n}", "open_to_hub", "2026-01-05", "hub", f"R-{n}") for n in range(40)]
    _write(folder / "roles.csv", ("person", "role", "from", "source_agency", "record_reference"), roles)
    figures = [("sex", "F", 490), ("sex", "M", 510), ("ethnicity", "White", 700), ("ethnicity", "Mixed", 300)]
    _write(folder / "population.csv", ("characteristic", "group", "children"), figures)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KITH_TODAY", "2026-11-03")
        assert kith("load", *sorted(folder.iterdir())).exit_code == 0
        yield kith


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def test_words_and_json_say_the_same_and_keep_small_counts(loaded: Kith) -> None:
    found = printed(loaded("evaluate", "fairness", "--list", "cohort", "--json"))
    (cohort,) = found["lists"]
    (sex,) = (one for one in cohort["comparisons"] if one["characteristic"] == "sex")
    assert [(row["label"], row["count"], row["said"]) for row in sex["rows"]] == [
        ("Not recorded", None, "not shown"), ("Male", 19, "19"), ("Female", None, "not shown"),
    ]  # fmt: skip
    assert sex["rows"][1]["expected"]["mean"] == pytest.approx(40 * 510 / 1000)
    assert found["what_if"] is None
    said = loaded("evaluate", "fairness", "--list", "cohort").stdout
    assert said.index("Of how many children it is recorded") < said.index("Open to the hub: 40 children")
    assert "not shown" in said
    assert "There is no pass or fail here" in " ".join(said.split())
    exact = printed(loaded("evaluate", "fairness", "--list", "cohort", "--small", "1", "--json"))
    assert [row["count"] for row in exact["lists"][0]["comparisons"][1]["rows"]] == [2, 19, 19]


def test_pooling_and_what_if_are_options(loaded: Kith) -> None:
    words = ("evaluate", "fairness", "--pool-quarters", "2", "--by", "sex", "--detection", "Female=.5", "--json")
    found = printed(loaded(*words))
    assert found["days"] == ["2026-06-30", "2026-09-30"]
    assert found["what_if"]["rates"] == [["Female", 0.5]]
    assert "starts from places" in str(found["what_if"]["lists"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--list", "gangs"), "There is no list “gangs”"),
        (("--detection", "A"), "is no detection"),
        (("--by", "sex", "--detection", "Martian=.5"), "Sex has no group “Martian”"),
        (("--small", "2"), "what is under 2 and not 0 is 1"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(loaded: Kith, words: tuple[str, ...], says: str) -> None:
    refused = loaded("evaluate", "fairness", *words)
    assert refused.exit_code == 2
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.fixture
def network(tmp_path: Path) -> tuple[str, ...]:
    """Two rings of sixty people each, written as tables."""
    people = [(n, "AB"[n // 60]) for n in range(120)]
    ties = [(n, n // 60 * 60 + (n + step) % 60) for n in range(120) for step in (1, 2)]
    _write(tmp_path / "nodes.csv", ("id", "of"), people)
    _write(tmp_path / "edges.csv", ("source", "target"), ties)
    return "--nodes", str(tmp_path / "nodes.csv"), "--edges", str(tmp_path / "edges.csv")


def _evaluate(*words: str) -> Result:
    return CliRunner().invoke(cli.app, ["evaluate", "fairness", *words])


def test_unequal_noticing_on_a_network_needs_no_data_folder(network: tuple[str, ...]) -> None:
    asked = (*network, "--group", "of", "--detection", "A=.6,B=.2", "--harm", ".3", "--runs", "30", "--top", "10")
    found = printed(_evaluate(*asked, "--json"))
    assert [one["name"] for one in found["weightings"]] == ["plain", "inverse_detection"]
    assert found["people"] == 120
    assert "times as often as one of “B”" in _evaluate(*asked).stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Name the column of the groups"),
        (("--group", "of", "--detection", "A=.6"), "two groups or more"),
        (("--group", "shoe", "--detection", "A=.6,B=.2"), "no column “shoe”"),
        (("--group", "of", "--detection", "A=.6,Z=.2"), "Nobody is in the group “Z”"),
        (("--group", "of", "--detection", "A=.6,B=.2", "--harm", ".01"), "under 10 harmed"),
        (("--group", "of", "--detection", "A=.6,B=.2", "--positive", "of = 1; import os"), "--positive"),
    ],
)
def test_bad_networks_are_sentences(network: tuple[str, ...], words: tuple[str, ...], says: str) -> None:
    refused = _evaluate(*network, *words)
    assert refused.exit_code == 2
    assert says in refused.stderr
