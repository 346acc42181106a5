"""Working on a board with the mouse in a real browser: what is done, what is drawn at once, and what Python folds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from mapping.board.log import told
from mapping.board.log.operation import Add, Frame, Hide, Move, Note
from tests.board.hosted import HEAD, Hosted
from tests.make import Maker

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"
AT = {"C-1": (0.0, 0.0), "C-2": (200.0, 0.0), "C-3": (200.0, 160.0), "A-1": (-200.0, -100.0), "L-1": (0.0, 180.0)}


def people() -> Maker:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.child("C-2", f"Kofi {MARKUP}")
    m.child("C-3", "Lena Marsh")
    m.adult("A-1", "Dale Mercer")
    m.place("L-1", "Ottermere Central", "station")
    m.tie("A-1", "grooms", "C-1")
    m.tie("C-1", "friend", "C-2")
    return m


@pytest.fixture
def hosted(chromium_page: Page, tmp_path: Path) -> Hosted:
    on = told("o-1", Add(entities=tuple(AT), at=AT))
    return Hosted(chromium_page, people().snapshot(), [on]).open(tmp_path)


def test_a_drag_of_one_or_of_several_is_one_operation(hosted: Hosted) -> None:
    x, y = hosted.spot("C-1")
    hosted.drag("C-1", (x + 60, y + 40))
    assert _kinds(hosted) == ["add", "move"]
    state = hosted.settled()
    scale = hosted.page.evaluate("live.network.getScale()")
    assert state.at["C-1"] == pytest.approx((60 / scale, 40 / scale), abs=0.2)
    assert state.at["C-2"] == AT["C-2"]
    hosted.click("C-2")
    _shift_click(hosted, "C-3")
    assert hosted.selected == {"kind": "many", "ids": ["C-2", "C-3"]}
    x, y = hosted.spot("C-2")
    hosted.drag("C-2", (x - 30, y - 30))
    assert _kinds(hosted)[2:] == ["move"]
    state = hosted.settled()
    assert state.at["C-3"] == pytest.approx((200 - 30 / scale, 160 - 30 / scale), abs=0.2)


def test_what_i_do_is_drawn_at_once_and_sent_again_until_python_holds_it(hosted: Hosted) -> None:
    hosted.hold = False
    x, y = hosted.spot("C-1")
    hosted.drag("C-1", (x + 60, y + 40))
    hosted.click("C-3")
    hosted.press("k")
    assert hosted.page.evaluate("live.scene.nodes.get('C-3').pinned") is True
    hosted.give()  # somebody else's change draws the board anew, without mine
    assert hosted.spot("C-1") == pytest.approx((x + 60, y + 40), abs=1)
    waiting = hosted.page.locator(".waiting")
    expect(waiting).to_have_text("2 changes not yet kept", timeout=4_000)
    assert hosted.page.evaluate("(() => { const e = new Event('beforeunload', { cancelable: true }); dispatchEvent(e);"
                                " return e.defaultPrevented; })()")  # fmt: skip
    before = len(hosted.heard)
    hosted.hold = True
    hosted.page.wait_for_function("live.again && live.kept.outbox.length === 2")
    hosted.page.wait_for_timeout(9_000)
    again = [value for _, name, value in hosted.heard[before:] if name == "outbox"]
    assert again and [one["kind"] for one in again[0]] == ["move", "pin"]
    state = hosted.settled()
    assert state.pinned == {"C-3"} and state.at["C-1"] != AT["C-1"]
    expect(waiting).to_have_text("")
    assert hosted.page.evaluate("live.kept.outbox.length") == 0
    assert not hosted.page.evaluate("(() => { const e = new Event('beforeunload', { cancelable: true });"
                                    " dispatchEvent(e); return e.defaultPrevented; })()")  # fmt: skip
    assert len(hosted.done) == 3, "said again is not done again"


def test_what_python_refuses_is_said_and_what_was_written_stays(hosted: Hosted) -> None:
    hosted.refuse = "note"
    hosted.press("n")
    hosted.page.keyboard.type("He was seen at the arcade")
    hosted.press("Control+Enter")
    hosted.settled()
    card = hosted.page.locator(".refused > div")
    expect(card).to_contain_text("Not kept: The board is archived since noon.")
    expect(card.locator("textarea")).to_have_value("He was seen at the arcade")
    assert hosted.page.evaluate("live.scene.notes.size") == 0
    hosted.refuse = ""
    card.get_by_role("button", name="Send again").click()
    state = hosted.settled()
    assert [note.text for note in state.notes.values()] == ["He was seen at the arcade"]
    expect(card).to_have_count(0)


def test_markup_in_a_note_a_frame_or_a_name_is_text_everywhere(hosted: Hosted) -> None:
    page, dialogs = hosted.page, list[str]()

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    hosted.head = replace(HEAD, naming="full")  # names and words as they were written
    hosted.give()
    x, y = hosted.spot("C-3")
    page.mouse.dblclick(x - 90, y + 60)
    page.keyboard.insert_text(MARKUP)
    page.get_by_role("button", name="Keep").click()
    hosted.click("C-2")
    hosted.press("g")
    page.keyboard.insert_text(MARKUP)
    hosted.press("Enter")
    hosted.click("A-1")
    hosted.press("t")
    hosted.click("C-2")
    page.locator(".form").get_by_label("In their words").fill(MARKUP)
    page.get_by_role("button", name="Keep").click()
    hosted.press("p")
    page.get_by_label("Name or nickname").fill(MARKUP)
    page.get_by_text("Adult", exact=True).click()
    hosted.press("Control+Enter")
    state = hosted.settled()
    note = next(iter(state.notes.values()))
    assert note.text == MARKUP and next(iter(state.frames.values())).label == MARKUP
    assert next(iter(state.people.values())).name == MARKUP and next(iter(state.ties.values())).words == MARKUP
    x, y = hosted.spot(note.id)
    page.mouse.move(x, y)
    hosted.refuse = "frame"
    hosted.press("Escape")
    hosted.click("C-3")
    hosted.press("g")
    page.keyboard.insert_text(MARKUP)
    hosted.press("Enter")
    hosted.settled()
    expect(page.locator(".refused")).to_contain_text("Not kept")
    hosted.press("/")
    page.keyboard.type("onerror")
    expect(page.get_by_role("option")).to_contain_text([MARKUP] * 4)
    assert dialogs == []
    assert page.locator("img[src=x], .kith-board script").count() == 0


def test_frames_hold_their_members_together_and_let_them_go(hosted: Hosted) -> None:
    hosted.click("C-2")
    _shift_click(hosted, "C-3")
    hosted.page.get_by_role("button", name="Frame", exact=True).click()
    hosted.page.keyboard.type("Year 9 friends")
    hosted.press("Enter")
    state = hosted.settled()
    frame = next(iter(state.frames.values()))
    assert (frame.label, frame.members) == ("Year 9 friends", ("C-2", "C-3"))
    assert hosted.selected == {"kind": "frame", "id": frame.id}
    x, y = hosted.spot(frame.id)
    hosted.page.mouse.move(x, y)
    hosted.page.mouse.down()
    hosted.page.mouse.move(x + 40, y + 20, steps=4)
    hosted.page.mouse.up()
    state = hosted.settled()
    assert state.at["C-3"][0] - AT["C-3"][0] == pytest.approx(state.at["C-2"][0] - AT["C-2"][0], abs=0.2) != 0
    hosted.page.mouse.dblclick(*hosted.spot(frame.id))
    hosted.page.locator(".form input").fill("Station group")
    hosted.press("Enter")
    assert hosted.settled().frames[frame.id].label == "Station group"
    hosted.page.get_by_role("button", name="Unframe").click()
    state = hosted.settled()
    assert not state.frames and "C-2" in state.members


def test_a_frame_named_anew_or_grown_keeps_its_name_and_whoever_is_not_drawn(hosted: Hosted) -> None:
    hosted.do(Frame(id="F-1", label="Tamsin Brackley and hers", members=("C-1", "C-2", "C-3")), "o-2")
    hosted.do(Hide(entities=("C-3",)), "o-3")
    hosted.settled()
    hosted.click("C-1")
    for id in ("C-2", "A-1"):
        _shift_click(hosted, id)
    hosted.press("g")
    frame = hosted.settled().frames["F-1"]
    assert frame.label == "Tamsin Brackley and hers", "what is shown shortened is not written shortened"
    assert frame.members == ("C-1", "C-2", "C-3", "A-1"), "whoever is hidden stays in it"
    hosted.page.mouse.dblclick(*hosted.spot("F-1"))
    hosted.page.locator(".form input").fill("Station group")
    hosted.press("Enter")
    frame = hosted.settled().frames["F-1"]
    assert (frame.label, frame.members) == ("Station group", ("C-1", "C-2", "C-3", "A-1"))


def test_a_note_that_is_stuck_to_somebody_moves_along(hosted: Hosted) -> None:
    hosted.do(Note(id="N-1", text="Ask the school", on="C-3", at=(330.0, 160.0)), "o-2")
    hosted.give()
    x, y = hosted.spot("C-3")
    hosted.drag("C-3", (x - 50, y + 10))
    state = hosted.settled()
    assert state.at["C-3"] != AT["C-3"]
    assert state.at["N-1"][0] - 330 == pytest.approx(state.at["C-3"][0] - AT["C-3"][0], abs=0.2)


def test_hiding_by_the_drop_zone_and_a_box_around_several(hosted: Hosted) -> None:
    zone = hosted.page.locator(".drop")
    x, y = hosted.spot("L-1")
    hosted.page.mouse.move(x, y)
    hosted.page.mouse.down()
    hosted.page.mouse.move(x + 30, y, steps=3)
    expect(zone).to_be_visible()
    box = zone.bounding_box()
    assert box
    hosted.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    hosted.page.mouse.up()
    assert hosted.page.evaluate("live.scene.nodes.has('L-1')") is False
    state = hosted.settled()
    assert state.hidden == {"L-1"} and state.at["L-1"] == AT["L-1"]
    assert hosted.selected is None
    (left, top), (right, bottom) = hosted.spot("C-2"), hosted.spot("C-3")
    hosted.page.keyboard.down("Shift")
    hosted.page.mouse.move(left - 60, top - 50)
    hosted.page.mouse.down()
    hosted.page.mouse.move(right + 60, bottom + 50, steps=5)
    hosted.page.mouse.up()
    hosted.page.keyboard.up("Shift")
    assert hosted.selected == {"kind": "many", "ids": ["C-2", "C-3"]}


def test_two_texts_of_one_note_are_asked_about_and_the_chosen_one_stays_whole(hosted: Hosted) -> None:
    mine, theirs = "Tamsin Brackley stays till six", f"Theirs {MARKUP}"
    hosted.do(Note(id="N-1", text="First", at=(0.0, 90.0)), "o-2", "R. Osei")
    hosted.do(Note(id="N-1", text=mine, instead_of=("o-2",)), "o-3", "A. Brennan")
    hosted.do(Note(id="N-1", text=theirs, instead_of=("o-2",)), "o-4", "R. Osei")
    assert hosted.settled().notes["N-1"].asks
    hosted.page.mouse.dblclick(*hosted.spot("N-1"))
    form = hosted.page.get_by_role("dialog", name="Two texts: which holds?")
    assert hosted.page.locator("img[src=x], .kith-board script").count() == 0
    form.get_by_text("A. Brennan: T.B. stays till six").click()
    form.get_by_role("button", name="Keep").click()
    assert hosted.page.evaluate("live.scene.notes.get('N-1').asks") is False
    note = hosted.settled().notes["N-1"]
    assert (note.text, note.asks) == (mine, False), "what is shown shortened is not written shortened"


def test_half_written_text_outlives_the_changes_of_others_and_a_mount_anew(hosted: Hosted) -> None:
    page = hosted.page
    page.mouse.move(700, 300)
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(300)
    before = hosted.spot("C-1")
    hosted.press("n")
    page.keyboard.type("half a sent")
    hosted.do(Frame(id="F-9", label="Theirs", members=("C-1", "A-1")), "o-2")
    hosted.give()
    area = page.locator(".form textarea")
    expect(area).to_have_value("half a sent")
    expect(area).to_be_focused()
    assert hosted.spot("C-1") == pytest.approx(before, abs=0.5)
    page.keyboard.type("ence")
    page.evaluate("mountAnew()")
    page.wait_for_timeout(100)
    hosted.had = ""
    hosted.give()
    expect(page.locator(".form textarea")).to_have_value("half a sentence", timeout=3_000)
    assert hosted.spot("C-1") == pytest.approx(before, abs=0.5)
    page.keyboard.press("Control+Enter")
    assert [note.text for note in hosted.settled().notes.values()] == ["half a sentence"]


def test_the_same_board_is_not_sent_twice_and_a_browser_that_lacks_it_asks(hosted: Hosted) -> None:
    hosted.give()
    assert hosted.page.evaluate("live.data.board") is None
    assert hosted.page.evaluate("live.scene.nodes.size") == 5
    hosted.page.evaluate("give({ ...live.data, digest: 'of another' })")
    assert [value["do"] for how, _, value in hosted.heard if how == "trigger"] == ["need"]
    assert hosted.had == ""


def test_of_a_board_that_is_there_only_who_moved_is_sent(hosted: Hosted) -> None:
    before = hosted.page.evaluate("live.scene.nodes.get('C-1').x")
    hosted.do(Move({"C-1": (321.5, -40.25)}), "moved elsewhere")
    hosted.give()
    assert hosted.page.evaluate("live.data.board") is None
    assert hosted.page.evaluate("live.data.moved.at") == {"C-1": [321.5, -40.2]}
    x, y = hosted.page.evaluate("[live.scene.nodes.get('C-1').x, live.scene.nodes.get('C-1').y]")
    assert (x, y) == (321.5, -40.2) and before != x
    assert hosted.page.evaluate("live.scene.nodes.size") == 5


def test_a_browser_that_lacks_the_board_before_a_move_asks_for_the_whole(hosted: Hosted) -> None:
    hosted.page.evaluate("give({ ...live.data, board: null, digest: 'next', moved: { of: 'lost', at: {} } })")
    assert [value["do"] for how, _, value in hosted.heard if how == "trigger"] == ["need"]
    hosted.give()
    assert hosted.page.evaluate("live.data.board.nodes.length") == 5


def test_a_board_that_is_not_to_be_changed_says_why_and_offers_no_tool(hosted: Hosted) -> None:
    hosted.readonly = "This board is archived since 1 November."
    hosted.give()
    tools = hosted.page.locator(".tools")
    expect(tools).to_contain_text("This board is archived since 1 November.")
    expect(tools.get_by_role("button")).to_have_text(["Keys"])
    hosted.press("n")
    x, y = hosted.spot("C-1")
    hosted.drag("C-1", (x + 50, y))
    assert hosted.page.locator(".form").count() == 0
    assert _kinds(hosted) == ["add"]


def test_a_note_of_ten_thousand_characters_is_whole_in_the_log_and_cut_on_the_picture(hosted: Hosted) -> None:
    text = "".join(f"{n} Seen at the arcade. " for n in range(480))[:10_000].strip()
    hosted.press("n")
    hosted.page.keyboard.insert_text(text)
    hosted.press("Control+Enter")
    note = next(iter(hosted.settled().notes.values()))
    assert note.text == text
    box = hosted.page.evaluate("(id) => live.scene.notes.get(id).box", note.id)
    assert (len(box["lines"]), box["cut"]) == (7, True) and box["lines"][-1].endswith("…")
    assert hosted.page.evaluate("(id) => live.scene.notes.get(id).text.length", note.id) == len(text)
    hosted.press("Escape")
    hosted.page.mouse.move(*hosted.spot(note.id))
    expect(hosted.page.locator(".tip")).to_contain_text("0 Seen at the arcade.")


def test_what_is_pasted_on_the_picture_is_asked_of_python(hosted: Hosted) -> None:
    hosted.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hosted.page.evaluate("navigator.clipboard.writeText('Dale - Tamsin: lifts')")
    hosted.page.locator(".canvas").focus()
    hosted.press("Control+v")
    hosted.page.wait_for_timeout(100)
    assert [(value["do"], value["text"]) for how, _, value in hosted.heard if how == "trigger"] == [
        ("paste", "Dale - Tamsin: lifts")
    ]


def test_whoever_is_taken_away_while_i_drag_them_is_gone_and_the_rest_moves(hosted: Hosted) -> None:
    errors: list[str] = []
    hosted.page.on("pageerror", lambda error: errors.append(str(error)))
    hosted.click("C-2")
    _shift_click(hosted, "C-3")
    x, y = hosted.spot("C-2")
    hosted.page.mouse.move(x, y)
    hosted.page.mouse.down()
    hosted.page.mouse.move(x + 20, y + 20, steps=3)
    hosted.do(Hide(entities=("C-3",)), "o-2")
    hosted.give()
    assert hosted.spot("C-2") == pytest.approx((x + 20, y + 20), abs=1), "it stays in the hand"
    hosted.page.mouse.move(x + 40, y + 40, steps=3)
    hosted.page.mouse.up()
    state = hosted.settled()
    assert state.at["C-2"] != AT["C-2"] and state.at["C-3"] == AT["C-3"]
    assert errors == []


def test_a_tie_is_drawn_to_somebody_under_a_note(hosted: Hosted) -> None:
    hosted.do(Note(id="N-1", text="On top", at=AT["C-3"]), "o-2")
    hosted.give()
    hosted.press("t")
    hosted.click("C-2")
    hosted.click("C-3")
    hosted.press("Enter")
    tie = next(iter(hosted.settled().ties.values()))
    assert {tie.from_id, tie.to_id} == {"C-2", "C-3"}


def _kinds(hosted: Hosted) -> list[str]:
    hosted.page.wait_for_timeout(60)
    return [one.operation.kind for one in hosted.done]


def _shift_click(hosted: Hosted, id: str) -> None:
    hosted.page.keyboard.down("Shift")
    hosted.click(id)
    hosted.page.keyboard.up("Shift")
    hosted.page.wait_for_timeout(40)
