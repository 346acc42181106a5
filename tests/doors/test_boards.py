"""`kith boards` and `kith board`: a board in words and as one object, by its naming mode and never more openly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph import open_store
from graph.access import Purpose, Viewer
from graph.model import BoardHead, Operation
from graph.settings import from_environment
from graph.store import Store
from tests.doors.conftest import Kith, printed
from tests.graph.planning import NASTY

TODAY = date.today()
LAST = TODAY + timedelta(days=30)
CHILDREN = (
    "identifier,forename,surname,date_of_birth,source_agency\n"
    "CX-1,Tamsin,Ashby,2012-01-17,hub\nCX-2,Noor,Penn,2012-02-17,hub\nCX-3,Bea,Lund,2012-03-17,hub\n"
)
TIES = (
    "from,to,kind,context,first_known,last_known,source_agency,record_reference\n"
    f"CX-1,CX-2,friend,Tamsin and Noor share a desk.,2025-01-01,{TODAY - timedelta(days=9)},school,SR-1\n"
)
HEAD = {"title": "Friends of Tamsin Ashby", "purpose": "Strategy meeting about CX-1", "owner": "R. Osei"}
NAMES = ("Tamsin", "Ashby", "Noor", "Penn", "Smudge", "Denver")


@pytest.fixture(scope="module")
def loaded(kith: Kith, tmp_path_factory: pytest.TempPathFactory) -> Kith:
    out: Path = tmp_path_factory.mktemp("extracts")
    for name, text in {"children": CHILDREN, "ties": TIES}.items():
        (out / f"{name}.csv").write_text(text, encoding="utf-8")
    done = kith("load", out / "children.csv", out / "ties.csv")
    assert done.exit_code == 0, done.output
    return kith


@pytest.fixture(scope="module")
def store(loaded: Kith, folder: Path) -> Iterator[Store]:
    with open_store(from_environment(folder, {})) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(store: Store) -> dict[str, str]:
    known = store.writer().resolve(["CX-1", "CX-2", "CX-3"])
    return {value.upper(): found[0].id for value, found in known.items()}


@pytest.fixture(scope="module")
def board(store: Store, ids: dict[str, str]) -> str:
    """A board with somebody of every sort on it, and one who is not held."""
    desk = store.boards(Viewer("R. Osei"), Purpose(HEAD["purpose"]))
    head = BoardHead(**HEAD, audience=("hub", "police"), naming="initials", expires_on=LAST)
    one, two, three = ids.values()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("add", {"entities": [one, two, three, "C-2222222222"], "why": f"Near to {one}"}),
        ("hide", {"entities": [three]}),
        ("pin", {"entities": [one]}),
        ("version", {"name": "Before the meeting"}),
        ("frame", {"id": "F-1", "label": "Same desk", "members": [one, two]}),
        ("note", {"id": "N-1", "on": one, "text": f"Ask Noor Penn. {NASTY}"}),
        ("person", {"id": "D-1", "kind": "adult", "name": "Denver Quill", "said_by": "Ms Hale", "agency": "school"}),
        ("tie", {"id": "S-1", "from_id": "D-1", "to_id": two, "kind": "seen_with", "said_by": "Ms Hale",
                 "agency": "school", "words": "By the gate.", "said_on": TODAY.isoformat()}),
        ("act", {"id": "A-1", "what": "Ring the school", "owner": "A. Brennan", "about": [two],
                 "due_on": (TODAY - timedelta(days=2)).isoformat()}),
        ("wave", {"at": "nobody"}),
    ]  # fmt: skip
    return desk.open(head, [Operation(f"d-{n}", kind, body) for n, (kind, body) in enumerate(steps)]).id


def lines(folder: Path) -> list[dict[str, Any]]:
    files = sorted((folder / "audit").glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_whole_board_as_one_object(loaded: Kith, board: str, ids: dict[str, str], folder: Path) -> None:
    found = printed(loaded("board", "show", board, "--json"))
    head = found["board"]
    assert (head["id"], head["title"], head["audience"]) == (board, "Friends of T.A.", ["hub", "police"])
    assert (head["expires_on"], head["archived"], head["steps"]) == (LAST.isoformat(), False, 10)
    assert (found["version"]["step"], found["version"]["named"][0]["name"]) == (10, "Before the meeting")
    assert {(one["id"], one["name"], one["pinned"], one["provisional"]) for one in found["people"]} == {
        (ids["CX-1"], "T.A.", True, False), (ids["CX-2"], "N.P.", False, False), ("D-1", "D.Q.", False, True),
    }  # fmt: skip
    assert (found["hidden"], found["not_held"], found["not_read"]) == (["B.L."], 1, 1)
    assert {
        (tie["sentence"], *sorted(tie["between"]), tie["provisional"], tie["records"]) for tie in found["ties"]
    } == {
        ("N.P. and T.A. are friends", "N.P.", "T.A.", False, 1),
        ("D.Q. was seen with N.P.", "D.Q.", "N.P.", True, 0),
    }
    assert found["frames"][0]["members"] == ["T.A.", "N.P."]
    assert found["notes"][0]["texts"] == [{"text": f"Ask N.P. {NASTY}", "by": "R. Osei"}]
    assert found["actions"][0] | {"id": ""} == {
        "id": "", "what": "Ring the school", "owner": "A. Brennan", "due_on": (TODAY - timedelta(days=2)).isoformat(),
        "state": "planned", "outcome": "", "overdue": True, "about": ["N.P."],
    }  # fmt: skip
    assert [(one["what"], one["said_by"]) for one in found["said"]] == [("person", "Ms Hale"), ("tie", "Ms Hale")]
    assert found["people"][0]["why"] == "Near to T.A."
    read = [(line["action"], line["purpose"]) for line in lines(folder)][-3:]
    assert read == [
        ("board", "terminal: kith board show"), ("board", HEAD["purpose"]), ("snapshot", HEAD["purpose"]),
    ], "what is on a board is read for its own purpose"  # fmt: skip


@pytest.mark.parametrize("naming", ["initials", "pseudonyms", "counts"])
def test_a_naming_mode_forgets_nothing(loaded: Kith, board: str, ids: dict[str, str], naming: str) -> None:
    shown = loaded("board", "show", board, "--naming", naming, "--json").output
    said = loaded("board", "show", board, "--naming", naming).output
    for text in (shown, said):
        assert not [name for name in NAMES if name in text]
    if naming != "initials":
        assert not [id for id in ids.values() if id in shown]
    if naming == "pseudonyms":
        assert re.search(r"Child 1", said)
    if naming == "counts":
        assert {"figures", "board"} <= printed(loaded("board", "show", board, "--naming", "counts", "--json")).keys()
        assert "Ring the school" not in shown + said


def test_a_board_is_never_shown_more_openly_than_it_names_people(loaded: Kith, board: str) -> None:
    for verb in (("show", board), ("diff", board, "--from", "1")):
        refused = loaded("board", *verb, "--naming", "full")
        assert refused.exit_code == 2
        assert "is not shown more openly than that: use initials or pseudonyms or counts" in refused.stderr
        assert "Tamsin" not in refused.output


def test_a_board_in_words(loaded: Kith, board: str) -> None:
    said = " ".join(loaded("board", "show", board).output.split())
    for words in (
        "Friends of T.A.", f"Board: {board}, 10 steps", "“Before the meeting”", "1 hidden", "Actions (1)",
        "Ring the school", "overdue 2 days", "not verified", "Notes (1)",
    ):  # fmt: skip
        assert words in said


def test_the_list(loaded: Kith, store: Store, board: str) -> None:
    past = BoardHead("Last spring", "MACE panel of April", "S. Idris", ("hub",), "full", TODAY - timedelta(days=200))
    with store.dated(TODAY - timedelta(days=230)) as then:
        archived = then.boards(Viewer("S. Idris"), Purpose("x")).open(past).id
    found = printed(loaded("boards", "--json"))
    assert (len(found["boards"]), found["archived_not_shown"]) == (1, 1)
    one = found["boards"][0]
    assert (one["id"], one["title"], one["people"], one["others"]) == (board, "Friends of T.A.", 4, 0)
    assert (one["actions_open"], one["actions_overdue"]) == (1, 1)
    every = printed(loaded("boards", "--archived", "--json"))["boards"]
    assert [(other["id"], other["archived"]) for other in every] == [(archived, True), (board, False)]
    said = " ".join(loaded("boards").output.split())
    assert "1 action open, 1 overdue" in said
    assert "1 archived, not shown: kith boards --archived" in said
    assert "no actions" in loaded("boards", "--archived").output
    assert "Archived since" in loaded("board", "show", archived).output


def test_what_changed_since_a_version(loaded: Kith, board: str) -> None:
    found = printed(loaded("board", "diff", board, "--from", "before the MEETING", "--json"))
    assert {change["how"] for change in found["changes"]} >= {
        "came", "note_new", "action_overdue", "frame_new", "said",
    }  # fmt: skip
    said = loaded("board", "diff", board, "--from", "Before the meeting").output
    assert found["headline"] in said
    assert "D.Q. came" in said
    assert "Nothing changed." in loaded("board", "diff", board, "--from", "now").output
    for asked, words in (
        (("--from", "Tuesday"), "is no moment of this board: give a version (“Before the meeting”)"),
        (("--from", "now", "--to", "1"), "change them round"),
        (("--from", "1", "--naming", "counts"), "In counts nobody is told"),
    ):
        refused = loaded("board", "diff", board, *asked)
        assert refused.exit_code == 2
        assert words in " ".join(refused.stderr.split())


def test_a_board_is_opened_and_says_what_is_missing(loaded: Kith, ids: dict[str, str]) -> None:
    given = {
        "--title": "Quay Street", "--purpose": "Panel of May", "--owner": "S. Idris", "--audience": "hub",
        "--expires": LAST.isoformat(),
    }  # fmt: skip
    for left_out, words in (
        ("--title", "needs a title"), ("--purpose", "needs a purpose"), ("--owner", "needs an owner"),
        ("--audience", "needs an audience"), ("--expires", "write the day as yyyy-mm-dd"),
    ):  # fmt: skip
        some = [word for name, value in given.items() if name != left_out for word in (name, value)]
        refused = loaded("board", "new", *some)
        assert refused.exit_code == 2
        assert words in refused.stderr
    every = [word for pair in given.items() for word in pair]
    assert "Nothing is held under 'CX-9'" in loaded("board", "new", *every, "--focus", "CX-9").stderr
    opened = loaded("board", "new", *every, "--focus", "CX-1", "--focus", ids["CX-2"], "--audience", "police")
    found = re.search(r"Opened (B-[A-Z2-7]{10}), “Quay Street”", opened.output)
    assert found, opened.output
    shown = printed(loaded("board", "show", found[1], "--json"))
    assert (shown["naming"], shown["board"]["audience"]) == ("initials", ["hub", "police"])
    assert {one["id"] for one in shown["people"]} == {ids["CX-1"], ids["CX-2"]}


def test_only_an_archived_board_is_erased(loaded: Kith, store: Store, board: str) -> None:
    refused = loaded("board", "erase", board, "--reason", "Over.")
    assert refused.exit_code == 2
    assert "only an archived board is erased" in refused.stderr
    archived = next(one.id for one in store.view(Viewer("x"), Purpose("x")).boards(past=True) if one.archived(TODAY))
    erased = loaded("board", "erase", archived, "--reason", "The purpose is over.")
    assert erased.exit_code == 0, erased.output
    assert f"Erased {archived} with 0 steps." in erased.output
    gone = loaded("board", "show", archived)
    assert gone.exit_code == 2
    assert "No board is held under" in gone.stderr


@pytest.mark.parametrize("verb", ["periphery", "show"])
def test_lists_have_no_mode_that_boards_alone_have(loaded: Kith, verb: str) -> None:
    refused = loaded(verb, *(["CX-1"] if verb == "show" else []), "--naming", "pseudonyms")
    assert refused.exit_code == 2
    assert "use full or initials" in refused.output


def test_the_list_and_a_difference_name_nobody_whom_the_board_does_not(
    loaded: Kith, store: Store, ids: dict[str, str]
) -> None:
    desk, opened = store.boards(Viewer("R. Osei"), Purpose("x")), {}
    for naming in ("initials", "pseudonyms", "counts"):
        head = BoardHead("Tamsin and Denver", "Keep Noor Penn safe", "Tamsin Ashby", ("hub",), naming, LAST)
        steps: list[tuple[str, dict[str, Any]]] = [
            ("add", {"entities": list(ids.values())}),
            ("person", {"id": "D-9", "kind": "adult", "name": "Denver Quill"}),
            ("version", {"name": "Before Tamsin came"}),
        ]
        opened[naming] = desk.open(head, [Operation(f"{naming}-{n}", *one) for n, one in enumerate(steps)]).id
    every = {one["id"]: one for one in printed(loaded("boards", "--json"))["boards"]}
    said = loaded("boards").output
    texts = [said, *(json.dumps(every[id]) for id in opened.values())]
    texts += [loaded("board", "diff", id, "--from", "Tuesday").output for id in opened.values()]
    texts += [loaded("board", "diff", id, "--from", "before tamsin came").output for id in opened.values()]
    assert not [(name, text) for text in texts for name in NAMES if name in text]
    assert (every[opened["initials"]]["people"], every[opened["initials"]]["owner"]) == (4, "T.A.")
    assert every[opened["counts"]]["people"] is None, "beside counts, how many there are gives small numbers away"
