"""What is known to scatter around a simulated quantity, and how far."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from .measures import Factor, complain
from .model import Part, Text

__all__ = ["Uncertain", "Uncertainty"]

Uncertain = Literal["oxygen_demand"]
"""What a strain can state an uncertainty of."""


class Uncertainty(Part):
    """Interval of a quantity of the cells, as factors of the simulated value."""

    low: Factor
    high: Factor
    source: Text
    """Author, year; of what kind the interval is."""
    note: Text = ""

    @model_validator(mode="after")
    def _check(self) -> Uncertainty:
        if not self.low <= 1.0 <= self.high:
            raise complain("the factors enclose 1, the simulated value", "low")
        return self
