"""Brings the entities of a batch up to date with what the records of the batch say, and no longer say, of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data_schema import schema
from graph import queries as cypher
from graph.bolt import Query
from graph.describe import Description, Saying, fold, grade_of
from graph.failures import IdentifierTaken
from graph.model import Identifier, Statement

_OWN = ("also_known_as", "information", "handling", "described")


def write_entities(
    query: Query, changed: Sequence[Statement], ids: Mapping[str, str], left: Iterable[tuple[str, str]]
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

    Raises
    ------
    IdentifierTaken
        A record gives an entity another's identifier.
    """
    told = _told(changed, ids)
    again: dict[str, set[str]] = defaultdict(set)
    for label, id in left:
        again[label].add(id)
    batch = {label: _Batch(query, label, told.get(label, {}), again[label]) for label in sorted({*told, *again})}
    released = [key for part in batch.values() for key in part.released()]
    if released:
        query(cypher.RELEASE, keys=released)
    _check_owners(query, batch, told)
    for part in batch.values():
        part.write()


_Told = dict[str, list[tuple[str, int, Saying]]]  # entity id -> (record id, place, saying)


def _told(changed: Sequence[Statement], ids: Mapping[str, str]) -> dict[str, _Told]:
    told: dict[str, _Told] = defaultdict(lambda: defaultdict(list))
    for statement in changed:
        grade = grade_of(statement)
        for place, entity in enumerate(statement.entities):
            properties = {name: value for name, value in entity.properties.items() if value not in (None, "", ())}
            saying = Saying(properties, tuple(sorted(entity.identifiers)), *grade)
            told[cypher.node(entity.kind)][entity.id].append((ids[statement.record.key], place, saying))
    return told


class _Batch:
    """The entities of one label that a batch touches."""

    def __init__(self, query: Query, label: str, told: _Told, again: set[str]) -> None:
        self._query, self._label, self.told, self._again = query, label, told, again
        self._kind = cypher.kinds_by_node()[label]
        touched = sorted({*told, *again})
        self._held = {row["node"]["id"]: row["node"] for row in query(cypher.nodes(label), ids=touched)}
        self._have: dict[str, dict[str, Identifier]] = defaultdict(dict)
        for row in query(cypher.identifiers(label), ids=sorted(self._held)) if self._held else ():
            self._have[row["entity"]][row["key"]] = Identifier(row["scheme"], row["value"])
        self._stood: dict[str, list[Saying]] = defaultdict(list)
        for row in query(cypher.sayings(label), ids=sorted(again)) if again else ():
            self._stood[row["entity"]].append(Saying.from_text(row["said"]))

    def wanted(self, id: str) -> dict[str, Identifier]:
        """The identifiers an entity is to have, by key."""
        found = dict.fromkeys(())
        sayings = [*self._stood[id], *(saying for _, _, saying in self.told.get(id, ()))]
        found = {identifier.key: identifier for saying in sayings for identifier in saying.identifiers}
        return found if id in self._again else {**self._have[id], **found}

    def released(self) -> list[str]:
        """Keys of identifiers that no current record gives any more."""
        return [key for id in sorted(self._again) for key in self._have[id] if key not in self.wanted(id)]

    def new_identifiers(self) -> list[dict[str, Any]]:
        rows = []
        for id in self.told:
            for key, found in self.wanted(id).items():
                if key not in self._have[id]:
                    folded = key.removeprefix(f"{found.scheme}:")
                    props = {"scheme": found.scheme, "value": found.value, "folded": folded}
                    rows.append({"id": key, "entity": id, "props": props})
        return rows

    def write(self) -> None:
        """Write the nodes, who described them, and their new identifiers."""
        new, old = [], []
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
        if rows := self.new_identifiers():
            self._query(cypher.attach(self._label), rows=rows)

    def _properties(self, id: str) -> dict[str, Any]:
        before = fold(self._stood[id]) if id in self._again else self._description(id)
        now = before
        for _, _, saying in self.told.get(id, ()):
            now = now.told(saying)
        values = {name: list(v) if isinstance(v, tuple) else v for name, v in now.properties.items()}
        return {
            **values,
            "also_known_as": list(now.also_known_as),
            "information": now.information,
            "handling": now.handling,
            "described": now.described,
            "search": now.search(self._kind, self.wanted(id).values()),
        }

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


def _check_owners(query: Query, batch: Mapping[str, _Batch], told: Mapping[str, _Told]) -> None:
    claims: dict[str, tuple[str, str]] = {}  # identifier -> entity, record
    for label, part in batch.items():
        for row in part.new_identifiers():
            record = next(r for r, _, s in told[label][row["entity"]] if row["id"] in {i.key for i in s.identifiers})
            key = record.rsplit("#", 1)[0]
            owner, _ = claims.setdefault(row["id"], (row["entity"], key))
            if owner != row["entity"]:
                raise IdentifierTaken(row["id"], owner, row["entity"], key)
    if not claims:
        return
    for row in query(cypher.IDENTIFIED_BY_KEY, values=sorted(claims)):
        claimant, key = claims[row["asked"]]
        if row["id"] != claimant:
            raise IdentifierTaken(row["asked"], row["id"], claimant, key)
