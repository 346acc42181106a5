"""`kith evaluate places, scan, knox`: one JSON object of the agreed shape, words, and refusals in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from shapely import box
from typer.testing import CliRunner, Result

import cli

FIGURES = ["pai_1", "pai_2", "pai_5", "pei_1", "pei_2", "pei_5"]


def run(*words: object) -> Result:
    return CliRunner().invoke(cli.app, ["evaluate", *(str(word) for word in words)])


def parsed(ended: Result) -> dict[str, Any]:
    assert ended.exit_code == 0, ended.output
    found: dict[str, Any] = json.loads(ended.stdout, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    return found


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """Events of a year in a square of 5 km; half of them around one spot. The file has no header."""
    rng = np.random.default_rng(1)
    path = tmp_path_factory.mktemp("events") / "e.csv"
    days = np.datetime64("2019-01-01") + np.sort(rng.integers(0, 365, 400))
    xy = rng.uniform((380_000, 400_000), (385_000, 405_000), (400, 2))
    xy[::2] = rng.normal((381_130, 402_130), 30, (200, 2))
    lines = [f"{x:.1f},{y:.1f},{day}" for (x, y), day in zip(xy, days, strict=True)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return ["--events", path, "--x", 1, "--y", 2, "--crs", 27700]


@pytest.fixture(scope="module")
def boundary(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    path = tmp_path_factory.mktemp("boundary") / "b.geojson"
    frame = gpd.GeoDataFrame({"name": ["Ottermere"]}, geometry=[box(380_000, 400_000, 385_000, 405_000)], crs=27700)
    frame.to_crs(4326).to_file(path)
    return ["--boundary", path]


def test_places_gives_pai_and_pei_by_method(events: list[object], boundary: list[object]) -> None:
    found = parsed(run("places", *events, "--date", 3, *boundary, "--test-months", 6, "--json"))
    assert next(iter(found)) == "methods"
    assert {"count", "kde_250", "kde_500", "ewma_3", "near_repeat", "blend", "random"} <= set(found["methods"])
    for figures in found["methods"].values():
        assert list(figures) == FIGURES
        assert all(list(one) == ["mean", "low", "high"] for one in figures.values())
    assert found["methods"]["count"]["pai_1"]["mean"] > 20
    assert (len(found["months"]), found["cell"], found["unit"]) == (6, 250, "m")
    assert found["read"] == found["used"] + sum(one["count"] for one in found["left_out"])


def test_places_in_words(events: list[object], boundary: list[object]) -> None:
    said = " ".join(run("places", *events, "--date", 3, *boundary, "--test-months", 6).output.split())
    assert "counting" in said.split(":")[0]
    assert "6 months tested (July 2019 to December 2019" in said
    assert "the outline of 1 polygon in b.geojson" in said
    assert "It says nothing of any child" in said
    hull = " ".join(run("places", *events, "--date", 3, "--test-months", 6).output.split())
    assert "the ground is the convex hull of the events" in hull


def test_scan_gives_false_alarms_and_power(events: list[object], boundary: list[object]) -> None:
    found = parsed(run("scan", *events, *boundary, "--runs", 20, "--json"))
    assert list(found)[:2] == ["false_alarm_rate", "power"]
    assert found["power"]["5"] >= 0.75
    assert found["false_alarm_rate"] <= 0.3
    alone = parsed(run("scan", *boundary, "--boundary-where", "name == Ottermere", "--runs", 20, "--json"))
    assert alone["power"] == found["power"]
    said = run("scan", *boundary, "--runs", 20).output
    assert "5% is what the test promises" in " ".join(said.split())


def test_knox_gives_observed_expected_and_p(events: list[object]) -> None:
    words = ["knox", *events, "--date", 3, "--distance", 200, "--days", 7, "--permutations", 99]
    found = parsed(run(*words, "--json"))
    assert list(found)[:4] == ["observed", "expected", "ratio", "p"]
    assert found["ratio"] == pytest.approx(found["observed"] / found["expected"])
    assert parsed(run(*words, "--metric", "manhattan", "--json"))["observed"] < found["observed"]
    said = " ".join(run(*words).output.split())
    assert f"{found['observed']:,} pairs of events within 200 m (euclidean) and within 7 days" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["knox", "--distance", 1, "--days", 1], "Name the column with --date"),
        (["knox", "--date", 3, "--distance", 1, "--days", 1, "--metric", "crow"], "none of euclidean, manhattan"),
        (["knox", "--date", 3, "--distance", "nan", "--days", 1], "--distance"),
        (["places", "--date", 9], "has no column “9”"),
        (["places", "--date", 3, "--cell", 1], "Choose a larger --cell"),
        (["places", "--date", 3, "--boundary", "no.geojson"], "There is no file no.geojson"),
        (["scan", "--crs", "4326"], "Say --crs 27700"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(events: list[object], words: list[object], said: str) -> None:
    crs = events[:-2] if "--crs" in words else events
    ended = run(words[0], *crs, *words[1:])
    assert ended.exit_code == 2
    assert said in " ".join(ended.output.split())
    assert "Traceback" not in ended.output


def test_months_are_refused_where_days_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("x,y,when\n1,1,2019-06-01\n2,2,2019-06\n", encoding="utf-8")
    ended = run("knox", "--events", path, "--x", "x", "--y", "y", "--date", "when", "--distance", 1, "--days", 1)
    assert ended.exit_code == 2
    assert "row 3 (1 in all): months only" in " ".join(ended.output.split())
