"""Growing a board, pasting a whiteboard, promoting and discarding by name: on the real app, by mouse and keyboard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from data_schema import schema
from graph import Store
from graph.snapshot import Snapshot
from mapping.board import BoardSettings
from mapping.board.grow import Ground, expand, ground, paths, starts, touches
from mapping.board.log import Doing, State
from mapping.board.log.operation import Add, Person, Tie
from tests.pages.conftest import PATIENCE, App, pick, settle
from tests.pages.meeting import ME, PURPOSE, TODAY, Seat, begin, graph_of, held
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NO_EVENTS = tuple(kind for kind in schema().entities if kind != "event")
BIZ = "D-00000000-biz"


@dataclass
class Room:
    """One seat at a board, the graph behind it, and what can be grown there."""

    seat: Seat
    store: Store
    snapshot: Snapshot
    ground: Ground

    @property
    def page(self) -> Page:
        return self.seat.page

    @property
    def state(self) -> State:
        return held(self.store, self.seat.board)

    def sit(self, *doing: Doing, **head: object) -> None:
        """A new board with these on it."""
        self.seat.board = begin(self.store, *doing, **head).id
        self.seat.sit()
        settle(self.page)

    def dialog(self, key: str) -> Locator:
        """Press the button of this key; the dialog that it opens."""
        self.page.locator(f".st-key-{key} button").first.click()
        found = self.page.get_by_role("dialog")
        expect(found).to_be_visible(timeout=PATIENCE)
        settle(self.page)
        return found

    def until(self, so: str, within: float = 30) -> None:
        """Wait until the graph says so of `state`."""
        last = time.monotonic() + within
        while not eval(so, {"state": self.state}):
            assert time.monotonic() < last, f"never: {so}"
            self.page.wait_for_timeout(300)

    def named(self, id: str) -> str:
        found = self.snapshot.entities.to_pylist()[self.ground.row[id]]["name"]
        return str(found)


@pytest.fixture
def room(browser: Browser, borough_app: App) -> Iterator[Room]:
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        snapshot = store.view(ME, PURPOSE).snapshot(TODAY)
        at = ground(snapshot, BoardSettings(kinds=NO_EVENTS))
        yield Room(Seat(page, borough_app, ""), store, snapshot, at)
    assert asked == []


def put(*ids: str) -> Add:
    """These on a board, apart from each other."""
    return Add(ids, at={id: (220.0 * place - 200, 60.0 * (place % 2)) for place, id in enumerate(ids)})


def of_kind(room: Room, kind: str) -> list[str]:
    return sorted(id for id, row in room.ground.row.items() if room.ground.kinds[row] == kind)


def friends(room: Room, most: int = 3) -> tuple[str, ...]:
    """A child with friends, and two of them, so that something touches all three."""
    for child in of_kind(room, "child"):
        near = [one.id for one in expand(room.ground, [child], kinds=("child",), ties=("friend",)).found]
        chosen = (child, *near)[:most]
        found = touches(room.ground, chosen).found
        if len(chosen) == most and any(one.kind == "child" for one in found):
            return chosen
    raise AssertionError("the borough has no three friends")


def test_who_is_near_is_counted_looked_at_and_added_with_why(room: Room) -> None:
    child = friends(room)[0]
    wanted = expand(room.ground, [child], [child])
    room.sit(put(child))
    room.seat.click(child)
    settle(room.page)
    label = room.page.locator(".st-key-boards-grow-near button")
    expect(label).to_have_text(f"Who is near ({wanted.total})", timeout=PATIENCE)
    dialog = room.dialog("boards-grow-near")
    expect(dialog).to_contain_text(wanted.said)
    first = wanted.found[0]
    dialog.locator(f".st-key-boards-records-one-{first.id} button").click()
    expect(dialog.locator(".board-card").first).to_be_visible(timeout=PATIENCE)
    box = dialog.locator(f".st-key-boards-tick-one-{first.id} input")
    box.focus()
    room.page.keyboard.press("Space")
    add = dialog.get_by_role("button", name="Add 1 ticked")
    expect(add).to_be_enabled(timeout=PATIENCE)
    settle(room.page)
    add.focus()
    room.page.keyboard.press("Enter")
    room.until(f"{first.id!r} in state.members")
    member = room.state.members[first.id]
    assert member.why == f"near: {child}"
    assert room.state.at[first.id] != room.state.at[child]
    room.seat.until("live.scene.nodes.has(a[0])", first.id)
    expect(room.page.get_by_role("dialog")).to_have_count(0)


def test_choices_bound_what_is_found(room: Room) -> None:
    child = friends(room)[0]
    room.sit(put(child))
    room.seat.click(child)
    settle(room.page)
    dialog = room.dialog("boards-grow-near")
    children = expand(room.ground, [child], [child], kinds=("child",))
    dialog.get_by_role("button", name=f"Children {children.total}").click()
    expect(dialog).to_contain_text(f"showing {len(children.found)} of {children.total}", timeout=PATIENCE)


def test_a_path_between_two_is_put_on_the_board(room: Room) -> None:
    one, *_ = of_kind(room, "child")
    far = next(
        (id, found)
        for id in reversed(of_kind(room, "child"))
        if id != one and (found := paths(room.ground, one, id, through_contexts=True)).steps > 1
    )
    room.sit(put(one, far[0]))
    room.seat.choose([one, far[0]])
    settle(room.page)
    dialog = room.dialog("boards-grow-path")
    dialog.get_by_text("Through places, schools and groups too").click()
    settle(room.page)
    way = far[1].found[0]
    expect(dialog).to_contain_text(" – ".join(way.names), timeout=PATIENCE)
    dialog.locator(".st-key-boards-path-add-0 button").click()
    room.until(f"set({way.ids!r}) <= set(state.members)")


def test_what_touches_these_three_by_initials_only(room: Room) -> None:
    three = friends(room)
    wanted = touches(room.ground, three, three)
    room.sit(put(*three))
    room.seat.choose(three)
    settle(room.page)
    expect(room.page.locator(".st-key-boards-grow-touches button")).to_have_text(
        "What touches these three", timeout=PATIENCE
    )
    dialog = room.dialog("boards-grow-touches")
    expect(dialog).to_contain_text(wanted.said)
    text = dialog.inner_text()
    people = [one.id for one in wanted.found if one.kind == "child"]
    assert people
    for id in (*three, *people):
        assert room.named(id) not in text
    dialog.get_by_role("button", name=f"Add all {len(wanted.new)}").click()
    room.until(f"set({wanted.new!r}) <= set(state.members)")


def test_a_board_begins_from_a_place(room: Room) -> None:
    place = next(id for id in of_kind(room, "location") if starts(room.ground, id)[0].asked.startswith("Came to harm"))
    section = starts(room.ground, place)[0]
    room.sit()
    dialog = room.dialog("boards-begin-place")
    name = room.ground.name(room.ground.row[place])
    dialog.get_by_role("combobox").fill(name)
    room.page.get_by_role("option").filter(has_text=name).first.click()
    expect(dialog).to_contain_text(section.asked, timeout=PATIENCE)
    dialog.locator(".st-key-boards-grow-all-start0 button").click()
    room.until(f"{{{place!r}, *{section.new!r}}} <= set(state.members)")


def test_a_whiteboard_is_pasted_asked_about_and_put_on_the_board(room: Room) -> None:
    one, other, third = friends(room)
    room.sit(put(one, other))
    name, second = room.named(one), room.named(other)
    text = "\n".join(
        [
            f"{name} - {second}",
            "Bizzle <img src=x onerror='window.ran=1'> texts " + name,
            f"{third} friend of {name}",
            "Nobody Atall lives w/ " + second,
            "Ring the school about Thursday and ask who else was in the car",
        ]
    )
    room.page.get_by_role("button", name="Add", exact=True).first.click()
    dialog = room.dialog("boards-open-paste")
    dialog.locator("textarea").first.fill(text)
    dialog.locator("textarea").first.press("Control+Enter")
    expect(dialog).to_contain_text("5 lines", timeout=PATIENCE)
    settle(room.page)
    asked = dialog.get_by_test_id("stSelectbox").filter(has_text="Who is Nobody Atall?").get_by_role("combobox")
    pick(asked, room.page.get_by_role("option", name="Held nowhere: a child"))
    settle(room.page)
    dialog.locator(".st-key-boards-paste-put button").click()
    room.until("len(state.people) == 1 and len(state.ties) >= 3 and state.notes")
    state = room.state
    assert third in state.members
    said = {(tie.from_id, tie.kind, tie.to_id) for tie in state.ties.values()}
    assert {(one, "knows", other), (third, "friend", one)} <= said
    (person,) = state.people.values()
    assert (person.name, person.kind, person.said_by) == ("Nobody Atall", "child", "A. Brennan")
    assert (person.id, "household", other) in said
    for tie in state.ties.values():
        assert name not in tie.words
    assert room.page.evaluate("window.ran") is None


def test_a_line_that_waits_stays_in_the_box(room: Room) -> None:
    one, other, _ = friends(room)
    room.sit(put(one, other), naming="full")
    line = f"Nobody Atall texts {room.named(one)}"
    dialog = paste(room, f"{room.named(one)} - {room.named(other)}\n{line}")
    dialog.locator(".st-key-boards-paste-put button").click()
    room.until("len(state.ties) == 1")
    expect(dialog.locator("textarea").first).to_have_value(line, timeout=PATIENCE)
    assert not room.state.people


def paste(room: Room, text: str) -> Locator:
    room.page.get_by_role("button", name="Add", exact=True).first.click()
    dialog = room.dialog("boards-open-paste")
    dialog.locator("textarea").first.fill(text)
    dialog.locator("textarea").first.press("Control+Enter")
    expect(dialog).to_contain_text("Look it over", timeout=PATIENCE)
    settle(room.page)
    return dialog


def test_what_was_said_is_promoted_by_name_and_is_a_record_then(room: Room) -> None:
    one, other, _ = friends(room)
    room.sit(put(one, other), Tie("S-1", one, other, "in_contact", said_by="T. Craven", agency="school", words="texts"))
    dialog = room.dialog("board-tie-said-S-1")
    expect(dialog).to_contain_text("Said by T. Craven, school")
    promote = dialog.get_by_role("button", name="Promote, as A. Brennan")
    promote.click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say how it was checked", timeout=PATIENCE)
    dialog.get_by_label("How it was checked, and with whom").fill("asked the tutor on 2 November")
    promote.click()
    room.until("state.ties['S-1'].settled is not None and state.ties['S-1'].settled.kept")
    ties = room.store.view(ME, PURPOSE).snapshot(TODAY).ties.to_pylist()
    (made,) = [tie for tie in ties if tie["source"] == "board" and {tie["from_id"], tie["to_id"]} == {one, other}]
    assert (made["kind"], made["agency"], made["nature"], made["provisional"]) == (
        "in_contact", "school", "assessment", False,
    )  # fmt: skip
    assert made["source_grade"] is None
    room.seat.until("live.scene.board.lines.some(one => one.kinds.includes('in_contact') && !one.provisional)")


def test_somebody_only_said_is_promoted_first_then_their_tie(room: Room) -> None:
    one, *_ = friends(room)
    biz = Person(BIZ, "adult", "Biz", said_by="R. Osei", agency="police", identified=False, words="calls himself Biz")
    room.sit(put(one), biz, Tie("S-2", BIZ, one, "seen_with", agency="police"))
    dialog = room.dialog("board-tie-said-S-2")
    expect(dialog).to_contain_text("Say first who “Biz” is")
    dialog.get_by_role("button", name="Open “Biz”").click()
    settle(room.page)
    dialog.get_by_text("Somebody held nowhere yet", exact=True).click()
    settle(room.page)
    dialog.get_by_label("How it was checked, and with whom").fill("two workers know him by that name")
    dialog.get_by_role("button", name="Promote, as A. Brennan").click()
    room.until(f"state.people[{BIZ!r}].settled is not None")
    entity = room.state.people[BIZ].settled.entity  # type: ignore[union-attr]
    rows = {row["id"]: row for row in room.store.view(ME, PURPOSE).snapshot(TODAY).entities.to_pylist()}
    assert (rows[entity]["name"], rows[entity]["identified"]) == ("Biz", False)
    settle(room.page)
    dialog = room.dialog("board-tie-said-S-2")
    dialog.get_by_label("How it was checked, and with whom").fill("seen by two workers")
    dialog.get_by_role("button", name="Promote, as A. Brennan").click()
    room.until("state.ties['S-2'].settled is not None")


def test_somebody_only_said_turns_out_to_be_held(room: Room) -> None:
    one, other, _ = friends(room)
    room.sit(put(one), Person(BIZ, "child", "Biz", identified=False), naming="full")
    dialog = room.dialog(f"board-tie-said-{BIZ}")
    find = dialog.get_by_label("Find who it is")
    find.fill(room.named(other))
    find.press("Enter")
    settle(room.page)
    pick(dialog.get_by_role("combobox", name="This is"), room.page.get_by_role("option", name=room.named(other)))
    settle(room.page)
    dialog.get_by_role("button", name="Only show them as one here").click()
    room.until(f"state.one({BIZ!r}) == {other!r}")


def test_discarding_needs_a_reason_and_stays_in_the_log(room: Room) -> None:
    one, other, _ = friends(room)
    room.sit(put(one, other), Tie("S-3", one, other, "knows"))
    dialog = room.dialog("board-tie-said-S-3")
    dialog.get_by_text("Discard it").click()
    settle(room.page)
    dialog.get_by_role("button", name="Discard, as A. Brennan").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say why", timeout=PATIENCE)
    dialog.get_by_label("Why it does not hold").fill("mixed up with a cousin")
    dialog.get_by_role("button", name="Discard, as A. Brennan").click()
    room.until("state.ties['S-3'].settled is not None")
    settled = room.state.ties["S-3"].settled
    assert settled is not None
    assert (settled.kept, settled.why) == (False, "mixed up with a cousin")
