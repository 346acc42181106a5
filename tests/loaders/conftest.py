"""The real graph that load tests write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Store
from graph.settings import Connection
from tests.loaders.files import TODAY


@pytest.fixture
def store(embedded_connection: Connection, tmp_path: Path) -> Iterator[Store]:
    """An empty graph on the embedded server, in the shape Kith needs; its day is the tests' today."""
    with Store(embedded_connection, tmp_path / "data", TODAY) as opened:
        opened.migrate()
        yield opened
