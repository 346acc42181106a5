"""Brings a graph to the shape this version of Kith needs: numbered, checksummed Cypher files, each applied once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_schema.model import Schema
from graph import queries as cypher
from graph.bolt import Bolt, Query
from graph.failures import MigrationRefused

HERE = Path(__file__).parent / "migrations"
_NAME = re.compile(r"V\d{3}__[a-z0-9_]+\.cypher")
_TOKENS = re.compile(r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|;|[^;'"`/]+|/""", re.DOTALL)

UNIQUE_NODES = ("Role", "Identifier", "Record", "Area", "Migration", "Meta", "Load", "Population")
"""Nodes of Kith's own beside the entities; each has a unique id."""

INDEXES = (
    ("Record", "key"),
    ("Record", "mark"),
    ("Record", "source"),
    ("Identifier", "folded"),
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of statements."""

    id: str  # V001
    name: str  # V001__constraints.cypher
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, line endings aside (git may change those)."""
        return hashlib.sha256(self.text.replace("\r\n", "\n").encode()).hexdigest()


def constraints(found: Schema) -> str:
    """Write the constraints and indexes that the words of the schema call for, as a migration's text.

    Every label and relationship type of the schema gets a unique `id`, so that nothing can be written twice even by
    two loads at once, and so that a server knows every word from the start.
    """
    nodes = [kind.node for kind in found.entities.values()]
    lines = ["// Made from data_schema by graph.migrate.constraints: change the schema, not this file."]
    for label in [*sorted(nodes), *UNIQUE_NODES]:
        lines.append(f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;")
    for kind in sorted([*(tie.relationship for tie in found.ties.values()), "HAS_ROLE"]):
        lines.append(f"CREATE CONSTRAINT {kind.lower()}_id IF NOT EXISTS FOR ()-[r:{kind}]-() REQUIRE r.id IS UNIQUE;")
    for label, name in INDEXES:
        lines.append(f"CREATE INDEX {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name});")
    for label in sorted(nodes):
        lines.append(f"CREATE TEXT INDEX {label.lower()}_search IF NOT EXISTS FOR (n:{label}) ON (n.search);")
    lines.append("MERGE (m:Meta {id: 'kith'}) ON CREATE SET m.version = 0;")
    return "\n".join(lines) + "\n"


def statements(text: str) -> Iterator[str]:
    """Split a migration at its semicolons, leaving those inside quotes and comments alone; comments are dropped."""
    part: list[str] = []
    for word in _TOKENS.findall(text):
        if word == ";":
            if statement := "".join(part).strip():
                yield statement
            part = []
        elif not word.startswith(("//", "/*")):
            part.append(word)
    if statement := "".join(part).strip():
        yield statement


def available(folder: Path = HERE) -> list[Migration]:
    """The migrations of this version of Kith, in order."""
    paths = sorted(path for path in folder.glob("*.cypher"))
    if strange := [path.name for path in paths if not _NAME.fullmatch(path.name)]:
        raise ValueError(f"{strange[0]}: a migration is named like V001__constraints.cypher")
    return [Migration(path.name[:4], path.name, path.read_text(encoding="utf-8")) for path in paths]


def applied(query: Query) -> dict[str, str]:
    """Migrations the graph has had, id to checksum."""
    return {row["id"]: row["checksum"] for row in query(cypher.MIGRATIONS)}


def pending(bolt: Bolt, folder: Path = HERE) -> list[Migration]:
    """Migrations the graph still needs.

    Raises
    ------
    MigrationRefused
        The graph was made by a newer Kith, or a migration it has had was changed since.
    """
    have, known = bolt.read(applied), available(folder)
    if newer := sorted(have.keys() - {migration.id for migration in known}):
        raise MigrationRefused(
            f"This graph was made by a newer Kith (it has had {newer[-1]}, which this one does not know).",
            safe="Nothing was changed.",
            do="Start the newer Kith, or use another data folder.",
            code=f"newer {newer[-1]}",
        )
    for migration in known:
        if have.get(migration.id, migration.checksum) != migration.checksum:
            raise MigrationRefused(
                f"The migration {migration.name} was changed after this graph had it.",
                safe="Nothing was changed.",
                do="Put the file back as it was and add a new migration with the next number.",
                code=f"checksum {migration.id} {have[migration.id][:8]} {migration.checksum[:8]}",
            )
    return [migration for migration in known if migration.id not in have]


def migrate(bolt: Bolt, folder: Path = HERE) -> list[str]:
    """Apply what is pending, in order, and return the names. Killed half way, it can be run again.

    Each statement has its own transaction (servers do not mix changes of shape with data), so every statement of a
    migration must bear being run twice.
    """
    done = []
    for migration in pending(bolt, folder):
        for statement in statements(migration.text):
            bolt.run(statement)

        def remember(query: Query, migration: Migration = migration) -> None:
            query(cypher.SET_MIGRATION, id=migration.id, checksum=migration.checksum, on=date.today())

        bolt.write(remember)
        done.append(migration.name)
    return done
