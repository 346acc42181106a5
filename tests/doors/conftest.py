"""A data folder whose embedded server stays up, so that each call of the command finds it running."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import cli
from graph.embedded import EmbeddedServer

Kith = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of this module's own, its server running."""
    data = tmp_path_factory.mktemp("data")
    server = EmbeddedServer(data)
    server.start()
    yield data
    server.stop()


@pytest.fixture(scope="module")
def kith(folder: Path) -> Kith:
    """Run a verb on the folder."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(cli.app, [*(str(word) for word in words), "--data", str(folder)])

    return run


def printed(result: Result) -> dict[str, Any]:
    """The JSON object a verb printed, and nothing else."""
    found: dict[str, Any] = json.loads(result.stdout)
    return found
