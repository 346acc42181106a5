"""The board in a real browser on the real app: clicks, evidence, markup as text, the keyboard, the page to take."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

import loaders
from graph import open_store
from graph.settings import from_environment
from mapping.pages._settings import streamlit_flags
from tests.make import TODAY

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=alert(1)>"
CHILDREN = f"""identifier,forename,surname,date_of_birth,sex,ethnicity,school,home_area,source_agency,record_reference
OT-1,Tamsin,Brackley,2012-02-26,,,,,hub,H-1
OT-2,Kofi,{MARKUP},2011-02-26,,,,,hub,H-2
"""
ADULTS = """identifier,forename,surname,date_of_birth,sex,identified,occupation,source_agency,record_reference
AD-1,Dale,Mercer,1993-12-14,M,yes,,police,P-1
AD-2,Ella,Brackley,1980-01-01,F,yes,,hub,H-3
"""
TIES = "\n".join(
    (
        "from,to,kind,context,first_known,last_known,source_agency,record_reference,source_grade,information_grade,"
        "handling,fact_or_assessment,recorded_on",
        f"AD-1,OT-1,grooms,Dale waited for Tamsin at the station {MARKUP},2026-10-20,2026-10-25,police,PI-1,2,B,P,"
        "assessment,2026-10-27",
        "AD-1,OT-1,directs,She showed a phone,2026-10-01,2026-10-12,hub,HC-1,1,A,P,fact,2026-10-14",
        "AD-2,OT-1,protects,Her mother calls when she is late,2026-10-01,2026-10-12,hub,HC-2,,,,fact,2026-10-14",
        "OT-1,OT-2,friend,,2026-09-01,2026-10-12,school,SC-1,,,,fact,2026-10-14",
    )
)
ROLES = """person,role,from,source_agency,record_reference,fact_or_assessment
OT-1,open_to_hub,2026-02-11,hub,HC-9,fact
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on loaded extracts, on a free port; its address."""
    data, extracts = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("extracts")
    files = []
    for name, text in (("children", CHILDREN), ("adults", ADULTS), ("roles", ROLES), ("ties", TIES)):
        files.append(extracts / f"{name}.csv")
        files[-1].write_text(text, encoding="utf-8")
    with open_store(from_environment(data)) as store:
        report = loaders.load(files, store, today=TODAY)
        assert (report.loaded, report.quarantined) == (9, 0), report.as_json()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {**os.environ, "KITH_DATA": str(data), "KITH_TODAY": TODAY.isoformat()}
        command = [sys.executable, "-m", "streamlit", "run", str(Path(__file__).parents[2] / "app.py")]
        command += [*streamlit_flags(port=port, address="127.0.0.1"), "--server.headless=true"]
        with (data / "app.log").open("wb") as log:
            child = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=Path(__file__).parents[2])
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            child.terminate()
            child.wait(10)


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the app did not start")


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".kith-board[data-drawn]", timeout=60_000)
    page.wait_for_timeout(300)


def middle_of_line(page: Page, one: str, other: str) -> tuple[float, float]:
    """Where the middle of the tie between two nodes is on the screen, by the words the keyboard would say of them."""
    place = page.locator(".canvas")
    box = place.bounding_box()
    assert box
    found = page.evaluate(
        """([one, other]) => {
            const roots = [...document.querySelectorAll("*")].map((element) => element.shadowRoot).filter(Boolean);
            const live = roots.map((root) => root.kith).find(Boolean);
            const at = (said) => live.scene.board.nodes.find((node) => node.said.startsWith(said));
            const a = live.network.canvasToDOM(live.scene.places(at(one).id));
            const b = live.network.canvasToDOM(live.scene.places(at(other).id));
            return [(a.x + b.x) / 2, (a.y + b.y) / 2];
        }""",
        [one, other],
    )
    return box["x"] + found[0], box["y"] + found[1]


def test_a_click_on_a_tie_opens_its_evidence_with_names_shortened_and_markup_as_text(
    app: str, chromium_page: Page
) -> None:
    page = chromium_page
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    opened(page, app)
    expect(page.get_by_role("heading", name="Around T.B., 14")).to_be_visible()
    page.mouse.click(*middle_of_line(page, "D.M.", "T.B."))
    panel = page.locator(".st-key-kith-panel")
    expect(panel).to_contain_text("2 records, 2 agencies · last observed 25 Oct, 9 days ago", timeout=15_000)
    expect(panel).to_contain_text("D.M. grooms T.B. and sends T.B. to carry, hold or sell")
    expect(panel).to_contain_text("2 B P · untested, corroborated, may be shared")
    expect(panel).to_contain_text(f"D. waited for T. at the station {MARKUP}")
    expect(panel).to_contain_text("E.B. (trusted adult) keeps T.B. safe.")
    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []
    assert "Mercer" not in page.content()


def test_the_table_twin_holds_every_tie_and_full_names_only_when_asked(app: str, chromium_page: Page) -> None:
    page = chromium_page
    opened(page, app)
    page.get_by_text("Full names", exact=True).click()
    expect(page.get_by_role("heading", name="Around Tamsin Brackley, 14")).to_be_visible(timeout=15_000)
    page.get_by_text("Table", exact=True).click()
    expect(page.locator('[data-testid="stDataFrame"]')).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Showing 4 of 4")).to_be_visible()


def test_the_keyboard_walks_the_board_and_opens_what_it_is_on(app: str, chromium_page: Page) -> None:
    page = chromium_page
    opened(page, app)
    page.locator(".canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".kith-board .hear[aria-live]")).to_contain_text("T.B., 14, open to the hub")
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-kith-panel")).to_contain_text("Selected tie", timeout=15_000)


def test_a_name_nobody_has_says_so_and_finding_somebody_starts_a_board(app: str, chromium_page: Page) -> None:
    page = chromium_page
    opened(page, app)
    search = page.get_by_label("Find")
    search.fill("Nobody Atall")
    search.press("Enter")
    expect(page.get_by_text("Nothing found is not the same as nothing there.")).to_be_visible(timeout=15_000)
    search.fill("Mercer")
    search.press("Enter")
    page.get_by_role("button", name=re.compile("D.M. · adult")).click(timeout=15_000)
    expect(page.get_by_role("heading", name="Around D.M.")).to_be_visible(timeout=15_000)
