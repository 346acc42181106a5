"""Writes the data dictionary (Markdown) out of the schema, so that the documentation cannot disagree with the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from data_schema.model import Column, Schema, Source


def dictionary(schema: Schema) -> str:
    """Every word of Kith as one Markdown page: kinds, ties, roles, code lists, extracts, policy."""
    parts = [
        "# Data dictionary",
        f"Made from `data_schema/` (version {schema.version}) by `kith dictionary`; do not edit it by hand.",
        *_entities(schema),
        *_ties(schema),
        *_roles(schema),
        *_codes(schema),
        *_sources(schema),
        *_policy(schema),
    ]
    return "\n\n".join(parts) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    def line(cells: Sequence[object]) -> str:
        return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(heads), line(["---"] * len(heads)), *(line(row) for row in rows)])


def _entities(schema: Schema) -> Iterator[str]:
    yield "## What is on the map"
    for kind in schema.entities.values():
        yield f"### {kind.label} (`{kind.name}`)"
        yield f"{kind.description} In the graph: `(:{kind.node})`, ids `{kind.prefix}-...`."
        yield _table(["Property", "Holds"], ((f"`{name}`", text) for name, text in kind.properties.items()))


def _ties(schema: Schema) -> Iterator[str]:
    yield "## Ties"
    yield "A tie is what a source said. Evidence for a tie with a half-life counts half after that many days."
    yield _table(
        ["Kind", "Standing", "Sentence", "Ends", "Half-life, days", "Weight", "Meaning"],
        (
            (
                f"`{tie.name}`",
                tie.standing.value,
                tie.sentence.replace("{from}", "*from*").replace("{to}", "*to*"),
                ", ".join(f"{a} to {b}" for a, b in tie.ends),
                tie.half_life_days or "does not age",
                f"{tie.weight:g}",
                tie.description,
            )
            for tie in schema.ties.values()
        ),
    )


def _roles(schema: Schema) -> Iterator[str]:
    yield "## Roles"
    yield "A role is also what a source said: dated, sourced and graded. A person may hold several at once."
    yield _table(
        ["Role", "Of", "Family", "Open to the hub", "Meaning"],
        (
            (f"`{role.name}`", ", ".join(role.of), role.family, "yes" if role.open else "no", role.description)
            for role in schema.roles.values()
        ),
    )


def _codes(schema: Schema) -> Iterator[str]:
    yield "## Code lists"
    for found in schema.codes.values():
        if found.name in {"tie", "role"}:  # have their own chapters
            continue
        yield f"### {found.title} (`{found.name}`)\n\nOwner: {found.owner}. Version: {found.version}."
        yield _table(
            ["Code", "Means", "Also read as"],
            (
                (f"`{code.code}`", code.label, ", ".join(filter(None, code.extra.get("also", "").split("|"))))
                for code in found.codes.values()
            ),
        )


def _sources(schema: Schema) -> Iterator[str]:
    yield "## Extracts"
    yield "A file says which extract it is by its columns."
    for source in schema.sources.values():
        yield f"### {source.title} (`{source.name}`)\n\n{source.description} Owner: {source.owner}."
        style = f" {_date_style(source)}" if source.name in schema.loadable() else ""
        yield f"One record: {', '.join(f'`{key}`' for key in source.record_key)}.{style}"
        yield _table(
            ["Column", "Type", "Must be there", "Must be filled", "Meaning"],
            (
                (
                    f"`{column.name}`",
                    _type(column),
                    "yes" if column.required else "",
                    "yes" if column.filled else "",
                    column.description,
                )
                for column in source.columns
            ),
        )


def _date_style(source: Source) -> str:
    return "Dates: dd/mm/yyyy." if source.date_style == "uk" else "Dates: yyyy-mm-dd or dd/mm/yyyy."


def _type(column: Column) -> str:
    if column.entity:
        return f"{'identifiers' if column.type == 'list' else 'identifier'} of {' or '.join(column.entity)}"
    return f"code of {column.codes}" if column.codes else column.type


def _policy(schema: Schema) -> Iterator[str]:
    policy = schema.policy
    yield "## Policy"
    yield "The numbers that analysis uses. They are choices, published here and set in `data_schema/policy.yaml`."
    grades = [
        *((f"source {grade}", f"{value:g}") for grade, value in policy.source_grade.items()),
        *((f"information {grade}", f"{value:g}") for grade, value in policy.information_grade.items()),
        ("ungraded", f"{policy.ungraded:g}"),
        *((f"{strength} tie", f"{value:g}") for strength, value in policy.strength.items()),
    ]
    yield _table(["Grade or strength", "Counts as"], grades)
    yield (
        f"Left out of analysis: information graded {', '.join(policy.left_out_information)}, "
        f"handling code {', '.join(policy.left_out_handling)}. A context with more than {policy.context_limit} people "
        f"counts for maps, not for nearness. Default window {policy.window_days} days. "
        f"Counts of children under {policy.small_number} are suppressed on panel views."
    )
