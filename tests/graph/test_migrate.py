"""Migrations: the file is the schema's, each is applied once, and a graph that does not fit is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from neo4j import GraphDatabase

from data_schema import schema
from graph import migrate
from graph.bolt import Bolt
from graph.failures import MigrationRefused
from graph.settings import Connection
from graph.store import Store


def test_the_first_migration_is_what_the_schema_calls_for() -> None:
    """When this fails the schema gained a word: add a migration with the next number."""
    written = [text for found in migrate.available() for text in migrate.statements(found.text)]
    wanted = list(migrate.statements(migrate.constraints(schema())))
    assert [text for text in wanted if text not in written] == []


def test_statements_are_split_outside_quotes_and_comments() -> None:
    text = """// one; comment 'with quote
    CREATE (a {b: 'x;y', c: "it's; \\" fine"}); /* two; */ MATCH (`odd;name`) RETURN 4 / 2
    ;; ; RETURN 'http://x' // last; one
    """
    assert list(migrate.statements(text)) == [
        """CREATE (a {b: 'x;y', c: "it's; \\" fine"})""",
        "MATCH (`odd;name`) RETURN 4 / 2",
        "RETURN 'http://x'",
    ]


def test_the_server_has_every_constraint_and_keeps_it(store: Store, held: Connection) -> None:
    assert store.migrate() == []
    with GraphDatabase.driver(held.uri, auth=(held.user, held.password)) as driver:
        labels = [kind.node for kind in schema().entities.values()] + list(migrate.UNIQUE_NODES)
        labels += ["Decision", "Concern", "Assessment", "Action", "Step", "Board", "Operation"]
        for label in labels:
            if label in {"Meta", "Migration"}:
                continue
            driver.execute_query(f"CREATE (:{label} {{id: 'twice'}})", database_=held.database)
            with pytest.raises(Exception, match=r"(?i)constraint|unique|duplicate"):
                driver.execute_query(f"CREATE (:{label} {{id: 'twice'}})", database_=held.database)
        for kind in ("FRIEND", "HAS_ROLE", "GROOMS"):
            text = f"MATCH (a:Child {{id: 'twice'}}) CREATE (a)-[:{kind} {{id: 't'}}]->(a)"
            driver.execute_query(text, database_=held.database)
            with pytest.raises(Exception, match=r"(?i)constraint|unique|duplicate"):
                driver.execute_query(text, database_=held.database)
        if "ArcadeDB" not in store.health().server:
            shown = driver.execute_query("SHOW CONSTRAINTS YIELD name", database_=held.database).records
            words = [text.split()[2] for text in migrate.statements(migrate.constraints(schema())) if "UNIQUE" in text]
            assert {record["name"] for record in shown} >= set(words)


def test_each_is_applied_once_in_order(store: Store, held: Connection, tmp_path: Path) -> None:
    folder = _copied(tmp_path)
    next_ = f"V{len(migrate.available()) + 1:03}"
    more = f"{next_}__more.cypher"
    (folder / more).write_text("MERGE (:Role {id: 'a;b'});\nMERGE (:Role {id: 'c'});\n")
    bolt = Bolt(held)
    try:
        assert migrate.migrate(bolt, folder) == [more]
        assert migrate.migrate(bolt, folder) == []
        assert {row["id"] for row in bolt.read(lambda query: query("MATCH (r:Role) RETURN r.id AS id"))} == {"a;b", "c"}
        # Killed before it was recorded: run again, nothing doubles.
        bolt.write(lambda query: query("MATCH (m:Migration {id: $id}) DELETE m", id=next_))
        assert migrate.migrate(bolt, folder) == [more]
        with pytest.raises(MigrationRefused, match=f"newer Kith.*{next_}"):
            store.migrate()
        assert "newer Kith" in store.health().trouble
        (folder / more).write_text("MERGE (:Role {id: 'changed'});\n")
        with pytest.raises(MigrationRefused, match=f"{next_}__more.cypher was changed"):
            migrate.migrate(bolt, folder)
        assert len(bolt.read(lambda query: query("MATCH (r:Role) RETURN r.id AS id"))) == 2
    finally:
        bolt.write(lambda query: query("MATCH (m:Migration {id: $id}) DELETE m", id=next_))
        bolt.close()


def test_line_endings_do_not_change_a_checksum(tmp_path: Path) -> None:
    one, two = (migrate.Migration("V001", "x", text) for text in ("A;\nB;\n", "A;\r\nB;\r\n"))
    assert one.checksum == two.checksum
    (tmp_path / "v1.cypher").write_text("")
    with pytest.raises(ValueError, match="named like"):
        migrate.available(tmp_path)


def _copied(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for found in migrate.available():
        (folder / found.name).write_text(found.text, encoding="utf-8")
    return folder
