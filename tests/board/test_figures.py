"""A board in counts: small numbers hidden, nobody named, and every total that of what is drawn."""

from __future__ import annotations

import json
from datetime import date

from data_schema import schema
from mapping.board import counts_said
from mapping.board.drawn import drawn, places
from mapping.board.figures import Figures, figures
from mapping.board.log import operation as op
from mapping.plain import plain
from tests.board.kept import HEAD, state
from tests.board.test_overlay import BIZ, SAW
from tests.make import TODAY, Maker

LIMIT = schema().policy.small_number


def crowd(children: int, opened: int, adults: int = 0) -> Maker:
    m = Maker()
    for number in range(children):
        m.child(f"C-{number}", f"Tamsin Brackley{number}")
        if number < opened:
            m.role(f"C-{number}", "open_to_hub", observed_to=None)
    for number in range(adults):
        m.adult(f"A-{number}", f"Dale Mercer{number}")
        m.tie(f"A-{number}", "grooms", "C-0")
    m.place("L-1", "Ottermere Central", "station")
    m.tie("C-0", "goes_to", "L-1")
    return m


def counted(m: Maker, *more: op.Doing) -> Figures:
    kept = state(op.Add(entities=tuple(row["id"] for row in m.entities)), *more)
    return figures(m.snapshot(), kept, HEAD, TODAY)


def rows(found: Figures, title: str) -> dict[str, str]:
    table = next(table for table in found.tables if table.title == title)
    return {row.words: row.said for row in table.rows} | {"": table.total}


def test_a_small_number_of_children_hides_another_with_it() -> None:
    found = counted(crowd(12, 2))
    assert rows(found, "Children") == {"not open to the hub": "not shown", "open to the hub": "not shown", "": "12"}
    assert rows(counted(crowd(12, 6)), "Children") == {"not open to the hub": "6", "open to the hub": "6", "": "12"}


def test_few_children_in_all_are_under_the_limit() -> None:
    assert rows(counted(crowd(3, 1)), "Children")[""] == f"under {LIMIT}"


def test_adults_and_ties_are_counted_by_what_they_are() -> None:
    found = counted(crowd(6, 6, adults=7))
    assert rows(found, "Adults") == {"neither": "0", "safe adults": "0", "of concern": "7", "": "7"}
    assert rows(found, "Ties") == {"neutral": "not shown", "protective": "0", "harm": "not shown", "": "8"}
    assert rows(found, "Places") == {"station": "1", "": "1"}


def test_actions_and_what_was_said_are_counted_without_a_word_of_theirs() -> None:
    late = op.Act(id="X-1", what="Ask Tamsin's school", owner="R. Osei", due_on=date(2026, 11, 1))
    planned = op.Act(id="X-2", what="Walk round the station")
    found = counted(crowd(6, 6), late, planned, BIZ, op.Tie(id="S-9", from_id="D-1", to_id="C-0", kind="grooms"), SAW)
    assert rows(found, "Actions") == {"to be done": "1", "overdue": "1", "done or stopped": "0", "": "2"}
    assert rows(found, "Besides")["people said in the meeting, not verified"] == f"under {LIMIT}"
    shipped = json.dumps(plain(found))
    for secret in ("Tamsin", "Brackley", "Dale", "Biz", "Osei", "Lee", "C-0", "D-1", "Ottermere"):
        assert secret not in shipped


def test_the_board_itself_draws_nobody_in_counts() -> None:
    m = crowd(6, 6)
    kept = state(
        op.Add(entities=("C-0", "C-1")),
        op.Note(id="N-1", text="Tamsin is worried"),
        op.Frame(id="F-1", label="Tamsin", members=("C-0",)),
    )
    made = drawn(m.snapshot(), kept, HEAD, naming="counts")
    assert (made.nodes, made.lines, made.hulls, made.notes, made.months) == ((), (), (), (), ())
    assert counts_said(made.counts) == ("counts only, nobody is drawn",)
    assert places(made, kept) == {}
    assert "C-0" not in json.dumps(plain(made))
