"""Guesses from a bare model: what to track, what is taken up and how fast, what to close."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, log10

from ..definition import Demand, Factor, Objective, StrainDefinition, TrackedSpecies, Uptake
from ..formula import elements
from ..network import UNLIMITED
from .border import Exchange, exchanges
from .case import Case
from .compounds import base_id, identify, outer_place, place_of
from .maintenance import guess_maintenance
from .program import program_of

__all__ = ["Guess", "guess_strain"]

# In the order in which they are tracked while there is room.
_BYPRODUCTS = ("acetate", "ethanol", "formate", "lactate", "l_lactate", "succinate", "glycerol", "pyruvate")
_ENERGY_GASES = ("hydrogen", "methane", "carbon_monoxide")
_NITROGEN = ("ammonium", "nitrate", "nitrogen")
_INORGANIC = ("carbon_dioxide", "bicarbonate", "carbon_monoxide", "methane")
_MOST_FOODS = 3
_MOST_SPECIES = 10
_ASSUMED = 10.0
# Half-saturation [mol/m³]: sugars are taken up at 0.01-0.3, oxygen and hydrogen far below their solubility.
_CONSTANT, _CONSTANT_OF_GAS = 0.1, 0.001
_GASES = ("oxygen", "carbon_dioxide", "nitrogen", "hydrogen", "methane", "carbon_monoxide")
_WIDE = 0.5 * UNLIMITED
_FLOWS = 1e-6
_FOOD = 0.01


@dataclass(frozen=True)
class Guess:
    """A first strain, and why each part of it was chosen.

    Parameters
    ----------
    definition : StrainDefinition
        The strain.
    reasons : mapping
        Species, uptake or demand (``"uptake glucose"``) to the words beside it.
    """

    definition: StrainDefinition
    reasons: Mapping[str, str]


class _Guesser:
    """Collects species and uptakes of one model."""

    def __init__(self, case: Case, opened: frozenset[int]) -> None:
        self.opened = opened
        self.case, self.network = case, case.network
        self.known = identify(case.network)
        self.reasons: dict[str, str] = {}
        self.species: dict[str, TrackedSpecies] = {}
        self.uptakes: dict[str, Uptake] = {}
        self.program = program_of(case.network)
        self.growth = self.program.largest({case.biomass: 1.0}) or 0.0
        fluxes = self.program.fluxes
        border = exchanges(case.network)
        medium = outer_place(case.network, border)
        outside = [item for item in border if place_of(case.network, item.row) == medium]
        self.border = outside
        self.taken = {item.column: max(float(fluxes[item.column]) * item.coefficient, 0.0) for item in outside}
        self.by_compound: dict[str, Exchange] = {}
        for item in sorted(outside, key=lambda one: (one.into <= 0.0 and one.out <= 0.0, not one.usual, one.column)):
            if item.row in self.known:
                self.by_compound.setdefault(self.known[item.row], item)

    def label(self, item: Exchange) -> str:
        """Name of what an exchange carries, as a species may be called."""
        if item.row in self.known:
            return self.known[item.row]
        names = self.network.labels.metabolites
        text = (names[item.row] if names else "") or base_id(self.network.metabolites[item.row])
        slug = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
        return (slug if slug[:1].isalpha() else f"m_{slug}")[:40]

    def track(self, item: Exchange) -> str:
        """Follow a species."""
        name = self.label(item)
        if name not in self.species:
            metabolite, formula = self.network.metabolites[item.row], self.network.formulas[item.row]
            self.species[name] = TrackedSpecies(name, self.network.reactions[item.column])
            self.reasons[name] = f"guess: {metabolite}" + (f", {formula}" if formula else "")
        return name

    def feed(self, item: Exchange, assumed: float) -> None:
        """Let a species in, at the model's own bound where it has one."""
        name = self.track(item)
        own = 0.0 < item.into < _WIDE and item.column not in self.opened
        maximum = item.into if own else assumed
        constant = _CONSTANT_OF_GAS if name in _GASES else _CONSTANT
        self.uptakes[name] = Uptake(name, maximum, (Factor("monod", name, constant),))
        self.reasons[f"uptake {name}"] = "bound of the model file" if own else "assumed: the file sets no limit"

    def foods(self) -> list[Exchange]:
        """Organic carbon the model takes up, most carbon first."""
        organic = [
            (self.taken[item.column] * elements(self.network.formulas[item.row]).get("C", 0.0), item)
            for item in self.border
            if item.into > 0.0 and self.known.get(item.row) not in _INORGANIC
        ]
        least = max(_FLOWS, _FOOD * sum(carbon for carbon, _ in organic))  # vitamins are no food
        return [item for carbon, item in sorted(organic, key=lambda one: -one[0]) if carbon > least][:_MOST_FOODS]

    def can_secrete(self, item: Exchange) -> bool:
        """Whether the cell can make it from its food."""
        return item.out > 0.0 and (self.program.largest({item.column: -item.coefficient}) or 0.0) > _FLOWS


def guess_strain(case: Case, name: str, model: str, opened: frozenset[int] = frozenset()) -> Guess:
    """A first strain for a bare model.

    Parameters
    ----------
    case : Case
        The model; it must grow.
    name, model : str
        Of the strain, and how it refers to the model.
    opened : frozenset of int
        Columns whose bounds are ours, not the file's.

    Returns
    -------
    Guess
        Its objectives are growth and least uptake; `unique.completed` says what to append.
    """
    guesser = _Guesser(case, opened)
    _choose(guesser)
    maintenance = guess_maintenance(case.network)
    demands: tuple[Demand, ...] = ()
    if maintenance and maintenance[1] > 0.0:
        demands = (Demand("maintenance", *maintenance),)
        guesser.reasons["demand maintenance"] = "guess: lower bound of the model file"
    order = sorted(guesser.uptakes, key=lambda key: list(guesser.species).index(key))
    objectives = [Objective("max", "growth"), *(Objective("min", f"{key}_uptake") for key in order[:1])]
    definition = StrainDefinition(
        name=name,
        model=model,
        biomass=case.name(case.biomass),
        species=tuple(guesser.species.values()),
        uptakes=tuple(guesser.uptakes[key] for key in order),
        demands=demands,
        objectives=tuple(objectives),
    )
    return Guess(definition, guesser.reasons)


def _choose(guesser: _Guesser) -> None:
    """Food, gases, nitrogen, by-products, in this order."""
    by = guesser.by_compound
    foods = [
        *guesser.foods(),
        *(by[key] for key in _ENERGY_GASES if key in by and guesser.taken[by[key].column] > _FLOWS),
    ]
    for item in foods:
        guesser.feed(item, _ASSUMED)
    if "oxygen" in by:
        guesser.feed(by["oxygen"], _round_up(guesser.taken[by["oxygen"].column]) or _ASSUMED)
    if "carbon_dioxide" in by:
        item = by["carbon_dioxide"]
        if _needed(guesser, item):
            guesser.feed(item, _round_up(guesser.taken[item.column]) or _ASSUMED)
        else:
            guesser.track(item)
    for key in _NITROGEN:
        if key in by and guesser.taken[by[key].column] > _FLOWS:
            guesser.feed(by[key], _round_up(1.5 * guesser.taken[by[key].column]))
            break
    for key in _BYPRODUCTS:
        if len(guesser.species) < _MOST_SPECIES and key in by and guesser.can_secrete(by[key]):
            guesser.track(by[key])


def _needed(guesser: _Guesser, item: Exchange) -> bool:
    """Whether growth falls when this uptake is closed."""
    network = guesser.network
    low, high = network.lower[item.column], network.upper[item.column]
    ends = (max(low, 0.0), high) if item.usual else (low, min(high, 0.0))
    guesser.program.bound([item.column], *ends)
    growth = guesser.program.largest({guesser.case.biomass: 1.0}) or 0.0
    guesser.program.bound([item.column], low, high)
    return growth < 0.99 * guesser.growth


def _round_up(value: float) -> float:
    """Two digits, upwards."""
    if value <= 0.0:
        return 0.0
    step = 10.0 ** (floor(log10(value)) - 1)
    return float(f"{ceil(value / step - 1e-9) * step:.6g}")
