"""`kith adults`: the same adults as on the page, as one JSON object and in words; never somebody under 18."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import open_store
from graph.access import Purpose, Viewer
from graph.settings import from_environment
from mapping.adult_columns import Order
from mapping.network.adults import AdultSettings, adults
from mapping.plain import plain
from mapping.words import Naming
from tests.doors.conftest import Kith, printed

FILES = {
    "children": "identifier,forename,surname,date_of_birth,sex,ethnicity,source_agency\n"
    "OT-1,Tamsin,Brackley,2012-04-17,F,WBRI,hub\nOT-2,Noor,Cope,2013-02-03,F,,hub\nOT-3,Bea,Birch,2009-05-01,F,,hub\n",
    "adults": "identifier,forename,surname,date_of_birth,sex,identified,source_agency\n"
    "AD-1,Denholm,Marrick,1990-05-01,M,yes,police\n"
    "AD-3,Xan,Reed,,M,yes,police\nAD-4,Cy,Cedar,1988-01-01,M,yes,police\n",
    "ties": "from,to,kind,first_known,last_known,source_agency,record_reference,source_grade,information_grade,"
    "handling,fact_or_assessment\n"
    "AD-1,OT-1,grooms,2026-03-01,2026-10-20,police,PI-1,2,B,P,assessment\n"
    "AD-4,OT-1,grooms,2026-03-01,2026-10-21,police,PI-2,2,B,P,assessment\n"
    "AD-1,OT-2,seen_with,2026-10-01,2026-10-02,school,SC-1,,,,fact\n"
    "OT-3,OT-1,harms,2026-10-01,2026-10-02,police,PI-3,2,B,P,assessment\n"
    "AD-3,OT-1,grooms,2026-10-01,2026-10-02,police,PI-4,2,B,P,assessment\n",
}


@pytest.fixture(scope="module")
def loaded(kith: Kith, tmp_path_factory: pytest.TempPathFactory) -> Kith:
    out = tmp_path_factory.mktemp("extracts")
    for name, text in FILES.items():
        (out / f"{name}.csv").write_text(text, encoding="utf-8")
    done = kith("load", *(out / f"{name}.csv" for name in FILES), "--json")
    assert done.exit_code == 0, done.output
    return kith


def test_the_json_is_what_the_page_shows(loaded: Kith, folder: Path) -> None:
    shown = printed(loaded("adults", "--order", "children", "--naming", "initials", "--purpose", "a test", "--json"))
    assert [row["heading"].split(",")[0] for row in shown["rows"]] == ["D.M.", "C.C."]
    assert [row["children"] for row in shown["rows"]] == [2, 1]
    assert shown["rows"][0]["alleged"][0]["text"] == "It is suspected, not established, that D.M. grooms T.B."
    with open_store(from_environment(folder).prepare()) as store:
        snapshot = store.view(Viewer("A. Brennan", "analyst", "Ottermere hub"), Purpose("a test")).snapshot()
    page = adults(snapshot, AdultSettings(order=Order.CHILDREN, naming=Naming.INITIALS))
    assert shown == plain(page)


def test_the_words_say_what_it_is_not_and_who_is_left_out(loaded: Kith) -> None:
    said = loaded("adults").output
    for words in (
        "not proof of an offence",
        "in order of: Newest evidence, newest first",
        "It is suspected, not established, that Denholm Marrick grooms Tamsin Brackley.",
        "1 person is named in information about harm and not listed, because their age is not recorded: check identity",
        "1 child is alleged to have harmed.",
    ):
        assert words in said
    assert "Bea" not in said
    assert "Xan" not in said


def test_an_order_that_is_no_column_is_refused(loaded: Kith) -> None:
    refused = loaded("adults", "--order", "danger")
    assert refused.exit_code == 2
    assert "new_younger" in refused.output


def test_the_heads_of_ten_columns_stay_whole_on_a_narrow_terminal(
    loaded: Kith, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = loaded("adults", "--naming", "initials").output.splitlines()
    heads = next(line for line in lines if line.startswith("Adult "))
    assert {"Newest", "Children", "Agencies", "Places", "Shared"} <= set(heads.split())
    assert all(len(line) <= 80 for line in lines[3:6])
