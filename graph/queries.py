"""Every Cypher text of Kith, in the subset that Neo4j 5 and the embedded server both run.

Labels and relationship types are put into a text only here and only from the schema's own validated words. Whatever
comes out of a file travels as a parameter.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from data_schema import schema

SEPARATOR = "\x1f"
"""Between the columns of one row when the server joins them into one string (ASCII unit separator)."""

ROLE = "HAS_ROLE"


@functools.cache
def node(kind: str) -> str:
    """The label of an entity kind; KeyError for a word that is not the schema's."""
    return schema().entities[kind].node


@functools.cache
def relationship(tie: str) -> str:
    """The relationship type of a tie kind; KeyError for a word that is not the schema's."""
    return schema().ties[tie].relationship


@functools.cache
def kinds_by_node() -> dict[str, str]:
    """Label -> entity kind."""
    return {kind.node: kind.name for kind in schema().entities.values()}


@functools.cache
def ties_by_relationship() -> dict[str, str]:
    """Relationship type -> tie kind."""
    return {tie.relationship: tie.name for tie in schema().ties.values()}


# --- the whole graph -------------------------------------------------------------------------------------------------
VERSION = "MATCH (m:Meta {id: 'kith'}) RETURN m.version AS version"
# Writing takes this node first and keeps it till the end: writers go one after another, on both servers.
NEXT_VERSION = "MATCH (m:Meta {id: 'kith'}) SET m.version = m.version + 1 RETURN m.version AS version"

MIGRATIONS = "MATCH (m:Migration) RETURN m.id AS id, m.checksum AS checksum"
SET_MIGRATION = "MERGE (m:Migration {id: $id}) SET m.checksum = $checksum, m.applied_on = $on"

# --- records ---------------------------------------------------------------------------------------------------------
CURRENT = (
    "UNWIND $keys AS k MATCH (r:Record {key: k}) WHERE r.status = 'current' RETURN r.key AS key, r.digest AS digest"
)
VERSIONS = """UNWIND $keys AS k MATCH (r:Record {key: k})
RETURN r.key AS key, r.digest AS digest, r.id AS id, r.status AS status"""
SAYS = "UNWIND $ids AS i MATCH (r:Record {id: i}) RETURN r.key AS key, r.says AS says"
CREATE_RECORDS = "UNWIND $rows AS row CREATE (r:Record {id: row.id}) SET r += row.props"
SUPERSEDE_RECORDS = """UNWIND $rows AS row MATCH (r:Record {id: row.id})
SET r.status = 'superseded', r.superseded_on = $on, r.superseded_by = row.by"""


def supersede_assertions(label: str, kind: str) -> str:
    """Mark what one record's current version said; walks from its indexed ends, never scans relationships."""
    return f"""UNWIND $rows AS row MATCH (a:{label} {{id: row.from_id}})-[t:{kind}]->()
WHERE t.record = row.key AND t.status = 'current'
SET t.status = 'superseded', t.superseded_on = $on, t.superseded_by = row.by RETURN count(t) AS n"""


# --- entities --------------------------------------------------------------------------------------------------------
IDENTIFIED = """UNWIND $values AS v MATCH (i:Identifier {folded: v})-[:IDENTIFIES]->(n)
RETURN v AS asked, labels(n)[0] AS label, n.id AS id, i.scheme AS scheme, n.date_of_birth AS born"""
IDENTIFIED_BY_KEY = """UNWIND $values AS v MATCH (i:Identifier {id: v})-[:IDENTIFIES]->(n)
RETURN v AS asked, labels(n)[0] AS label, n.id AS id, i.scheme AS scheme, n.date_of_birth AS born"""
SET_NAMES = "UNWIND $rows AS row MATCH (i:Identifier {id: row.id}) SET i += row.props"
RELEASE = "UNWIND $keys AS k MATCH (i:Identifier {id: k}) DETACH DELETE i"


def known(label: str) -> str:
    """Which of these ids exist."""
    return f"UNWIND $ids AS i MATCH (n:{label} {{id: i}}) RETURN n.id AS id, n.date_of_birth AS born"


def nodes(label: str) -> str:
    """The properties of these entities."""
    return f"UNWIND $ids AS i MATCH (n:{label} {{id: i}}) RETURN n{{.*}} AS node"


def create_entities(label: str) -> str:
    """Make entities that are new."""
    return f"UNWIND $rows AS row CREATE (n:{label} {{id: row.id}}) SET n += row.props"


def set_entities(label: str) -> str:
    """Set properties of entities that exist; a null takes a property away."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row.props"


def identifiers(label: str) -> str:
    """The identifiers of these entities."""
    return f"""UNWIND $ids AS i MATCH (n:{label} {{id: i}})<-[:IDENTIFIES]-(x:Identifier)
RETURN n.id AS entity, x.id AS key, x.scheme AS scheme, x.value AS value,
x.information AS information, x.handling AS handling"""


def attach(label: str) -> str:
    """Give entities their identifiers."""
    return f"""UNWIND $rows AS row MATCH (n:{label} {{id: row.entity}})
CREATE (i:Identifier {{id: row.id}})-[:IDENTIFIES]->(n) SET i += row.props"""


def describe(label: str) -> str:
    """Tie records to the entities they describe, with what they said of them."""
    return f"""UNWIND $rows AS row MATCH (r:Record {{id: row.record}}) MATCH (n:{label} {{id: row.entity}})
CREATE (r)-[:DESCRIBES {{said: row.said, place: row.place}}]->(n)"""


def sayings(label: str) -> str:
    """What current records say of these entities, in the order it was written."""
    return f"""UNWIND $ids AS i MATCH (n:{label} {{id: i}})<-[d:DESCRIBES]-(r:Record)
WHERE r.status = 'current'
RETURN n.id AS entity, d.said AS said, coalesce(r.recorded_on, r.loaded_on) AS day
ORDER BY r.written, r.place, d.place"""


DESCRIBED_BY = """UNWIND $ids AS i MATCH (r:Record {id: i})-[:DESCRIBES]->(n)
RETURN DISTINCT labels(n)[0] AS label, n.id AS id"""


def _listed(names: Sequence[str], start: int = 0) -> str:
    """Properties out of a row that is a list, from this place on."""
    return ", ".join(f"{name}: row[{place}]" for place, name in enumerate(names, start))


# --- assertions ------------------------------------------------------------------------------------------------------
def create_ties(from_label: str, kind: str, to_label: str, names: Sequence[str]) -> str:
    """Write assertions between entities that exist: rows of from-id, to-id and the values of these properties.

    Written with the relationship, not set after it: the embedded server then writes it once, in half the time.
    """
    return f"""UNWIND $rows AS row MATCH (a:{from_label} {{id: row[0]}}) MATCH (b:{to_label} {{id: row[1]}})
CREATE (a)-[t:{kind} {{{_listed(names, 2)}}}]->(b) RETURN count(t) AS n"""


def spans(label: str) -> str:
    """From when to when these persons held a role."""
    return f"""UNWIND $ids AS i MATCH (n:{label} {{id: i}})-[t:{ROLE}]->(r:Role)
WHERE r.id = $role AND t.status = 'current' RETURN n.id AS id, t.observed_from AS start, t.observed_to AS end"""


CREATE_ROLE_NODES = "UNWIND $roles AS role MERGE (n:Role {id: role})"

# --- areas and loads -------------------------------------------------------------------------------------------------
AREAS_NAMED = "UNWIND $ids AS i MATCH (a:Area {id: i}) RETURN a.id AS id, a.digest AS digest"
SET_AREAS = "UNWIND $rows AS row MERGE (a:Area {id: row.id}) SET a += row.props"
SET_LOAD = "MERGE (l:Load {id: $id}) SET l += $props"
AREAS = "MATCH (a:Area) RETURN a.id, a.kind, a.name, a.children, a.geometry, a.area_set"
AREAS_OF = "MATCH (a:Area) WHERE a.kind = 'own' AND a.record = $record RETURN a.id AS id"
DROP_AREAS = "UNWIND $ids AS i MATCH (a:Area {id: i}) DELETE a"
POPULATION_HELD = "MATCH (p:Population) WHERE p.characteristic IN $of RETURN p.id AS id, p.digest AS digest"
SET_POPULATION = "UNWIND $rows AS row MERGE (p:Population {id: row.id}) SET p += row.props"
DROP_POPULATION = "UNWIND $ids AS i MATCH (p:Population {id: i}) DELETE p"
POPULATION = """MATCH (p:Population)
RETURN p.characteristic, p.group, p.name, p.children, toString(p.as_of), p.source ORDER BY p.place"""
AREA_IDS = "MATCH (a:Area) RETURN a.id AS id ORDER BY id"


# --- reading ---------------------------------------------------------------------------------------------------------
def count(label: str) -> str:
    """How many nodes of a label there are."""
    return f"MATCH (n:{label}) RETURN count(n) AS n"


def _join(columns: Sequence[str]) -> str:
    return f" + '{SEPARATOR}' + ".join(f"coalesce({column}, '')" for column in columns)


def _within(name: str) -> str:
    """A condition that a page of ids is read, by an index: from `low` up to but not including `high`."""
    return f"{name}.id >= $low AND ($high IS NULL OR {name}.id < $high)"


def entities_page(label: str, columns: Sequence[str], *, joined: bool) -> str:
    """A page of entities of one label: one list of joined rows, or one row each."""
    fields = _join(columns) if joined else ", ".join(columns)
    return f"MATCH (n:{label}) WHERE {_within('n')} RETURN {f'collect({fields})' if joined else fields}"


def assertions_page(label: str, kinds: Sequence[str], columns: Sequence[str], *, joined: bool) -> str:
    """A page of current assertions from entities of one label: one list of joined rows, or one row each."""
    fields = _join(columns) if joined else ", ".join(columns)
    return f"""MATCH (a:{label})-[t:{"|".join(kinds)}]->(b) WHERE {_within("a")} AND t.status = 'current'
RETURN {f"collect({fields})" if joined else fields}"""


_OPEN = """n.described AND NOT coalesce(n.information, '') IN $left_out_information
AND NOT coalesce(n.handling, '') IN $left_out_handling"""


def search(labels: Sequence[str]) -> tuple[str, str]:
    """Entities whose search text holds every word: how many, and the first of them."""
    match = f"""MATCH (n:{"|".join(labels)}) WHERE n.search CONTAINS $first
AND all(word IN $words WHERE n.search CONTAINS word) AND {_OPEN}"""
    return (
        f"{match} RETURN count(n) AS n",
        f"""{match} WITH n, CASE WHEN n.search STARTS WITH $text THEN 0 WHEN n.search CONTAINS $text THEN 1 ELSE 2 END
AS rank RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, n.kind AS subkind
ORDER BY rank, name, id LIMIT $limit""",
    )


def names(label: str) -> str:
    """What a list of hits shows of these entities, if they are open to the viewer."""
    return f"""UNWIND $ids AS i MATCH (n:{label} {{id: i}}) WHERE {_OPEN}
RETURN n.id AS id, n.name AS name, n.kind AS subkind"""


def detail(label: str) -> str:
    """One entity and its records."""
    return f"""MATCH (n:{label} {{id: $id}}) OPTIONAL MATCH (n)<-[:DESCRIBES]-(r:Record)
RETURN n{{.*}} AS node, collect(DISTINCT r{{.*}}) AS records"""


def ids_of_ties(label: str) -> str:
    """Ids of the current assertions at one entity."""
    kinds = "|".join([*sorted(ties_by_relationship()), ROLE])
    return f"""MATCH (n:{label} {{id: $id}})-[t:{kinds}]-() WHERE t.status = 'current'
RETURN DISTINCT t.id AS id"""


def grades_of_ties(label: str) -> str:
    """The grades of the current assertions at one entity."""
    kinds = "|".join([*sorted(ties_by_relationship()), ROLE])
    return f"""MATCH (n:{label} {{id: $id}})-[t:{kinds}]-() WHERE t.status = 'current'
RETURN DISTINCT t.information_grade AS information, t.handling AS handling"""


RECORD_CURRENT = "MATCH (r:Record {key: $key}) WHERE r.status = 'current' RETURN r{.*} AS record"
RECORDS_MARKED = """UNWIND $marks AS k MATCH (r:Record {mark: k}) RETURN r{.*} AS record"""
EARLIER = """UNWIND $keys AS k MATCH (r:Record {key: k})
RETURN r.key AS key, r.written AS written"""


def evidence(label: str, kind: str) -> str:
    """Assertions of one type by the indexed ids of their from-ends."""
    return f"""UNWIND $rows AS row MATCH (a:{label} {{id: row.from_id}})-[t:{kind}]->(b) WHERE t.id = row.id
RETURN t{{.*}} AS said, a.id AS from_id, a.name AS from_name,
labels(b)[0] AS to_label, b.id AS to_id, b.name AS to_name"""


FRESHNESS = """MATCH (r:Record) WHERE r.status = 'current'
RETURN r.source AS source, count(r) AS records, max(r.recorded_on) AS recorded"""
LOADS = "MATCH (l:Load) RETURN l.source AS source, max(l.at) AS at"

# --- decisions and concerns ------------------------------------------------------------------------------------------
DECIDED = "MATCH (m:Meta {id: 'decisions'}) RETURN m.version AS version"
# Taken first and kept till the end, so that two who decide at once go one after another; apart from the data's version.
NEXT_DECIDED = "MATCH (m:Meta {id: 'decisions'}) SET m.version = m.version + 1 RETURN m.version AS version"
DECISION = """MATCH (d:Decision {id: $id})-[:ABOUT]->(n)
RETURN d{.*} AS node, labels(n)[0] AS label, n.id AS about"""
DECISIONS = """MATCH (d:Decision)-[:ABOUT]->(n)
WHERE ($past OR d.status = 'current') AND ($child IS NULL OR n.id = $child)
AND ($question IS NULL OR d.question = $question)
RETURN d{.*} AS node, labels(n)[0] AS label, n.id AS about ORDER BY d.place DESC"""
CONCERN = """MATCH (c:Concern {id: $id})-[a:ABOUT]->(n)
RETURN c{.*} AS node, labels(n)[0] AS label, n.id AS about ORDER BY a.place"""
CONCERNS = """MATCH (c:Concern)-[a:ABOUT]->(n) WHERE $past OR c.status = 'open'
RETURN c{.*} AS node, labels(n)[0] AS label, n.id AS about, a.place AS place ORDER BY c.place DESC, place"""
CREATE_CONCERN = "CREATE (c:Concern {id: $id}) SET c += $props"
CLOSE_DECISION = "MATCH (d:Decision {id: $id}) SET d += $props"
CLOSE_CONCERN = "MATCH (c:Concern {id: $id}) SET c += $props"


def replace_decision(label: str) -> str:
    """Mark the current decision on one person and question as replaced."""
    return f"""MATCH (d:Decision)-[:ABOUT]->(n:{label} {{id: $child}})
WHERE d.question = $question AND d.status = 'current' SET d.status = 'replaced', d.replaced_by = $by"""


def create_decision(label: str) -> str:
    """Write a decision about somebody who exists."""
    return f"""MATCH (n:{label} {{id: $child}})
CREATE (d:Decision {{id: $id}})-[:ABOUT {{id: $id}}]->(n) SET d += $props RETURN d.id AS id"""


def concern_about(label: str) -> str:
    """Say whom a concern is about."""
    return f"""UNWIND $rows AS row MATCH (c:Concern {{id: row.concern}}) MATCH (n:{label} {{id: row.member}})
CREATE (c)-[a:ABOUT {{id: row.id, place: row.place}}]->(n) RETURN count(a) AS n"""


# --- assessments of contexts and actions for them --------------------------------------------------------------------
_PLAN = "RETURN a{.*} AS node, labels(n)[0] AS label, n.id AS about ORDER BY a.place"
_STEP = "RETURN s{.*} AS node, a.series AS series ORDER BY s.place"
ASSESSMENTS = f"MATCH (a:Assessment)-[:ABOUT]->(n) {_PLAN}"
ASSESSED_OF = "MATCH (a:Assessment {id: $id})-[:ABOUT]->(n) RETURN n.id AS about"
CLOSE_ASSESSMENT = "MATCH (a:Assessment {id: $id}) SET a += $props"
# Several nodes make up one action where an agency corrected the record that states it: a series, oldest first.
ACTIONS = f"MATCH (a:Action)-[:ABOUT]->(n) {_PLAN}"
STEPS = f"MATCH (s:Step)-[:STEP_OF]->(a:Action) {_STEP}"
ACTIONS_OF = f"UNWIND $series AS one MATCH (a:Action {{series: one}})-[:ABOUT]->(n) {_PLAN}"
STEPS_OF = f"UNWIND $series AS one MATCH (s:Step)-[:STEP_OF]->(a:Action {{series: one}}) {_STEP}"
NEXT_DECIDED_BY = "MATCH (m:Meta {id: 'decisions'}) SET m.version = m.version + $by RETURN m.version AS version"
CREATE_STEP = """MATCH (a:Action {id: $action})
CREATE (s:Step {id: $id})-[:STEP_OF {id: $id}]->(a) SET s += $props RETURN s.id AS id"""


def assessments_at(label: str) -> str:
    """The assessments of one context."""
    return f"MATCH (n:{label} {{id: $context}})<-[:ABOUT]-(a:Assessment) {_PLAN}"


def series_at(label: str) -> str:
    """The actions that were ever said to be for one context."""
    return f"MATCH (n:{label} {{id: $context}})<-[:ABOUT]-(a:Action) RETURN DISTINCT a.series AS series"


def create_plan(plan: str, label: str) -> str:
    """Write assessments or actions (`plan` is their label) about contexts that exist."""
    return f"""UNWIND $rows AS row MATCH (n:{label} {{id: row.context}})
CREATE (p:{plan} {{id: row.id}})-[:ABOUT {{id: row.id}}]->(n) SET p += row.props RETURN count(p) AS n"""


def supersede_plans(plan: str) -> str:
    """Mark what the earlier versions of these records stated; `plan` is Assessment or Action."""
    return f"""UNWIND $rows AS row MATCH (p:{plan} {{record: row.key}})
WHERE p.superseded_by IS NULL SET p.superseded_by = row.by"""


def standing(plan: str) -> str:
    """How many assessments or actions there are, not counting what a corrected record stated before."""
    return f"MATCH (p:{plan}) WHERE p.superseded_by IS NULL RETURN count(p) AS n"


# --- boards ----------------------------------------------------------------------------------------------------------
BOARDS = "MATCH (b:Board) RETURN b{.*} AS node"
BOARD = "MATCH (b:Board {id: $id}) RETURN b{.*} AS node"
BOARD_PLACE = "MATCH (b:Board {id: $id}) RETURN b.place AS place"
CREATE_BOARD = "CREATE (b:Board {id: $id}) SET b += $props"
SET_BOARD = "MATCH (b:Board {id: $id}) SET b += $props"
# Taken first and kept till the end: two who write on one board go one after another, so no place is given twice.
TAKE_BOARD = "MATCH (b:Board {id: $id}) SET b.turn = b.turn + 1 RETURN b.turn AS turn"
OPERATIONS = """MATCH (o:Operation {board: $board}) WHERE o.place > $after AND o.place <= $until
RETURN o{.*} AS node ORDER BY o.place"""
OPERATIONS_OF_KINDS = """MATCH (o:Operation {board: $board}) WHERE o.kind IN $kinds
RETURN o{.*} AS node ORDER BY o.place"""
OPERATIONS_NAMED = "UNWIND $ids AS i MATCH (o:Operation {id: i}) RETURN o{.*} AS node"
CREATE_OPERATIONS = "UNWIND $rows AS row CREATE (o:Operation {id: row.id}) SET o += row.props"
ERASE_OPERATIONS = "MATCH (o:Operation {board: $id}) DELETE o"
ERASE_BOARD = "MATCH (b:Board {id: $id}) DELETE b"
