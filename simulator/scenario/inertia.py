"""Metabolic inertia of a strain: what cells remember, how far it holds them back, what fluctuation costs them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from .carried import Basis, Carried
from .law import Law
from .measures import Duration, Factor, Rate, SpecificRate, complain
from .model import Name, Part, Text
from .sourced import Sourced

if TYPE_CHECKING:
    from ... import strains

UNITS = MappingProxyType({"growth": "a rate in 1/h", "flux": "a rate in mmol/gDW/h", "number": "a number"})
"""What a value of each basis of `Carried` is, in words."""

__all__ = ["UNITS", "Fluctuation", "Inertia", "Limit", "Memory"]


class Memory(Part):
    """A moving average of a flux that the cells carry with them."""

    of: Text
    """``growth``, ``<species>_uptake`` or ``<species>`` (net secretion)."""
    up: Sourced[Duration]
    """h, while the flux is above its average."""
    down: Sourced[Duration] | None = None
    """h, while it is below; the same unless given."""
    start: Carried = Carried(0.0, "number")
    """Average of the inoculum, where a recipe does not say."""

    @property
    def basis(self) -> Basis:
        """Unit of what is averaged, as in `Carried`."""
        return "growth" if self.of == "growth" else "flux"

    def numbers(self, name: str) -> strains.Memory:
        """The memory for `moromi.strains`."""
        from ... import strains

        down = (self.down or self.up).value
        return strains.Memory(name, self.of, self.up.value, down, self.start.value, 0.1 if self.of == "growth" else 1.0)


class Limit(Part):
    """A parameter cannot outrun what the cells are prepared for: at most max(headroom·memory^exponent, floor)."""

    memory: Name
    headroom: Sourced[Factor]
    """In the units of the parameter and the memory; a plain factor where the exponent is 1."""
    exponent: Factor = 1.0
    floor: Sourced[Carried]
    """What the cells can always do."""


class Fluctuation(Part):
    """How much the cells are thrown about: average of |fast − slow|/(slow + scale) of two memories of one flux."""

    fast: Name
    slow: Name
    time: Sourced[Duration]
    scale: Sourced[Carried]
    start: Factor = 0.0


class Inertia(Part):
    """What changes in a strain when its cells cannot re-optimise in a second."""

    active: bool = True
    """Whether it counts; a scenario may switch it."""
    enforced: tuple[Name, ...] = ()
    """Species that the cells take up as they meet them, needed or not."""
    maxima: dict[Name, Sourced[SpecificRate]] = Field(default_factory=dict)
    """Highest uptake of fully adapted cells, in place of the uptake's own."""
    varies: tuple[Name, ...] = ()
    """Capacities whose right-hand side becomes a parameter."""
    growth_cap: Sourced[Rate] | None = None
    """Growth rate that cells could reach at most."""
    objectives: tuple[Text, ...] = ()
    """In place of the strain's own; empty: the same."""
    memories: dict[Name, Memory] = Field(default_factory=dict)
    fluctuations: dict[Name, Fluctuation] = Field(default_factory=dict)
    limits: dict[Text, Limit] = Field(default_factory=dict)
    """By parameter."""
    factors: dict[Text, tuple[Law, ...]] = Field(default_factory=dict)
    """By parameter, on top of its own: the cost of fluctuation is a ``rise`` of the maintenance."""
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Inertia:
        for name, memory in self.memories.items():
            if memory.start.value and memory.start.basis != memory.basis:
                raise complain(f"a memory of {memory.of} starts at {UNITS[memory.basis]}", "memories", name, "start")
        return self

    def carried(self) -> dict[str, Basis]:
        """What cells carry and its unit, as in `Carried`."""
        found: dict[str, Basis] = {name: item.basis for name, item in self.memories.items()}
        for name in self.fluctuations:
            found[name] = "number"
        return found
