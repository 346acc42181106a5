"""Turns results into plain JSON values: what every `--json` prints and every view model is made of."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Set
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any


def plain(value: Any) -> Any:
    """A result as dicts, lists, strings, numbers, booleans and None.

    Dataclasses become objects, dates ISO text, sets sorted lists, numpy scalars numbers; a NaN or an infinity is None,
    since JSON has neither.

    Raises
    ------
    TypeError
        For a value that has no plain form.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date | Path):
        return str(value) if isinstance(value, Path) else value.isoformat()
    return _plain_collection(value)


def _plain_collection(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Set):
        return sorted(plain(item) for item in value)
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    raise TypeError(f"{type(value).__name__} has no plain form")
