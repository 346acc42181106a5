"""Tests of what the ties say."""
