"""One simulation: drive the kernel, read its rows, tell what happened."""

from .api import run
from .result import Result
from .simulate import simulate, simulate_many

__all__ = ["Result", "run", "simulate", "simulate_many"]
