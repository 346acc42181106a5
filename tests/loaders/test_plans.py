"""Assessments and actions out of files: held like those that people write, told apart, repeatable, and corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data_schema import schema
from graph import Store
from graph.access import Purpose, Viewer
from graph.model import Step
from graph.snapshot import Withheld
from graph.view import View
from loaders import FileReport, load, recognise, template
from tests.loaders.files import TODAY, table, workbook

ASSESSMENTS = [column.name for column in schema().sources["assessments"].columns]
ACTIONS = [column.name for column in schema().sources["actions"].columns]
FOUND = {
    "context": "PL-012", "assessed_on": "14/10/2026", "harm": "Men meet children off the evening trains.",
    "guardianship": "Station staff until 21:00.", "weighting": "most", "change_first": "Somebody after 21:00.",
    "owner": "Rail police", "review_date": "2027-01-14", "source_agency": "hub", "record_reference": "MACE-10",
    "stated_by": "contextual lead",
}  # fmt: skip
TODO = {
    "identifier": "ACT-1", "context": "SC-01", "what": "Train the lunch staff.", "owner": "Head of year",
    "due": "2026-12-01", "state": "planned", "source_agency": "school", "recorded_on": "2026-10-20",
}  # fmt: skip
CLEARED = Viewer("R. Osei", handling=frozenset("C"))
Row = Mapping[str, str]


@pytest.fixture
def placed(store: Store, tmp_path: Path) -> Store:
    """A graph with a place, a school and a group to assess, and a child."""
    (tmp_path / "locations.csv").write_text("identifier,name,kind,source_agency\nPL-012,Central,station,hub\n")
    (tmp_path / "schools.csv").write_text("identifier,name,phase,source_agency\nSC-01,High,secondary,hub\n")
    (tmp_path / "peer_groups.csv").write_text("identifier,name,source_agency\nPG-01,Quay Street,hub\n")
    (tmp_path / "children.csv").write_text("identifier,forename,surname,source_agency\nOT-1,Tamsin,Brackley,hub\n")
    report = load([tmp_path / f"{name}.csv" for name in ("locations", "schools", "peer_groups", "children")], store)
    assert not (report.refused or report.quarantined), [file.errors for file in report.files]
    return store


def assessed(store: Store, folder: Path, *rows: Row, dry_run: bool = False) -> FileReport:
    return _loaded(store, folder / "assessments.csv", ASSESSMENTS, [{**FOUND, **row} for row in rows], dry_run)


def acted(store: Store, folder: Path, *rows: Row, dry_run: bool = False) -> FileReport:
    return _loaded(store, folder / "actions.csv", ACTIONS, [{**TODO, **row} for row in rows], dry_run)


def _loaded(store: Store, path: Path, columns: list[str], rows: list[dict[str, str]], dry_run: bool) -> FileReport:
    table(path, columns, [[row.get(name, "") for name in columns] for row in rows])
    (found,) = load([path], store, dry_run=dry_run).files
    assert found.refused is None
    assert found.read == found.loaded + found.unchanged + found.superseded + found.quarantined
    return found


def view(store: Store, viewer: Viewer = Viewer("A. Brennan")) -> View:  # noqa: B008  # frozen
    return store.view(viewer, Purpose("panel"))


def id_of(store: Store, value: str) -> str:
    return store.writer().resolve([value])[value.casefold()][0].id


def test_an_assessment_is_held_as_the_file_says_and_told_from_what_people_write(placed: Store, tmp_path: Path) -> None:
    decided = placed.decided()
    assert assessed(placed, tmp_path, {}, {"context": "PG-01", "weighting": "", "stated_by": ""}).loaded == 2
    assert placed.decided() > decided, "a page that shows plans must refresh"
    station, group = sorted(view(placed).assessments(), key=lambda one: one.said.weighting)
    assert (station.said.context, station.said.owner) == (id_of(placed, "PL-012"), "Rail police")
    assert (station.said.harm, station.said.strengths, station.said.review_on) == (
        "Men meet children off the evening trains.", "", date(2027, 1, 14),
    )  # fmt: skip
    assert (station.by, station.role, station.purpose) == ("contextual lead", "hub", "loaded: assessments.csv")
    assert station.at == datetime(2026, 10, 14, tzinfo=UTC)
    assert station.record.startswith("assessments|pl-012|hub|mace-10")
    assert (group.said.weighting, group.by) == ("not_weighed", schema().codes["agency"].label("hub"))


def test_loading_again_changes_nothing_and_a_corrected_row_takes_its_place(placed: Store, tmp_path: Path) -> None:
    assessed(placed, tmp_path, {})
    acted(placed, tmp_path, {})
    before = (placed.version(), placed.decided())
    assert (assessed(placed, tmp_path, {}).unchanged, acted(placed, tmp_path, {}).unchanged) == (1, 1)
    assert (placed.version(), placed.decided()) == before
    assert assessed(placed, tmp_path, {"owner": "Licensing"}).superseded == 1
    assert acted(placed, tmp_path, {"owner": "Deputy head"}).superseded == 1
    (now,) = view(placed).assessments()
    assert now.said.owner == "Licensing"
    assert [(one.said.owner, one.current, one.replaced_by) for one in view(placed).assessments(past=True)] == [
        ("Licensing", True, ""), ("Rail police", False, now.id),
    ]  # fmt: skip
    (action,) = view(placed).actions(past=True)
    assert action.owner == "Deputy head"
    counts = placed.health().counts
    assert (counts["assessments"], counts["actions"]) == (1, 1)


def test_the_latest_day_stands_whatever_came_in_first(placed: Store, tmp_path: Path) -> None:
    assessed(placed, tmp_path, {"record_reference": "B"})
    assessed(placed, tmp_path, {"record_reference": "A", "assessed_on": "2026-04-02", "owner": "Nobody yet"})
    assert [one.said.owner for one in view(placed).assessments()] == ["Rail police"]
    late, early = view(placed).assessments(past=True)
    assert (early.current, early.replaced_by) == (False, late.id)
    desk = placed.plans(Viewer("R. Osei"), Purpose("panel"))
    mine = desk.assess(late.said)
    assessed(placed, tmp_path, {"record_reference": "C", "assessed_on": "2026-10-30"})
    assert view(placed).assessments() == [mine], "an older day that is loaded later does not push it away"
    desk.withdraw_assessment(mine.id, "The wrong station.")
    assert view(placed).assessments() == []


def test_an_action_is_held_as_the_file_says(placed: Store, tmp_path: Path) -> None:
    rows: list[Row] = [
        {},
        {"identifier": "ACT-2", "state": "under_way", "began": "2026-09-07", "result": "Two of three shifts trained."},
        {"identifier": "ACT-3", "state": "Done", "began": "2026-06-01", "ended": "12/10/2026", "outcome": "safer",
         "result": "Pupils name an adult to go to.", "stated_by": "designated lead"},
        {"identifier": "ACT-4", "state": "stopped", "ended": "2026-09-01", "owner": "", "due": ""},
    ]  # fmt: skip
    assert acted(placed, tmp_path, *rows).loaded == 4
    held = {one.record.rsplit("|", 1)[1]: one for one in view(placed).actions(past=True)}
    assert {one.context for one in held.values()} == {id_of(placed, "SC-01")}
    assert [one.open for one in held.values()].count(True) == 2 == len(view(placed).actions())
    planned, going, done, stopped = (held[f"act-{n}"] for n in (1, 2, 3, 4))
    assert (planned.state, planned.steps, planned.due_on, planned.at.date()) == (
        "planned", (), date(2026, 12, 1), date(2026, 10, 20),
    )  # fmt: skip
    assert (going.began_on, going.outcome, going.ended_on) == (date(2026, 9, 7), "", None)
    assert [one.step for one in going.steps] == [Step("under_way", date(2026, 10, 20), "Two of three shifts trained.")]
    assert (done.ended_on, done.outcome, done.by, done.role) == (
        date(2026, 10, 12), "safer", "designated lead", "school",
    )  # fmt: skip
    assert [one.step.words for one in done.steps] == ["Pupils name an adult to go to."]
    assert (stopped.outcome, stopped.began_on, stopped.owner, stopped.due_on) == ("not_known", None, "", None)
    assert all(one.purpose == "loaded: actions.csv" for one in held.values())


def test_a_corrected_row_changes_only_what_it_says_differently(placed: Store, tmp_path: Path) -> None:
    acted(placed, tmp_path, {})
    desk = placed.plans(Viewer("R. Osei"), Purpose("panel"))
    (action,) = view(placed).actions()
    desk.step(action.id, Step("under_way", date(2026, 10, 25), "First shift trained.", owner="Deputy head"))
    acted(placed, tmp_path, {"due": "2026-12-20"})
    (now,) = view(placed).actions()
    assert (now.id, now.state, now.owner, now.due_on, now.began_on) == (
        action.id, "under_way", "Deputy head", date(2026, 12, 20), date(2026, 10, 25),
    )  # fmt: skip
    acted(placed, tmp_path, {"due": "2026-12-20", "state": "done", "ended": "2026-10-30", "outcome": "safer"})
    (now,) = view(placed).actions(past=True)
    assert (now.state, now.began_on, now.ended_on) == ("done", date(2026, 10, 25), date(2026, 10, 30))
    assert [one.step.state for one in now.steps] == ["under_way", "done"]
    desk.step(now.id, Step("under_way", TODAY, "Staff have changed: train again."))
    acted(placed, tmp_path, {"due": "2026-12-20", "state": "done", "ended": "2026-10-30", "outcome": "no_change"})
    (now,) = view(placed).actions(past=True)
    assert (now.state, now.outcome) == ("done", "no_change"), "the agency says it differently after it was opened"
    assert [one.step.outcome for one in now.steps] == ["", "", "no_change"], "each end is told once"


def test_a_corrected_context_moves_it(placed: Store, tmp_path: Path) -> None:
    acted(placed, tmp_path, {})
    acted(placed, tmp_path, {"context": "PL-012"})
    assert view(placed).actions(id_of(placed, "SC-01"), past=True) == []
    assert len(view(placed).actions(id_of(placed, "PL-012"))) == 1


def test_what_may_be_shared_only_with_conditions_is_not_shown(placed: Store, tmp_path: Path) -> None:
    assessed(placed, tmp_path, {"handling": "C"})
    acted(placed, tmp_path, {"handling": "C"})
    for shown in (view(placed).assessments(), view(placed).actions()):
        assert (list(shown), shown.withheld) == ([], Withheld(restricted=1))
    assert len(view(placed, CLEARED).assessments()) == len(view(placed, CLEARED).actions()) == 1


BAD_ASSESSMENTS: list[tuple[Row, str, str, str]] = [
    ({"context": "PL-999"}, "context", "unknown_identifier", "load the file locations or schools or peer_groups"),
    ({"context": "OT-1"}, "context", "wrong_kind", "here Kith needs a place, school or peer group"),
    ({"harm": ""}, "harm", "missing_value", "must be filled in"),
    ({"harm": "x" * 2001}, "harm", "too_long", "longer than 2,000"),
    ({"weighting": "heavy"}, "weighting", "unknown_code", "with_others"),
    ({"assessed_on": "2026-12-01"}, "assessed_on", "in_the_future", "lies after today"),
    ({"review_date": "2026-10-01"}, "review_date", "end_before_start", "before assessed_on"),
    ({"review_date": "2062-10-01"}, "review_date", "too_far_away", "Look at the year"),
]
BAD_ACTIONS: list[tuple[Row, str, str, str]] = [
    ({"context": "PL-999"}, "context", "unknown_identifier", "Correct the identifier"),
    ({"state": "begun"}, "state", "unknown_code", "under_way"),
    ({"state": ""}, "state", "missing_value", "must be filled in"),
    ({"outcome": "safer"}, "outcome", "still_open", "is planned, so it has no outcome yet"),
    ({"state": "under_way", "ended": "2026-10-01"}, "ended", "still_open", "Write done or stopped as its state"),
    ({"state": "done"}, "ended", "no_end", "the day on which that was is missing"),
    ({"state": "done", "ended": "soon"}, "ended", "not_a_date", ""),
    ({"state": "done", "began": "2026-10-02", "ended": "2026-10-01"}, "ended", "end_before_start", "before began"),
    ({"began": "2026-10-02"}, "began", "not_begun", "Write under_way as its state"),
    ({"due": "2066-12-01"}, "due", "too_far_away", "Look at the year"),
    ({"state": "under_way", "began": "2026-12-02"}, "began", "in_the_future", "lies after today"),
]


def test_bad_rows_are_told_with_their_mend_and_the_rest_is_loaded(placed: Store, tmp_path: Path) -> None:
    for loaded, bad in ((assessed, BAD_ASSESSMENTS), (acted, BAD_ACTIONS)):
        report = loaded(placed, tmp_path, {}, *({**row, "identifier": f"B{n}", "record_reference": f"B{n}"}
                                               for n, (row, *_) in enumerate(bad)))  # fmt: skip
        assert (report.loaded, report.quarantined) == (1, len(bad))
        assert [(one.row, one.column, one.rule) for one in report.errors] == [
            (n, column, rule) for n, (_, column, rule, _) in enumerate(bad, 3)
        ]
        for problem, (*_, says) in zip(report.errors, bad, strict=True):
            assert says in problem.message
        assert report.quarantine_file
    assert (len(view(placed).assessments(past=True)), len(view(placed).actions(past=True))) == (1, 1)


def test_two_rows_of_one_action_that_differ_are_both_kept_back(placed: Store, tmp_path: Path) -> None:
    report = acted(placed, tmp_path, {}, {"owner": "Somebody else"})
    assert [problem.rule for problem in report.errors] == ["duplicate_record"] * 2
    assert view(placed).actions(past=True) == []


def test_a_dry_run_writes_nothing(placed: Store, tmp_path: Path) -> None:
    decided = placed.decided()
    assert (assessed(placed, tmp_path, {}, dry_run=True).loaded, acted(placed, tmp_path, {}, dry_run=True).loaded) == (
        1, 1,
    )  # fmt: skip
    assert (view(placed).assessments(past=True), view(placed).actions(past=True)) == ([], [])
    assert placed.decided() == decided


def test_the_files_are_known_by_their_columns_and_have_templates(tmp_path: Path) -> None:
    for name, columns in (("assessments", ASSESSMENTS), ("actions", ACTIONS)):
        empty = tmp_path / f"{name}.csv"
        empty.write_bytes(template(name))
        assert recognise(empty).name == name
        book = workbook(tmp_path / f"{name}.xlsx", (name, [columns]))
        assert recognise(book).name == name
