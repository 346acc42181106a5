"""`kith contexts` and `kith context`: the same figures as on the page, as one JSON object and in words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.doors.conftest import Kith, printed

CHILDREN = "identifier,forename,surname,date_of_birth,source_agency\n" + "".join(
    f"CX-{n},{forename},{surname},2012-0{n}-17,hub\n"
    for n, (forename, surname) in enumerate(
        (("Tamsin", "Ashby"), ("Noor", "Penn"), ("Bea", "Lund"), ("Pia", "Orr"), ("Lia", "Stowe"), ("Cal", "Weir")),
        start=1,
    )
)
PLACES = (
    "identifier,name,kind,owner,guardianship,review_date\n"
    "PX-1,Sallow Gate,park,Parks,Warden until dusk,2026-10-01\n"
    "PX-2,Fenmoor House,childrens_home,Provider,,2026-12-01\n"
)
DAY = date(2026, 10, 4)


@pytest.fixture(scope="module")
def loaded(kith: Kith, tmp_path_factory: pytest.TempPathFactory) -> Kith:
    out: Path = tmp_path_factory.mktemp("extracts")
    events = "identifier,kind,harm_type,start,place,harmed,source_agency\n" + "".join(
        f"IN-{number},incident,serious_violence,{DAY + timedelta(days=number)} 21:30,PX-1,CX-{number},police\n"
        for number in range(1, 7)
    )
    files = {"children": CHILDREN, "locations": PLACES, "events": events}
    for name, text in files.items():
        (out / f"{name}.csv").write_text(text, encoding="utf-8")
    done = kith("load", *(out / f"{name}.csv" for name in files), "--json")
    assert done.exit_code == 0, done.output
    return kith


def test_the_register_and_one_context(loaded: Kith) -> None:
    found = printed(loaded("contexts", "--json"))
    line = next(one for one in found["lines"] if one["name"] == "Sallow Gate")
    assert (line["children"]["count"], line["owner"], line["review_late"]) == (6, "Parks", True)
    assert "Fenmoor House" not in str(found)
    said = " ".join(loaded("contexts").output.split())
    assert "Sallow Gate" in said
    assert "No action is planned" in said
    whole = printed(loaded("contexts", "--no-panel", "--json"))
    assert "Fenmoor House" in str(whole)

    one = printed(loaded("context", "PX-1", "--json"))
    assert one["id"] == line["id"]
    assert one["happened"]["children"] == {"count": 6, "said": "6"}
    assert "Tamsin" not in str(one)
    said = " ".join(loaded("context", "PX-1").output.split())
    for words in ("6 children came to harm here", "Who looks out for children: Warden until dusk", "T.A."):
        assert words in said
    assert f"kith context {line['id']}" in loaded("show", "PX-1").output
    named = loaded("context", "PX-1", "--no-panel", "--naming", "full").output
    assert "Tamsin Ashby" in named


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("PX-2",), "It is not opened on a panel view"),
        (("CX-1",), "is no place, school or peer group"),
        (("PX-1", "--days", "9000"), "9000 days make no window"),
    ],
)
def test_what_may_not_be_told_is_a_sentence(loaded: Kith, asked: tuple[str, ...], says: str) -> None:
    refused = loaded("context", *asked)
    assert refused.exit_code == 2
    assert says in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
