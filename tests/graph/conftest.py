"""The two stores that every test of this room runs on, emptied, with people and records to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.settings import Connection
from graph.store import Store
from tests.graph.planning import GROUP, HIDDEN, PARK, SCHOOL
from tests.graph.saying import PEOPLE, TAMSIN, TODAY, provenance, says, tie
from tests.storing import emptied


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def held(request: pytest.FixtureRequest) -> Connection:
    """A server whose graph is empty but has its constraints: making those anew for each test would take seconds."""
    if request.param == "embedded":
        server = request.getfixturevalue("embedded")
        found = server.connection()
    else:
        found = request.getfixturevalue("neo4j_connection")
    assert isinstance(found, Connection)
    return found


@pytest.fixture
def store(held: Connection, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    emptied(held)
    with Store(held, tmp_path, TODAY) as made:
        made.migrate()
        yield made


@pytest.fixture
def placed(store: Store) -> Store:
    """People, places, a school and a group; a place that only a restricted record names; nothing assessed."""
    store.writer().write(
        [
            *PEOPLE,
            says("more", SCHOOL, GROUP, PARK),
            says("ties|c", HIDDEN, tie(TAMSIN, "goes_to", HIDDEN, provenance(handling="C"))),
        ]
    )
    return store
