"""The head of a board as a form: title, purpose, owner, audience, naming, last day; to start one and to change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from data_schema import schema
from graph.boards import LIFE, LONGEST_TITLE
from graph.desk import LONGEST
from graph.model import BoardHead
from mapping.board.naming import Names
from mapping.pages import _data, _frame

USUAL_LIFE = timedelta(days=28)
SOON = timedelta(days=7)
"""How long before its last day a board says that it ends."""

_SHORTENED = (
    "Shown as this board names people. What you leave as it is stays as it was written; what you change is kept as you "
    "write it."
)


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


def fields(key: str, before: BoardHead | None = None, called: Names | None = None) -> Asked:
    """Draw the fields.

    Parameters
    ----------
    before : BoardHead, optional
        What stands; without it they hold what is usual.
    called : Names, optional
        What the naming mode makes of what stands: nobody is named here either. A text left as it is shown stays as it
        was written.
    """
    today = _data.desk().as_of
    agencies, names = schema().codes["agency"].codes, schema().codes["naming"].codes
    filled = before or BoardHead("", "", _data.desk().viewer.name, ("hub",), "initials", today + USUAL_LIFE)
    texts = (filled.title, filled.purpose, filled.owner)
    shown = (called.text(filled.title), called.text(filled.purpose), called.by(filled.owner)) if called else texts
    if shown != texts:
        _frame.html(f'<p class="note">{_SHORTENED}</p>')
    kept = st.text_input(
        "Title", value=shown[0], max_chars=LONGEST_TITLE, key=f"{key}-title",
        placeholder="Such as: Strategy meeting, peer group around the station",
    )  # fmt: skip
    purpose = st.text_area(
        "Purpose", value=shown[1], max_chars=LONGEST, height=80, key=f"{key}-purpose",
        placeholder="Which meeting or decision is it for? Such as: who keeps whom safe, strategy meeting of 3 November",
        help="Everything on the board is read for this purpose, and the audit log keeps its words: name nobody in it.",
    )  # fmt: skip
    owner = st.text_input("Owner: who answers for it", value=shown[2], max_chars=LONGEST_TITLE, key=f"{key}-owner")
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
    typed = (kept, purpose, owner)
    kept, purpose, owner = (was if now == said else now for now, said, was in zip(typed, shown, texts, strict=True))
    return Asked(kept, purpose, owner, tuple(audience), naming or filled.naming, last)
