"""What a load did, file by file, in the shape that `kith load --json` prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from loaders.problem import Problem


@dataclass(frozen=True)
class FileReport:
    """What became of one file.

    Every row read is counted once: `read = loaded + unchanged + superseded + quarantined`. A row that replaces an
    earlier version of its record counts as superseded, not as loaded; one that says what is held is unchanged.
    """

    file: str
    source: str | None
    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    superseded: int = 0
    quarantined: int = 0
    quarantine_file: str | None = None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()  # of rows that are loaded all the same
    refused: str | None = None  # why nothing of the file was read, when it was refused whole
    ignored_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what was understood in a way worth knowing
    form: str = ""  # "CSV, UTF-8, comma"

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "file": _sendable(self.file),
            "source": self.source,
            "read": self.read,
            "loaded": self.loaded,
            "unchanged": self.unchanged,
            "superseded": self.superseded,
            "quarantined": self.quarantined,
            "quarantine_file": self.quarantine_file,
            "errors": [problem.as_json() for problem in self.errors],
            "warnings": [problem.as_json() for problem in self.warnings],
            "refused": self.refused and _sendable(self.refused),
            "ignored_columns": list(self.ignored_columns),
            "notes": list(self.notes),
            "form": self.form,
        }


def _sendable(text: str) -> str:
    """A file's name may hold bytes that are no letters; no JSON can carry those."""
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True)
class LoadReport:
    """What a load did: one report a file, in the order they were loaded, and how long it took."""

    files: tuple[FileReport, ...] = ()
    seconds: float = 0.0
    dry_run: bool = field(default=False)

    @property
    def read(self) -> int:
        """Rows read, over all files."""
        return sum(file.read for file in self.files)

    @property
    def loaded(self) -> int:
        """Rows loaded as new, over all files."""
        return sum(file.loaded for file in self.files)

    @property
    def unchanged(self) -> int:
        """Rows that were held already, over all files."""
        return sum(file.unchanged for file in self.files)

    @property
    def superseded(self) -> int:
        """Rows that replaced an earlier version, over all files."""
        return sum(file.superseded for file in self.files)

    @property
    def quarantined(self) -> int:
        """Rows that wait to be mended, over all files."""
        return sum(file.quarantined for file in self.files)

    @property
    def refused(self) -> int:
        """Files refused whole."""
        return sum(file.refused is not None for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """As plain values: what `kith load --json` prints."""
        return {
            "files": [file.as_json() for file in self.files],
            "seconds": round(self.seconds, 3),
            "dry_run": self.dry_run,
        }
