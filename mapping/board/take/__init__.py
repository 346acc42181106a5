"""A board to take along: picture, page, minutes, table and presentation, each of which says what it is and for whom."""
