"""Builders of compartment networks, and their checks."""

from .chain import axial_chain, bubble_column
from .check import MOST_COMPARTMENTS, check_network
from .loop_geometry import Stack, stack_of
from .loops import CUI, VRABEL, Constants, impeller_loops
from .simple import ideal, tank_and_plug, two_tanks

__all__ = [
    "CUI",
    "MOST_COMPARTMENTS",
    "VRABEL",
    "Constants",
    "Stack",
    "axial_chain",
    "bubble_column",
    "check_network",
    "ideal",
    "impeller_loops",
    "stack_of",
    "tank_and_plug",
    "two_tanks",
]
