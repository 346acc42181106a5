"""Loads dropped files in the background, so that leaving the page does no harm: one load, its progress, its report."""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph import Store
from graph.errors import KithError

if TYPE_CHECKING:
    from loaders import LoadReport

_log = logging.getLogger("kith.pages")
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_NAME_LENGTH = 120


class Upload(Protocol):
    """A dropped file, as Streamlit hands it over."""

    name: str

    def getbuffer(self) -> memoryview:
        """The bytes."""


@dataclass(frozen=True)
class Progress:
    """How far a load is."""

    file: str
    rows: int
    of_rows: int  # 0 when not known
    files: int  # begun so far
    of_files: int

    @property
    def part(self) -> float:
        """Of the whole load, 0 to 1, each file counting the same."""
        within = min(self.rows / self.of_rows, 1.0) if self.of_rows else 0.0
        return min((self.files - 1 + within) / max(self.of_files, 1), 1.0)


@dataclass
class Load:
    """One load, from the drop to the report. The thread writes, pages read; every field is replaced whole."""

    names: tuple[str, ...]
    by: str
    started: datetime
    progress: Progress | None = None  # None until the first file is opened
    report: LoadReport | None = None
    quarantine: tuple[tuple[str, bytes], ...] = ()  # file and its quarantined rows, as CSV
    failed: str = ""  # words for the person, when nothing came of it
    thread: threading.Thread | None = None

    @property
    def done(self) -> bool:
        """True once there is a report or a failure."""
        return self.report is not None or bool(self.failed)


def start(
    uploads: Sequence[Upload], store: Store, *, by: str, source: str | None = None, today: date | None = None
) -> Load:
    """Begin loading and return at once; `Load.done` says when it has ended.

    Parameters
    ----------
    uploads
        The files, as dropped; their bytes go to files that only this account can read, deleted when the load ends.
    store
        Where to load.
    by
        Who loads.
    source
        Read every file as this extract; without it each is recognised by its columns.
    today
        The day that counts as today, None for the calendar's.
    """
    folder = tempfile.TemporaryDirectory(prefix="kith-upload-", ignore_cleanup_errors=True)  # mode 0700
    paths = [_write(Path(folder.name) / str(number), upload) for number, upload in enumerate(uploads)]
    load = Load(tuple(path.name for path in paths), by, datetime.now().astimezone())
    load.thread = threading.Thread(
        target=_work, args=(load, folder, paths, store, source, today), name="kith-load", daemon=True
    )
    load.thread.start()
    return load


def safe_name(name: str) -> str:
    """The file's own name, without folders or letters that no file system takes; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = _UNFIT.sub("_", last).strip(". ")
    return cleaned[-_NAME_LENGTH:] or "file"


def _write(folder: Path, upload: Upload) -> Path:
    """Write one upload, readable by this account only."""
    folder.mkdir(mode=0o700)
    path = folder / safe_name(upload.name)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(upload.getbuffer())
    return path


def _work(
    load: Load,
    folder: tempfile.TemporaryDirectory[str],
    paths: list[Path],
    store: Store,
    source: str | None,
    today: date | None,
) -> None:
    from loaders import load as load_files

    begun: dict[str, None] = {}

    def progress(what: str, done: int, total: int) -> None:
        begun[what] = None
        load.progress = Progress(what, done, total, len(begun), len(paths))

    try:
        with folder:
            kept = Path(folder.name) / "quarantine"
            kept.mkdir(mode=0o700)
            report = load_files(paths, store, source=source, progress=progress, today=today, quarantine=kept)
            load.quarantine = tuple(
                (Path(file.file).name, Path(file.quarantine_file).read_bytes())
                for file in report.files
                if file.quarantine_file
            )
            load.report = report
    except KithError as refusal:
        load.failed = str(refusal)
    except Exception:
        _log.exception("load failed")
        load.failed = (
            "The load stopped through a fault of Kith's. What was loaded so far is kept whole; "
            "drop the same files again and it carries on."
        )
