"""The temperature of the broth: its heat content, jacket and coil, and the controller of their valve.

The state is the broth's heat content [W h] above the reference of all enthalpies (25 °C), not its temperature: so it
travels with the volume as a dissolved amount does, and the energy balance is a linear invariant.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .jit import inlined
from .records import Operation, Plant, Vessel
from .state import energy_index, evaporated_index, heat_index, valve_index

__all__ = [
    "REFERENCE",
    "broth_temperature",
    "heat_balance",
    "heat_content",
    "jacket_duty",
    "open_valve",
    "valve_position",
    "valve_slope",
]

REFERENCE = 298.15  # K, of all enthalpies
_TRACKING = 0.1  # time in which an integral beyond the valve's ends comes back, over the integral time
_CORNER = 0.1  # of the valve's travel beyond its end, over which integration stops
_NO_CAPACITY = 1e-9  # W, of a jacket that cannot cool
_JOULES = 1.0 / 3600.0  # W h per J
GAS_HEAT = 29.1  # J/mol/K, heat capacity of N2, O2 and CO at constant pressure (CO2 37; NIST)


@inlined
def heat_content(operation: Operation, volume: float, temperature: float) -> float:
    """Heat content [W h] of a volume [m³] of broth above 25 °C."""
    return operation.heat_capacity * volume * (temperature - REFERENCE)


@inlined
def broth_temperature(state: NDArray[np.float64], plant: Plant) -> float:
    """Temperature [K] of the broth: of its heat content, or the set point where it is held ideally."""
    if plant.layout.thermal == 0:
        return plant.operation.temperature
    content = float(state[heat_index(plant.layout)])
    return REFERENCE + content / (plant.operation.heat_capacity * float(state[0]))


@inlined
def valve_position(integral: float, operation: Operation, temperature: float) -> float:
    """Position of the split-range valve: 1 full cooling, 0 neither, −1 full heating."""
    proportional = operation.valve_gain * (temperature - operation.temperature)
    return min(max(integral + proportional, -1.0), 1.0)


@inlined
def open_valve(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64]) -> None:
    """Write the position of the valve, and how far it cools; the signals hold the temperature, which is a state."""
    integral = float(state[valve_index(plant.layout)])
    signals[at.VALVE] = valve_position(integral, plant.operation, float(signals[at.TEMPERATURE]))
    signals[at.COOLING] = max(signals[at.VALVE], 0.0)


@inlined
def valve_slope(integral: float, operation: Operation, temperature: float) -> float:
    """Time derivative [1/h] of the valve's integral, which stops where the valve is at its end.

    PI with conditional integration (Åström & Hägglund 1995, PID Controllers, §3.5). The back-calculation of the oxygen
    cascade would shut the valve far from the set point, where a small vessel cools by a kelvin in seconds.
    """
    proportional = operation.valve_gain * (temperature - operation.temperature)
    beyond = max(abs(integral + proportional) - 1.0, 0.0) / _CORNER
    onward = proportional * (integral + proportional) > 0.0
    share = 1.0 / (1.0 + beyond * beyond) if onward else 1.0
    excess = integral - min(max(integral, -1.0), 1.0)
    return (share * proportional - excess / _TRACKING) / operation.valve_time


@inlined
def jacket_duty(vessel: Vessel, position: float, temperature: float) -> float:
    """Heat [W] that jacket and coil take from the broth at a valve position; negative: they heat it.

    Cooling is at most U·A·(T − T_coolant), heating the heater's power or, where none is stated, U·A·(T_hot − T).
    """
    if position >= 0.0:
        return position * vessel.cooling_conductance * max(temperature - vessel.coolant_temperature, 0.0)
    power = vessel.heating_power
    if power <= 0.0:
        power = vessel.cooling_conductance * max(vessel.hot_temperature - temperature, 0.0)
    return position * power


@inlined
def heat_balance(
    state: NDArray[np.float64],
    plant: Plant,
    signals: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Load on jacket and coil, what they take, the slopes of heat content and valve, and the energy totals.

    Parameters
    ----------
    state, plant
        As in `fermenter.environment`.
    signals : shape (signal_size,)
        Holds metabolic heat, power, neutralisation and flows; load and duty are written.
    slope : shape (state_size,)
        What left with the broth is in the slope of the heat content already.
    """
    layout = plant.layout
    operation = plant.operation
    temperature = signals[at.TEMPERATURE]
    inflow = signals[at.FEED_RATE] + signals[at.BASE_RATE] + signals[at.ACID_RATE]
    brought = heat_content(operation, inflow, operation.feed_temperature)
    carried = signals[at.GAS_FLOW] * GAS_HEAT * _JOULES * (temperature - operation.gas_temperature)
    carried += signals[at.HEAT_EVAPORATION]
    sources = signals[at.HEAT_METABOLIC] + signals[at.POWER_GASSED] + signals[at.HEAT_NEUTRALISATION]
    sources += signals[at.HEAT_REACTIONS]
    load = sources - carried + brought - heat_content(operation, inflow, temperature)
    duty = load
    evaporated = heat_content(operation, signals[at.EVAPORATION], temperature)
    if layout.thermal:
        content = heat_index(layout)
        valve = valve_index(layout)
        duty = jacket_duty(plant.vessel, signals[at.VALVE], temperature)
        slope[content] += sources - carried - evaporated + brought - duty
        slope[valve] = valve_slope(state[valve], operation, temperature)
    else:
        signals[at.COOLING] = load / max(signals[at.COOLING_CAPACITY], _NO_CAPACITY)
    signals[at.HEAT] = load
    signals[at.HEAT_REMOVED] = duty
    energy = energy_index(layout)
    slope[energy] = signals[at.POWER_GASSED]
    slope[energy + 1] = duty
    slope[energy + 2] = carried + evaporated
    slope[energy + 3] = brought
    slope[evaporated_index(layout)] = signals[at.EVAPORATION]
