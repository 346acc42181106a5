"""Places, schools and peer groups as subjects of assessment and care: what happens there, to whom, what keeps safe."""

from mapping.contexts.named import Named, named

__all__ = ["Named", "named"]
