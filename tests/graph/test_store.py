"""The store as a whole: opened by settings, healthy in words, and keeping every acknowledged write through a crash."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from neo4j import exceptions as bolt

from graph import open_store
from graph.bolt import _PATIENCE, Bolt, Query
from graph.embedded import EmbeddedServer
from graph.failures import StoreError, explain
from graph.migrate import available
from graph.model import Statement
from graph.settings import Connection, Settings
from graph.store import Store
from tests.graph.saying import BIZ, PEOPLE, TAMSIN, TODAY, says, tie, view


def test_health_says_what_is_there(store: Store) -> None:
    store.writer().write(PEOPLE)
    health = store.health()
    assert health.well
    assert any(name in health.server for name in ("ArcadeDB", "Neo4j/5"))
    assert (health.applied, health.pending, health.trouble) == (tuple(one.id for one in available()), (), "")
    assert (health.counts["children"], health.counts["adults"], health.counts["records"]) == (2, 1, 4)
    assert health.version == store.version()


def test_a_server_that_is_away_is_said_in_words(tmp_path: Path) -> None:
    with Store(Connection("bolt://127.0.0.1:9", "neo4j", "x", "neo4j"), tmp_path) as away:
        health = away.health()
        assert not health.well
        assert "does not answer" in health.trouble
        assert "kith doctor" in health.trouble


def test_a_dead_server_is_said_sooner_than_a_lock_is_given_up(tmp_path: Path) -> None:
    with Store(Connection("bolt://127.0.0.1:9", "neo4j", "x", "neo4j"), tmp_path) as away:
        began = time.monotonic()
        with pytest.raises(StoreError, match="does not answer"):
            away.version()
        assert time.monotonic() - began < _PATIENCE / 2


def test_what_passes_is_tried_again_and_what_does_not_is_not(held: Connection) -> None:
    server = Bolt(held)
    lock, wrong = bolt.TransientError(), bolt.ClientError()
    tries: list[bolt.Neo4jError] = []

    def fails(query: Query, *errors: bolt.Neo4jError) -> int:
        """Raise these one after the other, then answer how often it was tried."""
        if len(tries) < len(errors):
            tries.append(errors[len(tries)])
            raise tries[-1]
        return int(query("RETURN $tries AS tries", tries=len(tries))[0]["tries"])

    try:
        assert server.read(lambda query: fails(query, lock, lock)) == 2
        tries.clear()
        assert server.write(lambda query: fails(query, lock, lock, lock)) == 3
        tries.clear()
        with pytest.raises(StoreError):
            server.write(lambda query: fails(query, lock, wrong, lock))
        assert tries == [lock, wrong]
    finally:
        server.close()


def test_a_wrong_password_is_said_in_words_and_never_shown(held: Connection, tmp_path: Path) -> None:
    with (
        Store(Connection(held.uri, held.user, "not-the-password", held.database), tmp_path) as store,
        pytest.raises(StoreError, match="does not accept the user or password") as caught,
    ):
        store.version()
    assert "not-the-password" not in str(caught.value)


def test_a_missing_database_is_said_in_words(held: Connection, tmp_path: Path) -> None:
    with (
        Store(Connection(held.uri, held.user, held.password, "nowhere"), tmp_path) as store,
        pytest.raises(StoreError, match="no database 'nowhere'"),
    ):
        store.version()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "disk that holds the graph is full"),
        (bolt.ServiceUnavailable("x"), "does not answer"),
        (bolt.TransientError("x"), "busy"),
        (bolt.CypherSyntaxError("secret name in a query"), "could not do what Kith asked"),
    ],
)
def test_every_error_says_what_is_safe_and_what_to_do(error: Exception, words: str) -> None:
    said = explain(error, "bolt://127.0.0.1:7687", "neo4j")
    assert words in said.what
    assert said.safe.endswith(".")
    assert said.do.endswith(".")
    assert "secret" not in str(said)


def test_settings_open_the_store_of_a_data_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", today=TODAY)
    with open_store(settings) as store:
        store.writer().write(PEOPLE)
        version = store.version()
        assert store.today == TODAY
    with open_store(settings) as store:
        assert store.version() == version
        assert view(store).snapshot().entities.num_rows == len(PEOPLE)


def test_a_killed_server_keeps_every_acknowledged_write_whole(tmp_path: Path) -> None:
    """kill -9 while somebody writes: what was acknowledged is there, and what was not is there whole or not at all."""
    server = EmbeddedServer(tmp_path)
    acknowledged: list[int] = []
    try:
        for round_number in range(2):
            with Store(server.start(), tmp_path, TODAY) as store:
                store.migrate()
                store.writer().write(PEOPLE)
                before = len(acknowledged)
                writer = threading.Thread(target=_write_on, args=(store, round_number, acknowledged))
                writer.start()
                while len(acknowledged) < before + 10:
                    writer.join(0.01)
                    assert writer.is_alive()
                _kill(server)
                writer.join()
            with Store(server.start(), tmp_path, TODAY) as store:
                records = view(store).snapshot().ties["record"].to_pylist()
                sizes = {
                    name: sum(record.startswith(f"{name}|") for record in records) for name in map(str, acknowledged)
                }
                assert set(sizes.values()) == {5}
                assert len(records) % 5 == 0  # the batch nobody acknowledged, whole or not at all
                assert len(records) - 5 * len(acknowledged) in {5 * n for n in range(round_number + 2)}
                assert store.writer().write(_batch(acknowledged[-1])).unchanged == 5
    finally:
        server.stop()


def _write_on(store: Store, round_number: int, acknowledged: list[int]) -> None:
    with suppress(StoreError):
        for n in range(10_000 * round_number, 10_000 * (round_number + 1)):
            store.writer().write(_batch(n))
            acknowledged.append(n)


def _batch(n: int) -> list[Statement]:
    return [says(f"{n}|{i}", tie(BIZ, "grooms", TAMSIN)) for i in range(5)]


def _kill(server: EmbeddedServer) -> None:
    state = server._state()
    assert state is not None
    process = psutil.Process(state.pid)
    process.kill()
    with suppress(psutil.NoSuchProcess):
        process.wait(20)
