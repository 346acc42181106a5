"""What growing a board found, as a list with its words: look at the records, tick, add."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data_schema import schema
from mapping import words
from mapping.board.grow import Grown, Path, Paths, Proposal, Told
from mapping.board.story import cards
from mapping.pages import _board_dialog, _board_panel, _data, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import esc, plain

_OPEN = "boards-grow-records"
_SENTENCES = 4
_ASKED = 40


def forget() -> None:
    """Nothing is ticked and no records are open, for another question."""
    for key in [key for key in st.session_state if str(key).startswith("boards-tick-")]:
        del st.session_state[key]
    st.session_state.pop(_OPEN, None)


def draw(
    opened: Opened, found: Grown, key: str = "one", *, also: Sequence[str] = (), touched: Sequence[str] = ()
) -> None:
    """The list, with a tick beside everybody who is not on the board yet.

    Parameters
    ----------
    also
        Put on the board with whoever is added: the place that the list starts from.
    touched
        The selected, when each line says which of them it touches.
    """
    _frame.heading(found.asked, found.said if found.total else "nothing found")
    _frame.html("".join(f'<p class="note">{esc(note)}</p>' for note in found.notes))
    if not found.found:
        return
    ticked = [one for one in found.found if st.session_state.get(_tick(key, one))]
    if opened.editable and found.new:
        with st.container(horizontal=True, gap="small", key=f"boards-grow-add-{key}"):
            st.button(
                f"Add {words.number(len(ticked))} ticked" if ticked else "Tick whom to add",
                type="primary", key=f"boards-grow-some-{key}",
                on_click=_add, args=(opened, found, ticked, also), disabled=not ticked,
            )  # fmt: skip
            st.button(
                f"Add all {words.number(len(found.new))}", key=f"boards-grow-all-{key}",
                on_click=_add, args=(opened, found, found.found, also),
            )  # fmt: skip
    fresh = [one for one in found.found if not one.on_board]
    there = [one for one in found.found if one.on_board]
    for one in fresh:
        _proposal(opened, one, key, touched)
    if there:
        with st.expander(f"On the board already ({words.number(len(there))})", key=f"boards-grow-there-{key}"):
            for one in there:
                _proposal(opened, one, key, touched)


def _tick(key: str, one: Proposal) -> str:
    return f"boards-tick-{key}-{one.id}"


def _add(opened: Opened, found: Grown, some: Sequence[Proposal], also: Sequence[str]) -> None:
    """Put them on the board as one operation, with what they are tied through."""
    new = [id for one in some for id in (one.id, *(id for id in one.through if not _event(id)))]
    ids = tuple(
        dict.fromkeys(id for id in (*also, *new) if id not in opened.state.members or id in opened.state.hidden)
    )
    if ids and opened.do(opened.adding(*ids, why=found.why)):
        forget()
        _board_dialog.close()


def _event(id: str) -> bool:
    """Whether it is an event: its ties are drawn between those who were there."""
    return id.startswith(f"{schema().entities['event'].prefix}-")


def _proposal(opened: Opened, one: Proposal, key: str, touched: Sequence[str]) -> None:
    with st.container(key=f"boards-found-{key}-{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"boards-who-{key}-{one.id}"):
            beside = " · ".join(filter(None, (one.what, one.note)))
            if one.on_board or not opened.editable:
                _frame.html(f"<p><b>{esc(one.name)}</b> · {esc(beside)}</p>")
            else:
                st.checkbox(f"**{plain(one.name)}** · {plain(beside)}", key=_tick(key, one))
            if len(touched) > 2 and one.touches:
                _frame.html(f'<p class="note">touches {len(one.touches)} of {len(touched)}</p>', narrow=True)
            _opens(f"{key}-{one.id}", one.assertions)
        _sentences(one.told)
        _records(opened, f"{key}-{one.id}", one.assertions)


def _sentences(told: Sequence[Told], most: int = _SENTENCES) -> None:
    lines = []
    for one in told[:most]:
        day = f"last {words.day(date.fromisoformat(one.last))}"
        extra = " · ".join(filter(None, (day, one.note, "out of date" if one.stale else "")))
        lines.append(f'<li>{esc(words.ended(one.sentence))} <span class="quiet">{esc(extra)}</span></li>')
    if len(told) > most:
        lines.append(f'<li class="quiet">{esc(words.showing(most, len(told)))} ties; all of it under Records</li>')
    _frame.html(f'<ul class="boards-told">{"".join(lines)}</ul>')


def _opens(key: str, assertions: Sequence[str]) -> None:
    """The button that opens the records behind it, or closes them."""
    standing = st.session_state.get(_OPEN) == key
    label = "Close the records" if standing else f"Records ({words.number(len(assertions))})"
    if assertions:
        st.button(label, key=f"boards-records-{key}", type="tertiary", on_click=_toggle, args=(key,))


def _records(opened: Opened, key: str, assertions: Sequence[str]) -> None:
    """The records behind it: read, with a line in the audit log, only when somebody opens them."""
    if st.session_state.get(_OPEN) != key:
        return
    evidence = _data.view().evidence(list(assertions[:_ASKED]))
    told = cards(evidence, _data.desk().as_of, opened.seen.names.text)
    _frame.html(f'<p class="note">{esc(words.showing(len(evidence), len(assertions)))} assertions</p>')
    for one in told:
        _board_panel.card(one, several=True)


def _toggle(key: str) -> None:
    st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == key else key


def draw_paths(opened: Opened, found: Paths) -> None:
    """The paths, each step with its sentence; adding one puts everybody on it on the board."""
    many = words.showing(len(found.found), found.total) if found.total else "none found"
    _frame.heading(found.asked, f"{many}, {words.counted(found.steps, 'step')}" if found.steps else many)
    _frame.html("".join(f'<p class="note">{esc(note)}</p>' for note in found.notes))
    for place, one in enumerate(found.found):
        with st.container(key=f"boards-path-{place}"):
            assertions = [id for step in one.steps for told in step.told for id in told.assertions]
            new = [id for id in one.ids if id not in opened.state.members or id in opened.state.hidden]
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"boards-way-{place}"):
                _frame.html(f"<p><b>{esc(' – '.join(one.names))}</b></p>")
                if opened.editable and new:
                    st.button(
                        f"Add this path ({words.number(len(new))} new)", key=f"boards-path-add-{place}",
                        on_click=_add_path, args=(opened, found, one),
                    )  # fmt: skip
                elif not new:
                    _frame.html('<p class="note">all of it is on the board</p>', narrow=True)
                _opens(f"path-{place}", assertions)
            _sentences([told for step in one.steps for told in step.told[:1]], most=len(one.steps))
            _records(opened, f"path-{place}", assertions)


def _add_path(opened: Opened, found: Paths, one: Path) -> None:
    ids = [id for id in one.ids if id not in opened.state.members or id in opened.state.hidden]
    if opened.do(opened.adding(*ids, why=found.why)):
        _board_dialog.close()
