"""Reactions in the medium that no cell does: enzymes on dissolved and solid substrates, chemical decay.

A rate is a constant times factors, over a sum: v = k · Π fᵢ / (1 + Σ cⱼ/Kⱼ). Mass action, Michaelis & Menten with
competing inhibitors, the heterogeneous rates of cellulose hydrolysis (Kadam et al. 2004, doi:10.1021/bp034316x) and
first-order decay are all of this form. What adsorbs on a solid is shared out by Langmuir's isotherm at every moment.
Everything is data: a new enzyme system compiles nothing.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, kernel
from .laws import signed_power
from .records import Plant
from .state import extent_index, medium_signal, rate_signal, species_index
from .uptake import law_value

__all__ = ["EFFECTS", "free_enzyme", "medium_rates", "observe", "react"]

ORDER = 100  # beyond the opcodes of `laws`, which are factors here too
RELATIVE = 101
TERM = 102
EFFECTS = {"order": ORDER, "relative": RELATIVE, "term": TERM}
"""Text name of each effect only the medium has → its opcode: (c/K)ⁿ, (c/c₀)ⁿ, a term c/K of the sum below."""


@inlined
def free_enzyme(total: float, sites: float, affinity: float) -> float:
    """Enzyme that is not adsorbed: e of e + S·K·e/(1 + K·e) = E (Langmuir 1918), all in one unit of concentration.

    Parameters
    ----------
    total : float
        E, free and bound.
    sites : float
        S, what the solid can bind.
    affinity : float
        K, per that unit.
    """
    slack = 1.0 + affinity * (sites - total)
    # the positive root of K e² + slack e − E = 0 without cancellation
    root = math.sqrt(max(slack * slack + 4.0 * affinity * total, 0.0))
    return 2.0 * total / (slack + root) if slack > 0.0 else (root - slack) / (2.0 * affinity)


@inlined
def _shares(
    groups: NDArray[np.float64],
    sorptions: NDArray[np.void],
    concentrations: NDArray[np.float64],
    signals: NDArray[np.float64],
    first: int,
) -> None:
    """Write the groups' concentrations [kg/m³], then bound and free of everything that adsorbs [mol/m³]."""
    count, species = groups.shape
    for i in range(count):
        total = 0.0
        for k in range(species):
            total += groups[i, k] * concentrations[k]
        signals[first + i] = total
    for j in range(sorptions.size):
        sorption = sorptions[j]
        total = float(signals[sorption.enzyme])
        sites = sorption.capacity * max(float(signals[sorption.solid]), 0.0)
        free = free_enzyme(total, sites, sorption.affinity)
        signals[first + count + 2 * j] = total - free
        signals[first + count + 2 * j + 1] = free


@inlined
def _rate(constant: float, first: int, last: int, effects: NDArray[np.void], signals: NDArray[np.float64]) -> float:
    """One rate [mol/m³/h]. Below zero an order pulls back, while inhibitors and relative amounts are absent."""
    rate = constant
    below = 1.0
    for k in range(first, last):
        effect = effects[k]
        if effect.kind < ORDER:
            rate *= law_value(effect, signals)
            continue
        share = float(signals[effect.signal]) / effect.constant
        if effect.kind == TERM:
            below += max(share, 0.0)
        elif effect.kind == RELATIVE:
            rate *= max(share, 0.0) ** effect.second
        elif effect.second == 1.0:
            rate *= share
        else:
            rate *= signed_power(share, effect.second)
    return rate / below


@kernel
def medium_rates(
    groups: NDArray[np.float64],
    sorptions: NDArray[np.void],
    reactions: NDArray[np.void],
    effects: NDArray[np.void],
    concentrations: NDArray[np.float64],
    signals: NDArray[np.float64],
    first: int,
    rates: int,
) -> None:
    """Write what adsorbs and how fast everything reacts.

    Parameters
    ----------
    groups : shape (g, species)
        Molar masses [kg/mol] of the species of each group, 0 for all others.
    sorptions : records SORPTION
    reactions : records REACTION, shape (r,)
    effects : records FACTOR
        Those of one reaction stand side by side.
    concentrations : shape (species,)
        [mol/m³].
    signals : shape (signal_size,)
        Concentrations, temperature and pH are there; groups, bound and free, rates [mol/m³/h] are written.
    first, rates : int
        Places of the first group and of the first rate among the signals.
    """
    _shares(groups, sorptions, concentrations, signals, first)
    for j in range(reactions.size):
        reaction = reactions[j]
        signals[rates + j] = _rate(reaction.constant, reaction.first, reaction.last, effects, signals)


@inlined
def observe(plant: Plant, concentrations: NDArray[np.float64], signals: NDArray[np.float64]) -> None:
    """Shares and rates of the medium, where it has any."""
    layout = plant.layout
    if layout.reactions > 0:
        medium_rates(
            plant.groups,
            plant.sorptions,
            plant.reactions,
            plant.effects,
            concentrations,
            signals,
            medium_signal(layout),
            rate_signal(layout),
        )


@inlined
def react(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64], slope: NDArray[np.float64]) -> float:
    """Add what the reactions turn over to the slopes of the species; heat they set free [W].

    Parameters
    ----------
    state, plant
        As in `fermenter.environment`.
    signals : shape (signal_size,)
        Holds the rates.
    slope : shape (state_size,)
        Species are changed, extents [mol] written.
    """
    layout = plant.layout
    heat = 0.0
    for j in range(layout.reactions):
        turnover = signals[rate_signal(layout) + j] * state[0]
        for k in range(layout.species):
            slope[species_index(layout) + k] += plant.stoichiometry[j, k] * turnover
        slope[extent_index(layout) + j] = turnover
        heat += plant.reactions[j].heat * turnover / 3.6  # kJ/h -> W
    return heat
