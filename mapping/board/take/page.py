"""The board as one HTML page to take along: built with pyvis, asking nobody for anything, saying what it is."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape

from mapping import words
from mapping.board.component import own, painter
from mapping.board.model import Board, Positions
from mapping.board.take.contents import Contents
from mapping.board.take.sections import Section
from mapping.board.take.told import NOT_THE_RECORD, Printed, line, shown

_OUTSIDE = re.compile(
    r"<link\b[^>]*\bhref\s*=\s*[\"'](?:https?:)?//[^>]*>"
    r"|<script\b[^>]*\bsrc\s*=\s*[\"'](?:https?:)?//[^>]*>\s*</script>",
    re.IGNORECASE,
)
_RULES = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_HEAD = re.compile(r"<head>", re.IGNORECASE)


def standalone_page(
    board: Board, positions: Positions, printed: Printed, font: bytes = b"", told: Contents | None = None
) -> str:
    """The board as a page of its own.

    Parameters
    ----------
    board, positions
        What is drawn, and where. Nothing else is in the page: no name that the naming mode hides, no evidence text.
    printed : Printed
        Title, who made it and when; purpose, naming mode and data version come from the board.
    font : bytes, optional
        A WOFF2 of Source Sans to embed; without it the reader's sans-serif is used.
    told : Contents, optional
        Of a kept board: its actions, questions, notes and the rest, as tables under the picture.

    Returns
    -------
    str
        HTML. Its content policy forbids every request, and it holds no address of another machine to ask.

    Notes
    -----
    pyvis 0.3 in its `in_line` mode still refers to a style sheet and a script elsewhere: both are taken out.
    """
    from pyvis.network import Network  # it loads IPython: only when somebody asks for a page

    board, positions = _numbered(board, positions)
    network = Network(height="600px", width="100%", cdn_resources="in_line")
    for node in board.nodes:
        x, y = positions[node.id]
        network.add_node(node.id, label=" ", x=round(x, 1), y=round(y, 1), shape="dot", size=16, physics=False)
    for tie in board.lines:
        network.add_edge(tie.from_id, tie.to_id, color="rgba(0,0,0,0)", width=8)
    network.set_options(json.dumps({"physics": {"enabled": False}, "layout": {"improvedLayout": False}}))
    page = _OUTSIDE.sub("", network.generate_html(notebook=False))
    page = re.sub(r"//# sourceMappingURL=[^\s<]+", "", page)
    page = _HEAD.sub(lambda _: _head(printed, font), page, count=1)
    # From the end, because scripts before the body speak of one; pyvis writes every "<" of the data as an escape.
    before, _, rest = page.rpartition("<body>")
    inner, _, after = rest.rpartition("</body>")
    middle = "".join((_top(board, printed), inner, _foot(board, told), _script(board, positions)))
    return f"<!doctype html>{before}<body>{middle}</body>{after}"


def _numbered(board: Board, positions: Positions) -> tuple[Board, dict[str, tuple[float, float]]]:
    """The same with numbers in place of ids: an id would lead whoever has the graph to a person without a name."""
    held = [*(one.id for one in board.nodes), *(one.id for one in board.notes), *(one.id for one in board.hulls)]
    new = {id: f"n{place}" for place, id in enumerate(dict.fromkeys(held))}
    lines = (
        replace(one, id=f"l{place}", from_id=new[one.from_id], to_id=new[one.to_id], assertions=())
        for place, one in enumerate(board.lines)
    )
    hulls = (
        replace(one, id=new[one.id], members=tuple(new[id] for id in one.members if id in new)) for one in board.hulls
    )
    notes = (replace(one, id=new[one.id], on=new.get(one.on, ""), texts=()) for one in board.notes)
    drawn = replace(
        board,
        nodes=tuple(replace(node, id=new[node.id]) for node in board.nodes),
        lines=tuple(lines),
        hulls=tuple(hulls),
        notes=tuple(notes),
    )
    return drawn, {new[id]: spot for id, spot in positions.items() if id in new}


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
    record = f"{printed.record} {NOT_THE_RECORD}"
    return (
        f'<header class="kith-head"><h1>{escape(printed.title)}</h1><p>{escape(line(board, printed))}</p>'
        f"<p>{escape(shown(board))}. {escape(record)}</p></header>"
        '<div id="kith-tip" hidden></div>'
    )


def _foot(board: Board, told: Contents | None) -> str:
    tables = "".join(_table(one) for one in told.sections) if told else _twin(board)
    return f'<div class="kith-foot"><ul class="legend"></ul></div>{tables}'


def _table(section: Section) -> str:
    """A section as a table to unfold; actions and questions stand open."""
    unfolded = " open" if section.name in ("actions", "questions") else ""
    head = f"<details{unfolded}><summary>{escape(section.title)} · {escape(section.of)}</summary>"
    if not section.rows:
        return f"{head}<p>{escape(section.nothing)}</p></details>"
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in section.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in section.rows)
    return f"{head}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"


def _twin(board: Board) -> str:
    """The table twin, for whoever does not see the picture, and for print."""
    rows = []
    for tie in sorted(board.lines, key=lambda tie: (tie.last_observed, tie.id), reverse=True):
        cells: Sequence[str] = (
            tie.sentence,
            tie.standing + (", said in meeting" if tie.provisional else "") + (", out of date" if tie.stale else ""),
            str(tie.records),
            words.listed([words.label("agency", code) for code in tie.agencies]),
            words.day(date.fromisoformat(tie.last_observed)),
            tie.grade,
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
