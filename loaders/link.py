"""Links identifiers in a file to the people, places and things that the graph knows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from data_schema import schema
from graph.answers import Known
from graph.model import Entity, Identifier, entity_id, fold
from loaders.check import Checked

UPN = re.compile(r"[A-Z]\d{11}[0-9A-Z]")
THINGS = ("phone", "vehicle", "account")
_CHUNK = 5_000


class Resolver(Protocol):
    """The part of a Writer that linking needs."""

    def resolve(self, values: Iterable[str]) -> Mapping[str, Sequence[Known]]:
        """Folded value -> what is known under it."""
        ...


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity that a row names. `made` is set when the row itself brings it into being."""

    kind: str
    id: str
    scheme: str = ""
    date_of_birth: date | None = None
    made: Entity | None = None


class NotLinked(ValueError):
    """An identifier leads to nobody, or to several; `rule` names which."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def scheme_of(value: str, otherwise: str) -> str:
    """`upn` for a value with the shape of a unique pupil number, else the source's own scheme."""
    return "upn" if UPN.fullmatch(value.upper()) else otherwise


class Linker:
    """Remembers what identifiers lead to: what the graph knows, and what the files of this load have added."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._asked: set[str] = set()
        self._known: dict[str, dict[tuple[str, str], Ref]] = defaultdict(dict)

    def ask(self, values: Iterable[str]) -> None:
        """Look up values that were not looked up before, all at once."""
        new = sorted({form for value in values for form in _forms(value)} - self._asked)
        for start in range(0, len(new), _CHUNK):
            chunk = new[start : start + _CHUNK]
            for value, found in self._resolver.resolve(chunk).items():
                for known in found:
                    ref = Ref(known.kind, known.id, known.scheme, known.date_of_birth)
                    self._known[value].setdefault((known.id, known.scheme), ref)
            self._asked.update(chunk)

    def learn(self, entity: Entity) -> None:
        """Take note of an entity that a row of this load brings, so that later rows and files find it."""
        born = entity.properties.get("date_of_birth")
        for identifier in entity.identifiers:
            value = fold(identifier.value)
            self._known[value][(entity.id, identifier.scheme)] = Ref(
                entity.kind, entity.id, identifier.scheme, born if isinstance(born, date) else None
            )

    def known(self, value: str, kinds: Sequence[str]) -> list[Ref]:
        """Every different entity of these kinds under this value; `urn:190001` asks within one scheme only."""
        found: dict[str, Ref] = {}
        for form, scheme in _readings(value):
            for ref in self._known.get(form, {}).values():
                if ref.kind in kinds and (scheme is None or ref.scheme == scheme):
                    old = found.get(ref.id)
                    found[ref.id] = ref if old is None or old.date_of_birth is None else old
        return list(found.values())

    def one(self, value: str, kinds: Sequence[str]) -> Ref:
        """The one entity of these kinds that this value names.

        Raises
        ------
        NotLinked
            It names nobody (`unknown_person`, `unknown_place`...) or several (`ambiguous_identifier`).
        """
        if thing := _thing(value, kinds):
            return thing
        found = self.known(value, kinds)
        if len(found) == 1:
            return found[0]
        if not found:
            raise _nobody(value, kinds, self.known(value, tuple(schema().entities)))
        raise NotLinked(
            "ambiguous_identifier",
            f"“{value}” is known for {_named(found)}. Write which one is meant with its scheme, such as "
            f"{found[0].scheme or 'hub'}:{value}, or use another identifier.",
        )


def _forms(value: str) -> Iterator[str]:
    yield fold(value)
    if ":" in value:
        yield fold(value.split(":", 1)[1])


def _readings(value: str) -> Iterator[tuple[str, str | None]]:
    yield fold(value), None
    if ":" in value:
        scheme, rest = value.split(":", 1)
        yield fold(rest), fold(scheme)


def _thing(value: str, kinds: Sequence[str]) -> Ref | None:
    """`phone:07700 900123` as a thing that comes into being when it is first written."""
    scheme, _, rest = value.partition(":")
    scheme, rest = fold(scheme), " ".join(rest.split())
    if "thing" not in kinds or scheme not in THINGS or not rest:
        return None
    # Numbers and registrations are written with any spaces; handles keep theirs.
    key = rest if scheme == "account" else re.sub(r"[\s\-()]", "", rest).upper()
    identifier = Identifier(scheme, key)
    made = Entity(entity_id("thing", identifier), "thing", {"name": rest, "kind": scheme}, (identifier,))
    return Ref("thing", made.id, scheme, None, made)


def _nobody(value: str, kinds: Sequence[str], others: Sequence[Ref]) -> NotLinked:
    if others:
        return NotLinked(
            "wrong_kind",
            f"“{value}” is {_named(others)}, and here Kith needs {_or(kinds)}. Use the identifier of the right one.",
        )
    persons = set(schema().persons())
    word = "person" if set(kinds) & persons else "place" if set(kinds) <= {"location", "school"} else "identifier"
    files = {
        "child": "children (or SSDA903 header)",
        "adult": "adults",
        "location": "locations",
        "school": "schools",
        "peer_group": "peer_groups",
    }
    first = " or ".join(dict.fromkeys(files[kind] for kind in kinds if kind in files)) or "its own file"
    what = {"person": "Nobody", "place": "No place", "identifier": "Nothing"}[word]
    if set(kinds) - persons and word == "person":
        what = "Nobody and nothing"
    return NotLinked(
        f"unknown_{word}",
        f"{what} is known as “{value}”. Correct the identifier, or load the file {first} that names it first.",
    )


def _named(found: Sequence[Ref]) -> str:
    entities = schema().entities
    return " and ".join(f"the {entities[ref.kind].label.lower()} {ref.id}" for ref in found)


def _or(kinds: Sequence[str]) -> str:
    labels = [schema().entities[kind].label.lower() for kind in kinds]
    return "a " + (labels[0] if len(labels) == 1 else ", ".join(labels[:-1]) + " or " + labels[-1])


def link(checked: Checked, linker: Linker) -> dict[str, list[tuple[Ref, ...]]]:
    """Link every cell that names an entity: column -> per row the entities it names. Faults go into `checked`."""
    columns = [column for column in checked.source.columns if column.entity]
    linker.ask(value for column in columns for _, cell in checked.filled(column.name) for value in _values(cell))
    linked: dict[str, list[tuple[Ref, ...]]] = {}
    for column in columns:
        cache: dict[str, Ref | NotLinked] = {}
        rows: list[tuple[Ref, ...]] = [()] * len(checked.numbers)
        for place, cell in checked.filled(column.name):
            refs = []
            for value in _values(cell):
                if value not in cache:
                    cache[value] = _try(linker, value, column.entity)
                found = cache[value]
                if isinstance(found, NotLinked):
                    checked.fault(place, column.name, found.rule, str(found))
                else:
                    refs.append(found)
            rows[place] = tuple(refs)
        linked[column.name] = rows
    return linked


def _try(linker: Linker, value: str, kinds: Sequence[str]) -> Ref | NotLinked:
    try:
        return linker.one(value, kinds)
    except NotLinked as error:
        return error


def _values(cell: str | tuple[str, ...]) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell
