"""A quiet note under a form: phrases in what was just written that blame a child, and what could be said instead.

Nothing is stopped and nothing is changed: the words are kept as written unless the writer writes them anew.
"""

from __future__ import annotations

import streamlit as st

from mapping.pages import _frame
from mapping.pages._text import esc
from mapping.wording import Remark, remarks

_KEPT = "kith-wording"
_HEAD = "On the wording. What you wrote is kept as written; a child’s own words belong in quotation marks."


def keep(form: str, *texts: str) -> None:
    """Look at what somebody wrote into a form, when they press its button; `form` is its name on the page."""
    st.session_state[_KEPT] = (form, _every(texts))


def under(form: str) -> None:
    """What there is to say of the words last written into this form; nothing where there is nothing."""
    named, said = st.session_state.get(_KEPT) or ("", ())
    if named == form:
        _draw(said)


def once() -> None:
    """The same for whatever form was sent last, and never again: for forms that are gone once something is recorded."""
    _, said = st.session_state.pop(_KEPT, None) or ("", ())
    _draw(said)


def _every(texts: tuple[str, ...]) -> tuple[Remark, ...]:
    """The remarks of several fields, each kind once."""
    return tuple({one.why: one for text in texts for one in remarks(text)}.values())


def _draw(said: tuple[Remark, ...]) -> None:
    if not said:
        return
    lines = "".join(
        f"<li>“{esc(one.phrase)}”: {esc(one.why)} <b>Could be said:</b> {esc(one.instead)}.</li>" for one in said
    )
    _frame.html(f'<div class="kith-wording" role="status"><p class="note">{esc(_HEAD)}</p><ul>{lines}</ul></div>')
