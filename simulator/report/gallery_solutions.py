"""The gallery's curves of solutions: gases with temperature, salts, diffusivities, hydration, buffers."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ...kernels.diffusivity import MEASURED, MOLAR_VOLUME
from ...kernels.ph import debye_hueckel_slope, water_constant
from ...kernels.salting import GASES, gas_constant, salting_table, solubility_factor
from ...kernels.solubility import henry
from ...kernels.water import water_viscosity
from .gallery_curves import Curve, Numbers, Panel, curve, formula

__all__ = ["acids", "gases", "solutions"]

_KELVIN = 273.15


def gases() -> tuple[Panel, ...]:
    """Henry constants with temperature."""
    # constant at 25 °C [mol/m³/bar] and temperature term [K] of another source
    others = {
        "oxygen": ("NIST WebBook", 1.30, 1500.0),
        "carbon_dioxide": ("Sander 2015", 33.0, 2400.0),
        "nitrogen": ("NIST WebBook", 0.623, 1300.0),
        "hydrogen": ("Sander 2015", 0.78, 500.0),
        "carbon_monoxide": ("Sander 2015", 0.96, 1300.0),
        "methane": ("Sander 2015", 1.4, 1900.0),
    }
    panels = []
    for gas, (source, constant, term) in others.items():
        lines = (
            curve(f"{gas}_henry", "temperature", _KELVIN, 333.15, shown=_celsius),
            formula(source, partial(henry, constant, term), _KELVIN, 333.15, shift=-_KELVIN),
        )
        name = gas.replace("_", " ").capitalize()
        panels.append(Panel(name, "temperature [°C]", "Henry constant [mol/m³/bar]", lines))
    return (*panels, _ammonia(), _steam())


def _celsius(kelvin: Numbers) -> Numbers:
    return kelvin - _KELVIN


def _ammonia() -> Panel:
    def other(kelvin: float) -> float:
        return math.exp(-8.09694 + 3917.507 / kelvin - 0.00314 * kelvin) / 1.01325

    lines = (
        curve("ammonia_henry", "temperature", _KELVIN, 333.15, shown=_celsius, times=1e-3),
        formula("Clegg & Brimblecombe 1989", other, _KELVIN, 333.15, shift=-_KELVIN),
    )
    return Panel("Ammonia", "temperature [°C]", "Henry constant [mol/L/bar]", lines)


def _steam() -> Panel:
    def magnus(kelvin: float) -> float:
        return 0.0061094 * math.exp(17.625 * (kelvin - _KELVIN) / (kelvin - 30.11))

    lines = (
        curve("water_vapour_pressure", "temperature", 273.16, 333.15, shown=_celsius),
        formula("Alduchov & Eskridge 1996", magnus, 273.16, 333.15, shift=-_KELVIN),
    )
    return Panel("Water vapour", "temperature [°C]", "vapour pressure [bar]", lines)


def _first(kelvin: float) -> float:
    """Plummer & Busenberg (1982) Geochim. Cosmochim. Acta 46:1011, pK1 of carbonic acid."""
    return 356.3094 + 0.06091964 * kelvin - 21834.37 / kelvin - 126.8339 * math.log10(kelvin) + 1684915.0 / kelvin**2


def _second(kelvin: float) -> float:
    """The same authors, pK2."""
    return 107.8871 + 0.03252849 * kelvin - 5151.79 / kelvin - 38.92561 * math.log10(kelvin) + 563713.9 / kelvin**2


def acids() -> tuple[Panel, ...]:
    """Dissociation constants and activity."""
    warm = (_KELVIN, 333.15)
    panels = [
        Panel(
            title,
            "temperature [°C]",
            "pK [–]",
            (
                curve(name, "temperature", *warm, shown=_celsius),
                formula(author, rule, *warm, shift=-_KELVIN),
            ),
        )
        for title, name, author, rule in (
            ("Carbonic acid, first", "carbonic_pk1", "Plummer & Busenberg 1982", _first),
            ("Carbonic acid, second", "carbonic_pk2", "Plummer & Busenberg 1982", _second),
            ("Ammonium", "ammonium_pka", "Bates & Pinching 1949",
             lambda kelvin: 2835.76 / kelvin - 0.6322 + 0.001225 * kelvin),
        )
    ]  # fmt: skip

    def guentelberg(strength: float) -> float:
        root = math.sqrt(1e-3 * strength)
        return debye_hueckel_slope(298.15) * root / (1.0 + root)

    activity = (
        curve("davies", "ionic_strength", 1.0, 800.0, temperature=298.15),
        formula("Güntelberg 1926", guentelberg, 1.0, 800.0),
    )
    return (*panels, Panel("Activity of a single charge, 25 °C", "ionic strength [mol/m³]", "–log γ [–]", activity))


def solutions() -> tuple[Panel, ...]:
    """Salts, diffusivity, hydration."""
    ions = {"Na+": 480.3, "K+": 10.5, "Mg++": 54.1, "Ca++": 10.5, "Cl-": 559.0, "SO4--": 28.9, "HCO3-": 2.3}
    table, sea = salting_table(list(ions)), np.array(list(ions.values()))

    def sea_water(gas: str) -> Curve:
        item = GASES[gas]
        constant = gas_constant(item.constant, item.slope, 298.15)
        salinity = np.linspace(0.0, 40.0, 41)
        factors = np.array([solubility_factor(sea * (s / 35.0), table, constant) for s in salinity.tolist()])
        name = gas.replace("_", " ")
        return Curve("solubility_factor", f"Weisenberger & Schumpe 1996, {name}", salinity, factors, 0.03,
                     np.ones(41, bool))  # fmt: skip

    salting = (
        sea_water("oxygen"),
        formula("Benson & Krause 1984, oxygen", lambda s: math.exp(-0.0056870 * s), 0.0, 40.0),
        sea_water("carbon_dioxide"),
        formula("Weiss 1974, carbon dioxide", lambda s: math.exp(-0.0044580 * s), 0.0, 40.0),
    )
    warm = ("temperature", 273.15, 333.15)

    volume = MOLAR_VOLUME["oxygen"]
    spread = (
        curve("diffusivity_at", *warm, shown=_celsius, times=1e9, measured=MEASURED["oxygen"]),
        _hayduk(volume),
        curve("diffusivity_wilke_chang", *warm, shown=_celsius, times=1e9, molar_volume=volume,
              also={"viscosity": water_viscosity}),
    )  # fmt: skip
    rates = (
        curve("hydration_constant", "temperature", 273.15, 313.15, shown=_celsius, times=1 / 3600.0),
        curve("hydration_constant_pinsent", "temperature", 273.15, 313.15, shown=_celsius, times=1 / 3600.0),
    )
    return (
        Panel("Salting-out by sea salt, 25 °C", "salinity [g/kg]", "solubility over water's [–]", salting),
        Panel("Diffusivity of oxygen", "temperature [°C]", "diffusivity [1e-9 m²/s]", spread),
        Panel("Hydration of carbon dioxide", "temperature [°C]", "rate constant [1/s]", rates),
        _hydroxide(),
    )


def _hydroxide() -> Panel:
    def johnson(kelvin: float) -> float:
        """Johnson (1982) gives the product with the ion product of water [mol/L/s]."""
        product = math.exp(-930.13 + 3.10e4 / kelvin + 140.9 * math.log(kelvin))
        constant: float = product * 10.0 ** water_constant(kelvin)
        return constant

    lines = (
        curve("hydroxide_constant", "temperature", 273.15, 313.15, shown=_celsius, times=1 / 3.6),
        formula("Johnson 1982", johnson, 273.15, 313.15, shift=-_KELVIN),
    )
    return Panel("Carbon dioxide and hydroxide", "temperature [°C]", "rate constant [L/mol/s]", lines)


def _hayduk(volume: float) -> Curve:
    """Over the temperature, of which it knows the viscosity."""
    warm = np.linspace(_KELVIN, 333.15, 200)
    thick = np.array([water_viscosity(kelvin) for kelvin in warm.tolist()])

    def celsius(viscosity: Numbers) -> Numbers:
        return np.asarray(np.interp(viscosity, thick[::-1], warm[::-1])) - _KELVIN

    low, high = float(thick[-1]), float(thick[0])
    return curve("diffusivity_hayduk_laudie", "viscosity", low, high, shown=celsius, times=1e9, molar_volume=volume)
