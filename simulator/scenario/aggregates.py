"""Cells that live in aggregates: what a strain says about their size."""

from __future__ import annotations

from .measures import Diffusivity, Length, MolarConcentration, Packing
from .model import Part
from .sourced import Sourced

__all__ = ["Aggregates"]


class Aggregates(Part):
    """Spheres of cells that grow together; their number stays, unless the outflow takes some."""

    diameter: Sourced[Length]
    """m, mean of those that the inoculated cells gather to."""
    packing: Sourced[Packing]
    """Dry mass of cells per volume of aggregate [kg/m³]."""
    diffusivity: Sourced[Diffusivity]
    """Of oxygen between the cells [m²/s]."""
    half_oxygen: Sourced[MolarConcentration]
    """Oxygen at which a cell respires half as fast [mol/m³]."""
    critical: Sourced[Length]
    """m, diameter above which quality is lost."""
