"""A Snapshot: everything one viewer may see for one purpose, as immutable Arrow tables. Analysis reads nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema

if TYPE_CHECKING:
    import networkx as nx

ENTITIES = pa.schema(
    [
        ("id", pa.string()),  # C-7K2M9QXA4B
        ("kind", pa.string()),  # child, adult, location, school, peer_group, event, thing
        ("name", pa.string()),
        ("subkind", pa.string()),  # park, missing, phone...: the `kind` property of places, groups, events, things
        ("date_of_birth", pa.date32()),
        ("sex", pa.string()),
        ("ethnicity", pa.string()),
        ("home_area", pa.string()),  # children: area code of home. Locations, schools: area they lie in
        ("identified", pa.bool_()),  # adults: False for somebody known only by a nickname
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("point_from", pa.string()),  # places, schools: code of the list point_from; null in older records
        ("no_point", pa.string()),  # places, schools: code of the list no_point, where it is known why
        ("roll", pa.int64()),  # schools
        ("harm_type", pa.string()),  # events
        ("started_on", pa.date32()),  # events
        ("started_month", pa.string()),  # events of which no day is known, yyyy-mm: then started_on is null
        ("started_at", pa.string()),  # events, hh:mm or null
        ("ended_on", pa.date32()),  # events
        ("ended_at", pa.string()),  # events, hh:mm or null
        ("interview_offered", pa.string()),  # missing episodes: yes | no | unknown, null where nobody recorded it
        ("interview_accepted", pa.string()),  # likewise
        ("occupation", pa.string()),  # adults: what they do, where it matters to a child
        ("owner", pa.string()),  # places: who answers for it
        ("guardianship", pa.string()),  # places: who looks out for children there, and when
        ("review_date", pa.date32()),  # places: when its plan is next reviewed
    ]
)
_PROVENANCE = [
    ("record", pa.string()),  # key of the record that says so
    ("source", pa.string()),
    ("agency", pa.string()),
    ("reference", pa.string()),
    ("source_grade", pa.string()),  # null = ungraded
    ("information_grade", pa.string()),
    ("handling", pa.string()),
    ("nature", pa.string()),  # fact | assessment
    ("observed_from", pa.date32()),
    ("observed_to", pa.date32()),
    ("recorded_on", pa.date32()),
    ("review_by", pa.date32()),
    ("written", pa.int64()),  # version of the data in which this version of the record came into the graph
]
TIES = pa.schema(
    [
        ("id", pa.string()),  # of the assertion
        ("kind", pa.string()),
        ("from_id", pa.string()),
        ("to_id", pa.string()),
        ("strength", pa.string()),
        ("both_ways", pa.bool_()),
        ("provisional", pa.bool_()),
        *_PROVENANCE,
    ]
)
ROLES = pa.schema(
    [
        ("id", pa.string()),
        ("role", pa.string()),
        ("person_id", pa.string()),
        ("harm_type", pa.string()),
        ("level", pa.string()),
        ("tool", pa.string()),
        ("tool_version", pa.string()),
        *_PROVENANCE,
    ]
)
AREAS = pa.schema(
    [
        ("id", pa.string()),
        ("kind", pa.string()),  # ward | lsoa | local_authority | own
        ("name", pa.string()),
        ("children", pa.int64()),  # aged 10 to 17, null if not known
        ("geometry", pa.binary()),  # WKB, EPSG:4326
        ("area_set", pa.string()),  # of the hub's own areas: "Police neighbourhoods"; else null
    ]
)
POPULATION = pa.schema(
    [
        ("characteristic", pa.string()),  # ethnicity, sex, age_band, care_status, ward
        ("group", pa.string()),  # WBRI, White, F, 10-12, looked_after, a ward's code
        ("name", pa.string()),  # of a ward; else ""
        ("children", pa.int64()),  # aged 10 to 17
        ("as_of", pa.date32()),
        ("source", pa.string()),  # "school census"
    ]
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the viewer is not shown, counted: whatever is left out is said in place."""

    suspected_false: int = 0  # information graded E
    restricted: int = 0  # handling code C


@dataclass(frozen=True)
class Snapshot:
    """Immutable tables read through one View.

    `entities`, `ties`, `roles` and `areas` have exactly the columns of ENTITIES, TIES, ROLES and AREAS. Ties and roles
    hold current assertions only (superseded and retracted ones stay in the graph). Endpoints of every tie are in
    `entities`. Texts of assertions are not here: `View.evidence` reads them when somebody asks.
    """

    entities: pa.Table
    ties: pa.Table
    roles: pa.Table
    areas: pa.Table
    as_of: date  # the day that counts as today
    version: str  # of the data: changes with every write
    viewer: str
    purpose: str
    withheld: Withheld = field(default_factory=Withheld)
    left_out_agencies: tuple[str, ...] = ()
    population: pa.Table = field(default_factory=POPULATION.empty_table)  # columns POPULATION: who lives in the area

    @classmethod
    def empty(cls, as_of: date) -> Snapshot:
        """A snapshot of nothing, for first starts and tests."""
        return cls(
            ENTITIES.empty_table(), TIES.empty_table(), ROLES.empty_table(), AREAS.empty_table(), as_of, "0", "", ""
        )

    def without_agency(self, *agencies: str) -> Snapshot:
        """The same snapshot as if these agencies had said nothing."""
        leave = pa.array(agencies, pa.string())

        def keep(table: pa.Table) -> pa.Table:
            return table.filter(pc.invert(pc.is_in(table["agency"], leave)))

        return replace(
            self,
            ties=keep(self.ties),
            roles=keep(self.roles),
            left_out_agencies=tuple(sorted({*self.left_out_agencies, *agencies})),
        )

    def recorded_by(self, day: date) -> Snapshot:
        """The snapshot as it could have been on that day: only records entered by then."""

        def keep(table: pa.Table) -> pa.Table:
            return table.filter(pc.less_equal(table["recorded_on"], pa.scalar(day, pa.date32())))

        return replace(self, ties=keep(self.ties), roles=keep(self.roles), as_of=min(day, self.as_of))

    def to_networkx(self) -> nx.MultiDiGraph:
        """Every entity a node and every assertion an edge (keyed by its id), with their columns as attributes."""
        import networkx as nx  # half a second: only for whoever asks

        graph = nx.MultiDiGraph(as_of=self.as_of.isoformat(), version=self.version, purpose=self.purpose)
        for row in self.entities.to_pylist():
            graph.add_node(row["id"], **{k: v for k, v in row.items() if k != "id" and v is not None})
        kinds = schema().ties
        for row in self.ties.to_pylist():
            attributes = {k: v for k, v in row.items() if k not in {"id", "from_id", "to_id"} and v is not None}
            attributes["standing"] = kinds[row["kind"]].standing.value
            graph.add_edge(row["from_id"], row["to_id"], key=row["id"], **attributes)
        return graph
