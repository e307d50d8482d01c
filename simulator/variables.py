"""The registry of variables: one name, symbol, unit and meaning for everything a run reports.

It feeds validation, xarray attributes, axis labels, CSV headers and the glossary. Units are those used inside
(hour, m³, kg, mol, K, bar absolute, W); `display` turns them into what people write on a bench.

A symbol is written ``base_subscript`` ("q_S", "k_L a"); figures and tables typeset it, see `report.symbols`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .language import current_language
from .variable_table import SCALARS, SPECIES, TIME_SERIES

__all__ = ["VARIABLES", "Variable", "display", "display_name", "display_unit", "find_variable"]

TIME = ("time",)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a result.

    Attributes
    ----------
    name : str
        Field name in code, files, columns and the command line.
    symbol : str
        ``base_subscript``; empty where no symbol is in use.
    unit : str
        Unit used inside; "" is dimensionless.
    dims : tuple of str
        Dimensions in the result's dataset; empty for a scalar.
    label_en, label_ja : str
        What an axis or a table row says.
    meaning : str
        One sentence: what exactly, at which conditions.
    """

    name: str
    symbol: str
    unit: str
    dims: tuple[str, ...]
    label_en: str
    label_ja: str
    meaning: str

    @property
    def label(self) -> str:
        """What an axis or a table row says, in the language of the context."""
        return self.label_ja if current_language() == "ja" else self.label_en

    def attributes(self) -> dict[str, str]:
        """Attributes of the variable in an xarray dataset or a netCDF file."""
        return {
            "units": self.unit or "1",
            "long_name": self.label_en,
            "long_name_ja": self.label_ja,
            "symbol": self.symbol,
            "comment": self.meaning,
        }


def _concentration(name: str, symbol: str, label: str, label_ja: str) -> Variable:
    meaning = f"Concentration of {name.replace('_', ' ')} in the broth."
    if name == "inorganic_carbon":
        meaning = "Dissolved CO2 and bicarbonate together."
    return Variable(name, symbol, "mol/m³", TIME, label, label_ja, meaning)


def _registry() -> Mapping[str, Variable]:
    found = [Variable(n, s, u, TIME, en, ja, m) for n, s, u, en, ja, m in TIME_SERIES]
    found += [Variable(n, s, u, (), en, ja, m) for n, s, u, en, ja, m in SCALARS]
    found += [_concentration(*row) for row in SPECIES]
    return MappingProxyType({variable.name: variable for variable in found})


VARIABLES: Mapping[str, Variable] = _registry()
"""Every variable with a name of its own; patterns are in `find_variable`."""

_SPECIES_NAME = re.compile(r"[a-z][a-z0-9_]*")


_CARRIED = ("recent", "fluctuation", "content")


_MEDIUM = ("group", "bound", "free", "rate")


def _of_medium(kind: str, name: str, words: str) -> Variable:
    """Variable of a medium with reactions: ``group_…``, ``bound_…``, ``free_…``, ``rate_…``."""
    label = words[:1].upper() + words[1:]
    if kind == "group":
        return Variable(name, "", "kg/m³", TIME, label, label, f"Mass of {words} together, per volume of broth.")
    if kind == "rate":
        meaning = f"Reaction '{words}' in the medium: moles of its equation per volume of broth and time."
        return Variable(name, "", "mol/m³/h", TIME, f"Rate of {words}", f"反応速度（{words}）", meaning)
    word, ja = ("Adsorbed", "吸着") if kind == "bound" else ("Free", "遊離")
    meaning = f"{label}, {'adsorbed on the solid' if kind == 'bound' else 'not adsorbed'}, per volume of broth."
    return Variable(name, "", "mol/m³", TIME, f"{word} {words}", f"{ja}{words}", meaning)


def _carried(kind: str, name: str, subject: str) -> Variable:
    """Variable of what cells remember or keep: ``recent_mu_…``, ``recent_q_…``, ``fluctuation_…``, ``content_…``."""
    words = subject.replace("_", " ")
    if kind == "content":
        meaning = f"Stored {words} per viable cells without it."
        return Variable(name, "", "mol/kg", TIME, f"Content of {words}", f"{words}含量", meaning)
    if kind == "fluctuation":
        meaning = "Average relative distance of a fast and a slow memory of the cells."
        return Variable(name, "", "", TIME, f"Fluctuation ({words})", f"変動（{words}）", meaning)
    rate, _, memory = words.partition(" ")
    unit = "1/h" if rate == "mu" else "mol/kg/h"
    meaning = f"Moving average that the cells carry with them, memory '{memory}' of the strain."
    return Variable(name, "", unit, TIME, f"Recent rate ({memory})", f"最近の速度（{memory}）", meaning)


def _known(name: str, species: Collection[str]) -> Variable | None:
    """Variable of a name; None where there is none."""
    try:
        return find_variable(name, species)
    except KeyError:
        return None


_GASES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "offgas": ("", "Off-gas", "排ガス", "Mole fraction of {} in the dry off-gas."),
        "sparged": ("", "Sparged", "通気", "Mole fraction of {} in the dry gas at the sparger, recycled gas included."),
        "fresh": ("mol/h", "Fresh", "新鮮", "Fresh {}; negative where a loop would have to remove it."),
    }
)
"""Patterns of one gas: unit, labels, meaning."""


_PLACED = ("local", "sensed")


def _of_places(kind: str, variable: Variable) -> Variable:
    """A variable in every compartment of a tank, ``local_…``, or where its sensors are, ``sensed_…``."""
    words, ja, where = ("in each compartment", "各区画", "in each compartment of the tank")
    if kind == "sensed":
        words, ja, where = ("at the sensors", "センサ位置", "in the compartment of the sensors")
    return replace(
        variable,
        name=f"{kind}_{variable.name}",
        dims=(*TIME, "compartment") if kind == "local" else TIME,
        label_en=f"{variable.label_en}, {words}",
        label_ja=f"{variable.label_ja}（{ja}）",
        meaning=f"{variable.meaning.removesuffix('.')}, {where}.",
    )


def _owned(variable: Variable, strain: str) -> Variable:
    """A variable of one strain of several."""
    return replace(
        variable,
        name=f"{variable.name}_{strain}",
        label_en=f"{variable.label_en}, {strain}",
        label_ja=f"{variable.label_ja}（{strain}）",
        meaning=f"{variable.meaning.removesuffix('.')}, of strain '{strain}'.",
    )


def find_variable(name: str, species: Collection[str] = (), strains: Collection[str] = ()) -> Variable:
    """Variable of a name, including the patterns ``<species>``, ``q_<species>``, ``shortfall_<demand>``.

    Of a gas ``offgas_<gas>``, ``sparged_<gas>``, ``fresh_<gas>``.
    Of several feeds each is ``feed_rate_<feed>``. What cells carry is
    ``recent_mu_<memory>``, ``recent_q_<memory>``, ``fluctuation_<name>``, ``content_<species>``. In a network of
    compartments ``local_<name>`` is of every compartment, ``sensed_<name>`` of that of the sensors.

    Parameters
    ----------
    name : str
        Field name.
    species : collection of str, optional
        Names of the strains' species; only these are accepted as plain concentrations beyond the registry.
    strains : collection of str, optional
        Names of several strains in one vessel: ``mu_wild`` is ``mu`` of strain ``wild``.

    Raises
    ------
    KeyError
        The name is unknown; the text names the nearest ones.
    """
    if name in VARIABLES:
        return VARIABLES[name]
    if name in species and _SPECIES_NAME.fullmatch(name):
        label = name.replace("_", " ").capitalize()
        return _concentration(name, "", label, label)
    for strain in strains:
        if name.endswith(f"_{strain}") and (shared := _known(name.removesuffix(f"_{strain}"), species)):
            return _owned(shared, strain)
    kind, _, subject = name.partition("_")
    words = subject.replace("_", " ")
    if kind in _PLACED and (placed := _known(subject, species)):
        return _of_places(kind, placed)
    if kind == "q" and _SPECIES_NAME.fullmatch(subject):
        ja = VARIABLES[subject].label_ja if subject in VARIABLES else words
        meaning = f"Net exchange of {words} per dry cells, positive = leaves the cell."
        return Variable(name, f"q_{words}", "mol/kg/h", TIME, f"Specific {words} exchange", f"比{ja}速度", meaning)
    if name.startswith("measured_offgas_") and _SPECIES_NAME.fullmatch(name):
        words = name.removeprefix("measured_offgas_").replace("_", " ")
        meaning = f"Mole fraction of {words} in the dry off-gas as the analyser shows it."
        return Variable(name, "", "", TIME, f"Measured off-gas {words}", f"排ガス{words}（測定値）", meaning)
    if kind in _GASES and _SPECIES_NAME.fullmatch(subject):
        unit, label, label_ja, meaning = _GASES[kind]
        return Variable(name, "", unit, TIME, f"{label} {words}", f"{label_ja}{words}", meaning.format(words))
    if kind == "shortfall" and _SPECIES_NAME.fullmatch(subject):
        meaning = f"Part of the demand for {words} that the cells could not meet."
        return Variable(name, "", "mol/kg/h", TIME, f"Shortfall of {words}", f"{words}の不足", meaning)
    if name.startswith("feed_rate_"):
        words = name.removeprefix("feed_rate_").replace("_", " ")
        meaning = f"Volume of feed '{words}' per time."
        return Variable(name, "", "m³/h", TIME, f"Feed rate ({words})", f"流加速度（{words}）", meaning)
    if kind in _MEDIUM and _SPECIES_NAME.fullmatch(subject):
        return _of_medium(kind, name, words)
    if kind in _CARRIED and _SPECIES_NAME.fullmatch(subject):
        return _carried(kind, name, subject)
    near = difflib.get_close_matches(name, [*VARIABLES, *species], n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise KeyError(f"unknown variable {name!r}{hint}")


def display_name(name: str) -> str:
    """Label of any field name in the language of the context; unknown names are turned into words."""
    try:
        return find_variable(name).label
    except KeyError:
        words = name.replace("_", " ").strip()
        return words[:1].upper() + words[1:]


# unit inside -> (largest magnitude below which it is used, factor, unit for people), first match wins
_Scales = tuple[tuple[float, float, str], ...]
_ANY = float("inf")
_MOLE_AT_STANDARD = 0.022413969545  # m³/mol of an ideal gas at 273.15 K and 1.01325 bar (CODATA 2018)
_BY_UNIT: Mapping[str, _Scales] = MappingProxyType(
    {
        "m³": ((1e-3, 1e6, "mL"), (1.0, 1e3, "L"), (_ANY, 1.0, "m³")),
        "m³/h": ((1e-3, 1e6, "mL/h"), (1.0, 1e3, "L/h"), (_ANY, 1.0, "m³/h")),
        "kg/m³": ((_ANY, 1.0, "g/L"),),
        "mol/m³": ((_ANY, 1.0, "mmol/L"),),
        "mol/m³/h": ((_ANY, 1.0, "mmol/L/h"),),
        "mol/kg/h": ((_ANY, 1.0, "mmol/g/h"),),
        "bar": ((_ANY, 1.0, "bar(a)"),),
        "W": ((1e3, 1.0, "W"), (1e6, 1e-3, "kW"), (_ANY, 1e-6, "MW")),
        "W/m³": ((_ANY, 1e-3, "kW/m³"),),
        "mol/h": (
            (1.0 / _MOLE_AT_STANDARD, _MOLE_AT_STANDARD / 60.0 * 1e3, "L/min at 0 °C, 1.01325 bar"),
            (_ANY, _MOLE_AT_STANDARD, "m³/h at 0 °C, 1.01325 bar"),
        ),
        "K": ((_ANY, 1.0, "°C"),),
        "kg/kg": ((_ANY, 1.0, "g/g"),),
        "m": ((1e-3, 1e6, "µm"), (1.0, 1e3, "mm"), (_ANY, 1.0, "m")),
    }
)
_BY_NAME: Mapping[str, _Scales] = MappingProxyType(
    {
        "stirrer_speed": ((_ANY, 1.0, "rpm"),),
        "oxygen": ((_ANY, 1e3, "µmol/L"),),
        "aggregate_oxygen": ((_ANY, 1e3, "µmol/L"),),
        "cell_density": ((_ANY, 1e-12, "10⁶ cells/mL"),),
        "oxygen_fraction": ((_ANY, 100.0, "mol %"),),
        "offgas_oxygen": ((_ANY, 100.0, "mol % dry"),),
        "offgas_carbon_dioxide": ((_ANY, 100.0, "mol % dry"),),
        "offgas_nitrogen": ((_ANY, 100.0, "mol % dry"),),
        "gas_holdup": ((_ANY, 100.0, "vol %"),),
        "combustible_margin": ((_ANY, 100.0, "vol %"),),
        "combustible_margin_sparger": ((_ANY, 100.0, "vol %"),),
        "combustible_margin_headspace": ((_ANY, 100.0, "vol %"),),
        "viability": ((_ANY, 100.0, "%"),),
        "p_co2": ((_ANY, 1e3, "mbar"),),
    }
)


def display_unit(variable: Variable, values: ArrayLike) -> tuple[float, float, str]:
    """Factor, offset and unit text in which people read these values: shown = value * factor + offset.

    Parameters
    ----------
    variable : Variable
    values : array_like
        Values in the variable's own unit; their largest magnitude chooses between mL, L and m³ and the like.
        Give all the values that share an axis.
    """
    scales = _BY_NAME.get(variable.name) or _BY_UNIT.get(variable.unit) or ((_ANY, 1.0, variable.unit),)
    finite = np.abs(np.asarray(values, dtype=np.float64))
    finite = finite[np.isfinite(finite)]
    largest = float(finite.max()) if finite.size else 0.0
    factor, unit = next(((f, u) for limit, f, u in scales if largest < limit), scales[-1][1:])
    return factor, (-273.15 if variable.unit == "K" else 0.0), unit


def display(variable: Variable | str, values: ArrayLike) -> tuple[NDArray[np.float64], str]:
    """Values as people read them, and their unit.

    Parameters
    ----------
    variable : Variable or str
        A variable or its name.
    values : array_like, any shape
        In the variable's own unit.

    Returns
    -------
    values : ndarray of float, same shape
    unit : str

    Examples
    --------
    >>> display("volume", [0.0015, 0.002])
    (array([1.5, 2. ]), 'L')
    """
    found = find_variable(variable) if isinstance(variable, str) else variable
    factor, offset, unit = display_unit(found, values)
    return np.asarray(values, dtype=np.float64) * factor + offset, unit
