"""Second opinions and baselines beside a list, and what would change whether a child is on it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.network.combine import symmetric
from mapping.network.heard import read
from mapping.network.periphery.definition import definition
from mapping.network.periphery.opinions import records_held
from mapping.network.periphery.questions import ask
from mapping.network.periphery.ranking import echo, rank
from mapping.network.projection import ProjectionSettings
from mapping.network.spreading import contributions
from mapping.questions import Question
from tests.make import Maker
from tests.network.scene import circles, full, known
from tests.network.test_definition import UNGRADED
from tests.network.test_periphery import QUESTIONS, answer, card


@pytest.mark.parametrize("alpha", [0.3, 0.7, 0.9])
def test_the_echo_of_a_seed_is_what_a_full_solve_gives(alpha: float) -> None:
    random = np.random.default_rng(5)
    a, b = random.integers(0, 80, (2, 200))
    key = np.unique((np.minimum(a, b) * 80 + np.maximum(a, b))[a != b])
    weights = symmetric(key, random.random(len(key)) + 0.01, 81)  # the last has no tie
    rows = np.array([0, 7, 33, 80])
    exact = contributions(weights, rows, rows, alpha).diagonal()
    # `contributions` takes 32 rounds whatever alpha: at .9 its own error is the larger.
    assert echo(weights, rows, alpha, width=3) == pytest.approx(exact, abs=1e-5 if alpha > 0.7 else 1e-10)


def many() -> Maker:
    """25 children tied to one open child, the first five of them to the other as well; one has thirty records."""
    made = known()
    for number in range(25):
        made.child(f"N{number:02}", f"Neighbour {number}")
        made.tie(f"N{number:02}", "friend", "T1", strength="strong" if number < 20 else "weak")
        if number < 5:
            made.tie(f"N{number:02}", "friend", "T2")
    made.place("W", "Weir Wharf")
    for number in range(30):
        made.tie("N24", "goes_to", "W", record=f"w|{number}")
    return made


def test_second_opinions_and_baselines_are_counted_beside_the_list() -> None:
    found = answer(many(), top=5)
    assert {one.id for one in found.cards} == {f"N{number:02}" for number in range(5)}
    assert found.beside[0] == (
        "Second opinions, by the same definition and cut: PageRank would list 5 of these 5, the plain count of"
        " neighbours whom the question asks about 5."
    )
    assert found.beside[1] == (
        "By counting alone: of these 5 children, 5 would be among as many with the most ties, and 5 among as many with"
        " the most records held."
    )
    assert (
        found.beside[2] == "Counting ties would make nearly this list: look whether it shows more than where we looked."
    )
    one = card(found, "N00")
    assert one.opinions == (
        "PageRank and the plain count of neighbours would both list Neighbour 0 too.",
        "Tied to 2 people here; 2 records held."
        " A list by ties alone and one by records held would both have Neighbour 0 too.",
    )


def test_records_are_counted_once_each_and_roles_count() -> None:
    made = many()
    held = dict(zip(["N24", "N00", "T1", "R"], records_held(made.snapshot(), ["N24", "N00", "T1", "R"]), strict=True))
    assert held == {"N24": 31, "N00": 2, "T1": 27, "R": 0}
    made.tie("N00", "knows", "T2", record=made.ties[0]["record"])
    assert records_held(made.snapshot(), ["N00"]) == [2]


def test_who_is_listed_whatever_the_order_is_said_to_be() -> None:
    made = known()
    made.tie("P", "friend", "T1")
    found = answer(made)
    assert (
        found.beside[0] == "Everybody who meets the definition is listed, so every order of them makes the same list."
    )
    assert [text for text in card(found, "P").opinions if "PageRank" in text] == []
    assert answer(Maker()).beside == ()


@settings(max_examples=25)
@given(circles(), st.sampled_from(QUESTIONS), st.integers(1, 3))
def test_a_child_says_what_the_line_beside_the_list_counts(made: Maker, question: Question, top: int) -> None:
    found = answer(made, question, top=top)
    said = [text for one in found.cards for text in one.opinions]
    for text in found.beside:
        if counts := re.search(r"PageRank would list (\d+) of these \d+, .* about (\d+)\.", text):
            both = sum("PageRank and" in one for one in said)
            assert both + sum(one.startswith("PageRank would") for one in said) == int(counts[1])
            assert both + sum(one.startswith("The plain count") for one in said) == int(counts[2])


def test_the_one_record_that_decides_is_named_and_what_would_hold_the_child() -> None:
    made = known()
    made.tie("P", "friend", "T1")
    assert card(answer(made), "P").changes == (
        "Withdrawing one record (police PI-t1, 20 Oct) would take Pia Kest off this list.",
        "One more graded record of a tie to a child who is open to the hub or harmed would hold Pia Kest here without.",
        "If nothing new is recorded, what puts Pia Kest here leaves the window after 21 Apr 2027.",
    )
    made.tie("P", "seen_with", "T2", agency="school")
    assert card(answer(made), "P").changes[0] == (
        "Whichever one record is withdrawn, Pia Kest keeps a recent tie to them that somebody graded or two agencies"
        " report."
    )


def test_two_ungraded_agencies_each_decide() -> None:
    made = known()
    for agency in ("school", "hub"):
        made.tie("P", "friend", "T1", agency=agency, **UNGRADED)
    assert card(answer(made), "P").changes[0] == (
        "Withdrawing any one of two records (hub PI-t2, 20 Oct and school PI-t1, 20 Oct) would take Pia Kest off this"
        " list."
    )


def meeting(made: Maker, question: Question) -> set[str]:
    """Who meets the definition, no card made."""
    snapshot = made.snapshot()
    asked = ask(question, read(snapshot, ProjectionSettings()).without(), ProjectionSettings())
    return {asked.ids[row] for row in definition(snapshot).meeting(asked, rank(asked).rows)}


@settings(max_examples=15)
@given(circles(), st.sampled_from([Question.NEAR_HARMED, Question.NEAR_ADULTS, Question.MISSING_TOGETHER]))
def test_what_is_said_of_withdrawing_a_record_comes_true(made: Maker, question: Question) -> None:
    for row in made.ties:
        if row["kind"] == "harms" or (row["kind"] == "grooms" and question is not Question.NEAR_ADULTS):
            row["kind"] = "knows"  # whom harm makes somebody to be near to is another matter
    without = {}
    for row in made.ties:
        left = [one for one in made.ties if one is not row]
        without[row["reference"]] = meeting(Maker(made.today, made.entities, left, made.roles), question)
    for one in answer(made, question, top=50, runs=1).cards:
        deciding = {reference for reference, still in without.items() if one.id not in still}
        assert ("Withdrawing" in one.changes[0]) == bool(deciding)
        if len(deciding) <= 3:
            assert all(reference in one.changes[0] for reference in deciding)


def test_the_day_said_is_the_last_on_the_list() -> None:
    made = full()
    last = re.search(r"after (\d+ \w+ \d+)\.", card(answer(made), "P").changes[-1])
    assert last is not None
    until = datetime.strptime(last[1], "%d %b %Y").date()
    for day, here in ((until, True), (until + timedelta(days=1), False)):
        made.today = day
        assert ("P" in {one.id for one in answer(made).cards}) is here
