"""The dynamic FBA batch that every way of doing it is measured on, stated once.

Cobra's models of *E. coli* as they are shipped, maintenance included: the core (`textbook`) and the genome-scale one
(`iJO1366`), which is only forbidden to secrete Fe3+ (a loop with Fe2+ would stand in for oxygen) and to use its second
biomass reaction. Biomass X [g/L], glucose G, acetate A and oxygen O [mmol/L]; uptake capacities 10 G/(0.015 + G),
3 A/(0.1 + A) and 15 O/(0.024 + O) mmol/gDW/h; oxygen transfer 100 1/h to a saturation of 0.2 mmol/L, from a gas that
does not change. Among the optima the fluxes are those of the lexicographic order growth, glucose, acetate, oxygen,
each exchange as large as it can be, so that little is taken up and acetate is given off. Where nothing pays for
maintenance, its shortfall is as small as it can be, before everything else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.gas import mean_pressure
from ..kernels.solubility import oxygen_henry, water_vapour_pressure
from ..kernels.transfer_flask import kla_flask
from ..simulator.run.trajectory import Trajectory
from ..simulator.scenario import Scenario
from ..strains import Strain

__all__ = [
    "EXCHANGES",
    "GENOME",
    "HALF",
    "KLA",
    "MAINTENANCE",
    "MAXIMUM",
    "SATURATION",
    "START",
    "TEXTBOOK",
    "Organism",
    "achieved_error",
    "balance",
    "batch_scenario",
    "capacities",
    "concentrations",
    "grid",
    "truth",
]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Organism:
    """A model bundled with cobra and how it grows.

    Parameters
    ----------
    model : str
        Its name.
    biomass : str
        Reaction whose flux is growth.
    bounds : tuple of (str, float, float)
        Reactions bounded otherwise than shipped [mmol/gDW/h].
    """

    model: str
    biomass: str
    bounds: tuple[tuple[str, float, float], ...] = ()


TEXTBOOK = Organism("textbook", "Biomass_Ecoli_core")
GENOME = Organism(
    "iJO1366",
    "BIOMASS_Ec_iJO1366_core_53p95M",
    (("EX_fe3_e", -1000.0, 0.0), ("BIOMASS_Ec_iJO1366_WT_53p95M", 0.0, 0.0)),
)
MAINTENANCE = "ATPM"  # in both; its lower bound is enforced
EXCHANGES = MappingProxyType({"glucose": "EX_glc__D_e", "acetate": "EX_ac_e", "oxygen": "EX_o2_e"})
MAXIMUM = np.array([10.0, 3.0, 15.0])  # mmol/gDW/h, in the order of EXCHANGES
HALF = np.array([0.015, 0.1, 0.024])  # mmol/L
KLA = 100.0  # 1/h
SATURATION = 0.2  # mmol/L
START = np.array([0.1, 10.0, 0.0, SATURATION])
INTERVAL = 0.1  # h between rows

# A flask whose closure hardly closes: a millilitre breathes half a litre of air that is renewed ten thousand times
# an hour, so the gas stays what it was (to 2e-7).
VOLUME = 1e-6  # m³
DIAMETER = 0.1  # m
SHAKING = (250.0 / 60.0, 0.025)  # 1/s, m
TEMPERATURE = 310.15  # K
PRESSURE = 1.01325  # bar absolute
DENSITY = 1000.0  # kg/m³
OXYGEN_IN_AIR = 0.2095  # mole fraction


def grid(hours: float) -> Array:
    """Times [h] at which the states are compared."""
    return np.linspace(0.0, hours, round(hours / INTERVAL) + 1)


def capacities(state: Array) -> Array:
    """Uptake capacities [mmol/gDW/h], in the order of `EXCHANGES`; below zero there is nothing to take up."""
    outside = np.maximum(state[1:], 0.0)
    return np.asarray(MAXIMUM * outside / (HALF + outside))


def balance(state: Array, fluxes: Array) -> Array:
    """Time derivative of the state from growth [1/h] and the exchanges [mmol/gDW/h]."""
    slope = fluxes * state[0]
    slope[3] += KLA * (SATURATION - state[3])
    return np.asarray(slope)


def _strain(organism: Organism) -> dict[str, Any]:
    followed = {**EXCHANGES, "carbon_dioxide": "EX_co2_e"}
    laws = zip(EXCHANGES, MAXIMUM.tolist(), HALF.tolist(), strict=True)
    return {
        "name": f"{organism.model}-batch",
        "model": organism.model,
        "biomass": organism.biomass,
        "bounds": {name: {"lower": lower, "upper": upper} for name, lower, upper in organism.bounds},
        "species": {name: {"exchange": exchange} for name, exchange in followed.items()},
        "uptakes": {
            name: {
                "maximum": f"{maximum!r} mmol/gDW/h",
                "factors": [{"kind": "monod", "constant": f"{half!r} mmol/L"}],
            }
            for name, maximum, half in laws
        },
        "objectives": ["max growth", *(f"max {exchange}" for exchange in EXCHANGES.values())],
    }


def _vessel() -> dict[str, Any]:
    """A flask with the batch's kLa, whatever the correlation thinks of it."""
    usual = kla_flask(SHAKING[0], VOLUME, SHAKING[1], DIAMETER, 0.3, TEMPERATURE)
    return {
        "name": "constant-kla",
        "kind": "flask",
        "nominal_volume": "500 mL",
        "working_volume": "150 mL",
        "diameter": f"{DIAMETER!r} m",
        "height": "0.17 m",
        "shaking": {
            "frequency": f"{SHAKING[0]!r} 1/s",
            "diameter": f"{SHAKING[1]!r} m",
            "ventilation": "10000 1/h",
        },
        "limits": {"shaft_power": "0 W", "stirrer_speed": "400 rpm", "aeration": "0 vvm"},
        "cooling": {"area": "0.03 m2", "coefficient": "10 W/m2/K", "coolant_temperature": "35 degC"},
        "kla_factor": KLA / usual,
        "condenser": "100 %",  # so much gas would dry the flask in a minute
    }


def batch_scenario(hours: float, relative: float = 1e-6, organism: Organism = TEXTBOOK) -> Scenario:
    """The batch as a scenario.

    Parameters
    ----------
    hours : float
        How long it runs.
    relative : float
        Relative tolerance of the integrator; what scenarios have when they do not say.
    organism : Organism
        Whose batch it is.

    Returns
    -------
    Scenario
    """
    height = VOLUME / (math.pi / 4.0 * DIAMETER**2)
    dry = mean_pressure(PRESSURE, DENSITY, height) - water_vapour_pressure(TEMPERATURE)
    solubility = SATURATION / (oxygen_henry(TEMPERATURE) * OXYGEN_IN_AIR * dry)
    return Scenario.model_validate(
        {
            "name": f"{organism.model}-batch",
            "strain": _strain(organism),
            "vessel": _vessel(),
            "medium": {
                "name": "water",
                "liquid": "coalescing",
                "density": f"{DENSITY!r} kg/m3",
                "oxygen_solubility": solubility,
            },
            "recipe": {
                "start": {
                    "volume": f"{VOLUME!r} m3",
                    "biomass": f"{float(START[0])!r} g/L",
                    "concentrations": {
                        name: f"{value!r} mmol/L" for name, value in zip(EXCHANGES, START[1:].tolist(), strict=True)
                    },
                },
                "set_points": {"temperature": f"{TEMPERATURE!r} K", "pressure": f"{PRESSURE!r} bar"},
                "dissolved_oxygen": {"set_point": "30 %", "stirrer_speed": "0 rpm", "aeration": "0 vvm"},
                "phases": [{"name": "batch"}],
                "duration": f"{hours!r} h",
            },
            "output": {"interval": f"{INTERVAL!r} h"},
            "tolerance": {"relative": relative},
        }
    )


def concentrations(run: Trajectory) -> Array:
    """States of the batch over time, shape (rows, 4)."""
    return np.column_stack([run.signal("biomass"), *(run.concentration(name) for name in EXCHANGES)])


def truth(strain: Strain, hours: float) -> Array:
    """States of the batch by SciPy's LSODA (relative tolerance 1e-9) with a direct linear program at every call.

    Neither the flux atlas nor our integrator has a part in it.

    Parameters
    ----------
    strain : Strain
        That of `batch_scenario`.
    hours : float

    Returns
    -------
    ndarray, shape (rows, 4)
        At the times of `grid`.
    """
    from scipy.integrate import solve_ivp

    def slope(time: float, state: Array) -> Array:
        return balance(state, strain.solve(capacities(state))[:4])

    times = grid(hours)
    solved = solve_ivp(slope, (0.0, hours), START, "LSODA", times, rtol=1e-9, atol=1e-11)
    return np.asarray(solved.y.T, dtype=float)


def achieved_error(states: Array, true: Array) -> float:
    """Largest deviation of any state at any common time, relative to the state's largest value."""
    known = true[: len(states)]
    deviation = np.abs(states[: len(known)] - known).max(axis=0) / np.abs(true).max(axis=0)
    return float(deviation.max())
