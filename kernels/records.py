"""Record layouts the kernels read: one vessel, one operation, one recipe phase, one stopping rule.

Everything is in the house's kernel units (hour, m³, kg, mol, K, bar, W) except where a field says
otherwise; the stirrer speed and the geometry feed SI correlations and are in 1/s and m.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .atlas import Atlas

__all__ = [
    "CONDITION",
    "CURSOR",
    "FACTOR",
    "OPERATION",
    "PHASE",
    "VESSEL",
    "Batch",
    "Layout",
    "Plant",
]

VESSEL = np.dtype(
    [
        ("kind", "i8"),  # 0 sparged stirred tank, 1 shaken flask (gas enters through the surface)
        ("kla_code", "i8"),  # correlation, see transfer.kla
        ("kla_factor", "f8"),  # multiplier on every kLa, dimensionless
        ("total_volume", "f8"),  # m³, liquid and gas
        ("working_volume", "f8"),  # m³, highest liquid volume
        ("area", "f8"),  # m², cross-section
        ("diameter", "f8"),  # m
        ("impeller_count", "f8"),
        ("impeller_diameter", "f8"),  # m
        ("impeller_clearance", "f8"),  # m, bottom to the lowest impeller
        ("impeller_spacing", "f8"),  # m, between impellers
        ("power_number", "f8"),  # of one impeller, turbulent
        ("gassed_a", "f8"),  # Michel & Miller factor, SI
        ("gassed_b", "f8"),  # Michel & Miller exponent
        ("motor_power", "f8"),  # W at the shaft
        ("hydrostatic", "f8"),  # 1 counts the liquid head, 0 ignores it (loss attribution)
        ("cooling_conductance", "f8"),  # W/K, U·A of jacket and coil
        ("coolant_temperature", "f8"),  # K, mean
        ("shaking_speed", "f8"),  # 1/s; this and the next two: flasks only
        ("shaking_diameter", "f8"),  # m
        ("osmolality", "f8"),  # osmol/kg
    ],
    align=True,
)

OPERATION = np.dtype(
    [
        ("temperature", "f8"),  # K
        ("ph", "f8"),
        ("head_pressure", "f8"),  # bar absolute
        ("density", "f8"),  # kg/m³
        ("oxygen_solubility", "f8"),  # of the medium relative to water
        ("carbon_dioxide_transfer", "f8"),  # kLa of CO2 over kLa of O2
        ("dot_set_point", "f8"),  # % of calibration
        ("stirrer_low", "f8"),  # 1/s
        ("stirrer_high", "f8"),  # 1/s
        ("gas_low", "f8"),  # mol/h dry
        ("gas_high", "f8"),  # mol/h dry
        ("oxygen_low", "f8"),  # mole fraction in dry inlet gas
        ("oxygen_high", "f8"),
        ("carbon_dioxide_inlet", "f8"),  # mole fraction in dry inlet gas
        ("cascade_gain", "f8"),  # cascade stages per 100 % of DO error
        ("cascade_time", "f8"),  # h, integral time
        ("ammonium_set_point", "f8"),  # mol/m³
        ("ammonia_gain", "f8"),  # 1/h; 0 switches dosing off
        ("neutralisation", "f8"),  # kJ/mol NH3, heat of NH3(aq) + H+ -> NH4+
        ("feed_factor", "f8"),  # multiplier on every feed rate
        ("end", "f8"),  # h, clock time at which the run ends
        # what follows is derived by start.prepare
        ("vapour_pressure", "f8"),  # bar, water at the broth temperature
        ("oxygen_henry", "f8"),  # mol/m³/bar in the medium
        ("carbon_dioxide_henry", "f8"),  # mol/m³/bar
        ("carbon_dioxide_fraction", "f8"),  # share of inorganic carbon that is CO2(aq) at the set pH
        ("oxygen_calibration", "f8"),  # mol/m³ that the probe calls 100 %
    ],
    align=True,
)

PHASE = np.dtype(
    [
        ("feed_kind", "i8"),  # see recipe.py
        ("stream", "i8"),
        ("rate", "f8"),  # m³/h
        ("growth_rate", "f8"),  # 1/h
        ("biomass_yield", "f8"),  # kg biomass per mol of the limiting substrate
        ("substrate", "i8"),  # species index the exponential feed is computed from
        ("first_condition", "i8"),
        ("last_condition", "i8"),  # exclusive
        ("timeout", "f8"),  # h after the phase began
    ],
    align=True,
)

CONDITION = np.dtype([("signal", "i8"), ("sign", "f8"), ("threshold", "f8"), ("scale", "f8")], align=True)
"""A phase ends when sign·(signal − threshold) > 0; `scale` makes the distance dimensionless."""

FACTOR = np.dtype(
    [("parameter", "i8"), ("kind", "i8"), ("species", "i8"), ("constant", "f8"), ("second", "f8")], align=True
)

CURSOR = np.dtype(
    [
        ("time", "f8"),  # h
        ("step", "f8"),  # h, next step to try
        ("error", "f8"),  # last accepted error norm
        ("region", "i8"),
        ("phase", "i8"),
        ("phase_start", "f8"),  # h
        ("rate_at_start", "f8"),  # m³/h, feed rate when the phase began
        ("inventory_at_start", "f8"),  # kg biomass when the phase began
        ("output", "i8"),  # next row of the output grid
        ("steps", "i8"),
        ("rejected", "i8"),
        ("crossings", "i8"),  # critical regions entered
        ("events", "i8"),  # rows used in the event log
        ("status", "i8"),
    ],
    align=True,
)


class Layout(NamedTuple):
    """Sizes and positions of the state vector; the same for every run of a batch.

    State: volume | biomass, species … | gas O2 CO2 N2 | headspace O2 CO2 N2 | cascade integral ||
    ledgers (remaining flux outputs) | stream volumes | gas in, gas out | stirring, total heat.
    Everything left of the double bar can influence a derivative; what is right of it cannot.
    """

    species: int
    outputs: int
    streams: int
    oxygen: int
    carbon_dioxide: int
    ammonium: int
    ammonia_stream: int


class Plant(NamedTuple):
    """One run, as the right-hand side sees it."""

    layout: Layout
    vessel: np.void
    operation: np.void
    maximum: NDArray[np.float64]
    factors: NDArray[np.void]
    streams: NDArray[np.float64]
    phases: NDArray[np.void]
    conditions: NDArray[np.void]
    atlas: Atlas


class Batch(NamedTuple):
    """Many runs that share a strain and a recipe's structure; the first axis of each array is the run."""

    layout: Layout
    vessel: NDArray[np.void]
    operation: NDArray[np.void]
    maximum: NDArray[np.float64]
    factors: NDArray[np.void]
    streams: NDArray[np.float64]
    phases: NDArray[np.void]
    conditions: NDArray[np.void]
    atlas: Atlas
