"""The embedded graph server as a plain Java process: how it is called, found, asked and ended."""

from __future__ import annotations

import base64
import http.client
import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, Neo4jError, ServiceUnavailable

from graph.errors import KithError
from graph.settings import Connection

DATABASE = "kith"
USER = "root"
LOOPBACK = "127.0.0.1"
SPARE_DISK = 200 * 2**20
"""Bytes that must be free before a server starts: its write-ahead log and room to close cleanly."""

_ARGUMENTS = "start.args"
_CONSOLE = "console.log"
_FAILED = 'Exception in thread "main"'
_CHILDREN: list[subprocess.Popen[bytes]] = []  # kept so that those who end are collected, whoever ended them
# The server starts every plugin it finds on the class path. What Kith never speaks is not put there: the endpoint for
# language models (MCP), the other wire protocols and the console.
_LEFT_OUT = ("arcadedb-mcp", "arcadedb-postgresw", "arcadedb-redisw", "arcadedb-graphql", "arcadedb-console")


class ServerError(KithError):
    """The graph server cannot be used; the message says why in plain words, and the mend."""


class PortTaken(ServerError):
    """Somebody took the port between choosing and using it: try again with another."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The two loopback ports of one run."""

    bolt: int
    http: int


def free_ports() -> Ports:
    """Two ports that are free now. They may be taken a moment later, so a start that fails on it is tried again."""
    with socket.socket() as first, socket.socket() as second:
        first.bind((LOOPBACK, 0))
        second.bind((LOOPBACK, 0))
        return Ports(first.getsockname()[1], second.getsockname()[1])


def package() -> Path:
    """The folder of the wheel that brings the server and its Java; found without starting any Java in this process.

    Raises
    ------
    ServerError
        The wheel is missing or was made for another machine.
    """
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is None or not found.submodule_search_locations:
        raise ServerError(
            "The embedded graph server is not installed. Install it: python -m pip install arcadedb-embedded"
        )
    folder = Path(next(iter(found.submodule_search_locations)))
    if not _java(folder).is_file():
        raise ServerError(
            f"The embedded graph server has no Java for this machine ({_java(folder)} is missing). Install "
            "arcadedb-embedded again, or use a Neo4j server by KITH_NEO4J_URI and KITH_NEO4J_PASSWORD."
        )
    return folder


def _java(folder: Path) -> Path:
    return folder / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")


def arguments(wheel: Path, ports: Ports, password: str, memory: str) -> list[str]:
    """The arguments of one run. They are written to a file, because a command line is shown to everybody by `ps`."""
    jars = [jar for jar in sorted((wheel / "jars").glob("*.jar")) if not jar.name.startswith(_LEFT_OUT)]
    settings = {
        "server.rootPath": ".",
        "server.configDirectory": "./config",
        "server.databaseDirectory": "./databases",
        "server.backupDirectory": "./backups",
        "server.logsDirectory": "./log",
        "server.mode": "production",  # flushes the log at each commit, no studio, no LOAD CSV from files
        "server.defaultDatabases": f"{DATABASE}[{USER}]",
        "server.rootPassword": password,
        "server.httpIncomingHost": LOOPBACK,
        "server.httpIncomingPort": str(ports.http),
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt.host": LOOPBACK,
        "bolt.port": str(ports.bolt),
        "bolt.defaultDatabase": DATABASE,
        "studio.enabled": "false",
        "polyglotEngineEnabled": "false",  # no scripting languages inside queries
        "serverMetrics": "false",
    }
    return [
        f"-Xmx{memory}",
        "-XX:+ExitOnOutOfMemoryError",  # better gone, and started again from its log, than half alive
        "-Djava.awt.headless=true",
        "-XX:-UsePerfData",  # no file about this process in the machine's common folder
        "-Djava.io.tmpdir=./tmp",
        "--add-modules",
        "jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        *(f"-Darcadedb.{name}={value}" for name, value in settings.items()),
        "-cp",
        os.pathsep.join(map(str, jars)),
        "com.arcadedb.server.ArcadeDBServer",
    ]


def write_arguments(home: Path, lines: list[str]) -> Path:
    """Write an argument file for `java @file`, readable by its owner only; quoted so that Windows paths survive."""
    path = home / _ARGUMENTS
    quoted = ('"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"' for line in lines)
    write_private(path, "\n".join(quoted) + "\n")
    return path


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)


def new_password() -> str:
    """A password nobody chose."""
    return secrets.token_urlsafe(24)


def launch(home: Path, arguments_file: Path) -> psutil.Process:
    """Start Java in `home`, in a session of its own: ctrl-C in the terminal reaches Kith, and Kith ends the server."""
    for folder in ("log", "tmp"):
        home.joinpath(folder).mkdir(mode=0o700, exist_ok=True)
    command = [str(_java(package())), f"@{arguments_file}"]
    with (home / "log" / _CONSOLE).open("wb") as console:
        if sys.platform == "win32":
            flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
            child = subprocess.Popen(
                command, cwd=home, stdin=subprocess.DEVNULL, stdout=console, stderr=console, creationflags=flags
            )
        else:
            child = subprocess.Popen(
                command,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                umask=0o077,  # it writes what children's records say: nobody else on the machine may read its files
            )
    _collect()
    _CHILDREN.append(child)
    return psutil.Process(child.pid)


def _collect() -> None:
    """Let go of children that have ended."""
    _CHILDREN[:] = [child for child in _CHILDREN if child.poll() is None]


def process(home: Path) -> psutil.Process | None:
    """The Java that runs this folder's server, if one does: known by the argument file on its command line."""
    mark = f"@{home / _ARGUMENTS}"
    for candidate in psutil.process_iter():
        with suppress(psutil.Error):
            line = candidate.cmdline()
            if len(line) == 2 and line[1] == mark and candidate.status() != psutil.STATUS_ZOMBIE:
                return candidate
    return None


def answers(connection: Connection, timeout: float = 3.0) -> str:
    """Ask the server for its version.

    Returns
    -------
    str
        Its own name, such as `Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)`; empty when it does not answer yet.

    Raises
    ------
    ServerError
        It answers, and refuses the password.
    """
    try:
        with GraphDatabase.driver(
            connection.uri, auth=(connection.user, connection.password), connection_timeout=timeout
        ) as driver:
            driver.execute_query("RETURN 1", database_=connection.database)
            return driver.get_server_info().agent
    except AuthError as error:
        raise ServerError(
            f"The graph server at {connection.uri} refuses the password that Kith kept for it."
        ) from error
    except (ServiceUnavailable, Neo4jError, OSError):
        return ""


def stop(process: psutil.Process, ports: Ports | None, password: str, patience: float = 30.0) -> None:
    """End the server cleanly, and by force only when it does not end by itself within `patience` seconds."""
    with suppress(psutil.NoSuchProcess):
        if sys.platform == "win32" and ports is not None:  # Windows has no polite signal for a process without a window
            command(ports, password, "shutdown")
        else:
            process.terminate()
        try:
            process.wait(patience)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(10)
    _collect()


def command(ports: Ports, password: str, text: str) -> bool:
    """Give the server an order over its own HTTP (`shutdown`, `drop database kith`); whether it obeyed."""
    token = base64.b64encode(f"{USER}:{password}".encode()).decode()
    connection = http.client.HTTPConnection(LOOPBACK, ports.http, timeout=10)
    try:
        connection.request("POST", "/api/v1/server", json.dumps({"command": text}), {"Authorization": f"Basic {token}"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def explain(home: Path) -> ServerError:
    """What went wrong at a start, in Kith's words, from what Java printed."""
    said = _said(home)
    reasons: tuple[tuple[tuple[str, ...], type[ServerError], str], ...] = (
        (("Address already in use", "Unable to listen", "BindException"), PortTaken, "its port was taken"),
        (
            ("No space left on device", "not enough space on the disk", "Disk quota exceeded"),
            ServerError,
            f"the disk of {home} is full. Free some space and start again; nothing that was saved is lost",
        ),
        (
            ("AccessDenied", "Permission denied", "Read-only file system"),
            ServerError,
            f"it may not write to {home}. Give this user the folder, or choose another with --data or KITH_DATA",
        ),
        (
            (
                "Could not reserve enough space",
                "Invalid maximum heap size",
                "OutOfMemoryError",
                "Cannot allocate memory",
            ),
            ServerError,
            "there is not enough memory for it. Close other programs, or set KITH_SERVER_MEMORY (512m by default)",
        ),
        (
            ("is locked by another process", "OverlappingFileLockException", "LockException"),
            ServerError,
            f"another program holds the database in {home}. Stop it first",
        ),
    )
    for words, kind, reason in reasons:
        if any(word in said for word in words):
            return kind(f"The graph server did not start: {reason}.")
    return ServerError(f"The graph server did not start. What it printed is in {home / 'log' / _CONSOLE}.")


def _said(home: Path) -> str:
    """What Java printed in this run."""
    log = home / "log" / _CONSOLE
    return log.read_text(encoding="utf-8", errors="replace")[-20_000:] if log.is_file() else ""


def check_disk(home: Path) -> None:
    """Refuse to start where the write-ahead log would not fit."""
    free = shutil.disk_usage(home).free
    if free < SPARE_DISK:
        raise ServerError(
            f"Only {free // 2**20} MB are free on the disk of {home}; the graph server needs {SPARE_DISK // 2**20} MB. "
            "Free some space and start again; nothing that was saved is lost."
        )


def wait_until_it_answers(
    home: Path, java: psutil.Process, ports: Ports, connection: Connection, patience: float
) -> str:
    """Wait until a query answers (the ports open before the database does) and return what the server calls itself."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        # A start that fails ends the main thread only: the process stays, and would be waited for in vain.
        if not java.is_running() or java.status() == psutil.STATUS_ZOMBIE or _FAILED in _said(home):
            raise explain(home)
        if _ready(ports) and (version := answers(connection)):
            return version
        time.sleep(0.1)
    raise ServerError(
        f"The graph server did not answer within {patience:.0f} seconds. What it printed is in "
        f"{home / 'log' / _CONSOLE}; start again when the machine is less busy."
    )


def _ready(ports: Ports) -> bool:
    """Whether the server says it is ready: asked first, because a query too early fills its log with stack traces."""
    connection = http.client.HTTPConnection(LOOPBACK, ports.http, timeout=2)
    try:
        connection.request("GET", "/api/v1/ready")
        return connection.getresponse().status == http.client.NO_CONTENT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
