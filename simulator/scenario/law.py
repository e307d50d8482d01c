"""One factor of a parameter's law as a strain file says it: numbers with units and sources."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from .measures import (
    Content,
    Duration,
    Enthalpy,
    Factor,
    MolarConcentration,
    Ph,
    Temperature,
    complain,
)
from .model import Name, Part, Text
from .sourced import Sourced

if TYPE_CHECKING:
    from ...strains import Factor as StrainFactor

__all__ = ["CardinalPh", "CardinalTemperature", "Law"]

LawKind = Literal[
    "monod",
    "hill",
    "haldane",
    "inhibition",
    "competitive",
    "product",
    "contois",
    "tessier",
    "saturation",
    "temperature",
    "ph",
    "arrhenius",
    "after",
    "phase",
    "rise",
]

_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "monod": ("constant",),
        "hill": ("constant", "exponent"),
        "haldane": ("constant", "inhibition"),
        "inhibition": ("constant",),
        "competitive": ("constant", "competitor", "inhibition"),
        "product": ("constant", "exponent"),
        "contois": ("content",),
        "tessier": ("constant",),
        "saturation": ("content", "exponent"),
        "temperature": ("temperature",),
        "ph": ("ph",),
        "arrhenius": ("energy", "reference"),
        "after": ("time", "width"),
        "phase": ("phase",),
        "rise": ("of", "most", "half"),
    }
)
"""What each kind needs, and no other may have; the first is the definition's first constant."""
_ALL = tuple(dict.fromkeys(name for names in _FIELDS.values() for name in names))
_OF_SPECIES = tuple(_FIELDS)[: list(_FIELDS).index("temperature")]


class CardinalTemperature(Part):
    """Temperatures of the cardinal model: nothing at `minimum` and `maximum`, all at `optimum`."""

    minimum: Temperature
    optimum: Temperature
    maximum: Temperature
    source: Text = ""
    note: Text = ""


class CardinalPh(Part):
    """pH of the cardinal model: nothing at `minimum` and `maximum`, all at `optimum`."""

    minimum: Ph
    optimum: Ph
    maximum: Ph
    source: Text = ""
    note: Text = ""


class Law(Part):
    """One factor; c is the concentration of `species`, X that of the viable cells."""

    kind: LawKind
    """c/(K+c); cⁿ/(Kⁿ+cⁿ); c/(K+c+c²/Ki); 1/(1+c/Ki); c/(K(1+I/Ki)+c); (1−c/K)ⁿ; c/(K X+c); 1−exp(−c/K);
    1−(c/(K X))ⁿ; of temperature and pH; a rise after a time; from a phase on; 1 + most·u/(half+u)."""
    species: Name | None = None
    """The species taken up, unless another is named."""
    constant: Sourced[MolarConcentration] | None = None
    """K, Ki of an inhibition, the most that is borne of a product [mol/m³]."""
    content: Sourced[Content] | None = None
    """K of Contois, or the content at which a store is full [mol per kg of viable cells]."""
    exponent: Sourced[Factor] | None = None
    """n of a Hill or product law, a of a store."""
    inhibition: Sourced[MolarConcentration] | None = None
    """Ki of a Haldane or competitive law [mol/m³]."""
    competitor: Name | None = None
    """Species that competes."""
    temperature: CardinalTemperature | None = None
    ph: CardinalPh | None = None
    energy: Sourced[Enthalpy] | None = None
    """Activation energy [kJ/mol]."""
    reference: Temperature | None = None
    """K, where the factor is 1."""
    time: Duration | None = None
    """h on the run's clock."""
    width: Duration | None = None
    """h, from 10 to 90 %."""
    phase: Name | None = None
    """From this phase of the recipe on."""
    of: Name | None = None
    """Memory or fluctuation that raises the parameter."""
    most: Sourced[Factor] | None = None
    """Highest rise, relative."""
    half: Sourced[Factor] | None = None
    """Value at which half of it is reached."""

    @model_validator(mode="after")
    def _check(self) -> Law:
        needed = _FIELDS[self.kind]
        for name in _ALL:
            given = getattr(self, name) is not None
            if given and name not in needed:
                owners = " or ".join(f"'{kind}'" for kind, names in _FIELDS.items() if name in names)
                raise complain(f"'{name}' belongs to kind {owners}", "kind")
            if name in needed and not given:
                raise complain(f"'{name}' belongs to kind '{self.kind}' and is missing", "kind")
        if self.species is not None and self.kind not in _OF_SPECIES:
            raise complain(f"kind '{self.kind}' is not a law of a species", "species")
        return self

    @property
    def watches_species(self) -> bool:
        """Whether it is a law of a species' concentration."""
        return self.kind in _OF_SPECIES

    def numbers(self) -> tuple[float, float, float]:
        """Constants in the order of `strains.Factor`."""
        if self.temperature is not None or self.ph is not None:
            cardinal = self.temperature or self.ph
            return (cardinal.minimum, cardinal.optimum, cardinal.maximum) if cardinal else (0.0, 0.0, 0.0)
        if self.reference is not None and self.energy is not None:
            return self.energy.value, self.reference, 0.0
        if self.time is not None and self.width is not None:
            return self.time, self.width, 0.0
        if self.most is not None and self.half is not None:
            return self.half.value, self.most.value, 0.0
        first, second = self.constant or self.content, self.exponent or self.inhibition
        return (first.value if first else 0.0), (second.value if second else 0.0), 0.0

    def factor(self, species: str) -> StrainFactor:
        """The factor for `moromi.strains`; `species` is what it watches unless the law names one.

        Raises
        ------
        StrainError
            The numbers do not make a law.
        """
        from ...strains import Factor as StrainFactor

        watched = (self.species or species) if self.watches_species else (self.of or self.phase or "")
        return StrainFactor(self.kind, watched, *self.numbers(), other=self.competitor or "")
