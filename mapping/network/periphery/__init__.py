"""The five questions of the periphery: which children not open to the hub there is reason to look at, and why."""

from mapping.network.periphery.answer import counts, lists, periphery
from mapping.network.periphery.settings import PeripherySettings

__all__ = ["PeripherySettings", "counts", "lists", "periphery"]
