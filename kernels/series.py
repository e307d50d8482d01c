"""Correlations of all rows of a run at once: one compiled loop each, arrays in and an array out."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .acidbase import ammonia_fraction
from .column import mixing_time_column
from .gas import hydrostatic_pressure
from .henry import ammonia_henry
from .hydration import hydration_constant
from .impeller import flooding_flow_number, froude
from .jit import kernel
from .mixing import mixing_time
from .shear import circulation_function, kolmogorov_length, local_dissipation
from .viscosity import cavern_ratio

__all__ = [
    "ammonia_fractions",
    "ammonia_henries",
    "cavern_ratios",
    "circulation_functions",
    "flooding_flow_numbers",
    "hydration_constants",
    "hydrostatic_pressures",
    "kolmogorov_lengths",
    "local_dissipations",
    "mixing_times",
    "mixing_times_column",
]

Rows = NDArray[np.float64]


@kernel
def ammonia_fractions(ph: Rows, temperature: Rows) -> Rows:
    """`ammonia_fraction` [-]."""
    found = np.empty(ph.size)
    for row in range(found.size):
        found[row] = ammonia_fraction(ph[row], temperature[row])
    return found


@kernel
def ammonia_henries(temperature: Rows) -> Rows:
    """`ammonia_henry` [mol/m³/bar]."""
    found = np.empty(temperature.size)
    for row in range(found.size):
        found[row] = ammonia_henry(temperature[row])
    return found


@kernel
def cavern_ratios(
    power_number: float, density: float, stirrer_speed: Rows, impeller_diameter: float, yield_stress: Rows
) -> Rows:
    """`cavern_ratio` [-]."""
    found = np.empty(stirrer_speed.size)
    for row in range(found.size):
        found[row] = cavern_ratio(power_number, density, stirrer_speed[row], impeller_diameter, yield_stress[row])
    return found


@kernel
def circulation_functions(
    power: Rows,
    stirrer_speed: Rows,
    impeller_diameter: float,
    blade_height: float,
    flow_number: float,
    volume: Rows,
) -> Rows:
    """`circulation_function` [W/m³/s]."""
    found = np.empty(power.size)
    for row in range(found.size):
        found[row] = circulation_function(
            power[row], stirrer_speed[row], impeller_diameter, blade_height, flow_number, volume[row]
        )
    return found


@kernel
def flooding_flow_numbers(diameter_ratio: float, stirrer_speed: Rows, impeller_diameter: float) -> Rows:
    """`flooding_flow_number` [-] of stirrer speeds [1/s]."""
    found = np.empty(stirrer_speed.size)
    for row in range(found.size):
        found[row] = flooding_flow_number(diameter_ratio, froude(stirrer_speed[row], impeller_diameter))
    return found


@kernel
def hydration_constants(temperature: Rows) -> Rows:
    """`hydration_constant` [1/h]."""
    found = np.empty(temperature.size)
    for row in range(found.size):
        found[row] = hydration_constant(temperature[row])
    return found


@kernel
def hydrostatic_pressures(head_pressure: Rows, density: float, depth: Rows) -> Rows:
    """`hydrostatic_pressure` [bar] below clear liquid."""
    found = np.empty(head_pressure.size)
    for row in range(found.size):
        found[row] = hydrostatic_pressure(head_pressure[row], density, depth[row], 0.0)
    return found


@kernel
def kolmogorov_lengths(kinematic_viscosity: Rows, dissipation: Rows) -> Rows:
    """`kolmogorov_length` [m]; infinite where nothing is dissipated."""
    found = np.empty(kinematic_viscosity.size)
    for row in range(found.size):
        found[row] = (
            kolmogorov_length(kinematic_viscosity[row], dissipation[row]) if dissipation[row] > 0.0 else math.inf
        )
    return found


@kernel
def local_dissipations(power_number: Rows, stirrer_speed: Rows, impeller_diameter: float, share: float) -> Rows:
    """`local_dissipation` [W/kg]."""
    found = np.empty(power_number.size)
    for row in range(found.size):
        found[row] = local_dissipation(power_number[row], stirrer_speed[row], impeller_diameter, share)
    return found


@kernel
def mixing_times(
    power_number: float,
    impeller_count: Rows,
    stirrer_speed: Rows,
    impeller_diameter: float,
    tank_diameter: float,
    liquid_height: Rows,
    density: float,
    viscosity: Rows,
) -> Rows:
    """`mixing_time` [s]."""
    found = np.empty(impeller_count.size)
    for row in range(found.size):
        found[row] = mixing_time(
            power_number,
            impeller_count[row],
            stirrer_speed[row],
            impeller_diameter,
            tank_diameter,
            liquid_height[row],
            density,
            viscosity[row],
        )
    return found


@kernel
def mixing_times_column(diameter: float, liquid_height: Rows, gas_velocity: Rows) -> Rows:
    """`mixing_time_column` [s]; infinite without gas."""
    found = np.empty(liquid_height.size)
    for row in range(found.size):
        found[row] = (
            mixing_time_column(diameter, liquid_height[row], gas_velocity[row]) if gas_velocity[row] > 0.0 else math.inf
        )
    return found
