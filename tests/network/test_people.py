"""Who is of concern: one meaning for the board, the lists and the page of adults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mapping.board import BoardSettings, board
from mapping.network.adults import adults
from mapping.network.people import people
from tests.make import Maker

UNGRADED = {"source_grade": None, "information_grade": None}
BORN = date(2007, 11, 1)  # 19 today, 18 since a year ago


def seen(maker: Maker) -> None:
    maker.tie("A", "grooms", "C", observed_from=date(2026, 9, 1), observed_to=date(2026, 9, 1))


def as_a_child(maker: Maker) -> None:
    maker.tie("A", "grooms", "C", observed_from=date(2025, 10, 1), observed_to=date(2025, 10, 30))


@pytest.mark.parametrize(
    ("said", "of_concern"),
    [
        (seen, True),
        (lambda maker: maker.tie("A", "grooms", "C", **UNGRADED), False),
        (as_a_child, False),
        (lambda maker: maker.role("A", "suspected", observed_to=None), True),
        (lambda maker: maker.role("A", "suspected", observed_to=None, **UNGRADED), False),
        (lambda maker: maker.role("A", "convicted", observed_to=None, **UNGRADED), True),
        (lambda maker: maker.role("A", "warned", observed_to=None, **UNGRADED), True),
        (lambda maker: maker.role("A", "suspected", observed_from=date(2025, 10, 30), observed_to=None), False),
        (lambda maker: maker.role("A", "convicted", observed_from=date(2025, 10, 30), observed_to=None), False),
    ],
    ids=[
        "graded",
        "ungraded",
        "as a child",
        "suspected",
        "suspected ungraded",
        "convicted",
        "warned",
        "suspected at 17",
        "convicted at 17",
    ],
)
def test_everybody_means_the_same_by_an_adult_of_concern(said: Callable[[Maker], object], of_concern: bool) -> None:
    maker = Maker()
    maker.child("C")
    maker.adult("A", born=BORN)
    said(maker)
    snapshot = maker.snapshot()
    assert ("A" in people(snapshot, window_days=800).of_concern) is of_concern
    assert bool(adults(snapshot).rows) is of_concern
    drawn = board(snapshot, BoardSettings(focus=("C", "A")))
    assert {node.id: node.concern for node in drawn.nodes}["A"] is of_concern
