"""One copy of a board: in its naming mode, for somebody, in the form asked for. Pure: it neither reads nor records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from graph.answers import Done, HeldBoard
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.drawn import drawn, places, see
from mapping.board.figures import figures
from mapping.board.log import State
from mapping.board.model import Board, Positions
from mapping.board.take import face
from mapping.board.take.contents import Contents, contents, version_words
from mapping.board.take.told import Printed
from mapping.words import Naming

OPENNESS = (Naming.FULL, Naming.INITIALS, Naming.PSEUDONYMS, Naming.COUNTS)
"""From the mode that tells most to the one that tells least."""
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "svg": "image/svg+xml",
    "html": "text/html",
    "csv": "application/zip",
}
_OF_COUNTS = ("pdf", "docx", "csv")


class TooOpen(ValueError):
    """A copy never names people more openly than its board."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What every form of one copy is made from."""

    board: Board
    at: Positions
    told: Contents
    printed: Printed
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Tools:
    """What a form needs that this room may not fetch: the typeface, where its cuts are kept, safe cells."""

    neutral: Callable[[str], str]
    font: bytes = b""
    cache: Path | None = None


def modes(board: Naming) -> tuple[Naming, ...]:
    """The naming modes in which a board may leave: its own, and those that tell less."""
    return OPENNESS[OPENNESS.index(board) :]


def forms(naming: Naming) -> tuple[str, ...]:
    """The forms in which a copy of this mode can be had: of counts there is no picture."""
    return _OF_COUNTS if naming is Naming.COUNTS else tuple(MIMES)


def copy_of(
    snapshot: Snapshot,
    held: HeldBoard,
    state: State,
    done: Sequence[Done] = (),
    *,
    naming: Naming,
    for_whom: Sequence[str],
    made_by: str,
    made_at: datetime,
) -> Copy:
    """The board as it leaves.

    Parameters
    ----------
    snapshot : Snapshot
        What this viewer may see for the board's purpose.
    held, state, done
        The board, what stands on it, and what was done on it.
    naming : Naming
        The board's mode or one that tells less.
    for_whom : codes of the list agency
        Whom this copy is for.
    made_at : datetime
        Now, with its zone.

    Raises
    ------
    TooOpen
        The mode tells more than the board's.
    """
    head = held.head
    if naming not in modes(Naming(head.naming)):
        raise TooOpen(f"This board shows {words.label('naming', head.naming).lower()}; a copy may not show more.")
    seen = see(snapshot, state, naming.value)
    names = seen.names
    board = drawn(snapshot, state, head, naming=naming.value, seen=seen)
    board = replace(board, purpose=names.text(head.purpose))
    printed = Printed(
        title=names.title(head.title),
        made_by=names.by(made_by),
        made_on=made_at.date(),
        at=f"{made_at:%H:%M}",
        board=held.id,
        owner=names.by(head.owner),
        audience=_agencies(head.audience),
        for_whom=_agencies(for_whom),
        expires_on=head.expires_on,
        place=held.place,
        version=names.text(version_words(state, done)),
    )
    counted = figures(snapshot, state, head, snapshot.as_of) if naming is Naming.COUNTS else None
    told = contents(board, state, seen, printed, counted)
    return Copy(board, places(board, state), told, printed, made_at)


def made(copy: Copy, form: str, tools: Tools) -> bytes:
    """The copy in one of its forms.

    Raises
    ------
    ValueError
        There is no such form of this copy.
    """
    if form not in forms(Naming(copy.board.naming)):
        raise ValueError(f"A copy in {copy.board.naming} has no form {form!r}.")
    return _MAKE[form](copy, tools)


def file_name(board_id: str, on: date, form: str) -> str:
    """`board-B-7K2M9QXA4B-2026-11-03.pdf`: the id and the day, no name of anybody."""
    return f"board-{board_id}-{on.isoformat()}.{'zip' if form == 'csv' else form}"


def _agencies(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(words.label("agency", code) for code in codes)


def _faces(tools: Tools) -> Path | None:
    return face.folder(tools.font, tools.cache)


def _svg(copy: Copy, tools: Tools) -> bytes:
    from mapping.board.take.picture import picture

    return picture(copy.board, copy.at, copy.printed, face.embedded(tools.font, tools.cache)).encode()


def _png(copy: Copy, tools: Tools) -> bytes:
    from mapping.board.take.picture import picture
    from mapping.board.take.raster import png

    return png(picture(copy.board, copy.at, copy.printed), _faces(tools))


def _pdf(copy: Copy, tools: Tools) -> bytes:
    from mapping.board.take.minutes import minutes
    from mapping.board.take.picture import overview

    drawn_ = overview(copy.board, copy.at) if copy.told.drawn else ""
    return minutes(copy.told, drawn_, copy.made_at, _faces(tools))


def _docx(copy: Copy, tools: Tools) -> bytes:
    from mapping.board.take.document import document
    from mapping.board.take.picture import overview
    from mapping.board.take.raster import png, size

    if not copy.told.drawn:
        return document(copy.told, b"", (1.0, 1.0), copy.made_at)
    drawn_ = overview(copy.board, copy.at, room=(700.0, 850.0))
    return document(copy.told, png(drawn_, _faces(tools)), size(drawn_), copy.made_at)


def _html(copy: Copy, tools: Tools) -> bytes:
    from mapping.board.take.page import standalone_page

    return standalone_page(copy.board, copy.at, copy.printed, tools.font, copy.told).encode()


def _csv(copy: Copy, tools: Tools) -> bytes:
    from mapping.board.take.rows import tables

    return tables(copy.told, tools.neutral)


_MAKE = {"svg": _svg, "png": _png, "pdf": _pdf, "docx": _docx, "html": _html, "csv": _csv}
