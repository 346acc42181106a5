"""One figure of a benchmark: what was measured, against what, and what it should reach."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of `make bench`.

    `ratio` is how many times better `value` is than `baseline` (what a user would pick instead), when there is one.
    """

    name: str  # "exact betweenness, 2,000 nodes"
    value: float
    unit: str  # s, rows/s
    target: str = ""  # "under 3 s"
    baseline_name: str = ""  # "networkx"
    baseline: float | None = None

    @property
    def ratio(self) -> float | None:
        """Baseline over value for seconds (how much faster), value over baseline for rates."""
        if self.baseline is None or not self.value:
            return None
        return self.baseline / self.value if self.unit == "s" else self.value / self.baseline

    def line(self) -> str:
        """The figure as one line for people."""
        parts = [
            f"{self.name}: {self.value:,.3g} {self.unit}"
            if self.value < 100
            else f"{self.name}: {self.value:,.0f} {self.unit}"
        ]
        if self.baseline is not None and self.ratio is not None:
            parts.append(f"{self.baseline_name} {self.baseline:,.3g} {self.unit}, {self.ratio:,.1f} times better")
        if self.target:
            parts.append(f"wanted: {self.target}")
        return " | ".join(parts)


def seconds(work: Callable[[], Any], *, rounds: int = 3) -> float:
    """The median time of `work` over `rounds`, after one warm-up."""
    work()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[len(taken) // 2]
