"""Reads the schema's own files into typed values, and refuses a schema that contradicts itself."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from data_schema.model import (
    Code,
    CodeList,
    Column,
    EntityKind,
    Policy,
    RoleKind,
    Schema,
    Source,
    Standing,
    TieKind,
)

HERE = Path(__file__).parent
VERSION = "1"
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_NODE = re.compile(r"[A-Z][A-Za-z]*")


class SchemaError(ValueError):
    """The schema's files contradict each other; the message says which file and how to mend it."""


@functools.cache
def schema() -> Schema:
    """Every word of Kith, read once and never changed."""
    return read(HERE)


def read(folder: Path) -> Schema:
    """Read a schema folder.

    Raises
    ------
    SchemaError
        With every contradiction found, not just the first.
    """
    entities = {kind.name: kind for kind in _entities(folder)}
    ties = {tie.name: tie for tie in _ties(folder)}
    roles = {role.name: role for role in _roles(folder)}
    codes = {found.name: found for found in _code_lists(folder)}
    codes["tie"] = _words_as_codes("tie", "Kinds of tie", {t.name: t.label for t in ties.values()})
    codes["role"] = _words_as_codes("role", "Roles", {r.name: r.label for r in roles.values()})
    sources = {source.name: source for source in _sources(folder)}
    made = Schema(
        version=VERSION,
        entities=MappingProxyType(entities),
        ties=MappingProxyType(ties),
        roles=MappingProxyType(roles),
        codes=MappingProxyType(codes),
        sources=MappingProxyType(dict(sorted(sources.items(), key=lambda item: (item[1].order, item[0])))),
        policy=_policy(folder),
    )
    if problems := list(contradictions(made)):
        raise SchemaError("The schema contradicts itself:\n" + "\n".join(f"- {line}" for line in problems))
    return made


def contradictions(found: Schema) -> Iterator[str]:
    """Yield every way in which the schema's files disagree, as a sentence with the mend."""
    for kind in found.entities.values():
        yield from _kind_contradictions(found, kind)
    for tie in found.ties.values():
        yield from _tie_contradictions(found, tie)
    for role in found.roles.values():
        for kind_name in role.of:
            if kind_name not in found.entities:
                yield f"roles.yaml: {role.name} is of {kind_name!r}, which is no entity kind"
    for source in found.sources.values():
        yield from _source_contradictions(found, source)


def _kind_contradictions(found: Schema, kind: EntityKind) -> Iterator[str]:
    if not _NODE.fullmatch(kind.node):
        yield f"entities/{kind.name}.yaml: node {kind.node!r} must be one capitalised word"
    if kind.kinds and kind.kinds not in found.codes:
        yield f"entities/{kind.name}.yaml: code list {kind.kinds!r} does not exist; add codes/{kind.kinds}.csv"
    for name in kind.search:
        if name not in kind.properties:
            yield f"entities/{kind.name}.yaml: search names {name!r}, which is not a property"


def _tie_contradictions(found: Schema, tie: TieKind) -> Iterator[str]:
    if not _WORD.fullmatch(tie.name):
        yield f"ties: {tie.name!r} must be lower case words joined by underscores"
    for end in {kind for pair in tie.ends for kind in pair}:
        if end not in found.entities:
            yield f"ties: {tie.name} ends at {end!r}, which is no entity kind"
    if "{from}" not in tie.sentence or "{to}" not in tie.sentence:
        yield f"ties: the sentence of {tie.name} must hold {{from}} and {{to}}"


def _source_contradictions(found: Schema, source: Source) -> Iterator[str]:
    names = {column.name for column in source.columns}
    for key in source.record_key:
        if key not in names:
            yield f"sources/{source.name}.yaml: record_key {key!r} is no column"
    for column in source.columns:
        if column.codes and column.codes not in found.codes:
            yield f"sources/{source.name}.yaml: {column.name} uses code list {column.codes!r}, which does not exist"
        for kind in column.entity:
            if kind not in found.entities:
                yield f"sources/{source.name}.yaml: {column.name} names {kind!r}, which is no entity kind"


def _yaml(path: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise SchemaError(f"{path.name} must hold names and values")
    return loaded


def _entities(folder: Path) -> Iterator[EntityKind]:
    for path in sorted((folder / "entities").glob("*.yaml")):
        raw = _yaml(path)
        yield EntityKind(
            name=raw["name"],
            node=raw["node"],
            prefix=raw["prefix"],
            label=raw["label"],
            plural=raw["plural"],
            icon=raw["icon"],
            person=raw["person"],
            description=raw["description"],
            kinds=raw.get("kinds"),
            properties=MappingProxyType(raw["properties"]),
            search=tuple(raw["search"]),
        )


def _ties(folder: Path) -> Iterator[TieKind]:
    for path in sorted((folder / "ties").glob("*.yaml")):
        family = _yaml(path)
        for name, raw in family["ties"].items():
            yield TieKind(
                name=name,
                relationship=name.upper(),
                label=raw["label"],
                sentence=raw["sentence"],
                standing=Standing(family["standing"]),
                directed=raw.get("directed", family["directed"]),
                ends=tuple((a, b) for a, b in raw["ends"]),
                half_life_days=raw.get("half_life_days", family["half_life_days"]),
                weight=float(raw["weight"]),
                symbol=raw.get("symbol", family["symbol"]),
                description=raw["description"],
            )


def _roles(folder: Path) -> Iterator[RoleKind]:
    for name, raw in _yaml(folder / "roles.yaml").items():
        yield RoleKind(
            name=name,
            label=raw["label"],
            of=tuple(raw["of"]),
            family=raw["family"],
            open=raw.get("open", False),
            description=raw["description"],
        )


def _code_lists(folder: Path) -> Iterator[CodeList]:
    for path in sorted((folder / "codes").glob("*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        codes = {
            row["code"]: Code(
                row["code"],
                row["label"],
                MappingProxyType({k: v for k, v in row.items() if k not in {"code", "label"} and v}),
            )
            for row in rows
        }
        yield CodeList(path.stem, head["owner"], head["version"], head["title"], MappingProxyType(codes))


def _words_as_codes(name: str, title: str, labels: Mapping[str, str]) -> CodeList:
    return CodeList(name, "Kith", VERSION, title, MappingProxyType({k: Code(k, v) for k, v in labels.items()}))


def _sources(folder: Path) -> Iterator[Source]:
    shared = _yaml(folder / "sources" / "provenance.yaml")
    known = {
        "name",
        "title",
        "owner",
        "format",
        "description",
        "columns",
        "record_key",
        "order",
        "agency",
        "date_style",
        "checks",
        "template",
    }
    for path in sorted((folder / "sources").glob("*.yaml")):
        if path.stem == "provenance":
            continue
        raw = _yaml(path)
        yield Source(
            name=raw["name"],
            title=raw["title"],
            owner=raw["owner"],
            format=raw["format"],
            description=raw["description"],
            columns=tuple(
                _column(name, shared[name] if spec == "provenance" else spec) for name, spec in raw["columns"].items()
            ),
            record_key=tuple(raw["record_key"]),
            order=raw["order"],
            agency=raw.get("agency"),
            date_style=raw["date_style"],
            checks=tuple(raw["checks"]),
            template=raw["template"],
            extra=MappingProxyType({key: value for key, value in raw.items() if key not in known}),
        )


def _column(name: str, spec: Mapping[str, Any]) -> Column:
    values = dict(spec)
    for key in ("aliases", "entity"):
        values[key] = tuple(values.get(key, ()))
    return Column(name=name, type=values.pop("type", "string"), **values)


def _policy(folder: Path) -> Policy:
    raw = _yaml(folder / "policy.yaml")
    return Policy(
        source_grade=MappingProxyType(raw["source_grade"]),
        information_grade=MappingProxyType(raw["information_grade"]),
        ungraded=raw["ungraded"],
        strength=MappingProxyType(raw["strength"]),
        left_out_information=tuple(raw["left_out_information"]),
        left_out_handling=tuple(raw["left_out_handling"]),
        context_limit=raw["context_limit"],
        window_days=raw["window_days"],
        small_number=raw["small_number"],
    )
