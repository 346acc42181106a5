"""The embedded server of a data folder: started when needed, shared by all who need it, ended by the last."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock, Timeout

from graph import arcadedb
from graph.arcadedb import DATABASE, LOOPBACK, USER, Ports, PortTaken, ServerError
from graph.settings import Connection

__all__ = ["EmbeddedServer", "ServerError", "connect_or_start", "running"]

PATIENCE = 60.0
"""Seconds to wait for a server to start, and for another process to finish starting or stopping it."""

_TRIES = 4


@dataclass(frozen=True, slots=True)
class _State:
    """What a later process must know to find the server again."""

    pid: int
    created: float  # start time of the process: a pid alone may belong to somebody else by now
    bolt: int
    http: int
    version: str


class EmbeddedServer:
    """The graph server of one data folder.

    Everything it needs lies in `data/server`: the databases, its log, the generated password (mode 0600), and a note
    of which process runs it. Callers use `connect_or_start`; this class is the server itself, without sharing.
    """

    def __init__(self, data: Path, memory: str | None = None) -> None:
        memory = memory or os.environ.get("KITH_SERVER_MEMORY", "").strip() or "512m"
        if not re.fullmatch(r"\d+[kmgKMG]", memory):
            raise ServerError(f"KITH_SERVER_MEMORY is {memory!r}. Write it as 512m or 2g.")
        self.home = Path(data).absolute() / "server"
        self.memory = memory
        self.version = ""

    def start(self) -> Connection:
        """Start the server, or take over one that is running already, and return once a query answers.

        Raises
        ------
        ServerError
            It cannot start; the message says why and what to do.
        """
        self._make_home()
        if adopted := self._adopt():
            return adopted
        arcadedb.check_disk(self.home)
        for _ in range(_TRIES - 1):
            with suppress(PortTaken):
                return self._start_once()
        return self._start_once()

    def stop(self) -> None:
        """End the server cleanly; quietly nothing when none runs."""
        java = arcadedb.process(self.home)
        if java is not None:
            state = self._state()
            arcadedb.stop(java, Ports(state.bolt, state.http) if state else None, self._password())
        with suppress(OSError):
            (self.home / "state.json").unlink(missing_ok=True)
            (self.home / "start.args").unlink(missing_ok=True)

    def connection(self) -> Connection | None:
        """How to reach the server if it runs and answers now, else None. Starts nothing."""
        state = self._state()
        if state is None or not _ours(state):
            return None
        connection = self._connection(state.bolt)
        self.version = arcadedb.answers(connection)
        return connection if self.version else None

    def command(self, text: str) -> bool:
        """Give the running server an order over its own HTTP (`drop database kith`); whether it obeyed."""
        state = self._state()
        return state is not None and arcadedb.command(Ports(state.bolt, state.http), self._password(), text)

    def _start_once(self) -> Connection:
        ports = arcadedb.free_ports()
        lines = arcadedb.arguments(arcadedb.package(), ports, self._password(), self.memory)
        java = arcadedb.launch(self.home, arcadedb.write_arguments(self.home, lines))
        # Written before it answers: if we are killed now, whoever comes next can still find and adopt it.
        self._remember(_State(java.pid, java.create_time(), ports.bolt, ports.http, ""))
        connection = self._connection(ports.bolt)
        try:
            self.version = arcadedb.wait_until_it_answers(self.home, java, ports, connection, PATIENCE)
        except BaseException:
            arcadedb.stop(java, ports, self._password(), patience=5)
            (self.home / "state.json").unlink(missing_ok=True)
            raise
        self._remember(_State(java.pid, java.create_time(), ports.bolt, ports.http, self.version))
        return connection

    def _adopt(self) -> Connection | None:
        """Take over a server whose starter has gone; end one that cannot be reached any more."""
        java = arcadedb.process(self.home)
        if java is None:
            return None
        state = self._state()
        if state is not None and state.pid == java.pid:
            connection = self._connection(state.bolt)
            with suppress(ServerError):
                ports = Ports(state.bolt, state.http)
                self.version = arcadedb.wait_until_it_answers(self.home, java, ports, connection, PATIENCE / 2)
                return connection
        arcadedb.stop(java, None, self._password())
        return None

    def _make_home(self) -> None:
        try:
            self.home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.home.mkdir(mode=0o700, exist_ok=True)
            probe = self.home / f".{uuid.uuid4().hex}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise ServerError(
                f"Kith may not write to {self.home} ({error.strerror}). Give this user the folder, or choose another "
                "with --data or KITH_DATA."
            ) from error

    def _password(self) -> str:
        path = self.home / "password"
        with suppress(FileNotFoundError):
            if kept := path.read_text(encoding="utf-8").strip():
                return kept
        # Without the old password the server's list of users is of no use: it makes a new one from the new password.
        (self.home / "config" / "server-users.jsonl").unlink(missing_ok=True)
        arcadedb.write_private(path, arcadedb.new_password() + "\n")
        return path.read_text(encoding="utf-8").strip()

    def _connection(self, port: int) -> Connection:
        return Connection(f"bolt://{LOOPBACK}:{port}", USER, self._password(), DATABASE)

    def _remember(self, state: _State) -> None:
        arcadedb.write_private(self.home / "state.json", json.dumps(asdict(state)))

    def _state(self) -> _State | None:
        try:
            found: dict[str, Any] = json.loads((self.home / "state.json").read_text(encoding="utf-8"))
            return _State(**found)
        except (OSError, ValueError, TypeError):
            return None


def running(data: Path) -> Connection | None:
    """How to reach the embedded server of this data folder if one runs and answers, else None. Starts nothing."""
    return EmbeddedServer(data).connection()


@contextmanager
def connect_or_start(data: Path, memory: str | None = None, wait: float = PATIENCE) -> Iterator[Connection]:
    """Use the server of a data folder for as long as the block lasts.

    The one that runs is used; otherwise one is started. Several processes may do so at once: each holds a lease (a
    file it keeps locked, so that even a killed process lets go), and whoever gives up the last one ends the server.

    Raises
    ------
    ServerError
        It cannot start, or another process was busy starting or stopping it for longer than `wait` seconds.
    """
    server = EmbeddedServer(data, memory)
    server._make_home()
    leases = server.home / "leases"
    leases.mkdir(mode=0o700, exist_ok=True)
    lease = FileLock(leases / f"{os.getpid()}-{uuid.uuid4().hex[:8]}.lock")
    with _turn(server.home, wait):
        lease.acquire()
        try:
            connection = server.start()
        except BaseException:
            _give_up(lease)
            raise
    try:
        yield connection
    finally:
        with _turn(server.home, wait):
            _give_up(lease)
            if not _others(leases):
                server.stop()


def _give_up(lease: FileLock) -> None:
    lease.release()
    with suppress(OSError):
        Path(lease.lock_file).unlink(missing_ok=True)


def _others(leases: Path) -> bool:
    """Whether anybody still holds a lease; what dead processes left is cleared away."""
    held = False
    for path in leases.glob("*.lock"):
        probe = FileLock(path)
        try:
            probe.acquire(timeout=0)
        except Timeout:
            held = True
        else:
            _give_up(probe)
    return held


@contextmanager
def _turn(home: Path, wait: float) -> Iterator[None]:
    """One process at a time starts or stops the server; the note beside the lock says which."""
    lock, note = FileLock(home / "turn.lock"), home / "turn.pid"
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        who = note.read_text(encoding="utf-8").strip() if note.is_file() else "unknown"
        raise ServerError(
            f"Another Kith process (number {who}) has been starting or stopping the graph server of {home.parent} for "
            f"more than {wait:.0f} seconds. Wait and try again; if it hangs, end that process."
        ) from None
    try:
        note.write_text(str(os.getpid()), encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _ours(state: _State) -> bool:
    try:
        java = psutil.Process(state.pid)
        return abs(java.create_time() - state.created) < 2 and java.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
