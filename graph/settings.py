"""Where Kith keeps its data and which graph server it uses, as environment and data folder say."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path

from graph.errors import KithError

FILE = "settings.json"
"""The file in the data folder that remembers what belongs to the data rather than to the machine."""

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_KNOWN = {"today", "fictional", "hub"}


class SettingsError(KithError, ValueError):
    """A setting cannot be used; the message names it and says how to mend it."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What a Bolt driver needs to reach one database."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str


@dataclass(frozen=True, slots=True)
class Settings:
    """One data folder and the graph server that goes with it.

    With `neo4j_uri` empty the embedded server of the data folder is used. `today` is the day that counts as today
    (a demonstration stands still in time); None means the calendar's. `fictional` marks a borough that was invented.
    `basemap` is the file that roads, water and parks of the map come from, as it was named; empty: none.
    """

    data: Path
    neo4j_uri: str | None = None
    neo4j_user: str | None = None
    neo4j_password: str | None = field(default=None, repr=False)
    neo4j_database: str | None = None
    today: date | None = None
    hub: str = ""
    fictional: bool = False
    basemap: str = ""

    @property
    def neo4j(self) -> Connection | None:
        """The Neo4j server to use instead of the embedded one, if there is one."""
        if not self.neo4j_uri:
            return None
        return Connection(
            self.neo4j_uri, self.neo4j_user or "neo4j", self.neo4j_password or "", self.neo4j_database or "neo4j"
        )

    def prepare(self) -> Settings:
        """Make the data folder, readable by its owner only, and return the settings.

        Raises
        ------
        SettingsError
            The folder cannot be made or written.
        """
        try:
            # Only what Kith makes is closed to others; a folder that was there already keeps its owner's choice.
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _folder_error(self.data, error) from error
        if not os.access(self.data, os.R_OK | os.W_OK | os.X_OK):
            raise _folder_error(self.data, PermissionError("no permission to write there"))
        return self

    def save(self) -> Path:
        """Write what belongs to the data (today, hub, fictional) to its `settings.json`; return that path."""
        self.prepare()
        path = self.data / FILE
        text = json.dumps(
            {"today": self.today.isoformat() if self.today else None, "hub": self.hub, "fictional": self.fictional},
            indent=2,
            ensure_ascii=False,
        )
        part = path.with_suffix(".part")
        try:
            part.write_text(text + "\n", encoding="utf-8")
            part.replace(path)  # whole or not at all
        except OSError as error:
            raise _folder_error(self.data, error) from error
        return path


def from_environment(data: Path | str | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Collect the settings of one data folder.

    Parameters
    ----------
    data
        The data folder; without it `KITH_DATA`, without that the user's own folder for application data.
    environment
        Where `KITH_DATA`, `KITH_TODAY`, `KITH_BASEMAP` and `KITH_NEO4J_URI`, `_USER`, `_PASSWORD`, `_DATABASE` are read
        from; the process environment by default. An empty value counts as not set.

    Raises
    ------
    SettingsError
        A value cannot be used. `KITH_TODAY` wins over the `today` of `settings.json`.
    """
    values = os.environ if environment is None else environment

    def get(name: str) -> str | None:
        return values.get(f"KITH_{name}", "").strip() or None

    folder = Path(data or get("DATA") or user_data_path("kith", appauthor=False)).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"The data folder {folder} is a file. Name a folder with --data or KITH_DATA.")
    remembered = _remembered(folder / FILE)
    uri = get("NEO4J_URI")
    _check_neo4j(uri, {name: get(f"NEO4J_{name}") for name in ("USER", "PASSWORD", "DATABASE")})
    today = get("TODAY")
    return Settings(
        data=folder,
        neo4j_uri=uri,
        neo4j_user=get("NEO4J_USER"),
        neo4j_password=get("NEO4J_PASSWORD"),
        neo4j_database=get("NEO4J_DATABASE"),
        today=_day(today, "KITH_TODAY") if today else remembered["today"],
        hub=remembered["hub"],
        fictional=remembered["fictional"],
        basemap=get("BASEMAP") or "",
    )


def _check_neo4j(uri: str | None, others: Mapping[str, str | None]) -> None:
    if uri is None:
        alone = [f"KITH_NEO4J_{name}" for name, value in others.items() if value]
        if alone:
            raise SettingsError(
                f"{' and '.join(alone)} is set but KITH_NEO4J_URI is not. Set it too, for example "
                "bolt://127.0.0.1:7687, or unset the others to use the embedded server."
            )
        return
    parts = urlsplit(uri)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise SettingsError(
            f"KITH_NEO4J_URI is {uri!r}, which is no Bolt address. Write it like bolt://127.0.0.1:7687 or "
            f"neo4j+s://graph.example:7687 (one of {', '.join(SCHEMES)})."
        )
    if parts.username or parts.password:
        raise SettingsError("KITH_NEO4J_URI holds a user or password. Put them in KITH_NEO4J_USER and _PASSWORD.")
    if not others["PASSWORD"]:
        raise SettingsError("KITH_NEO4J_URI is set but KITH_NEO4J_PASSWORD is not. Set the password of the server.")


def _remembered(path: Path) -> dict[str, Any]:
    """What `settings.json` says, checked; defaults when there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        found = {}
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{path} cannot be read ({error}). Mend it, or delete it to start from defaults."
        ) from error
    if not isinstance(found, dict) or not found.keys() <= _KNOWN:
        strange = f" (unknown: {', '.join(sorted(found.keys() - _KNOWN))})" if isinstance(found, dict) else ""
        raise SettingsError(f"{path} should hold one object with {', '.join(sorted(_KNOWN))}{strange}. Mend it.")
    today, hub, fictional = found.get("today"), found.get("hub", ""), found.get("fictional", False)
    if not isinstance(hub, str) or not isinstance(fictional, bool):
        raise SettingsError(f'{path}: "hub" is a text and "fictional" is true or false. Mend it.')
    return {"today": None if today is None else _day(today, f'{path}: "today"'), "hub": hub, "fictional": fictional}


def _day(text: object, name: str) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise SettingsError(f"{name} is {text!r}, which is no day. Write it as 2026-11-03.") from None


def _folder_error(folder: Path, error: OSError) -> SettingsError:
    return SettingsError(f"The data folder {folder} cannot be used ({error}). Choose another with --data or KITH_DATA.")
