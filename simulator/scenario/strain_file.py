"""A strain as a file describes it: numbers with units, sources, ranges; `definition` gives bare numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, ModelWrapValidatorHandler, model_validator

from ..errors import InputError, nearest
from .condition import SIGNALS
from .measures import Enthalpy, Factor, MolarConcentration, Rate, SpecificRate, complain
from .model import Name, Part, Text
from .uncertainty import Uncertain, Uncertainty

if TYPE_CHECKING:
    from ...strains import Objective, StrainDefinition

__all__ = [
    "MODEL_SUFFIXES",
    "Bounds",
    "Capacity",
    "Demand",
    "Law",
    "Sourced",
    "Species",
    "StrainFile",
    "Uptake",
]

Q = TypeVar("Q", bound=float)
Finite = Annotated[float, Field(strict=False, allow_inf_nan=False)]
MODEL_SUFFIXES = (".xml", ".xml.gz", ".json", ".json.gz", ".yaml", ".yml")


class Sourced(Part, Generic[Q]):
    """A number with where it comes from; a file may also give the bare quantity."""

    value: Q
    source: Text = ""
    """Author, year; measured, fitted or assumed."""
    range: tuple[Q, Q] | None = None
    """Published range."""
    note: Text = ""

    @model_validator(mode="wrap")
    @classmethod
    def _plain(cls, given: Any, handler: ModelWrapValidatorHandler[Sourced[Q]]) -> Sourced[Q]:
        return handler(given if isinstance(given, (dict, Sourced)) else {"value": given})

    @model_validator(mode="after")
    def _check(self) -> Sourced[Q]:
        low, high = self.range or (self.value, self.value)
        if not low <= self.value <= high:
            raise complain("the value is not inside its own range", "range")
        return self


class Species(Part):
    """A dissolved species whose exchange with the cell is followed."""

    exchange: Text
    """Exchange reaction of the model."""
    combustion_enthalpy: Sourced[Enthalpy] | None = None
    """kJ/mol released on burning to CO2(g), H2O(l), NH4⁺(aq); None: 115 kJ per electron."""
    note: Text = ""
    """How certain it is that the exchange is this species."""


class Law(Part):
    """One factor of an uptake law; c is the concentration of `species`."""

    kind: Literal["monod", "hill", "haldane", "inhibition"]
    """c/(K+c); cⁿ/(Kⁿ+cⁿ); c/(K+c+c²/Ki); 1/(1+c/Ki)"""
    species: Name | None = None
    """The species taken up, unless another is named."""
    constant: Sourced[MolarConcentration]
    """K, or Ki of an inhibition [mol/m³]."""
    exponent: Sourced[Factor] | None = None
    """n of a Hill law."""
    inhibition: Sourced[MolarConcentration] | None = None
    """Ki of a Haldane law [mol/m³]."""

    @model_validator(mode="after")
    def _check(self) -> Law:
        for kind, name in (("hill", "exponent"), ("haldane", "inhibition")):
            if (self.kind == kind) != (getattr(self, name) is not None):
                raise complain(f"'{name}' belongs to kind '{kind}', and to no other", "kind")
        return self

    @property
    def second(self) -> float:
        """Second constant: Hill exponent [-], Haldane Ki [mol/m³], else 0."""
        extra = self.exponent or self.inhibition
        return extra.value if extra else 0.0


class Uptake(Part):
    """How fast a species can be taken up: `maximum` times all factors."""

    maximum: Sourced[SpecificRate]
    factors: tuple[Law, ...] = ()
    enforced: bool = False
    """Whether the cell takes up what its transporter meets, needed or not."""


class Demand(Part):
    """A flux the cell must carry."""

    reaction: Text
    value: Sourced[SpecificRate]


class Capacity(Part):
    """Σ coefficient·flux ≤ maximum."""

    terms: dict[Text, Finite]
    """Reaction id, ``growth``, ``<species>`` (net secretion) or ``<species>_uptake``, and its coefficient."""
    maximum: Sourced[SpecificRate]
    varies: bool = False
    """Whether the right-hand side changes during a run and is a parameter of the flux atlas."""

    @model_validator(mode="after")
    def _check(self) -> Capacity:
        if self.varies and self.maximum.value <= 0.0:
            raise complain("a capacity that varies needs a maximum above 0", "maximum")
        return self


class Bounds(Part):
    """Constant bounds of a reaction [mol/kg/h = mmol/gDW/h]."""

    lower: Finite
    upper: Finite
    note: Text = ""


class StrainFile(Part):
    """A strain: a COBRA model, its edits and what varies during a run."""

    name: Name
    summary: Text = ""
    model: Text
    """A model bundled with cobra (``iJO1366``) or a file: SBML, cobra JSON or an own core YAML."""
    biomass: Text
    """Reaction whose flux is growth [1/h]."""
    species: dict[Name, Species]
    uptakes: dict[Name, Uptake]
    demands: dict[Name, Demand] = Field(default_factory=dict)
    capacities: dict[Name, Capacity] = Field(default_factory=dict)
    growth_cap: Sourced[Rate] | None = None
    """Growth rate the cells could reach at most; makes the cap a parameter of the flux atlas."""
    objectives: tuple[Text, ...] = ("max growth",)
    """In order, after feasibility: ``max growth``, ``min glucose uptake``, ``max acetate``, ``max ATPM``."""
    bounds: dict[Text, Bounds] = Field(default_factory=dict)
    knockouts: tuple[Text, ...] = ()
    coefficients: dict[Text, Finite] = Field(default_factory=dict)
    """Metabolite and what is added to its coefficient in the biomass reaction [mmol/gDW]."""
    uncertainty: dict[Uncertain, Uncertainty] = Field(default_factory=dict)
    """Scatter around a simulated quantity that no balance can narrow."""
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> StrainFile:
        for name in self.species:
            if name == "biomass" or name in SIGNALS:
                raise complain(f"a species cannot be called '{name}': conditions use that name", "species", name)
        for name, uptake in self.uptakes.items():
            if name not in self.species:
                raise complain(f"uptake of '{name}': no such species{nearest(name, self.species)}", "uptakes", name)
            for index, law in enumerate(uptake.factors):
                if law.species is not None and law.species not in self.species:
                    at = ("uptakes", name, "factors", index, "species")
                    raise complain(f"no species '{law.species}'{nearest(law.species, self.species)}", *at)
        for index, text in enumerate(self.objectives):
            self._objective(text, index)
        return self

    def _objective(self, text: str, index: int = 0) -> tuple[Literal["max", "min"], str]:
        """Sense and target of an objective's text."""
        words = text.split()
        if not 2 <= len(words) <= 3 or words[0] not in ("max", "min"):
            raise complain(f"'{text}' is not an objective: write it like 'min glucose uptake'", "objectives", index)
        sense: Literal["max", "min"] = "max" if words[0] == "max" else "min"
        if len(words) == 2:
            return sense, words[1]
        if words[2] != "uptake" or words[1] not in self.species:
            hint = nearest(words[1], self.species)
            raise complain(f"'{text}' is not an objective: 'uptake' follows a species{hint}", "objectives", index)
        return sense, f"{words[1]}_uptake"

    @property
    def is_file(self) -> bool:
        """Whether `model` names a file rather than a model bundled with cobra."""
        return self.model.endswith(MODEL_SUFFIXES)

    def definition(self) -> StrainDefinition:
        """Give the strain as numbers, for `moromi.strains`.

        Raises
        ------
        InputError
            The numbers do not make a strain.
        """
        from ... import strains

        try:
            return strains.StrainDefinition(
                name=self.name,
                model=Path(self.model) if self.is_file else self.model,
                biomass=self.biomass,
                species=tuple(
                    strains.TrackedSpecies(
                        name,
                        item.exchange,
                        item.combustion_enthalpy.value if item.combustion_enthalpy else None,
                    )
                    for name, item in self.species.items()
                ),
                bounds=tuple((name, item.lower, item.upper) for name, item in self.bounds.items()),
                knockouts=self.knockouts,
                uptakes=tuple(self._uptake(name, item) for name, item in self.uptakes.items()),
                demands=tuple(strains.Demand(n, item.reaction, item.value.value) for n, item in self.demands.items()),
                capacities=self._capacities(),
                objectives=tuple(self._target(text) for text in self.objectives),
                coefficients=tuple(self.coefficients.items()),
            )
        except strains.StrainError as error:
            raise InputError(f"strain '{self.name}': {error}") from error

    def _capacities(self) -> tuple[Any, ...]:
        from ... import strains

        capacities = [
            strains.Capacity(name, tuple(item.terms.items()), item.maximum.value, item.varies)
            for name, item in self.capacities.items()
        ]
        if self.growth_cap is not None:
            capacities.append(strains.Capacity("growth_cap", (("growth", 1.0),), self.growth_cap.value, True))
        return tuple(capacities)

    def _target(self, text: str) -> Objective:
        from ... import strains

        return strains.Objective(*self._objective(text))

    def _uptake(self, name: str, item: Uptake) -> Any:
        from ... import strains

        laws = (strains.Factor(law.kind, law.species or name, law.constant.value, law.second) for law in item.factors)
        return strains.Uptake(name, item.maximum.value, tuple(laws), item.enforced)
