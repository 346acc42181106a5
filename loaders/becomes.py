"""How the rows of each source become entities, ties and roles: one small function a source, named as the source is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from data_schema import schema
from graph.model import Entity, Grade, Identifier, Provenance, Role, entity_id
from loaders import plans
from loaders.dates import When
from loaders.episodes import MISSING, episode, reported
from loaders.homes import home_area, placed
from loaders.identify import identifiers
from loaders.link import Ref
from loaders.statements import Row, Said

# Placements that are children's homes: a place where several children live, which therefore is a context.
NO_KEYS: tuple[Identifier, ...] = ()
HOMES = frozenset({"K1", "K2", "H5", "R1"})


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _began(when: When) -> str:
    return f"{when.day:%B %Y}" if when.month else _day(when.day)


def _person(row: Row, kind: str, **more: Any) -> Entity:
    forename, surname, known_as = row.text("forename"), row.text("surname"), row.text("known_as")
    properties = row.filled(
        name=" ".join(part for part in (forename, surname) if part) or known_as,
        forename=forename,
        surname=surname,
        known_as=known_as,
        date_of_birth=row.day("date_of_birth"),
        sex=row.text("sex"),
        ethnicity=row.text("ethnicity"),
        note=row.text("note"),
        **more,
    )
    return Entity(row.id, kind, properties, identifiers(row.checked, row.place))


def children(row: Row) -> Said:
    """A child, and the school on whose roll it is."""
    said = Said()
    said.entity(_person(row, "child", home_area=row.text("home_area") or home_area(row.checked, row.place)))
    for school in row.refs("school"):
        said.tie("attends", Ref("child", row.id), school, row.provenance(nature="fact"))
    return said


def adults(row: Row) -> Said:
    """An adult; somebody known only by a nickname is not identified."""
    said = Said()
    identified = {"yes": True, "no": False}.get(row.text("identified"))
    if identified is None:
        identified = bool(row.text("surname") or row.text("forename"))
    said.entity(_person(row, "adult", occupation=row.text("occupation"), identified=identified))
    return said


def locations(row: Row) -> Said:
    """A place, with its point where one is known."""
    said = Said()
    properties = row.filled(
        name=row["name"],
        kind=row["kind"],
        address=row.text("address"),
        postcode=row.text("postcode").upper(),
        uprn=row.text("uprn"),
        owner=row.text("owner"),
        guardianship=row.text("guardianship"),
        review_date=row.day("review_date"),
        note=row.text("note"),
        **_point(row),
    )
    said.entity(Entity(row.id, "location", properties, identifiers(row.checked, row.place)))
    return said


def schools(row: Row) -> Said:
    """A school."""
    said = Said()
    properties = row.filled(
        name=row["name"],
        phase=row.text("phase"),
        type=row.text("type"),
        status=row.text("status"),
        postcode=row.text("postcode").upper(),
        roll=row.get("roll"),
        note=row.text("note"),
        **_point(row),
    )
    said.entity(Entity(row.id, "school", properties, identifiers(row.checked, row.place)))
    return said


def _point(row: Row) -> dict[str, Any]:
    found = row.checked.points.get(row.place)
    return found.properties() if found else {}


def peer_groups(row: Row) -> Said:
    """A named group and the members that this source names."""
    said = Said()
    properties = row.filled(name=row["name"], kind=row.text("kind"), note=row.text("note"))
    said.entity(Entity(row.id, "peer_group", properties, identifiers(row.checked, row.place)))
    provenance = row.provenance(row.day("first_known"), row.day("last_known"))
    for member in row.refs("members"):
        said.tie("member_of", member, Ref("peer_group", row.id), provenance, text=row.text("note"))
    return said


def roles(row: Row) -> Said:
    """A role that a person holds for a time."""
    said = Said()
    (person,) = row.refs("person")
    said.roles.append(
        Role(
            row["role"],
            person.kind,
            person.id,
            row.provenance(row.day("from"), row.day("to")),
            harm_type=row.text("harm_type"),
            level=row.text("level"),
            tool=row.text("tool"),
            tool_version=row.text("tool_version"),
            text=row.text("note"),
        )
    )
    return said


def ties(row: Row) -> Said:
    """A tie as one source states it."""
    said = Said()
    (start,), (end,) = row.refs("from"), row.refs("to")
    kind = schema().ties[row["kind"]]
    if (start.kind, end.kind) not in kind.ends:  # a tie without direction, written the other way round
        start, end = end, start
    direction = row.text("direction")
    said.tie(
        kind.name,
        start,
        end,
        row.provenance(row.day("first_known"), row.day("last_known")),
        strength=row.text("strength") or "medium",
        both_ways=direction == "both" or (not direction and not kind.directed),
        text=row.text("context"),
        child_view=row.text("child_view"),
    )
    return said


def events(row: Row) -> Said:
    """Something that happened, where, and who was there in what part."""
    said = Said()
    kind, start, end = row["kind"], row["start"], row.get("end")
    end = None if end and end.month else end
    id, keys = row.id, NO_KEYS
    missing = kind in MISSING
    if missing and not start.month:
        id, keys = reported(row.linker, row.id, row.refs("missing"), start.day)
    event = Ref("event", id)
    properties = row.filled(
        name=row.text("name") or f"{schema().codes['event_kind'].label(kind)}, {_began(start)}",
        kind=kind,
        harm_type=row.text("harm_type"),
        started_on=None if start.month else start.day,
        started_month=str(start) if start.month else "",
        started_at=start.clock,
        ended_on=end.day if end else None,
        ended_at=end.clock if end else None,
        note=row.text("note"),
    )
    entity = Entity(id, "event", properties, (*identifiers(row.checked, row.place), *keys))
    said.entity(entity)
    row.linker.learn(entity)
    # Of a month these are its first and last day, or today: sometime between them.
    last = end.day if end else min(start.last, row.checked.today)
    provenance = row.provenance(start.day, last)
    text = row.text("note") or row.text("name")
    parts = (("missing", "went_missing"), ("harmed", "harmed_in"), ("alleged", "alleged_in"))
    for column, tie in (*parts, ("witnesses", "witness_of"), ("present", "present_at")):
        for ref in row.refs(column):
            said.tie(tie, ref, event, provenance, text=text)
    for place in row.refs("place"):
        said.tie("found_at" if missing else "happened_at", event, place, provenance, text=text)
    return said


def return_interviews(row: Row) -> Said:
    """What a return interview says: with whom the child was, where, and what it was getting away from or drawn to."""
    said = Said()
    (child,) = row.refs("child")
    start, end = row["missing_from"], row.get("missing_to")
    properties = row.filled(
        name=f"Missing episode, {_day(start.day)}",
        kind="missing",
        started_on=start.day,
        started_at=start.clock,
        ended_on=end.day if end else None,
        ended_at=end.clock if end else None,
        interview_offered=row.text("offered"),
        interview_accepted=row.text("accepted"),
        interview_held_on=row.day("held_on"),
        push=row.text("push"),
        pull=row.text("pull"),
    )
    told = ("interview_offered", "interview_accepted", "interview_held_on", "push", "pull")
    entity = episode(row.linker, child, start.day, properties, told)
    said.entity(entity)
    event = Ref("event", entity.id)
    last = end.day if end else start.day
    provenance, text = row.provenance(start.day, last), row.text("said")
    said.tie("went_missing", child, event, provenance)
    held = row.day("held_on")
    said.tie("interviewed_after", child, event, row.provenance(held, held), text=text)
    for other in row.refs("with"):
        if other.id != child.id:
            said.tie(
                "missing_with" if other.kind == "child" else "seen_with",
                child,
                other,
                provenance,
                text=text,
                both_ways=True,
            )
    for place in row.refs("places"):
        if place.kind == "location":
            said.tie("goes_to", child, place, provenance, text=text)
        else:
            said.tie("happened_at", event, place, provenance, text=text)
    for place in row.refs("found_at"):
        said.tie("found_at", event, place, provenance, text=text)
    return said


def ssda903_header(row: Row) -> Said:
    """A looked-after child, under the authority's identifier and the unique pupil number."""
    said = Said()
    properties = row.filled(date_of_birth=row.day("DOB"), sex=row["SEX"], ethnicity=row["ETHNIC"])
    said.entity(Entity(row.id, "child", properties, identifiers(row.checked, row.place)))
    return said


def ssda903_episodes(row: Row) -> Said:
    """A period of being looked after; in a children's home also living there. No postcode is drawn."""
    said = Said()
    (child,) = row.refs("CHILD")
    start, end = row.day("DECOM"), row.day("DEC")
    status, placement = row["LS"], row["PLACE"]
    labels = [
        f"{schema().codes[name].label(code)} ({code})"
        for name, code in (("legal_status", status), ("placement", placement))
        if code
    ]
    provenance = _census(row, start, end)
    where = placed(row.checked, row.place)
    said.roles.append(Role("looked_after", "child", child.id, provenance, level=where, text="; ".join(labels)))
    if placement in HOMES and row["URN"]:
        said.tie("lives_at", child, _home(row), provenance, text=labels[-1])
    return said


def _home(row: Row) -> Ref:
    """The children's home of this Ofsted number: as a places file has it, or a new one named by its number."""
    number = row["URN"]
    if known := row.linker.known(number, ("location",)):
        return known[0]
    identifier = Identifier("ofsted", number)
    entity = Entity(
        entity_id("location", identifier),
        "location",
        {"name": f"Children's home {number}", "kind": "childrens_home"},
        (identifier,),
    )
    return Ref("location", entity.id, "ofsted", None, entity)


def _census(row: Row, start: date | None, end: date | None) -> Provenance:
    source = row.checked.source
    return Provenance(source.name, source.agency or "", "", row.checked.today, Grade(), "fact", start, end)


def ssda903_missing(row: Row) -> Said:
    """A period missing or away without authorisation."""
    said = Said()
    (child,) = row.refs("CHILD")
    start, end = row["MIS_START"].day, row.day("MIS_END")
    kind = "missing" if row["MISSING"] == "M" else "away"
    properties = row.filled(
        name=f"{schema().codes['event_kind'].label(kind)}, {_day(start)}", kind=kind, started_on=start, ended_on=end
    )
    entity = episode(row.linker, child, start, properties, ())
    said.entity(entity)
    said.tie("went_missing", child, Ref("event", entity.id), _census(row, start, end))
    return said


BECOMES: dict[str, Callable[[Row], Said]] = {
    build.__name__: build
    for build in (
        children,
        adults,
        locations,
        schools,
        peer_groups,
        roles,
        ties,
        events,
        return_interviews,
        ssda903_header,
        ssda903_episodes,
        ssda903_missing,
        plans.assessments,
        plans.actions,
    )
}
"""Every table source by name."""
