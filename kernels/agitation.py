"""Stirring or shaking at the present actuator positions: power, hold-up, kLa; and those positions from the cascade."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .column import holdup_column, kla_heijnen_column
from .control import cascade_output, stage
from .gas import actual_flow, holdup_stirred
from .jit import inlined
from .power import gassed_michel_miller, power_laminar, power_ungassed
from .records import Plant, Vessel
from .state import MEMORY, memory_index
from .vessel_record import COLUMN, SHAKEN
from .vessel_transfer import broth_share, broth_viscosity, sparged_holdup, sparged_kla, surface_kla

__all__ = ["FULL_COVER", "actuators", "agitation", "thickens"]

# A hundredth of the least that van 't Riet's kLa was fitted on: from there straight to zero, or a controller that opens
# the gas from nothing meets a slope without bound.
LEAST_VELOCITY = 2e-5  # m/s
SECONDS = 3600.0  # in an hour
MOST_HOLDUP = 0.9
FULL_COVER = 0.2  # liquid above an impeller, over its diameter, from which it counts whole
_TRIES = 4  # corrections of the speed at the motor's limit, which leave less than 1e-4 of the power
_POWER_LAW = 3.3  # a little above the exponent of gassed power over speed, 3 to 3.2, so that they come from above


@inlined
def _submerged(vessel: Vessel, height: float) -> float:
    """Number of impellers under the surface; one that is partly covered counts in part."""
    number = 0.0
    margin = FULL_COVER * vessel.impeller_diameter
    for i in range(int(vessel.impeller_count)):
        depth = height - vessel.impeller_clearance - i * vessel.impeller_spacing
        number += min(max(depth / margin, 0.0), 1.0)
    return number


@inlined
def _thickener(plant: Plant, signals: NDArray[np.float64]) -> float:
    """What thickens the broth [kg/m³]: its cells, or a group of solids in it."""
    if plant.vessel.thickener <= 0:
        return float(signals[at.BIOMASS])
    total = 0.0
    for k in range(plant.layout.species):
        total += plant.groups[plant.vessel.thickener - 1, k] * signals[at.COUNT + k]
    return total


@inlined
def _drive(plant: Plant, signals: NDArray[np.float64], number: float, flow: float) -> tuple[float, float]:
    """Power of one impeller without gas, of all with gas [W]; the drive slows down where its motor is at its power."""
    vessel = plant.vessel
    diameter = vessel.impeller_diameter
    speed = signals[at.STIRRER_SPEED]
    thick = _thickener(plant, signals) if vessel.laminar > 0.0 else 0.0
    single = 0.0
    gassed = 0.0
    for attempt in range(_TRIES + 1):
        single = power_ungassed(vessel.power_number, plant.operation.density, speed, diameter)
        if vessel.laminar > 0.0:
            single += power_laminar(vessel.laminar, broth_viscosity(vessel, thick, speed, 0.0), speed, diameter)
        gassed = number * gassed_michel_miller(single, speed, diameter, flow, vessel.gassed_a, vessel.gassed_b)
        if gassed <= vessel.motor_power or attempt == _TRIES:
            break
        speed *= (vessel.motor_power / gassed) ** (1.0 / _POWER_LAW)
    signals[at.STIRRER_SPEED] = speed
    return single, gassed


@inlined
def _gas_at_depth(plant: Plant, signals: NDArray[np.float64]) -> float:
    """Flow [m³/s] of moist gas at local temperature and pressure; writes its velocity."""
    dry = signals[at.PRESSURE_MEAN] - signals[at.VAPOUR_PRESSURE]
    flow = actual_flow(signals[at.GAS_FLOW] / SECONDS, signals[at.TEMPERATURE], dry)
    signals[at.GAS_VELOCITY] = flow / plant.vessel.area
    return flow


@inlined
def _by_law(plant: Plant, signals: NDArray[np.float64], per_volume: float, velocity: float) -> float:
    """KLa [1/h] by the vessel's law, at a power per volume [W/m³] and a gas velocity [m/s]."""
    return sparged_kla(
        plant.vessel,
        per_volume,
        velocity,
        signals[at.STIRRER_SPEED],
        plant.operation.density,
        signals[at.PRESSURE_MEAN],
        signals[at.TEMPERATURE],
    )


@inlined
def _transferred(plant: Plant, signals: NDArray[np.float64], holdup: float, transfer: float, reach: float) -> None:
    """Write hold-up and kLa from those at the velocity `reach` and the broth's share."""
    vessel = plant.vessel
    least = signals[at.GAS_VELOCITY] / reach
    viscosity = broth_viscosity(vessel, _thickener(plant, signals), signals[at.STIRRER_SPEED], signals[at.GAS_VELOCITY])
    signals[at.VISCOSITY] = viscosity
    signals[at.GAS_HOLDUP] = min(vessel.holdup_factor * holdup, MOST_HOLDUP) * least
    signals[at.KLA] = broth_share(vessel, signals[at.TEMPERATURE], viscosity) * transfer * least


@inlined
def _stirring(plant: Plant, signals: NDArray[np.float64], height: float) -> None:
    """Power, hold-up and kLa of a stirred, sparged vessel at the present stirrer and gas flow."""
    vessel = plant.vessel
    flow = _gas_at_depth(plant, signals)
    number = _submerged(vessel, height)
    single, gassed = _drive(plant, signals, number, flow)
    per_volume = gassed / signals[at.VOLUME]
    signals[at.POWER_UNGASSED] = number * single
    signals[at.POWER_GASSED] = gassed
    reach = max(signals[at.GAS_VELOCITY], LEAST_VELOCITY)
    # where the lowest impeller is dry the vessel is a bubble column
    dry_share = 1.0 - min(number, 1.0)
    transfer = _by_law(plant, signals, per_volume, reach)
    holdup = holdup_stirred(per_volume, reach)
    if dry_share > 0.0:
        transfer = max(transfer, dry_share * kla_heijnen_column(reach))
        holdup = max(holdup, dry_share * holdup_column(reach))
    _transferred(plant, signals, holdup, transfer, reach)


@inlined
def _bubbling(plant: Plant, signals: NDArray[np.float64]) -> None:
    """Hold-up and kLa of a bubble column."""
    vessel = plant.vessel
    _gas_at_depth(plant, signals)
    signals[at.STIRRER_SPEED] = 0.0
    signals[at.POWER_UNGASSED] = 0.0
    signals[at.POWER_GASSED] = 0.0
    reach = max(signals[at.GAS_VELOCITY], LEAST_VELOCITY)
    holdup = sparged_holdup(vessel, reach, plant.operation.density)
    _transferred(plant, signals, holdup, _by_law(plant, signals, 0.0, reach), reach)


@inlined
def _shaking(plant: Plant, signals: NDArray[np.float64]) -> None:
    """kLa of a shaken flask or well; its gas is the air above the liquid."""
    vessel = plant.vessel
    signals[at.GAS_VELOCITY] = 0.0
    signals[at.POWER_UNGASSED] = 0.0
    signals[at.POWER_GASSED] = 0.0
    signals[at.GAS_HOLDUP] = 0.0
    temperature = signals[at.TEMPERATURE]
    signals[at.VISCOSITY] = broth_viscosity(vessel, _thickener(plant, signals), vessel.shaking_speed, 0.0)
    transfer = surface_kla(vessel, signals[at.VOLUME], temperature, plant.operation.density)
    signals[at.KLA] = broth_share(vessel, temperature, signals[at.VISCOSITY]) * transfer


@inlined
def actuators(plant: Plant, integral: float, signals: NDArray[np.float64]) -> None:
    """Stirrer, gas flow, oxygen enrichment and head pressure from the dissolved-oxygen cascade."""
    op = plant.operation
    output = cascade_output(integral, op.cascade_gain, op.dot_set_point, signals[at.PROBE], op.cascade_stages)
    signals[at.CASCADE] = output
    signals[at.CASCADE_SHARE] = output / op.cascade_stages
    signals[at.STIRRER_SPEED] = stage(output, op.stirrer_stage, op.stirrer_low, op.stirrer_high)
    signals[at.GAS_FLOW] = stage(output, op.gas_stage, op.gas_low, op.gas_high)
    signals[at.OXYGEN_FRACTION] = stage(output, op.oxygen_stage, op.oxygen_low, op.oxygen_high)
    signals[at.PRESSURE] = op.head_pressure
    if op.pressure_high > op.head_pressure:
        signals[at.PRESSURE] = stage(output, op.pressure_stage, op.head_pressure, op.pressure_high)


@inlined
def _seen(memory: NDArray[np.float64], place: int, value: float) -> bool:
    """Whether a number is the one that was remembered; it is from now on."""
    same = memory[place] == value
    memory[place] = value
    return bool(same)


@inlined
def thickens(vessel: Vessel) -> bool:
    """Whether what is in the broth changes its viscosity, and with it stirring and transfer."""
    return vessel.consistency > 0.0 or vessel.yield_stress > 0.0 or vessel.wet_volume > 0.0


@inlined
def _known(plant: Plant, signals: NDArray[np.float64]) -> bool:
    """Whether these signals hold the answer to what they ask already."""
    memory = signals[memory_index(plant.layout) :]
    # every one is looked at, since every one is to be remembered
    same = _seen(memory, 0, signals[at.STIRRER_SPEED])
    same &= _seen(memory, 1, signals[at.GAS_FLOW])
    same &= _seen(memory, 2, signals[at.TEMPERATURE])
    same &= _seen(memory, 3, signals[at.PRESSURE_MEAN])
    same &= _seen(memory, 4, signals[at.VAPOUR_PRESSURE])
    same &= _seen(memory, 5, signals[at.VOLUME])
    same &= _seen(memory, 6, _thickener(plant, signals) if thickens(plant.vessel) else 0.0)
    return same


@inlined
def agitation(plant: Plant, signals: NDArray[np.float64], height: float) -> None:
    """Write power, hold-up and kLa of the vessel; the signals hold volume, gas flow, stirrer and pressure.

    They are left as they are where nothing they follow from has changed since the last call with these signals: the
    powers in the correlations are half of a right-hand side, and most columns of a Jacobian do not ask for them.

    Parameters
    ----------
    plant : Plant
    signals : shape (signal_size,)
    height : float
        Of the liquid [m]; follows from the volume.
    """
    held = memory_index(plant.layout) + MEMORY - 1
    if _known(plant, signals):
        signals[at.STIRRER_SPEED] = signals[held]
        return
    if plant.vessel.kind == SHAKEN:
        _shaking(plant, signals)
    elif plant.vessel.kind == COLUMN:
        _bubbling(plant, signals)
    else:
        _stirring(plant, signals, height)
    signals[held] = signals[at.STIRRER_SPEED]
