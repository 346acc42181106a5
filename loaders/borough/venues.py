"""Puts places and schools on the ground: those of the atlas, and more of them for boroughs larger than Ottermere."""

from __future__ import annotations

import random
from dataclasses import dataclass

from loaders.borough import atlas, names
from loaders.borough.ground import Ground, warped

CHILDREN_PER_SET = 400
PUPILS_PER_SCHOOL = 900
"""Children in view to one school, before a large borough gets another."""


@dataclass(slots=True)
class Place:
    """A named place on the ground."""

    id: str
    key: str
    name: str
    kind: str
    x: float  # metres from the borough's origin
    y: float
    area: int  # index of the small area
    postcode: str
    street: str = ""
    owner: str = ""
    guardianship: str = ""
    out: bool = True


@dataclass(slots=True)
class School:
    """A school on the ground."""

    urn: str
    name: str
    phase: str
    x: float
    y: float
    area: int
    postcode: str
    roll: int


def places(rng: random.Random, ground: Ground, children: int) -> list[Place]:
    """The places of the atlas, and four more for every further set of stories."""
    found = []
    for nth, site in enumerate(atlas.SITES, start=1):
        x, y = warped(site.x, site.y)
        found.append(
            Place(
                f"PL-{nth:03d}", site.key, site.name, site.kind, x, y, ground.area_of(x, y),
                names.postcode(rng, 1 + nth % 9), site.street, site.owner, site.guardianship, site.out,
            )
        )  # fmt: skip
    kinds = ("food", "retail", "park", "street", "address", "address", "hotel", "station")
    for nth in range(max(0, children // CHILDREN_PER_SET - 1) * 4):
        x, y, area = _somewhere(rng, ground)
        kind = kinds[nth % len(kinds)]
        street = f"{names.surname(rng, 'british').split('-')[0]} {rng.choice(['Row', 'Cut', 'Rise', 'Yard', 'Steps'])}"
        number = rng.randrange(1, 90)
        label = {"food": "Fryer", "retail": "shops", "park": "Green", "street": "underpass", "hotel": "Lodge"}
        name = f"{number} {street}" if kind == "address" else f"{street} {label.get(kind, 'Halt')}"
        found.append(
            Place(
                f"PL-{len(found) + 1:03d}", f"more{nth}", name, kind, x, y, area, names.postcode(rng, 1 + nth % 9),
                street, out=kind != "address",
            )
        )  # fmt: skip
    return found


def schools(rng: random.Random, ground: Ground, children: int) -> list[School]:
    """The schools of the atlas, and more when there are more pupils in view than they could hold."""
    found = []
    for nth, site in enumerate(atlas.SCHOOLS, start=1):
        x, y = warped(site.x, site.y)
        code = names.postcode(rng, 1 + nth % 9)
        found.append(School(f"19{nth:04d}", site.name, site.phase, x, y, ground.area_of(x, y), code, site.roll))
    for nth in range(len(found) + 1, children // PUPILS_PER_SCHOOL + 1):
        x, y, area = _somewhere(rng, ground)
        name = f"{names.surname(rng, 'british')} Academy"
        found.append(School(f"19{nth:04d}", name, "secondary", x, y, area, names.postcode(rng, 9), 1100))
    return found


def _somewhere(rng: random.Random, ground: Ground) -> tuple[float, float, int]:
    """A random spot near the middle of a random small area."""
    area = rng.randrange(len(ground.areas))
    middle = ground.areas[area].shape.centroid
    return round(middle.x + rng.uniform(-150, 150), 1), round(middle.y + rng.uniform(-150, 150), 1), area
