"""Boards to take along, for tests: one with everything on it, one with hostile names, one of any size. All invented."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from graph.answers import HeldBoard
from graph.snapshot import Snapshot
from mapping.board.log import Doing, operation
from mapping.board.take.copies import Copy, copy_of
from mapping.words import Naming
from tests.board import kept
from tests.make import Maker

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
HOSTILE = (
    MARKUP,
    "</text></svg><foreignObject><body onload='alert(1)'>",
    '#eval("1") $x$ *bold* _it_ @ref <label> \\ [a](b) `c`',
    "]]>&amp;&#60;script&#62;",
    "Zoë\u202egnirts\u0000\u0008\ufffe",
    '=HYPERLINK("http://192.0.2.1")',
    "{{7*7}} ${7*7} %s %(x)s",
)
"""Names that some program somewhere would take for more than a name."""
MADE_AT = datetime(2026, 11, 3, 14, 5, 59, 123456, tzinfo=UTC)
PEOPLE = {
    "C1": "Tamsin Brackley",
    "C2": "Kofi Adeyemi",
    "C3": "Nell Carew",
    "C4": "Jonah Orme",
    "A1": "Dale Mercer",
    "A2": "Ella Brackley",
    "A3": "Cora Okafor",
}
"""Everybody on the full board whose name no copy in initials may hold."""


def held(naming: str = "initials", **head: Any) -> HeldBoard:
    """A held board of this naming mode."""
    made = replace(kept.HEAD, naming=naming, purpose="Safeguard the group around the station", **head)
    return HeldBoard("B-7K2M9QXA4B", made, "A. Brennan", "analyst", "Ottermere hub", MADE_AT, 41, MADE_AT)


def full() -> Snapshot:
    """A child harmed, one alleged to harm too, adults of concern and safe, a nickname, places and things."""
    m = Maker()
    m.child("C1", PEOPLE["C1"])
    m.child("C2", PEOPLE["C2"], born=date(2010, 1, 1))
    m.child("C3", PEOPLE["C3"])
    m.child("C4", PEOPLE["C4"])
    m.adult("A1", PEOPLE["A1"])
    m.adult("A2", PEOPLE["A2"], sex="F")
    m.adult("A3", PEOPLE["A3"], occupation="youth worker")
    m.adult("A4", "Biz", identified=False, born=None)
    m.place("L1", "Ottermere Central", subkind="station")
    m.entity("school", "S1", "Quarrybank Centre")
    m.entity("peer_group", "G1", "Station group")
    m.entity("thing", "T1", "0770 417", subkind="phone")
    m.entity("event", "E1", "Missing from home", subkind="missing", started_on=date(2026, 10, 1))
    for child in ("C1", "C2", "C3", "C4"):
        m.tie(child, "member_of", "G1")
    m.tie("A1", "grooms", "C1")
    m.tie("A1", "grooms", "C2")
    m.tie("A2", "parent", "C1")
    m.tie("A2", "protects", "C1")
    m.tie("A3", "protects", "C2")
    said = {"source_grade": None, "information_grade": None, "handling": None}
    m.tie("A4", "directs", "C3", provisional=True, **said)
    m.tie("C1", "friend", "C2")
    m.tie("C4", "directs", "C3")
    old = {"observed_from": date(2024, 1, 1), "observed_to": date(2024, 2, 1), "review_by": date(2025, 1, 1)}
    m.tie("A1", "grooms", "C4", recorded_on=date(2024, 2, 2), **old)
    m.tie("C1", "attends", "S1")
    m.tie("C2", "goes_to", "L1")
    m.tie("C3", "uses", "T1")
    m.role("C1", "open_to_hub", observed_to=None)
    m.role("C4", "harmed")
    return m.snapshot()


def on_it() -> tuple[Doing, ...]:
    """Everything that can be done on the full board."""
    return (
        operation.Add(entities=(*PEOPLE, "A4", "L1", "S1", "G1", "T1", "E1")),
        operation.Frame(id="F-1", label="Station evenings", members=("C1", "A1", "L1")),
        operation.Note(id="N-1", text="Seen with Tamsin Brackley on Fridays.\nWho pays for the phone?", on="C3"),
        operation.Note(id="N-2", text="long " * 600),
        operation.Person(
            id="D-1", kind="adult", name="Tall Si", identified=False, said_by="PC Lodge", agency="police",
            words="Seen twice with Kofi Adeyemi",
        ),
        operation.Tie(id="S-1", from_id="D-1", to_id="C2", kind="directs", said_by="PC Lodge", words="He sends Kofi"),
        operation.Act(
            id="a1", what="Ask police to check the car of Dale Mercer", owner="R. Osei", due_on=date(2026, 11, 5),
            about=("A1",),
        ),
        operation.Act(id="a2", what="Guardianship walk", owner="Rail police", due_on=date(2026, 11, 1)),
        operation.Pin(entities=("C1",)),
        operation.Version(name="before the meeting of 3 November"),
        operation.Taken(form="png", naming="initials", audience=("police",)),
    )  # fmt: skip


def hostile() -> tuple[Snapshot, tuple[Doing, ...]]:
    """A board on which every text is hostile: names, notes, frames, actions."""
    m = Maker()
    for place, name in enumerate(HOSTILE):
        m.child(f"C{place}", name)
        m.place(f"L{place}", name)
        m.tie(f"C{place}", "goes_to", f"L{place}", text=name)
    m.adult("A1", MARKUP, identified=False, born=None)
    m.tie("A1", "grooms", "C1")
    ids = tuple(row["id"] for row in m.entities)
    texts: list[Doing] = []
    for place, text in enumerate(HOSTILE):
        texts.append(operation.Note(id=f"N-{place}", text=text, on=f"C{place}"))
        texts.append(operation.Act(id=f"a{place}", what=text, owner=text[:150]))
    texts.append(operation.Frame(id="F-1", label=MARKUP, members=ids[:3]))
    return m.snapshot(), (operation.Add(entities=ids), *texts)


def large(people: int) -> tuple[Snapshot, tuple[Doing, ...]]:
    """A board of this many, with two and a half times as many ties."""
    chance, m, ids = random.Random(1), Maker(), []
    for place in range(people):
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        if place % 10 < 6:
            ids.append(m.child(f"C{place}", name, born=date(2009 + place % 8, 3, 1)))
        elif place % 10 < 8:
            ids.append(m.adult(f"A{place}", name))
        else:
            ids.append(m.place(f"L{place}", f"{chance.choice(_LAST)} Park"))
    children, adults, places = ([id for id in ids if id[0] == kind] for kind in "CAL")
    wanted = [(people, children, "friend", children), (people // 2, children, "goes_to", places)]
    wanted += [(people // 2, adults, "protects", children), (people // 2, adults, "grooms", children)]
    for count, ones, kind, others in wanted:
        for _ in range(count if ones and others and len({*ones, *others}) > 1 else 0):
            one = chance.choice(ones)
            m.tie(one, kind, chance.choice([id for id in others if id != one]))
    return m.snapshot(), (operation.Add(entities=tuple(ids)),)


_FIRST = "Ada Ben Cora Dev Eli Fay Gus Hana Ivo Jade Kofi Lena Musa Nell Omar Pia".split()
_LAST = "Ackroyd Brackley Carew Drabble Egan Fenn Garside Holt Iqbal Jessop Kay Lumb".split()


def copy(
    snapshot: Snapshot | None = None,
    doing: tuple[Doing, ...] | None = None,
    *,
    naming: str = "initials",
    board: str = "",
    for_whom: tuple[str, ...] = ("police",),
) -> Copy:
    """A copy of a board, the full one when none is given; `board` is the board's own mode when it is another."""
    operations = on_it() if doing is None else doing
    return copy_of(
        full() if snapshot is None else snapshot,
        held(board or naming),
        kept.state(*operations),
        kept.done(*operations),
        naming=Naming(naming),
        for_whom=for_whom,
        made_by="A. Brennan",
        made_at=MADE_AT,
    )


@cache
def font() -> bytes:
    """The typeface that the app shows, out of streamlit's package."""
    media = files("streamlit").joinpath("static", "static", "media")
    return next(file.read_bytes() for file in media.iterdir() if file.name.startswith("SourceSansVF-Upright"))
