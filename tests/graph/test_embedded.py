"""The embedded server for real: started, shared, killed, found again, and never open to others."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from graph import arcadedb, embedded
from graph.arcadedb import Ports, PortTaken
from graph.embedded import EmbeddedServer, ServerError, connect_or_start, running
from graph.settings import Connection
from tests.shared import ROOT

pytestmark = pytest.mark.slow
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither modes nor these signals")

HOLD = """
import sys
from pathlib import Path
from graph.embedded import connect_or_start
with connect_or_start(Path(sys.argv[1])) as connection:
    print(connection.uri, flush=True)
    sys.stdin.readline()
"""


def ask(connection: Connection, query: str) -> list[object]:
    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
        return [record[0] for record in driver.execute_query(query, database_=connection.database).records]


def java(data: Path) -> psutil.Process | None:
    return arcadedb.process(data / "server")


@contextmanager
def holder(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the server until it reads a line."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield child
    finally:
        let_go(child)


def let_go(child: subprocess.Popen[str]) -> None:
    """Tell it to stop using the server, and wait until it has."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(OSError, ValueError), child.stdin:
        child.stdin.write("\n")
    child.wait(60)
    child.stdout.close()


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose server, if a test leaves one, is ended."""
    folder = tmp_path / "kith data"  # the space is on purpose
    yield folder
    EmbeddedServer(folder).stop()


def test_what_was_written_is_there_after_a_restart(data: Path) -> None:
    assert running(data) is None
    with connect_or_start(data) as connection:
        ask(connection, "CREATE (:Child {id: 'C-1'})")
        assert running(data) == connection
    assert java(data) is None
    assert running(data) is None
    with connect_or_start(data) as connection:
        assert ask(connection, "MATCH (c:Child) RETURN c.id") == ["C-1"]


def test_a_killed_server_loses_nothing_acknowledged(data: Path) -> None:
    with connect_or_start(data) as connection:
        ask(connection, "UNWIND range(1, 500) AS n CREATE (:Child {id: n})")
        victim = java(data)
        assert victim is not None
        victim.kill()
        victim.wait(10)
        assert running(data) is None
        with connect_or_start(data) as again:  # as the next command would
            assert ask(again, "MATCH (c:Child) RETURN count(c)") == [500]


def test_a_second_process_shares_the_server_and_the_last_one_ends_it(data: Path) -> None:
    with holder(data) as first:
        assert first.stdout is not None
        address = first.stdout.readline().strip()
        with connect_or_start(data) as connection:
            assert connection.uri == address
            let_go(first)
            assert first.returncode == 0
            assert ask(connection, "RETURN 1") == [1], "the starter left; the server stays while somebody needs it"
    assert java(data) is None


def test_two_processes_that_start_at_once_get_one_server(data: Path) -> None:
    with holder(data) as first, holder(data) as second:
        assert first.stdout is not None
        assert second.stdout is not None
        assert first.stdout.readline() == second.stdout.readline() != ""
    assert java(data) is None


@posix
def test_a_server_whose_starter_was_killed_is_adopted_and_ended_by_the_next(data: Path) -> None:
    with holder(data) as starter:
        assert starter.stdout is not None
        address = starter.stdout.readline().strip()
        starter.kill()
        starter.wait()
        orphan = java(data)
        assert orphan is not None
        with connect_or_start(data) as connection:
            assert connection.uri == address
            assert java(data) == orphan
        assert java(data) is None, "the dead starter's lease does not keep the server alive"


@posix
def test_an_orphan_nobody_can_reach_is_replaced(data: Path) -> None:
    with holder(data) as starter:
        assert starter.stdout is not None
        address = starter.stdout.readline().strip()
        starter.kill()
        starter.wait()
        (data / "server" / "state.json").write_text("{torn")
        with connect_or_start(data) as connection:
            assert connection.uri != address
            assert ask(connection, "RETURN 1") == [1]


@posix
def test_a_starter_killed_before_the_server_answers_leaves_no_trouble(data: Path) -> None:
    with holder(data) as starter:
        deadline = time.monotonic() + 30
        while not (data / "server" / "state.json").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        starter.kill()
        starter.wait()
        with connect_or_start(data) as connection:
            assert ask(connection, "RETURN 1") == [1]
    assert java(data) is None


def test_a_stale_note_about_a_process_of_somebody_else_is_not_believed(data: Path) -> None:
    with connect_or_start(data):
        note = (data / "server" / "state.json").read_text()
    pid = str(os.getpid())
    (data / "server" / "state.json").write_text(note.replace(note.split(":")[1].split(",")[0].strip(), pid))
    assert running(data) is None
    with connect_or_start(data) as connection:
        assert ask(connection, "RETURN 1") == [1]
    assert psutil.pid_exists(os.getpid())


def test_the_server_is_closed_to_others(data: Path) -> None:
    with connect_or_start(data) as connection:
        server = java(data)
        assert server is not None
        listening = [c for c in server.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        assert len(listening) == 2  # Bolt and its own HTTP
        assert {c.laddr.ip.removeprefix("::ffff:") for c in listening} == {"127.0.0.1"}
        assert not server.net_connections("udp")
        assert connection.password not in " ".join(server.cmdline())
        assert connection.password not in repr(connection)
        assert connection.password not in str(server.environ())
        wrong = Connection(connection.uri, connection.user, "not-the-password", connection.database)
        with pytest.raises(AuthError):
            ask(wrong, "RETURN 1")
        with pytest.raises(ServerError, match="refuses the password"):
            arcadedb.answers(wrong)
        ports = [c.laddr.port for c in listening]
        http_port = next(port for port in ports if not connection.uri.endswith(f":{port}"))
        for path in ("/", "/api/v1/mcp", "/api/v1/databases", "/api/v1/query/kith/sql/select%201"):
            asked = http.client.HTTPConnection("127.0.0.1", http_port, timeout=10)
            asked.request("GET", path)
            assert asked.getresponse().status in {401, 403, 404}, path
            asked.close()


@posix
def test_its_files_are_closed_to_others(data: Path) -> None:
    with connect_or_start(data):
        assert data.stat().st_mode & 0o077 == 0
        for path in (data / "server").rglob("*"):
            if path.name in {"password", "start.args", "state.json"} or path.is_dir() or "databases" in path.parts:
                assert path.stat().st_mode & 0o077 == 0, path


@posix
def test_ctrl_c_in_the_terminal_does_not_reach_the_server(data: Path) -> None:
    with connect_or_start(data):
        server = java(data)
        assert server is not None
        assert os.getsid(server.pid) == server.pid != os.getsid(0)


def test_a_lost_password_is_replaced_and_the_data_kept(data: Path) -> None:
    with connect_or_start(data) as connection:
        ask(connection, "CREATE (:Child {id: 'C-1'})")
        before = connection.password
    (data / "server" / "password").unlink()
    with connect_or_start(data) as connection:
        assert connection.password != before
        assert ask(connection, "MATCH (c:Child) RETURN c.id") == ["C-1"]


def test_it_ends_when_asked_over_http_as_on_windows(data: Path) -> None:
    server = EmbeddedServer(data)
    server.start()
    process = java(data)
    assert process is not None
    assert not arcadedb.command(Ports(0, 1), "nobody there", "shutdown")
    assert server.command("shutdown")
    process.wait(20)
    assert "is down" in (data / "server" / "log" / "console.log").read_text(errors="replace")


def test_a_port_taken_at_the_last_moment_is_replaced_by_another(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port, good = taken.getsockname()[1], arcadedb.free_ports()
        offers = iter([Ports(port, good.http), Ports(good.bolt, port), good])
        monkeypatch.setattr(arcadedb, "free_ports", lambda: next(offers))
        with connect_or_start(data) as connection:
            assert connection.uri == f"bolt://127.0.0.1:{good.bolt}"
            assert ask(connection, "RETURN 1") == [1]
        monkeypatch.setattr(arcadedb, "free_ports", lambda: Ports(port, good.http))
        with pytest.raises(PortTaken, match="port was taken"), connect_or_start(data):
            pass


def test_whoever_waits_too_long_is_told_for_whom(data: Path) -> None:
    with holder(data) as busy:
        assert busy.stdout is not None
        busy.stdout.readline()
        with (
            embedded._turn(data / "server", 1),
            pytest.raises(ServerError, match=rf"number {os.getpid()}\).*more than 1 seconds"),
            connect_or_start(data, wait=1),
        ):
            pass


def test_what_cannot_start_is_said_with_the_mend(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServerError, match="Write it as 512m"):
        EmbeddedServer(data, memory="plenty")
    with pytest.raises(ServerError, match="not enough memory"):
        EmbeddedServer(data, memory="999999g").start()
    data.parent.joinpath("file").touch()
    with pytest.raises(ServerError, match="may not write"):
        EmbeddedServer(data.parent / "file").start()
    monkeypatch.setattr(arcadedb, "SPARE_DISK", 2**60)
    with pytest.raises(ServerError, match=r"Free some space.*nothing that was saved is lost"):
        EmbeddedServer(data).start()
    assert java(data) is None


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("java.io.IOException: No space left on device", "disk of .* is full"),
        ("java.nio.file.AccessDeniedException: ./databases/kith", "may not write"),
        ("Database 'kith' is locked by another process", "another program holds"),
        ("java.lang.IllegalStateException", "What it printed is in"),
    ],
)
def test_what_java_prints_is_put_into_words(tmp_path: Path, printed: str, words: str) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "console.log").write_text(printed)
    with pytest.raises(ServerError, match=words):
        raise arcadedb.explain(tmp_path)


@posix
def test_the_server_survives_an_interrupt_to_the_whole_terminal(data: Path) -> None:
    """As ctrl-C does: the signal goes to every process of the foreground group."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline()
    server = java(data)
    assert server is not None
    os.killpg(child.pid, signal.SIGINT)
    child.wait(60)
    let_go(child)
    assert not server.is_running(), "the app's own clean stop ended it"
    assert "is down" in (data / "server" / "log" / "console.log").read_text(errors="replace")
