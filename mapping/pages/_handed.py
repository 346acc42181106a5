"""Hands a file that is made on a press to the browser, which saves it. Draw it in a fragment or a dialog.

Streamlit can make a file on a press too, but outside the page, and it forgets the file once two runs have ended, of
whomever: where several people work, the browser now and then found it gone (seen with Streamlit 1.67). This one comes
with the page, and is let go when the browser says that it has it.
"""

from __future__ import annotations

import base64
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

import streamlit as st

from graph.errors import KithError
from mapping.pages import _data, _frame
from mapping.pages._text import esc

NOT_MADE = "It could not be made. Nothing left Kith, and what is on record is as it was."

_log = logging.getLogger(__name__)
_MOUNT = st.components.v2.component(
    "kith_handed", js=files("mapping.pages").joinpath("_handed.js").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody asked for: its name, its media type, and what makes it, noting first that it leaves."""

    name: str
    mime: str
    content: Callable[[], bytes]


def over(key: str, wanted: File | None) -> None:
    """Make what was just asked for, if anything, and hand it over; or say in place why not.

    Where a part of the page may be closed, such as a popover, draw this beside it.

    Parameters
    ----------
    key : str
        Its own on the page.
    wanted : File | None
        What a press of this run asks for.
    """
    waiting, mounted = f"kith-made-{key}", f"kith-handed-{key}"

    def had() -> None:
        made = st.session_state.get(waiting)
        if made and made["id"] == (st.session_state.get(mounted) or {}).get("handed"):
            del st.session_state[waiting]

    with st.container():
        if wanted:
            _make(waiting, wanted)
    with st.container(key=f"kith-handing-{key}"):  # not to be seen
        _MOUNT(key=mounted, data={"file": st.session_state.get(waiting)}, height=1, on_handed_change=had)


def _make(waiting: str, wanted: File) -> None:
    try:
        with st.spinner("Making the file"):
            made = wanted.content()
    except (KithError, _data.StoreDown) as error:
        _refused(str(error))
    except Exception:
        _log.exception("a file to take along could not be made")
        _refused(NOT_MADE)
    else:
        st.session_state[waiting] = {
            "id": uuid.uuid4().hex,
            "name": wanted.name,
            "mime": wanted.mime,
            "content": base64.b64encode(made).decode(),
        }


def _refused(why: str) -> None:
    _frame.html(f'<p class="refused" role="alert">Not handed over. {esc(why)}</p>')
