"""The one connection to a graph server, Neo4j or embedded. Private to graph/: nothing outside it speaks Cypher."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from neo4j import GraphDatabase, ManagedTransaction, NotificationMinimumSeverity
from neo4j.exceptions import ConstraintError, DriverError, Neo4jError, ServiceUnavailable

from graph.failures import StoreError, explain
from graph.settings import Connection

T = TypeVar("T")
Row = Mapping[str, Any]
_PATIENCE = 15.0  # seconds for which a transaction is tried again after an error that passes, such as a lock
_PATIENCE_DOWN = 2.0  # after no answer at all: whoever waits is told, and what reads again by itself does so later
_PATIENCE_MET = 1.5  # after a write that met another's in a unique constraint: it looks again, and finds it made
_PAUSE, _LONGEST_PAUSE = 0.05, 2.0  # seconds before the second try, and before a late one


def native(value: Any) -> Any:
    """The driver's own dates as Python's, wherever they lie in a value."""
    if isinstance(value, dict):
        return {name: native(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [native(inner) for inner in value]
    return value.to_native() if hasattr(value, "to_native") else value


class Query:
    """One transaction's way to ask: `query(text, name=value)` gives the rows."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction

    def __call__(self, text: str, /, **parameters: Any) -> list[Row]:
        """Run one statement and fetch all its rows. The text is Kith's own, never data: data goes in parameters."""
        return [
            {name: native(value) for name, value in zip(record.keys(), record.values(), strict=True)}
            for record in self._transaction.run(text, parameters)
        ]

    def values(self, text: str, /, **parameters: Any) -> list[tuple[Any, ...]]:
        """Run one statement and fetch its rows as tuples, as the driver gives them: for much data at once."""
        return [tuple(record.values()) for record in self._transaction.run(text, parameters)]


def _patience(error: Neo4jError | DriverError) -> float:
    """For how many seconds after this error to try again."""
    if isinstance(error, ConstraintError):
        return _PATIENCE_MET
    if not error.is_retryable():
        return 0.0
    return _PATIENCE_DOWN if isinstance(error, ServiceUnavailable) else _PATIENCE


def _tried(transaction: Callable[[], T]) -> T:
    """Run a transaction, again after an error that may pass: sooner than two that met would meet once more."""
    began, pause = time.monotonic(), _PAUSE
    while True:
        try:
            return transaction()
        except (Neo4jError, DriverError) as error:
            if time.monotonic() - began >= _patience(error):
                raise
        time.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(2 * pause, _LONGEST_PAUSE)


class Bolt:
    """A driver held open for one Store. Not for use outside `graph`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        with self._explained():
            self._driver = GraphDatabase.driver(
                connection.uri,
                auth=(connection.user, connection.password),
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                max_transaction_retry_time=0,  # `_tried` does it: the driver's own waits as long for a dead server
                connection_timeout=10.0,
                telemetry_disabled=True,
                user_agent="kith",
            )

    def read(self, work: Callable[[Query], T]) -> T:
        """Do the work in one read transaction, tried again after transient errors."""
        with self._explained(), self._driver.session(database=self._connection.database) as session:
            return _tried(lambda: session.execute_read(lambda transaction: work(Query(transaction))))

    def write(self, work: Callable[[Query], T]) -> T:
        """Do the work in one write transaction, all of it or nothing, tried again after transient errors.

        Two writers that make the same thing at once meet in a unique constraint: the one that lost looks again, and
        finds it made.
        """
        with self._explained(), self._driver.session(database=self._connection.database) as session:
            return _tried(lambda: session.execute_write(lambda transaction: work(Query(transaction))))

    def run(self, text: str) -> None:
        """Run one statement in a transaction of its own, as changes to constraints need it."""
        with self._explained(), self._driver.session(database=self._connection.database) as session:
            session.run(text).consume()

    def server(self) -> str:
        """Name and version of the server as it answered."""
        with self._explained():
            return str(self._driver.get_server_info().agent)

    def close(self) -> None:
        """Let the connection go."""
        self._driver.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except StoreError:
            raise
        except (Neo4jError, DriverError, OSError) as error:
            raise explain(error, self._connection.uri, self._connection.database) from error
