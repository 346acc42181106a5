"""What a context is asked for: how many days, for whom, how people are named. Bad settings are refused in words."""

from __future__ import annotations

from dataclasses import dataclass

from data_schema import schema
from graph.errors import KithError
from mapping.words import Naming

LONGEST = 3_660


class NoContext(KithError):
    """There is no such place, school or peer group, or it may not be opened; the words are fit to show."""


@dataclass(frozen=True, slots=True)
class ContextSettings:
    """How a context is looked at."""

    days: int = 183
    panel: bool = True  # counts of 1 to 4 and who they are, homes and addresses are not shown
    naming: Naming = Naming.INITIALS
    near: float = 800.0  # metres within which what could help is near

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST:
            raise KithError(f"{self.days} days make no window: ask for 1 to {LONGEST:,}.")

    @property
    def limit(self) -> int:
        """The smallest count of children that is shown."""
        return schema().policy.small_number if self.panel else 1

    @property
    def named(self) -> Naming:
        """How people are named: by initials on a panel view, whatever was asked."""
        return Naming.INITIALS if self.panel else self.naming
