"""The worked analyses run from top to bottom on fictional data, and are committed without output."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.shared import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PRINTED = {
    "around_a_child": ("records from", "distinct children", "hidden children. On none"),
    "for_a_mace_panel": (
        "figures of the quarter, August 2026 to October 2026",
        "it asks 0 addresses outside",
        "figures of September 2026 stayed as they were",
        "contexts need an eye",
        "1 open, 0 overdue",
        "Who was brought to a panel: meetings are not recorded.",
    ),
    "before_a_strategy_meeting": ("Of all that puts", "statements", "hidden until new evidence comes"),
}
"""What each must have come to say, by its name."""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_NOTEBOOK_CHILDREN", "120")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=180, kernel_name="python3").execute()
    printed = "".join(
        output.get("text", "")
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if cell.cell_type == "code"
    )
    for words in PRINTED[path.stem]:
        assert words in printed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert NOTEBOOKS
    for cell in notebook.cells:
        assert not cell.get("outputs"), (
            "clear all outputs before committing: names, even invented ones, stay out of git"
        )
