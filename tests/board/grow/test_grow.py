"""Growing a board: counts before one chooses, what is shared, what touches these, where a board begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mapping.board import BoardSettings
from mapping.board.grow import Shared, choices, expand, shared, starts, themselves, touches, why, why_said
from mapping.words import Naming
from tests.board.grow.scene import FULL, scene, stood


def test_counts_are_said_before_one_chooses_and_what_follows_is_as_many() -> None:
    ground = stood()
    found = {(one.by, one.code): one for one in choices(ground, ["C-TB"], on_board=["C-NC"])}
    assert found["standing", "harm"].total == 1
    assert found["tie", "friend"].total == 1
    assert found["tie", "friend"].new == 0  # Noor is on the board
    assert found["kind", "location"].total == 1
    assert ("tie", "knows") not in found  # restricted
    for (by, code), one in found.items():
        told = expand(
            ground,
            ["C-TB"],
            ["C-NC"],
            standings=(code,) if by == "standing" else None,
            kinds=(code,) if by == "kind" else None,
            ties=(code,) if by == "tie" else None,
        )
        assert told.total == one.total
        assert len(told.new) == one.new


def test_neighbours_come_newest_first_with_the_sentence_and_its_assertions() -> None:
    found = expand(stood(), ["C-TB"], kinds=("child", "adult"))
    assert [one.id for one in found.found] == ["A-DM", "C-NC", "A-EB"]
    assert found.found[0].told[0].sentence == "Dale Mercer exploits Tamsin Brackley"
    assert found.found[0].assertions == ("t-exploits",)
    assert found.why == "near: C-TB"


def test_what_is_suspected_false_or_restricted_leads_nowhere_and_is_counted() -> None:
    found = expand(stood(), ["C-TB"])
    assert "C-RT" not in {one.id for one in found.found}
    assert "C-PK" not in {one.id for one in found.found}
    assert any("1 suspected false" in note for note in found.notes)
    assert any("1 restricted" in note for note in found.notes)


def test_nothing_is_cut_in_silence() -> None:
    found = expand(stood(), ["S-Q"], most=10)
    assert len(found.found) == 10
    assert found.said == "showing 10 of 42"


def test_window_and_grade_of_the_board_bound_what_is_found() -> None:
    made = scene().snapshot()
    narrow = stood(made, replace(FULL, window_to=date(2026, 9, 1)))
    assert expand(narrow, ["C-TB"]).total == 0
    graded = stood(made, replace(FULL, grade_floor="1A"))
    assert expand(graded, ["C-TB"]).total == 0
    assert any("below the grade" in note for note in expand(graded, ["C-TB"]).notes)


def test_what_touches_at_least_two_is_told_with_who_touches_whom_by_date() -> None:
    found = touches(stood(), ["C-TB", "C-NC", "C-RT"])
    assert [one.id for one in found.found] == ["L-PARK", "A-DM", "S-Q"]
    mercer = next(one for one in found.found if one.id == "A-DM")
    assert mercer.touches == ("C-TB", "C-NC")
    assert [one.sentence for one in mercer.told] == [
        "Dale Mercer exploits Tamsin Brackley",
        "Dale Mercer grooms Noor Copeland",
    ]
    assert "tied to it" in next(one for one in found.found if one.id == "S-Q").note


def test_what_touches_all_is_less() -> None:
    ground = stood()
    assert touches(ground, ["C-TB", "C-NC", "C-RT"], all_of_them=True).total == 0
    assert {one.id for one in touches(ground, ["C-TB", "C-NC"], all_of_them=True).found} == {"A-DM"}
    assert touches(ground, ["C-TB"]).notes == ("Select two or more that are held.",)


def test_shared_by_two_and_shared_with_one() -> None:
    ground = stood()
    assert {one.id for one in shared(ground, ["C-TB", "C-RT"], Shared.PLACE).found} == {"L-PARK", "S-Q"}
    phone = shared(ground, ["A-DM"], Shared.THING)
    assert [(one.id, one.through) for one in phone.found] == [("C-RT", ("T-417",))]
    adult = shared(ground, ["C-TB"], Shared.ADULT)
    assert [(one.id, one.through) for one in adult.found] == [("C-NC", ("A-DM",))]


def test_a_crowded_school_is_not_stepped_through_and_the_list_says_so() -> None:
    found = shared(stood(), ["C-TB"], Shared.PLACE)
    assert {one.id for one in found.found} == {"C-RT"}
    assert any(note.startswith("Quarrybank: 42 are tied to it, not stepped through") for note in found.notes)


def test_a_board_begins_from_a_place_with_who_came_to_harm_there_first() -> None:
    sections = starts(stood(), "L-PARK")
    assert [one.asked for one in sections] == ["Came to harm at Linnet Park", "Goes to Linnet Park"]
    assert [one.id for one in sections[0].found] == ["C-RT"]
    assert [one.id for one in starts(stood(), "G-ST")[0].found] == ["C-PK", "C-TB"]
    assert starts(stood(), "nobody")[0].total == 0


def test_a_list_begins_a_board_in_its_order_and_counts_who_is_not_held() -> None:
    found = themselves(stood(), ["C-NC", "C-TB", "C-NC", "X-1"])
    assert [one.id for one in found.found] == ["C-NC", "C-TB"]
    assert found.total == 3
    assert found.notes == ("1 not held, or not yours to see",)


def test_initials_name_everybody_by_initials() -> None:
    ground = stood(settings=BoardSettings(naming=Naming.INITIALS))
    told = " ".join(
        one.sentence for found in (touches(ground, ["C-TB", "C-NC"]), expand(ground, ["C-TB"])) for p in found.found
        for one in p.told
    )  # fmt: skip
    assert "Tamsin" not in told
    assert "D.M. exploits T.B." in told


def test_an_adult_on_paper_who_is_under_18_is_told_as_a_child() -> None:
    made = scene()
    made.tie("A-YN", "harms", "C-TB")
    found = next(one for one in expand(stood(made.snapshot()), ["C-TB"]).found if one.id == "A-YN")
    assert found.kind == "child"
    assert found.what == "child, 15"


def test_why_holds_ids_and_no_name_and_is_shown_with_names() -> None:
    kept = why("touches", "C-7K2M9QXA4B", "A-0000000000")
    assert kept == "touches: C-7K2M9QXA4B, A-0000000000"
    assert why_said(kept, {"C-7K2M9QXA4B": "T.B."}.get) == "touches: T.B., somebody held no longer"
    assert len(why("touches", *(f"C-{number:010}" for number in range(100)))) <= 500
