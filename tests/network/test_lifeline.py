"""The tie that, if lost, isolates a child: one rule, over who keeps the child and their family and friends safe."""

from __future__ import annotations

from datetime import date

from mapping.network.periphery.cards import Card
from tests.make import Maker
from tests.network.scene import known
from tests.network.test_periphery import answer, card


def near() -> Maker:
    """P, who is listed by a tie to an open child, and a safe adult of nobody yet."""
    made = known()
    made.tie("P", "seen_with", "T1")
    made.adult("A", "Ann Wold")
    return made


def of(made: Maker) -> Card:
    return card(answer(made), "P")


def test_the_only_safe_adult_isolates_when_lost() -> None:
    made = near()
    made.tie("A", "protects", "P")
    assert of(made).if_lost == (
        "If Ann Wold is lost, nobody else is recorded as keeping Pia Kest safe. Apart from Ann Wold, everybody Pia Kest"
        " is tied to is open to the hub, harmed or of concern."
    )
    assert [safe.isolates for safe in of(made).keeps_safe] == [True]


def test_a_friend_with_a_safe_adult_is_another_way() -> None:
    made = near()
    made.tie("A", "protects", "P")
    made.tie("P", "friend", "R")
    made.adult("B", "Bo Tarn")
    made.tie("B", "mentors", "R")
    assert of(made).if_lost.startswith("If Ann Wold is lost, the way to somebody safe is over Lia Oak.")
    assert [safe.isolates for safe in of(made).keeps_safe] == [False]


def test_without_anybody_of_their_own_the_one_way_left_is_named() -> None:
    made = near()
    made.tie("P", "friend", "R")
    made.tie("A", "mentors", "R")
    assert of(made).if_lost.startswith(
        "Nobody is recorded as keeping Pia Kest safe. One way to somebody safe is left; it hangs on the tie to Lia Oak."
    )


def test_nobody_in_harm_is_a_way_to_safety() -> None:
    made = near()
    made.tie("P", "friend", "T2")
    made.tie("A", "mentors", "T2")
    assert of(made).if_lost == "Nobody is recorded as keeping Pia Kest safe."


def test_two_safe_adults_leave_nobody_isolated_and_an_old_tie_holds_nobody() -> None:
    made = near()
    made.tie("A", "protects", "P")
    made.adult("B", "Bo Tarn")
    made.tie("B", "protects", "P")
    assert of(made).if_lost == ""
    assert not any(safe.isolates for safe in of(made).keeps_safe)
    made.ties[-1] |= {"observed_from": date(2023, 1, 1), "observed_to": date(2023, 1, 1)}
    assert [safe.isolates for safe in of(made).keeps_safe] == [True]


def test_all_but_one_in_harm_is_said() -> None:
    made = near()
    made.tie("P", "friend", "T2")
    made.tie("P", "knows", "R")
    assert of(made).if_lost.endswith(
        "Apart from Lia Oak, everybody Pia Kest is tied to is open to the hub, harmed or of concern."
    )
