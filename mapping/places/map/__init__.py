"""The map of places as a picture that asks nobody for anything: its layers, its base map, and what is taken along."""

from mapping.places.map.layers import MapSettings, icon_of, legend, may_draw
from mapping.places.map.offline import HEIGHT, MapView, OfflineMap, map_view, place_map

__all__ = ["HEIGHT", "MapSettings", "MapView", "OfflineMap", "icon_of", "legend", "map_view", "may_draw", "place_map"]
