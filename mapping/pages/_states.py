"""What a page says when it has nothing to show or cannot go on: empty, stopped, not loaded. Never a traceback."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence

import streamlit as st

from graph.access import Refused
from graph.errors import KithError
from mapping.pages import _beat, _data, _frame
from mapping.pages._text import esc

_log = logging.getLogger("kith.pages")
_EVERY = 10  # seconds between tries


Actions = Callable[[], object]
"""Draws the buttons of a state, inside its card."""


def _state(key: str, markup: str, actions: Actions | None) -> None:
    with st.container(key=f"kith-state-{key}"):
        _frame.html(markup)
        if actions is not None:
            with st.container(horizontal=True, gap="small", key=f"kith-actions-{key}"):
                actions()


def _icons(names: Sequence[str]) -> str:
    drawn = "".join(f'<img src="{_frame.icon(name)}" alt="">' for name in names)
    return f'<div class="icons">{drawn}</div>' if drawn else ""


def _sentences(sentences: Sequence[str]) -> str:
    return "".join(f"<p>{esc(text)}</p>" for text in sentences)


def empty(key: str, title: str, *sentences: str, icons: Sequence[str] = (), actions: Actions | None = None) -> None:
    """An empty state: what to do, or what each filter leaves out; `actions` draws at most one primary button."""
    _state(f"empty-{key}", f"{_icons(icons)}<h2>{esc(title)}</h2>{_sentences(sentences)}", actions)


def nothing_loaded(key: str, what: str) -> None:
    """The first start: no records yet. `what` completes "Load records to see ..."."""

    def load() -> None:
        if st.button("Load records", type="primary", key=f"load-{key}"):
            st.switch_page(_frame.page("data"))

    icons = ("child", "tie_neutral", "peer_group", "tie_protective", "adult", "tie_neutral", "location")
    _state(
        f"empty-{key}",
        f"{_icons(icons)}<h2>Nothing is loaded yet</h2>"
        f"<p>Load records to see {esc(what)}. Kith reads its own templates, SSDA903 extracts and boundaries.</p>"
        "<p>To look around first, run <code>kith demo</code> on an empty data folder: it loads Ottermere, "
        "a borough that was invented.</p>",
        load,
    )


def stopped(title: str, *sentences: str, line: str = "", actions: Actions | None = None) -> None:
    """Something stopped: what is safe, what to do, and one line to read out."""
    said = f'<p class="note">{esc(line)}</p>' if line else ""
    _state("stopped", f'<p class="eyebrow">Stopped</p><h2>{esc(title)}</h2>{_sentences(sentences)}{said}', actions)


def not_loaded(key: str, title: str, *sentences: str, actions: Actions | None = None) -> None:
    """A file that was not loaded: why, what is unchanged, what to do."""
    _state(
        f"notloaded-{key}", f'<p class="eyebrow">Not loaded</p><h2>{esc(title)}</h2>{_sentences(sentences)}', actions
    )


def guarded(render: Callable[[], None]) -> bool:
    """Draw a page, True when it went well; what goes wrong becomes a state, and its details go to the log only."""
    try:
        render()
        return True
    except _data.StoreDown as down:
        _store_down(down)
    except Refused as refusal:
        stopped("This may not be read", str(refusal))
    except KithError as error:
        stopped("Kith cannot go on here", str(error))
    except Exception:
        reference = _reference()
        _log.exception("page failed, reference %s", reference)
        stopped(
            "This page could not be drawn",
            "The fault is Kith's, not yours. Everything loaded is safe; the other pages may still work.",
            "If it stays, ring the service desk and read out this line:",
            line=f"page, could not be drawn, reference {reference}",
            actions=_try_now,
        )
    return False


def answered() -> None:
    """A page was drawn: the count of tries begins anew."""
    for remembered in ("kith-tries", "kith-reference"):
        st.session_state.pop(remembered, None)


def _reference() -> str:
    return f"K-{secrets.token_hex(2).upper()}"


def _store_down(down: _data.StoreDown) -> None:
    tries = st.session_state["kith-tries"] = st.session_state.get("kith-tries", 0) + 1
    st.session_state["kith-tried-at"] = time.monotonic()
    reference = st.session_state.setdefault("kith-reference", _reference())
    _log.error("store down, reference %s, try %s", reference, tries, exc_info=down)
    stopped(
        "The record store is not answering",
        *(sentence.replace("`", "") for sentence in down.words),
        f"Kith tries again every {_EVERY} seconds. If it is still down in a few minutes, close Kith and start it "
        "again; if that does not help, ring the service desk and read out this line:",
        line=f"store, {down.code}, tried {tries} {'time' if tries == 1 else 'times'}, reference {reference}",
        actions=_try_now,
    )
    _keep_trying()


def _try_now() -> None:
    if st.button("Try now", type="primary", key="kith-try-now"):
        _again()


@st.fragment
def _keep_trying() -> None:
    """Try again by itself: a whole run draws this too, so the clock decides and not the turn."""
    _beat.beat("try", _EVERY)
    if time.monotonic() - st.session_state.get("kith-tried-at", 0.0) >= _EVERY - 1:
        _again()


def _again() -> None:
    _data.forget_store()
    st.rerun()
