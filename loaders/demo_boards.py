"""The boards of the demonstration: what a hub in the fictional borough keeps on them, written as people would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

from graph.access import Purpose, Viewer
from graph.model import BoardHead, Operation
from graph.store import Store
from loaders.borough import cast

OSEI, BRENNAN = Viewer("R. Osei", "manager", "Ottermere hub"), Viewer("A. Brennan", "analyst", "Ottermere hub")
IDRIS, NAIRNE = Viewer("S. Idris", "practitioner", "Ottermere hub"), Viewer("P. Nairne", "police", "Ottermere hub")
FORECOURT, LODGE = "Station forecourt", "Kestrel Lodge"

AT = {
    "Station group": (-110, -265), "Hallowdene High": (-300, -235), "Ottermere Central": (60, -255),
    "Kaitlyn Ashgrove": (-150, -150), "Nell Corrander": (-30, -135), "Tamsin Brackley": (-255, -60),
    "Amara Welkin": (-130, -50), "Dario Fenner": (-250, 60), "Leon Marrander": (-120, 55), "Jude Okonlo": (15, -25),
    "Reece Skellan": (15, 85), "Morgan Hallowick": (-60, 160), "Pia Kestrow": (150, -170),
    "Freddie Rudmere": (170, 190), "Quarrybank Centre": (60, 265),
    "Station forecourt": (265, -215), "Denholm Marrick": (235, -50), "Viktor Kesslin": (240, 75), "Biz": (400, 85),
    "07700900417": (410, 5), "QQ00XBC": (330, 200), "Pauline Ashgrove": (-470, -160), "Erica Brackley": (-470, -50),
    "Chidi Odarane": (-470, 60), "Tom Corrander": (-470, 170),
}  # fmt: skip
"""Where everybody stands on the board of the station."""

Step = tuple[Viewer, str, dict[str, Any]]  # who does it, the kind of operation, its body
Who = Callable[..., list[str]]  # names to Kith ids


@dataclass(frozen=True)
class _Told:
    """One board: its head, the day it was opened, and what was done on it."""

    head: BoardHead
    opened: date
    steps: Callable[[Who], Iterator[Step]]


def write(store: Store) -> None:
    """Write the boards; what was written before, in whatever part, is taken up again."""
    view = store.view(BRENNAN, Purpose("demonstration: the boards of the borough"))
    held = {board.head.title: board.id for board in view.boards(past=True)}
    names: dict[str, str] = {}
    for row in view.snapshot().entities.select(["name", "id"]).to_pylist():
        names.setdefault(row["name"], row["id"])

    def who(*asked: str) -> list[str]:
        return [names[name] for name in asked]

    for number, told in enumerate(BOARDS, 1):
        _write(store, number, told, held.get(told.head.title, ""), who)


def _write(store: Store, number: int, told: _Told, board: str, who: Who) -> None:
    """Open one board on its day, if need be, and do what was done on it, each by whoever did it."""
    place = 0
    with store.dated(told.opened) as then:
        for viewer, some in groupby(told.steps(who), key=lambda step: step[0]):
            desk = then.boards(viewer, Purpose(told.head.purpose))
            board = board or desk.open(told.head).id
            done = [Operation(f"demo-{number}-{place + n}", kind, body) for n, (_, kind, body) in enumerate(some, 1)]
            place += len(done)
            desk.do(board, done)


def _station(who: Who) -> Iterator[Step]:
    nine = who(*_called(cast.STATION))
    near = who("Pia Kestrow", "Freddie Rudmere", "07700900417", "QQ00XBC")
    concern = who("Denholm Marrick", "Viktor Kesslin", "Biz")
    safe = who("Pauline Ashgrove", "Erica Brackley", "Chidi Odarane", "Tom Corrander")
    places = who("Ottermere Central", FORECOURT, "Hallowdene High", "Quarrybank Centre")
    tamsin, dario, leon, morgan = who("Tamsin Brackley", "Dario Fenner", "Leon Marrander", "Morgan Hallowick")
    at = dict(zip(who(*AT), AT.values(), strict=True))
    yield OSEI, "add", _add("the group that the meeting is about", who("Station group") + nine, at)
    yield OSEI, "add", _add("tied to three or more of the group", concern + places, at)
    yield BRENNAN, "add", _add("near to the group and not open to the hub; and what is used", near, at)
    yield BRENNAN, "add", _add("keeps them safe", safe, at)
    yield BRENNAN, "pin", {"entities": [concern[0], tamsin]}
    yield BRENNAN, "frame", {"id": "F-demo-1", "label": "Who keeps them safe", "members": safe}
    yield (
        BRENNAN,
        "note",
        _note("1", concern[0], "Who pays for the phone ending 417? Ask before the meeting.", (425, -80)),
    )
    yield (
        OSEI,
        "note",
        _note("2", who(FORECOURT)[0], "Nobody looks after the forecourt after 21:00. Who could?", (425, -170)),
    )
    yield OSEI, "version", {"name": "Before the meeting of 5 November"}
    yield (
        NAIRNE,
        "tie",
        _tie("1", concern[0], "seen_with", leon, "Youth worker", "voluntary", "Talking by the taxi rank on Friday."),
    )
    yield NAIRNE, "person", {
        "id": "D-demo-1", "kind": "adult", "name": "Smudge", "said_by": "Rail officer", "agency": "police",
        "identified": False, "words": "On platform 2 most evenings. Nobody knows who he is.",
    }  # fmt: skip
    yield (
        NAIRNE,
        "tie",
        _tie("2", "D-demo-1", "supplies", morgan, "Rail officer", "police", "Gives out vapes on platform 2."),
    )
    yield OSEI, "act", _act("1", "Ask police to check the grey hatchback", "R. Osei", "2026-11-05", who("QQ00XBC"))
    yield OSEI, "act", _act("2", "Keep the youth worker open for both", "Early help", "2026-11-10", [tamsin, dario])
    yield OSEI, "act", _act("3", "Guardianship walk, station forecourt", "Rail police", "2026-11-01", who(FORECOURT))
    yield OSEI, "slide", _slide(1, "Who meets children at the station", concern[:2] + nine)
    yield OSEI, "slide", _slide(2, "Who keeps them safe", safe + nine)


def _kestrel(who: Who) -> Iterator[Step]:
    alleged = who("Stuart Larkholm", "Jason Tarnsey", "Garr Undholm", "Neil Quillgate")
    yield IDRIS, "add", _add("found or seen there", who(LODGE, *_called(cast.KESTREL)))
    yield IDRIS, "add", _add("seen there with children", alleged)
    yield BRENNAN, "add", _add("tied to three or more of them", who("Tidewell Chicken", "Helen Sarrwick"))
    yield BRENNAN, "note", _note("3", who(LODGE)[0], "Does the night desk note who books a room for somebody else?")


def _larch(who: Who) -> Iterator[Step]:
    club, coach = who("Millgarth Boxing", "Marcus Ravholm")
    boxers = who("Callum Jessow", "Hayden Kestner", "Piers Orrdale", "Faris Almarin")
    yield OSEI, "add", _add("the group that the meeting was about", who("Larch Lane group", *_called(cast.LARCH)))
    yield OSEI, "add", _add("keeps them safe", [club, coach])
    yield OSEI, "frame", {"id": "F-demo-2", "label": "Train at the club", "members": [coach, *boxers]}
    yield OSEI, "act", _act("4", "Ask the club to open on Fridays", "Youth service", "2026-09-18", [club])
    yield OSEI, "version", {"name": "At the meeting of 3 September"}
    yield IDRIS, "close", {"id": "A-demo-4", "state": "done", "outcome": "Open on Fridays since 25 September."}


def _called(parts: Sequence[cast.Part]) -> list[str]:
    return [f"{part.forename} {part.surname}" for part in parts]


def _add(why: str, entities: list[str], at: Mapping[str, tuple[int, int]] = MappingProxyType({})) -> dict[str, Any]:
    return {"entities": entities, "why": why, "at": {id: list(at[id]) for id in entities if id in at}}


def _note(n: str, on: str, text: str, at: tuple[int, int] | None = None) -> dict[str, Any]:
    return {"id": f"N-demo-{n}", "on": on, "text": text, "at": at and list(at)}


def _tie(n: str, start: str, kind: str, end: str, said_by: str, agency: str, words: str) -> dict[str, Any]:
    said = {"said_by": said_by, "agency": agency, "words": words, "said_on": "2026-11-03"}
    return {"id": f"S-demo-{n}", "from_id": start, "to_id": end, "kind": kind, **said}


def _act(n: str, what: str, owner: str, due_on: str, about: list[str]) -> dict[str, Any]:
    return {"id": f"A-demo-{n}", "what": what, "owner": owner, "due_on": due_on, "about": about}


def _slide(n: int, title: str, entities: list[str]) -> dict[str, Any]:
    return {"id": f"P-demo-{n}", "title": title, "entities": entities, "order": n}


BOARDS = (
    _Told(
        BoardHead(
            title="Larch Lane group after the holidays",
            purpose="Strategy meeting of 3 September about the Larch Lane group",
            owner="R. Osei",
            audience=("hub", "police", "youth justice"),
            naming="initials",
            expires_on=date(2026, 10, 2),
        ),
        date(2026, 9, 1),
        _larch,
    ),
    _Told(
        BoardHead(
            title="Kestrel Lodge and who goes there",
            purpose="MACE panel of 19 November: Kestrel Lodge",
            owner="S. Idris",
            audience=("hub", "social care", "police", "licensing"),
            naming="initials",
            expires_on=date(2026, 12, 31),
        ),
        date(2026, 11, 2),
        _kestrel,
    ),
    _Told(
        BoardHead(
            title="Strategy meeting prep: peer group around the station",
            purpose="Strategy meeting of 5 November about the Station group",
            owner="R. Osei",
            audience=("hub", "police"),
            naming="initials",
            expires_on=date(2026, 11, 30),
        ),
        date(2026, 11, 3),
        _station,
    ),
)
"""One that is archived, one without actions, and one that is ready for a meeting; the latest last."""
