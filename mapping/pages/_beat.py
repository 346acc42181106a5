"""A beat lets a part of a page run again by itself. Draw it inside an `st.fragment`.

Streamlit's own `run_every` sends whatever was pressed in the moment before it, and the press then sends itself once
more: what was pressed is done twice (seen with Streamlit 1.67 on a busy machine). A beat waits until a press is sent.
It presses the button of a form, which is sent at once: what is sent a moment later, together with what else comes in
that moment, runs only one of the parts that were to run. And it waits until the page has run and is drawn: where a
part runs at once after the page, the browser now and then loses pieces of what the page drew, or sends the values of
sliders and lists from before it.
"""

from __future__ import annotations

from importlib.resources import files

import streamlit as st

_MOUNT = st.components.v2.component(
    "kith_beat", js=files("mapping.pages").joinpath("_beat.js").read_text(encoding="utf-8")
)


def beat(key: str, every: float) -> None:
    """Run the fragment that draws this again `every` so many seconds, for as long as it draws it.

    Parameters
    ----------
    key : str
        Its own on the page.
    every : float
        Seconds from one run to the next.
    """
    with st.container(key=f"kith-beat-{key}"):  # not to be seen
        with st.form(f"kith-look-{key}", border=False, enter_to_submit=False):
            st.form_submit_button("Look again", key=f"kith-look-again-{key}")
        _MOUNT(key=f"kith-clock-{key}", data={"every": every}, height=1)
