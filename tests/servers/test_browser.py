"""The watched page itself: it sees what a page asks of other machines, and lets nothing through."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.servers.browser import outside

pytestmark = pytest.mark.browser

PAGE = """<title>page</title><link rel="stylesheet" href="https://fonts.example/a.css">
<img src="/here.png"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><script>
fetch("http://192.0.2.1/beacon").catch(() => {}); new WebSocket("wss://sockets.example/live");</script>"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_outside_requests_are_seen_and_refused(chromium_page: Page, outside_requests: list[str], address: str) -> None:
    chromium_page.goto(address, wait_until="load")
    chromium_page.wait_for_timeout(300)
    assert chromium_page.title() == "page"
    assert sorted(set(outside_requests)) == [
        "http://192.0.2.1/beacon",
        "https://fonts.example/a.css",
        "wss://sockets.example/live",
    ]
    outside_requests.clear()


def test_what_is_asked_of_this_machine_does_not_wait_for_the_test(
    chromium_page: Page, outside_requests: list[str], address: str
) -> None:
    chromium_page.goto(address)
    chromium_page.evaluate(
        "() => { const begun = performance.now();"
        " fetch('/here.png').then(() => { window.took = performance.now() - begun; }); }"
    )
    time.sleep(3)  # meanwhile the test hears nothing
    chromium_page.wait_for_function("window.took")
    assert chromium_page.evaluate("window.took") < 2_500
    outside_requests.clear()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8501/", False),
        ("ws://127.0.0.1:8501/_stcore/stream", False),
        ("http://[::1]:8501", False),
        ("http://localhost?a=b", False),
        ("data:text/html,x", False),
        ("blob:http://127.0.0.1:8501/a", False),
        ("http://127.0.0.1.example/", True),
        ("http://127.0.0.1:80@outside.example/", True),
        ("http://127.0.0.1@outside.example/", True),
        ("WSS://sockets.example/live", True),
    ],
)
def test_what_counts_as_outside(url: str, expected: bool) -> None:
    assert outside(url) is expected
