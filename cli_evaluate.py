"""The `kith evaluate` verbs: how well the lists find people, and how fairly. Each is one call into a package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli_door import Json, door
from mapping import terminal

evaluate = typer.Typer(
    help="Measure how well the lists find people, and how fairly: on a labelled network, the invented borough or here.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Nodes = Annotated[Path | None, typer.Option("--nodes", help="Table of the people, one a row.")]
Edges = Annotated[Path | None, typer.Option("--edges", help="Table of the ties, one a row.")]
Graphml = Annotated[Path | None, typer.Option("--graphml", help="People and ties from a GraphML file instead.")]
Id = Annotated[str | None, typer.Option("--id", help="Column of a person's id. Default: id, else the first.")]
Source = Annotated[
    str | None, typer.Option("--source", help="Column of a tie's one end. Default: source, from, else the first.")
]
Target = Annotated[
    str | None, typer.Option("--target", help="Column of its other end. Default: target, to, else the second.")
]
Weight = Annotated[
    str | None, typer.Option("--weight", help="Column of a tie's weight. Without it every pair weighs 1.")
]
TiesWhere = Annotated[str | None, typer.Option("--ties-where", help="Only these ties count, such as “wave == 1”.")]
CountRows = Annotated[
    bool, typer.Option("--count-rows", help="Each row of a pair adds 1 to its weight: contacts written one a row.")
]
NoHeader = Annotated[
    bool, typer.Option("--no-header", help="The tables name no columns: they are called 1, 2, 3 and so on.")
]


@evaluate.command()
@door
def network(  # noqa: PLR0913, PLR0917 - one option each
    positive: Annotated[str, typer.Option("--positive", help="Who is to be found: “COLUMN OP VALUE”.")],
    nodes: Nodes = None,
    edges: Edges = None,
    graphml: Graphml = None,
    onset: Annotated[
        str | None, typer.Option("--onset", help="Find who meets this among those who do not meet --positive.")
    ] = None,
    ties_where: TiesWhere = None,
    weight: Weight = None,
    id: Id = None,
    source: Source = None,
    target: Target = None,
    seeds: Annotated[float, typer.Option("--seeds", help="Part of the positives given as seeds.")] = 0.4,
    splits: Annotated[int, typer.Option("--splits", min=1, max=10_000, help="How often they are drawn.")] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed draws the same.")] = 0,
    count_rows: CountRows = False,
    no_header: NoHeader = False,
    as_json: Json = False,
) -> None:
    """Measure every method and baseline on a labelled network; where a plain count does better, that comes first.

    OP is == != >= <= > or <. Numbers are compared as numbers, text by == and != only. People whose label is empty stay
    in the network and are neither positive nor candidate. In the result, candidates are the people ranked in one
    split, positives those of them who are to be found, prevalence their share, seeds the people given.
    """
    from mapping.evaluation import labelled, printed
    from mapping.evaluation.harness import evaluate as measure

    columns = labelled.Columns(id, source, target, weight)
    given = labelled.read(
        nodes, edges, graphml, columns=columns, ties_where=ties_where, count_rows=count_rows, header=not no_header
    )
    found = measure(given.network(positive, onset), share=seeds, splits=splits, seed=seed)
    if as_json:
        terminal.emit(found)
    else:
        printed.network(found, given)


@evaluate.command()
@door
def groups(  # noqa: PLR0913, PLR0917 - one option each
    truth: Annotated[str, typer.Option("--truth", help="Column of the group that each person is truly in.")],
    nodes: Nodes = None,
    edges: Edges = None,
    graphml: Graphml = None,
    ties_where: TiesWhere = None,
    weight: Weight = None,
    id: Id = None,
    source: Source = None,
    target: Target = None,
    count_rows: CountRows = False,
    no_header: NoHeader = False,
    as_json: Json = False,
) -> None:
    """Compare the groups that the ties suggest with true ones: adjusted mutual information and Rand index."""
    from mapping.evaluation import labelled, printed
    from mapping.evaluation.groups import agreement

    columns = labelled.Columns(id, source, target, weight)
    given = labelled.read(
        nodes, edges, graphml, columns=columns, ties_where=ties_where, count_rows=count_rows, header=not no_header
    )
    found = agreement(given, truth)
    if as_json:
        terminal.emit(found)
    else:
        printed.groups(found, truth)
