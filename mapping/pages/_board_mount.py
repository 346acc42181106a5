"""Mounts the board's browser part on a page: once for exploring, once for each kept board."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import streamlit as st

from mapping.board import component

MOUNT = st.components.v2.component("kith_board", html=component.HTML, css=component.CSS, js=component.script())


@cache
def font() -> bytes:
    """The Source Sans that Streamlit bundles, for a page to look the same anywhere; nothing when it is not there."""
    media = files("streamlit").joinpath("static", "static", "media")
    found = [file for file in media.iterdir() if file.name.startswith("SourceSansVF-Upright")] if media.is_dir() else []
    return found[0].read_bytes() if found else b""
