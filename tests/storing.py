"""Empties a graph and leaves its constraints, so that a test on a real server need not wait for them to be made."""

from __future__ import annotations

from typing import Any

from neo4j import GraphDatabase

from graph.settings import Connection


def emptied(connection: Connection) -> None:
    """Take everything out of a graph but the migrations it has had."""

    def wipe(transaction: Any) -> int:
        text = "MATCH (n) WHERE NOT n:Migration AND NOT n:Meta WITH n LIMIT 10000 DETACH DELETE n RETURN count(*) AS n"
        return int(transaction.run(text).single()["n"])

    with (
        GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver,
        driver.session(database=connection.database) as session,
    ):
        while session.execute_write(wipe):
            pass
