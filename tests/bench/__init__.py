"""Benchmarks: figures with what a user would pick instead, in one run. `make bench`; not part of the tests."""
