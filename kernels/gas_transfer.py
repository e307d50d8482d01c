"""What passes between broth and gas: every gas by its solubility and diffusivity, from mixed gas or a plug of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .jit import inlined
from .properties import look_up
from .records import Plant
from .state import CARBON_DIOXIDE, NITROGEN, OXYGEN, gas_index, headspace_index, species_index

__all__ = ["exchange_gases", "inlet_fraction", "plug_exchange"]

LEAST_FLOW = 1e-12  # mol/h


@inlined
def inlet_fraction(plant: Plant, gas: int, oxygen: float) -> float:
    """Mole fraction of a gas in the dry inlet that holds `oxygen`; nitrogen is the rest."""
    if gas == OXYGEN:
        return oxygen
    if gas == NITROGEN:
        return plant.operation.inlet_rest - oxygen
    return float(plant.gases[gas].inlet)


@inlined
def plug_exchange(inflow: float, inlet: float, capacity: float, conductance: float, concentration: float) -> float:
    """Transfer [mol/h] from a well-mixed liquid to a plug of gas that rises through it.

    The law of `transfer.log_mean_driving_force` solved for the outlet, so that no logarithm of a difference that
    changes sign is left: what leaves has approached the liquid's equilibrium by 1 − exp(−N).

    Parameters
    ----------
    inflow : float
        Gas [mol/h].
    inlet : float
        Mole fraction where it enters.
    capacity : float
        Concentration in equilibrium with the pure gas, Henry constant times pressure [mol/m³].
    conductance : float
        kLa times volume [m³/h].
    concentration : float
        In the liquid [mol/m³].
    """
    flow = max(inflow, LEAST_FLOW)
    units = conductance * capacity / flow
    return -flow * (inlet - concentration / capacity) * -math.expm1(-units)


@inlined
def exchange_gases(
    state: NDArray[np.float64],
    plant: Plant,
    signals: NDArray[np.float64],
    moles: float,
    above: float,
    recycled: float,
    slope: NDArray[np.float64],
) -> float:
    """Transfer of every gas out of the broth into its slopes.

    Parameters
    ----------
    state, plant
        As in `fermenter.environment`.
    signals : shape (signal_size,)
        Hold kLa, pressure, solubilities; rates of transfer are written.
    moles, above : float
        Gas in the broth and in the headspace [mol].
    recycled : float
        Share of the inlet gas that comes from the headspace; only a plug asks for it.
    slope : shape (state_size,)
        The dispersed gas's is set, the dissolved gas's changed.

    Returns
    -------
    float
        Sum [mol/h], positive into the gas.
    """
    layout = plant.layout
    # parts as views, counted from zero: an index that might be negative would be checked at every element
    bubbles = state[gas_index(layout) : headspace_index(layout)]
    head = state[headspace_index(layout) : headspace_index(layout) + layout.gases]
    taken = slope[gas_index(layout) : headspace_index(layout)]
    pools = slope[species_index(layout) : species_index(layout) + layout.species]
    concentrations = signals[at.COUNT : at.COUNT + layout.species]
    dry = signals[at.PRESSURE_MEAN] - signals[at.VAPOUR_PRESSURE]
    partial = dry / moles
    room = signals[at.VOLUME] * signals[at.KLA]
    total = 0.0
    for j in range(layout.gases):
        gas = plant.gases[j]
        taken[j] = 0.0
        if gas.species < 0:
            continue
        concentration = float(concentrations[gas.species])
        if j == OXYGEN:
            henry = signals[at.OXYGEN_HENRY]
        elif j == CARBON_DIOXIDE:
            henry = signals[at.CARBON_DIOXIDE_HENRY]
            concentration = signals[at.CARBON_DIOXIDE_FREE] * concentration
        else:
            henry = gas.solubility * look_up(plant.properties, gas.column, signals[at.TEMPERATURE])
        conductance = room * gas.transfer
        if plant.vessel.plug:
            fresh = inlet_fraction(plant, j, signals[at.OXYGEN_FRACTION])
            inlet = fresh + recycled * (head[j] / above - fresh)
            passed = plug_exchange(signals[at.GAS_FLOW], inlet, henry * dry, conductance, concentration)
        else:
            passed = conductance * (concentration - henry * partial * bubbles[j])
        taken[j] = passed
        pools[gas.species] -= passed
        total += passed
        if j == OXYGEN:
            signals[at.OTR] = -passed / signals[at.VOLUME]
        elif j == CARBON_DIOXIDE:
            signals[at.CTR] = passed / signals[at.VOLUME]
    return total
