"""Put a board together from a Snapshot: select, name, derive lines, count what is left out. Pure; draws nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import Snapshot
from mapping import words
from mapping.board.folding import fold_events
from mapping.board.lines import lines
from mapping.board.model import Board, BoardSettings, Counts, Hull, Line, Mark, Month, Node
from mapping.board.nodes import display_name, nodes
from mapping.board.overlay import SAID
from mapping.board.selection import Selection, select

MONTHS_SHOWN = 18
SMALLEST_HULL = 3

_LEFT_OUT_WORDS = {
    "suspected_false": "suspected false, left out",
    "restricted": "restricted, withheld",
    "standing": "of other ties, hidden",
    "kind": "to other kinds, hidden",
    "agency": "from other sources, hidden",
    "later": "after the window, hidden",
    "ungraded": "ungraded, hidden",
    "grade": "below the grade, hidden",
    "out_of_date": "out of date, hidden",
    "not_reached": "no longer reached, hidden",
}


def board(
    snapshot: Snapshot, settings: BoardSettings | None = None, found_groups: Mapping[str, Sequence[str]] | None = None
) -> Board:
    """Compose the board of a Snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        What one viewer may see for one purpose.
    settings : BoardSettings
        Focus, depth, filters and naming; everything, by initials, when not given.
    found_groups : mapping, optional
        Groups found in the ties (label -> entity ids), drawn with a dotted frame. A group has at least three members
        on the board or is not drawn.

    Returns
    -------
    Board
        JSON-able. Positions are not part of it: see `mapping.board.arrange.layout`.
    """
    settings = settings or BoardSettings()
    if settings.members is not None:
        snapshot = _folded(around(snapshot, settings.members), settings)
    elif settings.kinds is not None and "event" not in settings.kinds:
        snapshot = fold_events(snapshot)
    selection = select(snapshot, settings)
    entities = snapshot.entities.take(selection.entities).to_pylist()
    names = {entity["id"]: display_name(entity, settings.naming) for entity in entities}
    drawn_nodes = nodes(snapshot, selection, entities, settings)
    drawn_lines = lines(snapshot, selection, names)
    hulls = _hulls(drawn_nodes, drawn_lines, found_groups or {})
    return Board(
        nodes=drawn_nodes,
        lines=drawn_lines,
        hulls=hulls,
        legend=legend(drawn_nodes, drawn_lines, hulls),
        counts=_counts(snapshot, selection, settings),
        months=_months(snapshot, selection, settings),
        as_of=snapshot.as_of.isoformat(),
        version=snapshot.version,
        purpose=snapshot.purpose,
        naming=settings.naming.value,
    )


def around(snapshot: Snapshot, ids: Iterable[str]) -> Snapshot:
    """The part of a snapshot that a kept board can draw or count: these, their ties, and all ties of their events."""
    entities, ties = snapshot.entities, snapshot.ties
    here = pa.array(sorted(set(ids)), pa.string())
    events = entities.filter(pc.equal(entities["kind"], "event"))["id"]
    near = _at(ties, here)
    ends = pa.chunked_array([*near["from_id"].chunks, *near["to_id"].chunks], pa.string()).unique()
    touched = ends.filter(pc.is_in(ends, value_set=events.combine_chunks()))
    ties = _at(ties, pa.concat_arrays([here, touched]))
    ends = pa.chunked_array([*ties["from_id"].chunks, *ties["to_id"].chunks, here], pa.string()).unique()
    entities = entities.filter(pc.is_in(entities["id"], value_set=ends))
    roles = snapshot.roles.filter(pc.is_in(snapshot.roles["person_id"], value_set=here))
    return replace(snapshot, entities=entities, ties=ties, roles=roles)


def _at(ties: pa.Table, ids: pa.Array) -> pa.Table:
    return ties.filter(pc.or_(*(pc.is_in(ties[end], value_set=ids) for end in ("from_id", "to_id"))))


def _folded(snapshot: Snapshot, settings: BoardSettings) -> Snapshot:
    """Every event folded away but those that are drawn on this kept board."""
    drawn = settings.pinned if settings.kinds is not None and "event" not in settings.kinds else settings.members
    return fold_events(snapshot, keep=drawn or ())


def counts_said(counts: Counts) -> tuple[str, ...]:
    """What is shown and what is not, in words, in the order to be read.

    The first is `67 of 412`, of a kept board `23 of 25 on this board`; then what was cut, and what each filter leaves
    out: `6 ungraded, hidden`.
    """
    if counts.counts_only:
        return ("counts only, nobody is drawn",)
    said = [f"{words.number(counts.nodes)} of {words.number(counts.all_nodes)}{' on this board' * counts.kept}"]
    if counts.dropped:
        said.append(f"{words.number(counts.dropped)} hidden")
    if counts.other_kinds:
        said.append(f"{words.number(counts.other_kinds)} of other kinds, hidden")
    if counts.cut:
        said.append(f"{words.number(counts.cut)} {'that came last' if counts.kept else 'further away or older'}, cut")
    if counts.not_held:
        said.append(f"{words.number(counts.not_held)} no longer held")
    left = counts.left_out
    said += [f"{words.number(left[reason])} {text}" for reason, text in _LEFT_OUT_WORDS.items() if left.get(reason)]
    if counts.withheld:
        said.append(f"{words.number(counts.withheld)} restricted in the whole graph, withheld")
    said += [f"not opened: {name}, {words.counted(ties, 'tie')}" for name, ties in counts.not_opened[:2]]
    return tuple(said)


def legend(
    drawn: Iterable[Node], ties: Iterable[Line], hulls: Iterable[Hull], *, notes: bool = False
) -> tuple[Mark, ...]:
    """Only what is drawn, in the order of the vocabulary: people, roles, places, things, then ties."""
    drawn, ties = list(drawn), list(ties)
    kinds = {node.kind for node in drawn}
    both = any(node.alleged for node in drawn)
    only_alleged = any(node.alleged and not node.harmed for node in drawn)
    standings = {line.standing for line in ties if not line.stale}
    old = any(line.stale for line in ties)
    entries = [
        ("child", "child", "child" in kinds),
        ("open", "open to the hub", any(node.open for node in drawn)),
        ("both", "alleged to harm, a child" if only_alleged else "harmed, and alleged to harm", both),
        ("adult", "adult", any(node.kind == "adult" and node.identified for node in drawn)),
        ("concern", "of concern", any(node.concern for node in drawn)),
        ("safe", "safe adult", any(node.safe for node in drawn)),
        ("unidentified", "not identified", any(not node.identified for node in drawn)),
        ("said_person", "person said in meeting", any(node.provisional for node in drawn)),
        ("location", "place", "location" in kinds),
        ("school", "school", "school" in kinds),
        ("harm", "harm to the child", "harm" in standings),
        ("protective", "protective", "protective" in standings),
        ("neutral", "neutral", "neutral" in standings),
        ("provisional", "said in meeting", any(line.provisional for line in ties)),
        ("stale", "out of date", old),
        ("peer_group", "group", "peer_group" in kinds),
        ("found_group", "found group", any(hull.found for hull in hulls)),
        ("frame", "frame", any(hull.framed for hull in hulls)),
        ("event", "event", "event" in kinds),
        ("thing", "thing", "thing" in kinds),
        ("note", "note", notes),
        ("pinned", "pinned", any(node.pinned for node in drawn)),
    ]
    return tuple(Mark(symbol, text) for symbol, text, shown in entries if shown)


def _hulls(drawn: Sequence[Node], ties: Sequence[Line], found_groups: Mapping[str, Sequence[str]]) -> tuple[Hull, ...]:
    on_board = {node.id: node for node in drawn}
    members: dict[str, list[str]] = {node.id: [] for node in drawn if node.kind == "peer_group"}
    for line in ties:
        for group, person in ((line.from_id, line.to_id), (line.to_id, line.from_id)):
            if group in members and "member_of" in line.kinds and on_board[person].kind in ("child", "adult"):
                members[group].append(person)
    hulls = [
        Hull(group, on_board[group].name, tuple(sorted(ids)))
        for group, ids in members.items()
        if len(ids) >= SMALLEST_HULL
    ]
    for label, ids in found_groups.items():
        present = tuple(sorted(id for id in ids if id in on_board))
        if len(present) >= SMALLEST_HULL:
            hulls.append(Hull(f"found:{label}", f"Found group: {label} · {len(present)}", present, found=True))
    return tuple(hulls)


def _counts(snapshot: Snapshot, selection: Selection, settings: BoardSettings) -> Counts:
    shut = snapshot.entities.take(pa.array(selection.not_opened, pa.int64())).to_pylist()
    return Counts(
        nodes=len(selection.entities),
        all_nodes=max(selection.all_entities, len(selection.entities)),
        records=len(selection.ties),
        all_records=selection.all_ties,
        left_out=selection.left_out,
        ungraded=selection.left_out.get("ungraded", 0) + _ungraded(snapshot, selection),
        stale=selection.left_out.get("out_of_date", 0) + int(selection.stale[selection.ties].sum()),
        cut=selection.cut,
        kept=settings.members is not None,
        other_kinds=selection.other_kinds,
        not_opened=tuple(
            (display_name(entity, settings.naming), int(selection.hidden[row]))
            for row, entity in zip(selection.not_opened, shut, strict=True)
        ),
        withheld=snapshot.withheld.restricted,
    )


def _ungraded(snapshot: Snapshot, selection: Selection) -> int:
    drawn = snapshot.ties.take(selection.ties)
    nobody = pc.and_(pc.is_null(drawn["source_grade"]), pc.is_null(drawn["information_grade"]))
    return int(pc.sum(pc.and_(nobody, pc.not_equal(drawn["source"], SAID))).as_py() or 0)


def _months(snapshot: Snapshot, selection: Selection, settings: BoardSettings) -> tuple[Month, ...]:
    """Records within reach by the month last observed, the latest `MONTHS_SHOWN` months."""
    epoch = date(1970, 1, 1)
    count = Counter(f"{epoch + timedelta(days=int(day)):%Y-%m}" for day in selection.last[selection.nearby])
    start = settings.window_from or date.min
    end = settings.window_to or date.max
    months = []
    year, month = snapshot.as_of.year, snapshot.as_of.month
    for _ in range(MONTHS_SHOWN):
        name = f"{year:04d}-{month:02d}"
        inside = f"{start:%Y-%m}" <= name <= f"{end:%Y-%m}"
        months.append(Month(name, count.get(name, 0), inside))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return tuple(reversed(months))
