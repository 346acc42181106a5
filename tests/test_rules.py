"""The rules of practice that code can break, a property test each, over small invented boroughs of every shape."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data_schema import schema
from data_schema.model import Standing
from graph.snapshot import Snapshot
from mapping.network import GroupSettings, PeripherySettings, groups, missed, periphery
from mapping.network.adults import AdultSettings, adults
from mapping.network.people import people
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.plain import plain
from mapping.questions import Question
from mapping.words import Naming
from tests.make import TODAY, Maker

FORENAMES = "Tamsin Noor Pia Cal Lia Idris Bea Rosa Yusuf Hana Garr Denholm".split()
SURNAMES = (
    "Brackley Copeland Kestrow Marshal Oakhurst Thornwick Alderley Yarrani Undholm Marrick Warkgate Tarnsey".split()
)
BORN = st.sampled_from(
    [None, date(2010, 3, 4), date(2013, 7, 1), date(2008, 11, 4), date(1990, 5, 1), date(2027, 1, 1)]
)
GRADED = st.sampled_from([("1", "A"), ("2", "B"), ("3", "D"), ("2", "E"), (None, None), ("2", None)])
HANDLING = st.sampled_from(["P", "P", "P", "C", None])
AGENCY = st.sampled_from(["police", "school", "hub", "social care"])
ROLES = [
    "open_to_hub",
    "harmed",
    "alleged_to_harm",
    "suspected",
    "charged",
    "convicted",
    "warned",
    "safe_adult",
    "early_help",
]
PEOPLE = [
    "friend",
    "seen_with",
    "sibling",
    "missing_with",
    "knows",
    "harms",
    "threatens",
    "grooms",
    "exploits",
    "protects",
]
CONTEXTS = ["goes_to", "harms_at", "member_of", "present_at", "harmed_in", "alleged_in", "went_missing"]


@st.composite
def boroughs(draw: st.DrawFn) -> Maker:
    """Up to twelve people of every age, recorded as every sort of thing, tied in every way, at places and events."""
    made = Maker()
    count = draw(st.integers(4, 12))
    ids = []
    for number in range(count):
        name = f"{FORENAMES[number]} {SURNAMES[number]}"
        person = made.adult if draw(st.booleans()) and number > 2 else made.child
        ids.append(person(f"X{number:02}", name, born=draw(BORN) if number > 2 else date(2012, 1, 1)))
    place = made.place("L1", "Ottermere Central", "station")
    group = made.entity("peer_group", "G1", "Quay Street")
    made.entity("peer_group", "G2", "Weir Wharf")
    event = made.entity("event", "E1", subkind="missing", started_on=date(2026, 10, 3), ended_on=date(2026, 10, 4))
    other = made.entity("event", "E2", subkind="incident", started_on=date(2026, 10, 9))
    made.tie(event, "found_at", place)
    made.tie(other, "happened_at", place)
    where = {"goes_to": [place], "harms_at": [place], "member_of": [group, "G2"], "went_missing": [event]}
    for number in range(draw(st.integers(1, 6))):
        said = _said(draw)
        made.role(
            ids[number % count], draw(st.sampled_from(ROLES)), **said, observed_from=date(2026, 1, 1), observed_to=None
        )
    for _ in range(draw(st.integers(1, 18))):
        one, two = draw(st.permutations(ids))[:2]
        kind = draw(st.sampled_from(PEOPLE + CONTEXTS))
        last = date(2026, draw(st.integers(2, 11)), draw(st.integers(1, 28)))
        to = two if kind in PEOPLE else draw(st.sampled_from(where.get(kind, [other])))
        made.tie(one, kind, to, **_said(draw), observed_from=last, observed_to=last)
    return made


def _said(draw: st.DrawFn) -> dict[str, Any]:
    source, information = draw(GRADED)
    return {
        "agency": draw(AGENCY),
        "source_grade": source,
        "information_grade": information,
        "handling": draw(HANDLING),
        "nature": draw(st.sampled_from(["fact", "assessment"])),
    }


QUESTIONS = st.sampled_from(list(Question))
FEW = settings(max_examples=20, deadline=None)


def asked(snapshot: Snapshot, question: Question, **more: Any) -> Any:
    return periphery(snapshot, PeripherySettings(question=question, runs=5, **more))


def grown(made: Maker) -> set[str]:
    """Those known to be 18 or over: all that a date of birth says."""
    return {
        row["id"]
        for row in made.entities
        if row.get("date_of_birth") and row["date_of_birth"] <= date(TODAY.year - 18, TODAY.month, TODAY.day)
    }


def texts(value: Any, leave: tuple[str, ...] = ()) -> list[str]:
    """Every text of a result, however deep, but for some keys."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, one in value.items() if key not in leave for text in texts(one, leave)]
    return [text for one in value for text in texts(one, leave)] if isinstance(value, list) else []


def keys(value: Any) -> set[str]:
    """Every name of a field in a result, however deep."""
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys(one)}
    return {key for one in value for key in keys(one)} if isinstance(value, list) else set()


@FEW
@given(boroughs())
def test_rule_1_nobody_under_18_or_of_unknown_age_is_an_adult_of_concern(made: Maker) -> None:
    snapshot = made.snapshot()
    who = people(snapshot)
    assert who.of_concern <= grown(made)
    rows = {row.id for row in adults(snapshot, AdultSettings()).rows}
    assert rows <= grown(made)
    # A child alleged to harm stays a child: on no list as an adult, and named as one to safeguard where listed.
    assert not who.alleged_children & rows
    for question in Question:
        for card in asked(snapshot, question).cards:
            assert card.id in who.children
            if card.id in who.alleged_children:
                assert "alleged to have harmed; a child to safeguard" in card.roles
            if card.id in who.alleged_children & who.harmed:
                assert len(card.roles) == 2


@FEW
@given(boroughs(), QUESTIONS)
def test_rule_2_no_score_no_decimal_no_chance_and_no_order_by_rank(made: Maker, question: Question) -> None:
    found = asked(made.snapshot(), question)
    shown = plain(found)
    assert not [
        key for key in keys(shown) - {"rank_range"} if re.search("score|rank|probab|likelihood|weight|chance", key)
    ]
    assert not _floats({**shown, "method": None})
    for text in texts({**shown, "method": None}):
        assert not re.search(r"\d[.,]\d\b(?!\d\d)", text), text
        assert not re.search(r"probab|likel|risk score|\bscore", text.casefold()), text
    for card in found.cards:
        beside = [text for text in texts(plain(card), leave=("puts_here",)) if "%" in text]
        assert beside == [], "only the shares of a reason are in hundredths"
        assert len(re.findall(r"\d+(?:st|nd|rd|th)\b", card.rank_range)) in (0, 2), "never one place alone"
    newest = [(card.latest or date.min) for card in found.cards]
    assert newest == sorted(newest, reverse=True)


def _floats(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in _floats(item)]
    if isinstance(value, list):
        return [one for item in value for one in _floats(item)]
    return [value] if isinstance(value, float) else []


@FEW
@given(boroughs())
def test_rule_3_a_list_hears_its_own_question_alone(made: Maker) -> None:
    before = {question: asked(made.snapshot(), question) for question in Question}
    assert all(found.question == question.value for question, found in before.items())
    # More adults of concern and the children near them: the list near harmed children of fact does not move.
    quiet = Maker(made.today, [*made.entities], [*made.ties], [*made.roles])
    quiet.adult("ZZ", "Stuart Larkholm")
    quiet.role("ZZ", "convicted", observed_to=None)
    quiet.tie("ZZ", "works_for", "X03" if _kind(made, "X03") == "adult" else "ZZ")
    quiet.tie("ZZ", "knows", "X02")
    after = asked(quiet.snapshot(), Question.MISSING_TOGETHER)
    assert [card.id for card in after.cards] == [card.id for card in before[Question.MISSING_TOGETHER].cards]
    assert [card.id for card in asked(quiet.snapshot(), Question.SHARED_PLACES).cards] == [
        card.id for card in before[Question.SHARED_PLACES].cards
    ]


def _kind(made: Maker, id_: str) -> str:
    return next((row["kind"] for row in made.entities if row["id"] == id_), "")


@FEW
@given(boroughs(), QUESTIONS)
def test_rule_5_every_reason_has_its_records_and_none_is_suspected_false_or_restricted(
    made: Maker, question: Question
) -> None:
    rows = {row["id"]: row for row in made.ties}
    for card in asked(made.snapshot(), question).cards:
        said = [*card.evidence, *(id_ for reason in card.reasons for id_ in reason.assertions)]
        said += [id_ for safe in card.keeps_safe for id_ in safe.assertions]
        routes = [share.route for share in card.puts_here.shares if share.route]
        said += [id_ for route in routes for step in route.steps for id_ in step.assertions]
        for id_ in said:
            assert rows[id_]["information_grade"] != "E"
            assert rows[id_]["handling"] != "C"
            assert rows[id_]["agency"] and rows[id_]["recorded_on"]
        for reason in card.reasons:
            only = reason.text.startswith("Only ")
            assert only or reason.assertions
            assert only or reason.latest, "every reason is dated"
        for chip in card.chips:
            assert chip.ungraded == all(
                not rows[id_]["source_grade"] and not rows[id_]["information_grade"] for id_ in chip.assertions
            )


@FEW
@given(boroughs(), QUESTIONS, st.integers(2, 34), st.randoms(use_true_random=False))
def test_rule_8_the_same_record_many_times_changes_no_list(
    made: Maker, question: Question, times: int, random: Any
) -> None:
    before = asked(made.snapshot(), question)
    again = Maker(made.today, made.entities, [*made.ties], made.roles)
    row = random.choice(made.ties)
    for number in range(times):
        again.ties.append({**row, "id": f"{row['id']}-{number}", "record": f"{row['record']}-{number}"})
    after = asked(again.snapshot(), question)
    assert [card.id for card in after.cards] == [card.id for card in before.cards]
    assert (after.total, after.weaker) == (before.total, before.weaker)
    assert [one.puts_here.rest for one in after.cards] == [one.puts_here.rest for one in before.cards]


@settings(max_examples=5, deadline=None)
@given(st.integers(2, 34))
def test_rule_8_one_childs_episodes_are_no_hotspot_and_no_shared_place(times: int) -> None:
    made = Maker()
    made.child("P", "Pia Kestrow")
    made.child("Q", "Cal Marshal")
    made.place("L", "Kestrel Takeaway", "food", latitude=53.5, longitude=-2.2)
    for number in range(times):
        day = date(2026, 10, 1 + number % 28)
        event = made.entity("event", f"E{number}", subkind="missing", started_on=day, ended_on=day)
        made.tie("P", "went_missing", event, observed_from=day, observed_to=day)
        made.tie(event, "found_at", "L", observed_from=day, observed_to=day)
    made.tie("Q", "goes_to", "L")
    assert asked(made.snapshot(), Question.SHARED_PLACES).cards == ()
    assert not hotspots(made.snapshot(), HotspotSettings(replicas=99)).spots


@FEW
@given(boroughs())
def test_rule_10_in_initials_no_name_is_in_any_text(made: Maker) -> None:
    snapshot = made.snapshot()
    mode = Naming.INITIALS
    results = [asked(snapshot, question, naming=mode) for question in Question]
    results += [groups(snapshot, GroupSettings(naming=mode, runs=3)), missed(snapshot, PeripherySettings(naming=mode))]
    results += [adults(snapshot, AdultSettings(naming=mode))]
    names = [*FORENAMES, *SURNAMES]
    for text in (text for one in results for text in texts(plain(one))):
        assert not any(name in text for name in names), text


@FEW
@given(boroughs(), QUESTIONS)
def test_rule_12_who_harms_is_the_actor_and_a_child_is_never_blamed(made: Maker, question: Question) -> None:
    found = asked(made.snapshot(), question)
    for text in texts(plain(found)):
        assert not re.search(r"involved in|associat|gang member|lifestyle|in a relationship", text.casefold()), text


@FEW
@given(boroughs(), st.sampled_from([one for one in Question if one is not Question.BRIDGING_GROUPS]))
def test_rule_6_a_protective_tie_lists_nobody(made: Maker, question: Question) -> None:
    kinds = [name for name, kind in schema().ties.items() if kind.standing is Standing.PROTECTIVE]
    bare = Maker(made.today, made.entities, [row for row in made.ties if row["kind"] not in kinds], made.roles)
    with_, without = asked(made.snapshot(), question), asked(bare.snapshot(), question)
    assert [card.id for card in with_.cards] == [card.id for card in without.cards]
    assert replace(with_.cards[0], keeps_safe=()).id == without.cards[0].id if with_.cards else True


@FEW
@given(boroughs(), QUESTIONS)
def test_every_sentence_ends_with_one_full_stop(made: Maker, question: Question) -> None:
    found = asked(made.snapshot(), question, naming=Naming.INITIALS)
    assert not [text for text in texts(plain(found)) if ".." in text]
