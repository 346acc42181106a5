"""What a board's naming mode makes of everything: the Snapshot before it is drawn, and every text, title and file name.

In full-name mode nothing changes. Initials shorten people, and their names wherever somebody wrote them. Pseudonyms
rename everybody and everything ("Child 3"), in the order in which they came onto the board. Counts names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import ENTITIES, Snapshot
from mapping import words
from mapping.board.log import SaidPerson, State
from mapping.board.masking import SOMEBODY, Masks, masks, parts, wholes
from mapping.board.nodes import UNNUMBERED, display_name, drawn_kind, pseudonym
from mapping.words import Naming

COLLEAGUE = "a colleague"
"""Who did or wrote something, where a mode names nobody: the people at the table may be held themselves."""
_EMPTIED = ("ethnicity", "home_area", "latitude", "longitude", "roll", "owner", "guardianship", "review_date")
"""What is not drawn and would tell in pseudonyms who or where somebody is."""
_NAMED = ("location", "school", "peer_group", "thing")
"""Kinds besides people whose names are names; that of an event says what it was."""
_OFFICIAL = ("location", "school", "thing")
"""Kinds whose names nobody at the hub made up: Green Lane stays, unless a Green is on the board or tied to it."""
_COLUMNS = ("id", "kind", "name", "subkind", "date_of_birth", "identified", "started_on", "occupation")


@dataclass(frozen=True)
class Names:
    """What this mode makes of names and of whatever somebody wrote. Ask it for everything that is shown or leaves."""

    mode: Naming
    called: Mapping[str, str]  # id -> name, of everybody on the board and around it
    kinds: Mapping[str, str] = field(default_factory=dict)  # id -> entity kind, of the same
    masks: Masks = field(default_factory=lambda: Masks({}))

    def text(self, text: str) -> str:
        """What somebody wrote: a note, the label of a frame, an action, a sentence of a slide, a quotation.

        Counts shows no text at all.
        """
        if self.mode is Naming.FULL:
            return text
        return "" if self.mode is Naming.COUNTS else self.masks.text(text)

    def title(self, title: str) -> str:
        """The title of the board, never empty."""
        return self.text(title) or "A board in counts"

    def name(self, id: str) -> str:
        """What somebody or something is called; of those who are nowhere near the board nothing is said."""
        if self.mode is Naming.COUNTS:
            return SOMETHING
        return self.called.get(id, SOMETHING)

    def by(self, who: str) -> str:
        """Who did or said something, in what is shown: people at the table may be held themselves."""
        if self.mode is Naming.FULL or not who:
            return who
        return self.masks.text(who) if self.mode is Naming.INITIALS else COLLEAGUE

    def file(self, title: str) -> str:
        """A title as part of a file name: a leaving file tells no more than the page."""
        return re.sub(r"[^a-z0-9]+", "-", self.title(title).casefold()).strip("-")[:60] or "board"


SOMETHING = "somebody or something not on this board"


def named(snapshot: Snapshot, state: State, naming: Naming, held: pa.Table) -> tuple[Snapshot, Names]:
    """The snapshot as the mode names it, and what the mode makes of texts.

    Parameters
    ----------
    snapshot : Snapshot
        With what was said laid over.
    held : table
        The entities without it: everybody whose name somebody could have written.

    Returns
    -------
    Snapshot, Names
        In pseudonyms the names in the snapshot are pseudonyms: whatever is made of it cannot forget. Ages stay, since
        what is said of them is a band; see `mapping.board.nodes`.
    """
    near = _near(snapshot, state)
    rows = {row["id"]: row for row in near.select(_COLUMNS).to_pylist()}
    rows |= {id: _said(person) for id, person in state.people.items() if id not in rows}  # settled: still written of
    if naming is Naming.FULL:
        return snapshot, Names(naming, {id: display_name(row, naming) for id, row in rows.items()}, _kinds(rows))
    if naming is Naming.COUNTS:
        return snapshot, Names(naming, {})
    if naming is Naming.INITIALS:
        return _initials(snapshot, rows, _everybody(held, naming))
    return _pseudonyms(snapshot, state, rows, _everybody(held, naming))


def numbers(state: State) -> dict[str, int]:
    """The number of everybody on the board: their place in the order in which they came, whoever comes or goes later.

    Somebody promoted, or shown as another, gives them their number if it is the smaller.
    """
    found: dict[str, int] = {}
    for number, id in enumerate(state.came, 1):
        for called in dict.fromkeys((id, state.one(id))):
            found[called] = min(number, found.get(called, number))
    return found


def _near(snapshot: Snapshot, state: State) -> pa.Table:
    """Everybody on the board, hidden or not, and all that are tied to them."""
    ids = {*state.members, *state.people, *state.same, *state.same.values()}
    here = pa.array(sorted(ids), pa.string())
    ties = snapshot.ties
    ties = ties.filter(pc.or_(*(pc.is_in(ties[end], value_set=here) for end in ("from_id", "to_id"))))
    ends = pa.chunked_array([*ties["from_id"].chunks, *ties["to_id"].chunks, here], pa.string()).unique()
    return snapshot.entities.filter(pc.is_in(snapshot.entities["id"], value_set=ends))


def _said(person: SaidPerson) -> dict[str, Any]:
    named = {"id": person.id, "kind": person.kind, "name": person.name, "identified": person.identified}
    return dict.fromkeys(_COLUMNS) | named


def _kinds(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {id: str(row["kind"]) for id, row in rows.items()}


def _everybody(held: pa.Table, naming: Naming) -> Mapping[str, str]:
    """The parts of every name held, and what stands for each of somebody who is nowhere near the board.

    Kept for the tables last asked for: to read the names of 20,000 people takes a second, and a board asks at every
    touch. It holds the table itself, so that nobody is named by what another viewer may see.
    """
    with _LOCK:
        known = _KNOWN.get((id(held), naming))
        if known is None:
            known = (held, _read_everybody(held, naming))
            while len(_KNOWN) >= _TABLES:
                del _KNOWN[next(iter(_KNOWN))]
            _KNOWN[id(held), naming] = known
        return known[1]


_LOCK = Lock()
_TABLES = 8
_KNOWN: dict[tuple[int, Naming], tuple[pa.Table, Mapping[str, str]]] = {}


def _read_everybody(held: pa.Table, naming: Naming) -> Mapping[str, str]:
    pseudonyms = naming is Naming.PSEUDONYMS
    persons = held.filter(pc.is_in(held["kind"], value_set=pa.array(schema().persons(), pa.string())))
    if not pseudonyms:  # nicknames of people not identified stay
        persons = persons.filter(pc.fill_null(persons["identified"], True))
    called = [(name, SOMEBODY if pseudonyms else words.initials(name)) for name in persons["name"].to_pylist() if name]
    people = parts(called, pseudonyms=pseudonyms)
    if not pseudonyms:
        return people
    contexts = held.filter(pc.is_in(held["kind"], value_set=pa.array(["location", "school", "peer_group"])))
    known = zip(contexts["name"].to_pylist(), contexts["kind"].to_pylist(), strict=True)
    return wholes([(name, UNNUMBERED[kind]) for name, kind in known if name], _everyday()) | people


def _everyday() -> list[str]:
    """Words for kinds of places and things: no name by themselves."""
    lists = {kind.kinds for kind in schema().entities.values() if kind.kinds}
    coded = [code.label for name in lists for code in schema().codes[name].codes.values()]
    return [*coded, *(kind.label for kind in schema().entities.values()), "group friends year street road high"]


def _initials(
    snapshot: Snapshot, rows: Mapping[str, dict[str, Any]], everybody: Mapping[str, str]
) -> tuple[Snapshot, Names]:
    """People by initials; their names shortened in the names of groups, places, events and things, and in jobs."""
    persons = {id: row for id, row in rows.items() if row["kind"] in schema().persons()}
    known = [(row["name"], words.initials(row["name"])) for row in persons.values() if _has_name(row)]
    near_only, all_ = masks(known), masks(known, everybody)
    changed = {}
    for id, row in rows.items():
        new = dict(row)
        if id not in persons or row["identified"] is False:
            mask = near_only if row["kind"] in _OFFICIAL else all_
            new["name"] = mask.text(row["name"] or "") or None
        if row["occupation"]:
            new["occupation"] = all_.text(row["occupation"])
        if new != row:
            changed[id] = new
    table = _changed(snapshot.entities, changed, ("name", "occupation"))
    called = {id: display_name(changed.get(id, row), Naming.INITIALS) for id, row in rows.items()}
    return replace(snapshot, entities=table), Names(Naming.INITIALS, called, _kinds(rows), all_)


def _has_name(row: Mapping[str, Any]) -> bool:
    return bool(row["name"]) and row["identified"] is not False


def _pseudonyms(
    snapshot: Snapshot, state: State, rows: Mapping[str, dict[str, Any]], everybody: Mapping[str, str]
) -> tuple[Snapshot, Names]:
    """Everybody and everything renamed: with their number on the board, `a child not on this board` elsewhere."""
    number = numbers(state)
    kinds = {id: drawn_kind(row, snapshot.as_of) for id, row in rows.items()}
    called = {id: pseudonym(kinds[id], number.get(id)) for id in rows}
    persons = {id for id, row in rows.items() if row["kind"] in schema().persons()}
    near = [(row["name"], called[id]) for id, row in rows.items() if id in persons and row["name"]]
    things = wholes(
        [(row["name"], called[id]) for id, row in rows.items() if row["kind"] in _NAMED and row["name"]], _everyday()
    )
    mask = masks(near, {**everybody, **things}, pseudonyms=True)
    table = snapshot.entities
    elsewhere = pa.array([UNNUMBERED.get(kind, SOMETHING) for kind in table["kind"].to_pylist()], pa.string())
    table = table.set_column(table.schema.get_field_index("name"), ENTITIES.field("name"), elsewhere)
    for name in (*_EMPTIED, "occupation"):
        nothing = pa.nulls(len(table), ENTITIES.field(name).type)
        table = table.set_column(table.schema.get_field_index(name), ENTITIES.field(name), nothing)
    jobs = {id: mask.text(row["occupation"]) if row["occupation"] else None for id, row in rows.items()}
    renamed = {id: {"name": called[id], "occupation": jobs[id]} for id in rows}
    table = _changed(table, renamed, ("name", "occupation"))
    return replace(snapshot, entities=table), Names(Naming.PSEUDONYMS, called, kinds, mask)


def _changed(table: pa.Table, rows: Mapping[str, Mapping[str, Any]], columns: Iterable[str]) -> pa.Table:
    """The table with other values in these columns of these rows."""
    if not rows:
        return table
    found = pc.index_in(table["id"], value_set=pa.array(list(rows), pa.string()))
    for name in columns:
        place, field_ = table.schema.get_field_index(name), table.schema.field(name)
        new = pa.array([row[name] for row in rows.values()], field_.type).take(found.combine_chunks())
        column = pc.if_else(pc.is_valid(found), pa.chunked_array([new]), table[name])
        table = table.set_column(place, field_, column)
    return table
