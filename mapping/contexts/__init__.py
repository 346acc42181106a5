"""Places, schools and peer groups as subjects of assessment and care: what happens there, to whom, what keeps safe."""

from mapping.contexts.change import Change, before_after
from mapping.contexts.context import Context, context
from mapping.contexts.named import Named, named
from mapping.contexts.plan import Plan
from mapping.contexts.reading import Reading, read
from mapping.contexts.register import Line, Register, register
from mapping.contexts.settings import ContextSettings, NoContext

__all__ = [
    "Change",
    "Context",
    "ContextSettings",
    "Line",
    "Named",
    "NoContext",
    "Plan",
    "Reading",
    "Register",
    "before_after",
    "context",
    "named",
    "read",
    "register",
]
