"""Reading: scoped, noted before it happens, and giving back every text as it was given."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.access import Purpose, Refused, Viewer
from graph.audit import AuditFailed, files, verify
from graph.failures import NotHeld
from graph.model import Entity, Grade, Identifier, entity_id
from graph.snapshot import AREAS, ENTITIES, ROLES, TIES, Withheld
from graph.store import Store
from tests.graph.saying import BIZ, LEO, PEOPLE, STATION, TAMSIN, TODAY, person, provenance, role, says, tie, view

NASTY = [
    "<script>alert(1)</script> & <b>bold</b>",
    "'; MATCH (n) DETACH DELETE n; //",
    "\"}) SET n.name = 'x' RETURN n{.*} `quoted` $rows {props}",
    "nul\x00 in the middle, unit \x1f separator, \x1e record",
    "emoji 👩‍👧‍👦 and 𝒮urrogates, tabs\tand\r\nlines\u2028end",
    "=cmd|' /C calc'!A0",
    "\\u0041 \\n \\\\ %s {0} ${jndi}",
    "long " * 2_000,
    " spaces around ",
]


def test_every_column_comes_back_as_it_was_written(store: Store) -> None:
    said = provenance(
        reference="PI-20417", review_by=date(2027, 1, 23), nature="fact", stated_by="officer", source="ties"
    )
    one = tie(
        BIZ, "grooms", TAMSIN, said, strength="strong", both_ways=True, provisional=True, text="t", child_view="v"
    )
    two = role(TAMSIN, "at_risk", replace(said, grade=Grade(), observed_from=None, reference=""),
               harm_type="criminal_exploitation", level="medium", tool="Borough tool", tool_version="3")  # fmt: skip
    store.writer().write([*PEOPLE, says("ties|1", one, two)])
    snapshot = view(store).snapshot()
    assert (snapshot.entities.schema, snapshot.ties.schema) == (ENTITIES, TIES)
    assert (snapshot.roles.schema, snapshot.areas.schema) == (ROLES, AREAS)
    (row,) = snapshot.ties.to_pylist()
    first, second = row.pop("id"), snapshot.roles["id"][0].as_py()
    common = {
        "record": "ties|1", "source": "ties", "agency": "police", "nature": "fact",
        "observed_to": date(2026, 10, 20), "recorded_on": date(2026, 10, 21), "review_by": date(2027, 1, 23),
        "written": int(snapshot.version),
    }  # fmt: skip
    assert row == {
        **common, "kind": "grooms", "from_id": BIZ.id, "to_id": TAMSIN.id, "strength": "strong", "both_ways": True,
        "provisional": True, "reference": "PI-20417", "source_grade": "2", "information_grade": "B", "handling": "P",
        "observed_from": date(2026, 10, 1),
    }  # fmt: skip
    assert snapshot.roles.drop_columns("id").to_pylist() == [{
        **common, "role": "at_risk", "person_id": TAMSIN.id, "harm_type": "criminal_exploitation", "level": "medium",
        "tool": "Borough tool", "tool_version": "3", "reference": "", "source_grade": None, "information_grade": None,
        "handling": None, "observed_from": None,
    }]  # fmt: skip
    tied, held = view(store).evidence([first, second, first, "nobody-1", "X", f"{first}9"])
    assert (tied.provenance, tied.text, tied.child_view) == (said, "t", "v")
    assert (tied.from_name, tied.to_name, tied.to_kind) == ("Biz", "Tamsin Brackley", "child")
    assert (held.kind, held.role, held.level, held.provenance.grade) == ("at_risk", True, "medium", Grade())


def test_a_corrected_record_is_told_from_what_was_there_before(store: Store) -> None:
    store.writer().write([*PEOPLE, says("ties|1", tie(BIZ, "grooms", TAMSIN)), says("ties|2", role(TAMSIN, "harmed"))])
    before = int(view(store).snapshot().version)
    store.writer().write([says("ties|1", tie(BIZ, "grooms", TAMSIN, strength="weak"), digest="2")])
    after = view(store).snapshot()
    assert after.ties["written"].to_pylist() == [int(after.version)] == [before + 1]
    assert after.roles["written"].to_pylist() == [before]


def test_entities_come_back_as_they_were_written(store: Store) -> None:
    event = person("event", "PI-9", name="Missing", kind="missing", started_on=date(2026, 10, 1), started_at="23:40")
    school = person("school", "190001", name="Dockside", roll=900, area="K1", latitude=53.123456789012, longitude=-2.0)
    child = replace(TAMSIN, properties={**TAMSIN.properties, "home_area": "K01000012", "sex": "F", "ethnicity": "WBRI"})
    store.writer().write([says("a", event), says("b", school), says("c", child), says("d", BIZ)])
    rows = {
        row["id"]: {k: v for k, v in row.items() if v is not None}
        for row in view(store).snapshot().entities.to_pylist()
    }
    assert rows[event.id] == {
        "id": event.id, "kind": "event", "name": "Missing", "subkind": "missing", "identified": True,
        "started_on": date(2026, 10, 1), "started_at": "23:40",
    }  # fmt: skip
    assert rows[school.id] == {
        "id": school.id, "kind": "school", "name": "Dockside", "roll": 900, "home_area": "K1", "identified": True,
        "latitude": 53.123456789012, "longitude": -2.0,
    }  # fmt: skip
    assert rows[child.id] == {
        "id": child.id, "kind": "child", "name": "Tamsin Brackley", "date_of_birth": date(2012, 4, 17), "sex": "F",
        "ethnicity": "WBRI", "home_area": "K01000012", "identified": True,
    }  # fmt: skip
    assert rows[BIZ.id]["identified"] is False


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_texts_come_back_as_given_and_are_never_run(store: Store, text: str) -> None:
    """In every place a text can stand: names, notes, identifiers, references, contexts, keys, files."""
    name = Identifier("hub", text[:1_000])
    odd = Entity(entity_id("child", name), "child", {"name": text, "note": text}, (name,))
    said = provenance(agency=text, reference=text, stated_by=text)
    words, key = tie(odd, "friend", LEO, said, text=text, child_view=text), f"ties|{text[:1_000]}"
    statement = says(key, odd, words, file=text, values=text)
    store.writer().write([*PEOPLE, statement])
    snapshot = view(store).snapshot()
    (row,) = snapshot.ties.to_pylist()
    assert (row["agency"], row["reference"], row["record"]) == (text, text, key)
    assert text in snapshot.entities["name"].to_pylist()
    assert snapshot.entities.num_rows == len(PEOPLE) + 1
    (evidence,) = view(store).evidence([row["id"]])
    assert (evidence.text, evidence.child_view, evidence.provenance.stated_by) == (text, text, text)
    assert (evidence.from_name, evidence.record.file, evidence.record.values) == (text, text, text)
    held = view(store).entity(name.value)
    assert (held.properties["note"], held.identifiers[0].value) == (text, name.value)
    assert view(store).find(text[:300])[0].id == odd.id
    assert store.writer().current([key])
    assert store.writer().write([statement]).unchanged == 1


def _graded(store: Store) -> dict[str, Entity]:
    """A graph with open, suspected-false and conditional information, and what only those speak of."""
    secret = person("thing", "07700 900111", name="SECRET phone", kind="phone")
    false = person("event", "PI-E", name="FALSE sighting", kind="sighting", note="FALSE")
    mixed = replace(
        STATION, properties={"name": "SECRET lair", "guardianship": "SECRET"}, identifiers=(Identifier("s", "SECRET"),)
    )
    shown = person("adult", "AD-9", name="Named by a tie", note="SECRET")
    open_c, false_e = provenance(handling="C", reference="SECRET"), provenance(information="E", reference="FALSE")
    store.writer().write([
        *PEOPLE,
        says("ties|open", tie(BIZ, "grooms", TAMSIN)),
        says("ties|c", secret, tie(secret, "linked_to", STATION, open_c, text="SECRET"),
             role(TAMSIN, "harmed", open_c)),
        says("ties|e", false, tie(TAMSIN, "present_at", false, false_e, text="FALSE")),
        says("ties|ec", role(LEO, "harmed", provenance("E", "C", reference="SECRET"), text="SECRET")),
        says("ties|mixed", mixed, tie(BIZ, "goes_to", STATION, open_c, text="SECRET")),
        says("ties|only", shown, tie(shown, "goes_to", STATION, open_c)),
        says("ties|end", tie(shown, "grooms", LEO)),
    ])  # fmt: skip
    return {"secret": secret, "false": false, "mixed": mixed, "shown": shown}


def test_nothing_restricted_or_suspected_false_slips_through(store: Store) -> None:
    made = _graded(store)
    every = [i.as_py() for i in view(store, "C").snapshot().ties["id"]] + [
        i.as_py() for i in view(store, "C").snapshot().roles["id"]
    ]
    reader = view(store)
    snapshot = reader.snapshot()
    answers = [
        snapshot.ties.to_pylist(), snapshot.roles.to_pylist(), snapshot.entities.to_pylist(), reader.evidence(every),
        reader.find("secret"), reader.find("false"), reader.find("07700 900111"), reader.find("s:SECRET"),
        reader.entity("PL-012"), reader.entity(TAMSIN.id), reader.entity(made["shown"].id),
        reader.ties_of(TAMSIN.id), reader.ties_of(STATION.id), reader.freshness(),
    ]  # fmt: skip
    said = json.dumps(answers, default=str)
    assert "SECRET" not in said
    assert "FALSE" not in said
    assert snapshot.withheld == Withheld(suspected_false=2, restricted=4)
    assert reader.evidence(every).withheld == Withheld(restricted=4)
    assert reader.ties_of(TAMSIN.id).withheld == Withheld(suspected_false=1, restricted=1)
    assert reader.entity("PL-012").withheld == Withheld(restricted=1)
    for id in (made["secret"].id, "07700 900111", made["false"].id, "PI-E"):
        with pytest.raises(NotHeld):
            reader.entity(id)
    with pytest.raises(NotHeld):
        reader.ties_of(made["secret"].id)
    # Somebody whom only a restricted record describes, at the end of an open tie: a name and no more.
    assert reader.entity(made["shown"].id).properties == {}
    assert made["shown"].id in snapshot.entities["id"].to_pylist()


def test_a_viewer_who_may_sees_conditional_handling_and_never_suspected_false(store: Store) -> None:
    made = _graded(store)
    reader = view(store, "C")
    snapshot = reader.snapshot()
    assert set(snapshot.ties["record"].to_pylist()) == {"ties|open", "ties|c", "ties|mixed", "ties|only", "ties|end"}
    assert snapshot.withheld == Withheld(suspected_false=2)
    assert reader.entity("07700 900111").name == "SECRET phone"
    assert reader.entity("s:secret").id == STATION.id
    assert made["false"].id not in snapshot.entities["id"].to_pylist()
    assert "FALSE" not in json.dumps([reader.ties_of(TAMSIN.id), reader.find("sighting")], default=str)


def test_a_restricted_description_gives_way_to_an_open_one(store: Store) -> None:
    phone = person("thing", "07700 900111", name="SECRET", kind="phone")
    store.writer().write([*PEOPLE, says("ties|c", phone, tie(phone, "linked_to", STATION, provenance(handling="C")))])
    assert view(store).find("07700") == []
    store.writer().write([says("ties|p", replace(phone, properties={"name": "07700 900111"}))])
    assert view(store).entity("07700 900111").properties == {"name": "07700 900111"}
    store.writer().write([says("ties|p", digest="2")])
    assert view(store).find("07700") == []
    assert view(store, "C").entity("07700 900111").name == "SECRET"


def test_each_reading_leaves_one_line_before_it_happens(store: Store, tmp_path: Path) -> None:
    store.writer().write(PEOPLE)
    reader = view(store)
    readings: list[tuple[str, Callable[[], object]]] = [
        ("snapshot", reader.snapshot), ("find", lambda: reader.find("tamsin")),
        ("entity", lambda: reader.entity("OT-0981")),
        ("evidence", lambda: reader.evidence(["A-1"])), ("ties_of", lambda: reader.ties_of(TAMSIN.id)),
        ("freshness", reader.freshness),
    ]  # fmt: skip
    for number, (action, reading) in enumerate(readings, 1):
        reading()
        lines = [json.loads(line) for path in files(tmp_path / "audit") for line in path.read_text().splitlines()]
        assert len(lines) == number
        last = lines[-1]
        assert (last["action"], last["viewer"], last["purpose"]) == (action, "A. Brennan", "strategy meeting")
        assert last["version"] == store.version()
    with pytest.raises(NotHeld):
        reader.entity("nobody")
    assert verify(tmp_path / "audit").lines == len(readings) + 1  # what was asked in vain was asked
    assert verify(tmp_path / "audit").whole


def test_a_reading_that_cannot_be_noted_does_not_happen(store: Store, tmp_path: Path) -> None:
    store.writer().write(PEOPLE)
    (tmp_path / "audit").write_text("a file where the folder should be")
    with pytest.raises(AuditFailed, match="Nothing was read"):
        view(store).snapshot()


def test_nobody_reads_unnamed_or_for_nothing() -> None:
    with pytest.raises(Refused):
        Viewer("  ")
    with pytest.raises(Refused):
        Purpose("")


def test_search_folds_and_ranks_and_says_how_many(store: Store) -> None:
    names = ["Séan O'Dea", "Dean Seaward", "Anna Brackley", "Tam Brackley-Odea"]
    people = [person("adult", f"AD-2{n}", name=name) for n, name in enumerate(names)]
    store.writer().write([*PEOPLE, *(says(f"x|{n}", who) for n, who in enumerate(people))])
    reader = view(store)
    assert [hit.name for hit in reader.find("SEAN ODEA")] == ["Séan O'Dea"]
    assert [hit.name for hit in reader.find("odea sean")] == ["Séan O'Dea"]
    assert [hit.name for hit in reader.find("sea")] == ["Séan O'Dea", "Dean Seaward"]
    assert {hit.name for hit in reader.find("brackley")} == {"Anna Brackley", "Tam Brackley-Odea", "Tamsin Brackley"}
    found = reader.find("brackley", limit=1)
    assert (len(found), found.total) == (1, 3)
    assert [hit.kind for hit in reader.find("brackley", kinds=["child"])] == ["child"]
    assert [(hit.id, hit.matched) for hit in reader.find("ad-0107")] == [(BIZ.id, "identifier")]
    assert reader.find(BIZ.id)[0].id == BIZ.id
    assert reader.find("l0348115")[0].id == TAMSIN.id
    assert reader.find("  ") == []
    with pytest.raises(ValueError, match="no entity kind"):
        reader.find("x", kinds=["ghost"])


def test_an_ambiguous_identifier_says_which(store: Store) -> None:
    other = person("adult", "x", "police:OT-0981", name="Denholm Marrick")
    store.writer().write([*PEOPLE, says("x|1", other)])
    with pytest.raises(NotHeld, match=r"more than one: Adult Denholm Marrick.*Child Tamsin Brackley"):
        view(store).entity("OT-0981")
    assert view(store).entity("police:ot-0981").id == other.id


def test_ties_of_gives_both_ends_latest_first(store: Store) -> None:
    late = provenance(observed_to=date(2026, 11, 1))
    store.writer().write([
        *PEOPLE, says("a", tie(TAMSIN, "friend", LEO)), says("b", tie(BIZ, "grooms", TAMSIN, late)),
        says("c", role(TAMSIN, "open_to_hub")), says("d", tie(BIZ, "goes_to", STATION)),
    ])  # fmt: skip
    assert view(store).ties_of(TAMSIN.id)[0].kind == "grooms"
    assert {item.kind for item in view(store).ties_of(TAMSIN.id)} == {"friend", "grooms", "open_to_hub"}
    assert [item.kind for item in view(store).ties_of(STATION.id)] == ["goes_to"]


def test_freshness_is_of_each_source(store: Store) -> None:
    store.writer().write(
        [says("a", TAMSIN, source="children"), says("b", LEO, source="children"), says("c", role(LEO, "harmed"))]
    )
    store.writer().loaded({"source": "children", "file": "children.csv", "read": 2})
    children, ties = view(store).freshness()
    assert (children.source, children.records, children.last_recorded_on) == ("children", 2, None)
    assert children.last_loaded is not None
    assert abs(children.last_loaded.timestamp() - time.time()) < 60
    assert (ties.source, ties.records, ties.last_recorded_on, ties.last_loaded) == ("ties", 1, date(2026, 10, 21), None)


def test_the_day_is_the_stores_own_or_the_one_asked(store: Store) -> None:
    assert view(store).snapshot().as_of == TODAY
    assert view(store).snapshot(date(2026, 1, 1)).as_of == date(2026, 1, 1)
