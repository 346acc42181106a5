"""Look-ups of postcodes and UPRNs, and the places that take their points from them, on the real embedded server."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from graph import Store
from graph.access import Purpose, Viewer
from graph.snapshot import Snapshot
from loaders import FileReport, LoadReport, load, recognise
from loaders.gazetteer import Codes, Gazetteer, Spot, postcode
from loaders.grid import degrees
from tests.loaders.files import table
from tests.shared import shared

ONSPD_2026 = (
    "PCD7,PCD8,PCDS,DOINTR,DOTERM,CTY25CD,LAD25CD,WD25CD,EAST1M,NORTH1M,GRIDIND,LSOA01CD,LSOA11CD,LSOA21CD,LAT,LONG"
)
ONSPD_2012 = "pcd,pcd2,pcds,dointr,doterm,oslaua,osward,oseast1m,osnrth1m,osgrdind,lsoa11"
PLACES = ("identifier", "other_identifiers", "name", "kind", "postcode", "uprn", "latitude", "longitude")
SPOTS = {"ZZ1 1AA": ("384000", "398000", "1"), "ZZ1 1AB": ("385000", "399000", "6"), "ZZ1 1AC": ("", "", "9")}


def onspd(path: Path, ended: str = "", spots: dict[str, tuple[str, str, str]] = SPOTS) -> Path:
    """A few rows as the directory has them since 2025."""
    lines = [ONSPD_2026]
    for code, (east, north, quality) in spots.items():
        lat, lon = ("99.999999", "0.000000")
        if east:
            found = degrees([float(east)], [float(north)])
            lat, lon = f"{found[0][0]:.6f}", f"{found[1][0]:.6f}"
        lines.append(
            f"{code.replace(' ', '')},{code},{code},198001,{ended},E99999999,K08000001,K05000001,{east},{north},"
            f"{quality},K01000001,K01000011,K01000021,{lat},{lon}"
        )
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return path


def place(identifier: str, **cells: str) -> list[str]:
    row = {"identifier": identifier, "name": f"Place {identifier}", "kind": "park", **cells}
    return [row.get(name, "") for name in PLACES]


def one(report: LoadReport) -> FileReport:
    (found,) = report.files
    assert found.read == found.loaded + found.unchanged + found.superseded + found.quarantined
    return found


def snapshot(store: Store) -> Snapshot:
    return store.view(Viewer("A. Brennan"), Purpose("test")).snapshot()


def entities(store: Store) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in snapshot(store).entities.to_pylist()}


def warnings(found: FileReport) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.rule) for problem in found.warnings]


def test_a_place_without_coordinates_takes_the_point_of_its_postcode(store: Store, tmp_path: Path) -> None:
    rows = [place("A", postcode="zz1 1aa"), place("B", postcode="ZZ11AB"), place("C", postcode="ZZ1 1AC")]
    rows += [place("D", postcode="ZZ9 9ZZ"), place("E", postcode="none"), place("F", latitude="53.5", longitude="-2.1")]
    report = load([table(tmp_path / "locations.csv", PLACES, rows), onspd(tmp_path / "ONSPD_MAY_2026.csv")], store)
    assert [file.source for file in report.files] == ["postcodes", "locations"]
    found = report.files[1]
    assert (found.loaded, found.quarantined) == (6, 0)
    assert warnings(found) == [(4, "postcode_without_point"), (5, "unknown_postcode"), (6, "not_a_postcode")]
    held = entities(store)
    east, north = degrees([384000.0], [398000.0])
    assert (held["Place A"]["latitude"], held["Place A"]["longitude"]) == pytest.approx((east[0], north[0]), abs=1e-5)
    assert [held[f"Place {id}"]["point_from"] for id in "ABCDEF"] == ["postcode", "sector", None, None, None, "given"]
    assert [held[f"Place {id}"]["no_point"] for id in "CDE"] == [
        "postcode_without_point", "unknown_postcode", "not_a_postcode",
    ]  # fmt: skip
    assert held["Place A"]["home_area"] == held["Place C"]["home_area"] == "K01000021"
    said = " ".join(found.notes)
    assert "1 place was put on the map by its postcode: true to about 100 m." in said
    assert "1 place was put on the map by its postcode sector: true to about 1 km." in said
    assert "3 places were kept without a point, so not on the map: rows 4, 5, 6." in said


def test_a_look_up_loaded_later_places_rows_that_have_not_changed(store: Store, tmp_path: Path) -> None:
    places = table(tmp_path / "locations.csv", PLACES, [place("A", postcode="ZZ1 1AA"), place("B")])
    first = one(load([places], store))
    assert first.loaded == 2
    assert any("load a list of postcodes" in note for note in first.notes)
    assert entities(store)["Place A"]["latitude"] is None
    one(load([onspd(tmp_path / "o.csv")], store))
    again = one(load([places], store))
    assert (again.loaded, again.superseded, again.unchanged) == (0, 1, 1)
    assert entities(store)["Place A"]["point_from"] == "postcode"
    assert one(load([places], store)).unchanged == 2


def test_a_point_far_from_its_postcode_is_kept_and_said(store: Store, tmp_path: Path) -> None:
    rows = [
        place("A", postcode="ZZ1 1AA", latitude="51.5", longitude="-0.1"),
        place("B", postcode="ZZ1 1AA", latitude="53.50", longitude="-2.2426"),
    ]
    onspd(tmp_path / "o.csv")
    found = load([tmp_path / "o.csv", table(tmp_path / "locations.csv", PLACES, rows)], store).files[1]
    assert warnings(found) == [(2, "far_from_postcode")]
    assert entities(store)["Place A"]["latitude"] == 51.5


def test_uprns_lead_to_points_by_their_own_column_or_among_the_identifiers(store: Store, tmp_path: Path) -> None:
    uprns = tmp_path / "osopenuprn.csv"
    uprns.write_text(
        "UPRN,X_COORDINATE,Y_COORDINATE,LATITUDE,LONGITUDE\n100012345678,384000.25,398000.5,53.4784827,-2.2425443\n"
        "200000000001,385000,399000,53.4874999,-2.2275\n17,386000,399000,53.4875,-2.2124\n"
    )
    rows = [place("A", uprn="100012345678"), place("B", other_identifiers="X1; 200000000001"), place("C", uprn="99")]
    rows += [place("D", other_identifiers="17"), place("E", other_identifiers="uprn:17")]
    report = load([table(tmp_path / "locations.csv", PLACES, rows), uprns], store)
    held = entities(store)
    assert [held[f"Place {id}"]["point_from"] for id in "ABCDE"] == ["uprn", "uprn", None, None, "uprn"]
    assert held["Place A"]["latitude"] == pytest.approx(53.4784827)
    assert warnings(report.files[1]) == [(4, "unknown_uprn")]


def test_an_address_is_never_looked_up_to_a_point(store: Store, tmp_path: Path) -> None:
    """An address may be a child's home."""
    onspd(tmp_path / "o.csv")
    rows = [place("A", kind="address", postcode="ZZ1 1AA"), place("B", kind="childrens_home", postcode="ZZ1 1AA")]
    found = load([tmp_path / "o.csv", table(tmp_path / "locations.csv", PLACES, rows)], store).files[1]
    held = entities(store)
    assert (held["Place A"]["latitude"], held["Place A"]["home_area"]) == (None, "K01000021")
    assert held["Place B"]["point_from"] == "postcode"
    assert any("may be a child's home" in note for note in found.notes)


def test_a_childs_postcode_gives_an_area_and_is_not_kept(store: Store, tmp_path: Path) -> None:
    header = ("identifier", "forename", "source_agency", "Postcode", "home_area")
    rows = [["OT-1", "Tamsin", "hub", "ZZ1 1AA", ""], ["OT-2", "Ash", "hub", "ZZ1 1AA", "K01000099"]]
    onspd(tmp_path / "o.csv")
    load([tmp_path / "o.csv", table(tmp_path / "children.csv", header, rows)], store)
    held = entities(store)
    assert [held[name]["home_area"] for name in ("Tamsin", "Ash")] == ["K01000021", "K01000099"]
    assert held["Tamsin"]["latitude"] is None
    records = store._bolt.read(lambda query: query("MATCH (r:Record) RETURN r.values AS kept"))
    assert all("ZZ1" not in row["kept"] for row in records)


def test_the_census_tells_a_placement_in_the_district_from_one_outside(store: Store, tmp_path: Path) -> None:
    spots = {**SPOTS, "YY1 1AA": ("284000", "298000", "1")}
    path = onspd(tmp_path / "o.csv", spots=spots)
    path.write_text(
        "\n".join(
            line.replace("K08000001", "K08000002") if "YY1" in line else line for line in path.read_text().split("\n")
        )
    )
    header = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN".split(",")
    rows = [
        ["7", "01/02/2026", "S", "C2", "N1", "U1", "PR1", "", "", "", "ZZ1 1AA", "ZZ1 1AB", ""],
        ["8", "01/02/2026", "S", "C2", "N1", "U1", "PR1", "", "", "", "ZZ1 1AA", "YY1 1AA", ""],
        ["9", "01/02/2026", "S", "C2", "N1", "U1", "PR1", "", "", "", "ZZ1 1AA", "QQ1 1AA", ""],
    ]
    people = table(
        tmp_path / "children.csv", ("identifier", "source_agency"), [["7", "hub"], ["8", "hub"], ["9", "hub"]]
    )
    load([path, people, table(tmp_path / "ssda903_episodes.csv", header, rows)], store)
    roles = snapshot(store).roles.to_pylist()
    assert sorted(row["level"] for row in roles if row["role"] == "looked_after") == ["", "in_area", "out_of_area"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["new", "old", "code point", "trimmed"])
def test_every_form_of_the_lists_is_known_by_its_columns(tmp_path: Path, name: str, packed: bool) -> None:
    text = {
        "new": ONSPD_2026
        + "\nZZ11AA,ZZ1  1AA,ZZ1 1AA,198001,202001,E9,K08000001,K05000001,384000,398000,1,a,b,c,53.47848,-2.24255\n",
        "old": ONSPD_2012 + '\n"ZZ1 1AA","ZZ1  1AA","ZZ1 1AA",198001,202001,K08000001,K05000001,384000,398000,1,c\n',
        "code point": '"ZZ1 1AA",10,384000,398000,"E92000001","E19000001","E18000002","","K08000001","K05000001"\n',
        "trimmed": "postcode,ward_code,lsoa_code,la_code,lon,lat\nZZ1 1AA,K05000001,c,K08000001,-2.24255,53.47848\n",
    }[name]
    path = tmp_path / f"list.csv{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    assert recognise(path).name == "postcodes"
    spot = read(path, tmp_path).postcodes(["zz11aa"])["zz11aa"]
    assert (spot.latitude, spot.longitude) == pytest.approx((53.47848, -2.24255), abs=2e-5)
    assert (spot.ward, spot.district) == ("K05000001", "K08000001")
    assert spot.lsoa == ("" if name == "code point" else "c")
    assert spot.ended == ("202001" if name in {"new", "old"} else "")


def read(path: Path, data: Path) -> Gazetteer:
    from loaders import lookup_file, lookups

    found = lookup_file.recognise(path)
    assert found is not None
    lookups.load(found, data, data / "quarantine", lambda *_: None, dry_run=False)
    return Gazetteer(data)


def test_northern_ireland_is_on_the_irish_grid(tmp_path: Path) -> None:
    """BT1 5GS is Belfast City Hall, J 338 740, at 54.5964 N 5.9300 W."""
    path = tmp_path / "o.csv"
    path.write_text(ONSPD_2012 + "\nBT15GS,BT1 5GS,BT1 5GS,198001,,N09000003,N08000310,333850,374000,1,95GG01S1\n")
    spot = read(path, tmp_path).postcodes(["BT1 5GS"])["BT1 5GS"]
    assert (spot.latitude, spot.longitude) == pytest.approx((54.5966, -5.9301), abs=0.001)


def test_a_list_loaded_later_goes_before_an_earlier_one_and_takes_the_place_of_its_own_name(tmp_path: Path) -> None:
    read(onspd(tmp_path / "first.csv"), tmp_path)
    late = {"ZZ1 1AA": ("400000", "400000", "1")}
    both = read(onspd(tmp_path / "second.csv", spots=late), tmp_path)
    assert both.postcodes(["ZZ1 1AA"])["ZZ1 1AA"].latitude == pytest.approx(
        degrees([400000.0], [400000.0])[0][0], abs=1e-5
    )
    assert both.postcodes(["ZZ1 1AB"])["ZZ1 1AB"].quality == "6"
    read(onspd(tmp_path / "second.csv", spots={"ZZ1 1AD": ("384000", "398000", "1")}), tmp_path)
    assert both.postcodes(["ZZ1 1AA"])["ZZ1 1AA"].latitude == pytest.approx(
        degrees([384000.0], [398000.0])[0][0], abs=1e-5
    )
    assert len(list((tmp_path / "gazetteer").iterdir())) == 2


def test_areas_hold_no_point(tmp_path: Path) -> None:
    found = read(onspd(tmp_path / "o.csv"), tmp_path).areas(["ZZ1 1AA", "QQ1 1AA"])
    assert found == {"ZZ1 1AA": Codes("K01000021", "K05000001", "K08000001")}


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut in a row": (lambda text: text[: len(text) // 2].rsplit(b",", 3)[0], "cells where there should be"),
    "no rows": (lambda text: text.split(b"\n")[0] + b"\n", "no rows"),
    "exchanged": (lambda text: text.replace(b"LAT,LONG", b"LONG,LAT"), "exchanged"),
    "a list of addresses": (lambda text: text + b"\n".join(text.split(b"\n")[1:]), "stands on several rows"),
    "no postcodes": (lambda text: text.replace(b"ZZ", b"00"), "is no postcode"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_list_is_refused_and_the_one_that_was_there_stays(store: Store, tmp_path: Path, name: str) -> None:
    spots = {f"ZZ{n % 9 + 1} {n % 8}{a}A": ("384000", "398000", "1") for n in range(200) for a in "ABDEFGHJ"}
    path = onspd(tmp_path / "ONSPD.csv", spots=spots)
    one(load([path], store))
    held = Gazetteer(store.data).postcodes(spots)
    breaks, says = BROKEN[name]
    path.write_bytes(breaks(path.read_bytes()))
    found = one(load([path], store))
    assert found.refused is not None and says in found.refused
    assert Gazetteer(store.data).postcodes(spots) == held
    assert [one.suffix for one in (store.data / "gazetteer").iterdir()] == [".parquet"]


def test_packed_text_that_breaks_off_is_refused(store: Store, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    spots = {
        f"ZZ{n} {m}AA": (str(rng.integers(300_000, 400_000)), str(rng.integers(300_000, 400_000)), "1")
        for n in range(1, 99)
        for m in range(9)
    }
    whole = gzip.compress(onspd(tmp_path / "o.csv", spots=spots).read_bytes())
    (tmp_path / "half.csv.gz").write_bytes(whole[: len(whole) // 2])
    found = one(load([tmp_path / "half.csv.gz"], store))
    assert found.refused is not None and "breaks off or is damaged" in found.refused
    assert not list((store.data / "gazetteer").glob("*"))


def test_some_other_packed_file_is_still_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(b"identifier,forename\nOT-1,Tamsin\n"))
    assert "GZIP archive" in str(one(load([tmp_path / "x.csv.gz"], store)).refused)


def test_a_look_up_that_was_damaged_on_the_disk_refuses_the_places_rather_than_losing_their_points(
    store: Store, tmp_path: Path
) -> None:
    places = table(tmp_path / "locations.csv", PLACES, [place("A", postcode="ZZ1 1AA")])
    load([onspd(tmp_path / "o.csv"), places], store)
    (held,) = (store.data / "gazetteer").iterdir()
    held.write_bytes(held.read_bytes()[:100])
    assert "is damaged. Delete it" in str(one(load([places], store)).refused)
    assert entities(store)["Place A"]["point_from"] == "postcode"


def test_a_few_unreadable_rows_wait_in_quarantine_and_the_rest_counts(store: Store, tmp_path: Path) -> None:
    spots = {f"ZZ{n} {m}AA": ("384000", "398000", "1") for n in range(1, 99) for m in range(9)}
    path = onspd(tmp_path / "o.csv", spots=spots)
    path.write_text(path.read_text().replace("ZZ5 5AA,198001", "nothing,198001").replace("ZZ6 6AA,198001", "A,198001"))
    found = one(load([path], store))
    assert (found.read, found.loaded, found.quarantined) == (882, 880, 2)
    assert found.quarantine_file is not None and "nothing" in Path(found.quarantine_file).read_text()


def test_the_same_list_twice_changes_nothing_and_a_dry_run_writes_nothing(store: Store, tmp_path: Path) -> None:
    path = onspd(tmp_path / "o.csv")
    assert one(load([path], store, dry_run=True)).loaded == 3
    assert not (store.data / "gazetteer").exists()
    one(load([path], store))
    (held,) = (store.data / "gazetteer").iterdir()
    before = held.stat().st_mtime_ns
    again = one(load([path], store))
    assert (again.loaded, again.unchanged, held.stat().st_mtime_ns) == (0, 3, before)
    assert pq.read_metadata(held).num_rows == 3


@pytest.mark.parametrize(
    ("text", "is_"),
    [("m15 4ab ", "M154AB"), ("EC1A1BB", "EC1A1BB"), ("W1A 0AX", "W1A0AX"), ("M15", ""), ("", ""), ("15 4AB", "")],
)
def test_postcodes_are_known_however_they_are_written(text: str, is_: str) -> None:
    assert postcode(text) == is_


def test_the_list_of_one_district_is_read(tmp_path: Path) -> None:
    path = shared("geography/trafford_postcodes.csv.gz")
    found = read(path, tmp_path)
    assert found.postcodes(["M15 4AB"])["M15 4AB"] == Spot(
        53.465578, -2.26046, lsoa="E01034001", ward="E05015247", district="E08000009"
    )


def test_an_extract_with_postcodes_is_no_look_up(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv", ("urn", "name", "postcode", "latitude", "longitude"), [["1", "A", "ZZ1 1AA", "", ""]]
    )
    assert recognise(path).name == "schools"
    path = table(tmp_path / "b.csv", ("identifier", "source_agency", "postcode"), [["1", "hub", "ZZ1 1AA"]])
    assert recognise(path).name == "children"
