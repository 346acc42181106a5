"""A Snapshot of 100,000 assertions, the writing of them, and the evidence of twenty, against a plain read of rows."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from neo4j import GraphDatabase

from data_schema import schema
from graph.access import Purpose, Viewer
from graph.embedded import EmbeddedServer
from graph.model import Entity, Grade, Identifier, Provenance, Record, Role, Statement, Tie, entity_id
from graph.settings import Connection
from graph.store import Store
from tests.bench.figure import Figure, seconds

BATCH = 2_000


def statements(assertions: int, people: int, seed: int = 1) -> Iterator[Statement]:
    """People, then a record for each assertion: nine ties of many kinds to one role, like a hub's own."""
    rng = random.Random(seed)
    held: dict[str, list[str]] = {}
    share = {
        "child": 0.6,
        "adult": 0.2,
        "location": 0.05,
        "school": 0.01,
        "peer_group": 0.02,
        "event": 0.1,
        "thing": 0.02,
    }
    for kind, part in share.items():
        held[kind] = []
        for n in range(max(2, int(people * part))):
            identifier = Identifier("hub", f"{kind}-{n}")
            id = entity_id(kind, identifier)
            held[kind].append(id)
            properties = {"name": f"{kind.title()} Number {n}"}
            record = Record(f"{kind}|{n}", "1", f"{kind}s", "people.csv", n, "{}")
            yield Statement(record, (Entity(id, kind, properties, (identifier,)),))
    ties, roles = sorted(schema().ties.values(), key=lambda tie: tie.name), sorted(schema().roles)
    for n in range(assertions):
        seen = date(2026, 11, 1) - timedelta(rng.randrange(900))
        provenance = Provenance(
            "ties",
            "police",
            f"PI-{n}",
            seen,
            Grade("2", "B", "P"),
            "assessment",
            seen,
            seen + timedelta(3),
            None,
            "officer",
        )
        text = f"Seen together at the station after 22:00 by two officers who knew them both, note {n}."
        record = Record(f"ties|police|PI-{n}", "1", "ties", "ties.csv", n, f'{{"context": "{text}"}}')
        if n % 10 == 0:
            role = Role(rng.choice(roles), "child", rng.choice(held["child"]), provenance, text=text)
            yield Statement(record, roles=(role,))
            continue
        tie = rng.choice(ties)
        start, end = rng.choice(tie.ends)
        a, b = rng.choice(held[start]), rng.choice(held[end])
        yield Statement(record, ties=(Tie(tie.name, start, a, end, b, provenance, text=text),))


def bench_snapshot(connection: Connection, data: Path, assertions: int = 100_000, people: int = 20_000) -> list[Figure]:
    """Write, read and trace so many assertions on one server."""
    made: list[Figure] = []
    figure = made.append
    with Store(connection, data) as store:
        store.migrate()
        writer, batch, total = store.writer(), [], 0
        begun = time.perf_counter()
        for statement in statements(assertions, people):
            batch.append(statement)
            if len(batch) == BATCH:
                total += writer.write(batch).loaded
                batch = []
        total += writer.write(batch).loaded
        figure(Figure(f"writing {total:,} records", total / (time.perf_counter() - begun), "records/s", "over 3,000"))
        view = store.view(Viewer("bench"), Purpose("benchmark"))
        baseline = seconds(lambda: _row_by_row(connection), rounds=1)
        taken = seconds(view.snapshot)
        figure(Figure(f"snapshot, {assertions:,} assertions", taken, "s", "under 3 s", "rows by the driver", baseline))
        ids = random.Random(2).sample(view.snapshot().ties["id"].to_pylist(), 20)
        figure(Figure("evidence of 20", seconds(lambda: view.evidence(ids)), "s", "under 0.2 s"))
        figure(Figure("search by name", seconds(lambda: view.find("number 77")), "s", "under 0.2 s"))
    return made


def _row_by_row(connection: Connection) -> None:
    """What one would write first: every assertion as a row of the driver."""
    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
        driver.execute_query(
            "MATCH (a)-[t]->(b) WHERE t.status = 'current' RETURN a.id, b.id, type(t), t{.*}",
            database_=connection.database,
        )


def figures() -> list[Figure]:
    """On the embedded server, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder))
        try:
            return bench_snapshot(server.start(), Path(folder))
        finally:
            server.stop()
