"""The graph as one object: writers write, views read, and there is no third way. The driver stays inside."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import TracebackType

from data_schema import schema
from graph import migrate
from graph import queries as cypher
from graph.access import Purpose, Viewer
from graph.answers import Health
from graph.audit import Audit
from graph.boards import Boards
from graph.bolt import Bolt, Query
from graph.decisions import Decisions
from graph.failures import StoreError
from graph.plans import Plans
from graph.settings import Connection
from graph.view import View
from graph.writer import Writer


class Store:
    """One graph on one server, with the audit log of one data folder. Close it, or use it with `with`."""

    def __init__(self, connection: Connection, data: Path, today: date | None = None) -> None:
        self._connection = connection
        self._bolt = Bolt(connection)
        self.data = data
        self._audit = Audit(data)
        self._today = today

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def today(self) -> date:
        """The day that counts as today: the setting, else the calendar's."""
        return self._today or date.today()

    def close(self) -> None:
        """Let the connection go."""
        self._bolt.close()

    def migrate(self) -> list[str]:
        """Bring the graph to the shape this Kith needs; the names of the migrations applied.

        Raises
        ------
        MigrationRefused
            The graph was made by a newer Kith, or an applied migration was changed.
        """
        return migrate.migrate(self._bolt)

    def writer(self) -> Writer:
        """The way in for records."""
        return Writer(self._bolt, self.today)

    def view(self, viewer: Viewer, purpose: Purpose) -> View:
        """The way out: what this viewer may read for this purpose."""
        return View(self._bolt, self._audit, viewer, purpose, self.today)

    def decisions(self, viewer: Viewer, purpose: Purpose) -> Decisions:
        """The way in for what people decide: as this viewer, for this purpose."""
        return Decisions(self._bolt, self._audit, viewer, purpose, self.today)

    def plans(self, viewer: Viewer, purpose: Purpose) -> Plans:
        """The way in for assessments of contexts and the actions for them: as this viewer, for this purpose."""
        return Plans(self._bolt, self._audit, viewer, purpose, self.today)

    def boards(self, viewer: Viewer, purpose: Purpose) -> Boards:
        """The way in for boards and what is done on them: as this viewer, for this purpose."""
        return Boards(self._bolt, self._audit, viewer, purpose, self.today)

    def dated(self, today: date) -> Store:
        """The same graph on another day, through a connection of its own: close it too."""
        return Store(self._connection, self.data, today)

    def board_place(self, id: str) -> int:
        """The place of a board's last operation, 0 for one that is not held: rises with each, cheap to ask."""
        rows = self._bolt.read(lambda query: query(cypher.BOARD_PLACE, id=id))
        return int(rows[0]["place"]) if rows else 0

    def decided(self) -> int:
        """How often anything was decided, raised, assessed, planned or taken back: changes with each, cheap to ask."""
        rows = self._bolt.read(lambda query: query(cypher.DECIDED))
        return int(rows[0]["version"]) if rows else 0

    def version(self) -> str:
        """The version of the data: changes with every write, cheap to ask."""
        rows = self._bolt.read(lambda query: query(cypher.VERSION))
        return str(rows[0]["version"]) if rows else "0"

    def health(self) -> Health:
        """How the graph is, in words and counts; never raises for a server that is away."""
        uri, database = self._connection.uri, self._connection.database
        try:
            server = self._bolt.server()
            done = tuple(sorted(self._bolt.read(migrate.applied)))
            counts = self._bolt.read(_counts)
        except StoreError as error:
            return Health(False, "", uri, database, trouble=str(error))
        try:
            waiting = tuple(migration.name for migration in migrate.pending(self._bolt))
        except StoreError as error:
            return Health(True, server, uri, database, applied=done, counts=counts, trouble=str(error))
        return Health(True, server, uri, database, applied=done, pending=waiting, version=self.version(), counts=counts)


def _counts(query: Query) -> dict[str, int]:
    kinds = schema().entities.values()
    counts = {kind.plural.lower(): query(cypher.count(kind.node))[0]["n"] for kind in kinds}
    counts |= {f"{plan.lower()}s": query(cypher.standing(plan))[0]["n"] for plan in ("Assessment", "Action")}
    counts["boards"] = query(cypher.count("Board"))[0]["n"]
    return {**counts, "records": query(cypher.count("Record"))[0]["n"], "areas": query(cypher.count("Area"))[0]["n"]}
