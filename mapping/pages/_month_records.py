"""Behind a figure of the Missing or the Trends page: who is counted, and of each the records that say so, in a dialog.

A figure opens only where the page may show it. On a panel view nobody's words are shown, since they may name somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from graph.answers import Shown
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.nodes import display_name
from mapping.pages import _data, _evidence, _frame, _opening
from mapping.pages._opening import Figure
from mapping.pages._text import esc, plain
from mapping.trends import Counted
from mapping.trends.behind import Opened, Records
from mapping.trends.ended import found_at
from mapping.words import Naming

CHILD = "child"
"""The section of single children: `child|C-7K2M9QXA4B` opens one."""
_ASKED, _AT, _OF = "month-asked", "|", "#"
_MOST = 60  # statements shown of one person


@dataclass(frozen=True)
class Opens:
    """What opens on a page, and how it is told."""

    snapshot: Snapshot
    known: Counted
    sections: Mapping[str, Opened]
    naming: Naming
    until: date
    panel: bool
    child: Callable[[str], None] | None = None  # draws what is held of one child

    def figure(self, section: str, key: str, text: str, note: str = "") -> Figure:
        """A figure as a button where its records open, else as it stands."""
        one = self.sections.get(section, {}).get(key)
        if one is None:
            return Figure(text, note=note)
        return Figure(text, f"{section}{_AT}{key}", note, says=f"{one.title}, open the records")

    def name(self, child: str, text: str) -> Figure:
        """The name of a child, which opens what is held of them."""
        return Figure(text, f"{CHILD}{_AT}{child}", says="open what is recorded")


def ask(key: str) -> None:
    """Remember what somebody pressed: it opens when the page has been drawn."""
    st.session_state[_ASKED] = key


def draw(opens: Opens) -> None:
    """Hear the figures of the page, and open what was asked for."""
    _opening.listen("month-opens", ask)
    key, _, person = str(st.session_state.pop(_ASKED, "")).partition(_OF)
    section, _, name = key.partition(_AT)
    one = opens.sections.get(section, {}).get(name)
    if section == CHILD and name in opens.known.people and opens.child:
        drawn = opens.child
        _dialog(_heading(opens, name), lambda: drawn(name))
    elif one is not None and person in one.who:
        _dialog(one.title, lambda: _person(opens, one, key, person))
    elif one is not None:
        _dialog(one.title, lambda: _people(opens, one, key))


def _dialog(title: str, body: Callable[[], None]) -> None:
    st.dialog(plain(title), width="large")(body)()


def _people(opens: Opens, one: Records, key: str) -> None:
    _frame.html(f'<p class="sentence">{esc(one.said)}</p>')
    rows = sorted((_heading(opens, id_), id_, len(said)) for id_, said in one.who.items())
    lines = [
        (Figure(name, f"{key}{_OF}{id_}", says="open the records"), _standing(opens, id_), many)
        for name, id_, many in rows
    ]
    heads = ("Who", "At the hub", "Statements")
    _frame.html(_frame.table(heads, lines, caption=f"Who is counted: {one.title}", numbers=(2,)))
    if not any(one.who.values()):
        _frame.html('<p class="note">Worked out of the date of birth on record.</p>')
    if one.context:
        _frame.context_link(one.context)


def _person(opens: Opens, one: Records, key: str, person: str) -> None:
    back = Figure(f"Back to all {len(one.who)}", key)
    standing = _standing(opens, person)
    name = esc(_heading(opens, person)) + (f" · {esc(standing)}" if standing else "")
    _frame.html(f'<p class="note">{back.markup()}</p><p class="sentence">{name}</p>')
    if person in opens.known.people:
        _frame.board_link(person)
    cards(opens, one.who[person])


def cards(opens: Opens, ids: tuple[str, ...]) -> None:
    """The records as cards; on a panel view without anybody's words."""
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        _frame.html('<p class="note">Worked out of the date of birth on record.</p>')
        return
    evidence = _data.view().evidence(wanted[-_MOST:])
    if len(wanted) > _MOST:
        _frame.html(f'<p class="note">{esc(words.showing(_MOST, len(wanted)).capitalize())}, the latest.</p>')
    snapshot = opens.snapshot
    if opens.panel:
        shown = [replace(one, text="", child_view="") for one in evidence]
        evidence = Shown(shown, total=evidence.total, withheld=evidence.withheld)
        snapshot = quiet(snapshot, {end for one in shown for end in (one.from_id, one.to_id)})
        _frame.html('<p class="note">On a panel view no words of a record and no home or address are shown.</p>')
    _frame.html(_evidence.cards(evidence, naming=opens.naming, snapshot=snapshot))


def quiet(snapshot: Snapshot, ids: Collection[str]) -> Snapshot:
    """The snapshot with these entities alone, and with no name of an event, a home or an address among them."""
    places = found_at(snapshot)
    table = snapshot.entities
    rows = table.filter(pc.is_in(table["id"], pa.array(sorted(filter(None, ids)), pa.string()))).to_pylist()
    for row in rows:
        if row["kind"] == "event":
            row["name"] = display_name(row, Naming.INITIALS)
        elif row["id"] in places:
            row["name"] = places[row["id"]].told
    return replace(snapshot, entities=pa.Table.from_pylist(rows, table.schema))


def _heading(opens: Opens, id_: str) -> str:
    """`T.B., 14`; of an event what it is and when."""
    person = opens.known.people.get(id_)
    if person is not None:
        return person.heading(opens.naming, opens.until)
    table = opens.snapshot.entities
    return next(
        (display_name(row, Naming.INITIALS) for row in table.filter(pc.equal(table["id"], id_)).to_pylist()), ""
    )


def _standing(opens: Opens, id_: str) -> str:
    person = opens.known.people.get(id_)
    return opens.known.standing(id_, opens.until) if person is not None and person.kind == "child" else ""
