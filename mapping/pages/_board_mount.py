"""Mounts the board's browser part on a page: once for exploring, once for each kept board."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from data_schema import schema
from mapping.board import component

MOUNT = st.components.v2.component("kith_board", html=component.HTML, css=component.CSS, js=component.script())


@cache
def font() -> bytes:
    """The Source Sans that Streamlit bundles, for a page to look the same anywhere; nothing when it is not there."""
    media = files("streamlit").joinpath("static", "static", "media")
    found = [file for file in media.iterdir() if file.name.startswith("SourceSansVF-Upright")] if media.is_dir() else []
    return found[0].read_bytes() if found else b""


@cache
def tie_kinds() -> tuple[dict[str, Any], ...]:
    """The kinds of tie that somebody may draw, as the browser is given them."""
    return tuple(
        {
            "kind": tie.name,
            "label": tie.label,
            "standing": tie.standing.value,
            "ends": [list(pair) for pair in tie.ends],
        }
        for tie in schema().ties.values()
    )
