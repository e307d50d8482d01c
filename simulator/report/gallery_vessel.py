"""The gallery's curves of the vessel: power, loading, mixing, hold-up, and what a thick broth does."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ...kernels.power import power_ungassed
from .gallery_curves import Curve, Numbers, Panel, curve, formula

__all__ = ["broth", "mixing", "power"]

_TANK = {"impeller_diameter": 0.1, "tank_diameter": 0.3}


def power() -> tuple[Panel, ...]:
    """Gassed power and flooding."""
    speed, impeller = 6.0, _TANK["impeller_diameter"]
    ungassed = power_ungassed(5.0, 1000.0, speed, impeller)
    common: dict[str, Any] = {"power_ungassed": ungassed, "stirrer_speed": speed, "impeller_diameter": impeller}
    flows = ("gas_flow", 2e-5, 6e-4)

    def number(flow: Numbers) -> Numbers:
        return np.asarray(flow / (speed * impeller**3))

    share = 1.0 / ungassed
    gassed = (
        curve("gassed_michel_miller", *flows, shown=number, times=share, a=0.783, b=0.459, tank_diameter=0.3, **common),
        curve("gassed_cui", *flows, shown=number, times=share, upper=False, floor=0.3, **common),
        curve("gassed_hughmark", *flows, shown=number, times=share, liquid_volume=0.021, **common),
        formula("Ohyama & Endoh 1955", lambda fl: 1 - 12.6 * fl if fl < 0.035 else 0.62 - 1.85 * fl, 0.003, 0.1),
    )
    loading = tuple(
        curve(name, "froude_number", 0.02, 2.0, log=True, diameter_ratio=0.4, label=label)
        for name, label in (
            ("flooding_flow_number", "flooding, Nienow et al. 1985"),
            ("dispersion_flow_number", "complete dispersion, the same"),
        )
    )
    other = formula("flooding, Warmoeskerken & Smith 1985", lambda froude: 1.2 * froude, 0.02, 2.0, log=True)
    return (
        Panel("Gassed power, Rushton 0.1 m at 6 1/s", "gas flow number [–]", "Pg/P0 [–]", gassed),
        Panel(
            "Loading of a Rushton, D/T 0.4", "Froude number [–]", "gas flow number [–]", (*loading, other), True, True
        ),
    )


def mixing() -> tuple[Panel, ...]:
    """Mixing time and hold-up of stirred tanks."""
    speeds, wide, impeller = ("stirrer_speed", 0.5, 12.0), 0.3, 0.1
    volume = 0.25 * math.pi * wide**3
    shape: dict[str, Any] = {
        "power_number": 5.0,
        "impeller_diameter": impeller,
        "liquid_height": wide,
        "height_ratio": 1.0,
    }

    def reynolds(speed: float) -> float:
        return 1e6 * speed * impeller**2

    def dissipated(speed: float) -> float:
        return power_ungassed(5.0, 1000.0, speed, impeller) / (1000.0 * volume)

    whole: dict[str, Any] = shape | {
        "tank_diameter": wide,
        "diameter_ratio": 1 / 3,
        "density": 1000.0,
        "viscosity": 1e-3,
    }
    times = (
        curve("mixing_time_grenville", *speeds, log=True, also={"reynolds": reynolds}, **whole),
        _ruszkowski(speeds, wide, dissipated, reynolds),
        curve("mixing_time_cooke", *speeds, log=True, also={"reynolds": reynolds}, label="Cooke et al. 1988, to 90 %",
              **shape),
        curve("mixing_time_doran", *speeds, log=True, also={"reynolds": reynolds}, liquid_volume=volume,
              impeller_diameter=impeller),
    )  # fmt: skip
    holdup = (
        curve("holdup_stirred", "gas_velocity", 0.002, 0.05, power_per_volume=1000.0),
        curve("holdup_kudrewizki", "gas_velocity", 0.002, 0.05, stirrer_speed=5.9, impeller_diameter=impeller,
              density=1000.0, gas_density=1.2, surface_tension=0.072),
    )  # fmt: skip
    return (
        Panel("Mixing time, tank 0.3 m", "stirrer speed [1/s]", "time [s]", times, True, True),
        Panel("Hold-up of a stirred tank, 1 kW/m³", "gas velocity [m/s]", "hold-up [–]", holdup),
    )


def _ruszkowski(
    speeds: tuple[str, float, float], wide: float, dissipated: Callable[[float], float],
    reynolds: Callable[[float], float],
) -> Curve:  # fmt: skip
    """Over the speed, of which it knows the power."""
    low, high = (dissipated(speed) for speed in speeds[1:])

    def speed_of(dissipation: Numbers) -> Numbers:
        return np.asarray(speeds[1] * (dissipation / low) ** (1.0 / 3.0))

    def reynolds_of(dissipation: float) -> float:
        return reynolds(speeds[1] * (dissipation / low) ** (1.0 / 3.0))

    return curve(
        "mixing_time_ruszkowski", "dissipation", low, high, log=True, shown=speed_of, also={"reynolds": reynolds_of},
        tank_diameter=wide, diameter_ratio=1 / 3, height_ratio=1.0,
    )  # fmt: skip


def broth() -> tuple[Panel, ...]:
    """Thickness, shear and heat at the wall."""
    thick = (
        curve("suspension_viscosity", "fraction", 0.001, 0.4, liquid_viscosity=1.0),
        formula("Vand 1948", lambda share: 1.0 + 2.5 * share + 7.35 * share**2, 0.001, 0.4),
        formula("Einstein 1906", lambda share: 1.0 + 2.5 * share, 0.001, 0.4),
    )
    rates = (
        curve("shear_rate_column", "gas_velocity", 0.01, 0.2),
        formula("1500 vs", lambda velocity: 1500.0 * velocity, 0.01, 0.2),
    )
    film: dict[str, Any] = {"prandtl": 7.0, "conductivity": 0.6, "tank_diameter": 1.0, "viscosity_ratio": 1.0}
    over = ("reynolds", 200.0, 2.0e6)
    walls = (
        curve("film_jacket_rushton", *over, log=True, label="jacket, turbine, Uhl & Gray 1966", **film),
        curve("film_jacket_chilton", *over, log=True, label="jacket, paddle, Chilton et al. 1944", **film),
        curve("film_coil_chilton", *over, log=True, label="coil, Chilton et al. 1944", **film),
    )
    slower = (
        curve("viscosity_factor", "viscosity", 0.001, 0.3, log=True, water_viscosity=0.001, exponent=-0.67),
        formula("Goldrick et al. 2015", lambda viscosity: (1000.0 * viscosity) ** -0.38, 0.001, 0.3, log=True),
    )
    return (
        Panel("Cells in suspension", "volume fraction of cells [–]", "viscosity over the liquid's [–]", thick),
        Panel("Shear rate of a column", "gas velocity [m/s]", "shear rate [1/s]", rates),
        Panel("Heat from a stirred broth, 1 m", "Reynolds number [–]", "film [W/m²/K]", walls, True, True),
        Panel("kLa in a thick broth", "apparent viscosity [Pa s]", "kLa over water's [–]", slower, True, True),
        *_turbulence(),
    )


def _turbulence() -> tuple[Panel, Panel]:
    """Shear and dissipation at the blades, beside the mean of the tank."""
    impeller, wide = 0.1, 0.3
    volume = 0.25 * math.pi * wide**3

    def mean_shear(speed: float) -> float:
        return speed * math.sqrt(70.0 * impeller**3 / volume)  # (P/(V µ))^0.5 with Np Re = 70

    def mean_dissipation(speed: float) -> float:
        return power_ungassed(5.0, 1.0, speed, impeller) / volume

    shear = (
        curve("shear_rate_stirred", "stirrer_speed", 0.1, 3.0, constant=11.5, also={"reynolds": lambda n: 10.0 * n}),
        formula("mean of the tank, by power", mean_shear, 0.1, 3.0),
    )
    peak = (
        curve("local_dissipation", "stirrer_speed", 1.0, 15.0, log=True, power_number=5.0, impeller_diameter=impeller,
              share=1.0),
        formula("20 times the mean", lambda speed: 20.0 * mean_dissipation(speed), 1.0, 15.0, log=True),
        formula("70 times the mean", lambda speed: 70.0 * mean_dissipation(speed), 1.0, 15.0, log=True),
    )  # fmt: skip
    return (
        Panel("Shear rate, Rushton 0.1 m, 1 Pa s", "stirrer speed [1/s]", "shear rate [1/s]", shear),
        Panel(
            "Highest dissipation, Rushton 0.1 m in 0.3 m", "stirrer speed [1/s]", "dissipation [W/kg]", peak, True, True
        ),
    )
