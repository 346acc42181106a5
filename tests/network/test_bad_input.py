"""Data and settings that a list cannot be made of, or hardly: a sentence each, never a traceback or a silent number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import KithError
from mapping.network import groups, missed
from mapping.network.periphery import PeripherySettings, counts, periphery
from mapping.questions import Question
from tests.make import Maker
from tests.network.scene import ONGOING, circles, full, known
from tests.network.test_definition import UNGRADED
from tests.network.test_periphery import QUESTIONS, answer, card, texts

SPOILT: dict[str, Callable[[Maker], Any]] = {
    "everything ungraded": lambda made: [row.update(UNGRADED) for row in made.ties],
    "no seeds": lambda made: made.roles.clear(),
    "every child open": lambda made: [
        made.role(row["id"], "open_to_hub", **ONGOING) for row in made.entities if row["kind"] == "child"
    ],
    "ties to themselves": lambda made: [row.update(to_id=row["from_id"]) for row in made.ties],
    "dates in the future": lambda made: [
        row.update(observed_from=date(2031, 1, 1), observed_to=date(2031, 1, 2)) for row in made.ties
    ],
    "no dates": lambda made: [row.update(observed_from=None, observed_to=None) for row in made.ties],
    "no ties": lambda made: made.ties.clear(),
    "nobody's age": lambda made: [row.update(date_of_birth=None) for row in made.entities],
    "no names": lambda made: [row.update(name=None) for row in made.entities],
}


@settings(max_examples=5, deadline=None)
@given(circles(), st.sampled_from(QUESTIONS))
@pytest.mark.parametrize("how", SPOILT)
def test_spoilt_data_give_cards_or_a_sentence(how: str, made: Maker, question: Question) -> None:
    SPOILT[how](made)
    found = answer(made, question)
    assert bool(found.cards) != bool(found.empty)
    assert all(line.endswith(".") for line in found.method.lines)
    assert not [text for text in texts(found) if "nan" in text.split() or "None" in text.split("None recorded")[0]]
    assert missed(made.snapshot()).text
    assert groups(made.snapshot()).method
    assert set(counts(made.snapshot())) == set(Question)


def lines(made: Maker, **more: Any) -> str:
    return " ".join(answer(made, **more).method.lines)


def test_what_in_the_data_bears_on_a_list_is_said() -> None:
    made = known()
    made.tie("P", "friend", "P")
    made.tie("P", "friend", "T1", **UNGRADED)
    made.tie("Q", "friend", "T1", observed_from=date(2031, 1, 1), observed_to=None)
    said = lines(made)
    assert "1 tie from somebody to themself dropped." in said
    assert "1 dated in the future" in said
    assert "Nobody graded any tie that this question follows: only what two agencies report can list a child." in said
    lone = Maker()
    lone.child("T", "Tamsin Brackley")
    lone.role("T", "harmed", **ONGOING)
    lone.child("P", "Pia Kest")
    lone.tie("P", "friend", "T")
    assert "One alone is known to be near to" in lines(lone)


def test_somebody_with_thousands_of_ties_is_asked_about() -> None:
    made = known()
    for number in range(5_000):
        made.child(f"N{number}", f"Child {number}", born=date(2009 + number % 7, 1 + number % 12, 1 + number % 28))
        made.tie("P", "knows", f"N{number}")
    made.tie("P", "friend", "T1")
    found = answer(made)
    assert "P" in {one.id for one in found.cards}
    assert any(
        line.startswith("One person is tied to more than 500 others: look whether that is one person")
        for line in found.method.lines
    )


def test_contexts_can_be_chosen_and_the_list_says_so() -> None:
    made = full()
    everything = answer(made)
    assert "at one place, Ottermere Central" in str(card(everything, "P").reasons)
    chosen = answer(made, contexts=("school",))
    assert "Ottermere Central" not in str(chosen.cards)
    assert "Of all that people share, only schools tie them." in " ".join(chosen.method.lines)
    assert dict(chosen.method.parameters)["contexts"] == "school"
    assert answer(made, Question.SHARED_PLACES, contexts=("school",)).cards == ()
    assert "Only these ties count: friend of." in lines(made, kinds=("friend",))
    assert "Open means: looked after." in lines(made, open_roles=("looked_after",))


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"window_days": 0}, "window_days is 0: give 1 or more."),
        ({"top": 0}, "top is 0"),
        ({"runs": -1}, "runs is -1"),
        ({"alpha": 1.0}, "alpha is 1.0: give a number between 0 and 1."),
        ({"kinds": ("freind",)}, "kinds holds freind, which is not known here. It may hold: exploits,"),
        ({"contexts": ("child",)}, "contexts holds child"),
        ({"open_roles": ("opened",)}, "open_roles holds opened"),
    ],
)
def test_settings_that_could_only_give_a_silent_nothing_are_refused(wrong: dict[str, Any], text: str) -> None:
    with pytest.raises(KithError) as refused:
        periphery(known().snapshot(), PeripherySettings(**wrong))
    assert text in str(refused.value)
