"""What opens behind a figure on a panel view: no words of a record, no home, no address, no name of an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from graph.answers import Evidence, RecordSeen, Shown
from graph.model import Provenance
from mapping.board.nodes import display_name
from mapping.pages import _data, _frame, _month_records
from mapping.pages._month_records import Opens
from mapping.trends import counted
from mapping.words import Naming
from tests.make import Maker


def scene() -> Maker:
    made = Maker()
    made.child("A", "Ann Ash")
    made.place("H", "41 Fennel Row", "address")
    made.place("P", "Ottermere Central", "station")
    made.entity("event", "E", "Ann at her aunt's", subkind="missing", started_on=date(2026, 10, 2))
    return made


def test_a_panel_hears_the_name_of_a_public_place_only() -> None:
    made = scene()
    heard = _month_records.quiet(made.snapshot(), {"A", "H", "P", "E", ""})
    rows = {row["id"]: row for row in heard.entities.to_pylist()}
    assert display_name(rows["H"], Naming.FULL) == "address, not named"
    assert display_name(rows["P"], Naming.FULL) == "Ottermere Central"
    assert display_name(rows["E"], Naming.FULL) == "Missing episode, 2 Oct 2026"
    assert rows["A"]["name"] == "Ann Ash"


def said(to_id: str, to_kind: str, to_name: str) -> Evidence:
    provenance = Provenance("events", "police", "MR-1", date(2026, 10, 3), observed_from=date(2026, 10, 2))
    record = RecordSeen("events|1", "events", "events.csv", 2, date(2026, 10, 3), "current")
    return Evidence(
        "t1", "found_at", False, "E", "event", "Ann at her aunt's", to_id, to_kind, to_name, provenance,
        "Found at Ann's aunt in Fennel Row", "He is nice to me", "", False, False, "", "", "", "", record, 0,
    )  # fmt: skip


@dataclass(frozen=True)
class Records:
    """Stands for a view that holds one record."""

    def evidence(self, _ids: tuple[str, ...]) -> Shown[Evidence]:
        return Shown([said("H", "location", "41 Fennel Row")])


@pytest.mark.parametrize("naming", [Naming.INITIALS, Naming.FULL])
def test_the_words_of_a_record_are_not_on_a_panel_view(naming: Naming, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot, drawn = scene().snapshot(), list[str]()
    monkeypatch.setattr(_data, "view", Records)
    monkeypatch.setattr(_frame, "html", drawn.append)
    for panel in (True, False):
        opens = Opens(snapshot, counted(snapshot), {}, naming, date(2026, 10, 31), panel=panel)
        _month_records.cards(opens, ("t1",))
    on_panel, off = drawn[0] + drawn[1], drawn[2]
    for words in ("Fennel Row", "nice to me", "aunt"):
        assert words not in on_panel
    assert "address, not named" in on_panel
    assert "41 Fennel Row" in off
    assert "nice to me" in off
