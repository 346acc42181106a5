"""Tells by its columns which source a file is, and says in doubt which ones it could be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data_schema import Source, schema
from loaders.columns import Match, match
from loaders.limits import LIMITS, Limits
from loaders.problem import Refusal, shown
from loaders.words import clean


class InDoubt(Refusal):
    """The columns fit several sources equally well."""

    def __init__(self, candidates: Sequence[str]) -> None:
        super().__init__(
            f"By its columns this file could be {' or '.join(candidates)}. Say which with --source {candidates[0]}, "
            "or on the Data page.",
            "source_in_doubt",
            row=1,
        )
        self.candidates = tuple(candidates)

    def by_name(self, stem: str) -> Source | None:
        """The one candidate that the file's own name speaks of: `children`, `2026-10 Children`."""
        said = "".join(letter if letter.isalnum() else "_" for letter in stem.casefold())
        found = [name for name in self.candidates if name in said]
        return schema().sources[found[0]] if len(found) == 1 else None


_UNREAD = {
    "SDQ_SCORE": "SSDA903 OC2 (outcomes of children looked after)",
    "IN_TOUCH": "SSDA903 OC3 (young people who have left care)",
    "REVIEW_CODE": "SSDA903 reviews",
    "DUC": "SSDA903 UASC (unaccompanied children)",
    "PREV_PERM": "SSDA903 previous permanence",
    "DATE_INT": "SSDA903 AD1 (adoption)",
    "DATE_PLACED_CEASED": "SSDA903 placed for adoption",
    "SW_ID": "SSDA903 social workers",
}
"""Columns by which to know files that hubs have and Kith does not read, so that nobody is told to mend them."""
_NEAR = 20
"""How many rows may stand above a header for it to be looked for."""


def tables() -> list[Source]:
    """The sources that are tables."""
    return [source for source in schema().sources.values() if source.format == "table"]


def known_columns(header: Sequence[str]) -> int:
    """How many columns the source that fits best finds in this header."""
    best = 0
    for source in tables():
        try:
            best = max(best, match(source, header).found)
        except Refusal:  # a doubled column is still a known one
            best = max(best, 2)
    return best


def named(name: str) -> Source:
    """The source of that name.

    Raises
    ------
    Refusal
        There is none; the message lists those there are.
    """
    found = schema().loadable().get(name.strip().casefold())
    if found is None:
        raise Refusal(
            f"There is no source “{shown(name)}”. Kith knows: {', '.join(schema().loadable())}.", "unknown_source"
        )
    return found


def settle(header: Sequence[str], sources: Iterable[Source], wanted: Source | None, limits: Limits = LIMITS) -> Match:
    """The one source whose columns this header names.

    Raises
    ------
    Refusal
        No header, too many columns, none fits (with the columns that are missing), or several fit equally well.
    """
    check_header(header, limits)
    if wanted is not None:
        found = match(wanted, header)
        if found.missing:
            raise Refusal(
                f"This is not {_article(wanted)}: {_columns(found.missing)} missing. It has: {_listed(header)}.",
                "missing_column",
                row=1,
                column=found.missing[0],
            )
        return found
    matches = [match(source, header) for source in sources]
    whole = sorted((found for found in matches if found.whole), key=lambda found: -found.found)
    if whole and (len(whole) == 1 or whole[0].found > whole[1].found):
        return whole[0]
    if whole:
        raise InDoubt([found.source.name for found in whole if found.found == whole[0].found])
    raise _none_fits(header, matches)


def below_title(refusal: Refusal, records: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Reports often put a title over the table: refuse with the row where the header really is, if it is near.

    Raises
    ------
    Refusal
        The header stands on a later row.
    """
    if refusal.rule not in {"no_header", "unknown_columns", "wrong_delimiter", "missing_column"}:
        return
    for number, cells in records:
        if number > _NEAR:
            return
        if known_columns(cells) >= 3:
            raise Refusal(
                f"The header seems to be on row {number}. Delete the rows above it and load the file again.",
                "header_not_first",
                row=number,
            ) from refusal


def _none_fits(header: Sequence[str], matches: list[Match]) -> Refusal:
    for cell in header:
        if table := _UNREAD.get(clean(cell).upper()):
            return Refusal(
                f"This is {table}, which Kith does not read. Nothing in it was read. {_readable()}", "source_not_read"
            )
    near = max(matches, key=lambda found: (found.found - len(found.missing), found.found), default=None)
    if near is None or near.found == 0:
        return Refusal(
            f"The first row names no column that Kith knows; it holds: {_listed(header)}. "
            "If the header is missing, put it back; `kith sources` lists the columns of each source.",
            "no_header",
            row=1,
        )
    if len(near.missing) >= near.found:
        return Refusal(
            f"The columns of this file ({_listed(header)}) are those of no source that Kith knows. {_readable()}",
            "unknown_columns",
            row=1,
        )
    return Refusal(
        f"This file looks most like {_article(near.source)}, but {_columns(near.missing)} missing. "
        f"It has: {_listed(header)}. Add or rename the column, or name the right source.",
        "missing_column",
        row=1,
        column=near.missing[0],
    )


def check_header(header: Sequence[str], limits: Limits = LIMITS) -> None:
    """Refuse a header that no extract can have."""
    if len(header) > limits.columns:
        raise Refusal(
            f"The file has {len(header):,} columns; Kith reads up to {limits.columns}. Keep the columns of one source.",
            "too_many_columns",
            row=1,
        )
    if any("\x00" in cell for cell in header):
        raise Refusal("The header holds NUL bytes: the file is damaged or no text. Export it again.", "nul_byte", row=1)
    if not any(clean(cell) for cell in header):
        raise Refusal(
            "The first row is empty where the column names should be. Put the header back.", "no_header", row=1
        )
    if len(header) == 1 and known_columns(header) == 0:
        raise Refusal(
            f"Only one column was found (“{shown(header[0])}”). Columns are separated by a comma, semicolon, tab or |. "
            "Save the file as CSV again.",
            "wrong_delimiter",
            row=1,
        )


def _readable() -> str:
    names = ", ".join(schema().loadable())
    return f"Kith reads: {names}; `kith sources` says what each is, `kith template` writes an empty one."


def _article(source: Source) -> str:
    return f"the source {source.name} ({source.title})"


def _columns(names: Sequence[str]) -> str:
    return f"the column {names[0]} is" if len(names) == 1 else f"the columns {', '.join(names)} are"


def _listed(header: Sequence[str]) -> str:
    names = [shown(clean(cell))[:40] for cell in header if clean(cell)]
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def known_boundaries(header: Sequence[str]) -> bool:
    """True when these columns have an area's name, and its code or the set of the hub's own areas that it is of."""
    found = match(schema().sources["boundaries"], header)
    return found.whole and bool({"area_code", "area_set"} & found.places.keys())
