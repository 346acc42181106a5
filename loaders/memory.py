"""What earlier files said, of this load or any before it, where a later file's rules need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Memory:
    """Looked-after periods by child, from the census episodes of this load and the graph."""

    _last: dict[str, date] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        """True when no period of being looked after is known."""
        return not self._last

    def episode(self, child: str, start: date, end: date | None) -> None:
        """Take note of one period of being looked after."""
        if end is None:
            self._open.add(child)
        self._last[child] = max(self._last.get(child, start), end or start)

    def left_care(self, child: str) -> date | None:
        """The day the child left care for good; None while in care, or when no episode is known."""
        return None if child in self._open else self._last.get(child)
