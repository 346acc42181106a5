"""The board's browser part as three strings, HTML, CSS and JS, that need nothing from outside. It mounts nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from data_schema import schema
from mapping import words
from mapping.board.arrange import guides
from mapping.board.compose import counts_said
from mapping.board.model import Board, Positions

_SHARED = ("paint.js", "marks.js", "crowd.js", "legend.js")
_COMPONENT = (
    *("view.js", "outbox.js", "time.js", "forms.js", "notes.js", "ties.js", "people.js", "find.js", "edit.js"),
    *("gestures.js", "keys.js", "component.js"),
)

_KINDS = ("node", "line", "note", "frame")
"""What can be selected, one at a time."""


def own(name: str) -> str:
    """A file of the browser part, as text."""
    return files("mapping.board").joinpath("browser", name).read_text(encoding="utf-8")


@cache
def icons() -> Mapping[str, str]:
    """Every icon of the set: name -> SVG text."""
    folder = files("mapping").joinpath("icons")
    return {
        file.name.removesuffix(".svg"): file.read_text(encoding="utf-8").strip()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".svg")
    }


@cache
def painter() -> str:
    """Our drawing, shared by the component and the standalone page."""
    return "\n".join((f"const ICONS = {json.dumps(dict(icons()))};", *map(own, _SHARED)))


HTML = own("board.html")
CSS = own("board.css")


@cache
def script() -> str:
    """The whole of the component as one ES module."""
    return "\n".join((painter(), *map(own, _COMPONENT)))


@cache
def _kinds() -> tuple[dict[str, Any], ...]:
    """Every kind of tie that can be said in a meeting, as the chooser of the browser wants it."""
    return tuple(
        {
            "kind": kind.name,
            "label": kind.label,
            "sentence": kind.sentence,
            "standing": str(kind.standing),
            "ends": [list(ends) for ends in kind.ends],
        }
        for kind in schema().ties.values()
    )


def editing(
    board: str,
    viewer: str,
    *,
    acked: Iterable[str] = (),
    refused: Iterable[Mapping[str, str]] = (),
    readonly: str = "",
) -> dict[str, Any]:
    """What lets the browser change a board; without it the picture is only explored.

    Parameters
    ----------
    board : str
        Id of the board: what waits to be kept and what is half written is remembered under it.
    viewer : str
        Who writes, as notes say it.
    acked : iterable of str
        Ids of operations that the graph holds; at least those of the outbox that came last. The board in the same
        payload must show them already: the browser stops drawing them by itself.
    refused : iterable of {"id", "words"}
        Operations that will never be held, and why in words. The browser shows both, and keeps what was written.
    readonly : str
        Why nothing can be changed (archived, an old moment), in words; "" when it can.
    """
    return {
        "board": board,
        "me": viewer,
        "readonly": readonly,
        "acked": list(acked),
        "refused": [dict(one) for one in refused],
        "kinds": list(_kinds()),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A board with its places, as it is told apart from others; it is put together only when it must be sent."""

    board: Board
    positions: Positions
    digest: str
    without: str  # digest of the board without its places
    moved: Mapping[str, Any] | None = None  # {"of": digest of the picture before, "at": {id: [x, y]}}: who moved since

    def json(self) -> dict[str, Any]:
        """All of it."""
        drawn = self.board.as_json(self.positions)
        timed = self.board.arranged == "time"
        drawn["guides"] = list(msgspec.to_builtins(guides(self.board, self.positions))) if timed else []
        return drawn


def pictured(board: Board, positions: Positions, before: Picture | None = None) -> Picture:
    """The picture of a board.

    Parameters
    ----------
    before : Picture, optional
        What was sent last. The same board in the same places is the same picture; of the very same board in other
        places only who moved is sent.
    """
    if before and before.board is board and before.positions is positions:
        return replace(before, moved=None)
    same = before if before and before.board is board else None
    without = same.without if same else _digest(board)
    digest = _digest((without, positions))
    moved = None
    if same and board.arranged != "time":  # the guides of time follow the places
        at = {id: [round(x, 1), round(y, 1)] for id, (x, y) in positions.items() if same.positions.get(id) != (x, y)}
        moved = {"of": same.digest, "at": at}
    return Picture(board, positions, digest, without, moved)


def _digest(what: Any) -> str:
    return hashlib.blake2b(msgspec.json.encode(what), digest_size=16).hexdigest()


def selection(sent: object) -> dict[str, Any] | None:
    """What a browser says is selected, if it is a selection at all: what it sends may be anything.

    Returns
    -------
    {"kind": "node" | "line" | "note" | "frame", "id": str} or {"kind": "many", "ids": [str, ...]} or None
    """
    said = sent if isinstance(sent, dict) else {}
    kind, id, ids = said.get("kind"), said.get("id"), said.get("ids")
    if kind == "many":
        several = [one for one in ids if isinstance(one, str)] if isinstance(ids, list) else []
        return {"kind": kind, "ids": several} if several else None
    return {"kind": kind, "id": id} if kind in _KINDS and isinstance(id, str) and id else None


def payload(
    board: Board,
    positions: Positions,
    *,
    selected: Mapping[str, Any] | None = None,
    window: tuple[str, str] | None = ("", ""),
    fit: str = "",
    edit: Mapping[str, Any] | None = None,
    had: str = "",
    picture: Picture | None = None,
) -> dict[str, Any]:
    """What the component is given on every run.

    Parameters
    ----------
    selected : {"kind": "node" | "line" | "note" | "frame", "id": ...} or {"kind": "many", "ids": [...]}, optional
        Drawn with the indigo band or ring.
    window : (first month, last month), optional
        As `2026-06`, empty for open; None hides the time strip.
    fit : str
        When this changes the picture is fitted to the frame; otherwise zoom and place stay as they were.
    edit : dict, optional
        Of `editing`; without it nothing on the board can be changed.
    had : str
        Digest of the board that was sent last. The same board is not sent again: 1,000 people are a megabyte, and a
        click does not change them. A browser that lacks it (it was loaded anew) says so by the wish `need`.
    picture : Picture, optional
        Of `pictured` with this board and these positions, so that it need not be made again.
    """
    said = counts_said(board.counts)
    now = picture or pictured(board, positions)
    known = now.digest == had
    moved = None if known or now.moved is None or now.moved["of"] != had else now.moved
    return {
        "board": None if known or moved else now.json(),
        "moved": moved,
        "digest": now.digest,
        "edit": dict(edit) if edit else None,
        "selected": dict(selected) if selected else None,
        "window": list(window) if window else None,
        "fit": fit,
        "said": list(said),
        "label": f"Relationship board, showing {', '.join(said)}",
        "naming": board.naming,
        "today": words.day(date.fromisoformat(board.as_of)),
    }
