"""The graph itself: what is said by whom, kept so that it can be read by purpose, corrected and traced.

Everybody else imports from here or from `graph.model`, `graph.snapshot` and `graph.access`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.failures import EndMissing, IdentifierTaken, MigrationRefused, NotHeld, StatementRefused, StoreError
    from graph.settings import Settings
    from graph.store import Store

__all__ = [
    "EndMissing",
    "IdentifierTaken",
    "MigrationRefused",
    "NotHeld",
    "StatementRefused",
    "Store",
    "StoreError",
    "open_store",
]

_FROM = {name: "graph.store" if name == "Store" else "graph.failures" for name in __all__ if name != "open_store"}


def __getattr__(name: str) -> Any:
    """Import what opens connections only when it is asked for: the driver alone takes half a second."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_FROM[name]), name)


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """Open the store of a data folder, brought to the shape this Kith needs.

    On the Neo4j server that the settings name; otherwise on the embedded server of the data folder, the one that runs
    or one started for as long as this store is open.

    Raises
    ------
    StoreError
        The server cannot be used; the message says what is safe and what to do.
    """
    from graph.embedded import connect_or_start
    from graph.store import Store

    settings.prepare()
    if settings.neo4j:
        with Store(settings.neo4j, settings.data, settings.today) as store:
            store.migrate()
            yield store
        return
    with connect_or_start(settings.data) as connection, Store(connection, settings.data, settings.today) as store:
        store.migrate()
        yield store
