"""The board's browser part as three strings, HTML, CSS and JS, that need nothing from outside. It mounts nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from mapping import words
from mapping.board.compose import counts_said
from mapping.board.model import Board, Positions

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


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
def vis_network() -> str:
    """The vis-network 9.1.2 that pyvis ships (Apache-2.0 or MIT), without the pointer to its source map."""
    script = files("pyvis").joinpath(*_VIS.split("/")).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", script)


@cache
def painter() -> str:
    """Our drawing on top of vis-network, shared by the component and the standalone page."""
    return f"const ICONS = {json.dumps(dict(icons()))};\n{own('paint.js')}\n{own('legend.js')}"


HTML = own("board.html")
CSS = own("board.css")


@cache
def script() -> str:
    """The whole of the component as one ES module."""
    # vis-network is a UMD script: given its own `exports`, it leaves nothing behind in the page.
    vis = (
        "const KITH_VIS = {};",
        "(function (exports, module) {",
        vis_network(),
        "})(KITH_VIS, { exports: KITH_VIS });",
    )
    return "\n".join((*vis, painter(), own("component.js")))


def payload(
    board: Board,
    positions: Positions,
    *,
    selected: Mapping[str, str] | None = None,
    window: tuple[str, str] | None = ("", ""),
    fit: str = "",
) -> dict[str, Any]:
    """What the component is given on every run.

    Parameters
    ----------
    selected : {"kind": "node" | "line", "id": ...}, optional
        Drawn with the indigo band.
    window : (first month, last month), optional
        As `2026-06`, empty for open; None hides the time strip.
    fit : str
        When this changes the picture is fitted to the frame; otherwise zoom and place stay as they were.
    """
    said = counts_said(board.counts)
    return {
        "board": board.as_json(positions),
        "selected": dict(selected) if selected else None,
        "window": list(window) if window else None,
        "fit": fit,
        "said": list(said),
        "label": f"Relationship board, showing {', '.join(said)}",
        "today": words.day(date.fromisoformat(board.as_of)),
    }
