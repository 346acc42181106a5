"""`kith load` and what reads it back, on the real embedded server: counts, exit codes, one JSON object."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.doors.conftest import Kith, printed
from tests.shared import ROOT

CHILDREN = "identifier,forename,surname,date_of_birth,sex,ethnicity,source_agency\n"
TIES = (
    "from,to,kind,direction,strength,context,first_known,last_known,source_agency,record_reference,source_grade,"
    "information_grade,handling,fact_or_assessment,stated_by,child_view,review_date\n"
)


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("extracts")
    (out / "children.csv").write_text(
        CHILDREN + "OT-1,Tamsin,Brackley,2012-04-17,F,WBRI,hub\nOT-2,Noah,Tarnsey,03/02/2011,M,MWBC,hub\n"
        "OT-3,<script>alert(1)</script>,=cmd,2013-01-09,F,,hub\n",
        encoding="utf-8",
    )
    (out / "ties.csv").write_text(
        TIES + "OT-1,OT-2,friend,both,strong,Sit together,2026-09-01,2026-10-20,school,SC-1,,,,fact,teacher,,\n"
        "OT-1,OT-3,seen_with,,,At the station,2026-10-01,2026-10-02,police,PI-9,2,B,P,assessment,officer,,\n",
        encoding="utf-8",
    )
    return out


def test_the_whole_way(kith: Kith, extracts: Path) -> None:
    loaded = kith("load", extracts / "ties.csv", extracts / "children.csv", "--json")
    assert loaded.exit_code == 0, loaded.output
    report = printed(loaded)
    assert set(report) >= {"files", "seconds"}
    by_source = {file["source"]: file for file in report["files"]}
    assert set(by_source) == {"children", "ties"}
    for file in by_source.values():
        assert file["read"] == file["loaded"] > 0
        assert file["unchanged"] == file["superseded"] == file["quarantined"] == 0
        assert file["quarantine_file"] is None
        assert file["errors"] == []

    again = printed(kith("load", extracts / "children.csv", extracts / "ties.csv", "--json"))
    assert [file["unchanged"] for file in again["files"]] == [file["read"] for file in again["files"]]

    shown = kith("show", "ot-1")
    assert shown.exit_code == 0
    assert "Tamsin Brackley and Noah Tarnsey are friends" in shown.output
    assert "2 B P · untested, corroborated, may be shared" in shown.output
    assert "At the station" in shown.output
    assert "kith context" not in shown.output, "a child is no context"
    short = kith("show", "OT-1", "--naming", "initials")
    assert "Brackley" not in short.output
    assert "T.B." in short.output


def test_a_corrected_row_replaces_what_it_said(kith: Kith, extracts: Path) -> None:
    kith("load", extracts / "children.csv", extracts / "ties.csv")
    corrected = extracts / "corrected.csv"
    corrected.write_text(
        TIES + "OT-1,OT-2,friend,both,weak,Fell out,2026-09-01,2026-10-28,school,SC-1,,,,fact,teacher,,\n",
        encoding="utf-8",
    )
    file = printed(kith("load", corrected, "--json"))["files"][0]
    assert (file["read"], file["superseded"], file["unchanged"], file["quarantined"]) == (1, 1, 0, 0)
    shown = kith("show", "OT-1").output
    assert "Fell out" in shown
    assert "Sit together" not in shown


def test_bad_rows_wait_in_quarantine_and_can_be_mended(kith: Kith, extracts: Path) -> None:
    kith("load", extracts / "children.csv")
    bad = extracts / "bad.csv"
    bad.write_text(
        TIES + "OT-1,NOBODY,friend,,,,,2026-10-01,school,SC-7,,,,,,,\n"
        "OT-1,OT-3,friend,,,,30/02/2026,,school,SC-8,F9,,,,,,\n"
        "OT-2,OT-3,friend,,,,,2026-10-03,school,SC-9,,,,,,,\n",
        encoding="utf-8",
    )
    result = kith("load", bad, "--json")
    assert result.exit_code == 3
    file = printed(result)["files"][0]
    assert (file["read"], file["loaded"], file["quarantined"]) == (3, 1, 2)
    errors = {(error["row"], error["column"]) for error in file["errors"]}
    assert errors >= {(2, "to"), (3, "first_known"), (3, "source_grade")}
    for error in file["errors"]:
        assert set(error) >= {"row", "column", "value", "rule", "message"}
    quarantine = Path(file["quarantine_file"])
    mended = quarantine.read_text(encoding="utf-8-sig").replace("NOBODY", "OT-3").replace("30/02/2026", "28/02/2026")
    quarantine.write_text(mended.replace("F9", "2"), encoding="utf-8")
    after = kith("load", quarantine, "--json")
    assert after.exit_code == 0, after.output
    assert printed(after)["files"][0]["loaded"] == 2


def test_a_dry_run_writes_nothing(kith: Kith, tmp_path: Path) -> None:
    file = tmp_path / "more_children.csv"
    file.write_text(CHILDREN + "OT-77,Ada,Quill,2012-01-01,F,,hub\n", encoding="utf-8")
    dry = kith("load", file, "--dry-run", "--json")
    assert dry.exit_code == 0
    assert printed(dry)["files"][0]["loaded"] == 1
    assert kith("show", "OT-77").exit_code == 2


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"0" * 200, b"a,b\n1,2\n"])
def test_what_is_no_extract_is_refused_in_words(kith: Kith, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "photo.csv"
    file.write_bytes(content)
    refused = kith("load", file)
    assert refused.exit_code == 2
    assert "photo.csv" in refused.output
    assert "Traceback" not in refused.output


def test_a_file_that_is_not_there(kith: Kith, tmp_path: Path) -> None:
    refused = kith("load", tmp_path / "nowhere.csv")
    assert refused.exit_code == 2
    assert "nowhere.csv" in refused.output


def test_a_script_gets_one_object_even_when_nothing_was_read(kith: Kith, extracts: Path) -> None:
    refused = kith("load", extracts / "ties.csv", "--source", "gossip", "--json")
    assert refused.exit_code == 2
    assert printed(refused)["files"] == []
    assert "gossip" in printed(refused)["refused"]


def test_nobody_is_shown_in_words(kith: Kith) -> None:
    refused = kith("show", "XX-404")
    assert refused.exit_code == 2
    assert "XX-404" in refused.output


def test_loaded_text_cannot_colour_the_terminal(kith: Kith, tmp_path: Path) -> None:
    file = tmp_path / "children.csv"
    file.write_text(CHILDREN + "OT-88,\x1b[31mRed,[bold]Quill,2012-01-01,F,,hub\n", encoding="utf-8")
    assert kith("load", file).exit_code in {0, 3}
    shown = kith("show", "OT-88").output
    assert "\x1b" not in shown


def test_lists_of_an_almost_empty_graph_say_so(kith: Kith) -> None:
    for verb in ("periphery", "groups", "hotspots"):
        result = kith(verb)
        assert result.exit_code == 0, result.output
        assert printed(kith(verb, "--json")), verb


def test_the_doctor_finds_all_well(kith: Kith) -> None:
    result = kith("doctor", "--json")
    assert result.exit_code == 0, result.output
    assert {finding["what"] for finding in printed(result)["findings"]} >= {"Free disk", "Migrations", "Audit log"}
    assert "answers" in kith("doctor").output


def test_two_loads_at_once_both_end_well(folder: Path, tmp_path: Path) -> None:
    running = []
    for number in (1, 2):
        file = tmp_path / f"children{number}.csv"
        rows = "".join(f"L{number}-{i},Ada,Quill,2012-01-01,F,,hub\n" for i in range(300))
        file.write_text(CHILDREN + rows, encoding="utf-8")
        command = [sys.executable, "-m", "cli", "load", str(file), "--data", str(folder), "--json"]
        running.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, out + err
        assert '"loaded": 300' in out


def test_a_warning_is_told_apart_from_an_error(kith: Kith, tmp_path: Path) -> None:
    """A place whose point cannot be used is loaded; the terminal names row, value and mend, and the exit code is 0."""
    places = tmp_path / "locations.csv"
    places.write_text(
        "identifier,name,kind,latitude,longitude\nPL-901,Old Mill,park,-2.1,53.5\nPL-902,New Mill,park,0,0\n",
        encoding="utf-8",
    )
    loaded = kith("load", places)
    assert loaded.exit_code == 0, loaded.output
    assert "2 warnings (these rows are loaded)" in loaded.output
    assert "exchanged. Exchange them." in " ".join(loaded.output.split())
    (file,) = printed(kith("load", places, "--json"))["files"]
    assert [(one["row"], one["column"], one["rule"]) for one in file["warnings"]] == [
        (2, "latitude", "no_point"),
        (3, "latitude", "no_point"),
    ]
