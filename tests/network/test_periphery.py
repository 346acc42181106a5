"""The periphery: five questions kept apart, reasons that say who does what, and nothing like a score."""

from __future__ import annotations

import dataclasses
import re
import typing
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.network.periphery import PeripherySettings, periphery
from mapping.network.periphery import cards as view
from mapping.network.periphery.cards import Card, Periphery, PutsHere
from mapping.plain import plain
from mapping.questions import TITLES, Question
from mapping.words import Naming
from tests.make import Maker
from tests.network.scene import ONGOING, circles, full, known, missing

FEW_RUNS = 20
QUESTIONS = list(Question)


def answer(made: Maker, question: Question = Question.NEAR_HARMED, **more: object) -> Periphery:
    """The answer to one question, with few resamples so that tests stay quick."""
    asked: dict[str, object] = {"question": question, "runs": FEW_RUNS, **more}
    return periphery(made.snapshot(), PeripherySettings(**asked))  # type: ignore[arg-type]


def texts(found: Periphery) -> list[str]:
    """Every text of the cards, however deep."""

    def inside(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [text for one in value.values() for text in inside(one)]
        return [text for one in value for text in inside(one)] if isinstance(value, list) else []

    return inside(plain(found.cards)) + inside(plain(found.thin_records))


def card(found: Periphery, child: str) -> Card:
    """The card of one child."""
    return next(one for one in found.cards if one.id == child)


def said(found: Periphery, child: str) -> str:
    """All reasons of one child."""
    return " ".join(reason.text for reason in card(found, child).reasons)


@pytest.mark.parametrize("kind", [Card, view.ThinRecord, view.Chip, view.Reason, view.Route, view.Safety, view.Without])
def test_no_number_with_decimals_can_be_in_a_card(kind: type) -> None:
    reached, todo = set(), [kind]
    while todo:
        one = todo.pop()
        if one in reached:
            continue
        reached.add(one)
        for field, hint in typing.get_type_hints(one).items():
            parts = str(hint)
            assert not re.search("float|Any|complex", parts), f"{one.__name__}.{field} is {hint}"
            worded = field == "rank_range" and hint is str  # a range in words, never a place
            assert worded or not re.search("score|rank|probab|percent|weight|chance", field), f"{one.__name__}.{field}"
            todo += [
                part for part in typing.get_args(hint) if isinstance(part, type) and dataclasses.is_dataclass(part)
            ]


@settings(max_examples=25)
@given(circles(), st.sampled_from(QUESTIONS))
def test_cards_hold_no_decimal_no_open_child_and_no_forbidden_words(made: Maker, question: Question) -> None:
    found = answer(made, question)
    open_children = {row["person_id"] for row in made.roles if row["role"] == "open_to_hub"}
    assert not ({one.id for one in found.cards} | {one.id for one in found.thin_records}) & open_children
    for text in texts(found):
        assert not re.search(r"\d\.\d", text), text
        assert not re.search(r"involved in|associat|gang member|lifestyle|relationship with", text.casefold()), text
    bare = [replace(one, puts_here=PutsHere("", (), 0, 0, "")) for one in found.cards]
    assert not any("%" in text for text in texts(replace(found, cards=tuple(bare)))), "only shares of the reason"


@settings(max_examples=25)
@given(circles(), st.sampled_from(QUESTIONS))
def test_cards_come_newest_first_each_with_evidence(made: Maker, question: Question) -> None:
    found = answer(made, question)
    days = [(one.latest or date.min).toordinal() for one in found.cards]
    assert days == sorted(days, reverse=True)
    ids = {row["id"] for row in made.ties}
    for one in found.cards:
        assert one.reasons
        assert one.evidence
        assert set(one.evidence) <= ids
        assert {id_ for chip in one.chips for id_ in chip.assertions} == set(one.evidence)


@settings(max_examples=20)
@given(circles(), st.sampled_from(QUESTIONS), st.randoms())
def test_the_same_data_gives_the_same_answer_in_any_order(made: Maker, question: Question, random: object) -> None:
    first = answer(made, question)
    assert answer(made, question) == first
    for rows in (made.ties, made.entities, made.roles):
        random.shuffle(rows)  # type: ignore[attr-defined]
    again = answer(made, question)
    assert [one.id for one in again.cards] == [one.id for one in first.cards]
    assert [said(again, one.id) for one in again.cards] == [said(first, one.id) for one in first.cards]
    assert again.thin_records == first.thin_records


@settings(max_examples=25)
@given(circles(), st.sampled_from([Question.NEAR_HARMED, Question.NEAR_ADULTS, Question.MISSING_TOGETHER]))
def test_a_protective_tie_puts_nobody_on_a_list(made: Maker, question: Question) -> None:
    before = {one.id for one in answer(made, question).cards}
    made.adult("Z", "Ann Wold")
    made.role("Z", "safe_adult", **ONGOING)
    for number in range(3):
        made.tie("Z", "protects", f"C{number:02}")
    assert {one.id for one in answer(made, question).cards} == before


BORN = st.sampled_from([None, date(2008, 11, 4), date(2010, 1, 1), date(2027, 1, 1)])


@settings(max_examples=25)
@given(circles(), BORN, st.sampled_from(["suspected", "charged", "convicted", "warned"]), st.booleans())
def test_nobody_under_18_or_of_unknown_age_is_an_adult_of_concern(
    made: Maker, born: date | None, role: str, as_adult: bool
) -> None:
    (made.adult if as_adult else made.child)("Y", "Young Person", born=born)
    made.role("Y", role, **ONGOING)
    for kind in ("grooms", "harms", "exploits"):
        made.tie("Y", kind, "C02")
    for question in QUESTIONS:
        for text in texts(answer(made, question)):
            assert "Young Person, an adult of concern" not in text
            assert not re.search(r"adults of concern \([^)]*Young Person", text)
    method = answer(made, Question.NEAR_ADULTS).method
    assert all("Y" not in line for line in method.lines if "to be near to" in line)


def test_the_five_questions_find_different_children() -> None:
    found = {question: [one.id for one in answer(full(), question).cards] for question in QUESTIONS}
    assert set(found[Question.NEAR_HARMED]) == {"P", "Q"}, "R is tied to them only over Q"
    assert found[Question.NEAR_ADULTS] == ["P"]
    assert found[Question.MISSING_TOGETHER] == ["Q"]
    assert set(found[Question.SHARED_PLACES]) == {"P", "Q"}
    assert set(found[Question.BRIDGING_GROUPS]) == {"P", "Q"}
    assert set(TITLES) == set(QUESTIONS)


def test_reasons_are_sentences_made_of_the_records() -> None:
    found = answer(full())
    assert (
        "Pia Kest was seen with two children open to the hub (Noor Cope and Tamsin Brackley)"
        " at one place, Ottermere Central, on three dates." in said(found, "P")
    )
    assert "Only police records say so. Without them Pia Kest would not be here." in said(found, "P")
    assert "Cal Marsh is a friend of Pia Kest, who is thought to have been harmed; nobody has graded this." in said(
        found, "Q"
    )
    first = card(found, "P").reasons[0]
    assert first.latest == "Latest: 25 Oct, 9 days ago."
    assert set(first.assertions) == {f"t{number}" for number in (1, 2, 3, 5, 6, 7, 9, 10, 11)}


def test_who_harms_is_the_subject_and_suspicion_is_not_fact() -> None:
    found = said(answer(full(), Question.NEAR_ADULTS), "P")
    assert "It is suspected, not established, that Denholm Marrick, an adult of concern, grooms Pia Kest." in found
    made = full()
    made.tie("D", "supplies", "P", nature="fact")
    found = said(answer(made, Question.NEAR_ADULTS), "P")
    assert "Denholm Marrick, an adult of concern, gives drugs or alcohol to Pia Kest." in found


def test_a_harmed_child_is_never_the_actor_of_the_harm() -> None:
    made = known()
    made.entity("event", "E", subkind="incident", started_on=date(2026, 10, 20))
    made.tie("P", "harmed_in", "E")
    made.tie("D", "alleged_in", "E")
    made.tie("Q", "present_at", "E")
    made.tie("D", "threatens", "Q")
    found = answer(made, Question.NEAR_ADULTS)
    assert "Pia Kest came to harm; Denholm Marrick, an adult of concern, is alleged to have caused it." in said(
        found, "P"
    )
    assert "that Denholm Marrick, an adult of concern, threatens Cal Marsh." in said(found, "Q")
    assert not re.search(
        r"(Pia Kest|Cal Marsh) (is alleged|grooms|exploits|threatens|sends|gives)", " ".join(texts(found))
    )


def test_between_two_children_both_are_to_safeguard() -> None:
    made = known()
    made.tie("P", "harms", "T1")
    found = answer(made)
    assert (
        "Pia Kest is alleged to have harmed Tamsin Brackley, who is open to the hub; both are children to safeguard."
        in said(found, "P")
    )
    assert "alleged to have harmed; a child to safeguard" in card(found, "P").roles


def test_missing_by_the_hour_and_by_the_day_are_told_apart() -> None:
    for times, words in ((("21:30", "03:15"), "in the same hours as"), (("", ""), "on the same days as")):
        made = known()
        place = made.place("L", "Kestrel Takeaway", "food")
        for child, event in (("T1", "M1"), ("P", "M2")):
            missing(made, child, event, place, start=times[0], end=times[1])
        text = said(answer(made, Question.MISSING_TOGETHER), "P")
        assert words in text
        assert ("they may not have met" in text) is (times == ("", ""))


def test_a_partner_missing_repeatedly_counts_though_nobody_is_open() -> None:
    made = Maker()
    for child in ("P", "Q"):
        made.child(child, f"Child {child}")
    place = made.place("L", "Weir Wharf")
    for day in (5, 12, 20):
        missing(made, "P", f"P{day}", place, day=day)
    missing(made, "Q", "Q12", place, day=12)
    found = answer(made, Question.MISSING_TOGETHER)
    assert "Child Q was missing in the same hours as Child P, who went missing three times in 90 days" in said(
        found, "Q"
    )


def test_a_child_who_is_harmed_but_not_open_is_found_by_the_others_not_by_themself() -> None:
    made = known()
    made.role("P", "harmed", **ONGOING)
    assert "P" not in [one.id for one in answer(made).cards]
    said_of_harmed = (
        "1 child is recorded as harmed or thought to be, and no tie that this question follows leads to them."
    )
    assert said_of_harmed in answer(made).gaps
    made.tie("P", "friend", "T1")
    assert card(answer(made), "P").roles == ("recorded as harmed",)


def test_leaving_out_an_agency_is_as_if_it_had_said_nothing() -> None:
    made = full()
    left = answer(made, left_out_agencies=("police",))
    assert left.cards == ()
    assert "Nothing found is not the same as nothing there." in left.empty
    assert left.method.left_out_agencies == ("police",)
    # The hub's silence must not turn open children into finds.
    without_hub = answer(made, left_out_agencies=("hub",))
    assert not {"T1", "T2"} & {one.id for one in without_hub.cards}
    fates = {one.agency: one for one in card(answer(made), "P").without}
    assert not fates["police"].stays
    assert fates["school"].stays
    assert fates["police"].text == "Without police records Pia Kest would not be here."


def test_names_are_given_as_the_mode_says() -> None:
    found = answer(full(), naming=Naming.INITIALS)
    assert card(found, "P").heading == "P.K., 12"
    assert not [text for text in texts(found) if re.search("Kest|Brackley|Marrick|Cope", text.replace("Kestrel", ""))]


def test_what_keeps_a_child_safe_and_what_is_not_known() -> None:
    made = full()
    made.adult("A", "Ann Wold")
    made.tie("A", "protects", "P")
    made.role("P", "early_help", observed_from=date(2026, 1, 1), observed_to=date(2026, 5, 2))
    found = answer(made)
    pia, cal = card(found, "P"), card(found, "Q")
    assert [safe.text for safe in pia.keeps_safe] == ["Ann Wold keeps Pia Kest safe."]
    assert pia.keeps_safe[0].isolates
    assert pia.if_lost == "If Ann Wold is lost, nobody else is recorded as keeping Pia Kest safe."
    assert pia.help_open == ("None recorded.", "Early help until 2 May.")
    assert cal.if_lost == "Nobody is recorded as keeping Cal Marsh safe."
    assert any("no return interview after one missing episode" in text for text in cal.not_known)


def test_somebody_open_to_the_hub_is_so_only_while_it_lasts() -> None:
    made = known()
    made.tie("P", "friend", "T1")
    made.role("P", "open_to_hub", observed_from=date(2026, 1, 1), observed_to=date(2026, 9, 1))
    assert [one.id for one in answer(made).cards] == ["P"]
    assert "Open to the hub until 1 Sep." in card(answer(made), "P").help_open
    made.role("P", "open_to_hub", observed_from=date(2026, 10, 1), observed_to=None)
    assert not answer(made).cards


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_to_be_near_is_said_in_words(question: Question) -> None:
    assert answer(Maker(), question).empty
    made = Maker()
    made.child("P", "Pia Kest")
    found = answer(made, question)
    assert found.cards == ()
    assert found.empty.startswith("No ")
    everybody = known()
    for child in ("P", "Q", "R"):
        everybody.role(child, "open_to_hub", **ONGOING)
    assert answer(everybody, question).empty == "Every child in this data is open to the hub."


def test_the_cut_is_said_and_the_method_makes_it_again() -> None:
    made = known()
    for number in range(25):
        made.child(f"N{number:02}", f"Neighbour {number}")
        made.tie(f"N{number:02}", "friend", "T1")
    found = answer(made)
    assert (len(found.cards), found.total) == (20, 25)
    method = dict(found.method.parameters)
    assert (method["data version"], method["as of"], method["window in days"]) == ("test", "2026-11-03", "183")
    assert "seed 0" in method["resamples"]
