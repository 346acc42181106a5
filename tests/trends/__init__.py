"""Tests of mapping.trends: scenes counted by hand."""
