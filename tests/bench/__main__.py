"""Runs every benchmark here: `python -m tests.bench [--json] [--only NAME]`, one line or one object a figure."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator

import tests.bench
from tests.bench.figure import Figure


def benchmarks(only: str) -> Iterator[tuple[str, Figure]]:
    """Every figure of every module of this folder that has a `figures()`."""
    for module in sorted(found.name for found in pkgutil.iter_modules(tests.bench.__path__)):
        if module in {"__main__", "figure"} or only not in module:
            continue
        figures = getattr(importlib.import_module(f"tests.bench.{module}"), "figures", None)
        if figures is not None:
            for figure in figures():
                yield module, figure


def main() -> int:
    """Print each figure as soon as it is measured."""
    parser = argparse.ArgumentParser(description="Benchmarks, with ratios against what a user would pick instead.")
    parser.add_argument("--json", action="store_true", help="one JSON object a figure")
    parser.add_argument("--only", default="", help="only modules whose name holds this")
    asked = parser.parse_args()
    count = 0
    for module, figure in benchmarks(asked.only):
        count += 1
        if asked.json:
            print(json.dumps({"bench": module, **dataclasses.asdict(figure), "ratio": figure.ratio}), flush=True)
        else:
            print(f"{module}: {figure.line()}", flush=True)
    return 0 if count else 2


if __name__ == "__main__":
    sys.exit(main())
