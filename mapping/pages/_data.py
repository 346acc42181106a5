"""What every page reads through: one store, the viewer, the purpose, and the snapshot both may see."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import ParamSpec, TypeVar

import streamlit as st

from graph import MigrationRefused, Store, StoreError, open_store
from graph.access import Purpose, Viewer, local_viewer
from graph.arcadedb import ServerError
from graph.settings import Settings, from_environment
from graph.snapshot import Snapshot
from graph.view import View

P = ParamSpec("P")
R = TypeVar("R")

PURPOSE = "Daily work at the hub"
"""The purpose until the viewer names another; an open board has its own."""

_AT, _PURPOSES, _SAID = "kith-board", "kith-board-purposes", "kith-board-said"


class StoreDown(Exception):
    """The graph server does not answer; nothing can be read until it does. `words` are fit to show."""

    def __init__(self, words: tuple[str, ...], code: str) -> None:
        super().__init__(" ".join(words))
        self.words, self.code = words, code


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits here, what for, and the day that counts as today."""

    viewer: Viewer
    purpose: Purpose
    as_of: date


def settings() -> Settings:
    """The data folder and server, as the environment says."""
    return from_environment()


def desk() -> Desk:
    """The viewer, the purpose and today of this session."""
    known = settings()
    purpose = at_board() or str(st.session_state.get("kith-purpose") or "").strip() or PURPOSE
    return Desk(local_viewer(known.hub), Purpose(purpose), known.today or date.today())


def stand_at(board: str) -> None:
    """Say at which kept board this session stands; "" at none. From then on everything is read for its purpose."""
    st.session_state[_AT] = board


def purpose_of(board: str, purpose: str) -> bool:
    """Keep what a board is for; False when that was known already and nothing has to be read anew."""
    known = st.session_state.setdefault(_PURPOSES, {})
    before, known[board] = known.get(board), purpose
    return bool(before != purpose)


def said_as(board: str, purpose: str) -> None:
    """Keep how a board's purpose is told in its naming mode."""
    st.session_state.setdefault(_SAID, {})[board] = purpose


def board_said() -> str:
    """What the board is for, as its naming mode tells it; "" until the board was read once."""
    return str(st.session_state.get(_SAID, {}).get(st.session_state.get(_AT, ""), ""))


def at_board() -> str:
    """The purpose of the board this session stands at; "" when it stands at none, or does not know it yet."""
    return str(st.session_state.get(_PURPOSES, {}).get(st.session_state.get(_AT, ""), ""))


def store() -> Store:
    """The one store of this process.

    Raises
    ------
    StoreDown
        The server does not answer.
    """
    with answering():
        return _opened()[0]


def view() -> View:
    """The store as this viewer may see it, for this purpose: every read leaves a line in the audit log."""
    now = desk()
    with answering():
        return store().view(now.viewer, now.purpose)


def snapshot() -> Snapshot:
    """Everything this viewer may see today; read again only when the data, viewer, purpose or day changed."""
    now = desk()
    with answering():
        return _snapshot(store().version(), now.viewer, now.purpose, now.as_of)


def key(of: Snapshot) -> tuple[object, ...]:
    """What makes two snapshots the same for a cache."""
    one_of_a_kind = id(of.ties) if of.version.endswith("+") else 0  # somebody wrote while it was read
    return (of.version, of.viewer, of.purpose, of.as_of, of.left_out_agencies, one_of_a_kind)


def worked_out(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate an analysis of a Snapshot so that one session works it out once (never shared between viewers)."""
    cached: Callable[P, R] = st.cache_resource(
        scope="session", max_entries=12, show_spinner=False, hash_funcs={Snapshot: key}
    )(function)
    return cached


def forget_store() -> None:
    """Let go of the connection, so that the next read opens it anew."""
    _opened.clear()


@contextmanager
def answering() -> Iterator[None]:
    """Turn whatever a silent server raises into StoreDown; refusals pass as they are."""
    try:
        yield
    except MigrationRefused:
        raise  # trying again does not mend it
    except StoreError as error:
        raise StoreDown((error.what, error.safe, error.do), error.code) from error
    except (ServerError, OSError) as error:
        raise StoreDown((str(error),), type(error).__name__) from error


def _close(opened: tuple[Store, ExitStack]) -> None:
    opened[1].close()


@st.cache_resource(show_spinner="Opening the record store", on_release=_close)
def _opened() -> tuple[Store, ExitStack]:
    stack = ExitStack()
    found = stack.enter_context(open_store(settings()))
    atexit.register(stack.close)  # a server that was started for us ends with us
    return found, stack


@st.cache_resource(scope="session", max_entries=2, show_spinner="Reading the records")
def _snapshot(version: str, viewer: Viewer, purpose: Purpose, as_of: date) -> Snapshot:
    """One snapshot for one version of the data; the arguments are its key."""
    with answering():
        return _opened()[0].view(viewer, purpose).snapshot(as_of)
