"""Which mixtures of hydrogen, carbon monoxide or methane with oxygen burn: limits of each gas, and of their mixtures.

A mixture of fuel x and oxygen y (mole fractions of the dry gas, the rest nitrogen and carbon dioxide) can burn where x
is at least the lower limit and y at least what the boundary asks for at that x. The boundary is the limiting oxygen up
to the fuel that burns just with it, then goes straight to the upper limit in air and on to that in oxygen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["AIR_OXYGEN", "FUELS", "REACH", "CombustibleRange", "Fuel", "combustible_range", "margin"]

Values = NDArray[np.float64]

AIR_OXYGEN = 0.2095
"""Mole fraction of oxygen in dry air."""
REACH = 10.0
"""bar absolute, up to which the limits are taken to hold."""


@dataclass(frozen=True)
class Fuel:
    """Limits of one gas at 25 °C and 1 bar, as mole fractions of the dry mixture.

    Attributes
    ----------
    lower, upper_air, upper_oxygen : float
        Of the fuel, for flames that run upwards, in air and in oxygen.
    limiting_nitrogen, limiting_carbon_dioxide : float
        Limiting oxygen concentration in the presence of either.
    oxygen : float
        Moles it burns with.
    widens : float
        Rise of the upper limit in air per decade of pressure.

    References
    ----------
    Coward & Jones (1952) US Bureau of Mines Bulletin 503, and Zabetakis (1965) Bulletin 627: limits in air and oxygen
    (recalled). Limiting oxygen with nitrogen: ASTM E2079-19, values of Zlochower & Green in 20 and 120 L spheres, the
    lower of both; flammability tubes had 5.0, 5.5 and 12.0 % (Bulletin 627; NFPA 69). Carbon dioxide: what NFPA 69 has
    more with it than with nitrogen, 0.2, 0 and 2.5 % (recalled), added.
    """

    lower: float
    upper_air: float
    upper_oxygen: float
    limiting_nitrogen: float
    limiting_carbon_dioxide: float
    oxygen: float
    widens: float = 0.0


FUELS: Mapping[str, Fuel] = MappingProxyType(
    {
        "hydrogen": Fuel(0.040, 0.750, 0.940, 0.046, 0.048, 0.5),
        "carbon_monoxide": Fuel(0.125, 0.740, 0.940, 0.051, 0.051, 0.5),
        "methane": Fuel(0.050, 0.150, 0.610, 0.107, 0.132, 2.0, 0.206),
    }
)

_WARM = 298.15  # K, of the limits
_FLAME = 1173.15  # K: the lower limit falls in a straight line to nothing at 900 °C; Burgess & Wheeler have 1300 °C
_UPPER_PER_KELVIN = 7.21e-4  # relative rise of the upper limit, Zabetakis 1965 (recalled)
_TRACE = 1e-12


@dataclass(frozen=True)
class CombustibleRange:
    """Where one mixture of fuels burns; arrays of one shape, mole fractions.

    Attributes
    ----------
    lower : array
        Least fuel.
    limiting_oxygen : array
        Least oxygen.
    turn : array
        Fuel up to which the limiting oxygen is the boundary.
    upper_air, upper_oxygen : array
        Most fuel in air and in oxygen.
    """

    lower: Values
    limiting_oxygen: Values
    turn: Values
    upper_air: Values
    upper_oxygen: Values

    def oxygen_at(self, fuel: ArrayLike) -> Values:
        """Least oxygen with which so much fuel burns; below the lower limit that of the lower limit."""
        x = np.asarray(fuel, dtype=np.float64)
        air, pure = AIR_OXYGEN * (1.0 - self.upper_air), 1.0 - self.upper_oxygen
        first = (air - self.limiting_oxygen) / np.maximum(self.upper_air - self.turn, _TRACE)
        second = (pure - air) / (self.upper_oxygen - self.upper_air)
        beyond = np.where(x > self.upper_air, air + second * (x - self.upper_air), 0.0)
        between = self.limiting_oxygen + first * (x - self.turn)
        return np.where(x <= self.turn, self.limiting_oxygen, np.where(x <= self.upper_air, between, beyond))

    def margin(self, fuel: ArrayLike, oxygen: ArrayLike) -> Values:
        """How far a mixture is from burning: the smallest change of fuel or oxygen that gets there; negative inside."""
        x, y = (np.asarray(value, dtype=np.float64) for value in (fuel, oxygen))
        return np.asarray(np.maximum(self.lower - x, self.oxygen_at(x) - y))


def combustible_range(
    fractions: Mapping[str, ArrayLike], temperature: ArrayLike, pressure: ArrayLike
) -> CombustibleRange:
    """Limits of what a gas holds of fuels.

    Parameters
    ----------
    fractions : mapping of str to array
        Mole fractions of the dry gas by name; those in `FUELS` and ``carbon_dioxide``, ``nitrogen`` count. Without any
        fuel the limits are those of hydrogen.
    temperature : array
        K.
    pressure : array
        bar absolute; moves the upper limit of methane only.

    Notes
    -----
    Mixtures by Le Chatelier's rule, oxygen limits weighted by the oxygen each fuel takes. Between nitrogen and carbon
    dioxide the limiting oxygen is interpolated. Warm gas burns leaner: the lower limit and the limiting oxygen fall by
    1/875 per kelvin above 25 °C (experiments at 0.1 MPa extrapolate to nothing at 900 °C), the upper limit in air rises
    by 0.072 %; colder gas is taken as at 25 °C. Pressure up to 10 bar is taken to leave the limits of hydrogen and
    carbon monoxide alone (recalled: the upper limit of hydrogen in air falls; Schröder & Holtappels 2005, BAM);
    methane's upper limit rises by 20.6 vol % a decade (Zabetakis 1965, recalled). Water vapour is not counted as inert,
    which is on the safe side.

    References
    ----------
    Coward & Jones (1952) Bulletin 503 (Le Chatelier); Zabetakis (1965) Bulletin 627.
    """
    share = _shares(fractions)
    inert = [np.asarray(fractions.get(name, 0.0), dtype=np.float64) for name in ("carbon_dioxide", "nitrogen")]
    part = inert[0] / np.maximum(inert[0] + inert[1], _TRACE)
    warmer = np.maximum(np.asarray(temperature, dtype=np.float64) - _WARM, 0.0)
    leaner = np.maximum(1.0 - warmer / (_FLAME - _WARM), 0.0)
    decades = np.maximum(np.log10(np.maximum(np.asarray(pressure, dtype=np.float64), _TRACE)), 0.0)
    lower = _mixed(share, lambda fuel: np.asarray(fuel.lower)) * leaner
    pure = _mixed(share, lambda fuel: np.asarray(fuel.upper_oxygen))
    air = _mixed(share, lambda fuel: np.minimum(fuel.upper_air + fuel.widens * decades, fuel.upper_oxygen - 0.01))
    taken = {name: part_ * FUELS[name].oxygen for name, part_ in share.items()}
    need = sum(taken.values(), np.zeros(()))
    weight = {name: value / need for name, value in taken.items()}
    limiting = leaner * _mixed(
        weight,
        lambda fuel: fuel.limiting_nitrogen + part * (fuel.limiting_carbon_dioxide - fuel.limiting_nitrogen),
    )
    upper = np.minimum(air * (1.0 + _UPPER_PER_KELVIN * warmer), pure - 0.01)
    turn = np.minimum(np.maximum(lower, limiting / need), upper)
    return CombustibleRange(lower, limiting, turn, upper, pure)


def margin(fractions: Mapping[str, ArrayLike], temperature: ArrayLike, pressure: ArrayLike) -> Values:
    """How far a gas is from burning, see `CombustibleRange.margin`."""
    fuel = sum((np.asarray(fractions.get(name, 0.0), dtype=np.float64) for name in FUELS), np.zeros(()))
    return combustible_range(fractions, temperature, pressure).margin(fuel, fractions.get("oxygen", 0.0))


def _shares(fractions: Mapping[str, ArrayLike]) -> dict[str, Values]:
    """Share of each fuel in all of them; of none, hydrogen alone."""
    given = {name: np.maximum(np.asarray(fractions.get(name, 0.0), dtype=np.float64), 0.0) for name in FUELS}
    total = sum(given.values(), np.zeros(()))
    return {
        name: np.where(total > _TRACE, value / np.maximum(total, _TRACE), float(name == "hydrogen"))
        for name, value in given.items()
    }


def _mixed(share: Mapping[str, Values], limit: Callable[[Fuel], Values]) -> Values:
    """Le Chatelier's rule."""
    return 1.0 / sum((value / limit(FUELS[name]) for name, value in share.items()), np.zeros(()))
