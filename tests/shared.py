"""Finds the real public data that some tests use; it lies beside the project, never inside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(name: str) -> Path:
    """A file of the shared data, such as `networks/glasgow160/nodes.csv`; the test is skipped where it is not."""
    folder = Path(os.environ.get("KITH_SHARED_DATA") or ROOT.parent / "shared" / "data")
    path = folder / name
    if not path.exists():
        pytest.skip(f"{name} is not in the shared data folder: set KITH_SHARED_DATA to run this test")
    return path
