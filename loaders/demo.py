"""The demonstration: invents the fictional borough once and loads its extracts as a hub would; nothing is lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import KithError
from graph.settings import Settings
from graph.store import Store
from loaders import demo_boards, load
from loaders.borough import generate

UNTIL = date(2026, 11, 3)
"""The last day of the borough's records, which counts as today in the demonstration."""

Say = Callable[[str], None]
Progress = Callable[[str, int, int], None]


class Demo:
    """The fictional borough in one data folder.

    Raises
    ------
    KithError
        When the folder already holds records that are not fictional: invented children are never mixed with real ones.
    """

    def __init__(self, settings: Settings, *, seed: int = 1, children: int = 400) -> None:
        self.settings = replace(settings, today=UNTIL, hub="Ottermere hub", fictional=True)
        self._was_fictional = settings.fictional
        self._seed, self._children = seed, children
        self._extracts = settings.data / "extracts"
        self._mark = settings.data / "demo.json"

    def prepare(self, store: Store, *, say: Say, progress: Progress | None = None) -> None:
        """Invent and load the borough unless that is done; a load that was cut short is taken up again."""
        asked = {"seed": self._seed, "children": self._children}
        if self._mark.exists():
            held = json.loads(self._mark.read_text(encoding="utf-8"))
            if held != asked:
                raise KithError(
                    f"This folder holds the borough of seed {held['seed']} with {held['children']} children. "
                    "Use another folder for another borough: --data DIR (make demo DATA=DIR)."
                )
            return
        if not self._was_fictional and store.health().counts.get("records"):
            raise KithError(
                f"The data folder {self.settings.data} holds records that are not the demonstration's. Invented "
                "children are never mixed with real ones: choose an empty folder with --data DIR (make demo DATA=DIR)."
            )
        self.settings.save()
        say("Inventing Ottermere ...")
        manifest = generate(self._extracts, seed=self._seed, children=self._children, until=UNTIL)
        say("Loading its records as a hub would ...")
        report = load([self._extracts / name for name in manifest.files], store, progress=progress)
        held = report.loaded + report.unchanged
        say(f"Loaded {held:,} records from {len(report.files)} files in {report.seconds:.0f} s.")
        if report.refused or report.quarantined:
            raise KithError(
                f"{report.refused} files were refused and {report.quarantined} rows kept back: see kith load."
            )
        demo_boards.write(store)
        say(f"Set out {len(demo_boards.BOARDS)} boards.")
        self._mark.write_text(json.dumps(asked), encoding="utf-8")

    def truth(self, store: Store) -> tuple[dict[str, Any], dict[str, str]]:
        """What is really true of the borough, and the Kith ids of its children by the truth's; evaluation only."""
        told = json.loads((self._extracts / "truth" / "truth.json").read_text(encoding="utf-8"))
        names = {child["id"] for child in told["children"]}
        known = store.writer().resolve(names)
        found = {name: known.get(name) or known.get(name.casefold(), ()) for name in names}
        return told, {name: held[0].id for name, held in found.items() if held}


@contextmanager
def staged(settings: Settings, *, seed: int = 1, children: int = 400) -> Iterator[Demo]:
    """The demonstration of this data folder if it is this borough, else one in a folder that is gone afterwards."""
    mark = settings.data / "demo.json"
    asked = {"seed": seed, "children": children}
    if settings.neo4j_uri is None and mark.exists() and json.loads(mark.read_text(encoding="utf-8")) == asked:
        yield Demo(settings, seed=seed, children=children)
        return
    with tempfile.TemporaryDirectory(prefix="kith-borough-") as folder:
        yield Demo(Settings(Path(folder)), seed=seed, children=children)


def extracts(settings: Settings) -> Path:
    """The folder in which the demonstration keeps the borough's files."""
    return settings.data / "extracts"
