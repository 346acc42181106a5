"""The options Streamlit runs with, from one file, whoever starts it. It does not import streamlit."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

_BESIDE_APP = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"


def streamlit_options(*, port: int | None = None, address: str | None = None) -> dict[str, str]:
    """Every option by its dotted name, as text fit for a flag: `{"theme.base": "light", ...}`.

    Parameters
    ----------
    port, address
        Where to listen; without them the file and Streamlit's defaults decide.

    Raises
    ------
    FileNotFoundError
        The options file is neither beside app.py nor in the installed package.
    """
    options = dict(_flat(tomllib.loads(_text())))
    if port is not None:
        options["server.port"] = str(port)
    if address is not None:
        options["server.address"] = address
    return options


def streamlit_flags(*, port: int | None = None, address: str | None = None) -> list[str]:
    """The same options as command-line flags; an option with several values (parted by commas) is a flag for each."""
    return [
        f"--{name}={one}"
        for name, value in streamlit_options(port=port, address=address).items()
        for one in (value.split(",") if name in _SEVERAL else [value])
    ]


_SEVERAL = {"server.allowedHosts"}


def _text() -> str:
    """The file beside app.py, else the copy of it that a wheel carries (setup.py)."""
    if _BESIDE_APP.is_file():
        return _BESIDE_APP.read_text(encoding="utf-8")
    return files("mapping.pages").joinpath("streamlit.toml").read_text(encoding="utf-8")


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", ",".join(str(one) for one in value)
        else:
            yield f"{prefix}{name}", str(value).lower() if isinstance(value, bool) else str(value)
