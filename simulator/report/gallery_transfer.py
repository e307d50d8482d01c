"""The gallery's curves of oxygen transfer: stirred tanks, columns, flasks and quiet cell culture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from ...kernels.column_dispersion import dispersion_deckwer
from ...kernels.gas import GRAVITY
from ...kernels.power import power_ungassed
from .gallery_curves import Curve, Numbers, Panel, curve, formula

__all__ = ["columns", "small", "stirred"]

_OXYGEN = 2.0e-9  # m²/s at 20 °C
_WATER: Mapping[str, Any] = MappingProxyType({"density": 998.2, "viscosity": 1.002e-3, "surface_tension": 0.0728})
_STIRRED = (
    "van_t_riet_coalescing", "van_t_riet_noncoalescing", "smith", "linek_water", "linek_sulphate",
    "figueiredo_calderbank", "zhu", "gill",
)  # fmt: skip
_LABELS = {
    "van_t_riet_coalescing": "van 't Riet 1979, water",
    "van_t_riet_noncoalescing": "van 't Riet 1979, salts",
    "gill": "Gill et al. 2008, 0.1 L",
    "figueiredo_calderbank": "Figueiredo & Calderbank 1979",
    "linek_water": "Linek 1987, water",
    "linek_sulphate": "Linek 1987, sulphate",
}


def stirred() -> tuple[Panel, ...]:
    """Stirred tanks."""

    def lines(over: str, low: float, high: float, **fixed: Any) -> tuple[Curve, ...]:
        return tuple(
            curve(f"kla_{law}", over, low, high, log=True, label=_LABELS.get(law, ""), **fixed) for law in _STIRRED
        )

    return (
        Panel("kLa over power, 0.008 m/s", "P/V [W/m³]", "kLa [1/h]",
              lines("power_per_volume", 50.0, 1.0e4, gas_velocity=0.008), True, True, legend=False),
        Panel("kLa over gas, 1 kW/m³", "gas velocity [m/s]", "kLa [1/h]",
              lines("gas_velocity", 0.001, 0.08, power_per_volume=1000.0), True, True, legend=False),
        _over_speed(),
    )  # fmt: skip


def _over_speed() -> Panel:
    """The law that knows the speed and not the power, beside one that knows the power."""
    impeller, wide = 0.1, 0.3
    volume = 0.25 * math.pi * wide**3

    def speed_of(density: Numbers) -> Numbers:
        return np.asarray((density * volume / power_ungassed(5.0, 1000.0, 1.0, impeller)) ** (1.0 / 3.0))

    low, high = (power_ungassed(5.0, 1000.0, speed, impeller) / volume for speed in (3.0, 20.0))
    laws = (
        curve("kla_labik", "stirrer_speed", 3.0, 20.0, log=True, impeller_diameter=impeller, gas_velocity=0.004,
              power_number=5.0, tank_diameter=wide),
        curve("kla_smith", "power_per_volume", low, high, log=True, shown=speed_of, gas_velocity=0.004),
        curve("kla_linek_sulphate", "power_per_volume", low, high, log=True, shown=speed_of, gas_velocity=0.004,
              label="Linek 1987, sulphate"),
    )  # fmt: skip
    return Panel("kLa over speed, Rushton 0.1 m in 0.3 m", "stirrer speed [1/s]", "kLa [1/h]", laws, True, True)


def columns() -> tuple[Panel, ...]:
    """Bubble columns."""
    gas = ("gas_velocity", 0.004, 0.4)
    kla = (
        curve("kla_heijnen_column", *gas, log=True),
        curve("kla_akita_yoshida", *gas, log=True, tank_diameter=0.5, diffusivity=_OXYGEN, **_WATER),
        curve("kla_dewes_schumpe", *gas, log=True, tank_diameter=0.115, viscosity=1.35e-3, gas_density=1.2),
    )
    holdup = (
        curve("holdup_column", *gas, log=True, label="Heijnen & van 't Riet 1984, heterogeneous"),
        curve("holdup_column_homogeneous", *gas, log=True, label="the same, homogeneous"),
        curve("holdup_akita_yoshida", *gas, log=True, tank_diameter=0.5, **_WATER),
    )
    mixing = (
        curve("dispersion_deckwer", *gas, log=True, tank_diameter=1.0),
        curve("dispersion_baird_rice", *gas, log=True, tank_diameter=1.0),
    )
    return (
        Panel("kLa, column 0.5 m", "gas velocity [m/s]", "kLa [1/h]", kla, True, True),
        Panel("Hold-up, column 0.5 m", "gas velocity [m/s]", "hold-up [–]", holdup, True, True),
        Panel("Axial dispersion, column 1 m", "gas velocity [m/s]", "dispersion [m²/s]", mixing, True, True),
        _walls(),
        _blending(),
        _bubbles(),
    )


def _blending() -> Panel:
    """Mixing time, and what dispersion makes of a pulse at the top: cos series of diffusion, its slowest term."""
    wide, high = 1.0, 3.0

    def by_dispersion(velocity: float) -> float:
        return math.log(2.0 / 0.05) * high * high / (math.pi**2 * dispersion_deckwer(wide, velocity))

    times = (
        curve("mixing_time_column", "gas_velocity", 0.004, 0.4, log=True, tank_diameter=wide, liquid_height=high,
              height_ratio=high / wide),
        formula("by dispersion, Deckwer et al. 1974", by_dispersion, 0.004, 0.4, log=True),
    )  # fmt: skip
    return Panel("Mixing time, column 1 m wide, 3 m high", "gas velocity [m/s]", "time [s]", times, True, True)


def _bubbles() -> Panel:
    density, viscosity, tension = 998.2, 1.002e-3, 0.0728
    morton = GRAVITY * viscosity**4 / (density * tension**3)

    def fan(diameter: float, purity: float) -> float:
        """Fan & Tsuchiya (1990) Bubble Wake Dynamics: n 0.8 in dirty, 1.6 in clean water."""
        size = diameter * math.sqrt(density * GRAVITY / tension)
        small_one = morton**-0.25 / max(14.7 * morton**-0.038, 12.0) * size**2
        large_one = 2.4 / size + 0.5 * size
        scaled: float = (small_one**-purity + large_one ** (-0.5 * purity)) ** (-1.0 / purity)
        whole: float = scaled * (tension * GRAVITY / density) ** 0.25
        return whole

    rises = (
        curve("bubble_velocity", "bubble_diameter", 5e-4, 0.02, log=True, shown=lambda size: 1e3 * size, **_WATER),
        _scaled(formula("Fan & Tsuchiya 1990, dirty", partial(fan, purity=0.8), 5e-4, 0.02, log=True)),
        _scaled(formula("the same, clean", partial(fan, purity=1.6), 5e-4, 0.02, log=True)),
    )
    return Panel("Rise of a bubble in water", "diameter [mm]", "velocity [m/s]", rises, True, True)


def _scaled(line: Curve) -> Curve:
    return replace(line, x=1e3 * line.x)


def _walls() -> Panel:
    water: dict[str, Any] = {"density": 998.2, "viscosity": 1.002e-3, "heat_capacity": 4180.0, "prandtl": 7.0}
    walls = (
        curve("film_column_deckwer", "gas_velocity", 0.001, 0.2, log=True, **water),
        curve("film_column_hart", "gas_velocity", 0.001, 0.2, log=True, **water),
    )
    return Panel("Heat to the wall of a column", "gas velocity [m/s]", "film [W/m²/K]", walls, True, True)


def small() -> tuple[Panel, ...]:
    """Flasks and cell culture."""
    flask: dict[str, Any] = {"filling_volume": 2.5e-5, "shaking_diameter": 0.05, "flask_diameter": 0.085}
    speeds = ("shaking_speed", 0.8, 8.5)

    def minutes(seconds: Numbers) -> Numbers:
        return 60.0 * seconds

    flasks = (
        curve("kla_flask", *speeds, shown=minutes, osmolality=0.3, temperature=298.15, **flask),
        curve("kla_maier_flask", *speeds, shown=minutes, **flask),
    )
    quiet: dict[str, Any] = {"diffusivity": 2.8e-9, "density": 993.0, "viscosity": 7e-4, "surface_tension": 0.05}
    gas = ("gas_velocity", 2e-5, 0.01)
    culture = (
        curve("kla_bubbles", *gas, log=True, bubble_diameter=0.001, label="bubbles of 1 mm", **quiet),
        curve("kla_bubbles", *gas, log=True, bubble_diameter=0.005, label="bubbles of 5 mm", **quiet),
        curve("kla_van_t_riet_coalescing", *gas, log=True, power_per_volume=30.0, label="van 't Riet 1979 at 30 W/m³"),
    )
    return (
        Panel("Shake flask of 250 mL with 25 mL", "shaking [1/min]", "kLa [1/h]", flasks),
        Panel("Sparged cell culture", "gas velocity [m/s]", "kLa [1/h]", culture, True, True),
    )
