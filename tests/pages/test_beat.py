"""What runs by the clock runs by a beat of ours."""

from __future__ import annotations

import ast
from pathlib import Path

import mapping.pages

PAGES = sorted(Path(mapping.pages.__path__[0]).glob("*.py"))


def test_no_part_of_a_page_runs_by_streamlits_own_clock() -> None:
    """That clock sends along what is pressed in the same moment, and the press is done twice."""
    found = [
        f"{file.name}:{node.value.lineno}"
        for file in PAGES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "run_every"
    ]
    assert PAGES
    assert found == [], "draw a beat (mapping/pages/_beat.py) inside the fragment instead"
