"""What the tests of boards say: a desk, a head, operations, and the audit log as it was written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from graph.access import Purpose, Viewer
from graph.audit import files
from graph.boards import Boards
from graph.model import BoardHead, Operation
from graph.settings import Connection
from graph.store import Store
from tests.graph.planning import OSEI
from tests.graph.saying import TODAY

LAST = TODAY + timedelta(days=30)
HEAD = BoardHead("Station group", "Strategy meeting of 5 November", "R. Osei", ("hub", "police"), "initials", LAST)


def head(**values: Any) -> BoardHead:
    return replace(HEAD, **values)


def boards(store: Store, viewer: Viewer = OSEI, purpose: str = HEAD.purpose) -> Boards:
    return store.boards(viewer, Purpose(purpose))


def op(id: str, kind: str = "note", /, **body: Any) -> Operation:
    return Operation(id, kind, body or {"id": f"N-{id}", "text": "At the station after school."})


def later(held: Connection, data: Path, days: int = 31) -> Store:
    """The same graph on a later day."""
    return Store(held, data, TODAY + timedelta(days=days))


def lines(data: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in files(data / "audit") for line in path.read_text().splitlines()]
