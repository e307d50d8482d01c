"""Many runs: so far the validation against published experiments."""

from .validate import Outcome, validate

__all__ = ["Outcome", "validate"]
