"""Nodes of a board: who and what is drawn, with the words below and the roles a child or adult holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data_schema import Standing, schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.lines import harmed_id, harming_id
from mapping.board.model import Below, BoardSettings, Node
from mapping.board.overlay import SAID
from mapping.board.selection import Selection
from mapping.network.people import ADULT_AGE, as_child, is_firm
from mapping.words import Naming

LONGEST = 28
LASTING = frozenset({"harm"})
"""Families of roles that stay true after their last day: somebody harmed last year was harmed."""
_ROLE_WORDS = {  # tie kind -> words under the adult, from the bond that says most to the one that says least
    "parent": {"M": "father", "F": "mother", "": "parent or carer"},
    "sibling": {"M": "brother", "F": "sister", "": "sibling"},
    "mentors": {"": "mentor"},
    "works_with": {"": "worker"},
    "relative": {"": "relative"},
    "protects": {"": "trusted adult"},
    "household": {"": "same household"},
}


UNNUMBERED = {
    "child": "a child not on this board",
    "adult": "an adult not on this board",
    "location": "a place not on this board",
    "school": "a school not on this board",
    "peer_group": "a group not on this board",
    "event": "an event not on this board",
    "thing": "a thing not on this board",
}
"""What pseudonyms call who and what is not on the board: without a number, nobody can be told from another."""
_NUMBERED = {
    "child": "Child",
    "adult": "Adult",
    "location": "Place",
    "school": "School",
    "peer_group": "Group",
    "event": "Event",
    "thing": "Thing",
}
_PSEUDONYM = re.compile(rf"(?:{'|'.join(_NUMBERED.values())}) \d+")
_BANDS = ((0, 9), (10, 12), (13, 15), (16, 17))


def pseudonym(kind: str, number: int | None) -> str:
    """`Child 3`; who is not on the board has no number."""
    return UNNUMBERED[kind] if number is None else f"{_NUMBERED[kind]} {number}"


def age_words(years: int | None, naming: Naming) -> str:
    """The age below a child. Pseudonyms say a band: for training it is enough, and an exact age tells who it is."""
    if years is None:
        return "age not known"
    if naming is not Naming.PSEUDONYMS:
        return str(years)
    return next(("under 10" if first == 0 else f"{first} to {last}" for first, last in _BANDS if years <= last), "18+")


def drawn_kind(entity: Mapping[str, Any], today: date) -> str:
    """The kind as drawn: somebody known to be under 18 is a child, whatever the record calls them."""
    years = words.age(entity["date_of_birth"], today)
    if entity["kind"] == "adult" and years is not None and years < ADULT_AGE:
        return "child"
    return str(entity["kind"])


def display_name(entity: Mapping[str, Any], naming: Naming) -> str:
    """What sentences and lists call an entity in this naming mode.

    Initials mode shows no personal name, number or handle: an event is named by its kind and day, a phone by its last
    three digits, since the free text that names them may hold a child's name.
    """
    kind, name = entity["kind"], entity["name"] or entity["id"]
    if naming in (Naming.PSEUDONYMS, Naming.COUNTS):  # renamed before anything is drawn, or said as nothing
        return name if name in UNNUMBERED.values() or _PSEUDONYM.fullmatch(name) else UNNUMBERED[kind]
    if kind in schema().persons():
        return words.person(name, naming, identified=entity["identified"] is not False)
    if kind == "event":
        label = _subkind_words(entity)
        when = entity["started_on"]
        return (f"{label}, {words.day(when)}" if when else label) if naming is Naming.INITIALS else name
    if kind == "thing" and naming is Naming.INITIALS:
        return f"{_subkind_words(entity)} {words.handle(name, naming)}"
    return str(name)


def nodes(
    snapshot: Snapshot, selection: Selection, entities: Sequence[Mapping[str, Any]], settings: BoardSettings
) -> tuple[Node, ...]:
    """The nodes of the entities selected, in the order of the selection."""
    roles = current_roles(snapshot, {entity["id"] for entity in entities})
    ties = snapshot.ties.take(selection.ties).to_pylist()
    by_end: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for tie in ties:
        by_end[tie["from_id"]].append(tie)
        by_end[tie["to_id"]].append(tie)
    return tuple(
        _node(entity, roles.get(entity["id"], ()), by_end[entity["id"]], settings, snapshot.as_of, hidden)
        for entity, hidden in zip(entities, selection.hidden[selection.entities].tolist(), strict=True)
    )


def current_roles(snapshot: Snapshot, people: set[str]) -> dict[str, tuple[dict[str, Any], ...]]:
    """The roles these people hold today, newest first; without what is suspected false or restricted."""
    policy = schema().policy
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in snapshot.roles.to_pylist():
        kind = schema().roles.get(row["role"])
        if row["person_id"] not in people or kind is None:
            continue
        if row["information_grade"] in policy.left_out_information or row["handling"] in policy.left_out_handling:
            continue
        ended = row["observed_to"] is not None and row["observed_to"] < snapshot.as_of
        if ended and kind.family not in LASTING:
            continue
        found[row["person_id"]].append(row)
    return {
        person: tuple(sorted(rows, key=lambda row: (row["recorded_on"], row["id"]), reverse=True))
        for person, rows in found.items()
    }


def _node(
    entity: Mapping[str, Any],
    roles: Sequence[Mapping[str, Any]],
    ties: Sequence[Mapping[str, Any]],
    settings: BoardSettings,
    today: date,
    hidden: int,
) -> Node:
    kind = drawn_kind(entity, today)
    held = tuple(dict.fromkeys(str(role["role"]) for role in roles))
    families = {schema().roles[role].family for role in held}
    held_ties = [tie for tie in ties if tie["source"] != SAID]  # what was said at the board makes nobody anything
    harm = [tie for tie in held_ties if schema().ties[tie["kind"]].standing is Standing.HARM]
    identified = entity["identified"] is not False
    child = kind == "child"
    said = [tie for tie in harm if harming_id(tie) == entity["id"]]
    harming = bool(said) if child else any(_graded(tie) and not _as_child(entity, tie) for tie in said)
    named = harming or any(is_firm(role, entity["date_of_birth"]) for role in roles)
    grown = (words.age(entity["date_of_birth"], today) or 0) >= ADULT_AGE  # of unknown age: never of concern
    concern = kind == "adult" and grown and identified and named
    safe = kind == "adult" and not concern and "safety" in families
    name = display_name(entity, settings.naming)
    flags = {
        "open": child and any(schema().roles[role].open for role in held),
        "harmed": child and ("harmed" in held or any(harmed_id(tie) == entity["id"] for tie in harm)),
        "alleged": child and ("alleged_to_harm" in held or harming),
        "concern": concern,
        "safe": safe or (kind == "adult" and not concern and _keeps_safe(entity["id"], held_ties)),
    }
    role_words = [schema().roles[role].label for role in held]
    if flags["alleged"] and "alleged_to_harm" not in held:
        role_words.append(schema().roles["alleged_to_harm"].label)
    if flags["harmed"] and "harmed" not in held:
        role_words.append(schema().roles["harmed"].label)
    return Node(
        id=entity["id"],
        kind=kind,
        subkind=entity["subkind"] or "",
        icon=_icon(entity),
        name=name,
        label=_label(entity, name, identified, settings.naming),
        below=_below(entity, kind, name, flags, identified, ties, settings, today),
        focus=entity["id"] in settings.focus,
        identified=identified,
        roles=tuple(role_words),
        hidden=hidden,
        **flags,
    )


def _below(
    entity: Mapping[str, Any],
    kind: str,
    name: str,
    flags: Mapping[str, bool],
    identified: bool,
    ties: Sequence[Mapping[str, Any]],
    settings: BoardSettings,
    today: date,
) -> tuple[Below, ...]:
    full = (Below(shortened(name), strong=True),) if settings.naming in (Naming.FULL, Naming.PSEUDONYMS) else ()
    if kind == "child":
        return (*full, Below(age_words(words.age(entity["date_of_birth"], today), settings.naming)))
    if kind == "adult":
        role = _adult_role(entity, flags, ties)
        if not identified:
            return (*(full if settings.naming is Naming.PSEUDONYMS else ()), Below("not identified"))
        return (*full, role) if role else full
    if kind == "event" and settings.naming is Naming.INITIALS and entity["started_on"]:
        label = _subkind_words(entity)
        return (Below(label[0].lower() + label[1:], strong=True), Below(words.day(entity["started_on"], today)))
    if kind == "peer_group":
        members = {tie["from_id"] for tie in ties if tie["kind"] == "member_of"}
        return (Below(f"{shortened(name)} · {len(members)}" if members else shortened(name), strong=True),)
    return (Below(shortened(name), strong=True),)


def _adult_role(
    entity: Mapping[str, Any], flags: Mapping[str, bool], ties: Sequence[Mapping[str, Any]]
) -> Below | None:
    if flags["concern"]:
        return Below("of concern", mark="concern")
    role = adult_words(entity, ties)
    if flags["safe"]:
        return Below(role or "safe adult", mark="safe")
    return Below(role) if role else None


def adult_words(entity: Mapping[str, Any], ties: Sequence[Mapping[str, Any]]) -> str:
    """What an adult is to the children on the board: `mother`, `worker`; "" when no tie says so."""
    occupation = entity.get("occupation")
    kinds = {tie["kind"] for tie in ties}
    if occupation and not kinds & {"parent", "sibling"}:
        return shortened(str(occupation))
    for kind, by_sex in _ROLE_WORDS.items():
        if kind in kinds:
            return by_sex.get(entity["sex"] or "", by_sex[""])
    return ""


def shortened(text: str) -> str:
    """Words for the picture: at most `LONGEST` letters; the list and the panel have the whole."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _keeps_safe(person: str, ties: Sequence[Mapping[str, Any]]) -> bool:
    return any(tie["kind"] == "protects" and tie["from_id"] == person for tie in ties)


def _graded(tie: Mapping[str, Any]) -> bool:
    """An adult is of concern when graded information says so, not when something was said in a meeting."""
    return not tie["provisional"] and bool(tie["source_grade"] or tie["information_grade"])


def _as_child(entity: Mapping[str, Any], tie: Mapping[str, Any]) -> bool:
    return as_child({**tie, "from_id": entity["id"]}, {entity["id"]: entity["date_of_birth"]})


def _label(entity: Mapping[str, Any], name: str, identified: bool, naming: Naming) -> str:
    if entity["kind"] not in schema().persons():
        return ""
    if naming is Naming.PSEUDONYMS:
        return name.rpartition(" ")[2] if _PSEUDONYM.fullmatch(name) else "?"
    return shortened(name) if not identified else words.initials(entity["name"] or "")


def _icon(entity: Mapping[str, Any]) -> str:
    kind = schema().entities[entity["kind"]]
    code = schema().codes[kind.kinds].codes.get(entity["subkind"] or "") if kind.kinds else None
    return (code.extra.get("icon") if code else None) or kind.icon


def _subkind_words(entity: Mapping[str, Any]) -> str:
    kind = schema().entities[entity["kind"]]
    return words.label(kind.kinds, entity["subkind"]) if kind.kinds and entity["subkind"] else kind.label
