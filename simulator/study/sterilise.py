"""Sterilising a medium in the vessel: heating and cooling through the jacket, and what it kills.

Times in h, temperatures in K, heat in W h.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..errors import InputError

__all__ = ["Kill", "del_factor", "needed_del_factor", "steam_for", "time_through_wall"]

_GAS = 8.314462618e-3  # kJ/mol/K
_LATENT = 2144.0  # kJ/kg of steam at 140 °C (steam tables)
_POINTS = 400


@dataclass(frozen=True)
class Kill:
    """Thermal death of spores, first order: k = A exp(−E/RT).

    Attributes
    ----------
    rate : float
        A [1/h].
    energy : float
        E [kJ/mol].
    """

    rate: float
    energy: float

    def constant(self, temperature: float) -> float:
        """Specific death rate [1/h] at a temperature [K]."""
        return math.exp(math.log(self.rate) - self.energy / (_GAS * temperature))


def time_through_wall(capacity: float, conductance: float, wall: float, start: float, end: float) -> float:
    """Time [h] in which a well-mixed liquid goes from one temperature to another through its jacket.

    Parameters
    ----------
    capacity : float
        Heat capacity of the liquid [J/K].
    conductance : float
        U·A [W/K].
    wall : float
        Temperature on the other side [K], constant: condensing steam, or coolant at full flow.
    start, end : float
        Of the liquid [K].

    Returns
    -------
    float
        M cp/(U A) · ln((Tw − T1)/(Tw − T2)).

    Raises
    ------
    InputError
        The wall is not beyond the end.
    """
    ratio = (wall - start) / (wall - end) if wall != end else -1.0
    if ratio < 1.0 or conductance <= 0.0:
        raise InputError(
            f"{end - 273.15:.4g} degC cannot be reached through a wall at {wall - 273.15:.4g} degC: "
            "give hotter steam, colder water or a larger jacket"
        )
    return capacity / conductance * math.log(ratio) / 3600.0


def _killed_on_the_way(kill: Kill, capacity: float, conductance: float, wall: float, start: float, end: float) -> float:
    """∫ k dt while a liquid goes from one temperature to another [-], by Simpson's rule over time."""
    hours = time_through_wall(capacity, conductance, wall, start, end)
    time = np.linspace(0.0, hours, _POINTS + 1)
    temperature = wall + (start - wall) * np.exp(-3600.0 * conductance / capacity * time)
    rate = np.array([kill.constant(float(item)) for item in temperature])
    weights = np.where(np.arange(_POINTS + 1) % 2 == 1, 4.0, 2.0)
    weights[[0, -1]] = 1.0
    return float(weights @ rate * hours / _POINTS / 3.0)


def del_factor(
    kill: Kill,
    capacity: float,
    conductance: float,
    temperatures: tuple[float, float, float, float, float],
    hold: float,
) -> tuple[float, float, float]:
    """Logarithm of the kill, ln(N0/N), of heating, holding and cooling.

    Parameters
    ----------
    kill : Kill
    capacity, conductance : float
        As in `time_through_wall`.
    temperatures : tuple of float
        Steam, coolant, start, hold, end [K].
    hold : float
        Time at the hold temperature [h].

    Returns
    -------
    heating, holding, cooling : float

    Notes
    -----
    Confidence: first-order death, the usual basis of design (∇, the Del factor).

    References
    ----------
    Deindoerfer & Humphrey (1959) Appl. Microbiol. 7:256; Doran (2013) Bioprocess Engineering Principles, §14.6.
    """
    steam, coolant, start, held, end = temperatures
    up = _killed_on_the_way(kill, capacity, conductance, steam, start, held)
    down = _killed_on_the_way(kill, capacity, conductance, coolant, held, end)
    return up, kill.constant(held) * hold, down


def needed_del_factor(spores: float, volume: float, survivors: float) -> float:
    """ln(N0/N) that leaves so few survivors: spores [1/m³], volume [m³], survivors in the whole batch [-]."""
    return math.log(spores * volume / survivors)


def steam_for(heat: float, efficiency: float) -> float:
    """Steam [kg] that gives a heat [kJ], of which so much arrives in the liquid."""
    return heat / efficiency / _LATENT
