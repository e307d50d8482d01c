"""What cells carry with them, as numbers: memories of their fluxes, fluctuation, what holds them back, death."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .errors import StrainError
from .kinetics import Factor, positive

__all__ = ["CellLimit", "Death", "Fluctuation", "Memory"]


@dataclass(frozen=True)
class Memory:
    """A moving average ȳ of a flux, carried by the cells: dȳ/dt = (y − ȳ)/τ in the eyes of a cell.

    Parameters
    ----------
    name : str
        Its name.
    of : str
        The flux: ``"growth"``, ``"<species>_uptake"`` or ``"<species>"``.
    up, down : float
        Time constants while the flux is above or below its average [h].
    start : float
        ȳ of the inoculum where a recipe does not say [mol/kg/h; growth 1/h].
    scale : float
        Typical size of ȳ; only where it turns from up to down is rounded by a hundredth of it.
    """

    name: str
    of: str
    up: float
    down: float
    start: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        positive(self.up, f"time constant 'up' of memory '{self.name}'")
        positive(self.down, f"time constant 'down' of memory '{self.name}'")
        positive(self.scale, f"scale of memory '{self.name}'")
        if not math.isfinite(self.start):
            raise StrainError(f"start of memory '{self.name}' must be a finite number")


@dataclass(frozen=True)
class Fluctuation:
    """How much cells are thrown about: average of |fast − slow|/(slow + scale) of two memories, dimensionless.

    A fast memory does not follow an environment that changes much faster than it can, so the measure grows with
    the time a cell spends in each zone, at the same fraction of time: short circulation harms less than long.

    Parameters
    ----------
    name : str
        Its name; a ``rise`` factor can refer to it.
    fast, slow : str
        Memories of one flux.
    time : float
        Time constant of the average [h].
    scale : float
        Added to the slow memory, so that resting cells do not divide by zero [unit of the memories].
    start : float
        Value of the inoculum.
    """

    name: str
    fast: str
    slow: str
    time: float
    scale: float
    start: float = 0.0

    def __post_init__(self) -> None:
        positive(self.time, f"time constant of fluctuation '{self.name}'")
        positive(self.scale, f"scale of fluctuation '{self.name}'")


@dataclass(frozen=True)
class CellLimit:
    """A parameter cannot outrun what cells are prepared for: θ ≤ max(headroom·ȳᵉ, floor).

    Parameters
    ----------
    parameter : str
        Of the flux problem.
    memory : str
        Gives ȳ.
    headroom : float
        How far above their average cells can go at once; with e = ½ and √µ_sat the law of Korem Kohanim et al.
        (2018), doi:10.1016/j.celrep.2018.05.007, for growth after an upshift.
    floor : float
        What they can always do [unit of the parameter].
    exponent : float
        e, above 0 and at most 1.
    """

    parameter: str
    memory: str
    headroom: float
    floor: float
    exponent: float = 1.0

    def __post_init__(self) -> None:
        positive(self.headroom, f"headroom of '{self.parameter}'")
        if not 0.0 < self.exponent <= 1.0:
            raise StrainError(f"exponent of the limit of '{self.parameter}' is above 0 and at most 1")
        if not math.isfinite(self.floor) or self.floor < 0.0 or (self.exponent < 1.0 and not self.floor):
            raise StrainError(
                f"floor of '{self.parameter}' must be a finite number, not below 0 (above it for a power)"
            )


@dataclass(frozen=True)
class Death:
    """First-order death: viable biomass becomes dead biomass of the same composition, which takes part in nothing.

    Parameters
    ----------
    rate : float
        With every factor at 1 [1/h].
    factors : tuple of Factor
        Multiplied with each other and with `rate`.
    """

    rate: float
    factors: tuple[Factor, ...] = ()

    def __post_init__(self) -> None:
        positive(self.rate, "death rate")
