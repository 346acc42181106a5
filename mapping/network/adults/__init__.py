"""The known adults of concern: facts side by side with their evidence, never a score, never a child."""

from mapping.adult_columns import Order
from mapping.network.adults.listed import TITLE, AdultSettings, adults, ordinal
from mapping.network.adults.rows import Adult, Adults

__all__ = ["TITLE", "Adult", "AdultSettings", "Adults", "Order", "adults", "ordinal"]
