"""The known adults of concern: facts side by side with their evidence, never a score, never a child."""

from mapping.network.adults.listed import TITLE, AdultSettings, adults, ordinal

__all__ = ["TITLE", "AdultSettings", "adults", "ordinal"]
