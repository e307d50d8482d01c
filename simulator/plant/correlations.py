"""What each correlation was fitted on, how far it may be off, and who wrote it.

A correlation outside its range is still evaluated, but the result says so, once, with the range.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ...kernels.power import GassedPowerLaw
from ...kernels.transfer import KlaLaw
from ...kernels.vessel_transfer import VesselLaw
from .references import REFERENCES, Reference

__all__ = [
    "CORRELATIONS",
    "Correlation",
    "Range",
    "column_correlations",
    "flask_correlations",
    "range_warnings",
    "tank_correlations",
]

Confidence = Literal["checked", "recalled", "doubtful", "definition"]


@dataclass(frozen=True, slots=True)
class Range:
    """Values of one input that a correlation was fitted on."""

    quantity: str
    """As in the registry of variables, or a ratio: ``height_ratio`` H/T, ``diameter_ratio`` D/T"""
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Correlation:
    """One published correlation as a kernel computes it."""

    name: str
    """Name of the kernel"""
    quantity: str
    """What it gives, in words"""
    reference: Reference
    uncertainty: float
    """Relative, about two standard deviations [-]"""
    confidence: Confidence
    """``checked`` against open code or data that cites the source; ``recalled`` from memory; ``doubtful``"""
    inputs: tuple[Range, ...]

    @property
    def assumed(self) -> bool:
        """Whether the uncertainty is assumed: neither its source nor a second author says it."""
        return self.name not in _SPREAD_IS_SOURCED

    def factor(self, deviations: float) -> float:
        """Multiplier of the value at so many standard deviations, for sampling: log-normal, 1 + u at two [-]."""
        return math.exp(0.5 * deviations * math.log1p(self.uncertainty))

    @property
    def author(self) -> str:
        """Author and year, short: ``van 't Riet 1979``."""
        first, *others = self.reference.authors.replace("{", "").replace("}", "").split(" and ")
        family = first.split(",")[0]
        if len(others) == 1:
            family += f" & {others[0].split(',')[0]}"
        return f"{family}{' et al.' if len(others) > 1 else ''} {self.reference.year}"


_SPREAD_IS_SOURCED = frozenset(
    {
        # said by the authors, or by tables and evaluations of many measurements
        "oxygen_henry", "carbon_dioxide_henry", "water_vapour_pressure", "hydrogen_henry", "carbon_monoxide_henry",
        "methane_henry", "carbonic_pk1", "carbonic_pk2", "ammonium_pka", "water_constant", "davies", "water_density",
        "water_viscosity", "water_conductivity", "water_surface_tension", "kla_van_t_riet_coalescing",
        "kla_van_t_riet_noncoalescing", "otr_max_meier_flask", "kla_flask", "kla_maier_flask", "kla_shaken_cylinder",
        "kla_dewes_schumpe", "gassed_hughmark",
        # by a second author or by other measurements in the tests
        "nitrogen_henry", "ammonia_henry", "solubility_factor", "hydration_constant", "hydration_constant_pinsent",
        "hydroxide_constant", "diffusivity_at", "diffusivity_hayduk_laudie", "diffusivity_wilke_chang",
        "dispersion_deckwer", "dispersion_baird_rice", "film_column_deckwer", "film_column_hart", "bubble_velocity",
    }
)  # fmt: skip

_POWER = ("power_per_volume", "W/m³")
_GAS = ("gas_velocity", "m/s")
_VOLUME = ("volume", "m³")
_HEAT = ("temperature", "K")
_TANK = ("tank_diameter", "m")
_HEIGHT = ("height_ratio", "")
_WIDTH = ("diameter_ratio", "")
_REYNOLDS = ("reynolds", "")
_MOLAR = ("molar_volume", "cm³/mol")
_BUBBLE = ("bubble_diameter", "m")
_FLASK = (
    (("shaking_speed", "1/s"), 1.67, 7.5),
    (("shaking_diameter", "m"), 0.0125, 0.1),
    (("flask_diameter", "m"), 0.051, 0.131),
    (("filling_volume", "m³"), 2.0e-6, 1.6e-4),
)
_AKITA = (
    (_GAS, 0.005, 0.33),
    (_TANK, 0.15, 0.6),
    (("density", "kg/m³"), 790.0, 1_600.0),
    (("viscosity", "Pa s"), 0.0006, 0.021),
    (("surface_tension", "N/m"), 0.022, 0.079),
)

# name, quantity, reference, uncertainty, confidence, ((quantity, unit), low, high)...; no range: none is known
# fmt: off
_Row = tuple[str, str, str, float, Confidence, tuple[tuple[tuple[str, str], float, float], ...]]
_ROWS: tuple[_Row, ...] = (
    ("oxygen_henry", "oxygen solubility", "BensonKrause1984", 0.002, "checked", ((_HEAT, 273.15, 313.15),)),
    ("carbon_dioxide_henry", "carbon dioxide solubility", "Weiss1974", 0.01, "checked",
        ((_HEAT, 273.15, 313.15),)),
    ("nitrogen_henry", "nitrogen solubility", "Sander2015", 0.03, "checked", ((_HEAT, 273.15, 333.15),)),
    ("water_vapour_pressure", "vapour pressure of water", "WagnerPruss1993", 0.0005, "checked",
        ((_HEAT, 273.16, 647.0),)),
    ("carbonic_pk1", "pK1 of carbonic acid", "HarnedDavis1943", 0.002, "checked", ((_HEAT, 273.15, 323.15),)),
    ("carbonic_pk2", "pK2 of carbonic acid", "HarnedScholes1941", 0.002, "checked",
        ((_HEAT, 273.15, 323.15),)),
    ("ammonium_pka", "pKa of ammonium", "Emerson1975", 0.002, "checked", ((_HEAT, 273.15, 323.15),)),
    ("kla_van_t_riet_coalescing", "kLa", "VanTRiet1979", 0.4, "checked",
        ((_POWER, 500.0, 10_000.0), (_GAS, 0.002, 0.05), (_VOLUME, 0.002, 2.6))),
    ("kla_van_t_riet_noncoalescing", "kLa", "VanTRiet1979", 0.4, "checked",
        ((_POWER, 500.0, 10_000.0), (_GAS, 0.002, 0.05), (_VOLUME, 0.002, 4.4))),
    ("kla_figueiredo_calderbank", "kLa", "FigueiredoCalderbank1979", 0.4, "checked",
        ((_GAS, 0.006, 0.013), (_VOLUME, 0.5, 0.7))),
    ("kla_smith", "kLa", "Smith1977", 0.3, "recalled",
        ((_POWER, 20.0, 5_000.0), (_GAS, 0.004, 0.05), (_TANK, 0.4, 1.8))),
    ("kla_linek_water", "kLa", "Linek1987", 0.3, "recalled",
        ((_POWER, 100.0, 3_500.0), (_GAS, 0.002, 0.009), (_TANK, 0.25, 0.35))),
    ("kla_linek_sulphate", "kLa", "Linek1987", 0.3, "recalled",
        ((_POWER, 100.0, 3_500.0), (_GAS, 0.002, 0.009), (_TANK, 0.25, 0.35))),
    ("kla_zhu", "kLa", "Zhu2001", 0.3, "recalled", ()),
    ("kla_gill", "kLa", "Gill2008", 0.3, "recalled", ((_VOLUME, 0.00008, 0.00012),)),
    ("kla_heijnen_column", "kLa", "HeijnenVanTRiet1984", 0.3, "checked", ((_GAS, 0.04, 0.5),)),
    ("kla_labik", "kLa", "Labik2017", 0.25, "checked", ((_TANK, 0.3, 0.6),)),
    ("kla_dewes_schumpe", "kLa", "DewesSchumpe1997", 0.3, "checked",
        ((_GAS, 0.01, 0.08), (_TANK, 0.11, 0.12))),
    ("otr_max_meier_flask", "oxygen transfer of the flask", "Meier2016", 0.3, "checked",
        ((("shaking_speed", "1/s"), 1.67, 7.5), (("shaking_diameter", "m"), 0.0125, 0.1),
        (("flask_diameter", "m"), 0.051, 0.131), (_VOLUME, 2.0e-6, 1.6e-4))),
    ("kla_flask", "kLa", "Meier2016", 0.3, "checked", (*_FLASK, (_HEAT, 298.15, 313.15))),
    ("kla_maier_flask", "kLa", "MaierBuechs2001", 0.3, "checked", _FLASK),
    ("gassed_michel_miller", "gassed power", "MichelMiller1962", 0.3, "checked", ((_TANK, 0.16, 0.31),)),
    ("gassed_cui", "gassed power", "Cui1996", 0.3, "doubtful", ()),
    ("gassed_hughmark", "gassed power", "Hughmark1980", 0.15, "recalled", ()),
    ("flooding_flow_number", "flooding", "Nienow1985", 0.2, "checked", ((_WIDTH, 0.22, 0.55),)),
    ("holdup_stirred", "gas hold-up", "VanTRietTramper1991", 0.4, "recalled", ()),
    ("mixing_time_grenville", "mixing time", "GrenvilleNienow2004", 0.2, "checked",
        ((_WIDTH, 0.33, 0.5), (_HEIGHT, 0.8, 1.2), (_TANK, 0.3, 3.0), (_REYNOLDS, 200.0, 1.0e8))),
    ("mixing_time_ruszkowski", "mixing time", "Ruszkowski1994", 0.2, "recalled",
        ((_WIDTH, 0.33, 0.5), (_HEIGHT, 0.8, 1.2), (_REYNOLDS, 1.0e4, 1.0e8))),
    ("mixing_time_cooke", "mixing time", "CookeMiddletonBush1988", 0.3, "recalled",
        ((_HEIGHT, 1.0, 3.0), (_REYNOLDS, 1.0e4, 1.0e8))),
    ("hydrogen_henry", "hydrogen solubility", "Young1981", 0.01, "checked", ((_HEAT, 273.15, 353.15),)),
    ("carbon_monoxide_henry", "carbon monoxide solubility", "Cargill1990", 0.01, "checked",
        ((_HEAT, 273.15, 353.15),)),
    ("methane_henry", "methane solubility", "CleverYoung1987", 0.01, "checked", ((_HEAT, 273.15, 328.15),)),
    ("ammonia_henry", "ammonia solubility", "Sander2015", 0.05, "recalled", ((_HEAT, 273.15, 333.15),)),
    ("solubility_factor", "salting-out", "WeisenbergerSchumpe1996", 0.03, "checked",
        ((_HEAT, 273.15, 363.15), (("ions", "mol/m³"), 0.001, 2_000.0))),
    ("davies", "activity of ions", "Davies1962", 0.05, "checked",
        ((_HEAT, 273.15, 373.15), (("ionic_strength", "mol/m³"), 0.001, 500.0))),
    ("water_constant", "pKw of water", "HarnedHamer1933", 0.001, "checked", ((_HEAT, 273.15, 333.15),)),
    ("hydration_constant", "hydration of CO2", "Johnson1982", 0.2, "checked", ((_HEAT, 278.15, 310.15),)),
    ("hydration_constant_pinsent", "hydration of CO2", "Pinsent1956", 0.3, "recalled",
        ((_HEAT, 273.15, 311.15),)),
    ("hydroxide_constant", "CO2 and hydroxide", "Pinsent1956", 0.5, "doubtful", ((_HEAT, 283.15, 313.15),)),
    ("water_density", "density of water", "Kell1975", 0.00001, "checked", ((_HEAT, 273.15, 373.15),)),
    ("water_viscosity", "viscosity of water", "Kestin1978", 0.01, "checked", ((_HEAT, 273.15, 373.15),)),
    ("water_conductivity", "heat conductivity of water", "Ramires1995", 0.007, "checked",
        ((_HEAT, 274.0, 370.0),)),
    ("water_surface_tension", "surface tension of water", "Vargaftik1983", 0.005, "checked",
        ((_HEAT, 273.15, 647.0),)),
    ("diffusivity_at", "diffusivity", "Cussler2009", 0.05, "checked", ((_HEAT, 273.15, 333.15),)),
    ("diffusivity_hayduk_laudie", "diffusivity", "HaydukLaudie1974", 0.15, "checked", ((_MOLAR, 15.0, 350.0),)),
    ("diffusivity_wilke_chang", "diffusivity", "WilkeChang1955", 0.15, "recalled",
        ((_MOLAR, 15.0, 350.0), (_HEAT, 273.15, 373.15))),
    ("kla_akita_yoshida", "kLa", "AkitaYoshida1973", 0.3, "checked", _AKITA),
    ("holdup_akita_yoshida", "gas hold-up", "AkitaYoshida1973", 0.2, "recalled", _AKITA),
    ("holdup_column", "gas hold-up", "HeijnenVanTRiet1984", 0.3, "recalled", ((_GAS, 0.04, 0.5),)),
    ("holdup_column_homogeneous", "gas hold-up", "HeijnenVanTRiet1984", 0.3, "recalled",
        ((_GAS, 0.001, 0.04),)),
    ("holdup_kudrewizki", "gas hold-up", "GarciaOchoaGomez2004", 0.4, "doubtful", ()),
    ("mixing_time_column", "mixing time", "HeijnenVanTRiet1984", 0.4, "recalled", ((_HEIGHT, 1.0, 3.0),)),
    ("mixing_time_doran", "mixing time", "Doran2013", 0.3, "recalled", ((_REYNOLDS, 5.0e3, 1.0e8),)),
    ("dispersion_deckwer", "axial dispersion", "Deckwer1974", 0.4, "recalled",
        ((_TANK, 0.1, 3.0), (_GAS, 0.003, 0.5))),
    ("dispersion_baird_rice", "axial dispersion", "BairdRice1975", 0.3, "recalled",
        ((_TANK, 0.08, 1.5), (_GAS, 0.003, 0.45))),
    ("dispersion_flow_number", "complete dispersion of gas", "Nienow1985", 0.2, "checked",
        ((_WIDTH, 0.22, 0.55),)),
    ("kla_round_well", "kLa", "Hermann2003", 0.3, "checked", ((("specific_area", "1/m"), 50.0, 1_000.0),)),
    ("kla_shaken_cylinder", "kLa", "Kloeckner2013", 0.3, "recalled", ((("filling_volume", "m³"), 0.0005, 0.2),)),
    ("critical_shaking_speed", "shaking that moves the liquid of a well", "Hermann2003", 0.2, "recalled", ()),
    ("kla_bubbles", "kLa", "Higbie1935", 0.5, "recalled", ((_GAS, 1.0e-5, 0.005), (_BUBBLE, 0.0002, 0.01))),
    ("bubble_velocity", "rise of a bubble", "Mendelson1967", 0.15, "checked", ((_BUBBLE, 0.0001, 0.02),)),
    ("viscosity_factor", "kLa in a thick broth", "GarciaOchoaGomez2009", 0.4, "recalled",
        ((("viscosity", "Pa s"), 0.0005, 0.2),)),
    ("suspension_viscosity", "viscosity of cells in suspension", "Roscoe1952", 0.3, "recalled",
        ((("fraction", ""), 1.0e-6, 0.3),)),
    ("cavern_ratio", "cavern in a broth with a yield stress", "ElsonCheesmanNienow1986", 0.2, "recalled", ()),
    ("power_laminar", "power of viscous flow", "RushtonCostichEverett1950", 0.3, "recalled", ()),
    ("shear_rate_stirred", "shear rate", "MetznerOtto1957", 0.2, "recalled", ((_REYNOLDS, 0.01, 10.0),)),
    ("shear_rate_column", "shear rate", "Nishikawa1977", 0.7, "doubtful", ((_GAS, 0.04, 0.1),)),
    ("local_dissipation", "highest dissipation", "CroughanHamelWang1987", 0.7, "recalled", ()),
    ("circulation_function", "energy dissipation circulation", "Justen1996", 0.3, "recalled", ()),
    ("spacing_factor", "power of several impellers", "Hudcova1989", 0.15, "recalled", ()),
    ("film_jacket_chilton", "film at a jacket", "ChiltonDrewJebens1944", 0.3, "recalled",
        ((_REYNOLDS, 300.0, 3.0e5),)),
    ("film_coil_chilton", "film at a coil", "ChiltonDrewJebens1944", 0.3, "recalled", ((_REYNOLDS, 300.0, 3.0e5),)),
    ("film_jacket_rushton", "film at a jacket", "UhlGray1966", 0.3, "recalled", ((_REYNOLDS, 400.0, 1.0e6),)),
    ("film_column_deckwer", "film in a bubble column", "Deckwer1980", 0.2, "recalled",
        ((_GAS, 0.01, 0.1), (("prandtl", ""), 6.0, 985.0))),
    ("film_column_hart", "film in a bubble column", "Hart1976", 0.3, "recalled", ((_GAS, 0.0003, 0.02),)),
    ("foam_height", "height of foam", "Bikerman1938", 0.5, "definition", ()),
)
# fmt: on

CORRELATIONS: dict[str, Correlation] = {
    name: Correlation(
        name,
        quantity,
        REFERENCES[key],
        uncertainty,
        confidence,
        tuple(Range(what, low, high, unit) for (what, unit), low, high in ranges),
    )
    for name, quantity, key, uncertainty, confidence, ranges in _ROWS
}
"""Correlations by the name of their kernel."""

_CHEMISTRY = ("oxygen_henry", "carbon_dioxide_henry", "water_vapour_pressure", "carbonic_pk1", "carbonic_pk2")
_GASSED = {
    GassedPowerLaw.MICHEL_MILLER: ("gassed_michel_miller",),
    GassedPowerLaw.CUI: ("gassed_cui",),
    GassedPowerLaw.HUGHMARK: ("gassed_hughmark",),
    GassedPowerLaw.CONSTANT: (),
}


def _chosen(*names: str) -> tuple[Correlation, ...]:
    return tuple(CORRELATIONS[name] for name in names)


def tank_correlations(
    kla_law: KlaLaw | VesselLaw,
    impeller_count: int,
    height_ratio: float,
    gassed_law: GassedPowerLaw = GassedPowerLaw.MICHEL_MILLER,
) -> tuple[Correlation, ...]:
    """List the correlations a stirred, sparged tank stands on.

    Parameters
    ----------
    kla_law : KlaLaw or VesselLaw
    impeller_count : int
    height_ratio : float
        Liquid height over tank diameter [-]; decides on the mixing time as `kernels.mixing.mixing_time` does.
    gassed_law : GassedPowerLaw

    Returns
    -------
    tuple of Correlation
    """
    squat = "grenville" if impeller_count < 2 else "ruszkowski"
    blend = f"mixing_time_{'cooke' if height_ratio > 1.2 else squat}"
    stirring = (*_GASSED[gassed_law], "holdup_stirred", *_transfer(kla_law), "flooding_flow_number", blend)
    return _chosen(*_CHEMISTRY, *stirring)


def column_correlations(kla_law: KlaLaw | VesselLaw) -> tuple[Correlation, ...]:
    """List the correlations a bubble column stands on."""
    holdup = "holdup_akita_yoshida" if kla_law == VesselLaw.AKITA_YOSHIDA else "holdup_column"
    return _chosen(*_CHEMISTRY, holdup, *_transfer(kla_law), "mixing_time_column")


def flask_correlations(kla_law: KlaLaw | VesselLaw = VesselLaw.FLASK) -> tuple[Correlation, ...]:
    """List the correlations a shaken flask or well stands on."""
    return _chosen(*_CHEMISTRY, *_transfer(kla_law))


def _transfer(law: KlaLaw | VesselLaw) -> tuple[str, ...]:
    """The kernel of a law of kLa; none where it was measured."""
    if law == VesselLaw.OWN:
        return ()
    return ("otr_max_meier_flask",) if law == VesselLaw.FLASK else (f"kla_{law.name.lower()}",)


def range_warnings(correlations: Iterable[Correlation], values: Mapping[str, float | tuple[float, float]]) -> list[str]:
    """Say which correlations were used outside what they were fitted on.

    Parameters
    ----------
    correlations : iterable of Correlation
    values : mapping
        Operating values by quantity, in the units of the ranges (SI); a number, or the lowest and highest of
        a run. Quantities that are missing are not judged.

    Returns
    -------
    list of str
        A sentence for every range that was left.
    """
    texts = []
    for correlation in correlations:
        for limit in correlation.inputs:
            value = values.get(limit.quantity)
            if value is None:
                continue
            low, high = value if isinstance(value, tuple) else (value, value)
            if low < limit.low or high > limit.high:
                texts.append(_sentence(correlation, limit, low, high))
    return texts


def _sentence(correlation: Correlation, limit: Range, low: float, high: float) -> str:
    seen = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
    unit = f" {limit.unit}" if limit.unit else ""
    name = limit.quantity.replace("_", " ")
    return (
        f"{correlation.quantity} ({correlation.author}): {name} {seen}{unit} is outside "
        f"{limit.low:.3g} to {limit.high:.3g}{unit}, where the correlation was fitted"
    )
