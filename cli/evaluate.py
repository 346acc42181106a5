"""The `kith evaluate` verbs: how well the lists find people, and how fairly. Each is one call into a package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.door import Data, Json, Why, door, viewing
from graph.access import Purpose, local_viewer
from graph.settings import from_environment
from mapping import terminal
from mapping.plain import plain

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
Events = Annotated[
    Path,
    typer.Option("--events", help="Events, one a row, as a table; or a map file, which needs no --x and --y."),
]
X = Annotated[
    str | None,
    typer.Option(
        "--x", help="Column of the longitude, easting or x: its name, or its position from 1 without a header."
    ),
]
Y = Annotated[str | None, typer.Option("--y", help="Column of the latitude, northing or y.")]
When = Annotated[str | None, typer.Option("--date", help="Column of the date.")]
Crs = Annotated[
    str | None,
    typer.Option(
        "--crs", help="4326: degrees. 27700: metres of the National Grid. feet: in a plane. Default: by the file."
    ),
]
Boundary = Annotated[
    Path | None, typer.Option("--boundary", help="Map file of polygons: the ground is their common outline.")
]
BoundaryWhere = Annotated[
    str | None, typer.Option("--boundary-where", help="Only its polygons that meet this, such as “name == Ottermere”.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed draws the same.")]
Splits = Annotated[int, typer.Option("--splits", min=1, max=10_000, help="How often seeds are drawn.")]


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
    splits: Splits = 200,
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
        terminal.emit({**plain(found), **given.described()})
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
        terminal.emit({**plain(found), **given.described()})
    else:
        printed.groups(found, truth)


@evaluate.command()
@door
def borough(
    data: Data = None,
    seed: Annotated[int, typer.Option(help="Another seed invents another borough.")] = 1,
    children: Annotated[int, typer.Option(min=50, max=5_000, help="How many children are in view.")] = 400,
    splits: Splits = 200,
    as_json: Json = False,
) -> None:
    """Measure the lists on the invented borough, whose truth is known: that the machinery works, not how well.

    The data folder is used if it holds this borough; otherwise it is invented and loaded in a folder that is gone
    afterwards. Only counts are printed.
    """
    from graph import open_store
    from loaders.demo import staged
    from mapping.evaluation import printed_lists
    from mapping.evaluation.borough import borough as measure

    with staged(from_environment(data), seed=seed, children=children) as demo:
        with open_store(demo.settings) as store, terminal.progress(show=not as_json) as progress:
            demo.prepare(store, say=terminal.complain, progress=progress)
            truth, ids = demo.truth(store)
            viewer, purpose = local_viewer(demo.settings.hub), Purpose("terminal: kith evaluate borough")
            snapshot = store.view(viewer, purpose).snapshot()
        found = measure(snapshot, truth, ids, splits=splits)
    if as_json:
        terminal.emit(found)
    else:
        printed_lists.borough(found)


@evaluate.command()
@door
def history(
    data: Data = None,
    months: Annotated[int, typer.Option("--months", min=1, max=24, help="Months in which to be confirmed.")] = 3,
    back: Annotated[int, typer.Option("--back", min=1, max=120, help="At most so many past months are tried.")] = 24,
    purpose: Why = "terminal: kith evaluate history",
    as_json: Json = False,
) -> None:
    """Measure the lists on a hub's own records: each as it would have been then, against who was confirmed later.

    Time goes by the day each record was entered. Confirmed means first opened to the hub or first recorded as harmed.
    Only counts are printed.
    """
    from mapping.evaluation import printed_lists
    from mapping.evaluation.history import history as measure

    with viewing(data, purpose) as (settings, view):
        snapshot = view.snapshot()
    with terminal.progress(show=not as_json) as progress:
        found = measure(snapshot, ahead=months, back=back, progress=progress)
    if as_json:
        terminal.emit(found)
    else:
        printed_lists.history(found, fictional=settings.fictional)


@evaluate.command()
@door
def fairness(  # noqa: PLR0913, PLR0917 - one option each
    data: Data = None,
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", "--question", help="cohort or a question, again for each. Default: all."),
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="How many days back evidence counts.")] = None,
    pool_quarters: Annotated[
        int,
        typer.Option("--pool-quarters", min=0, max=12, help="Children of any list at the last so many quarter-ends."),
    ] = 0,
    by: Annotated[str, typer.Option("--by", help="Characteristic of the what-if.")] = "ethnicity",
    detection: Annotated[
        str | None, typer.Option("--detection", help="What if only these parts are noticed: “A=.6,B=.2”.")
    ] = None,
    small: Annotated[
        int | None, typer.Option("--small", min=1, help="Smallest count shown. Default: the policy's; 1 shows all.")
    ] = None,
    nodes: Nodes = None,
    edges: Edges = None,
    graphml: Graphml = None,
    group: Annotated[
        str | None, typer.Option("--group", help="On a network: the column of each person's group.")
    ] = None,
    positive: Annotated[
        str | None,
        typer.Option("--positive", help="On a network: who is harmed. Default: invented, equal in all groups."),
    ] = None,
    harm: Annotated[float, typer.Option("--harm", help="Part of each group that comes to harm, when invented.")] = 0.1,
    weight: Weight = None,
    id: Id = None,
    source: Source = None,
    target: Target = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How much of the list is looked at.")] = 50,
    runs: Annotated[
        int, typer.Option("--runs", min=1, max=10_000, help="How often harm is invented and detected.")
    ] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed draws the same.")] = 0,
    purpose: Why = "terminal: kith evaluate fairness",
    as_json: Json = False,
) -> None:
    """Compare the cohort and lists with the children who live here; or show what unequal noticing does on a network.

    Counts, what is expected by chance, and intervals: no pass or fail. Small counts are not shown. With --nodes and
    --edges or --graphml, --group and --detection, harm that is equal in the groups is unequally noticed, and a list is
    made of it.
    """
    from mapping.evaluation import labelled, printed_fairness
    from mapping.evaluation.detection import of_network
    from mapping.evaluation.fairness import FairnessSettings
    from mapping.evaluation.fairness import fairness as measure
    from mapping.evaluation.fairness_what_if import read_rates

    rates = None if detection is None else read_rates(detection)
    if nodes or edges or graphml:
        given = labelled.read(nodes, edges, graphml, columns=labelled.Columns(id, source, target, weight))
        seen = of_network(given, group, rates, positive=positive, harm=harm, top=top, runs=runs, seed=seed)
        terminal.emit(seen) if as_json else printed_fairness.detection(seen)
        return
    settings = FairnessSettings(tuple(lists or ()), days, pool_quarters, small, by, rates)
    with viewing(data, purpose) as (_, view):
        snapshot = view.snapshot()
    found = measure(snapshot, settings)
    terminal.emit(found) if as_json else printed_fairness.fairness(found)


@evaluate.command()
@door
def places(  # noqa: PLR0913, PLR0917 - one option each
    events: Events,
    x: X = None,
    y: Y = None,
    date: When = None,
    crs: Crs = None,
    cell: Annotated[
        float | None, typer.Option("--cell", min=1e-6, help="Side of a cell, in metres (or feet). Default: 250 m.")
    ] = None,
    boundary: Boundary = None,
    boundary_where: BoundaryWhere = None,
    test_months: Annotated[
        int, typer.Option("--test-months", min=1, max=600, help="The last so many months are forecast.")
    ] = 24,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Forecast each of the last months from those before it: PAI and PEI* at 1, 2 and 5% of the area, by method.

    The area is every cell whose centre lies in the boundary; without one, in the convex hull of the events. Months are
    enough for dates. Where counting past events does as well as anything, that is said first.
    """
    from mapping.evaluation import printed_places
    from mapping.evaluation.places import places as measure
    from mapping.evaluation.points import Columns

    with terminal.progress(show=not as_json) as progress:
        found = measure(
            events,
            Columns(x, y, date),
            crs=crs,
            cell=cell,
            boundary=boundary,
            where=boundary_where,
            test_months=test_months,
            seed=seed,
            progress=progress,
        )
    terminal.emit(found.as_json()) if as_json else printed_places.places(found)


@evaluate.command()
@door
def scan(  # noqa: PLR0913, PLR0917 - one option each
    events: Annotated[
        Path | None, typer.Option("--events", help="Events, as a table or map file: their ground is scanned.")
    ] = None,
    x: X = None,
    y: Y = None,
    crs: Crs = None,
    boundary: Boundary = None,
    boundary_where: BoundaryWhere = None,
    runs: Annotated[int, typer.Option("--runs", min=20, max=2_000, help="How often events are strewn.")] = 200,
    count: Annotated[int, typer.Option("--count", min=10, max=500, help="How many events are strewn each time.")] = 60,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Measure the scan's false alarms on random events on a ground, and its power when some lie around one spot.

    The ground is the boundary; without one, the convex hull of the events. With a boundary no events are needed.
    """
    from mapping.evaluation import printed_places
    from mapping.evaluation.points import Columns
    from mapping.evaluation.scan_power import of_files

    with terminal.progress(show=not as_json) as progress:
        found = of_files(
            events,
            Columns(x, y),
            crs=crs,
            boundary=boundary,
            where=boundary_where,
            runs=runs,
            events=count,
            seed=seed,
            progress=progress,
        )
    terminal.emit(found.as_json()) if as_json else printed_places.scan(found)


@evaluate.command()
@door
def knox(  # noqa: PLR0913, PLR0917 - one option each
    events: Events,
    distance: Annotated[
        float, typer.Option("--distance", min=0, help="So near, in metres or feet; 0: the same point. Included.")
    ],
    days: Annotated[float, typer.Option("--days", min=0, help="So many days apart at most. Included.")],
    x: X = None,
    y: Y = None,
    date: When = None,
    crs: Crs = None,
    metric: Annotated[str, typer.Option("--metric", help="euclidean or manhattan.")] = "euclidean",
    permutations: Annotated[
        int, typer.Option("--permutations", min=19, max=99_999, help="How often the days are shuffled.")
    ] = 999,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Test whether near events follow each other sooner than by chance (Knox): on days, never on months.

    Counts the pairs of events within the distance and the days, beside what the same days give when they are shuffled
    over the same points. Events that cannot be used are counted, with the reason and their first rows.
    """
    from mapping.evaluation import printed_places
    from mapping.evaluation.knox import near
    from mapping.evaluation.points import Columns

    found = near(
        events,
        Columns(x, y, date),
        distance=distance,
        days=days,
        crs=crs,
        metric=metric,
        permutations=permutations,
        seed=seed,
    )
    terminal.emit(found.as_json()) if as_json else printed_places.near(found)
