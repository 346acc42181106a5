"""Several people on one board, servers that are killed, and answers that never came: nothing is lost or doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import arcadedb
from graph.access import Purpose, Viewer
from graph.answers import Done
from graph.embedded import connect_or_start
from graph.failures import DecisionRefused, StoreError
from graph.settings import Connection
from graph.store import Store
from tests.graph.boarding import HEAD, boards, later, lines, op
from tests.graph.saying import TODAY, view
from tests.shared import ROOT

WRITES = """
import json, os, sys
from datetime import date
from pathlib import Path
from graph.access import Purpose, Viewer
from graph.model import Operation
from graph.settings import Connection
from graph.store import Store

board, name, many = sys.argv[2:5]
connection = Connection(**json.loads(os.environ["KITH_TEST_CONNECTION"]))
with Store(connection, Path(sys.argv[1]), date(2026, 11, 3)) as store:
    desk = store.boards(Viewer(name), Purpose("strategy meeting"))
    sys.stdin.readline()
    for n in range(int(many)):
        desk.do(board, [Operation(f"{name}-{n}-{part}", "move", {"at": {"N-1": [n, part]}}) for part in range(2)])
"""

TURNS = 5  # one in six met the other half way


def whole(store: Store, board: str) -> tuple[Done, ...]:
    """What was done on a board, with places that leave no gap."""
    held, done = view(store).board(board)
    assert [one.place for one in done] == list(range(1, held.place + 1))
    assert len({one.operation.id for one in done}) == len(done)
    return done


def test_two_processes_that_write_at_once_lose_nothing_and_keep_their_order(
    store: Store, held: Connection, tmp_path: Path
) -> None:
    many = 12
    made = boards(store).open(HEAD)
    environment = os.environ | {"KITH_TEST_CONNECTION": json.dumps(asdict(held))}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITES, str(tmp_path), made.id, name, str(many)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, text=True,
        )
        for name in ("first", "second")
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdin is not None
        with worker.stdin:
            worker.stdin.write("\n")
    assert [worker.wait(120) for worker in workers] == [0, 0]
    done = whole(store, made.id)
    for name in ("first", "second"):
        assert [one.operation.id for one in done if one.by == name] == [
            f"{name}-{n}-{part}" for n in range(many) for part in range(2)
        ]
    places = [one.place for one in done if one.by == "first"]
    assert all(places[n] + 1 == places[n + 1] for n in range(0, len(places), 2)), "what was sent at once stays together"
    assert sum(line["action"] == "board worked on" for line in lines(tmp_path)) == 2 * many


@pytest.mark.parametrize("patience", [0.0, 1.0], ids=["at the server", "in one process"])
def test_the_same_operations_sent_by_several_at_once_are_held_once(
    store: Store, held: Connection, tmp_path: Path, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.boards._PATIENCE", patience)
    with Store(held, tmp_path, TODAY) as second, ThreadPoolExecutor(6) as many:
        for turn in range(TURNS):
            id, sent = boards(store).open(HEAD).id, [op(f"{turn}-{n}") for n in range(40)]
            answers = list(many.map(lambda one, id=id, sent=sent: boards(one).do(id, sent), [store, second] * 4))
            assert all(answer == answers[0] for answer in answers)
            assert whole(store, id) == answers[0]


def test_one_opens_a_board_again_while_the_other_erases_it(
    store: Store, held: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes second finds what the first did; there is no half board."""
    monkeypatch.setattr("graph.boards._PATIENCE", 0.0)
    for turn in range(5):
        made = boards(store).open(HEAD, [op(f"{turn}-1"), op(f"{turn}-2")])
        with later(held, tmp_path) as one, later(held, tmp_path) as other, ThreadPoolExecutor(2) as both:
            opened = both.submit(boards(one).change, made.id, expires_on=one.today, reason="Put off.")
            erased = both.submit(boards(other).erase, made.id, "Over.")
            if opened.exception() is None:
                assert isinstance(erased.exception(), DecisionRefused)
                assert len(whole(one, made.id)) == 3
            else:
                assert erased.result() == 2
                assert one.board_place(made.id) == 0


PEOPLE = ("R. Osei", "A. Brennan")
SENT = st.lists(st.tuples(st.sampled_from(PEOPLE), st.lists(st.integers(0, 12), max_size=5)), max_size=8)


@given(SENT)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_parts_and_however_often_it_is_sent_the_first_time_counts(
    store: Store, sent: list[tuple[str, list[int]]]
) -> None:
    made = boards(store).open(HEAD)
    first: dict[str, str] = {}
    for who, numbers in sent:
        some = [op(f"{made.id}-{n}") for n in numbers]
        answered = boards(store, Viewer(who)).do(made.id, some)
        for one in some:
            first.setdefault(one.id, who)
        assert [one.operation.id for one in answered] == list(dict.fromkeys(one.id for one in some))
    assert [(one.operation.id, one.by) for one in whole(store, made.id)] == list(first.items())


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_writing_loses_nothing_that_is_sent_again(tmp_path: Path) -> None:
    acked: list[Done] = []
    enough, batches = threading.Event(), [[op(f"{n}-{part}") for part in range(3)] for n in range(400)]

    def write(store: Store, board: str) -> int:
        for n, batch in enumerate(batches):
            try:
                acked.extend(store.boards(Viewer("R. Osei"), Purpose("x")).do(board, batch))
            except StoreError:
                return n
            if n == 20:
                enough.set()
        return len(batches)

    with (
        connect_or_start(tmp_path) as connection,
        Store(connection, tmp_path, TODAY) as store,
        ThreadPoolExecutor(1) as away,
    ):
        store.migrate()
        made = boards(store).open(HEAD)
        writing = away.submit(write, store, made.id)
        assert enough.wait(60)
        victim = arcadedb.process(tmp_path / "server")
        assert victim is not None
        victim.kill()
        victim.wait(10)
        stopped = writing.result(60)
        assert 20 < stopped < len(batches), "it was killed in the middle"
        with connect_or_start(tmp_path) as again, Store(again, tmp_path, TODAY) as restarted:
            before = whole(restarted, made.id)
            assert len(before) in (len(acked), len(acked) + 3), "the last batch is there whole or not at all"
            for batch in batches[stopped - 1 :]:  # from the last one that was acknowledged on
                boards(restarted).do(made.id, batch)
            done = whole(restarted, made.id)
            assert done[: len(acked)] == tuple(acked)
            assert [one.operation.id for one in done] == [one.id for batch in batches for one in batch]
