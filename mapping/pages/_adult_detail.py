"""One adult of concern, opened: contacts over time, what is alleged and by whom, what was done, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from mapping import words
from mapping.adult_columns import COLUMNS, Order
from mapping.network.adults.rows import NOT_PROOF, Adult, Adults, Sentence
from mapping.pages import _adult_strip, _data, _evidence, _frame
from mapping.pages._frame import chip
from mapping.pages._text import esc
from mapping.words import Naming

_FEW_CHIPS, _FEW_LINES, _FEW_STATEMENTS = 4, 5, 24


def draw(row: Adult, found: Adults, naming: Naming) -> None:
    """The card below the row that was opened."""
    with _frame.card(f"adult-{row.id}"):
        _frame.html(_head(row, found))
        if row.contacts:
            _frame.html(
                "<h3>Contacts over time</h3>" + _adult_strip.strip(row.contacts, found.since, found.method.as_of)
            )
            with st.expander(f"As a table: {_children(row)}", key=f"adults-contacts-{row.id}"):
                _frame.html(_adult_strip.table(row.contacts, found.since))
        _frame.html(_said("What is alleged or recorded of them", row.alleged, "No harm is alleged in this window."))
        if row.seen:
            _frame.html(_said("Other contact", row.seen, ""))
        _frame.html(_columns(row))
        _foot(row, naming)


def plate(row: Adult) -> str:
    """The token of an adult of concern: a slate plate with a second, rust outline."""
    return f'<div class="plate" aria-hidden="true">{esc(row.initials[:6])}</div>'


def standing(row: Adult) -> str:
    """What is recorded of the adult, the triangle beside the words."""
    return f'<img class="tri" src="{_frame.icon("role_of_concern")}" alt="">{esc(row.standing)}'


def _children(row: Adult) -> str:
    return words.counted(row.children, "child", "children")


def _head(row: Adult, found: Adults) -> str:
    column = COLUMNS[Order(found.order)].title.lower()
    many = f" · {_children(row)} since {words.day(found.since)}"
    return (
        f'<div class="child">{plate(row)}<div class="about"><div class="head"><h2>{esc(row.heading)} '
        f'<span class="of">· {standing(row)}{esc(many)}</span></h2>{chip("not proof of an offence", "outlined")}</div>'
        f'<p class="note">By {esc(column)} {esc(row.rank.text)}, whichever one source is left out.</p></div></div>'
    )


def _said(title: str, sentences: Sequence[Sentence], none: str) -> str:
    """Sentences, newest first, each with who says so and how it was graded."""
    if not sentences:
        return f'<h3>{esc(title)}</h3><p class="quiet">{esc(none)}</p>'
    lines = []
    for one in sentences:
        made = [chip(record.text, "dashed" if record.ungraded else "") for record in one.records[:_FEW_CHIPS]]
        if len(one.records) > _FEW_CHIPS:
            more = words.counted(len(one.records) - _FEW_CHIPS, "more record")
            made.append(chip(f"+ {more}", "outlined"))
        lines.append(f'<li>{esc(one.text)} <span class="quiet">{esc(one.latest)}</span>{_frame.chips(made)}</li>')
    return f'<h3>{esc(title)}</h3><ul class="reasons">{"".join(lines)}</ul>'


def _columns(row: Adult) -> str:
    """Places, what is shared and what was done; then what does not count and what is not known."""
    first = (
        _column(
            "Places where children came to harm or were found", (one.text for one in row.overlaps), "None recorded."
        )
        + _column("Shared phones, vehicles and addresses", (one.text for one in row.shares), "None recorded.")
        + _column("Done so far", (one.text for one in row.actions_taken), "None recorded.")
    )
    second = _column("Not known", row.not_known, "Nothing is marked as not known.") + _column(
        "Not counted", row.not_counted, "Nothing."
    )
    return (
        f'<div class="three">{first}</div><div class="three">{second}<div><h3>Read this first</h3>'
        f"<p>{esc(NOT_PROOF)} Children tied to an adult are children to safeguard.</p></div></div>"
    )


def _column(title: str, lines: Iterable[str], none: str) -> str:
    every = list(lines)
    shown = every[:_FEW_LINES]
    more = [f"and {len(every) - len(shown)} more"] if len(every) > len(shown) else []
    said = "".join(f"<li>{esc(line)}</li>" for line in (*shown, *more))
    inner = f'<ul class="plain">{said}</ul>' if said else f"<p>{esc(none)}</p>"
    return f"<div><h3>{esc(title)}</h3>{inner}</div>"


def _foot(row: Adult, naming: Naming) -> None:
    """The way to the board, and the evidence: read, and noted in the audit log, only when somebody opens it."""
    with st.container(gap="small", key=f"kith-foot-{row.id}"):
        _frame.board_link(row.id)
        label = f"Evidence: {words.counted(len(row.evidence), 'statement')}"
        opened = st.expander(label, key=f"adults-evidence-{row.id}", on_change="rerun")
        if opened.open:
            with opened, _data.answering():
                _statements(row, naming)


def _statements(row: Adult, naming: Naming) -> None:
    every = st.session_state.get("adults-every") == row.id
    ids = row.evidence if every else row.evidence[:_FEW_STATEMENTS]
    found = _data.view().evidence(ids)
    _frame.html(f'<p class="note">{esc(words.showing(len(ids), len(row.evidence)))} statements</p>')
    _frame.html(_evidence.cards(found, naming=naming, snapshot=_data.snapshot()))
    if len(ids) < len(row.evidence):
        st.button(
            f"Show all {words.number(len(row.evidence))}",
            key=f"adults-all-{row.id}",
            type="tertiary",
            on_click=lambda: st.session_state.update({"adults-every": row.id}),
        )
