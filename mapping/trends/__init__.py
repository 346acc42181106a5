"""Missing episodes and the figures a panel asks for, month by month: pure functions of a Snapshot."""
