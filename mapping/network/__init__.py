"""What the ties say: projection, ranking, groups and the periphery, all pure functions of a Snapshot."""

from mapping.network.groups import FoundGroup, Groups, GroupSettings, groups
from mapping.network.periphery import PeripherySettings, counts, periphery
from mapping.network.periphery.cards import Card, Periphery, ThinRecord
from mapping.network.periphery.missed import Missed, missed
from mapping.network.projection import Projection, ProjectionSettings, project
from mapping.network.spreading import contributions, degree, label_spreading, pagerank, seed_neighbours
from mapping.questions import TITLES, Question

__all__ = [
    "TITLES",
    "Card",
    "FoundGroup",
    "GroupSettings",
    "Groups",
    "Missed",
    "Periphery",
    "PeripherySettings",
    "Projection",
    "ProjectionSettings",
    "Question",
    "ThinRecord",
    "contributions",
    "counts",
    "degree",
    "groups",
    "label_spreading",
    "missed",
    "pagerank",
    "periphery",
    "project",
    "seed_neighbours",
]
