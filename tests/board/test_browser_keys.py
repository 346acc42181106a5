"""A board worked on with the keyboard alone, what is said aloud, the playback, and fingers instead of a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapping.board.log import told
from mapping.board.log.operation import Add
from tests.board.hosted import Hosted
from tests.board.test_browser_editing import AT, people

pytestmark = pytest.mark.browser


@pytest.fixture
def hosted(chromium_page: Page, tmp_path: Path) -> Hosted:
    on = told("o-1", Add(entities=tuple(AT), at=AT))
    return Hosted(chromium_page, people().snapshot(), [on]).open(tmp_path)


def said(hosted: Hosted) -> str:
    return hosted.page.locator(".hear[aria-live]").text_content() or ""


def walk(hosted: Hosted, id: str) -> None:
    """With arrow keys to somebody."""
    for _ in range(8):
        if hosted.page.evaluate("live.scene.cursor?.id") == id:
            return
        x, y = hosted.page.evaluate(
            """(id) => {
                const from = live.scene.cursor && live.scene.places(live.scene.cursor.id), to = live.scene.places(id);
                return from ? [to.x - from.x, to.y - from.y] : [1, 0];
            }""",
            id,
        )
        across = "ArrowRight" if x > 0 else "ArrowLeft"
        hosted.press(across if abs(x) >= abs(y) else "ArrowDown" if y > 0 else "ArrowUp")
    raise AssertionError(f"the keyboard did not reach {id}")


def test_a_tie_by_keyboard_its_kind_by_first_letters_its_direction_turned(hosted: Hosted) -> None:
    walk(hosted, "A-1")
    hosted.press("Enter", "t")
    assert "Tie from D.M." in said(hosted)
    walk(hosted, "C-3")
    hosted.press("Enter")
    sentence = hosted.page.locator(".form .sentence")
    expect(sentence).to_have_text("D.M. and L.M. know each other")
    assert hosted.page.evaluate("live.kept.outbox.length") == 1, "the tie is there before anything is chosen"
    hosted.page.keyboard.type("gro")
    expect(sentence).to_have_text("D.M. grooms L.M.")
    hosted.press("Tab", "Tab")
    hosted.page.keyboard.type("E. Brackley")
    hosted.press("Enter")
    tie = next(iter(hosted.settled().ties.values()))
    assert (tie.from_id, tie.kind, tie.to_id, tie.said_by) == ("A-1", "grooms", "C-3", "E. Brackley")
    line = hosted.page.evaluate("(id) => live.board.lines.find((one) => one.assertions.includes(id))", tie.id)
    assert line["provisional"] is True
    hosted.press("Escape", "t")
    hosted.click("C-1")
    hosted.click("C-3")
    expect(sentence).to_have_text("T.B. and L.M. know each other")
    hosted.page.keyboard.type("th")
    expect(sentence).to_have_text("T.B. threatens L.M.")
    hosted.page.wait_for_timeout(900)
    hosted.press("r")
    expect(sentence).to_have_text("L.M. threatens T.B.")
    assert hosted.page.get_by_label("Who said it").input_value() == "E. Brackley", "who speaks is remembered"
    hosted.press("Enter")
    last = list(hosted.settled().ties.values())[-1]
    assert (last.from_id, last.kind, last.to_id) == ("C-3", "threatens", "C-1")


def test_a_tie_by_one_drag_of_the_last_kind_and_none_where_words_fail(hosted: Hosted) -> None:
    hosted.press("t")
    hosted.drag("A-1", hosted.spot("C-2"))
    hosted.page.keyboard.type("gro")
    hosted.press("Enter", "t")
    hosted.drag("C-3", hosted.spot("A-1"))
    expect(hosted.page.locator(".form .sentence")).to_have_text("D.M. grooms L.M.")  # turned: a child grooms nobody
    hosted.press("Escape")
    ties = hosted.settled().ties.values()
    assert [(tie.from_id, tie.kind, tie.to_id) for tie in ties] == [("A-1", "grooms", "C-2"), ("A-1", "grooms", "C-3")]
    line = hosted.page.evaluate("live.board.lines.find((one) => one.to_id === 'C-3').id")
    hosted.page.evaluate("(id) => live.choose({ kind: 'line', id })", line)
    hosted.press("Delete")
    hosted.press("Control+Enter")
    expect(hosted.page.locator(".form .missing")).to_have_text("Say why: it stays in the log.")
    hosted.page.keyboard.type("drawn by mistake")
    hosted.press("Enter")
    settled = list(hosted.settled().ties.values())[-1].settled
    assert settled is not None and (settled.kept, settled.why) == (False, "drawn by mistake")


def test_a_record_is_not_taken_away_by_a_key(hosted: Hosted) -> None:
    hosted.page.evaluate("live.choose({ kind: 'line', id: live.board.lines[0].id })")
    hosted.press("Delete")
    assert "its records are questioned in the panel" in hosted.page.locator(".does").inner_text()
    assert [one.operation.kind for one in hosted.done] == ["add"]


def test_a_note_a_frame_and_a_person_by_keyboard(hosted: Hosted) -> None:
    walk(hosted, "C-2")
    hosted.press("Enter", "n")
    expect(hosted.page.get_by_role("dialog")).to_have_attribute("aria-label", "Note at K.O.")
    hosted.page.keyboard.type("Ask the school")
    hosted.press("Control+Enter")
    note = next(iter(hosted.settled().notes.values()))
    assert (note.text, note.on) == ("Ask the school", "C-2")
    hosted.press("Enter")  # the note is chosen: Enter changes it
    expect(hosted.page.locator(".form textarea")).to_have_value("Ask the school")
    hosted.press("End")
    hosted.page.keyboard.type(" nurse")
    hosted.press("Control+Enter")
    note = next(iter(hosted.settled().notes.values()))
    assert (note.text, note.asks, note.on) == ("Ask the school nurse", False, "C-2")
    hosted.press("Escape")
    walk(hosted, "C-1")
    hosted.press("Enter", "Shift+ArrowDown", "g")
    hosted.page.keyboard.type("Station")
    hosted.press("Enter")
    frame = next(iter(hosted.settled().frames.values()))
    assert frame.label == "Station" and len(frame.members) == 2 and "C-1" in frame.members
    hosted.press("Escape", "p")
    hosted.page.keyboard.type("Biz")
    hosted.press("Control+Enter")
    expect(hosted.page.locator(".form .missing")).to_have_text("Choose child, adult or not known.")
    hosted.press("Tab", "Space", "Tab", "Space", "ArrowDown", "ArrowDown", "Tab", "Tab")
    hosted.page.keyboard.type("R. Osei")
    hosted.press("Control+Enter")
    person = next(iter(hosted.settled().people.values()))
    assert (person.name, person.kind, person.identified, person.said_by) == ("Biz", "child", False, "R. Osei")
    assert "not known" in person.words
    assert hosted.page.evaluate("(id) => live.scene.nodes.get(id).provisional", person.id) is True


def test_pins_nudges_hiding_choosing_all_and_undo(hosted: Hosted) -> None:
    walk(hosted, "C-2")
    hosted.press("Enter", "k")
    assert hosted.settled().pinned == {"C-2"}
    hosted.press("k")
    assert hosted.settled().pinned == set()
    hosted.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+Shift+ArrowDown")
    hosted.page.wait_for_timeout(700)
    assert hosted.settled().at["C-2"] == pytest.approx((216, 40))
    assert [one.operation.kind for one in hosted.done].count("move") == 1, "three keys, one operation"
    hosted.press("Delete")
    assert hosted.settled().hidden == {"C-2"}
    assert "Hidden" in said(hosted)
    hosted.press("Control+z")
    assert hosted.settled().hidden == set()
    assert hosted.page.evaluate("live.scene.nodes.has('C-2')") is True
    hosted.press("Control+a")
    hosted.page.wait_for_timeout(60)
    assert len(hosted.selected["ids"]) == 5
    hosted.press("Control+y", "a", "f")
    hosted.page.wait_for_timeout(60)
    assert [value["do"] for how, _, value in hosted.heard if how == "trigger"] == ["undo", "redo", "act", "present"]


def test_somebody_is_found_on_the_board_or_asked_for_beyond_it(hosted: Hosted) -> None:
    hosted.press("/")
    hosted.page.keyboard.type("l.m")
    expect(hosted.page.get_by_role("option")).to_have_count(1)
    hosted.press("Enter")
    hosted.page.wait_for_timeout(60)
    assert hosted.selected == {"kind": "node", "id": "C-3"}
    hosted.press("/")
    hosted.page.keyboard.type("Nobody Atall")
    hosted.press("Enter")
    expect(hosted.page.locator(".form .missing")).to_contain_text("Not on the board is not the same as not there.")
    hosted.page.get_by_role("button", name="Look in all records").click()
    hosted.page.wait_for_timeout(60)
    assert (hosted.heard[-1][2]["do"], hosted.heard[-1][2]["text"]) == ("find", "Nobody Atall")


def test_the_keys_are_shown_and_every_tool_has_a_name_and_room(hosted: Hosted) -> None:
    hosted.press("?")
    card = hosted.page.get_by_role("dialog", name="Keys of the board")
    expect(card).to_contain_text("draw a tie: one, then the other")
    hosted.press("Escape")
    expect(card).to_have_count(0)
    assert hosted.page.evaluate("root.activeElement.className") == "canvas"
    for button in hosted.page.locator(".kith-board button:visible").all():
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= 24
        assert (button.get_attribute("aria-label") or button.inner_text()).strip()


def test_a_form_that_is_left_leaves_nothing_and_a_second_does_not_close_the_first(hosted: Hosted) -> None:
    hosted.press("n")
    hosted.page.keyboard.type("draft")
    hosted.page.get_by_role("button", name="Person").click()
    assert "Keep or leave" in said(hosted)
    expect(hosted.page.locator(".form textarea")).to_have_value("draft")
    hosted.page.locator(".form textarea").focus()
    hosted.press("Escape")
    expect(hosted.page.locator(".form .missing")).to_contain_text("Escape again loses")
    expect(hosted.page.locator(".form textarea")).to_have_value("draft")
    hosted.press("Escape")
    assert hosted.page.locator(".form").count() == 0
    assert [one.operation.kind for one in hosted.done] == ["add"]


def test_the_playback_shows_ties_month_by_month_and_rests_where_motion_is_unwanted(hosted: Hosted) -> None:
    page = hosted.page
    page.emulate_media(reduced_motion="reduce")
    play = page.locator(".play")
    play.click()
    until = page.evaluate("live.scene.until")
    page.wait_for_timeout(1_200)
    assert page.evaluate("live.scene.until") == until, "nothing moves by itself"
    play.click()
    assert page.evaluate("live.scene.until") > until
    expect(page.locator(".does")).to_contain_text("ties observed by then")
    page.emulate_media(reduced_motion="no-preference")
    play.click()
    expect(play).to_have_attribute("aria-label", "Pause")
    was = page.evaluate("live.scene.until")
    page.wait_for_function("(was) => live.scene.until > was", arg=was, timeout=4_000)
    play.click()
    expect(play).to_have_attribute("aria-label", "Play on")


def test_two_fingers_and_a_wheel_look_closer_where_they_are(hosted: Hosted) -> None:
    page, (x, y) = hosted.page, hosted.spot("C-3")
    scale = page.evaluate("live.network.getScale()")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(100)
    assert page.evaluate("live.network.getScale()") > scale * 1.2
    assert hosted.spot("C-3") == pytest.approx((x, y), abs=1)
    fingers = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 40), ("touchMove", 55), ("touchMove", 80), ("touchEnd", None)):
        points = [] if apart is None else [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_timeout(100)
    assert page.evaluate("live.network.getScale()") > scale * 2
    assert hosted.spot("C-3") == pytest.approx((x, y), abs=2)
    assert [one.operation.kind for one in hosted.done] == ["add"], "nobody was moved by it"


def test_a_picture_that_is_slid_about_instead_of_painted_shows_everybody_where_they_are(hosted: Hosted) -> None:
    shown = hosted.page.evaluate(
        """() => {
            const view = live.network, before = live.spot("C-3");
            view.cost = 50;  // as if painting were dear
            view.moveTo({ position: { x: view.x + 70, y: view.y - 30 }, scale: view.scale * 1.4, sliding: true });
            const matrix = new DOMMatrix(getComputedStyle(view.layers[0].canvas).transform);
            const slid = matrix.transformPoint(new DOMPoint(before.x, before.y)), now = live.spot("C-3");
            return [slid.x, slid.y, now.x, now.y];
        }"""
    )
    assert shown[:2] == pytest.approx(shown[2:], abs=0.1)
    hosted.page.wait_for_function("live.network.layers[0].canvas.style.transform === ''")


def test_without_edit_the_picture_is_explored_as_before(hosted: Hosted) -> None:
    hosted.edits = False
    hosted.give()
    expect(hosted.page.locator(".tools")).to_be_hidden()
    x, y = hosted.spot("C-1")
    hosted.drag("C-1", (x + 50, y))
    hosted.press("n", "t", "p")
    hosted.page.wait_for_timeout(60)
    assert hosted.page.locator(".form").count() == 0
    assert [name for _, name, _ in hosted.heard] == ["moved"]
    assert list(hosted.heard[0][2]) == ["C-1"]
