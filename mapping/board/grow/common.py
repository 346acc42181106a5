"""What the selected have in common: places, adults, phones, and whatever else touches at least two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum

from mapping import words
from mapping.board.grow.expand import MOST, proposals
from mapping.board.grow.ground import Ground
from mapping.board.grow.results import Grown
from mapping.board.grow.why import why


class Shared(StrEnum):
    """What may be shared."""

    PLACE = "place"
    ADULT = "adult"
    THING = "thing"  # phone, vehicle, account
    GROUP = "group"


_KINDS = {
    Shared.PLACE: ("location", "school"),
    Shared.ADULT: ("adult",),
    Shared.THING: ("thing",),
    Shared.GROUP: ("peer_group",),
}
_NOTHING = "Nothing found is not the same as nothing there."


def touches(
    ground: Ground,
    selected: Sequence[str],
    on_board: Collection[str] = (),
    *,
    all_of_them: bool = False,
    kinds: Collection[str] | None = None,
    most: int = MOST,
) -> Grown:
    """What else is tied to at least two of the selected, or to all of them: by date, with who touches whom.

    Parameters
    ----------
    selected
        Kith ids, two at least.
    all_of_them
        Only what is tied to every one of the selected.
    kinds
        Only entities of these kinds; None leaves none out.
    """
    here = ground.rows_of(selected)
    if len(here) < 2:
        return Grown("What touches these", "", (), 0, ("Select two or more that are held.",))
    behind: dict[int, list[int]] = defaultdict(list)
    touched: dict[int, list[int]] = defaultdict(list)
    for entity in here:
        rows = ground.ties_of(entity)
        for other, row in zip(ground.others(entity, rows).tolist(), rows.tolist(), strict=True):
            if other not in here and (kinds is None or ground.kinds[other] in kinds):
                behind[other].append(row)
                touched[other].append(entity)
    least = len(here) if all_of_them else 2
    found = {other: rows for other, rows in behind.items() if len(set(touched[other])) >= least}
    of = words.listed([ground.name(entity) for entity in here], most=4)
    notes = [*ground.left_out(here), *([] if found else [_NOTHING])]
    return Grown(
        asked=f"What touches {'all of ' if all_of_them else 'at least two of ' if len(here) > 2 else ''}{of}",
        why=why("touches", *(ground.ids[entity] for entity in here)),
        found=proposals(ground, found, on_board, most=most, touches=touched),
        total=len(found),
        notes=tuple(notes),
    )


def shared(
    ground: Ground, selected: Sequence[str], of: Shared, on_board: Collection[str] = (), *, most: int = MOST
) -> Grown:
    """Who shares a place, an adult, a thing or a group with the selected.

    With two or more selected: the places (adults, things) that at least two of them share. With one: the people who
    are tied to a place (adult, thing) that this one is tied to.

    Returns
    -------
    Grown
        Of one selected, `through` holds what is shared. Crowded places, and adults whose work brings them to very many
        children, are not stepped through; the notes name them.
    """
    here = ground.rows_of(selected)
    if len(here) != 1:
        found = touches(ground, selected, on_board, kinds=_KINDS[of], most=most)
        said = words.listed([ground.name(entity) for entity in here], most=4)
        return Grown(f"{_asked(of)} shared by {said}", found.why, found.found, found.total, found.notes)
    behind: dict[int, list[int]] = defaultdict(list)
    through: dict[int, list[int]] = defaultdict(list)
    shut = []
    own = ground.ties_of(here[0])
    for context in dict.fromkeys(ground.others(here[0], own).tolist()):
        if ground.kinds[context] not in _KINDS[of]:
            continue
        if ground.crowded[context]:
            shut.append(context)
            continue
        rows = ground.ties_of(context)
        for other, row in zip(ground.others(context, rows).tolist(), rows.tolist(), strict=True):
            if other != here[0] and ground.person[other]:
                behind[other].append(row)
                through[other].append(context)
    notes = list(ground.left_out(here))
    notes += [
        f"{ground.name(row)}: {words.number(int(ground.around[row]))} are tied to it, not stepped through"
        for row in sorted(shut, key=lambda row: ground.ids[row])
    ]
    return Grown(
        asked=f"Who shares {_article(of)} with {ground.name(here[0])}",
        why=why(f"shares {_article(of)}", ground.ids[here[0]]),
        found=proposals(ground, behind, on_board, most=most, through=through),
        total=len(behind),
        notes=tuple(notes if behind else [*notes, _NOTHING]),
    )


def _asked(of: Shared) -> str:
    return {"place": "Places", "adult": "Adults", "thing": "Phones, vehicles and accounts", "group": "Groups"}[of]


def _article(of: Shared) -> str:
    return {"place": "a place", "adult": "an adult", "thing": "a phone, vehicle or account", "group": "a group"}[of]
