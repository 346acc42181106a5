"""Who and what is tied to the selected: counted by choice before one chooses, then told one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from data_schema import Standing, schema
from mapping import words
from mapping.board.grow.ground import Ground
from mapping.board.grow.results import Choice, Grown, Proposal
from mapping.board.grow.why import why

MOST = 40
"""Found at most in one list; past that the newest are shown, and the list says so."""


def choices(ground: Ground, selected: Sequence[str], on_board: Collection[str] = ()) -> tuple[Choice, ...]:
    """How many neighbours of the selected there are, by standing, by kind of entity and by kind of tie.

    Parameters
    ----------
    selected
        Kith ids; those that are not held are not heeded.
    on_board
        Kith ids that need not be added.

    Returns
    -------
    tuple of Choice
        Only where there are any; in the order of the schema. One neighbour counts once in each choice that it fits.
    """
    here = set(ground.rows_of(selected))
    names = ground.snapshot.ties["kind"]
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for entity in here:
        rows = ground.ties_of(entity)
        kinds = names.take(rows).to_pylist()
        for other, kind in zip(ground.others(entity, rows).tolist(), kinds, strict=True):
            if other in here:
                continue
            found["standing", schema().ties[kind].standing.value].add(other)
            found["kind", str(ground.kinds[other])].add(other)
            found["tie", kind].add(other)
    there = set(ground.rows_of(on_board))
    order = [
        *(("standing", one.value, one.value.capitalize()) for one in Standing),
        *(("kind", kind.name, kind.plural) for kind in schema().entities.values()),
        *(("tie", tie.name, tie.label) for tie in schema().ties.values()),
    ]
    return tuple(
        Choice(by, code, label, len(found[by, code]), len(found[by, code] - there))
        for by, code, label in order
        if (by, code) in found
    )


def expand(
    ground: Ground,
    selected: Sequence[str],
    on_board: Collection[str] = (),
    *,
    standings: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    ties: Collection[str] | None = None,
    most: int = MOST,
) -> Grown:
    """The neighbours of the selected, those last observed first.

    Parameters
    ----------
    standings, kinds, ties
        Only through ties of these standings, to entities of these kinds, by ties of these kinds; None leaves none out.
        The window, the grade floor and the agencies are those of the ground.
    most
        Shown at most.
    """
    here = ground.rows_of(selected)
    behind: dict[int, list[int]] = defaultdict(list)
    names = ground.snapshot.ties["kind"]
    for entity in here:
        rows = ground.ties_of(entity)
        said = names.take(rows).to_pylist()
        for other, row, kind in zip(ground.others(entity, rows).tolist(), rows.tolist(), said, strict=True):
            if other in here or (kinds is not None and ground.kinds[other] not in kinds):
                continue
            if standings is not None and schema().ties[kind].standing.value not in standings:
                continue
            if ties is None or kind in ties:
                behind[other].append(row)
    said_of = words.listed([ground.name(entity) for entity in here], most=3)
    return Grown(
        asked=f"Who and what is tied to {said_of}" if here else "Nobody is selected",
        why=why("near", *(ground.ids[entity] for entity in here)),
        found=proposals(ground, behind, on_board, most=most),
        total=len(behind),
        notes=_notes(ground, here, len(behind)),
    )


def proposals(
    ground: Ground,
    behind: Mapping[int, Iterable[int]],
    on_board: Collection[str],
    *,
    most: int,
    touches: Mapping[int, Iterable[int]] | None = None,
    through: Mapping[int, Iterable[int]] | None = None,
) -> tuple[Proposal, ...]:
    """Entity rows with the ties behind each as proposals, those last observed first and cut at `most`."""
    newest = {entity: int(max(ground.last[list(rows)])) for entity, rows in behind.items()}
    order = sorted(behind, key=lambda entity: (-newest[entity], ground.ids[entity]))[:most]
    there = set(on_board)
    return tuple(
        Proposal(
            id=ground.ids[entity],
            kind=str(ground.kinds[entity]),
            name=ground.name(entity),
            what=ground.what(entity),
            told=ground.told(behind[entity]),
            on_board=ground.ids[entity] in there,
            touches=_ids(ground, touches, entity),
            through=_ids(ground, through, entity),
            note=crowd(ground, entity),
        )
        for entity in order
    )


def _ids(ground: Ground, of: Mapping[int, Iterable[int]] | None, entity: int) -> tuple[str, ...]:
    return tuple(ground.ids[row] for row in dict.fromkeys((of or {}).get(entity, ())))


def crowd(ground: Ground, entity: int) -> str:
    """What is to be said of a crowded context; "" of any other."""
    return f"{words.number(int(ground.around[entity]))} are tied to it" if ground.crowded[entity] else ""


def _notes(ground: Ground, here: Sequence[int], found: int) -> tuple[str, ...]:
    if not here:
        return ("Select somebody or something that is held first.",)
    notes = list(ground.left_out(here))
    if not found:
        notes.append("Nothing found is not the same as nothing there.")
    return tuple(notes)
