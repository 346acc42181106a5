"""Extract files become checked rows, linked people and sourced statements in the graph."""

from loaders.load import load
from loaders.lock import Busy
from loaders.problem import Problem, Refusal
from loaders.report import FileReport, LoadReport

__all__ = ["Busy", "FileReport", "LoadReport", "Problem", "Refusal", "load"]
