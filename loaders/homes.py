"""In which area children live and are placed, by postcode: an area at most, never a point."""

from __future__ import annotations

from loaders.check import Checked
from loaders.gazetteer import Gazetteer

IN_AREA, OUT_OF_AREA = "in_area", "out_of_area"


def homes(checked: Checked, gazetteer: Gazetteer) -> None:
    """Look up the areas of the postcodes of homes and placements in a source that has such columns (`home_postcodes`).

    Raises
    ------
    Refusal
        A look-up of the gazetteer is damaged.
    """
    columns = checked.source.extra.get("home_postcodes", ())
    given = {cell for name in columns for _, cell in checked.filled(name)}
    if not given:
        return
    checked.areas = gazetteer.areas(given)
    for place in range(len(checked.numbers)):
        if found := home_area(checked, place) if checked.source.name == "children" else placed(checked, place):
            checked.derived[place] = found
    unknown = len(given) - len(checked.areas)
    if unknown and gazetteer.holds("postcodes"):
        checked.notes.append(
            f"{unknown:,} of the {len(given):,} postcodes of homes and placements are in no look-up that is loaded: "
            "their areas are not known."
        )


def home_area(checked: Checked, place: int) -> str:
    """The small area of a child's home, by its postcode; `""` when it is not known."""
    found = checked.areas.get(checked.values["home_postcode"][place])
    return found.lsoa if found else ""


def placed(checked: Checked, place: int) -> str:
    """Whether a placement lies in the district of the child's home: `in_area`, `out_of_area`, `""` when not known."""
    home, placement = (checked.areas.get(checked.values[name][place]) for name in ("HOME_POST", "PL_POST"))
    if not (home and placement and home.district and placement.district):
        return ""
    return IN_AREA if home.district == placement.district else OUT_OF_AREA
