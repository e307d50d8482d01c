"""Reactions in the medium as a file describes them: what takes part, what adsorbs, how fast everything goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from ..errors import nearest
from .concentration import Concentration
from .condition import SIGNALS
from .law import Law
from .measures import Affinity, Enthalpy, Factor, MassShare, MolarMass, complain
from .model import Name, Part, Text
from .rate_constant import RateConstant
from .sourced import Sourced

__all__ = ["FOLLOWED", "Adsorption", "Compound", "Reactions", "Step"]

FOLLOWED = ("oxygen", "carbon_dioxide", "ammonium")
"""Species that strains follow and that a system need not describe."""
_BOOKED = ("water", "proton")
"""What an equation may name though its amount is not followed."""
_REFUSED = ("contois", "saturation", "phase", "rise")
"""Laws of what cells carry, and of a recipe."""
_FORMULA = re.compile(r"(?:[A-Z][a-z]?(?:\d+(?:\.\d+)?)?)+")

Compounds = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""Name of a species: small letters, digits, underscores."""


class Compound(Part):
    """A species of the medium; where a strain exchanges it, the strain's word on heat and composition counts."""

    formula: Text = ""
    """C6H10O5; of a polymer that of one monomer unit, in which its amount counts."""
    charge: Annotated[int, Field(ge=-10, le=10, strict=True)] = 0
    molar_mass: MolarMass | None = None
    """kg/mol, of what has no formula: an enzyme, lignin."""
    combustion_enthalpy: Sourced[Enthalpy] | None = None
    """kJ/mol released on burning to CO2(g), H2O(l), NH4⁺(aq): the differences are the heats of the reactions."""
    note: Text = ""

    @model_validator(mode="after")
    def _check(self) -> Compound:
        if (self.molar_mass is None) == (not self.formula):
            raise complain("a compound has a formula, or, if its elements are unknown, a molar mass", "formula")
        if self.formula and not _FORMULA.fullmatch(self.formula):
            raise complain(f"'{self.formula}' is not a formula: write it like C6H12O6", "formula")
        return self


class Adsorption(Part):
    """Langmuir's isotherm of a species on a solid: bound = capacity·solid·K·free/(1 + K·free)."""

    on: Name
    """A species or a group."""
    capacity: Sourced[MassShare]
    """kg that a kg of the solid binds at most."""
    affinity: Sourced[Affinity]
    """m³/kg, K."""


class Step(Part):
    """A reaction: rate of its first species = constant · Π cⁿ · Π (c/c₀)ᵐ · Π (c/K) · factors / (1 + Σ c/K)."""

    equation: Text
    """``2 cellulose + water --> cellobiose``; one way, by amount."""
    constant: Sourced[RateConstant]
    """Turns over the first species on the left; its unit must fit the exponents of `order`."""
    order: dict[Name, Factor] = Field(default_factory=dict)
    """Exponents n of concentrations: of species, groups, ``biomass``, ``enzyme.bound``, ``enzyme.free``."""
    relative: dict[Name, Factor] = Field(default_factory=dict)
    """Exponents m of concentrations over those at the start."""
    saturation: dict[Name, Sourced[Concentration]] = Field(default_factory=dict)
    """Michaelis & Menten: c/K among the factors and in the sum below."""
    inhibitors: dict[Name, Sourced[Concentration]] = Field(default_factory=dict)
    """c/K in the sum below only: they compete with what saturates."""
    factors: tuple[Law, ...] = ()
    """Laws as strains have them: temperature, pH, Arrhenius, inhibition that does not compete …"""

    @model_validator(mode="after")
    def _check(self) -> Step:
        total = sum(self.order.values())
        constant = self.constant.value
        if abs(constant.order - total) > 1e-9:
            message = f"{constant} belongs to {constant.order:g} concentrations, but the exponents of 'order' sum to"
            raise complain(f"{message} {total:g}", "constant")
        for key in ("saturation", "inhibitors"):
            for name, given in getattr(self, key).items():
                if given.value.value <= 0.0:
                    raise complain("the constant is above 0", key, name)
        for index, law in enumerate(self.factors):
            if law.kind in _REFUSED:
                raise complain(f"kind '{law.kind}' is a law of cells", "factors", index, "kind")
            if law.watches_species and law.species is None:
                raise complain(f"'species' is missing: a {law.kind} law watches one", "factors", index, "kind")
        return self

    @property
    def stoichiometry(self) -> dict[str, float]:
        """Coefficients, products positive."""
        from ...strains.core import parse_equation

        return parse_equation(self.equation)[0]

    @property
    def reference(self) -> str:
        """The first species on the left, whose rate the constant gives."""
        first = re.split(r"\s\+\s|\s*[-=]+>", self.equation.strip())[0]
        return first.split()[-1]

    def watched(self) -> dict[tuple[str | int, ...], str]:
        """Everything the rate looks at, by its place below the step."""
        keys = ("order", "relative", "saturation", "inhibitors")
        found: dict[tuple[str | int, ...], str] = {(key, name): name for key in keys for name in getattr(self, key)}
        for index, law in enumerate(self.factors):
            for key in ("species", "competitor"):
                name = getattr(law, key)
                if name is not None:
                    found[("factors", index, key)] = name
        return found


class Reactions(Part):
    """A system of reactions in the medium that no cell does."""

    name: Name
    summary: Text = ""
    species: dict[Compounds, Compound]
    groups: dict[Compounds, tuple[Name, ...]] = Field(default_factory=dict)
    """Masses of species together, for example all solids."""
    adsorption: dict[Name, Adsorption] = Field(default_factory=dict)
    steps: dict[Compounds, Step]
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Reactions:
        for name in (*self.species, *self.groups):
            if name in (*_BOOKED, "biomass", *SIGNALS) or (name in self.species and name in self.groups):
                raise complain(f"nothing can be called '{name}' here: that name is taken", "species", name)
        for key, members in self.groups.items():
            self._known(members, self.compounds, "groups", key)
        for name, item in self.adsorption.items():
            self._known([name], self.compounds, "adsorption")
            self._known([item.on], [*self.compounds, *self.groups], "adsorption", name, "on")
        for key, step in self.steps.items():
            self._check_step(key, step)
        return self

    def _check_step(self, key: str, step: Step) -> None:
        try:
            coefficients = step.stoichiometry
        except ValueError as error:
            raise complain(str(error), "steps", key, "equation") from None
        if "<" in step.equation:
            raise complain("a reaction goes one way: '-->'; write its way back as another", "steps", key, "equation")
        self._known(coefficients, [*self.compounds, *_BOOKED], "steps", key, "equation")
        if step.reference not in self.compounds or coefficients[step.reference] >= 0.0:
            raise complain("the first species on the left is used up and followed", "steps", key, "equation")
        shares = [f"{name}.{share}" for name in self.adsorption for share in ("bound", "free")]
        pools = [*self.compounds, *self.groups, *shares, "biomass"]
        for at, name in step.watched().items():
            self._known([name], self.compounds if at[0] == "factors" else pools, "steps", key, *at)

    def _known(self, names: Iterable[str], known: Iterable[str], *at: str | int) -> None:
        for name in names:
            if name not in known:
                raise complain(f"'{name}' is not known here{nearest(name, known)}", *at)

    @property
    def compounds(self) -> tuple[str, ...]:
        """Every species an equation or a rate may name."""
        return tuple(dict.fromkeys((*self.species, *FOLLOWED)))

    @property
    def named(self) -> tuple[str, ...]:
        """Species of the system, those of its own first."""
        others = (name for step in self.steps.values() for name in (*step.stoichiometry, *step.watched().values()))
        return tuple(dict.fromkeys((*self.species, *(name for name in others if name in FOLLOWED))))

    @property
    def raw_materials(self) -> tuple[str, ...]:
        """What reactions use up first and none makes: cellulose, not cellobiose."""
        made = {name for step in self.steps.values() for name, count in step.stoichiometry.items() if count > 0.0}
        return tuple(dict.fromkeys(step.reference for step in self.steps.values() if step.reference not in made))
