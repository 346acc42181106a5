"""Opens the records behind a figure of the Contexts page, in a dialog: read, and noted in the log, only when asked for.

On a panel view what is not told does not open, nor what would tell who stands behind it, and no words of a record are
shown: they may name somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from graph.answers import Shown
from mapping import words
from mapping.contexts import ContextSettings
from mapping.pages import _data, _evidence, _frame, _opening
from mapping.pages._month_records import quiet
from mapping.pages._opening import Figure
from mapping.pages._text import esc, plain
from mapping.small import Count

_ASKED, _FEW = "contexts-asked", 12
_SHUT = (
    "A figure that is not underlined does not open on a panel view: its records would tell who stands behind a count "
    "that is not shown."
)


@dataclass
class Opens:
    """The figures of one page, collected while it is drawn: what each is called and the assertions behind it."""

    settings: ContextSettings
    figures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shut: bool = False  # a figure that is shown does not open

    def figure(self, title: str, told: Count | str, ids: Sequence[str], text: str = "") -> Figure:
        """A figure as a button where its records open, else as it stands.

        Parameters
        ----------
        title
            What it counts, the heading of its records: "Missing, in 183 days".
        told
            The count as it may be shown, or words.
        ids
            The assertions behind it.
        text
            What stands in its place on the page, if not the count alone.
        """
        said = told.said if isinstance(told, Count) else told
        if not ids:
            self.shut |= self.settings.panel and isinstance(told, Count) and told.count != 0
            return Figure(text or said)
        key, number = title, 2
        while key in self.figures:  # two children may share initials and age
            key, number = f"{title} ({number})", number + 1
        self.figures[key] = tuple(ids)
        return Figure(text or said, key, says=f"{title}, open the records")


def draw(opens: Opens) -> None:
    """Say once that some figures do not open, hear the others, and open what was asked for."""
    if opens.shut:
        _frame.html(f'<p class="note">{esc(_SHUT)}</p>')
    _opening.listen("contexts-opens", _take)
    asked = str(st.session_state.pop(_ASKED, ""))
    if ids := opens.figures.get(asked):
        st.dialog(plain(asked), width="large")(_cards)(asked, ids, opens.settings)


def _take(asked: str) -> None:
    st.session_state[_ASKED] = asked


def _cards(asked: str, ids: Sequence[str], settings: ContextSettings) -> None:
    every = st.session_state.get("contexts-every-record") == asked
    shown = ids if every else ids[:_FEW]
    with _data.answering():
        found = _data.view().evidence(shown)
    note = f"{words.showing(len(shown), len(ids))} statements, newest first".capitalize()
    snapshot = _data.snapshot()
    if settings.panel:
        found = Shown((replace(each, text="", child_view="") for each in found), withheld=found.withheld)
        snapshot = quiet(snapshot, {end for one in found for end in (one.from_id, one.to_id)})
        note += ". No words of a record, no home and no address are shown on a panel view"
    _frame.html(f'<p class="note">{esc(note)}.</p>')
    _frame.html(_evidence.cards(found, naming=settings.named, snapshot=snapshot))
    if len(shown) < len(ids):
        st.button(
            f"Show all {words.number(len(ids))}", type="tertiary", key="contexts-records-all",
            on_click=lambda: st.session_state.update({"contexts-every-record": asked}),
        )  # fmt: skip
