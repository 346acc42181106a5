"""What every room's tests share: the two real graph servers, an emptied database on each, and a real browser."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from neo4j import GraphDatabase
from playwright.sync_api import Browser, Page

from graph.embedded import EmbeddedServer
from graph.settings import Connection
from tests.servers import neo4j_server as neo4j
from tests.servers.browser import browsing, chromium, watched_page
from tests.servers.emptied import empty_neo4j

# The same examples on every run and every machine: a failure seen once can be seen again.
hypothesis_settings.register_profile(
    "kith", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
hypothesis_settings.load_profile("kith")

# A run that is told to end (a time limit) ends its servers too, as ctrl-C does.
signal.signal(signal.SIGTERM, signal.default_int_handler)

_SEEN: dict[str, str] = {}
_LEFT_OUT: dict[str, str] = {}


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """A page run without a browser leaves itself as the main module, and a process spawned later would run it again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """The embedded server, started once for all tests."""
    server = EmbeddedServer(tmp_path_factory.mktemp("embedded"))
    connection = server.start()
    _SEEN["embedded server"] = version_of(connection)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def neo4j_connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A real Neo4j Community server, started once for all tests; skipped where there is no Java or no jars."""
    if reason := neo4j.missing():
        pytest.skip(_left_out("Neo4j", reason))
    server = neo4j.Neo4jServer(tmp_path_factory.mktemp("neo4j"))
    connection = server.start()
    _SEEN["Neo4j server"] = version_of(connection)
    yield connection
    server.stop()


@pytest.fixture
def embedded_connection(embedded: EmbeddedServer) -> Connection:
    """An emptied database on the embedded server."""
    assert embedded.command("drop database kith"), "the embedded server did not drop its database"
    assert embedded.command("create database kith"), "the embedded server did not make its database"
    connection = embedded.connection()
    assert connection is not None
    return connection


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def connection(request: pytest.FixtureRequest) -> Connection:
    """An emptied database: every test that uses it runs on the embedded server and on a real Neo4j."""
    if request.param == "embedded":
        found: Connection = request.getfixturevalue("embedded_connection")
        return found
    real: Connection = request.getfixturevalue("neo4j_connection")
    empty_neo4j(real)
    return real


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for the tests of a module: its event loop must not outlive them in this process."""
    if not chromium():
        pytest.skip(_left_out("Chromium", "no Chromium here (Debian: chromium), or name one in KITH_CHROMIUM"))
    with browsing() as running:
        _SEEN["Chromium"] = running.version
        yield running


@pytest.fixture
def outside_requests() -> list[str]:
    """What the page of this test asked of other machines; must stay empty unless the test empties it itself."""
    return []


@pytest.fixture
def chromium_page(browser: Browser, outside_requests: list[str]) -> Iterator[Page]:
    """A fresh page. The test fails if anything on it asked another machine for anything."""
    with watched_page(browser, outside_requests) as page:
        yield page
    assert not outside_requests, f"the page asked other machines: {outside_requests}"


def version_of(connection: Connection) -> str:
    """What the server says it is."""
    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
        driver.verify_connectivity()
        return str(driver.get_server_info().agent)


def _left_out(what: str, reason: str) -> str:
    _LEFT_OUT[what] = reason
    return reason


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With several workers each saw its own servers: it tells the one that sums up."""
    told: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["kith"] = (_SEEN, _LEFT_OUT)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker has ended (pytest-xdist)."""
    seen, left_out = getattr(node, "workeroutput", {}).get("kith", ({}, {}))
    _SEEN.update(seen)
    _LEFT_OUT.update(left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which real servers the tests ran on, as the servers named themselves, and what was left out."""
    for what, version in _SEEN.items():
        terminalreporter.write_line(f"ran on {what}: {version}")
    for what, reason in _LEFT_OUT.items():
        terminalreporter.write_line(f"LEFT OUT {what}: {reason}")
