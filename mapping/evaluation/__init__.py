"""How well the methods find people on labelled networks, on the invented borough and on a hub's own records."""
