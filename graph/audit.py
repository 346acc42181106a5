"""The audit log: one line for every read, written before the read happens, chained so that a change shows."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from graph.access import Purpose, Viewer
from graph.failures import StoreError

FIRST = "0" * 64
"""What stands where the first line of all would have the digest of the line before."""

_PATIENCE = 10.0  # seconds to wait for another process that is writing its line


class AuditFailed(StoreError):
    """The line could not be written, so the read did not happen."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found."""

    lines: int
    whole: bool
    trouble: str = ""  # where it breaks, in words


class Audit:
    """Appends to `audit/YYYY-MM.jsonl` in the data folder. Several processes may do so at once."""

    def __init__(self, data: Path) -> None:
        self.folder = Path(data) / "audit"

    def note(
        self, viewer: Viewer, purpose: Purpose, action: str, what: Mapping[str, Any], *, version: str = ""
    ) -> None:
        """Write one line.

        Raises
        ------
        AuditFailed
            It could not be written and flushed to disk: what was to be read must then not be read.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=_PATIENCE, mode=0o600):
                self._append(viewer, purpose, action, what, version)
        except (OSError, Timeout, ValueError) as error:
            raise AuditFailed(
                f"The audit log in {self.folder} could not be written.",
                safe="Nothing was read or recorded.",
                do="See that the folder can be written and the disk is not full, then do it again.",
                code=f"audit {type(error).__name__}",
            ) from error

    def _append(self, viewer: Viewer, purpose: Purpose, action: str, what: Mapping[str, Any], version: str) -> None:
        now = datetime.now(UTC)
        line = {
            "time": now.isoformat(timespec="milliseconds"),
            "viewer": viewer.name,
            "role": viewer.role,
            "purpose": purpose.text,
            "action": action,
            "what": dict(what),
            "version": version,
            "before": _last(files(self.folder)),
        }
        text = json.dumps({**line, "digest": _digest(line)}, ensure_ascii=True, sort_keys=True) + "\n"
        handle = os.open(self.folder / f"{now:%Y-%m}.jsonl", os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.lseek(handle, 0, os.SEEK_END)
            # A line cut short by a crash stays as it is, for `verify` to show; the next one begins on its own.
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            data = (("\n" if torn else "") + text).encode()
            if os.write(handle, data) != len(data):
                os.ftruncate(handle, size)
                raise OSError("the line was written only in part")
            os.fsync(handle)
        finally:
            os.close(handle)


def files(folder: Path) -> list[Path]:
    """The files of the log, oldest first."""
    return sorted(folder.glob("????-??.jsonl"))


def verify(folder: Path) -> Verdict:
    """Follow the chain through every file of an audit folder and say where, if anywhere, it breaks.

    A line that was changed, taken out, put in or moved breaks the chain at that place. Lines cut off the very end
    leave a whole, shorter chain: compare `lines` with a count kept elsewhere.
    """
    before, lines = FIRST, 0
    for path in files(folder):
        for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            lines += 1
            place = f"{path.name}, line {number}"
            try:
                line = json.loads(text)
                digest = line.pop("digest")
            except (ValueError, KeyError, AttributeError, TypeError):
                return Verdict(lines, False, f"{place}: this is no line of the audit log.")
            if line.get("before") != before:
                return Verdict(
                    lines, False, f"{place}: does not follow the line before it: lines are missing or added."
                )
            if digest != _digest(line):
                return Verdict(lines, False, f"{place}: was changed after it was written.")
            before = digest
    return Verdict(lines, True)


def _digest(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(line, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _last(paths: Sequence[Path]) -> str:
    """The digest of the last whole line of all, read from the end of the last file."""
    for path in reversed(paths):
        with path.open("rb") as file:
            size, step = file.seek(0, os.SEEK_END), 4096
            while size:
                step = min(step * 2, size)
                file.seek(size - step)
                for text in reversed(file.read(step).split(b"\n")):
                    try:
                        return str(json.loads(text)["digest"])
                    except (ValueError, KeyError, TypeError):
                        continue  # torn, or the middle of a line
                if step == size:
                    break
    return FIRST
