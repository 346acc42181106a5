"""Reads a snapshot once, to ask it again and again: with all agencies heard, and as if some had said nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from graph.snapshot import Snapshot
from mapping.network.assertions import Assertions, Entities, weigh
from mapping.network.people import People, Recorded, recorded, sort_people
from mapping.network.projection import Gathered, Projection, ProjectionSettings, gather


@dataclass(frozen=True)
class Heard:
    """A snapshot as some agencies tell it, and who is who by what they say."""

    snapshot: Snapshot
    who: People
    _gather: Callable[[ProjectionSettings], Gathered] = field(repr=False)
    _silent: tuple[str, ...] = ()
    _projected: dict[ProjectionSettings, Projection] = field(default_factory=dict, repr=False)

    def projection(self, settings: ProjectionSettings) -> Projection:
        """The projection with these settings, made once; window and half-life are those of the reading."""
        if settings not in self._projected:
            self._projected[settings] = self._gather(settings).project(self.snapshot, self.who, self._silent)
        return self._projected[settings]


@dataclass(frozen=True)
class Reading:
    """A snapshot read once: its ties weighed, its people's roles and harms at hand."""

    snapshot: Snapshot  # as the agencies heard tell it
    _everyone: People  # by what all agencies say
    _recorded: Recorded = field(repr=False)  # likewise
    _said: Assertions = field(repr=False)
    _known: Entities = field(repr=False)
    _gathered: dict[ProjectionSettings, Gathered] = field(default_factory=dict, repr=False)

    def gather(self, settings: ProjectionSettings) -> Gathered:
        """All that can carry under these settings, found once."""
        if settings not in self._gathered:
            self._gathered[settings] = gather(self.snapshot, self._known, self._said, settings)
        return self._gathered[settings]

    def without(self, *agencies: str) -> Heard:
        """The snapshot as if these agencies had said nothing either, just as `Snapshot.without_agency` makes it.

        Who is open to the hub and who works with children stays as everything recorded says: it is where somebody
        stands with services and not evidence, and leaving out the hub's records must not turn open children into finds.
        """
        snapshot = self.snapshot.without_agency(*agencies) if agencies else self.snapshot
        if not snapshot.left_out_agencies:
            return Heard(snapshot, self._everyone, self.gather)
        who = sort_people(self._recorded, without=snapshot.left_out_agencies)
        who = replace(who, open=self._everyone.open, professionals=self._everyone.professionals)
        return Heard(snapshot, who, self.gather, agencies)


def read(
    snapshot: Snapshot, settings: ProjectionSettings, *, open_roles: Iterable[str] = (), left_out: tuple[str, ...] = ()
) -> Reading:
    """Read a snapshot for questions with this window and half-life.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        Whose window and half-life count.
    open_roles
        Roles that count as open to the hub; none: those that the schema says do.
    left_out
        Agencies that are not heard at all.
    """
    found = recorded(snapshot, settings.window_days)
    heard = snapshot.without_agency(*left_out) if left_out else snapshot
    said = weigh(heard, window_days=settings.window(), half_life_days=settings.half_life_days)
    return Reading(heard, sort_people(found, open_roles), found, said, Entities.of(heard))
