"""data: not built yet."""

from __future__ import annotations

from mapping.pages import _frame


def render() -> None:
    """Draw the page."""
    _frame.page_title("Data")
