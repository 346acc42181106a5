"""No suppressed count can be worked out from what is published: a reader tries every table there could be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.small import suppress, words


def tables(groups: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many groups with this total."""
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(groups - 1, total - first):
            yield first, *rest


def published(counts: tuple[int, ...], limit: int) -> tuple[int | None, ...]:
    found = suppress(counts, limit)
    cells = [count if shown else None for count, shown in zip(counts, found.shown, strict=True)]
    return (sum(counts) if found.total else None, *cells)


@pytest.mark.parametrize(
    ("groups", "limit", "most"), [(2, 3, 20), (3, 3, 18), (4, 3, 12), (2, 5, 30), (3, 5, 24), (4, 5, 18)]
)
def test_a_reader_who_knows_the_rule_and_tries_every_table_recovers_no_count(
    groups: int, limit: int, most: int
) -> None:
    fitting: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for total in range(most + 1):
        for counts in tables(groups, total):
            fitting[published(counts, limit)].append(counts)
    for seen, possible in fitting.items():
        for place, cell in enumerate(seen[1:]):
            assert cell is not None or len({counts[place] for counts in possible}) > 1, (seen, possible)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=14), st.sampled_from([1, 3, 5, 10]))
def test_small_counts_are_never_shown_and_others_only_hidden_for_their_sake(counts: list[int], limit: int) -> None:
    found = suppress(counts, limit)
    for count, shown in zip(counts, found.shown, strict=True):
        assert not shown or count == 0 or count >= limit
    if limit == 1 or not any(0 < count < limit for count in counts):
        assert all(found.shown)
        assert found.total
    assert found.total or 0 < sum(counts) < limit


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ([0, 12, 8], ["0", "12", "8"]),
        ([0, 79, 13, 14, 7, 3], ["0", "79", "13", "14", "not shown", "not shown"]),
        ([6, 30, 2], ["6", "not shown", "not shown"]),  # who is not recorded goes only when nothing else is left
        ([6, 0, 2], ["not shown", "0", "not shown"]),
        ([0, 1, 5], ["not shown", "not shown", "not shown"]),  # 6 is one and five
        ([0, 4, 4], ["not shown", "not shown", "not shown"]),
        ([1, 2, 0], ["not shown", "not shown", "not shown"]),
    ],
)
def test_what_is_shown(counts: list[int], says: list[str]) -> None:
    found = suppress(counts, 5)
    assert [words(count, shown) for count, shown in zip(counts, found.shown, strict=True)] == says
