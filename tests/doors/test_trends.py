"""`kith missing` and `kith trends`: the same figures as on the pages, as one JSON object and in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.doors.conftest import Kith, printed

CHILDREN = "identifier,forename,surname,date_of_birth,sex,ethnicity,source_agency\n" + "".join(
    f"OT-{n},{forename},{surname},2012-0{n}-17,F,WBRI,hub\n"
    for n, (forename, surname) in enumerate(
        (("Tamsin", "Brackley"), ("Noor", "Cope"), ("Bea", "Birch"), ("Pia", "Kest"), ("Lia", "Oak"), ("Cal", "Marsh")),
        start=1,
    )
)
PLACES = "identifier,name,kind\nPL-1,Ottermere Central,station\n"


def _episodes() -> tuple[str, str]:
    """Police reports and interviews: each child once in October, the first of them three times."""
    nights = [(n, f"2026-10-{n + 3:02}") for n in range(1, 7)] + [(1, "2026-10-20"), (1, "2026-10-27")]
    events = "identifier,kind,start,end,place,missing,source_agency\n" + "".join(
        f"MR-{number},missing,{day} 21:30,{_next(day)} 03:15,PL-1,OT-{child},police\n"
        for number, (child, day) in enumerate(nights)
    )
    interviews = (
        "child,missing_from,missing_to,offered,accepted,held_on,push,source_agency,record_reference\n"
        "OT-1,2026-10-04 21:30,2026-10-05 03:15,yes,yes,2026-10-07,A row at home,voluntary,RI-1\n"
        "OT-2,2026-10-05 21:30,2026-10-06 03:15,yes,no,,,voluntary,RI-2\n"
        "OT-3,2026-10-06 21:30,2026-10-07 03:15,no,,,,voluntary,RI-3\n"
    )
    return events, interviews


def _next(day: str) -> str:
    return (datetime.fromisoformat(day) + timedelta(days=1)).date().isoformat()


@pytest.fixture(scope="module")
def loaded(kith: Kith, tmp_path_factory: pytest.TempPathFactory) -> Kith:
    out: Path = tmp_path_factory.mktemp("extracts")
    events, interviews = _episodes()
    roles = "person,role,from,source_agency,record_reference\nOT-2,open_to_hub,2026-10-02,hub,HC-1\n"
    files = {"children": CHILDREN, "locations": PLACES, "events": events, "return_interviews": interviews}
    for name, text in (files | {"roles": roles}).items():
        (out / f"{name}.csv").write_text(text, encoding="utf-8")
    done = kith("load", *(out / f"{name}.csv" for name in (*files, "roles")), "--json")
    assert done.exit_code == 0, done.output
    return kith


def test_the_missing_of_a_month(loaded: Kith) -> None:
    found = printed(loaded("missing", "--month", "2026-10", "--json"))
    assert (found["children"]["count"], found["episodes"]["count"]) == (6, 8)
    assert [row["episodes"] for row in found["top"]] == [3, 1, 1, 1, 1, 1]
    assert found["places"] == [
        {"id": found["places"][0]["id"], "name": "Ottermere Central", "kind": "Station", "children": 6, "episodes": 8}
    ]
    states = {part["key"]: part["count"] for part in found["interviews"]["states"]}
    assert states == {
        "unknown": 5, "no": 1, "unanswered": 0, "declined": 1, "not_held": 0, "within": 1, "late": 0,
    }  # fmt: skip
    assert "row at home" not in str(found)
    said = " ".join(loaded("missing", "--month", "2026-10").output.split())
    for words in (
        "6 children in 8 missing episodes", "Missing most often this month, showing 6 of 6 children", "T.B.",
        "Missing 3 or more times in 90 days: under 5 children", "Ottermere Central",
        "it is not recorded of 5 whether one was offered; 1 were held within 72 hours", "not ranks of concern",
    ):  # fmt: skip
        assert words in said
    assert "Tamsin" not in said
    named = printed(loaded("missing", "--month", "2026-10", "--naming", "full", "--json"))
    assert named["top"][0]["heading"] == "Tamsin Brackley, 14"


def test_the_trends_of_a_month(loaded: Kith) -> None:
    found = printed(loaded("trends", "--month", "2026-10", "--json"))
    figure = found["figures"]
    assert figure["missing_children"]["count"] == 6
    assert (figure["interviews_within_72_hours"]["count"], figure["interviews_within_72_hours"]["of"]) == (1, 8)
    assert figure["interviews_within_72_hours"]["unknown"] == 5
    assert figure["open"]["said"] == "under 5"
    assert figure["arrests"] | {"title": ""} == {
        "title": "", "count": None, "said": "not recorded", "of": None, "of_what": "", "previous": None,
        "previous_said": "not recorded", "unknown": None, "counts": "events",
    }  # fmt: skip
    assert "Arrests: not recorded in the files loaded." in found["not_recorded"]
    assert (found["actions"]["known"], found["actions"]["open"]) == (False, 0)
    assert "Actions and whether they are overdue: not recorded in the files loaded." in found["not_recorded"]
    assert found["since"]["since"] == "2026-09-30"
    assert found["figures"]["nrm_referred"]["said"] == "not recorded"
    exact = printed(loaded("trends", "--month", "2026-10", "--small", "1", "--json"))
    assert (exact["figures"]["open"]["count"], exact["figures"]["new"]["count"]) == (1, 1)
    said = " ".join(loaded("trends", "--month", "2026-10").output.split())
    assert "Referrals to the national referral mechanism (NRM): not recorded in the files loaded." in said
    assert said.index("Not recorded") < said.index("White")
    empty = printed(loaded("trends", "--month", "2025-01", "--json"))
    assert empty["figures"]["missing_children"]["count"] == 0


@pytest.mark.parametrize(
    ("verb", "month", "says"),
    [
        ("missing", "2026-13", "“2026-13” is no month"),
        ("trends", "Oct", "“Oct” is no month"),
        ("trends", "2999-01", "January 2999 has not begun"),
    ],
)
def test_a_bad_month_is_a_sentence(loaded: Kith, verb: str, month: str, says: str) -> None:
    refused = loaded(verb, "--month", month)
    assert refused.exit_code == 2
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr


def test_two_is_no_smallest_count(loaded: Kith) -> None:
    refused = loaded("trends", "--small", "2")
    assert refused.exit_code == 2
    assert "what is under 2 and not 0 is 1" in refused.stderr
