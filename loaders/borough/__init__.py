"""The fictional borough of Ottermere: writes extracts in the formats that hubs have; it never touches the graph."""

from loaders.borough.extracts import Written
from loaders.borough.generate import Manifest, generate

__all__ = ["Manifest", "Written", "generate"]
