"""Brings the entities of a batch up to date with what the records of the batch say, and no longer say, of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

from data_schema import schema
from graph import queries as cypher
from graph.bolt import Query, Row
from graph.describe import Description, Saying, fold, grade_of, recorded_on
from graph.failures import IdentifierTaken
from graph.model import Identifier, Statement


def write_entities(
    query: Query, changed: Sequence[Statement], ids: Mapping[str, str], left: Iterable[tuple[str, str]], today: date
) -> None:
    """Write the entities that changed records describe, and mend those that a superseded version described.

    Parameters
    ----------
    changed
        The statements being written; their records are in the graph already.
    ids
        Record key -> id of the version being written.
    left
        (label, id) of entities that a version superseded just now described: they are folded anew.
    today
        The day of records that tell none.

    Raises
    ------
    IdentifierTaken
        A record gives an entity another's identifier.
    """
    told = _told(changed, ids, today)
    again: dict[str, set[str]] = defaultdict(set)
    for label, id in left:
        again[label].add(id)
    batch = {label: _Batch(query, label, told.get(label, {}), again[label]) for label in sorted({*told, *again})}
    released = [key for part in batch.values() for key in part.released()]
    if released:
        query(cypher.RELEASE, keys=released)
    _check_owners(query, batch, ids)
    for part in batch.values():
        part.write()


_Told = dict[str, list[tuple[str, int, Saying]]]  # entity id -> (record id, place, saying)


def _told(changed: Sequence[Statement], ids: Mapping[str, str], today: date) -> dict[str, _Told]:
    told: dict[str, _Told] = defaultdict(lambda: defaultdict(list))
    for statement in changed:
        grade, day = grade_of(statement), recorded_on(statement) or today
        for place, entity in enumerate(statement.entities):
            properties = {name: value for name, value in entity.properties.items() if value not in (None, "", ())}
            saying = Saying(properties, tuple(sorted(entity.identifiers)), *grade, day)
            told[cypher.node(entity.kind)][entity.id].append((ids[statement.record.key], place, saying))
    return told


class _Name(NamedTuple):
    """An identifier with the grade of the most open record that gives it."""

    identifier: Identifier
    information: str
    handling: str

    @property
    def restricted(self) -> bool:
        return Saying({}, (), self.information, self.handling).restricted


class _Batch:
    """The entities of one label that a batch touches."""

    def __init__(self, query: Query, label: str, told: _Told, again: set[str]) -> None:
        self._query, self._label, self.told = query, label, told
        self._kind = cypher.kinds_by_node()[label]
        touched = sorted({*told, *again})
        self._held: dict[str, Row] = {row["node"]["id"]: row["node"] for row in query(cypher.nodes(label), ids=touched)}
        again = self._again = again | {id for id, sayings in told.items() if self._late(id, sayings)}
        self._have: dict[str, dict[str, _Name]] = defaultdict(dict)
        for row in query(cypher.identifiers(label), ids=sorted(self._held)) if self._held else ():
            name = Identifier(row["scheme"], row["value"])
            self._have[row["entity"]][row["key"]] = _Name(name, row["information"] or "", row["handling"] or "")
        self._stood: dict[str, list[Saying]] = defaultdict(list)
        for row in query(cypher.sayings(label), ids=sorted(again)) if again else ():
            self._stood[row["entity"]].append(Saying.from_text(row["said"], row["day"]))
        self.wanted = {id: self._wanted(id) for id in touched}

    def _late(self, id: str, sayings: Iterable[tuple[str, int, Saying]]) -> bool:
        """Whether a record was entered before one that describes the entity already: then all are folded anew."""
        node = self._held.get(id) or {}
        known = node.get("described_on") or date.max
        return bool(node.get("described")) and any(saying.day < known for _, _, saying in sayings)

    def _wanted(self, id: str) -> dict[str, _Name]:
        """The identifiers an entity is to have, by key."""
        found = {} if id in self._again else dict(self._have[id])
        for saying in [*self._stood[id], *(saying for _, _, saying in self.told.get(id, ()))]:
            for identifier in saying.identifiers:
                had = found.get(identifier.key)
                if had is None or (had.restricted and not saying.restricted):
                    found[identifier.key] = _Name(identifier, saying.information, saying.handling)
        return found

    def released(self) -> list[str]:
        """Keys of identifiers that no current record gives any more."""
        return [key for id in sorted(self._again) for key in self._have[id] if key not in self.wanted[id]]

    def new_names(self) -> list[dict[str, Any]]:
        """Identifiers to attach."""
        return [
            {"id": key, "entity": id, "props": _name_properties(key, name)}
            for id, names in self.wanted.items()
            for key, name in names.items()
            if key not in self._have[id]
        ]

    def changed_names(self) -> list[dict[str, Any]]:
        """Identifiers the entity has already, given by another record or in another writing now."""
        return [
            {"id": key, "props": _name_properties(key, name)}
            for id, names in self.wanted.items()
            for key, name in names.items()
            if self._have[id].get(key, name) != name
        ]

    def write(self) -> None:
        """Write the nodes, who described them, and their new identifiers."""
        new: list[dict[str, Any]] = []
        old: list[dict[str, Any]] = []
        for id in sorted({*self.told, *self._again}):
            properties = self._properties(id)
            if id in self._held:
                gone = self._held[id].keys() - properties.keys() - {"id"}
                old.append({"id": id, "props": {**properties, **dict.fromkeys(gone)}})
            else:
                new.append({"id": id, "props": properties})
        for text, rows in ((cypher.create_entities(self._label), new), (cypher.set_entities(self._label), old)):
            if rows:
                self._query(text, rows=rows)
        said = [
            {"record": record, "entity": id, "said": saying.as_text(), "place": place}
            for id, sayings in self.told.items()
            for record, place, saying in sayings
        ]
        if said:
            self._query(cypher.describe(self._label), rows=said)
        if new_names := self.new_names():
            self._query(cypher.attach(self._label), rows=new_names)
        if changed_names := self.changed_names():
            self._query(cypher.SET_NAMES, rows=changed_names)

    def _properties(self, id: str) -> dict[str, Any]:
        told = sorted((saying for _, _, saying in self.told.get(id, ())), key=lambda saying: saying.day)
        if id in self._again:
            now, days = fold([*self._stood[id], *told]), [saying.day for saying in self._stood[id]]
        else:
            now, days = reduce(Description.told, told, self._description(id)), [self._day(id)]
        latest = max([*days, *(saying.day for saying in told)], default=date.min)
        values = {name: list(v) if isinstance(v, tuple) else v for name, v in now.properties.items()}
        # A restricted identifier of an open entity must not lead anybody to it by a search.
        names = [name.identifier for name in self.wanted[id].values() if now.restricted or not name.restricted]
        return {
            **values,
            "also_known_as": list(now.also_known_as),
            "information": now.information,
            "handling": now.handling,
            "described": now.described,
            "described_on": latest if now.described else None,
            "search": now.search(self._kind, names),
        }

    def _day(self, id: str) -> date:
        """The latest day on which a record that describes the entity was entered."""
        return (self._held.get(id) or {}).get("described_on") or date.min

    def _description(self, id: str) -> Description:
        """The description as the node holds it."""
        node = self._held.get(id)
        if node is None:
            return Description()
        names = schema().entities[self._kind].properties
        values = {name: tuple(v) if isinstance(v, list) else v for name, v in node.items() if name in names}
        return Description(
            values,
            tuple(node.get("also_known_as") or ()),
            node.get("information") or "",
            node.get("handling") or "",
            bool(node.get("described")),
        )


def _name_properties(key: str, name: _Name) -> dict[str, str]:
    found = name.identifier
    return {
        "scheme": found.scheme,
        "value": found.value,
        "folded": key.removeprefix(f"{found.scheme}:"),
        "information": name.information,
        "handling": name.handling,
    }


def _check_owners(query: Query, batch: Mapping[str, _Batch], ids: Mapping[str, str]) -> None:
    order = {id: (place, key) for place, (key, id) in enumerate(ids.items())}
    asked = sorted(
        (*_claimed_in(part, row, order), row["id"], row["entity"])
        for part in batch.values()
        for row in part.new_names()
    )
    claims: dict[str, tuple[str, str]] = {}  # identifier -> entity, key of the record
    for _, key, identifier, entity in asked:
        owner, _ = claims.setdefault(identifier, (entity, key))
        if owner != entity:  # the earlier record of the batch has it
            raise IdentifierTaken(identifier, owner, entity, key)
    for held in query(cypher.IDENTIFIED_BY_KEY, values=sorted(claims)) if claims else ():
        claimant, key = claims[held["asked"]]
        if held["id"] != claimant:
            raise IdentifierTaken(held["asked"], held["id"], claimant, key)


def _claimed_in(part: _Batch, row: Mapping[str, Any], order: Mapping[str, tuple[int, str]]) -> tuple[int, str]:
    """Place and key of the first record of the batch that gives this identifier to this entity."""
    sayings = part.told[row["entity"]]
    return next(order[record] for record, _, said in sayings if row["id"] in {name.key for name in said.identifiers})
