"""What the tests of copies share: the typeface, cut once."""

from __future__ import annotations

import pytest

from loaders.quarantine import neutral
from mapping.board.take.copies import Tools
from tests.board.take.boards import font


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """The app's typeface, a folder for its cuts, and the cells of the loaders."""
    return Tools(neutral, font(), tmp_path_factory.mktemp("faces"))
