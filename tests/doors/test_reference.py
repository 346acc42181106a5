"""Every verb has help and stands in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from tests.doors.reference import commands, help_of, reference, verbs

ROOT = Path(__file__).parents[2]
EVALUATIONS = {f"evaluate {what}" for what in ("network", "groups", "borough", "history")}
REPORTING = {
    "load",
    "sources",
    "borough",
    "periphery",
    "adults",
    "groups",
    "hotspots",
    "missing",
    "trends",
    "show",
    "doctor",
    "boards",
    "board show",
    "board diff",
    *EVALUATIONS,
}
ON_A_FOLDER = {
    "up",
    "demo",
    "load",
    "periphery",
    "adults",
    "groups",
    "hotspots",
    "missing",
    "trends",
    "show",
    "doctor",
    "evaluate history",
    "boards",
    *(f"board {what}" for what in ("show", "diff", "new", "erase")),
}


def test_the_page_is_the_command() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference(), "out of date: run `python -m tests.doors.reference > docs/cli.md`"


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_says_what_it_does(verb: str) -> None:
    said = " ".join(" ".join(help_of(*verb.split()).split()).split("Options:")[0].split("Arguments:")[0].split())
    doc = " ".join((commands()[verb].help or "").split())
    assert len(doc) > 20
    assert doc in said


def test_reporting_verbs_have_json_and_the_others_a_folder() -> None:
    for verb in REPORTING:
        assert "--json" in help_of(*verb.split()), verb
    for verb in ON_A_FOLDER:
        assert "--data" in help_of(*verb.split()), verb
    assert set(verbs()) >= REPORTING | ON_A_FOLDER | {"template"}


def test_an_unknown_verb_is_refused() -> None:
    assert CliRunner().invoke(cli.app, ["punish"]).exit_code == 2


def test_sources_and_template_need_no_server(tmp_path: Path) -> None:
    listed = CliRunner().invoke(cli.app, ["sources"])
    assert listed.exit_code == 0
    assert "ssda903_header" in listed.output
    out = tmp_path / "ties.csv"
    assert CliRunner().invoke(cli.app, ["template", "ties", "--out", str(out)]).exit_code == 0
    assert out.read_bytes().decode("utf-8-sig").startswith("from,to,kind,direction,strength,context")
    again = CliRunner().invoke(cli.app, ["template", "ties", "--out", str(out)])
    assert again.exit_code == 2
    assert "--out" in again.output
    workbook = tmp_path / "ties.xlsx"
    assert CliRunner().invoke(cli.app, ["template", "ties", "--xlsx", "--out", str(workbook)]).exit_code == 0
    assert workbook.read_bytes()[:2] == b"PK"


def test_a_template_of_nothing_is_refused(tmp_path: Path) -> None:
    refused = CliRunner().invoke(cli.app, ["template", "gossip", "--out", str(tmp_path / "x.csv")])
    assert refused.exit_code == 2
    assert "gossip" in refused.output


def test_a_borough_can_be_invented(tmp_path: Path) -> None:
    made = CliRunner().invoke(cli.app, ["borough", "--seed", "3", "--children", "60", "--out", str(tmp_path / "b")])
    assert made.exit_code == 0, made.output
    assert (tmp_path / "b" / "children.csv").exists()
    refused = CliRunner().invoke(cli.app, ["borough", "--out", str(tmp_path / "c"), "--until", "yesterday"])
    assert refused.exit_code == 2
    assert "yyyy-mm-dd" in refused.output
