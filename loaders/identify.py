"""Says which entity each row describes: one the graph knows by any of its identifiers, or a new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from data_schema import schema
from graph.model import Identifier, entity_id, fold
from loaders.check import Checked, same
from loaders.dates import When
from loaders.link import UPN, Linker, Ref, scheme_of


def identifiers(checked: Checked, place: int) -> tuple[Identifier, ...]:
    """The identifiers by which a row names what it describes, the primary one first, as `becomes` says."""
    spec: Mapping[str, Any] = checked.source.extra["becomes"]
    found: dict[str, Identifier] = {}
    for column in spec["identifiers"]:
        cell = checked.values[column][place]
        for value in (cell,) if isinstance(cell, str) else cell:
            # SSDA903 writes UN1 to UN5 where there is no unique pupil number: a reason, not an identifier.
            if not value or (column == "UPN" and not UPN.fullmatch(value.upper())):
                continue
            first = not found
            scheme = spec["scheme"] if first else scheme_of(value, spec.get("other_scheme", "other"))
            identifier = Identifier(scheme, value.upper() if scheme == "upn" else value)
            found.setdefault(identifier.key, identifier)
    return tuple(found.values())


def identify(checked: Checked, linker: Linker) -> list[str]:
    """The Kith id of what each row describes, `""` where it cannot be told; faults go into `checked`.

    Nothing is merged on a doubt: two rows with one identifier, or one row whose identifiers lead to two people, go into
    quarantine with both named.
    """
    named = [identifiers(checked, place) for place in range(len(checked.numbers))]
    linker.ask(identifier.value for row in named for identifier in row)
    _shared(checked, named)
    return [_one(checked, linker, place, row) if row else "" for place, row in enumerate(named)]


def _shared(checked: Checked, named: Sequence[tuple[Identifier, ...]]) -> None:
    """Rows with different primary identifiers that share another one."""
    rows: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(named):
        for value in {fold(identifier.value) for identifier in row}:
            rows[value].append(place)
    for value, places in rows.items():
        if len({fold(named[place][0].value) for place in places}) < 2 or same(checked, places):
            continue
        for place in places:
            others = [checked.numbers[other] for other in places if other != place]
            given = next(identifier.value for identifier in named[place] if fold(identifier.value) == value)
            checked.fault(
                place,
                _column(checked, place, given),
                "duplicate_identifier",
                f"“{given}” also stands on row {', '.join(map(str, others[:3]))}, for somebody else. Take it out "
                "of the row where "
                "it is wrong, or make the two rows one.",
            )


def _column(checked: Checked, place: int, value: str) -> str:
    for column in checked.source.extra["becomes"]["identifiers"]:
        cell = checked.values[column][place]
        if fold(value) in {fold(part) for part in ((cell,) if isinstance(cell, str) else cell)}:
            return str(column)
    return str(checked.source.extra["becomes"]["identifiers"][0])


def _one(checked: Checked, linker: Linker, place: int, row: tuple[Identifier, ...]) -> str:
    kind = str(checked.source.extra["becomes"]["entity"])
    persons = schema().persons()
    found: dict[str, tuple[Ref, Identifier]] = {}
    for identifier in row:
        for ref in linker.known(identifier.value, persons if kind in persons else (kind,)):
            found.setdefault(ref.id, (ref, identifier))
    if len(found) > 1:
        named = " and ".join(f"“{by.value}” is {_called(ref)}" for ref, by in found.values())
        _fault(
            checked,
            place,
            row[0],
            "ambiguous_identifier",
            f"{named}: two, not one. Take out the identifier that is wrong.",
        )
        return ""
    if not found:
        return entity_id(kind, row[0])
    ref, by = next(iter(found.values()))
    if ref.kind != kind:
        mend = "Give one of them another identifier, or load this row with its own kind."
        _fault(checked, place, by, "wrong_kind", f"“{by.value}” is already {_called(ref)}. {mend}")
        return ""
    _same_birth(checked, place, row, ref, by)
    return ref.id


def _same_birth(checked: Checked, place: int, row: tuple[Identifier, ...], ref: Ref, by: Identifier) -> None:
    """An identifier of another system may be somebody else's number: the date of birth has to agree."""
    if ref.scheme == row[0].scheme and by == row[0]:
        return  # the system's own identifier: a changed date is a correction
    column = "DOB" if "DOB" in checked.values else "date_of_birth"
    born = checked.values[column][place] if column in checked.values else None
    if isinstance(born, When) and ref.date_of_birth and ref.date_of_birth != born.day:
        checked.fault(
            place,
            column,
            "other_date_of_birth",
            f"“{by.value}” is known in another file for {_called(ref)}, born on {ref.date_of_birth:%d/%m/%Y}. If "
            "this is the same "
            "person, correct the date of birth; if not, correct the identifier.",
        )


def _fault(checked: Checked, place: int, identifier: Identifier, rule: str, message: str) -> None:
    checked.fault(place, _column(checked, place, identifier.value), rule, message)


def _called(ref: Ref) -> str:
    return f"the {schema().entities[ref.kind].label.lower()} {ref.id}"
