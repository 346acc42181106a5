"""Naming modes of an open board: everything switches at once, and nothing forgets, wherever one looks on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from mapping.board.log import Doing, told
from mapping.board.log.operation import Act, Add, Frame, Note, Version
from mapping.pages._board_history import LATEST
from tests.pages.conftest import PATIENCE, App, settle
from tests.pages.meeting import ME, PURPOSE, TODAY, Seat, begin, graph_of, people
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_ALL = """() => {
    const words = [document.title, location.href];
    const walk = (root) => {
        for (const one of root.querySelectorAll("*")) {
            for (const name of ["title", "aria-label", "alt", "placeholder"]) words.push(one.getAttribute(name));
            if (["STYLE", "SCRIPT"].includes(one.tagName)) continue;
            for (const child of one.childNodes) if (child.nodeType === 3) words.push(child.textContent);
            if (one.value) words.push(String(one.value));
            if (one.shadowRoot) { walk(one.shadowRoot); words.push(JSON.stringify(one.shadowRoot.kith?.data ?? "")); }
        }
    };
    walk(document);
    return words.filter(Boolean).join("\\n");
}"""


def everything(seat: Seat) -> str:
    """Every word of the page: its title, texts, tooltips, labels, fields, and what the picture was given."""
    text: str = seat.page.evaluate(_ALL)
    return text


@pytest.fixture(scope="module")
def named(browser: Browser, borough_app: App) -> Iterator[tuple[Seat, list[str]]]:
    """A board whose title, purpose, note, frame, action and version all name a child; the names of those on it."""
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        ids = people(store, "child", 3) + people(store, "adult", 2)
        rows = {row["id"]: row for row in store.view(ME, PURPOSE).snapshot(TODAY).entities.to_pylist()}
        names = [str(rows[id]["name"]) for id in ids]
        child = names[0]
        at = {id: (170.0 * place, 60.0 * (place % 2)) for place, id in enumerate(ids)}
        doing: list[Doing] = [
            Add(tuple(ids), at=at),
            Note("N-1", f"{child} told her worker, {names[1].upper()} was there", at=(0.0, -170.0)),
            Frame("F-1", f"Friends of {child}", tuple(ids[:3])),
            Act("A-1", f"Visit {child} at home", "R. Osei", None, (ids[0],)),
            Version(f"Before {child} came"),
        ]
        board = begin(
            store,
            *doing,
            title=f"Strategy meeting: {child}",
            purpose=f"Keep {child} safe",
            naming="full",
            owner=ME.name,
        )
        yield Seat(page, borough_app, board.id).sit(), names
    assert asked == []


def test_full_names_are_there_so_that_the_search_below_can_fail(named: tuple[Seat, list[str]]) -> None:
    seat, names = named
    expect(seat.page.get_by_text(f"Visit {names[0]} at home").first).to_be_visible(timeout=PATIENCE)
    found = everything(seat)
    assert all(name in found for name in names)
    assert seat.page.title() == f"Strategy meeting: {names[0]} · Kith"


@pytest.mark.parametrize("mode", ["initials", "pseudonyms", "counts"])
def test_nothing_forgets_when_the_naming_is_switched(named: tuple[Seat, list[str]], mode: str) -> None:
    seat, names = named
    with graph_of(seat.app) as store:
        store.boards(ME, PURPOSE).change(seat.board, naming=mode, reason="it goes on the projector")
    label = {"initials": "initials", "pseudonyms": "pseudonyms", "counts": "counts only"}[mode]
    expect(seat.page.locator(".st-key-board-banner")).to_contain_text(f"naming: {label}", timeout=PATIENCE)
    for button in ("", *(("Table", "Board", "Actions") if mode != "counts" else ())):
        if button:
            seat.page.locator(".stMain, [data-testid=stMain]").get_by_text(button, exact=True).first.click()
        seat.page.wait_for_timeout(1500)
        text = everything(seat)
        forgot = [name for name in names if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)]
        parts = {part for name in names for part in name.split() if len(part) > 3}
        forgot += [part for part in parts if re.search(rf"\b{re.escape(part)}\b", text)]
        assert not forgot, (mode, sorted(set(forgot)))
    if mode != "counts":
        seat.page.get_by_role("button", name="Close", exact=True).click()
    if mode == "pseudonyms":
        assert "Child 1" in text


def test_the_form_for_the_head_names_nobody_and_keeps_what_is_left_as_it_is(named: tuple[Seat, list[str]]) -> None:
    seat, names = named
    page = seat.page
    with graph_of(seat.app) as store:
        boards = store.boards(ME, PURPOSE)
        before = boards.change(seat.board, naming="full", reason="the form is opened in full first").head
        expect(page.locator(".st-key-board-banner")).to_contain_text("naming: full names", timeout=PATIENCE)
        page.get_by_role("button", name="More").first.click()
        page.get_by_role("button", name="Purpose, audience, naming, last day").click()
        expect(page.get_by_label("Title")).to_have_value(f"Strategy meeting: {names[0]}", timeout=PATIENCE)
        for mode in ("pseudonyms", "counts", "initials"):  # switched by somebody else while the form is open
            boards.change(seat.board, naming=mode, reason="it goes on the projector")
            expect(page.locator(".st-key-board-banner")).to_contain_text(f"naming: {mode}", timeout=PATIENCE)
            expect(page.get_by_text("Shown as this board names people")).to_be_visible(timeout=PATIENCE)
            settle(page)
            text = everything(seat)
            parts = {part for name in names for part in name.split() if len(part) > 3}
            assert not [part for part in parts if re.search(rf"\b{re.escape(part)}\b", text)], mode
        page.get_by_label("Owner: who answers for it").fill("S. Idris")
        page.get_by_label("Why it is changed").fill("she takes it over")
        page.get_by_role("dialog").get_by_role("button", name="Change", exact=True).click()
        expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
        after = store.view(ME, PURPOSE).board(seat.board)[0].head
    assert (after.title, after.purpose, after.owner) == (before.title, before.purpose, "S. Idris")


def test_counts_tell_no_moments_and_no_steps_whatever_was_open_before(named: tuple[Seat, list[str]]) -> None:
    seat, _ = named
    page = seat.page
    with graph_of(seat.app) as store:
        boards = store.boards(ME, PURPOSE)
        boards.change(seat.board, naming="initials", reason="one looks at its history")
        boards.do(seat.board, [told(f"step-{turn}", Note(f"N-{turn}", "a note")) for turn in range(LATEST)])
        seat.sit()
        page.get_by_role("button", name="All of it").first.click()
        expect(page.get_by_role("dialog").get_by_text("Newest first")).to_be_visible(timeout=PATIENCE)
        boards.change(seat.board, naming="counts", reason="it goes on the projector")
    expect(page.locator(".st-key-board-banner")).to_contain_text("naming: counts only", timeout=PATIENCE)
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    figures = page.locator(".st-key-kith-card-boards-counts")
    before = figures.inner_text()
    with graph_of(seat.app) as store:  # the page does not wait for the dialog it took away
        store.boards(ME, PURPOSE).do(seat.board, [told("more", Add(tuple(people(store, "child", 30))))])
    expect(figures).not_to_have_text(before, timeout=PATIENCE, use_inner_text=True)
    page.get_by_role("button", name="More").first.click()
    expect(page.get_by_role("button", name="Steps of the presentation")).to_be_disabled(timeout=PATIENCE)
