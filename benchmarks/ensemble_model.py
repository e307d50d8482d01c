"""A kinetic fed-batch of *E. coli* with overflow: the right-hand side that every solver of suite `ensemble` is given.

Uptake, overflow and re-uptake of acetate after Anane, López C, Neubauer & Cruz Bournazou (2017), Biochem. Eng. J.
125, 23–30, doi:10.1016/j.bej.2017.05.013, with their constants. Around it what they did not need, with typical
numbers: oxygen and carbon dioxide in broth and gas, an oxygen probe, a product (Luedeking & Piret 1959). Four phases,
divided by times known beforehand: batch, exponential feed, constant feed, none.

States: volume [L], biomass, glucose, acetate [g/L], oxygen, carbon dioxide [mmol/L], mole fractions of oxygen and
carbon dioxide in the gas, what the probe says [mmol/L], product [g/L].

In the functions of `moromi.kernels.lanes`, so that it compiles for lanes and for single runs.
"""

from __future__ import annotations

from typing import Any

from ..kernels.jit import inlined
from ..kernels.lanes import choose, exponential

__all__ = ["PARAMETERS", "STATES", "slope"]

STATES = ("volume", "biomass", "glucose", "acetate", "oxygen", "co2", "gas_oxygen", "gas_co2", "probe", "product")
PARAMETERS = (
    "kla",  # 1/h
    "uptake",  # g/g/h, largest of glucose
    "half_glucose",  # g/L
    "overflow",  # g/g/h, largest of glucose that becomes acetate
    "acetate_uptake",  # g/g/h, largest
    "yield",  # g/g, biomass of glucose respired
    "feed_glucose",  # g/L
    "feed_begin",  # h
    "feed_start",  # L/h
    "feed_growth",  # 1/h
    "feed_constant",  # L/h
    "renewal",  # 1/h, of the gas
    "induced",  # g/g, product of growth once the feed is constant
)

HALF_OVERFLOW, HALF_ACETATE, HALF_OXYGEN = 0.505, 0.0134, 3.1e-3  # g/g/h, g/L, mmol/L (1e-4 g/L)
INHIBITION_ACETATE, INHIBITION_UPTAKE, MAINTENANCE = 1.24, 2.12, 0.0129  # g/L, g/g/h, g/g/h
YIELD_OVERFLOW, YIELD_ACETATE, ACETATE_OF_OVERFLOW = 0.227, 0.572, 0.910  # g/g
OXYGEN_OF_GLUCOSE, OXYGEN_OF_ACETATE = 1.56 / 0.032, 0.544 / 0.032  # mmol/g
CARBON_RATIO = 0.48 / 0.40  # of biomass (Roels 1983: CH1.8O0.5N0.2, with ash) over glucose
SATURATION, AIR_OXYGEN = 0.21, 0.2095  # mmol/L in water under air at 37 degC, mole fraction
CO2_SOLUBILITY, AIR_CO2 = 24.0, 4e-4  # mmol/L under pure CO2 of 1 bar at 37 degC, mole fraction
CO2_TRANSFER = 0.89  # kLa of CO2 over that of O2: root of the ratio of diffusivities, 1.92 / 2.42
GAS = 10.0  # mmol of gas in a litre of broth: 39 mmol/L in a quarter of its volume
PROBE = 180.0  # 1/h, a response time of 20 s
MAINTAINED = 0.002  # g/g/h, product not of growth, once induced


@inlined
def slope(time: Any, phase: Any, y: Any, p: Any, out: Any) -> None:
    """Derivatives [per h] of the states; see `moromi.kernels.lane_steps.LaneSlope`."""
    biomass, glucose, acetate, oxygen = y[1], y[2], y[3], y[4]
    uptake = p[1] * glucose / ((p[2] + glucose) * (1.0 + acetate * (1.0 / INHIBITION_ACETATE)))
    over = p[3] * uptake / (uptake + HALF_OVERFLOW)
    burnt = (uptake - over) * oxygen / (oxygen + HALF_OXYGEN)
    eaten = p[4] * acetate / ((HALF_ACETATE + acetate) * (1.0 + uptake * (1.0 / INHIBITION_UPTAKE)))
    grown = (burnt - MAINTENANCE) * p[5]
    growth = grown + eaten * YIELD_ACETATE + over * YIELD_OVERFLOW
    breathed = (burnt - grown * CARBON_RATIO) * OXYGEN_OF_GLUCOSE + eaten * OXYGEN_OF_ACETATE
    respired = breathed * biomass
    feed = choose(phase == 1.0, p[8] * exponential(p[9] * (time - p[7])), choose(phase == 2.0, p[10], 0.0))
    dilution = feed / y[0]
    given = p[0] * (y[6] * (SATURATION / AIR_OXYGEN) - oxygen)
    left = p[0] * CO2_TRANSFER * (y[5] - CO2_SOLUBILITY * y[7])
    induced = choose(phase >= 2.0, 1.0, 0.0)
    out[0] = feed
    out[1] = (growth - dilution) * biomass
    out[2] = dilution * (p[6] - glucose) - uptake * biomass
    out[3] = (over * ACETATE_OF_OVERFLOW - eaten) * biomass - dilution * acetate
    out[4] = given - respired - dilution * oxygen
    out[5] = respired - left - dilution * y[5]
    out[6] = p[11] * (AIR_OXYGEN - y[6]) - given * (1.0 / GAS)
    out[7] = p[11] * (AIR_CO2 - y[7]) + left * (1.0 / GAS)
    out[8] = PROBE * (oxygen - y[8])
    out[9] = induced * (p[12] * growth + MAINTAINED) * biomass - dilution * y[9]
