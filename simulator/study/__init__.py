"""Many runs: so far the validation against published experiments."""

from .steady import SteadyTable
from .validate import Outcome, chemostat_tables, validate

__all__ = ["Outcome", "SteadyTable", "chemostat_tables", "validate"]
