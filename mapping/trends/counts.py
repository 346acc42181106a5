"""Counts as a panel may see them: under the limit not as a figure, unknown first, and what nobody records said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_schema import schema
from graph.errors import KithError
from mapping import words
from mapping.small import HIDDEN, NOT_RECORDED, Count, count, suppress

__all__ = ["NOT_RECORDED", "Count", "Part", "count", "parts", "parts_or_coarser", "smallest"]


def smallest(asked: int) -> int:
    """The smallest count of people that is shown: as asked, the policy's for 0.

    Raises
    ------
    KithError
        For 2: what is under 2 and not 0 is 1.
    """
    if asked < 0 or asked == 2:
        raise KithError(
            "The smallest count shown is 1 (nothing is hidden) or 3 and more: what is under 2 and not 0 is 1."
        )
    return asked or schema().policy.small_number


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a table whose rows add up."""

    key: str
    label: str
    count: int | None
    said: str


def parts(values: Mapping[str, int], labels: Mapping[str, str], limit: int) -> tuple[Part, ...]:
    """A table published with its total: small counts and one other are not shown. The first row is the unknown.

    Parameters
    ----------
    values
        Key -> how many; what is missing is 0.
    labels
        Key -> words, in the order to show; the unknown is the first.
    limit
        The smallest count that is shown.
    """
    numbers = [values.get(key, 0) for key in labels]
    shown = suppress(numbers, limit).shown
    return tuple(
        Part(key, label, number if show else None, words.number(number) if show else HIDDEN)
        for (key, label), number, show in zip(labels.items(), numbers, shown, strict=True)
    )


def parts_or_coarser(
    values: Mapping[str, int], labels: Mapping[str, str], coarse: Mapping[str, tuple[str, ...]], limit: int
) -> tuple[Part, ...]:
    """The same; where a count could not be shown, rows are put together instead, if that shows more.

    Parameters
    ----------
    coarse
        Words of a coarser row -> the keys put together in it.
    """
    fine = parts(values, labels, limit)
    if all(part.count is not None for part in fine):
        return fine
    joined = {keys[0]: sum(values.get(key, 0) for key in keys) for keys in coarse.values()}
    rough = parts(joined, {keys[0]: label for label, keys in coarse.items()}, limit)
    return rough if all(part.count is not None for part in rough) else fine
