"""A strain as a file describes it: numbers with units, sources, ranges; `definition` gives bare numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from ..errors import nearest
from .aggregates import Aggregates
from .cell_count import CellCount
from .condition import SIGNALS
from .document import Route
from .inertia import Inertia
from .law import Law
from .measures import Content, Enthalpy, MolarMass, Rate, SpecificRate, complain
from .model import Name, Part, Text
from .shear import Shear
from .sourced import Sourced
from .tolerance import Tolerates
from .uncertainty import Uncertain, Uncertainty

if TYPE_CHECKING:
    from ...strains import StrainDefinition

__all__ = [
    "MODEL_SUFFIXES",
    "AddedMetabolite",
    "AddedReaction",
    "Bounds",
    "Capacity",
    "Death",
    "Demand",
    "GrowthCap",
    "Species",
    "StrainFile",
    "Uptake",
]

Finite = Annotated[float, Field(strict=False, allow_inf_nan=False)]
MODEL_SUFFIXES = (".xml", ".xml.gz", ".json", ".json.gz", ".yaml", ".yml")


class Species(Part):
    """A species whose exchange with the cell is followed."""

    exchange: Text = ""
    """Exchange reaction of the model; of a store the reaction that fills it; none: the cells only notice it."""
    combustion_enthalpy: Sourced[Enthalpy] | None = None
    """kJ/mol released on burning to CO2(g), H2O(l), NH4⁺(aq); None: 115 kJ per electron."""
    note: Text = ""
    """How certain it is that the exchange is this species."""
    molar_mass: MolarMass | None = None
    """kg/mol, of a species without an exchange."""
    stored: bool = False
    """Whether the cells keep it: a polymer, reported per viable biomass as well."""
    release: Text = ""
    """Of a store, the reaction that gives it back to the model: what its uptake is of."""

    @model_validator(mode="after")
    def _check(self) -> Species:
        if (self.molar_mass is None) == (not self.exchange):
            raise complain("a species has an exchange, or, if the cells only notice it, a molar mass", "exchange")
        return self


class Uptake(Part):
    """How fast a species can be taken up: `maximum` times all factors."""

    maximum: Sourced[SpecificRate]
    factors: tuple[Law, ...] = ()
    enforced: bool = False
    """Whether the cell takes up what its transporter meets, needed or not."""


class Demand(Part):
    """A flux the cell must carry."""

    reaction: Text
    """A reaction id, ``<species>`` or ``<species>_uptake``."""
    value: Sourced[SpecificRate]
    """Part that does not depend on growth; 0: there is none."""
    per_growth: Sourced[Content] | None = None
    """Part that comes with growth."""
    factors: tuple[Law, ...] = ()
    most: Sourced[SpecificRate] | None = None
    """Highest demand the factors can make; twice the value unless given."""


class Capacity(Part):
    """Σ coefficient·flux ≤ maximum."""

    terms: dict[Text, Finite]
    """Reaction id, ``growth``, ``<species>`` (net secretion) or ``<species>_uptake``, and its coefficient."""
    maximum: Sourced[SpecificRate]
    varies: bool = False
    """Whether the right-hand side changes during a run and is a parameter of the flux atlas."""
    factors: tuple[Law, ...] = ()
    """Multiply the maximum of a capacity that varies."""

    @model_validator(mode="after")
    def _check(self) -> Capacity:
        if self.varies and self.maximum.value <= 0.0:
            raise complain("a capacity that varies needs a maximum above 0", "maximum")
        return self


class GrowthCap(Sourced[Rate]):
    """Growth rate that cells could reach at most."""

    factors: tuple[Law, ...] = ()
    """Of temperature and pH, for example."""


class Death(Part):
    """Viable cells that die, first order."""

    rate: Sourced[Rate]
    factors: tuple[Law, ...] = ()


class Bounds(Part):
    """Constant bounds of a reaction [mol/kg/h = mmol/gDW/h]."""

    lower: Finite
    upper: Finite
    note: Text = ""


class AddedMetabolite(Part):
    """A compound that the model does not know."""

    formula: Text
    """``C6H12O6``; of one residue of a polymer with decimals."""
    charge: Finite = 0.0
    source: Text = ""


class AddedReaction(Part):
    """A reaction that the model does not have; it must balance in elements and charge."""

    equation: Text
    """``"a + 2 b --> c"`` in ids of the model and of `metabolites`; with one of them alone an exchange."""
    source: Text = ""


class StrainFile(Part):
    """A strain: a COBRA model, its edits and what varies during a run."""

    name: Name
    summary: Text = ""
    model: Text
    """A model built in (``yeast-core``) or bundled with cobra (``iJO1366``), or a file: SBML, cobra JSON, core YAML."""
    biomass: Text
    """Reaction whose flux is growth [1/h]."""
    metabolites: dict[Text, AddedMetabolite] = Field(default_factory=dict)
    reactions: dict[Text, AddedReaction] = Field(default_factory=dict)
    """What the strain has beyond its model."""
    species: dict[Name, Species]
    uptakes: dict[Name, Uptake]
    demands: dict[Name, Demand] = Field(default_factory=dict)
    capacities: dict[Name, Capacity] = Field(default_factory=dict)
    growth_cap: GrowthCap | None = None
    """Growth rate the cells could reach at most; makes the cap a parameter of the flux atlas."""
    objectives: tuple[Text, ...] = ("max growth",)
    """In order, after feasibility: ``max growth``, ``min glucose uptake``, ``max acetate``, ``max ATPM``."""
    bounds: dict[Text, Bounds] = Field(default_factory=dict)
    knockouts: tuple[Text, ...] = ()
    coefficients: dict[Text, Finite] = Field(default_factory=dict)
    """Metabolite and what is added to its coefficient in the biomass reaction [mmol/gDW]."""
    death: Death | None = None
    shear: Shear | None = None
    """What turbulence the cells bear."""
    tolerates: Tolerates | None = None
    """What of the broth's state the cells bear."""
    cells: CellCount | None = None
    """How dry mass becomes a number of cells."""
    aggregates: Aggregates | None = None
    """Spheres in which the cells live."""
    inertia: Inertia | None = None
    """What changes when cells cannot re-optimise in a second."""
    uncertainty: dict[Uncertain, Uncertainty] = Field(default_factory=dict)
    """Scatter around a simulated quantity that no balance can narrow."""
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> StrainFile:
        for name in self.species:
            if name == "biomass" or name in SIGNALS:
                raise complain(f"a species cannot be called '{name}': conditions use that name", "species", name)
        for name in self.uptakes:
            if name not in self.species:
                raise complain(f"uptake of '{name}': no such species{nearest(name, self.species)}", "uptakes", name)
        for path, laws in self.laws().items():
            self._check_laws(path, laws)
        for index, text in enumerate(self.objectives):
            self._objective(text, index)
        if self.inertia is not None:
            self._check_inertia(self.inertia)
        return self

    def _check_inertia(self, inertia: Inertia) -> None:
        """What inertia changes exists."""
        parameters = [f"{name}_uptake" for name in self.uptakes] + [*self.demands, *self.capacities, "growth_cap"]
        asked: list[tuple[str, Iterable[str], Sequence[str]]] = [
            ("enforced", inertia.enforced, [*self.uptakes]),
            ("maxima", inertia.maxima, [*self.uptakes]),
            ("varies", inertia.varies, [*self.capacities]),
            ("limits", inertia.limits, parameters),
            ("factors", inertia.factors, parameters),
        ]
        for key, names, known in asked:
            for name in names:
                if name not in known:
                    raise complain(f"{key}: the strain has no '{name}'{nearest(name, known)}", "inertia", key)
        for text in inertia.objectives:
            self._objective(text)

    def laws(self) -> dict[Route, tuple[Law, ...]]:
        """Every list of factors by its place in the file."""
        found: dict[Route, tuple[Law, ...]] = {
            (kind, name): item.factors
            for kind in ("uptakes", "demands", "capacities")
            for name, item in getattr(self, kind).items()
        }
        found[("growth_cap",)] = self.growth_cap.factors if self.growth_cap else ()
        found[("death",)] = self.death.factors if self.death else ()
        return found

    def _check_laws(self, path: Route, laws: tuple[Law, ...]) -> None:
        """Every law of a species names one that is followed; those of uptakes need not name their own."""
        for index, law in enumerate(laws):
            for key in ("species", "competitor"):
                name = getattr(law, key)
                if name is not None and name not in self.species:
                    raise complain(f"no species '{name}'{nearest(name, self.species)}", *path, "factors", index, key)
            if law.watches_species and law.species is None and path[0] != "uptakes":
                raise complain(f"'species' is missing: a {law.kind} law watches one", *path, "factors", index, "kind")

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
        """Whether `model` names a file rather than a model built in or bundled with cobra."""
        return self.model.endswith(MODEL_SUFFIXES)

    def definition(self) -> StrainDefinition:
        """Give the strain as numbers, for `moromi.strains`.

        Raises
        ------
        InputError
            The numbers do not make a strain.
        """
        from .strain_numbers import strain_definition

        return strain_definition(self)

    def objective(self, text: str) -> tuple[Literal["max", "min"], str]:
        """Sense and target of an objective's text."""
        return self._objective(text)
