"""What a strain is before any model is loaded: names and numbers, checked for sense.

Units: concentrations mol/m³ (= mmol/L), fluxes mol/kg/h (= mmol/gDW/h), enthalpies kJ/mol.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .added import AddedMetabolite, AddedReaction
from .cells import CellLimit, Death, Fluctuation, Memory
from .errors import StrainError, nearest
from .kinetics import SIGNAL_LAWS, Factor, FactorKind, highest, positive

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


@dataclass(frozen=True)
class TrackedSpecies:
    """A species whose exchange with the cell is followed: dissolved, stored in the cells, or untouched by them.

    Parameters
    ----------
    name : str
        Moromi's name, for example ``"glucose"``.
    exchange : str
        Exchange reaction of the model, for example ``"EX_glc__D_e"``; of a store the reaction that fills it. Empty:
        the cells only notice it (an inducer).
    combustion_enthalpy : float or None
        Heat of combustion [kJ/mol] to CO2(g), H2O(l), NH4⁺(aq); None: 115 kJ per electron (Roels 1983).
    molar_mass : float or None
        [kg/mol], of a species without an exchange; the model knows it of the others.
    release : str
        Of a store that another reaction gives back (one that supplies it to the model): its uptake is that reaction,
        so that a cell asked to fill the store does not empty it in the same moment. Empty: the exchange runs both ways.
    """

    name: str
    exchange: str
    combustion_enthalpy: float | None = None
    molar_mass: float | None = None
    release: str = ""

    def __post_init__(self) -> None:
        if self.release and self.release == self.exchange:
            raise StrainError(f"species '{self.name}': the release is another reaction than the exchange")
        if not self.exchange:
            positive(self.molar_mass or 0.0, f"molar mass of '{self.name}', which has no exchange,")

    @property
    def reaction(self) -> str:
        """Exchange reaction, also of a species that the model does not know."""
        return self.exchange or f"untouched_{self.name}"


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
        positive(self.maximum, f"maximum uptake of {self.species}")


@dataclass(frozen=True)
class Demand:
    """A flux the cell must carry: parameter `name`, flux ≥ per_growth·growth + θ, 0 ≤ θ ≤ most.

    Maintenance, or enforced production after Luedeking & Piret (1959), J. Biochem. Microbiol. Technol. Eng. 1:393:
    a part with growth, and a part of its own, which is θ. What cannot be met is the output ``shortfall_<name>``.

    Parameters
    ----------
    name : str
        Parameter name, for example ``"maintenance"``.
    reaction : str
        Flux: a reaction id, for example ``"ATPM"``, or a name as in `Objective`.
    value : float
        Usual demand [mol/kg/h], with every factor at 1.
    per_growth : float
        Demand per growth [mol/kg].
    factors : tuple of Factor
        Multiplied with each other and with `value`.
    most : float
        Upper end of θ [mol/kg/h]; 0: twice the value.
    """

    name: str
    reaction: str
    value: float
    per_growth: float = 0.0
    factors: tuple[Factor, ...] = ()
    most: float = 0.0

    def __post_init__(self) -> None:
        positive(self.value, f"demand '{self.name}'")
        if not (math.isfinite(self.per_growth) and self.per_growth >= 0.0):
            raise StrainError(f"demand '{self.name}' per growth must be a finite number, not below 0")
        if self.most and not self.value <= self.most < math.inf:
            raise StrainError(f"demand '{self.name}' is {self.value:g}, above the most it can be, {self.most:g}")


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
    factors : tuple of Factor
        Multiplied with each other and with `maximum`, where it varies.
    """

    name: str
    terms: tuple[tuple[str, float], ...]
    maximum: float
    varies: bool = False
    factors: tuple[Factor, ...] = ()

    def __post_init__(self) -> None:
        if not self.terms:
            raise StrainError(f"capacity '{self.name}' has no terms")
        if self.factors and not self.varies:
            raise StrainError(f"capacity '{self.name}' has factors, but does not vary")
        if not all(math.isfinite(factor) for _, factor in self.terms) or not math.isfinite(self.maximum):
            raise StrainError(f"capacity '{self.name}' has a coefficient or maximum that is not finite")
        if self.varies:
            positive(self.maximum, f"maximum of capacity '{self.name}', which varies from 0 up to it,")


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


def _known(name: str, names: Sequence[str], where: str, what: str) -> None:
    if name not in names:
        raise StrainError(f"{where} '{name}': no such {what}{nearest(name, names)}")


@dataclass(frozen=True)
class StrainDefinition:
    """A strain as numbers: model, edits, and what varies during a run.

    Parameters
    ----------
    name : str
        Its name in messages and in the cache.
    model : str or Path
        Name of a built-in model (``"yeast-core"``, ``"iJO1366"``), or a file: SBML ``.xml[.gz]``, cobra
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
    memories, fluctuations, limits : tuples
        What cells carry, and what it holds back.
    death : Death or None
        None: cells do not die.
    metabolites, reactions : tuples of AddedMetabolite, AddedReaction
        What the strain has beyond its model.
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
    memories: tuple[Memory, ...] = ()
    fluctuations: tuple[Fluctuation, ...] = ()
    limits: tuple[CellLimit, ...] = ()
    death: Death | None = None
    metabolites: tuple[AddedMetabolite, ...] = ()
    reactions: tuple[AddedReaction, ...] = ()

    def __post_init__(self) -> None:
        names = [item.name for item in self.species]
        _unique(names, "species")
        reactions = [name for item in self.species for name in (item.exchange, item.release) if name]
        _unique(reactions, "exchange")
        _unique([item.species for item in self.uptakes], "uptake of")
        _unique(list(self.parameters), "parameter")
        _unique([item.name for item in self.capacities], "capacity")
        if not self.parameters:
            raise StrainError(f"strain '{self.name}' has no uptake and no demand: nothing can vary")
        exchanged = [item.name for item in self.species if item.exchange]
        released = [item.name for item in self.species if item.release]
        for uptake in self.uptakes:
            _known(uptake.species, exchanged, "uptake of", "tracked species with an exchange")
            if uptake.enforced and uptake.species in released:
                raise StrainError(f"uptake of '{uptake.species}' from the cells' own store cannot be enforced")
        self._check_factors(names)
        self._check_cells()
        for reaction, lower, upper in self.bounds:
            if math.isnan(lower) or math.isnan(upper) or lower > upper:
                raise StrainError(f"bounds of '{reaction}' are crossed or not numbers: {lower}, {upper}")

    def _check_factors(self, names: list[str]) -> None:
        """Every law is one of something that exists."""
        for parameter, factors in (*self.factors, ("death", self.death.factors if self.death else ())):
            for factor in factors:
                where = f"{factor.kind} factor of {parameter}: '{factor.of}'"
                if factor.kind == "rise":
                    _known(factor.of, self.carried, f"{where}:", "memory or fluctuation")
                elif factor.kind not in SIGNAL_LAWS:
                    _known(factor.of, names, f"{where}:", "tracked species")
                if factor.kind == "competitive":
                    _known(factor.other, names, f"{where}, competitor", "tracked species")

    def _check_cells(self) -> None:
        """Memories are of fluxes, limits of parameters."""
        _unique(list(self.carried), "memory or fluctuation")
        memories = [item.name for item in self.memories]
        fluxes = tuple(self.named_fluxes)
        for memory in self.memories:
            _known(memory.of, fluxes, f"memory '{memory.name}' of", "flux")
        for fluctuation in self.fluctuations:
            for name in (fluctuation.fast, fluctuation.slow):
                _known(name, memories, f"fluctuation '{fluctuation.name}' of", "memory")
        _unique([item.memory for item in self.limits], "limit by memory")  # each carries one
        _unique([item.parameter for item in self.limits], "limit of parameter")
        for limit in self.limits:
            _known(limit.parameter, self.parameters, "limit of", "parameter")
            _known(limit.memory, memories, f"limit of '{limit.parameter}' by", "memory")

    @property
    def factors(self) -> tuple[tuple[str, tuple[Factor, ...]], ...]:
        """Parameters, in order, and their laws."""
        laws = [item.factors for item in self.uptakes] + [item.factors for item in self.demands]
        laws += [item.factors for item in self.varying_capacities]
        return tuple(zip(self.parameters, laws, strict=True))

    @property
    def carried(self) -> tuple[str, ...]:
        """Names of what the cells carry: memories, then fluctuations; the dead come last and are no property."""
        return (*(item.name for item in self.memories), *(item.name for item in self.fluctuations))

    @property
    def named_fluxes(self) -> dict[str, tuple[str, float]]:
        """Growth, secretion and uptake of every species by name: reaction and sign."""
        named = {"growth": (self.biomass, 1.0)}
        for item in self.species:
            named[item.name] = (item.reaction, 1.0)
            named[f"{item.name}_uptake"] = (item.release, 1.0) if item.release else (item.reaction, -1.0)
        return named

    def flux(self, name: str) -> tuple[str, float]:
        """Reaction and sign of a named flux; a reaction id stands for itself."""
        return self.named_fluxes.get(name, (name, 1.0))

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
        """Upper end of every parameter [mol/kg/h], as far as laws can raise it; the lower end is 0."""
        uptakes = (item.maximum * highest(item.factors) for item in self.uptakes)
        capacities = (item.maximum * highest(item.factors) for item in self.varying_capacities)
        demands = (item.most or 2.0 * item.value for item in self.demands)
        return (*uptakes, *demands, *capacities)
