"""The filters that pages share in their rail: how far back, whose records, how people are named."""

from __future__ import annotations

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.pages._text import plain
from mapping.words import Naming

WINDOWS = {"3 months": 91, "6 months": 183, "12 months": 365, "2 years": 730}
"""How far back evidence counts, in days."""

USUAL = "6 months"


NAMING_WORDS = {Naming.INITIALS: "Initials", Naming.FULL: "Full names"}


def naming_choice() -> Naming:
    """How people are named, chosen once for every page: initials until somebody who needs them asks for full names."""
    chosen = st.segmented_control(
        "Naming",
        list(NAMING_WORDS),
        default=Naming.INITIALS,
        required=True,
        format_func=lambda mode: NAMING_WORDS[mode],
        key="kith-naming",
        persist_state="session",
    )
    return chosen or Naming.INITIALS


def naming() -> Naming:
    """The choice as it stands, for what is drawn before the rail asks."""
    return Naming(st.session_state.get("kith-naming") or Naming.INITIALS)


def window_choice(page: str) -> int:
    """How many days back evidence counts."""
    chosen = st.selectbox("Seen within", list(WINDOWS), index=list(WINDOWS).index(USUAL), key=f"{page}-window")
    return WINDOWS[chosen or USUAL]


def sources_choice(snapshot: Snapshot, page: str) -> tuple[str, ...]:
    """The agencies that are left out: every agency is heard until somebody presses its pill."""
    agencies = sorted({*snapshot.ties["agency"].to_pylist(), *snapshot.roles["agency"].to_pylist()} - {None})
    heard = st.pills(
        "Sources",
        agencies,
        selection_mode="multi",
        default=agencies,
        format_func=lambda code: plain(words.label("agency", code)),
        key=f"{page}-agencies",
    )
    return tuple(agency for agency in agencies if agency not in heard)
