"""The board as one HTML page to take along: built with pyvis, asking nobody for anything, saying what it is."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from mapping import words
from mapping.board.component import own, painter
from mapping.board.compose import counts_said
from mapping.board.model import Board, Positions

_OUTSIDE = re.compile(
    r"<link\b[^>]*\bhref\s*=\s*[\"'](?:https?:)?//[^>]*>"
    r"|<script\b[^>]*\bsrc\s*=\s*[\"'](?:https?:)?//[^>]*>\s*</script>",
    re.IGNORECASE,
)
_RULES = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_HEAD = re.compile(r"<head>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on the page, so that nobody has to guess later what it was."""

    title: str  # Around T.B., 14
    made_by: str
    made_on: date


def standalone_page(board: Board, positions: Positions, printed: Printed, font: bytes = b"") -> str:
    """The board as a page of its own.

    Parameters
    ----------
    board, positions
        What is drawn, and where. Nothing else is in the page: no name that the naming mode hides, no evidence text.
    printed : Printed
        Title, who made it and when; purpose, naming mode and data version come from the board.
    font : bytes, optional
        A WOFF2 of Source Sans to embed; without it the reader's sans-serif is used.

    Returns
    -------
    str
        HTML. Its content policy forbids every request, and it holds no address of another machine to ask.

    Notes
    -----
    pyvis 0.3 in its `in_line` mode still refers to a style sheet and a script elsewhere: both are taken out.
    """
    from pyvis.network import Network  # it loads IPython: only when somebody asks for a page

    network = Network(height="600px", width="100%", cdn_resources="in_line")
    for node in board.nodes:
        x, y = positions[node.id]
        network.add_node(node.id, label=" ", x=round(x, 1), y=round(y, 1), shape="dot", size=16, physics=False)
    for line in board.lines:
        network.add_edge(line.from_id, line.to_id, color="rgba(0,0,0,0)", width=8)
    network.set_options(json.dumps({"physics": {"enabled": False}, "layout": {"improvedLayout": False}}))
    page = _OUTSIDE.sub("", network.generate_html(notebook=False))
    page = re.sub(r"//# sourceMappingURL=[^\s<]+", "", page)
    page = _HEAD.sub(lambda _: _head(printed, font), page, count=1)
    # From the end, because scripts before the body speak of one; pyvis writes every "<" of the data as an escape.
    before, _, rest = page.rpartition("<body>")
    inner, _, after = rest.rpartition("</body>")
    middle = "".join((_top(board, printed), inner, _foot(board), _script(board, positions)))
    return f"<!doctype html>{before}<body>{middle}</body>{after}"


def _head(printed: Printed, font: bytes) -> str:
    face = ""
    if font:
        face = (
            "@font-face{font-family:'Source Sans';font-weight:200 900;"
            f"src:url(data:font/woff2;base64,{base64.b64encode(font).decode()}) format('woff2')}}"
        )
    return (
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_RULES}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(printed.title)} · Kith</title>'
        f"<style>{face}{own('board.css')}{own('page.css')}</style>"
    )


def _top(board: Board, printed: Printed) -> str:
    shown, *rest = counts_said(board.counts)
    naming = {"initials": "initials", "full": "full names"}.get(board.naming, board.naming)
    facts = (
        f"Purpose: {board.purpose}",
        f"naming: {naming}",
        f"as of {words.day(date.fromisoformat(board.as_of))}",
        f"made {words.day(printed.made_on)} by {printed.made_by}",
        f"data version {board.version}",
    )
    return (
        f'<header class="kith-head"><h1>{escape(printed.title)}</h1><p>{escape(" · ".join(facts))}</p>'
        f"<p>Showing <b>{escape(shown)}</b>{escape(''.join(f' · {said}' for said in rest))}. A working copy: "
        "the case file stays the record. Absence here is not reassurance.</p></header>"
        '<div id="kith-tip" hidden></div>'
    )


def _foot(board: Board) -> str:
    return f'<div class="kith-foot"><ul class="legend"></ul></div>{_twin(board)}'


def _twin(board: Board) -> str:
    """The table twin, for whoever does not see the picture, and for print."""
    rows = []
    for line in sorted(board.lines, key=lambda line: (line.last_observed, line.id), reverse=True):
        cells: Sequence[str] = (
            line.sentence,
            line.standing + (", said in meeting" if line.provisional else "") + (", out of date" if line.stale else ""),
            str(line.records),
            words.listed([words.label("agency", code) for code in line.agencies]),
            words.day(date.fromisoformat(line.last_observed)),
            line.grade,
        )
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    heads = ("Tie", "Standing", "Records", "Agencies", "Last observed", "Best grade")
    return (
        f"<details><summary>Table of the {words.counted(len(board.lines), 'tie')}</summary><table><thead><tr>"
        + "".join(f'<th scope="col">{head}</th>' for head in heads)
        + f"</tr></thead><tbody>{''.join(rows)}</tbody></table></details>"
    )


def _script(board: Board, positions: Positions) -> str:
    # "<" as \u003c: no loaded text can end the script that carries it.
    data = json.dumps(board.as_json(positions), ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="kith-data">{data}</script><script>{painter()}\n{own("page.js")}</script>'
    )
