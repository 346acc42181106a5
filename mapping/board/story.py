"""What the panel beside the board says of one tie or one person: sentences, evidence, safety, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import Standing, schema
from graph.answers import Evidence
from graph.model import Provenance
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.lines import harmed_id
from mapping.board.model import Board, Line, Node
from mapping.board.nodes import adult_words, current_roles, display_name
from mapping.board.overlay import SAID
from mapping.board.selection import last_observed
from mapping.words import Naming

STANDING_WORDS = {"harm": "Harm", "protective": "Protective", "neutral": "Neutral"}


@dataclass(frozen=True, slots=True)
class Card:
    """One assertion as evidence: who says it, how well graded, when, and its own words."""

    title: str  # Police
    nature: str  # Fact | Assessment
    fact: bool
    letters: str  # 2 B P, "" when nobody graded it
    meaning: str  # untested, corroborated, may be shared
    when: str  # observed 25 Oct 2026 · PI-20417
    says: str  # what kind of tie it says
    quote: str
    child_view: str
    notes: tuple[str, ...] = ()  # said in meeting; review was due 3 Oct


@dataclass(frozen=True, slots=True)
class LineStory:
    """All that the panel says of a tie."""

    standing: str
    sentence: str
    counted: str  # 3 records, 2 agencies · last observed 25 Oct, 9 days ago
    status: tuple[str, ...]
    left_out: tuple[str, ...]
    about: tuple[str, ...]  # ids of the children whose safety is told


@dataclass(frozen=True, slots=True)
class Safety:
    """Who and what keeps a child safe."""

    child: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeStory:
    """All that the panel says of a person, place, group, event or thing."""

    what: str  # Child · 14
    name: str
    roles: tuple[tuple[str, str], ...]  # role in words, who says so and since when
    harm: tuple[tuple[str, str], ...]  # line id, sentence
    protective: tuple[tuple[str, str], ...]
    neutral: tuple[tuple[str, str], ...]
    not_known: tuple[str, ...]
    hidden: int


def line_story(board: Board, line: Line, snapshot: Snapshot, today: date) -> LineStory:
    """What is said of one tie, without its evidence cards."""
    ends = [node for node in (board.node(line.from_id), board.node(line.to_id)) if node]
    last = date.fromisoformat(line.last_observed)
    counted = f"{words.counted(line.records, 'record')}, {words.counted(len(line.agencies), 'agency', 'agencies')}"
    if line.said:
        meeting = f"{words.counted(line.said, 'thing')} said in a meeting"
        counted = f"{counted}, and {meeting}" if line.records else f"No record; {meeting}"
    counted += f" · last {'observed' if line.records else 'said'} {words.day(last, today)}, {words.ago(last, today)}"
    if line.review_by:
        review = date.fromisoformat(line.review_by)
        counted += f" · review {'was due' if review < today else 'by'} {words.day(review, today)}"
    status = [_status(node) for node in ends]
    if line.standing == Standing.HARM.value and not line.fact:
        status.append("All of it is assessment; no record states it as fact.")
    if line.provisional:
        status.append("Said in a meeting, not verified.")
    if line.stale:
        status.append("Out of date: nothing recent says it still holds.")
    return LineStory(
        STANDING_WORDS[line.standing],
        line.sentence,
        counted,
        tuple(filter(None, status)),
        _left_out(line, snapshot),
        tuple(node.id for node in ends if node.kind == "child"),
    )


def cards(
    evidence: Iterable[Evidence],
    today: date,
    discreet: Callable[[str], str] = str,
    notes: Mapping[str, str] | None = None,
) -> tuple[Card, ...]:
    """Evidence as cards, one for each record and its words: a record may say several things at once.

    Parameters
    ----------
    discreet
        Makes what somebody wrote fit for the naming mode.
    notes : mapping, optional
        Key of a record -> what else its cards say: that it was promoted from a board, and by whom.
    """
    made: dict[tuple[str, str], Card] = {}
    for one in evidence:
        key = (one.record.key, one.text)
        new = card(one, today, discreet)
        if notes and one.record.key in notes:
            new = replace(new, notes=(*new.notes, notes[one.record.key]))
        if key in made and new.says and new.says not in made[key].says.split(", "):
            new = replace(made[key], says=f"{made[key].says}, {new.says}")
        made[key] = made.get(key, new) if key in made and not new.says else new
    return tuple(made.values())


def card(evidence: Evidence, today: date, discreet: Callable[[str], str] = str) -> Card:
    """One assertion as a card of evidence; `discreet` shortens names in its words where the naming mode asks for it."""
    source = evidence.provenance
    grade = source.grade
    spoken = words.grade(grade.source, grade.information, grade.handling)
    letters, _, meaning = spoken.partition(" · ")
    notes = []
    if evidence.provisional:
        notes.append("Said in a meeting, not verified")
    if source.stated_by:
        notes.append(f"Stated by {discreet(source.stated_by)}")
    if source.review_by and source.review_by < today:
        notes.append(f"Review was due {words.day(source.review_by, today)}")
    agency = words.label("agency", source.agency)
    contract = schema().sources.get(source.source)
    tie = schema().ties.get(evidence.kind)
    return Card(
        title=agency if contract is None or contract.template else f"{agency} · {contract.title}",
        nature=words.label("nature", source.nature),
        fact=source.nature == "fact",
        letters="" if grade.ungraded else letters,
        meaning="ungraded" if grade.ungraded else meaning,
        when=discreet(_when(source)),
        says=tie.label if tie else "",
        quote=discreet(evidence.text),
        child_view=discreet(evidence.child_view),
        notes=tuple(notes),
    )


def safety(snapshot: Snapshot, child_id: str, naming: Naming) -> Safety:
    """Who keeps a child safe, whatever the board's filters hide; and what happens if it is one alone.

    Protective assertions only, without what is suspected false, restricted or past its half-life.
    """
    every = [row for row in _ties_of(snapshot, child_id) if schema().ties[row["kind"]].standing is Standing.PROTECTIVE]
    rows = [row for row in every if row["source"] != SAID]
    entities = _entities(snapshot, {child_id, *(row[end] for row in rows for end in ("from_id", "to_id"))})
    if child_id not in entities:
        return Safety("", ())
    name = display_name(entities[child_id], naming)
    ties: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        other = row["to_id"] if row["from_id"] == child_id else row["from_id"]
        ties.setdefault(other, []).append(row)
    parents = {row["from_id"]: row for row in _ties_of(snapshot, child_id) if row["kind"] == "parent"}
    found = []
    for other, behind in ties.items():
        entity = entities[other]
        own = behind + ([parents[other]] if other in parents else [])
        role = adult_words(entity, own) if entity["kind"] == "adult" else ""
        found.append(f"{display_name(entity, naming)}{f' ({role})' if role else ''}")
    said = len({row["id"] for row in every if row["source"] == SAID})
    more = (f"Said in a meeting, not verified: {words.counted(said, 'more such tie')}.",) if said else ()
    if not found:
        return Safety(name, (f"No record says who or what keeps {name} safe.", *more))
    sentences = [f"{words.listed(sorted(found), most=6)} {'keeps' if len(found) == 1 else 'keep'} {name} safe."]
    if len(found) == 1:
        sentences.append("It is the only such tie recorded. If it is lost, none is left.")
    return Safety(name, (*sentences, *more))


def not_known(board: Board, line: Line, snapshot: Snapshot) -> tuple[str, ...]:
    """What the records behind a tie do not say: absence is not reassurance."""
    said = []
    for id in (line.from_id, line.to_id):
        node = board.node(id)
        if node and not node.identified:
            said.append(f"Who {node.name} is.")
        if node and any(below.text == "age not known" for below in node.below):
            said.append(f"How old {node.name} is.")
    if set(line.kinds) <= {"knows"}:
        said.append("How they know each other.")
    if line.provisional:
        said.append("Whether it is so: it was said in a meeting, and nobody has checked it.")
    silent = sorted({str(agency) for agency in snapshot.ties["agency"].unique().to_pylist()} - {"", *line.agencies})
    if silent:
        agencies = words.listed([words.label("agency", code).lower() for code in silent])
        said.append(f"What {agencies} may know: nothing recorded on these two.")
    return tuple(said)


def node_story(board: Board, node: Node, snapshot: Snapshot, today: date) -> NodeStory:
    """What is said of one node, from what is drawn and the roles it holds."""
    ties: dict[str, list[tuple[str, str]]] = {"harm": [], "protective": [], "neutral": []}
    for line in sorted(board.lines_of(node.id), key=lambda line: line.last_observed, reverse=True):
        ties[line.standing].append((line.id, f"{line.sentence} · {_since(line, today)}"))
    unknown = []
    if any(below.text == "age not known" for below in node.below):
        unknown.append(f"How old {node.name} is.")
    if not node.identified:
        unknown.append(f"Who {node.name} is.")
    kind = schema().entities[node.kind].label
    age = next((below.text for below in node.below if below.text[-1:].isdigit() and not below.strong), "")
    what = f"{kind} · {age}" if age and node.kind == "child" else _what(node, kind)
    return NodeStory(
        what=f"{what} · said in a meeting, not verified" if node.provisional else what,
        name=node.name,
        roles=tuple(_roles(snapshot, node, today)),
        harm=tuple(ties["harm"]),
        protective=tuple(ties["protective"]),
        neutral=tuple(ties["neutral"]),
        not_known=tuple(unknown),
        hidden=node.hidden,
    )


def _what(node: Node, kind: str) -> str:
    entity = schema().entities[node.kind]
    return f"{kind} · {words.label(entity.kinds, node.subkind).lower()}" if entity.kinds and node.subkind else kind


def _since(line: Line, today: date) -> str:
    last = words.day(date.fromisoformat(line.last_observed), today)
    if not line.records:
        return f"said in a meeting {last}, not verified"
    return f"{words.counted(line.records, 'record')}, last {last}" + (", out of date" if line.stale else "")


def _roles(snapshot: Snapshot, node: Node, today: date) -> Iterable[tuple[str, str]]:
    seen = set()
    for row in current_roles(snapshot, {node.id}).get(node.id, ()):
        kind = schema().roles[row["role"]]
        if kind.name in seen:
            continue
        seen.add(kind.name)
        detail = [words.label("agency", row["agency"])]
        if row["harm_type"]:
            detail.append(words.label("harm_type", row["harm_type"]).lower())
        if row["level"]:
            tool = " ".join(filter(None, (row["tool"], row["tool_version"])))
            of = "placed" if kind.name == "looked_after" else "level"
            detail.append(f"{words.label(of, row['level']).lower()}{f' by {tool}' if tool else ''}")
        if row["observed_from"]:
            detail.append(f"since {words.day(row['observed_from'], today)}")
        letters, _, _ = words.grade(row["source_grade"], row["information_grade"], row["handling"]).partition(" · ")
        detail.append(letters.lower() if letters == "Ungraded" else letters)
        yield kind.label, " · ".join(detail)


def _status(node: Node) -> str:
    if node.concern:
        held = [role for role in node.roles if role in _concern_labels()]
        if "charged" in held or "convicted" in held:
            return f"{node.name} is an adult of concern: {words.listed(held)}."
        known = words.listed(held) or "named in graded information"
        return f"{node.name} is an adult of concern: {known}; no charge is recorded."
    if node.kind == "child" and node.alleged:
        both = "is recorded as harmed, and is alleged to have harmed" if node.harmed else "is alleged to have harmed"
        return f"{node.name} {both}: a child to safeguard."
    if node.kind == "child" and node.harmed:
        return f"{node.name} is recorded as harmed."
    return ""


def _concern_labels() -> frozenset[str]:
    return frozenset(role.label for role in schema().roles.values() if role.family == "concern")


def _when(source: Provenance) -> str:
    observed = source.observed_to or source.observed_from
    parts = []
    if observed and source.observed_from and source.observed_from != observed:
        parts.append(f"observed {words.day(source.observed_from)} to {words.day(observed)}")
    elif observed:
        parts.append(f"observed {words.day(observed)}")
    if not observed or source.recorded_on != observed:
        parts.append(f"recorded {words.day(source.recorded_on)}")
    return ", ".join(parts) + (f" · {source.reference}" if source.reference else "")


def _left_out(line: Line, snapshot: Snapshot) -> tuple[str, ...]:
    """Assertions on the same pair, of the same standing, that are not behind the line, by reason."""
    policy = schema().policy
    said, false, restricted, filtered = [], 0, 0, 0
    for row in _ties_of(snapshot, line.from_id, clean=False):
        pair = {row["from_id"], row["to_id"]} == {line.from_id, line.to_id}
        if not pair or row["id"] in line.assertions or schema().ties[row["kind"]].standing.value != line.standing:
            continue
        if row["information_grade"] in policy.left_out_information:
            false += 1
        elif row["handling"] in policy.left_out_handling:
            restricted += 1
        elif line.standing != Standing.HARM.value or harmed_id(row) in (line.to_id, ""):
            filtered += 1
    if false:
        said.append(f"{false} left out: suspected to be false.")
    if restricted:
        said.append(f"{restricted} left out: handling C, ask the originator.")
    if filtered:
        said.append(f"{filtered} left out by the filters.")
    return tuple(said)


def _ties_of(snapshot: Snapshot, id: str, *, clean: bool = True) -> Sequence[dict[str, Any]]:
    """Rows of snapshot.ties at this entity; `clean` leaves out suspected false, restricted and aged."""
    ties = snapshot.ties
    rows = ties.filter(pc.or_(pc.equal(ties["from_id"], id), pc.equal(ties["to_id"], id)))
    found: list[dict[str, Any]] = rows.to_pylist()
    if not clean:
        return found
    policy = schema().policy
    today = snapshot.as_of.toordinal() - 719163
    kept = []
    for row, last in zip(found, last_observed(rows).tolist(), strict=True):
        half_life = schema().ties[row["kind"]].half_life_days
        aged = half_life is not None and last < today - half_life
        if aged or (row["review_by"] is not None and row["review_by"] < snapshot.as_of):
            continue
        if row["information_grade"] in policy.left_out_information or row["handling"] in policy.left_out_handling:
            continue
        kept.append(row)
    return kept


def _entities(snapshot: Snapshot, ids: set[str]) -> Mapping[str, dict[str, Any]]:
    table = snapshot.entities
    found = table.filter(pc.is_in(table["id"], value_set=pa.array(sorted(ids), pa.string())))
    return {row["id"]: row for row in found.to_pylist()}
