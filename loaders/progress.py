"""How a load tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done (a file's name), rows done and rows in all (0 when not known)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""
