"""Boards: what was done on them is held in one order under one head, and nothing else can be done with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_schema import schema
from graph.access import Viewer
from graph.audit import AuditFailed, verify
from graph.boards import LIFE
from graph.errors import KithError
from graph.failures import DecisionRefused, NotHeld
from graph.operations import ALL_BYTES, BODY_BYTES, MOST_AT_ONCE
from graph.settings import Connection
from graph.store import Store
from tests.graph.boarding import HEAD, LAST, boards, head, later, lines, op
from tests.graph.planning import NASTY, WEEK
from tests.graph.saying import TAMSIN, TODAY, says, view

BRENNAN = Viewer("A. Brennan", "analyst", "Ottermere")


def test_a_board_is_held_as_it_was_opened(store: Store) -> None:
    start, version = datetime.now(UTC), store.version()
    made = boards(store).open(head(title=f"  {NASTY} ", audience=("police", "hub", "police")), [op("1"), op("2")])
    assert re.fullmatch(r"B-[A-Z2-7]{10}", made.id)
    assert made.head == head(title=NASTY, audience=("hub", "police"))
    assert (made.by, made.role, made.hub, made.place) == ("R. Osei", "manager", "Ottermere", 2)
    assert start - timedelta(milliseconds=1) <= made.at <= made.changed_at <= datetime.now(UTC)
    assert view(store).boards() == [made]
    held, done = view(store).board(made.id)
    assert held == made
    assert [(one.operation, one.place, one.by, one.role) for one in done] == [
        (op("1"), 1, "R. Osei", "manager"), (op("2"), 2, "R. Osei", "manager"),
    ]  # fmt: skip
    assert store.board_place(made.id) == 2
    assert store.version() == version, "what is done on a board is not data: no snapshot is read anew for it"
    assert store.health().counts["boards"] == 1


def test_the_number_of_a_board_begins_like_that_of_no_entity() -> None:
    assert "B" not in {kind.prefix for kind in schema().entities.values()}


def test_operations_come_one_after_another_whoever_does_them(store: Store) -> None:
    made = boards(store).open(HEAD, [op("1")])
    first = boards(store, BRENNAN).do(made.id, [op("2"), op("3", "move", at={"N-1": [1.5, -2]})])
    second = boards(store).do(made.id, [op("4")])
    assert [(one.place, one.by) for one in (*first, *second)] == [(2, "A. Brennan"), (3, "A. Brennan"), (4, "R. Osei")]
    held, done = view(store).board(made.id)
    assert (held.place, held.changed_at) == (4, second[0].at)
    assert done[1:] == (*first, *second)
    assert view(store).board(made.id, after=2)[1] == done[2:]
    assert view(store).board(made.id, after=2**31)[1] == ()
    assert boards(store).do(made.id, []) == ()


def test_an_operation_remembers_the_data_of_its_moment(store: Store) -> None:
    made = boards(store).open(HEAD, [op("1")])
    store.writer().write([says("people", TAMSIN)])
    (second,) = boards(store).do(made.id, [op("2", "version", name="Before the meeting")])
    assert second.version == store.version()
    assert view(store).board(made.id)[1][0].version == str(int(second.version) - 1)


def test_told_twice_it_is_held_once(store: Store) -> None:
    made = boards(store).open(HEAD, [op("1")])
    first = boards(store).do(made.id, [op("2"), op("2"), op("3")])
    assert [one.place for one in first] == [2, 3]
    again = boards(store, BRENNAN).do(made.id, [op("4"), op("3"), op("2"), op("1")])
    assert [(one.operation.id, one.place, one.by) for one in again] == [
        ("4", 4, "A. Brennan"), ("3", 3, "R. Osei"), ("2", 2, "R. Osei"), ("1", 1, "R. Osei"),
    ]  # fmt: skip
    assert store.board_place(made.id) == 4


def test_an_id_is_never_given_to_something_else(store: Store) -> None:
    one, other = boards(store).open(HEAD, [op("1")]), boards(store).open(HEAD, [op("2")])
    attempts: list[tuple[Callable[[], object], str]] = [
        (lambda: boards(store).do(one.id, [op("3"), op("1", id="N-1", text="x")]), "'1' is held already, with another"),
        (lambda: boards(store).do(one.id, [op("3"), op("1", "unnote")]), "'1' is held already, with another"),
        (lambda: boards(store).do(other.id, [op("3"), op("1")]), f"'1' is on the board {one.id} already"),
        (lambda: boards(store).open(HEAD, [op("3"), op("2")]), f"'2' is on the board {other.id} already"),
        (lambda: boards(store).do(one.id, [op("3"), op("3", "unnote")]), "'3' is told twice, differently"),
    ]
    for attempt, words in attempts:
        with pytest.raises(DecisionRefused, match=words):
            attempt()
    assert [(board.id, board.place) for board in view(store).boards()] == [(other.id, 1), (one.id, 1)]


@pytest.mark.parametrize("text", [NASTY, "x" * 20_000, "é👩‍👧\x00\u2028</script>" * 700], ids=["nasty", "long", "odd"])
def test_any_text_comes_back_as_it_was_said(store: Store, text: str) -> None:
    body = {"id": "N-1", "text": text, "more": {text[:50]: [1, 2.5, True, None, text[:50]]}}
    made = boards(store).open(HEAD, [op("1", "note", **body)])
    (done,) = view(store).board(made.id)[1]
    assert done.operation.body == body
    assert boards(store).do(made.id, [op("1", "note", **body)]) == (done,)


def test_half_a_character_is_left_out_and_does_not_stop_the_rest(store: Store) -> None:
    made = boards(store).open(HEAD, [op("1", text="before \ud83d after")])
    (done,) = boards(store).do(made.id, [op("1", text="before \ud83d after")])
    assert done.operation.body == {"text": "before  after"}


def _deep(levels: int) -> Any:
    return [_deep(levels - 1)] if levels else 1


NO_HEAD: list[tuple[dict[str, Any], str]] = [
    ({"title": " \n"}, "needs a title: say what it shows"),
    ({"purpose": "..."}, "needs a purpose: say which meeting or decision it is for"),
    ({"owner": ""}, "needs an owner: say who answers for it"),
    ({"title": "x" * 201}, "201 characters; at most 200"),
    ({"owner": "x" * 201}, "201 characters; at most 200"),
    ({"purpose": "x" * 501}, "501 characters; at most 500"),
    ({"audience": ()}, "needs an audience"),
    ({"audience": ("hub", "press")}, "'press' is not in the list “agency”; use one of hub, social care"),
    ({"naming": "nicknames"}, "'nicknames' is not in the list “naming”; use one of full, initials"),
    ({"expires_on": TODAY - timedelta(days=1)}, r"last day of a board \(02/11/2026\) is past"),
    ({"expires_on": TODAY + LIFE + timedelta(days=1)}, "more than a year ahead"),
]
NO_OPERATION: list[tuple[list[Any], str]] = [
    ([op("")], "'' cannot be the id"),
    ([op("a b")], "'a b' cannot be the id"),
    ([op("x" * 201)], "cannot be the id"),
    ([op("1", "Note it, please")], "'Note it, please' cannot be the kind"),
    ([op("1", "head", changed={"title": "x"})], "changed in its head"),
    ([op("1", "promote", id="S-1", record="x")], "becomes a record by being promoted"),
    ([op("1", "retract", id="S-1", record="x")], "taken back by being retracted"),
    ([op("1", text=TODAY)], "is not plain JSON"),
    ([op("1", at=float("nan"))], "is not plain JSON"),
    ([op("1", deep=_deep(40))], "is not plain JSON"),
    ([op("1", text="x" * BODY_BYTES)], f"at most {BODY_BYTES:,} are kept"),
    ([op("1", text="é" * (BODY_BYTES // 2))], f"at most {BODY_BYTES:,} are kept"),
    ([op(str(n)) for n in range(MOST_AT_ONCE + 1)], "501 operations at once; at most 500"),
    ([op(str(n), text="x" * (BODY_BYTES - 100)) for n in range(11)], f"at most {ALL_BYTES:,} are taken at once"),
]


def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(store: Store) -> None:
    made = boards(store).open(HEAD, [op("first")])
    attempts: list[tuple[Callable[[], object], str]] = [
        *((lambda c=changes: boards(store).open(head(**c)), words) for changes, words in NO_HEAD),
        *((lambda c=changes: boards(store).change(made.id, **c), words) for changes, words in NO_HEAD),
        *((lambda o=some: boards(store).do(made.id, o), words) for some, words in NO_OPERATION),
        *((lambda o=some: boards(store).open(HEAD, o), words) for some, words in NO_OPERATION),
        *((lambda i=id: boards(store).do(i, [op("1")]), "No board is held") for id in ("", "B-2222222222", TAMSIN.id)),
        (lambda: boards(store).change("B-2222222222", title="x"), "No board is held"),
        (lambda: boards(store).erase("B-2222222222", "Over."), "No board is held"),
    ]
    for attempt, words in attempts:
        with pytest.raises(KithError, match=words) as caught:
            attempt()
        assert "Nothing was recorded." in str(caught.value)
        assert len(str(caught.value)) < 600
    assert view(store).boards(past=True) == [made]
    assert [one.operation.id for one in view(store).board(made.id)[1]] == ["first"]


def test_the_most_that_is_taken_is_taken(store: Store) -> None:
    spots = {f"C-{n:010}": [n + 0.123456789, -n] for n in range(5_000)}
    made = boards(store).open(HEAD, [op("big", "move", at=spots)])
    done = boards(store).do(made.id, [op(str(n)) for n in range(MOST_AT_ONCE)])
    assert [one.place for one in done] == list(range(2, MOST_AT_ONCE + 2))
    assert view(store).board(made.id)[1][0].operation.body == {"at": spots}


def test_what_changes_in_a_head_is_told_by_an_operation(store: Store) -> None:
    made = boards(store).open(HEAD, [op("1")])
    changed = boards(store, BRENNAN).change(
        made.id,
        title="Quay Street",
        audience=["school", "hub"],
        owner=HEAD.owner,
        expires_on=LAST + WEEK,
        reason="New.",
    )
    assert changed.head == head(title="Quay Street", audience=("hub", "school"), expires_on=LAST + WEEK)
    assert (changed.place, changed.by) == (2, "R. Osei")
    last = view(store).board(made.id)[1][-1]
    assert (last.operation.kind, last.by) == ("head", "A. Brennan")
    assert last.operation.body == {
        "changed": {"title": "Quay Street", "audience": ["hub", "school"], "expires_on": "2026-12-10"},
        "before": {"title": HEAD.title, "audience": ["hub", "police"], "expires_on": "2026-12-03"},
        "why": "New.",
    }
    assert boards(store).change(made.id, title="Quay Street") == changed, "nothing changed, so nothing is told"


def test_a_board_past_its_last_day_is_read_and_nothing_is_done_on_it(
    store: Store, held: Connection, tmp_path: Path
) -> None:
    made = boards(store).open(HEAD, [op("1")])
    with later(held, tmp_path, 30) as last_day:
        assert view(last_day).boards() == [made]
        boards(last_day).do(made.id, [op("2")])
    with later(held, tmp_path) as after:
        assert view(after).boards() == []
        (found,) = view(after).boards(past=True)
        assert found.archived(after.today)
        assert len(view(after).board(made.id)[1]) == 2
        assert boards(after).do(made.id, [op("2")])[0].place == 2, "what is held already is told again"
        attempts: list[Callable[[], object]] = [
            lambda: boards(after).do(made.id, [op("3")]),
            lambda: boards(after).do(made.id, [op("2"), op("3")]),
            lambda: boards(after).change(made.id, title="Quay Street", reason="A better name."),
            lambda: boards(after).change(made.id, expires_on=after.today + WEEK),
        ]
        for attempt in attempts:
            with pytest.raises(DecisionRefused, match="This board is archived since 03/12/2026"):
                attempt()
        again = boards(after).change(made.id, expires_on=after.today + WEEK, reason="The meeting was put off.")
        assert not again.archived(after.today)
        assert boards(after).do(made.id, [op("3")])[0].place == 4
        assert view(after).board(made.id)[1][2].operation.body["why"] == "The meeting was put off."
        assert view(after).boards()[0].id == made.id


def test_only_an_archived_board_is_erased_and_the_log_says_who_and_why_and_nothing_of_it(
    store: Store, held: Connection, tmp_path: Path
) -> None:
    made = boards(store).open(HEAD, [op("1", id="N-1", text="SECRET"), op("2")])
    kept = boards(store).open(head(expires_on=TODAY + LIFE), [op("3")])
    with pytest.raises(
        DecisionRefused, match=r"until 03/12/2026: only an archived board is erased.*Nothing was erased"
    ):
        boards(store).erase(made.id, "Over.")
    with later(held, tmp_path) as after:
        with pytest.raises(DecisionRefused, match="say why the board is erased"):
            boards(after).erase(made.id, " ")
        assert boards(after, BRENNAN).erase(made.id, "The purpose is over.") == 2
        assert view(after).boards(past=True) == [kept]
        for attempt in (lambda: view(after).board(made.id), lambda: boards(after).do(made.id, [op("1")])):
            with pytest.raises(NotHeld, match="the audit log says by whom and why"):
                attempt()
        assert after.board_place(made.id) == 0
        assert boards(after).do(kept.id, [op("1")])[0].place == 2, "nothing of the other is left"
    last = next(line for line in reversed(lines(tmp_path)) if line["action"] == "board erased")
    assert (last["viewer"], last["what"]) == ("A. Brennan", {"board": made.id, "reason": "The purpose is over."})
    assert "SECRET" not in json.dumps(lines(tmp_path))
    assert "Station group" not in json.dumps(lines(tmp_path))


def test_each_leaves_a_line_before_it_is_written_without_its_texts(store: Store, tmp_path: Path) -> None:
    made = boards(store).open(HEAD, [op("1"), op("2"), op("3", "move", at={})])
    boards(store).do(made.id, [op("4", "person", id="D-1", name="Kev")])
    boards(store).change(made.id, title="Quay Street", reason="New name.")
    view(store).boards()
    view(store).board(made.id, after=3)
    store.board_place(made.id)
    assert [(line["viewer"], line["purpose"], line["action"], line["what"]) for line in lines(tmp_path)] == [
        ("R. Osei", HEAD.purpose, "board opened",
         {"audience": ["hub", "police"], "naming": "initials", "operations": {"note": 2, "move": 1}}),
        ("R. Osei", HEAD.purpose, "board worked on", {"board": made.id, "operations": {"person": 1}}),
        ("R. Osei", HEAD.purpose, "board changed", {"board": made.id, "parts": ["title"]}),
        ("A. Brennan", "strategy meeting", "boards", {"past": False}),
        ("A. Brennan", "strategy meeting", "board", {"board": made.id, "after": 3}),
    ]  # fmt: skip
    assert not any(text in json.dumps(lines(tmp_path)) for text in ("after school", "Kev", "Quay", "New name"))
    assert verify(tmp_path / "audit").whole


def test_what_cannot_be_noted_is_not_written(store: Store, tmp_path: Path) -> None:
    made = boards(store).open(HEAD, [op("1")])
    before = lines(tmp_path)
    (tmp_path / "audit").rename(tmp_path / "away")
    (tmp_path / "audit").write_text("a file where the folder should be")
    attempts: list[Callable[[], object]] = [
        lambda: boards(store).open(HEAD),
        lambda: boards(store).do(made.id, [op("2")]),
        lambda: boards(store).change(made.id, title="x"),
        lambda: view(store).board(made.id),
    ]
    for attempt in attempts:
        with pytest.raises(AuditFailed, match="Nothing was read or recorded"):
            attempt()
    (tmp_path / "audit").unlink()
    (tmp_path / "away").rename(tmp_path / "audit")
    assert lines(tmp_path) == before
    assert view(store).boards() == [made]


def test_a_board_may_name_whom_nobody_holds(store: Store) -> None:
    """Somebody purged, merged, or not this viewer's: the operation stays, and it is only an id."""
    made = boards(store).open(HEAD, [op("1", "add", entities=["C-2222222222", TAMSIN.id]), op("2", "pin", entities=[])])
    assert [one.operation.kind for one in view(store).board(made.id)[1]] == ["add", "pin"]
