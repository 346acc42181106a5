"""The arrows between the rooms, as docs/architecture.md draws them, and what no contract can see."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from importlinter import cli

from tests.shared import ROOT

ROOMS = ("data_schema", "graph", "loaders", "mapping")
DOORS = (
    "app.py",
    "cli/__init__.py",
    "cli/__main__.py",
    "cli/contexts.py",
    "cli/door.py",
    "cli/evaluate.py",
    "cli/verbs.py",
)
MODULES = [
    *sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")),
    *(ROOT / name for name in DOORS),
]
CYPHER = re.compile(r"\b(?:UNWIND\s+\$|DETACH\s+DELETE|(?:OPTIONAL\s+)?MATCH\s*\(|MERGE\s*\(|CREATE\s*\()")


@cache
def imported(path: Path) -> frozenset[str]:
    """The top packages and modules a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def room(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def uses(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(package + ".") for name in imported(path))


def test_the_contracts_of_pyproject_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    failed = cli.lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert not failed, capsys.readouterr().out


def test_no_import_is_relative() -> None:
    """An import that names its room can be followed, and the checks below see it."""
    relative = [
        room(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def test_only_the_pages_and_app_import_streamlit() -> None:
    users = {room(path) for path in MODULES if uses(path, "streamlit") or uses(path, "streamlit_folium")}
    assert users, "the check sees no import at all"
    assert not {name for name in users if not name.startswith("mapping/pages/") and name != "app.py"}


def test_only_graph_imports_the_driver_and_speaks_cypher() -> None:
    drivers = {room(path) for path in MODULES if uses(path, "neo4j") or uses(path, "arcadedb_embedded")}
    speakers = {room(path) for path in MODULES if CYPHER.search(path.read_text(encoding="utf-8"))}
    assert drivers, "the check sees no driver at all"
    assert speakers, "the check sees no Cypher at all"
    assert not {name for name in drivers | speakers if not name.startswith("graph/")}


def test_of_mapping_only_the_pages_load_and_nobody_below_the_doors_knows_them() -> None:
    loading = {room(path) for path in MODULES if uses(path, "loaders") and not room(path).startswith("loaders/")}
    assert not {name for name in loading if not name.startswith("mapping/pages/") and name not in DOORS}
    doors = {room(path) for path in MODULES if any(uses(path, name) for name in ("app", "cli"))} - {*DOORS}
    assert not doors


def test_the_terminal_door_needs_no_web_library() -> None:
    for name in DOORS[1:]:
        assert not any(uses(ROOT / name, package) for package in ("streamlit", "neo4j", "folium", "pandas"))


def test_app_and_terminal_stay_thin() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 60


def test_no_module_outgrows_a_reader() -> None:
    too_long = {
        room(path): lines
        for path in [*MODULES, *(ROOT / "tests").rglob("*.py")]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not too_long
