"""A real Neo4j Community server for the tests: its own folder, its own port on loopback, its first password changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from platformdirs import user_cache_path

from graph.arcadedb import free_ports, new_password
from graph.settings import Connection

POM = Path(__file__).with_name("pom.xml")


def wanted() -> str:
    """The version of Neo4j that `pom.xml` names."""
    version = ElementTree.parse(POM).getroot().findtext(".//{*}dependency/{*}version")
    assert version
    return version


def jars() -> Path:
    """Where the server's jars lie: `KITH_NEO4J_LIB`, else the folder into which `make test` fetches them."""
    named = os.environ.get("KITH_NEO4J_LIB")
    return Path(named) if named else user_cache_path("kith", appauthor=False) / f"neo4j-{wanted()}"


def missing() -> str:
    """Why no Neo4j can be started here; empty when it can."""
    if shutil.which("java") is None:
        return "no Java here (Debian: openjdk-17-jre-headless)"
    if not (jars() / f"neo4j-{wanted()}.jar").is_file():
        return f"no Neo4j {wanted()} in {jars()}: `make test` fetches it, or set KITH_NEO4J_LIB"
    return ""


class Neo4jServer:
    """One server with its home in `home`; `start` returns once a query answers."""

    def __init__(self, home: Path, entry: str = "org.neo4j.server.CommunityEntryPoint") -> None:
        self.home = home
        self.entry = entry
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 180) -> Connection:
        port = free_ports().bolt
        (self.home / "conf").mkdir(parents=True)
        (self.home / "conf" / "neo4j.conf").write_text(
            "server.default_listen_address=127.0.0.1\n"
            f"server.bolt.listen_address=127.0.0.1:{port}\n"
            "server.http.enabled=false\n"
            "dbms.usage_report.enabled=false\n"
            "server.memory.pagecache.size=64m\n"
        )
        command = ["java", "-Xmx768m", "-cp", str(jars() / "*"), self.entry]
        with (self.home / "console.log").open("wb") as console:
            self.process = subprocess.Popen(
                [*command, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"],
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        connection = Connection(f"bolt://127.0.0.1:{port}", "neo4j", new_password(), "neo4j")
        deadline = time.monotonic() + patience
        while True:
            try:
                self._change_first_password(connection)
                return connection
            except (Neo4jError, DriverError, OSError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    said = (self.home / "console.log").read_text(errors="replace")[-2000:]
                    self.stop()
                    raise RuntimeError(f"Neo4j did not start:\n{said}") from None
                time.sleep(0.3)

    def _change_first_password(self, connection: Connection) -> None:
        with GraphDatabase.driver(connection.uri, auth=("neo4j", "neo4j")) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM $first TO $second",
                {"first": "neo4j", "second": connection.password},
                database_="system",
            )

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
