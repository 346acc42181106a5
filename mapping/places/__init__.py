"""What the map of harm rests on: geography, the spatial scan, hotspots and the map itself, all pure."""
