"""A real Chromium for the tests. Whatever a page asks of another machine is recorded and goes nowhere."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route, WebSocketRoute, sync_playwright

ARGUMENTS = (
    "--no-sandbox",  # the tests may run as root in a container, where Chromium's sandbox cannot
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
OUTSIDE = re.compile(r"^(?:https?|wss?)://(?!(?:127\.0\.0\.1|localhost|\[::1\])(?::\d*)?(?:[/?#]|$))", re.IGNORECASE)
"""An address on another machine. A pattern, not a function: only what it matches waits for an answer of the test.

With a function every request and every message of a socket goes through the test, and waits while it does other things.
"""

_STILL = """
const animate = Element.prototype.animate;
Element.prototype.animate = function (...how) { const made = animate.apply(this, how); made.finish(); return made; };
"""
"""What grows while it opens slips away under a press on a slow machine: every animation is at its end at once."""


def chromium() -> str:
    """Where Chromium is; empty when there is none. `KITH_CHROMIUM` names another."""
    names = (os.environ.get("KITH_CHROMIUM") or "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), "")


def outside(url: str) -> bool:
    """Whether this address is on another machine."""
    return OUTSIDE.match(url) is not None


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched_page(browser: Browser, asked: list[str]) -> Iterator[Page]:
    """A page of 1440 x 900 whose outside requests are put into `asked` and refused."""

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    def refuse_socket(route: WebSocketRoute) -> None:
        asked.append(route.url)
        route.close()

    context = browser.new_context(viewport={"width": 1440, "height": 900}, service_workers="block")
    context.add_init_script(_STILL)
    context.route(OUTSIDE, refuse)
    context.route_web_socket(OUTSIDE, refuse_socket)
    try:
        yield context.new_page()
    finally:
        context.close()
