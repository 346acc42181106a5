"""Writes what records say into the graph, one transaction a batch: repeatable, superseding, never half."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from data_schema import schema
from graph import queries as cypher
from graph.answers import Known
from graph.assertions import mark, write_assertions
from graph.bolt import Bolt, Query
from graph.describe import check, check_length, grade_of, recorded_on
from graph.descriptions import write_entities
from graph.failures import StatementRefused
from graph.lookup import resolve
from graph.model import Area, Population, Record, Statement, Written
from graph.stated import check_plans, write_plans


class Writer:
    """The only way into the graph. Made by `Store.writer()`; several may write at once, one after another."""

    def __init__(self, bolt: Bolt, today: date) -> None:
        self._bolt = bolt
        self._today = today

    def resolve(self, values: Iterable[str]) -> dict[str, tuple[Known, ...]]:
        """Look up what is known under these identifiers.

        Parameters
        ----------
        values
            Identifiers as given, in any scheme (`OT-0981`), with their scheme (`phone:07700 900123`), or Kith ids.

        Returns
        -------
        dict
            `fold(value)` -> everything known under it, sorted by id: empty if nothing, more than one if ambiguous.
        """
        asked = list(values)
        return self._bolt.read(lambda query: resolve(query, asked))

    def current(self, keys: Iterable[str]) -> dict[str, str]:
        """The digest of the current version of each record that is held, by its key."""
        wanted = sorted(set(keys))
        if not wanted:
            return {}
        return {row["key"]: row["digest"] for row in self._bolt.read(lambda query: query(cypher.CURRENT, keys=wanted))}

    def spans(self, role: str, kind: str, ids: Iterable[str]) -> dict[str, list[tuple[date, date | None]]]:
        """From when to when these persons held a role, by what current records say.

        Parameters
        ----------
        role, kind
            A role and an entity kind of the schema.
        ids
            Kith ids of persons of that kind.

        Returns
        -------
        dict
            Id -> its spans with a known start, earliest first; no end while it lasts. Who never held it is left out.
        """
        asked, found = sorted(set(ids)), defaultdict(list)
        text = cypher.spans(cypher.node(kind))
        for row in self._bolt.read(lambda query: query(text, ids=asked, role=role)) if asked else ():
            if row["start"]:
                found[row["id"]].append((row["start"], row["end"]))
        return {id: sorted(spans, key=lambda span: (span[0], span[1] or date.max)) for id, spans in found.items()}

    def write(self, statements: Sequence[Statement]) -> Written:
        """Write what these records say, all of it or nothing.

        A record whose current version has the same digest is left alone and counted as unchanged. One with another
        digest takes the earlier version's place: that version and its assertions stay in the graph as superseded.

        Returns
        -------
        Written
            `loaded` counts new versions written, those that replaced an earlier one included; `superseded` counts
            the versions that were replaced.

        Raises
        ------
        StatementRefused
            (`IdentifierTaken`, `EndMissing`) The message names the record; nothing of the batch was written.
        StoreError
            The server could not be used.
        """
        for statement in statements:
            check_statement(statement)
        try:
            return self._bolt.write(lambda query: self._write(query, statements))
        except _NothingNew:
            return Written(unchanged=len(statements))
        except (UnicodeEncodeError, OverflowError) as error:
            raise StatementRefused(f"A value of this batch cannot be stored ({error}). Nothing was written.") from error

    def _write(self, query: Query, statements: Sequence[Statement]) -> Written:
        done = self.within(query, statements)
        if done.unchanged == len(statements):
            raise _NothingNew  # taken back, so that the version of the data stays as it was
        return done

    def within(self, query: Query, statements: Sequence[Statement]) -> Written:
        """Write statements that `check_statement` let pass in a transaction begun elsewhere; the version rises."""
        version = query(cypher.NEXT_VERSION)[0]["version"]
        done, place = Written(), 0
        for part in _rounds(statements):
            done += self._write_round(query, part, (version, place))
            place += len(part)
        return done

    def _write_round(self, query: Query, statements: Sequence[Statement], order: tuple[int, int]) -> Written:
        """Write statements of which no two are of the same record; `order` is the version and the first place in it."""
        held = _Versions(query(cypher.VERSIONS, keys=[statement.record.key for statement in statements]))
        changed = [s for s in statements if held.digest(s.record.key) != s.record.digest]
        if not changed:
            return Written(unchanged=len(statements))
        ids = {s.record.key: held.next_id(s.record) for s in changed}
        replaced = {held.current[key]["id"]: key for key in ids if key in held.current}
        left = query(cypher.DESCRIBED_BY, ids=list(replaced)) if replaced else []
        self._supersede(query, replaced, ids)
        self._write_records(query, changed, ids, order)
        write_entities(query, changed, ids, {(row["label"], row["id"]) for row in left}, self._today)
        write_assertions(query, changed, ids, order[0])
        write_plans(query, changed, ids)
        return Written(len(changed), len(statements) - len(changed), len(replaced))

    def _supersede(self, query: Query, replaced: Mapping[str, str], ids: Mapping[str, str]) -> None:
        if not replaced:
            return
        rows = [{"id": old, "by": ids[key]} for old, key in replaced.items()]
        query(cypher.SUPERSEDE_RECORDS, rows=rows, on=self._today)
        groups: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for row in query(cypher.SAYS, ids=list(replaced)):
            for said in row["says"] or ():
                kind, label, from_id = said.split("|", 2)
                groups[label, kind].add((from_id, row["key"]))
        for (label, kind), ends in sorted(groups.items()):
            # The words come back from the graph: take them for a query only if the schema has them.
            if label not in cypher.kinds_by_node() or kind not in {*cypher.ties_by_relationship(), cypher.ROLE}:
                raise StatementRefused(f"The graph holds a {kind} from a {label}, which the schema does not know.")
            found = [{"from_id": from_id, "key": key, "by": ids[key]} for from_id, key in sorted(ends)]
            query(cypher.supersede_assertions(label, kind), rows=found, on=self._today)

    def _write_records(
        self, query: Query, changed: Sequence[Statement], ids: Mapping[str, str], order: tuple[int, int]
    ) -> None:
        rows = []
        for place, statement in enumerate(changed, order[1]):
            record, (information, handling) = statement.record, grade_of(statement)
            rows.append(
                {
                    "id": ids[record.key],
                    "props": _filled(
                        key=record.key,
                        digest=record.digest,
                        mark=mark(ids[record.key]),
                        source=record.source,
                        file=record.file,
                        row=record.row,
                        values=record.values,
                        status="current",
                        loaded_on=self._today,
                        written=order[0],
                        place=place,
                        information=information,
                        handling=handling,
                        recorded_on=recorded_on(statement),
                        says=list(_says(statement)),
                    ),
                }
            )
        if rows:
            query(cypher.CREATE_RECORDS, rows=rows)

    def areas(self) -> list[tuple[str, str, bytes]]:
        """The boundaries that are held: code, kind (an own area's set, as `own: Localities`) and WKB in EPSG:4326."""
        rows = self._bolt.read(lambda query: query.values(cypher.AREAS))
        return [(row[0], f"{row[1]}: {row[5]}" if row[5] else row[1], row[4]) for row in rows]

    def write_areas(self, areas: Sequence[Area], record: Record) -> Written:
        """Write boundaries, all or nothing. An area whose content is the same is unchanged; the counts are of areas."""
        rows: dict[str, dict[str, Any]] = {
            area.id: {"id": area.id, "props": _area_properties(area, record)} for area in areas
        }

        def work(query: Query) -> Written:
            held = {row["id"]: row["digest"] for row in query(cypher.AREAS_NAMED, ids=list(rows))}
            new = [row for row in rows.values() if held.get(row["id"]) != row["props"]["digest"]]
            if new:
                query(cypher.NEXT_VERSION)
                query(cypher.SET_AREAS, rows=new)
            return Written(len(new), len(rows) - len(new), sum(row["id"] in held for row in new))

        return self._bolt.write(work)

    def drop_areas(self, record: Record, keep: Collection[str]) -> int:
        """Take away the hub's own areas that this record brought and tells no more; how many there were."""

        def work(query: Query) -> int:
            gone = sorted({row["id"] for row in query(cypher.AREAS_OF, record=record.key)} - set(keep))
            if gone:
                query(cypher.NEXT_VERSION)
                query(cypher.DROP_AREAS, ids=gone)
            return len(gone)

        return self._bolt.write(work)

    def write_population(self, figures: Sequence[Population], record: Record) -> tuple[Written, int]:
        """Write figures of the base population, all or nothing; those of one characteristic replace all it had.

        Returns
        -------
        Written, int
            The counts are of figures, as for areas; and how many that are told no more were taken away.
        """
        rows: list[dict[str, Any]] = [
            {"id": one.id, "props": _figure(one, record, place)} for place, one in enumerate(figures)
        ]
        of = sorted({one.characteristic for one in figures})

        def work(query: Query) -> tuple[Written, int]:
            held = {row["id"]: row["digest"] for row in query(cypher.POPULATION_HELD, of=of)}
            new = [row for row in rows if held.get(row["id"]) != row["props"]["digest"]]
            gone = sorted(held.keys() - {row["id"] for row in rows})
            if new or gone:
                query(cypher.NEXT_VERSION)
                query(cypher.SET_POPULATION, rows=new)
                query(cypher.DROP_POPULATION, ids=gone)
            return Written(len(new), len(rows) - len(new), sum(row["id"] in held for row in new)), len(gone)

        return self._bolt.write(work)

    def loaded(self, report: Mapping[str, Any]) -> None:
        """Remember the load of one file: its report, and when it was."""
        now = datetime.now(UTC)
        props = {
            "at": now,
            "source": str(report.get("source") or ""),
            "file": str(report.get("file") or ""),
            "report": json.dumps(report, ensure_ascii=False, default=str),
        }
        self._bolt.write(lambda query: query(cypher.SET_LOAD, id=uuid.uuid4().hex, props=props))


class _NothingNew(Exception):
    """Every record of a batch is held as it is."""


class _Versions:
    """What the graph holds of some records."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.current: dict[str, Mapping[str, Any]] = {}
        self._ids: set[str] = set()
        for row in rows:
            self._ids.add(row["id"])
            if row["status"] == "current":
                self.current[row["key"]] = row

    def digest(self, key: str) -> str | None:
        found = self.current.get(key)
        return found["digest"] if found else None

    def next_id(self, record: Record) -> str:
        """`key#digest`; with `#2` and so on when a record goes back to what it said once before."""
        base = f"{record.key}#{record.digest}"
        names = (base if n == 1 else f"{base}#{n}" for n in range(1, len(self._ids) + 2))
        return next(name for name in names if name not in self._ids)


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _rounds(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Split a batch so that no round holds two statements of one record; order is kept."""
    part: dict[str, Statement] = {}
    for statement in statements:
        if statement.record.key in part:
            yield list(part.values())
            part = {}
        part[statement.record.key] = statement
    if part:
        yield list(part.values())


def check_statement(statement: Statement) -> None:
    """Refuse a statement that is not made of the schema's words.

    Raises
    ------
    StatementRefused
        With the record and what is wrong.
    """
    key = statement.record.key
    check_length(key, f"The key of row {statement.record.row} of {statement.record.file}")
    kinds, known = schema().entities, schema()
    for entity in statement.entities:
        check(entity, key)
    for tie in statement.ties:
        if tie.kind not in known.ties or tie.from_kind not in kinds or tie.to_kind not in kinds:
            raise StatementRefused(f"{key}: {tie.from_kind} {tie.kind} {tie.to_kind} is no tie of the schema.")
    for role in statement.roles:
        if role.role not in known.roles or role.person_kind not in kinds:
            raise StatementRefused(f"{key}: {role.role!r} of a {role.person_kind} is no role of the schema.")
    check_plans(statement)


def _says(statement: Statement) -> Iterator[str]:
    """Type, label and id of the from-end of each assertion, in order: enough to find it again by an index."""
    for tie in statement.ties:
        yield f"{cypher.relationship(tie.kind)}|{cypher.node(tie.from_kind)}|{tie.from_id}"
    for role in statement.roles:
        yield f"{cypher.ROLE}|{cypher.node(role.person_kind)}|{role.person_id}"


def _area_properties(area: Area, record: Record) -> dict[str, Any]:
    said = f"{area.kind}|{area.name}|{area.children}|" + (f"{area.area_set}|" if area.area_set else "")
    content = said.encode() + area.geometry
    return {
        "kind": area.kind,
        "area_set": area.area_set,
        "name": area.name,
        "children": area.children,
        "geometry": area.geometry,
        "digest": hashlib.blake2b(content, digest_size=16).hexdigest(),
        "record": record.key,
        "source": record.source,
    }


def _figure(one: Population, record: Record, place: int) -> dict[str, Any]:
    content = f"{one.children}|{one.name}|{one.as_of}|{one.source}".encode()
    return {
        "characteristic": one.characteristic,
        "group": one.group,
        "name": one.name,
        "children": one.children,
        "as_of": one.as_of,
        "source": one.source,
        "place": place,
        "digest": hashlib.blake2b(content, digest_size=16).hexdigest(),
        "record": record.key,
    }
