"""Missing episodes and the figures a panel asks for, month by month: pure functions of a Snapshot."""

from mapping.trends.known import Counted, MissingSettings, counted
from mapping.trends.missing import Missing, missing
from mapping.trends.month import Month, read_month
from mapping.trends.panel import Trends, trends
from mapping.trends.state import TrendSettings

__all__ = [
    "Counted",
    "Missing",
    "MissingSettings",
    "Month",
    "TrendSettings",
    "Trends",
    "counted",
    "missing",
    "read_month",
    "trends",
]
