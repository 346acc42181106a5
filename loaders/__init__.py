"""Extract files become checked rows, linked people and sourced statements in the graph."""

from loaders.loading import load, recognise
from loaders.lock import Busy
from loaders.problem import Problem, Refusal
from loaders.report import FileReport, LoadReport
from loaders.templates import template

__all__ = ["Busy", "FileReport", "LoadReport", "Problem", "Refusal", "load", "recognise", "template"]
