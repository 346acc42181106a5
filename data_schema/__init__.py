"""The contract as data: every word of Kith (kinds, ties, roles, codes, extracts, policy) read from this folder once."""

from data_schema.model import (
    Code,
    CodeList,
    Column,
    EntityKind,
    Policy,
    RoleKind,
    Schema,
    Source,
    Standing,
    TieKind,
)
from data_schema.reader import SchemaError, schema

__all__ = [
    "Code",
    "CodeList",
    "Column",
    "EntityKind",
    "Policy",
    "RoleKind",
    "Schema",
    "SchemaError",
    "Source",
    "Standing",
    "TieKind",
    "schema",
]
