"""The borough that these tests look at, generated once."""

from __future__ import annotations

import pytest

from loaders.borough import Manifest, generate
from tests.borough.tables import Tables


@pytest.fixture(scope="session")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The default borough, as written."""
    return generate(tmp_path_factory.mktemp("ottermere"))


@pytest.fixture(scope="session")
def tables(borough: Manifest) -> Tables:
    """Its extracts as rows of text."""
    return Tables(borough)
