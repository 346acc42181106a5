"""Says in plain words whether everything Kith needs is there, and what to do about what is not. It changes nothing."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from graph import open_store
from graph.audit import verify
from graph.embedded import running
from graph.errors import KithError
from graph.settings import Settings

PACKAGES = (
    "arcadedb-embedded",
    "neo4j",
    "streamlit",
    "networkx",
    "rustworkx",
    "geopandas",
    "folium",
    "pyvis",
    "scikit-learn",
)
_LEAST_FREE = 2 * 1024**3  # bytes: room for the graph, its log and one more borough


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    says: str  # what was found, and how to mend it


def examine(settings: Settings) -> list[Finding]:
    """Look at versions, data folder, disk, graph server, migrations and audit log, in that order."""
    return [*_versions(), *_folder(settings), *_server(settings), *_audit(settings)]


def _versions() -> Iterator[Finding]:
    yield Finding("Kith", True, f"{_version('kith')} on Python {platform.python_version()}, {platform.system()}")
    found = {name: _version(name) for name in PACKAGES}
    missing = [name for name, number in found.items() if number == "missing"]
    says = ", ".join(f"{name} {number}" for name, number in found.items())
    yield Finding("Packages", not missing, says + (". Install again: pip install -e ." if missing else ""))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _folder(settings: Settings) -> Iterator[Finding]:
    try:
        settings.prepare()
    except KithError as error:
        yield Finding("Data folder", False, str(error))
        return
    fictional = ", fictional borough" if settings.fictional else ""
    yield Finding("Data folder", True, f"{settings.data}{fictional}")
    free = shutil.disk_usage(settings.data).free
    mend = "" if free >= _LEAST_FREE else f" Make room: Kith wants {_LEAST_FREE / 1024**3:.0f} GB or more."
    yield Finding("Free disk", free >= _LEAST_FREE, f"{free / 1024**3:,.1f} GB.{mend}")


def _server(settings: Settings) -> Iterator[Finding]:
    kind = "Neo4j server" if settings.neo4j else "Embedded graph server"
    was_running = settings.neo4j is not None or running(settings.data) is not None
    try:
        with open_store(settings) as store:
            health = store.health()
    except KithError as error:
        yield Finding(kind, False, str(error))
        return
    how = "answers" if was_running else "starts and answers (it was not running)"
    yield Finding(
        kind, health.reachable, f"{health.server} at {health.uri} {how}" if health.reachable else health.trouble
    )
    waiting = f"; waiting: {', '.join(health.pending)}" if health.pending else ""
    says = health.trouble or f"{len(health.applied)} applied, none missing{waiting}"
    yield Finding("Migrations", health.well, says)
    held = ", ".join(f"{count:,} {name}" for name, count in health.counts.items() if count)
    yield Finding("Held", True, held or "Nothing is loaded yet: kith load FILES, or kith demo.")


def _audit(settings: Settings) -> Iterator[Finding]:
    verdict = verify(settings.data / "audit")
    says = (
        f"{verdict.lines:,} lines, unbroken"
        if verdict.whole
        else f"{verdict.trouble} Tell whoever answers for the data."
    )
    yield Finding("Audit log", verdict.whole, says)
