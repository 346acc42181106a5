"""The pieces every page is made of: title, right panel, cards, chips, rows, tables, links. Loaded text passes `esc`."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import streamlit as st

from mapping.pages._opening import Figure
from mapping.pages._text import esc, plain

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

Cell = str | int | Figure | None


@cache
def icon(name: str) -> str:
    """An icon of the set as a data URI, since `st.html` drops inline SVG: `icon("child")`."""
    svg = files("mapping").joinpath("icons", f"{name}.svg").read_bytes()
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


def html(markup: str, *, narrow: bool = False) -> None:
    """Write our own markup; whatever was loaded must have gone through `esc` before. `narrow`: as wide as its words."""
    st.html(f'<div class="kith">{markup}</div>', width="content" if narrow else "stretch")


def page_title(sentence: str, note: str = "") -> None:
    """The heading of a page and the note under it (plain text, both escaped here)."""
    html(f"<h1>{esc(sentence)}</h1>" + (f'<p class="note">{esc(note)}</p>' if note else ""))


def heading(text: str, of: str = "", note: str = "") -> None:
    """A second-level heading, with `showing 3 of 9` beside it and a note under it."""
    beside = f' <span class="of">· {esc(of)}</span>' if of else ""
    html(f"<h2>{esc(text)}{beside}</h2>" + (f'<p class="note">{esc(note)}</p>' if note else ""))


REMEMBERED = 60.0
"""Seconds for which a press waits for its form to be reached: a large page takes some to run."""


def submitted(label: str, form: str, kind: Literal["primary", "secondary"] = "secondary") -> bool:
    """A form's button, and whether it was pressed; `form` is the form's own key.

    What Streamlit itself answers is forgotten when another press lets the page run again before the form is reached,
    and what was to be recorded would be lost without a word. This press is remembered until its form is reached.
    """
    name, presses = f"{form}-{label}", _presses()
    st.form_submit_button(label, key=name, type=kind, on_click=_press, args=(presses, name))
    return _was_pressed(presses, name)


def pressed(
    label: str, key: str, kind: Literal["primary", "secondary"], *, disabled: bool = False, about: str = ""
) -> bool:
    """A button outside a form that records something, and whether it was pressed: remembered as `submitted` does."""
    presses = _presses()
    st.button(label, key=key, type=kind, disabled=disabled, help=about or None, on_click=_press, args=(presses, key))
    return _was_pressed(presses, key)


def _was_pressed(presses: dict[str, float], name: str) -> bool:
    at = presses.pop(name, None)
    return at is not None and time.monotonic() - at < REMEMBERED


def _presses() -> dict[str, float]:
    presses: dict[str, float] = st.session_state.setdefault("kith-presses", {})
    return presses


def _press(presses: dict[str, float], name: str) -> None:
    """Remember it. Not by way of the session's state: to ask for that is to be interrupted, and the press is lost."""
    presses[name] = time.monotonic()


@contextmanager
def panel() -> Iterator[None]:
    """The right panel: 330 px, white, flush with the edge, scrolling alone; under the page on a narrow screen."""
    with st.container(key="kith-panel"):
        yield


@contextmanager
def card(key: str) -> Iterator[None]:
    """A white card; `key` is unique on the page."""
    with st.container(key=f"kith-card-{key}"):
        yield


def chip(text: str, look: str = "") -> str:
    """A small label as markup; `look` is `dashed` (ungraded), `outlined`, `late`, `harm`, `safe`, `now` or empty."""
    return f'<span class="chip {esc(look)}">{esc(text)}</span>'


def chips(markup: Iterable[str]) -> str:
    """Several chips in a row that wraps."""
    inner = "".join(markup)
    return f'<div class="chips">{inner}</div>' if inner else ""


def rows(items: Iterable[tuple[str, str | Figure]], between: str = " · ") -> str:
    """List rows as markup: each a strong beginning and the words after it; a `Figure` opens its records."""
    told = ((head, rest.markup() if isinstance(rest, Figure) else esc(rest)) for head, rest in items)
    lines = (f"<li><b>{esc(head)}</b>{esc(between) + rest if rest else ''}</li>" for head, rest in told)
    return f'<ul class="rows">{"".join(lines)}</ul>'


def page(name: str) -> Page:
    """A page of the navigation, for `st.switch_page`: `page("data")`."""
    found: Page = st.session_state["kith-pages"][name]
    return found


def board_link(*entity_ids: str, label: str = "Show on board") -> None:
    """A link to the board around these entities (`/?focus=C-7K2M9QXA4B`); the session and its purpose go along."""
    st.page_link(page("relationships"), label=label, query_params={"focus": list(entity_ids)})


def context_link(id: str, label: str = "Open place page") -> None:
    """A link to the page of one place, school or peer group: `/contexts?id=L-7K2M9QXA`; `label` may be loaded."""
    st.page_link(page("contexts"), label=plain(label), query_params={"id": id})


OPEN_PAGE = {"location": "Open place page", "school": "Open school page", "peer_group": "Open group page"}
"""Entity kinds that have a page of their own -> what a link to it says."""


def table(
    columns: Sequence[str],
    lines: Iterable[Sequence[Cell]],
    *,
    caption: str,
    numbers: Sequence[int] = (),
    grid: bool = False,
) -> str:
    """A table as semantic markup: the twin of every picture, and the report of a load.

    Parameters
    ----------
    columns
        The heads.
    lines
        One sequence of cells for each row; the first cell heads its row. Integers are written with thousands commas;
        a `Figure` opens its records.
    caption
        What the table holds, for those who hear it.
    numbers
        Columns set to the right.
    grid
        Whether lines part the columns.
    """
    heads = "".join(f'<th scope="col"{_number(i, numbers)}>{esc(name)}</th>' for i, name in enumerate(columns))
    body = []
    for line in lines:
        cells = []
        for i, cell in enumerate(line):
            inner = cell.markup() if isinstance(cell, Figure) else esc(f"{cell:,}" if isinstance(cell, int) else cell)
            tag = "th" if i == 0 else "td"
            scope = ' scope="row"' if i == 0 else ""
            cells.append(f"<{tag}{scope}{_number(i, numbers)}>{inner}</{tag}>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="kith-table{" grid" if grid else ""}" tabindex="0" role="region" aria-label="{esc(caption)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _number(column: int, numbers: Sequence[int]) -> str:
    return ' class="number"' if column in numbers else ""
