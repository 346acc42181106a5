"""The columns of the adults of concern: facts side by side, each with what it counts; never one number of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mapping import words

if TYPE_CHECKING:
    from mapping.network.adults.rows import Adult


class Order(StrEnum):
    """By which column the adults stand in order; its direction belongs to the column."""

    NEWEST = "newest"
    CHILDREN = "children"
    NEW = "new"
    NEW_YOUNGER = "new_younger"
    OPEN = "open"
    HARMED = "harmed"
    AGENCIES = "agencies"
    PLACES = "places"
    SHARED = "shared"
    STANDING = "standing"
    ACTIONS = "actions"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called, what stands first when it orders the list, and what exactly it counts."""

    title: str
    first: str
    help: str


COLUMNS: Mapping[Order, Column] = {
    Order.NEWEST: Column(
        "Newest evidence",
        "newest first",
        "The latest day on which a counted contact was observed or a suspicion, charge or warning was recorded.",
    ),
    Order.CHILDREN: Column(
        "Children",
        "most first",
        "Distinct children tied to the adult within the window: harm alleged to them, seen together, in contact, known,"
        " or recorded at the same event. A child counts once, however many records there are. Contact through family,"
        " home or work does not count unless harm is alleged.",
    ),
    Order.NEW: Column(
        "New",
        "most first",
        "Of these children, those whose first contact lies within the window: nothing ties them to the adult that was"
        " observed or recorded before it. Children of the adult's own family are never new.",
    ),
    Order.NEW_YOUNGER: Column(
        "New and younger",
        "most first",
        "Of the new children, those who were younger at the first contact than the middle (median) age, at first"
        " contact, of all children tied to the adult before them. Nobody counts where there is no earlier child of"
        " known age, or the child's own date of birth is not recorded.",
    ),
    Order.OPEN: Column("Open", "most first", "Of these children, those who are open to the hub now."),
    Order.HARMED: Column(
        "Harmed",
        "most first",
        "Of these children, those recorded as harmed, by anybody. Those only thought to have been harmed do not count.",
    ),
    Order.AGENCIES: Column(
        "Agencies",
        "most first",
        "Agencies that each report at least one of these contacts themselves. Whether one of them only repeats another"
        " is not known.",
    ),
    Order.PLACES: Column(
        "Places",
        "most first",
        "Distinct places recorded of the adult within the window at which two or more distinct children came to harm"
        " (or which are given as hotspots), or where a child who was missing was found. Where a child lives does not"
        " count as found.",
    ),
    Order.SHARED: Column(
        "Shared",
        "most first",
        "Distinct phones, accounts, vehicles and addresses that the adult shares with somebody outside their family and"
        " home.",
    ),
    Order.STANDING: Column(
        "Standing",
        "convicted, then charged, then suspected, then named only",
        "What is recorded of the adult. Suspected is not charged, and charged is not convicted.",
    ),
    Order.ACTIONS: Column(
        "Done so far",
        "none recorded first, then the longest ago",
        "Dated actions on record: child abduction warning notices, charges and convictions of any time; arrests and"
        " stops within the window. Actions that nobody recorded here are not known.",
    ),
}
"""Column -> what it is, in the order in which they stand."""


def adult_facts(row: Adult) -> dict[str, str | int]:
    """The cells of one adult in the order of the columns, the heading first, as the page and the terminal show them."""
    newest = words.day(row.newest) if row.newest else "not recorded"
    counts = {order.value: getattr(row, order.value) for order in COUNTED}
    return {"heading": row.heading, "newest": newest, **counts, "standing": row.standing, "actions": row.done}


COUNTED = (
    Order.CHILDREN,
    Order.NEW,
    Order.NEW_YOUNGER,
    Order.OPEN,
    Order.HARMED,
    Order.AGENCIES,
    Order.PLACES,
    Order.SHARED,
)
"""Columns that are counts."""
