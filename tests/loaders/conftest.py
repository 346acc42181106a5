"""The real graph that load tests write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Store
from graph.embedded import EmbeddedServer
from tests.loaders.files import TODAY
from tests.storing import emptied


@pytest.fixture
def store(embedded: EmbeddedServer, tmp_path: Path) -> Iterator[Store]:
    """A graph emptied but for its constraints, on the embedded server; its day is the tests' today."""
    connection = embedded.connection()
    assert connection is not None
    emptied(connection)
    with Store(connection, tmp_path / "data", TODAY) as opened:
        opened.migrate()
        yield opened
