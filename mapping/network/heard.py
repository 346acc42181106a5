"""Reads a snapshot once, to ask it again and again: with all agencies heard, and as if some had said nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from graph.snapshot import Snapshot
from mapping.network.assertions import Assertions, weigh
from mapping.network.people import People, Recorded, recorded, sort_people
from mapping.network.projection import Projection, ProjectionSettings, project


@dataclass(frozen=True)
class Heard:
    """A snapshot as some agencies tell it, and who is who by what they say."""

    snapshot: Snapshot
    who: People
    _said: Assertions = field(repr=False)
    _projected: dict[ProjectionSettings, Projection] = field(default_factory=dict, repr=False)

    def projection(self, settings: ProjectionSettings) -> Projection:
        """The projection with these settings, made once; window and half-life are those of the reading."""
        if settings not in self._projected:
            self._projected[settings] = project(self.snapshot, settings, who=self.who, said=self._said)
        return self._projected[settings]


@dataclass(frozen=True)
class Reading:
    """A snapshot read once: its ties weighed, its people's roles and harms at hand."""

    snapshot: Snapshot  # as the agencies heard tell it
    _everyone: People  # by what all agencies say
    _recorded: Recorded = field(repr=False)  # likewise
    _said: Assertions = field(repr=False)

    def without(self, *agencies: str) -> Heard:
        """The snapshot as if these agencies had said nothing either, just as `Snapshot.without_agency` makes it.

        Who is open to the hub and who works with children stays as everything recorded says: it is where somebody
        stands with services and not evidence, and leaving out the hub's records must not turn open children into finds.
        """
        snapshot, said = self.snapshot, self._said
        if agencies:
            silent = [code for code, name in enumerate(said.agencies) if name in agencies]
            snapshot, said = snapshot.without_agency(*agencies), said.where(~np.isin(said.agency, silent))
        if not snapshot.left_out_agencies:
            return Heard(snapshot, self._everyone, said)
        who = sort_people(self._recorded, without=snapshot.left_out_agencies)
        return Heard(snapshot, replace(who, open=self._everyone.open, professionals=self._everyone.professionals), said)


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
    return Reading(heard, sort_people(found, open_roles), found, said)
