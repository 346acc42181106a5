"""The real app for browser tests, on an empty folder and on a small borough, with its graph server on loopback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect
from playwright.sync_api import TimeoutError as Late

from graph import open_store
from graph.settings import from_environment
from loaders.demo import Demo
from mapping.pages._settings import streamlit_flags

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PATIENCE = 60_000  # milliseconds; the machine may be busy


@dataclass(frozen=True)
class App:
    """A running app."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    def open(self, page: Page, path: str = "/") -> None:
        """Go to a path and wait until the page has been drawn."""
        page.goto(self.url + path)
        settle(page)


def settle(page: Page) -> None:
    """Wait until the script has ended and no spinner turns."""
    page.wait_for_timeout(50)  # a press is sent a moment after it
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    expect(page.locator("h1, [class*=st-key-kith-state]").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stSpinner]")).to_have_count(0, timeout=PATIENCE)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)


def pick(field: Locator, option: Locator) -> None:
    """Open a list or menu and choose from it; again if it did not stay open, as when the page moved under the press."""
    for _ in range(4):
        field.click()
        with suppress(Late):
            option.first.click(timeout=5_000)
            return
    field.click()
    option.first.click()


def map_of(page: Page) -> FrameLocator:
    """The map of the Places page, once its pins are drawn; an earlier frame may stand a moment longer."""
    settle(page)
    frames = page.locator("iframe[title='streamlit_folium.st_folium']")
    expect(frames).to_have_count(1, timeout=PATIENCE)
    frame = frames.content_frame
    expect(frame.locator(".k-pin").first).to_be_visible(timeout=PATIENCE)
    return frame


def drop(page: Page, *files: Path) -> None:
    """Drag files from the desktop onto the drop zone, and wait for the report of the load."""
    zone = page.locator("[class*=st-key-kith-drop-]")
    turn = int((re.search(r"st-key-kith-drop-(\d+)", zone.get_attribute("class") or "") or ["", "0"])[1])
    carried = page.evaluate_handle(
        """files => {
            const carried = new DataTransfer();
            for (const [name, bytes] of files) carried.items.add(new File([new Uint8Array(bytes)], name));
            return carried;
        }""",
        [[file.name, list(file.read_bytes())] for file in files],
    )
    page.locator("[data-testid=stFileUploaderDropzone]").dispatch_event("drop", {"dataTransfer": carried})
    expect(page.locator(f".st-key-kith-report-{turn + 1}")).to_be_visible(timeout=PATIENCE)
    settle(page)


@contextmanager
def running(data: Path, viewer: str = "A. Brennan", port: int = 0, today: str = "2026-11-03") -> Iterator[App]:
    """Streamlit on a data folder, as `kith up` starts it; at this port, or at one that is free."""
    with socket.socket() as probe:
        if port:  # one that was in use a moment ago
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    environment |= {"KITH_DATA": str(data), "KITH_VIEWER": viewer, "KITH_TODAY": today}
    log = data.parent / f"{data.name}-{port}.log"
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ROOT / "app.py"),
        *streamlit_flags(port=port, address=HOST),
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=data.parent, env=environment, stdout=out, stderr=out)
    try:
        url = f"http://{HOST}:{port}"
        _wait(process, url, log)
        yield App(url, data, log, process)
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the app did not answer: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def empty_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on a folder in which nothing was ever loaded; it starts its graph server itself."""
    with running(tmp_path_factory.mktemp("empty") / "data") as app:
        yield app


@pytest.fixture(scope="session")
def borough_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on a small Ottermere, loaded as a hub would; the graph server is shared, as under `kith up`."""
    data = tmp_path_factory.mktemp("borough") / "data"
    demo = Demo(from_environment(data, {}).prepare(), children=80)
    with open_store(demo.settings) as store:
        demo.prepare(store, say=lambda _: None)
        with running(data) as app:
            yield app


@pytest.fixture(scope="session")
def app_url(borough_app: App) -> str:
    """The address of the app on the small borough, for the browser tests of other rooms."""
    return borough_app.url
