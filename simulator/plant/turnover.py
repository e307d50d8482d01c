"""What one mole of a reaction in the medium books besides species."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Turnover"]


@dataclass(frozen=True)
class Turnover:
    """A reaction in the medium.

    Parameters
    ----------
    name : str
    water, proton : float
        mol made per mol of the equation (negative: used).
    """

    name: str
    water: float
    proton: float
