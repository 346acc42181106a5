"""What changed on an open board: since a version or a day, until another or now; each tie opens its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from graph.answers import Done
from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.compared import End, compared
from mapping.board.log.changes import PARTS, Change, Difference
from mapping.board.log.replay import local, place_on
from mapping.pages import _board_dialog, _data, _frame
from mapping.pages._board_moments import clock, look, versions
from mapping.pages._board_open import Opened
from mapping.pages._text import esc, plain

WEEK = timedelta(days=7)
MOST = 25
"""Changes of one part told at most."""

A_DAY, NOW = "a day", "now"


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a comparison."""

    place: int  # of the operations; 0: before any
    day: date | None  # whose records are drawn; None: those known now
    said: str
    begun: bool = True  # False: the day lies before the board, whose people are then as they are now


def draw(opened: Opened) -> None:
    """The dialog: since when, until when, by which records, and the difference in words."""
    kept = {f"version {number}": one for number, one in enumerate(reversed(versions(opened)), 1)}

    def called(key: str) -> str:
        if key in kept:
            done, version = kept[key]
            return f"{opened.short(version.name) or 'A version'} · {clock(done)}"
        return "A day" if key == A_DAY else "Now"

    with st.container(horizontal=True, vertical_alignment="bottom"):
        since = st.selectbox("Since", [*kept, A_DAY], format_func=called, key="boards-changed-since")
        day = _day() if since == A_DAY else None
        until = st.selectbox("Until", [NOW, *kept], format_func=called, key="boards-changed-until")
    then = st.toggle(
        "Draw each with the records known then",
        value=True,
        key="boards-changed-then",
        help="Off: the records known now on both sides, so that only what was done on the board differs.",
    )
    start = _of(kept[since][0], called(since), then=then) if day is None else _since_day(opened, day, then=then)
    end = _of(kept[until][0], called(until), then=then) if until in kept else _End(opened.held.place, None, "now")
    if start.place > end.place:
        start, end = end, start
    _tell(opened, start, end)


def _day() -> date:
    today = _data.desk().as_of
    asked = st.date_input("Day", value=today - WEEK, max_value=today, format="DD/MM/YYYY", key="boards-changed-day")
    return asked if isinstance(asked, date) else today - WEEK


def _of(done: Done, said: str, *, then: bool) -> _End:
    return _End(done.place, local(done.at).date() if then else None, f"“{said}”")


def _since_day(opened: Opened, day: date, *, then: bool) -> _End:
    place = place_on(opened.done, day)
    if place:
        return _End(place, day if then else None, f"the end of {words.day(day)}")
    return _End(opened.held.place, day, words.day(day), begun=False)


def _tell(opened: Opened, start: _End, end: _End) -> None:
    ends = (start.place, start.day), (end.place, end.day)
    found = _difference(opened.snapshot, opened.id, opened.held.head, *ends, opened.done)
    _frame.html(
        f'<p class="sentence" role="status">{esc(found.headline)}</p><p class="note">{esc(_between(start, end))}</p>'
    )
    if st.button("Look at the board of then", key="boards-changed-look"):
        look(opened.id, start.place, start.day)
        st.rerun()  # not a callback: in a dialog that would run the dialog alone
    for part, heading in PARTS.items():
        changes = found.of(part)
        if changes:
            _frame.heading(heading, words.showing(min(MOST, len(changes)), len(changes)))
            _changes(opened, part, changes[:MOST])


def _between(start: _End, end: _End) -> str:
    if not start.begun:
        what = (
            f"The board was not begun on {start.said}: its people as they are, by the records known then and by those"
        )
        what += f" known at {end.said}." if end.day else " known now."
    elif start.day:
        what = f"From {start.said} to {end.said}, each with the records known then."
    else:
        what = f"From {start.said} to {end.said}, both with the records known now."
    left = " Records that were corrected since are not in the earlier picture." if start.day else ""
    return f"{what}{left} Nothing found is not the same as nothing there."


def _changes(opened: Opened, part: str, changes: Sequence[Change]) -> None:
    """Each in a line; a tie or person that is drawn now opens in the panel."""
    for number, one in enumerate(changes):
        kind, id = ("line", one.line) if one.line else ("node", one.node)
        if id and (opened.drawn.line(id) if kind == "line" else opened.drawn.node(id)):
            if st.button(
                plain(one.words), key=f"board-tie-changed-{part}-{number}", type="tertiary", width="stretch",
                help="Opens the records behind it" if kind == "line" else None,
            ):  # fmt: skip
                _board_dialog.close()
                opened.select(kind, id)
                st.rerun()
        else:
            _frame.html(f'<p class="boards-change">{esc(one.words)}</p>')


@_data.worked_out
def _difference(
    snapshot: Snapshot, id: str, head: BoardHead, start: End, end: End, _done: Sequence[Done]
) -> Difference:
    return compared(snapshot, head, _done, start, end)
