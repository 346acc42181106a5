"""Naming modes: no name gets past one of them, by any way out of a board, whoever wrote it where."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

import hypothesis.strategies as some
import pytest
from hypothesis import given, settings

from graph.snapshot import Snapshot
from mapping.board import counts_said
from mapping.board.drawn import drawn, places, see
from mapping.board.figures import figures
from mapping.board.kept_story import history, person_card, said_cards
from mapping.board.log import Doing, State, fold
from mapping.board.log import operation as op
from mapping.board.naming import numbers
from mapping.board.story import line_story, node_story, not_known, safety
from mapping.plain import plain
from mapping.words import Naming
from tests.board.kept import HEAD, done, state
from tests.make import TODAY, Maker

PEOPLE = {  # none of them a word of Kith's own
    "C-0": "Tamsin Brackley",
    "C-1": "Kofi Adeyo-Wrenfield",
    "C-2": "Zoë Ó Cathmhaoil",
    "A-0": "Dale O’Mercer",
    "A-1": "Wilhelmina Quexley",
    "C-8": "Yusuf Trewhella",  # held, and tied to nobody
    "A-9": "Branwen Pocklington",
}
SAID = {"D-1": "Ottoline Vexworth"}
NICKNAMES = {"A-5": "Snowyflake", "D-2": "Tallfella"}


def _parts(names: Iterable[str]) -> list[str]:
    return sorted({part for name in names for part in name.replace("-", " ").split() if len(part) >= 3})


SECRETS = _parts([*PEOPLE.values(), *SAID.values()])
PLACES = {"L-0": "Linnet Park", "S-0": "Hallowdene High"}


def held(names: dict[str, str]) -> Maker:
    m = Maker()
    for id, name in names.items():
        if id.startswith("C"):
            m.child(id, name)
        else:
            m.adult(id, name, occupation="coach of Tamsin")
    m.entity("adult", "A-5", NICKNAMES["A-5"])
    m.entities[-1]["identified"] = False
    m.place("L-0", PLACES["L-0"], owner="Wilhelmina Quexley", guardianship="Dale O’Mercer on Fridays")
    m.entity("school", "S-0", PLACES["S-0"])
    m.entity("peer_group", "G-0", "Friends of Tamsin Brackley")
    m.entity("thing", "T-0", "07700900417", subkind="phone")
    m.entity("event", "E-0", "Tamsin Brackley missing", subkind="missing", started_on=date(2026, 10, 2))
    m.entity("peer_group", "G-1", "Branwen and the others")
    m.tie("C-2", "member_of", "G-1")
    m.tie("C-0", "uses", "T-0")
    m.tie("C-0", "went_missing", "E-0")
    m.tie("C-0", "member_of", "G-0")
    m.tie("C-0", "friend", "C-1")
    m.tie("A-0", "grooms", "C-0")
    m.tie("A-5", "knows", "C-1")
    m.tie("A-1", "protects", "C-0")
    m.tie("C-1", "goes_to", "L-0")
    m.tie("C-2", "attends", "S-0")
    m.role("C-0", "harmed", observed_to=None)
    return m


SNAPSHOT = held(PEOPLE).snapshot()
IDS = tuple(row["id"] for row in SNAPSHOT.entities.to_pylist())
WRITTEN = (
    *PEOPLE.values(),
    *SAID.values(),
    *SECRETS,
    *(word.upper() for word in SECRETS),
    "and", "was seen at", "Linnet Park", "’s", "'s", "(", ")", "-", "/", "\n", "  ", ",", "5 May 2026", "😀", "<b>",
)  # fmt: skip
TEXT = some.lists(some.sampled_from(WRITTEN), max_size=6).map(" ".join)


@some.composite
def boards(draw: some.DrawFn) -> list[Doing]:
    """Operations that write names wherever somebody can write."""
    ids = some.lists(some.sampled_from((*IDS, "D-1", "D-2")), max_size=8, unique=True).map(tuple)
    text = draw(TEXT)
    return draw(
        some.lists(
            some.one_of(
                some.builds(op.Add, entities=ids, why=TEXT),
                some.just(op.Person(id="D-1", kind="child", name=SAID["D-1"], age=14, words=text, said_by=text)),
                some.just(op.Person(id="D-2", kind="adult", name=NICKNAMES["D-2"], identified=False, words=text)),
                some.just(op.Tie(id="S-1", from_id="D-1", to_id="C-0", kind="friend", words=text, said_by=text)),
                some.just(op.Tie(id="S-2", from_id="D-2", to_id="C-0", kind="grooms", words=text)),
                some.builds(op.Note, id=some.sampled_from(["N-1", "N-2"]), text=TEXT, on=some.sampled_from(IDS)),
                some.builds(op.Frame, id=some.just("F-1"), label=TEXT, members=ids),
                some.builds(op.Act, id=some.just("X-1"), what=TEXT.map(lambda said: f"Ask {said}"), owner=TEXT),
                some.builds(op.Discard, id=some.sampled_from(["D-1", "S-1"]), why=TEXT),
                some.builds(op.Hide, entities=ids),
                some.builds(op.Same, id=some.sampled_from(["D-1", "D-2", "C-1"]), as_=some.sampled_from(IDS)),
            ),
            min_size=1,
            max_size=14,
        )
    )


def shipped(snapshot: Snapshot, doing: list[Doing], naming: str) -> str:
    """Everything that a board shows in this mode, as one text."""
    listed = done(*doing, by="Dale O’Mercer")
    kept = fold(listed)
    seen = see(snapshot, kept, naming)
    made = drawn(snapshot, kept, HEAD, naming=naming, seen=seen)
    names = seen.names
    out: list[object] = [made.as_json(places(made, kept)), counts_said(made.counts)]
    for line in made.lines:
        out += [line_story(made, line, seen.snapshot, TODAY), not_known(made, line, seen.snapshot)]
        out += said_cards(line, kept, names, TODAY)
    for node in made.nodes:
        out += [
            node_story(made, node, seen.snapshot, TODAY),
            person_card(node, kept, names, TODAY),
            names.name(node.id),
        ]
        out += [safety(seen.snapshot, node.id, Naming(naming)), history(node.id, listed, kept, names, TODAY)]
    for action in kept.actions.values():
        out += [names.text(action.what), names.by(action.owner), names.title(action.what), names.file(action.what)]
    if naming == "counts":
        out += [figures(snapshot, kept, HEAD, TODAY), names.name("C-0")]
    return json.dumps(plain(out), ensure_ascii=False)


@given(boards(), some.sampled_from(["initials", "pseudonyms", "counts"]))
@settings(max_examples=100, deadline=None)
def test_in_no_mode_but_full_does_a_part_of_a_name_appear(doing: list[Doing], naming: str) -> None:
    text = shipped(SNAPSHOT, doing, naming).casefold()
    said = fold(done(*doing)).people
    for secret in _parts([*PEOPLE.values(), *(name for id, name in SAID.items() if id in said)]):
        assert secret.casefold() not in text, f"{secret} in {naming}"


@given(boards())
@settings(max_examples=30, deadline=None)
def test_pseudonyms_and_counts_show_no_nickname_place_number_or_owner_either(doing: list[Doing]) -> None:
    for naming in ("pseudonyms", "counts"):
        text = shipped(SNAPSHOT, doing, naming)
        for secret in (*NICKNAMES.values(), *PLACES.values(), "07700", "T.B.", "Fridays"):
            assert secret not in text, f"{secret} in {naming}"


def test_full_names_are_shown_and_texts_left_as_they_are() -> None:
    doing: list[Doing] = [op.Add(entities=("C-0",)), op.Note(id="N-1", text="Tamsin’s friend", on="C-0")]
    text = shipped(SNAPSHOT, doing, "full")
    assert "Tamsin Brackley" in text
    assert "Tamsin’s friend" in text


def pseudonyms(kept: State) -> dict[str, str]:
    made = drawn(SNAPSHOT, kept, HEAD, naming="pseudonyms")
    return {node.id: node.name for node in made.nodes}


def test_pseudonyms_are_numbered_in_the_order_of_coming_and_stay_whoever_comes_or_goes() -> None:
    first: list[Doing] = [op.Add(entities=("C-1", "A-0", "L-0"))]
    called = pseudonyms(state(*first))
    assert called == {"C-1": "Child 1", "A-0": "Adult 2", "L-0": "Place 3"}
    later: list[Doing] = [*first, op.Add(entities=("C-0",)), op.Hide(entities=("C-1",)), op.Undo(operation="op2")]
    assert pseudonyms(state(*later)) == {"A-0": "Adult 2", "L-0": "Place 3"}
    again = pseudonyms(state(*later, op.Add(entities=("S-0",)), op.Redo(operation="op2")))
    assert again == {"A-0": "Adult 2", "L-0": "Place 3", "C-0": "Child 4", "S-0": "School 5"}


def test_who_was_said_and_then_found_keeps_the_number() -> None:
    kept = state(
        op.Add(entities=("C-1",)),
        op.Person(id="D-1", kind="child", name="Ottoline Vexworth"),
        op.Add(entities=("A-0",)),
        op.Promote(id="D-1", record="board|1", entity="C-2"),
    )
    assert numbers(kept)["C-2"] == 2
    assert pseudonyms(kept)["C-2"] == "Child 2"


def test_a_pseudonym_stands_in_the_picture_with_an_age_band_and_no_exact_age() -> None:
    made = drawn(SNAPSHOT, state(op.Add(entities=("C-0", "A-5"))), HEAD, naming="pseudonyms")
    child, unknown = made.nodes
    assert (child.label, [line.text for line in child.below]) == ("1", ["Child 1", "13 to 15"])
    assert (unknown.label, [line.text for line in unknown.below]) == ("2", ["Adult 2", "not identified"])


def test_texts_in_pseudonyms_say_who_by_number() -> None:
    kept = state(op.Add(entities=("C-0", "A-0", "L-0")))
    names = see(SNAPSHOT, kept, "pseudonyms").names
    said = names.text("Dale O’Mercer drove Tamsin and T.B.'s friend Kofi to Linnet Park on 5 May, call 0770 090 0417")
    assert said == (
        "Adult 2 drove Child 1 and Child 1's friend a child not on this board to Place 3 on 5 May, call (number)"
    )
    assert names.text("Branwen Pocklington") == "somebody"
    assert names.by("R. Osei") == "a colleague"
    assert names.file("Around Tamsin Brackley") == "around-child-1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TAMSIN BRACKLEY’s phone", "T.B.’s phone"),
        ("Seen by Tamsin.", "Seen by T."),
        ("Tamsin... waits", "T.... waits"),
        ("kofi adeyo-wrenfield", "K.W."),
        ("Zoe and Zoë", "Z. and Z."),
        ("branwen is a word, Branwen is not", "branwen is a word, B. is not"),
        ("5 May at Linnet Park", "5 May at Linnet Park"),
        ("Tam\u00adsin, Brack\u200bley and \u202eTam\u2060sin", "T., B. and \u202eT."),  # as pasted text hides them
        ("", ""),
    ],
)
def test_texts_in_initials_keep_everything_but_names(text: str, said: str) -> None:
    kept = state(op.Add(entities=("C-0", "C-1", "C-2")))
    assert see(SNAPSHOT, kept, "initials").names.text(text) == said


def test_ordinary_words_are_left_alone_unless_they_are_names_of_people_near() -> None:
    m = held({**PEOPLE, "C-7": "Will Grace", "C-6": "Mark May"})
    names = see(m.snapshot(), state(op.Add(entities=("C-0",))), "initials").names
    assert names.text("she will mark 5 May with grace") == "she will mark 5 May with grace"
    near = see(m.snapshot(), state(op.Add(entities=("C-0", "C-7"))), "initials").names
    assert near.text("will came") == "W. came"


def test_counts_has_no_text_and_a_title_without_a_name() -> None:
    names = see(SNAPSHOT, state(op.Add(entities=("C-0",))), "counts").names
    assert (names.text("anything"), names.title("Around Tamsin")) == ("", "A board in counts")
    assert names.file("Around Tamsin") == "a-board-in-counts"


@pytest.mark.parametrize(
    "name",
    ["Taxi rank, Station Approach", "Flat 12, Larch Lane", "Route 22 stop", "The Mill (north) gate", "Kestrel & Sons"],
)
def test_a_place_whose_name_has_signs_in_it_is_found_as_a_whole(name: str) -> None:
    m = held(PEOPLE)
    m.place("L-7", name)
    m.tie("C-0", "goes_to", "L-7")
    names = see(m.snapshot(), state(op.Add(entities=("C-0", "L-7"))), "pseudonyms").names
    assert names.text(f"Hurt at {name}. Later again") == "Hurt at Place 2. Later again"
    assert names.text(f"Hurt at {name.upper()}'s back door") == "Hurt at Place 2's back door"
