"""What is chosen, shared by board and map: one entity of the session, taken over by whichever page is opened."""

from __future__ import annotations

import streamlit as st

BOARD, MAP = "board", "map"


def share(id: str | None, by: str) -> None:
    """Say on which entity this page stands now; None: on nothing any more."""
    before = st.session_state.get("kith-chosen")
    if (before or {}).get("id") != id:
        turn = st.session_state["kith-chosen-turn"] = st.session_state.get("kith-chosen-turn", 0) + 1
        st.session_state["kith-chosen"] = {"id": id, "by": by, "turn": turn}


def now() -> str | None:
    """What is chosen, whoever chose it."""
    return (st.session_state.get("kith-chosen") or {}).get("id")


def taken(by: str) -> str | None:
    """What the other page chose since this one last asked; None: nothing new, and "": it chose nothing any more."""
    new = st.session_state.get("kith-chosen")
    if not new or new["by"] == by or new["turn"] == st.session_state.get(f"kith-chosen-{by}"):
        return None
    st.session_state[f"kith-chosen-{by}"] = new["turn"]
    return new["id"] or ""
