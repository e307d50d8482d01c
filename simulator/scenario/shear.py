"""What turbulence the cells of a strain bear."""

from __future__ import annotations

from .measures import Circulation, Dissipation, Length, Velocity
from .model import Part
from .sourced import Sourced

__all__ = ["Shear"]


class Shear(Part):
    """Limits that a run is held against; nothing happens to the cells beyond them."""

    dissipation: Sourced[Dissipation] | None = None
    """W/kg near the blades, Np N³ D² with the gassed power number (Croughan, Hamel & Wang 1987)."""
    eddies: Sourced[Length] | None = None
    """m, Kolmogorov length at the mean dissipation below which cells or their carriers are hurt."""
    circulation: Sourced[Circulation] | None = None
    """W/m³/s, energy dissipation circulation function (Justen et al. 1996), which breaks hyphae."""
    tip_speed: Sourced[Velocity] | None = None
    """m/s of the blades' tips: a rule of the trade for animal cells rather than a cause."""
