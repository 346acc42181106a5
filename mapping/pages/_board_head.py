"""The head of a board as a form: title, purpose, owner, audience, naming, last day; to start one and to change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from data_schema import schema
from graph.boards import LIFE, LONGEST_TITLE
from graph.desk import LONGEST
from graph.model import BoardHead
from mapping.pages import _data

USUAL_LIFE = timedelta(days=28)
SOON = timedelta(days=7)
"""How long before its last day a board says that it ends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form holds: not a head yet, the graph says what is missing."""

    title: str
    purpose: str
    owner: str
    audience: tuple[str, ...]
    naming: str
    expires_on: date

    @property
    def head(self) -> BoardHead:
        """The head as it was filled in."""
        return BoardHead(self.title, self.purpose, self.owner, self.audience, self.naming, self.expires_on)


def fields(key: str, before: BoardHead | None = None, title: str = "") -> Asked:
    """Draw the fields; `before` is what stands, without it they hold what is usual."""
    today = _data.desk().as_of
    agencies, names = schema().codes["agency"].codes, schema().codes["naming"].codes
    filled = before or BoardHead(title, "", _data.desk().viewer.name, ("hub",), "initials", today + USUAL_LIFE)
    kept = st.text_input(
        "Title", value=filled.title, max_chars=LONGEST_TITLE, key=f"{key}-title",
        placeholder="Such as: Strategy meeting, peer group around the station",
    )  # fmt: skip
    purpose = st.text_area(
        "Purpose", value=filled.purpose, max_chars=LONGEST, height=80, key=f"{key}-purpose",
        placeholder="Which meeting or decision is it for? Such as: who keeps whom safe, strategy meeting of 3 November",
        help="Everything on the board is read for this purpose, and the audit log names it.",
    )  # fmt: skip
    owner = st.text_input("Owner: who answers for it", value=filled.owner, max_chars=LONGEST_TITLE, key=f"{key}-owner")
    audience = st.pills(
        "Audience: who may look at it", list(agencies), selection_mode="multi", default=list(filled.audience),
        format_func=lambda code: agencies[code].label, key=f"{key}-audience",
    )  # fmt: skip
    naming = st.segmented_control(
        "Naming", list(names), default=filled.naming, required=True, format_func=lambda code: names[code].label,
        key=f"{key}-naming", help=" · ".join(f"{code.label}: {code.extra['meaning']}" for code in names.values()),
    )  # fmt: skip
    ends = st.date_input(
        "Last day: after it the board is archived", value=max(filled.expires_on, today), min_value=today,
        max_value=today + LIFE, format="DD/MM/YYYY", key=f"{key}-ends",
    )  # fmt: skip
    last = ends if isinstance(ends, date) else filled.expires_on
    return Asked(kept, purpose, owner, tuple(audience), naming or filled.naming, last)
