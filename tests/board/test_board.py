"""The board model: what is drawn, what is left out, and the words for both."""

from __future__ import annotations

import json
from datetime import date, timedelta

import hypothesis.strategies as some
import pytest
from hypothesis import given, settings

from data_schema import Standing, schema
from graph.snapshot import Snapshot
from mapping.board import BoardSettings, board, counts_said, layout
from mapping.words import Naming
from tests.make import TODAY, Maker

LASTING = {"observed_to": None}


def around_tamsin() -> Maker:
    m = Maker()
    m.child("C-T", "Tamsin Brackley", born=date(2012, 1, 1))
    m.child("C-K", "Kofi Adeyo", born=date(2011, 1, 1))
    m.adult("A-D", "Dale Mercer", sex="M")
    m.adult("A-E", "Ella Brackley", sex="F")
    m.place("L-S", "Ottermere Central", "station")
    m.tie("A-D", "grooms", "C-T", id="t-groom")
    m.tie("A-D", "directs", "C-T", id="t-direct", agency="hub", record="hub|7")
    m.tie("A-E", "parent", "C-T")
    m.tie("A-E", "protects", "C-T", agency="hub")
    m.tie("C-T", "friend", "C-K")
    m.tie("C-K", "goes_to", "L-S")
    return m


def test_two_records_on_one_pair_are_one_line_with_both_behind_it() -> None:
    drawn = board(around_tamsin().snapshot())
    line = next(line for line in drawn.lines if line.standing == "harm")
    assert set(line.assertions) == {"t-groom", "t-direct"}
    assert (line.records, line.agencies) == (2, ("hub", "police"))
    assert line.sentence in {
        "D.M. grooms T.B. and sends T.B. to carry, hold or sell",
        "D.M. sends T.B. to carry, hold or sell and grooms T.B.",
    }


def test_who_harms_is_the_subject_and_the_arrow_points_at_the_child_harmed() -> None:
    m = around_tamsin()
    m.tie("C-K", "harms_at", "L-S")
    lines = [line for line in board(m.snapshot()).lines if line.standing == "harm"]
    assert {(line.from_id, line.to_id, line.heads) for line in lines} == {("A-D", "C-T", "to"), ("L-S", "C-K", "to")}


def test_naming_who_is_alleged_in_an_event_draws_no_arrowhead() -> None:
    m = Maker()
    m.child("C-1")
    m.entity("event", "E-1", "Fight at the park", subkind="incident", started_on=date(2026, 10, 2))
    m.tie("C-1", "alleged_in", "E-1")
    (line,) = board(m.snapshot()).lines
    assert line.heads == ""


def test_harm_and_protection_between_the_same_two_stand_side_by_side() -> None:
    drawn = board(around_tamsin().snapshot())
    ella = [line for line in drawn.lines if "A-E" in (line.from_id, line.to_id)]
    assert {line.standing for line in ella} == {"protective", "neutral"}
    assert sorted(line.lane for line in ella) == [-0.5, 0.5]


def test_a_child_alleged_to_harm_is_drawn_as_a_child_with_both_roles() -> None:
    m = Maker()
    m.child("C-1")
    m.child("C-2")
    m.role("C-1", "harmed", **LASTING)
    m.tie("C-1", "harms", "C-2")
    node = board(m.snapshot()).node("C-1")
    assert node is not None
    assert (node.kind, node.harmed, node.alleged, node.concern) == ("child", True, True, False)
    assert {"harmed", "alleged to have harmed"} <= set(node.roles)


@pytest.mark.parametrize("born", [date(2009, 5, 1), TODAY - timedelta(days=17 * 365)])
def test_somebody_recorded_as_adult_but_under_18_is_drawn_as_a_child(born: date) -> None:
    m = Maker()
    m.adult("A-1", "Jude Marsh", born=born)
    m.child("C-1")
    m.role("A-1", "suspected", **LASTING)
    m.tie("A-1", "exploits", "C-1")
    node = board(m.snapshot()).node("A-1")
    assert node is not None
    assert (node.kind, node.concern) == ("child", False)


def test_somebody_not_identified_is_never_of_concern_and_keeps_the_quoted_nickname() -> None:
    m = Maker()
    m.entity("adult", "A-B", "Biz", identified=False)
    m.entities[-1]["identified"] = False
    m.child("C-1")
    m.tie("A-B", "grooms", "C-1")
    node = board(m.snapshot()).node("A-B")
    assert node is not None
    assert (node.concern, node.label, [below.text for below in node.below]) == (False, "“Biz”", ["not identified"])


def test_what_was_only_said_in_a_meeting_makes_nobody_of_concern() -> None:
    m = Maker()
    m.adult("A-1", "Vince Kane")
    m.child("C-1")
    m.tie("A-1", "grooms", "C-1", provisional=True)
    drawn = board(m.snapshot())
    assert drawn.lines[0].provisional
    assert not any(node.concern for node in drawn.nodes)


def test_roles_below_an_adult_are_words() -> None:
    m = around_tamsin()
    m.role("A-D", "suspected", **LASTING)
    drawn = board(m.snapshot())
    below = {node.id: [(line.text, line.mark) for line in node.below] for node in drawn.nodes}
    assert below["A-E"] == [("mother", "safe")]
    assert below["A-D"] == [("of concern", "concern")]
    assert below["C-T"] == [("14", "")]


def test_evidence_past_its_review_date_or_half_life_is_out_of_date_and_kinship_is_not() -> None:
    m = Maker()
    for id in ("C-1", "C-2", "C-3", "C-4"):
        m.child(id)
    old = TODAY - timedelta(days=400)
    m.tie("C-1", "friend", "C-2", observed_from=old, observed_to=old)
    m.tie("C-1", "friend", "C-3", review_by=TODAY - timedelta(days=1))
    m.tie("C-1", "sibling", "C-4", observed_from=old, observed_to=old)
    stale = {line.to_id: line.stale for line in board(m.snapshot()).lines}
    assert stale == {"C-2": True, "C-3": True, "C-4": False}
    kept = board(m.snapshot(), BoardSettings(out_of_date=False))
    assert [line.to_id for line in kept.lines] == ["C-4"]
    assert kept.counts.left_out == {"out_of_date": 2}


def test_two_steps_do_not_walk_through_a_crowded_school() -> None:
    m = Maker()
    m.entity("school", "S-1", "Hallowdene High")
    for number in range(40):
        m.child(f"C-{number}")
        m.tie(f"C-{number}", "attends", "S-1")
    m.child("C-F")
    m.tie("C-F", "friend", "C-0")
    drawn = board(m.snapshot(), BoardSettings(focus=("C-F",), depth=2))
    assert {node.id for node in drawn.nodes} == {"C-F", "C-0", "S-1"}
    drawn = board(m.snapshot(), BoardSettings(focus=("C-0",), depth=2))
    assert {node.id for node in drawn.nodes} == {"C-F", "C-0", "S-1"}
    assert drawn.counts.not_opened == (("Hallowdene High", 39),)
    assert "not opened: Hallowdene High, 39 ties" in counts_said(drawn.counts)
    assert len(board(m.snapshot(), BoardSettings(focus=("S-1",))).nodes) == 41


def test_a_cut_keeps_the_nearest_then_the_newest_and_says_so() -> None:
    m = Maker()
    for number in range(9):
        m.child(f"C-{number}")
    for number in range(1, 9):
        day = TODAY - timedelta(days=number)
        m.tie("C-0", "friend", f"C-{number}", observed_from=day, observed_to=day)
    drawn = board(m.snapshot(), BoardSettings(focus=("C-0",), most=4))
    assert [node.id for node in drawn.nodes] == ["C-0", "C-1", "C-2", "C-3"]
    assert counts_said(drawn.counts)[:2] == ("4 of 9", "5 further away or older, cut")


def test_initials_mode_lets_no_name_number_or_event_text_through() -> None:
    m = around_tamsin()
    m.entity("thing", "T-1", "07700900417", subkind="phone")
    m.entity("event", "E-1", "Tamsin Brackley missing", subkind="missing", started_on=date(2026, 10, 2))
    m.tie("C-T", "uses", "T-1")
    m.tie("C-T", "went_missing", "E-1")
    drawn = board(m.snapshot(), BoardSettings(naming=Naming.INITIALS))
    shipped = json.dumps(drawn.as_json(layout(drawn)))
    for secret in ("Tamsin", "Brackley", "Dale", "Mercer", "Kofi", "0770090"):
        assert secret not in shipped
    full = json.dumps(board(m.snapshot(), BoardSettings(naming=Naming.FULL)).as_json(layout(drawn)))
    assert "Tamsin Brackley" in full


def test_the_legend_holds_what_is_drawn_and_nothing_else() -> None:
    m = Maker()
    m.child("C-1")
    m.child("C-2")
    m.tie("C-1", "friend", "C-2")
    assert [mark.symbol for mark in board(m.snapshot()).legend] == ["child", "neutral"]
    everything = {mark.symbol for mark in board(around_tamsin().snapshot()).legend}
    assert everything == {"child", "adult", "concern", "safe", "location", "harm", "protective", "neutral"}


def test_named_groups_have_a_frame_and_found_groups_a_dotted_one() -> None:
    m = Maker()
    m.entity("peer_group", "G-1", "Station group")
    for number in range(4):
        m.child(f"C-{number}")
        m.tie(f"C-{number}", "member_of", "G-1")
    drawn = board(m.snapshot(), found_groups={"Year 9 friends": ["C-0", "C-1", "C-2"], "too small": ["C-0", "C-9"]})
    assert [(hull.id, len(hull.members), hull.found) for hull in drawn.hulls] == [
        ("G-1", 4, False),
        ("found:Year 9 friends", 3, True),
    ]


def test_an_empty_snapshot_is_an_empty_board() -> None:
    drawn = board(Snapshot.empty(TODAY), BoardSettings(focus=("C-1",)))
    assert (drawn.nodes, drawn.lines, drawn.legend) == ((), (), ())
    assert counts_said(drawn.counts) == ("0 of 0",)


def test_settings_that_make_no_sense_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="1 or 2 steps"):
        BoardSettings(depth=3)
    with pytest.raises(ValueError, match="F9"):
        BoardSettings(grade_floor="F9")


KINDS = sorted({(tie.name, *pair) for tie in schema().ties.values() for pair in tie.ends if "event" not in pair})


@some.composite
def snapshots(draw: some.DrawFn) -> Snapshot:
    """Up to 12 entities and 25 assertions of every kind, grade, handling and date."""
    m = Maker()
    for number in range(draw(some.integers(1, 6))):
        m.child(f"C-{number}", born=draw(some.sampled_from([date(2012, 1, 1), None])))
        m.adult(f"A-{number}", born=draw(some.sampled_from([date(1990, 1, 1), date(2010, 1, 1), None])))
    for kind, *prefix in (("location", "L"), ("school", "S"), ("peer_group", "G"), ("thing", "T")):
        m.entity(kind, f"{prefix[0]}-0")
    by_kind: dict[str, list[str]] = {}
    for entity in m.entities:
        by_kind.setdefault(entity["kind"], []).append(entity["id"])
    for _ in range(draw(some.integers(0, 25))):
        name, one, other = draw(some.sampled_from(KINDS))
        ends = draw(some.sampled_from(by_kind[one])), draw(some.sampled_from(by_kind[other]))
        if ends[0] == ends[1]:
            continue
        graded = draw(some.booleans())
        day = TODAY - timedelta(days=draw(some.integers(0, 800)))
        m.tie(
            ends[0],
            name,
            ends[1],
            agency=draw(some.sampled_from(["police", "hub", "school"])),
            source_grade=draw(some.sampled_from("123")) if graded else None,
            information_grade=draw(some.sampled_from("ABCDE")) if graded else None,
            handling=draw(some.sampled_from(["P", "C", None])),
            provisional=draw(some.booleans()),
            observed_from=day,
            observed_to=day,
        )
    return m.snapshot()


@some.composite
def choices(draw: some.DrawFn) -> BoardSettings:
    """Any settings of the rail."""

    def subset(values: list[str]) -> tuple[str, ...] | None:
        chosen = draw(some.none() | some.sets(some.sampled_from(values)))
        return None if chosen is None else tuple(chosen)

    return BoardSettings(
        focus=draw(some.sampled_from([(), ("C-0",), ("C-0", "A-0"), ("C-99",)])),
        depth=draw(some.sampled_from([1, 2])),
        kinds=subset(["child", "adult", "location"]),
        standings=subset([one.value for one in Standing]),
        grade_floor=draw(some.sampled_from(["", "3D", "2C", "2B", "1A"])),
        window_from=draw(some.none() | some.just(TODAY - timedelta(days=90))),
        window_to=draw(some.none() | some.just(TODAY - timedelta(days=30))),
        agencies=subset(["police", "hub"]),
        ungraded=draw(some.booleans()),
        out_of_date=draw(some.booleans()),
        most=draw(some.sampled_from([1, 4, 250])),
    )


@given(snapshots(), choices())
@settings(max_examples=150, deadline=None)
def test_no_filter_lets_through_what_it_hides_and_every_record_is_counted_once(
    snapshot: Snapshot, chosen: BoardSettings
) -> None:
    drawn = board(snapshot, chosen)
    rows = {row["id"]: row for row in snapshot.ties.to_pylist()}
    behind = [rows[id] for line in drawn.lines for id in line.assertions]
    kinds = {row["id"]: row["kind"] for row in snapshot.entities.to_pylist()}
    ids = {node.id for node in drawn.nodes}
    assert len({row["id"] for row in behind}) == len(behind) == drawn.counts.records
    assert drawn.counts.records + sum(drawn.counts.left_out.values()) == drawn.counts.all_records
    assert len(ids) == drawn.counts.nodes <= min(chosen.most, drawn.counts.all_nodes)
    for row in behind:
        assert {row["from_id"], row["to_id"]} <= ids
        assert row["information_grade"] != "E"
        assert row["handling"] != "C"
        ungraded = row["source_grade"] is None and row["information_grade"] is None
        assert chosen.ungraded or not ungraded
        assert ungraded or not chosen.grade_floor or row["source_grade"] <= chosen.grade_floor[0]
        assert ungraded or not chosen.grade_floor or row["information_grade"] <= chosen.grade_floor[1]
        assert chosen.standings is None or schema().ties[row["kind"]].standing.value in chosen.standings
        assert chosen.agencies is None or row["agency"] in chosen.agencies
        assert chosen.window_to is None or row["observed_from"] <= chosen.window_to
        for end in (row["from_id"], row["to_id"]):
            assert chosen.kinds is None or kinds[end] in chosen.kinds or end in chosen.focus
    assert chosen.out_of_date or not any(line.stale for line in drawn.lines)
    for node in drawn.nodes:
        assert not (node.concern and node.kind != "adult")
    for line in drawn.lines:
        assert (line.heads != "") <= (line.standing == "harm")
    json.dumps(drawn.as_json(layout(drawn)))
