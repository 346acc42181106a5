"""Writing: repeatable, superseding, whole or not at all; the same on both servers."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from graph.failures import EndMissing, IdentifierTaken, StatementRefused
from graph.model import Area, Entity, Identifier, Population, Tie, Written
from graph.store import Store
from tests.graph.saying import BIZ, LEO, PEOPLE, STATION, TAMSIN, person, record, role, says, tie, view


def test_the_same_records_twice_change_nothing(store: Store) -> None:
    statements = [*PEOPLE, says("ties|1", tie(BIZ, "grooms", TAMSIN), role(TAMSIN, "open_to_hub"))]
    writer = store.writer()
    assert writer.write(statements) == Written(loaded=5)
    version, before = store.version(), view(store).snapshot()
    assert writer.write(statements) == Written(unchanged=5)
    assert writer.write(list(reversed(statements))) == Written(unchanged=5)
    assert store.version() == version
    after = view(store).snapshot()
    assert (after.ties, after.roles, after.entities) == (before.ties, before.roles, before.entities)


def test_a_correction_takes_the_earlier_versions_place_and_keeps_it(store: Store) -> None:
    writer = store.writer()
    writer.write([*PEOPLE, says("ties|1", tie(BIZ, "grooms", TAMSIN, text="first"), role(TAMSIN, "open_to_hub"))])
    (first,) = view(store).snapshot().ties["id"].to_pylist()
    assert writer.write([says("ties|1", tie(BIZ, "supplies", LEO, text="second"), digest="2")]) == Written(1, 0, 1)
    now = view(store).snapshot()
    assert now.ties.select(["kind", "to_id"]).to_pylist() == [{"kind": "supplies", "to_id": LEO.id}]
    assert now.roles.num_rows == 0
    (old,) = view(store).evidence([first])
    assert (old.text, old.current, old.record.superseded_on) == ("first", False, store.today)
    (new,) = view(store).evidence(now.ties["id"].to_pylist())
    assert (new.text, new.current, new.earlier) == ("second", True, 1)


def test_a_record_may_go_back_to_what_it_said_before(store: Store) -> None:
    writer = store.writer()
    one = says("ties|1", tie(BIZ, "grooms", TAMSIN))
    two = says("ties|1", tie(BIZ, "grooms", LEO), digest="2")
    writer.write([*PEOPLE, one])
    for statement in (two, one, two):
        assert writer.write([statement]) == Written(1, 0, 1)
        assert view(store).snapshot().ties["to_id"].to_pylist() == [statement.ties[0].to_id]
        assert writer.current(["ties|1", "ties|2"]) == {"ties|1": statement.record.digest}
    (evidence,) = view(store).evidence(view(store).snapshot().ties["id"].to_pylist())
    assert evidence.earlier == 3


def test_versions_of_one_record_in_one_batch_are_taken_in_order(store: Store) -> None:
    one, two = says("ties|1", tie(BIZ, "grooms", TAMSIN)), says("ties|1", tie(BIZ, "grooms", LEO), digest="2")
    assert store.writer().write([*PEOPLE, one, two, two]) == Written(6, 1, 1)
    assert view(store).snapshot().ties["to_id"].to_pylist() == [LEO.id]


def test_records_fill_an_entity_together_and_blank_nothing(store: Store) -> None:
    fuller = replace(TAMSIN, properties={"sex": "F", "name": "Tamsyn Brackley"}, identifiers=())
    emptier = replace(TAMSIN, properties={"sex": "", "note": "quiet", "name": None}, identifiers=())
    store.writer().write([*PEOPLE, says("more|1", fuller), says("more|2", emptier)])
    held = view(store).entity("ot-0981")
    assert held.properties == {
        "name": "Tamsyn Brackley", "date_of_birth": date(2012, 4, 17), "sex": "F", "note": "quiet",
    }  # fmt: skip
    assert held.also_known_as == ("Tamsin Brackley",)
    assert [hit.id for hit in view(store).find("tamsin brackley")] == [TAMSIN.id]


def test_a_correction_takes_back_what_the_record_had_filled(store: Store) -> None:
    wrong = says(
        "more|1", replace(TAMSIN, properties={"sex": "M", "home_area": "K1"}, identifiers=(Identifier("upn", "X9"),))
    )
    writer = store.writer()
    writer.write([*PEOPLE, wrong])
    assert writer.resolve(["x9"])["x9"][0].id == TAMSIN.id
    writer.write([says("more|1", replace(TAMSIN, properties={"sex": "F"}, identifiers=()), digest="2")])
    held = view(store).entity(TAMSIN.id)
    assert held.properties["sex"] == "F"
    assert "home_area" not in held.properties
    assert writer.resolve(["x9"]) == {"x9": ()}
    writer.write([says("more|3", replace(LEO, properties={}, identifiers=(Identifier("upn", "X9"),)))])
    assert writer.resolve(["upn:X9 "])["upn:x9"][0].id == LEO.id


def test_an_entity_nobody_speaks_of_any_more_is_not_shown(store: Store) -> None:
    phone = person("thing", "07700 900123", name="07700 900123", kind="phone")
    mistyped = says("ties|1", phone, tie(phone, "linked_to", STATION))
    store.writer().write([*PEOPLE, mistyped])
    assert phone.id in view(store).snapshot().entities["id"].to_pylist()
    store.writer().write([says("ties|1", digest="2")])
    assert phone.id not in view(store).snapshot().entities["id"].to_pylist()
    assert view(store).find("07700") == []


def test_a_tie_to_nobody_is_refused_and_nothing_is_written(store: Store) -> None:
    stranger = person("child", "OT-9999")
    with pytest.raises(EndMissing, match=rf"^ties\|2: names child {stranger.id}") as caught:
        store.writer().write(
            [*PEOPLE, says("ties|1", tie(BIZ, "grooms", TAMSIN)), says("ties|2", tie(BIZ, "grooms", stranger))]
        )
    assert (caught.value.end, caught.value.record) == (stranger.id, "ties|2")
    assert store.version() == view(store).snapshot().version
    assert view(store).snapshot().entities.num_rows == 0
    assert store.writer().current(["people|0", "ties|1"]) == {}


def test_an_identifier_has_one_owner(store: Store) -> None:
    store.writer().write(PEOPLE)
    thief = replace(LEO, identifiers=(Identifier("upn", "l034811502612"),))
    with pytest.raises(IdentifierTaken) as caught:
        store.writer().write([says("more|1", thief)])
    assert all(word in str(caught.value) for word in (TAMSIN.id, LEO.id, "more|1"))
    twins = [says(f"new|{n}", person("child", f"N-{n}", "upn:SAME")) for n in range(2)]
    with pytest.raises(IdentifierTaken, match=r"new\|1"):
        store.writer().write(twins)
    assert store.writer().current(["new|0", "more|1"]) == {}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((Entity("C-1", "ghost"),), "'ghost' is no entity kind"),
        ((replace(LEO, properties={"name` SET n.x": "1"}),), "has no property"),
        ((replace(LEO, properties={"date_of_birth": "2012-04-17"}),), "date_of_birth of"),
        ((replace(STATION, properties={"latitude": float("nan")}),), "finite"),
        ((replace(STATION, properties={"latitude": True}),), "latitude"),
        ((tie(BIZ, "grooms]->() DETACH DELETE a //", TAMSIN),), "no tie of the schema"),
        ((Tie("grooms", "adult", BIZ.id, "ghost", "X", tie(BIZ, "grooms", LEO).provenance),), "no tie of the schema"),
        ((role(TAMSIN, "hero"),), "no role of the schema"),
        ((replace(LEO, properties={"name": "\ud800"}),), "cannot be stored"),
        ((replace(LEO, identifiers=(Identifier("hub", " "),)),), "is empty"),
        ((replace(LEO, identifiers=(Identifier("hub", "é" * 5_000),)),), "longer than"),
    ],
)  # fmt: skip
def test_what_the_schema_does_not_know_is_refused_in_words(store: Store, parts: tuple[Entity], words: str) -> None:
    with pytest.raises(StatementRefused, match=words):
        store.writer().write([*PEOPLE, says("bad|1", *parts)])
    assert store.writer().current(["people|0"]) == {}


def test_resolving_gives_every_match(store: Store) -> None:
    again = person("adult", "x", "police:OT-0981")
    store.writer().write([*PEOPLE, says("people|9", again)])
    found = store.writer().resolve([" ot-0981", "OT-0981", "hub:OT-0981", TAMSIN.id.lower(), "nobody", " "])
    assert {known.id for known in found["ot-0981"]} == {TAMSIN.id, again.id}
    assert [(known.id, known.scheme) for known in found["hub:ot-0981"]] == [(TAMSIN.id, "hub")]
    assert [(known.kind, known.date_of_birth) for known in found[TAMSIN.id.lower()]] == [("child", date(2012, 4, 17))]
    assert found["nobody"] == ()
    assert set(found) == {"ot-0981", "hub:ot-0981", TAMSIN.id.lower(), "nobody"}


def test_areas_are_written_once_and_replaced(store: Store) -> None:
    areas = [Area(f"K0{n}", "ward", f"Ward {n}", n, bytes([0, 1, 255, n])) for n in range(3)]
    assert store.writer().write_areas(areas, record("boundaries|x")) == Written(3)
    assert store.writer().write_areas(areas, record("boundaries|x")) == Written(0, 3)
    changed = [areas[0], replace(areas[1], children=None, name="Old Dock")]
    assert store.writer().write_areas(changed, record("boundaries|y", "2")) == Written(1, 1, 1)
    held = {row["id"]: row for row in view(store).snapshot().areas.to_pylist()}
    assert held["K01"] == {
        "id": "K01",
        "kind": "ward",
        "name": "Old Dock",
        "children": None,
        "geometry": areas[1].geometry,
        "area_set": None,
    }
    own = Area("own:beats:1", "own", "North beat", None, b"\x01", "Beats")
    mine = record("boundaries|own")
    assert store.writer().write_areas([own, replace(own, id="own:beats:2")], mine) == Written(2)
    assert store.writer().drop_areas(mine, {own.id}) == 1
    assert store.writer().drop_areas(record("boundaries|x"), ()) == 0, "what is published is never taken away"
    rows = view(store).snapshot().areas.to_pylist()
    assert {row["id"]: row["area_set"] for row in rows} == {**dict.fromkeys(["K00", "K01", "K02"]), own.id: "Beats"}
    assert held["K02"]["geometry"] == bytes([0, 1, 255, 2])


def test_figures_of_a_characteristic_are_replaced_whole(store: Store) -> None:
    sex = [Population("sex", "F", 490, as_of=date(2026, 1, 15), source="School census"), Population("sex", "M", 510)]
    ward = [Population("ward", "K05", 400, "Old Dock")]
    writer = store.writer()
    assert writer.write_population([*sex, *ward], record("population|x")) == (Written(3), 0)
    version = store.version()
    assert writer.write_population([*sex, *ward], record("population|x")) == (Written(0, 3), 0)
    assert store.version() == version
    changed = [replace(sex[0], children=500), Population("sex", "U", 5)]
    assert writer.write_population(changed, record("population|y", "2")) == (Written(2, 0, 1), 1)
    rows = view(store).snapshot().population.to_pylist()
    assert {(row["characteristic"], row["group"], row["name"], row["children"], row["as_of"]) for row in rows} == {
        ("sex", "F", "", 500, date(2026, 1, 15)), ("sex", "U", "", 5, None), ("ward", "K05", "Old Dock", 400, None),
    }  # fmt: skip


def test_writers_at_once_lose_and_double_nothing(store: Store) -> None:
    store.writer().write(PEOPLE)
    done: list[Written] = []
    failed: list[Exception] = []

    def load(digest: str) -> None:
        try:
            for n in range(6):
                end = TAMSIN if digest == "a" else LEO
                batch = [says(f"ties|{n}-{i}", tie(BIZ, "grooms", end), digest=digest) for i in range(5)]
                done.append(store.writer().write(batch))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=load, args=(digest,)) for digest in ("a", "b", "a")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    total = sum(done, Written())
    assert total.loaded - total.superseded == 30
    assert total.loaded + total.unchanged == 90
    snapshot = view(store).snapshot()
    assert snapshot.ties.num_rows == 30
    assert len(set(snapshot.ties["record"].to_pylist())) == 30
    assert store.version() == str(int(snapshot.version))


@pytest.mark.parametrize("at_once", [True, False])
def test_a_name_is_as_most_lately_recorded_in_whatever_order_it_is_loaded(store: Store, at_once: bool) -> None:
    rayan = partial(person, "child", "OT-0372")
    hub = says("hub|1", rayan(name="Rayan Bashahir"), recorded_on=date(2024, 9, 24))
    police = says("police|1", rayan(name="Bashahir Rayan", sex="M"), recorded_on=date(2023, 12, 1))
    undated = says("school|1", rayan(name="Ray Bashahir"))
    writer = store.writer()
    for batch in [[hub, police]] if at_once else [[hub], [police]]:
        writer.write(batch)
    found = view(store).entity("OT-0372")
    assert (found.name, found.also_known_as) == ("Rayan Bashahir", ("Bashahir Rayan",))
    assert found.properties["sex"] == "M"
    assert [hit.name for hit in view(store).find("bashahir rayan")] == ["Rayan Bashahir"]
    writer.write([undated])  # it tells no day: that of loading it counts
    assert view(store).entity("OT-0372").name == "Ray Bashahir"
    corrected = says("school|1", rayan(name="Ray Bashahir"), digest="2", recorded_on=date(2022, 1, 5))
    writer.write([corrected])
    found = view(store).entity("OT-0372")
    assert (found.name, found.also_known_as) == ("Rayan Bashahir", ("Ray Bashahir", "Bashahir Rayan"))
