"""A beat lets a part of a page run again by itself. Draw it inside an `st.fragment`.

Streamlit's own `run_every` sends whatever was pressed in the moment before it, and the press then sends itself once
more: what was pressed is done twice (seen with Streamlit 1.67 on a busy machine). A beat waits for a press to be sent.
"""

from __future__ import annotations

from importlib.resources import files

import streamlit as st

_MOUNT = st.components.v2.component(
    "kith_beat", js=files("mapping.pages").joinpath("_beat.js").read_text(encoding="utf-8")
)


def beat(key: str, every: float) -> None:
    """Run the fragment that draws this again `every` so many seconds, for as long as it draws it; `key`: its own."""
    _MOUNT(key=f"kith-beat-{key}", data={"every": every}, height=1)
