"""Larger boroughs: more of everything, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

from loaders.borough import generate


def test_five_thousand_children_take_seconds(tmp_path: Path) -> None:
    start = time.process_time()  # the processor's time: it does not count what else the machine does
    borough = generate(tmp_path, children=5_000)
    assert time.process_time() - start < 20
    rows = {file.path.name: file.rows for file in borough.written}
    assert rows["children.csv"] == 5_000
    assert rows["adults.csv"] == 1_500
    assert rows["ties.csv"] > 15_000
    assert rows["events.csv"] > 10_000
