"""`kith hotspots`: places, rates, hours, kinds and repeats, as JSON and in words, as a panel may see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doors.conftest import Kith, printed

CHILDREN = "identifier,forename,surname,date_of_birth,sex,ethnicity,source_agency\n" + "".join(
    f"OT-{n},Tamsin,Brackley{n},2012-01-01,F,,hub\n" for n in range(1, 13)
)
PLACES = "identifier,name,kind,latitude,longitude\n" + "".join(
    f"PL-{n},Corner {n},park,{53.7 + 0.004 * (n // 4):.5f},{-0.5 + 0.006 * (n % 4):.5f}\n" for n in range(12)
)
EVENTS = "identifier,kind,start,end,place,missing,source_agency\n" + "".join(
    f"MR-{n},missing,2026-10-{n + 10} 21:30,,PL-{0 if n <= 9 else n - 9},OT-{n},police\n" for n in range(1, 13)
)


@pytest.fixture(scope="module")
def loaded(kith: Kith, tmp_path_factory: pytest.TempPathFactory) -> Kith:
    folder: Path = tmp_path_factory.mktemp("extracts")
    for name, text in (("children", CHILDREN), ("locations", PLACES), ("events", EVENTS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    result = kith("load", *sorted(folder.iterdir()))
    assert result.exit_code == 0, result.output
    return kith


def test_a_panel_view_is_what_it_prints_unless_asked(loaded: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_TODAY", "2026-11-03")
    told = printed(loaded("hotspots", "--json"))
    assert {"hotspots", "places", "clock", "near_repeats", "kinds", "changed", "not_on_map"} <= set(told)
    rows = {row["name"]: row for row in told["places"]}
    assert (rows["Corner 0"]["children"], rows["Corner 1"]["children"]) == (9, None)
    assert rows["Corner 1"]["rate"] is None
    whole = printed(loaded("hotspots", "--no-panel", "--json"))
    rows = {row["name"]: row for row in whole["places"]}
    assert (rows["Corner 0"]["children"], rows["Corner 1"]["children"]) == (9, 1)
    assert rows["Corner 0"]["rate"]["low"] < rows["Corner 0"]["rate"]["times"] < rows["Corner 0"]["rate"]["high"]
    assert sum(count for row in whole["clock"]["cells"] for count in row) == 12
    assert whole["near_repeats"]["bands"] == []
    assert [line["harm_type"] for line in whole["kinds"]["lines"]] == [None, "missing"]


def test_days_harm_and_baseline_are_asked_for(loaded: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_TODAY", "2026-11-03")
    told = printed(loaded("hotspots", "--days", 5, "--harm", "missing", "--baseline", "incidents", "--json"))
    assert told["settings"]["days"] == 5
    assert told["settings"]["harm_types"] == ["missing"]
    assert told["settings"]["baseline"] == "incidents"
    assert printed(loaded("hotspots", "--harm", "online_harm", "--json"))["places"] == []


def test_in_words(loaded: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_TODAY", "2026-11-03")
    said = loaded("hotspots").stdout
    for words in ("Named places", "By kind of harm", "When", "Does harm follow harm?", "What changed since"):
        assert words in said
    assert "Corner 0" in said
    assert "Tamsin" not in said


@pytest.mark.parametrize(("option", "what"), [("--harm", "kind of harm"), ("--baseline", "baseline")])
def test_what_there_is_not_is_refused_in_words(kith: Kith, option: str, what: str) -> None:
    refused = kith("hotspots", option, "moon")
    assert refused.exit_code == 2
    assert f"no {what} 'moon'" in refused.output.replace("\n", " ")
    assert "missing" in refused.output or "children" in refused.output
