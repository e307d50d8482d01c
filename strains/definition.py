"""What a strain is before any model is loaded: names and numbers, checked for sense.

Units: concentrations mol/m³ (= mmol/L), fluxes mol/kg/h (= mmol/gDW/h), enthalpies kJ/mol.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from .errors import StrainError, nearest

__all__ = [
    "Capacity",
    "Demand",
    "Factor",
    "FactorKind",
    "Objective",
    "StrainDefinition",
    "TrackedSpecies",
    "Uptake",
]

FactorKind = Literal["monod", "hill", "haldane", "inhibition"]


def _positive(value: float, what: str) -> None:
    if not (math.isfinite(value) and value > 0.0):
        raise StrainError(f"{what} must be a finite number above 0, not {value!r}")


@dataclass(frozen=True)
class TrackedSpecies:
    """A dissolved species whose exchange with the cell is followed.

    Parameters
    ----------
    name : str
        Moromi's name, for example ``"glucose"``.
    exchange : str
        Exchange reaction of the model, for example ``"EX_glc__D_e"``.
    combustion_enthalpy : float or None
        Heat of combustion [kJ/mol] to CO2(g), H2O(l), NH4⁺(aq); None: 115 kJ per electron (Roels 1983).
    """

    name: str
    exchange: str
    combustion_enthalpy: float | None = None


@dataclass(frozen=True)
class Factor:
    """One factor of an uptake law, a function of one species' concentration c [mol/m³].

    Parameters
    ----------
    kind : {"monod", "hill", "haldane", "inhibition"}
        c/(K+c); cⁿ/(Kⁿ+cⁿ); c/(K+c+c²/Ki); 1/(1+c/Ki).
    species : str
        Name of a tracked species.
    constant : float
        K, or Ki for ``"inhibition"`` [mol/m³].
    second : float
        n for ``"hill"`` [-], Ki for ``"haldane"`` [mol/m³]; unused otherwise.
    """

    kind: FactorKind
    species: str
    constant: float
    second: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in get_args(FactorKind):
            raise StrainError(f"factor kind '{self.kind}' is unknown{nearest(self.kind, get_args(FactorKind))}")
        _positive(self.constant, f"constant of the {self.kind} factor of {self.species}")
        if self.kind in ("hill", "haldane"):
            _positive(self.second, f"second constant of the {self.kind} factor of {self.species}")


@dataclass(frozen=True)
class Uptake:
    """Capacity to take up a species: parameter ``<species>_uptake``, its exchange ≥ −θ, 0 ≤ θ ≤ maximum.

    An enforced uptake takes up what its transporter meets, needed or not: exchange = −θ + s with s ≥ 0 the output
    ``shortfall_<species>_uptake``, minimised among the first levels.

    Parameters
    ----------
    species : str
        Name of a tracked species.
    maximum : float
        Uptake with every factor at 1 [mol/kg/h].
    factors : tuple of Factor
        Multiplied with each other and with `maximum`.
    enforced : bool
        Whether the cell cannot refuse it.
    """

    species: str
    maximum: float
    factors: tuple[Factor, ...] = ()
    enforced: bool = False

    def __post_init__(self) -> None:
        _positive(self.maximum, f"maximum uptake of {self.species}")


@dataclass(frozen=True)
class Demand:
    """A flux the cell must carry (maintenance): parameter `name`, reaction ≥ θ, 0 ≤ θ ≤ 2·value.

    What cannot be met is the output ``shortfall_<name>``.

    Parameters
    ----------
    name : str
        Parameter name, for example ``"maintenance"``.
    reaction : str
        Reaction of the model, for example ``"ATPM"``.
    value : float
        Usual demand [mol/kg/h].
    """

    name: str
    reaction: str
    value: float

    def __post_init__(self) -> None:
        _positive(self.value, f"demand '{self.name}'")


@dataclass(frozen=True)
class Capacity:
    """A shared capacity: Σ coefficient·flux ≤ maximum over some fluxes; growth alone makes a growth cap.

    Parameters
    ----------
    name : str
        Its name.
    terms : tuple of (str, float)
        Flux and its coefficient: a reaction id, or a name as in `Objective` (``"growth"``, ``"oxygen_uptake"``).
    maximum : float
        Right-hand side [mol/kg/h where coefficients are 1; 1/h for growth].
    varies : bool
        Whether the right-hand side is a parameter, 0 ≤ θ ≤ maximum, called like the capacity.
    """

    name: str
    terms: tuple[tuple[str, float], ...]
    maximum: float
    varies: bool = False

    def __post_init__(self) -> None:
        if not self.terms:
            raise StrainError(f"capacity '{self.name}' has no terms")
        if not all(math.isfinite(factor) for _, factor in self.terms) or not math.isfinite(self.maximum):
            raise StrainError(f"capacity '{self.name}' has a coefficient or maximum that is not finite")
        if self.varies:
            _positive(self.maximum, f"maximum of capacity '{self.name}', which varies from 0 up to it,")


@dataclass(frozen=True)
class Objective:
    """One level of the lexicographic order after feasibility.

    Parameters
    ----------
    sense : {"max", "min"}
        Direction.
    target : str
        ``"growth"``, ``"<species>_uptake"`` (net uptake), ``"<species>"`` (net secretion) or a reaction id.
    """

    sense: Literal["max", "min"]
    target: str

    def __post_init__(self) -> None:
        if self.sense not in ("max", "min"):
            raise StrainError(f"objective sense must be 'max' or 'min', not '{self.sense}'")


def _unique(names: list[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise StrainError(f"{what} '{twice[0]}' is given twice")


@dataclass(frozen=True)
class StrainDefinition:
    """A strain as numbers: model, edits, and what varies during a run.

    Parameters
    ----------
    name : str
        Its name in messages and in the cache.
    model : str or Path
        Name of a model bundled with cobra (``"iJO1366"``), or a file: SBML ``.xml[.gz]``, cobra
        ``.json[.gz]`` or an own core ``.yaml``.
    biomass : str
        Reaction whose flux is growth [1/h] and whose coefficients are mmol/gDW.
    bounds : tuple of (str, float, float)
        Reaction, lower and upper bound [mol/kg/h]; ±inf allowed.
    knockouts : tuple of str
        Reactions closed in both directions.
    species, uptakes, demands, capacities, objectives : tuples
        See the classes; the order of `demands` and `objectives` is their priority.
    coefficients : tuple of (str, float)
        Metabolite and the amount added to its coefficient in the biomass reaction [mmol/gDW].
    """

    name: str
    model: str | Path
    biomass: str
    species: tuple[TrackedSpecies, ...]
    bounds: tuple[tuple[str, float, float], ...] = ()
    knockouts: tuple[str, ...] = ()
    uptakes: tuple[Uptake, ...] = ()
    demands: tuple[Demand, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    objectives: tuple[Objective, ...] = (Objective("max", "growth"),)
    coefficients: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        names = [item.name for item in self.species]
        _unique(names, "species")
        _unique([item.exchange for item in self.species], "exchange")
        _unique([item.species for item in self.uptakes], "uptake of")
        _unique(list(self.parameters), "parameter")
        _unique([item.name for item in self.capacities], "capacity")
        if not self.parameters:
            raise StrainError(f"strain '{self.name}' has no uptake and no demand: nothing can vary")
        for uptake in self.uptakes:
            for name in (uptake.species, *(factor.species for factor in uptake.factors)):
                if name not in names:
                    raise StrainError(f"uptake of '{name}': no such tracked species{nearest(name, names)}")
        for reaction, lower, upper in self.bounds:
            if math.isnan(lower) or math.isnan(upper) or lower > upper:
                raise StrainError(f"bounds of '{reaction}' are crossed or not numbers: {lower}, {upper}")

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of θ: uptakes in order, then demands, then capacities that vary."""
        uptakes = (f"{item.species}_uptake" for item in self.uptakes)
        return (*uptakes, *(item.name for item in self.demands), *(item.name for item in self.varying_capacities))

    @property
    def varying_capacities(self) -> tuple[Capacity, ...]:
        """Capacities whose right-hand side is a parameter."""
        return tuple(item for item in self.capacities if item.varies)

    @property
    def usual(self) -> tuple[float, ...]:
        """θ of a cell that wants for nothing: uptakes and capacities at their maximum, demands as stated."""
        uptakes = (item.maximum for item in self.uptakes)
        capacities = (item.maximum for item in self.varying_capacities)
        return (*uptakes, *(item.value for item in self.demands), *capacities)

    @property
    def box(self) -> tuple[float, ...]:
        """Upper end of every parameter [mol/kg/h]; the lower end is 0."""
        uptakes = (item.maximum for item in self.uptakes)
        capacities = (item.maximum for item in self.varying_capacities)
        return (*uptakes, *(2.0 * item.value for item in self.demands), *capacities)
