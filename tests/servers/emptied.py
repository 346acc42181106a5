"""Empties a test server's database, constraints and indexes included, so that each test starts from nothing."""

from __future__ import annotations

from typing import Any

from neo4j import GraphDatabase

from graph.settings import Connection


def empty_neo4j(connection: Connection) -> None:
    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:

        def run(query: str) -> list[Any]:
            return [record[0] for record in driver.execute_query(query, database_=connection.database).records]

        while run("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(*)") != [0]:
            pass
        for name in run("SHOW CONSTRAINTS YIELD name"):
            run(f"DROP CONSTRAINT `{name}` IF EXISTS")
        for name in run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
            run(f"DROP INDEX `{name}` IF EXISTS")
