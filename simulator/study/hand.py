"""Growth by hand: the closed forms of batch and continuous culture that textbooks solve their examples with.

A run needs none of them; they are what a run is held against. Hours, kg/m³ (= g/L), kg/kg.
"""

from __future__ import annotations

import math

__all__ = [
    "batch_time",
    "batch_time_to_use",
    "best_dilution_rate",
    "chemostat_biomass",
    "chemostat_product",
    "chemostat_substrate",
    "dilution_rate_at",
    "oxygen_limited_biomass",
]


def batch_time(growth_rate: float, start: float, end: float) -> float:
    """Time in which exponential growth takes the biomass from `start` to `end` [kg/m³]: ln(end/start)/µ [h]."""
    return math.log(end / start) / growth_rate


def batch_time_to_use(
    used: float, start: float, growth_rate: float, biomass_yield: float, maintenance: float = 0.0
) -> float:
    """Time in which a growing batch uses a substrate up, maintenance included.

    Parameters
    ----------
    used : float
        Substrate to be used [kg/m³].
    start : float
        Biomass at the start [kg/m³].
    growth_rate : float
        Specific growth rate, constant [1/h].
    biomass_yield : float
        True yield [kg/kg].
    maintenance : float
        Substrate for maintenance [kg/kg/h].

    Returns
    -------
    float
        Time [h].

    References
    ----------
    Pirt (1965) Proc. R. Soc. B 163:224, doi:10.1098/rspb.1965.0069 (maintenance); Doran (1995) Bioprocess Engineering
    Principles, eq. 13.26.
    """
    demand = 1.0 / biomass_yield + maintenance / growth_rate
    return math.log1p(used / (demand * start)) / growth_rate


def dilution_rate_at(substrate: float, fastest: float, half: float) -> float:
    """Dilution rate [1/h] of a chemostat that keeps `substrate` [kg/m³]: Monod, µ_max `fastest` and K_S `half`."""
    return fastest * substrate / (half + substrate)


def chemostat_substrate(dilution_rate: float, fastest: float, half: float) -> float:
    """Substrate [kg/m³] that a chemostat leaves at a dilution rate below µ_max; `dilution_rate_at` turned round."""
    return half * dilution_rate / (fastest - dilution_rate)


def chemostat_biomass(
    fed: float, left: float, dilution_rate: float, biomass_yield: float, maintenance: float = 0.0
) -> float:
    """Biomass of a chemostat.

    Parameters
    ----------
    fed, left : float
        Substrate in feed and vessel [kg/m³].
    dilution_rate : float
        Dilution rate [1/h].
    biomass_yield, maintenance : float
        True yield [kg/kg] and maintenance [kg/kg/h].

    Returns
    -------
    float
        Biomass [kg/m³].
    """
    return (fed - left) / (1.0 / biomass_yield + maintenance / dilution_rate)


def chemostat_product(biomass: float, dilution_rate: float, per_growth: float, maintenance: float = 0.0) -> float:
    """Product of a chemostat [kg/m³], made with growth [kg/kg] and maintenance [kg/kg/h] (Luedeking & Piret)."""
    return biomass * (per_growth + maintenance / dilution_rate)


def best_dilution_rate(fed: float, fastest: float, half: float) -> float:
    """Dilution rate [1/h] at which a Monod chemostat makes most biomass per volume and time."""
    return fastest * (1.0 - math.sqrt(half / (half + fed)))


def oxygen_limited_biomass(kla: float, saturation: float, oxygen_uptake: float) -> float:
    """Biomass [kg/m³] that a vessel can give oxygen to: kLa [1/h] C* [mol/m³] / q_O2 [mol/kg/h], at no oxygen left."""
    return kla * saturation / oxygen_uptake
