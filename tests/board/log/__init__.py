"""Tests of the log of a board."""
