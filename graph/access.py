"""Who is asking, and what for. Reading is scoped by both or it does not happen."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass

from graph.errors import KithError


class Refused(KithError, PermissionError):
    """A viewer may not read this for that purpose; the message is fit to show."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at the desk. `handling` are the handling codes they may see beyond P."""

    name: str
    role: str = "analyst"
    hub: str = ""
    handling: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Refused("A viewer needs a name: nobody reads unnamed.")


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody reads: named, recorded with every read."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise Refused("A purpose is needed before anything is read: say what the meeting or task is.")


def local_viewer(hub: str = "") -> Viewer:
    """The one person of a single-user installation: `KITH_VIEWER`, else the name of the account."""
    return Viewer(os.environ.get("KITH_VIEWER", "").strip() or getpass.getuser(), "analyst", hub)
