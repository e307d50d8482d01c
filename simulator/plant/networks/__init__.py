"""Builders of compartment networks, and their checks."""

from .airlift import airlift_loop
from .build import build_network, feed_places, network_of
from .chain import axial_chain, bubble_column
from .check import MOST_COMPARTMENTS, check_network
from .loop_geometry import Stack, stack_of
from .loops import CUI, VRABEL, Constants, impeller_loops
from .simple import ideal, tank_and_plug, two_tanks
from .table import table_network

__all__ = [
    "CUI",
    "MOST_COMPARTMENTS",
    "VRABEL",
    "Constants",
    "Stack",
    "airlift_loop",
    "axial_chain",
    "bubble_column",
    "build_network",
    "check_network",
    "feed_places",
    "ideal",
    "impeller_loops",
    "network_of",
    "stack_of",
    "table_network",
    "tank_and_plug",
    "two_tanks",
]
